"""Many rows that differ from their candidate in one thing: looked at, accepted, undone at once."""

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from districts.models import Role
from domain.linkage.decisions import Kind
from rosters.actions import decide, sync_open_reviews
from rosters.actions.statements import sync_intake
from rosters.models import Link, LinkDecision, RosterRow
from rosters.review.cards import cards_of
from rosters.review.compare import Difference
from tests.dump import business_dump
from tests.province import Province, bare_version, enrol, make_user
from tests.rosters.reviewing import answer

Browser = Callable[[str], Client]
ADDRESS = "/rosters/review/together/"
NAMES = (
    ("Lê Thị Ân", "Lê Thị An"),
    ("Đăng Hữu Tài", "Đặng Hữu Tài"),
    ("Võ Thiên Trí", "Võ Thiện Trí"),
)


def waiting(province: Province, written: str, name: str, **values: Any) -> RosterRow:
    """A row in review, as linking leaves one whose only candidate differs in some way."""
    graduate = enrol(province, name, birth=(2005, 9, 5), gender="F")
    first = RosterRow.objects.in_force().first()
    row = first or bare_version(province, province.thpt, written)
    given = {
        "sheet": "DS", "row_number": 8 + graduate.pk, "birth_year": 2005, "birth_month": 9,
        "birth_day": 5, "school_text": "THCS Sông Đỏ", "full_name": written,
        "name_key": graduate.name_key, "status": RosterRow.Status.REVIEW,
    } | values  # fmt: skip
    made = RosterRow.objects.create(version=row.version, **given)
    if not first:
        row.delete()
    Link.objects.create(
        row=made, graduate=graduate, status=Link.Status.REVIEW, rank=1, weight=18.0,
        parts=[["full_name", 9.0]], engine_version="0", recorded_at=timezone.now(),
    )  # fmt: skip
    return made


@pytest.fixture
def rows(province: Province) -> list[RosterRow]:
    made = [waiting(province, written, name) for written, name in NAMES]
    sync_open_reviews(Link.objects.values_list("graduate", flat=True))
    sync_intake(province.cohort, {province.thpt.pk})
    return made


def page_of(client: Client) -> HttpResponse:
    return client.get(ADDRESS, {"kind": "marks"})


def ticks(page: HttpResponse) -> list[str]:
    return [line["ticked"] for line in page.context["lines"]]


def sent(client: Client, ticked: list[str]) -> HttpResponse:
    return client.post(ADDRESS, {"kind": "marks", "row": ticked}, follow=True)


@pytest.mark.parametrize(
    ("values", "difference"),
    [
        ({}, Difference.MARKS),
        ({"full_name": "Lê Thị An"}, None),
        ({"full_name": "Lê Thị An", "birth_day": 9, "birth_month": 5}, Difference.SWAPPED_DATE),
        ({"full_name": "Lê Thị An", "gender": "M"}, Difference.GENDER),
        ({"gender": "M"}, None),
        ({"school_text": ""}, None),
        ({"birth_year": None, "birth_month": None, "birth_day": None}, None),
        ({"full_name": "Lê Thị An", "birth_day": 6}, None),
    ],
    ids=str,
)
def test_only_one_difference_makes_a_kind(
    values: dict[str, Any], difference: Difference | None, province: Province
) -> None:
    row = waiting(province, "Lê Thị Ân", "Lê Thị An", **values)
    (card,) = cards_of([row])
    assert card.difference == difference


@pytest.mark.parametrize(
    ("ours", "theirs", "difference", "reason"),
    [
        ("Lê Thị Ân", "Lê Thị An", Difference.MARKS, "họ tên chỉ khác dấu"),
        ("Lê Thị Vi", "Lê Thị Vy", Difference.I_OR_Y, "họ tên chỉ khác i, y"),
        ("Lê Thị Lí", "Lê Thị Lý", Difference.I_OR_Y, "họ tên chỉ khác i, y"),
        ("Lê Thi Vi", "Lê Thị Vy", Difference.MARKS, "họ tên chỉ khác dấu và i, y"),
    ],
)
def test_spellings_are_called_what_they_are(
    ours: str, theirs: str, difference: Difference, reason: str, province: Province
) -> None:
    (card,) = cards_of([waiting(province, ours, theirs)])
    assert card.difference == difference
    assert reason in card.candidates[0].reasons


