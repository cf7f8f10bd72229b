"""How well links fit the truth, in the figures of docs/linkage.md."""

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class JudgedRow:
    """One roster row: what it is ("" no graduate), whether it repeats another of its roster, and
    what was said of it; `found` are register numbers, best first.
    """

    true: str
    is_repeat: bool
    status: str
    found: tuple[str, ...]


@dataclass
class Scores:
    """Counts over all rows of all rosters, and the shares made of them."""

    rows: int = 0
    positives: int = 0
    matches: int = 0
    right: int = 0
    right_positives: int = 0
    reviewed: int = 0
    reviewed_positives: int = 0
    shown: int = 0
    enrolled: set[str] = field(default_factory=set)
    matched: set[str] = field(default_factory=set)
    covered: set[str] = field(default_factory=set)

    @property
    def wrong(self) -> int:
        return self.matches - self.right

    @property
    def precision(self) -> float:
        return self.right / self.matches if self.matches else 1.0

    @property
    def recall(self) -> float:
        return self.right_positives / self.positives if self.positives else 1.0

    @property
    def review_share(self) -> float:
        return self.reviewed / self.rows if self.rows else 0.0

    @property
    def right_shown(self) -> float:
        """The true graduate is among the candidates of a reviewed row."""
        return self.shown / self.reviewed_positives if self.reviewed_positives else 1.0

    @property
    def hidden(self) -> int:
        """Children on no roster at all whom a match places on one."""
        return len(self.matched - self.enrolled)

    @property
    def false_visits(self) -> int:
        """Children on a roster whom neither a match nor a reviewed row covers."""
        return len(self.enrolled - self.matched - self.covered)


def score(rows: Iterable[JudgedRow]) -> Scores:
    """The figures of all rows."""
    scores = Scores()
    for row in rows:
        _count(scores, row)
    return scores


def _count(scores: Scores, row: JudgedRow) -> None:
    is_positive = bool(row.true) and not row.is_repeat
    scores.rows += 1
    scores.positives += is_positive
    if row.true:
        scores.enrolled.add(row.true)
    if row.status == "match":
        is_right = row.found[0] == row.true
        scores.matches += 1
        scores.right += is_right
        scores.right_positives += is_right and is_positive
        scores.matched.add(row.found[0])
    elif row.status == "review":
        scores.reviewed += 1
        scores.covered.update(row.found)
        scores.reviewed_positives += is_positive
        scores.shown += is_positive and row.true in row.found
