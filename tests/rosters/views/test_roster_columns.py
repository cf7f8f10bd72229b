"""Saying what the columns of a roster are: remembered for the institution it is of."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from audit.models import Event
from imports.graduates import SourceFile
from imports.models import Batch, BatchKind, ColumnChoice, Draft
from imports.verbs import COLUMN_CHOICE_REMOVED, COLUMNS_CHOSEN
from rosters.models import RosterRow, RosterVersion
from rosters.uploads import read_roster_files
from tests.imports.undoing import AN
from tests.province import Province, bare_column_choice
from tests.rosters.views.test_incoming import SAYS, Browser, answered, confirmed, page, row
from tests.sheets import book, roster_book

LETTERHEAD = [
    "SỞ GIÁO DỤC VÀ ĐÀO TẠO LONG AN",
    "Trường THPT Sông Đỏ",
    "Long An, ngày 15 tháng 9 năm 2020",
    "DANH SÁCH HỌC SINH LỚP 10 NĂM HỌC 2020-2021",
]
PUPILS = [[1, "Lê Thị An", "05/9/2005", "10A1"], [2, "Trần Văn Bé", "06/9/2005", "10A1"]]
ODD = ["STT", "Em", "Khai sinh", "Chỗ"]
HEADLESS = book(LETTERHEAD, ["A", "B", "C", "D"], PUPILS)
NAMELESS = book(LETTERHEAD, ODD, PUPILS)
CHOSEN = {"B": "full_name", "C": "birth_date", "D": "class_name"}


def sent(client: Client, content: bytes, name: str = "ds.xlsx", **given: str) -> HttpResponse:
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("rosters:upload"), {"cohort": "2020", "sheet": file, **given})


def drafted(client: Client, content: bytes, name: str = "ds.xlsx") -> Draft:
    response = sent(client, content, name)
    assert response.status_code == 302, response.content.decode()
    return Draft.objects.latest("uploaded_at")


def columns_page(client: Client, draft: Draft, query: str = "") -> HttpResponse:
    return client.get(reverse("rosters:draft_columns", args=[draft.pk]) + query)


def header_row(client: Client, draft: Draft, text: str) -> str:
    """The query that points at the row with that text."""
    (sheet,) = columns_page(client, draft).context["sheets"]
    number = next(each["number"] for each in sheet["rows"] if text in each["text"])
    return f"?sheet={sheet['number']}&row={number}"


def chosen(client: Client, draft: Draft, *, query: str = "", **letters: str) -> HttpResponse:
    """Set these columns on the page that is open, leave the others, and press the button."""
    context = columns_page(client, draft, query).context
    given = {"version": context["form"]["version"].value() or ""}
    for header in context["headers"]:
        for column in header["columns"]:
            field = column["field"]
            given[field.html_name] = letters.get(column["letters"], field.value())
    return client.post(reverse("rosters:draft_columns", args=[draft.pk]) + query, given)


def pointed(client: Client, content: bytes, name: str = "ds.xlsx") -> Draft:
    """Draft of a file whose header was pointed at, with its columns chosen."""
    draft = drafted(client, content, name)
    chosen(client, draft, query=header_row(client, draft, "STT | Em"), **CHOSEN)
    return draft


def names() -> list[str]:
    return list(RosterRow.objects.in_force().order_by("pk").values_list("full_name", flat=True))


@pytest.fixture
def school(province: Province, signed_in: Browser) -> Client:
    return signed_in("RECEIVING_SCHOOL")


@pytest.fixture
def district(province: Province, signed_in: Browser) -> Client:
    return signed_in("DISTRICT")


@pytest.mark.parametrize("content", [HEADLESS, NAMELESS])
def test_file_whose_columns_nobody_knows_is_kept_and_asked(content: bytes, school: Client) -> None:
    response = sent(school, content)
    draft = Draft.objects.get()
    address = reverse("rosters:draft_columns", args=[draft.pk])
    assert response["Location"] == address
    context = school.get(address).context
    assert context["problem"]
    assert not context["headers"]
    for step in ("draft_says", "draft_part", "draft_check", "draft_confirm"):
        assert page(school, step, draft)["Location"] == address
    marked = school.post(reverse("rosters:draft_marked", args=[draft.pk]))
    assert marked["Location"] == address
    line = sent(school, content, one_of_many="1").context["line"]
    assert (line["state"], line["url"]) == ("Cần chọn cột", address)
    assert Draft.objects.count() == 1


def test_row_pointed_at_is_the_header_and_the_roster_comes_in(
    province: Province, school: Client
) -> None:
    draft = pointed(school, NAMELESS)
    check = page(school, "draft_says", draft)
    assert check.context["number"] == "2"
    (table,) = answered(school, draft).context["tables"]
    assert {c["letters"]: c["label"] for c in table["columns"]} == {
        "A": "Số thứ tự",
        "B": "Họ và tên",
        "C": "Ngày sinh",
        "D": "Lớp 10",
    }
    assert confirmed(school, draft).status_code == 302
    assert names() == ["Lê Thị An", "Trần Văn Bé"]
    assert RosterRow.objects.first().birth_year == 2005
    event = Event.objects.get(verb=COLUMNS_CHOSEN)
    assert "cột D “Chỗ”: Lớp 10" in event.reason
    choice = ColumnChoice.objects.get()
    assert (choice.kind, choice.sender) == (BatchKind.ROSTER, province.thpt)


def test_choice_is_remembered_for_the_institution(
    province: Province, school: Client, district: Client
) -> None:
    pointed(school, NAMELESS)
    later = book(LETTERHEAD, ODD, [*PUPILS, [3, "Hồ Thị Cúc", "07/9/2005", "10A2"]])
    assert "/columns/" not in sent(school, later)["Location"]
    draft = Draft.objects.latest("uploaded_at")
    (remembered,) = columns_page(school, draft).context["remembered"]
    assert "D là Lớp 10" in remembered["meanings"]
    # The district sends a list of that institution: the letterhead tells whose choice holds.
    again = sent(district, later, name="802P01 lop 10.xlsx")
    assert "/columns/" not in again["Location"]
    other = [*LETTERHEAD[:1], "Trung tâm GDTX&KTTH Sông Đỏ", *LETTERHEAD[2:]]
    assert "/columns/" in sent(district, book(other, ODD, PUPILS))["Location"]


def test_choice_of_a_roster_of_nobody_goes_on_with_its_institution(
    province: Province, district: Client
) -> None:
    """Until somebody has said whose list it is, the office's choice reads it; then its own."""
    content = book(["DANH SÁCH HỌC SINH LỚP 10 NĂM HỌC 2020-2021"], ODD, PUPILS)
    draft = pointed(district, content)
    choice = ColumnChoice.objects.get()
    assert (choice.sender, choice.district) == (None, province.home)
    answered(district, draft, **SAYS)
    assert confirmed(district, draft).status_code == 302
    assert names() == ["Lê Thị An", "Trần Văn Bé"]
    assert set(ColumnChoice.objects.values_list("sender__code", flat=True)) == {None, "802P01"}


