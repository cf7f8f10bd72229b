"""Requests to correct a record on the home page: those to answer, and those one waits for."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Min, Q
from django.urls import reverse
from django.utils import timezone

from districts.authority import Permission, scope_of
from domain.formats import count, day
from office.task import Task
from students.models import CorrectionRequest
from students.models.correction import CorrectionRequestQuerySet


def correction_tasks(user: Any) -> Iterator[Task]:
    """What a district has to answer, with its days; what another unit asked and waits for."""
    scope = scope_of(user)
    waiting = CorrectionRequest.objects.visible_to(user).open()
    if scope.district_ids:
        yield _to_answer(waiting.answerable_by(scope))
    elif Permission.ASK_CORRECTION in scope.permissions:
        yield from _asked(waiting)


def _to_answer(waiting: CorrectionRequestQuerySet) -> Task:
    return Task(
        waiting.count(),
        "đề nghị sửa thông tin học sinh chờ trả lời, giải quyết",
        "Không có đề nghị sửa thông tin nào chờ trả lời.",
        reverse("students:request_list"),
        _deadline(waiting),
    )


def _asked(waiting: CorrectionRequestQuerySet) -> Iterator[Task]:
    if number := waiting.count():
        yield Task(
            number,
            "đề nghị sửa thông tin đang chờ Phòng GD&ĐT",
            "",
            reverse("students:request_list"),
            _deadline(waiting),
            is_urgent=False,
        )


def _deadline(waiting: CorrectionRequestQuerySet) -> str:
    """The nearest day on which one of these is due, and how many are late already."""
    late = waiting.overdue(timezone.localdate()).count()
    found = waiting.aggregate(
        answer=Min("answer_due_on", filter=Q(answered_at__isnull=True)),
        settle=Min("settle_due_on", filter=Q(answered_at__isnull=False)),
    )
    due = min(filter(None, (found["answer"], found["settle"])), default=None)
    told = f"{count(late)} đề nghị đã quá hạn. " if late else ""
    return f"{told}Hạn gần nhất: {day(due)}." if due else ""
