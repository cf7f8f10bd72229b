"""A school signs its list off; what changes afterwards opens it again, with the reason."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from audit.models import Event
from audit.sentences import sentence_of
from domain.outcome import Programme
from students.actions import (
    SignOffOutdated,
    correct_graduate,
    fingerprint_of,
    seen_of,
    sign_off,
    supersede_statements,
    withdraw_graduates,
)
from students.actions.edits import version_of
from students.models import Cohort, Graduate, SignOff
from students.verbs import LIST_SIGNED_OFF, SIGN_OFFS_EXPORTED
from tests.province import Province, confirm, enrol, reread, state

Browser = Callable[[str], Client]
SCHOOL = "ORIGIN_SCHOOL"


@pytest.fixture
def children(province: Province) -> list[Graduate]:
    found = [enrol(province, name, class_name="9A") for name in ("Lê Thị An", "Trần Văn Bé")]
    state(found[0], Programme.AT_HOME)
    return found


def address(province: Province) -> str:
    return reverse("students:survey_sign_off", args=[province.thcs.pk])


def sign(province: Province, by: Any = None) -> SignOff:
    seen = seen_of(province.thcs.pk, province.cohort)
    fingerprint = fingerprint_of(seen)
    return sign_off(school=province.thcs, cohort=province.cohort, by=by, fingerprint=fingerprint)


def reason_of(signed: SignOff) -> str:
    signed.refresh_from_db()
    assert (signed.reopened_at is None) == (signed.reopened_reason == "")
    return signed.reopened_reason


def states(client: Client, query: str = "") -> list[tuple[str, str]]:
    lines = client.get(f"{reverse('students:sign_off_list')}{query}").context["lines"]
    return [(line["name"], line["status"]["label"]) for line in lines]


def test_school_signs(
    province: Province, children: list[Graduate], signed_in: Browser, officials: dict[str, Any]
) -> None:
    client = signed_in(SCHOOL)
    page = client.get(address(province))
    assert [row["full_name"] for row in page.context["missing"]] == ["Trần Văn Bé"]
    given = {"fingerprint": page.context["fingerprint"]}
    response = client.post(address(province), given, follow=True)
    assert "Đã xác nhận rà soát danh sách 2 học sinh." in response.content.decode()
    assert "Khi xác nhận còn 1 học sinh chưa có thông tin." in response.content.decode()
    signed = SignOff.objects.get()
    assert (signed.graduates, signed.missing, signed.signed_by) == (2, 1, officials[SCHOOL])
    event = Event.objects.get(verb=LIST_SIGNED_OFF)
    assert "đã rà soát 2 học sinh của Trường THCS Sông Đỏ, năm tốt nghiệp 2020" in sentence_of(
        event
    )
    # A second click is the same word, and the page has no button any more.
    client.post(address(province), given)
    assert SignOff.objects.count() == 1
    assert 'name="fingerprint"' not in client.get(address(province)).content.decode()


def test_list_that_changed_while_it_was_read_is_not_signed(
    province: Province, children: list[Graduate], signed_in: Browser
) -> None:
    client = signed_in(SCHOOL)
    given = {"fingerprint": client.get(address(province)).context["fingerprint"]}
    state(children[1], Programme.WORKING)
    response = client.post(address(province), given)
    assert "Trong lúc xem, danh sách đã thay đổi" in response.content.decode()
    assert SignOff.objects.count() == 0
    with pytest.raises(SignOffOutdated):
        sign_off(school=province.thcs, cohort=province.cohort, by=None, fingerprint="")
    client.post(address(province), {"fingerprint": response.context["fingerprint"]})
    assert SignOff.objects.in_force().count() == 1


def test_new_word_reopens(province: Province, children: list[Graduate]) -> None:
    signed = sign(province)
    confirm(children[0], Programme.UPPER_SECONDARY, province.thpt)
    assert reason_of(signed) == ("Nơi học thay đổi: Lê Thị An (Không tiếp tục học → Lớp 10 THPT).")
    again = sign(province)
    supersede_statements(destinations=children[0].destinations.all(), by=None, reason="")
    assert "Lớp 10 THPT → Chưa có thông tin" in reason_of(again)


def test_another_institution_reopens(province: Province, children: list[Graduate]) -> None:
    first = state(children[1], Programme.INTERMEDIATE, school=province.vocational)
    signed = sign(province)
    supersede_statements(destinations=[first], by=None, reason="", event=False)
    assert reason_of(signed)
    state(children[1], Programme.INTERMEDIATE, school=province.vocational)
    signed = sign(province)
    confirm(children[1], Programme.INTERMEDIATE, province.vocational_away)
    assert reason_of(signed) == "Nơi học thay đổi: Trần Văn Bé (Cơ sở GDNN, đổi nơi học)."


def test_confirmation_of_what_was_signed_reopens_nothing(
    province: Province, children: list[Graduate]
) -> None:
    state(children[1], Programme.UPPER_SECONDARY, school=province.thpt)
    signed = sign(province)
    confirm(children[1], Programme.UPPER_SECONDARY, province.thpt)
    state(children[0], Programme.AT_HOME)
    enrol(province, "Võ Thị Cúc", school=province.thcs_second)
    assert reason_of(signed) == ""


def test_changes_of_the_list_reopen(province: Province, children: list[Graduate]) -> None:
    signed = sign(province)
    new = enrol(province, "Võ Thị Cúc", class_name="9A")
    assert reason_of(signed) == "Thêm vào danh sách: Võ Thị Cúc."
    signed = sign(province)
    withdraw_graduates(graduates=[new.pk], by=None)
    assert reason_of(signed) == "Không còn trong danh sách: Võ Thị Cúc."
    signed = sign(province)
    child = reread(children[0])
    correct_graduate(
        graduate=child, by=None, version=version_of(child), values={"class_name": "9B"}, reason=""
    )
    assert reason_of(signed) == "Sửa họ tên, ngày sinh hoặc lớp: Lê Thị An."
    signed = sign(province)
    child = reread(children[0])
    correct_graduate(
        graduate=child, by=None, version=version_of(child), values={"phone": "0912"}, reason=""
    )
    assert reason_of(signed) == ""


def test_move_to_another_school_reopens_both(province: Province, children: list[Graduate]) -> None:
    enrol(province, "Võ Thị Cúc", school=province.thcs_second)
    signed = sign(province)
    other = sign_off(
        school=province.thcs_second,
        cohort=province.cohort,
        by=None,
        fingerprint=fingerprint_of(seen_of(province.thcs_second.pk, province.cohort)),
    )
    child = reread(children[0])
    values = {"school_id": province.thcs_second.pk}
    correct_graduate(graduate=child, by=None, version=version_of(child), values=values, reason="")
    assert reason_of(signed) == "Không còn trong danh sách: Lê Thị An."
    assert reason_of(other) == "Thêm vào danh sách: Lê Thị An."


def test_long_reason_is_cut(province: Province, children: list[Graduate]) -> None:
    signed = sign(province)
    for number in range(5):
        enrol(province, f"{'Nguyễn ' * 12}{number}")
        signed = sign(province) if number < 1 else signed
    assert len(reason_of(signed)) <= 500
    names = [enrol(province, f"Lê Văn {word}").pk for word in ("Tý", "Sửu", "Dần", "Mão")]
    signed = sign(province)
    withdraw_graduates(graduates=names, by=None)
    assert reason_of(signed) == (
        "Không còn trong danh sách: Lê Văn Tý, Lê Văn Sửu, Lê Văn Dần và 1 học sinh khác."
    )


def test_who_has_signed(province: Province, children: list[Graduate], signed_in: Browser) -> None:
    enrol(province, "Võ Thị Cúc", school=province.thcs_second)
    enrol(province, "Hồ Văn Dần", school=province.thcs_away)
    sign(province)
    district = signed_in("DISTRICT")
    assert states(district) == [
        ("Trường THCS Gò Tre", "Chưa xác nhận"),
        ("Trường THCS Sông Đỏ", "Đã xác nhận"),
    ]
    assert states(district, "?state=unsigned") == [("Trường THCS Gò Tre", "Chưa xác nhận")]
    confirm(children[0], Programme.UPPER_SECONDARY, province.thpt)
    page = district.get(f"{reverse('students:sign_off_list')}?state=reopened")
    assert "Lê Thị An (Không tiếp tục học → Lớp 10 THPT)" in page.content.decode()
    department = signed_in("DEPARTMENT").get(reverse("students:sign_off_list"))
    assert [(d["name"], d["reopened"], d["unsigned"]) for d in department.context["districts"]] == [
        ("Huyện Đức Hòa", "1", "1"),
        ("Huyện Tân Trụ", "0", "1"),
    ]
    assert states(signed_in("DEPARTMENT"), "?district=805") == [
        ("Trường THCS Rạch Xanh", "Chưa xác nhận")
    ]
    assert states(signed_in(SCHOOL)) == [("Trường THCS Sông Đỏ", "Cần xác nhận lại")]


def test_export(province: Province, children: list[Graduate], signed_in: Browser) -> None:
    sign(province)
    response = signed_in("DISTRICT").post(reverse("students:sign_off_export"))
    rows = list(load_workbook(io.BytesIO(response.content)).active.iter_rows(values_only=True))
    assert rows[-1][1:6] == ("Huyện Đức Hòa", "Trường THCS Sông Đỏ", 2, 1, "Đã xác nhận")
    assert Event.objects.get(verb=SIGN_OFFS_EXPORTED).count == 1


def test_task_is_there_until_signed(
    province: Province, children: list[Graduate], signed_in: Browser
) -> None:
    words = "trường chưa xác nhận đã rà soát"
    for role in (SCHOOL, "DISTRICT", "DEPARTMENT"):
        assert words in signed_in(role).get(reverse("office:home")).content.decode()
    sign(province)
    for role in (SCHOOL, "DISTRICT", "DEPARTMENT"):
        page = signed_in(role).get(reverse("office:home")).content.decode()
        assert words not in page
        assert "Mọi trường có danh sách đã xác nhận đã rà soát." in page


def test_nothing_to_sign(province: Province, children: list[Graduate], signed_in: Browser) -> None:
    client = signed_in(SCHOOL)
    fingerprint = client.get(address(province)).context["fingerprint"]
    Cohort.objects.update(is_open=False)
    response = client.post(address(province), {"fingerprint": fingerprint})
    assert "Chưa xác nhận được" in response.content.decode()
    assert "đã khóa" in client.get(address(province)).content.decode()
    assert SignOff.objects.count() == 0
    Cohort.objects.create(year=2021)
    empty = client.get(f"{address(province)}?cohort=2021")
    assert "Chưa có học sinh nào" in empty.content.decode()


def test_queries_do_not_grow_with_the_schools(
    province: Province, children: list[Graduate], signed_in: Browser
) -> None:
    client = signed_in("DISTRICT")

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("students:sign_off_list"))
        return len(captured)

    sign(province)
    few = queries()
    enrol(province, "Võ Thị Cúc", school=province.thcs_second)
    sign_off(
        school=province.thcs_second,
        cohort=province.cohort,
        by=None,
        fingerprint=fingerprint_of(seen_of(province.thcs_second.pk, province.cohort)),
    )
    assert queries() == few
