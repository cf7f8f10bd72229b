"""The office's own workbook with bad cells coloured: what is added, and that nothing is lost."""

import logging
import re
from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from documents import openable
from documents.findings_sheet import FILLS, TITLE, parts_of
from documents.grid_copy import GridSheet
from documents.marked_workbook import TooLargeToMark, mark_workbook
from tests.documents.marked import (
    ERROR,
    ROWS,
    WARNING,
    finding,
    grid,
    illustrated,
    laid_out,
    marked,
    marked_bytes,
    places,
)


def colour(book: Workbook, address: str) -> str:
    return book["DS"][address].fill.fgColor.rgb


def note(book: Workbook, address: str) -> str:
    comment = book["DS"][address].comment
    return comment.text if comment else ""


def test_bad_cells_are_filled_and_explained() -> None:
    book = marked(
        laid_out(),
        finding("C2", "Ngày sinh: không có ngày này; sửa ngày sinh."),
        finding("D3", "Trường cần xem lại.", WARNING),
    )
    assert (colour(book, "C2"), colour(book, "D3")) == (FILLS[ERROR], FILLS[WARNING])
    assert note(book, "C2") == ("Hệ thống – Lỗi: Ngày sinh: không có ngày này; sửa ngày sinh.")
    assert note(book, "D3") == "Hệ thống – Lưu ý: Trường cần xem lại."
    assert book["DS"]["C2"].comment.author == "Hệ thống"
    marks = [cell.coordinate for row in book["DS"] for cell in row if cell.comment]
    assert marks == ["B2", "C2", "D3"]


def test_several_findings_share_a_cell_and_the_gravest_colours_it() -> None:
    once, twice = finding("C2", "Một.", WARNING), finding("C2", "Hai.")
    book = marked(laid_out(), once, twice, once)
    assert note(book, "C2") == "Hệ thống – Lưu ý: Một.\nHệ thống – Lỗi: Hai."
    assert colour(book, "C2") == FILLS[ERROR]


def test_comment_box_grows_with_its_text() -> None:
    content = marked_bytes(laid_out(), finding("C2", "Ngắn."), finding("D2", "Dài " * 80))
    with ZipFile(BytesIO(content)) as archive:
        drawn = next(archive.read(n).decode() for n in archive.namelist() if n.endswith(".vml"))
    heights = {int(part.split("px")[0]) for part in drawn.split("height:")[1:]}
    assert max(heights) > 3 * min(heights)


def test_comment_of_the_office_is_kept() -> None:
    book = marked(laid_out(), finding("B2", "Trùng."), finding("C2"))
    assert note(book, "B2") == "Hỏi lại cô Lan\nHệ thống – Lỗi: Trùng."
    assert book["DS"]["B2"].comment.author == "Cô Ba"


def test_what_the_office_laid_out_is_kept() -> None:
    book = marked(laid_out(), finding("C2"))
    sheet = book["DS"]
    assert sheet["A1"].font.bold
    assert colour(book, "B1") == "FFFFFF00"
    assert sheet.column_dimensions["B"].width == pytest.approx(33.7, abs=0.1)
    assert sheet.freeze_panes == "A2"
    assert book["Ẩn"].sheet_state == "hidden"
    assert (sheet["A4"].value, sheet["A4"].data_type) == ("=1+1", "s")
    assert sheet["B4"].value == '=A2&" học sinh"'
    with ZipFile(BytesIO(laid_out())) as before:
        drawing = before.read("xl/drawings/drawing1.xml")
    with ZipFile(BytesIO(marked_bytes(laid_out(), finding("C2")))) as after:
        assert after.read("xl/drawings/drawing1.xml") == drawing
        assert len(set(after.namelist())) == len(after.namelist())


def test_formulas_keep_what_they_had_come_to() -> None:
    content = marked_bytes(laid_out(), finding("C2"))
    values = load_workbook(BytesIO(content), data_only=True)["DS"]
    assert values["B4"].value == "1 học sinh <tốt>"


