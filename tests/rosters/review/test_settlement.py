"""An office settles which of two claims stands; both sides are told; it can be taken back."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from audit.models import Event
from audit.sentences import sentence_of
from domain.outcome import Evidence, Outcome, Programme
from reports.verification import differences
from rosters.models import RosterRow
from rosters.verbs import CONFLICT_SETTLED, SETTLEMENT_UNDONE
from students.models import Cohort, Destination, Graduate, Source
from tests.province import Province, confirm, enrol, reread, state
from tests.rosters.views.lists import AN, an_of, send

Browser = Callable[[str], Client]
ADDRESS = "/rosters/review/conflicts/"


@pytest.fixture
def child(province: Province) -> Graduate:
    """On the list of the THPT and on that of the GDTX."""
    child = an_of(province)
    send(province, AN)
    send(province, AN, institution=province.gdtx.name)
    return child


def settle(client: Client, where: str, **typed: Any) -> HttpResponse:
    (line,) = client.get(ADDRESS).context["lines"]
    side = next(side for side in line["sides"] if side["where"] == where)
    given = {"keep": side["claim"], "version": line["version"]} | typed
    return client.post(line["settle_url"], given, follow=True)


def undo(client: Client, child: Graduate) -> HttpResponse:
    return client.post(reverse("rosters:settlement_undo", args=[child.pk]), follow=True)


def told(response: HttpResponse) -> str:
    return " ".join(str(message) for message in response.context["messages"])


def settlements() -> list[Destination]:
    return list(Destination.objects.current().filter(source=Source.SETTLEMENT))


def story_of(client: Client, kind: str) -> tuple[str, Any]:
    row = RosterRow.objects.in_force().get(version__roster__institution__kind=kind)
    page = client.get(reverse("rosters:row_detail", args=[row.pk]))
    return " ".join(page.context["story"]), page.context


def test_one_button_lets_a_claim_stand(
    child: Graduate, province: Province, signed_in: Browser
) -> None:
    response = settle(signed_in("DISTRICT"), province.thpt.name)
    assert "Đã thống nhất nơi học" in told(response)
    assert response.context["lines"] == []
    found = reread(child)
    assert found.outcome == Outcome.UPPER_SECONDARY
    (ending,) = settlements()
    assert (ending.school, ending.programme) == (province.gdtx, Programme.CONTINUING)
    event = Event.objects.get(verb=CONFLICT_SETTLED)
    assert sentence_of(event).endswith(
        f"thống nhất nơi học của {child.full_name}: học tại {province.thpt.name}."
    )
    assert differences() == []


def test_the_other_button_lets_the_other_stand(
    child: Graduate, province: Province, signed_in: Browser
) -> None:
    settle(signed_in("DEPARTMENT"), province.gdtx.name)
    assert reread(child).outcome == Outcome.CONTINUING


def test_undo_brings_both_claims_back(
    child: Graduate, province: Province, signed_in: Browser
) -> None:
    client = signed_in("DISTRICT")
    page = settle(client, province.thpt.name)
    (line,) = page.context["settled"]
    assert (line["name"], line["again"]) == (child.full_name, "")
    assert province.gdtx.name in line["said"]
    response = undo(client, child)
    assert "Đã hoàn tác" in told(response)
    assert reread(child).outcome == Outcome.CONFLICT
    assert settlements() == []
    assert Event.objects.filter(verb=SETTLEMENT_UNDONE).count() == 1
    assert "đã được hoàn tác" in told(undo(client, child))
    assert differences() == []


def test_both_sides_are_told_on_their_pages(
    child: Graduate, province: Province, signed_in: Browser
) -> None:
    settle(signed_in("DISTRICT"), province.thpt.name)
    story, context = story_of(signed_in("RECEIVING_SCHOOL"), "THPT")
    assert "đã thống nhất là học sinh học tại đơn vị" in story
    assert context["report"] is None
    assert province.gdtx.name not in story
    story, context = story_of(signed_in("DEPARTMENT"), "CONTINUING")
    assert "học tại đơn vị" not in story
    entries = {entry["label"]: entry["value"] for entry in context["report"]}
    assert entries["Lý do"] == "Đã thống nhất là học sinh học ở nơi khác"


def test_institution_does_not_take_back_what_was_settled(
    child: Graduate, province: Province, signed_in: Browser
) -> None:
    settle(signed_in("DISTRICT"), province.gdtx.name)
    client = signed_in("RECEIVING_SCHOOL")
    _, context = story_of(client, "THPT")
    assert not context["may_report"]
    assert "đề nghị Phòng GD&ĐT xem lại" in context["why_not"]
    answered = client.post(
        reverse("rosters:report_withdraw", args=[context["row_pk"]]),
        {"version": context["version"]},
        follow=True,
    )
    assert "đề nghị Phòng GD&ĐT xem lại" in told(answered)
    assert len(settlements()) == 1


def test_later_list_that_names_the_child_asks_again(
    child: Graduate, province: Province, signed_in: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda: date(2020, 9, 20))
    client = signed_in("DISTRICT")
    settle(client, province.thpt.name)
    assert reread(child).outcome == Outcome.UPPER_SECONDARY
    send(province, AN, institution=province.gdtx.name, day=29)
    assert reread(child).outcome == Outcome.CONFLICT
    page = client.get(ADDRESS)
    assert len(page.context["lines"]) == 1
    assert "danh sách mới" in page.context["settled"][0]["again"]


def test_compatible_third_claim_is_left_alone(
    child: Graduate, province: Province, signed_in: Browser
) -> None:
    send(province, AN, institution=province.vocational.name)
    settle(signed_in("DISTRICT"), province.gdtx.name)
    found = reread(child)
    assert (found.outcome, found.is_dual) == (Outcome.VOCATIONAL, True)
    assert [each.school for each in settlements()] == [province.thpt]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"keep": ""}, "Chọn nơi học sinh đang học"),
        ({"keep": "x" * 40}, "Chọn nơi học sinh đang học"),
        ({"keep": "9" * 40}, "vừa thay đổi"),
        ({"version": "0-0"}, "vừa thay đổi"),
        ({"version": "…"}, "vừa thay đổi"),
    ],
)
def test_wrong_input_is_told_and_writes_nothing(
    typed: dict[str, str], sentence: str, child: Graduate, province: Province, signed_in: Browser
) -> None:
    assert sentence in told(settle(signed_in("DISTRICT"), province.thpt.name, **typed))
    assert settlements() == []


def test_second_official_is_told(child: Graduate, province: Province, signed_in: Browser) -> None:
    client = signed_in("DISTRICT")
    (line,) = client.get(ADDRESS).context["lines"]
    settle(signed_in("DEPARTMENT"), province.thpt.name)
    given = {"keep": line["sides"][0]["claim"], "version": line["version"]}
    assert "vừa thay đổi" in told(client.post(line["settle_url"], given, follow=True))
    assert len(settlements()) == 1


def test_closed_year_is_told(child: Graduate, province: Province, signed_in: Browser) -> None:
    client = signed_in("DISTRICT")
    (line,) = client.get(ADDRESS).context["lines"]
    Cohort.objects.update(is_open=False)
    given = {"keep": line["sides"][0]["claim"], "version": line["version"]}
    assert "đã khóa" in told(client.post(line["settle_url"], given, follow=True))
    assert "đã khóa" in told(undo(client, child))
    assert settlements() == []


def test_claim_without_a_school_is_settled_on_the_record(
    province: Province, signed_in: Browser
) -> None:
    child = enrol(province, "Trần Văn Bé")
    confirm(child, Programme.UPPER_SECONDARY, province.thpt)
    state(child, Programme.ABROAD, source=Source.ON_BEHALF, evidence=Evidence.CONFIRMED)
    (line,) = signed_in("DISTRICT").get(ADDRESS).context["lines"]
    assert not line["may_settle"]
    keep = next(side["claim"] for side in line["sides"] if side["where"] == province.thpt.name)
    client = signed_in("DISTRICT")
    response = client.post(
        line["settle_url"], {"keep": keep, "version": line["version"]}, follow=True
    )
    assert "vừa thay đổi" in told(response)
    assert settlements() == []
