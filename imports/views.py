"""Bringing a list of graduates in: upload, check, confirm, result, each at its own address."""

from io import BytesIO
from typing import Any, BinaryIO
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from districts.authority import Permission, require
from documents.import_template import write_graduate_template
from documents.marked_workbook import TooLargeToMark
from domain.formats import count
from imports import drafts
from imports.causes import Cause
from imports.forms import DecisionForm, MendedFileForm, TemplateForm, UndoForm, UploadForm
from imports.graduates import UndoRefused, undo_import
from imports.marking import mark_file
from imports.models import Batch, Correction, Draft
from imports.pages import (
    batch_context,
    batch_lines,
    check_context,
    confirm_context,
    plan_causes,
    template_of,
    undo_context,
    undone_text,
)
from imports.reading import UnreadableFile
from students.models import Cohort

SHOWN_BATCHES = 200
CLOSED = "Tệp này đã được nhập hoặc đã bỏ, có thể từ một cửa sổ khác."
CHANGED = (
    "Trong lúc xem, dữ liệu hoặc cách hiểu đã thay đổi nên kết quả nhập không còn như đã xem. "
    "Chưa nhập gì. Xem lại số liệu dưới đây rồi xác nhận lần nữa."
)


@require_GET
@require(Permission.IMPORT_GRADUATES)
def batch_list(request: HttpRequest) -> HttpResponse:
    """Files being checked, and what was brought in before, newest first."""
    waiting = Draft.objects.visible_to(request.user).waiting().select_related("district", "cohort")
    batches = Batch.objects.visible_to(request.user).select_related(
        "district", "school", "imported_by"
    )
    context = {
        "drafts": waiting[:SHOWN_BATCHES],
        "lines": batch_lines(batches[:SHOWN_BATCHES]),
        "shown": SHOWN_BATCHES,
        "is_cut": batches[SHOWN_BATCHES:].exists(),
    }
    return render(request, "imports/batch_list.html", context)


