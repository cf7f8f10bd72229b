"""What the pages of every kind of import share: finding a draft or batch, answering with files."""

from collections.abc import Callable
from io import BytesIO
from typing import Any, BinaryIO
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from documents.marked_workbook import TooLargeToMark
from domain.formats import count
from imports.forms import MendedFileForm
from imports.kinds import kinds
from imports.marking import mark_file
from imports.models import Batch, Draft
from imports.read_files import SourceFile
from imports.reading import Issue, UnreadableFile
from imports.uploads import DraftClosed, record_marked_download, source_of

CLOSED = "Tệp này đã được nhập hoặc đã bỏ, có thể từ một cửa sổ khác."
CHANGED = (
    "Trong lúc xem, dữ liệu hoặc cách hiểu đã thay đổi nên kết quả nhập không còn như đã xem. "
    "Chưa nhập gì. Xem lại số liệu dưới đây rồi xác nhận lần nữa."
)


def tell_dropped(request: HttpRequest, dropped: int, *, fits: str) -> None:
    """Say how many decisions about cells and rows were given up, and what they no longer fit."""
    if dropped:
        messages.warning(
            request,
            f"{count(dropped)} chỗ sửa hoặc dòng bỏ qua trên trang không còn khớp với {fits} nên "
            "đã bỏ.",
        )


def posted(request: HttpRequest) -> tuple:
    """What a form with a file is bound to; nothing before it is sent."""
    return (request.POST, request.FILES) if request.method == "POST" else ()


def draft_of(request: HttpRequest, pk: UUID, kind: str = "") -> Draft:
    """A file within the viewer's scope, of that kind where one is said, whatever became of it."""
    drafts = Draft.objects.visible_to(request.user).filter(**({"kind": kind} if kind else {}))
    related = drafts.select_related("cohort", "district", "school__district", "batch")
    return get_object_or_404(related, pk=pk)


def batch_of(request: HttpRequest, pk: UUID, kind: str = "") -> Batch:
    """A batch within the viewer's scope, of that kind where one is said."""
    batches = Batch.objects.visible_to(request.user).filter(**({"kind": kind} if kind else {}))
    related = batches.select_related("cohort", "district", "school", "imported_by", "withdrawn_by")
    return get_object_or_404(related, pk=pk)


def to_result(draft: Draft) -> HttpResponse:
    """To what became of it: a second click shows the result, not an error."""
    return redirect(kinds[draft.kind].result_page, draft.batch_id)


def closed(request: HttpRequest, draft: Draft) -> HttpResponse:
    """To what became of a draft that waits no longer."""
    draft.refresh_from_db()
    if draft.batch_id:
        return to_result(draft)
    messages.info(request, CLOSED)
    return redirect("imports:batch_list")


def mended_file(
    request: HttpRequest,
    draft: Draft,
    take: Callable[[SourceFile], int | None],
    context: dict[str, Any],
) -> HttpResponse:
    """The step at which the same file is sent again, mended in Excel. `take` puts it in the place
    of the old one and tells how many decisions fit no longer; raises UnreadableFile, DraftClosed.
    """
    if not draft.is_waiting:
        return closed(request, draft)
    form = MendedFileForm(*posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            dropped = take(form.cleaned_data["sheet"])
        except UnreadableFile as error:
            form.add_error("sheet", str(error))
        except DraftClosed:
            return closed(request, draft)
        else:
            tell_dropped(request, dropped or 0, fits="tệp mới")
            return redirect(kinds[draft.kind].check_page, draft.pk)
    return render(request, "imports/draft_replace.html", context | {"form": form})


def marked_file(
    request: HttpRequest, draft: Draft, issues: list[Issue], *, number: int
) -> HttpResponse | FileResponse:
    """Their own workbook with the bad cells coloured and explained; recorded."""
    marked = BytesIO()
    try:
        name = mark_file(source_of(draft).content, draft.file_name, issues, marked)
    except TooLargeToMark as error:
        messages.warning(request, str(error))
        return redirect(kinds[draft.kind].check_page, draft.pk)
    record_marked_download(draft=draft, by=request.user, count=number)
    return download(marked, name)


def download(content: BinaryIO, name: str) -> FileResponse:
    """A file that no cache on the way keeps."""
    content.seek(0)
    response = FileResponse(content, as_attachment=True, filename=name)
    response["Cache-Control"] = "no-store"
    return response
