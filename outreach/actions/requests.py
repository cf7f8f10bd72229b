"""A case changes hands, or is taken up again, only when one unit asks and another agrees."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from audit.actions import record_event
from districts.models import Commune
from domain.outreach.cases import CLOSING_LABELS, Closing
from outreach import verbs
from outreach.actions.cases import begin_round, refresh
from outreach.models import Case, CaseRequest, CaseStep, StepKind


class CaseChanged(Exception):
    """The case, or its request, changed after the page was opened; nothing was written."""


class RequestPending(Exception):
    """The case has a request already that waits for its answer; nothing was written."""


@transaction.atomic
def end_case(*, case: Case, by: Any, version: int, closing: Closing, note: str) -> None:
    """End a case by hand. It is the unit's own word and never counts as a return.

    Raises CaseChanged.
    """
    locked = _locked(case, version)
    if locked.is_settled:
        raise CaseChanged
    now = timezone.now()
    locked.ended = closing
    locked.save(update_fields=["ended"])
    _step(locked, StepKind.ENDED, now, by, note, closing=closing)
    CaseRequest.objects.open().filter(case=locked).update(
        answered_at=now, answered_by=by, is_accepted=False, answer=CLOSING_LABELS[closing]
    )
    refresh([locked.pk], by=by)
    record_event(by=by, verb=verbs.CASE_ENDED, about=locked, reason=note, after={"as": closing})


@transaction.atomic
def ask(
    *,
    case: Case,
    by: Any,
    unit_name: str,
    kind: CaseRequest.Kind,
    reason: str,
    to_commune: Commune | None = None,
) -> CaseRequest:
    """Ask another commune to take the case over, or the office to open an ended one again.

    Raises RequestPending, or CaseChanged where the case is not (or no longer) open, or ended.
    """
    locked = _locked(case, None)
    is_reopening = kind == CaseRequest.Kind.REOPEN
    if is_reopening != locked.is_settled or (to_commune and to_commune.pk == locked.commune_id):
        raise CaseChanged
    if CaseRequest.objects.open().filter(case=locked).exists():
        raise RequestPending
    request = CaseRequest.objects.create(
        case=locked,
        kind=kind,
        to_commune=to_commune,
        reason=reason,
        unit_name=unit_name,
        asked_at=timezone.now(),
        asked_by=by,
    )
    record_event(by=by, verb=verbs.REQUEST_MADE, about=locked, reason=reason)
    return request


@transaction.atomic
def answer(*, request: CaseRequest, by: Any, is_accepted: bool, text: str) -> None:
    """Agree to what was asked, or not; agreed, the case moves or is taken up again.

    Raises CaseChanged when it was answered, or overtaken, before.
    """
    locked = _locked(request.case, None)
    open_ones = CaseRequest.objects.open().filter(pk=request.pk)
    now = timezone.now()
    values = {"answered_at": now, "answered_by": by, "is_accepted": is_accepted, "answer": text}
    if not open_ones.update(**values):
        raise CaseChanged
    if is_accepted:
        _carry_out(request, locked, now, by)
        refresh([locked.pk], by=by)
    record_event(
        by=by,
        verb=verbs.REQUEST_ACCEPTED if is_accepted else verbs.REQUEST_REFUSED,
        about=locked,
        reason=text,
    )


def _carry_out(request: CaseRequest, case: Case, now: Any, by: Any) -> None:
    if request.kind == CaseRequest.Kind.REOPEN:
        if not case.is_settled:
            raise CaseChanged
        begin_round(case, now, was_known_out=case.was_known_out)
        _step(case, StepKind.REOPENED, now, by, request.reason, was_known_out=case.was_known_out)
        return
    before = case.commune
    case.commune = request.to_commune
    case.save(update_fields=["commune"])
    said = f"Từ {before or 'các trường'} đến {request.to_commune}. {request.reason}"
    _step(case, StepKind.ASSIGNED, now, by, said)


def _step(case: Case, kind: StepKind, now: Any, by: Any, text: str, **values: Any) -> None:
    CaseStep.objects.create(
        case=case,
        round=case.round,
        kind=kind,
        text=text[:300],
        recorded_at=now,
        recorded_by=by,
        **values,
    )


def _locked(case: Case, version: int | None) -> Case:
    """The case as it stands, no one else changing it (SQLite holds the only write lock anyway)."""
    locked = Case.objects.select_for_update(of=("self",)).select_related("graduate", "commune")
    found = locked.get(pk=case.pk)
    if version is not None and found.version != version:
        raise CaseChanged
    return found
