"""An institution confirms what a family said of it; claims that nobody confirmed lapse."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from audit.actions import record_event
from domain.outcome import Evidence, Programme, Stage
from domain.outreach.cases import CaseState
from outreach import verbs
from outreach.models import Case, Visit
from students.actions import record_statement, supersede_statements
from students.models import Destination, Source


class ClaimGone(Exception):
    """The claim does not wait for this institution any more; nothing was written."""


@transaction.atomic
def confirm_claim(*, case: Case, by: Any, programme: str, started_on: date) -> Destination:
    """Record the institution's own word that the child is in class; the case hears it at once.

    Raises ClaimGone.
    """
    locked = Case.objects.select_for_update(of=("self",)).select_related("graduate")
    current = locked.get(pk=case.pk)
    school = case.claimed_school
    if current.state != CaseState.CLAIMED or current.claimed_school_id != school.pk:
        raise ClaimGone
    statement = record_statement(
        graduate=current.graduate,
        by=by,
        programme=Programme(programme),
        source=Source.RECEIVING_SCHOOL,
        evidence=Evidence.CONFIRMED,
        stated_on=timezone.localdate(),
        started_on=started_on,
        stage=Stage.STUDYING,
        school=school,
        evidence_note="Xác nhận theo khai báo khi vận động",
    )
    record_event(by=by, verb=verbs.CLAIM_CONFIRMED, about=current, count=1)
    return statement


@transaction.atomic
def lapse_claims(*, by: Any | None, today: date) -> int:
    """Take back the reports that lapsed claims made: unconfirmed after the office's days, they
    stop counting. Returns how many.
    """
    lapsed = Case.objects.filter(state=CaseState.CLAIMED, lapses_on__lt=today)
    visits = Visit.objects.standing().filter(
        case__in=lapsed, statement__isnull=False, statement__superseded_at__isnull=True
    )
    statements = [visit.statement for visit in visits.select_related("statement")]
    if not statements:
        return 0
    supersede_statements(
        destinations=statements, by=by, reason="Quá hạn chờ nhà trường xác nhận", event=False
    )
    record_event(by=by, verb=verbs.CLAIMS_LAPSED, count=len(statements))
    return len(statements)
