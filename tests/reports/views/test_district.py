"""One district's page: its own figures, nobody else's, and numbers that open their children."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from districts.models import School
from students.models import Quota, Target
from tests.province import Province, enrol
from tests.reports.views.shown import children_at, enrol_all_kinds, numbers_in, text_of

Browser = Callable[[str], Client]


def address(code: str = "802") -> str:
    return reverse("reports:district_detail", args=[code])


@pytest.fixture
def children(province: Province) -> Province:
    """Besides, one of a home school living away and one whose residence is not known."""
    enrol_all_kinds(province)
    enrol(province, "Hồ Thị Phượng", commune=province.away_commune, school=province.thcs_second)
    enrol(province, "Hồ Văn Quý")
    return province


@pytest.mark.parametrize(
    ("role", "code", "status"),
    [
        ("DEPARTMENT", "802", 200),
        ("DEPARTMENT", "805", 200),
        ("DEPARTMENT", "999", 404),
        ("DEPARTMENT", "802'--", 404),
        ("DISTRICT", "802", 200),
        ("DISTRICT", "805", 404),
        ("ORIGIN_SCHOOL", "802", 404),
        ("RECEIVING_SCHOOL", "802", 403),
        ("COMMUNE", "802", 403),
        ("UNASSIGNED", "802", 403),
        ("ANONYMOUS", "802", 302),
        ("INACTIVE", "802", 302),
    ],
)
def test_who_opens_which_page(
    role: str, code: str, status: int, children: Province, signed_in: Browser
) -> None:
    assert signed_in(role).get(address(code)).status_code == status


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_page_only_reads(method: str, children: Province, signed_in: Browser) -> None:
    assert getattr(signed_in("DEPARTMENT"), method)(address()).status_code == 405


def test_department_and_district_see_the_same_figures(
    children: Province, signed_in: Browser
) -> None:
    pages = [signed_in(role).get(address()).context for role in ("DEPARTMENT", "DISTRICT")]
    for part in ("finding", "province", "tiles", "balance", "split", "communes", "institutions"):
        assert pages[0][part] == pages[1][part]
    assert pages[0]["province"]["graduates"]["text"] == "12"


@pytest.mark.parametrize("role", ["DEPARTMENT", "DISTRICT"])
def test_every_number_opens_its_children(role: str, children: Province, signed_in: Browser) -> None:
    client = signed_in(role)
    numbers = numbers_in(client.get(address()))
    assert len(numbers) > 30
    for number in numbers:
        assert children_at(client, number.url) == int(number.text), number


def test_tiles_open_their_children(children: Province, signed_in: Browser) -> None:
    client = signed_in("DEPARTMENT")
    graduates, certain, _, not_enrolled = client.get(address()).context["tiles"]
    assert children_at(client, graduates["url"]) == int(graduates["value"]) == 12
    assert children_at(client, certain["url"]) == int(certain["value"]) == 3
    units = client.get(not_enrolled["url"]).context["units"]
    listed = sum(int(u["not_studying"]["text"]) + int(u["not_known"]["text"]) for u in units)
    assert listed == int(not_enrolled["value"]) == 4


def test_residences_sum_to_the_graduates(children: Province, signed_in: Browser) -> None:
    lines = signed_in("DISTRICT").get(address()).context["communes"]
    assert [(line["name"], line["graduates"]["text"]) for line in lines] == [
        ("Xã Đức Hòa Thượng", "10"),
        ("Cư trú ngoài huyện hoặc chưa rõ nơi cư trú", "2"),
    ]


def test_own_schools_targets_and_institutions(children: Province, signed_in: Browser) -> None:
    Target.objects.create(
        cohort=children.cohort, kind="registered", district=children.home, percent=Decimal("45")
    )
    Quota.objects.create(cohort=children.cohort, school=children.thpt, seats=40)
    context = signed_in("DEPARTMENT").get(address()).context
    assert [unit["code"] for unit in context["units"]] == ["802C01", "802C02"]
    assert [verdict["css"] for verdict in context["province"]["verdicts"]] == ["met", "undecided"]
    assert [
        (line["name"], line["graduates"]["text"], line["seats_text"], line["has_grade_ten"])
        for line in context["institutions"]
    ] == [
        (children.gdtx.name, "1", "–", True),
        (children.vocational.name, "2", "–", False),
        (children.thpt.name, "1", "40", True),
    ]
    assert [group["count_text"] for group in context["unreported"]] == ["2"]


def test_district_without_graduates_says_so(province: Province, signed_in: Browser) -> None:
    response = signed_in("DISTRICT").get(address())
    assert "Huyện Đức Hòa chưa có danh sách học sinh tốt nghiệp THCS của năm này." in text_of(
        response
    )


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "=1+1", '"><img src=x onerror=a()>'])
def test_hostile_names_are_shown_as_text(name: str, children: Province, signed_in: Browser) -> None:
    School.objects.filter(pk__in=[children.thcs.pk, children.gdtx.pk]).update(name=name)
    shown = signed_in("DISTRICT").get(address()).content.decode()
    assert "<script>alert" not in shown
    assert "<img src=x" not in shown
    assert "1+1" in shown or "&lt;" in shown


def test_page_has_a_constant_number_of_queries(children: Province, signed_in: Browser) -> None:
    client = signed_in("DISTRICT")
    numbers = []
    for round_of in (1, 2):
        for kind in ("THCS", "VOCATIONAL", "THPT"):
            School.objects.create(
                code=f"802{kind}{round_of}", name=f"Trường Số {round_of}", kind=kind,
                district=children.home, province="Long An",
            )  # fmt: skip
        enrol_all_kinds(children, school=School.objects.get(code=f"802THCS{round_of}"))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address()).status_code == 200
        numbers.append(len(queries))
    assert numbers[0] == numbers[1] <= 30
