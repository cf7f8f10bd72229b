"""The rows of a class's workbook, wherever its columns and rows have been moved to."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from openpyxl.utils import get_column_letter

from documents.class_workbook import BIRTH, CODE, EVIDENCE, NAME, PLACE, REASON, ROW_MARK, TRAINING
from domain.dates import BirthDate, UnreadableDate, read_date
from domain.legacy import Encoding
from domain.names import clean, fold
from domain.survey import digits_of
from imports.reading import Sheet, UnreadableFile, Workbook, read_workbook, visible_sheets
from imports.reading.texts import text_of
from students.survey.answers import Typed

_FIELDS = {
    "name": NAME,
    "birth": BIRTH,
    "code": CODE,
    "place": PLACE,
    "training": TRAINING,
    "evidence": EVIDENCE,
    "reason": REASON,
    "token": ROW_MARK,
}
_HEADINGS = {fold(heading): field for field, heading in _FIELDS.items()}
_NEEDED = frozenset({"name", "code", "place", "token"})
_SAID = ("code", "place", "training", "evidence", "reason")
_BRACKETS = re.compile(r"\(.*?\)")
_FOREIGN_FILE = (
    "Tệp “{}” không phải phiếu theo lớp do phần mềm lập, hoặc đã mất cột “Mã dòng” (cột ẩn ở "
    "cuối); tải lại phiếu của lớp rồi dán nội dung đã ghi sang."
)


@dataclass(frozen=True)
class SheetRow:
    """One row: of whom it says to be, and what was filled in; `cells` are addresses by field."""

    sheet: str
    row: int
    name: str
    birth: BirthDate | None
    token: str
    typed: Typed
    cells: dict[str, str]

    @property
    def place(self) -> str:
        """Where it stands, in words."""
        return f"{self.sheet}, dòng {self.row}"


def read_rows(content: bytes, file_name: str) -> list[SheetRow]:
    """Every row of every class in the file. Raises UnreadableFile for a file that is none."""
    workbook = read_workbook(content, file_name)
    rows = [row for sheet in visible_sheets(workbook, []) for row in _rows_of(sheet)]
    if not rows:
        raise UnreadableFile(_why_nothing(workbook))
    return rows


def _why_nothing(workbook: Workbook) -> str:
    if any(_header_of(sheet) for sheet in workbook.sheets):
        return f"Phiếu “{workbook.file_name}” không còn dòng học sinh nào; tải lại phiếu của lớp."
    return _FOREIGN_FILE.format(workbook.file_name)


def _rows_of(sheet: Sheet) -> Iterator[SheetRow]:
    header = _header_of(sheet)
    if header is None:
        return
    start, columns = header
    for number, cells in enumerate(sheet.rows[start + 1 :], start + 2):
        texts = {
            field: clean(text_of(cells[column], Encoding.UNICODE)) if column < len(cells) else ""
            for field, column in columns.items()
        }
        if not (texts["token"] or (texts["name"] and any(texts.get(name) for name in _SAID))):
            continue
        said = {name: texts.get(name, "") for name in _SAID}
        said["code"] = digits_of(said["code"])
        birth = columns.get("birth", len(cells))
        yield SheetRow(
            sheet=sheet.name,
            row=number,
            name=texts["name"],
            birth=_birth(cells[birth]) if birth < len(cells) else None,
            token=texts["token"],
            typed=Typed(**said),
            cells={f: f"{get_column_letter(column + 1)}{number}" for f, column in columns.items()},
        )


def _header_of(sheet: Sheet) -> tuple[int, dict[str, int]] | None:
    """(index of the row of headings, columns by field); None where there is no such row."""
    for number, cells in enumerate(sheet.rows):
        columns: dict[str, int] = {}
        for column, cell in enumerate(cells):
            heading = fold(_BRACKETS.sub("", text_of(cell, Encoding.UNICODE)))
            if heading in _HEADINGS:
                columns.setdefault(_HEADINGS[heading], column)
        if columns.keys() >= _NEEDED:
            return number, columns
    return None


def _birth(cell: object) -> BirthDate | None:
    try:
        return read_date(cell)
    except UnreadableDate:
        return None
