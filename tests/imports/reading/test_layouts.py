"""Lists laid out as offices lay them out: every pupil found, nothing else taken for one."""

import pytest

from domain.legacy import Encoding, encode
from imports.reading import (
    GRADUATE_COLUMNS,
    Level,
    read_tables,
    read_workbook,
    school_hint,
    title_lines,
)
from tests.imports.reading.books import (
    HEADER,
    PUPILS,
    Rows,
    codes,
    graduates,
    names,
    records,
    roster,
    xlsx,
)

WANTED = [row[1] for row in PUPILS]
LETTERHEAD: Rows = [
    ["UBND HUYỆN ĐỨC HÒA", "", "", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
    ["TRƯỜNG THCS TÂN AN", "", "", "Độc lập - Tự do - Hạnh phúc"],
    [],
    ["", "DANH SÁCH HỌC SINH TỐT NGHIỆP THCS NĂM HỌC 2019-2020"],
    ["", "(Kèm theo Quyết định số     /QĐ-PGDĐT ngày    tháng 7 năm 2020)"],
    ["", "Tổng số: 3 học sinh"],
]
FOOTER: Rows = [
    ["", "Tổng cộng danh sách có 3 học sinh, trong đó nữ: 2"],
    ["", "", "", "Đức Hòa, ngày     tháng 7 năm 2020"],
    ["", "NGƯỜI LẬP BẢNG", "", "HIỆU TRƯỞNG"],
    [],
    ["", "(đã ký)", "", "Nguyễn Văn Hòa"],
]
ORDINAL_COLUMN = 0


def _without_ordinals(rows: Rows) -> Rows:
    return [row[1:] for row in rows]


LAYOUTS: dict[str, Rows] = {
    "bare": [HEADER, *PUPILS],
    "letterhead and signatures": [*LETTERHEAD, HEADER, *PUPILS, *FOOTER],
    "band above the header": [*LETTERHEAD, ["", "THÔNG TIN HỌC SINH"], HEADER, *PUPILS],
    "numbered columns": [HEADER, [f"({n})" for n in range(1, 7)], *PUPILS],
    "bare column numbers": [HEADER, [1.0, 2.0, 3.0, 4.0, 5.0, 6.0], *PUPILS],
    "lettered columns": [HEADER, ["A", "B", "1", "2", "3", "4"], *PUPILS],
    "blank rows inside": [HEADER, PUPILS[0], [], ["", " ", ""], *PUPILS[1:], [], []],
    "header repeated on each page": [HEADER, PUPILS[0], HEADER, PUPILS[1], HEADER, PUPILS[2]],
    "page letterhead repeated": [
        *LETTERHEAD, HEADER, *PUPILS[:2], *FOOTER, *LETTERHEAD, HEADER, PUPILS[2], *FOOTER,
    ],
    "sums between classes": [
        HEADER, *PUPILS[:2], ["", "Cộng: 2 học sinh"], PUPILS[2], ["", "Tổng số", 3.0],
    ],
    "shifted right": [["", "", *row] for row in [HEADER, *PUPILS]],
    "no ordinals": _without_ordinals([*LETTERHEAD, HEADER, *PUPILS, *FOOTER]),
    "ordinals as text": [HEADER, *[[str(int(row[0])), *row[1:]] for row in PUPILS]],
    "capitals": [[str(cell).upper() for cell in HEADER], *PUPILS],
    "unaccented header": [["So TT", "Ho va ten", "Gioi tinh", "Ngay sinh", "Truong", "Lop"],
                          *PUPILS],
    "broken lines in headings": [
        ["STT", "Họ và\ntên", "Giới\ntính", "Ngày,\ntháng,\nnăm sinh", "Trường\nTHCS", "Lớp"],
        *PUPILS,
    ],
    "spaces and misprints": [
        [" STT ", "Họ  và tên ", "Giới tính:", "Ngày sihn", "Trường THCSS", "Lớp"], *PUPILS,
    ],
    "two header lines merged down": [
        HEADER, ["", "", "(Nam/Nữ)", "(dd/mm/yyyy)", "", ""], *PUPILS,
    ],
    "heading cut over two lines": [
        ["STT", "Họ và", "Giới", "Ngày", "Trường", "Lớp"],
        ["", "tên", "tính", "sinh", "THCS", ""],
        *PUPILS,
    ],
    "numbered beyond the list": [HEADER, *PUPILS, [4.0], [5.0], [6.0], [7.0]],
}  # fmt: skip


@pytest.mark.parametrize("layout", LAYOUTS)
def test_read_tables_finds_every_pupil_and_nobody_else(layout):
    reading = graduates(LAYOUTS[layout])
    assert names(reading) == WANTED
    assert [record.gender for record in records(reading)] == ["F", "M", "F"]
    assert [record.birth.as_date.isoformat() for record in records(reading)] == [
        "2005-09-05", "2005-11-25", "2004-02-14",
    ]  # fmt: skip
    assert set(codes(reading)) <= {"rows_numbered_only"}


@pytest.mark.parametrize("encoding", [Encoding.TCVN3, Encoding.VNI])
@pytest.mark.parametrize("layout", ["letterhead and signatures", "page letterhead repeated"])
def test_read_tables_reads_old_fonts_and_shows_what_was_converted(layout, encoding):
    rows = [
        [encode(cell, encoding) if isinstance(cell, str) else cell for cell in row]
        for row in LAYOUTS[layout]
    ]
    reading = graduates(rows)
    assert names(reading) == WANTED
    table = reading.tables[0]
    assert table.columns["full_name"].encoding is encoding
    assert table.columns["full_name"].header_text == "Họ và tên"
    assert "TRƯỜNG THCS TÂN AN" in table.letterhead
    note = next(note for note in table.encodings if note.column == "B")
    assert note.samples[0] == (encode("Nguyễn Thị Hoa", encoding), "Nguyễn Thị Hoa")
    assert set(codes(reading)) == {"encoding_converted"}
    told = next(issue for issue in reading.issues if "“Họ và tên”" in issue.message)
    assert told.level is Level.NOTICE
    assert f"“{encode('Nguyễn Thị Hoa', encoding)}” → “Nguyễn Thị Hoa”" in told.message


def test_read_tables_decides_the_encoding_column_by_column():
    rows = [[1.0, encode(row[1], Encoding.VNI), *row[2:]] for row in PUPILS]
    table = graduates([HEADER, *rows]).tables[0]
    assert table.columns["full_name"].encoding is Encoding.VNI
    assert table.columns["school"].encoding is Encoding.UNICODE
    assert table.records[0].values["school"] == "THCS Tân An"


def test_read_tables_counts_rows_as_excel_does():
    table = graduates([*LETTERHEAD, HEADER, PUPILS[0], [], PUPILS[1]]).tables[0]
    assert table.header_row == 7
    assert [record.row for record in table.records] == [8, 10]
    assert table.records[1].address("birth_date") == "D10"
    assert table.records[1].address("phone") == ""


def test_read_tables_keeps_columns_it_does_not_know():
    header = [*HEADER, "Năng khiếu", "", "Năng khiếu"]
    reading = graduates([header, [*PUPILS[0], "Vẽ", "x", "Hát"], PUPILS[1]])
    first, second = records(reading)
    assert first.extra == {"Năng khiếu": "Vẽ", "Cột H": "x", "Năng khiếu (cột I)": "Hát"}
    assert second.extra == {}
    assert reading.tables[0].extra_headers == {6: "Năng khiếu", 8: "Năng khiếu"}


def test_read_tables_takes_class_and_school_from_title_rows():
    header, first, second = ["STT", "Họ và tên", "Ngày sinh"], [1.0, "Lê An", "1/2/2005"], [
        1.0, "Lê Bình", "2/3/2005",
    ]  # fmt: skip
    rows: Rows = [
        header, ["I. TRƯỜNG THCS TÂN AN"], ["", "Lớp 9/1 (1 học sinh)"], first, ["", "Lớp 9A2"],
        second, ["TRƯỜNG THCS BÌNH TÂM - 1 học sinh"], ["9/3"], [1.0, "Lê Chi", "3/4/2005"],
    ]  # fmt: skip
    reading = graduates(rows)
    told = [(r.values["school"], r.values["class_name"]) for r in records(reading)]
    assert told == [
        ("TRƯỜNG THCS TÂN AN", "9/1"),
        ("TRƯỜNG THCS TÂN AN", "9A2"),
        ("TRƯỜNG THCS BÌNH TÂM", "9/3"),
    ]
    assert codes(reading) == []


@pytest.mark.parametrize(
    ("above", "sheet", "wanted"),
    [
        ("DANH SÁCH HỌC SINH LỚP 9A1", "DS", "9A1"),
        ("DANH SÁCH LỚP 9/2 NĂM HỌC 2019-2020", "DS", "9/2"),
        ("DANH SÁCH HỌC SINH", "Lớp 9.3", "9.3"),
        ("DANH SÁCH HỌC SINH", "9A4", "9A4"),
        ("DANH SÁCH HỌC SINH LỚP 9 NĂM HỌC 2019-2020", "DS", ""),
        ("DANH SÁCH LỚP 9 - NĂM HỌC 2019", "Sheet1", ""),
    ],
)
def test_read_tables_takes_the_class_from_title_or_sheet_name(above, sheet, wanted):
    rows: Rows = [[above], ["STT", "Họ và tên", "Ngày sinh"], [1.0, "Lê An", "1/2/2005"]]
    (record,) = records(graduates(rows, sheet=sheet))
    assert record.values.get("class_name", "") == wanted


def test_read_tables_fills_merged_schools_and_classes_down():
    rows: Rows = [HEADER, *[[*row[:4], "", ""] for row in PUPILS]]
    rows[1][4:] = ["THCS Tân An", "9/1"]
    book = read_workbook(xlsx({"DS": rows}, merges=("E2:E4", "F2:F3")), "ds.xlsx")
    found = records(read_tables(book, GRADUATE_COLUMNS))
    assert [r.values["school"] for r in found] == ["THCS Tân An"] * 3
    assert [r.values["class_name"] for r in found] == ["9/1", "9/1", ""]


def test_read_tables_begins_a_new_table_at_another_header():
    other = ["TT", "Ngày sinh", "Họ tên học sinh", "Lớp"]
    rows: Rows = [
        ["TRƯỜNG THCS TÂN AN"], HEADER, *PUPILS, ["TRƯỜNG THCS BÌNH TÂM"], other,
        [1.0, "1/2/2005", "Lê An", "9A"],
    ]  # fmt: skip
    reading = graduates(rows)
    assert [len(table.records) for table in reading.tables] == [3, 1]
    assert names(reading) == [*WANTED, "Lê An"]
    assert school_hint(reading.tables[0]) == ["TRƯỜNG THCS TÂN AN", "DS"]
    assert school_hint(reading.tables[1]) == ["TRƯỜNG THCS BÌNH TÂM", "DS"]


def test_read_tables_tells_the_school_and_the_title():
    table = graduates([*LETTERHEAD, HEADER, *PUPILS], sheet="THCS Tân An").tables[0]
    assert school_hint(table) == ["TRƯỜNG THCS TÂN AN", "THCS Tân An"]
    assert title_lines(table) == ["DANH SÁCH HỌC SINH TỐT NGHIỆP THCS NĂM HỌC 2019-2020"]


def test_read_tables_reads_every_sheet_and_says_what_it_left_out():
    sheets: dict[str, Rows] = {
        "9A1": [HEADER, *PUPILS[:2]],
        "Trống": [],
        "Hướng dẫn": [["Điền đủ các cột"], ["rồi gửi về Phòng"]],
        "Cũ": [HEADER, *PUPILS],
        "9A2": [HEADER, PUPILS[2]],
    }
    reading = read_tables(read_workbook(xlsx(sheets, hidden=("Cũ",)), "ds.xlsx"), GRADUATE_COLUMNS)
    assert names(reading) == WANTED
    assert [(issue.code, issue.sheet) for issue in reading.issues] == [
        ("sheet_without_table", "Hướng dẫn"),
        ("sheet_hidden", "Cũ"),
    ]


@pytest.mark.parametrize(
    ("row", "code", "name"),
    [
        ([4.0, "", "Nam", "1/2/2005", "THCS Tân An", "9/2"], "name_missing", ""),
        ([4.0, "", "", "", "", ""], "name_missing", ""),
        (["", "", "", "1/2/2005", "", ""], "name_missing", ""),
        ([4.0, "123", "Nam", "1/2/2005", "THCS Tân An", "9/2"], "name_missing", "123"),
        ([4.0, "Lê Văn Tám", "", "", "", ""], None, "Lê Văn Tám"),
        (["", "Lê Văn Tám", "", "1/2/2005", "", ""], None, "Lê Văn Tám"),
        (["", "Lê Văn Tám", "", "", "", ""], None, "Lê Văn Tám"),
        (["", "Tống Công Danh", "Nam", "1/2/2005", "", ""], None, "Tống Công Danh"),
        (["", "TONG CONG DANH", "", "", "", "9/2"], None, "TONG CONG DANH"),
    ],
)
def test_read_tables_loses_no_row(row, code, name):
    reading = graduates([HEADER, PUPILS[0], row, PUPILS[1]])
    found = records(reading)
    assert [record.row for record in found] == [2, 3, 4]
    assert found[1].values["full_name"] == name
    assert [issue.code for issue in found[1].issues] == ([code] if code else [])
    assert found[1].has_errors is bool(code)


def test_read_tables_says_which_row_it_could_not_place():
    reading = graduates([HEADER, PUPILS[0], ["", "Học sinh thi lại"], PUPILS[1]])
    assert names(reading) == WANTED[:2]
    (issue,) = reading.issues
    assert (issue.code, issue.row) == ("row_unclear", 3)
    assert "Học sinh thi lại" in issue.message


@pytest.mark.parametrize("end", [[4.0], [4.0, "", "", "", "", ""]])
def test_read_tables_reports_a_lone_numbered_row_at_the_end(end):
    found = records(graduates([HEADER, *PUPILS, end]))
    assert [issue.code for issue in found[-1].issues] == ["name_missing"]


def test_read_tables_says_when_a_required_column_is_missing():
    rows: Rows = [["STT", "Họ và tên", "Lớp"], [1.0, "Lê An", "9/1"]]
    (issue,) = graduates(rows).issues
    assert (issue.code, issue.field, issue.level.value) == ("column_missing", "birth_date", "error")
    assert roster(rows).issues == ()


def test_read_tables_says_when_a_list_is_empty():
    assert codes(graduates([HEADER])) == ["table_empty"]


def test_read_tables_takes_no_name_alone_below_the_list_for_a_pupil():
    rows: Rows = [HEADER, *PUPILS, [], ["", "Phùng Thị Mai"]]
    reading = graduates(rows)
    assert names(reading) == WANTED
    assert codes(reading) == ["row_unclear"]


def test_read_tables_takes_names_behind_bullets_for_pupils():
    rows: Rows = [["Họ và tên", "Lớp"], ["- Nguyễn Văn An", "10A1"], ["- Lê Thị Bé", "10A1"]]
    assert names(roster(rows)) == ["- Nguyễn Văn An", "- Lê Thị Bé"]
