"""The graduates of a cohort, indexed once and compared with every roster."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rapidfuzz import fuzz, process

from domain.dates import BirthDate, swapped
from domain.linkage.names import NameComparison, NameFrequencies
from domain.linkage.records import PoolPerson, RosterPerson
from domain.linkage.schools import OriginSchools, SchoolGuess
from domain.linkage.sexes import NameSexes
from domain.linkage.spelling import NameForm, name_form
from domain.linkage.weights import DEFAULT_WEIGHTS, Weights
from domain.names import fold
from domain.schools import KnownSchool

_CODES = ("moet_code", "personal_id", "register_number")
# Blocks of a very common name would make every such row slow; the same people are found through
# the date, the school or the commune.
_NAME_BLOCK = 80
_DATE_RATIO = 62.0
_PLACE_RATIO = 78.0
_MOST_CANDIDATES = 12
# How many first digits name the province, and from how many codes on that can be read off them.
_PREFIXES = {"moet_code": 2, "personal_id": 3}
_MANY_CODES = 100
# A syllable so many graduates are called by is a name, not a slip of the hand.
_CURRENT = 5
_FEW_SCHOOLS = 3
_FEW_SCHOOLS_BITS = 4.0
_PLACE_BITS = 8.0
# Nobody was born in a year in which a slip of the hand may put him.
_MOST_YEAR_BITS = 6.0


@dataclass(frozen=True, slots=True)
class Entry:
    """A graduate with the derived forms that comparisons need."""

    person: PoolPerson
    form: NameForm
    guardian: tuple[str, ...]
    commune: str


class BlockingRule(StrEnum):
    """Why a row and a graduate are compared at all, the firm rules first."""

    CODE = "code"
    PHONE = "phone"
    NAME_AND_DATE = "name_and_date"
    NAME = "name"
    DATE = "date"
    EXCHANGED_DATE = "exchanged_date"
    SCHOOL = "school"
    COMMUNE = "commune"


Block = tuple[BlockingRule, Sequence[Entry]]


@dataclass(frozen=True, slots=True)
class Row:
    """A roster row with the derived forms that comparisons need."""

    person: RosterPerson
    form: NameForm
    guardian: tuple[str, ...]
    commune: str
    school: SchoolGuess


class _Block:
    """Graduates sharing a date, school or commune, searched by likeness of the joined name."""

    __slots__ = ("entries", "names")

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.names: list[str] = []

    def add(self, entry: Entry) -> None:
        self.entries.append(entry)
        self.names.append(entry.form.joined)

    def like(self, form: NameForm, ratio: float) -> list[Entry]:
        found = process.extract(
            form.joined, self.names, scorer=fuzz.ratio, score_cutoff=ratio, limit=None
        )
        ranked = sorted(
            (-score, self.entries[index].person.graduate, index) for _, score, index in found
        )
        return [self.entries[index] for _, _, index in ranked[:_MOST_CANDIDATES]]


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
        self.entries = {person.graduate: _entry(person) for person in ordered}
        if len(self.entries) != len(ordered):
            raise ValueError("two people of the pool have the same graduate key")
        frequencies = NameFrequencies((each.form for each in self.entries.values()), weights)
        self.names = NameComparison(frequencies, weights)
        self.sexes = NameSexes((each.form, each.person.gender) for each in self.entries.values())
        self.schools = OriginSchools(schools, frequencies.syllables(_CURRENT))
        self.size = max(len(ordered), 1)
        self.size_bits = math.log2(max(len(ordered), 2))
        self.school_sizes = Counter(person.school_code for person in ordered)
        self.district_sizes = Counter(person.district_code for person in ordered)
        self._prefixes = {
            field: _prefixes([getattr(each, field) for each in ordered], length)
            for field, length in _PREFIXES.items()
        }
        self._years = Counter(each.birth.year for each in ordered if each.birth)
        self._mean_year_bits = _mean_year_bits(self._years)
        self._commune_sizes = Counter(person.commune_code for person in ordered)
        self._commune_schools = Counter((each.commune_code, each.school_code) for each in ordered)
        self._by_code: dict[tuple[str, str], list[Entry]] = defaultdict(list)
        self._by_name: dict[str, list[Entry]] = defaultdict(list)
        self._by_joined: dict[str, list[Entry]] = defaultdict(list)
        self._by_name_date: dict[tuple[str, date], list[Entry]] = defaultdict(list)
        self._by_name_year: dict[tuple[str, int], list[Entry]] = defaultdict(list)
        self._dates: dict[date, _Block] = defaultdict(_Block)
        self._schools: dict[str, _Block] = defaultdict(_Block)
        self._communes: dict[str, _Block] = defaultdict(_Block)
        for entry in self.entries.values():
            self._index(entry)

    def _index(self, entry: Entry) -> None:
        person = entry.person
        for field in (*_CODES, "phone"):
            if value := getattr(person, field):
                self._by_code[field, value].append(entry)
        if not entry.form.key:
            return
        self._by_name[entry.form.key].append(entry)
        self._by_joined[entry.form.joined].append(entry)
        if person.birth is not None:
            self._by_name_year[entry.form.key, person.birth.year].append(entry)
            day = person.birth.as_date
            if day is not None:
                self._by_name_date[entry.form.key, day].append(entry)
                self._dates[day].add(entry)
        if person.school_code:
            self._schools[person.school_code].add(entry)
        if person.commune_code:
            self._communes[person.commune_code].add(entry)

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
        size = sum(self.school_sizes[code] for code in codes)
        bits = self.size_bits + math.log2(self.weights.school_share / max(size, 8))
        least = _FEW_SCHOOLS_BITS if len(codes) <= _FEW_SCHOOLS else 0.5
        return min(max(bits, least), _PLACE_BITS)

    def year_bits(self, birth: BirthDate | None) -> float:
        """Bits of agreeing on a birth year: few graduates are older or younger than the rest."""
        if birth is None:
            return 0.0
        return math.log2((self._years.total() + 1) / (self._years[birth.year] + 1))

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
            if code and self._prefixes[field]:
                # A spreadsheet may have put a zero before a code that lost its last one.
                heads = (code[:length], code.lstrip("0")[:length])
                return any(head in self._prefixes[field] for head in heads)
        return None

    def commune_bits(self, code: str, school: str) -> float:
        """Bits of an agreeing commune: the fewer graduates (of `school`, if known) live there."""
        share = self.weights.commune_share
        if school:
            whole = self.school_sizes[school]
            return math.log2(share * (whole + 4) / (self._commune_schools[code, school] + 4))
        bits = self.size_bits + math.log2(share / max(self._commune_sizes[code], 16))
        return min(max(bits, 1.0), _PLACE_BITS)

    def firm_blocks(self, row: Row) -> Iterator[Block]:
        """Graduates with an equal code or phone, or the same name and birth date."""
        person = row.person
        for field in (*_CODES, "phone"):
            if value := getattr(person, field):
                # A phone shared by many is an office's, not a family's.
                rule = BlockingRule.PHONE if field == "phone" else BlockingRule.CODE
                yield rule, self._by_code.get((field, value), ())[:_MOST_CANDIDATES]
        day = person.birth.as_date if person.birth else None
        if day is not None and row.form.key:
            yield BlockingRule.NAME_AND_DATE, self._by_name_date.get((row.form.key, day), ())

    def soft_blocks(self, row: Row) -> Iterator[Block]:
        """Graduates whose name or date is near, for rows nothing firm was found for."""
        if not row.form.key:
            return
        yield BlockingRule.NAME, self._same_name(row)
        birth = row.person.birth
        day = birth.as_date if birth else None
        if day is not None:
            for rule, other in (
                (BlockingRule.DATE, day),
                (BlockingRule.EXCHANGED_DATE, swapped(day)),
            ):
                if other is not None and other in self._dates:
                    yield rule, self._dates[other].like(row.form, _DATE_RATIO)
        for code in sorted(row.school.codes):
            if code in self._schools:
                yield BlockingRule.SCHOOL, self._schools[code].like(row.form, _PLACE_RATIO)
        if row.person.commune_code in self._communes:
            found = self._communes[row.person.commune_code].like(row.form, _PLACE_RATIO)
            yield BlockingRule.COMMUNE, found

    def _same_name(self, row: Row) -> Sequence[Entry]:
        named = self._by_name.get(row.form.key, [])
        if len(named) > _NAME_BLOCK and row.person.birth is not None:
            named = self._by_name_year.get((row.form.key, row.person.birth.year), [])
        if len(named) > _NAME_BLOCK:
            named = []
        joined = self._by_joined.get(row.form.joined, [])
        return named if len(joined) > _NAME_BLOCK else [*named, *joined]


def _mean_year_bits(years: Counter[int]) -> float:
    """The same for two graduates of different years drawn blindly."""
    total = years.total()
    differing = 1.0 - sum((count / total) ** 2 for count in years.values()) if total else 1.0
    return -math.log2(max(differing, 2.0**-_MOST_YEAR_BITS))


def _prefixes(codes: Sequence[str], length: int) -> frozenset[str]:
    """The beginnings that are no exception among many codes."""
    found = Counter(code[:length] for code in codes if code)
    if found.total() < _MANY_CODES:
        return frozenset()
    return frozenset(head for head, count in found.items() if count >= 0.005 * found.total())


def _entry(person: PoolPerson) -> Entry:
    return Entry(
        person=person,
        form=name_form(person.full_name),
        guardian=name_form(person.guardian).syllables,
        commune=fold(person.commune_name),
    )
