"""Pieces every official paper in Excel is laid out with (Decree 30/2020/NĐ-CP).

A paper is first planned as rows (`SheetRow`), then written in one pass. Widths of columns are in
pixels at 96 to the inch, heights and text sizes in points, as Excel itself counts them.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum, auto
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from documents.measure import LINE_SPACING, line_count, text_width
from documents.wording import MOTTO, NATIONAL_TITLE

FONT = "Times New Roman"
A4 = 9
MILLIMETRES_TO_INCHES = 1 / 25.4
PIXELS_TO_POINTS = 0.75
POINTS_PER_MILLIMETRE = 72 / 25.4

# Within the decree's 20–25 (top, bottom), 30–35 (left) and 15–20 mm (right).
MARGIN_TOP, MARGIN_BOTTOM, MARGIN_LEFT, MARGIN_RIGHT = 20, 20, 30, 15
PAGE_NUMBER_FROM_EDGE = 10
LANDSCAPE_WIDTH, LANDSCAPE_HEIGHT = 297, 210

PRINTED_WIDTH = (LANDSCAPE_WIDTH - MARGIN_LEFT - MARGIN_RIGHT) * POINTS_PER_MILLIMETRE
"""Points between the side margins; columns together stay below it, so that 13 prints as 13."""
# Printers keep a little for themselves: a page is planned slightly shorter than it is.
PRINTED_HEIGHT = (LANDSCAPE_HEIGHT - MARGIN_TOP - MARGIN_BOTTOM) * POINTS_PER_MILLIMETRE * 0.97

CELL_PADDING = 5.0
ROW_PADDING = 6.0

# The default font only sets the unit of column widths: at size 12 a digit is 8 pixels exactly.
_DEFAULT_FORMAT = {"font_name": FONT, "font_size": 12, "font_scheme": False}
_WORKBOOK_OPTIONS = {
    "default_column_width": 72,
    "default_row_height": 21,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


class Style(StrEnum):
    """How a cell looks; the properties are in `_PROPERTIES`."""

    SUPERIOR = auto()
    ISSUER = auto()
    MOTTO = auto()
    PLACE_AND_DAY = auto()
    STATUS = auto()
    TITLE = auto()
    SUBTITLE = auto()
    REFERENCE = auto()
    HEADER = auto()
    PART = auto()
    TEXT = auto()
    TO_FILL_IN = auto()
    CENTRED = auto()
    TOTAL = auto()
    NOTE = auto()
    COPIES_TITLE = auto()
    COPIES = auto()
    SIGNER = auto()


# Styles without a size of their own are those of the table: its size is the paper's choice.
_CENTRE = {"align": "center", "valign": "vcenter", "text_wrap": True}
_LEFT = {"align": "left", "valign": "vcenter", "text_wrap": True}
_PROPERTIES: dict[Style, dict[str, Any]] = {
    Style.SUPERIOR: _CENTRE | {"font_size": 13},
    Style.ISSUER: _CENTRE | {"font_size": 13, "bold": True},
    Style.MOTTO: _CENTRE | {"font_size": 14, "bold": True},
    Style.PLACE_AND_DAY: _CENTRE | {"font_size": 14, "italic": True},
    Style.STATUS: _CENTRE | {"font_size": 13, "italic": True},
    Style.TITLE: _CENTRE | {"font_size": 14, "bold": True},
    Style.SUBTITLE: _CENTRE | {"font_size": 14, "bold": True},
    Style.REFERENCE: _CENTRE | {"font_size": 14, "italic": True},
    Style.HEADER: _CENTRE | {"bold": True, "border": 1},
    Style.PART: _LEFT | {"bold": True, "border": 1},
    Style.TEXT: _LEFT | {"border": 1},
    # As text: "01" typed there stays "01".
    Style.TO_FILL_IN: _LEFT | {"border": 1, "num_format": "@", "bg_color": "#FFFFE5"},
    Style.CENTRED: _CENTRE | {"border": 1},
    Style.TOTAL: _LEFT | {"font_size": 13, "bold": True},
    Style.NOTE: _LEFT | {"font_size": 13, "italic": True},
    Style.COPIES_TITLE: _LEFT | {"font_size": 12, "bold": True, "italic": True},
    Style.COPIES: _LEFT | {"font_size": 11},
    Style.SIGNER: _CENTRE | {"font_size": 13, "bold": True},
}


@dataclass(frozen=True)
class Cell:
    """A text (or a running number) over the columns `first` to `last`."""

    first: int
    last: int
    content: str | int
    style: Style


@dataclass(frozen=True)
class Line:
    """A thin line under a text, centred in the columns `first` to `last`; `width` in points."""

    first: int
    last: int
    width: float


@dataclass(frozen=True)
class SheetRow:
    """One row of a paper; `keeps_with_next` forbids a page break below it."""

    height: float
    cells: tuple[Cell, ...] = ()
    lines: tuple[Line, ...] = ()
    keeps_with_next: bool = False


class PaperSheet(Worksheet):
    """A worksheet numbered at the top centre from its second page on, as the decree asks."""

    def _write_header_footer(self) -> None:
        # XlsxWriter knows no different first page; the element is a single line of the format.
        self._xml_start_tag("headerFooter", [("differentFirst", 1)])
        self._xml_data_element("oddHeader", f'&C&"{FONT},Regular"&13&P')
        self._xml_end_tag("headerFooter")


class Paper:
    """An A4 landscape sheet being written, from the top row down."""

    def __init__(
        self,
        workbook: xlsxwriter.Workbook,
        name: str,
        column_widths: Sequence[int],
        *,
        table_size: int = 13,
    ) -> None:
        self.sheet: PaperSheet = workbook.add_worksheet(name, worksheet_class=PaperSheet)
        self.column_widths = tuple(column_widths)
        self.row = 0
        self._properties = {
            style: {**_DEFAULT_FORMAT, "font_size": table_size, **properties}
            for style, properties in _PROPERTIES.items()
        }
        self._formats: dict[Style, Format] = {
            style: workbook.add_format(properties) for style, properties in self._properties.items()
        }
        for column, width in enumerate(self.column_widths):
            self.sheet.set_column_pixels(column, column, width)
        self._set_up_page()

    @property
    def last_column(self) -> int:
        """Index of the rightmost column."""
        return len(self.column_widths) - 1

    def height(self, cells: Iterable[Cell], least: float = 0) -> float:
        """Height in points that shows every line of every cell."""
        return max([least, *(self._cell_height(cell) for cell in cells)])

    def planned(self, *cells: Cell, keeps_with_next: bool = False, least: float = 0) -> SheetRow:
        """A row as high as its fullest cell."""
        return SheetRow(self.height(cells, least), cells, keeps_with_next=keeps_with_next)

    def across(self, text: str, style: Style, *, keeps_with_next: bool = False) -> SheetRow:
        """A row holding one text over the whole width."""
        cell = Cell(0, self.last_column, text, style)
        return self.planned(cell, keeps_with_next=keeps_with_next)

    def write(self, rows: Iterable[SheetRow]) -> None:
        """Write the rows below those written before."""
        for row in rows:
            self.sheet.set_row(self.row, row.height)
            for cell in row.cells:
                self._write_cell(cell)
            for line in row.lines:
                self._draw(line)
            self.row += 1

    def _write_cell(self, cell: Cell) -> None:
        cell_format = self._formats[cell.style]
        if cell.last > cell.first:
            # Written empty first: merge_range would read "=…" as a formula.
            self.sheet.merge_range(self.row, cell.first, self.row, cell.last, "", cell_format)
        if isinstance(cell.content, int):
            self.sheet.write_number(self.row, cell.first, cell.content, cell_format)
        elif cell.content:
            self.sheet.write_string(self.row, cell.first, cell.content, cell_format)
        else:
            self.sheet.write_blank(self.row, cell.first, None, cell_format)

    def _draw(self, line: Line) -> None:
        # A cell border could only be as long as a column; the decree wants the text's length.
        room = sum(self.column_widths[line.first : line.last + 1])
        width = round(line.width / PIXELS_TO_POINTS)
        options = {
            "x_offset": (room - width) // 2,
            "y_offset": 2,
            "width": width,
            "height": 1,
            "object_position": 3,
            "line": {"color": "black", "width": 0.75},
            "fill": {"color": "black"},
            "decorative": True,
        }
        self.sheet.insert_textbox(self.row, line.first, "", options)

    def _cell_height(self, cell: Cell) -> float:
        properties = self._properties[cell.style]
        size = properties["font_size"]
        room = sum(self.column_widths[cell.first : cell.last + 1]) * PIXELS_TO_POINTS
        lines = line_count(
            str(cell.content), room - CELL_PADDING, size, bold=properties.get("bold", False)
        )
        padding = ROW_PADDING if "border" in properties else 2.0
        return lines * size * LINE_SPACING + padding

    def _set_up_page(self) -> None:
        sheet = self.sheet
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.set_margins(
            left=MARGIN_LEFT * MILLIMETRES_TO_INCHES,
            right=MARGIN_RIGHT * MILLIMETRES_TO_INCHES,
            top=MARGIN_TOP * MILLIMETRES_TO_INCHES,
            bottom=MARGIN_BOTTOM * MILLIMETRES_TO_INCHES,
        )
        sheet.set_header("&P", {"margin": PAGE_NUMBER_FROM_EDGE * MILLIMETRES_TO_INCHES})
        sheet.fit_to_pages(1, 0)
        sheet.center_horizontally()
        sheet.hide_gridlines(2)


@contextmanager
def official_workbook(
    target: BinaryIO | Path, *, title: str, author: str, made_on: date, streaming: bool = False
) -> Iterator[xlsxwriter.Workbook]:
    """A workbook whose bytes depend on its content only; `streaming` takes rows in order."""
    options = {
        **_WORKBOOK_OPTIONS,
        # A copy, because XlsxWriter writes into it.
        "default_format_properties": dict(_DEFAULT_FORMAT),
        "constant_memory": streaming,
        # What is not streamed is a paper of some pages: temporary files cost more than writing it.
        "in_memory": not streaming,
    }
    workbook = xlsxwriter.Workbook(target, options)
    created = datetime.combine(made_on, time(), tzinfo=UTC)
    workbook.set_properties({"title": title, "author": author, "created": created})
    try:
        yield workbook
    except BaseException:
        # A paper broken off half-way must not reach the target looking finished.
        workbook.filename = BytesIO()
        raise
    finally:
        workbook.close()


def office_names(paper: Paper, *, superior: str, office: str, last: int) -> list[SheetRow]:
    """The top of a list that is no official paper: whose it is, over the columns up to `last`."""
    return [
        paper.planned(Cell(0, last, superior, Style.SUPERIOR)),
        paper.planned(Cell(0, last, office, Style.ISSUER)),
        SheetRow(8),
    ]


def write_headings(paper: Paper, headings: Iterable[str], *, frozen: int, least: float = 0) -> int:
    """Write the row of headings; it stays above while one scrolls, with `frozen` columns beside,
    and stands on every page. Returns its index.
    """
    row = paper.row
    cells = [Cell(number, number, text, Style.HEADER) for number, text in enumerate(headings)]
    paper.write([paper.planned(*cells, least=least)])
    paper.sheet.repeat_rows(row)
    paper.sheet.freeze_panes(row + 1, frozen)
    return row


def letterhead(
    paper: Paper, *, superior: str, issuer: str, place_and_day: str, split: int, status: str = ""
) -> list[SheetRow]:
    """The top of a paper: bodies left of column `split`, national title and motto from it on."""
    left, right = (0, split - 1), (split, paper.last_column)
    lines = (
        Line(*left, width=text_width(issuer, 13, bold=True) * 0.4),
        Line(*right, width=text_width(MOTTO, 14, bold=True)),
    )
    return [
        paper.planned(
            Cell(*left, superior, Style.SUPERIOR), Cell(*right, NATIONAL_TITLE, Style.ISSUER)
        ),
        paper.planned(Cell(*left, issuer, Style.ISSUER), Cell(*right, MOTTO, Style.MOTTO)),
        SheetRow(8, lines=lines),
        paper.planned(
            Cell(*left, status, Style.STATUS), Cell(*right, place_and_day, Style.PLACE_AND_DAY)
        ),
    ]


def signature_block(
    paper: Paper, *, copies: Sequence[str], signer_titles: Sequence[str], signer: str, split: int
) -> list[SheetRow]:
    """The end of a paper: who receives it on the left, who signs on the right, never torn apart."""
    left, right = (0, split - 1), (split, paper.last_column)
    left_cells = [Cell(*left, "Nơi nhận:", Style.COPIES_TITLE)]
    left_cells += [Cell(*left, copy, Style.COPIES) for copy in copies]
    room_to_sign = ("",) * 4
    right_cells = [
        Cell(*right, text, Style.SIGNER) for text in (*signer_titles, *room_to_sign, signer)
    ]
    rows = []
    for index in range(max(len(left_cells), len(right_cells))):
        cells = (*left_cells[index : index + 1], *right_cells[index : index + 1])
        rows.append(paper.planned(*cells, keeps_with_next=True))
    return rows


def page_breaks(rows: Sequence[SheetRow], repeated_height: float) -> list[int]:
    """Indices of rows that must begin a page, so that what belongs together stays together.

    `repeated_height` is what the repeated header row takes on every page after the first. Breaks
    Excel finds by itself are left to it.
    """
    breaks, used, block_start, block = [], 0.0, 0, 0.0
    for index, row in enumerate(rows):
        block += row.height
        if row.keeps_with_next and index < len(rows) - 1:
            continue
        if used and used + block > PRINTED_HEIGHT:
            if index > block_start:
                breaks.append(block_start)
            used = repeated_height
        used += block
        block_start, block = index + 1, 0.0
    return breaks
