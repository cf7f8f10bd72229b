"""A class's workbook that comes back is compared row by row, and recorded once confirmed."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from audit.models import Event
from audit.sentences import sentence_of
from districts.models import Assignment, Role
from documents.own_sheets import is_own_sheet
from domain.outcome import Outcome, Programme
from imports.models import Batch, Draft, Row
from imports.verbs import SURVEY_IMPORTED
from students.actions import supersede_statements
from students.models import Cohort, Destination, Graduate, Source
from tests.imports.survey.teacher import (
    Browser,
    Sheet,
    confirm_rows,
    make_class,
    said,
    send,
    sheet_for,
    states,
)
from tests.province import Province, confirm, enrol, reread, state

SCHOOL = "ORIGIN_SCHOOL"


@pytest.fixture
def children(province: Province) -> list[Graduate]:
    return make_class(province)


def test_answers_are_recorded_once_confirmed(
    province: Province, children: list[Graduate], signed_in: Browser, officials: dict[str, Any]
) -> None:
    client = signed_in(SCHOOL)
    sheet = sheet_for(client, province)
    sheet.write("Lê Thị An", code="1 Lớp 10 THPT công lập", place="Trường THPT Sông Đỏ")
    sheet.write("Trần Văn Bé", code="01 Đi làm", reason="Phụ gia đình")
    sheet.write(
        "Võ Thị Cúc",
        code="86 Vừa học GDTX vừa học trung cấp",
        place="Trung tâm GDTX&KTTH Sông Đỏ",
        training="Trường Trung cấp nghề Sông Đỏ",
    )
    response = send(client, sheet.content)
    assert states(response) == {
        "Lê Thị An": "Ghi mới",
        "Trần Văn Bé": "Ghi mới",
        "Võ Thị Cúc": "Ghi mới",
        "Hồ Văn Dần": "Để nguyên",
    }
    # The preview has changed nothing.
    assert Destination.objects.count() == 0
    response = confirm_rows(client, response)
    assert "Đã ghi thông tin nơi học của 3 học sinh." in response.content.decode()
    an, be, cuc, dan = children
    assert said(an) == [("ORIGIN_SCHOOL", "UPPER_SECONDARY", "Trường THPT Sông Đỏ")]
    assert said(be) == [("ORIGIN_SCHOOL", "WORKING", "")]
    assert [programme for _, programme, _ in said(cuc)] == ["CONTINUING", "INTERMEDIATE"]
    assert said(dan) == []
    assert reread(an).outcome == Outcome.UPPER_SECONDARY
    statement = Destination.objects.get(graduate=be)
    assert (statement.stated_on, statement.reason) == (date(2020, 9, 28), "Phụ gia đình")
    assert statement.recorded_by == officials[SCHOOL]
    batch = Batch.objects.get()
    assert statement.batch_id == batch.pk
    assert (batch.school, batch.district) == (province.thcs, province.home)
    assert batch.counts == {"rows": 4, "created": 3, "updated": 0, "rejected": 0}
    event = Event.objects.get(verb=SURVEY_IMPORTED)
    assert event.count == 3
    assert "nhập phiếu khảo sát lop-9a.xlsx: 3 học sinh" in sentence_of(event)


def test_sorted_shortened_and_pasted_over(
    province: Province, children: list[Graduate], signed_in: Browser
) -> None:
    client = signed_in(SCHOOL)
    sheet = sheet_for(client, province)
    for name in ("Lê Thị An", "Trần Văn Bé", "Võ Thị Cúc", "Hồ Văn Dần"):
        sheet.write(name, code="02", reason=name)
    # Turned round, two deleted, a blank row between.
    rows = sheet.rows()[::-1][:2]
    sheet.put_rows([rows[0], [None] * len(rows[0]), rows[1]])
    response = confirm_rows(client, send(client, sheet.content))
    assert Batch.objects.get().counts["created"] == 2
    told = {d.graduate.full_name: d.reason for d in Destination.objects.select_related("graduate")}
    assert told == {"Hồ Văn Dần": "Hồ Văn Dần", "Võ Thị Cúc": "Võ Thị Cúc"}
    assert response.status_code == 200


def test_sorted_without_the_hidden_column(
    province: Province, children: list[Graduate], signed_in: Browser
) -> None:
    """Excel leaves a column outside the selection where it is: names tell, not tokens."""
    client = signed_in(SCHOOL)
    sheet = sheet_for(client, province)
    for name in ("Lê Thị An", "Trần Văn Bé"):
        sheet.write(name, code="02", reason=name)
    rows = sheet.rows()
    tokens = [row[-1] for row in rows]
    turned = [[*row[:-1], token] for row, token in zip(rows[::-1], tokens, strict=True)]
    sheet.put_rows(turned)
    confirm_rows(client, send(client, sheet.content))
    told = {d.graduate.full_name: d.reason for d in Destination.objects.select_related("graduate")}
    assert told == {"Lê Thị An": "Lê Thị An", "Trần Văn Bé": "Trần Văn Bé"}


def test_name_put_right_is_the_same_child(
    province: Province, children: list[Graduate], signed_in: Browser
) -> None:
    client = signed_in(SCHOOL)
    sheet = sheet_for(client, province)
    sheet.write("Lê Thị An", code="02", name="Lê Thị Anh Thư")
    sheet.write("Trần Văn Bé", code="02", birth="1/1/2004")
    response = send(client, sheet.content)
    assert states(response)["Lê Thị An"] == "Ghi mới"
    assert states(response)["Trần Văn Bé"] == "Ghi mới"
    assert "Phiếu ghi: Lê Thị Anh Thư" in response.content.decode()
    confirm_rows(client, response)
    assert reread(children[0]).full_name == "Lê Thị An"


def test_unknown_rows_are_told(
    province: Province, children: list[Graduate], signed_in: Browser
) -> None:
    client = signed_in(SCHOOL)
    sheet = sheet_for(client, province)
    sheet.write("Lê Thị An", code="02", token=sheet.value("Lê Thị An", "token") + "x")
    sheet.write("Trần Văn Bé", code="02", token=None)
    sheet.write("Võ Thị Cúc", code="02", name="Phạm Thị Lạ", birth="9/9/2004")
    sheet.write("Hồ Văn Dần", code="02", token=None, birth="9/9/2004")
    response = send(client, sheet.content)
    assert states(response) == {
        "Lê Thị An": "Mã dòng sai",
        "Trần Văn Bé": "Ghi mới",
        "Phạm Thị Lạ": "Chưa hiểu",
        "Hồ Văn Dần": "Chưa hiểu",
    }
    confirm_rows(client, response)
    assert Destination.objects.get().graduate == children[1]
    rows = Row.objects.filter(state=Row.State.REJECTED)
    assert sorted(row.written["full_name"] for row in rows) == [
        "Hồ Văn Dần",
        "Lê Thị An",
        "Phạm Thị Lạ",
    ]
    page = client.get(reverse("imports:survey_result", args=[Batch.objects.get().pk]))
    assert "Mã dòng không đúng" in page.content.decode()


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"code": "xyz"}, "Chọn nơi đến trong danh sách."),
        ({"code": "1"}, "Ghi trường, cơ sở nơi học."),
        ({"code": "1", "place": "Trường không có"}, "Không có “Trường không có” trong danh mục"),
        ({"code": "01", "place": "Trường THPT Sông Đỏ"}, "thì để trống nơi học"),
        ({"code": "4", "place": "Trường THPT Sông Đỏ"}, "không dạy “GDTX cấp THPT”"),
    ],
)
def test_row_that_is_not_understood(
    values: dict[str, str],
    sentence: str,
    province: Province,
    children: list[Graduate],
    signed_in: Browser,
) -> None:
    client = signed_in(SCHOOL)
    sheet = sheet_for(client, province)
    sheet.write("Lê Thị An", **values)
    sheet.write("Trần Văn Bé", code="ở nhà")
    response = send(client, sheet.content)
    assert states(response)["Lê Thị An"] == "Chưa hiểu"
    assert sentence in response.content.decode()
    confirm_rows(client, response)
    assert [d.graduate for d in Destination.objects.all()] == [children[1]]


def test_place_sets_the_code(
    province: Province, children: list[Graduate], signed_in: Browser
) -> None:
    client = signed_in(SCHOOL)
    sheet = sheet_for(client, province)
    sheet.write("Lê Thị An", place="thpt song do")
    sheet.write("Trần Văn Bé", code=91.0, place="THPT Nguyễn Du, TP. Hồ Chí Minh")
    confirm_rows(client, send(client, sheet.content))
    assert said(children[0]) == [("ORIGIN_SCHOOL", "UPPER_SECONDARY", "Trường THPT Sông Đỏ")]
    assert said(children[1])[0][2] == "THPT Nguyễn Du, TP. Hồ Chí Minh"


def test_one_child_in_two_rows(
    province: Province, children: list[Graduate], signed_in: Browser
) -> None:
    client = signed_in(SCHOOL)
    sheet = sheet_for(client, province)
    sheet.write("Lê Thị An", code="01")
    sheet.write("Trần Văn Bé", code="02")
    rows = sheet.rows()
    again = list(rows[0])
    again[sheet.columns["code"] - 1] = "02"
    sheet.put_rows([*rows, again, rows[1]])
    response = send(client, sheet.content)
    words = [(row["name"], row["word"]) for row in response.context["rows"]]
    assert words.count(("Lê Thị An", "Chưa hiểu")) == 2
    assert words.count(("Trần Văn Bé", "Ghi mới")) == 1
    confirm_rows(client, response)
    assert said(children[0]) == []
    assert said(children[1]) == [("ORIGIN_SCHOOL", "AT_HOME", "")]


def test_own_word_is_replaced_and_the_same_is_told(
    province: Province, children: list[Graduate], signed_in: Browser
) -> None:
    for child in children[:3]:
        state(child, Programme.WORKING)
    client = signed_in(SCHOOL)
    sheet = sheet_for(client, province)
    assert sheet.value("Lê Thị An", "code") == "01 Đi làm"
    sheet.write("Lê Thị An", code="02 Ở nhà")
    # Untouched, and filled in anew with what it said.
    sheet.write("Võ Thị Cúc", code=None)
    response = send(client, sheet.content)
    assert states(response) == {
        "Lê Thị An": "Thay điều đã ghi",
        "Trần Văn Bé": "Để nguyên",
        "Võ Thị Cúc": "Để nguyên",
        "Hồ Văn Dần": "Để nguyên",
    }
    assert "Ô đã xóa trắng" in response.content.decode()
    confirm_rows(client, response)
    assert [said(child) for child in children] == [
        [("ORIGIN_SCHOOL", "AT_HOME", "")],
        [("ORIGIN_SCHOOL", "WORKING", "")],
        [("ORIGIN_SCHOOL", "WORKING", "")],
        [],
    ]


def test_same_answer_said_by_hand_meanwhile(
    province: Province, children: list[Graduate], signed_in: Browser
) -> None:
    client = signed_in(SCHOOL)
    sheet = sheet_for(client, province)
    state(children[0], Programme.WORKING)
    confirm(children[1], Programme.UPPER_SECONDARY, province.thpt)
    state(children[2], Programme.UNREACHED, source=Source.SURVEY)
    sheet.write("Lê Thị An", code="01")
    sheet.write("Trần Văn Bé", code="1", place="Trường THPT Sông Đỏ")
    sheet.write("Võ Thị Cúc", code="02")
    response = send(client, sheet.content)
    # Who said the same, or reached nobody, stands in nobody's way.
    assert states(response) == {
        "Lê Thị An": "Đã có",
        "Trần Văn Bé": "Ghi mới",
        "Võ Thị Cúc": "Ghi mới",
        "Hồ Văn Dần": "Để nguyên",
    }


def test_conflict_waits_for_a_choice(
    province: Province, children: list[Graduate], signed_in: Browser
) -> None:
    client = signed_in(SCHOOL)
    sheet = sheet_for(client, province)
    for name in ("Lê Thị An", "Trần Văn Bé", "Võ Thị Cúc"):
        sheet.write(name, code="02")
    for child in children[:2]:
        confirm(child, Programme.UPPER_SECONDARY, province.thpt)
    response = send(client, sheet.content)
    assert states(response) == {
        "Lê Thị An": "Cần chọn",
        "Trần Văn Bé": "Cần chọn",
        "Võ Thị Cúc": "Ghi mới",
        "Hồ Văn Dần": "Để nguyên",
    }
    page = response.content.decode()
    assert "Đã ghi: Lớp 10 THPT, Trường THPT Sông Đỏ" in page
    choices = {f"take_{children[0].pk}": "sheet", f"take_{children[1].pk}": "keep"}
    confirm_rows(client, response, **choices)
    assert ("ORIGIN_SCHOOL", "AT_HOME", "") in said(children[0])
    assert reread(children[0]).in_question
    assert said(children[1]) == [("RECEIVING_SCHOOL", "UPPER_SECONDARY", "Trường THPT Sông Đỏ")]
    assert Batch.objects.get().counts == {"rows": 4, "created": 2, "updated": 0, "rejected": 1}


def test_own_word_taken_back_meanwhile_is_a_conflict(
    province: Province, children: list[Graduate], signed_in: Browser
) -> None:
    statement = state(children[0], Programme.WORKING)
    client = signed_in(SCHOOL)
    sheet = sheet_for(client, province)
    supersede_statements(destinations=[statement], by=None, reason="nhầm")
    sheet.write("Lê Thị An", code="02")
    response = send(client, sheet.content)
    assert states(response)["Lê Thị An"] == "Cần chọn"
    assert "Thông tin đã ghi trước đó vừa được rút." in response.content.decode()


def test_what_changed_since_the_preview_is_shown_anew(
    province: Province, children: list[Graduate], signed_in: Browser
) -> None:
    client = signed_in(SCHOOL)
    sheet = sheet_for(client, province)
    sheet.write("Lê Thị An", code="02")
    response = send(client, sheet.content)
    confirm(children[0], Programme.UPPER_SECONDARY, province.thpt)
    after = confirm_rows(client, response)
    assert "Chưa nhập gì" in after.content.decode()
    assert states(after)["Lê Thị An"] == "Cần chọn"
    assert Batch.objects.count() == 0


def test_second_click_and_second_upload(
    province: Province, children: list[Graduate], signed_in: Browser
) -> None:
    client = signed_in(SCHOOL)
    sheet = sheet_for(client, province)
    sheet.write("Lê Thị An", code="02")
    content = sheet.content
    response = send(client, content)
    assert send(client, content).context["draft"] == response.context["draft"]
    confirm_rows(client, response)
    again = confirm_rows(client, response)
    assert again.templates[0].name == "imports/survey/result.html"
    assert Destination.objects.count() == 1
    response = send(client, content)
    assert states(response)["Lê Thị An"] == "Đã có"
    # There is nothing to record, so there is no button; a made-up click records nothing.
    assert 'id="confirm"' not in response.content.decode()
    confirm_rows(client, response)
    assert Batch.objects.count() == 1
    assert not Draft.objects.waiting().exists()


def test_closed_year(province: Province, children: list[Graduate], signed_in: Browser) -> None:
    client = signed_in(SCHOOL)
    sheet = sheet_for(client, province)
    sheet.write("Lê Thị An", code="02")
    response = send(client, sheet.content)
    Cohort.objects.update(is_open=False)
    after = confirm_rows(client, response)
    assert "đã khóa" in after.content.decode()
    assert Destination.objects.count() == 0


def test_office_speaks_for_itself(
    province: Province, children: list[Graduate], signed_in: Browser
) -> None:
    """A sheet that the district brings in is its survey; what the school said stays beside it."""
    state(children[0], Programme.WORKING)
    sheet = sheet_for(signed_in(SCHOOL), province)
    sheet.write("Trần Văn Bé", code="02")
    client = signed_in("DISTRICT")
    response = send(client, sheet.content)
    # Untouched rows say nothing, whoever sends them.
    assert states(response)["Lê Thị An"] == "Để nguyên"
    confirm_rows(client, response)
    assert said(children[1]) == [("SURVEY", "AT_HOME", "")]
    # The school sees what was brought in of its own class.
    batch = Batch.objects.get()
    page = signed_in(SCHOOL).get(reverse("imports:survey_result", args=[batch.pk]))
    assert page.status_code == 200


def test_several_classes_at_once(
    province: Province, children: list[Graduate], signed_in: Browser
) -> None:
    enrol(province, "Mai Thị Dậu", class_name="9B", birth=(2005, 5, 5))
    client = signed_in(SCHOOL)
    first, second = sheet_for(client, province), sheet_for(client, province, "9B")
    first.write("Lê Thị An", code="02")
    second.write("Mai Thị Dậu", code="01")
    # One class below the other, as a clerk puts them together.
    first.put_rows([*first.rows(), *second.rows()])
    response = confirm_rows(client, send(client, first.content))
    assert Batch.objects.get().counts["created"] == 2
    assert response.status_code == 200


def test_clerk_of_two_schools_sends_both_in_one_file(
    province: Province, children: list[Graduate], signed_in: Browser, officials: dict[str, Any]
) -> None:
    Assignment.objects.create(
        user=officials[SCHOOL], role=Role.ORIGIN_SCHOOL, school=province.thcs_second
    )
    other = enrol(province, "Mai Thị Dậu", class_name="9B", school=province.thcs_second)
    client = signed_in(SCHOOL)
    address = reverse("students:survey_workbooks", args=[province.thcs_second.pk])
    first, second = sheet_for(client, province), Sheet(client.post(f"{address}?class=9B").content)
    first.put_rows([*first.rows(), *second.rows()])
    first.write("Mai Thị Dậu", code="01")
    confirm_rows(client, send(client, first.content))
    assert said(other) == [("ORIGIN_SCHOOL", "WORKING", "")]


def test_own_sheets_of_the_workbook_are_passed_over(
    province: Province, children: list[Graduate], signed_in: Browser
) -> None:
    client = signed_in(SCHOOL)
    sheet = sheet_for(client, province)
    sheet.write("Lê Thị An", code="02", place="không đâu")
    response = send(client, sheet.content)
    draft = response.context["draft"]
    marked = client.post(reverse("imports:survey_marked", args=[draft.pk]))
    mended = Sheet(b"".join(marked.streaming_content))
    assert any(is_own_sheet(each["A1"].value) for each in mended.book.worksheets)
    mended.write("Lê Thị An", place=None)
    upload = reverse("imports:survey_replace", args=[draft.pk])
    sent = {"sheet": SimpleUploadedFile("sua.xlsx", mended.content)}
    response = client.post(upload, sent, follow=True)
    assert states(response)["Lê Thị An"] == "Ghi mới"
