"""Cells put right on the page and rows left out: beside the file, never in it."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from audit.models import Event, EventDetail
from imports.models import Batch, Draft, Mend, Omission, Row
from imports.verbs import CELLS_MENDED, GRADUATES_IMPORTED, ROWS_LEFT_OUT
from students.models import Graduate
from tests.imports.views.lists import (
    AN,
    BE,
    UNKNOWN_SCHOOL,
    Browser,
    confirmed,
    drafted,
    page,
    register,
)
from tests.province import Province
from tests.sheets import book, graduate_book, pupil

BAD_DATE = pupil(name="Võ Thị Cúc", birth="31/02/2005", register="")
NAMELESS = pupil(name="", birth="08/02/2005", register="0044")


def fields(client: Client, draft: Draft, query: str = "") -> dict[str, str]:
    """Everything that the form of the open page would send."""
    context = page(client, "draft_rows", draft, query).context
    given = {"file": context["file_version"]}
    for row in context["rows"]:
        for cell in row["cells"]:
            given[f"was:{cell['name']}"] = cell["shown"]
            given[f"cell:{cell['name']}"] = cell["value"]
    return given


def sent(client: Client, draft: Draft, given: dict[str, str], query: str = "") -> HttpResponse:
    return client.post(reverse("imports:draft_rows", args=[draft.pk]) + query, given)


def typed(client: Client, draft: Draft, query: str = "", **texts: str) -> HttpResponse:
    """Type these texts, by field, into every row of the open page, and save."""
    given = fields(client, draft, query)
    for name in given:
        field = name.rpartition(":")[2]
        if name.startswith("cell:") and field in texts:
            given[name] = texts[field]
    return sent(client, draft, given, query)


def rows_of(client: Client, draft: Draft, query: str = "") -> list[dict[str, Any]]:
    return page(client, "draft_rows", draft, query).context["rows"]


@pytest.fixture
def district(province: Province, signed_in: Browser) -> Client:
    return signed_in("DISTRICT")


def test_row_tells_its_cell_and_why(district: Client) -> None:
    (row,) = rows_of(district, drafted(district, AN, BAD_DATE))
    (cell,) = row["cells"]
    assert (row["name"], row["place"]) == ("Võ Thị Cúc", "DS, dòng 8")
    assert (cell["label"], cell["address"], cell["value"]) == ("Ngày sinh", "D8", "31/02/2005")
    assert "31/02/2005" in row["sentences"][0]


def test_mended_cell_is_taken_in_and_told(district: Client) -> None:
    draft = drafted(district, AN, BAD_DATE)
    response = typed(district, draft, birth_date="28/2/2005")
    assert response.status_code == 302
    context = page(district, "draft_rows", draft).context
    assert context["rows"] == []
    (line,) = context["mends"]
    assert (line["old"], line["new"]) == ("31/02/2005", "28/2/2005")
    event = Event.objects.get(verb=CELLS_MENDED)
    detail = EventDetail.objects.get(event=event)
    assert (list(detail.before.values()), list(detail.after.values())) == (
        ["31/02/2005"],
        ["28/2/2005"],
    )
    confirmed(district, draft)
    child = Graduate.objects.get(full_name="Võ Thị Cúc")
    assert (child.birth_year, child.birth_month, child.birth_day) == (2005, 2, 28)
    row = Row.objects.get(graduate_id=child.pk)
    assert row.mended == {"birth_date": ["31/02/2005", "28/2/2005"]}
    batch = Batch.objects.get()
    assert batch.counts["mended"] == 1
    with batch.file.open() as kept, draft.file.open() as sent_in:
        assert kept.read() == sent_in.read()
    assert "Đã sửa 1 ô trên trang." in Event.objects.get(verb=GRADUATES_IMPORTED).reason
    assert Row.objects.exclude(pk=row.pk).get().mended is None


def test_mend_that_is_wrong_again_is_told_with_its_own_text(district: Client) -> None:
    draft = drafted(district, BAD_DATE)
    typed(district, draft, birth_date="30/2/2005")
    (row,) = rows_of(district, draft)
    (cell,) = row["cells"]
    assert "30/2/2005" in row["sentences"][0]
    assert (cell["value"], cell["written"]) == ("30/2/2005", "trong tệp: “31/02/2005”")


def test_mend_is_taken_back(district: Client) -> None:
    draft = drafted(district, BAD_DATE)
    typed(district, draft, birth_date="28/2/2005")
    (line,) = page(district, "draft_rows", draft).context["mends"]
    district.post(line["url"])
    assert len(rows_of(district, draft)) == 1
    typed(district, draft, birth_date="28/2/2005")
    again = page(district, "draft_rows", draft).context["mends"]
    assert len(again) == 1


def test_typing_what_the_file_says_takes_the_mend_back(district: Client) -> None:
    draft = drafted(district, BAD_DATE)
    typed(district, draft, birth_date="30/2/2005")
    typed(district, draft, birth_date="31/02/2005")
    assert not Mend.objects.exists()


@pytest.mark.parametrize(
    ("row", "field", "text"),
    [
        (NAMELESS, "full_name", "Hồ Thị Dần"),
        (UNKNOWN_SCHOOL, "school", "THCS Sông Đỏ"),
        (AN | {"residence": "Ấp 2, xã Không Có, huyện Đức Hòa"}, "residence", "Ấp 2"),
        (AN | {"guardian": "x" * 300}, "guardian", "Lê Văn Cha"),
    ],
)
def test_every_kind_of_error_can_be_mended(
    row: dict[str, str], field: str, text: str, district: Client
) -> None:
    draft = drafted(district, row)
    assert len(rows_of(district, draft)) == 1
    typed(district, draft, **{field: text})
    assert rows_of(district, draft) == []
    confirmed(district, draft)
    assert Graduate.objects.count() == 1


def test_row_without_a_column_is_given_a_school(district: Client) -> None:
    nobody = {key: text for key, text in AN.items() if key != "school"}
    draft = drafted(district, nobody)
    ((cell,),) = (row["cells"] for row in rows_of(district, draft))
    assert cell["address"] == "chưa có cột"
    typed(district, draft, school="THCS Sông Đỏ")
    assert rows_of(district, draft) == []


def test_same_pupil_twice_is_settled_by_leaving_one_out(district: Client) -> None:
    draft = drafted(district, AN, AN)
    (row,) = rows_of(district, draft)
    sent(district, draft, fields(district, draft) | {f"skip:{row['token']}": "on"})
    assert rows_of(district, draft) == []
    check = page(district, "draft_check", draft).context
    assert [t["value"] for t in check["tiles"] if t["label"] == "Bỏ qua"] == ["1"]
    result = district.get(confirmed(district, draft)["Location"])
    labels = {each["label"]: each["value"] for each in result.context["facts"]}
    assert (labels["Dòng bỏ qua"], labels["Số dòng trong tệp"]) == ("1", "2")
    assert Graduate.objects.count() == 1
    assert Row.objects.get(state=Row.State.LEFT_OUT).graduate_id is None
    assert Event.objects.get(verb=ROWS_LEFT_OUT).count == 1


def test_rows_of_one_cause_are_left_out_and_taken_back(district: Client) -> None:
    other = UNKNOWN_SCHOOL | {"name": "Hồ Văn Dần", "gender": "Nam"}
    draft = drafted(district, AN, UNKNOWN_SCHOOL, other, BAD_DATE)
    causes = page(district, "draft_check", draft).context["causes"]
    (line,) = (cause for cause in causes if "THCS SĐ" in cause["message"])
    listed = district.get(line["rows_url"]).context
    assert [row["name"] for row in listed["rows"]] == ["Võ Thị Cúc", "Hồ Văn Dần"]
    address = reverse("imports:rows_leave_out", args=[draft.pk])
    district.post(address, {"cause": listed["cause"]})
    assert [row["place"] for row in rows_of(district, draft)] == ["DS, dòng 10"]
    district.post(address, {"cause": ""})
    assert Omission.objects.count() == 2
    omissions = page(district, "draft_rows", draft).context["omissions"]
    district.post(omissions[0]["url"], {"all": "1"})
    assert len(rows_of(district, draft)) == 3


def test_looking_and_mending_change_no_graduate(district: Client) -> None:
    draft = drafted(district, AN, BAD_DATE)
    before = register()
    page(district, "draft_rows", draft)
    assert register() == before
    typed(district, draft, birth_date="28/2/2005")
    page(district, "draft_confirm", draft)
    # Only that somebody mended was recorded.
    assert register()[:-1] == before[:-1]


def test_second_of_two_who_mend_is_told_and_shown_both(
    province: Province, district: Client, signed_in: Browser
) -> None:
    draft = drafted(district, BAD_DATE)
    department = signed_in("DEPARTMENT")
    opened = fields(department, draft)
    typed(district, draft, birth_date="28/2/2005")
    (name,) = (each for each in opened if each.startswith("cell:"))
    response = sent(department, draft, opened | {name: "27/2/2005"})
    assert response.status_code == 200
    assert "Người khác vừa sửa" in response.content.decode()
    (version,) = response.context["versions"]
    assert (version["stored"], version["typed"]) == ("28/2/2005", "27/2/2005")
    assert Mend.objects.get().value == "28/2/2005"
    # The row is settled, but what was typed still stands in its cell, to be written on purpose.
    ((cell,),) = (row["cells"] for row in response.context["rows"])
    assert (cell["shown"], cell["value"]) == ("28/2/2005", "27/2/2005")
    # The same as a colleague typed is no quarrel.
    assert sent(department, draft, opened | {name: "28/2/2005"}).status_code == 302


def test_typing_over_a_file_that_was_replaced_writes_nothing(district: Client) -> None:
    draft = drafted(district, BAD_DATE)
    opened = fields(district, draft)
    other = BAD_DATE | {"name": "Hồ Văn Dần"}
    mended = SimpleUploadedFile("da-sua.xlsx", graduate_book(other))
    district.post(reverse("imports:draft_replace", args=[draft.pk]), {"sheet": mended})
    (name,) = (each for each in opened if each.startswith("cell:"))
    response = sent(district, draft, opened | {name: "28/2/2005"})
    assert "tệp vừa được thay" in response.content.decode()
    assert not Mend.objects.exists()


def test_replaced_file_keeps_the_mends_that_fit_and_tells_of_the_others(district: Client) -> None:
    other = BAD_DATE | {"name": "Hồ Văn Dần", "birth": "30/02/2005"}
    draft = drafted(district, BAD_DATE, other)
    typed(district, draft, birth_date="28/2/2005")
    assert Mend.objects.count() == 2
    mended = graduate_book(BAD_DATE, other | {"birth": "27/02/2005"}, AN)
    address = reverse("imports:draft_replace", args=[draft.pk])
    response = district.post(
        address, {"sheet": SimpleUploadedFile("da-sua.xlsx", mended)}, follow=True
    )
    assert "1 chỗ sửa hoặc dòng bỏ qua trên trang không còn khớp" in response.content.decode()
    assert Mend.objects.get().row_number == 7
    assert rows_of(district, draft) == []


def test_rows_come_in_pages_and_the_next_one_is_ready(district: Client) -> None:
    many = [pupil(name=f"Lê Thị {'ABCDEFGHIK'[n % 10]}", birth=f"31/02/{2004 + n // 40}",
                  register=f"{n:04}") for n in range(60)]  # fmt: skip
    draft = drafted(district, *many)
    first = page(district, "draft_rows", draft)
    assert [len(first.context["rows"]), first.context["first"], first.context["last"]] == [
        50,
        "1",
        "50",
    ]
    second = district.get(
        reverse("imports:draft_rows", args=[draft.pk]) + first.context["page"]["next_url"]
    )
    assert (len(second.context["rows"]), second.context["page"]["next_url"]) == (10, "")
    back = second.context["page"]["previous_url"]
    assert len(rows_of(district, draft, back)) == 50
    given = fields(district, draft)
    name = f"cell:{first.context['rows'][4]['token']}:birth_date"
    response = sent(district, draft, given | {name: "28/2/2005"})
    shown = district.get(response["Location"]).content.decode()
    assert re.search(r'id="cell-0-12-\w+-birth_date"[^>]*autofocus', shown)
    assert shown.count("autofocus") == 1


@pytest.mark.parametrize(
    "given", [{"cell:x:y": "1"}, {"cell:0~7~B7:khong": "1"}, {"skip:9~9~Z9": "on"}, {}]
)
def test_made_up_cells_write_nothing(given: dict[str, str], district: Client) -> None:
    draft = drafted(district, BAD_DATE)
    opened = {"file": fields(district, draft)["file"]}
    assert sent(district, draft, opened | given).status_code in (200, 302)
    assert not Mend.objects.exists()
    assert not Omission.objects.exists()


def test_text_longer_than_a_cell_is_refused_with_a_sentence(district: Client) -> None:
    draft = drafted(district, BAD_DATE)
    response = typed(district, draft, birth_date="1" * 501)
    assert "dài nhất 500 ký tự" in response.content.decode()
    assert not Mend.objects.exists()


def test_closed_draft_takes_no_mends(district: Client) -> None:
    draft = drafted(district, BE)
    opened = fields(district, draft)
    result = confirmed(district, draft)["Location"]
    assert sent(district, draft, opened)["Location"] == result


def test_mends_of_another_file_are_not_found(district: Client) -> None:
    draft, other = drafted(district, BAD_DATE), drafted(district, BAD_DATE, AN)
    typed(district, draft, birth_date="28/2/2005")
    mend = Mend.objects.get()
    assert district.post(reverse("imports:mend_undo", args=[other.pk, mend.pk])).status_code == 404
    assert Mend.objects.exists()


def test_slips_in_peoples_and_grades_are_told_once_and_mended(district: Client) -> None:
    headings = ["STT", "Họ và tên", "Giới tính", "Ngày sinh", "Trường", "Dân tộc", "Xếp loại TN"]
    names = ("Lê Thị An", "Võ Thị Cúc", "Hồ Thị Dần")
    cells = [
        [number, name, "Nữ", f"{number}/9/2005", "THCS Sông Đỏ", "Kinhh", "Xuất xắc"]
        for number, name in enumerate(names, 1)
    ]
    cells.append([4, "Thạch Thị Mão", "Nữ", "4/9/2005", "THCS Sông Đỏ", "Khơ-me", "Khá"])
    draft = drafted(district, content=book(["UBND HUYỆN ĐỨC HÒA", "", "", ""], headings, cells))
    check = page(district, "draft_check", draft).context
    told = {cause["message"]: cause for cause in check["causes"]}
    assert {message: cause["number"] for message, cause in told.items()} == {
        "Dân tộc “Kinhh” có phải là “Kinh”? Viết sai thì sửa.": "3",
        "Xếp loại tốt nghiệp “Xuất xắc” có phải là “Xuất sắc”? Viết sai thì sửa.": "3",
    }
    cause = next(cause for message, cause in told.items() if "Kinhh" in message)
    typed(district, draft, "?" + cause["rows_url"].partition("?")[2], ethnicity="Kinh")
    confirmed(district, draft)
    peoples = Graduate.objects.order_by("pk").values_list("ethnicity", flat=True)
    assert list(peoples) == ["Kinh", "Kinh", "Kinh", "Khơ-me"]
