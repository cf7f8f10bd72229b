"""A register of any size with outcomes mixed as in life: one invented province, then copies of it
by SQL.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from random import Random
from uuid import UUID

from django.utils import timezone

from bench.copies import multiply
from bench.databases import settle
from bench.invented import COHORT_YEAR, Pupil, invent_pupils, load_province, person_name
from districts.models import District, School, SchoolKind
from domain.names import name_key, sort_key
from domain.outcome import Evidence, Outcome, Place, Programme, Stage
from rosters.actions.statements import sync_intake
from rosters.models import Roster, RosterRow, RosterVersion
from students.actions import recount_everything
from students.bulk import insert_many
from students.models import Cohort, Destination, Graduate, Quota, Source, Target

PROVINCE = 20_000
OUTCOME_SHARES = {
    Outcome.UPPER_SECONDARY: 62,
    Outcome.VOCATIONAL: 14,
    Outcome.CONTINUING: 8,
    Outcome.NOT_STUDYING: 4,
    Outcome.NOT_KNOWN: 11,
    Outcome.CONFLICT: 1,
}
KIND_OF = {
    Outcome.UPPER_SECONDARY: SchoolKind.THPT,
    Outcome.VOCATIONAL: SchoolKind.VOCATIONAL,
    Outcome.CONTINUING: SchoolKind.CONTINUING,
}
PROGRAMME_OF_KIND = {
    SchoolKind.THPT: Programme.UPPER_SECONDARY,
    SchoolKind.VOCATIONAL: Programme.INTERMEDIATE,
    SchoolKind.CONTINUING: Programme.CONTINUING,
}
# Children on rosters whom no graduate of the cohort matches.
STRANGERS = 0.03


def build_register(graduates: int, *, seed: int = 2020) -> Cohort:
    """A cohort of about that many graduates with statements, rosters, targets and quotas.

    Above one province (20,000) it is whole copies of that province with districts and schools of
    their own, so that the numbers of units grow with the children, as in a nation.
    """
    random = Random(seed)
    copies = max(1, round(graduates / PROVINCE))
    schools = load_province(random)
    pupils = invent_pupils(min(graduates, PROVINCE), schools, random)
    cohort = Cohort.objects.create(year=COHORT_YEAR)
    _add_plans(cohort, schools, random)
    _add_graduates(cohort, pupils, schools, random)
    _add_rosters(cohort, schools, random)
    recount_everything()
    sync_intake(cohort, set(Roster.objects.values_list("institution", flat=True)))
    if copies > 1:
        multiply(copies - 1)
    settle()
    return cohort


def _add_plans(cohort: Cohort, schools: Sequence[School], random: Random) -> None:
    now = timezone.now()
    Target.objects.create(
        cohort=cohort, kind=Target.Kind.PROVINCE, percent=Decimal(20), recorded_at=now
    )
    Target.objects.bulk_create(
        Target(
            cohort=cohort,
            kind=Target.Kind.REGISTERED,
            district=district,
            percent=Decimal(random.randint(10, 25)),
            recorded_at=now,
        )
        for district in District.objects.all()
    )
    receiving = [school for school in schools if school.kind != SchoolKind.THCS]
    Quota.objects.bulk_create(
        Quota(cohort=cohort, school=school, seats=random.randint(60, 500), recorded_at=now)
        for school in receiving
        if school.kind in (SchoolKind.THPT, SchoolKind.CONTINUING)
    )


def _add_graduates(
    cohort: Cohort, pupils: Sequence[Pupil], schools: Sequence[School], random: Random
) -> None:
    receiving: dict[tuple[int, str], list[School]] = {}
    for school in schools:
        receiving.setdefault((school.district_id, school.kind), []).append(school)
    outcomes = random.choices(list(OUTCOME_SHARES), list(OUTCOME_SHARES.values()), k=len(pupils))
    graduates = [
        _graduate(cohort, pupil, outcome, receiving, random)
        for pupil, outcome in zip(pupils, outcomes, strict=True)
    ]
    insert_many(graduates)
    insert_many([s for graduate in graduates for s in _statements(graduate, receiving)])


def _graduate(
    cohort: Cohort, pupil: Pupil, outcome: Outcome, receiving: dict, random: Random
) -> Graduate:
    """A graduate with derived columns as they would be; the statements behind them follow."""
    return Graduate(
        **_standing(pupil, outcome, receiving, random),
        cohort=cohort,
        school=pupil.school,
        class_name=pupil.class_name,
        full_name=pupil.full_name,
        name_key=name_key(pupil.full_name),
        sort_key=sort_key(pupil.full_name),
        birth_year=pupil.birth.year,
        birth_month=pupil.birth.month,
        birth_day=pupil.birth.day,
        gender=pupil.gender,
        ethnicity=pupil.ethnicity,
        birth_place=pupil.birth_place,
        moet_code=pupil.moet_code,
        personal_id=pupil.personal_id,
        register_number=pupil.register_number,
        classification=pupil.classification,
        residence=f"{pupil.hamlet}, {pupil.commune.name}",
        hamlet=pupil.hamlet,
        commune=pupil.commune,
        guardian=pupil.guardian,
        phone=pupil.phone,
    )


def _standing(pupil: Pupil, outcome: Outcome, receiving: dict, random: Random) -> dict:
    """Where the child stands, mixed as in life."""
    is_studying = outcome in KIND_OF
    is_confirmed = is_studying and random.random() < 0.9
    is_vocational = outcome is Outcome.VOCATIONAL
    is_reviewed = random.random() < (0.15 if outcome is Outcome.NOT_KNOWN else 0.01)
    destination = None
    if is_studying:
        destination = random.choice(receiving[pupil.school.district_id, KIND_OF[outcome]])
    return {
        "outcome": outcome,
        "place": Place.IN_DISTRICT if is_studying else Place.NONE,
        "evidence": _evidence(outcome, is_confirmed=is_confirmed),
        "is_dual": is_vocational and random.random() < 0.15,
        "in_question": is_confirmed and random.random() < 0.01,
        "has_vocational_claim": outcome is Outcome.CONFLICT,
        "destination_school": destination,
        "open_reviews": int(is_reviewed),
        "open_vocational_reviews": int(is_reviewed and random.random() < 0.3),
    }


def _evidence(outcome: Outcome, *, is_confirmed: bool) -> Evidence:
    if outcome in (Outcome.NOT_KNOWN, Outcome.CONFLICT):
        return Evidence.NONE
    return Evidence.CONFIRMED if is_confirmed else Evidence.REPORTED


def _statements(graduate: Graduate, receiving: dict) -> list[Destination]:
    if graduate.outcome == Outcome.NOT_STUDYING:
        return [_statement(graduate, None)]
    home = graduate.school.district_id
    schools = [graduate.destination_school] if graduate.destination_school else []
    if graduate.is_dual:
        schools.append(receiving[home, SchoolKind.CONTINUING][0])
    if graduate.outcome == Outcome.CONFLICT:
        schools += [receiving[home, kind][0] for kind in (SchoolKind.THPT, SchoolKind.VOCATIONAL)]
    return [_statement(graduate, school) for school in schools]


def _statement(graduate: Graduate, school: School | None) -> Destination:
    return Destination(
        graduate=graduate,
        programme=PROGRAMME_OF_KIND[school.kind] if school else Programme.WORKING,
        school=school,
        stage=Stage.STUDYING if school else Stage.NONE,
        source=Source.ROSTER if school else Source.SURVEY,
        evidence=graduate.evidence or Evidence.CONFIRMED,
        stated_on=date(COHORT_YEAR, 9, 15),
        recorded_at=timezone.now(),
    )


def _add_rosters(cohort: Cohort, schools: Sequence[School], random: Random) -> None:
    """A roster an institution with the children it confirms, and a few who are of no cohort
    here.
    """
    children: dict[int, list[Graduate]] = {}
    for statement in Destination.objects.filter(school__isnull=False).select_related(
        "graduate__school"
    ):
        children.setdefault(statement.school_id, []).append(statement.graduate)
    now = timezone.now()
    for school in schools:
        members = children.get(school.pk, [])
        if not members:
            continue
        roster = Roster.objects.create(
            institution=school, cohort=cohort, programme=PROGRAMME_OF_KIND[school.kind]
        )
        version = RosterVersion.objects.create(
            roster=roster,
            batch_id=UUID(int=random.getrandbits(128)),
            stage=Stage.STUDYING,
            as_at=date(COHORT_YEAR, 9, 15),
            file_name=f"{school.code}.xlsx",
            sha256="0" * 64,
            received_at=now,
        )
        rows = [_roster_row(version, n, g, random) for n, g in enumerate(members, start=9)]
        insert_many(rows)


def _roster_row(
    version: RosterVersion, number: int, graduate: Graduate, random: Random
) -> RosterRow:
    is_stranger = random.random() < STRANGERS
    name = person_name(graduate.gender, random) if is_stranger else graduate.full_name
    return RosterRow(
        version=version,
        sheet="DS",
        row_number=number,
        full_name=name,
        name_key=name_key(name),
        birth_year=graduate.birth_year - is_stranger,
        birth_month=graduate.birth_month,
        birth_day=graduate.birth_day,
        gender=graduate.gender,
        school_text=graduate.school.name if not is_stranger else "",
        status=RosterRow.Status.NONE if is_stranger else RosterRow.Status.MATCH,
    )
