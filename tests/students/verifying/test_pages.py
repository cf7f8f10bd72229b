"""The list “Cần xác minh lại” and its buttons."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from domain.outcome import Programme
from office.tasks import task_groups
from students.models import Cohort, Destination, Graduate
from tests.province import Province, confirm, enrol, reread, state

Browser = Callable[[str], Client]
LIST = "students:verification_list"


def reported(province: Province, name: str, days: int, **values: Any) -> Graduate:
    """A child of whom somebody said so many days ago where it is."""
    child = enrol(province, name, **values)
    stated_on = timezone.localdate() - timedelta(days=days)
    state(child, Programme.UPPER_SECONDARY, school=province.thpt, stated_on=stated_on)
    return child


def boxes(client: Client, **query: str) -> dict[str, str]:
    rows = client.get(reverse(LIST), query).context["rows"]
    return {row["full_name"]: row["value"] for row in rows}


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("DEPARTMENT", {"Lê Thị An", "Trần Văn Bé", "Võ Thị Cúc"}),
        ("DISTRICT", {"Lê Thị An", "Trần Văn Bé"}),
        ("ORIGIN_SCHOOL", {"Lê Thị An"}),
    ],
)
def test_list_has_expired_reports_within_the_scope(
    role: str, expected: set[str], province: Province, signed_in: Browser
) -> None:
    reported(province, "Lê Thị An", 91)
    reported(province, "Trần Văn Bé", 200, school=province.thcs_second)
    reported(province, "Võ Thị Cúc", 91, school=province.thcs_away)
    reported(province, "Hồ Thị Mới", 90)
    confirm(reported(province, "Mai Văn Chắc", 91), Programme.UPPER_SECONDARY, province.thpt)
    assert boxes(signed_in(role)).keys() == expected


def test_list_is_filtered_and_looks_ahead(province: Province, signed_in: Browser) -> None:
    reported(province, "Lê Thị An", 91, commune=province.home_commune)
    reported(province, "Trần Văn Bé", 91, school=province.thcs_second)
    reported(province, "Hồ Thị Mới", 60)
    client = signed_in("DISTRICT")
    assert boxes(client, q="an").keys() == {"Lê Thị An", "Trần Văn Bé"}
    assert boxes(client, q="le thi").keys() == {"Lê Thị An"}
    assert boxes(client, school=province.thcs_second.code).keys() == {"Trần Văn Bé"}
    assert boxes(client, commune=province.home_commune.code).keys() == {"Lê Thị An"}
    assert boxes(client, outcome="VOCATIONAL") == {}
    soon = timezone.localdate() + timedelta(days=40)
    assert "Hồ Thị Mới" in boxes(client, due_on=f"{soon:%d/%m/%Y}")
    page = client.get(reverse(LIST), {"due_on": "31/2/2021", "school": "khong-co"})
    text = page.content.decode()
    assert "Ngày phải là ngày có thật" in text
    assert "Giá trị này không có trong danh sách để chọn" in text


def test_ticked_children_are_recorded_together(province: Province, signed_in: Browser) -> None:
    children = [reported(province, f"Lê Thị {name}", 120) for name in ("An", "Bé", "Cúc")]
    client = signed_in("ORIGIN_SCHOOL")
    still = list(boxes(client).values())
    state(children[2], Programme.WORKING)
    today = timezone.localdate()
    sent = {"still": [*still, "x:1-0", "9" * 30], "stated_on": f"{today:%d/%m/%Y}"}
    page = client.post(reverse(LIST), sent, follow=True).content.decode()
    assert "thông tin nơi học của 2 học sinh vẫn đúng" in page
    assert "1 học sinh chưa được ghi" in page
    assert [reread(child).reported_on for child in children[:2]] == [today, today]
    assert boxes(client).keys() == {"Lê Thị Cúc"}


def test_wrong_day_keeps_the_ticks(province: Province, signed_in: Browser) -> None:
    child = reported(province, "Lê Thị An", 120)
    client = signed_in("DISTRICT")
    still = boxes(client)["Lê Thị An"]
    tomorrow = timezone.localdate() + timedelta(days=1)
    response = client.post(reverse(LIST), {"still": still, "stated_on": f"{tomorrow:%d/%m/%Y}"})
    assert response.status_code == 200
    assert "checked" in response.content.decode()
    assert Destination.objects.filter(graduate=child).count() == 1


def test_nobody_ticked_is_told(province: Province, signed_in: Browser) -> None:
    reported(province, "Lê Thị An", 120)
    today = f"{timezone.localdate():%d/%m/%Y}"
    page = signed_in("DISTRICT").post(reverse(LIST), {"stated_on": today}, follow=True)
    assert "Chưa chọn học sinh nào" in page.content.decode()


def test_child_of_another_unit_is_not_written(province: Province, signed_in: Browser) -> None:
    own = reported(province, "Lê Thị An", 120)
    other = reported(province, "Trần Văn Bé", 120, school=province.thcs_second)
    client = signed_in("ORIGIN_SCHOOL")
    value = boxes(client)["Lê Thị An"].replace(f"{own.pk}:", f"{other.pk}:")
    today = f"{timezone.localdate():%d/%m/%Y}"
    client.post(reverse(LIST), {"still": value, "stated_on": today})
    assert Destination.objects.filter(graduate=other).count() == 1


def test_childs_page_has_both_answers(province: Province, signed_in: Browser) -> None:
    child = reported(province, "Lê Thị An", 120)
    client = signed_in("DISTRICT")
    detail = reverse("students:graduate_detail", args=[child.pk])
    page = client.get(detail)
    text = page.content.decode()
    assert "Cần xác minh lại" in text
    assert "Đã thay đổi" in text
    address = reverse("students:statement_verify", args=[child.pk])
    sent = {"version": page.context["verify_version"]}
    assert "vẫn đúng" in client.post(address, sent, follow=True).content.decode()
    again = client.post(address, sent, follow=True).content.decode()
    assert "1 học sinh chưa được ghi" in again
    assert Destination.objects.filter(graduate=child).count() == 2
    assert client.get(detail).context["verify_version"] == ""


def test_closed_year_is_asked_about_no_more(
    province: Province, signed_in: Browser, officials: dict[str, Any]
) -> None:
    child = reported(province, "Lê Thị An", 120)
    client = signed_in("DISTRICT")
    value = boxes(client)["Lê Thị An"]
    Cohort.objects.update(is_open=False)
    today = f"{timezone.localdate():%d/%m/%Y}"
    page = client.post(reverse(LIST), {"still": value, "stated_on": today})
    assert "đã khóa" in page.content.decode()
    address = reverse("students:statement_verify", args=[child.pk])
    client.post(address, {"version": "1-0"})
    assert Destination.objects.count() == 1
    done = task_groups(officials["DISTRICT"], province.cohort)[2]["tasks"]
    assert "Không có khai báo nơi học nào quá hạn xác minh." in [task["text"] for task in done]


def test_home_counts_and_the_list_of_graduates_filters(
    province: Province, signed_in: Browser, officials: dict[str, Any], settings: Any
) -> None:
    reported(province, "Lê Thị An", 40)
    settings.REPORT_VALID_DAYS = 30
    later = task_groups(officials["DISTRICT"], province.cohort)[1]["tasks"]
    lines = [(task["number"], task["url"]) for task in later if "xác minh lại" in task["text"]]
    assert lines == [("1", reverse(LIST))]
    client = signed_in("DISTRICT")
    listed = client.get(reverse("students:graduate_list"), {"special": "to_verify"})
    (row,) = listed.context["page"]["rows"]
    assert (row["full_name"], row["evidence_label"]) == ("Lê Thị An", "Cần xác minh lại")
    settings.REPORT_VALID_DAYS = 90
    listed = client.get(reverse("students:graduate_list"), {"special": "to_verify"})
    assert listed.context["page"]["rows"] == []


def test_list_costs_the_same_for_twice_the_rows(province: Province, signed_in: Browser) -> None:
    client = signed_in("DISTRICT")
    numbers = []
    for round_of in range(2):
        for number in range(4):
            reported(province, f"Lê Thị {'ABCDEFGH'[round_of * 4 + number]}", 120)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse(LIST))
        numbers.append(len(queries))
    assert numbers[0] == numbers[1] <= 25
