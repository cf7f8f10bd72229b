"""Recording a visit: from the plain form, or from a phone that sends when the line is back."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from districts.authority import Permission, require, scope_of
from districts.context import unit_title
from domain.outreach.cases import VISIT_LABELS
from outreach.actions.visits import CaseMoved, CaseSettled, add_visit
from outreach.case_forms import VisitForm, read_key, read_version
from outreach.models import Case, Visit
from outreach.pages.cards import state_text, visit_form
from outreach.pages.case import case_context, fresh_lines, name_of
from outreach.views.cases import case_of

MOVED = (
    "Trong khi nhập, đã có người ghi thêm về em này; nội dung đó ở bên dưới. Lượt đang nhập được "
    "giữ nguyên và chưa được ghi. Nếu vẫn cần ghi thì bấm Lưu lần nữa."
)
SETTLED = "Trường hợp này đã kết thúc ({state}); lượt vận động chưa được ghi."


@require_POST
@require(Permission.CASE_WORK)
def visit_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Record a visit; whoever was overtaken is shown what was recorded meanwhile."""
    case = _own_case(request, pk)
    form = visit_form(case, request.POST)
    wants_json = request.headers.get("Accept", "").startswith("application/json")
    if not form.is_valid():
        return _wrong(form) if wants_json else _page(request, case, form)
    try:
        visit = _record(request, case, form)
    except CaseMoved:
        lines = fresh_lines(case, _version(request) or 0)
        return _moved(case, lines) if wants_json else _page(request, case, form, lines)
    except CaseSettled:
        told = SETTLED.format(state=state_text(case, timezone.localdate()))
        if wants_json:
            return JsonResponse({"state": "gone", "sentence": told})
        messages.warning(request, told)
        return redirect("outreach:case_detail", pk)
    return _saved(request, case, visit, wants_json=wants_json)


def _own_case(request: HttpRequest, pk: int) -> Case:
    """A case that the viewer's own unit goes to."""
    own = Case.objects.visible_to(request.user).worked_by(scope_of(request.user))
    get_object_or_404(own, pk=pk)
    return case_of(request, pk)


def _record(request: HttpRequest, case: Case, form: VisitForm) -> Visit:
    return add_visit(
        case=case,
        by=request.user,
        unit_name=unit_title(request.user)[:160],
        key=read_key(request.POST.get("key", "")) or uuid4(),
        version=_version(request),
        said=form.said(),
    )


def _version(request: HttpRequest) -> int:
    # One that was tampered with fits no case: it is told as stale.
    found = read_version(request.POST.get("version", ""))
    return -1 if found is None else found


def _saved(request: HttpRequest, case: Case, visit: Visit, *, wants_json: bool) -> HttpResponse:
    label = VISIT_LABELS[visit.outcome]
    if wants_json:
        now = Case.objects.visible_to(request.user).filter(pk=case.pk).first() or case
        told = {"state": "saved", "sentence": f"✓ Đã lưu: {label}", "version": now.version}
        return JsonResponse(told)
    messages.success(request, f"Đã ghi lượt vận động {name_of(case)}: {label}.")
    if request.POST.get("next") == "case":
        return redirect("outreach:case_detail", case.pk)
    return redirect("outreach:case_list")


def _wrong(form: VisitForm) -> JsonResponse:
    errors = {name: " ".join(found) for name, found in form.errors.items()}
    return JsonResponse({"state": "wrong", "errors": errors})


def _moved(case: Case, lines: list[str]) -> JsonResponse:
    told = "Đã có người ghi thêm về em này:"
    return JsonResponse(
        {"state": "changed", "sentence": told, "theirs": lines, "version": case.version}
    )


def _page(
    request: HttpRequest, case: Case, form: VisitForm, lines: list[str] | None = None
) -> HttpResponse:
    """The case's page with the form as it was sent; what came in between stands beside it."""
    if lines:
        form.add_error(None, MOVED)
    context: dict[str, Any] = case_context(request.user, case) | {"form": form, "fresh": lines}
    context["card"]["key"] = request.POST.get("key", "")
    return render(request, "outreach/case_detail.html", context)
