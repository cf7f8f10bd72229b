"""What families said of an institution waits here for its word."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from districts.authority import Permission, require, scope_of
from domain.formats import birth, day
from domain.names import display_name
from domain.outreach.cases import VISIT_LABELS
from outreach.actions.claims import ClaimGone, confirm_claim
from outreach.claim_forms import ClaimForm
from outreach.models import Case, CaseQuerySet


@require_GET
@require(Permission.CONFIRM_CLAIMS)
def claim_list(request: HttpRequest) -> HttpResponse:
    """Children said to be, or to come, here."""
    return _page(request, {})


@require_POST
@require(Permission.CONFIRM_CLAIMS)
def claim_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm that the child is in class here, which closes its case."""
    case = get_object_or_404(_claims(request), pk=pk)
    form = _form(case, request.POST)
    if not form.is_valid():
        return _page(request, {pk: form})
    try:
        confirm_claim(case=case, by=request.user, **form.cleaned_data)
    except ClaimGone:
        messages.warning(request, "Khai báo này không còn chờ đơn vị xác nhận.")
    else:
        name = display_name(case.graduate.full_name)
        messages.success(request, f"Đã xác nhận {name} đang học; đã báo cho địa phương.")
    return redirect("outreach:claim_list")


def _claims(request: HttpRequest) -> CaseQuerySet:
    scope = scope_of(request.user)
    return Case.objects.visible_to(request.user).claimed_at(scope.receiving_school_ids)


def _page(request: HttpRequest, bound: dict[int, ClaimForm]) -> HttpResponse:
    cases = _claims(request).for_cards().order_by("last_visit_on", "pk")[:60]
    lines = [_line(case, bound.get(case.pk) or _form(case)) for case in cases]
    wrong = next(iter(bound.values()), None)
    return render(request, "outreach/claim_list.html", {"lines": lines, "wrong": wrong})


def _form(case: Case, posted: Any = None) -> ClaimForm:
    last = case.visits.standing().order_by("-visited_on", "-pk").first()
    return ClaimForm(posted, case=case, programme=last.programme if last else "")


def _line(case: Case, form: ClaimForm) -> dict[str, Any]:
    graduate = case.graduate
    return {
        "pk": case.pk,
        "name": display_name(graduate.full_name),
        "birth": birth(graduate.birth) if graduate.birth else "",
        "school": ", ".join(filter(None, [graduate.school.name, graduate.class_name])),
        "said": f"{VISIT_LABELS[case.last_outcome]}, {day(case.last_visit_on)}"
        if case.last_visit_on
        else "",
        "where": str(case.claimed_school),
        "commune": str(case.commune or ""),
        "form": form,
    }
