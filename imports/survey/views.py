"""Workbooks of classes that teachers gave back: upload, check, record, result, undo."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from districts.authority import Permission, require
from domain.formats import count
from imports.forms import UndoForm
from imports.graduates import SourceFile
from imports.models import Batch, BatchKind, Draft
from imports.parts import head_of
from imports.reception import Reception, answer_sent
from imports.steps import (
    CHANGED,
    batch_of,
    closed,
    draft_of,
    marked_file,
    mended_file,
    posted,
)
from imports.survey import drafts, pages
from imports.survey.forms import SurveyUploadForm
from imports.survey.undo import undo_survey
from imports.undoing import UndoRefused
from imports.uploads import DraftClosed, PlanChanged

NOTHING = "Không có gì để ghi: phiếu không có thông tin mới. Tệp đã được bỏ khỏi danh sách chờ."
TAKE = "take-"


@require_http_methods(["GET", "POST"])
@require(Permission.RECORD_DESTINATION)
def survey_upload(request: HttpRequest) -> HttpResponse:
    """Workbooks that came back, one or several."""
    form = SurveyUploadForm(*posted(request))
    answer = answer_sent(request, form, _reception(request, form))
    return answer or render(request, "imports/survey/upload.html", {"form": form})


@require_GET
@require(Permission.RECORD_DESTINATION)
def survey_check(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What recording the file would do, row by row; nothing has been changed."""
    draft = _draft(request, pk)
    if not draft.is_waiting:
        return closed(request, draft)
    plan = drafts.plan_of_draft(draft, by=request.user)
    return render(request, "imports/survey/draft_check.html", pages.check_context(draft, plan))


@require_POST
@require(Permission.RECORD_DESTINATION)
def survey_confirm(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Record the rows, with the choices made for those in conflict."""
    draft = _draft(request, pk)
    try:
        batch = drafts.take_in(
            draft=draft,
            by=request.user,
            fingerprint=request.POST.get("fingerprint", ""),
            chosen=_chosen(request.POST),
        )
    except PlanChanged:
        messages.warning(request, CHANGED)
        return redirect("imports:survey_check", draft.pk)
    except DraftClosed:
        return closed(request, draft)
    if batch is None:
        messages.info(request, NOTHING)
        return redirect("imports:batch_list")
    number = batch.counts["created"] + batch.counts["updated"]
    messages.success(request, f"Đã ghi thông tin nơi học của {count(number)} học sinh.")
    return redirect("imports:survey_result", batch.pk)


@require_POST
@require(Permission.RECORD_DESTINATION)
def survey_marked(request: HttpRequest, pk: UUID) -> HttpResponse | FileResponse:
    """The teacher's own workbook with the cells to mend coloured and explained."""
    draft = _draft(request, pk)
    if not draft.is_waiting:
        return closed(request, draft)
    plan = drafts.plan_of_draft(draft, by=request.user)
    issues = [issue for row in plan.rows for issue in row.issues]
    return marked_file(request, draft, issues, number=len(plan.rows))


@require_http_methods(["GET", "POST"])
@require(Permission.RECORD_DESTINATION)
def survey_replace(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The same workbook again, mended."""
    draft = _draft(request, pk)

    def take(source: SourceFile) -> None:
        drafts.replace_file(draft=draft, by=request.user, source=source)

    return mended_file(request, draft, take, head_of(draft))


@require_GET
@require(Permission.RECORD_DESTINATION)
def survey_result(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What one workbook brought, and the rows that it left."""
    return render(request, "imports/survey/result.html", pages.result_context(_batch(request, pk)))


@require_http_methods(["GET", "POST"])
@require(Permission.RECORD_DESTINATION)
def survey_undo(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What undoing would do; undoing is the button."""
    batch = _batch(request, pk)
    form = UndoForm(request.POST if request.method == "POST" else None)
    del form.fields["but_those"]
    if request.method == "POST" and form.is_valid():
        try:
            result = undo_survey(batch=batch, by=request.user, reason=form.cleaned_data["reason"])
        except UndoRefused as refused:
            messages.warning(request, str(refused))
        else:
            messages.success(request, result.sentence)
            return redirect("imports:survey_result", batch.pk)
    return render(request, "imports/survey/undo.html", pages.undo_context(batch) | {"form": form})


def _reception(request: HttpRequest, form: SurveyUploadForm) -> Reception:
    """Workbooks of the chosen year; nothing is received of an invalid form."""

    def receive(source: SourceFile) -> drafts.ReceivedSheet:
        given = form.cleaned_data
        return drafts.start_draft(
            by=request.user, cohort=given["cohort"], stated_on=given["stated_on"], source=source
        )

    def taken(source: SourceFile) -> Batch | None:
        batches = Batch.objects.visible_to(request.user).in_force()
        cohort = form.cleaned_data["cohort"]
        return batches.filter(kind=BatchKind.SURVEY, cohort=cohort, sha256=source.sha256).first()

    steps = "imports/survey/_steps.html"
    return Reception(receive, taken, pages.next_url, pages.received_line, steps)


def _chosen(given: Any) -> set[int]:
    """The children whose row of the sheet is to be followed."""
    keys = (name.removeprefix(TAKE) for name, choice in given.items() if choice == "sheet")
    return {int(key) for key in keys if key.isascii() and key.isdigit() and len(key) < 19}


def _draft(request: HttpRequest, pk: UUID) -> Draft:
    return draft_of(request, pk, BatchKind.SURVEY)


def _batch(request: HttpRequest, pk: UUID) -> Batch:
    return batch_of(request, pk, BatchKind.SURVEY)
