"""What outreach achieved: each number, of each unit, today and as of a day."""

from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from domain.outcome import Programme, Stage
from domain.outreach.cases import Closing
from domain.outreach.measures import Measures
from domain.outreach.reasons import ReasonGroup
from outreach.actions.requests import end_case
from outreach.actions.visits import take_back_visit
from outreach.figures import by_commune, differences, summed
from outreach.models import Case
from outreach.supervision_forms import MEASURE_LABELS
from tests.outreach.cases import fresh, make_case, visit
from tests.outreach.issuing import acknowledge, by_key, issue
from tests.outreach.test_case_actions import in_class, later
from tests.province import Province, enrol, state

Browser = Callable[[str], Client]
TODAY = timezone.localdate()
YESTERDAY = TODAY - timedelta(days=1)


def total(as_of: date | None = None) -> Measures:
    return summed(Case.objects.all(), as_of=as_of)[1]


@pytest.fixture
def courses(province: Province) -> dict[str, Case]:
    """One child of every course, in the home commune; one more in the next."""
    names = {
        "listed": "Lê Thị An", "refused": "Trần Văn Bé", "claimed": "Võ Thị Cúc",
        "returned": "Hồ Văn Dần", "false": "Mai Thị Em", "moved": "Cao Văn Giàu",
    }  # fmt: skip
    cases = {what: make_case(province, name) for what, name in names.items()}
    visit(cases["refused"], "REFUSED", reason="WORKS_AWAY")
    visit(cases["claimed"], "AGREED", school=province.thpt)
    visit(cases["returned"], "AGREED")
    in_class(cases["returned"], province)
    in_class(cases["false"], province, stated_on=date(2020, 9, 7))
    end_case(
        case=cases["moved"], by=None, version=cases["moved"].version, closing=Closing.MOVED,
        note="về quê",
    )  # fmt: skip
    cases["other"] = make_case(province, "Ngô Văn Hải", commune=province.home_township)
    return cases


def test_every_measure_counts_its_children(courses: dict[str, Case]) -> None:
    counted = total()
    assert (counted.listed, counted.acknowledged, counted.visited) == (7, 0, 3)
    assert (counted.claimed, counted.returned, counted.false_alarms) == (1, 1, 1)
    assert (counted.refused, counted.refused_by) == (1, {ReasonGroup.WORK: 1})
    assert (counted.ended_otherwise, counted.open) == (1, 4)
    assert counted.days_to_visit == 0


def test_figures_stand_by_commune_and_sum_to_the_district(
    province: Province, courses: dict[str, Case]
) -> None:
    units = by_commune(Case.objects.all())
    listed = {unit.code: unit.measures.listed for unit in units}
    assert listed == {province.home_commune.code: 6, province.home_township.code: 1}
    districts, everything = summed(Case.objects.all())
    assert [unit.measures for unit in districts] == [everything]


def test_figures_say_what_cases_say(courses: dict[str, Case]) -> None:
    assert differences(Case.objects.all()) == []
    Case.objects.filter(pk=courses["listed"].pk).update(closing="MOVED")
    assert len(differences(Case.objects.all())) == 1


def test_claims_are_never_returns(province: Province) -> None:
    for number, outcome in enumerate(("AGREED", "VOCATIONAL", "ELSEWHERE")):
        visit(make_case(province, f"Lê Thị {'ABC'[number]}"), outcome)
    assert (total().claimed, total().returned, total().false_alarms) == (3, 0, 0)


def test_day_before_anything_has_no_figures(courses: dict[str, Case]) -> None:
    assert total(YESTERDAY) == Measures()


