"""Comparisons of the fields beside the name: agreement and bits for one row and one graduate.

The bits are round values of log2(m / u); m from trials on invented provinces, u from the sizes of
schools, communes and number spaces. They are shown to the clerk as they are.
"""

from __future__ import annotations

from enum import StrEnum

from rapidfuzz.distance import OSA

from domain.dates import BirthDate, swapped


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
    ONE_DIGIT = "one_digit"
    YEAR_ONLY = "year_only"
    MISSING = "missing"
    DIFFERENT = "different"


NEAR_DATE = frozenset({DateLevel.SWAPPED, DateLevel.ONE_DIGIT, DateLevel.YEAR_ONLY})

_DATE_BITS = {
    DateLevel.EXACT: 8.5,
    DateLevel.SWAPPED: 2.0,
    DateLevel.ONE_DIGIT: 0.0,
    DateLevel.YEAR_ONLY: 1.0,
    DateLevel.MISSING: 0.0,
    DateLevel.DIFFERENT: -5.5,
}


def compare_dates(ours: BirthDate | None, theirs: BirthDate | None) -> tuple[DateLevel, float]:
    """Level and bits of two birth dates; either may be a year only, or missing."""
    level = _date_level(ours, theirs)
    return level, _DATE_BITS[level]


def _date_level(ours: BirthDate | None, theirs: BirthDate | None) -> DateLevel:
    if ours is None or theirs is None:
        return DateLevel.MISSING
    mine, other = ours.as_date, theirs.as_date
    if mine is None or other is None:
        months = {ours.month, theirs.month} - {None}
        agrees = ours.year == theirs.year and len(months) <= 1
        return DateLevel.YEAR_ONLY if agrees else DateLevel.DIFFERENT
    if mine == other:
        return DateLevel.EXACT
    if swapped(mine) == other:
        return DateLevel.SWAPPED
    if OSA.distance(mine.isoformat(), other.isoformat(), score_cutoff=1) <= 1:
        return DateLevel.ONE_DIGIT
    return DateLevel.DIFFERENT


def compare_genders(ours: str, theirs: str) -> Verdict:
    """Sexes; a contradiction bars an automatic match."""
    if not ours or not theirs:
        return SILENT
    return (Agreement.FULL, 1.0) if ours == theirs else (Agreement.AGAINST, -5.0)


def compare_codes(ours: str, theirs: str, *, against: float) -> Verdict:
    """Identifying codes: equal, one slip of the hand apart, or different (`against` bits).

    Codes of different length are of different kinds (old identity card and personal id).
    """
    if not ours or not theirs or len(ours) != len(theirs):
        return SILENT
    if ours == theirs:
        return Agreement.FULL, 18.0
    if OSA.distance(ours, theirs, score_cutoff=1) <= 1:
        return Agreement.NEAR, 6.0
    return Agreement.AGAINST, against


def compare_phones(ours: str, theirs: str) -> Verdict:
    """Phones change hands and families have several: a difference says little."""
    if not ours or not theirs:
        return SILENT
    if ours == theirs:
        return Agreement.FULL, 8.0
    if OSA.distance(ours, theirs, score_cutoff=1) <= 1:
        return Agreement.NEAR, 4.0
    return Agreement.AGAINST, -1.5


def compare_guardians(ours: tuple[str, ...], theirs: tuple[str, ...]) -> Verdict:
    """Guardians as syllables; one list may name the mother and the other the father."""
    if not ours or not theirs:
        return SILENT
    if len(ours) >= 2 and ours == theirs:
        return Agreement.FULL, 8.0
    mine, other = "".join(ours), "".join(theirs)
    if min(len(mine), len(other)) >= 6 and OSA.distance(mine, other, score_cutoff=2) <= 2:
        return Agreement.NEAR, 4.0
    return Agreement.AGAINST, -2.0
