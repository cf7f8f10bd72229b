"""The officer's cards, one case, and what is done with it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from audit.actions import record_event
from districts.authority import Permission, require, scope_of
from districts.context import unit_title
from domain.outreach.cases import Closing
from outreach import verbs
from outreach.actions.news import read_news
from outreach.actions.requests import CaseChanged, RequestPending, answer, ask, end_case
from outreach.actions.visits import VisitTakenBack, take_back_visit
from outreach.case_forms import AnswerForm, EndForm, RequestForm, read_version
from outreach.models import Case, CaseRequest, Visit
from outreach.pages.cards import list_context, print_context, visit_form
from outreach.pages.case import case_context, list_url, name_of, supervises, works_on
from outreach.places import communes_of
from students.cohorts import default_cohort

CHANGED = "Trường hợp này vừa có người ghi thêm; xem lại diễn biến rồi làm lại nếu vẫn cần."
PENDING = "Trường hợp này đang có một đề nghị chờ trả lời."
ANSWERED = "Đề nghị này đã được trả lời."


@require_GET
@require(Permission.CASE_WORK)
def case_list(request: HttpRequest) -> HttpResponse:
    """The cards of the viewer's commune or school; that they were read is recorded."""
    cohort = default_cohort()
    if cohort is None:
        return render(request, "outreach/case_list.html", {"groups": [], "cohort": ""})
    context = list_context(request.user, cohort, request.GET)
    number = sum(len(group["cards"]) for group in context["groups"])
    record_event(by=request.user, verb=verbs.CASES_READ, count=number)
    return render(request, "outreach/case_list.html", context)


@require_GET
@require(Permission.CASE_WORK)
def case_print(request: HttpRequest) -> HttpResponse:
    """Sheets to take along where there is no phone or no line."""
    cohort = default_cohort()
    context: dict[str, Any] = {"sheets": []}
    if cohort is not None:
        context = print_context(request.user, cohort, request.GET)
    record_event(by=request.user, verb=verbs.CASES_READ, count=sum(map(len, context["sheets"])))
    return render(request, "outreach/case_print.html", context)


@require_GET
@require(Permission.CASE_WORK, Permission.SUPERVISE_CASES)
def case_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything of one case; opening it is recorded."""
    case = case_of(request, pk)
    record_event(by=request.user, verb=verbs.CASE_READ, about=case, count=1)
    context = case_context(request.user, case)
    context["form"] = visit_form(case) if context["may_visit"] else None
    return render(request, "outreach/case_detail.html", context)


@require_POST
@require(Permission.CASE_WORK)
def visit_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo a visit recorded by mistake."""
    own = Case.objects.visible_to(request.user).worked_by(scope_of(request.user))
    visit = get_object_or_404(Visit.objects.select_related("statement"), pk=pk, case__in=own)
    try:
        take_back_visit(visit=visit, by=request.user)
    except VisitTakenBack:
        messages.warning(request, "Lượt này đã được hoàn tác trước đó.")
    else:
        messages.success(request, "Đã hoàn tác lượt vận động; lượt đó vẫn xem được bên dưới.")
    return redirect("outreach:case_detail", visit.case_id)


@require_http_methods(["GET", "POST"])
@require(Permission.CASE_WORK, Permission.SUPERVISE_CASES)
def case_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a case by hand, which is never a return."""
    case = decided_by(request, pk)
    form = EndForm(request.POST or None, initial={"version": case.version})
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            end_case(
                case=case, by=request.user, version=read_version(values["version"]) or 0,
                closing=Closing(values["closing"]), note=values["note"],
            )  # fmt: skip
        except CaseChanged:
            messages.warning(request, CHANGED)
        else:
            messages.success(request, f"Đã kết thúc vận động {name_of(case)}.")
        return redirect("outreach:case_detail", pk)
    context = {"form": form, "name": name_of(case), "pk": pk, "list_url": list_url(request.user)}
    return render(request, "outreach/case_end.html", context)


@require_http_methods(["GET", "POST"])
@require(Permission.CASE_WORK, Permission.SUPERVISE_CASES)
def case_request(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask another unit to take the case over, or the office to open it again."""
    case = decided_by(request, pk)
    communes = communes_of(case.graduate.cohort.year)
    form = RequestForm(request.POST or None, case=case, communes=communes)
    if request.method == "POST" and form.is_valid():
        try:
            ask(
                case=case, by=request.user, unit_name=unit_title(request.user)[:160],
                kind=form.kind, **form.cleaned_data,
            )  # fmt: skip
        except (CaseChanged, RequestPending) as refusal:
            told = PENDING if isinstance(refusal, RequestPending) else CHANGED
            messages.warning(request, told)
        else:
            messages.success(request, "Đã gửi đề nghị; nơi nhận trả lời thì có trong diễn biến.")
        return redirect("outreach:case_detail", pk)
    context = {
        "form": form, "name": name_of(case), "pk": pk, "is_transfer": not case.is_settled,
        "list_url": list_url(request.user),
    }  # fmt: skip
    return render(request, "outreach/case_request.html", context)


@require_POST
@require(Permission.CASE_WORK, Permission.SUPERVISE_CASES)
def request_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Agree to a request, or not."""
    asked = CaseRequest.objects.for_answer(scope_of(request.user)).select_related("case")
    found = get_object_or_404(asked, pk=pk)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        messages.warning(request, "Chọn đồng ý hoặc từ chối.")
        return redirect(list_url(request.user))
    accepted = form.cleaned_data["decision"] == "yes"
    try:
        answer(
            request=found, by=request.user, is_accepted=accepted, text=form.cleaned_data["answer"]
        )
    except CaseChanged:
        messages.warning(request, ANSWERED)
    else:
        messages.success(request, "Đã trả lời đề nghị.")
    return redirect(list_url(request.user))


@require_POST
@require(Permission.CASE_WORK, Permission.SUPERVISE_CASES)
def news_read(request: HttpRequest) -> HttpResponse:
    """Mark the news of the viewer's unit as seen."""
    read_news(by=request.user)
    return redirect(list_url(request.user))


def case_of(request: HttpRequest, pk: int) -> Case:
    """The case, within the viewer's scope."""
    cases = Case.objects.visible_to(request.user).for_cards()
    related = cases.select_related(
        "graduate__cohort", "graduate__school__district", "commune__district", "school",
        "claimed_school",
    )  # fmt: skip
    return get_object_or_404(related, pk=pk)


def decided_by(request: HttpRequest, pk: int) -> Case:
    """A case that the viewer's unit works on or supervises; others only look on."""
    case = case_of(request, pk)
    if works_on(request.user, case) or supervises(request.user, case):
        return case
    return get_object_or_404(Case.objects.none())
