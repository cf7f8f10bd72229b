"""The empty lists offices fill in, looked at as Excel would."""

from collections.abc import Callable
from io import BytesIO
from typing import BinaryIO

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from documents.import_template import (
    CHOICES_SHEET,
    FIRST_ROW,
    GUIDE_SHEET,
    HEADER_ROW,
    LIST_SHEET,
    GraduateTemplate,
    RosterKind,
    RosterTemplate,
    write_graduate_template,
    write_roster_template,
)
from documents.own_sheets import is_own_sheet
from documents.template_columns import ETHNICITIES

SCHOOLS = ("Trường THCS Sông Đỏ", "=Trường, lạ")
COMMUNES = tuple(f"Xã số {number}" for number in range(60))
GRADUATES = GraduateTemplate(2020, "Huyện Đức Hòa", SCHOOLS, COMMUNES, ("Huyện Đức Hòa",))


def roster(kind: RosterKind) -> RosterTemplate:
    return RosterTemplate(
        2020, kind, "Sở Giáo dục và Đào tạo Long An", "Trường THPT Sông Đỏ", SCHOOLS, COMMUNES
    )


def written(write: Callable[..., None], template: object) -> Workbook:
    out: BinaryIO = BytesIO()
    write(template, out)
    return load_workbook(out)


@pytest.fixture(scope="module")
def book() -> Workbook:
    return written(write_graduate_template, GRADUATES)


def headings(book: Workbook) -> list[str]:
    return [cell.value for cell in book[LIST_SHEET][HEADER_ROW]]


def rule_of(book: Workbook, heading: str) -> DataValidation | None:
    letters = book[LIST_SHEET].cell(FIRST_ROW, headings(book).index(heading) + 1).coordinate
    rules = book[LIST_SHEET].data_validations.dataValidation
    return next((rule for rule in rules if letters in rule.sqref), None)


def choices(book: Workbook, heading: str) -> list[str]:
    """What the drop-down of that column offers."""
    rule = rule_of(book, heading)
    assert rule
    assert rule.type == "list"
    assert not rule.showDropDown  # the attribute hides the arrow
    [(sheet, area)] = book.defined_names[rule.formula1].destinations
    return [row[0].value for row in book[sheet][area]]


def test_top_is_that_of_an_official_list(book: Workbook) -> None:
    texts = [c.value for row in book[LIST_SHEET].iter_rows(max_row=6) for c in row if c.value]
    assert texts[:5] == [
        "UBND HUYỆN ĐỨC HÒA",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "PHÒNG GIÁO DỤC VÀ ĐÀO TẠO",
        "Độc lập - Tự do - Hạnh phúc",
        "DANH SÁCH HỌC SINH TỐT NGHIỆP THCS NĂM 2020",
    ]


def test_required_columns_are_marked(book: Workbook) -> None:
    marked = [text for text in headings(book) if text.endswith("(*)")]
    assert marked == ["Họ và tên (*)", "Ngày sinh (*)", "Trường THCS (*)"]


def test_drop_downs_offer_the_catalogue(book: Workbook) -> None:
    assert choices(book, "Giới tính") == ["Nam", "Nữ"]
    assert choices(book, "Xếp loại tốt nghiệp") == ["Giỏi", "Khá", "Trung bình"]
    assert choices(book, "Dân tộc") == list(ETHNICITIES)
    assert choices(book, "Trường THCS (*)") == list(SCHOOLS)
    assert choices(book, "Xã/phường/thị trấn") == list(COMMUNES)
    assert choices(book, "Huyện/thị xã/thành phố") == ["Huyện Đức Hòa"]
    assert (len(set(ETHNICITIES)), ETHNICITIES[0]) == (54, "Kinh")


def test_only_what_can_be_nothing_else_is_refused(book: Workbook) -> None:
    """A child from elsewhere must be writable: there Excel asks, and takes it."""
    styles = {text: rule.errorStyle for text in headings(book) if (rule := rule_of(book, text))}
    assert [text for text, style in styles.items() if style == "stop"] == [
        "Giới tính", "Trường THCS (*)"
    ]  # fmt: skip
    assert styles["Xã/phường/thị trấn"] == "warning"


def test_rules_stand_below_the_example_and_reach_far(book: Workbook) -> None:
    for rule in book[LIST_SHEET].data_validations.dataValidation:
        [area] = rule.sqref.ranges
        assert area.min_row == FIRST_ROW
        assert area.max_row >= 2_000


