"""Accounts from a sheet: the units that have none, filled in, sent back, created all or none."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from accounts.models import User
from audit.models import Event
from audit.sentences import sentence_of
from districts.models import Role
from office import actions, sheet
from tests.province import Province, make_user

Browser = Callable[[str], Client]
PAGE, TEMPLATE = reverse("office:user_import"), reverse("office:user_import_template")
THCS, TAKES_IN = Role.ORIGIN_SCHOOL.label, Role.RECEIVING_SCHOOL.label
COMMUNE = Role.COMMUNE.label
GOOD = [THCS, "802C02", "Trường THCS Gò Tre", "Lê Thị Bé", "thcs-go-tre", "912345678"]


@pytest.fixture(autouse=True)
def _quick_hashes(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def book(*rows: list[Any], headers: tuple[str, ...] = sheet.HEADERS) -> bytes:
    out = BytesIO()
    workbook = xlsxwriter.Workbook(out, {"strings_to_formulas": False})
    page = workbook.add_worksheet()
    for number, row in enumerate([["Danh sách tài khoản"], list(headers), *rows]):
        page.write_row(number, 0, row)
    workbook.close()
    return out.getvalue()


def sent(client: Client, content: bytes, name: str = "tk.xlsx") -> HttpResponse:
    return client.post(PAGE, {"sheet": SimpleUploadedFile(name, content)})


def refusal(response: HttpResponse) -> str:
    (sentence,) = response.context["form"].errors["sheet"]
    return sentence


def template_rows(client: Client) -> list[list[str]]:
    content = client.post(TEMPLATE).content
    workbook = CalamineWorkbook.from_filelike(BytesIO(content))
    header, *rows = workbook.get_sheet_by_index(0).to_python()
    assert tuple(header) == sheet.HEADERS
    return rows


def test_template_lists_the_units_without_an_account(
    officials: dict[str, Any], signed_in: Browser
) -> None:
    rows = template_rows(signed_in("DISTRICT"))
    assert sorted((row[1], row[0], row[2]) for row in rows) == [
        ("27937", COMMUNE, "Thị trấn Đức Hòa"),
        ("802C02", THCS, "Trường THCS Gò Tre"),
        ("802N01", TAKES_IN, "Trường Trung cấp nghề Sông Đỏ"),
        ("802X01", TAKES_IN, "Trung tâm GDTX&KTTH Sông Đỏ"),
    ]
    assert [row[4] for row in rows if row[1] == "802C02"] == ["thcs-go-tre"]
    assert {row[3] for row in rows} == {""}


def test_suggested_names_are_free(province: Province, signed_in: Browser) -> None:
    make_user("thcs-go-tre")
    rows = template_rows(signed_in("DISTRICT"))
    assert [row[4] for row in rows if row[1] == "802C02"] == ["thcs-go-tre-2"]


def test_filled_template_creates_the_accounts(province: Province, signed_in: Browser) -> None:
    """Rows without a person's name are left for later; a lost first zero comes back."""
    client = signed_in("DISTRICT")
    rows = template_rows(client)
    for row in rows:
        if row[1] in ("802C02", "27937"):
            row[3], row[5] = "Lê Thị Bé", 912345678
    response = sent(client, book(*rows))
    page = response.content.decode()
    assert "Đã tạo 2 tài khoản" in page
    assert "no-store" in response["Cache-Control"]
    assert {line["place"] for line in response.context["lines"]} == {
        "Trường THCS Gò Tre, Huyện Đức Hòa", "Thị trấn Đức Hòa, Huyện Đức Hòa",
    }  # fmt: skip
    for line in response.context["lines"]:
        person = User.objects.get(username=line["username"])
        assert person.check_password(line["password"])
        assert (person.full_name, person.phone) == ("Lê Thị Bé", "0912345678")
        assert line["password"] in page
    assert User.objects.get(username="thcs-go-tre").assignments.get().school == province.thcs_second
    told = [sentence_of(event) for event in Event.objects.all()]
    assert len(told) == 2
    assert "Cán bộ phong tạo tài khoản Lê Thị Bé (thcs-go-tre)" in " ".join(told)
    # The same file again finds the names taken and gives nobody a new password.
    assert "“thcs-go-tre” đã có người dùng" in refusal(sent(client, book(*rows)))
    assert Event.objects.count() == 2


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({0: "Hiệu trưởng"}, "dòng 3: vai trò “Hiệu trưởng” không có trong danh sách"),
        ({0: Role.DEPARTMENT.label}, "vai trò “Cán bộ Sở GD&ĐT” không có trong danh sách"),
        ({1: "805C01"}, "mã đơn vị “805C01” không có trong phạm vi quản lý"),
        ({1: ""}, "mã đơn vị “” không có trong phạm vi quản lý"),
        ({1: "802P01"}, "mã đơn vị “802P01” không có trong phạm vi quản lý"),
        ({3: "123"}, "nhập họ và tên bằng chữ"),
        ({4: "Gò Tre"}, "tên đăng nhập gồm 3 đến 40 ký tự"),
        ({4: ""}, "nhập tên đăng nhập"),
        ({4: "PHONG"}, "tên đăng nhập “phong” đã có người dùng"),
        ({5: "không có"}, "nhập số điện thoại bằng chữ số"),
    ],
)
def test_wrong_row_is_named_and_nothing_created(
    changed: dict[int, str], sentence: str, province: Province, signed_in: Browser
) -> None:
    wrong = [changed.get(number, cell) for number, cell in enumerate(GOOD)]
    other = [COMMUNE, "27937", "", "Trần Văn Hai", "thi-tran", ""]
    response = sent(signed_in("DISTRICT"), book(wrong, other))
    assert sentence in refusal(response)
    assert "chưa tạo tài khoản nào" in refusal(response)
    assert not User.objects.filter(username__in=["thcs-go-tre", "thi-tran"]).exists()
    assert not Event.objects.exists()


