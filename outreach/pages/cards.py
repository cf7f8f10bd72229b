"""The cards a commune's officer works through, by hamlet, in the order of going."""

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django.urls import reverse
from django.utils import timezone

from districts.authority import scope_of
from districts.context import unit_title
from domain.formats import birth, count, day
from domain.names import display_name, fold
from domain.outcome import Outcome
from domain.outreach.cases import (
    CLOSING_LABELS,
    STATE_LABELS,
    VISIT_LABELS,
    CaseState,
    has_lapsed,
    is_overdue,
)
from domain.outreach.order import Visitable, placement
from domain.outreach.reasons import REASON_LABELS
from outreach.case_forms import CardFilterForm, VisitForm
from outreach.models import Case, CaseNotice, CaseRequest
from outreach.places import place_names
from students.models import Cohort, Graduate

PAGE = 30
NO_HAMLET = "Chưa ghi ấp, khu phố"


def own_cases(user: Any, cohort: Cohort) -> list[Case]:
    """Every case of the year that the user's commune or school works on, read once."""
    cases = Case.objects.visible_to(user).worked_by(scope_of(user))
    return list(cases.filter(graduate__cohort=cohort).for_cards())


def list_context(user: Any, cohort: Cohort, parameters: Any) -> dict[str, Any]:
    """The page of cards."""
    today = timezone.localdate()
    cases = own_cases(user, cohort)
    hamlets = sorted({c.graduate.hamlet for c in cases if c.graduate.hamlet}, key=fold)
    form = CardFilterForm(parameters or {"show": "open"}, hamlets=hamlets)
    hamlet, show = form.chosen()
    chosen = [c for c in cases if _is_shown(c, show, today)]
    chosen = [c for c in chosen if not hamlet or c.graduate.hamlet == hamlet]
    ordered = in_order(chosen, today)
    start = _start(parameters, len(ordered))
    shown = ordered[start : start + PAGE]
    to_do = [c for c in cases if _is_shown(c, "open", today)]
    late = sum(is_overdue(c.due_on, today) for c in to_do)
    return {
        "cohort": cohort.year,
        "form": form,
        "groups": _groups(shown, today, with_form=show != "settled"),
        "summary": _summary(len(to_do), late),
        "show_text": dict(CardFilterForm.SHOW)[show],
        "count_text": f"{count(len(ordered))} em",
        "pages": _pages(parameters, start, len(ordered)),
        "news": news_lines(user),
        "requests": request_lines(user),
        "places": place_names(_home(shown[0])) if shown else [],
        "store": f"luot-van-dong-{user.pk}",
        "print_url": f"{reverse('outreach:case_print')}?{parameters.urlencode()}",
    }


def print_context(user: Any, cohort: Cohort, parameters: Any) -> dict[str, Any]:
    """Sheets to take along: eight to a page, the same children in the same order."""
    today = timezone.localdate()
    cases = own_cases(user, cohort)
    hamlets = sorted({c.graduate.hamlet for c in cases if c.graduate.hamlet}, key=fold)
    hamlet, _ = CardFilterForm(parameters, hamlets=hamlets).chosen()
    chosen = [c for c in cases if _is_shown(c, "open", today)]
    chosen = [c for c in chosen if not hamlet or c.graduate.hamlet == hamlet]
    cards = [card(c, today) for c in in_order(chosen, today)]
    return {
        "sheets": [cards[start : start + 8] for start in range(0, len(cards), 8)],
        "outcomes": list(VISIT_LABELS.values()),
        "count_text": f"{count(len(cards))} em",
        "unit": unit_title(user),
        "hamlet": hamlet,
        "day": day(today),
        "cohort": cohort.year,
    }


def _is_shown(case: Case, show: str, today: Any) -> bool:
    waits = case.state == CaseState.CLAIMED and not has_lapsed(case.lapses_on, today)
    if show == "settled":
        return case.is_settled
    if show == "claimed":
        return waits
    return not case.is_settled and not waits


def in_order(cases: list[Case], today: Any) -> list[Case]:
    """Hamlet by hamlet, the one with the most urgent child first, within it in the order of
    visits.
    """
    keys = {case.pk: (*visit_order(case, today).key, case.graduate.sort_key) for case in cases}
    first: dict[str, tuple] = {}
    for case in cases:
        hamlet = case.graduate.hamlet
        first[hamlet] = min(keys[case.pk], first.get(hamlet, keys[case.pk]))
    return sorted(
        cases,
        key=lambda case: (first[case.graduate.hamlet], case.graduate.hamlet, keys[case.pk]),
    )


def visit_order(case: Case, today: Any) -> Any:
    return placement(
        Visitable(
            state=CaseState(case.state),
            listed_on=case.listed_on,
            due_on=case.due_on,
            lapses_on=case.lapses_on,
            last_visit_on=case.last_visit_on,
            last_outcome=case.last_outcome,
            in_vain=case.in_vain,
            was_known_out=case.was_known_out,
        ),
        today,
    )


