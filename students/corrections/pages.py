"""Requests as lines and as the entries of their page."""

from datetime import date
from typing import Any

from django.urls import reverse

from districts.authority import Permission, has_permission
from domain.correction import Move, Turn
from domain.formats import day
from domain.names import display_name
from students.authorship import is_officer_for
from students.models import CorrectionRequest, Graduate
from students.models.correction import CorrectionRequestQuerySet
from students.timeline import moment_text

_MARKS = {
    "late": {"css": "not-met", "symbol": "✗", "text": "Quá hạn"},
    "waiting": {"css": "undecided", "symbol": "…", "text": "Đang chờ"},
    "ACCEPTED": {"css": "met", "symbol": "✓", "text": "Đã sửa"},
    "REFUSED": {"css": "past", "symbol": "–", "text": "Không sửa"},
}
RELATED = (
    "graduate__school__district",
    "graduate__cohort",
    "graduate__commune",
    "asked_from",
    "asked_by",
    "answered_by",
    "settled_by",
)


def request_lines(
    requests: CorrectionRequestQuerySet, user: Any, today: date
) -> list[dict[str, Any]]:
    """Requests of a list, those due first at the top; settled ones the latest first."""
    found = list(requests.select_related(*RELATED)[:200])
    return [_line(each, user, today) for each in sorted(found, key=_order)]


def lines_about(graduate: Graduate, user: Any, today: date) -> list[dict[str, Any]]:
    """Requests about one child for its page, the newest first."""
    visible = CorrectionRequest.objects.visible_to(user).filter(graduate=graduate)
    return [_line(each, user, today) for each in visible.select_related(*RELATED).order_by("-pk")]


def name_for(user: Any, request: CorrectionRequest) -> str:
    """The child's name: as the register has it for those who see the record, else as the asker
    wrote it.
    """
    sees_child = has_permission(user, Permission.SEE_GRADUATES)
    return display_name(request.graduate.full_name if sees_child else request.named_as)


def may_answer(request: CorrectionRequest, user: Any) -> bool:
    """Whether the answer is this office's, and still to be given."""
    is_open = request.settled_at is None and request.graduate.cohort.is_open
    is_officer = has_permission(user, Permission.ANSWER_CORRECTION)
    return is_open and is_officer and is_officer_for(user, request.graduate)


def request_entries(request: CorrectionRequest, today: date) -> list[dict[str, str]]:
    """Everything that was asked and answered."""
    turn = request.turn(today)
    entries = [
        ("Mục cần sửa", request.get_part_display()),
        ("Giá trị đúng theo đề nghị", request.proposed),
        ("Căn cứ", request.grounds),
        ("Đơn vị đề nghị", f"{request.asked_from}, {request.asked_by}"),
        ("Đề nghị lúc", moment_text(request.asked_at)),
        ("Hạn trả lời", day(request.answer_due_on)),
        ("Hạn giải quyết", day(request.settle_due_on)),
        ("Đang đến lượt", turn_text(request, turn)),
    ]
    if request.answered_at:
        who = f"{moment_text(request.answered_at)}, {request.answered_by}"
        entries.append(("Tiếp nhận lúc", who))
    if request.settled_at:
        entries.append(("Kết quả", request.get_verdict_display()))
        entries.append(("Trả lời", request.answer))
        entries.append(
            ("Giải quyết lúc", f"{moment_text(request.settled_at)}, {request.settled_by}")
        )
    return [{"label": label, "value": value} for label, value in entries if value]


def turn_text(request: CorrectionRequest, turn: Turn) -> str:
    """Whose move it is, in words."""
    if turn.move is Move.NONE:
        return ""
    district = request.graduate.school.district
    office = (
        f"Phòng GD&ĐT {district.name[:1].lower()}{district.name[1:]}" if district else "Sở GD&ĐT"
    )
    what = "trả lời" if turn.move is Move.ANSWER else "giải quyết"
    late = " (đã quá hạn)" if turn.is_overdue else ""
    return f"{office} {what} chậm nhất ngày {day(turn.due_on)}{late}"


def _order(request: CorrectionRequest) -> tuple:
    due = request.settle_due_on if request.answered_at else request.answer_due_on
    if request.settled_at:
        return (1, -request.pk)
    return (0, due, request.pk)


def _line(request: CorrectionRequest, user: Any, today: date) -> dict[str, Any]:
    turn = request.turn(today)
    key = request.verdict or ("late" if turn.is_overdue else "waiting")
    return {
        "pk": request.pk,
        "full_name": name_for(user, request),
        "part": request.get_part_display(),
        "proposed": request.proposed,
        "asked_from": request.asked_from.name,
        "asked_text": day(request.asked_at.date()),
        "mark": _MARKS[key],
        "turn": turn_text(request, turn) or request.answer,
        "is_settled": request.settled_at is not None,
        "url": reverse("students:request_detail", args=[request.pk]),
    }
