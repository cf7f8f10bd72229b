"""Every address, every role, every method: 200, 302 to sign-in, 403, 404 or 405."""

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse

from districts.models import Role
from tests.province import Province, enrol

COUNTING = ("DEPARTMENT", "DISTRICT", "ORIGIN_SCHOOL")
SIGNED_IN = (*Role, "UNASSIGNED")
COMMUNE_CODE = "27967"
FIGURES = dict.fromkeys(COUNTING, 200)
# The landing page tells everybody what there is to do.
LANDING = dict.fromkeys(SIGNED_IN, 200)
# name, arguments, the one method it answers, and how to whom (403 to all others)
ROUTES: dict[str, tuple[list[str], str, dict[str, int]]] = {
    "office:home": ([], "GET", LANDING),
    "reports:overview": ([], "GET", FIGURES),
    "reports:not_enrolled_list": ([], "GET", FIGURES),
    # A school of origin has a list by school only; a commune is not among its units.
    "reports:not_enrolled_export": ([COMMUNE_CODE], "POST", FIGURES | {"ORIGIN_SCHOOL": 404}),
    "students:graduate_list": ([], "GET", FIGURES),
    "students:graduate_export": ([], "POST", FIGURES),
}
READING = [name for name, route in ROUTES.items() if route[1] == "GET"]
CASES = [
    pytest.param(name, role, method, id=f"{name}-{role}-{method}")
    for name in ROUTES
    for role in SIGNED_IN
    for method in ("GET", "POST", "PUT", "DELETE")
]

Browser = Callable[[str], Client]


@pytest.fixture
def children(province: Province) -> Province:
    """One child of each district, both living in the home commune."""
    enrol(province, "Lê Thị An", commune=province.home_commune)
    enrol(province, "Võ Thị Cúc", commune=province.home_commune, school=province.thcs_away)
    return province


def body(response: HttpResponseBase) -> str:
    return getattr(response, "content", b"").decode()


@pytest.mark.parametrize(("name", "role", "method"), CASES)
def test_route_by_role_and_method(
    name: str, role: str, method: str, children: Province, signed_in: Browser
) -> None:
    arguments, answered, answers = ROUTES[name]
    response = signed_in(role).generic(method, reverse(name, args=arguments))
    if method != answered:
        assert response.status_code == 405
    else:
        assert response.status_code == answers.get(role, 403)


@pytest.mark.parametrize("who", ["ANONYMOUS", "INACTIVE"])
@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("name", ROUTES)
def test_stranger_is_sent_to_sign_in(
    name: str, who: str, method: str, children: Province, signed_in: Browser
) -> None:
    address = reverse(name, args=ROUTES[name][0])
    response = signed_in(who).generic(method, address)
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("role", ["DISTRICT", "ORIGIN_SCHOOL"])
def test_lists_show_own_children_only(role: str, children: Province, signed_in: Browser) -> None:
    client = signed_in(role)
    chosen = f"{reverse('reports:not_enrolled_list')}?commune={COMMUNE_CODE}"
    for address in (reverse("students:graduate_list"), chosen):
        shown = body(client.get(address))
        assert "Lê Thị An" in shown
        assert "Võ Thị Cúc" not in shown


def test_department_sees_both_districts(children: Province, signed_in: Browser) -> None:
    shown = body(signed_in("DEPARTMENT").get(reverse("students:graduate_list")))
    assert "Lê Thị An" in shown
    assert "Võ Thị Cúc" in shown


def test_filter_offers_no_foreign_unit(children: Province, signed_in: Browser) -> None:
    address = reverse("students:graduate_list")
    response = signed_in("ORIGIN_SCHOOL").get(address)
    shown = body(response)
    assert "Trường THCS Sông Đỏ" in shown
    assert "Trường THCS Gò Tre" not in shown
    # A pupil may live in any district, but comes from the own one.
    offered = response.context["form"].fields["district"].queryset
    assert [district.name for district in offered] == ["Huyện Đức Hòa"]


@pytest.mark.parametrize("query", ["school=805C01", "district=805", "commune=28078"])
def test_foreign_filter_value_shows_nobody(
    query: str, children: Province, signed_in: Browser
) -> None:
    response = signed_in("DISTRICT").get(f"{reverse('students:graduate_list')}?{query}")
    assert response.status_code == 200
    assert "Lê Thị An" not in body(response)
    assert "Võ Thị Cúc" not in body(response)


@pytest.mark.parametrize("code", ["28078", "00000", "–805", "–"])
def test_foreign_or_unknown_commune_is_not_found(
    code: str, children: Province, signed_in: Browser
) -> None:
    """The away commune holds nobody whom this district answers for: as if it were not there."""
    enrol(children, "Bùi Văn Hai", commune=children.away_commune, school=children.thcs_away)
    enrol(children, "Mai Thị Ba", school=children.thcs_away)
    client = signed_in("DISTRICT")
    exported = client.post(reverse("reports:not_enrolled_export", args=[code]))
    listed = client.get(reverse("reports:not_enrolled_list"), {"commune": code})
    assert (exported.status_code, listed.status_code) == (404, 404)


def test_receiving_school_and_commune_reach_no_child(
    children: Province, signed_in: Browser
) -> None:
    for role in ("RECEIVING_SCHOOL", "COMMUNE"):
        client = signed_in(role)
        for name, (arguments, method, answers) in ROUTES.items():
            response = client.generic(method, reverse(name, args=arguments))
            assert response.status_code == answers.get(role, 403)
            assert "Lê Thị An" not in body(response)


@pytest.mark.parametrize("name", ["reports:not_enrolled_export", "students:graduate_export"])
def test_export_asks_for_the_form_token(
    name: str, children: Province, officials: dict[str, Any]
) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(officials["DISTRICT"])
    assert client.post(reverse(name, args=ROUTES[name][0])).status_code == 403


@pytest.mark.parametrize(
    "query",
    ["cohort=²", "cohort=99999999999999999999", "after=a~²", "after=%00~1", "before=x~9", "q=%00",
     "school=%00", "after=~99999999999999999999", "cohort=abc", "commune=%00"],
)  # fmt: skip
@pytest.mark.parametrize("name", READING)
def test_odd_address_breaks_nothing(
    name: str, query: str, children: Province, signed_in: Browser
) -> None:
    response = signed_in("DEPARTMENT").get(f"{reverse(name)}?{query}")
    assert response.status_code in (200, 404)


def test_sign_up_is_closed(client: Client) -> None:
    for path in ("signup/", "sign-up/", "email/", "password/reset/"):
        assert client.get(f"/account/{path}").status_code in (302, 404)
        assert client.get(f"/account/{path}", follow=True).status_code in (200, 404)


def test_sign_in_page_is_open(client: Client, db: None) -> None:
    assert client.get(reverse("account_login")).status_code == 200