def test_pictures_and_charts_come_back_as_they_were() -> None:
    content = illustrated()
    findings = [finding("A1", sheet="9A1"), finding("A1", sheet="9A2")]
    sheets = [*grid(["x"], name="9A1"), *grid(["x"], name="9A2")]
    with (
        ZipFile(BytesIO(content)) as before,
        ZipFile(BytesIO(marked_bytes(content, *findings, sheets=sheets))) as after,
    ):
        drawn = [n for n in before.namelist() if re.match("xl/(drawings|charts|media)/", n)]
        assert len(drawn) == 7
        assert {n: after.read(n) for n in drawn} == {n: before.read(n) for n in drawn}
        types = after.read("[Content_Types].xml").decode()
        for number in (1, 2):
            sheet = after.read(f"xl/worksheets/sheet{number + 1}.xml").decode()
            assert sheet.index("<drawing ") < sheet.index("<legacyDrawing ")
            relations = after.read(f"xl/worksheets/_rels/sheet{number + 1}.xml.rels").decode()
            assert f'Target="/xl/drawings/drawing{number}.xml"' in relations
            assert f'PartName="/xl/charts/chart{number}.xml"' in types
        assert 'PartName="/xl/media/image1.png" ContentType="image/png"' in types


def test_number_no_date_has_stays_that_number() -> None:
    """openpyxl alone would write an error into the cell."""
    with ZipFile(BytesIO(marked_bytes(laid_out(odd_date=True), finding("C2")))) as archive:
        sheet = archive.read("xl/worksheets/sheet2.xml")
    assert b"<v>5092005</v>" in sheet


def test_macros_come_back() -> None:
    out = BytesIO()
    content = laid_out(macros=True)
    name = mark_workbook(content, "ds.xlsm", [finding("B2")], out, sheets=grid())
    assert name == "ds - cần sửa.xlsm"
    with ZipFile(out) as archive:
        assert archive.read("xl/vbaProject.bin") == b"not really macros"
        assert len(set(archive.namelist())) == len(archive.namelist())
        assert b"sheet.macroEnabled.main" in archive.read("[Content_Types].xml")
    assert note(load_workbook(out), "B2").startswith("Hỏi lại cô Lan\nHệ thống")


def test_row_without_a_cell_is_marked_at_its_first_filled_cell() -> None:
    rows = [ROWS[0], ["", " ", "31/02/2005", ""]]
    book = marked(laid_out(), finding("", row=2), sheets=grid(*rows))
    assert colour(book, "C2") == FILLS[ERROR]
    assert places(book)[0][6:] == ["C2", "31/02/2005"]


def test_merged_cells_are_marked_where_they_begin() -> None:
    content = Workbook()
    sheet = content.active
    sheet.title = "DS"
    sheet["D1"] = "THCS Lạ"
    sheet.merge_cells("D1:D9")
    buffer = BytesIO()
    content.save(buffer)
    findings = [finding("D4", "Lạ.", WARNING), finding("D5", "Sai."), finding("D6", "Lạ.", WARNING)]
    book = marked(buffer.getvalue(), *findings, sheets=grid(["", "", "", "THCS Lạ"]))
    assert colour(book, "D1") == FILLS[ERROR]
    assert note(book, "D1") == "Hệ thống – Lưu ý: Lạ.\nHệ thống – Lỗi: Sai."
    assert [area.coord for area in book["DS"].merged_cells.ranges] == ["D1:D9"]


def test_bad_row_that_was_hidden_is_shown() -> None:
    assert marked(laid_out(), finding("C2"))["DS"].row_dimensions[3].hidden
    assert not marked(laid_out(), finding("C3"))["DS"].row_dimensions[3].hidden


