"""The ledger always adds up, and each of its numbers opens the rows or children behind it."""

from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from domain.linkage.decisions import Kind
from domain.outcome import Programme
from reports.verification import differences
from rosters.actions import decide
from rosters.models import Link, RosterRow
from students.models import Cohort, Quota
from tests.province import Province, bare_version, confirm, enrol, state
from tests.rosters.reviewing import ROW, answer, namesakes, open_row, send_open
from tests.rosters.views.lists import AN, STRANGER, an_of, send

Browser = Callable[[str], Client]
UNCLEAR = {"name": "Đỗ Văn Mờ", "birth": "03/4/2005", "school": "THCS Sông Đỏ"}
HOME = "/districts/802/ledger/"


@pytest.fixture
def sent(province: Province) -> None:
    """One row of each kind at the THPT."""
    an_of(province)
    for graduate in namesakes(province):
        type(graduate).objects.filter(pk=graduate.pk).update(birth_day=6)
    twin = ROW | {"birth": "06/9/2005", "name": "LÊ THỊ AN"}
    send(province, AN | {"name": "Lê Thị An"}, twin, STRANGER, UNCLEAR)


def numbers(line: dict[str, Any]) -> list[str]:
    names = ("rows", "linked", "elsewhere", "in_review", "unmatched")
    return [line[name]["text"] for name in names]


def test_every_row_is_in_one_place(sent: None, signed_in: Browser) -> None:
    context = signed_in("DISTRICT").get(HOME).context
    (line,) = context["lines"]
    assert numbers(line) == ["4", "1", "1", "1", "1"]
    assert numbers(context["total"]) == ["4", "1", "1", "1", "1"]
    assert context["rows_balance"]
    assert context["graduates_balance"]


def test_each_number_opens_its_rows(sent: None, signed_in: Browser) -> None:
    client = signed_in("DISTRICT")
    (line,) = client.get(HOME).context["lines"]
    names = {
        "linked": ["Lê Thị An"],
        "elsewhere": ["Võ Văn Lạ"],
        "in_review": ["Lê Thị An"],
        "unmatched": ["Đỗ Văn Mờ"],
    }
    for part, expected in names.items():
        shown = client.get(line[part]["url"]).context["lines"]
        assert [row["full_name"] for row in shown] == expected, part
    assert len(client.get(line["rows"]["url"]).context["lines"]) == 4


def test_decided_row_changes_its_place(sent: None, province: Province, signed_in: Browser) -> None:
    row = RosterRow.objects.get(status="review")
    candidates = [link.graduate for link in Link.objects.current().filter(row=row)]
    decide(answers=[answer(row, Kind.REJECT, *candidates)], by=None)
    (line,) = signed_in("DISTRICT").get(HOME).context["lines"]
    assert numbers(line) == ["4", "1", "1", "0", "2"]
    assert differences() == []


def test_graduates_are_split_by_evidence(province: Province, signed_in: Browser) -> None:
    confirmed, reported, unknown = (
        enrol(province, name) for name in ("Lê Thị An", "Trần Văn Bé", "Võ Thị Cúc")
    )
    confirm(confirmed, Programme.UPPER_SECONDARY, province.thpt)
    state(reported, Programme.UPPER_SECONDARY, school=province.thpt)
    enrol(province, "Bùi Văn Xa", school=province.thcs_away)
    client = signed_in("DISTRICT")
    context = client.get(HOME).context
    line = context["outcomes"][0]
    found = [line[name]["text"] for name in ("number", "confirmed", "reported")]
    assert found == ["2", "1", "1"]
    assert context["graduates"]["text"] == "3"
    assert sum(int(each["number"]["text"]) for each in context["outcomes"]) == 3
    for name, child in (("confirmed", confirmed), ("reported", reported)):
        page = client.get(line[name]["url"]).content.decode()
        assert child.full_name in page
        assert unknown.full_name not in page


def test_silent_institutions_are_named_with_what_to_expect(
    province: Province, signed_in: Browser
) -> None:
    Quota.objects.create(cohort=province.cohort, school=province.gdtx, seats=120)
    earlier = Cohort.objects.create(year=2019)
    row = bare_version(province, province.vocational, "Võ Văn Cũ")
    type(row.version.roster).objects.update(cohort=earlier)
    client = signed_in("DISTRICT")
    page = client.get(HOME)
    expected = {line["name"]: line["expected"] for line in page.context["missing"]}
    assert expected == {
        province.gdtx.name: "120 (chỉ tiêu năm 2020)",
        province.vocational.name: "1 (danh sách năm 2019)",
    }
    draft = unescape(client.get(page.context["request_url"]).content.decode())
    for words in (province.gdtx.name, "Kính gửi", "2020-2021", "UBND HUYỆN ĐỨC HÒA", "V/v đề nghị"):
        assert words in draft
    assert province.vocational_away.name not in draft


def test_institution_sees_its_lists(sent: None, province: Province, signed_in: Browser) -> None:
    client = signed_in("RECEIVING_SCHOOL")
    roster = client.get("/rosters/").context["lines"][0]["url"]
    address = client.get(roster).context["ledger_url"]
    context = client.get(address).context
    assert [numbers(line) for line in context["lines"]] == [["4", "1", "1", "1", "1"]]
    assert context["rows_balance"]
    foreign = reverse("reports:institution_ledger", args=[province.gdtx.code])
    assert client.get(foreign).status_code == 404


def test_imbalance_is_told_and_found_by_verify(
    sent: None, province: Province, signed_in: Browser
) -> None:
    """A second match of one row, past every constraint of the software."""
    row = RosterRow.objects.get(full_name="Đỗ Văn Mờ")
    linked = Link.objects.current().get(status="match")
    linked.pk, linked.row, linked.status = None, row, "review"
    linked.save()
    other = Link.objects.get(pk=linked.pk)
    other.pk, other.status, other.graduate = None, "match", enrol(province, "Hồ Văn Dư")
    other.save()
    context = signed_in("DISTRICT").get(HOME).context
    assert not context["rows_balance"]
    assert any("số dòng không bằng tổng" in found for found in differences())


def test_queries_do_not_grow(province: Province, signed_in: Browser) -> None:
    client = signed_in("DISTRICT")
    namesakes(province)
    send_open(province)
    assert open_row()
    number = _queries(client)
    send(province, ROW, STRANGER, UNCLEAR, AN, institution=province.gdtx.name)
    assert _queries(client) == number


def _queries(client: Client) -> int:
    client.get(HOME)
    with CaptureQueriesContext(connection) as captured:
        client.get(HOME)
    return len(captured)
