"""Workbooks built in memory, as offices and as the hostile would send them."""

import datetime
import io
import struct
import zipfile

import xlsxwriter

from imports.reading import (
    GRADUATE_COLUMNS,
    ROSTER_COLUMNS,
    Reading,
    Record,
    Sheet,
    Workbook,
    read_tables,
)

Rows = list[list[object]]
NONE = 0xFFFFFFFF

HEADER = ["STT", "Họ và tên", "Giới tính", "Ngày sinh", "Trường", "Lớp"]
PUPILS: Rows = [
    [1.0, "Nguyễn Thị Hoa", "Nữ", "05/9/2005", "THCS Tân An", "9/1"],
    [2.0, "Trần Văn Lộc", "Nam", "25/11/2005", "THCS Tân An", "9/1"],
    [3.0, "Lê Ngọc Ánh", "Nữ", "14/02/2004", "THCS Tân An", "9/2"],
]


def xlsx(
    sheets: dict[str, Rows], *, hidden: tuple[str, ...] = (), merges: tuple[str, ...] = ()
) -> bytes:
    """An .xlsx of the given sheets; `merges` are ranges of the first sheet whose cells are set."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    as_date = book.add_format({"num_format": "dd/mm/yyyy"})
    for number, (name, rows) in enumerate(sheets.items()):
        sheet = book.add_worksheet(name)
        for r, row in enumerate(rows):
            for c, value in enumerate(row):
                if isinstance(value, datetime.date):
                    sheet.write_datetime(r, c, value, as_date)
                elif value != "":
                    sheet.write(r, c, value)
        if name in hidden:
            sheet.hide()
        for area in merges if number == 0 else ():
            sheet.merge_range(area, "")
            top = xlsxwriter.utility.xl_cell_to_rowcol(area.split(":")[0])
            sheet.write(*top, rows[top[0]][top[1]])
    book.close()
    return buffer.getvalue()


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def xls_cell(row: int, column: int, value: str | float) -> bytes:
    """One cell record of an old Excel file."""
    place = struct.pack("<HHH", row, column, 0)
    if isinstance(value, float):
        return _record(0x0203, place + struct.pack("<d", value))
    return _record(0x0204, place + struct.pack("<HB", len(value), 1) + value.encode("utf-16-le"))


def xls(cells: bytes, *, globals_: bytes = b"") -> bytes:
    """An .xls (MS-XLS in MS-CFB) of one sheet with these records of cells and of the book."""
    sheet = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0)) + cells
    begin = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0)) + globals_
    name = struct.pack("<BB", 2, 1) + "DS".encode("utf-16-le")
    start = len(begin) + 4 + 6 + len(name) + 4
    begin += _record(0x0085, struct.pack("<IBB", start, 0, 0) + name) + _record(0x000A, b"")
    stream = begin + sheet + _record(0x000A, b"")
    sectors = max(8, -(-len(stream) // 512))
    stream = stream.ljust(sectors * 512, b"\0")
    chain = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, sectors + 2), 0xFFFFFFFE]
    header = struct.pack(
        "<8s16sHHHHH6sIIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", bytes(16), 0x3E, 3,
        0xFFFE, 9, 6, bytes(6), 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0,
    ) + struct.pack("<108I", *[0xFFFFFFFF] * 108)  # fmt: skip
    table = struct.pack("<128I", *chain, *[0xFFFFFFFF] * (128 - len(chain)))
    entries = _entry("Root Entry", 5, 1, 0xFFFFFFFE, 0) + _entry(
        "Workbook", 2, NONE, 2, len(stream)
    )
    return header + table + entries.ljust(512, b"\0") + stream


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    spelt = (name + "\0").encode("utf-16-le")
    return struct.pack(
        "<64sHBBIII16sI16sIII", spelt, len(spelt), kind, 1, NONE, NONE, child, bytes(16), 0,
        bytes(16), start, size, 0,
    )  # fmt: skip


def zipped(members: dict[str, bytes]) -> bytes:
    """A zip archive of the given members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def with_member(book: bytes, name: str, content: bytes) -> bytes:
    """The same archive with one member's content replaced or added."""
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        members = {info.filename: archive.read(info) for info in archive.infolist()}
    return zipped(members | {name: content})


def ods(table_rows: str) -> bytes:
    """An OpenDocument workbook of one sheet whose rows are given as XML."""
    return ods_book([("DS", False, table_rows)])


def ods_book(tables: list[tuple[str, bool, str]]) -> bytes:
    """An OpenDocument workbook of sheets as (name, is hidden, rows as XML)."""
    spaces = "".join(
        f' xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{prefix}:1.0"'
        for prefix in ("office", "table", "text", "style")
    )
    styles = (
        "<office:automatic-styles>"
        '<style:style style:name="ta1" style:family="table">'
        '<style:table-properties table:display="true"/></style:style>'
        '<style:style style:name="ta2" style:family="table">'
        '<style:table-properties table:display="false"/></style:style>'
        "</office:automatic-styles>"
    )
    sheets = "".join(
        f'<table:table table:name="{name}" table:style-name="ta{1 + hidden}">{rows}</table:table>'
        for name, hidden, rows in tables
    )
    document = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content{spaces}>{styles}'
        f"<office:body><office:spreadsheet>{sheets}"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        '<?xml version="1.0"?><manifest:manifest'
        ' xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    )
    return zipped(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": document.encode(),
            "META-INF/manifest.xml": manifest.encode(),
        }
    )


def ods_row(cells: list[str], attributes: str = "") -> str:
    """One row of text cells for `ods`."""
    texts = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
        for cell in cells
    )
    return f"<table:table-row{attributes}>{texts}</table:table-row>"


def graduates(rows: Rows, *, sheet: str = "DS") -> Reading:
    """Read rows as a graduate list, without a file around them."""
    return read_tables(Workbook("ds.xlsx", (Sheet(sheet, True, rows),)), GRADUATE_COLUMNS)


def roster(rows: Rows, *, sheet: str = "DS") -> Reading:
    """Read rows as a roster, without a file around them."""
    return read_tables(Workbook("ds.xlsx", (Sheet(sheet, True, rows),)), ROSTER_COLUMNS)


def records(reading: Reading) -> list[Record]:
    """All records of a reading."""
    return [record for table in reading.tables for record in table.records]


def names(reading: Reading) -> list[str]:
    """The full names of all records, in order."""
    return [record.values["full_name"] for record in records(reading)]


def codes(reading: Reading) -> list[str]:
    """The codes of all findings, in order."""
    return [issue.code for issue in reading.every_issue()]