def test_findings_are_listed_by_cause_with_links() -> None:
    wrong = "Không có trường THCS “Lạ” trong danh mục; sửa tên trường."
    book = marked(
        laid_out(),
        finding("A2", "Xem lại.", WARNING),
        finding("C2", "Sai ngày."),
        finding("D3", wrong),
        finding("D2", wrong),
        finding("", "Trang “Ẩn” đang ẩn nên không được đọc; hãy bỏ ẩn.", WARNING, sheet="Ẩn"),
        finding("", "Cột “SĐT” có 3 ô lạ.", WARNING),
    )
    listed = book.worksheets[0]
    assert (listed.title, listed["A1"].value, book.active) == ("Cần sửa", TITLE, listed)
    advice = "Xem lại; nếu đã đúng thì để nguyên."
    told = "Không có trường THCS “Lạ” trong danh mục."
    assert places(book) == [
        [1, "Lỗi", 2, told, "Sửa tên trường.", "DS", "D3", "THCS Lạ"],
        ["", "", "", "", "", "DS", "D2", "THCS Sông Đỏ"],
        [2, "Lỗi", 1, "Sai ngày.", "Sửa lại cho đúng hồ sơ của học sinh.", "DS", "C2",
         "31/02/2005"],
        [3, "Lưu ý", 1, "Xem lại.", advice, "DS", "A2", "1"],
        [4, "Lưu ý", 1, "Trang “Ẩn” đang ẩn nên không được đọc.", "Hãy bỏ ẩn.", "Ẩn", "cả trang",
         ""],
        [5, "Lưu ý", 1, "Cột “SĐT” có 3 ô lạ.", advice, "DS", "cả trang", ""],
    ]  # fmt: skip
    links = [listed.cell(row, 7).hyperlink for row in range(6, 12)]
    # A link to a hidden sheet leads nowhere.
    assert [link and link.location for link in links] == [
        "'DS'!D3", "'DS'!D2", "'DS'!C2", "'DS'!A2", None, "'DS'!A1"
    ]  # fmt: skip
    assert "có 3 lỗi" in listed["A2"].value
    assert "3 lưu ý" in listed["A2"].value


def test_only_the_list_is_selected() -> None:
    """Sheets selected together would be edited together."""
    book = marked(laid_out(), finding("C2"))
    assert [sheet.sheet_view.tabSelected for sheet in book.worksheets] == [True, False, False]


def test_marking_again_leaves_only_todays_marks() -> None:
    first = marked_bytes(laid_out(), finding("B2", "Cũ."), finding("C2", "Cũ."))
    read = [GridSheet("Cần sửa", [[TITLE]]), *grid()]
    book = marked(first, finding("D3", "Mới."), sheets=read)
    assert book.sheetnames == ["Cần sửa", "DS", "Ẩn"]
    assert [note(book, a) for a in ("B2", "C2", "D3")] == [
        "Hỏi lại cô Lan", "", "Hệ thống – Lỗi: Mới."
    ]  # fmt: skip
    assert [colour(book, a) for a in ("B2", "C2")] == ["00000000", "00000000"]
    assert places(book)[0][6] == "D3"
    with ZipFile(BytesIO(marked_bytes(first, finding("D3"), sheets=read))) as archive:
        assert "xl/drawings/drawing1.xml" in archive.namelist()


def test_sheet_of_the_office_with_our_name_stays() -> None:
    content = Workbook()
    content.active.title = "Cần sửa"
    content.active["A1"] = "Họ và tên"
    buffer = BytesIO()
    content.save(buffer)
    place = {"sheet": "Cần sửa"}
    book = marked(buffer.getvalue(), finding("A1", **place), sheets=grid(["x"], name="Cần sửa"))
    assert book.sheetnames == ["Cần sửa1", "Cần sửa"]
    assert book["Cần sửa"]["A1"].fill.fgColor.rgb == FILLS[ERROR]


