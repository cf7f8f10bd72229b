"""The sheet "Cần sửa" in front of a marked workbook: every finding, gathered by cause."""

import re
from collections import defaultdict
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from documents.measure import LINE_SPACING, line_count
from documents.own_sheets import own_title
from documents.plain_cells import put
from domain.formats import count

NAME = "Cần sửa"
TITLE = own_title("NHỮNG CHỖ CẦN SỬA")
ERROR, WARNING = "error", "warning"
FILLS = {ERROR: "FFF4A6A6", WARNING: "FFFFD966"}
LABELS = {ERROR: "Lỗi", WARNING: "Lưu ý"}
# Heading and width in characters.
COLUMNS = (
    ("TT", 5), ("Mức", 8), ("Số chỗ", 8), ("Vấn đề", 50), ("Cách sửa", 34), ("Trang", 18),
    ("Ô", 9), ("Giá trị đang ghi", 26),
)  # fmt: skip
# Excel follows no more links than this on one sheet.
MOST_PLACES = 60_000
_HEADER_ROW = 5
_FONT, _SIZE = "Times New Roman", 11
_LEVEL_COLUMN, _CELL_COLUMN = 2, 7
_CENTRED_COLUMNS = (1, 2, 3, 7)
_POINTS_PER_CHARACTER = 5.4
# How a sentence tells what to do, after its last semicolon.
_ADVICE = re.compile(
    r"(?:hãy|sửa|kiểm tra|bổ sung|ghi|chọn|bỏ|thêm|nhập|lưu|xem|tách|xóa|đặt|gộp|nếu|hai huyện)\b"
)
_USUAL_ADVICE = {
    ERROR: "Sửa lại cho đúng hồ sơ của học sinh.",
    WARNING: "Xem lại; nếu đã đúng thì để nguyên.",
}
_THIN = Side(style="thin", color="FF808080")
_BORDER = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_CENTRED = Alignment(wrap_text=True, vertical="top", horizontal="center")


@dataclass(frozen=True)
class Listed:
    """One finding at its place; `cell` "" is a whole sheet, unreachable where that is hidden."""

    level: str
    message: str
    mend: str
    sheet: str
    cell: str
    value: str
    is_reachable: bool


def parts_of(level: str, message: str) -> tuple[str, str]:
    """What is wrong and how to mend it, taken apart at the sentence's last semicolon."""
    wrong, semicolon, advice = message.rpartition("; ")
    if semicolon and _ADVICE.match(advice) and wrong.count("“") == wrong.count("”"):
        return f"{wrong}.", f"{advice[0].upper()}{advice[1:]}"
    return message, _USUAL_ADVICE[level]


def add_findings_sheet(book: Workbook, file_name: str, listed: Sequence[Listed]) -> None:
    """Put the sheet in front and open the workbook on it."""
    sheet = book.create_sheet(NAME, 0)
    for other in (*book.worksheets, *book.chartsheets):
        views = other.views if isinstance(other, Worksheet) else other.sheetViews
        for view in views.sheetView if views else ():
            # Sheets selected together are edited together.
            view.tabSelected = other is sheet
    book.active = 0
    for column, (_, width) in enumerate(COLUMNS, 1):
        sheet.column_dimensions[sheet.cell(1, column).column_letter].width = width
    _write_top(sheet, file_name, listed)
    _write_causes(sheet, listed)
    _set_up(sheet)


def _write_top(sheet: Worksheet, file_name: str, listed: Sequence[Listed]) -> None:
    errors = sum(finding.level == ERROR for finding in listed)
    lines = (
        TITLE,
        f"Tệp “{file_name}” có {count(errors)} lỗi (dòng có lỗi chưa được nhập) và "
        f"{count(len(listed) - errors)} lưu ý (dòng vẫn được nhập, cần xem lại).",
        "Bấm vào cột “Ô” để đến chỗ cần sửa: ô màu đỏ là lỗi, ô màu vàng là lưu ý, ghi chú của ô "
        "nói rõ vì sao. Sửa xong, lưu tệp rồi gửi lại; không cần xóa màu, ghi chú và trang này.",
    )
    room = sum(width for _, width in COLUMNS) * _POINTS_PER_CHARACTER
    for row, text in enumerate(lines, 1):
        cell = sheet.cell(row, 1)
        put(cell, text)
        cell.font = Font(name=_FONT, size=14 if row == 1 else 12, bold=row == 1)
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(COLUMNS))
        size = 14 if row == 1 else 12
        sheet.row_dimensions[row].height = (
            line_count(text, room, size, bold=row == 1) * size * LINE_SPACING + 4
        )
    for column, (heading, _) in enumerate(COLUMNS, 1):
        cell = sheet.cell(_HEADER_ROW, column, heading)
        cell.font = Font(name=_FONT, size=_SIZE, bold=True)
        cell.alignment, cell.border = _CENTRED, _BORDER
        cell.fill = PatternFill("solid", fgColor="FFD9E1F2")


