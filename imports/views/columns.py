"""Saying what the columns of a list are."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from districts.authority import Permission, require
from domain.formats import count
from imports.choosing import ColumnsChanged, choose_columns, forget_columns
from imports.column_choices import choices_of, version_of
from imports.drafts import refit
from imports.forms_columns import ColumnsForm, PointingForm
from imports.headers import SeenFile, look_at
from imports.models import BatchKind, ColumnChoice, Draft
from imports.pages.columns import columns_context
from imports.reading import HeaderNotFound
from imports.steps import closed, draft_of
from imports.uploads import DraftClosed

CHANGED = (
    "Người khác vừa chọn cột khác cho danh sách cùng tiêu đề; chưa ghi gì. Cột “Vì sao” cho biết "
    "lựa chọn của người đó; bấm lần nữa để ghi lựa chọn dưới đây."
)


def header_first(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """View decorator: a file whose header nobody knows goes to where one can point at it."""

    @wraps(view)
    def guarded(request: HttpRequest, pk: UUID) -> HttpResponse:
        try:
            return view(request, pk)
        except HeaderNotFound:
            return redirect("imports:draft_columns", pk)

    return guarded


@require_http_methods(["GET", "POST"])
@require(Permission.IMPORT_GRADUATES)
def draft_columns(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Every column with what it is taken for; the row of the header where none was found."""
    draft = draft_of(request, pk, BatchKind.GRADUATES)
    if not draft.is_waiting:
        return closed(request, draft)
    seen = look_at(draft, by=request.user, pointed=PointingForm(request.GET).pointed())
    form = _form(request, draft, seen)
    if request.method == "POST" and form.is_valid():
        done = _chosen(request, draft, form)
        if done:
            return done
        form = _renewed(request, draft, seen)
    return render(request, "imports/draft_columns.html", columns_context(draft, seen, form))


@require_POST
@require(Permission.IMPORT_GRADUATES)
def columns_forget(request: HttpRequest, pk: UUID, choice: int) -> HttpResponse:
    """Take a remembered choice back: the columns are guessed again."""
    draft = draft_of(request, pk, BatchKind.GRADUATES)
    remembered = ColumnChoice.objects.visible_to(request.user).filter(
        district=draft.district, sender=draft.school
    )
    forget_columns(choice=get_object_or_404(remembered, pk=choice), by=request.user)
    if draft.is_waiting:
        _refit(request, draft)
    messages.success(request, "Đã bỏ cách chọn cột; phần mềm tự nhận biết lại các cột.")
    return redirect("imports:draft_columns", draft.pk)


def _form(request: HttpRequest, draft: Draft, seen: SeenFile) -> ColumnsForm:
    given = request.POST if request.method == "POST" else None
    return ColumnsForm(given, headers=seen.headers, initial={"version": _version(draft)})


def _renewed(request: HttpRequest, draft: Draft, seen: SeenFile) -> ColumnsForm:
    """The same choices again, to be written on purpose the second time."""
    given = request.POST.copy()
    given["version"] = _version(draft)
    return ColumnsForm(given, headers=seen.headers)


def _version(draft: Draft) -> str:
    return version_of(choices_of(draft.district, sender_id=draft.school_id).values())


def _chosen(request: HttpRequest, draft: Draft, form: ColumnsForm) -> HttpResponse | None:
    """Keep what was chosen and go on to the check; None where somebody else was faster."""
    try:
        changed = choose_columns(
            draft=draft,
            by=request.user,
            choices=form.choices(),
            version=form.cleaned_data["version"],
        )
    except ColumnsChanged:
        messages.warning(request, CHANGED)
        return None
    except DraftClosed:
        return closed(request, draft)
    if changed:
        _refit(request, draft)
        messages.success(
            request, f"Đã ghi nhớ cách chọn {count(changed)} cột cho các danh sách cùng tiêu đề."
        )
    return redirect("imports:draft_check", draft.pk)


def _refit(request: HttpRequest, draft: Draft) -> None:
    dropped = refit(draft=draft, by=request.user)
    if dropped:
        messages.warning(
            request, f"{count(dropped)} chỗ sửa hoặc dòng bỏ qua không còn khớp với cột nên đã bỏ."
        )
