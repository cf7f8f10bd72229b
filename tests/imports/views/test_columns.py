"""Saying what the columns of a list are, and which row heads it."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from audit.models import Event
from imports.models import ColumnChoice, Draft
from imports.verbs import COLUMN_CHOICE_REMOVED, COLUMNS_CHOSEN
from students.models import Graduate
from tests.imports.views.lists import AN, Browser, confirmed, drafted, page, register, uploaded
from tests.province import Province
from tests.sheets import book, graduate_book

HEADINGS = ["STT", "Họ và tên", "Khai sinh", "Trường", "Liên lạc"]
ROWS = [[1, "Lê Thị An", "05/9/2005", "THCS Sông Đỏ", "0912345678"]]
LETTERHEAD = ["UBND HUYỆN ĐỨC HÒA", "PHÒNG GIÁO DỤC VÀ ĐÀO TẠO", "", "DANH SÁCH"]
ODD = book(LETTERHEAD, HEADINGS, ROWS)
HEADLESS = book(LETTERHEAD, ["A", "B", "C", "D", "E"], ROWS)


def columns_page(client: Client, draft: Draft, query: str = "") -> HttpResponse:
    return page(client, "draft_columns", draft, query)


def chosen(client: Client, draft: Draft, *, query: str = "", **letters: str) -> HttpResponse:
    """Set these columns on the page that is open, leave the others, and press the button."""
    context = columns_page(client, draft, query).context
    given = {"version": context["form"]["version"].value() or ""}
    for header in context["headers"]:
        for column in header["columns"]:
            field = column["field"]
            given[field.html_name] = letters.get(column["letters"], field.value())
    return client.post(reverse("imports:draft_columns", args=[draft.pk]) + query, given)


@pytest.fixture
def district(province: Province, signed_in: Browser) -> Client:
    return signed_in("DISTRICT")


def understood(client: Client, draft: Draft) -> dict[str, Any]:
    (table,) = page(client, "draft_check", draft).context["tables"]
    return {column["letters"]: column["label"] for column in table["columns"]}


def test_file_that_lacks_a_needed_column_comes_here_first(district: Client) -> None:
    response = uploaded(district, content=ODD)
    assert response["Location"].endswith("/columns/")
    context = district.get(response["Location"]).context
    assert context["lacking"] == ["Trang “DS” chưa có cột nào được hiểu là “Ngày sinh”."]
    (header,) = context["headers"]
    assert [c["letters"] for c in header["columns"]] == ["A", "B", "C", "D", "E"]
    assert header["columns"][4]["samples"] == "0912345678"
    assert header["columns"][1]["reason"] == "đúng tên cột thường dùng"
    assert uploaded(district, AN)["Location"].endswith(
        f"/drafts/{Draft.objects.latest('uploaded_at').pk}/"
    )


def test_column_chosen_is_read_and_remembered(district: Client) -> None:
    draft = drafted(district, content=ODD)
    response = chosen(district, draft, C="birth_date", E="phone")
    assert response["Location"] == reverse("imports:draft_check", args=[draft.pk])
    assert understood(district, draft)["C"] == "Ngày sinh"
    event = Event.objects.get(verb=COLUMNS_CHOSEN)
    assert (event.count, "cột C “Khai sinh”: Ngày sinh" in event.reason) == (2, True)
    confirmed(district, draft)
    assert Graduate.objects.values_list("birth_year", "phone").get() == (2005, "0912345678")
    again = uploaded(district, content=book(LETTERHEAD[::-1], [*HEADINGS[:4], "LIÊN LẠC"], ROWS))
    later = Draft.objects.latest("uploaded_at")
    assert again["Location"] == reverse("imports:draft_check", args=[later.pk])
    (remembered,) = columns_page(district, later).context["remembered"]
    assert "C là Ngày sinh" in remembered["meanings"]


def test_choice_is_taken_back(district: Client) -> None:
    draft = drafted(district, content=ODD)
    chosen(district, draft, C="birth_date")
    (remembered,) = columns_page(district, draft).context["remembered"]
    district.post(remembered["url"])
    assert "C" not in understood(district, draft)
    assert not ColumnChoice.objects.exists()
    assert Event.objects.filter(verb=COLUMN_CHOICE_REMOVED).count() == 1


def test_choice_binds_no_other_sender(
    province: Province, district: Client, signed_in: Browser
) -> None:
    school = signed_in("ORIGIN_SCHOOL")
    chosen(school, drafted(school, content=ODD), C="birth_date")
    assert "C" not in understood(district, drafted(district, content=ODD))


def test_nothing_is_remembered_where_nothing_was_changed(district: Client) -> None:
    draft = drafted(district, AN)
    assert chosen(district, draft)["Location"].endswith(f"/drafts/{draft.pk}/")
    assert not ColumnChoice.objects.exists()


@pytest.mark.parametrize(
    ("letters", "said"),
    [
        ({"E": "full_name"}, "Cột B và E cùng được chọn là “Họ và tên”"),
        ({"B": ""}, "Chọn cột “Họ và tên”"),
        ({"B": "family_middle_name"}, "hoặc hai cột “Họ và chữ đệm” và “Tên”"),
        ({"C": "birth_month"}, "thì chọn cả cột “Năm (sinh)”"),
        ({"C": "birth_if_male"}, "thì chọn cả cột “Ngày sinh (nữ)”"),
    ],
)
def test_impossible_choice_is_one_sentence(
    letters: dict[str, str], said: str, district: Client
) -> None:
    draft = drafted(district, content=ODD)
    response = chosen(district, draft, **letters)
    (sentence,) = response.context["form"].non_field_errors()
    assert said in sentence
    assert not ColumnChoice.objects.exists()
    title = response.content.decode().partition("<title>")[2]
    assert title.strip().startswith("Lỗi:")


def test_file_without_a_header_waits_for_one_to_be_pointed_at(district: Client) -> None:
    draft = drafted(district, content=HEADLESS)
    for step in ("draft_check", "draft_confirm"):
        assert page(district, step, draft)["Location"].endswith("/columns/")
    context = columns_page(district, draft).context
    assert "không có dòng tiêu đề cột" in context["problem"]
    (sheet,) = context["sheets"]
    assert {"number": 6, "text": "A | B | C | D | E"} in sheet["rows"]
    query = "?sheet=1&row=6"
    chosen(district, draft, query=query, B="full_name", C="birth_date", D="school")
    assert understood(district, draft) == {
        "B": "Họ và tên",
        "C": "Ngày sinh",
        "D": "Trường THCS",
    }
    confirmed(district, draft)
    assert Graduate.objects.get().full_name == "Lê Thị An"
    assert uploaded(district, content=HEADLESS)["Location"].endswith("columns/") is False


@pytest.mark.parametrize("query", ["?sheet=9&row=6", "?sheet=1&row=999", "?sheet=x&row=", "?row=3"])
def test_pointing_at_nothing_shows_the_page(query: str, district: Client) -> None:
    draft = drafted(district, content=HEADLESS)
    assert columns_page(district, draft, query).context["headers"] == []


def test_roster_whose_header_was_pointed_at_is_told_where_it_belongs(district: Client) -> None:
    title = [*LETTERHEAD[:3], "DANH SÁCH HỌC SINH LỚP 10 NĂM HỌC 2020-2021"]
    draft = drafted(district, content=book(title, ["A", "B", "C", "D", "E"], ROWS))
    chosen(district, draft, query="?sheet=1&row=6", B="full_name", C="birth_date", D="school")
    assert page(district, "draft_check", draft)["Location"].endswith("/columns/")
    assert "danh sách học sinh đang học" in columns_page(district, draft).context["problem"]


def test_second_of_two_who_choose_is_told(district: Client) -> None:
    draft = drafted(district, content=ODD)
    seen = columns_page(district, draft).context
    given = {"version": seen["form"]["version"].value()}
    for column in seen["headers"][0]["columns"]:
        given[column["field"].html_name] = column["field"].value()
    last = seen["headers"][0]["columns"][4]["field"].html_name
    chosen(district, draft, C="birth_date")
    address = reverse("imports:draft_columns", args=[draft.pk])
    response = district.post(address, {**given, last: "phone"})
    assert "Người khác vừa chọn cột khác" in response.content.decode()
    assert response.context["headers"][0]["columns"][4]["field"].value() == "phone"
    assert "E" not in understood(district, draft)
    version = response.context["form"]["version"].value()
    district.post(address, {**given, last: "phone", "version": version})
    assert understood(district, draft)["E"] == "Điện thoại"


def test_mends_that_no_longer_fit_are_dropped_and_told(district: Client) -> None:
    draft = drafted(district, AN | {"birth": "31/02/2005"})
    context = page(district, "draft_rows", draft).context
    (cell,) = context["rows"][0]["cells"]
    given = {"file": context["file_version"], f"was:{cell['name']}": cell["shown"]}
    given[f"cell:{cell['name']}"] = "28/02/2005"
    district.post(reverse("imports:draft_rows", args=[draft.pk]), given)
    assert draft.mends.count() == 1
    response = chosen(district, draft, D="")
    assert "1 chỗ sửa" in district.get(response["Location"]).content.decode()
    assert not draft.mends.exists()


def test_looking_changes_nothing(district: Client) -> None:
    draft = drafted(district, AN)
    before = register()
    assert columns_page(district, draft, "?sheet=1&row=4").status_code == 200
    assert register() == before
    assert not ColumnChoice.objects.exists()


def test_closed_draft_leads_to_its_result(district: Client) -> None:
    draft = drafted(district, AN)
    result = confirmed(district, draft)["Location"]
    assert columns_page(district, draft)["Location"] == result


def test_department_whose_list_nobody_knows_is_remembered_apart(
    province: Province, signed_in: Browser
) -> None:
    department = signed_in("DEPARTMENT")
    nameless = graduate_book(AN, district="Ô TRỐNG")
    draft = drafted(department, content=nameless)
    assert draft.district is None
    chosen(department, draft, C="")
    assert ColumnChoice.objects.get().district is None
    assert "C" not in understood(department, draft)


def test_file_without_a_header_is_told_so_and_its_columns_chosen(district: Client) -> None:
    rows = [[1, "Lê Thị An", "05/9/2005", "THCS Sông Đỏ"], [2, "Hồ Bé", "6/9/2005", "THCS Sông Đỏ"]]
    content = book(LETTERHEAD, rows[0], rows[1:])
    draft = drafted(district, content=content)
    context = columns_page(district, draft).context
    assert (bool(context["problem"]), context["headers"]) == (True, [])
    query = "?sheet=1&row=0"
    (header,) = columns_page(district, draft, query).context["headers"]
    assert header["places"] == ["Trang “DS”, không có dòng tiêu đề"]
    suggested = {c["letters"]: c["field"].value() for c in header["columns"]}
    assert suggested == {"A": "ordinal", "B": "full_name", "C": "birth_date", "D": "school"}
    assert {c["reason"] for c in header["columns"]} == {"đoán theo các ô"}
    chosen(district, draft, query=query)
    (table,) = page(district, "draft_check", draft).context["tables"]
    assert (table["rows"], table["header_row"]) == ("2", 0)
    (remembered,) = columns_page(district, draft).context["remembered"]
    assert remembered["headings"] == "(không có dòng tiêu đề)"
    confirmed(district, draft)
    assert Graduate.objects.count() == 2
    again = uploaded(district, content=book(LETTERHEAD[::-1], rows[0], rows[1:]))
    assert "/columns/" not in again["Location"]


@pytest.mark.parametrize("query", ["?sheet=1&row=-1", "?sheet=9&row=0", "?sheet=1&row=x"])
def test_headers_that_are_nowhere_are_passed_over(query: str, district: Client) -> None:
    draft = drafted(district, content=HEADLESS)
    assert columns_page(district, draft, query).context["headers"] == []
