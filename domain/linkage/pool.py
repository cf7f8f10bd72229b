"""The graduates of a cohort, indexed once and compared with every roster."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence

from domain.dates import BirthDate
from domain.linkage.blocks import Blocks, Entry, Row
from domain.linkage.counts import Sizes, coarse
from domain.linkage.names import NameComparison, NameFrequencies, current_syllables
from domain.linkage.records import PoolPerson, RosterPerson
from domain.linkage.schools import OriginSchools
from domain.linkage.sexes import NameSexes
from domain.linkage.spelling import name_form
from domain.linkage.weights import DEFAULT_WEIGHTS, Weights
from domain.names import fold
from domain.schools import KnownSchool

# How many first digits name the province, and from how many codes on that can be read off them.
_PREFIXES = {"moet_code": 2, "personal_id": 3}
_MANY_CODES = 100
# A syllable so many graduates are called by is a name, not a slip of the hand.
CURRENT = 5
_FEW_SCHOOLS = 3
_FEW_SCHOOLS_BITS = 4.0
_PLACE_BITS = 8.0
# Nobody was born in a year in which a slip of the hand may put him.
_MOST_YEAR_BITS = 6.0


class Pool:
    """All graduates of one cohort and the schools they may come from.

    Build it once and use it for every roster. Neither the order of `people` nor of `schools`
    has any effect. Graduate keys must be unique (ValueError).
    """

    def __init__(
        self,
        people: Iterable[PoolPerson],
        schools: Iterable[KnownSchool],
        weights: Weights = DEFAULT_WEIGHTS,
    ) -> None:
        self.weights = weights
        ordered = sorted(people, key=lambda person: person.graduate)
        self.entries = {person.graduate: Entry.of(person) for person in ordered}
        if len(self.entries) != len(ordered):
            raise ValueError("two people of the pool have the same graduate key")
        self.frequencies = NameFrequencies((each.form for each in self.entries.values()), weights)
        self.names = NameComparison(self.frequencies, weights)
        self.sexes = NameSexes((each.form, each.person.gender) for each in self.entries.values())
        self.schools = OriginSchools(schools, current_syllables(self.frequencies.counts, CURRENT))
        self.sizes = Sizes(ordered)
        self._mean_year_bits = mean_year_bits(self.sizes)
        self.size = max(self.sizes.told("all"), 1)
        self.size_bits = math.log2(max(self.size, 2))
        self.prefixes = code_prefixes(ordered)
        self._blocks = Blocks(self.entries.values())
        self.firm_blocks = self._blocks.firm
        self.soft_blocks = self._blocks.soft

    def row(self, person: RosterPerson) -> Row:
        """`person` with its derived forms."""
        return Row(
            person=person,
            form=name_form(person.full_name),
            guardian=name_form(person.guardian).syllables,
            commune=fold(person.commune_text),
            school=self.schools.guess(person.school_text),
        )

    def school_bits(self, codes: frozenset[str]) -> float:
        """Bits of an agreeing school: the fewer graduates the named schools have, the more.

        Outsiders come from schools beyond the pool, so naming few schools always says something,
        even while only one school's graduates have been imported.
        """
        sizes = self.sizes.raw("school")
        size = coarse(sum(sizes[code] for code in codes))
        bits = self.size_bits + math.log2(self.weights.school_share / max(size, 8))
        least = _FEW_SCHOOLS_BITS if len(codes) <= _FEW_SCHOOLS else 0.5
        return min(max(bits, least), _PLACE_BITS)

    def year_bits(self, birth: BirthDate | None) -> float:
        """Bits of agreeing on a birth year: few graduates are older or younger than the rest."""
        if birth is None:
            return 0.0
        year, born = self.sizes.told("year", birth.year), self.sizes.told("born")
        return max(math.log2((born + 1) / (year + 1)), 0.0)

    def other_year_bits(self, birth: BirthDate | None) -> float:
        """Bits a mistyped year says more, or less, than others: strangers born in this year are
        fewer, or more, than those of a year drawn blindly.
        """
        if birth is None:
            return 0.0
        return min(self.year_bits(birth), _MOST_YEAR_BITS) - self._mean_year_bits

    def is_from_here(self, person: RosterPerson) -> bool | None:
        """Whether the row's MOET code, or else its personal id, begins as those of the cohort do.

        Their first digits are the province's; None where nothing can be told.
        """
        for field, length in _PREFIXES.items():
            code = getattr(person, field)
            if code and self.prefixes[field]:
                # A spreadsheet may have put a zero before a code that lost its last one.
                heads = (code[:length], code.lstrip("0")[:length])
                return any(head in self.prefixes[field] for head in heads)
        return None

    def commune_bits(self, code: str, school: str) -> float:
        """Bits of an agreeing commune: the fewer graduates (of `school`, if known) live there."""
        share = self.weights.commune_share
        if school:
            whole = self.sizes.told("school", school)
            here = self.sizes.told("commune_school", (code, school))
            return math.log2(share * (whole + 4) / (here + 4))
        size = self.sizes.told("commune", code)
        bits = self.size_bits + math.log2(share / max(size, 16))
        return min(max(bits, 1.0), _PLACE_BITS)


def code_prefixes(people: Iterable[PoolPerson]) -> dict[str, frozenset[str]]:
    """How codes of the cohort begin, by kind of code."""
    known = list(people)
    return {
        field: _prefixes([getattr(each, field) for each in known], length)
        for field, length in _PREFIXES.items()
    }


def mean_year_bits(sizes: Sizes) -> float:
    """Bits of agreeing on a birth year for two graduates of different years drawn blindly, told in
    steps of an eighth.
    """
    years = sizes.raw("year")
    total = sum(years.values())
    differing = 1.0 - sum((count / total) ** 2 for count in years.values()) if total else 1.0
    return round(-8.0 * math.log2(max(differing, 2.0**-_MOST_YEAR_BITS))) / 8.0


def _prefixes(codes: Sequence[str], length: int) -> frozenset[str]:
    """The beginnings that are no exception among many codes."""
    found = Counter(code[:length] for code in codes if code)
    if found.total() < _MANY_CODES:
        return frozenset()
    return frozenset(head for head, count in found.items() if count >= 0.005 * found.total())
