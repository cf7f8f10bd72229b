"""The families still to be called: who is on the list, by hamlet, and what leaves with it."""

import io
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from audit.models import Event
from audit.sentences import sentence_of
from domain.outcome import Programme
from students.actions import set_open_reviews
from students.models import Graduate, Source
from students.verbs import CALL_LIST_EXPORTED
from tests.province import Province, confirm, enrol, state
from tests.students.survey.lines import fields_of, line

Browser = Callable[[str], Client]
PHONE = "0912345678"


@pytest.fixture
def children(province: Province) -> list[Graduate]:
    home = {"commune": province.home_commune, "phone": PHONE, "guardian": "Lê Văn Cha"}
    found = [
        enrol(province, "Lê Thị An", hamlet="Ấp 10", **home),
        enrol(province, "Trần Văn Bé", hamlet="Ấp 2", school=province.thcs_second, **home),
        enrol(province, "Võ Thị Cúc", hamlet="", **home),
        enrol(province, "Hồ Văn Dần", commune=province.home_township),
        enrol(province, "Mai Thị Dậu", school=province.thcs_away, **home),
        enrol(province, "Cao Thị Én", hamlet="Ấp 2", **home),
    ]
    confirm(found[5], Programme.UPPER_SECONDARY, province.thpt)
    return found


def address(province: Province, page: str = "list", query: str = "") -> str:
    return f"{reverse(f'students:call_{page}')}?commune={province.home_commune.pk}{query}"


def listed(response: HttpResponse) -> dict[str, list[str]]:
    paper = response.context["paper"]
    return {group.hamlet: [row.full_name for row in group.rows] for group in paper.groups}


def test_communes_with_how_many(
    province: Province, children: list[Graduate], signed_in: Browser
) -> None:
    lines = signed_in("DISTRICT").get(reverse("students:call_list")).context["lines"]
    assert [(e["name"], e["number_text"], e["phones_text"]) for e in lines] == [
        ("Xã Đức Hòa Thượng", "3", "3"),
        ("Thị trấn Đức Hòa", "1", "0"),
    ]


def test_list_by_hamlet(province: Province, children: list[Graduate], signed_in: Browser) -> None:
    response = signed_in("DISTRICT").get(address(province))
    assert listed(response) == {
        "Ấp 2": ["Trần Văn Bé"],
        "Ấp 10": ["Lê Thị An"],
        "Chưa rõ ấp, khu phố": ["Võ Thị Cúc"],
    }
    page = response.content.decode()
    assert PHONE in page
    assert "Lê Văn Cha" in page
    own = signed_in("ORIGIN_SCHOOL").get(address(province))
    assert listed(own) == {"Ấp 10": ["Lê Thị An"], "Chưa rõ ấp, khu phố": ["Võ Thị Cúc"]}


def test_who_is_not_called(
    province: Province, children: list[Graduate], signed_in: Browser
) -> None:
    """A child who may be on a roster is looked at first; one who was reached is left alone."""
    set_open_reviews({children[0].pk: (1, 0)})
    state(children[1], Programme.AT_HOME, source=Source.SURVEY)
    state(children[2], Programme.UNREACHED, source=Source.SURVEY)
    response = signed_in("DISTRICT").get(address(province))
    assert listed(response) == {"Chưa rõ ấp, khu phố": ["Võ Thị Cúc"]}


def test_weak_reports_are_called_when_asked_for(
    province: Province, children: list[Graduate], signed_in: Browser
) -> None:
    old = timezone.localdate() - timedelta(days=settings.REPORT_VALID_DAYS + 1)
    state(children[0], Programme.AT_HOME, stated_on=old)
    state(children[1], Programme.AT_HOME, stated_on=timezone.localdate())
    # Something newer speaks against what was confirmed.
    state(children[5], Programme.WORKING, stated_on=date(2020, 12, 1))
    client = signed_in("DISTRICT")
    assert listed(client.get(address(province))) == {"Chưa rõ ấp, khu phố": ["Võ Thị Cúc"]}
    assert listed(client.get(address(province, query="&weak=1"))) == {
        "Ấp 2": ["Cao Thị Én"],
        "Ấp 10": ["Lê Thị An"],
        "Chưa rõ ấp, khu phố": ["Võ Thị Cúc"],
    }


