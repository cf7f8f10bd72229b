"""Blocking: which graduates share so much with a row that the two are compared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rapidfuzz import fuzz, process

from domain.dates import swapped
from domain.linkage.records import PoolPerson, RosterPerson
from domain.linkage.schools import SchoolGuess
from domain.linkage.spelling import NameForm, name_form
from domain.names import fold

_CODES = ("moet_code", "personal_id", "register_number")
# Blocks of a very common name would make every such row slow; the same people are found through
# the date, the school or the commune.
_NAME_BLOCK = 80
_DATE_RATIO = 62.0
_PLACE_RATIO = 78.0
_MOST_CANDIDATES = 12


@dataclass(frozen=True, slots=True)
class Entry:
    """A graduate with the derived forms that comparisons need."""

    person: PoolPerson
    form: NameForm
    guardian: tuple[str, ...]
    commune: str

    @classmethod
    def of(cls, person: PoolPerson) -> Entry:
        return cls(
            person=person,
            form=name_form(person.full_name),
            guardian=name_form(person.guardian).syllables,
            commune=fold(person.commune_name),
        )


@dataclass(frozen=True, slots=True)
class Row:
    """A roster row with the derived forms that comparisons need."""

    person: RosterPerson
    form: NameForm
    guardian: tuple[str, ...]
    commune: str
    school: SchoolGuess


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


class Blocks:
    """Graduates by what they share with rows; `entries` in the order of their keys.

    Whoever is found among some graduates is found among more of them, but for blocks that grow too
    large: with `is_small` none does.
    """

    def __init__(self, entries: Iterable[Entry], *, is_small: bool = False) -> None:
        self._most_named: float = float("inf") if is_small else _NAME_BLOCK
        self._by_code: dict[tuple[str, str], list[Entry]] = defaultdict(list)
        self._by_name: dict[str, list[Entry]] = defaultdict(list)
        self._by_joined: dict[str, list[Entry]] = defaultdict(list)
        self._by_name_date: dict[tuple[str, date], list[Entry]] = defaultdict(list)
        self._by_name_year: dict[tuple[str, int], list[Entry]] = defaultdict(list)
        self._dates: dict[date, _Block] = defaultdict(_Block)
        self._schools: dict[str, _Block] = defaultdict(_Block)
        self._communes: dict[str, _Block] = defaultdict(_Block)
        for entry in entries:
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

    def firm(self, row: Row) -> Iterator[Block]:
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

    def soft(self, row: Row) -> Iterator[Block]:
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
        most = self._most_named
        named = self._by_name.get(row.form.key, [])
        if len(named) > most and row.person.birth is not None:
            named = self._by_name_year.get((row.form.key, row.person.birth.year), [])
        if len(named) > most:
            named = []
        joined = self._by_joined.get(row.form.joined, [])
        return named if len(joined) > most else [*named, *joined]
