"""Recording the answers of a survey: many children, one transaction, one event."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.utils import timezone

from audit.actions import record_event
from domain.outcome import Stage
from students import verbs
from students.actions import (
    StatementsVersion,
    record_statements,
    recounting,
    supersede_statements,
)
from students.authorship import source_of
from students.models import Destination, Graduate
from students.survey.answers import Answer

_CLAIMS = (Stage.STUDYING, Stage.ADMITTED, Stage.NONE)


class Written(StrEnum):
    """What became of one answer."""

    SAVED = "saved"
    SAME = "same"
    CHANGED = "changed"


@dataclass(frozen=True)
class Given:
    """One answer with the version of the child's statements that it was typed over."""

    graduate: Graduate
    version: StatementsVersion | None
    answer: Answer


@recounting()
def record_answers(
    *,
    given: Sequence[Given],
    by: Any,
    stated_on: date,
    label: str = "",
    batch_id: UUID | None = None,
) -> dict[int, Written]:
    """Record what the lines state; an answer replaces what the same source claimed before.

    An empty answer takes that back. What is stated already is written once. A child of whom
    something was recorded or taken back since the line's version is left as it is (CHANGED).
    `label` says in the log which list it was; of a file (`batch_id`) the event is the caller's.
    """
    keys = [each.graduate.pk for each in given]
    present, versions = _held(keys), StatementsVersion.of_many(keys)
    before = claims_of(keys)
    written: dict[int, Written] = {}
    fresh: list[Destination] = []
    taken: list[Destination] = []
    for each in given:
        pk = each.graduate.pk
        source, evidence = source_of(by, each.graduate, on_behalf=False)
        own = [claim for claim in before[pk] if claim.source == source]
        if each.answer.says(own):
            written[pk] = Written.SAME
        elif pk not in present or versions[pk] != each.version:
            written[pk] = Written.CHANGED
        else:
            written[pk] = Written.SAVED
            taken += own
            shared = {"source": source, "evidence": evidence, "stated_on": stated_on}
            fresh += _destinations(each, by=by, **shared, batch_id=batch_id)
    changed = [g.graduate for g in given if written[g.graduate.pk] is Written.SAVED]
    if changed:
        supersede_statements(destinations=taken, by=by, reason="", event=False)
        record_statements(fresh)
    if changed and batch_id is None:
        _record_event(changed, fresh, taken, by=by, label=label)
    return written


def _held(keys: Collection[int]) -> set[int]:
    """Those who are still members, locked: in one order, so that two saves never wait for each
    other.
    """
    members = Graduate.objects.members().select_for_update().filter(pk__in=keys).order_by("pk")
    return set(members.values_list("pk", flat=True))


def claims_of(graduate_ids: Collection[int]) -> dict[int, list[Destination]]:
    """What is currently claimed of each graduate: no endings, which a new answer leaves alone."""
    claims: dict[int, list[Destination]] = defaultdict(list)
    current = Destination.objects.current().filter(
        graduate__in=graduate_ids, ended_on__isnull=True, stage__in=_CLAIMS
    )
    for destination in current.select_related("school").order_by("pk"):
        claims[destination.graduate_id].append(destination)
    return claims


def _destinations(each: Given, *, by: Any, **shared: Any) -> list[Destination]:
    now = timezone.now()
    return [
        Destination(graduate=each.graduate, recorded_at=now, recorded_by=by, **statement, **shared)
        for statement in each.answer.statements()
    ]


def _record_event(
    changed: Sequence[Graduate],
    fresh: Sequence[Destination],
    taken: Sequence[Destination],
    *,
    by: Any,
    label: str,
) -> None:
    only = changed[0] if len(changed) == 1 else None
    record_event(
        by=by,
        verb=verbs.STATEMENTS_SURVEYED,
        about=only,
        label=f"{only}, {label}" if only else label,
        count=len(changed),
        before={"statements": [destination.pk for destination in taken]},
        after={
            "statements": [destination.pk for destination in fresh],
            "graduates": sorted(graduate.pk for graduate in changed),
        },
    )