@require_http_methods(["GET", "POST"])
@require(Permission.IMPORT_GRADUATES)
def upload(request: HttpRequest) -> HttpResponse:
    """A new file; one that is no list is answered in one sentence."""
    form = UploadForm(*_posted(request), user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            draft = drafts.start_draft(
                by=request.user,
                cohort=form.cleaned_data["cohort"],
                district=form.sender(),
                source=form.cleaned_data["sheet"],
            )
        except UnreadableFile as error:
            form.add_error("sheet", str(error))
        else:
            return redirect("imports:draft_check", draft.pk)
    context = {"form": form, "template_form": TemplateForm(user=request.user)}
    return render(request, "imports/upload.html", context)


@require_http_methods(["GET", "POST"])
@require(Permission.IMPORT_GRADUATES)
def draft_check(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What was understood and what is wrong, by cause; choices mend all rows of a cause."""
    draft = _draft(request, pk)
    if not _is_waiting(draft):
        return _closed(request, draft)
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
    if not _is_waiting(draft):
        return _closed(request, draft)
    form = MendedFileForm(*_posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            drafts.replace_file(draft=draft, by=request.user, source=form.cleaned_data["sheet"])
        except UnreadableFile as error:
            form.add_error("sheet", str(error))
        else:
            return redirect("imports:draft_check", draft.pk)
    return render(request, "imports/draft_replace.html", {"form": form, "draft": draft})


@require_POST
@require(Permission.IMPORT_GRADUATES)
def draft_marked(request: HttpRequest, pk: UUID) -> HttpResponse | FileResponse:
    """Their own workbook with the bad cells coloured and explained."""
    draft = _draft(request, pk)
    if not _is_waiting(draft):
        return _closed(request, draft)
    plan = drafts.plan_of(draft, by=request.user)
    marked = BytesIO()
    try:
        name = mark_file(
            plan.files[0].source.content, draft.file_name, [i for _, i in plan.issues], marked
        )
    except TooLargeToMark as error:
        messages.warning(request, str(error))
        return redirect("imports:draft_check", draft.pk)
    drafts.record_marked_download(draft=draft, by=request.user, count=len(plan.rows))
    return _download(marked, name)


@require_GET
@require(Permission.IMPORT_GRADUATES)
def template(request: HttpRequest) -> FileResponse:
    """An empty list to fill in, with the schools and communes of the district to choose from."""
    form = TemplateForm(request.GET, user=request.user)
    if not form.is_valid():
        raise Http404
    year = Cohort.objects.filter(is_open=True).order_by("-year").values_list("year", flat=True)
    out = BytesIO()
    asked = template_of(form.cleaned_data["district"], request.user, year.first())
    write_graduate_template(asked, out)
    return _download(out, f"mau-danh-sach-tot-nghiep-{asked.year}.xlsx")


@require_http_methods(["GET", "POST"])
@require(Permission.IMPORT_GRADUATES)
def draft_confirm(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The last look before anything changes, and the change itself."""
    draft = _draft(request, pk)
    if not _is_waiting(draft):
        return _closed(request, draft)
    if request.method == "POST":
        done = _taken_in(request, draft)
        if done:
            return done
    plan = drafts.plan_of(draft, by=request.user)
    return render(request, "imports/draft_confirm.html", confirm_context(draft, plan))


@require_POST
@require(Permission.IMPORT_GRADUATES)
def draft_discard(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give an uploaded file up."""
    draft = _draft(request, pk)
    try:
        drafts.discard(draft=draft)
    except drafts.DraftClosed:
        return _closed(request, draft)
    messages.success(request, f"Đã bỏ tệp {draft.file_name}; dữ liệu không thay đổi.")
    return redirect("imports:batch_list")


@require_POST
@require(Permission.IMPORT_GRADUATES)
def correction_remove(request: HttpRequest, pk: UUID, correction: int) -> HttpResponse:
    """Take a remembered meaning back."""
    draft = _draft(request, pk)
    remembered = Correction.objects.visible_to(request.user).filter(
        district=draft.district, sender=draft.school
    )
    found = get_object_or_404(remembered, pk=correction)
    drafts.remove_correction(correction=found, by=request.user)
    messages.success(request, f"Đã bỏ cách hiểu “{found.written}”.")
    return redirect("imports:draft_check", draft.pk)


@require_GET
@require(Permission.IMPORT_GRADUATES)
def batch_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What one file brought in, and what it left out."""
    return render(request, "imports/batch_detail.html", batch_context(_batch(request, pk)))


@require_http_methods(["GET", "POST"])
@require(Permission.IMPORT_GRADUATES)
def batch_undo(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What undoing would do and what stands in its way; undoing is the button."""
    batch = _batch(request, pk)
    form = UndoForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            result = undo_import(
                batch=batch,
                by=request.user,
                reason=form.cleaned_data["reason"],
                but_those=form.cleaned_data["but_those"],
            )
        except UndoRefused as refused:
            messages.warning(request, str(refused))
        else:
            messages.success(request, undone_text(result))
            return redirect("imports:batch_detail", batch.pk)
    context = undo_context(batch, form) | {"batch": batch, "form": form}
    return render(request, "imports/batch_undo.html", context)


@require_POST
@require(Permission.IMPORT_GRADUATES)
def batch_file(request: HttpRequest, pk: UUID) -> FileResponse:
    """The file as it was sent; recorded, for it holds every child of the list."""
    batch = _batch(request, pk)
    content = batch.file.open("rb")
    drafts.record_download(batch=batch, by=request.user)
    return _download(content, batch.file_name)


def _download(content: BinaryIO, name: str) -> FileResponse:
    """Never kept by a cache on the way."""
    content.seek(0)
    response = FileResponse(content, as_attachment=True, filename=name)
    response["Cache-Control"] = "no-store"
    return response


def _posted(request: HttpRequest) -> tuple:
    return (request.POST, request.FILES) if request.method == "POST" else ()


def _draft(request: HttpRequest, pk: UUID) -> Draft:
    visible = Draft.objects.visible_to(request.user)
    return get_object_or_404(visible.select_related("cohort", "district", "batch"), pk=pk)


def _batch(request: HttpRequest, pk: UUID) -> Batch:
    visible = Batch.objects.visible_to(request.user)
    return get_object_or_404(
        visible.select_related("cohort", "district", "school", "imported_by"), pk=pk
    )


def _is_waiting(draft: Draft) -> bool:
    return draft.batch_id is None and draft.discarded_at is None


def _closed(request: HttpRequest, draft: Draft) -> HttpResponse:
    """To what became of it: a second click shows the result, not an error."""
    draft.refresh_from_db()
    if draft.batch_id:
        return redirect("imports:batch_detail", draft.batch_id)
    messages.info(request, CLOSED)
    return redirect("imports:batch_list")


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
    except drafts.PlanChanged:
        messages.warning(request, CHANGED)
        return None
    except drafts.DraftClosed:
        return _closed(request, draft)
    if batch:
        messages.success(
            request, f"Đã nhập: thêm {count(result.created)}, thay đổi {count(result.updated)}."
        )
        return redirect("imports:batch_detail", batch.pk)
    if result.rejected and "valid_rows" not in request.POST:
        messages.warning(request, "Còn dòng chưa nhập được nên chưa nhập gì.")
        return redirect("imports:draft_check", draft.pk)
    messages.info(request, "Không có gì thay đổi: dữ liệu trong tệp đã có đủ.")
    return redirect("imports:batch_list")
