"""Pages of requests to correct what is kept of a child."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from districts.authority import Permission, require, scope_of
from students import actions
from students.corrections import pages
from students.corrections.actions import (
    AlreadyAsked,
    AlreadySettled,
    accept_request,
    answer_request,
    ask_correction,
    refuse_request,
)
from students.corrections.forms import AcceptForm, AskForm, RefusalForm, parts_to_ask
from students.models import CorrectionRequest
from students.views.statements import child_context, opened_graduate

ASKED = "Đã gửi đề nghị sửa “{part}”; Phòng GD&ĐT trả lời chậm nhất ngày {due}."
ASKED_BEFORE = "Đơn vị đã đề nghị sửa mục này và đang chờ trả lời; không gửi thêm lần nữa."
TAKEN_UP = "Đã tiếp nhận đề nghị; giải quyết chậm nhất ngày {due}."
ACCEPTED = "Đã chấp nhận đề nghị và ghi giá trị mới; thông tin cũ vẫn xem được trên hồ sơ."
REFUSED = "Đã trả lời không sửa; đơn vị đề nghị đọc được lý do."
SETTLED = "Đề nghị này đã được giải quyết trước đó; xem kết quả bên dưới."


@require_GET
@require(Permission.ANSWER_CORRECTION, Permission.ASK_CORRECTION)
def request_list(request: HttpRequest) -> HttpResponse:
    """Requests that wait for somebody, the most pressing first, and those settled last."""
    visible = CorrectionRequest.objects.visible_to(request.user)
    today = timezone.localdate()
    waiting = visible.open().order_by("answer_due_on", "pk")
    settled = visible.filter(settled_at__isnull=False).order_by("-settled_at")
    context = {
        "waiting": pages.request_lines(waiting, request.user, today),
        "settled": pages.request_lines(settled, request.user, today),
        "is_office": Permission.ANSWER_CORRECTION in scope_of(request.user).permissions,
    }
    return render(request, "students/corrections/request_list.html", context)


@require_GET
@require(Permission.ANSWER_CORRECTION, Permission.ASK_CORRECTION)
def request_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One request: what is asked, by whom, whose move it is, and what was answered."""
    asked = _visible(request, pk)
    return render(request, "students/corrections/request_detail.html", _context(request, asked))


@require_POST
@require(Permission.ANSWER_CORRECTION)
def request_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the request up: somebody looks into it."""
    asked = _visible(request, pk)
    if not pages.may_answer(asked, request.user):
        return _settled(request, asked)
    try:
        answer_request(request=asked, by=request.user)
    except AlreadySettled:
        return _settled(request, asked)
    messages.success(request, TAKEN_UP.format(due=f"{asked.settle_due_on:%d/%m/%Y}"))
    return redirect("students:request_detail", pk)


@require_http_methods(["GET", "POST"])
@require(Permission.ANSWER_CORRECTION)
def request_accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter what was asked for; the request is settled with it."""
    asked = _visible(request, pk)
    form = AcceptForm(request.POST or None, user=request.user, request=asked)
    if not pages.may_answer(asked, request.user) or not form.is_within_reach:
        return _settled(request, asked)
    if request.method == "POST" and form.is_valid():
        try:
            _accept(request, asked, form)
        except AlreadySettled:
            return _settled(request, asked)
        except actions.KeyTaken as taken:
            form.tell_taken(taken)
        except actions.GraduateChanged:
            form.renew(_visible(request, pk).graduate)
        else:
            messages.success(request, ACCEPTED)
            return redirect("students:request_detail", pk)
    context = _context(request, asked) | {"form": form, "versions": form.both_versions()}
    return render(request, "students/corrections/request_accept.html", context)


@require_http_methods(["GET", "POST"])
@require(Permission.ANSWER_CORRECTION)
def request_refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave the record as it is, and say why."""
    asked = _visible(request, pk)
    if not pages.may_answer(asked, request.user):
        return _settled(request, asked)
    form = RefusalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            refuse_request(request=asked, by=request.user, **form.cleaned_data)
        except AlreadySettled:
            return _settled(request, asked)
        messages.success(request, REFUSED)
        return redirect("students:request_detail", pk)
    context = _context(request, asked) | {"form": form}
    return render(request, "students/corrections/request_refuse.html", context)


@require_http_methods(["GET", "POST"])
@require(Permission.ASK_CORRECTION)
def correction_ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the district office for what a THCS may not change of its own graduate."""
    graduate = opened_graduate(request, pk)
    form = AskForm(request.POST or None, parts=parts_to_ask(graduate, is_own=True))
    if request.method == "POST" and form.is_valid():
        try:
            asked = ask_correction(
                graduate=graduate,
                named_as=graduate.full_name,
                asked_from=graduate.school,
                by=request.user,
                **form.cleaned_data,
            )
        except AlreadyAsked:
            messages.warning(request, ASKED_BEFORE)
        else:
            messages.success(request, asked_text(asked))
        return redirect("students:graduate_detail", pk)
    context = child_context(graduate) | {"form": form}
    return render(request, "students/corrections/correction_ask.html", context)


def asked_text(asked: CorrectionRequest) -> str:
    """What is said to who asked."""
    due = f"{asked.answer_due_on:%d/%m/%Y}"
    return ASKED.format(part=asked.get_part_display(), due=due)


def _visible(request: HttpRequest, pk: int) -> CorrectionRequest:
    visible = CorrectionRequest.objects.visible_to(request.user)
    return get_object_or_404(visible.select_related(*pages.RELATED), pk=pk)


def _accept(request: HttpRequest, asked: CorrectionRequest, form: AcceptForm) -> None:
    accept_request(
        request=asked,
        by=request.user,
        version=form.cleaned_data["version"],
        values=form.values(),
        answer=form.cleaned_data["reason"],
    )


def _settled(request: HttpRequest, asked: CorrectionRequest) -> HttpResponse:
    messages.warning(request, SETTLED)
    return redirect("students:request_detail", asked.pk)


def _context(request: HttpRequest, asked: CorrectionRequest) -> dict:
    scope = scope_of(request.user)
    sees_child = Permission.SEE_GRADUATES in scope.permissions
    return {
        "request_pk": asked.pk,
        "full_name": pages.name_for(request.user, asked),
        "entries": pages.request_entries(asked, timezone.localdate()),
        "graduate_pk": asked.graduate_id if sees_child else None,
        "may_answer": pages.may_answer(asked, request.user),
        "is_taken_up": asked.answered_at is not None,
    }
