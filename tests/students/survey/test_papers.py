"""What a school gives its teachers and its principal: workbooks by class, sheets to sign."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from audit.models import Event
from audit.sentences import sentence_of
from documents.class_workbook import ROW_MARK
from documents.own_sheets import is_own_sheet
from domain.outcome import Programme
from domain.survey import CODES
from students.actions import StatementsVersion
from students.models import Graduate, Source
from students.survey.answers import Typed
from students.survey.tokens import ForgedToken, RowToken
from tests.province import Province, confirm, enrol, state

Browser = Callable[[str], Client]
PRIVATE = ("0912345678", "079205001234", "Nguyễn Văn Cha", "1234567890", "ấp Ba Gian")


@pytest.fixture
def children(province: Province) -> list[Graduate]:
    private = {
        "phone": PRIVATE[0],
        "personal_id": PRIVATE[1],
        "guardian": PRIVATE[2],
        "moet_code": PRIVATE[3],
        "hamlet": PRIVATE[4],
    }
    return [
        enrol(province, "Lê Thị An", class_name="9A2", **private),
        enrol(province, "Trần Văn Bé", class_name="9A10"),
        enrol(province, "Võ Thị Cúc", class_name="9A2"),
    ]


def address(province: Province, page: str, class_name: str = "") -> str:
    url = reverse(f"students:survey_{page}", args=[province.thcs.pk])
    return f"{url}?class={class_name}" if class_name else url


def sheets_of(content: bytes) -> list[Any]:
    return load_workbook(io.BytesIO(content)).worksheets


def lines_of(content: bytes) -> list[dict[str, Any]]:
    """The rows of the first sheet by heading."""
    rows = [list(row) for row in sheets_of(content)[0].iter_rows(values_only=True)]
    start = next(n for n, row in enumerate(rows) if ROW_MARK in row)
    return [
        dict(zip(rows[start], row, strict=True)) for row in rows[start + 1 :] if row[-1] is not None
    ]


def test_workbook_of_a_class(
    province: Province, children: list[Graduate], signed_in: Browser
) -> None:
    state(children[0], Programme.WORKING, reason="Phụ gia đình")
    confirm(children[2], Programme.UPPER_SECONDARY, province.thpt)
    response = signed_in("ORIGIN_SCHOOL").post(address(province, "workbooks", "9A2"))
    assert "khao-sat-2020-truong-thcs-song-do-lop-9a2.xlsx" in response["Content-Disposition"]
    assert response["Cache-Control"] == "no-store"
    first, second = lines_of(response.content)
    assert (first["Họ và tên"], first["Ngày sinh"]) == ("Lê Thị An", "04/3/2005")
    # What the school itself said stands in the fields, what others said beside them.
    assert (first["Nơi đến"], first["Lý do"]) == ("01 Đi làm", "Phụ gia đình")
    assert (second["Nơi đến"], second["Nơi học"]) == (None, None)
    assert second["Đã biết"] == "Lớp 10 THPT, Trường THPT Sông Đỏ (đã xác nhận)"


def test_workbook_holds_nothing_private(
    province: Province, children: list[Graduate], signed_in: Browser
) -> None:
    content = signed_in("ORIGIN_SCHOOL").post(address(province, "workbooks")).content
    archive = zipfile.ZipFile(io.BytesIO(content))
    for name in archive.namelist():
        inside = zipfile.ZipFile(io.BytesIO(archive.read(name)))
        text = "\n".join(inside.read(part).decode() for part in inside.namelist())
        assert "Lê Thị An" in text or "Trần Văn Bé" in text
        assert [word for word in PRIVATE if word in text] == []


def test_archive_holds_a_file_a_class(
    province: Province, children: list[Graduate], signed_in: Browser
) -> None:
    enrol(province, "Hồ Văn Dần", class_name="9a2")
    response = signed_in("ORIGIN_SCHOOL").post(address(province, "workbooks"))
    names = zipfile.ZipFile(io.BytesIO(response.content)).namelist()
    stem = "khao-sat-2020-truong-thcs-song-do-lop"
    assert names == [f"{stem}-9a2.xlsx", f"{stem}-9a10.xlsx", f"{stem}-9a2-2.xlsx"]
    event = Event.objects.get()
    assert event.count == 4
    assert sentence_of(event).endswith("(Trường THCS Sông Đỏ): 4 học sinh.")


def test_drop_downs_offer_codes_and_places(
    province: Province, children: list[Graduate], signed_in: Browser
) -> None:
    content = signed_in("ORIGIN_SCHOOL").post(address(province, "workbooks", "9A2")).content
    main, choices = sheets_of(content)
    assert is_own_sheet(choices["A1"].value)
    assert choices.sheet_state == "hidden"
    columns = [[cell.value for cell in column if cell.value] for column in choices.iter_cols()]
    assert columns[0][1:] == [str(code) for code in CODES]
    assert province.thpt.name in columns[1]
    # Only centres teach the training of dual study.
    assert province.thpt.name not in columns[2]
    assert province.vocational.name in columns[2]
    rules = main.data_validations.dataValidation
    assert {rule.formula1 for rule in rules} == {"noi_den", "noi_hoc", "noi_hoc_nghe", "minh_chung"}
    assert {str(rule.sqref).split(":")[0] for rule in rules} == {"E11", "F11", "G11", "H11"}
    assert main.column_dimensions["J"].hidden
    assert main.auto_filter.ref == "A10:J12"


def test_tokens_are_signed(province: Province, children: list[Graduate]) -> None:
    token = RowToken(children[0].pk, StatementsVersion(3, 1), Typed(code="1").fingerprint)
    assert RowToken.read(f" {token.text} ") == token
    other = token.text.replace(f"{children[0].pk}_", f"{children[1].pk}_", 1)
    for forged in (other, token.text[:-1], "", "1_2-3_x", "~", "=1+1"):
        with pytest.raises(ForgedToken):
            RowToken.read(forged)


def test_sheets_stand_in_the_order_of_classes(
    province: Province, children: list[Graduate], signed_in: Browser
) -> None:
    state(children[0], Programme.WORKING, source=Source.SURVEY, reason="Phụ gia đình")
    confirm(children[1], Programme.UPPER_SECONDARY, province.thpt)
    state(children[2], Programme.UNREACHED)
    response = signed_in("ORIGIN_SCHOOL").get(address(province, "sheet"))
    assert [each["class_title"] for each in response.context["sheets"]] == ["Lớp 9A2", "Lớp 9A10"]
    first, second = response.context["sheets"]
    said = [row["said"] for row in [*first["rows"], *second["rows"]]]
    assert said == [
        "Đi làm (Phụ gia đình)",
        "Chưa liên lạc được",
        "Lớp 10 THPT, Trường THPT Sông Đỏ",
    ]
    assert first["total"] == ("Danh sách có 2 học sinh; đã có thông tin 1, chưa có thông tin 1.")
    page = response.content.decode()
    assert "UBND HUYỆN ĐỨC HÒA" in page
    assert "TRƯỜNG THCS SÔNG ĐỎ" in page
    assert not any(word in page for word in PRIVATE)


def test_sheet_of_one_class(
    province: Province, children: list[Graduate], signed_in: Browser
) -> None:
    response = signed_in("ORIGIN_SCHOOL").get(address(province, "sheet", "9A10"))
    (only,) = response.context["sheets"]
    assert [row["name"] for row in only["rows"]] == ["Trần Văn Bé"]


def test_papers_name_every_class(
    province: Province, children: list[Graduate], signed_in: Browser
) -> None:
    client = signed_in("DISTRICT")
    lines = client.get(address(province, "papers")).context["lines"]
    assert [(line["name"], line["text"]) for line in lines] == [
        ("Lớp 9A2", "0/2"),
        ("Lớp 9A10", "0/1"),
    ]
    for line in lines:
        assert client.post(line["workbook_url"]).status_code == 200
        assert client.get(line["sheet_url"]).status_code == 200


def test_nobody_to_write_of(
    province: Province, children: list[Graduate], signed_in: Browser
) -> None:
    client = signed_in("ORIGIN_SCHOOL")
    assert client.post(address(province, "workbooks", "9Z")).status_code == 404
    assert client.get(address(province, "sheet", "9Z")).context["sheets"] == []
    assert Event.objects.count() == 0


def test_closed_year_is_told(
    province: Province, children: list[Graduate], signed_in: Browser
) -> None:
    province.cohort.is_open = False
    province.cohort.save()
    page = signed_in("ORIGIN_SCHOOL").get(address(province, "papers")).content.decode()
    assert "đã khóa" in page
    assert "/workbooks/" not in page