class _Styles:
    """The looks of the list's cells: openpyxl takes long to tell equal ones for every cell."""

    def __init__(self, sheet: Worksheet) -> None:
        # Any cell will do to make them on: the first of the list gets its own look afterwards.
        cell = sheet.cell(_HEADER_ROW + 1, 1)
        font = Font(name=_FONT, size=_SIZE)
        link = Font(name=_FONT, size=_SIZE, color="FF0563C1", underline="single")
        self.text = self._made(cell, font, _WRAPPED)
        self.centred = self._made(cell, font, _CENTRED)
        self.link = self._made(cell, link, _CENTRED)
        self.levels = {
            level: self._made(cell, font, _CENTRED, PatternFill("solid", fgColor=colour))
            for level, colour in FILLS.items()
        }

    def _made(
        self, cell: Cell, font: Font, alignment: Alignment, fill: PatternFill | None = None
    ) -> StyleArray:
        cell.font, cell.alignment, cell.border = font, alignment, _BORDER
        cell.fill = fill or PatternFill()
        return copy(cell._style)

    def of(self, column: int, place: Listed, *, is_first: bool) -> StyleArray:
        """The look of a cell in the line of that place."""
        if column == _LEVEL_COLUMN and is_first:
            return self.levels[place.level]
        if column == _CELL_COLUMN and place.is_reachable:
            return self.link
        return self.centred if column in _CENTRED_COLUMNS else self.text


def _write_causes(sheet: Worksheet, listed: Sequence[Listed]) -> None:
    causes: dict[tuple[str, str, str], list[Listed]] = defaultdict(list)
    for finding in listed:
        causes[finding.level, finding.message, finding.mend].append(finding)
    ordered = sorted(causes.items(), key=lambda cause: (cause[0][0] != ERROR, -len(cause[1])))
    styles = _Styles(sheet)
    row = _HEADER_ROW + 1
    for number, ((level, message, mend), places) in enumerate(ordered, 1):
        wrong, advice = (message, mend) if mend else parts_of(level, message)
        for place in places:
            if row > _HEADER_ROW + MOST_PLACES:
                left = len(listed) - MOST_PLACES
                put(
                    sheet.cell(row, 4), f"… còn {count(left)} chỗ khác, xem màu và ghi chú ở các ô."
                )
                return
            is_first = place is places[0]
            told = (number, LABELS[level], len(places), wrong, advice) if is_first else ("",) * 5
            _write_place(sheet, styles, row, place, told)
            row += 1


def _write_place(
    sheet: Worksheet, styles: _Styles, row: int, place: Listed, told: tuple[int | str, ...]
) -> None:
    contents = (*told, place.sheet, place.cell or "cả trang", place.value)
    lines = 1
    for column, content in enumerate(contents, 1):
        cell = sheet.cell(row, column)
        put(cell, content)
        cell._style = copy(styles.of(column, place, is_first=bool(told[1])))
        room = COLUMNS[column - 1][1] * _POINTS_PER_CHARACTER - 4
        lines = max(lines, line_count(str(content), room, _SIZE))
    sheet.row_dimensions[row].height = min(lines * _SIZE * LINE_SPACING + 4, 400)
    if place.is_reachable:
        name = place.sheet.replace("'", "''")
        cell = sheet.cell(row, _CELL_COLUMN)
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{name}'!{place.cell or 'A1'}")
        # openpyxl has put its own look of a link on the cell.
        cell._style = copy(styles.link)


def _set_up(sheet: Worksheet) -> None:
    sheet.freeze_panes = sheet.cell(_HEADER_ROW + 1, 1)
    sheet.print_title_rows = f"{_HEADER_ROW}:{_HEADER_ROW}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.sheet_properties.tabColor = FILLS[ERROR]
    sheet.oddFooter.center.text = "&P/&N"
    # Against pupils pasted here, where nobody would read them; there is no password.
    sheet.protection.sheet = True
    for allowed in ("formatColumns", "formatRows", "formatCells", "sort", "autoFilter"):
        setattr(sheet.protection, allowed, False)
