"""A file that is being checked: its findings, its mended copy, the last look, taking it in."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from districts.authority import Permission, require
from domain.formats import count
from imports import drafts, uploads
from imports.causes import Cause
from imports.forms import DecisionForm
from imports.graduates import ImportResult
from imports.kinds import kinds
from imports.models import BatchKind, Correction, Draft
from imports.pages.lists import check_context, confirm_context, plan_causes
from imports.parts import head_of
from imports.read_files import SourceFile
from imports.steps import (
    CHANGED,
    closed,
    draft_of,
    marked_file,
    mended_file,
)
from imports.uploads import DraftClosed, PlanChanged
from imports.views.columns import header_first


@require_http_methods(["GET", "POST"])
@require(Permission.IMPORT_GRADUATES)
@header_first
def draft_check(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What was understood and what is wrong, by cause; choices mend all rows of a cause."""
    draft = _draft(request, pk)
    if not draft.is_waiting:
        return closed(request, draft)
    plan = drafts.plan_of(draft, by=request.user)
    causes = plan_causes(plan)
    form = _decision_form(request, draft, causes)
    if request.method == "POST" and form.is_valid():
        decided = drafts.decide(draft=draft, by=request.user, decisions=form.decisions())
        if decided:
            messages.success(request, f"Đã ghi nhớ {count(decided)} cách hiểu và kiểm tra lại tệp.")
        else:
            messages.info(request, "Chưa chọn cách hiểu nào.")
        return redirect("imports:draft_check", draft.pk)
    return render(request, "imports/draft_check.html", check_context(draft, plan, causes, form))


@require_http_methods(["GET", "POST"])
@require(Permission.IMPORT_GRADUATES)
def draft_replace(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The same list again, mended in Excel."""
    draft = _draft(request, pk)

    def take(source: SourceFile) -> int:
        return drafts.replace_file(draft=draft, by=request.user, source=source)

    return mended_file(request, draft, take, head_of(draft))


@require_POST
@require(Permission.IMPORT_GRADUATES)
@header_first
def draft_marked(request: HttpRequest, pk: UUID) -> HttpResponse | FileResponse:
    """Their own workbook with the bad cells coloured and explained."""
    draft = _draft(request, pk)
    if not draft.is_waiting:
        return closed(request, draft)
    plan = drafts.plan_of(draft, by=request.user)
    return marked_file(request, draft, [i for _, i in plan.issues], number=len(plan.rows))


@require_http_methods(["GET", "POST"])
@require(Permission.IMPORT_GRADUATES)
@header_first
def draft_confirm(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The last look before anything changes, and the change itself."""
    draft = _draft(request, pk)
    if not draft.is_waiting:
        return closed(request, draft)
    if request.method == "POST":
        done = _taken_in(request, draft)
        if done:
            return done
    plan = drafts.plan_of(draft, by=request.user)
    return render(request, "imports/draft_confirm.html", confirm_context(draft, plan))


@require_POST
@require(Permission.IMPORT_GRADUATES, Permission.IMPORT_ROSTER)
def draft_discard(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give an uploaded file up."""
    draft = draft_of(request, pk)
    try:
        uploads.discard(draft=draft)
    except DraftClosed:
        return closed(request, draft)
    messages.success(request, f"Đã bỏ tệp {draft.file_name}; dữ liệu không thay đổi.")
    return redirect("imports:batch_list")


@require_POST
@require(Permission.IMPORT_GRADUATES, Permission.IMPORT_ROSTER)
def correction_remove(request: HttpRequest, pk: UUID, correction: int) -> HttpResponse:
    """Take a remembered meaning back."""
    draft = draft_of(request, pk)
    remembered = Correction.objects.visible_to(request.user).filter(
        district=draft.district, sender=draft.school
    )
    found = get_object_or_404(remembered, pk=correction)
    drafts.remove_correction(correction=found, by=request.user)
    messages.success(request, f"Đã bỏ cách hiểu “{found.written}”.")
    return redirect(kinds[draft.kind].check_page, draft.pk)


def _draft(request: HttpRequest, pk: UUID) -> Draft:
    return draft_of(request, pk, BatchKind.GRADUATES)


def _decision_form(request: HttpRequest, draft: Draft, causes: list[Cause]) -> DecisionForm:
    given: Any = request.POST if request.method == "POST" else None
    return DecisionForm(given, causes=causes, user=request.user, district=draft.district)


def _taken_in(request: HttpRequest, draft: Draft) -> HttpResponse | None:
    """Take the draft in and go to its result; None where it must be looked at again."""
    try:
        result, batch = drafts.take_in(
            draft=draft,
            by=request.user,
            fingerprint=request.POST.get("fingerprint", ""),
            valid_rows="valid_rows" in request.POST,
        )
    except PlanChanged:
        messages.warning(request, CHANGED)
        return None
    except DraftClosed:
        return closed(request, draft)
    if batch:
        messages.success(request, _taken_in_text(result))
        return redirect("imports:batch_detail", batch.pk)
    if result.rejected:
        messages.warning(request, "Còn dòng chưa nhập được nên chưa nhập gì; các dòng vẫn chờ sửa.")
        return redirect("imports:draft_check", draft.pk)
    messages.info(request, "Không có gì thay đổi: dữ liệu trong tệp đã có đủ.")
    return redirect("imports:batch_list")


def _taken_in_text(result: ImportResult) -> str:
    left = f" Còn {count(result.rejected)} dòng chờ sửa." if result.waiting else ""
    return f"Đã nhập: thêm {count(result.created)}, thay đổi {count(result.updated)}.{left}"
