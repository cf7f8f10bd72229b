"""One roster row held against one graduate: agreement field by field, and the match weight."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from domain.linkage.evidence import (
    SILENT,
    Agreement,
    DateLevel,
    Verdict,
    compare_codes,
    compare_dates,
    compare_genders,
    compare_guardians,
    compare_phones,
)
from domain.linkage.pool import Entry, Pool, Row
from domain.linkage.records import Candidate
from domain.linkage.spelling import ALIKE, SAME_NAME, NameLevel, compare_names

CODES = ("moet_code", "personal_id", "register_number")
# What singles out one of two namesakes.
DECISIVE = (*CODES, "phone", "guardian", "school")
# What ties a row to one family, whatever the place.
PERSONAL = (*CODES, "phone", "guardian")
# What ties a row to a child beyond name, date and sex.
SPECIFIC = (*PERSONAL, "school", "commune")
# A school or commune text that fits very many graduates ties nothing to nobody.
_SPECIFIC_BITS = 2.5
_DISTRICT_BITS = 2.5
_BESIDE_SCHOOL_BITS = 2.0

_UNIT = re.compile(r"^(?:(xa|phuong|thi tran)|(x|p|tt))\s+")
_UNIT_FULL = {"x": "xa", "p": "phuong", "tt": "thi tran"}


@dataclass(frozen=True, slots=True)
class Pair:
    """A compared pair; `parts` hold only fields both sides state."""

    graduate: int
    district: str
    name: NameLevel
    date: DateLevel
    parts: tuple[tuple[str, float], ...]
    agreement: dict[str, Agreement]

    @property
    def weight(self) -> float:
        """Match weight in bits: the sum of the parts."""
        return sum(bits for _, bits in self.parts)

    @property
    def has_same_name(self) -> bool:
        """Names equal, or equal but for their marks."""
        return self.name in SAME_NAME

    @property
    def is_alike(self) -> bool:
        """Names that one person may well have in two lists."""
        return self.name in ALIKE

    @property
    def has_equal_code(self) -> bool:
        """An identifying code is the same on both sides."""
        return any(self.agreement.get(field) is Agreement.FULL for field in CODES)

    @property
    def is_barred(self) -> bool:
        """Sex or Ministry code say that these are two people."""
        return Agreement.AGAINST in (
            self.agreement.get("gender"),
            self.agreement.get("moet_code"),
        )

    def agrees_on(self, *fields: str) -> bool:
        """Whether one of `fields` agrees and says something."""
        return any(
            bits >= _SPECIFIC_BITS
            and field in fields
            and self.agreement.get(field) in (Agreement.FULL, Agreement.NEAR)
            for field, bits in self.parts
        )

    @property
    def is_contradicted(self) -> bool:
        """A stated school or commune is another one, and no strong field speaks for the pair."""
        against = any(
            self.agreement.get(field) is Agreement.AGAINST for field in ("school", "commune")
        )
        return against and not self.agrees_on(*SPECIFIC)

    def decisive_bits(self) -> float:
        """Bits of the fields that can tell namesakes apart."""
        return sum(bits for field, bits in self.parts if field in DECISIVE)

    def in_district(self, usual: frozenset[str]) -> Pair:
        """The pair with the roster's usual origins taken into account.

        Where a school or a district is stated, or the commune agrees, the place is known already
        and counting it twice would make chance namesakes look sure.
        """
        is_placed = bool(self.agreement.keys() & {"school", "district"})
        if not usual or is_placed or self.agrees_on("commune"):
            return self
        at_home = self.district in usual
        verdict = Agreement.FULL if at_home else Agreement.AGAINST
        bits = _DISTRICT_BITS if at_home else -_DISTRICT_BITS
        return replace(
            self,
            parts=(*self.parts, ("district", bits)),
            agreement={**self.agreement, "district": verdict},
        )

    def candidate(self) -> Candidate:
        """What the clerk is shown."""
        parts = tuple((field, round(bits, 2)) for field, bits in self.parts)
        return Candidate(self.graduate, round(sum(bits for _, bits in parts), 2), parts)


def compare(row: Row, entry: Entry, pool: Pool, *, has_marks: bool) -> Pair:
    """Compare every field of `row` and `entry`; `has_marks` False: roster without accents."""
    ours, theirs = row.person, entry.person
    name, name_bits = compare_names(row.form, entry.form, pool.frequencies, has_marks=has_marks)
    date, date_bits = compare_dates(ours.birth, theirs.birth)
    school = _compare_schools(row, entry, pool)
    verdicts: tuple[tuple[str, Verdict], ...] = (
        ("gender", compare_genders(ours.gender, theirs.gender)),
        ("school", school),
        ("commune", _compare_communes(row, entry, school)),
        ("district", _compare_districts(row, entry, school)),
        ("guardian", compare_guardians(row.guardian, entry.guardian)),
        ("phone", compare_phones(ours.phone, theirs.phone)),
        ("moet_code", compare_codes(ours.moet_code, theirs.moet_code, against=-6.0)),
        ("personal_id", compare_codes(ours.personal_id, theirs.personal_id, against=-4.0)),
        (
            "register_number",
            compare_codes(ours.register_number, theirs.register_number, against=-4.0),
        ),
    )
    stated = [(field, verdict) for field, verdict in verdicts if verdict is not SILENT]
    parts = [("full_name", name_bits)]
    if date is not DateLevel.MISSING:
        parts.append(("birth", date_bits))
    parts += [(field, bits) for field, (_, bits) in stated]
    return Pair(
        graduate=theirs.graduate,
        district=theirs.district_code,
        name=name,
        date=date,
        parts=tuple(parts),
        agreement={field: agreement for field, (agreement, _) in stated},
    )


def _compare_schools(row: Row, entry: Entry, pool: Pool) -> Verdict:
    guess, code = row.school, entry.person.school_code
    if not guess.is_stated or not code:
        return SILENT
    if code in guess.exact:
        return Agreement.FULL, pool.school_bits(guess.exact)
    if code in guess.approximate:
        return Agreement.NEAR, max(pool.school_bits(guess.codes) - 1.5, 0.5)
    return Agreement.AGAINST, -4.5


def _compare_communes(row: Row, entry: Entry, school: Verdict) -> Verdict:
    ours, theirs = row.person.commune_code, entry.person.commune_code
    # Children of one school live in few communes: the second place says less than the first.
    beside_school = _BESIDE_SCHOOL_BITS if school[1] > 0 else 0.0
    if ours and theirs:
        if ours == theirs:
            return Agreement.FULL, 4.5 - beside_school
        # Families move within a district; only an address elsewhere speaks for another child.
        is_near = entry.person.district_code in row.person.district_codes
        return Agreement.SILENT if is_near else Agreement.AGAINST, -1.5
    if not row.commune or not entry.commune:
        return SILENT
    if _is_one_commune(row.commune, entry.commune):
        return Agreement.FULL, 3.5 - beside_school
    return Agreement.AGAINST, -1.5


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


def _compare_districts(row: Row, entry: Entry, school: Verdict) -> Verdict:
    """The address's district against the school's: most children go to school where they live."""
    ours, theirs = row.person.district_codes, entry.person.district_code
    if not ours or not theirs or school is not SILENT:
        return SILENT
    if theirs not in ours:
        return Agreement.AGAINST, -_DISTRICT_BITS
    is_known = row.person.commune_code and row.person.commune_code == entry.person.commune_code
    return SILENT if is_known else (Agreement.FULL, _DISTRICT_BITS)
