"""Requests to correct particulars: asked, taken up, accepted or refused."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from audit.actions import record_event
from districts.models import School
from domain.correction import ANSWER_WORKING_DAYS, SETTLE_WORKING_DAYS
from students import verbs
from students.actions import correct_graduate, hold_cohort, recounting
from students.holidays import due_after
from students.models import CorrectionRequest, Graduate


class AlreadyAsked(Exception):
    """The same institution asked for the same part and has no answer yet."""


class AlreadySettled(Exception):
    """Somebody accepted or refused the request meanwhile; nothing was written."""


@transaction.atomic
def ask_correction(
    *,
    graduate: Graduate,
    named_as: str,
    part: str,
    proposed: str,
    grounds: str,
    asked_from: School,
    by: Any,
) -> CorrectionRequest:
    """Ask the office that keeps the record to correct one part of it. Raises AlreadyAsked."""
    # Two clicks at one moment come one after the other (PostgreSQL; on SQLite the transaction
    # holds the only write lock already).
    Graduate.objects.select_for_update().get(pk=graduate.pk)
    asked = CorrectionRequest.objects.open().filter(graduate=graduate, part=part)
    if asked.filter(asked_from=asked_from).exists():
        raise AlreadyAsked
    today = timezone.localdate()
    request = CorrectionRequest.objects.create(
        graduate=graduate,
        part=part,
        named_as=named_as,
        proposed=proposed,
        grounds=grounds,
        asked_from=asked_from,
        asked_at=timezone.now(),
        asked_by=by,
        answer_due_on=due_after(today, ANSWER_WORKING_DAYS),
        settle_due_on=due_after(today, SETTLE_WORKING_DAYS),
    )
    _record(verbs.CORRECTION_ASKED, request, by=by, reason=f"{request}. {grounds}")
    return request


@transaction.atomic
def answer_request(*, request: CorrectionRequest, by: Any) -> None:
    """Say that the office has taken the request up and looks into it. Raises AlreadySettled."""
    request = _held(request)
    if request.answered_at is not None:
        return
    _answered(request, by=by)
    request.save(update_fields=["answered_at", "answered_by"])
    _record(verbs.CORRECTION_ANSWERED, request, by=by, reason=str(request))


@recounting()
def accept_request(
    *, request: CorrectionRequest, by: Any, version: str, values: Mapping[str, Any], answer: str
) -> CorrectionRequest:
    """Correct the record as asked; what stood there before stays readable.

    `version` and `values` as `correct_graduate` takes them; values that are there already change
    nothing, and the request is settled all the same. Raises AlreadySettled, GraduateChanged,
    KeyTaken.
    """
    hold_cohort(request.graduate.cohort)
    request = _held(request)
    edit = correct_graduate(
        graduate=request.graduate,
        by=by,
        version=version,
        values=values,
        reason=f"Theo đề nghị của {request.asked_from}: {answer}"[:300],
    )
    request.edit = edit
    _settle(request, CorrectionRequest.Verdict.ACCEPTED, answer, by=by)
    _record(verbs.CORRECTION_ACCEPTED, request, by=by, reason=f"{request}. {answer}")
    return request


@transaction.atomic
def refuse_request(*, request: CorrectionRequest, by: Any, answer: str) -> CorrectionRequest:
    """Leave the record as it is, and say why. Raises AlreadySettled."""
    request = _held(request)
    _settle(request, CorrectionRequest.Verdict.REFUSED, answer, by=by)
    _record(verbs.CORRECTION_REFUSED, request, by=by, reason=f"{request}. {answer}")
    return request


def _held(request: CorrectionRequest) -> CorrectionRequest:
    locked = CorrectionRequest.objects.select_for_update(of=("self",))
    related = locked.select_related("graduate__cohort", "graduate__school", "asked_from")
    held = related.get(pk=request.pk)
    if held.settled_at is not None:
        raise AlreadySettled
    return held


def _answered(request: CorrectionRequest, *, by: Any) -> None:
    if request.answered_at is None:
        request.answered_at, request.answered_by = timezone.now(), by


def _settle(request: CorrectionRequest, verdict: str, answer: str, *, by: Any) -> None:
    _answered(request, by=by)
    request.settled_at, request.settled_by = timezone.now(), by
    request.verdict, request.answer = verdict, answer
    request.save()


def _record(verb: str, request: CorrectionRequest, *, by: Any, reason: str) -> None:
    record_event(
        by=by, verb=verb, about=request.graduate, fields=[request.part], count=1, reason=reason
    )
