"""One thing to do, as the page one lands on lists it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Task:
    """One thing to do with how many it concerns; with nobody left it is done.

    `text` follows the number ("12 học sinh …" without the 12), `done_text` stands alone.
    """

    number: int
    text: str
    done_text: str
    url: str = ""
    note: str = ""
    is_urgent: bool = True
