"""One roster row held against one graduate: agreement field by field, and the match weight."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from domain.linkage.blocks import Entry, Row
from domain.linkage.evidence import (
    SILENT,
    Agreement,
    DateLevel,
    FieldComparisons,
    Verdict,
    date_bits,
    date_level,
)
from domain.linkage.names import ALIKE, EQUAL_NAME, SAME_NAME, NameLevel
from domain.linkage.pool import Pool

CODES = ("moet_code", "personal_id", "register_number")
# What singles out one of two namesakes.
DECISIVE = (*CODES, "phone", "guardian", "school", "commune")
# What ties a row to one family, whatever the place.
PERSONAL = (*CODES, "phone", "guardian")
# What brothers and sisters share.
FAMILY = ("phone", "guardian")
# What ties a row to a child beyond name, date and sex.
SPECIFIC = (*PERSONAL, "school", "commune")
PLACES = ("school", "commune")
# Levels at which the birth year is the same.
_ONE_YEAR = frozenset(
    {
        DateLevel.EXACT,
        DateLevel.SWAPPED,
        DateLevel.ONE_DIGIT,
        DateLevel.OTHER_DAY,
        DateLevel.UNKNOWN,
    }
)
AGREES = (Agreement.FULL, Agreement.NEAR)
# A school or commune text that fits very many graduates ties nothing to nobody.
_SPECIFIC_BITS = 2.5

_UNIT = re.compile(r"^(?:(xa|phuong|thi tran)|(x|p|tt))\s+")
_UNIT_FULL = {"x": "xa", "p": "phuong", "tt": "thi tran"}


@dataclass(frozen=True, slots=True)
class Pair:
    """A compared pair; `parts` hold only fields both sides state, `weight` is their sum.

    `is_placed`: the place is known from the row, and where children usually come from adds nothing.
    `identity` are the bits of name and birth date alone. What follows from the roster as a whole
    (origin, share of swapped dates) is not in `weight` yet.
    """

    graduate: int
    entry: Entry
    name: NameLevel
    date: DateLevel
    parts: tuple[tuple[str, float], ...]
    identity: float
    weight: float
    agreement: dict[str, Agreement]
    is_specific: bool
    is_placed: bool

    @property
    def has_same_name(self) -> bool:
        """Names equal, or equal but for their marks."""
        return self.name in SAME_NAME

    @property
    def has_equal_name(self) -> bool:
        """Names equal as far as both were written with marks."""
        return self.name in EQUAL_NAME

    @property
    def is_alike(self) -> bool:
        """Names that one person may well have in two lists."""
        return self.name in ALIKE

    @property
    def has_equal_code(self) -> bool:
        """An identifying code is the same on both sides."""
        return any(self.agreement.get(field) is Agreement.FULL for field in CODES)

    @property
    def is_contradicted(self) -> bool:
        """A stated school or the sex is another one, and no strong field speaks for the pair."""
        if self.is_specific:
            return False
        told = self.agreement.get
        return told("school") is Agreement.AGAINST or told("gender") is Agreement.AGAINST

    def agrees_on(self, *fields: str) -> bool:
        """Whether one of `fields` agrees and says something."""
        return any(
            bits >= _SPECIFIC_BITS and field in fields and self.agreement.get(field) in AGREES
            for field, bits in self.parts
        )

    def decisive_bits(self) -> float:
        """Bits of the fields that can tell namesakes apart."""
        return sum(bits for field, bits in self.parts if field in DECISIVE)


class PairComparison:
    """Compares rows of one roster with graduates; `has_marks` False: roster without accents."""

    def __init__(self, pool: Pool, *, has_marks: bool) -> None:
        self._pool = pool
        self._has_marks = has_marks
        self._weights = pool.weights
        self._fields = FieldComparisons(pool.weights)
        self._date_bits = date_bits(pool.weights)

    def compare(self, row: Row, entry: Entry) -> Pair:
        """Compare every field of `row` and `entry`."""
        ours, theirs = row.person, entry.person
        name, name_bits = self._pool.names.compare(row.form, entry.form, has_marks=self._has_marks)
        date = date_level(ours.birth, theirs.birth)
        bits = self._date_bits[date]
        if date in _ONE_YEAR:
            bits += self._pool.year_bits(theirs.birth)
        elif date is DateLevel.YEAR_SLIP:
            bits += self._pool.other_year_bits(ours.birth)
        parts = [("full_name", name_bits)]
        if date is not DateLevel.MISSING:
            parts.append(("birth", bits))
        agreement: dict[str, Agreement] = {}
        is_specific = is_placed = False
        for field, verdict in self._verdicts(row, entry):
            if verdict is SILENT:
                continue
            agreement[field] = verdict[0]
            parts.append((field, verdict[1]))
            is_specific |= field in SPECIFIC and verdict[1] >= _SPECIFIC_BITS
            is_placed |= field == "district" or (field in PLACES and verdict[0] in AGREES)
        return Pair(
            graduate=theirs.graduate,
            entry=entry,
            name=name,
            date=date,
            parts=tuple(parts),
            identity=name_bits + bits,
            weight=sum(bits for _, bits in parts),
            agreement=agreement,
            is_specific=is_specific,
            is_placed=is_placed,
        )

    def _verdicts(self, row: Row, entry: Entry) -> tuple[tuple[str, Verdict], ...]:
        ours, theirs, fields, weights = row.person, entry.person, self._fields, self._weights
        school = self._schools(row, entry)
        other = weights.other_code_against
        return (
            ("gender", self._genders(row, entry)),
            ("school", school),
            ("commune", self._communes(row, entry, school)),
            ("district", self._districts(row, entry, school)),
            ("guardian", fields.guardians(row.guardian, entry.guardian)),
            ("phone", fields.phones(ours.phone, theirs.phone)),
            (
                "moet_code",
                fields.codes(ours.moet_code, theirs.moet_code, against=weights.moet_code_against),
            ),
            ("personal_id", fields.codes(ours.personal_id, theirs.personal_id, against=other)),
            (
                "register_number",
                fields.codes(ours.register_number, theirs.register_number, against=other),
            ),
        )

    def _genders(self, row: Row, entry: Entry) -> Verdict:
        sex = row.person.gender
        if not sex or not entry.person.gender:
            return SILENT
        share = self._pool.sexes.share(entry.form, sex)
        return self._fields.genders(sex, entry.person.gender, share=share)

    def _schools(self, row: Row, entry: Entry) -> Verdict:
        guess, code = row.school, entry.person.school_code
        if not guess.is_stated or not code:
            return SILENT
        if code in guess.exact:
            return Agreement.FULL, self._pool.school_bits(guess.exact)
        if code in guess.approximate:
            bits = self._pool.school_bits(guess.codes) + self._weights.school_near
            return Agreement.NEAR, max(bits, 0.5)
        # A school nobody knows here is mostly one of another province.
        is_known = bool(guess.codes)
        weights = self._weights
        return Agreement.AGAINST, weights.school_against if is_known else weights.school_unknown

    def _communes(self, row: Row, entry: Entry, school: Verdict) -> Verdict:
        ours, theirs = row.person.commune_code, entry.person.commune_code
        # Children of one school live in few communes: the second place says less than the first.
        origin = entry.person.school_code if school[1] > 0 else ""
        if ours and theirs:
            if ours == theirs:
                return Agreement.FULL, self._pool.commune_bits(theirs, origin)
            # Families move within a district; only an address elsewhere speaks for another child.
            is_near = entry.person.district_code in row.person.district_codes
            against = Agreement.SILENT if is_near else Agreement.AGAINST
            return against, self._weights.commune_against
        if not row.commune or not entry.commune:
            return SILENT
        if _is_one_commune(row.commune, entry.commune):
            # Communes of several districts share names.
            return Agreement.FULL, self._pool.commune_bits(theirs, origin) - 0.5
        return Agreement.AGAINST, self._weights.commune_against

    def _districts(self, row: Row, entry: Entry, school: Verdict) -> Verdict:
        """The address's district against the school's: most go to school where they live."""
        ours, theirs = row.person.district_codes, entry.person.district_code
        if not ours or not theirs or school is not SILENT:
            return SILENT
        commune = row.person.commune_code
        if theirs not in ours:
            # Another commune has been counted already.
            is_counted = commune and entry.person.commune_code
            return SILENT if is_counted else (Agreement.AGAINST, self._weights.district_against)
        is_known = commune and commune == entry.person.commune_code
        return SILENT if is_known else (Agreement.FULL, self._weights.district_equal)


def share_family(pairs: list[Pair]) -> list[Pair]:
    """The pairs of one row, with what twins have in common taken from the twin of another name.

    The office may know phone or guardian of one twin only: that they agree is no evidence against
    the other, whose name it is.
    """
    if len(pairs) < 2:
        return pairs
    named = [pair for pair in pairs if pair.has_equal_name and pair.date is DateLevel.EXACT]
    if not named:
        return pairs
    return [_without_family(pair, named) for pair in pairs]


def _without_family(pair: Pair, named: list[Pair]) -> Pair:
    if pair.has_equal_name or pair.date is not DateLevel.EXACT:
        return pair
    lost = {
        field
        for field in FAMILY
        if pair.agreement.get(field) in AGREES
        and any(
            each.entry.person.school_code == pair.entry.person.school_code
            and field not in each.agreement
            for each in named
        )
    }
    if not lost:
        return pair
    parts = tuple((field, bits) for field, bits in pair.parts if field not in lost)
    return replace(pair, parts=parts, weight=sum(bits for _, bits in parts))


def _is_one_commune(ours: str, theirs: str) -> bool:
    """Whether two folded names can be one commune; a unit type left out on one side is no bar."""
    my_unit, my_name = _split_unit(ours)
    other_unit, other_name = _split_unit(theirs)
    return my_name == other_name and (my_unit == other_unit or not my_unit or not other_unit)


def _split_unit(text: str) -> tuple[str, str]:
    found = _UNIT.match(text)
    if not found:
        return "", text
    return found[1] or _UNIT_FULL[found[2]], text[found.end() :]
