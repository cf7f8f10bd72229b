"""Putting cells right on the page, and leaving rows out."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from districts.authority import Permission, require
from domain.formats import count
from imports import mending
from imports.drafts import plan_of
from imports.models import BatchKind, Draft
from imports.pages.rows import rows_context
from imports.steps import closed, draft_of
from imports.typed_rows import LONGEST, Rows, last_token, ticked_rows, typed_cells
from imports.uploads import DraftClosed
from imports.views.columns import header_first

CHANGED = (
    "Người khác vừa sửa các ô dưới đây, hoặc tệp vừa được thay; chưa ghi gì. Nội dung đang nhập "
    "còn trong ô; bấm Lưu lần nữa để ghi đè."
)
TOO_LONG = f"Nội dung một ô dài nhất {LONGEST} ký tự; rút ngắn rồi lưu lại."


@require_http_methods(["GET", "POST"])
@require(Permission.IMPORT_GRADUATES)
@header_first
def draft_rows(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Rows that cannot be taken in yet, each with its cells to put right."""
    draft = _draft(request, pk)
    if not draft.is_waiting:
        return closed(request, draft)
    rows = Rows(plan_of(draft, by=request.user), request.GET.get("cause", ""))
    try:
        if request.method == "POST" and _is_kept(request, draft, rows):
            return _next_row(request, draft, rows)
    except mending.CellsChanged as changed:
        messages.warning(request, CHANGED)
        return _shown(request, draft, rows, changed.clashes)
    except DraftClosed:
        return closed(request, draft)
    return _shown(request, draft, rows)


@require_POST
@require(Permission.IMPORT_GRADUATES)
@header_first
def rows_leave_out(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Leave out every row with one finding."""
    draft = _draft(request, pk)
    if not draft.is_waiting:
        return closed(request, draft)
    cause = request.POST.get("cause", "")
    listed = Rows(plan_of(draft, by=request.user), cause).listed if cause else []
    try:
        mending.leave_rows_out(draft=draft, by=request.user, rows=listed)
    except DraftClosed:
        return closed(request, draft)
    messages.success(request, f"Đã bỏ qua {count(len(listed))} dòng; lấy lại được ở dưới.")
    return redirect("imports:draft_rows", draft.pk)


@require_POST
@require(Permission.IMPORT_GRADUATES)
def mend_undo(request: HttpRequest, pk: UUID, mend: int) -> HttpResponse:
    """The cell says again what the file says."""
    draft = _draft(request, pk)
    found = get_object_or_404(draft.mends, pk=mend)
    try:
        mending.take_mend_back(mend=found, by=request.user)
    except DraftClosed:
        return closed(request, draft)
    messages.success(request, f"Đã bỏ chỗ sửa ở {found}; ô trở lại như trong tệp.")
    return redirect("imports:draft_rows", draft.pk)


@require_POST
@require(Permission.IMPORT_GRADUATES)
def omission_undo(request: HttpRequest, pk: UUID, omission: int) -> HttpResponse:
    """A row left out belongs to the import again; with `all` every one."""
    draft = _draft(request, pk)
    found = get_object_or_404(draft.omissions, pk=omission)
    chosen = list(draft.omissions.all()) if "all" in request.POST else [found]
    try:
        number = mending.take_rows_back(draft=draft, by=request.user, omissions=chosen)
    except DraftClosed:
        return closed(request, draft)
    messages.success(request, f"Đã lấy lại {count(number)} dòng.")
    return redirect("imports:draft_rows", draft.pk)


def _draft(request: HttpRequest, pk: UUID) -> Draft:
    return draft_of(request, pk, BatchKind.GRADUATES)


def _shown(
    request: HttpRequest, draft: Draft, rows: Rows, clashes: tuple | list = ()
) -> HttpResponse:
    typed = request.POST if request.method == "POST" else None
    context = rows_context(draft, rows, request.GET, typed=typed, clashes=clashes)
    return render(request, "imports/draft_rows.html", context)


def _is_kept(request: HttpRequest, draft: Draft, rows: Rows) -> bool:
    """Keep what was typed and ticked; False where the page must be shown again with a sentence."""
    cells = typed_cells(request.POST, rows)
    if request.POST.get("file") != rows.plan.files[0].source.sha256[:16]:
        raise mending.CellsChanged([mending.Clash(c, None) for c in cells if c.typed != c.shown])
    if any(len(cell.typed) > LONGEST for cell in cells):
        messages.error(request, TOO_LONG)
        return False
    mended, left_out = mending.save_rows(
        draft=draft,
        by=request.user,
        plan=rows.plan,
        cells=cells,
        leave_out=ticked_rows(request.POST, rows),
    )
    if mended or left_out:
        messages.success(
            request, f"Đã ghi {count(mended)} ô đã sửa, bỏ qua {count(left_out)} dòng."
        )
    else:
        messages.info(request, "Chưa sửa ô nào.")
    return True


def _next_row(request: HttpRequest, draft: Draft, rows: Rows) -> HttpResponse:
    """The same page, with the next row ready to be typed at."""
    at = last_token(request.POST, typed_cells(request.POST, rows), rows)
    kept = {"cause": rows.cause, "after": request.GET.get("after", ""), "at": at}
    query = urlencode({name: value for name, value in kept.items() if value})
    address = reverse("imports:draft_rows", args=[draft.pk])
    return redirect(f"{address}?{query}" if query else address)
