"""Changing accounts: the effect, the event, both rolled back together, and no way upwards."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError

from accounts.models import User
from audit.models import Event
from audit.sentences import sentence_of
from districts.models import Assignment, Role
from office import actions, verbs
from office.people import account_version
from tests.province import Province, make_user

NEW = {"username": "moi", "full_name": "Lê Văn Mới", "phone": "0912345678"}
WHOLE = [actions.deactivate_account, actions.activate_account, actions.reset_password]


def last_sentence() -> str:
    return sentence_of(Event.objects.latest("pk"))


def test_created_account_can_sign_in_with_its_first_password(
    province: Province, officials: dict[str, Any]
) -> None:
    person, password = actions.create_account(
        by=officials["DISTRICT"], role=Role.ORIGIN_SCHOOL, place=province.thcs_second, **NEW
    )
    assert User.objects.get(username="moi").check_password(password)
    assert [a.school for a in person.assignments.all()] == [province.thcs_second]
    assert last_sentence() == (
        "Cán bộ phong tạo tài khoản Lê Văn Mới (moi), phân quyền Trường có học sinh tốt nghiệp "
        "THCS: Trường THCS Gò Tre."
    )
    assert password not in str(Event.objects.values())


@pytest.mark.parametrize("username", ["thcs", "THCS"])
def test_username_is_given_once(
    username: str, province: Province, officials: dict[str, Any]
) -> None:
    with pytest.raises(actions.UsernameTaken):
        actions.create_account(
            by=officials["DISTRICT"],
            role=Role.DISTRICT,
            place=province.home,
            **(NEW | {"username": username}),
        )
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    ("role", "place"),
    [
        (Role.DEPARTMENT, ""),
        (Role.DISTRICT, "away"),
        (Role.ORIGIN_SCHOOL, "thcs_away"),
        (Role.RECEIVING_SCHOOL, "thpt_outside"),
        (Role.COMMUNE, "away_commune"),
    ],
)
def test_district_creates_nobody_beyond_its_place(
    role: Role, place: str, province: Province, officials: dict[str, Any]
) -> None:
    given = getattr(province, place) if place else None
    with pytest.raises(PermissionDenied):
        actions.create_account(by=officials["DISTRICT"], role=role, place=given, **NEW)
    with pytest.raises(PermissionDenied):
        actions.add_assignment(
            by=officials["DISTRICT"],
            person=officials["ORIGIN_SCHOOL"],
            version=account_version(officials["ORIGIN_SCHOOL"]),
            role=role,
            place=given,
        )
    assert not User.objects.filter(username="moi").exists()
    assert officials["ORIGIN_SCHOOL"].assignments.count() == 1


@pytest.mark.parametrize("role", ["ORIGIN_SCHOOL", "RECEIVING_SCHOOL", "COMMUNE", "UNASSIGNED"])
def test_without_the_right_nothing_is_given(
    role: str, province: Province, officials: dict[str, Any]
) -> None:
    with pytest.raises(PermissionDenied):
        actions.create_account(
            by=officials[role], role=Role.ORIGIN_SCHOOL, place=province.thcs, **NEW
        )


def test_added_assignment_is_recorded(province: Province, officials: dict[str, Any]) -> None:
    person = officials["ORIGIN_SCHOOL"]
    actions.add_assignment(
        by=officials["DISTRICT"],
        person=person,
        version=account_version(person),
        role=Role.RECEIVING_SCHOOL,
        place=province.gdtx,
    )
    assert person.assignments.count() == 2
    assert last_sentence() == (
        "Cán bộ phong thêm phân quyền cho Cán bộ thcs (thcs): Trường, cơ sở tiếp nhận học sinh: "
        "Trung tâm GDTX&KTTH Sông Đỏ."
    )


def test_same_assignment_again_is_told(province: Province, officials: dict[str, Any]) -> None:
    person = officials["ORIGIN_SCHOOL"]
    with pytest.raises(actions.AlreadyAssigned):
        actions.add_assignment(
            by=officials["DISTRICT"],
            person=person,
            version="cũ",
            role=Role.ORIGIN_SCHOOL,
            place=province.thcs,
        )


def test_department_role_is_given_without_a_place(officials: dict[str, Any]) -> None:
    person = officials["UNASSIGNED"]
    actions.add_assignment(
        by=officials["DEPARTMENT"],
        person=person,
        version=account_version(person),
        role=Role.DEPARTMENT,
        place=None,
    )
    assert person.assignments.get().role == Role.DEPARTMENT


def test_removed_assignment_is_recorded(province: Province, officials: dict[str, Any]) -> None:
    person = officials["ORIGIN_SCHOOL"]
    second = person.assignments.create(role=Role.RECEIVING_SCHOOL, school=province.gdtx)
    actions.remove_assignment(
        by=officials["DISTRICT"], assignment=second, version=account_version(person)
    )
    assert person.assignments.get().role == Role.ORIGIN_SCHOOL
    assert Event.objects.get().verb == verbs.ASSIGNMENT_REMOVED


def test_last_assignment_stays(officials: dict[str, Any]) -> None:
    person = officials["ORIGIN_SCHOOL"]
    with pytest.raises(actions.LastAssignment):
        actions.remove_assignment(
            by=officials["DISTRICT"],
            assignment=person.assignments.get(),
            version=account_version(person),
        )
    assert person.assignments.count() == 1


@pytest.mark.parametrize("role", ["DISTRICT", "DEPARTMENT"])
def test_nobody_changes_the_own_account(
    role: str, province: Province, officials: dict[str, Any]
) -> None:
    user = officials[role]
    user.assignments.create(role=Role.ORIGIN_SCHOOL, school=province.thcs)
    version = account_version(user)
    for assignment in user.assignments.all():
        with pytest.raises(actions.OwnAccount):
            actions.remove_assignment(by=user, assignment=assignment, version=version)
    with pytest.raises(actions.OwnAccount):
        actions.add_assignment(
            by=user, person=user, version=version, role=Role.COMMUNE, place=province.home_commune
        )
    for action in WHOLE:
        with pytest.raises(actions.OwnAccount):
            action(by=user, person=user, version=version)
    assert not Event.objects.exists()


def test_locking_and_opening_again(officials: dict[str, Any]) -> None:
    person, by = officials["ORIGIN_SCHOOL"], officials["DISTRICT"]
    actions.deactivate_account(by=by, person=person, version=account_version(person))
    person.refresh_from_db()
    assert not person.is_active
    assert last_sentence() == "Cán bộ phong khóa tài khoản Cán bộ thcs (thcs)."
    actions.activate_account(by=by, person=person, version=account_version(person))
    person.refresh_from_db()
    assert person.is_active
    assert last_sentence() == "Cán bộ phong mở lại tài khoản Cán bộ thcs (thcs)."


def test_new_password_replaces_the_old(officials: dict[str, Any]) -> None:
    person, by = officials["ORIGIN_SCHOOL"], officials["DISTRICT"]
    first = actions.reset_password(by=by, person=person, version=account_version(person))
    person.refresh_from_db()
    second = actions.reset_password(by=by, person=person, version=account_version(person))
    person.refresh_from_db()
    assert first != second
    assert not person.check_password(first)
    assert person.check_password(second)
    assert Event.objects.filter(verb=verbs.PASSWORD_RESET).count() == 2


@pytest.mark.parametrize("action", WHOLE)
def test_account_shared_with_another_district_is_the_departments(
    action: Callable[..., Any], province: Province, officials: dict[str, Any]
) -> None:
    person = officials["ORIGIN_SCHOOL"]
    person.assignments.create(role=Role.ORIGIN_SCHOOL, school=province.thcs_away)
    with pytest.raises(actions.SharedAccount):
        action(by=officials["DISTRICT"], person=person, version=account_version(person))
    action(by=officials["DEPARTMENT"], person=person, version=account_version(person))


@pytest.mark.parametrize("action", WHOLE)
def test_foreign_account_is_refused(
    action: Callable[..., Any], province: Province, officials: dict[str, Any]
) -> None:
    away = make_user("phong-khac", Role.DISTRICT, district=province.away)
    root = make_user("root", Role.DEPARTMENT)
    root.is_superuser = True
    root.save()
    pairs = [("DISTRICT", away), ("DISTRICT", officials["DEPARTMENT"]), ("DEPARTMENT", root)]
    for role, person in pairs:
        with pytest.raises(PermissionDenied):
            action(by=officials[role], person=person, version=account_version(person))


def test_foreign_assignments_are_refused(province: Province, officials: dict[str, Any]) -> None:
    person = officials["ORIGIN_SCHOOL"]
    away = person.assignments.create(role=Role.ORIGIN_SCHOOL, school=province.thcs_away)
    for assignment in (away, officials["DEPARTMENT"].assignments.get()):
        with pytest.raises(PermissionDenied):
            actions.remove_assignment(
                by=officials["DISTRICT"],
                assignment=assignment,
                version=account_version(assignment.user),
            )
    assert Assignment.objects.filter(pk=away.pk).exists()


@pytest.mark.parametrize("action", WHOLE)
def test_stale_version_changes_nothing(
    action: Callable[..., Any], officials: dict[str, Any]
) -> None:
    person = officials["ORIGIN_SCHOOL"]
    before = User.objects.filter(pk=person.pk).values().get()
    with pytest.raises(actions.AccountChanged):
        action(by=officials["DISTRICT"], person=person, version="cũ")
    assert User.objects.filter(pk=person.pk).values().get() == before
    assert not Event.objects.exists()


def test_account_and_event_are_rolled_back_together(
    province: Province, officials: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**_: Any) -> None:
        raise DatabaseError

    monkeypatch.setattr(actions, "record_event", fail)
    person = officials["ORIGIN_SCHOOL"]
    version = account_version(person)
    second = person.assignments.create(role=Role.RECEIVING_SCHOOL, school=province.gdtx)
    by, told = officials["DISTRICT"], account_version(person)
    with pytest.raises(DatabaseError):
        actions.create_account(by=by, role=Role.DISTRICT, place=province.home, **NEW)
    with pytest.raises(DatabaseError):
        actions.remove_assignment(
            by=by, assignment=Assignment(pk=second.pk, user=person), version=told
        )
    for action in WHOLE:
        with pytest.raises(DatabaseError):
            action(by=by, person=person, version=told)
    assert not User.objects.filter(username="moi").exists()
    assert account_version(User.objects.get(pk=person.pk)) == told != version


def test_passwords_are_easy_to_read_and_never_alike() -> None:
    passwords = {actions.new_password() for _ in range(50)}
    assert len(passwords) == 50
    for password in passwords:
        assert len(password) == 17
        assert not set(password) & set("il01oO")
