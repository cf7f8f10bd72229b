"""Recording what somebody says of a graduate, and taking it back. Nothing is overwritten."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from audit.actions import record_event
from districts.models import School
from domain.outcome import Evidence, Programme, Stage
from students import verbs
from students.actions.outcomes import refresh_outcomes
from students.bulk import insert_many
from students.models import Destination, Graduate, Source
from students.signals import destinations_recorded

CHUNK = 2_000


@transaction.atomic
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
    school = destination.school
    record_event(
        by=by,
        verb=verbs.STATEMENT_RECORDED,
        about=destination.graduate,
        count=1,
        reason=destination.reason,
        after={
            "programme": destination.programme,
            "school": school.code if school else destination.place_text,
        },
    )


@transaction.atomic
def record_statements(destinations: Sequence[Destination]) -> None:
    """Append many statements at once; the audit event is the caller's, one for the whole batch."""
    insert_many(destinations)
    _after_change({destination.graduate_id for destination in destinations})


@transaction.atomic
def supersede_statements(
    *, destinations: Iterable[Destination], by: Any | None, reason: str, event: bool = True
) -> None:
    """Take statements back: they stay readable, and stop counting."""
    now = timezone.now()
    taken = list(destinations)
    keys = [destination.pk for destination in taken]
    for start in range(0, len(keys), CHUNK):
        Destination.objects.current().filter(pk__in=keys[start : start + CHUNK]).update(
            superseded_at=now, superseded_by=by
        )
    graduates = {destination.graduate_id for destination in taken}
    _after_change(graduates)
    if event:
        record_event(by=by, verb=verbs.STATEMENT_WITHDRAWN, count=len(graduates), reason=reason)


def _after_change(graduate_ids: set[int]) -> None:
    refresh_outcomes(graduate_ids)
    destinations_recorded.send(sender=Destination, graduate_ids=frozenset(graduate_ids))
