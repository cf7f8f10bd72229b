"""The page of transfers: who was sent off, who came, and the word of the other side."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from districts.authority import Permission, require
from districts.models import School
from domain.names import display_name
from domain.outcome import Stage
from rosters import actions
from rosters.models import Link, RosterRow
from rosters.recognise import programme_of_kind
from rosters.reported import match_of, why_not_reportable
from rosters.transfers import pages
from rosters.transfers.book import origin_of, own_institutions, words_between
from students.cohorts import default_cohort
from students.models import Destination

ACCEPTED = "Đã báo tiếp nhận {name}. Nơi chuyển đi thấy điều này ở trang Chuyển trường."
REFUSED = "Đã báo {name} không đến. Nơi chuyển đi thấy điều này ở trang Chuyển trường."
LEFT = "Đã báo {name} chuyển đi; học sinh không còn được tính là đang học tại đơn vị."
UNDONE = "Đã hoàn tác thông tin chuyển trường của {name}."
NO_ORIGIN = "Không có nơi nào khác đang nhận học sinh này nên không có việc chuyển trường."
NO_ANSWER = "Chọn tiếp nhận hoặc không đến; chưa ghi gì."


@require_GET
@require(Permission.REVIEW_LINKS)
def transfer_list(request: HttpRequest) -> HttpResponse:
    """Transfers of the viewer's institutions: those that wait for a word first."""
    cohort = default_cohort()
    institutions = School.objects.visible_to(request.user).receiving().values("pk")
    return render(
        request,
        "rosters/transfers/transfer_list.html",
        pages.list_context(request.user, institutions, cohort),
    )


@require_POST
@require(Permission.KEEP_ROSTER)
def transfer_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """The other side's word about one statement: came, never came, or may go."""
    said = _statement(request, "other_school", pk)
    answers = {"accept": _accept, "refuse": _refuse, "leave": _leave}
    answer = answers.get(request.POST.get("choice", ""))
    if answer is None or (said.stage == Stage.TRANSFERRED) == (answer is _leave):
        messages.warning(request, NO_ANSWER)
        return redirect("rosters:transfer_list")
    return _told(request, said, lambda: answer(said, request.user))


@require_POST
@require(Permission.KEEP_ROSTER)
def transfer_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back what the own institution said of a transfer."""
    said = _statement(request, "school", pk)

    def take_back() -> str:
        actions.take_back_word(said=said, by=request.user)
        return UNDONE

    return _told(request, said, take_back)


@require_POST
@require(Permission.KEEP_ROSTER)
def row_arrival(request: HttpRequest, pk: int) -> HttpResponse:
    """A child on the own list, whom another institution claims, came from there."""
    rows = RosterRow.objects.visible_to(request.user).select_related(
        "version__roster__institution", "version__roster__cohort"
    )
    row = get_object_or_404(rows, pk=pk)
    roster, link = row.version.roster, match_of(row)
    if roster.institution_id not in own_institutions(request.user):
        raise Http404
    origin = origin_of(link, roster.institution_id) if link else None
    if link is None or origin is None or (why_not_reportable(row, link)):
        messages.warning(request, why_not_reportable(row, link) or NO_ORIGIN)
        return redirect("rosters:row_detail", row.pk)
    _report_arrival(request, row, link, origin)
    return redirect("rosters:row_detail", row.pk)


def _report_arrival(request: HttpRequest, row: RosterRow, link: Link, origin: School) -> None:
    roster = row.version.roster
    try:
        actions.report_arrival(
            graduate=link.graduate,
            programme=roster.programme,
            at=roster.institution,
            origin=origin,
            by=request.user,
        )
    except actions.TransferRefused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, ACCEPTED.format(name=display_name(row.full_name)))


def _accept(said: Destination, by: Any) -> str:
    programme = programme_of_kind(said.other_school)
    actions.accept_transfer(departure=said, programme=programme, by=by)
    return ACCEPTED


def _refuse(said: Destination, by: Any) -> str:
    programme = programme_of_kind(said.other_school)
    actions.refuse_transfer(departure=said, programme=programme, by=by)
    return REFUSED


def _leave(said: Destination, by: Any) -> str:
    actions.confirm_departure(arrival=said, by=by)
    return LEFT


def _told(request: HttpRequest, said: Destination, act: Any) -> HttpResponse:
    try:
        sentence = act()
    except actions.TransferRefused as refusal:
        messages.warning(request, str(refusal))
    else:
        name = display_name(said.graduate.full_name)
        messages.success(request, sentence.format(name=name))
    return redirect("rosters:transfer_list")


def _statement(request: HttpRequest, side: str, pk: int) -> Destination:
    """A word of a transfer on whose `side` the viewer's own institution stands."""
    words = words_between(own_institutions(request.user), side)
    return get_object_or_404(words, pk=pk)