def test_two_candidates_are_decided_one_by_one(province: Province) -> None:
    row = waiting(province, "Lê Thị Ân", "Lê Thị An")
    other = enrol(province, "Lê Thị An", school=province.thcs_second)
    Link.objects.create(
        row=row, graduate=other, status="review", rank=2, weight=1.0, engine_version="0",
        recorded_at=timezone.now(),
    )  # fmt: skip
    (card,) = cards_of([row])
    assert card.difference is None


def test_all_are_accepted_and_undone_at_once(rows: list[RosterRow], signed_in: Browser) -> None:
    client = signed_in("RECEIVING_SCHOOL")
    listed = client.get("/rosters/review/").context["together"]
    assert [group["text"] for group in listed] == ["3 trường hợp chỉ khác dấu"]
    page = page_of(client)
    before = business_dump()
    assert "≠" in page.content.decode()
    assert business_dump() == before
    answered = sent(client, ticks(page))
    assert "Đã khớp 3 trường hợp" in answered.content.decode()
    assert set(RosterRow.objects.values_list("status", flat=True)) == {"match"}
    (line,) = client.get("/rosters/review/decided/").context["lines"]
    assert (line["name"], line["said"]) == ("3 học sinh", "Khớp 3 trường hợp cùng lúc")
    client.post(line["undo_url"])
    assert business_dump() == before


def test_unticked_rows_are_left(rows: list[RosterRow], signed_in: Browser) -> None:
    client = signed_in("RECEIVING_SCHOOL")
    sent(client, ticks(page_of(client))[:2])
    assert LinkDecision.objects.count() == 2
    assert "Chưa chọn trường hợp nào" in sent(client, []).content.decode()
    assert LinkDecision.objects.count() == 2


def test_row_that_somebody_decided_meanwhile_refuses_all(
    rows: list[RosterRow], signed_in: Browser, officials: dict[str, Any]
) -> None:
    client = signed_in("RECEIVING_SCHOOL")
    page = page_of(client)
    graduate = Link.objects.get(row=rows[0]).graduate
    decide(answers=[answer(rows[0], Kind.ACCEPT, graduate)], by=officials["DISTRICT"])
    answered = sent(client, ticks(page))
    assert "vừa được quyết định" in answered.content.decode()
    assert LinkDecision.objects.count() == 1
    assert len(answered.context["lines"]) == 2


@pytest.mark.parametrize("ticked", [["x"], ["1:2"], ["999999:1:1"], ["1:1:" + "9" * 300]])
def test_tampered_ticks_change_nothing(
    ticked: list[str], rows: list[RosterRow], signed_in: Browser
) -> None:
    sent(signed_in("RECEIVING_SCHOOL"), ticked)
    assert not LinkDecision.objects.exists()


def test_foreign_rows_are_not_accepted(
    rows: list[RosterRow], province: Province, signed_in: Browser, client: Client
) -> None:
    stolen = ticks(page_of(signed_in("RECEIVING_SCHOOL")))
    assert signed_in("COMMUNE").post(ADDRESS, {"kind": "marks", "row": stolen}).status_code == 403
    client.force_login(make_user("noi-khac", Role.RECEIVING_SCHOOL, school=province.gdtx))
    assert "vừa được quyết định" in sent(client, stolen).content.decode()
    assert not LinkDecision.objects.exists()


def test_kind_that_is_none_leads_back(signed_in: Browser) -> None:
    assert signed_in("DISTRICT").get(ADDRESS, {"kind": "x"}).url == "/rosters/review/"
