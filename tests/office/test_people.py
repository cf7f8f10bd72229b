"""Whose accounts a person keeps, and which roles a person may give where."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from districts.models import Role
from office.people import (
    PLACE_FIELDS,
    ROLE_EFFECTS,
    account_version,
    grantable_roles,
    may_grant,
    own_users,
    places_for,
    visible_assignments,
    visible_users,
)
from tests.province import Province, make_user


def usernames(people: Any) -> set[str]:
    return set(people.values_list("username", flat=True))


@pytest.fixture
def others(province: Province, officials: dict[str, Any]) -> dict[str, User]:
    """People beside the officials: of the other district, of both, and of school and department."""
    both = make_user("hai-huyen", Role.ORIGIN_SCHOOL, school=province.thcs)
    both.assignments.create(role=Role.DISTRICT, district=province.away)
    lent = make_user("biet-phai", Role.ORIGIN_SCHOOL, school=province.thcs)
    lent.assignments.create(role=Role.DEPARTMENT)
    root = make_user("root", Role.DISTRICT, district=province.home)
    root.is_superuser = True
    root.save()
    return {
        "away": make_user("phong-khac", Role.DISTRICT, district=province.away),
        "away_school": make_user("thcs-khac", Role.ORIGIN_SCHOOL, school=province.thcs_away),
        "away_commune": make_user("xa-khac", Role.COMMUNE, commune=province.away_commune),
        "outside": make_user("ngoai-tinh", Role.RECEIVING_SCHOOL, school=province.thpt_outside),
        "both": both,
        "lent": lent,
        "root": root,
    }


def test_district_sees_its_own_unit_only(
    officials: dict[str, Any], others: dict[str, User]
) -> None:
    expected = {"phong", "thcs", "thpt", "xa", "hai-huyen"}
    assert usernames(visible_users(officials["DISTRICT"])) == expected


def test_department_sees_all_but_superusers(
    officials: dict[str, Any], others: dict[str, User]
) -> None:
    seen = usernames(visible_users(officials["DEPARTMENT"]))
    assert seen == usernames(User.objects.all()) - {"root"}
    assert {"da-khoa", "chua-phan-quyen", "biet-phai"} <= seen


@pytest.mark.parametrize("role", ["ORIGIN_SCHOOL", "RECEIVING_SCHOOL", "COMMUNE", "UNASSIGNED"])
def test_without_the_right_nobody_is_seen(role: str, officials: dict[str, Any]) -> None:
    user = officials[role]
    assert not visible_users(user).exists()
    assert not visible_assignments(user).exists()
    assert not own_users(user).exists()
    assert grantable_roles(user) == []


def test_stranger_and_locked_official_see_nobody(officials: dict[str, Any]) -> None:
    for user in (AnonymousUser(), officials["INACTIVE"], None):
        assert not visible_users(user).exists()
        assert not may_grant(user, Role.DEPARTMENT, None)


def test_account_that_also_works_elsewhere_is_seen_but_not_own(
    officials: dict[str, Any], others: dict[str, User]
) -> None:
    assert usernames(own_users(officials["DISTRICT"])) == {"phong", "thcs", "thpt", "xa"}


def test_assignment_elsewhere_is_not_shown(
    officials: dict[str, Any], others: dict[str, User]
) -> None:
    seen = visible_assignments(officials["DISTRICT"]).filter(user=others["both"])
    assert [assignment.role for assignment in seen] == [Role.ORIGIN_SCHOOL]


def test_district_gives_every_role_but_the_departments(officials: dict[str, Any]) -> None:
    assert set(grantable_roles(officials["DISTRICT"])) == set(Role) - {Role.DEPARTMENT}
    assert set(grantable_roles(officials["DEPARTMENT"])) == set(Role)


@pytest.mark.parametrize(
    ("role", "own", "foreign"),
    [
        (Role.DISTRICT, "home", "away"),
        (Role.ORIGIN_SCHOOL, "thcs_second", "thcs_away"),
        (Role.RECEIVING_SCHOOL, "gdtx", "vocational_away"),
        (Role.RECEIVING_SCHOOL, "vocational", "thpt_outside"),
        (Role.COMMUNE, "home_township", "away_commune"),
    ],
)
def test_place_outside_the_district_is_the_departments_to_give(
    role: Role, own: str, foreign: str, province: Province, officials: dict[str, Any]
) -> None:
    at_home, elsewhere = getattr(province, own), getattr(province, foreign)
    assert may_grant(officials["DISTRICT"], role, at_home)
    assert not may_grant(officials["DISTRICT"], role, elsewhere)
    assert may_grant(officials["DEPARTMENT"], role, elsewhere)


@pytest.mark.parametrize(
    ("role", "place"),
    [
        (Role.ORIGIN_SCHOOL, "thpt"),
        (Role.RECEIVING_SCHOOL, "thcs"),
        (Role.DISTRICT, "thcs"),
        (Role.COMMUNE, "home"),
        (Role.DEPARTMENT, "home"),
        (Role.DISTRICT, ""),
    ],
)
def test_role_needs_a_place_of_its_kind(
    role: Role, place: str, province: Province, officials: dict[str, Any]
) -> None:
    given = getattr(province, place) if place else None
    assert not may_grant(officials["DEPARTMENT"], role, given)


def test_school_elsewhere_does_not_widen_what_a_district_may_give(
    province: Province, officials: dict[str, Any]
) -> None:
    """District.visible_to reaches the districts of one's schools: too far for giving roles."""
    user = officials["DISTRICT"]
    user.assignments.create(role=Role.RECEIVING_SCHOOL, school=province.vocational_away)
    assert list(places_for(user, Role.DISTRICT)) == [province.home]
    assert not may_grant(user, Role.RECEIVING_SCHOOL, province.vocational_away)
    assert not may_grant(user, Role.COMMUNE, province.away_commune)
    assert "phong-khac" not in usernames(visible_users(user))


def test_every_role_has_its_words_and_its_place() -> None:
    assert set(ROLE_EFFECTS) == set(PLACE_FIELDS) == set(Role)


def test_version_changes_with_whatever_pages_change(
    province: Province, officials: dict[str, Any]
) -> None:
    person = officials["ORIGIN_SCHOOL"]
    seen = {account_version(person)}
    person.password = "khác"
    seen.add(account_version(person))
    person.is_active = False
    seen.add(account_version(person))
    person.assignments.create(role=Role.RECEIVING_SCHOOL, school=province.gdtx)
    seen.add(account_version(person))
    assert len(seen) == 4
    assert account_version(person) in seen
