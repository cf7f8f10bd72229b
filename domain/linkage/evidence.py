"""Comparisons of the fields beside the name: agreement and bits for one row and one graduate."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rapidfuzz.distance import OSA

from domain.dates import BirthDate, swapped
from domain.linkage.weights import Weights


class Agreement(StrEnum):
    """What one field says of a pair."""

    FULL = "full"
    NEAR = "near"
    SILENT = "silent"
    AGAINST = "against"


Verdict = tuple[Agreement, float]
SILENT: Verdict = (Agreement.SILENT, 0.0)


class DateLevel(StrEnum):
    """Comparison levels of two birth dates."""

    EXACT = "exact"
    SWAPPED = "swapped"
    YEAR_SLIP = "year_slip"
    ONE_DIGIT = "one_digit"
    OTHER_DAY = "other_day"
    YEAR_ONLY = "year_only"
    UNKNOWN = "unknown"
    MISSING = "missing"
    DIFFERENT = "different"


NEAR_DATE = frozenset(
    {
        DateLevel.SWAPPED,
        DateLevel.YEAR_SLIP,
        DateLevel.ONE_DIGIT,
        DateLevel.OTHER_DAY,
        DateLevel.YEAR_ONLY,
        DateLevel.UNKNOWN,
    }
)
# A year this far off is still a child of the cohort with the year mistyped.
_YEAR_SLIP = 10


def date_bits(weights: Weights) -> dict[DateLevel, float]:
    """Bits of every level but SWAPPED, whose share each file has for itself."""
    return {
        DateLevel.EXACT: weights.birth_exact,
        DateLevel.SWAPPED: 0.0,
        DateLevel.YEAR_SLIP: weights.birth_year_slip,
        DateLevel.ONE_DIGIT: weights.birth_slip,
        DateLevel.OTHER_DAY: weights.birth_other_day,
        DateLevel.YEAR_ONLY: weights.birth_year_only,
        DateLevel.UNKNOWN: weights.birth_unknown,
        DateLevel.MISSING: 0.0,
        DateLevel.DIFFERENT: weights.birth_different,
    }


def date_level(ours: BirthDate | None, theirs: BirthDate | None) -> DateLevel:
    """Level of two birth dates; either may be a year only, or missing."""
    if ours is None or theirs is None:
        return DateLevel.MISSING
    mine, other = ours.as_date, theirs.as_date
    if mine is None or other is None:
        months = {ours.month, theirs.month} - {None}
        agrees = ours.year == theirs.year and len(months) <= 1
        return DateLevel.YEAR_ONLY if agrees else DateLevel.DIFFERENT
    return DateLevel.EXACT if mine == other else _near_level(mine, other)


def _near_level(mine: date, other: date) -> DateLevel:
    if swapped(mine) == other:
        return DateLevel.SWAPPED
    if (mine.month, mine.day) == (other.month, other.day):
        is_slip = abs(mine.year - other.year) <= _YEAR_SLIP
        return DateLevel.YEAR_SLIP if is_slip else DateLevel.DIFFERENT
    if OSA.distance(mine.isoformat(), other.isoformat(), score_cutoff=1) <= 1:
        return DateLevel.ONE_DIGIT
    # Many offices write 1 January where only the year is known.
    if mine.year == other.year and (mine.month, mine.day) == (1, 1):
        return DateLevel.UNKNOWN
    is_one_month = (mine.year, mine.month) == (other.year, other.month)
    return DateLevel.OTHER_DAY if is_one_month else DateLevel.DIFFERENT


@dataclass(frozen=True, slots=True)
class FieldComparisons:
    """Comparisons of sex, codes, phone and guardian with one table of weights."""

    weights: Weights

    def genders(self, ours: str, theirs: str, *, share: float) -> Verdict:
        """Sexes; `share` of those who bear the name are of the row's sex, so the name has told
        most of it already.
        """
        if not ours or not theirs:
            return SILENT
        wrong = self.weights.gender_wrong_share
        shown = share * (1.0 - wrong) + (1.0 - share) * wrong
        if ours == theirs:
            return Agreement.FULL, math.log2((1.0 - wrong) / shown)
        return Agreement.AGAINST, math.log2(wrong / shown)

    def codes(self, ours: str, theirs: str, *, against: float) -> Verdict:
        """Identifying codes: equal, one slip of the hand apart, or different (`against` bits).

        Codes of different length are of different kinds (old identity card and personal id).
        """
        if not ours or not theirs or len(ours) != len(theirs):
            return SILENT
        if ours == theirs:
            return Agreement.FULL, self.weights.code_equal
        # A spreadsheet that took the code for a number lost its last zero, or a slip lost a
        # digit, and zeros were put before it to mend the length.
        mine, other = ours.lstrip("0"), theirs.lstrip("0")
        if OSA.distance(mine, other, score_cutoff=1) <= 1:
            return Agreement.NEAR, self.weights.code_near
        return Agreement.AGAINST, against

    def phones(self, ours: str, theirs: str) -> Verdict:
        """Phones change hands and families have several: a difference says little."""
        if not ours or not theirs:
            return SILENT
        if ours == theirs:
            return Agreement.FULL, self.weights.phone_equal
        if OSA.distance(ours, theirs, score_cutoff=1) <= 1:
            return Agreement.NEAR, self.weights.phone_near
        return Agreement.AGAINST, self.weights.phone_against

    def guardians(self, ours: tuple[str, ...], theirs: tuple[str, ...]) -> Verdict:
        """Guardians as syllables; one list may name the mother and the other the father."""
        if not ours or not theirs:
            return SILENT
        if len(ours) >= 2 and ours == theirs:
            return Agreement.FULL, self.weights.guardian_equal
        mine, other = "".join(ours), "".join(theirs)
        if min(len(mine), len(other)) >= 6 and OSA.distance(mine, other, score_cutoff=2) <= 2:
            return Agreement.NEAR, self.weights.guardian_near
        return Agreement.AGAINST, self.weights.guardian_against
