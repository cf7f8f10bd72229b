"""Recording visits to families; each is the unit's word, and a claim at most."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from audit.actions import record_event
from districts.models import School
from domain.outcome import Evidence, Programme, Stage
from domain.outreach.cases import VISIT_LABELS, VisitOutcome
from outreach import verbs
from outreach.actions.cases import refresh
from outreach.models import Case, Visit
from students.actions import (
    StatementsVersion,
    record_statement,
    withdraw_statement,
)
from students.models import Source


class CaseMoved(Exception):
    """Something was recorded of the case after the form was opened; nothing was written."""


class CaseSettled(Exception):
    """The case is confirmed or ended; nothing was written."""


class VisitTakenBack(Exception):
    """The visit was taken back before; nothing was written."""


@dataclass(frozen=True)
class Said:
    """What a visit brought; `programme`, `school` and `place_text` say where the child is said to
    study, or would go.
    """

    visited_on: date
    outcome: VisitOutcome
    reason: str = ""
    next_on: date | None = None
    programme: str = ""
    school: School | None = None
    place_text: str = ""
    note: str = ""


@transaction.atomic
def add_visit(
    *,
    case: Case,
    by: Any,
    unit_name: str,
    key: UUID,
    version: int | None,
    said: Said,
    via: str = Visit.Via.PAGE,
) -> Visit:
    """Record one visit; sent a second time under the same key it is the same visit.

    `version` is the case's when the form was opened; None writes over what came since, because
    somebody saw it and chose so. Raises CaseMoved, CaseSettled.
    """
    locked = Case.objects.select_for_update(of=("self",)).select_related("graduate")
    current = locked.get(pk=case.pk)
    if known := Visit.objects.filter(case=current, key=key).first():
        return known
    if current.is_settled:
        raise CaseSettled
    if version is not None and current.version != version:
        raise CaseMoved
    visit = Visit(
        case=current,
        key=key,
        round=current.round,
        unit_name=unit_name,
        via=via,
        recorded_at=timezone.now(),
        recorded_by=by,
        **vars(said),
    )
    visit.statement = _statement(current, visit, by)
    visit.save()
    refresh([current.pk], by=by)
    record_event(
        by=by, verb=verbs.VISIT_RECORDED, about=current, reason=VISIT_LABELS[visit.outcome]
    )
    return visit


def _statement(case: Case, visit: Visit, by: Any) -> Any:
    """What the family says of a child in class elsewhere is a report like any other, and confirms
    nothing. A promise to come is none: nobody is in class by it.
    """
    if visit.outcome != VisitOutcome.ELSEWHERE or not visit.programme:
        return None
    return record_statement(
        graduate=case.graduate,
        by=by,
        programme=Programme(visit.programme),
        source=Source.COMMUNE,
        evidence=Evidence.REPORTED,
        stated_on=visit.visited_on,
        stage=Stage.STUDYING,
        school=visit.school,
        place_text="" if visit.school else visit.place_text,
        evidence_note=f"Gia đình cho biết khi vận động; {visit.unit_name}"[:200],
    )


@transaction.atomic
def take_back_visit(*, visit: Visit, by: Any) -> None:
    """Undo a visit that was recorded by mistake: it stays readable and stops counting, and so does
    the statement it made. Raises VisitTakenBack.
    """
    case = (
        Case.objects.select_for_update(of=("self",))
        .select_related("graduate")
        .get(pk=visit.case_id)
    )
    taken = Visit.objects.standing().filter(pk=visit.pk)
    if not taken.update(taken_back_at=timezone.now(), taken_back_by=by):
        raise VisitTakenBack
    statement = visit.statement
    if statement is not None and statement.superseded_at is None:
        withdraw_statement(
            statement=statement,
            by=by,
            version=StatementsVersion.of(case.graduate_id),
            reason="Hoàn tác lượt vận động",
        )
    refresh([case.pk], by=by)
    record_event(by=by, verb=verbs.VISIT_TAKEN_BACK, about=case, reason=VISIT_LABELS[visit.outcome])
