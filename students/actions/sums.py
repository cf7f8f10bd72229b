"""Keeping the sums of `students.models.sums` true.

Actions tell what they touched; everything touched is counted again once, at the end of the
outermost transaction. The locks are taken there, last and in one order, so that two changes never
wait for each other.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Count, QuerySet

from districts.models import School
from domain.outcome import Evidence, Outcome, Stage
from domain.rates import Tally
from students.bulk import chunks
from students.models import (
    GRADE_TEN,
    Cohort,
    Destination,
    Graduate,
    GraduateCount,
    GraduateQuerySet,
    IntakeCount,
)

UNITS = ("cohort_id", "school__district_id", "school_id")
COUNT_COLUMNS = ("cohort_id", "district_id", "school_id", "tally", "number")
_STANDING = (
    "outcome",
    "evidence",
    "is_dual",
    "in_question",
    "has_vocational_claim",
    "open_reviews",
    "open_vocational_reviews",
)


@dataclass
class _Touched:
    """Keys of schools: those graduates come from, and those grade 10 of which changed."""

    origins: set[int] = field(default_factory=set)
    institutions: set[int] = field(default_factory=set)


# Called with the keys of the THCS whose graduates a transaction changed, once they are counted and
# locked, still within it.
_after_recount: list[Callable[[Iterable[int]], None]] = []
_touched: ContextVar[_Touched | None] = ContextVar("touched", default=None)


@contextmanager
def recounting() -> Iterator[None]:
    """One transaction whose kept sums are right when it ends; nested ones leave it to the
    outermost. Also a decorator, in place of `transaction.atomic`.
    """
    with transaction.atomic():
        if _touched.get() is not None:
            yield
            return
        touched = _Touched()
        token = _touched.set(touched)
        try:
            yield
        finally:
            _touched.reset(token)
        _recount(touched)


def after_recount(follow: Callable[[Iterable[int]], None]) -> Callable[[Iterable[int]], None]:
    """Decorator: what follows, too, from any change of the graduates of a THCS."""
    _after_recount.append(follow)
    return follow


def touch_origins(schools: Iterable[int]) -> None:
    """The graduates of these THCS changed. Only within `recounting`."""
    _current().origins.update(schools)


def touch_origins_of(graduates: Iterable[int]) -> None:
    """The same, by the graduates' keys."""
    for part in chunks(sorted(set(graduates))):
        found = Graduate.objects.filter(pk__in=part).order_by()
        touch_origins(found.values_list("school", flat=True).distinct())


def touch_institutions(schools: Iterable[int | None]) -> None:
    """What is said of who studies there changed. Only within `recounting`."""
    _current().institutions.update(school for school in schools if school is not None)


@recounting()
def set_other_pupils(numbers: dict[int, int], *, cohort: Cohort) -> None:
    """Set how many pupils in grade 10, by institution, are no graduates of the cohort.

    Rosters are a higher stair: they tell the number, this column keeps it.
    """
    _lock(numbers)
    IntakeCount.objects.bulk_create(
        [
            IntakeCount(cohort=cohort, school_id=school, others=number)
            for school, number in sorted(numbers.items())
        ],
        update_conflicts=True,
        unique_fields=["cohort", "school"],
        update_fields=["others"],
    )


def recount_everything() -> None:
    """Count all sums of graduates and statements anew, as after a repair by hand."""
    with recounting():
        touch_origins(School.objects.values_list("pk", flat=True))
        touch_institutions(School.objects.values_list("pk", flat=True))


def counted_by(units: Sequence[str], graduates: GraduateQuerySet) -> Counter[tuple]:
    """How many graduates by (*units, code of the tally), counted from the graduates themselves.

    Grouped by the columns as they are, so that the covering indexes answer; `Count("*")`, since a
    count of the key would make PostgreSQL fetch every row.
    """
    rows = graduates.members().order_by().values_list(*units, *_STANDING)
    width = len(units)
    counted: Counter[tuple] = Counter()
    for row in rows.annotate(number=Count("*")):
        outcome, evidence, *flags, reviews, vocational_reviews = row[width:-1]
        told = (*flags, reviews > 0, vocational_reviews > 0)
        tally = Tally(Outcome(outcome), Evidence(evidence), *told)
        counted[*row[:width], tally.code] += row[-1]
    return counted


def counted_intake(statements: QuerySet[Destination]) -> QuerySet:
    """(cohort, institution, children) whom these statements confirm in grade 10 there."""
    return (
        statements.filter(
            stage=Stage.STUDYING,
            evidence=Evidence.CONFIRMED,
            programme__in=GRADE_TEN,
            school__isnull=False,
            ended_on__isnull=True,
        )
        .order_by()
        .values_list("graduate__cohort", "school")
        .annotate(number=Count("graduate", distinct=True))
    )


def _current() -> _Touched:
    touched = _touched.get()
    if touched is None:
        raise RuntimeError("kept sums can only follow inside recounting()")
    return touched


def _recount(touched: _Touched) -> None:
    if not (touched.origins or touched.institutions):
        return
    _lock(touched.origins | touched.institutions)
    for part in chunks(sorted(touched.origins)):
        _recount_graduates(part)
    for part in chunks(sorted(touched.institutions)):
        _recount_intake(part)
    for follow in _after_recount:
        follow(touched.origins)


def _lock(schools: Iterable[int]) -> None:
    # What was counted by another transaction is visible once its lock is gone (PostgreSQL, where
    # every statement sees what is committed; on SQLite there is one writer).
    for part in chunks(sorted(schools)):
        list(
            School.objects.select_for_update(no_key=True)
            .filter(pk__in=part)
            .order_by("pk")
            .values_list("pk")
        )


def _recount_graduates(schools: list[int]) -> None:
    """Write what differs: where nothing changed, nothing is written."""
    counted = counted_by(UNITS, Graduate.objects.filter(school__in=schools))
    kept = {
        tuple(alike): (pk, number)
        for pk, *alike, number in GraduateCount.objects.filter(school__in=schools).values_list(
            "pk", *COUNT_COLUMNS
        )
    }
    gone = [pk for alike, (pk, _) in kept.items() if alike not in counted]
    for part in chunks(gone):
        GraduateCount.objects.filter(pk__in=part).delete()
    GraduateCount.objects.bulk_create(
        [
            GraduateCount(**dict(zip(COUNT_COLUMNS, (*alike, number), strict=True)))
            for alike, number in counted.items()
            if kept.get(alike, (0, 0))[1] != number
        ],
        update_conflicts=True,
        unique_fields=["cohort", "school", "tally"],
        update_fields=["number"],
    )


def _recount_intake(schools: list[int]) -> None:
    counted = {
        (cohort, school): number
        for cohort, school, number in counted_intake(
            Destination.objects.current().filter(school__in=schools)
        )
    }
    kept = IntakeCount.objects.filter(school__in=schools)
    for cohort, school in kept.values_list("cohort", "school"):
        counted.setdefault((cohort, school), 0)
    IntakeCount.objects.bulk_create(
        [
            IntakeCount(cohort_id=cohort, school_id=school, confirmed=number)
            for (cohort, school), number in sorted(counted.items())
        ],
        update_conflicts=True,
        unique_fields=["cohort", "school"],
        update_fields=["confirmed"],
    )
