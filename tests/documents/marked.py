"""Workbooks an office laid out itself, and a look inside the marked ones."""

import struct
import zlib
from datetime import date
from io import BytesIO
from typing import Any

import xlsxwriter
from openpyxl import Workbook, load_workbook

from documents.grid_copy import GridSheet
from documents.marked_workbook import CellFinding, mark_workbook

ERROR, WARNING = "error", "warning"
ROWS: list[list[Any]] = [
    ["STT", "Họ và tên", "Ngày sinh", "Trường"],
    [1.0, "Nguyễn Thị Hoa", "31/02/2005", "THCS Sông Đỏ"],
    [2.0, "Trần Văn Lộc", "25/11/2005", "THCS Lạ"],
]


def laid_out(**options: Any) -> bytes:
    """An .xlsx with formats, a formula, a comment, a line under the motto, a hidden row."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        if options.get("macros"):
            book.add_vba_project(BytesIO(b"not really macros"), is_stream=True)
        sheet = book.add_worksheet("DS")
        yellow = book.add_format({"bg_color": "#FFFF00", "bold": True, "border": 1})
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_row(0, 0, ROWS[0], yellow)
        for number, row in enumerate(ROWS[1:], 1):
            sheet.write_row(number, 0, row)
        sheet.write_string("A4", "=1+1")
        sheet.write_formula("B4", '=A2&" học sinh"', None, "1 học sinh <tốt>")
        if options.get("odd_date"):
            # Excel shows it as ####: no day has this number.
            sheet.write_number("C4", 5092005, day)
        else:
            sheet.write_number("C4", 38600, day)
        sheet.write_comment("B2", "Hỏi lại cô Lan", {"author": "Cô Ba"})
        sheet.insert_textbox("A6", "", {"width": 120, "height": 1})
        sheet.set_column("B:B", 33)
        sheet.set_row(2, None, None, {"hidden": True})
        sheet.freeze_panes(1, 0)
        book.add_worksheet("Ẩn").hide()
    return buffer.getvalue()


def illustrated() -> bytes:
    """Two sheets with a chart each and one picture on both."""
    header = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    picture = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in (
            (b"IHDR", header), (b"IDAT", zlib.compress(b"\0\xff\0\0")), (b"IEND", b"")
        )
    )  # fmt: skip
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        for name in ("9A1", "9A2"):
            sheet = book.add_worksheet(name)
            sheet.write("A1", "x")
            sheet.insert_image("C1", "dau.png", {"image_data": BytesIO(picture)})
            chart = book.add_chart({"type": "column"})
            chart.add_series({"values": f"='{name}'!$A$1:$A$3"})
            sheet.insert_chart("E1", chart)
    return buffer.getvalue()


def grid(*rows: list[Any], name: str = "DS") -> list[GridSheet]:
    """The cells of `laid_out`, or these."""
    more = ["=1+1", "1 học sinh <tốt>", date(2005, 9, 5)]
    return [GridSheet(name, list(rows) or [*ROWS, more])]


def finding(cell: str, message: str = "Sai.", level: str = ERROR, **place: Any) -> CellFinding:
    """A finding at a cell of the sheet DS."""
    row = int("".join(filter(str.isdigit, cell)) or 0)
    return CellFinding(**({"sheet": "DS", "row": row, "cell": cell} | place | {
        "level": level, "message": message,
    }))  # fmt: skip


def marked_bytes(content: bytes, *findings: CellFinding, **options: Any) -> bytes:
    """The marked workbook."""
    out = BytesIO()
    name = options.pop("name", "ds.xlsx")
    mark_workbook(content, name, findings, out, sheets=options.pop("sheets", None) or grid())
    return out.getvalue()


def marked(content: bytes, *findings: CellFinding, **options: Any) -> Workbook:
    """The marked workbook as openpyxl reads it."""
    return load_workbook(BytesIO(marked_bytes(content, *findings, **options)))


def places(book: Workbook) -> list[list[Any]]:
    """The lines of the sheet "Cần sửa" under its header, blanks as ""."""
    lines = book.worksheets[0].iter_rows(min_row=6, max_col=8, values_only=True)
    return [["" if value is None else value for value in line] for line in lines]
