"""Saying what the columns of a roster are."""

from collections.abc import Callable
from functools import partial, wraps
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from districts.authority import Permission, require
from imports.columns_page import ColumnsPage, answer_columns, answer_forget
from imports.headers import Understood
from imports.models import BatchKind, Draft
from imports.reading import UnreadableFile, read_workbook
from imports.steps import draft_of
from imports.uploads import source_of
from rosters.incoming.drafts import refit
from rosters.incoming.plan import catalogue_of, read_draft, sender_of

NO_BIRTH = "Trang “{sheet}” chưa có cột nào được hiểu là “Ngày sinh”, nên khó đối chiếu học sinh."
_BIRTH = {"birth_date", "birth_year", "birth_if_male"}


def columns_first(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """View decorator: a file that cannot be read as its columns are told goes to where they are.

    It could be read, or pointed at, when it was kept: only the columns stand in the way.
    """

    @wraps(view)
    def guarded(request: HttpRequest, pk: UUID) -> HttpResponse:
        try:
            return view(request, pk)
        except UnreadableFile:
            return redirect("rosters:draft_columns", pk)

    return guarded


@require_http_methods(["GET", "POST"])
@require(Permission.IMPORT_ROSTER)
def draft_columns(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Every column with what it is taken for; the row of the header where none was found."""
    return answer_columns(request, _page(request, pk))


@require_POST
@require(Permission.IMPORT_ROSTER)
def columns_forget(request: HttpRequest, pk: UUID, choice: int) -> HttpResponse:
    """Take a remembered choice back: the columns are guessed again."""
    return answer_forget(request, _page(request, pk), choice)


def _page(request: HttpRequest, pk: UUID) -> ColumnsPage:
    draft = draft_of(request, pk, BatchKind.ROSTER)
    catalogue, source = catalogue_of(draft.cohort), source_of(draft)
    workbook = read_workbook(source.content, source.name)
    return ColumnsPage(
        draft=draft,
        sender=sender_of(draft, catalogue, workbook, source.name),
        understand=partial(_understood, draft),
        refit=partial(refit, draft=draft),
        own_page="rosters:draft_columns",
        forget_page="rosters:columns_forget",
        next_page="rosters:draft_check",
        steps="rosters/incoming/_steps.html",
    )


def _understood(draft: Draft) -> Understood:
    reading = read_draft(draft, catalogue_of(draft.cohort))
    undated = [table for table in reading.tables if not _BIRTH & table.columns.keys()]
    lacking = [NO_BIRTH.format(sheet=table.sheet) for table in undated]
    return Understood(reading.tables, reading.column_choices, list(dict.fromkeys(lacking)))
