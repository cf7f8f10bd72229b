"""The bytes of a file as sheets of raw cells, whatever format the office saved it in."""

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from imports.reading.archive import MAX_CELLS, check_archive
from imports.reading.compound import check_compound
from imports.reading.delimited import decode_text, read_delimited
from imports.reading.errors import UnreadableFile, too_large
from imports.reading.guards import Kind, kind_of
from imports.reading.marks import Merge, SheetMarks
from imports.reading.markup import TooManyCells, read_markup

_Read = TypeVar("_Read")


@dataclass(frozen=True)
class Sheet:
    """One sheet: `rows[i]` is Excel row i+1 and its first cell is column A, blanks included.

    `merges` are merged ranges as ((first row, first column), (last row, last column)), from 0.
    A cell in error holds the error's name as text ("#N/A"). Hidden rows and columns, from 0, are
    read like the others.
    """

    name: str
    is_visible: bool
    rows: list[list[object]]
    merges: tuple[Merge, ...] = field(default=())
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Workbook:
    """The sheets of one file, in the file's order."""

    file_name: str
    sheets: tuple[Sheet, ...]


def read_workbook(content: bytes, file_name: str) -> Workbook:
    """Read `.xlsx .xls .ods .csv`, and web pages named `.xls`, by content and not by name.

    Raises UnreadableFile, with one sentence to show, for anything else.
    """
    kind = kind_of(content, file_name)
    if kind is Kind.TEXT:
        return _one_sheet(file_name, read_delimited(content, file_name))
    if kind is Kind.MARKUP:
        try:
            page = read_markup(decode_text(content))
        except TooManyCells:
            raise too_large(file_name) from None
        return _one_sheet(file_name, page.rows, tuple(page.merges))
    check = check_archive if kind is Kind.ZIPPED else check_compound
    marks = check(content, file_name)
    return Workbook(file_name, _guarded(lambda: _sheets(content, file_name, marks), file_name))


def _one_sheet(
    file_name: str, rows: list[list[object]], merges: tuple[Merge, ...] = ()
) -> Workbook:
    # Such files have no sheet names; the file's own name, without folder and ending, stands in.
    stem = file_name.replace("\\", "/").rsplit("/", 1)[-1].rsplit(".", 1)[0]
    return Workbook(file_name, (Sheet(stem, True, rows, merges),))


def _guarded(read: Callable[[], _Read], file_name: str) -> _Read:
    broken = (
        f"Tệp “{file_name}” bị hỏng nên không đọc được; "
        "hãy mở bằng Excel, lưu lại dạng .xlsx rồi gửi lại."
    )
    try:
        return read()
    except PasswordError:
        raise UnreadableFile(
            f"Tệp “{file_name}” được đặt mật khẩu nên không đọc được; "
            "hãy bỏ mật khẩu trong Excel rồi gửi lại."
        ) from None
    except (CalamineError, OSError, ValueError, OverflowError):
        raise UnreadableFile(broken) from None
    except BaseException as error:
        # The reader is compiled code: its panics arrive outside Exception, under this name.
        if type(error).__name__ != "PanicException":
            raise
        raise UnreadableFile(broken) from None


_NO_MARKS = SheetMarks()


def _sheets(content: bytes, file_name: str, marks: Mapping[str, SheetMarks]) -> tuple[Sheet, ...]:
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
    sheets = []
    for metadata in workbook.sheets_metadata:
        if metadata.typ != SheetTypeEnum.WorkSheet:
            continue
        sheet = workbook.get_sheet_by_name(metadata.name)
        if sheet.total_height * sheet.total_width > MAX_CELLS:
            raise UnreadableFile(
                f"Trang “{metadata.name}” của tệp “{file_name}” quá rộng; "
                "hãy xóa các dòng và cột thừa rồi gửi lại."
            )
        sheets.append(
            _sheet(sheet, metadata.visible == SheetVisibleEnum.Visible, marks.get(metadata.name))
        )
    return tuple(sheets)


def _sheet(sheet: CalamineSheet, is_visible: bool, marks: SheetMarks | None) -> Sheet:
    rows = sheet.to_python(skip_empty_area=False)
    marks = marks or _NO_MARKS
    for (row, column), error in marks.errors.items():
        # The reader leaves cells in error blank, and a value lost must not pass for none.
        if row < len(rows) and column < len(rows[row]) and rows[row][column] == "":
            rows[row][column] = error
    return Sheet(
        name=sheet.name,
        is_visible=is_visible,
        rows=rows,
        merges=tuple(sheet.merged_cell_ranges or ()) or marks.merges,
        hidden_rows=marks.hidden_rows,
        hidden_columns=marks.hidden_columns,
    )
