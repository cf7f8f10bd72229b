"""What a person answers."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.linkage.decisions import Kind
from rosters.actions import Answer
from rosters.models import RosterRow, RosterRowQuerySet

NONE, LATER = "none", "later"
_LONGEST_SEEN = 200
_LONGEST_NUMBER = 18


def read_answer(row: RosterRow, choice: str, seen: str, shown: Sequence[int]) -> Answer | None:
    """The answer that a button of the card gave; None where it is no answer.

    `shown` are the graduates on the card: "none of these" is said of them and of nobody else.
    """
    if len(seen) > _LONGEST_SEEN:
        return None
    if choice == LATER:
        return Answer(row, Kind.LATER, seen)
    if choice == NONE:
        return Answer(row, Kind.REJECT, seen, tuple(shown)) if shown else None
    graduate = _number(choice)
    return Answer(row, Kind.ACCEPT, seen, (graduate,)) if graduate is not None else None


def read_shown(text: str) -> list[int]:
    """Graduates' keys joined by points, as the card carries them."""
    numbers = [_number(part) for part in text.split(".")] if text else []
    return [number for number in numbers if number is not None]


@dataclass(frozen=True)
class Ticked:
    """A line of the page that accepts many: which row, as seen, and whom."""

    row: int
    graduate: int
    seen: str

    def __str__(self) -> str:
        return f"{self.row}:{self.graduate}:{self.seen}"


def read_ticked(texts: Sequence[str]) -> list[Ticked]:
    found = []
    for text in texts:
        row, _, rest = text.partition(":")
        graduate, _, seen = rest.partition(":")
        numbers = _number(row), _number(graduate)
        if None not in numbers and len(seen) <= _LONGEST_SEEN:
            found.append(Ticked(numbers[0] or 0, numbers[1] or 0, seen))
    return found


def ticked_answers(ticked: Sequence[Ticked], rows: RosterRowQuerySet) -> list[Answer]:
    """Answers for those rows that the person may decide."""
    found = {row.pk: row for row in rows.filter(pk__in=[each.row for each in ticked])}
    return [
        Answer(found[each.row], Kind.ACCEPT, each.seen, (each.graduate,))
        for each in ticked
        if each.row in found
    ]


def _number(text: str) -> int | None:
    is_number = text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER
    return int(text) if is_number else None
