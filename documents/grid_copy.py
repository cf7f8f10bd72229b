"""A new workbook of cells as they were read, for files that cannot be written back."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from documents.own_sheets import is_own_sheet

Range = tuple[tuple[int, int], tuple[int, int]]

# What XML cannot hold, and half letters.
_NOT_WRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\]")
_LONGEST_TITLE = 31
_MOST_ROWS, _MOST_COLUMNS = 1_048_576, 16_384
_MOST_MERGED_CELLS = 200_000
_FORMULA_STARTS = ("=", "+", "-", "@")


@dataclass(frozen=True)
class GridSheet:
    """A sheet as it was read: `rows[0][0]` is the value of cell A1.

    `merges` are its merged ranges as ((first row, first column), (last row, last column)), from 0.
    """

    name: str
    rows: Sequence[Sequence[object]]
    is_visible: bool = True
    merges: Sequence[Range] = ()

    @property
    def is_own(self) -> bool:
        """Whether the application added the sheet."""
        return bool(self.rows and self.rows[0]) and is_own_sheet(self.rows[0][0])

    def value(self, row: int, column: int) -> object:
        """The value at a place counted from 0, "" where nothing is."""
        if row < len(self.rows) and column < len(self.rows[row]):
            value = self.rows[row][column]
            return "" if value is None else value
        return ""


def writable(text: str) -> str:
    """The text without what a workbook cannot hold."""
    return _NOT_WRITABLE.sub("", text)


def fits_a_workbook(sheets: Sequence[GridSheet], most_cells: int) -> bool:
    """Whether there are no more filled cells than these, all where Excel has cells."""
    filled = 0
    for sheet in sheets:
        if len(sheet.rows) > _MOST_ROWS or max(map(len, sheet.rows), default=0) > _MOST_COLUMNS:
            return False
        filled += sum(value not in ("", None) for row in sheet.rows for value in row)
    return filled <= most_cells


def copy_of(sheets: Sequence[GridSheet]) -> tuple[Workbook, dict[str, str]]:
    """A workbook of the sheets, ours left out, and the title each was given in it."""
    book = Workbook()
    book.remove(book.active)
    titles: dict[str, str] = {}
    for grid in sheets:
        if grid.is_own:
            continue
        bare = _NOT_IN_TITLES.sub(" ", writable(grid.name)).strip(" '")[:_LONGEST_TITLE]
        sheet = book.create_sheet(bare or "Danh sách")
        titles[grid.name] = sheet.title
        for number, row in enumerate(grid.rows, 1):
            for column, value in enumerate(row, 1):
                if value not in ("", None):
                    write(sheet.cell(number, column), value)
        _merge(sheet, grid)
        _widen(sheet, grid.rows)
        # A hidden sheet is not read as a list; it must not become one.
        sheet.sheet_state = "visible" if grid.is_visible else "hidden"
    return book, titles


def write(cell: Cell, value: object) -> None:
    """Set a cell to a value as it was read."""
    if isinstance(value, str):
        # Set as text: openpyxl takes what begins with "=" for a formula.
        cell.value = writable(value)
        cell.data_type = "s"
        cell.number_format = "@"
        cell.quotePrefix = value.startswith(_FORMULA_STARTS)
        return
    cell.value = value
    if isinstance(value, date):
        cell.number_format = "dd/mm/yyyy"


def _merge(sheet: Worksheet, grid: GridSheet) -> None:
    """Merge as in the file: a class merged downwards is the class of all its rows."""
    taken: set[tuple[int, int]] = set()
    for (top, left), (bottom, right) in grid.merges:
        if (bottom - top + 1) * (right - left + 1) + len(taken) > _MOST_MERGED_CELLS:
            return
        cells = {(r, c) for r in range(top, bottom + 1) for c in range(left, right + 1)}
        hidden = cells - {(top, left)}
        # Merging would wipe out what is written underneath.
        if hidden and not cells & taken and all(grid.value(*place) == "" for place in hidden):
            sheet.merge_cells(None, top + 1, left + 1, bottom + 1, right + 1)
            taken |= cells


def _widen(sheet: Worksheet, rows: Sequence[Sequence[object]]) -> None:
    """Columns wide enough for nearly all their texts, not for the title above them."""
    lengths: dict[int, list[int]] = defaultdict(list)
    for row in rows[:500]:
        for column, value in enumerate(row, 1):
            if value not in ("", None):
                lengths[column].append(10 if isinstance(value, date) else len(str(value)))
    for column, found in lengths.items():
        usual = sorted(found)[int(len(found) * 0.9)]
        sheet.column_dimensions[get_column_letter(column)].width = min(max(usual + 2, 6), 45)
