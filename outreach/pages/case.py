"""One case: the child, everything that happened, and what can be done next."""

from typing import Any

from django.urls import reverse
from django.utils import timezone

from districts.authority import Permission, has_permission, scope_of
from domain.formats import birth, day
from domain.names import display_name
from domain.outreach.cases import (
    CLOSING_LABELS,
    VISIT_LABELS,
    CaseStanding,
    CaseState,
    Closing,
    Mover,
    is_overdue,
    whose_move,
)
from domain.outreach.reasons import REASON_LABELS
from outreach.models import Case, CaseRequest, CaseStep, Visit
from outreach.pages.cards import address_of, card, state_text
from outreach.places import place_names, places_near
from students.labels import PROGRAMME_LABELS
from students.rows import outcome_label


def works_on(user: Any, case: Case) -> bool:
    """Whether the user's own unit goes to the family; others look on."""
    scope = scope_of(user)
    return case.commune_id in scope.commune_ids or case.school_id in scope.school_ids


def supervises(user: Any, case: Case) -> bool:
    scope = scope_of(user)
    home = case.commune.district_id if case.commune else case.graduate.school.district_id
    return home in scope.district_ids


def sees_contacts(user: Any, case: Case) -> bool:
    """Address, guardian and phone are for whoever goes to the family, and their office."""
    return works_on(user, case) or supervises(user, case)


def case_context(user: Any, case: Case) -> dict[str, Any]:
    """The page of one case, without its form."""
    today = timezone.localdate()
    pending = case.requests.open().select_related("to_commune").first()
    home = case.commune.district if case.commune else case.graduate.school.district
    works = works_on(user, case) and has_permission(user, Permission.CASE_WORK)
    may_decide = works or supervises(user, case)
    return {
        "card": card(case, today),
        "facts": _facts(user, case, today),
        "state": state_text(case, today),
        "mover": mover_text(case, pending, today),
        "events": _events(user, case, may_undo=works),
        "near": places_near(home, case.graduate.cohort) if not case.is_settled else [],
        "places": place_names(home),
        "pending": _pending(pending),
        "is_settled": case.is_settled,
        "may_visit": works and not case.is_settled,
        "may_end": may_decide and not case.is_settled,
        "may_ask": may_decide and pending is None and case.state != CaseState.OBSERVED,
        "fresh": [],
        "store": f"luot-van-dong-{user.pk}",
        "list_url": list_url(user),
        "list_label": "Vận động",
    }


def list_url(user: Any) -> str:
    """The list a case's page leads back to."""
    works = has_permission(user, Permission.CASE_WORK)
    return reverse("outreach:case_list" if works else "outreach:case_supervision")


def _facts(user: Any, case: Case, today: Any) -> list[dict[str, str]]:
    graduate = case.graduate
    facts = [
        ("Ngày sinh", birth(graduate.birth) if graduate.birth else ""),
        ("Trường THCS", ", ".join(filter(None, [graduate.school.name, graduate.class_name]))),
        ("Tình trạng hiện tại", outcome_label(graduate)),
        ("Địa phương phụ trách", str(case.commune or "Chưa rõ nơi cư trú")),
        ("Trường phối hợp", str(case.school or "")),
        ("Ngày giao", f"{day(case.listed_on)}, đợt {case.round}"),
        ("Hạn", _due(case, today)),
    ]
    if sees_contacts(user, case):
        facts[2:2] = [
            ("Chỗ ở", address_of(graduate)),
            ("Cha, mẹ, người giám hộ", graduate.guardian),
            ("Điện thoại", graduate.phone),
            ("Diện", graduate.priority),
        ]
    return [{"label": label, "value": value} for label, value in facts if value]


def _due(case: Case, today: Any) -> str:
    if case.observed_until:
        return f"Theo dõi đến {day(case.observed_until)}"
    if case.due_on is None or case.is_settled:
        return ""
    return day(case.due_on) + (" (quá hạn)" if is_overdue(case.due_on, today) else "")


