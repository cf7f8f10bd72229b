"""The marked workbook sent in again: unmended it says the same, mended it has nothing to say."""

from io import BytesIO
from typing import Any

import pytest
import xlsxwriter
from openpyxl import load_workbook

from documents.own_sheets import own_title
from domain.dates import BirthDate
from imports.graduates import Plan, SourceFile, prepare
from imports.marking import mark_file
from imports.reading import Issue, UnreadableFile
from students.models import Cohort, Graduate
from tests.imports.reading import books
from tests.province import Province
from tests.sheets import graduate_book, pupil

BAD = (
    pupil(birth="31/02/2005"),
    pupil(name="Trần Văn Bé", gender="Nam", birth="6/10/2005", register="0002"),
    pupil(name="Lý Thị Ba", school="THCS Không Có", register="0003"),
    pupil(name="12345", register="0004", birth="7/10/2005"),
    pupil(name="Võ Thị Tư", register="0002", birth="8/10/2005", personal="123"),
)
ROWS = [
    ["UBND HUYỆN ĐỨC HÒA"],
    ["STT", "Họ và tên", "Giới tính", "Ngày sinh", "Trường", "Lớp", "Số vào sổ cấp bằng"],
    ["1", "Lê Thị An", "Nữ", "31/02/2005", "THCS Sông Đỏ", "9/1", "0001"],
    ["2", "=1+1", "Nữ", "05/9/2005", "THCS Sông Đỏ", "9/1", "0002"],
    ["3", "Trần Văn Bé", "Nam", "06/9/2005", "THCS Không Có", "9/1", "0003"],
]
FORMATS = {
    "ds.csv": "\n".join(";".join(row) for row in ROWS).encode("utf-8-sig"),
    "ds.xls": "<table>{}</table>".format(
        "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in ROWS)
    ).encode(),
    "ds.ods": books.ods("".join(map(books.ods_row, ROWS))),
    "ds-cu.xls": books.xls(
        b"".join(
            books.xls_cell(r, c, cell) for r, row in enumerate(ROWS) for c, cell in enumerate(row)
        )
    ),
}


def planned(content: bytes, name: str = "ds.xlsx") -> Plan:
    return prepare([SourceFile(name, content)], cohort=Cohort.objects.get())


def issues(plan: Plan) -> list[Issue]:
    return [issue for _, issue in plan.issues]


def rows(plan: Plan) -> list[Any]:
    return [(row.sheet, row.row, row.values, row.record.gender) for row in plan.rows]


def marked(content: bytes, name: str = "ds.xlsx") -> bytes:
    out = BytesIO()
    mark_file(content, name, issues(planned(content, name)), out)
    return out.getvalue()


def mended(content: bytes, cells: dict[str, Any]) -> bytes:
    """The workbook with these cells of the sheet DS written anew, as in Excel."""
    book = load_workbook(BytesIO(content))
    for address, value in cells.items():
        book["DS"][address] = value
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_unmended_it_reads_the_same(province: Province) -> None:
    content = graduate_book(*BAD)
    first, second = planned(content), planned(marked(content))
    assert len({issue.code for issue in issues(first)}) >= 5
    assert rows(second) == rows(first)
    assert issues(second) == issues(first)


def test_marked_twice_it_still_reads_the_same(province: Province) -> None:
    content = graduate_book(*BAD)
    assert issues(planned(marked(marked(content)))) == issues(planned(content))


def test_formulas_read_the_same_before_excel_has_opened_the_copy(province: Province) -> None:
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet("DS")
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for number, row in enumerate(ROWS):
            sheet.write_row(number, 0, row)
        for row in (3, 4, 5):
            sheet.write_formula(f"A{row}", "=ROW()-2", None, row - 2)
            sheet.write_formula(f"B{row}", '="Trần Thị <"&"Tư"', None, "Trần Thị <Tư>")
            sheet.write_formula(f"H{row}", '=""', None, "")
            sheet.write_formula(f"I{row}", "=1=1", None, True)
        sheet.write_formula("D4", "=DATE(2005,9,5)", day, 38600)
        sheet.write_row("H2", ["Điện thoại", "Đã nộp hồ sơ"])
    content = buffer.getvalue()
    first, second = planned(content), planned(marked(content))
    assert first.rows[1].birth == BirthDate(2005, 9, 5)
    assert first.rows[0].values["full_name"] == "Trần Thị <Tư>"
    assert rows(second) == rows(first)
    assert issues(second) == issues(first)
    assert load_workbook(BytesIO(marked(content)))["DS"]["D4"].value == "=DATE(2005,9,5)"


