"""What of outreach there is to do, per role."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from districts.authority import Permission, has_permission
from office.task import Task
from outreach.desk import case_numbers
from students.models import Cohort


def case_tasks(user: Any, cohort: Cohort) -> Iterator[Task]:
    """Children to be brought back: whose family to go to, whom to confirm, what to answer."""
    numbers = case_numbers(user, cohort)
    if numbers is None:
        return
    if has_permission(user, Permission.CONFIRM_CLAIMS):
        text = "học sinh địa phương báo vào học tại đơn vị, chờ xác nhận"
        done = "Không còn học sinh nào chờ đơn vị xác nhận."
        yield Task(numbers.claims, text, done, reverse("outreach:claim_list"))
        return
    works = has_permission(user, Permission.CASE_WORK)
    url = reverse("outreach:case_list" if works else "outreach:case_supervision")
    late = url if works else f"{url}?show=overdue"
    yield Task(numbers.overdue, "em quá hạn vận động", "Không có em nào quá hạn.", late)
    yield Task(
        numbers.to_visit,
        "em cần vận động ra lớp",
        "Không còn em nào cần vận động.",
        url if works else f"{url}?show=open",
        is_urgent=works,
    )
    if numbers.news:
        text = "tin mới từ nhà trường về em đang vận động"
        yield Task(numbers.news, text, "", url, "Em đã đi học thì không cần đến nhà nữa.")
    if numbers.requests:
        text = "đề nghị chuyển, mở lại trường hợp chờ trả lời"
        yield Task(numbers.requests, text, "", url)
