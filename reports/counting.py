"""How many graduates stand how, by school or by commune: now from the derived columns, as-of from
history.

Both give the same shape, so that everything above reads them alike.
"""

from collections import Counter, defaultdict
from datetime import date, datetime, time, timedelta

from django.db.models import Count
from django.utils import timezone

from domain.outcome import Evidence, Outcome, Statement, derive
from domain.rates import Tally
from rosters.actions.statements import VOCATIONAL
from rosters.models import Link
from students.models import Cohort, Destination, GraduateFacts, GraduateQuerySet

# unit's primary key (None: residence unknown or outside the province) → how many of each tally
Counts = dict[int | None, Counter[Tally]]

COLUMNS = (
    "outcome",
    "evidence",
    "is_dual",
    "in_question",
    "has_vocational_claim",
    "open_reviews",
    "open_vocational_reviews",
)


def count_now(graduates: GraduateQuerySet, unit: str) -> Counts:
    """Counts by "school" or "commune" in one query, answered from a covering index.

    `Count("*")`, since a count of the key would make PostgreSQL fetch every row.
    """
    counts: Counts = defaultdict(Counter)
    grouped = graduates.members().order_by().values_list(f"{unit}_id", *COLUMNS)
    rows = grouped.annotate(number=Count("*"))
    for key, *values, number in rows:
        counts[key][_tally(*values)] += number
    return counts


def _tally(
    outcome: str,
    evidence: str,
    is_dual: bool,
    in_question: bool,
    has_vocational_claim: bool,
    open_reviews: int,
    open_vocational_reviews: int,
) -> Tally:
    return Tally(
        outcome=Outcome(outcome),
        evidence=Evidence(evidence),
        is_dual=is_dual,
        in_question=in_question,
        has_vocational_claim=has_vocational_claim,
        in_review=open_reviews > 0,
        in_vocational_review=open_vocational_reviews > 0,
    )


def end_of(day: date) -> datetime:
    """The last moment of that day in Vietnam; figures "as of D" are what was known then."""
    midnight = datetime.combine(day + timedelta(days=1), time.min, timezone.get_default_timezone())
    return midnight - timedelta(microseconds=1)


def count_as_of(graduates: GraduateQuerySet, unit: str, *, cohort: Cohort, day: date) -> Counts:
    """The same counts recomputed from statements, links and facts as they were known then."""
    moment = end_of(day)
    visible = graduates.values("pk")
    facts = (
        GraduateFacts.objects.known_at(moment)
        .filter(graduate__in=visible, is_member=True)
        .values_list("graduate", f"{unit}_id", "school__district_id")
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
