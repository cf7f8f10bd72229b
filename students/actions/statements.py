"""Recording what somebody says of a graduate, and taking it back. Nothing is overwritten."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from django.db.models import Count, Q
from django.utils import timezone

from audit.actions import record_event
from districts.models import School
from domain.outcome import Evidence, Programme, Stage
from students import verbs
from students.actions.outcomes import refresh_outcomes
from students.actions.sums import recounting, touch_institutions
from students.bulk import chunks, insert_many
from students.models import Destination, Graduate, Source
from students.signals import destinations_recorded


class StatementsChanged(Exception):
    """What is said of the graduate changed after the form was opened; nothing was written."""


@dataclass(frozen=True)
class StatementsVersion:
    """How much had been said and taken back of one graduate when a form was opened.

    Both numbers only grow, because statements are appended and superseded once, so any change of
    either is a change of what is said, whatever the order of commits.
    """

    recorded: int
    superseded: int

    @classmethod
    def of(cls, graduate_id: int) -> Self:
        totals = Destination.objects.filter(graduate=graduate_id).aggregate(
            recorded=Count("pk"), superseded=Count("pk", filter=Q(superseded_at__isnull=False))
        )
        return cls(**totals)

    @classmethod
    def of_many(cls, graduate_ids: Collection[int]) -> dict[int, Self]:
        """The versions of many graduates, in one query."""
        found = (
            Destination.objects.filter(graduate__in=graduate_ids)
            .order_by()
            .values_list("graduate")
            .annotate(
                recorded=Count("pk"),
                superseded=Count("pk", filter=Q(superseded_at__isnull=False)),
            )
        )
        known = {pk: cls(recorded, superseded) for pk, recorded, superseded in found}
        return {pk: known.get(pk, cls(0, 0)) for pk in graduate_ids}

    @classmethod
    def read(cls, text: str) -> Self | None:
        """The version a form carries; None when it was tampered with."""
        recorded, _, superseded = text.partition("-")
        if not (recorded.isascii() and recorded.isdigit()):
            return None
        if not (superseded.isascii() and superseded.isdigit()):
            return None
        return cls(int(recorded[:9]), int(superseded[:9]))

    def __str__(self) -> str:
        return f"{self.recorded}-{self.superseded}"


@recounting()
def record_statement(
    *,
    graduate: Graduate,
    by: Any | None,
    programme: Programme,
    source: Source,
    evidence: Evidence,
    stated_on: date,
    stage: Stage | None = None,
    school: School | None = None,
    place_text: str = "",
    place: str = "",
    evidence_note: str = "",
    reason: str = "",
    started_on: date | None = None,
    ended_on: date | None = None,
) -> Destination:
    """Record one statement of one graduate and derive the outcome anew."""
    destination = Destination(
        graduate=graduate,
        programme=programme,
        school=school,
        place_text=place_text,
        place=place,
        stage=Stage.NONE if stage is None else stage,
        source=source,
        evidence=evidence,
        evidence_note=evidence_note,
        stated_on=stated_on,
        started_on=started_on,
        ended_on=ended_on,
        reason=reason,
        recorded_at=timezone.now(),
        recorded_by=by,
    )
    record_statements([destination])
    _record_event(destination, by=by)
    return destination


def _record_event(destination: Destination, *, by: Any | None) -> None:
    record_event(
        by=by,
        verb=verbs.STATEMENT_RECORDED,
        about=destination.graduate,
        count=1,
        reason=destination.reason,
        after=_said(destination),
    )


@recounting()
def add_statement(
    *, graduate: Graduate, by: Any, version: StatementsVersion | None, **values: Any
) -> Destination:
    """Record a statement by hand; `values` as `record_statement` takes them.

    Raises StatementsChanged when something was recorded or taken back since `version`: a second
    click, or a colleague who was faster.
    """
    _require_unchanged(graduate.pk, version)
    return record_statement(graduate=graduate, by=by, **values)


@recounting()
def correct_statement(
    *,
    statement: Destination,
    by: Any,
    version: StatementsVersion | None,
    correction_reason: str,
    **values: Any,
) -> Destination:
    """Replace a statement by a corrected one; the old stays readable and stops counting.

    `values` are the fields of the new statement. Raises StatementsChanged.
    """
    _require_unchanged(statement.graduate_id, version)
    _close(statement, by=by)
    corrected = Destination(
        graduate=statement.graduate, recorded_at=timezone.now(), recorded_by=by, **values
    )
    record_statements([corrected])
    record_event(
        by=by,
        verb=verbs.STATEMENT_CORRECTED,
        about=statement.graduate,
        count=1,
        reason=correction_reason,
        before={"statement": statement.pk, **_said(statement)},
        after={"statement": corrected.pk, **_said(corrected)},
    )
    return corrected


@recounting()
def withdraw_statement(
    *, statement: Destination, by: Any, version: StatementsVersion | None, reason: str
) -> None:
    """Take one statement back by hand: it stays readable and stops counting.

    Raises StatementsChanged.
    """
    _require_unchanged(statement.graduate_id, version)
    _close(statement, by=by)
    _after_change([statement])
    record_event(
        by=by,
        verb=verbs.STATEMENT_TAKEN_BACK,
        about=statement.graduate,
        count=1,
        reason=reason,
        before={"statement": statement.pk, **_said(statement)},
    )


def _require_unchanged(graduate_id: int, version: StatementsVersion | None) -> None:
    # The lock makes two forms sent at the same moment come one after the other (PostgreSQL; on
    # SQLite the transaction holds the only write lock already).
    members = Graduate.objects.members().select_for_update().filter(pk=graduate_id)
    if not members or StatementsVersion.of(graduate_id) != version:
        raise StatementsChanged


def _close(statement: Destination, *, by: Any) -> None:
    closed = (
        Destination.objects.current()
        .filter(pk=statement.pk)
        .update(superseded_at=timezone.now(), superseded_by=by)
    )
    if not closed:
        raise StatementsChanged


def _said(destination: Destination) -> dict[str, str]:
    school = destination.school
    return {
        "programme": destination.programme,
        "school": school.code if school else destination.place_text,
    }


@recounting()
def record_statements(destinations: Sequence[Destination]) -> None:
    """Append many statements at once; the audit event is the caller's, one for the whole batch."""
    insert_many(destinations)
    _after_change(destinations)


@recounting()
def supersede_statements(
    *, destinations: Iterable[Destination], by: Any | None, reason: str, event: bool = True
) -> None:
    """Take statements back: they stay readable, and stop counting."""
    now = timezone.now()
    taken = list(destinations)
    keys = [destination.pk for destination in taken]
    for part in chunks(keys):
        Destination.objects.current().filter(pk__in=part).update(
            superseded_at=now, superseded_by=by
        )
    graduates = _after_change(taken)
    if event:
        record_event(by=by, verb=verbs.STATEMENT_WITHDRAWN, count=len(graduates), reason=reason)


def _after_change(destinations: Sequence[Destination]) -> frozenset[int]:
    graduates = frozenset(destination.graduate_id for destination in destinations)
    touch_institutions(destination.school_id for destination in destinations)
    refresh_outcomes(graduates)
    destinations_recorded.send(sender=Destination, graduate_ids=graduates)
    return graduates