def test_answers_are_recorded_in_the_grid(
    province: Province, children: list[Graduate], signed_in: Browser
) -> None:
    client = signed_in("DISTRICT")
    groups = client.get(address(province)).context["paper"].groups
    grid = groups[0].url
    page = client.get(grid)
    assert [row["name"] for row in page.context["rows"]] == ["Trần Văn Bé"]
    assert f"Lê Văn Cha · {PHONE}" in page.content.decode()
    sent = fields_of(page) | line(children[1], code="02") | {"stated_on": "28/9/2020"}
    after = client.post(grid, sent, follow=True)
    assert "Đã ghi kết quả khảo sát của 1 học sinh." in after.content.decode()
    assert "Không còn học sinh nào thiếu thông tin" in after.content.decode()
    assert "Ấp 2" not in listed(client.get(address(province)))


def test_grid_shows_phones_to_nobody_else(
    province: Province, children: list[Graduate], signed_in: Browser
) -> None:
    plain = reverse("students:survey_commune", args=[province.home_commune.pk])
    assert PHONE not in signed_in("DISTRICT").get(plain).content.decode()
    page = signed_in("DEPARTMENT").get(f"{plain}?calls=1").content.decode()
    assert "Lê Thị An" in page
    assert PHONE not in page


def test_paper_and_workbook_are_recorded(
    province: Province, children: list[Graduate], signed_in: Browser, officials: dict[str, Any]
) -> None:
    client = signed_in("DISTRICT")
    page = client.post(address(province, "print")).content.decode()
    assert PHONE in page
    assert "PHÒNG GIÁO DỤC VÀ ĐÀO TẠO" in page
    response = client.post(address(province, "export"))
    sheet = load_workbook(io.BytesIO(response.content)).active
    cells = [cell for row in sheet.iter_rows(values_only=True) for cell in row if cell]
    assert {"Ấp 2 (1 học sinh)", "Trần Văn Bé", PHONE, "Danh sách có 3 học sinh."} <= set(cells)
    assert "Mai Thị Dậu" not in cells
    events = Event.objects.filter(verb=CALL_LIST_EXPORTED).order_by("pk")
    assert [event.count for event in events] == [3, 3]
    assert events[0].actor_id == officials["DISTRICT"].pk
    assert "(xã Đức Hòa Thượng, năm 2020): 3 học sinh. In." in sentence_of(events[0])


@pytest.mark.parametrize("query", ["", "?commune=", "?commune=x", "?commune=99999", "?commune=²"])
def test_no_such_list(
    query: str, province: Province, children: list[Graduate], signed_in: Browser
) -> None:
    client = signed_in("DISTRICT")
    for page in ("print", "export"):
        assert client.post(f"{reverse(f'students:call_{page}')}{query}").status_code == 404
    assert not Event.objects.filter(verb=CALL_LIST_EXPORTED).exists()
    expected = 404 if "9" in query else 200
    assert client.get(f"{reverse('students:call_list')}{query}").status_code == expected


def test_department_calls_nobody(
    province: Province, children: list[Graduate], signed_in: Browser
) -> None:
    client = signed_in("DEPARTMENT")
    assert client.get(address(province)).status_code == 403
    lists = client.get(reverse("students:survey_list")).content.decode()
    assert reverse("students:call_list") not in lists


def test_queries_do_not_grow_with_the_children(
    province: Province, children: list[Graduate], signed_in: Browser
) -> None:
    client = signed_in("DISTRICT")

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(address(province))
        return len(captured)

    few = queries()
    for number in range(6):
        enrol(province, f"Lê Văn {number}", hamlet=f"Ấp {number}", commune=province.home_commune)
    assert queries() == few
