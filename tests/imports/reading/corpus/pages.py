"""Sheets of cells written in every format an office sends."""

import csv
import datetime
import html
import io
from collections.abc import Sequence
from dataclasses import dataclass, field

import xlsxwriter

from tests.imports.reading.books import ods_book, xls, xls_cell

Rows = list[list[object]]
# A block of merged cells: first row, first column, last row, last column, from 0.
Merge = tuple[int, int, int, int]


@dataclass(frozen=True)
class Formula:
    """A cell computed by the program that wrote it."""

    text: str
    cached: object


@dataclass
class Page:
    """One sheet before it is written."""

    rows: Rows
    name: str = "DS"
    merges: Sequence[Merge] = ()
    is_hidden: bool = False
    hidden_rows: Sequence[int] = ()
    hidden_columns: Sequence[int] = ()
    formats: dict[int, str] = field(default_factory=dict)


def to_xlsx(pages: Sequence[Page], **options: object) -> bytes:
    """An .xlsx as Excel writes it."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, **options})
    for page in pages:
        _write_page(book, page)
    book.close()
    return buffer.getvalue()


def _write_page(book: xlsxwriter.Workbook, page: Page) -> None:
    sheet = book.add_worksheet(page.name)
    for top, left, bottom, right in page.merges:
        sheet.merge_range(top, left, bottom, right, "")
    for r, row in enumerate(page.rows):
        for c, value in enumerate(row):
            _write_cell(book, page, sheet, r, c, value)
    for row in page.hidden_rows:
        sheet.set_row(row, None, None, {"hidden": True})
    for column in page.hidden_columns:
        sheet.set_column(column, column, None, None, {"hidden": True})
    if page.is_hidden:
        sheet.hide()


def _write_cell(
    book: xlsxwriter.Workbook, page: Page, sheet: object, r: int, c: int, value: object
) -> None:
    if isinstance(value, Formula):
        sheet.write_formula(r, c, value.text, None, value.cached)
    elif isinstance(value, datetime.date):
        shown = page.formats.get(c, "dd/mm/yyyy")
        sheet.write_datetime(r, c, value, book.add_format({"num_format": shown}))
    elif isinstance(value, str):
        if value:
            sheet.write_string(r, c, value)
    elif value is not None:
        sheet.write(r, c, value)


def to_xls(page: Page) -> bytes:
    """An .xls of texts and numbers."""
    cells = [
        xls_cell(r, c, float(value) if isinstance(value, int) else value)
        for r, row in enumerate(page.rows)
        for c, value in enumerate(row)
        if value not in ("", None)
    ]
    return xls(b"".join(cells))


def _ods_cell(value: object, spans: tuple[int, int] | None) -> str:
    over = ""
    if spans:
        over = f' table:number-rows-spanned="{spans[0]}" table:number-columns-spanned="{spans[1]}"'
    if value in ("", None):
        return f"<table:table-cell{over}/>"
    if isinstance(value, datetime.date):
        kind = f'office:value-type="date" office:date-value="{value.isoformat()[:10]}"'
        shown = f"{value.day:02d}/{value.month:02d}/{value.year}"
    elif isinstance(value, int | float):
        kind, shown = f'office:value-type="float" office:value="{value}"', f"{value:g}"
    else:
        lines = str(value).split("\n")
        kind, shown = (
            'office:value-type="string"',
            "</text:p><text:p>".join(map(html.escape, lines)),
        )
    return f"<table:table-cell{over} {kind}><text:p>{shown}</text:p></table:table-cell>"


def to_ods(pages: Sequence[Page]) -> bytes:
    """An .ods as LibreOffice writes it, padding included."""
    tables = []
    for page in pages:
        spans = {(m[0], m[1]): (m[2] - m[0] + 1, m[3] - m[1] + 1) for m in page.merges}
        rows = "".join(
            "<table:table-row>"
            + "".join(_ods_cell(value, spans.get((r, c))) for c, value in enumerate(row))
            + '<table:table-cell table:number-columns-repeated="1000"/></table:table-row>'
            for r, row in enumerate(page.rows)
        )
        padding = (
            '<table:table-row table:number-rows-repeated="1048000">'
            '<table:table-cell table:number-columns-repeated="1024"/></table:table-row>'
        )
        tables.append((page.name, page.is_hidden, rows + padding))
    return ods_book(tables)


def shown(value: object) -> str:
    """A cell as Excel shows it, which is what it exports."""
    if isinstance(value, Formula):
        return shown(value.cached)
    if isinstance(value, datetime.date):
        return f"{value.day:02d}/{value.month:02d}/{value.year}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def to_csv(
    page: Page, *, separator: str = ",", newline: str = "\r\n", quoting: int = csv.QUOTE_MINIMAL
) -> str:
    """Separated text, as wide as the widest row."""
    width = max(map(len, page.rows))
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator=newline, quoting=quoting)
    for row in page.rows:
        writer.writerow([shown(value) for value in row] + [""] * (width - len(row)))
    return out.getvalue()


def to_html(page: Page, *, head: str = '<meta charset="utf-8">', cell: str = "td") -> str:
    """A web page with one table, spans for merged cells."""
    spans = {(m[0], m[1]): (m[2] - m[0] + 1, m[3] - m[1] + 1) for m in page.merges}
    covered = {
        (r, c)
        for top, left, bottom, right in page.merges
        for r in range(top, bottom + 1)
        for c in range(left, right + 1)
    } - set(spans)
    width = max(map(len, page.rows))
    lines = []
    for r, row in enumerate(page.rows):
        cells = []
        for c in range(width):
            if (r, c) in covered:
                continue
            value = shown(row[c]) if c < len(row) else ""
            tall, wide = spans.get((r, c), (1, 1))
            over = f' rowspan="{tall}" colspan="{wide}"' if (tall, wide) != (1, 1) else ""
            inside = html.escape(value).replace("\n", "<br>")
            cells.append(f"<{cell}{over}>{inside}</{cell}>")
        lines.append(f"<tr>{''.join(cells)}</tr>")
    return f"<html><head>{head}</head><body><table border=1>{''.join(lines)}</table></body></html>"
