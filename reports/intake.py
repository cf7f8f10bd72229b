"""Grade-10 intake against the quota the department assigned.

Intake = distinct children currently in grade 10 there, of any cohort: those confirmed of this
cohort, and roster rows that are nobody of it (earlier years, other provinces).
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F

from districts.models import School
from reports.counting import end_of
from rosters.models import Link, RosterRow, RosterVersion
from students.actions.sums import counted_intake
from students.models import Cohort, Destination, IntakeCount, Quota


@dataclass(frozen=True)
class Intake:
    """Seats assigned (None: no quota) and children enrolled at one institution, or a sum of
    several, which is nobody's own.
    """

    school_id: int | None
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
    enrolled = _enrolled_as_of(cohort, moment) if moment else _enrolled_now(cohort)
    schools = School.objects.filter(pk__in=quotas.keys() | enrolled.keys()).order_by("code")
    return {
        code: Intake(pk, code, name, kind, district or "", quotas.get(pk), enrolled.get(pk, 0))
        for pk, code, name, kind, district in schools.values_list(
            "pk", "code", "name", "kind", "district__code"
        )
    }


def _enrolled_now(cohort: Cohort) -> dict[int, int]:
    kept = IntakeCount.objects.filter(cohort=cohort).annotate(enrolled=F("confirmed") + F("others"))
    return dict(kept.filter(enrolled__gt=0).values_list("school", "enrolled"))


def _enrolled_as_of(cohort: Cohort, moment: datetime) -> Counter[int]:
    statements = Destination.objects.known_at(moment).filter(graduate__cohort=cohort)
    confirmed = {school: number for _, school, number in counted_intake(statements)}
    matched = Link.objects.known_at(moment).filter(status=Link.Status.MATCH)
    others = (
        RosterRow.objects.in_grade_ten(cohort)
        .filter(version__in=RosterVersion.objects.in_force_at(moment))
        .exclude(pk__in=matched.values("row"))
    )
    return Counter(confirmed) + Counter(dict(others.children_by_institution()))


def total(parts: Iterable[Intake]) -> Intake | None:
    """The sum over institutions that have a quota; None where none has."""
    counted = [part for part in parts if part.seats is not None]
    if not counted:
        return None
    return Intake(
        school_id=None,
        code="",
        name="",
        kind="",
        district_code="",
        seats=sum(part.seats for part in counted),
        enrolled=sum(part.enrolled for part in counted),
    )
