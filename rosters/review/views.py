"""Deciding which graduate a row is: one after another, many alike at once, and taking it back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.messages import get_messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from districts.authority import Permission, require
from domain.formats import count
from rosters import actions
from rosters.models import LinkDecision, RosterRow
from rosters.review import pages
from rosters.review.bounds import Bounds
from rosters.review.compare import Difference
from rosters.review.conflicts import conflict_lines, conflicting, settled_lines
from rosters.review.forms import read_answer, read_shown, read_ticked, ticked_answers
from rosters.review.queue import (
    MOST_TOGETHER,
    RELATED,
    groups,
    next_row,
    open_rows,
    reaches_whole_act,
    row_of,
    said,
)
from students.cohorts import default_cohort

UNDONE = "Đã hoàn tác quyết định: {said}."
BACK = {"row": "rosters:row_detail", "conflicts": "rosters:conflict_list"}
REJECTED = "Đã ghi: dòng này không phải học sinh đó. Nhầm thì hoàn tác ở trang Đã quyết định."
ACCEPTED = "Đã khớp {number} trường hợp. Cần thì hoàn tác cả lần này ở trang Đã quyết định."
NOTHING_TICKED = "Chưa chọn trường hợp nào; chưa ghi gì."
NO_ANSWER = "Chọn một học sinh, hoặc chọn không ai trong số này, hoặc để sau."
CHANGED = "Có trường hợp vừa được quyết định hoặc đối chiếu lại; chưa ghi gì, xem lại danh sách."
FOREIGN_ACT = (
    "Lần quyết định này có cả trường hợp của đơn vị khác nên không hoàn tác ở đây được; "
    "đề nghị Phòng GD&ĐT hoặc Sở GD&ĐT."
)


@require_GET
@require(Permission.REVIEW_LINKS)
def review_list(request: HttpRequest) -> HttpResponse:
    """What waits, by institution, and what differs in one thing only."""
    context = pages.list_context(request.user, Bounds.read(request.GET))
    return render(request, "rosters/review/review_list.html", context)


@require_GET
@require(Permission.REVIEW_LINKS)
def review_next(request: HttpRequest) -> HttpResponse:
    """The row to be decided next; where none is left, what remains."""
    bounds = Bounds.read(request.GET)
    return _card_page(request, bounds, _next(request, bounds))


@require_GET
@require(Permission.REVIEW_LINKS)
def review_row(request: HttpRequest, pk: int) -> HttpResponse:
    """One row in review; a row that is decided is told on its own page."""
    row = _row(request, pk)
    institution = row.version.roster.institution.code
    bounds = Bounds(institution=institution)
    if not bounds.rows(request.user).filter(pk=pk).exists():
        return redirect("rosters:row_detail", pk)
    return _card_page(request, bounds, row)


@require_POST
@require(Permission.REVIEW_LINKS)
def review_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the answer in and show the next row at once."""
    row = _row(request, pk)
    bounds = Bounds.read(request.POST)
    posted = request.POST
    shown = read_shown(posted.get("shown", ""))
    answer = read_answer(row, posted.get("choice", ""), posted.get("seen", ""), shown)
    if answer is None:
        messages.warning(request, NO_ANSWER)
        return _go_on(request, bounds, row)
    is_written = _decide(request, answer)
    if posted.get("back") in BACK:
        if is_written:
            messages.success(request, REJECTED)
        return redirect(BACK[posted["back"]], *([pk] if posted["back"] == "row" else []))
    bounds = Bounds(bounds.institution, bounds.district, bounds.is_later, after=row.pk)
    return _go_on(request, bounds, _next(request, bounds))


@require_http_methods(["GET", "POST"])
@require(Permission.REVIEW_LINKS)
def review_together(request: HttpRequest) -> HttpResponse:
    """Accept all rows that differ from their only candidate in one thing, after looking."""
    posted = request.POST if request.method == "POST" else request.GET
    bounds, kind = Bounds.read(posted), posted.get("kind", "")
    if kind not in set(Difference):
        return redirect(bounds.url("review_list"))
    if request.method == "POST" and _accept_ticked(request, bounds):
        return redirect(bounds.url("review_list"))
    found = groups(bounds.rows(request.user)).get(Difference(kind), [])
    context = pages.together_context(bounds, found, Difference(kind))
    return render(request, "rosters/review/review_together.html", context)