def test_other_formats_come_as_a_new_workbook() -> None:
    rows = [*ROWS, ["=cmd|' /C calc'!A0", "0007", True, "a\x0bb\ud800"]]
    out = BytesIO()
    findings = [finding("D3", "Lạ.", sheet="9/1 [A]: nam?")]
    name = mark_workbook(
        b"a;b", "lop\\ds.cu.csv", findings, out, sheets=grid(*rows, name="9/1 [A]: nam?")
    )
    assert name == "ds.cu - cần sửa.xlsx"
    book = load_workbook(out)
    sheet = book.worksheets[1]
    assert sheet.title == "9 1  A   nam"
    written = [[cell.value for cell in row] for row in sheet]
    assert written == [*ROWS, ["=cmd|' /C calc'!A0", "0007", True, "ab"]]
    assert (sheet["A4"].data_type, sheet["A4"].quotePrefix) == ("s", True)
    assert sheet["B4"].number_format == "@"
    assert sheet["D3"].fill.fgColor.rgb == FILLS[ERROR]
    assert places(book)[0][5:] == ["9 1  A   nam", "D3", "THCS Lạ"]


def test_copy_hides_and_merges_as_the_file_did() -> None:
    """A class merged downwards is that of all its rows; a hidden list is not sent."""
    rows = [["9/1", "An"], ["", "Bé"], ["9/2", "Ba"], ["9/3", "Tư"]]
    merges = [((0, 0), (1, 0)), ((2, 0), (3, 0)), ((1, 0), (2, 0)), ((0, 0), (0, 0))]
    sheets = [GridSheet("DS", rows, merges=merges), GridSheet("Cũ", rows, is_visible=False)]
    book = marked(b"not a workbook", finding("A2"), sheets=sheets)
    # What stands under the second range would be lost; the third overlaps the first.
    assert [area.coord for area in book["DS"].merged_cells.ranges] == ["A1:A2"]
    assert note(book, "A1") == "Hệ thống – Lỗi: Sai."
    assert [cell.value for cell in book["DS"]["A"]] == ["9/1", None, "9/2", "9/3"]
    assert [sheet.sheet_state for sheet in book.worksheets] == ["visible", "visible", "hidden"]


def test_sheet_longer_than_excels_is_refused() -> None:
    with pytest.raises(TooLargeToMark):
        marked(b"a", finding("A1"), sheets=grid(*([[]] * 1_048_577)))


def test_workbook_openpyxl_cannot_open_comes_as_a_new_one(
    caplog: pytest.LogCaptureFixture,
) -> None:
    buffer = BytesIO()
    with ZipFile(BytesIO(laid_out())) as source, ZipFile(buffer, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            target.writestr(name, b"<broken" if name == "xl/styles.xml" else part)
    with caplog.at_level(logging.WARNING):
        book = marked(buffer.getvalue(), finding("C2"))
    assert colour(book, "C2") == FILLS[ERROR]
    assert note(book, "B2") == ""
    assert "ds.xlsx" in caplog.text


def test_too_large_a_workbook_is_refused_in_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(openable, "MOST_CELLS", 11)
    with pytest.raises(TooLargeToMark, match=r"^Tệp “ds\.xlsx” có hơn 11 ô .*\.$"):
        marked(laid_out(), finding("C2"))


def test_looks_are_dropped_where_they_alone_are_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(openable, "MOST_CELLS", 15)
    book = marked(laid_out(), finding("C2"))
    assert (note(book, "B2"), colour(book, "C2")) == ("", FILLS[ERROR])


def test_texts_of_findings_are_never_formulas() -> None:
    book = marked(laid_out(), finding("A4", "=HYPERLINK(1)\x00\nhai"))
    line = places(book)[0]
    assert (line[3], line[7]) == ("=HYPERLINK(1) hai", "=1+1")
    assert {book.worksheets[0].cell(6, c).data_type for c in (4, 8)} == {"s"}


@pytest.mark.parametrize(
    ("message", "parts"),
    [
        ("Trùng mã; bỏ hoặc sửa một dòng.", ("Trùng mã.", "Bỏ hoặc sửa một dòng.")),
        ("Đã đọc lại; đã đổi.", ("Đã đọc lại; đã đổi.", "Sửa lại cho đúng hồ sơ của học sinh.")),
        ("Có “a; sửa b” lạ.", ("Có “a; sửa b” lạ.", "Sửa lại cho đúng hồ sơ của học sinh.")),
    ],
)
def test_advice_is_told_apart(message: str, parts: tuple[str, str]) -> None:
    assert parts_of(ERROR, message) == parts