def test_name_twice_in_the_sheet_is_told(province: Province, signed_in: Browser) -> None:
    again = [COMMUNE, "27937", "", "Trần Văn Hai", "THCS-go-tre", ""]
    told = refusal(sent(signed_in("DISTRICT"), book(GOOD, again)))
    assert "dòng 4: tên đăng nhập “thcs-go-tre” trùng với dòng 3" in told


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"not a workbook", "tk.xlsx", "Không đọc được tệp"),
        (b"x", "tk.pdf", "Chọn tệp .xlsx"),
        (book(), "tk.xlsx", "chưa ghi họ và tên ở dòng nào"),
        (
            book(GOOD, headers=("Vai trò", "Mã đơn vị", "Họ và tên", "x", "y", "z")),
            "tk.xlsx",
            "cột",
        ),
    ],
)
def test_file_that_is_no_list_of_accounts_is_refused(
    content: bytes, name: str, sentence: str, signed_in: Browser
) -> None:
    assert sentence in refusal(sent(signed_in("DISTRICT"), content, name))


def test_too_many_at_once_are_refused(
    province: Province, signed_in: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheet, "MOST_ACCOUNTS", 1)
    other = [COMMUNE, "27937", "", "Trần Văn Hai", "thi-tran", ""]
    assert "chia thành nhiều tệp" in refusal(sent(signed_in("DISTRICT"), book(GOOD, other)))


def test_department_gives_its_own_role_and_that_of_districts(
    province: Province, signed_in: Browser
) -> None:
    rows = [
        [Role.DEPARTMENT.label, "", "", "Lê Văn Sở", "so-hai", ""],
        [Role.DISTRICT.label, "805", "", "Lê Văn Phòng", "phong-tan-tru", ""],
    ]
    lines = sent(signed_in("DEPARTMENT"), book(*rows)).context["lines"]
    assert [line["place"] for line in lines] == ["Tỉnh Long An", "Huyện Tân Trụ"]


def test_all_are_rolled_back_together(
    province: Province, officials: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail_at_the_second(*, person: User, **_: Any) -> None:
        if person.username == "hai":
            raise DatabaseError

    monkeypatch.setattr(actions, "_record", fail_at_the_second)
    accounts = [
        actions.NewAccount(name, "Lê Văn Mới", "", Role.ORIGIN_SCHOOL, province.thcs)
        for name in ("mot", "hai")
    ]
    with pytest.raises(DatabaseError):
        actions.create_accounts(by=officials["DISTRICT"], accounts=accounts)
    assert not User.objects.filter(username__in=["mot", "hai"]).exists()


def test_hostile_names_are_shown_as_text(province: Province, signed_in: Browser) -> None:
    hostile = [THCS, "802C02", "", "<script>alert(1)</script> =1+1", "thcs-go-tre", ""]
    page = sent(signed_in("DISTRICT"), book(hostile)).content.decode()
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page
