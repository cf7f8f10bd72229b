"""One list: its rows and their state, search, pages, earlier versions, the workbook."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import Event
from audit.sentences import sentence_of
from districts.paging import PAGE_SIZE
from rosters.models import Roster, RosterRow
from rosters.verbs import ROSTER_EXPORTED
from tests.documents.papers import only_sheet, texts
from tests.province import Province
from tests.rosters.views.lists import AN, SCRIPT, STRANGER, address, an_of, send

Browser = Callable[[str], Client]
BE = {"name": "Trần Văn Bé", "birth": "06/10/2005", "school": "THCS Gò Tre", "class_name": "10A2"}


@pytest.fixture
def roster(province: Province) -> Roster:
    """One matched row and two of nobody."""
    an_of(province)
    return send(province, AN, BE, STRANGER)


def names(client: Client, roster: Roster, **query: str) -> list[str]:
    response = client.get(address("roster_detail", roster.pk), query)
    assert response.status_code == 200
    return [line["full_name"] for line in response.context["lines"]]


@pytest.mark.parametrize("role", ["RECEIVING_SCHOOL", "DISTRICT", "DEPARTMENT"])
def test_page_shows_rows_in_the_order_of_the_file(
    role: str, roster: Roster, signed_in: Browser
) -> None:
    assert names(signed_in(role), roster) == ["Lê Thị An", "Trần Văn Bé", "Võ Văn Lạ"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"q": "le thi an"}, ["Lê Thị An"]),
        ({"q": "BÉ trần"}, ["Trần Văn Bé"]),
        ({"q": "10a2"}, ["Trần Văn Bé"]),
        ({"q": "8020000001"}, ["Lê Thị An"]),
        ({"q": "zzz"}, []),
        ({"q": "%"}, []),
        ({"q": "10a2\x00"}, ["Trần Văn Bé"]),
        ({"state": "match"}, ["Lê Thị An"]),
        ({"state": "none"}, ["Trần Văn Bé", "Võ Văn Lạ"]),
        ({"state": "reported"}, []),
        ({"state": "none", "q": "la"}, ["Võ Văn Lạ"]),
        ({"state": "sai"}, []),
    ],
)
def test_filter(
    query: dict[str, str], expected: list[str], roster: Roster, signed_in: Browser
) -> None:
    assert names(signed_in("RECEIVING_SCHOOL"), roster, **query) == expected


def test_counts_balance(province: Province, roster: Roster, signed_in: Browser) -> None:
    context = signed_in("RECEIVING_SCHOOL").get(address("roster_detail", roster.pk)).context
    assert context["balance"] == "3 học sinh: 1 đã khớp · 0 cần kiểm tra · 2 không tìm thấy."
    assert [tile["value"] for tile in context["tiles"]] == ["3", "1", "0", "2", "0"]


def test_row_under_review_says_so(province: Province, signed_in: Browser) -> None:
    for school in (province.thcs, province.thcs_second):
        an_of(province, moet_code="", school=school)
    roster = send(province, {"name": "Lê Thị An", "birth": "05/9/2005"})
    client = signed_in("RECEIVING_SCHOOL")
    (line,) = client.get(address("roster_detail", roster.pk), {"state": "review"}).context["lines"]
    assert line["state"]["label"] == "Cần kiểm tra"
    (row,) = RosterRow.objects.all()
    page = client.get(address("row_detail", row.pk)).content.decode()
    assert "Có 2 học sinh tốt nghiệp THCS năm 2020 gần giống" in page
    assert address("row_report", row.pk) not in page


def test_earlier_versions_are_named(province: Province, roster: Roster, signed_in: Browser) -> None:
    send(province, AN, day=20)
    context = signed_in("RECEIVING_SCHOOL").get(address("roster_detail", roster.pk)).context
    assert context["as_at"] == "20/9/2020"
    assert [(each["as_at"], each["rows"]) for each in context["earlier"]] == [("15/9/2020", "3")]
    assert len(context["lines"]) == 1


@pytest.mark.parametrize("name", ["roster_detail", "roster_export"])
def test_list_of_another_unit_is_not_found(
    name: str, province: Province, roster: Roster, signed_in: Browser
) -> None:
    other = send(province, STRANGER, institution=province.gdtx.name)
    away = send(province, STRANGER, institution=province.vocational_away.name)
    for role, foreign in (("RECEIVING_SCHOOL", other), ("DISTRICT", away)):
        client = signed_in(role)
        call = client.post if name == "roster_export" else client.get
        assert call(address(name, foreign.pk)).status_code == 404
        assert call(address(name, 999_999)).status_code == 404
    assert not Event.objects.filter(verb=ROSTER_EXPORTED).exists()


@pytest.mark.parametrize("role", ["ORIGIN_SCHOOL", "COMMUNE", "UNASSIGNED"])
def test_role_without_the_right_is_refused(role: str, roster: Roster, signed_in: Browser) -> None:
    client = signed_in(role)
    assert client.get(address("roster_detail", roster.pk)).status_code == 403
    assert client.post(address("roster_export", roster.pk)).status_code == 403


def test_anonymous_is_sent_to_sign_in(roster: Roster, signed_in: Browser) -> None:
    response = signed_in("ANONYMOUS").get(address("roster_detail", roster.pk))
    assert response["Location"].startswith(reverse("account_login"))


def test_export_holds_the_rows_on_the_screen_and_is_recorded(
    roster: Roster, signed_in: Browser, officials: dict[str, Any]
) -> None:
    client = signed_in("RECEIVING_SCHOOL")
    assert client.get(address("roster_export", roster.pk)).status_code == 405
    response = client.post(address("roster_export", roster.pk) + "?state=none")
    assert response["Cache-Control"] == "no-store"
    written = texts(only_sheet(BytesIO(response.content).getvalue()))
    assert "Võ Văn Lạ" in written
    assert "Lê Thị An" not in written
    assert any("LỚP 10 THPT" in text for text in written)
    event = Event.objects.get(verb=ROSTER_EXPORTED)
    assert (event.count, event.actor_id) == (2, officials["RECEIVING_SCHOOL"].pk)
    assert "Kết quả đối chiếu: Không tìm thấy" in sentence_of(event)


def test_empty_export_says_so(roster: Roster, signed_in: Browser) -> None:
    response = signed_in("RECEIVING_SCHOOL").post(address("roster_export", roster.pk) + "?q=zzz")
    assert "Không có học sinh" in texts(only_sheet(response.content))


@pytest.mark.parametrize("name", [SCRIPT, "=1+1", "{{ 7|add:7 }} {name}", "Lê " * 39])
def test_hostile_name_is_shown_as_written(name: str, roster: Roster, signed_in: Browser) -> None:
    RosterRow.objects.filter(full_name="Võ Văn Lạ").update(
        full_name=name, school_text=name, class_name=name[:40], sheet=name[:100]
    )
    client = signed_in("RECEIVING_SCHOOL")
    page = client.get(address("roster_detail", roster.pk)).content.decode()
    assert SCRIPT not in page
    assert ("&lt;script&gt;" in page) == (name == SCRIPT)
    written = texts(only_sheet(client.post(address("roster_export", roster.pk)).content))
    assert any(text.strip() == name.strip() for text in written)


def test_page_has_a_constant_number_of_queries(
    province: Province, roster: Roster, signed_in: Browser
) -> None:
    client = signed_in("RECEIVING_SCHOOL")
    numbers = []
    for size in (5, 10, 40):
        rows = [STRANGER | {"name": f"Võ Văn Số {n}"} for n in range(size)]
        send(province, AN, *rows, day=15 + size // 5)
        with CaptureQueriesContext(connection) as queries:
            assert len(names(client, roster)) == size + 1
        numbers.append(len(queries))
    assert len(set(numbers)) == 1


def test_second_page_is_reached_and_left(province: Province, signed_in: Browser) -> None:
    rows = [STRANGER | {"name": f"Võ Văn Số {n:03d}"} for n in range(PAGE_SIZE + 5)]
    roster = send(province, *rows)
    client = signed_in("RECEIVING_SCHOOL")
    first = client.get(address("roster_detail", roster.pk))
    second = client.get(address("roster_detail", roster.pk) + first.context["page"].next_url)
    assert [len(each.context["lines"]) for each in (first, second)] == [PAGE_SIZE, 5]
    assert second.context["page"].next_url == ""
    back = client.get(address("roster_detail", roster.pk) + second.context["page"].previous_url)
    assert back.context["lines"] == first.context["lines"]
    assert back.context["page"].previous_url == ""


@pytest.mark.parametrize("name", ["roster_detail", "row_detail"])
def test_number_that_no_database_holds_is_not_found(name: str, signed_in: Browser) -> None:
    assert signed_in("DEPARTMENT").get(address(name, 10**30)).status_code == 404


@pytest.mark.parametrize("key", ["", "x", "~", "DS~x", "a\x00~3", "DS~" + "9" * 30, "~-1"])
def test_typed_key_is_the_first_page(key: str, roster: Roster, signed_in: Browser) -> None:
    assert len(names(signed_in("RECEIVING_SCHOOL"), roster, after=key)) == 3