def test_dates_and_codes_are_text(book: Workbook) -> None:
    sheet = book[LIST_SHEET]
    for heading in ("Ngày sinh (*)", "Mã định danh Bộ GD&ĐT", "Điện thoại", "Lớp"):
        column = headings(book).index(heading) + 1
        assert sheet.cell(FIRST_ROW, column).number_format == "@"
        assert sheet.column_dimensions[get_column_letter(column)].number_format == "@"
    rule = rule_of(book, "Ngày sinh (*)")
    assert rule
    assert (rule.prompt, rule.showInputMessage) == (
        "Ghi ngày/tháng/năm, ví dụ 05/09/2005", True
    )  # fmt: skip


def test_list_is_set_up_for_reading_and_printing(book: Workbook) -> None:
    sheet = book[LIST_SHEET]
    assert sheet.freeze_panes == f"C{HEADER_ROW + 1}"
    assert (sheet.page_setup.orientation, str(sheet.page_setup.paperSize)) == ("landscape", "9")
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == f"${HEADER_ROW}:${HEADER_ROW}"
    assert book.active == sheet


def test_guide_has_a_line_for_every_column(book: Workbook) -> None:
    lines = [row[0] for row in book[GUIDE_SHEET].iter_rows(min_row=4, values_only=True)]
    assert lines == [text.removesuffix(" (*)") for text in headings(book)]
    assert all(row[2] for row in book[GUIDE_SHEET].iter_rows(min_row=4, values_only=True))


def test_our_own_sheets_say_so(book: Workbook) -> None:
    assert book.sheetnames == [LIST_SHEET, GUIDE_SHEET, CHOICES_SHEET]
    assert [is_own_sheet(sheet["A1"].value) for sheet in book.worksheets] == [False, True, True]
    assert book[CHOICES_SHEET].sheet_state == "hidden"


def test_names_are_never_formulas(book: Workbook) -> None:
    cells = [cell for sheet in book.worksheets for row in sheet for cell in row]
    assert "=Trường, lạ" in [cell.value for cell in cells]
    assert "f" not in {cell.data_type for cell in cells}


def test_school_of_its_own_needs_no_column_of_schools() -> None:
    own = GraduateTemplate(
        2020, "Huyện Đức Hòa", SCHOOLS, COMMUNES, school_name="Trường THCS Sông Đỏ"
    )
    book = written(write_graduate_template, own)
    assert not [text for text in headings(book) if text.startswith("Trường")]
    assert book[LIST_SHEET]["A2"].value == "TRƯỜNG THCS SÔNG ĐỎ"


def test_list_without_a_catalogue_has_no_empty_drop_down() -> None:
    book = written(write_graduate_template, GraduateTemplate(2020, "Huyện Đức Hòa", (), ()))
    assert rule_of(book, "Xã/phường/thị trấn") is None
    assert rule_of(book, "Giới tính")


@pytest.mark.parametrize(
    ("kind", "title", "column"),
    [
        (RosterKind.TENTH_GRADE, "DANH SÁCH HỌC SINH LỚP 10 NĂM HỌC 2020-2021", "Lớp 10"),
        (RosterKind.CONTINUING, "DANH SÁCH HỌC VIÊN LỚP 10 GIÁO DỤC THƯỜNG XUYÊN CẤP THPT "
         "NĂM HỌC 2020-2021", "Lớp 10"),
        (RosterKind.INTERMEDIATE, "DANH SÁCH HỌC SINH HỆ TRUNG CẤP NĂM HỌC 2020-2021",
         "Ngành, nghề đào tạo"),
        (RosterKind.ELEMENTARY, "DANH SÁCH HỌC SINH HỆ SƠ CẤP NĂM HỌC 2020-2021",
         "Ngành, nghề đào tạo"),
    ],
)  # fmt: skip
def test_rosters_say_whose_and_which_they_are(kind: RosterKind, title: str, column: str) -> None:
    book = written(write_roster_template, roster(kind))
    assert book[LIST_SHEET]["A2"].value == "TRƯỜNG THPT SÔNG ĐỎ"
    assert book[LIST_SHEET]["A4"].value == title
    assert column in headings(book)
    assert choices(book, "Trường THCS đã học") == list(SCHOOLS)
