"""Working through the queue: card after card, with and without the script, and taking it back."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import Event
from districts.models import Assignment, Role
from domain.linkage.decisions import Kind
from reports.verification import differences
from rosters import verbs
from rosters.actions import decide, undo_act
from rosters.models import Link, LinkDecision, RosterRow
from students.models import Graduate
from tests.province import Province, make_user
from tests.rosters.reviewing import ROW, answer, namesakes, open_row, send_open, twins_of
from tests.rosters.views.lists import send

Browser = Callable[[str], Client]
HOA = {"name": "Phạm Thị Hoa", "birth": "05/9/2005"}
HTMX = {"HX-Request": "true"}
NEXT = "/rosters/review/next/"


@pytest.fixture
def twins(province: Province) -> tuple[Graduate, Graduate]:
    return namesakes(province)


@pytest.fixture
def row(province: Province, twins: tuple[Graduate, Graduate]) -> RosterRow:
    """The first of two rows in review of the THPT."""
    twins_of(province, HOA["name"])
    send(province, ROW, HOA)
    return RosterRow.objects.in_force().order_by("row_number")[0]


def form_of(response: HttpResponse) -> dict[str, str]:
    """The hidden fields of the card shown."""
    card = response.context["card"]
    bounds = response.context["bounds"]
    return bounds | {"seen": card["card"].seen, "shown": card["shown"]}


def say(client: Client, choice: Any, page: HttpResponse | None = None, **sent: Any) -> HttpResponse:
    page = page or client.get(NEXT)
    row = page.context["card"]["card"].row
    address = reverse("rosters:review_decide", args=[row])
    return client.post(
        address, form_of(page) | {"choice": str(choice)}, **({"follow": True} | sent)
    )


def shown_name(response: HttpResponse) -> str:
    card = response.context["card"]
    return card["card"].full_name if card else ""


def told(response: HttpResponse) -> str:
    return " ".join(str(message) for message in response.context["messages"])


@pytest.mark.parametrize("role", ["RECEIVING_SCHOOL", "DISTRICT", "DEPARTMENT"])
def test_card_shows_the_row_and_its_candidates(
    role: str, row: RosterRow, signed_in: Browser
) -> None:
    page = signed_in(role).get(NEXT)
    assert shown_name(page) == "Lê Thị An"
    candidates = page.context["card"]["candidates"]
    assert [candidate.key for candidate in candidates] == ["1", "2"]
    text = page.content.decode()
    for words in ("Trường THCS Sông Đỏ, Huyện Đức Hòa", "Giống", "Thiếu", "cùng ngày sinh"):
        assert words in text
    assert Event.objects.latest("pk").verb == verbs.ROW_READ


def test_card_holds_no_more_of_a_graduate_than_is_needed(
    province: Province, signed_in: Browser
) -> None:
    """Nothing but whether it agrees is told of numbers and guardians, and only where the row
    states them.
    """
    for graduate in namesakes(province):
        Graduate.objects.filter(pk=graduate.pk).update(
            phone="0911222333", guardian="Trần Thị Kín", personal_id="080305009999",
            residence="Số 7, ấp Bí Mật", note="hoàn cảnh khó khăn",
        )  # fmt: skip
    send(province, ROW | {"phone": "0988777666", "guardian": "Lê Văn Mở"})
    text = signed_in("RECEIVING_SCHOOL").get(NEXT).content.decode()
    assert "Điện thoại" in text
    assert "≠" in text
    for secret in ("0911222333", "333", "Trần Thị Kín", "080305009999", "Bí Mật", "hoàn cảnh"):
        assert secret not in text


def test_next_card_comes_at_once(
    row: RosterRow, twins: tuple[Graduate, Graduate], signed_in: Browser
) -> None:
    client = signed_in("RECEIVING_SCHOOL")
    answered = say(client, twins[1].pk, headers=HTMX)
    assert answered.status_code == 200
    assert shown_name(answered) == "Phạm Thị Hoa"
    assert "<html" not in answered.content.decode()
    assert "Khớp với Lê Thị An" in answered.content.decode()
    assert Link.objects.current().get(row=row).graduate == twins[1]
    finished = say(client, "none", headers=HTMX)
    assert finished.context["card"] is None
    assert "Đã đối chiếu xong" in finished.content.decode()
    assert differences() == []


def test_plain_form_goes_on_as_well(
    row: RosterRow, twins: tuple[Graduate, Graduate], signed_in: Browser
) -> None:
    client = signed_in("RECEIVING_SCHOOL")
    answered = say(client, twins[0].pk)
    assert answered.redirect_chain == [(NEXT, 302)]
    assert shown_name(answered) == "Phạm Thị Hoa"


def test_postponed_rows_come_after_all_others(row: RosterRow, signed_in: Browser) -> None:
    client = signed_in("RECEIVING_SCHOOL")
    assert shown_name(say(client, "later")) == "Phạm Thị Hoa"
    finished = say(client, "later")
    assert finished.context["card"] is None
    assert "Còn 2 trường hợp để sau" in " ".join(finished.content.decode().split())
    first = client.get(NEXT, {"later": "1"})
    assert shown_name(first) == "Lê Thị An"
    second = say(client, "later", first, headers=HTMX)
    assert shown_name(second) == "Phạm Thị Hoa"
    assert say(client, "later", second, headers=HTMX).context["card"] is None


@pytest.mark.parametrize("choice", ["", "ai do", "99999999999999999999", "-1", "none\0"])
def test_answer_that_is_none_changes_nothing(
    choice: str, row: RosterRow, signed_in: Browser
) -> None:
    client = signed_in("RECEIVING_SCHOOL")
    assert "Chọn một học sinh" in told(say(client, choice))
    assert not LinkDecision.objects.exists()


def test_graduate_who_is_no_candidate_is_refused(
    row: RosterRow, province: Province, signed_in: Browser
) -> None:
    stranger = twins_of(province, "Ngô Văn Lạ")[0]
    say(signed_in("RECEIVING_SCHOOL"), stranger.pk)
    assert not LinkDecision.objects.exists()


@pytest.mark.parametrize("is_htmx", [True, False])
def test_second_reviewer_is_told_and_goes_on(
    is_htmx: bool, row: RosterRow, twins: tuple[Graduate, Graduate], signed_in: Browser
) -> None:
    school, office = signed_in("RECEIVING_SCHOOL"), signed_in("DISTRICT")
    stale = office.get(NEXT)
    say(school, twins[0].pk)
    sent = {"headers": HTMX} if is_htmx else {}
    answered = say(office, twins[1].pk, stale, **sent)
    said = "Cán bộ thpt vừa quyết định dòng “Lê Thị An”"
    assert said in answered.content.decode()
    assert "đã khớp với Lê Thị An" in answered.content.decode()
    assert shown_name(answered) == "Phạm Thị Hoa"
    assert Link.objects.current().get(row=row).graduate == twins[0]
    assert LinkDecision.objects.count() == 1


def test_undo_shows_the_row_again(
    row: RosterRow, twins: tuple[Graduate, Graduate], signed_in: Browser
) -> None:
    client = signed_in("RECEIVING_SCHOOL")
    answered = say(client, twins[0].pk, headers=HTMX)
    undone = client.post(answered.context["last"]["undo_url"], headers=HTMX)
    assert shown_name(undone) == "Lê Thị An"
    assert "Đã hoàn tác quyết định: Khớp với Lê Thị An." in undone.content.decode()
    assert not LinkDecision.objects.current().exists()
    again = client.post(answered.context["last"]["undo_url"], follow=True)
    assert "đã được hoàn tác" in told(again)


def test_decided_list_takes_back_any_decision(
    row: RosterRow, twins: tuple[Graduate, Graduate], signed_in: Browser
) -> None:
    client = signed_in("RECEIVING_SCHOOL")
    say(client, twins[0].pk)
    say(client, "none")
    lines = client.get(reverse("rosters:decided_list")).context["lines"]
    assert [line["said"] for line in lines] == [
        "Không phải học sinh nào trong các học sinh gần giống",
        "Khớp với Lê Thị An",
    ]
    assert {line["who"] for line in lines} == {"Cán bộ thpt"}
    back = client.post(lines[1]["undo_url"], {"back": "decided"}, follow=True)
    assert len(back.context["lines"]) == 1
    assert open_row().status == RosterRow.Status.NONE
    row.refresh_from_db()
    assert row.status == RosterRow.Status.REVIEW


def test_act_that_reaches_further_is_not_undone_by_a_school(
    row: RosterRow, twins: tuple[Graduate, Graduate], province: Province, signed_in: Browser
) -> None:
    other = send_open(province, institution=province.gdtx.name)
    answers = [answer(row, Kind.ACCEPT, twins[0]), answer(other, Kind.ACCEPT, twins[1])]
    act = decide(answers=answers, by=None)
    address = reverse("rosters:act_undo", args=[act])
    refused = signed_in("RECEIVING_SCHOOL").post(address, follow=True)
    assert "của đơn vị khác" in told(refused)
    assert LinkDecision.objects.current().count() == 2
    signed_in("DISTRICT").post(address)
    assert not LinkDecision.objects.current().exists()


def test_queue_is_by_institution_and_district(
    row: RosterRow, province: Province, signed_in: Browser
) -> None:
    send_open(province, institution=province.vocational_away.name)
    lines = signed_in("DISTRICT").get("/rosters/review/").context["lines"]
    assert [(line["institution"], line["waiting"]) for line in lines] == [
        ("Trường THPT Sông Đỏ", "2")
    ]
    department = signed_in("DEPARTMENT").get("/rosters/review/").context
    assert [(line["name"], line["waiting"]) for line in department["districts"]] == [
        ("Huyện Đức Hòa", "2"),
        ("Huyện Tân Trụ", "1"),
    ]
    away = signed_in("DEPARTMENT").get("/rosters/review/", {"district": "805"}).context["lines"]
    assert [line["institution"] for line in away] == ["Trường Trung cấp nghề Rạch Xanh"]
    foreign = signed_in("DISTRICT").get(NEXT, {"institution": province.vocational_away.code})
    assert foreign.context["card"] is None


def test_row_of_a_closed_year_is_in_no_queue(
    row: RosterRow, province: Province, signed_in: Browser
) -> None:
    province.cohort.is_open = False
    province.cohort.save()
    assert signed_in("RECEIVING_SCHOOL").get(NEXT).context["card"] is None


def test_decided_row_is_told_on_its_own_page(
    row: RosterRow, twins: tuple[Graduate, Graduate], signed_in: Browser
) -> None:
    client = signed_in("RECEIVING_SCHOOL")
    address = reverse("rosters:review_row", args=[row.pk])
    assert shown_name(client.get(address)) == "Lê Thị An"
    act = decide(answers=[answer(row, Kind.ACCEPT, twins[0])], by=None)
    assert client.get(address).url == reverse("rosters:row_detail", args=[row.pk])
    undo_act(act=act, by=None)
    assert client.get(address).status_code == 200


def test_queries_do_not_grow_with_the_queue(
    row: RosterRow, province: Province, signed_in: Browser
) -> None:
    client = signed_in("DISTRICT")
    number = _queries(client)
    for institution in (province.gdtx, province.vocational):
        send(province, ROW, HOA, institution=institution.name)
    assert _queries(client) == number


def _queries(client: Client) -> list[int]:
    numbers = []
    for address in ("/rosters/review/", NEXT, "/rosters/review/decided/"):
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        numbers.append(len(captured))
    return numbers


def test_whoever_keeps_two_institutions_sees_both(
    row: RosterRow, province: Province, client: Client
) -> None:
    send_open(province, institution=province.gdtx.name)
    user = make_user("hai-noi", Role.RECEIVING_SCHOOL, school=province.thpt)
    Assignment.objects.create(user=user, role=Role.RECEIVING_SCHOOL, school=province.gdtx)
    client.force_login(user)
    assert len(client.get("/rosters/review/").context["lines"]) == 2


def test_wrong_match_is_rejected_on_its_own_page(
    row: RosterRow, twins: tuple[Graduate, Graduate], signed_in: Browser
) -> None:
    decide(answers=[answer(row, Kind.ACCEPT, twins[0])], by=None)
    client = signed_in("RECEIVING_SCHOOL")
    address = reverse("rosters:row_detail", args=[row.pk])
    rejecting = client.get(address).context["rejecting"]
    typed = {
        "choice": "none",
        "back": "row",
        "seen": rejecting["seen"],
        "shown": rejecting["shown"],
    }
    answered = client.post(rejecting["url"], typed, follow=True)
    assert answered.redirect_chain == [(address, 302)]
    assert "không phải học sinh đó" in told(answered)
    links = Link.objects.current().filter(row=row)
    assert [link.graduate for link in links] == [twins[1]]
    assert client.get(address).context["review_url"] == reverse("rosters:review_row", args=[row.pk])
    assert differences() == []
