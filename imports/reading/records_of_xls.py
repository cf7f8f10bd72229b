"""What the records of an old Excel file (MS-XLS) say of its cells beyond their values."""

import struct
from collections.abc import Iterable
from dataclasses import dataclass, field

from imports.reading.marks import SheetMarks

_BEGIN, _SHEET_NAME = 0x0809, 0x0085
_FORMULA, _ERROR_CELL, _ROW, _COLUMNS = 0x0006, 0x0205, 0x0208, 0x007D
_HIDDEN_ROW, _HIDDEN_COLUMN = 0x20, 0x01
_MOST_COLUMNS = 256
_ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?",
    0x24: "#NUM!", 0x2A: "#N/A",
}  # fmt: skip


@dataclass
class _Found:
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)


def marks_of_xls(records: Iterable[tuple[int, bytes]]) -> dict[str, SheetMarks]:
    """Marks by sheet name; sheets follow the workbook's own records in the order of its names.

    Raises struct.error for a record shorter than it must be.
    """
    names: list[str] = []
    sheets: list[_Found] = []
    depth = -1
    for kind, body in records:
        if kind == _BEGIN:
            depth += 1
            if depth:
                sheets.append(_Found())
        elif kind == _SHEET_NAME and len(body) > 8:
            names.append(_name(body))
        elif sheets:
            _take(kind, body, sheets[-1])
    if len(names) != len(sheets):
        # Charts within sheets begin substreams of their own; then nobody knows which is which.
        return {}
    return {
        name: SheetMarks(
            errors=found.errors,
            hidden_rows=frozenset(found.hidden_rows),
            hidden_columns=frozenset(found.hidden_columns),
        )
        for name, found in zip(names, sheets, strict=True)
    }


def _name(body: bytes) -> str:
    length, is_wide = body[6], body[7] & 1
    if is_wide:
        return body[8 : 8 + 2 * length].decode("utf-16-le", "replace")
    return body[8 : 8 + length].decode("latin-1")


def _take(kind: int, body: bytes, sheet: _Found) -> None:
    if kind == _ERROR_CELL and len(body) >= 8 and body[7]:
        _take_error(body, body[6], sheet)
    elif kind == _FORMULA and body[12:14] == b"\xff\xff" and body[6] == 2:
        _take_error(body, body[8], sheet)
    elif kind == _ROW and len(body) >= 16 and body[12] & _HIDDEN_ROW:
        sheet.hidden_rows.add(struct.unpack_from("<H", body)[0])
    elif kind == _COLUMNS and len(body) >= 10 and body[8] & _HIDDEN_COLUMN:
        first, last = struct.unpack_from("<HH", body)
        sheet.hidden_columns.update(range(first, min(last + 1, _MOST_COLUMNS)))


def _take_error(body: bytes, code: int, sheet: _Found) -> None:
    row, column = struct.unpack_from("<HH", body)
    sheet.errors[row, column] = _ERRORS.get(code, "#N/A")
