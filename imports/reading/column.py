"""What one column of a list is called."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """One field of a list.

    `never_with`: folded words that show a heading means something else when it only resembles
    this column ("Họ và tên người nuôi dưỡng" is no pupil's name).
    """

    field: str
    label: str
    synonyms: tuple[str, ...]
    required: bool = False
    never_with: tuple[str, ...] = ()
