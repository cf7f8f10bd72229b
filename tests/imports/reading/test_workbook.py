"""Every format an office may send, read by content."""

import datetime

import pytest

from domain.legacy import Encoding, encode
from imports.reading import GRADUATE_COLUMNS, Workbook, read_tables, read_workbook
from tests.imports.reading.books import (
    HEADER,
    PUPILS,
    Rows,
    codes,
    names,
    ods,
    ods_row,
    xls,
    xls_cell,
    xlsx,
)

LINES = [["", *HEADER[1:]], *PUPILS]
WANTED = [row[1] for row in PUPILS]


def _text(separator: str, rows: Rows | None = None) -> str:
    lines = [HEADER, *(rows or PUPILS)]
    return "\r\n".join(separator.join(str(cell) for cell in line) for line in lines) + "\r\n"


def _names_in(workbook: Workbook) -> list[str]:
    return names(read_tables(workbook, GRADUATE_COLUMNS))


def test_read_workbook_keeps_leading_blank_rows_and_columns():
    book = read_workbook(xlsx({"DS": [[], [], ["", "a"]]}), "a.xlsx")
    assert book.sheets[0].rows == [["", ""], ["", ""], ["", "a"]]


def test_read_workbook_knows_hidden_sheets():
    book = read_workbook(xlsx({"A": [["a"]], "B": [["b"]]}, hidden=("B",)), "a.xlsx")
    assert [(sheet.name, sheet.is_visible) for sheet in book.sheets] == [("A", True), ("B", False)]


def test_read_workbook_gives_dates_as_dates():
    day = datetime.date(2005, 9, 5)
    assert read_workbook(xlsx({"DS": [[day]]}), "a.xlsx").sheets[0].rows == [[day]]


def test_read_workbook_reads_old_excel():
    cells = b"".join(
        xls_cell(r, c, value)
        for r, row in enumerate([HEADER, *PUPILS])
        for c, value in enumerate(row)
    )
    book = read_workbook(xls(cells), "ds.xls")
    assert book.sheets[0].rows == [HEADER, *PUPILS]
    assert _names_in(book) == WANTED


def test_read_workbook_reads_opendocument():
    rows = "".join(ods_row([str(cell) for cell in row]) for row in [HEADER, *PUPILS])
    # LibreOffice pads a sheet to its full size with repeated blank cells.
    padding = (
        '<table:table-row table:number-rows-repeated="1048570">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    assert _names_in(read_workbook(ods(rows + padding), "a.ods")) == WANTED


@pytest.mark.parametrize("name", ["ds.xlsx", "ds.xls", "ds.csv", "ds"])
def test_read_workbook_believes_content_and_not_the_name(name):
    assert _names_in(read_workbook(xlsx({"DS": [HEADER, *PUPILS]}), name)) == WANTED


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_read_workbook_reads_separated_text(separator, encoding):
    content = _text(separator).encode(encoding)
    assert _names_in(read_workbook(content, "ds.csv")) == WANTED


def test_read_workbook_reads_windows_1258():
    # Windows-1258 writes the five tones as marks of their own behind the letter.
    marks = {"ấ": "â\u0301", "ễ": "ê\u0303", "ị": "i\u0323", "ộ": "ô\u0323", "ọ": "o\u0323"}
    text = _text(",")
    for letter, spelt in marks.items():
        text = text.replace(letter, spelt)
    spelt = "".join(_in_1258(letter) for letter in text)
    assert _names_in(read_workbook(spelt.encode("cp1258"), "ds.csv")) == WANTED


def _in_1258(letter: str) -> str:
    import unicodedata

    try:
        letter.encode("cp1258")
    except UnicodeEncodeError:
        spread = unicodedata.normalize("NFD", letter)
        base, tone = unicodedata.normalize("NFC", spread[:-1]), spread[-1]
        return base + tone
    return letter


@pytest.mark.parametrize("encoding", [Encoding.TCVN3, Encoding.VNI])
def test_read_workbook_reads_old_fonts_in_separated_text(encoding):
    content = encode(_text(";"), encoding).encode("latin-1")
    book = read_workbook(content, "ds.csv")
    assert _names_in(book) == WANTED
    assert book.sheets[0].rows[1][1] == encode("Nguyễn Thị Hoa", encoding), "converted too early"


def test_read_workbook_keeps_separators_and_line_breaks_inside_quotes():
    text = 'STT,Họ và tên,Chỗ ở\r\n1,Nguyễn Thị Hoa,"Ấp 6, Phường 5\nTân An"\r\n2,Lê An,\r\n'
    rows = read_workbook(text.encode(), "ds.csv").sheets[0].rows
    assert [row[1] for row in rows] == ["Họ và tên", "Nguyễn Thị Hoa", "Lê An"]


def test_read_workbook_chooses_the_separator_that_splits_evenly():
    text = "STT;Họ và tên;Chỗ ở\n1;Lê An;Ấp 1, Xã A, Huyện B\n2;Lê Bình;Ấp 2, Xã A, Huyện B\n"
    rows = read_workbook(text.encode(), "ds.csv").sheets[0].rows
    assert rows[1] == ["1", "Lê An", "Ấp 1, Xã A, Huyện B"]


def test_read_workbook_follows_excels_separator_line():
    text = "sep=;\r\nSTT;Họ và tên\r\n1;Lê An\r\n"
    rows = read_workbook(text.encode(), "ds.csv").sheets[0].rows
    assert rows == [[], ["STT", "Họ và tên"], ["1", "Lê An"]]


def test_read_workbook_takes_a_name_that_begins_with_a_quotation_mark():
    text = 'STT,Họ và tên,Lớp\n1,"Tý" Lê An,9/1\n2,Lê Bình,9/1\n'
    rows = read_workbook(text.encode(), "ds.csv").sheets[0].rows
    assert [row[2] for row in rows] == ["Lớp", "9/1", "9/1"]


def test_read_workbook_reads_a_web_page_named_xls():
    cells = "".join(
        "<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in [HEADER, *PUPILS]
    )
    page = (
        '<html><head><meta charset="utf-8"></head><body><table>'
        f"<tr><td colspan=6>DANH SÁCH&nbsp;LỚP</td></tr>{cells}</table></body></html>"
    )
    reading = read_tables(read_workbook(page.encode(), "ds.xls"), GRADUATE_COLUMNS)
    assert names(reading) == WANTED
    assert codes(reading) == []
    assert reading.tables[0].header_row == 2


def test_read_workbook_leaves_the_places_of_spanning_cells_blank():
    page = (
        "<table><tr><th rowspan=2>STT</th><th colspan=2>Họ và tên</th><th rowspan=2>Lớp</th></tr>"
        "<tr><th>Họ đệm</th><th>Tên</th></tr>"
        "<tr><td>1</td><td>Lê Thị</td><td>An</td><td>9/1</td></tr></table>"
    )
    rows = read_workbook(page.encode(), "ds.xls").sheets[0].rows
    assert rows == [
        ["STT", "Họ và tên", "", "Lớp"],
        ["", "Họ đệm", "Tên"],
        ["1", "Lê Thị", "An", "9/1"],
    ]


def test_read_workbook_names_the_sheet_of_a_text_file_after_it():
    assert read_workbook(b"a,b\n1,2\n", "THCS Tan An.csv").sheets[0].name == "THCS Tan An"
