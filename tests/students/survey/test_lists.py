"""The lists to be worked through, and how far each has come."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from domain.outcome import Programme
from students.models import Cohort
from tests.province import Province, enrol, state
from tests.students.survey.lines import class_address

Browser = Callable[[str], Client]
LISTS = "students:survey_list"


@pytest.fixture
def classes(province: Province) -> None:
    """9A2 has one of two, 9A10 none of one, the second school one of one."""
    first, _ = (enrol(province, name, class_name="9A2") for name in ("Lê Thị An", "Trần Văn Bé"))
    enrol(province, "Võ Thị Cúc", class_name="9A10", commune=province.away_commune)
    second = enrol(province, "Hồ Văn Dần", class_name="9B", school=province.thcs_second)
    enrol(province, "Cao Văn Tuất", class_name="9C", school=province.thcs_away)
    for graduate in (first, second):
        state(graduate, Programme.WORKING)


def lines(client: Client, query: str = "") -> list[tuple[str, str, str]]:
    response = client.get(f"{reverse(LISTS)}{query}")
    assert response.status_code == 200
    return [
        (line["name"], line["text"], line["missing_text"]) for line in response.context["lines"]
    ]


def test_schools_with_what_is_left_first(classes: None, signed_in: Browser) -> None:
    response = signed_in("DISTRICT").get(reverse(LISTS))
    assert lines(signed_in("DISTRICT")) == [
        ("Trường THCS Sông Đỏ", "1/3", "2"),
        ("Trường THCS Gò Tre", "1/1", "0"),
    ]
    first = response.context["lines"][0]
    assert [(part["name"], part["text"]) for part in first["classes"]] == [
        ("Lớp 9A2", "1/2"),
        ("Lớp 9A10", "0/1"),
    ]
    assert response.context["missing_text"] == "2"


def test_school_sees_its_own(classes: None, signed_in: Browser) -> None:
    assert lines(signed_in("ORIGIN_SCHOOL")) == [("Trường THCS Sông Đỏ", "1/3", "2")]


def test_department_chooses_a_district_first(classes: None, signed_in: Browser) -> None:
    client = signed_in("DEPARTMENT")
    assert lines(client) == [("Huyện Đức Hòa", "2/4", "2"), ("Huyện Tân Trụ", "0/1", "1")]
    assert lines(client, "?district=805") == [("Trường THCS Rạch Xanh", "0/1", "1")]
    assert client.get(f"{reverse(LISTS)}?district=khong-co").status_code == 404


def test_communes_of_residence(classes: None, signed_in: Browser) -> None:
    assert lines(signed_in("DISTRICT"), "?by=commune") == [
        ("Chưa rõ xã, phường, thị trấn", "2/3", "1"),
        ("Xã Tân Bình", "0/1", "1"),
    ]


def test_every_list_opens_its_own_children(classes: None, signed_in: Browser) -> None:
    client = signed_in("DISTRICT")
    for query in ("", "?by=commune"):
        for line in client.get(f"{reverse(LISTS)}{query}").context["lines"]:
            for part in [line, *line.get("classes", [])]:
                grid = client.get(part["url"])
                assert grid.context["progress"].text == part["text"]
                missing = client.get(f"{part['url']}&missing=1").context["rows"]
                assert len(missing) == part["missing"]


@pytest.mark.parametrize("year", ["1999", "abc", "99999"])
def test_year_without_graduates(year: str, classes: None, signed_in: Browser) -> None:
    expected = 200 if year == "abc" else 404
    assert signed_in("DISTRICT").get(f"{reverse(LISTS)}?cohort={year}").status_code == expected


def test_before_any_year_there_is_nothing(province: Province, signed_in: Browser) -> None:
    Cohort.objects.all().delete()
    assert signed_in("DISTRICT").get(reverse(LISTS)).status_code == 404


def test_queries_do_not_grow_with_the_children(province: Province, signed_in: Browser) -> None:
    client = signed_in("DISTRICT")

    def queries(address: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    def grow(number: int) -> None:
        for each in range(number):
            child = enrol(province, f"Lê Văn {number} {each}", class_name="9A")
            state(child, Programme.UPPER_SECONDARY, school=province.thpt)

    addresses = (class_address(province.thcs), reverse(LISTS))
    grow(2)
    few = [queries(address) for address in addresses]
    grow(4)
    assert [queries(address) for address in addresses] == few
