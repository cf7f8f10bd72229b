"""Saying what the columns of a file are, the same for every kind of list."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from domain.formats import count
from imports.choosing import ColumnsChanged, choose_columns, forget_columns
from imports.column_choices import LABELS, Sender, version_of
from imports.forms_columns import ColumnsForm, PointingForm
from imports.headers import Understood, look_at
from imports.models import ColumnChoice, Draft
from imports.pages.columns import columns_context
from imports.steps import closed, tell_dropped
from imports.uploads import DraftClosed

CHANGED = (
    "Người khác vừa chọn cột khác cho danh sách cùng tiêu đề; chưa ghi gì. Cột “Vì sao” cho biết "
    "lựa chọn của người đó; bấm lần nữa để ghi lựa chọn dưới đây."
)


@dataclass(frozen=True)
class ColumnsPage:
    """The page of one draft: whose choices hold, how the file is read, and the names of pages.

    `understand` raises UnreadableFile; `refit` drops what no longer fits columns that mean
    something else now, and returns how much.
    """

    draft: Draft
    sender: Sender
    understand: Callable[[], Understood]
    refit: Callable[[], int]
    own_page: str
    forget_page: str
    next_page: str
    steps: str

    @property
    def version(self) -> str:
        return version_of(self.sender.choices.values())


def answer_columns(request: HttpRequest, page: ColumnsPage) -> HttpResponse:
    """Every column with what it is taken for; the row of the header where none was found."""
    if not page.draft.is_waiting:
        return closed(request, page.draft)
    seen = look_at(page.draft, page.understand, pointed=PointingForm(request.GET).pointed())
    labels = LABELS[page.draft.kind]
    given = request.POST if request.method == "POST" else None
    initial = {"version": page.version}
    form = ColumnsForm(given, headers=seen.headers, labels=labels, initial=initial)
    if request.method == "POST" and form.is_valid():
        done = _chosen(request, page, form)
        if done:
            return done
        # The same choices again, to be written on purpose the second time.
        again = request.POST.copy()
        again["version"] = page.version
        form = ColumnsForm(again, headers=seen.headers, labels=labels)
    context = columns_context(page.draft, seen, form, page.forget_page) | {"steps": page.steps}
    return render(request, "imports/draft_columns.html", context)


def answer_forget(request: HttpRequest, page: ColumnsPage, choice: int) -> HttpResponse:
    """Take a remembered choice back: the columns are guessed again."""
    remembered = ColumnChoice.objects.visible_to(request.user).filter(
        kind=page.sender.kind, district=page.sender.district, sender=page.sender.school_id
    )
    forget_columns(choice=get_object_or_404(remembered, pk=choice), by=request.user)
    if page.draft.is_waiting:
        tell_dropped(request, page.refit(), fits="cột")
    messages.success(request, "Đã bỏ cách chọn cột; phần mềm tự nhận biết lại các cột.")
    return redirect(page.own_page, page.draft.pk)


def _chosen(request: HttpRequest, page: ColumnsPage, form: ColumnsForm) -> HttpResponse | None:
    """Keep what was chosen and go on to the check; None where somebody else was faster."""
    try:
        changed = choose_columns(
            draft=page.draft,
            sender=page.sender,
            by=request.user,
            choices=form.choices(),
            version=form.cleaned_data["version"],
        )
    except ColumnsChanged:
        messages.warning(request, CHANGED)
        return None
    except DraftClosed:
        return closed(request, page.draft)
    if changed:
        tell_dropped(request, page.refit(), fits="cột")
        messages.success(
            request, f"Đã ghi nhớ cách chọn {count(changed)} cột cho các danh sách cùng tiêu đề."
        )
    return redirect(page.next_page, page.draft.pk)