def mover_text(case: Case, pending: CaseRequest | None, today: Any) -> str:
    """Đơn vị đang xử lý."""
    standing = CaseStanding(
        CaseState(case.state), Closing(case.closing), case.due_on, case.lapses_on
    )
    mover = whose_move(standing, today=today, has_request=pending is not None)
    if mover is Mover.ASKED and pending is not None:
        return str(pending.to_commune) if pending.to_commune else "Phòng GD&ĐT"
    if mover is Mover.INSTITUTION:
        return str(case.claimed_school or "Trường, cơ sở tiếp nhận")
    if mover is Mover.COMMUNE:
        return str(case.commune or case.school)
    return "Không"


def _pending(pending: CaseRequest | None) -> dict[str, str] | None:
    if pending is None:
        return None
    return {
        "kind": pending.get_kind_display(),
        "to": str(pending.to_commune or "Phòng GD&ĐT"),
        "unit": pending.unit_name,
        "reason": pending.reason,
        "asked_on": day(timezone.localdate(pending.asked_at)),
    }


def _events(user: Any, case: Case, *, may_undo: bool) -> list[dict[str, Any]]:
    """Visits, steps and answered requests, the newest first."""
    visits = case.visits.select_related("school", "recorded_by")
    events = [visit_event(v, may_undo=may_undo and v.round == case.round) for v in visits]
    events += [_step_event(step) for step in case.steps.all()]
    answered = case.requests.filter(answered_at__isnull=False).select_related("to_commune")
    events += [_request_event(request) for request in answered]
    return sorted(events, key=lambda event: event["at"], reverse=True)


def visit_event(visit: Visit, *, may_undo: bool) -> dict[str, Any]:
    where = visit.school.name if visit.school else visit.place_text
    parts = [
        REASON_LABELS.get(visit.reason, ""),
        PROGRAMME_LABELS.get(visit.programme, ""),
        where,
        f"hẹn {day(visit.next_on)}" if visit.next_on else "",
        visit.note,
    ]
    is_past = visit.taken_back_at is not None
    return {
        "at": visit.recorded_at,
        "title": VISIT_LABELS[visit.outcome],
        "when": day(visit.visited_on),
        "text": "; ".join(filter(None, parts)),
        "who": visit.unit_name,
        "mark": "đã hoàn tác" if is_past else "",
        "undo_url": reverse("outreach:visit_take_back", args=[visit.pk])
        if may_undo and not is_past
        else "",
    }


def _step_event(step: CaseStep) -> dict[str, Any]:
    title = step.get_kind_display()
    if step.closing:
        title += f": {CLOSING_LABELS[step.closing]}"
    return {
        "at": step.recorded_at,
        "title": title,
        "when": day(timezone.localdate(step.recorded_at)),
        "text": step.text + (f" (từ {day(step.day)})" if step.day else ""),
        "who": "",
        "mark": "",
        "undo_url": "",
    }


def _request_event(request: CaseRequest) -> dict[str, Any]:
    decision = "được đồng ý" if request.is_accepted else "không được đồng ý"
    return {
        "at": request.answered_at,
        "title": f"Đề nghị {request.get_kind_display().lower()} {decision}",
        "when": day(timezone.localdate(request.answered_at)),
        "text": "; ".join(filter(None, [request.reason, request.answer])),
        "who": request.unit_name,
        "mark": "",
        "undo_url": "",
    }


def fresh_lines(case: Case, since: int) -> list[str]:
    """What was recorded latest, for whoever holds an older version of the case."""
    lines = [visit_event(v, may_undo=False) for v in case.visits.standing().order_by("-pk")[:3]]
    steps = [_step_event(s) for s in case.steps.order_by("-pk")[:1]]
    newest = sorted([*lines, *steps], key=lambda event: event["at"], reverse=True)
    number = max(1, case.version - since)
    return [
        ", ".join(filter(None, [event["when"], event["who"], event["title"], event["text"]]))
        for event in newest[:number]
    ]


def name_of(case: Case) -> str:
    return display_name(case.graduate.full_name)
