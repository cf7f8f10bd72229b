"""The office's view: every case it supervises, whose move each is, and what came of them."""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import Any
from urllib.parse import urlencode

from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone

from districts.paging import keyset_page
from domain.formats import NO_FIGURE, count, day, percent
from domain.names import display_name
from domain.outreach.measures import Measures
from domain.outreach.reasons import GROUP_LABELS, ReasonGroup
from outreach.figures import UnitMeasures, by_commune, summed
from outreach.models import Case, CaseQuerySet, CaseRequest
from outreach.pages.cards import last_text, news_lines, request_lines, state_text
from outreach.pages.case import mover_text
from outreach.supervision_forms import SupervisionForm
from students.models import Cohort

COLUMNS = (
    "listed", "acknowledged", "visited", "claimed", "returned", "false_alarms", "refused",
    "ended_otherwise", "open",
)  # fmt: skip


def cases_of(user: Any, cohort: Cohort) -> CaseQuerySet:
    return Case.objects.visible_to(user).filter(graduate__cohort=cohort)


def list_context(user: Any, cohort: Cohort, parameters: Any) -> dict[str, Any]:
    """A page of cases by name of the child, with whose move each is."""
    today = timezone.localdate()
    cases = cases_of(user, cohort)
    communes = (
        cases.filter(commune__isnull=False)
        .order_by("commune__district__code", "commune__name")
        .values_list("commune__code", "commune__name", "commune__district__name")
        .distinct()
    )
    choices = [(code, f"{name}, {district}") for code, name, district in communes]
    form = SupervisionForm(parameters, communes=choices)
    chosen = form.filter(cases, today)
    waiting = CaseRequest.objects.open().select_related("to_commune")
    with_requests = Prefetch("requests", waiting, to_attr="open_requests")
    shown = chosen.for_cards().prefetch_related(with_requests)
    page = keyset_page(shown, parameters, ("graduate__sort_key", "pk"))
    return {
        "cohort": cohort.year,
        "form": form,
        "page": page,
        "rows": [_row(case, today) for case in page.objects],
        "news": news_lines(user),
        "requests": request_lines(user),
    }


def _row(case: Case, today: date) -> dict[str, str]:
    pending = case.open_requests[0] if case.open_requests else None
    return {
        "url": reverse("outreach:case_detail", args=[case.pk]),
        "name": display_name(case.graduate.full_name),
        "school": ", ".join(filter(None, [case.graduate.school.name, case.graduate.class_name])),
        "unit": str(case.commune or "Chưa rõ nơi cư trú"),
        "hamlet": case.graduate.hamlet,
        "state": state_text(case, today),
        "mover": mover_text(case, pending, today),
        "due": day(case.due_on) if case.due_on and not case.is_settled else "",
        "late": "quá hạn" if case.due_on and case.due_on < today and not case.is_settled else "",
        "last": last_text(case),
    }


def figures_context(user: Any, cohort: Cohort, as_of: date | None) -> dict[str, Any]:
    """The figures of every unit in the viewer's reach; today's open their children."""
    cases = cases_of(user, cohort)
    districts, total = summed(cases, as_of=as_of)
    communes = by_commune(cases, as_of=as_of)
    # A past day's children are known by number, today's list may differ.
    is_linked = as_of is None
    sums = _line("Tổng cộng", "", total, {}, is_linked=is_linked)
    return {
        "cohort": cohort.year,
        "as_of": day(as_of or timezone.localdate()),
        "is_past": as_of is not None,
        "total": sums,
        "totals": [sums],
        "districts": [_line(u.name, "", u.measures, {}, is_linked=False) for u in districts],
        "communes": [
            _line(
                u.name,
                u.district if len(districts) > 1 else "",
                u.measures,
                {"commune": u.code},
                is_linked=is_linked and bool(u.code),
            )
            for u in communes
        ],
        "reasons": _reasons(total, is_linked=is_linked),
    }


def _line(
    name: str, district: str, measured: Measures, where: dict[str, str], *, is_linked: bool
) -> dict[str, Any]:
    numbers = {
        column: _number(getattr(measured, column), column, where, is_linked) for column in COLUMNS
    }
    return {
        "name": name,
        "district": district,
        "to_visit": days_text(measured.days_to_visit),
        "to_return": days_text(measured.days_to_return),
        "false_rate": percent(measured.false_alarms, measured.listed, 1),
        **numbers,
    }


def _number(number: int, column: str, where: dict[str, str], is_linked: bool) -> dict[str, str]:
    query = urlencode({"show": column, **where})
    url = f"{reverse('outreach:case_supervision')}?{query}"
    return {"text": count(number), "url": url if number and is_linked else ""}


def _reasons(total: Measures, *, is_linked: bool) -> list[dict[str, Any]]:
    return [
        {
            "label": label,
            "number": _number(
                total.refused_by.get(ReasonGroup(group), 0), "refused", {"reason": group}, is_linked
            ),
        }
        for group, label in GROUP_LABELS.items()
    ]


def days_text(days: Fraction | None) -> str:
    """A median in days: "4", "3,5", or a dash."""
    if days is None:
        return NO_FIGURE
    whole, rest = divmod(days.numerator, days.denominator)
    return f"{whole},5" if rest else count(whole)


def export_rows(units: Iterable[UnitMeasures]) -> list[list[Any]]:
    """The lines of the export, as numbers."""
    return [
        [
            unit.district, unit.name, *(getattr(unit.measures, column) for column in COLUMNS),
            days_text(unit.measures.days_to_visit), days_text(unit.measures.days_to_return),
            percent(unit.measures.false_alarms, unit.measures.listed, 1),
        ]
        for unit in units
    ]  # fmt: skip
