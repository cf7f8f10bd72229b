"""Correcting whose account it is, and officials who change accounts at the same moment."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse

from accounts.models import User
from audit.models import Event, EventDetail
from audit.sentences import sentence_of
from districts.models import Role
from office import actions
from office.log import verb_group
from office.people import account_version
from tests.province import Province, make_user

Browser = Callable[[str], Client]
HOSTILE = "<script>alert(1)</script>"


def address(person: User) -> str:
    return reverse("office:user_edit", args=[person.pk])


def typed(person: User, **values: str) -> dict[str, str]:
    given = {"full_name": "Lê Thị Bé", "phone": "0912 345 678"}
    return given | {"version": account_version(person)} | values


@pytest.mark.parametrize("role", ["DISTRICT", "DEPARTMENT"])
def test_name_and_phone_are_corrected(
    role: str, officials: dict[str, Any], signed_in: Browser
) -> None:
    person, client = officials["ORIGIN_SCHOOL"], signed_in(role)
    page = client.post(address(person), typed(person), follow=True).content.decode()
    assert "Đã lưu thông tin tài khoản thcs." in page
    person.refresh_from_db()
    assert (person.full_name, person.phone) == ("Lê Thị Bé", "0912345678")
    event = Event.objects.get()
    assert sentence_of(event).endswith(
        "sửa thông tin tài khoản Lê Thị Bé (thcs): họ và tên, điện thoại."
    )
    detail = EventDetail.objects.get(event=event)
    assert detail.before == {"full_name": "Cán bộ thcs", "phone": ""}
    assert detail.after == {"full_name": "Lê Thị Bé", "phone": "0912345678"}
    assert verb_group(event.verb) == "accounts"


def test_form_begins_with_what_is_stored(officials: dict[str, Any], signed_in: Browser) -> None:
    page = signed_in("DISTRICT").get(address(officials["ORIGIN_SCHOOL"])).content.decode()
    assert 'value="Cán bộ thcs"' in page


def test_own_account_may_be_corrected(officials: dict[str, Any], signed_in: Browser) -> None:
    person = officials["DISTRICT"]
    signed_in("DISTRICT").post(address(person), typed(person))
    person.refresh_from_db()
    assert person.full_name == "Lê Thị Bé"


def test_nothing_new_is_not_recorded(officials: dict[str, Any], signed_in: Browser) -> None:
    person = officials["ORIGIN_SCHOOL"]
    same = typed(person, full_name=person.full_name, phone="")
    assert signed_in("DISTRICT").post(address(person), same).status_code == 302
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"full_name": ""}, "Nhập họ và tên."),
        ({"full_name": "12 34"}, "Nhập họ và tên bằng chữ."),
        ({"full_name": "Lê\0Thị" + "é" * 120}, "Họ và tên dài nhất 120 ký tự."),
        ({"phone": "không có"}, "Nhập số điện thoại bằng chữ số"),
    ],
)
def test_wrong_values_are_told(
    values: dict[str, str], sentence: str, officials: dict[str, Any], signed_in: Browser
) -> None:
    person = officials["ORIGIN_SCHOOL"]
    response = signed_in("DISTRICT").post(address(person), typed(person, **values))
    assert sentence in response.content.decode()
    assert "Hai bản" not in response.content.decode()
    assert not Event.objects.exists()


def test_second_of_two_is_told_and_shown_both(
    officials: dict[str, Any], signed_in: Browser
) -> None:
    person, client = officials["ORIGIN_SCHOOL"], signed_in("DISTRICT")
    stale = typed(person, full_name="Lê Thị Hai", phone="0900000000")
    signed_in("DEPARTMENT").post(address(person), typed(person))
    response = client.post(address(person), stale)
    page = response.content.decode()
    assert "Trong khi nhập, tài khoản này đã có thay đổi khác." in page
    assert response.context["versions"] == [
        {"label": "Họ và tên", "stored": "Lê Thị Bé", "typed": "Lê Thị Hai"},
        {"label": "Điện thoại", "stored": "0912345678", "typed": "0900000000"},
    ]
    assert Event.objects.count() == 1
    person.refresh_from_db()
    again = client.post(address(person), stale | {"version": account_version(person)})
    assert again.status_code == 302
    person.refresh_from_db()
    assert person.full_name == "Lê Thị Hai"


def test_shared_account_is_corrected_by_the_department(
    province: Province, officials: dict[str, Any], signed_in: Browser
) -> None:
    person = officials["ORIGIN_SCHOOL"]
    person.assignments.create(role=Role.ORIGIN_SCHOOL, school=province.thcs_away)
    client = signed_in("DISTRICT")
    for response in (
        client.get(address(person), follow=True),
        client.post(address(person), typed(person), follow=True),
    ):
        assert "do Sở GD&amp;ĐT thực hiện" in response.content.decode()
    assert not Event.objects.exists()
    assert signed_in("DEPARTMENT").post(address(person), typed(person)).status_code == 302


def test_hostile_name_is_shown_as_text(officials: dict[str, Any], signed_in: Browser) -> None:
    person, client = officials["ORIGIN_SCHOOL"], signed_in("DISTRICT")
    page = client.post(address(person), typed(person, full_name=HOSTILE), follow=True)
    log = client.get(reverse("office:event_list"))
    for shown in (page.content.decode(), log.content.decode()):
        assert "&lt;script&gt;alert(1)" in shown
        assert "<script>alert" not in shown


def test_correction_and_event_are_rolled_back_together(
    officials: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**_: Any) -> None:
        raise DatabaseError

    monkeypatch.setattr(actions, "record_event", fail)
    person = officials["ORIGIN_SCHOOL"]
    with pytest.raises(DatabaseError):
        actions.correct_account(by=officials["DISTRICT"], person=person, **typed(person))
    person.refresh_from_db()
    assert person.full_name == "Cán bộ thcs"


@pytest.mark.parametrize("action", [actions.deactivate_account, actions.reset_password])
def test_of_two_officials_who_lock_each_other_one_remains(
    action: Callable[..., Any], officials: dict[str, Any]
) -> None:
    """The second request was let in before the first had locked its sender."""
    first, second = officials["DEPARTMENT"], make_user("so-hai", Role.DEPARTMENT)
    assert second.assignments.count() == 1
    version = account_version(first)
    actions.deactivate_account(by=first, person=second, version=account_version(second))
    assert second.is_active  # as the second request still believes
    with pytest.raises(PermissionDenied):
        action(by=second, person=first, version=version)
    first.refresh_from_db()
    assert first.is_active


def test_number_of_people_and_of_assignments_are_both_told(
    province: Province, officials: dict[str, Any], signed_in: Browser
) -> None:
    client = signed_in("DEPARTMENT")
    units = {u["name"]: u for u in client.get(reverse("office:user_list")).context["units"]}
    for number in units[province.home.name]["numbers"]:
        assert bool(number["url"]) is (number["text"] != "0")
    people = units[province.home.name]["numbers"][0]
    page = client.get(reverse("office:user_list") + people["url"])
    assert page.context["count_text"] == f"{people['text']} tài khoản" == "4 tài khoản"
    officials["ORIGIN_SCHOOL"].assignments.create(role=Role.RECEIVING_SCHOOL, school=province.gdtx)
    page = client.get(reverse("office:user_list") + people["url"])
    assert page.context["count_text"] == "4 tài khoản, 5 phân quyền"