def test_choice_is_taken_back(school: Client) -> None:
    draft = pointed(school, NAMELESS)
    (remembered,) = columns_page(school, draft).context["remembered"]
    assert school.post(remembered["url"])["Location"].endswith("/columns/")
    assert columns_page(school, draft).context["problem"]
    assert not ColumnChoice.objects.exists()
    assert Event.objects.filter(verb=COLUMN_CHOICE_REMOVED).count() == 1


def test_columns_that_hold_no_pupils_are_told_and_chosen_anew(school: Client) -> None:
    content = book(LETTERHEAD, [*ODD, "Trống"], [[*each, ""] for each in PUPILS])
    draft = drafted(school, content)
    query = header_row(school, draft, "STT | Em")
    chosen(school, draft, query=query, E="full_name")
    assert page(school, "draft_says", draft)["Location"].endswith("/columns/")
    assert "không có học sinh nào" in columns_page(school, draft).context["problem"]
    chosen(school, draft, query=query, **CHOSEN)
    assert page(school, "draft_says", draft).context["number"] == "2"


def test_known_columns_may_be_chosen_anew(school: Client) -> None:
    draft = drafted(school, roster_book(row(AN)))
    (header,) = columns_page(school, draft).context["headers"]
    letters = next(c["letters"] for c in header["columns"] if c["heading"] == "Ngày sinh")
    chosen(school, draft, **{letters: ""})
    assert columns_page(school, draft).context["lacking"] == [
        "Trang “DS” chưa có cột nào được hiểu là “Ngày sinh”, nên khó đối chiếu học sinh."
    ]
    answered(school, draft)
    confirmed(school, draft)
    assert RosterRow.objects.get().birth_year is None


def test_choice_for_lists_of_graduates_is_another_one(province: Province) -> None:
    for kind in BatchKind:
        bare_column_choice(province.thpt, kind)
    with pytest.raises(IntegrityError), transaction.atomic():
        bare_column_choice(province.thpt, BatchKind.ROSTER)


def test_command_reads_by_the_choice_of_the_pages(province: Province, school: Client) -> None:
    pointed(school, NAMELESS)
    (file,) = read_roster_files(
        [SourceFile("ds.xlsx", NAMELESS)], cohort=province.cohort, today=date(2020, 10, 1)
    )
    assert [each.full_name for each in file.rows] == ["Lê Thị An", "Trần Văn Bé"]


def test_mended_file_without_known_columns_is_asked_too(school: Client) -> None:
    draft = drafted(school, roster_book(row(AN)))
    answered(school, draft)
    file = SimpleUploadedFile("ds.xlsx", HEADLESS)
    response = school.post(reverse("rosters:draft_replace", args=[draft.pk]), {"sheet": file})
    assert response["Location"].endswith("/check/")
    assert school.get(response["Location"])["Location"].endswith("/columns/")


def test_no_list_at_all_is_still_refused(school: Client) -> None:
    response = sent(school, book([], ["Công văn"], [["Kính gửi"]]))
    assert response.status_code == 200
    assert response.context["form"].errors["sheet"]
    assert not Draft.objects.exists()
    assert not Batch.objects.exists()
    assert not RosterVersion.objects.exists()


def test_same_file_read_otherwise_is_a_new_version(school: Client) -> None:
    """What is in force was read without dates: choosing their column changes every row."""
    content = book(LETTERHEAD, ["STT", "Họ và tên", "Khai sinh", "Chỗ"], PUPILS)
    for letters in ({}, {"C": "birth_date"}):
        draft = drafted(school, content)
        chosen(school, draft, **letters)
        answered(school, draft)
        assert not page(school, "draft_confirm", draft).context["is_unchanged"]
        confirmed(school, draft)
    assert RosterVersion.objects.count() == 2
    years = RosterRow.objects.in_force().values_list("birth_year", flat=True)
    assert list(years) == [2005, 2005]
    draft = drafted(school, content)
    answered(school, draft)
    assert page(school, "draft_confirm", draft).context["is_unchanged"]