def test_what_stands_under_merged_cells_reads_the_same(province: Province) -> None:
    """School software writes every row and merges afterwards; Excel shows only the first."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet("DS")
        for number, row in enumerate(ROWS):
            sheet.write_row(number, 0, row)
        sheet.merge_range("C3:C5", "Nữ")
        sheet.write("C5", "Nam")
        sheet.merge_range("F3:F5", "9/1")
    content = buffer.getvalue()
    first, second = planned(content), planned(marked(content))
    assert [row.record.gender for row in first.rows] == ["F", "F", "M"]
    assert [row.values["class_name"] for row in first.rows] == ["9/1"] * 3
    assert rows(second) == rows(first)
    assert issues(second) == issues(first)


def test_mended_it_has_nothing_to_say(province: Province) -> None:
    cells = {
        "D7": "28/02/2005", "E9": "THCS Sông Đỏ", "B10": "Hồ Thị Năm", "F11": "9/1",
        "G11": "0005", "H11": "",
    }  # fmt: skip
    plan = planned(mended(marked(graduate_book(*BAD)), cells))
    assert issues(plan) == []
    assert [row.values["full_name"] for row in plan.new] == [
        "Lê Thị An", "Trần Văn Bé", "Lý Thị Ba", "Hồ Thị Năm", "Võ Thị Tư"
    ]  # fmt: skip


def test_every_bad_cell_is_marked_with_its_sentence(province: Province) -> None:
    content = graduate_book(*BAD)
    sheet = load_workbook(BytesIO(marked(content)))["DS"]
    found = issues(planned(content))
    assert {i.cell for i in found} == {c.coordinate for r in sheet for c in r if c.comment}
    for issue in found:
        assert " ".join(issue.message.split()) in sheet[issue.cell].comment.text


@pytest.mark.parametrize("name", FORMATS)
def test_other_formats_read_the_same_as_a_workbook(name: str, province: Province) -> None:
    content = FORMATS[name]
    first = planned(content, name)
    again = planned(marked(content, name), f"{name.split('.')[0]}.xlsx")
    assert len(first.rows) == 3
    assert [issue.cell for issue in issues(first)] == ["D3", "B4", "E5"]
    assert rows(again) == rows(first)
    assert issues(again) == issues(first)


def test_file_that_is_no_workbook_is_refused(db: None) -> None:
    with pytest.raises(UnreadableFile):
        mark_file(b"%PDF-1.4", "ds.pdf", [], BytesIO())


def test_our_sheets_are_passed_over_in_silence(province: Province) -> None:
    ours = [[own_title("Danh mục")], *books.PUPILS]
    content = books.xlsx(
        {"Hướng dẫn": ours, "DS": [*ROWS[:2], ROWS[2]], "Mục": ours}, hidden=("Mục",)
    )
    plan = planned(content)
    assert [issue.code for issue in issues(plan)] == ["date_impossible"]
    assert len(plan.rows) == 1


def test_list_in_a_sheet_of_our_name_is_read(province: Province) -> None:
    assert len(planned(books.xlsx({"Cần sửa": ROWS})).rows) == 3


def test_workbook_of_our_sheets_alone_has_nothing_in_it(db: None) -> None:
    Cohort.objects.create(year=2020)
    with pytest.raises(UnreadableFile, match="không có nội dung"):
        planned(books.xlsx({"Cần sửa": [[own_title("Cần sửa")], *ROWS]}))


def test_marking_writes_nothing(province: Province) -> None:
    marked(graduate_book(*BAD))
    assert not Graduate.objects.exists()
