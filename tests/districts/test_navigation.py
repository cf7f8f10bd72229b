"""The head of every page: the viewer's unit, and the pages open to the viewer."""

from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.province import Province

Browser = Callable[[str], Client]
HOME = "Việc của tôi"


def entries(response: HttpResponse) -> dict[str, str]:
    """Labels of the navigation, each with its aria-current."""
    assert response.status_code == 200
    return {entry["label"]: entry["current"] for entry in response.context["navigation"]}


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        (
            "ORIGIN_SCHOOL",
            [
                HOME,
                "Tổng quan",
                "Học sinh",
                "Khảo sát",
                "Chưa vào học",
                "Vận động",
                "Danh sách đã nhận",
                "Nhập danh sách",
            ],
        ),
        (
            "RECEIVING_SCHOOL",
            [HOME, "Chờ xác nhận", "Nhập danh sách", "Danh sách đang học", "Đối chiếu"],
        ),
        ("COMMUNE", [HOME, "Vận động", "Danh sách đã nhận"]),
        ("UNASSIGNED", [HOME]),
    ],
)
def test_everybody_finds_the_own_pages(role: str, expected: list[str], signed_in: Browser) -> None:
    assert list(entries(signed_in(role).get("/"))) == expected


def test_the_part_of_the_site_is_marked_on_the_pages_below(
    province: Province, signed_in: Browser
) -> None:
    client = signed_in("DEPARTMENT")
    marked = {
        "/": {HOME: "page"},
        reverse("office:user_list"): {"Người dùng": "page"},
        reverse("rosters:review_list"): {"Đối chiếu": "page"},
        reverse("rosters:decided_list"): {"Đối chiếu": "true"},
        reverse("office:user_role_choose"): {"Người dùng": "true"},
        reverse("students:target_list"): {"Chỉ tiêu": "page"},
        reverse("students:quota_list"): {"Chỉ tiêu": "true"},
        reverse("outreach:case_supervision"): {"Vận động": "page"},
        reverse("outreach:referral_list"): {"Vận động": "true"},
        reverse("office:event_list"): {"Người dùng": "true"},
        reverse("districts:institution_edit", args=[province.thpt.pk]): {"Trường, cơ sở": "true"},
    }
    for url, expected in marked.items():
        found = entries(client.get(url))
        assert {label: current for label, current in found.items() if current} == expected


@pytest.mark.parametrize(
    ("role", "unit"),
    [
        ("DEPARTMENT", "Sở GD&ĐT Long An"),
        ("DISTRICT", "Phòng GD&ĐT huyện Đức Hòa"),
        ("ORIGIN_SCHOOL", "Trường THCS Sông Đỏ"),
        ("COMMUNE", "UBND xã Đức Hòa Thượng, huyện Đức Hòa"),
        ("UNASSIGNED", ""),
    ],
)
def test_unit_is_written_as_official_papers_do(role: str, unit: str, signed_in: Browser) -> None:
    assert signed_in(role).get("/").context["unit_name"] == unit
