"""Files that are no workbook of a class, or of nobody here: one sentence, nothing kept."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from imports.models import Batch, Draft
from students.actions import withdraw_graduates
from students.models import Cohort, Destination, Graduate
from tests.imports.survey.teacher import (
    Browser,
    Sheet,
    confirm_rows,
    make_class,
    send,
    sheet_for,
    states,
)
from tests.province import Province, enrol
from tests.sheets import graduate_book, pupil

SCHOOL = "ORIGIN_SCHOOL"


@pytest.fixture
def children(province: Province) -> list[Graduate]:
    return make_class(province)


def without_column(sheet: Sheet, field: str) -> bytes:
    sheet.sheet.cell(sheet.header, sheet.columns[field]).value = "cột khác"
    return sheet.content


def refusal_of(response: Any) -> str:
    assert Draft.objects.count() == 0
    return " ".join(response.context["form"].errors["sheet"])


def test_other_workbooks_are_refused(
    province: Province, children: list[Graduate], signed_in: Browser
) -> None:
    client = signed_in(SCHOOL)
    said = refusal_of(send(client, graduate_book(pupil())))
    assert "không phải phiếu theo lớp" in said
    said = refusal_of(send(client, without_column(sheet_for(client, province), "token")))
    assert "“Mã dòng”" in said
    sheet = sheet_for(client, province)
    sheet.put_rows([])
    assert "không còn dòng học sinh nào" in refusal_of(send(client, sheet.content))
    assert "PDF" in refusal_of(send(client, b"%PDF-1.7", "phieu.pdf"))


def test_foreign_children_are_not_told_of(
    province: Province, children: list[Graduate], signed_in: Browser
) -> None:
    """A school that gets another school's sheet learns nothing from it, and changes nothing."""
    away = enrol(province, "Mai Văn Lạ", class_name="9C", school=province.thcs_second)
    address = reverse("students:survey_workbooks", args=[province.thcs_second.pk])
    foreign = Sheet(signed_in("DISTRICT").post(f"{address}?class=9C").content)
    foreign.write("Mai Văn Lạ", code="02")
    client = signed_in(SCHOOL)
    assert "không dòng nào là học sinh năm 2020" in refusal_of(send(client, foreign.content))
    own = sheet_for(client, province)
    own.write("Lê Thị An", code="02")
    own.put_rows([*own.rows(), *foreign.rows()])
    response = send(client, own.content)
    assert states(response)["Mai Văn Lạ"] == "Không thuộc đơn vị"
    assert reverse("students:graduate_detail", args=[away.pk]) not in response.content.decode()
    confirm_rows(client, response, **{f"take_{away.pk}": "sheet"})
    assert [d.graduate for d in Destination.objects.all()] == [children[0]]


def test_other_year_is_refused(
    province: Province, children: list[Graduate], signed_in: Browser
) -> None:
    Cohort.objects.create(year=2021)
    client = signed_in(SCHOOL)
    content = sheet_for(client, province).content
    said = refusal_of(send(client, content, cohort="2021", stated_on="28/9/2021"))
    assert "không dòng nào là học sinh năm 2021" in said


def test_withdrawn_child_is_told(
    province: Province, children: list[Graduate], signed_in: Browser
) -> None:
    client = signed_in(SCHOOL)
    sheet = sheet_for(client, province)
    sheet.write("Lê Thị An", code="02")
    sheet.write("Trần Văn Bé", code="02")
    withdraw_graduates(graduates=[children[0].pk], by=None)
    response = send(client, sheet.content)
    assert states(response)["Lê Thị An"] == "Không thuộc đơn vị"
    assert states(response)["Trần Văn Bé"] == "Ghi mới"


@pytest.mark.parametrize(
    ("stated_on", "sentence"),
    [
        ("", "Ghi ngày có thông tin."),
        ("30/2/2020", "Ngày phải là ngày có thật"),
        ("1/1/2019", "không được trước 1/1/2020"),
        ("1/1/2999", "không được sau hôm nay"),
    ],
)
def test_day_is_checked(
    stated_on: str,
    sentence: str,
    province: Province,
    children: list[Graduate],
    signed_in: Browser,
) -> None:
    client = signed_in(SCHOOL)
    response = send(client, sheet_for(client, province).content, stated_on=stated_on)
    assert sentence in response.content.decode()
    assert Draft.objects.count() == 0


def test_made_up_confirmations_record_nothing(
    province: Province, children: list[Graduate], signed_in: Browser
) -> None:
    client = signed_in(SCHOOL)
    sheet = sheet_for(client, province)
    sheet.write("Lê Thị An", code="02")
    response = send(client, sheet.content)
    address = reverse("imports:survey_confirm", args=[response.context["draft"].pk])
    for given in ({}, {"fingerprint": "x"}, {"fingerprint": "x", "take-9999999999999999": "sheet"}):
        assert client.post(address, given).status_code == 302
    assert Batch.objects.count() == 0


def test_queries_do_not_grow_with_the_rows(
    province: Province, children: list[Graduate], signed_in: Browser
) -> None:
    client = signed_in(SCHOOL)

    def queries() -> int:
        sheet = sheet_for(client, province)
        for row in sheet.rows():
            sheet.write(row[1], code="1", place="Trường THPT Sông Đỏ")
        draft = send(client, sheet.content).context["draft"]
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("imports:survey_check", args=[draft.pk]))
        return len(captured)

    few = queries()
    for number in range(5, 13):
        enrol(province, f"Lê Văn {number}", class_name="9A", birth=(2005, 4, number))
    assert queries() == few
