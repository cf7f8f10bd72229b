"""The overview: its figures, the map, the split, who has not reported, and every number's link."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from districts.models import District, School
from domain.outcome import Programme
from students.actions import recount_everything
from students.models import Cohort, Graduate, Quota, Target
from tests.province import Province, bare_version, confirm, enrol, make_user, state
from tests.reports.views.shown import children_at, enrol_all_kinds, links_in, numbers_in, text_of

Browser = Callable[[str], Client]
OVERVIEW = "reports:overview"


@pytest.fixture
def children(province: Province) -> Province:
    enrol_all_kinds(province)
    return province


def cells(row: dict[str, Any]) -> list[str]:
    return [cell["text"] for cell in (row["total"], *row["places"], *row["evidence"])]


@pytest.mark.parametrize(
    ("role", "graduates"), [("DEPARTMENT", "12"), ("DISTRICT", "10"), ("ORIGIN_SCHOOL", "10")]
)
def test_overview_counts_what_the_viewer_answers_for(
    role: str, graduates: str, children: Province, signed_in: Browser
) -> None:
    response = signed_in(role).get(reverse(OVERVIEW))
    assert response.status_code == 200
    assert response.context["province"]["graduates"]["text"] == graduates


@pytest.mark.parametrize("role", ["RECEIVING_SCHOOL", "COMMUNE", "UNASSIGNED"])
def test_overview_needs_the_right(role: str, children: Province, signed_in: Browser) -> None:
    assert signed_in(role).get(reverse(OVERVIEW)).status_code == 403


def test_overview_sends_strangers_to_sign_in(province: Province, signed_in: Browser) -> None:
    response = signed_in("ANONYMOUS").get(reverse(OVERVIEW))
    assert response.status_code == 302
    assert "sign-in" in response["Location"]


@pytest.mark.parametrize("year", ["1999", "abc", "²⁰²⁰", "9" * 30, "-1", ""])
def test_unknown_year_shows_the_newest(year: str, children: Province, signed_in: Browser) -> None:
    Cohort.objects.create(year=2019)
    response = signed_in("DEPARTMENT").get(reverse(OVERVIEW), {"cohort": year})
    assert response.context["cohort"] == 2020


@pytest.mark.parametrize("role", ["DEPARTMENT", "DISTRICT", "ORIGIN_SCHOOL"])
def test_every_number_opens_its_children(role: str, children: Province, signed_in: Browser) -> None:
    client = signed_in(role)
    numbers = numbers_in(client.get(reverse(OVERVIEW)))
    assert len(numbers) > 12
    for number in numbers:
        assert children_at(client, number.url) == int(number.text), number


def test_tiles_open_their_children(children: Province, signed_in: Browser) -> None:
    client = signed_in("DEPARTMENT")
    graduates, certain, wider, not_enrolled = client.get(reverse(OVERVIEW)).context["tiles"]
    assert (graduates["value"], children_at(client, graduates["url"])) == ("12", 12)
    assert (certain["value"], children_at(client, certain["url"])) == ("4", 4)
    assert (wider["value"], children_at(client, wider["url"])) == ("50,00 %", 6)
    units = client.get(not_enrolled["url"]).context["units"]
    listed = sum(int(u["not_studying"]["text"]) + int(u["not_known"]["text"]) for u in units)
    assert (not_enrolled["value"], listed) == ("3", 3)


def test_split_by_place_and_evidence(children: Province, signed_in: Browser) -> None:
    split = signed_in("DISTRICT").get(reverse(OVERVIEW)).context["split"]
    assert split["places"] == [
        "Trong huyện",
        "Ngoài huyện, trong tỉnh",
        "Ngoài tỉnh",
        "Chưa rõ nơi học",
    ]
    assert split["evidence"] == ["Đã xác nhận", "Theo khai báo"]
    assert [cells(row) for row in split["rows"]] == [
        ["2", "1", "0", "1", "0", "2", "0"],
        ["1", "1", "0", "0", "0", "1", "0"],
        ["4", "2", "1", "0", "1", "3", "1"],
        ["7", "4", "1", "1", "1", "6", "1"],
    ]


def test_child_under_question_is_not_counted_as_confirmed(
    children: Province, signed_in: Browser
) -> None:
    Graduate.objects.filter(full_name="Lê Thị An").update(in_question=True)
    recount_everything()
    client = signed_in("DISTRICT")
    response = client.get(reverse(OVERVIEW))
    assert response.context["split"]["evidence"] == ["Đã xác nhận", "Cần xác minh", "Theo khai báo"]
    assert cells(response.context["split"]["rows"][2]) == ["4", "2", "1", "0", "1", "2", "1", "1"]
    assert response.context["tiles"][1]["value"] == "2"
    for number in numbers_in(response):
        assert children_at(client, number.url) == int(number.text), number


def test_district_is_held_to_its_registered_target(children: Province, signed_in: Browser) -> None:
    Target.objects.create(
        cohort=children.cohort, kind="registered", district=children.home, percent=Decimal("30.5")
    )
    verdicts = signed_in("DISTRICT").get(reverse(OVERVIEW)).context["province"]["verdicts"]
    assert [verdict["label"] for verdict in verdicts] == [
        "Kế hoạch 134: 20 %",
        "Chỉ tiêu đăng ký: 30,5 %",
    ]


def place_on_grid(province: Province) -> None:
    for district, row, column in ((province.home, 2, 6), (province.away, 3, 6)):
        District.objects.filter(pk=district.pk).update(grid_row=row, grid_column=column)


def test_map_has_one_tile_per_district(children: Province, signed_in: Browser) -> None:
    place_on_grid(children)
    response = signed_in("DEPARTMENT").get(reverse(OVERVIEW))
    home, away = response.context["map"]["tiles"]
    assert (home["name"], home["rate_text"], home["css"]) == ("Đức Hòa", "40,00 %", "met")
    assert (away["name"], away["rate_text"], away["css"]) == ("Tân Trụ", "50,00 %", "met")
    assert home["x"] == away["x"]
    assert home["y"] < away["y"]
    shown = text_of(response)
    assert "✓ 40,00 %" in shown
    assert {link.url for link in links_in(response)} >= {home["url"], away["url"]}


def test_map_tells_verdicts_apart_without_colour(province: Province, signed_in: Browser) -> None:
    place_on_grid(province)
    client = signed_in("DEPARTMENT")
    seen = [client.get(reverse(OVERVIEW)).context["map"]["tiles"][0]]
    child = enrol(province, "Lê Thị An")
    seen.append(client.get(reverse(OVERVIEW)).context["map"]["tiles"][0])
    state(child, Programme.AT_HOME)
    seen.append(client.get(reverse(OVERVIEW)).context["map"]["tiles"][0])
    confirm(enrol(province, "Lê Thị Bé"), Programme.INTERMEDIATE, province.vocational)
    seen.append(client.get(reverse(OVERVIEW)).context["map"]["tiles"][0])
    assert [tile["css"] for tile in seen] == ["none", "undecided", "not_met", "met"]
    assert len({(tile["symbol"], tile["word"]) for tile in seen}) == 4


@pytest.mark.parametrize("role", ["DISTRICT", "ORIGIN_SCHOOL"])
def test_map_is_the_provinces_only(role: str, children: Province, signed_in: Browser) -> None:
    place_on_grid(children)
    assert signed_in(role).get(reverse(OVERVIEW)).context["map"] is None


def missing(response: Any) -> dict[str, list[str]]:
    return {
        group["label"]: [unit["name"] for unit in group["units"]]
        for group in response.context["unreported"]
    }


def test_units_that_have_not_reported(children: Province, signed_in: Browser) -> None:
    """Expected: vocational institutions, whoever has seats; and THCS without graduates."""
    Quota.objects.create(cohort=children.cohort, school=children.thpt, seats=40)
    response = signed_in("DEPARTMENT").get(reverse(OVERVIEW))
    receiving = "Cơ sở tiếp nhận chưa có danh sách đang học"
    assert missing(response) == {
        receiving: [children.thpt.name, children.vocational.name, children.vocational_away.name],
        "Trường THCS chưa có danh sách tốt nghiệp": [children.thcs_second.name],
    }
    assert [unit["unreported_text"] for unit in response.context["units"]] == [
        "3 đơn vị chưa báo cáo",
        "1 đơn vị chưa báo cáo",
    ]
    bare_version(children, children.thpt, "Lê Thị An")
    assert (
        children.thpt.name not in missing(signed_in("DEPARTMENT").get(reverse(OVERVIEW)))[receiving]
    )


def test_district_sees_its_own_unreported_units(children: Province, signed_in: Browser) -> None:
    found = missing(signed_in("DISTRICT").get(reverse(OVERVIEW)))
    assert [name for names in found.values() for name in names] == [
        children.vocational.name,
        children.thcs_second.name,
    ]


def test_long_list_of_unreported_units_is_folded(province: Province, signed_in: Browser) -> None:
    for number in range(6):
        School.objects.create(
            code=f"805N{number}9", name=f"Trường Nghề Số {number}", kind="VOCATIONAL",
            district=province.away, province="Long An",
        )  # fmt: skip
    response = signed_in("DEPARTMENT").get(reverse(OVERVIEW))
    group = response.context["unreported"][0]
    assert (group["count_text"], len(group["units"])) == ("8", 8)
    assert group["first_text"].endswith("và 4 đơn vị khác")
    assert "<details" in response.content.decode()


def test_school_is_not_told_of_others(children: Province, signed_in: Browser) -> None:
    response = signed_in("ORIGIN_SCHOOL").get(reverse(OVERVIEW))
    assert response.context["unreported"] is None
    assert children.thcs_second.name not in text_of(response)


def test_districts_open_their_page(children: Province, signed_in: Browser) -> None:
    rows = signed_in("DEPARTMENT").get(reverse(OVERVIEW)).context["units"]
    assert [urlsplit(row["url"]).path for row in rows] == [
        reverse("reports:district_detail", args=[code]) for code in ("802", "805")
    ]
    own = signed_in("DISTRICT").get(reverse(OVERVIEW)).context["district_pages"]
    assert [page["name"] for page in own] == ["Huyện Đức Hòa"]


def test_intake_line_opens_this_years_children(children: Province, signed_in: Browser) -> None:
    Quota.objects.create(cohort=children.cohort, school=children.gdtx, seats=20)
    client = signed_in("DISTRICT")
    line = client.get(reverse(OVERVIEW)).context["intake"][0]
    assert (line["name"], line["seats_text"], line["enrolled_text"]) == (
        children.gdtx.name,
        "20",
        "2",
    )
    opened = line["graduates"]
    assert parse_qs(urlsplit(opened["url"]).query)["destination"] == [children.gdtx.code]
    # The other one is dual: counted as vocational.
    assert (opened["text"], children_at(client, opened["url"])) == ("1", 1)


def test_district_without_all_rosters_is_greyed(children: Province, signed_in: Browser) -> None:
    bare_version(children, children.vocational, "Hồ Văn Quý")
    response = signed_in("DEPARTMENT").get(reverse(OVERVIEW))
    rows = {row["code"]: row for row in response.context["units"]}
    assert [(code, row["is_incomplete"]) for code, row in rows.items()] == [
        ("802", False),
        ("805", True),
    ]
    assert rows["805"]["unreported_text"] == "1 đơn vị chưa báo cáo"
    assert "Chưa có danh sách tốt nghiệp" not in text_of(response)


def test_finding_says_when_no_district_has_met(province: Province, signed_in: Browser) -> None:
    enrol(province, "Lê Thị An", commune=province.home_commune)
    finding = signed_in("DEPARTMENT").get(reverse(OVERVIEW)).context["finding"]
    assert "Chưa huyện, thị xã, thành phố nào đạt." in finding
    assert " 0 trong" not in finding


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "=1+1", "Trường " + "dài " * 35])
def test_hostile_names_are_shown_as_text(name: str, children: Province, signed_in: Browser) -> None:
    School.objects.filter(pk__in=[children.thcs.pk, children.vocational.pk]).update(name=name[:150])
    for role in ("DEPARTMENT", "DISTRICT"):
        response = signed_in(role).get(reverse(OVERVIEW))
        assert " ".join(name[:150].split()) in text_of(response).replace("&lt;", "<") or (
            "script" in name
        )
        assert "<script>alert" not in response.content.decode()


@pytest.mark.parametrize("role", ["DEPARTMENT", "DISTRICT", "ORIGIN_SCHOOL"])
def test_overview_has_a_constant_number_of_queries(
    role: str, children: Province, signed_in: Browser
) -> None:
    place_on_grid(children)
    numbers = []
    for round_of in (1, 2):
        for kind in ("THCS", "VOCATIONAL"):
            School.objects.create(
                code=f"802{kind}{round_of}", name=f"Trường Số {round_of}", kind=kind,
                district=children.home, province="Long An",
            )  # fmt: skip
        enrol_all_kinds(children, school=School.objects.get(code=f"802THCS{round_of}"))
        client = signed_in(role)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse(OVERVIEW)).status_code == 200
        numbers.append(len(queries))
    assert numbers[0] == numbers[1] <= 26


def test_district_and_school_in_one_hand_see_both(children: Province) -> None:
    user = make_user("kiem-nhiem", "DISTRICT", district=children.away)
    user.assignments.create(role="ORIGIN_SCHOOL", school=children.thcs)
    client = Client()
    client.force_login(user)
    response = client.get(reverse(OVERVIEW))
    assert response.context["province"]["graduates"]["text"] == "12"


def test_page_without_a_cohort_says_so(province: Province, signed_in: Browser) -> None:
    Cohort.objects.all().delete()
    for address in (reverse(OVERVIEW), reverse("reports:district_detail", args=["802"])):
        response = signed_in("DEPARTMENT").get(address)
        assert "Chưa có năm tốt nghiệp nào" in text_of(response)
