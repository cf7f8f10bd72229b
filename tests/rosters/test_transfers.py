"""Two institutions agree on a child who changes from one to the other."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from audit.models import Event
from audit.sentences import sentence_of
from districts.models import Role
from domain.outcome import Outcome, Stage
from reports.verification import differences
from rosters.models import RosterRow
from rosters.verbs import (
    ARRIVAL_REPORTED,
    TRANSFER_REFUSED,
    TRANSFER_REPORTED,
    TRANSFER_WORD_UNDONE,
)
from students.models import Cohort, Destination, Graduate
from tests.province import Province, enrol, make_user, reread, sent_off
from tests.rosters.views.lists import AN, address, an_of, send

Browser = Callable[[str], Client]
ADDRESS = "/rosters/transfers/"


@pytest.fixture
def thpt(signed_in: Browser) -> Client:
    return signed_in("RECEIVING_SCHOOL")


@pytest.fixture
def gdtx(province: Province) -> Client:
    client = Client()
    client.force_login(make_user("gdtx", Role.RECEIVING_SCHOOL, school=province.gdtx))
    return client


@pytest.fixture
def child(province: Province) -> Graduate:
    """In class at the THPT by its list."""
    child = an_of(province)
    send(province, AN)
    return child


def row_at(institution: Any) -> RosterRow:
    return RosterRow.objects.in_force().get(version__roster__institution=institution)


def send_off(client: Client, row: RosterRow, destination: str) -> HttpResponse:
    form = client.get(address("row_report", row.pk)).context["form"]
    typed = {"stage": "TRANSFERRED", "since": "05/10/2020", "destination": destination}
    typed["version"] = form["version"].value()
    return client.post(address("row_report", row.pk), typed, follow=True)


def lines(client: Client, key: str) -> list[dict[str, Any]]:
    groups = client.get(ADDRESS).context["groups"]
    return next(group["lines"] for group in groups if group["key"] == key)


def answer(client: Client, choice: str) -> HttpResponse:
    (line,) = lines(client, "mine")
    return client.post(line["answers"]["url"], {"choice": choice}, follow=True)


def told(response: HttpResponse) -> str:
    return " ".join(str(message) for message in response.context["messages"])


@pytest.mark.parametrize("written", ["label", "code", "name"])
def test_child_sent_off_is_accepted_by_the_other(
    written: str, child: Graduate, province: Province, thpt: Client, gdtx: Client
) -> None:
    place = province.gdtx
    texts = {
        "label": f"{place.name} ({place.district.name})",
        "code": place.code,
        "name": place.name.upper(),
    }
    said = told(send_off(thpt, row_at(province.thpt), texts[written]))
    assert f"{place.name} được báo" in said
    assert reread(child).outcome == Outcome.NOT_KNOWN
    assert len(lines(thpt, "waiting")) == 1
    assert "Đã báo tiếp nhận" in told(answer(gdtx, "accept"))
    assert reread(child).outcome == Outcome.CONTINUING
    for client in (thpt, gdtx):
        assert [line["state"] for line in lines(client, "done")] == ["Hai nơi đã thống nhất"]
    event = Event.objects.get(verb=ARRIVAL_REPORTED)
    assert sentence_of(event).endswith("báo tiếp nhận học sinh Lê Thị An chuyển đến.")
    assert differences() == []


def test_child_who_never_came_is_looked_for(
    child: Graduate, province: Province, thpt: Client, gdtx: Client
) -> None:
    send_off(thpt, row_at(province.thpt), province.gdtx.name)
    assert "không đến" in told(answer(gdtx, "refuse"))
    assert reread(child).outcome == Outcome.NOT_KNOWN
    (line,) = lines(thpt, "done")
    assert "báo học sinh không đến" in line["state"]
    assert Event.objects.filter(verb=TRANSFER_REFUSED).count() == 1
    assert differences() == []


def test_answer_is_taken_back(
    child: Graduate, province: Province, thpt: Client, gdtx: Client
) -> None:
    send_off(thpt, row_at(province.thpt), province.gdtx.name)
    answer(gdtx, "accept")
    (line,) = lines(gdtx, "done")
    assert "Đã hoàn tác" in told(gdtx.post(line["undo_url"], follow=True))
    assert reread(child).outcome == Outcome.NOT_KNOWN
    assert len(lines(gdtx, "mine")) == 1
    assert Event.objects.filter(verb=TRANSFER_WORD_UNDONE).count() == 1
    assert gdtx.post(line["undo_url"]).status_code == 404
    assert differences() == []


def test_departure_is_taken_back(
    child: Graduate, province: Province, thpt: Client, gdtx: Client
) -> None:
    send_off(thpt, row_at(province.thpt), province.gdtx.name)
    (line,) = lines(thpt, "waiting")
    thpt.post(line["undo_url"])
    assert reread(child).outcome == Outcome.UPPER_SECONDARY
    assert lines(gdtx, "mine") == []


def test_child_on_the_others_list_needs_no_answer(
    child: Graduate, province: Province, thpt: Client, gdtx: Client
) -> None:
    send_off(thpt, row_at(province.thpt), province.gdtx.name)
    send(province, AN, institution=province.gdtx.name)
    assert lines(gdtx, "mine") == []
    assert len(lines(thpt, "done")) == 1
    assert reread(child).outcome == Outcome.CONTINUING


def test_arrival_is_reported_first_and_ends_the_conflict_when_accepted(
    child: Graduate, province: Province, thpt: Client, gdtx: Client
) -> None:
    send(province, AN, institution=province.gdtx.name)
    row = row_at(province.gdtx)
    url = gdtx.get(address("row_detail", row.pk)).context["arrival_url"]
    assert "Đã báo tiếp nhận" in told(gdtx.post(url, follow=True))
    assert gdtx.get(address("row_detail", row.pk)).context["arrival_url"] == ""
    assert reread(child).outcome == Outcome.CONFLICT
    assert "chuyển đi" in told(answer(thpt, "leave"))
    assert reread(child).outcome == Outcome.CONTINUING
    (event,) = Event.objects.filter(verb=TRANSFER_REPORTED)
    assert f"Chuyển đến: {province.gdtx.name}" in sentence_of(event)
    assert len(lines(gdtx, "done")) == 1
    (line,) = lines(thpt, "done")
    thpt.post(line["undo_url"])
    assert reread(child).outcome == Outcome.CONFLICT
    assert differences() == []


def test_arrival_needs_somebody_who_claims_the_child(
    province: Province, thpt: Client, child: Graduate
) -> None:
    row = row_at(province.thpt)
    assert thpt.get(address("row_detail", row.pk)).context["arrival_url"] == ""
    assert "Không có nơi nào khác" in told(thpt.post(address("row_arrival", row.pk), follow=True))
    assert not Destination.objects.filter(other_school__isnull=False).exists()


def test_place_outside_the_catalogue_is_kept_in_words(
    child: Graduate, province: Province, thpt: Client
) -> None:
    said = told(send_off(thpt, row_at(province.thpt), "THPT Xa Lắm, Tây Ninh"))
    assert "chưa được báo" in said
    report = Destination.objects.current().get(stage=Stage.TRANSFERRED)
    assert (report.other_school, report.reason) == (None, "Chuyển đến: THPT Xa Lắm, Tây Ninh")
    assert thpt.get(ADDRESS).context["is_empty"]


def test_own_name_and_names_of_thcs_are_no_address(
    child: Graduate, province: Province, thpt: Client
) -> None:
    for text in (province.thpt.name, province.thcs.name):
        send_off(thpt, row_at(province.thpt), text)
        assert not Destination.objects.current().filter(other_school__isnull=False).exists()


def test_second_answer_is_told(
    child: Graduate, province: Province, thpt: Client, gdtx: Client
) -> None:
    send_off(thpt, row_at(province.thpt), province.gdtx.name)
    (line,) = lines(gdtx, "mine")
    answer(gdtx, "accept")
    late = gdtx.post(line["answers"]["url"], {"choice": "refuse"}, follow=True)
    assert "vừa được sửa, rút hoặc trả lời" in told(late)
    assert reread(child).outcome == Outcome.CONTINUING


@pytest.mark.parametrize("choice", ["", "leave", "x"])
def test_answer_that_does_not_fit_is_told(
    choice: str, child: Graduate, province: Province, thpt: Client, gdtx: Client
) -> None:
    send_off(thpt, row_at(province.thpt), province.gdtx.name)
    assert "chưa ghi gì" in told(answer(gdtx, choice))
    assert len(lines(gdtx, "mine")) == 1


def test_closed_year_is_told(
    child: Graduate, province: Province, thpt: Client, gdtx: Client
) -> None:
    send_off(thpt, row_at(province.thpt), province.gdtx.name)
    Cohort.objects.update(is_open=False)
    assert "đã khóa" in told(answer(gdtx, "accept"))
    assert len(lines(gdtx, "mine")) == 1


def test_home_tells_what_waits(
    child: Graduate, province: Province, thpt: Client, gdtx: Client
) -> None:
    send_off(thpt, row_at(province.thpt), province.gdtx.name)
    page = gdtx.get("/", follow=True).content.decode()
    assert "học sinh chuyển trường chờ đơn vị trả lời" in page
    assert "Không có học sinh chuyển trường" in thpt.get("/", follow=True).content.decode()


def test_queries_do_not_grow(province: Province, thpt: Client) -> None:
    def number(children: int) -> int:
        for index in range(children):
            child = enrol(province, f"Trần Văn Bé {index}", birth=(2005, 1, index + 1))
            sent_off(child, province.gdtx, province.thpt)
        thpt.get(ADDRESS)
        with CaptureQueriesContext(connection) as captured:
            thpt.get(ADDRESS)
        return len(captured)

    assert number(1) == number(4)
