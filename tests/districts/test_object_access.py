"""Every address of one child: own, foreign and missing, by every role and method."""

from datetime import date

import pytest
from django.urls import reverse

from domain.outcome import Evidence, Programme
from students.actions import record_statement
from students.models import Graduate, Source
from tests.districts.test_access import COUNTING, SIGNED_IN, Browser
from tests.province import Province, enrol

# name → methods it answers
OBJECT_ROUTES: dict[str, tuple[str, ...]] = {
    "students:graduate_detail": ("GET",),
    "students:statement_add": ("GET", "POST"),
    "students:statement_correct": ("GET", "POST"),
    "students:statement_withdraw": ("GET", "POST"),
}
MISSING = 99_999_999
CASES = [
    pytest.param(name, role, method, whose, id=f"{name}-{role}-{method}-{whose}")
    for name in OBJECT_ROUTES
    for role in SIGNED_IN
    for method in ("GET", "POST", "PUT", "DELETE")
    for whose in ("own", "foreign", "missing")
]


@pytest.fixture
def children(province: Province) -> dict[str, int]:
    """One child of each district, each with a statement of its own school."""
    enrol(province, "Lê Thị An", commune=province.home_commune)
    enrol(province, "Võ Thị Cúc", commune=province.home_commune, school=province.thcs_away)
    keys = {"missing": MISSING}
    for whose, name in (("own", "Lê Thị An"), ("foreign", "Võ Thị Cúc")):
        child = Graduate.objects.get(full_name=name)
        record_statement(
            graduate=child,
            by=None,
            programme=Programme.WORKING,
            source=Source.ORIGIN_SCHOOL,
            evidence=Evidence.REPORTED,
            stated_on=date(2020, 9, 5),
        )
        keys[whose] = child.pk
    return keys


def address(name: str, pk: int) -> str:
    if name in ("students:graduate_detail", "students:statement_add"):
        return reverse(name, args=[pk])
    child = Graduate.objects.filter(pk=pk).first()
    return reverse(name, args=[pk, child.destinations.get().pk if child else MISSING])


@pytest.mark.parametrize(("name", "role", "method", "whose"), CASES)
def test_object_route(
    name: str,
    role: str,
    method: str,
    whose: str,
    children: dict[str, int],
    signed_in: Browser,
) -> None:
    response = signed_in(role).generic(method, address(name, children[whose]))
    if method not in OBJECT_ROUTES[name]:
        expected = 405
    elif role not in COUNTING:
        expected = 403
    elif whose == "own" or (whose == "foreign" and role == "DEPARTMENT"):
        expected = 200
    else:
        expected = 404
    assert response.status_code == expected


@pytest.mark.parametrize("name", OBJECT_ROUTES)
def test_stranger_is_sent_to_sign_in(
    name: str, children: dict[str, int], signed_in: Browser
) -> None:
    response = signed_in("ANONYMOUS").get(address(name, children["own"]))
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))


def test_statement_of_another_child_is_not_found(
    children: dict[str, int], signed_in: Browser
) -> None:
    foreign = Graduate.objects.get(pk=children["foreign"]).destinations.get().pk
    for name in ("students:statement_correct", "students:statement_withdraw"):
        mixed = reverse(name, args=[children["own"], foreign])
        assert signed_in("DISTRICT").get(mixed).status_code == 404
