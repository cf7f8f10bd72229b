"""Pupils on a roster who are no graduates of the cohort, as far as the row itself tells."""

from collections.abc import Iterable, Mapping

from rapidfuzz import fuzz, process

from domain.schools import school_key

# Whoever is that old in the year of graduation finished lower secondary earlier: pupils are 15.
_EARLIER_AGE = 17
# Two spellings of one school; "THCS Tân Túc" and "THCS Tân Trụ" are two.
_ONE_SCHOOL = 85.0
# How many first digits of a code name the province, from how many codes on that can be read off
# them, and which share of them may be children who came from elsewhere.
HEADS = {"moet_code": 2, "personal_id": 3}
_MANY_CODES = 100
_EXCEPTION = 0.005


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


class ProvinceCodes:
    """How MOET codes and personal ids of this province begin: as the cohort's own do.

    `moet` and `personal` count the graduates by the first `HEADS` digits of their codes. Few codes
    say nothing.
    """

    def __init__(self, moet: Mapping[str, int], personal: Mapping[str, int]) -> None:
        self._moet = _usual(moet)
        self._personal = _usual(personal)

    def are_foreign(self, moet_code: str, personal_id: str) -> bool:
        """Whether the MOET code, or where there is none the personal id, is another province's."""
        for code, length, heads in (
            (moet_code, HEADS["moet_code"], self._moet),
            (personal_id, HEADS["personal_id"], self._personal),
        ):
            if code and heads:
                # A spreadsheet may have put a zero before a code that lost its last one.
                return code[:length] not in heads and code.lstrip("0")[:length] not in heads
        return False


def _usual(counts: Mapping[str, int]) -> frozenset[str]:
    """The beginnings that are no exception among many codes."""
    total = sum(counts.values())
    if total < _MANY_CODES:
        return frozenset()
    return frozenset(head for head, count in counts.items() if count >= _EXCEPTION * total)


def is_outsider(
    *,
    birth_year: int | None,
    school_text: str,
    cohort_year: int,
    schools: KnownSchools,
    has_foreign_code: bool = False,
) -> bool:
    """Whether an unmatched row says by itself that the child is of an earlier cohort (by age) or
    comes from another province (by a code, or by its school).
    """
    if birth_year is not None and cohort_year - birth_year >= _EARLIER_AGE:
        return True
    return has_foreign_code or not schools.may_mean(school_text)
