"""Putting cells of a list of graduates right on the page, and leaving rows out."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from districts.authority import Permission, require
from imports.drafts import plan_of
from imports.graduates.plan import FilePlan
from imports.models import BatchKind
from imports.pages.rows import RowWords
from imports.rows_page import (
    RowsPage,
    answer_leave_out,
    answer_mend_undo,
    answer_omission_undo,
    answer_rows,
)
from imports.steps import draft_of
from imports.views.columns import header_first

WORDS = RowWords(
    listed="chưa nhập được",
    settled="Đã lưu, dòng này nhập được",
    unsettled="Đã lưu, nhưng dòng này còn lỗi",
)


@require_http_methods(["GET", "POST"])
@require(Permission.IMPORT_GRADUATES)
@header_first
def draft_rows(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Rows that cannot be taken in yet, each with its cells to put right."""
    return answer_rows(request, _page(request, pk))


@require_POST
@require(Permission.IMPORT_GRADUATES)
@header_first
def rows_leave_out(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Leave out every row with one finding."""
    return answer_leave_out(request, _page(request, pk))


@require_POST
@require(Permission.IMPORT_GRADUATES)
def mend_undo(request: HttpRequest, pk: UUID, mend: int) -> HttpResponse:
    """The cell says again what the file says."""
    return answer_mend_undo(request, _page(request, pk), mend)


@require_POST
@require(Permission.IMPORT_GRADUATES)
def omission_undo(request: HttpRequest, pk: UUID, omission: int) -> HttpResponse:
    """A row left out belongs to the import again; with `all` every one."""
    return answer_omission_undo(request, _page(request, pk), omission)


def _page(request: HttpRequest, pk: UUID) -> RowsPage:
    draft = draft_of(request, pk, BatchKind.GRADUATES)

    def read() -> FilePlan:
        (file,) = plan_of(draft, by=request.user).files
        return file

    return RowsPage(draft=draft, read=read, app="imports", steps="imports/_steps.html", words=WORDS)
