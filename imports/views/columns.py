"""Saying what the columns of a list of graduates are."""

from collections.abc import Callable
from functools import partial, wraps
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from districts.authority import Permission, require
from imports.column_choices import Sender
from imports.columns_page import ColumnsPage, answer_columns, answer_forget
from imports.drafts import refit
from imports.headers import understood_graduates
from imports.models import BatchKind
from imports.reading import UnreadableFile
from imports.steps import draft_of


def header_first(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """View decorator: a file that cannot be read as its columns are told, or whose header nobody
    knows, goes to where that is said and can be chosen.
    """

    @wraps(view)
    def guarded(request: HttpRequest, pk: UUID) -> HttpResponse:
        try:
            return view(request, pk)
        except UnreadableFile:
            return redirect("imports:draft_columns", pk)

    return guarded


@require_http_methods(["GET", "POST"])
@require(Permission.IMPORT_GRADUATES)
def draft_columns(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Every column with what it is taken for; the row of the header where none was found."""
    return answer_columns(request, _page(request, pk))


@require_POST
@require(Permission.IMPORT_GRADUATES)
def columns_forget(request: HttpRequest, pk: UUID, choice: int) -> HttpResponse:
    """Take a remembered choice back: the columns are guessed again."""
    return answer_forget(request, _page(request, pk), choice)


def _page(request: HttpRequest, pk: UUID) -> ColumnsPage:
    draft = draft_of(request, pk, BatchKind.GRADUATES)
    return ColumnsPage(
        draft=draft,
        sender=Sender(draft.kind, draft.district, draft.school_id),
        understand=partial(understood_graduates, draft, by=request.user),
        refit=partial(refit, draft=draft, by=request.user),
        own_page="imports:draft_columns",
        forget_page="imports:columns_forget",
        next_page="imports:draft_check",
        steps="imports/_steps.html",
    )
