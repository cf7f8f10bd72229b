"""Putting cells of a roster right on the page, and leaving rows out."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from districts.authority import Permission, require
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
from rosters.incoming.plan import check_of
from rosters.incoming.views.columns import columns_first
from rosters.reading import RosterReading

WORDS = RowWords(
    listed="cần xem lại",
    settled="Đã lưu, dòng này không còn gì cần xem lại",
    unsettled="Đã lưu, nhưng dòng này vẫn cần xem lại",
    note="Dòng nào đã đúng thì để nguyên, vẫn được nhập.",
)


@require_http_methods(["GET", "POST"])
@require(Permission.IMPORT_ROSTER)
@columns_first
def draft_rows(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Rows of which something is doubtful, each with its cells to put right."""
    return answer_rows(request, _page(request, pk))


@require_POST
@require(Permission.IMPORT_ROSTER)
@columns_first
def rows_leave_out(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Leave out every row with one finding."""
    return answer_leave_out(request, _page(request, pk))


@require_POST
@require(Permission.IMPORT_ROSTER)
def mend_undo(request: HttpRequest, pk: UUID, mend: int) -> HttpResponse:
    """The cell says again what the file says."""
    return answer_mend_undo(request, _page(request, pk), mend)


@require_POST
@require(Permission.IMPORT_ROSTER)
def omission_undo(request: HttpRequest, pk: UUID, omission: int) -> HttpResponse:
    """A row left out belongs to the import again; with `all` every one."""
    return answer_omission_undo(request, _page(request, pk), omission)


def _page(request: HttpRequest, pk: UUID) -> RowsPage:
    draft = draft_of(request, pk, BatchKind.ROSTER)

    def read() -> RosterReading:
        return check_of(draft).reading

    return RowsPage(
        draft=draft, read=read, app="rosters", steps="rosters/incoming/_steps.html", words=WORDS
    )