@require_GET
@require(Permission.REVIEW_LINKS)
def decided_list(request: HttpRequest) -> HttpResponse:
    """What was decided and stands, newest first, each to be taken back."""
    bounds = Bounds.read(request.GET)
    before = read_shown(request.GET.get("before", ""))
    lines, older = pages.decided_lines(request.user, bounds, before[0] if before else None)
    context = {"lines": lines, "older_url": older, "list_url": bounds.url("review_list")}
    return render(request, "rosters/review/decided_list.html", context)


@require_POST
@require(Permission.REVIEW_LINKS)
def act_undo(request: HttpRequest, act: UUID) -> HttpResponse:
    """Take one act back; of a single row the card is shown again."""
    visible = LinkDecision.objects.visible_to(request.user).filter(act_id=act)
    if not visible:
        raise Http404
    bounds, row = Bounds.read(request.POST), None
    if reaches_whole_act(visible, act):
        row = _undo(request, act)
    else:
        messages.warning(request, FOREIGN_ACT)
    if request.POST.get("back") == "decided":
        return redirect(bounds.url("decided_list"))
    return _go_on(request, bounds, row or _next(request, bounds))


@require_GET
@require(Permission.ENTER_ON_BEHALF)
def conflict_list(request: HttpRequest) -> HttpResponse:
    """Children whom two institutions claim, both sides beside each other."""
    cohort = default_cohort()
    context = {
        "count_text": count(conflicting(request.user, cohort).count()) if cohort else "0",
        "lines": conflict_lines(request.user, cohort) if cohort else [],
        "settled": settled_lines(request.user, cohort) if cohort else [],
        "list_url": reverse("rosters:review_list"),
    }
    return render(request, "rosters/review/conflict_list.html", context)


def _row(request: HttpRequest, pk: int) -> RosterRow:
    visible = RosterRow.objects.visible_to(request.user).select_related(*RELATED)
    return get_object_or_404(visible, pk=pk)


def _next(request: HttpRequest, bounds: Bounds) -> RosterRow | None:
    return next_row(bounds.rows(request.user), later=bounds.is_later, after=bounds.after)


def _undo(request: HttpRequest, act: UUID) -> RosterRow | None:
    """The row that the act was about, when it was one and waits again."""
    try:
        taken = actions.undo_act(act=act, by=request.user)
    except actions.NotDecidable as refusal:
        messages.warning(request, str(refusal))
        return None
    messages.success(request, UNDONE.format(said=said(taken)))
    return row_of(taken, open_rows(request.user))


def _decide(request: HttpRequest, answer: actions.Answer) -> bool:
    try:
        actions.decide(answers=[answer], by=request.user)
    except actions.NotDecidable as refusal:
        messages.warning(request, str(refusal))
        return False
    return True


def _accept_ticked(request: HttpRequest, bounds: Bounds) -> bool:
    """Whether the ticked rows were accepted; all of them or none."""
    ticked = read_ticked(request.POST.getlist("row"))[:MOST_TOGETHER]
    answers = ticked_answers(ticked, bounds.rows(request.user))
    if len(answers) != len(ticked):
        messages.warning(request, CHANGED)
        return False
    if not answers:
        messages.warning(request, NOTHING_TICKED)
        return False
    try:
        actions.decide(answers=answers, by=request.user)
    except actions.NotDecidable as refusal:
        messages.warning(request, f"{refusal} {CHANGED}")
        return False
    messages.success(request, ACCEPTED.format(number=count(len(answers))))
    return True


def _go_on(request: HttpRequest, bounds: Bounds, row: RosterRow | None) -> HttpResponse:
    """The next card: alone for the script that asked for it, else by its address."""
    if request.headers.get("HX-Request") == "true":
        return _card_page(request, bounds, row, "rosters/review/_card.html")
    if row is None:
        return redirect(bounds.url("review_next"))
    if row == _next(request, Bounds(bounds.institution, bounds.district, bounds.is_later)):
        return redirect(bounds.url("review_next"))
    return redirect("rosters:review_row", row.pk)


def _card_page(
    request: HttpRequest,
    bounds: Bounds,
    row: RosterRow | None,
    template: str = "rosters/review/review_card.html",
) -> HttpResponse:
    """Whose card is shown has been looked at: it is recorded."""
    context: dict[str, Any] = pages.card_context(request.user, bounds, row)
    if context["card"] and row:
        actions.record_row_read(row=row, link=None, by=request.user)
    is_part = template != "rosters/review/review_card.html"
    context["told"] = list(get_messages(request)) if is_part else []
    return render(request, template, context)
