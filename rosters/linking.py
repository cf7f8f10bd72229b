"""From the register to the engine and back: who is in the pool, what a row says, what was
proposed.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Any, Self

from django.conf import settings

from districts.models import Commune, School
from domain.dates import BirthDate
from domain.linkage import (
    ENGINE_VERSION,
    Pool,
    PoolPerson,
    Proposal,
    RosterContext,
    RosterPerson,
    propose,
)
from domain.schools import KnownSchool
from imports.catalogue import known_school
from rosters.models import RosterRow
from students.models import Cohort, Graduate, GraduateQuerySet

COLUMNS = (
    "pk",
    "full_name",
    "birth_year",
    "birth_month",
    "birth_day",
    "gender",
    "school__code",
    "school__district__code",
    "commune__code",
    "commune__name",
    "guardian",
    "phone",
    "moet_code",
    "personal_id",
    "register_number",
)


ROW_COLUMNS = (
    "full_name",
    "birth_year",
    "birth_month",
    "birth_day",
    "gender",
    "school_text",
    "commune_code",
    "district_codes",
    "commune_key",
    "guardian",
    "phone",
    "moet_code",
    "personal_id",
    "register_number",
)


@dataclass(frozen=True)
class Ground:
    """What links rest on beside the register and the lists: the directory, engine and weights."""

    schools: Sequence[KnownSchool]
    communes: Sequence[tuple]

    @classmethod
    def of_today(cls) -> Self:
        communes = Commune.objects.order_by("pk").values_list("pk", "code", "name")
        return cls(sorted(origin_schools(), key=lambda school: school.code), list(communes))

    @cached_property
    def _digest(self) -> str:
        return _digest(engine_version(), self.schools, self.communes)

    def mark(self, institution: School) -> str:
        """What a list of this institution is linked with, as a word to tell it from another."""
        district = institution.district.code if institution.district else ""
        return _digest(self._digest, district)

    def pool(self, people: Iterable[PoolPerson]) -> Pool:
        """These graduates, indexed for the engine."""
        return Pool(people, self.schools, settings.LINKAGE_WEIGHTS)


def _digest(*values: Any) -> str:
    return sha256(repr(values).encode()).hexdigest()[:32]


def load_pool(cohort: Cohort) -> Pool:
    """All graduates of the cohort, indexed for the engine; built once per run."""
    return Ground.of_today().pool(pool_people(cohort))


def engine_version() -> str:
    """What links are made with: the engine and its table of weights."""
    return f"{ENGINE_VERSION}/{settings.LINKAGE_WEIGHTS.version}"


def pool_people(cohort: Cohort) -> list[PoolPerson]:
    """All graduates of the cohort as the engine takes them."""
    return [pool_person(values) for values in people_values(Graduate.objects.filter(cohort=cohort))]


def people_values(graduates: GraduateQuerySet) -> Iterator[dict[str, Any]]:
    """The columns of those who are in the register, as `pool_person` takes them."""
    for row in graduates.members().order_by().values_list(*COLUMNS).iterator():
        yield dict(zip(COLUMNS, row, strict=True))


def origin_schools() -> list[KnownSchool]:
    """The schools graduates may come from."""
    return [known_school(s) for s in School.objects.graduating().select_related("district")]


def pool_person(row: dict[str, Any]) -> PoolPerson:
    """A graduate as the engine takes it, from its columns."""
    year = row["birth_year"]
    return PoolPerson(
        graduate=row["pk"],
        full_name=row["full_name"],
        birth=BirthDate(year, row["birth_month"], row["birth_day"]) if year else None,
        gender=row["gender"],
        school_code=row["school__code"],
        district_code=row["school__district__code"],
        commune_code=row["commune__code"] or "",
        commune_name=row["commune__name"] or "",
        guardian=row["guardian"],
        phone=row["phone"],
        moet_code=row["moet_code"],
        personal_id=row["personal_id"],
        register_number=row["register_number"],
    )


def propose_links(
    rows: Sequence[RosterRow], pool: Pool, *, institution: School, has_accents: bool
) -> list[Proposal]:
    """One proposal per row of one roster; its key is the row's position."""
    persons = [roster_person(position, row) for position, row in enumerate(rows)]
    return propose(persons, pool, context=roster_context(institution, has_accents=has_accents))


def roster_context(institution: School, *, has_accents: bool) -> RosterContext:
    """What the engine is told of a roster as a whole."""
    district = institution.district.code if institution.district else ""
    return RosterContext(institution_district=district, has_accents=has_accents)


def roster_person(position: int, row: RosterRow) -> RosterPerson:
    """A row as the engine takes it; its key is its position in the roster."""
    return person_of(position, *(getattr(row, name) for name in ROW_COLUMNS))


def person_of(
    position: int,
    full_name: str,
    year: int | None,
    month: int | None,
    day: int | None,
    gender: str,
    school_text: str,
    commune_code: str,
    district_codes: Sequence[str],
    commune_key: str,
    *told: str,
) -> RosterPerson:
    """The same of the values of `ROW_COLUMNS`."""
    guardian, phone, moet_code, personal_id, register_number = told
    return RosterPerson(
        row=position,
        full_name=full_name,
        birth=BirthDate(year, month, day) if year is not None else None,
        gender=gender,
        school_text=school_text,
        commune_code=commune_code,
        district_codes=frozenset(district_codes),
        commune_text=commune_key,
        guardian=guardian,
        phone=phone,
        moet_code=moet_code,
        personal_id=personal_id,
        register_number=register_number,
    )
