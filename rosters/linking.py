"""From the register to the engine and back: who is in the pool, what a row says, what was
proposed.
"""

from collections.abc import Sequence

from django.conf import settings

from districts.models import School
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
from students.models import Cohort, Graduate

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
# The same as columns of Graduate: a change of any other leaves every link as it is.
COMPARED = frozenset(f"{name.partition('__')[0]}_id" if "__" in name else name for name in COLUMNS)


def load_pool(cohort: Cohort) -> Pool:
    """All graduates of the cohort, indexed for the engine; one query, built once per run."""
    return Pool(pool_people(cohort), origin_schools(), settings.LINKAGE_WEIGHTS)


def engine_version() -> str:
    """What links are made with: the engine and its table of weights."""
    return f"{ENGINE_VERSION}/{settings.LINKAGE_WEIGHTS.version}"


def pool_people(cohort: Cohort) -> list[PoolPerson]:
    """All graduates of the cohort as the engine takes them."""
    rows = Graduate.objects.members().filter(cohort=cohort).values_list(*COLUMNS)
    return [_pool_person(dict(zip(COLUMNS, row, strict=True))) for row in rows.iterator()]


def origin_schools() -> list[KnownSchool]:
    """The schools graduates may come from."""
    return [known_school(s) for s in School.objects.graduating().select_related("district")]


def _pool_person(row: dict) -> PoolPerson:
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
    return RosterPerson(
        row=position,
        full_name=row.full_name,
        birth=row.birth,
        gender=row.gender,
        school_text=row.school_text,
        commune_code=row.commune_code,
        district_codes=frozenset(row.district_codes),
        commune_text=row.commune_key,
        guardian=row.guardian,
        phone=row.phone,
        moet_code=row.moet_code,
        personal_id=row.personal_id,
        register_number=row.register_number,
    )
