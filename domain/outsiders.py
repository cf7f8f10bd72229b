"""Pupils on a roster who are no graduates of the cohort, as far as the row itself tells."""

from collections.abc import Iterable

from rapidfuzz import fuzz, process

from domain.schools import school_key

# Whoever is that old in the year of graduation finished lower secondary earlier: pupils are 15.
_EARLIER_AGE = 17
# Two spellings of one school; "THCS Tân Túc" and "THCS Tân Trụ" are two.
_ONE_SCHOOL = 85.0


class KnownSchools:
    """The lower-secondary schools of the province, to tell a foreign one by its name."""

    def __init__(self, names: Iterable[str]) -> None:
        self._keys = sorted({key for name in names if (key := school_key(name))})
        self._known: dict[str, bool] = {}

    def may_mean(self, text: str) -> bool:
        """Whether the text may be one of them, misspelt or not; a blank may be any."""
        key = school_key(text)
        if not key:
            return True
        if key not in self._known:
            near = process.extractOne(key, self._keys, scorer=fuzz.ratio, score_cutoff=_ONE_SCHOOL)
            self._known[key] = near is not None or any(key in known for known in self._keys)
        return self._known[key]


def is_outsider(
    *, birth_year: int | None, school_text: str, cohort_year: int, schools: KnownSchools
) -> bool:
    """Whether an unmatched row says by itself that the child is of an earlier cohort (by age) or
    comes from another province (by its school).
    """
    if birth_year is not None and cohort_year - birth_year >= _EARLIER_AGE:
        return True
    return not schools.may_mean(school_text)
