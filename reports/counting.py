"""How many graduates stand how, by school or by commune: now from the derived columns, as-of from
history.

Both give the same shape, so that everything above reads them alike.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Self

from django.db.models import Sum
from django.utils import timezone

from districts.models import SchoolQuerySet
from domain.outcome import Statement, derive
from domain.rates import Tally
from rosters.actions.statements import VOCATIONAL
from rosters.models import Link
from students.actions.sums import counted_by
from students.models import (
    Cohort,
    Destination,
    Graduate,
    GraduateCount,
    GraduateFacts,
    GraduateQuerySet,
)
from students.models.sums import GraduateCountQuerySet

_FACTS = {
    "school": "school_id",
    "district": "school__district_id",
    "commune": "commune_id",
}

# unit's primary key (None: residence unknown or outside the province) → how many of each tally
Counts = dict[int | None, Counter[Tally]]


@dataclass(frozen=True)
class Register:
    """Graduates to be counted, and the kept sums of the very same ones."""

    graduates: GraduateQuerySet
    sums: GraduateCountQuerySet

    @classmethod
    def whole(cls) -> Self:
        return cls(Graduate.objects.all(), GraduateCount.objects.all())

    @classmethod
    def visible_to(cls, user: Any) -> Self:
        return cls(Graduate.objects.visible_to(user), GraduateCount.objects.visible_to(user))

    def of_schools(self, schools: SchoolQuerySet) -> Self:
        """Only those who come from these THCS, by key: a join would read the whole province."""
        keys = list(schools.graduating().values_list("pk", flat=True))
        return type(self)(self.graduates.filter(school__in=keys), self.sums.filter(school__in=keys))


def count_now(register: Register, unit: str, *, cohort: Cohort) -> Counts:
    """Counts by "district" or "school", from the kept sums, or by "commune" of residence.

    One query, answered from a covering index.
    """
    if unit == "commune":
        found = counted_by(("commune_id",), register.graduates.filter(cohort=cohort)).items()
    else:
        sums = register.sums.filter(cohort=cohort).order_by()
        rows = sums.values_list(f"{unit}_id", "tally").annotate(total=Sum("number"))
        found = (((key, tally), number) for key, tally, number in rows)
    counts: Counts = defaultdict(Counter)
    for (key, tally), number in found:
        counts[key][Tally.read(tally)] = number
    return counts


def end_of(day: date) -> datetime:
    """The last moment of that day in Vietnam; figures "as of D" are what was known then."""
    midnight = datetime.combine(day + timedelta(days=1), time.min, timezone.get_default_timezone())
    return midnight - timedelta(microseconds=1)


def count_as_of(register: Register, unit: str, *, cohort: Cohort, day: date) -> Counts:
    """The same counts recomputed from statements, links and facts as they were known then."""
    moment = end_of(day)
    visible = register.graduates.filter(cohort=cohort).values("pk")
    facts = (
        GraduateFacts.objects.known_at(moment)
        .filter(graduate__in=visible, is_member=True)
        .values_list("graduate", _FACTS[unit], "school__district_id")
    )
    facts = list(facts)
    statements = _statements(cohort, moment, {graduate: home for graduate, _, home in facts})
    reviews, vocational = _reviews(cohort, moment)
    counts: Counts = defaultdict(Counter)
    for graduate, key, _ in facts:
        standing = derive(statements.get(graduate, ()))
        tally = Tally(
            outcome=standing.outcome,
            evidence=standing.evidence,
            is_dual=standing.is_dual,
            in_question=standing.in_question,
            has_vocational_claim=standing.has_vocational_claim,
            in_review=graduate in reviews,
            in_vocational_review=graduate in vocational,
        )
        counts[key][tally] += 1
    return counts


def _statements(
    cohort: Cohort, moment: datetime, districts: dict[int, int | None]
) -> dict[int, list[Statement]]:
    grouped: dict[int, list[Statement]] = defaultdict(list)
    known = Destination.objects.known_at(moment).filter(graduate__cohort=cohort)
    for destination in known.select_related("school"):
        origin = districts.get(destination.graduate_id)
        statement = destination.as_statement(origin_district_id=origin)
        grouped[destination.graduate_id].append(statement)
    return grouped


def _reviews(cohort: Cohort, moment: datetime) -> tuple[set[int], set[int]]:
    links = Link.objects.known_at(moment).filter(
        status=Link.Status.REVIEW, row__version__roster__cohort=cohort
    )
    found = list(links.values_list("graduate", "row__version__roster__programme"))
    return {g for g, _ in found}, {g for g, programme in found if programme in VOCATIONAL}
