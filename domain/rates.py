"""The figures of a unit: outcomes, the vocational rate with its interval, and targets.

The rules are those of docs/indicators.md, "Rates". Every numerator is a count of children sorted
into disjoint tallies, so nobody is counted twice; every comparison is made on exact integers.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cache, cached_property
from math import ceil
from typing import Self

from domain.outcome import Evidence, Outcome


@dataclass(frozen=True)
class Rate:
    """Children counted over children of the cohort."""

    numerator: int
    denominator: int

    @property
    def as_pair(self) -> list[int]:
        """`[numerator, denominator]`, as the machine-readable output gives it."""
        return [self.numerator, self.denominator]

    def reaches(self, target: Fraction) -> bool:
        """Whether the exact share is at least `target` (19.96 % does not reach 20 %).

        With nobody in the denominator nothing is reached.
        """
        return self.denominator > 0 and self.numerator >= target * self.denominator


@dataclass(frozen=True)
class Tally:
    """The group a graduate is counted in: all that the figures need to know of a child.

    `in_review` and `in_vocational_review` tell whether the child is a candidate of an open review
    row, of any roster or of a vocational one.
    """

    outcome: Outcome
    evidence: Evidence
    is_dual: bool
    in_question: bool
    has_vocational_claim: bool
    in_review: bool
    in_vocational_review: bool

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:
        # A page looks the same few tallies up for each of its units.
        return hash(self.code)

    @property
    def code(self) -> str:
        """The tally in one short word, such as "VOCATIONAL.CONFIRMED.dq"."""
        flags = (letter for letter, name in _FLAGS.items() if getattr(self, name))
        return f"{self.outcome}.{self.evidence}.{''.join(flags)}"

    @classmethod
    @cache
    def read(cls, code: str) -> Self:
        """The tally of such a word. Raises ValueError."""
        outcome, evidence, flags = code.split(".")
        if unknown := set(flags) - _FLAGS.keys():
            raise ValueError(f"{code}: {unknown}")
        told = {name: letter in flags for letter, name in _FLAGS.items()}
        return cls(Outcome(outcome), Evidence(evidence), **told)


_FLAGS = {
    "d": "is_dual",
    "q": "in_question",
    "c": "has_vocational_claim",
    "r": "in_review",
    "v": "in_vocational_review",
}


@dataclass(frozen=True)
class Figures:
    """Counts of children and rates of one unit.

    `vocational` and `confirmed_vocational` include dual study whatever the cohort's rule; `lower`,
    `headline` and `upper` are R1 under that rule; `wider` is R2 = (VOCATIONAL + CONTINUING) / all,
    compared with no target. `held_back` are the children in no class who are candidates of an
    open review row: no list names them before a person has decided. Reports print
    `headline_without_dual` and `headline_with_dual` both.
    """

    graduates: int
    upper_secondary: int
    continuing: int
    vocational: int
    dual: int
    not_studying: int
    not_known: int
    conflict: int
    in_review: int
    held_back: int
    confirmed_vocational: int
    lower: Rate
    headline: Rate
    upper: Rate
    wider: Rate
    headline_without_dual: Rate
    headline_with_dual: Rate

    def balances(self) -> bool:
        """Whether the six outcomes sum to the cohort ("the books balance")."""
        outcomes = (
            self.upper_secondary,
            self.continuing,
            self.vocational,
            self.not_studying,
            self.not_known,
            self.conflict,
        )
        return sum(outcomes) == self.graduates


class Verdict(StrEnum):
    """Against one target: met whatever is still unknown, not met whatever it is, or neither."""

    MET = "met"
    NOT_MET = "not_met"
    UNDECIDED = "undecided"


@dataclass(frozen=True)
class Comparison:
    """A target in percent of all graduates, its verdict, and what the headline lacks of it."""

    percent: Decimal
    verdict: Verdict
    students_short: int


def figures(counts: Iterable[tuple[Tally, int]], *, counts_dual: bool = True) -> Figures:
    """The figures of a unit from how many children stand in each tally.

    A tally may come several times, so a whole is counted from all the tallies of its parts, never
    by adding rates. `counts_dual` is the cohort's rule whether dual study counts towards the
    vocational rate; it never changes the denominator. Raises ValueError for a negative count.
    """
    found = _children_by_group(counts, counts_dual=counts_dual)
    graduates, vocational, dual = found["graduates"], found[Outcome.VOCATIONAL], found["dual"]
    return Figures(
        graduates=graduates,
        upper_secondary=found[Outcome.UPPER_SECONDARY],
        continuing=found[Outcome.CONTINUING],
        vocational=vocational,
        dual=dual,
        not_studying=found[Outcome.NOT_STUDYING],
        not_known=found[Outcome.NOT_KNOWN],
        conflict=found[Outcome.CONFLICT],
        in_review=found["in_review"],
        held_back=found["held_back"],
        confirmed_vocational=found["confirmed_vocational"],
        lower=Rate(found["lower"], graduates),
        headline=Rate(found["headline"], graduates),
        upper=Rate(found["upper"], graduates),
        wider=Rate(vocational + found[Outcome.CONTINUING], graduates),
        headline_without_dual=Rate(vocational - dual, graduates),
        headline_with_dual=Rate(vocational, graduates),
    )


def compare(figures: Figures, percent: Decimal) -> Comparison:
    """How a unit stands against a target of `percent` of all its graduates.

    Met if the lower bound reaches it, not met if the upper bound does not, else undecided;
    `students_short = max(0, ceil(target × n) − headline)`. A unit without graduates is undecided
    and short of nobody.
    """
    target = Fraction(percent) / 100
    needed = ceil(target * figures.graduates)
    return Comparison(
        percent=percent,
        verdict=_verdict(figures, target),
        students_short=max(0, needed - figures.headline.numerator),
    )


def _verdict(figures: Figures, target: Fraction) -> Verdict:
    if figures.graduates == 0:
        return Verdict.UNDECIDED
    if figures.lower.reaches(target):
        return Verdict.MET
    if not figures.upper.reaches(target):
        return Verdict.NOT_MET
    return Verdict.UNDECIDED


def _children_by_group(counts: Iterable[tuple[Tally, int]], *, counts_dual: bool) -> Counter[str]:
    found: Counter[str] = Counter()
    for tally, count in counts:
        if count < 0:
            raise ValueError(f"A tally cannot hold {count} children.")
        for group in _groups_of(tally, counts_dual):
            found[group] += count
    return found


@cache
def _groups_of(tally: Tally, counts_dual: bool) -> tuple[str, ...]:
    """What a child of this tally is counted among.

    The bounds of R1 are unions of sets of children: a tally is in the upper one once, however many
    reasons there are.
    """
    counts = _is_vocational(tally) and (counts_dual or not tally.is_dual)
    is_confirmed = _is_confirmed_vocational(tally)
    belongs = {
        "graduates": True,
        tally.outcome: True,
        "dual": _is_vocational(tally) and tally.is_dual,
        "in_review": tally.in_review,
        "held_back": _is_held_back(tally),
        "confirmed_vocational": is_confirmed,
        "lower": counts and is_confirmed,
        "headline": counts,
        "upper": counts or _may_turn_out_vocational(tally),
    }
    return tuple(group for group, is_in in belongs.items() if is_in)


def _is_held_back(tally: Tally) -> bool:
    return tally.in_review and tally.outcome in (Outcome.NOT_STUDYING, Outcome.NOT_KNOWN)


def _is_vocational(tally: Tally) -> bool:
    return tally.outcome == Outcome.VOCATIONAL


def _is_confirmed_vocational(tally: Tally) -> bool:
    is_confirmed = tally.evidence == Evidence.CONFIRMED and not tally.in_question
    return _is_vocational(tally) and is_confirmed


def _may_turn_out_vocational(tally: Tally) -> bool:
    """Whether what is still open could make the child vocational: the upper bound's additions."""
    return (
        tally.outcome == Outcome.NOT_KNOWN
        or (tally.outcome == Outcome.CONFLICT and tally.has_vocational_claim)
        or tally.in_vocational_review
    )
