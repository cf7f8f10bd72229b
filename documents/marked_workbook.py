"""The office's own workbook back, bad cells coloured and explained, to be mended and sent again.

What the office laid out is kept: openpyxl opens an .xlsx or .xlsm and only fills and comments are
added. Other formats cannot be written back; their cells come in a new .xlsx at the same addresses.
"""

import io
import logging
import re
import warnings
import zipfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePath
from typing import BinaryIO

from openpyxl import Workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.worksheet.worksheet import Worksheet

from documents import findings_sheet, kept_parts, openable
from documents.findings_sheet import ERROR, FILLS, LABELS, WARNING, Listed
from documents.grid_copy import GridSheet, copy_of, fits_a_workbook, writable, write
from documents.measure import line_count
from domain.formats import count

_LOG = logging.getLogger(__name__)
AUTHOR = "Hệ thống"
_OUR_LINE = re.compile(rf"^{AUTHOR} – .*$\n?", re.MULTILINE)
_COMMENT_WIDTH = 320
_COMMENT_ROOM, _COMMENT_LETTERS = 225.0, 10.5  # points; Tahoma 9 is as wide as Times at 10.5
_COMMENT_LINE, _MOST_COMMENT_LINES = 16, 30
_NAME_SUFFIX = " - cần sửa"


class TooLargeToMark(ValueError):
    """The workbook has more cells than can be given back; `str()` says what to do instead."""

    def __init__(self, file_name: str) -> None:
        super().__init__(
            f"Tệp “{file_name}” có hơn {count(openable.MOST_CELLS)} ô nên không tô màu được; "
            "hãy sửa trên tệp của mình theo bảng lỗi, hoặc tách thành nhiều tệp nhỏ."
        )


@dataclass(frozen=True)
class CellFinding:
    """What is wrong at a place: `row` 0 is the whole sheet, `cell` "" the whole row.

    `level` is "error" or "warning"; `message` a Vietnamese sentence, of which `mend` says what to
    do about it; where it is not told apart it is looked for at the end of the sentence.
    """

    sheet: str
    row: int
    cell: str
    level: str
    message: str
    mend: str = ""


Findings = Sequence[CellFinding]
Grids = Mapping[str, GridSheet]


def mark_workbook(
    content: bytes,
    file_name: str,
    findings: Findings,
    out: BinaryIO,
    *,
    sheets: Sequence[GridSheet],
) -> str:
    """Write the marked workbook to `out` and return the name to give it.

    `sheets` are the cells as they were read. They say what stands where, what formulas had come
    to, and are the workbook itself where the file is none that openpyxl can write.
    Raises TooLargeToMark.
    """
    grids = {sheet.name: sheet for sheet in sheets}
    with warnings.catch_warnings():
        # openpyxl warns of every extension it does not know; nobody here can do anything about it.
        warnings.simplefilter("ignore")
        saved, suffix = _marked(content, file_name, findings, grids)
    out.write(saved)
    stem = PurePath(file_name.replace("\\", "/")).stem.removesuffix(_NAME_SUFFIX)
    return f"{stem}{_NAME_SUFFIX}{suffix}"


def _marked(
    content: bytes,
    file_name: str,
    findings: Findings,
    grids: Grids,
) -> tuple[bytes, str]:
    """The bytes of the marked workbook and the ending of its name."""
    if openable.is_openable(content):
        # A file one program wrote and another reads may still be beyond openpyxl, in ways nobody
        # can list; then the cells alone are given back rather than nothing.
        try:
            reader = _FaithfulReader(content)
            reader.read()
            return _mend_copy(reader, content, file_name, findings, grids), reader.suffix
        except Exception as error:
            _LOG.warning("openpyxl cannot open %s: %r", file_name, error)
    if not fits_a_workbook(list(grids.values()), openable.MOST_CELLS):
        raise TooLargeToMark(file_name)
    return _copy(file_name, findings, grids), ".xlsx"