def test_past_day_knows_nothing_of_what_came_later(
    province: Province, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, then = make_case(province), timezone.now()
    made = visit(case, "AGREED")
    week_later = then + timedelta(days=7)
    monkeypatch.setattr("django.utils.timezone.now", lambda: week_later)
    take_back_visit(visit=made, by=None)
    visit(fresh(case), "REFUSED", reason="FAR", on=TODAY + timedelta(days=6))
    in_class(case, province, stated_on=later(9))
    first, now = total(TODAY), total()
    assert (first.claimed, first.visited, first.refused, first.returned) == (1, 1, 0, 0)
    assert (now.claimed, now.visited, now.refused, now.returned) == (0, 1, 0, 1)
    assert (now.days_to_visit, now.days_to_return) == (6, 7)


def test_leaver_is_counted_in_the_round_in_force(province: Province) -> None:
    case = make_case(province)
    visit(case, "AGREED")
    in_class(case, province)
    assert total().returned == 1
    in_class(case, province, stage=Stage.LEFT, stated_on=later(9), ended_on=later(9))
    counted = total()
    assert (counted.listed, counted.returned, counted.visited, counted.open) == (1, 0, 0, 1)


def test_issued_list_opens_cases_and_receipt_is_counted(province: Province) -> None:
    child = enrol(province, "Lê Thị An", commune=province.home_commune)
    state(child, Programme.WORKING)
    papers = by_key(issue(province))
    case = Case.objects.get(graduate=child)
    assert (case.commune, case.was_known_out) == (province.home_commune, True)
    assert total().acknowledged == 0
    acknowledge(papers[f"COMMUNE:{province.home_commune.code}"])
    assert total().acknowledged == 1


# ---- pages ----


def test_every_number_opens_exactly_its_children(
    courses: dict[str, Case], signed_in: Browser
) -> None:
    client = signed_in("DISTRICT")
    figures = client.get(reverse("outreach:case_figures")).context["total"]
    wanted = {name: figures[name] for name in MEASURE_LABELS if name in figures}
    assert len(wanted) == 9
    for name, number in wanted.items():
        address = f"{reverse('outreach:case_supervision')}?show={name}"
        assert client.get(address).context["page"].count_text == number["text"], name
        assert number["url"] in ("", address)


def test_reasons_open_their_children(courses: dict[str, Case], signed_in: Browser) -> None:
    client = signed_in("DISTRICT")
    reasons = client.get(reverse("outreach:case_figures")).context["reasons"]
    (shown,) = [reason for reason in reasons if reason["number"]["url"]]
    page = client.get(shown["number"]["url"])
    assert shown["label"] == "Việc làm"
    assert [row["name"] for row in page.context["rows"]] == ["Trần Văn Bé"]


def test_supervision_names_whose_move_it_is(courses: dict[str, Case], signed_in: Browser) -> None:
    rows = signed_in("DISTRICT").get(reverse("outreach:case_supervision")).context["rows"]
    movers = {row["name"]: row["mover"] for row in rows}
    assert movers["Lê Thị An"] == "Xã Đức Hòa Thượng"
    assert movers["Võ Thị Cúc"] == "Trường THPT Sông Đỏ"
    assert movers["Hồ Văn Dần"] == "Không"


def test_supervision_finds_by_name_and_commune(
    province: Province, courses: dict[str, Case], signed_in: Browser
) -> None:
    client, address = signed_in("DISTRICT"), reverse("outreach:case_supervision")
    found = client.get(address, {"q": "tran van"}).context["rows"]
    assert [row["name"] for row in found] == ["Trần Văn Bé"]
    found = client.get(address, {"commune": province.home_township.code}).context["rows"]
    assert [row["name"] for row in found] == ["Ngô Văn Hải"]


def test_figures_ask_the_same_number_of_queries_for_more_cases(
    province: Province, courses: dict[str, Case], signed_in: Browser, django_assert_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = signed_in("DISTRICT")
    for name in ("case_figures", "case_supervision"):
        client.get(reverse(f"outreach:{name}"))
        with CaptureQueriesContext(connection) as few:
            client.get(reverse(f"outreach:{name}"))
        make_case(province, f"Lê Thị {name[-1].upper()}")
        with django_assert_num_queries(len(few)):
            client.get(reverse(f"outreach:{name}"))


def test_export_holds_the_figures_of_the_page(courses: dict[str, Case], signed_in: Browser) -> None:
    response = signed_in("DISTRICT").post(reverse("outreach:figures_export"))
    sheet = load_workbook(BytesIO(response.content)).active
    rows = [row for row in sheet.iter_rows(min_row=6, values_only=True) if row[3] is not None]
    assert [(row[2], row[3], row[7]) for row in rows] == [
        ("Thị trấn Đức Hòa", 1, 0), ("Xã Đức Hòa Thượng", 6, 1),
    ]  # fmt: skip


def test_wrong_day_is_told(courses: dict[str, Case], signed_in: Browser) -> None:
    page = signed_in("DISTRICT").get(reverse("outreach:case_figures"), {"as_of": "31/2/2020"})
    assert "Ngày phải là ngày có thật" in page.content.decode()


def test_office_sets_its_days(province: Province, signed_in: Browser) -> None:
    case = make_case(province)
    address = reverse("outreach:deadlines_edit", args=[province.home.code])
    client = signed_in("DISTRICT")
    assert "từ 1 đến 365" in client.post(address, {"first_visit": "0"}).content.decode()
    client.post(address, {"first_visit": "7"})
    assert fresh(case).due_on == TODAY + timedelta(days=7)
    assert 'value="7"' in client.get(address).content.decode()
