"""Correcting a child's particulars on its page: who may, what is told, what is kept."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import Event
from students.models import Cohort, Graduate, GraduateEdit
from students.verbs import GRADUATE_READ
from tests.province import Province, enrol, reread

Browser = Callable[[str], Client]
PHONE = "0912345678"
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def child(province: Province) -> Graduate:
    return enrol(
        province,
        "Lê Thị An",
        commune=province.home_commune,
        class_name="9/1",
        register_number="0001",
        phone=PHONE,
        gender="F",
        residence="Ấp 3, xã Đức Hòa Thượng",
    )


def address(graduate: Graduate) -> str:
    return reverse("students:graduate_edit", args=[graduate.pk])


def typed(client: Client, graduate: Graduate, **changes: str) -> dict[str, str]:
    """What the form holds when it is opened, with changes typed over it."""
    form = client.get(address(graduate)).context["form"]
    held = {field.html_name: field.value() or "" for field in form}
    return held | {"reason": "theo giấy khai sinh"} | changes


def save(client: Client, graduate: Graduate, **changes: str) -> Any:
    return client.post(address(graduate), typed(client, graduate, **changes), follow=True)


@pytest.mark.parametrize("role", ["DISTRICT", "ORIGIN_SCHOOL", "DEPARTMENT"])
def test_correction_is_saved_and_told_on_the_childs_page(
    role: str, child: Graduate, province: Province, signed_in: Browser
) -> None:
    changes = {"full_name": "Lê Thị Ân", "birth": "5/3/2005", "hamlet": "Ấp 1"}
    response = save(signed_in(role), child, commune=province.away_commune.code, **changes)
    page = response.content.decode()
    now = reread(child)
    assert (now.full_name, now.birth_day, now.hamlet) == ("Lê Thị Ân", 5, "Ấp 1")
    assert (now.commune, now.phone) == (province.away_commune, PHONE)
    told = [
        "Đã sửa thông tin của Lê Thị Ân",
        "<del>Lê Thị An</del>",
        "<del>04/3/2005</del>",
        "Xã Tân Bình",
        "theo giấy khai sinh",
    ]
    for text in told:
        assert text in page
    assert set(GraduateEdit.objects.get().after) == {
        "full_name", "birth_year", "birth_month", "birth_day", "commune_id", "hamlet",
    }  # fmt: skip


def test_opened_form_saved_as_it_is_writes_nothing(child: Graduate, signed_in: Browser) -> None:
    Graduate.objects.filter(pk=child.pk).update(
        full_name="Lê Thị An 2", phone="0912 345 678 (mẹ)", moet_code="AB1", birth_day=None
    )
    response = save(signed_in("DISTRICT"), child)
    assert "không ghi gì thêm" in response.content.decode()
    assert not GraduateEdit.objects.exists()


def test_school_of_origin_is_moved_by_an_office_alone(
    child: Graduate, province: Province, signed_in: Browser
) -> None:
    assert "school" not in typed(signed_in("ORIGIN_SCHOOL"), child)
    save(signed_in("ORIGIN_SCHOOL"), child, school=province.thcs_second.code)
    assert reread(child).school == province.thcs
    save(signed_in("DISTRICT"), child, school=province.thcs_second.code)
    assert reread(child).school == province.thcs_second


def test_district_offers_its_own_schools(
    child: Graduate, province: Province, signed_in: Browser
) -> None:
    response = save(signed_in("DISTRICT"), child, school=province.thcs_away.code)
    assert response.context["form"].errors["school"] == ["Chọn trong danh sách."]
    assert reread(child).school == province.thcs


def test_department_sees_and_changes_no_contacts(child: Graduate, signed_in: Browser) -> None:
    page = signed_in("DEPARTMENT").get(address(child)).content.decode()
    assert PHONE not in page
    save(signed_in("DEPARTMENT"), child, phone="0987654321", class_name="9/2")
    assert (reread(child).phone, reread(child).class_name) == (PHONE, "9/2")


def test_history_of_contacts_is_masked_from_the_department(
    child: Graduate, signed_in: Browser
) -> None:
    save(signed_in("DISTRICT"), child, phone="0987654321")
    detail = reverse("students:graduate_detail", args=[child.pk])
    assert PHONE in signed_in("DISTRICT").get(detail).content.decode()
    page = signed_in("DEPARTMENT").get(detail).content.decode()
    assert PHONE not in page
    assert "0987654321" not in page


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("full_name", "", "Ghi họ và tên."),
        ("full_name", "An 2", "Họ và tên chỉ gồm chữ, ví dụ Lê Thị An."),
        ("full_name", "a" * 121, "Họ và tên dài nhất 120 ký tự."),
        ("birth", "31/2/2005", "Ngày sinh phải là ngày có thật, ví dụ 28/2/2005."),
        ("birth", "hôm qua", "Ngày sinh phải là ngày có thật, ví dụ 28/2/2005."),
        ("birth", "", "Ghi ngày sinh, ví dụ 28/2/2005."),
        ("commune", "99999", "Chọn trong danh sách."),
        ("gender", "X", "Chọn trong danh sách."),
        ("reason", "", "Ghi vì sao sửa."),
    ],
)
def test_wrong_entry_is_told_and_kept(
    field: str, value: str, message: str, child: Graduate, signed_in: Browser
) -> None:
    response = save(signed_in("DISTRICT"), child, **{field: value})
    assert response.context["form"].errors[field] == [message]
    assert "Lỗi:" in response.content.decode()
    assert not GraduateEdit.objects.exists()


@pytest.mark.parametrize(
    ("changes", "notice"),
    [
        ({"birth": "1990"}, "Ngày sinh 1990 ít gặp"),
        ({"moet_code": "123"}, "phải có 10 chữ số"),
        ({"personal_id": "080105000001"}, "định danh"),
        ({"phone": "091234"}, "Điện thoại:"),
    ],
)
def test_unlikely_values_are_saved_with_a_word(
    changes: dict[str, str], notice: str, child: Graduate, signed_in: Browser
) -> None:
    page = save(signed_in("DISTRICT"), child, **changes).content.decode()
    assert notice in page
    assert GraduateEdit.objects.count() == 1


def test_colleague_who_was_faster_is_shown_beside(child: Graduate, signed_in: Browser) -> None:
    mine = typed(signed_in("DISTRICT"), child, full_name="Lê Thị Ân")
    save(signed_in("ORIGIN_SCHOOL"), child, class_name="9/9")
    response = signed_in("DISTRICT").post(address(child), mine)
    page = response.content.decode()
    assert response.status_code == 200
    assert response.context["versions"] == [
        {"label": "Họ và tên", "stored": "Lê Thị An", "typed": "Lê Thị Ân"},
        {"label": "Lớp", "stored": "9/9", "typed": "9/1"},
    ]
    assert "Hai bản đang khác nhau" in page
    again = {field.html_name: field.value() or "" for field in response.context["form"]}
    signed_in("DISTRICT").post(address(child), again)
    assert (reread(child).full_name, reread(child).class_name) == ("Lê Thị Ân", "9/1")


def test_second_click_saves_once(child: Graduate, signed_in: Browser) -> None:
    mine = typed(signed_in("DISTRICT"), child, full_name="Lê Thị Ân")
    for _ in range(2):
        assert signed_in("DISTRICT").post(address(child), mine).status_code == 302
    assert GraduateEdit.objects.count() == 1


def test_other_child_is_named_within_the_scope_alone(
    child: Graduate, province: Province, signed_in: Browser
) -> None:
    near = {"school": province.thcs_second, "class_name": "9/4", "moet_code": "8020000002"}
    enrol(province, "Trần Văn Bé", **near)
    message = save(signed_in("DISTRICT"), child, moet_code="8020000002").context["form"].errors
    assert message["moet_code"] == [
        "Mã định danh Bộ GD&ĐT này là của “Trần Văn Bé” (Trường THCS Gò Tre, 9/4); kiểm tra lại."
    ]
    page = save(signed_in("ORIGIN_SCHOOL"), child, moet_code="8020000002").content.decode()
    assert "là của một học sinh khác ngoài phạm vi của đơn vị" in page
    assert "Trần Văn Bé" not in page


def test_correction_is_taken_back_on_the_page(child: Graduate, signed_in: Browser) -> None:
    client = signed_in("ORIGIN_SCHOOL")
    save(client, child, full_name="Lê Thị Ân")
    edit = GraduateEdit.objects.get()
    url = reverse("students:edit_take_back", args=[child.pk, edit.pk])
    detail = client.get(reverse("students:graduate_detail", args=[child.pk])).content.decode()
    assert url in detail
    page = client.post(url, follow=True).content.decode()
    assert "trở lại như trước" in page
    assert "Đã hoàn tác:" in page
    assert url not in page
    assert reread(child).full_name == "Lê Thị An"


def test_correction_overtaken_is_not_taken_back(child: Graduate, signed_in: Browser) -> None:
    client = signed_in("DISTRICT")
    save(client, child, class_name="9/2")
    save(client, child, class_name="9/3")
    first = GraduateEdit.objects.order_by("pk")[0]
    url = reverse("students:edit_take_back", args=[child.pk, first.pk])
    page = client.post(url, follow=True).content.decode()
    assert "Chưa hoàn tác được vì sau lần sửa này lớp đã được thay đổi tiếp" in page
    assert reread(child).class_name == "9/3"


def test_school_does_not_take_back_what_moved_the_child(
    child: Graduate, province: Province, signed_in: Browser
) -> None:
    other = enrol(province, "Trần Văn Bé", school=province.thcs_second)
    save(signed_in("DISTRICT"), other, school=province.thcs.code)
    url = reverse("students:edit_take_back", args=[other.pk, GraduateEdit.objects.get().pk])
    detail = reverse("students:graduate_detail", args=[other.pk])
    assert url not in signed_in("ORIGIN_SCHOOL").get(detail).content.decode()
    page = signed_in("ORIGIN_SCHOOL").post(url, follow=True).content.decode()
    assert "nhà trường không hoàn tác được" in page
    assert reread(other).school == province.thcs
    signed_in("DISTRICT").post(url)
    assert reread(other).school == province.thcs_second


def test_closed_cohort_takes_no_correction(child: Graduate, signed_in: Browser) -> None:
    client = signed_in("DISTRICT")
    mine = typed(client, child, class_name="9/2")
    save(client, child, note="a")
    edit = GraduateEdit.objects.get()
    Cohort.objects.update(is_open=False)
    take_back = reverse("students:edit_take_back", args=[child.pk, edit.pk])
    for response in (
        client.get(address(child), follow=True),
        client.post(address(child), mine, follow=True),
        client.post(take_back, follow=True),
    ):
        assert "đã khóa" in response.content.decode()
    assert (reread(child).class_name, reread(child).note) == ("9/1", "a")


def test_edit_of_another_child_is_not_found(
    child: Graduate, province: Province, signed_in: Browser
) -> None:
    other = enrol(province, "Trần Văn Bé")
    save(signed_in("DISTRICT"), child, note="a")
    edit = GraduateEdit.objects.get()
    url = reverse("students:edit_take_back", args=[other.pk, edit.pk])
    assert signed_in("DISTRICT").post(url).status_code == 404


def test_opening_the_form_is_a_read(child: Graduate, signed_in: Browser) -> None:
    signed_in("DISTRICT").get(address(child))
    assert Event.objects.get().verb == GRADUATE_READ


def test_hostile_text_is_shown_as_text(child: Graduate, signed_in: Browser) -> None:
    page = save(signed_in("DISTRICT"), child, note=SCRIPT, reason=SCRIPT).content.decode()
    assert SCRIPT not in page
    assert "&lt;script&gt;" in page


def test_queries_do_not_grow_with_the_history(
    child: Graduate, signed_in: Browser, django_assert_num_queries: Any
) -> None:
    client = signed_in("DISTRICT")
    detail = reverse("students:graduate_detail", args=[child.pk])
    save(client, child, class_name="9/2", commune="")
    with CaptureQueriesContext(connection) as few:
        client.get(detail)
    needed = len(few)
    for number in range(3, 6):
        save(client, child, class_name=f"9/{number}", commune="27967" if number % 2 else "27937")
    with django_assert_num_queries(needed):
        client.get(detail)