class _FaithfulReader(ExcelReader):
    """openpyxl's reader, which otherwise turns a number in a date cell into a date or an error.

    5092005 typed into a date cell is such a number: the copy must still say so.
    """

    def __init__(self, content: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            has_macros = "xl/vbaProject.bin" in archive.namelist()
        super().__init__(io.BytesIO(content), keep_vba=has_macros, rich_text=True)
        self.suffix = ".xlsm" if has_macros else ".xlsx"

    def read_worksheets(self) -> None:
        self.sheet_paths = {s.name: relation.target for s, relation in self.parser.find_sheets()}
        self.wb._date_formats = set()
        self.wb._timedelta_formats = set()
        super().read_worksheets()


def _mend_copy(
    reader: _FaithfulReader, content: bytes, file_name: str, findings: Findings, grids: Grids
) -> bytes:
    """The office's own file with the marks of an earlier round gone and today's in it."""
    book: Workbook = reader.wb
    for sheet in book.worksheets:
        first = sheet._cells.get((1, 1))
        if first and str(first.value) == findings_sheet.TITLE:
            book.remove(sheet)
    drawings = kept_parts.drawings_of(content, reader.sheet_paths)
    for sheet in book.worksheets:
        if sheet.title in drawings:
            # Put back as they were: openpyxl would keep some of the shapes and lose others.
            sheet._charts, sheet._images = [], []
    _wipe_former_marks(book)
    _mark(book, file_name, findings, grids)
    _refill_merged(book, grids)
    return kept_parts.save(book, cached=grids, drawings=drawings)


def _wipe_former_marks(book: Workbook) -> None:
    for sheet in book.worksheets:
        for cell in sheet._cells.values():
            if cell.comment is None or AUTHOR not in cell.comment.text:
                continue
            left, found = _OUR_LINE.subn("", cell.comment.text)
            if not found:
                continue
            kept = left.strip()
            cell.comment = Comment(kept, cell.comment.author) if kept else None
            if cell.fill.fgColor.rgb in FILLS.values():
                cell.fill = PatternFill()


def _refill_merged(book: Workbook, grids: Grids) -> None:
    """Put back what stands under merged cells: openpyxl wipes it, the reader of lists reads it."""
    for sheet in book.worksheets:
        grid = grids.get(sheet.title)
        for area in sheet.merged_cells.ranges if grid else ():
            for row, column in area.cells:
                value = grid.value(row - 1, column - 1)
                covered = sheet._cells.get((row, column))
                if value != "" and isinstance(covered, MergedCell):
                    cell = Cell(sheet, row, column)
                    cell._style = copy(covered._style)
                    write(cell, value)
                    sheet._cells[row, column] = cell


def _copy(file_name: str, findings: Findings, grids: Grids) -> bytes:
    book, titles = copy_of(list(grids.values()))
    renamed = [replace(f, sheet=titles.get(f.sheet, f.sheet)) for f in findings]
    _mark(book, file_name, renamed, {title: grids[name] for name, title in titles.items()})
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def _mark(
    book: Workbook,
    file_name: str,
    findings: Findings,
    grids: Grids,
) -> None:
    """Colour and comment the cells, and put the list of all findings in front."""
    sheets = {sheet.title: sheet for sheet in book.worksheets}
    marked: dict[tuple[str, str], list[CellFinding]] = defaultdict(list)
    listed = []
    for finding in findings:
        sheet = sheets.get(finding.sheet)
        grid = grids.get(finding.sheet) or GridSheet(finding.sheet, ())
        address = (finding.cell or _first_filled(grid, finding.row)) if finding.row else ""
        if sheet is not None and address:
            marked[finding.sheet, address].append(finding)
        listed.append(
            Listed(
                level=finding.level,
                message=" ".join(writable(finding.message).split()),
                mend=writable(finding.mend),
                sheet=writable(finding.sheet),
                cell=address,
                value=_shown(grid, address),
                is_reachable=sheet is not None and sheet.sheet_state == "visible",
            )
        )
    for (title, address), at_cell in marked.items():
        _mark_cell(sheets[title], address, at_cell)
    findings_sheet.add_findings_sheet(book, file_name, listed)


def _first_filled(grid: GridSheet, number: int) -> str:
    row = grid.rows[number - 1] if number <= len(grid.rows) else ()
    column = next((c for c, v in enumerate(row, 1) if v is not None and str(v).strip()), 1)
    return f"{get_column_letter(column)}{number}"


def _shown(grid: GridSheet, address: str) -> str:
    """A cell's value as a person would write it."""
    if not address:
        return ""
    row, column = coordinate_to_tuple(address)
    value = grid.value(row - 1, column - 1)
    if isinstance(value, date):
        return f"{value.day:02d}/{value.month:02d}/{value.year}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return writable(str(value))[:200]


def _mark_cell(sheet: Worksheet, address: str, findings: Sequence[CellFinding]) -> None:
    cell = sheet[address]
    if isinstance(cell, MergedCell):
        area = next(area for area in sheet.merged_cells.ranges if address in area)
        cell = sheet.cell(area.min_row, area.min_col)
    # A warning shall not hide the error another row of a merged cell has set.
    is_error = any(f.level == ERROR for f in findings) or _is_marked_wrong(cell)
    cell.fill = PatternFill("solid", fgColor=FILLS[ERROR if is_error else WARNING])
    lines = [f"{AUTHOR} – {LABELS[f.level]}: {f.message}" for f in findings]
    before = cell.comment
    said = before.text.rstrip() if before else ""
    new = [line for line in dict.fromkeys(_one_line(line) for line in lines) if line not in said]
    text = "\n".join([*([said] if said else []), *new])
    lines_shown = min(line_count(text, _COMMENT_ROOM, _COMMENT_LETTERS), _MOST_COMMENT_LINES)
    cell.comment = Comment(
        text,
        before.author if before else AUTHOR,
        height=lines_shown * _COMMENT_LINE + 12,
        width=_COMMENT_WIDTH,
    )
    if sheet.row_dimensions[cell.row].hidden:
        sheet.row_dimensions[cell.row].hidden = False


def _is_marked_wrong(cell: Cell) -> bool:
    return cell.fill.fgColor.rgb == FILLS[ERROR] and cell.comment is not None


def _one_line(text: str) -> str:
    return " ".join(writable(text).split())
