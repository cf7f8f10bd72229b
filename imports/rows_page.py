"""Putting cells right on the page and leaving rows out, the same for every kind of list."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from domain.formats import count
from imports import mending
from imports.models import Draft
from imports.pages.rows import RowsOf, RowWords, rows_context
from imports.read_files import ReadFile, decided_text
from imports.steps import closed
from imports.typed_rows import LONGEST, Rows, last_token, ticked_rows, typed_cells
from imports.uploads import DraftClosed

CHANGED = (
    "Người khác vừa sửa các ô dưới đây, hoặc tệp vừa được thay; chưa ghi gì. Nội dung đang nhập "
    "còn trong ô; bấm Lưu lần nữa để ghi đè."
)
TOO_LONG = f"Nội dung một ô dài nhất {LONGEST} ký tự; rút ngắn rồi lưu lại."


@dataclass(frozen=True)
class RowsPage:
    """The page of one draft: how its file is read, the app whose pages these are, its words.

    `read` reads the file with everything decided beside it; raises UnreadableFile.
    """

    draft: Draft
    read: Callable[[], ReadFile]
    app: str
    steps: str
    words: RowWords

    @property
    def pages(self) -> RowsOf:
        return RowsOf(self.draft, self.app)


def answer_rows(request: HttpRequest, page: RowsPage) -> HttpResponse:
    """Rows that are to be looked at, each with its cells to put right."""
    if not page.draft.is_waiting:
        return closed(request, page.draft)
    rows = Rows(page.read(), request.GET.get("cause", ""))
    try:
        if request.method == "POST" and _is_kept(request, page.draft, rows):
            return _next_row(request, page, rows)
    except mending.CellsChanged as changed:
        messages.warning(request, CHANGED)
        # A row that the other person settled stays, with what was typed over it.
        also = frozenset(clash.cell.row for clash in changed.clashes)
        return _shown(request, page, replace(rows, also=also), changed.clashes)
    except DraftClosed:
        return closed(request, page.draft)
    return _shown(request, page, rows)


def answer_leave_out(request: HttpRequest, page: RowsPage) -> HttpResponse:
    """Leave out every row with one finding."""
    if not page.draft.is_waiting:
        return closed(request, page.draft)
    cause = request.POST.get("cause", "")
    listed = Rows(page.read(), cause).listed if cause else []
    try:
        mending.leave_rows_out(draft=page.draft, by=request.user, rows=listed)
    except DraftClosed:
        return closed(request, page.draft)
    messages.success(request, f"Đã bỏ qua {count(len(listed))} dòng; lấy lại được ở dưới.")
    return redirect(page.pages.rows_url)


def answer_mend_undo(request: HttpRequest, page: RowsPage, mend: int) -> HttpResponse:
    """The cell says again what the file says."""
    found = get_object_or_404(page.draft.mends, pk=mend)
    try:
        mending.take_mend_back(mend=found, by=request.user)
    except DraftClosed:
        return closed(request, page.draft)
    messages.success(request, f"Đã bỏ chỗ sửa ở {found}; ô trở lại như trong tệp.")
    return redirect(page.pages.rows_url)


def answer_omission_undo(request: HttpRequest, page: RowsPage, omission: int) -> HttpResponse:
    """A row left out belongs to the import again; with `all` every one."""
    found = get_object_or_404(page.draft.omissions, pk=omission)
    chosen = list(page.draft.omissions.all()) if "all" in request.POST else [found]
    try:
        number = mending.take_rows_back(draft=page.draft, by=request.user, omissions=chosen)
    except DraftClosed:
        return closed(request, page.draft)
    messages.success(request, f"Đã lấy lại {count(number)} dòng.")
    return redirect(page.pages.rows_url)


def _shown(
    request: HttpRequest, page: RowsPage, rows: Rows, clashes: Sequence[mending.Clash] = ()
) -> HttpResponse:
    typed = request.POST if request.method == "POST" else None
    context = rows_context(page.pages, rows, request.GET, typed=typed, clashes=clashes)
    context |= {"steps": page.steps, "words": page.words}
    return render(request, "imports/draft_rows.html", context)


def _is_kept(request: HttpRequest, draft: Draft, rows: Rows) -> bool:
    """Keep what was typed and ticked; False where the page must be shown again with a sentence."""
    cells = typed_cells(request.POST, rows)
    if request.POST.get("file") != rows.file_version:
        raise mending.CellsChanged([mending.Clash(c, None) for c in cells if c.typed != c.shown])
    if any(len(cell.typed) > LONGEST for cell in cells):
        messages.error(request, TOO_LONG)
        return False
    mended, left_out = mending.save_rows(
        draft=draft,
        by=request.user,
        file=rows.file,
        cells=cells,
        leave_out=ticked_rows(request.POST, rows),
    )
    if mended or left_out:
        messages.success(request, decided_text({"mended": mended, "left_out": left_out}))
    else:
        messages.info(request, "Chưa sửa ô nào.")
    return True


def _next_row(request: HttpRequest, page: RowsPage, rows: Rows) -> HttpResponse:
    """The same page, with the next row ready to be typed at."""
    at = last_token(request.POST, typed_cells(request.POST, rows), rows)
    kept = {"cause": rows.cause, "after": request.GET.get("after", ""), "at": at}
    query = urlencode({name: value for name, value in kept.items() if value})
    address = page.pages.rows_url
    return redirect(f"{address}?{query}" if query else address)