def _groups(cases: Iterable[Case], today: Any, *, with_form: bool) -> list[dict[str, Any]]:
    """The cards by hamlet; the hamlet whose first card is most urgent comes first."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for case in cases:
        name = case.graduate.hamlet or NO_HAMLET
        form = visit_form(case) if with_form and not case.is_settled else None
        groups.setdefault(name, []).append(card(case, today) | {"form": form})
    return [{"name": name, "cards": cards} for name, cards in groups.items()]


def visit_form(case: Case, posted: Any = None) -> VisitForm:
    return VisitForm(posted, case=case, initial={"visited_on": timezone.localdate()})


def card(case: Case, today: Any) -> dict[str, Any]:
    """What is needed at the door, and no more."""
    graduate = case.graduate
    place = visit_order(case, today)
    return {
        "pk": case.pk,
        "version": case.version,
        "key": str(uuid4()),
        "name": display_name(graduate.full_name),
        "birth": birth(graduate.birth) if graduate.birth else "",
        "school": ", ".join(filter(None, [graduate.school.name, graduate.class_name])),
        "address": address_of(graduate),
        "guardian": graduate.guardian,
        "phone": graduate.phone,
        "why": place.why,
        "is_late": is_overdue(case.due_on, today) and not case.is_settled,
        "state": state_text(case, today),
        "last": last_text(case),
        "truth": truth_of(case),
        "url": reverse("outreach:case_detail", args=[case.pk]),
    }


def address_of(graduate: Graduate) -> str:
    """The address as written, with the hamlet where it leaves it out."""
    if fold(graduate.hamlet) in fold(graduate.residence):
        return graduate.residence
    return ", ".join(filter(None, [graduate.hamlet, graduate.residence]))


def state_text(case: Case, today: Any) -> str:
    if case.closing:
        return CLOSING_LABELS[case.closing]
    if case.state == CaseState.CLAIMED and has_lapsed(case.lapses_on, today):
        return "Cần xác minh lại"
    return STATE_LABELS[case.state]


def last_text(case: Case) -> str:
    if not case.last_visit_on:
        return ""
    reason = REASON_LABELS.get(case.last_reason, "")
    said = VISIT_LABELS[case.last_outcome] + (f" ({reason})" if reason else "")
    return f"Lượt {case.visit_count}, {day(case.last_visit_on)}: {said}"


def truth_of(case: Case) -> str:
    """What is known today beside the list: nobody goes to a family for nothing."""
    graduate = case.graduate
    if case.confirmed_on:
        return "Nhà trường xác nhận em đang học, không cần đến nhà."
    if graduate.outcome == Outcome.CONFLICT:
        return "Các trường báo khác nhau về nơi học của em; hỏi Phòng GD&ĐT trước khi đến."
    return ""


def _home(case: Case) -> Any:
    return case.commune.district if case.commune else case.graduate.school.district


def _summary(number: int, late: int) -> str:
    if not number:
        return "Không còn em nào cần vận động."
    return f"{count(number)} em cần vận động" + (f", {count(late)} em quá hạn." if late else ".")


def _start(parameters: Any, number: int) -> int:
    text = parameters.get("from", "")
    start = int(text[:6]) if text.isascii() and text.isdigit() else 0
    return start - start % PAGE if start < number else 0


def _pages(parameters: Any, start: int, number: int) -> dict[str, str]:
    def url(at: int) -> str:
        kept = parameters.copy()
        kept["from"] = str(at)
        return f"?{kept.urlencode()}"

    return {
        "previous_url": url(start - PAGE) if start else "",
        "next_url": url(start + PAGE) if start + PAGE < number else "",
    }


def news_lines(user: Any) -> list[dict[str, str]]:
    """What the user's unit has not seen yet."""
    visible = CaseNotice.objects.visible_to(user).for_unit(scope_of(user)).unread()
    notices = visible.select_related("step", "case__graduate")
    return [
        {
            "name": display_name(notice.case.graduate.full_name),
            "text": notice.step.text or notice.step.get_kind_display(),
            "kind": notice.step.get_kind_display(),
            "url": reverse("outreach:case_detail", args=[notice.case_id]),
        }
        for notice in notices.order_by("-told_at", "-pk")[:50]
    ]


def request_lines(user: Any) -> list[dict[str, Any]]:
    """Requests that wait for the user's unit."""
    scope = scope_of(user)
    asked = CaseRequest.objects.open().for_answer(scope)
    return [
        {
            "name": display_name(request.case.graduate.full_name),
            "kind": request.get_kind_display(),
            "unit": request.unit_name,
            "to": str(request.to_commune or ""),
            "reason": request.reason,
            "asked_on": day(timezone.localdate(request.asked_at)),
            "url": reverse("outreach:request_answer", args=[request.pk]),
            "case_url": reverse("outreach:case_detail", args=[request.case_id]),
        }
        for request in asked.select_related("case__graduate", "to_commune").order_by("asked_at")
    ]
