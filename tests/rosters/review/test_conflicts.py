"""Two institutions that claim one child: both sides shown, settled by rejecting or reporting."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from domain.outcome import Outcome, Programme
from reports.verification import differences
from rosters.models import RosterRow
from students.models import Graduate
from tests.province import Province, confirm, enrol, reread
from tests.rosters.views.lists import AN, an_of, send

Browser = Callable[[str], Client]
ADDRESS = "/rosters/review/conflicts/"


@pytest.fixture
def child(province: Province) -> Graduate:
    """On the list of the THPT and on that of the GDTX, which cannot both be true."""
    child = an_of(province)
    send(province, AN)
    send(province, AN, institution=province.gdtx.name)
    assert reread(child).outcome == Outcome.CONFLICT
    return child


def test_both_sides_are_shown(child: Graduate, province: Province, signed_in: Browser) -> None:
    (line,) = signed_in("DISTRICT").get(ADDRESS).context["lines"]
    assert line["name"] == child.full_name
    assert {side["where"] for side in line["sides"]} == {province.thpt.name, province.gdtx.name}
    assert all(side["deciding"] for side in line["sides"])


def test_row_of_another_child_settles_it(
    child: Graduate, province: Province, signed_in: Browser
) -> None:
    client = signed_in("DISTRICT")
    (line,) = client.get(ADDRESS).context["lines"]
    wrong = next(side for side in line["sides"] if side["where"] == province.gdtx.name)
    typed = {"choice": "none", "back": "conflicts"} | wrong["deciding"]
    answered = client.post(wrong["deciding"]["decide_url"], typed, follow=True)
    assert answered.redirect_chain == [(ADDRESS, 302)]
    assert answered.context["lines"] == []
    assert reread(child).outcome == Outcome.UPPER_SECONDARY
    assert differences() == []


def test_compatible_claims_are_dual_study(province: Province, signed_in: Browser) -> None:
    child = an_of(province)
    send(province, AN, institution=province.gdtx.name)
    send(province, AN, institution=province.vocational.name)
    assert reread(child).is_dual
    assert signed_in("DISTRICT").get(ADDRESS).context["lines"] == []


def test_claim_of_an_institution_elsewhere_is_not_decided_here(
    province: Province, signed_in: Browser
) -> None:
    an_of(province)
    send(province, AN)
    send(province, AN, institution=province.vocational_away.name)
    (line,) = signed_in("DISTRICT").get(ADDRESS).context["lines"]
    found = {side["where"]: bool(side["deciding"]) for side in line["sides"]}
    assert found == {province.thpt.name: True, province.vocational_away.name: False}


def test_claims_made_by_hand_lead_to_the_record(province: Province, signed_in: Browser) -> None:
    child = enrol(province, "Trần Văn Bé")
    confirm(child, Programme.UPPER_SECONDARY, province.thpt)
    confirm(child, Programme.INTERMEDIATE, province.vocational)
    page = signed_in("DISTRICT").get(ADDRESS)
    assert [side["deciding"] for side in page.context["lines"][0]["sides"]] == [None, None]
    assert reverse("students:graduate_detail", args=[child.pk]) in page.content.decode()


def test_both_institutions_are_told(child: Graduate, signed_in: Browser) -> None:
    row = RosterRow.objects.get(version__roster__institution__kind="THPT")
    page = signed_in("RECEIVING_SCHOOL").get(reverse("rosters:row_detail", args=[row.pk]))
    assert any("Nơi khác cũng xác nhận" in sentence for sentence in page.context["story"])
    assert "GDTX" not in " ".join(page.context["story"])


def test_children_of_other_districts_are_not_shown(province: Province, signed_in: Browser) -> None:
    away = enrol(province, "Võ Thị Cúc", school=province.thcs_away)
    confirm(away, Programme.UPPER_SECONDARY, province.thpt)
    confirm(away, Programme.INTERMEDIATE, province.vocational)
    assert signed_in("DISTRICT").get(ADDRESS).context["lines"] == []
    assert len(signed_in("DEPARTMENT").get(ADDRESS).context["lines"]) == 1


def test_queries_do_not_grow(child: Graduate, province: Province, signed_in: Browser) -> None:
    client = signed_in("DISTRICT")
    number = _queries(client)
    for name in ("Trần Văn Bé", "Võ Thị Cúc"):
        other = enrol(province, name)
        confirm(other, Programme.UPPER_SECONDARY, province.thpt)
        confirm(other, Programme.INTERMEDIATE, province.vocational)
    assert _queries(client) == number


def _queries(client: Client) -> int:
    client.get(ADDRESS)
    with CaptureQueriesContext(connection) as captured:
        client.get(ADDRESS)
    return len(captured)
