"""A page costs as many queries for twice the rows."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from districts.models import Commune, School
from domain.outcome import Programme
from tests.province import END_OF_UNITS, Province, confirm, enrol, register, unsaved_graduate

PAGES = {
    "overview": ("reports:overview", {}),
    "graduate list": ("students:graduate_list", {}),
    "graduate list, filtered": ("students:graduate_list", {"q": "le", "district": "802"}),
    "not enrolled": ("reports:not_enrolled_list", {}),
    "one commune": ("reports:not_enrolled_list", {"commune": "27967"}),
}
MOST = 30


def grow(province: Province, round_of: int) -> None:
    """Another school, another commune, and children there of every kind."""
    school = School.objects.create(
        code=f"802C{round_of}9", name=f"Trường THCS Số {round_of}", kind="THCS",
        district=province.home, province="Long An",
    )  # fmt: skip
    commune = Commune.objects.create(
        code=f"9990{round_of}", name=f"Xã Số {round_of}", unit_type="xã", district=province.home,
        valid_to=END_OF_UNITS,
    )  # fmt: skip
    for place in (commune, province.home_commune):
        rows = [
            unsaved_graduate(province, f"Lê Thị Số {n}", school=school, commune=place)
            for n in range(10)
        ]
        register(*rows)
        confirm(rows[0], Programme.INTERMEDIATE, province.vocational)
        confirm(rows[1], Programme.UPPER_SECONDARY, province.thpt)


@pytest.mark.parametrize("role", ["DEPARTMENT", "DISTRICT", "ORIGIN_SCHOOL"])
@pytest.mark.parametrize("page", PAGES)
def test_page_has_a_constant_number_of_queries(
    page: str, role: str, province: Province, signed_in: Callable[[str], Client]
) -> None:
    name, query = PAGES[page]
    enrol(province, "Lê Thị An", commune=province.home_commune)
    client = signed_in(role)
    numbers = []
    for round_of in (1, 2, 3):
        grow(province, round_of)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse(name), query).status_code == 200
        numbers.append(len(queries))
    assert len(set(numbers)) == 1
    assert numbers[0] <= MOST


@pytest.mark.parametrize("name", ["students:graduate_export", "reports:not_enrolled_export"])
def test_export_has_a_constant_number_of_queries(
    name: str, province: Province, signed_in: Callable[[str], Client]
) -> None:
    client = signed_in("DISTRICT")
    address = reverse(name, args=["27967"] if "not_enrolled" in name else [])
    numbers = []
    for round_of in (1, 2):
        grow(province, round_of)
        with CaptureQueriesContext(connection) as queries:
            assert client.post(address).status_code == 200
        numbers.append(len(queries))
    assert len(set(numbers)) == 1


@pytest.mark.parametrize(
    ("name", "arguments", "counts"),
    [
        ("reports:overview", [], 1),
        ("reports:district_detail", ["802"], 3),  # the district, its schools, its communes
        ("office:home", [], 1),
    ],
)
def test_figures_are_counted_once_a_page(
    name: str,
    arguments: list[str],
    counts: int,
    province: Province,
    signed_in: Callable[[str], Client],
) -> None:
    enrol(province, "Lê Thị An", commune=province.home_commune)
    client = signed_in("DEPARTMENT")
    with CaptureQueriesContext(connection) as queries:
        assert client.get(reverse(name, args=arguments)).status_code == 200
    asked = [query["sql"] for query in queries]
    counted = [sql for sql in asked if "graduatecount" in sql or "has_vocational_claim" in sql]
    assert sum("GROUP BY" in sql for sql in counted) == counts
    quotas = sum('FROM "students_quota"' in sql and "seats" in sql for sql in asked)
    assert quotas == (name != "office:home")
