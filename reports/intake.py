"""Grade-10 intake against the quota the department assigned.

Intake = distinct children currently in grade 10 there, of any cohort: those confirmed of this
cohort, and roster rows that are nobody of it (earlier years, other provinces).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import CharField, Count, F, Value
from django.db.models.functions import Cast, Coalesce, Concat

from districts.models import School
from domain.outcome import Evidence, Stage
from reports.counting import end_of
from rosters.models import GRADE_TEN, Link, RosterRow
from students.models import Cohort, Destination, Quota


@dataclass(frozen=True)
class Intake:
    """Seats assigned (None: no quota) and children enrolled at one institution, or a sum of
    several.
    """

    code: str
    name: str
    kind: str
    district_code: str
    seats: int | None
    enrolled: int


def intake_by_school(cohort: Cohort, *, as_of: date | None = None) -> dict[str, Intake]:
    """Intake of every institution that has a quota or pupils, by its code."""
    moment = end_of(as_of) if as_of else None
    dated = Quota.objects.filter(cohort=cohort)
    quotas = dict(
        (dated.known_at(moment) if moment else dated.current()).values_list("school", "seats")
    )
    enrolled = _confirmed(cohort, moment)
    for school, number in _of_other_cohorts(cohort, moment).items():
        enrolled[school] = enrolled.get(school, 0) + number
    schools = School.objects.filter(pk__in=quotas.keys() | enrolled.keys()).order_by("code")
    return {
        code: Intake(code, name, kind, district or "", quotas.get(pk), enrolled.get(pk, 0))
        for pk, code, name, kind, district in schools.values_list(
            "pk", "code", "name", "kind", "district__code"
        )
    }


def _confirmed(cohort: Cohort, moment) -> dict[int, int]:
    statements = Destination.objects.known_at(moment) if moment else Destination.objects.current()
    return dict(
        statements.filter(
            graduate__cohort=cohort,
            stage=Stage.STUDYING,
            evidence=Evidence.CONFIRMED,
            programme__in=GRADE_TEN,
            school__isnull=False,
            ended_on__isnull=True,
        )
        .values_list("school")
        .annotate(Count("graduate", distinct=True))
    )


def _of_other_cohorts(cohort: Cohort, moment) -> dict[int, int]:
    """Distinct children on rosters in force whom no graduate of the cohort matches."""
    rows = RosterRow.objects.filter(
        version__roster__cohort=cohort,
        version__roster__programme__in=GRADE_TEN,
        version__stage=Stage.STUDYING,
    )
    if moment is None:
        rows = rows.in_force().exclude(status=RosterRow.Status.MATCH)
    else:
        matched = Link.objects.known_at(moment).filter(status=Link.Status.MATCH)
        rows = (
            rows.filter(version__received_at__lte=moment)
            .exclude(version__replaced_at__lte=moment)
            .exclude(pk__in=matched.values("row"))
        )
    child = Concat(
        F("name_key"), Value("|"), _text("birth_day"), _text("birth_month"), _text("birth_year")
    )
    return dict(
        rows.order_by()
        .values_list("version__roster__institution")
        .annotate(number=Count(child, distinct=True))
    )


def _text(field: str) -> Concat:
    return Concat(Coalesce(Cast(field, CharField()), Value("")), Value("/"))


def total(parts: Iterable[Intake]) -> Intake | None:
    """The sum over institutions that have a quota; None where none has."""
    counted = [part for part in parts if part.seats is not None]
    if not counted:
        return None
    return Intake(
        code="",
        name="",
        kind="",
        district_code="",
        seats=sum(part.seats for part in counted),
        enrolled=sum(part.enrolled for part in counted),
    )
