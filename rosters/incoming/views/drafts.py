"""A roster that is being checked: what it says, check, confirm, each at its own address."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from districts.authority import Permission, require
from domain.formats import count
from imports.drafts import decide
from imports.models import BatchKind, Draft
from imports.read_files import SourceFile
from imports.steps import (
    CHANGED,
    closed,
    draft_of,
    marked_file,
    mended_file,
    tell_dropped,
)
from imports.uploads import DraftClosed, PlanChanged
from rosters.actions import OlderRoster
from rosters.incoming import drafts, pages
from rosters.incoming.forms import (
    ConfirmForm,
    PartForm,
    SaysForm,
)
from rosters.incoming.forms_words import WordsForm
from rosters.incoming.plan import RosterCheck, check_of, plan_of
from rosters.incoming.understanding import needs_part
from rosters.incoming.views.columns import columns_first

UNCHANGED = "Không có gì thay đổi: đúng tệp này đang được dùng."


@require_http_methods(["GET", "POST"])
@require(Permission.IMPORT_ROSTER)
@columns_first
def draft_says(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What the list is: what was read and from where, and what only its sender knows."""
    draft = _draft(request, pk)
    if not draft.is_waiting:
        return closed(request, draft)
    check = check_of(draft)
    given: Any = request.POST if request.method == "POST" else None
    form = SaysForm(given, check=check, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            drafts.answer(draft=draft, reading=check.reading, answers=form.answers())
            tell_dropped(request, drafts.refit(draft=draft), fits="cột của đơn vị đã chọn")
        except DraftClosed:
            return closed(request, draft)
        return redirect("rosters:draft_part", draft.pk)
    return render(request, "rosters/incoming/draft_says.html", pages.says_context(check, form))


@require_http_methods(["GET", "POST"])
@require(Permission.IMPORT_ROSTER)
@columns_first
def draft_part(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Whether the file takes the place of a list in force or stands beside it."""
    draft = _draft(request, pk)
    check, elsewhere = _answered(request, draft)
    if elsewhere:
        return elsewhere
    form = PartForm(request.POST if request.method == "POST" else None, check=check)
    if not form.lists:
        return redirect("rosters:draft_check", draft.pk)
    if request.method == "POST" and form.is_valid():
        try:
            drafts.answer_part(draft=draft, part=form.part())
        except DraftClosed:
            return closed(request, draft)
        return redirect("rosters:draft_check", draft.pk)
    context = pages.draft_context(draft, 2) | {
        "form": form,
        "facts": pages.said_facts(check.found),
    }
    return render(request, "rosters/incoming/draft_part.html", context)


@require_http_methods(["GET", "POST"])
@require(Permission.IMPORT_ROSTER)
@columns_first
def draft_check(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What is doubtful, by cause; a name of a school is decided for all its rows at once."""
    draft = _draft(request, pk)
    check, elsewhere = _answered(request, draft, with_part=True)
    if elsewhere:
        return elsewhere
    causes = pages.check_causes(check)
    given: Any = request.POST if request.method == "POST" else None
    form = WordsForm(given, causes=causes, check=check)
    if request.method == "POST" and form.is_valid():
        decided = decide(draft=draft, by=request.user, decisions=form.decisions())
        text = f"Đã ghi nhớ {count(decided)} cách hiểu." if decided else "Chưa chọn cách hiểu nào."
        messages.info(request, text)
        return redirect("rosters:draft_check", draft.pk)
    context = pages.check_context(check, causes, form)
    return render(request, "rosters/incoming/draft_check.html", context)


@require_POST
@require(Permission.IMPORT_ROSTER)
@columns_first
def draft_marked(request: HttpRequest, pk: UUID) -> HttpResponse | FileResponse:
    """Their own workbook with the doubtful cells coloured and explained."""
    draft = _draft(request, pk)
    if not draft.is_waiting:
        return closed(request, draft)
    reading = check_of(draft).reading
    return marked_file(request, draft, reading.issues, number=len(reading.rows))


@require_http_methods(["GET", "POST"])
@require(Permission.IMPORT_ROSTER)
def draft_replace(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The same list again, mended in Excel."""
    draft = _draft(request, pk)

    def take(source: SourceFile) -> int:
        return drafts.replace_file(draft=draft, source=source)

    return mended_file(request, draft, take, pages.draft_context(draft, 3))


@require_http_methods(["GET", "POST"])
@require(Permission.IMPORT_ROSTER)
@columns_first
def draft_confirm(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The last look before anything changes, and the change itself."""
    draft = _draft(request, pk)
    check, elsewhere = _answered(request, draft, with_part=True)
    if elsewhere:
        return elsewhere
    if not check.reading.pupils:
        return redirect("rosters:draft_check", draft.pk)
    plan = plan_of(check)
    form = ConfirmForm(request.POST if request.method == "POST" else None, plan=plan)
    if request.method == "POST" and form.is_valid():
        done = _taken_in(request, draft, form)
        if done:
            return done
        plan = plan_of(check_of(draft))
        form = ConfirmForm(plan=plan)
    return render(request, "rosters/incoming/draft_confirm.html", pages.confirm_context(plan, form))


def _draft(request: HttpRequest, pk: UUID) -> Draft:
    return draft_of(request, pk, BatchKind.ROSTER)


def _answered(
    request: HttpRequest, draft: Draft, *, with_part: bool = False
) -> tuple[RosterCheck, HttpResponse | None]:
    """The file as answered; or the page where it stands, while something is still to be asked."""
    if not draft.is_waiting:
        return None, closed(request, draft)
    check = check_of(draft)
    if check.found is None:
        return check, redirect("rosters:draft_says", draft.pk)
    if with_part and needs_part(draft, check.found):
        return check, redirect("rosters:draft_part", draft.pk)
    return check, None


def _taken_in(request: HttpRequest, draft: Draft, form: ConfirmForm) -> HttpResponse | None:
    """Take the draft in and go to its result; None where it must be looked at again."""
    given = form.cleaned_data
    try:
        batch = drafts.take_in(
            draft=draft,
            by=request.user,
            fingerprint=given["fingerprint"],
            accept_older=bool(given.get("accept_older")),
        )
    except (PlanChanged, OlderRoster):
        messages.warning(request, CHANGED)
        return None
    except DraftClosed:
        return closed(request, draft)
    if batch is None:
        messages.info(request, UNCHANGED)
        return redirect("imports:batch_list")
    messages.success(request, f"Đã nhập danh sách {count(batch.counts['rows'])} học sinh.")
    return redirect("rosters:version_detail", batch.pk)
