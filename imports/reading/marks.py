"""What a workbook's XML says of its cells that the reader of values does not pass on.

Hidden rows and columns, cells in error, and merged cells of OpenDocument sheets. The parts are
searched as bytes, and only when they hold one of these at all, so that an ordinary list costs
next to nothing.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

# ((first row, first column), (last row, last column)), from 0.
Merge = tuple[tuple[int, int], tuple[int, int]]

_MOST_COLUMNS = 16_384
_SHEET_TAG = re.compile(rb"<(?:\w{1,9}:)?sheet\s([^<>]*)>")
_RELATION = re.compile(rb"<(?:\w{1,9}:)?Relationship\s([^<>]*)>")
_ATTRIBUTE = re.compile(rb"([\w:.\-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_ERROR_CELL = re.compile(
    rb"<(?:\w{1,9}:)?c r=\"([A-Z]{1,3})(\d{1,7})\"[^<>]*\bt=\"e\"[^<>]*>"
    rb"(?:<(?:\w{1,9}:)?f\b[^<>]*(?:/>|>[^<]*</(?:\w{1,9}:)?f>))?<(?:\w{1,9}:)?v>([^<]{1,20})<"
)
_HIDDEN_ROW = re.compile(rb"<(?:\w{1,9}:)?row\s([^<>]*\bhidden=\"(?:1|true)\"[^<>]*)>")
_HIDDEN_COLUMN = re.compile(rb"<(?:\w{1,9}:)?col\s([^<>]*\bhidden=\"(?:1|true)\"[^<>]*)>")
_ODS_TABLE = b"<table:table "
_ODS_COLUMN = re.compile(rb"<table:table-column\b([^<>]*)>")
_ODS_CELL = re.compile(
    rb"<table:(?:covered-)?table-cell\b([^<>]*)>(?:<text:p>([^<]{1,20})</text:p>)?"
)
_ODS_ERROR = b'value-type="error"'
_ODS_SIGNS = (b"-spanned=", b'visibility="', _ODS_ERROR)
_MOST_HIDDEN = 100_000
_MOST_MERGES = 100_000


@dataclass(frozen=True)
class SheetMarks:
    """Marks of one sheet; rows and columns count from 0."""

    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    merges: tuple[Merge, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()


def column_number(letters: bytes) -> int:
    """The number of a column from its letters, counted from 1."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _attributes(tag: bytes) -> dict[str, str]:
    return {
        name.decode().rsplit(":", 1)[-1]: _unescaped(double or single)
        for name, double, single in _ATTRIBUTE.findall(tag)
    }


def _unescaped(text: bytes) -> str:
    return html.unescape(text.decode("utf-8", "replace"))


def sheet_parts(workbook: bytes, relations: bytes) -> dict[str, str]:
    """Archive member → sheet name, from `xl/workbook.xml` and its relations."""
    targets = {
        found.get("Id", ""): found.get("Target", "")
        for found in map(_attributes, _RELATION.findall(relations))
    }
    names: dict[str, str] = {}
    for tag in _SHEET_TAG.findall(workbook):
        found = _attributes(tag)
        target = targets.get(found.get("id", ""), "")
        names["xl/" + target.removeprefix("/xl/")] = found.get("name", "")
    return names


def marks_of_xlsx(sheet: bytes) -> SheetMarks:
    """Marks of one worksheet part."""
    errors: dict[tuple[int, int], str] = {}
    if b't="e"' in sheet:
        for letters, row, text in _ERROR_CELL.findall(sheet):
            errors[int(row) - 1, column_number(letters) - 1] = html.unescape(text.decode())
    hidden_rows: set[int] = set()
    hidden_columns: set[int] = set()
    if b'hidden="' in sheet:
        for tag in _HIDDEN_ROW.findall(sheet):
            if number := _number(_attributes(tag).get("r", "")):
                hidden_rows.add(number - 1)
        for tag in _HIDDEN_COLUMN.findall(sheet):
            found = _attributes(tag)
            first, last = _number(found.get("min", "")), _number(found.get("max", ""))
            if first and last:
                hidden_columns.update(range(first - 1, min(last, _MOST_COLUMNS)))
    return SheetMarks(
        errors=errors,
        hidden_rows=frozenset(hidden_rows),
        hidden_columns=frozenset(hidden_columns),
    )


def marks_of_ods(document: bytes) -> dict[str, SheetMarks]:
    """Marks by sheet name; an ordinary document has none and is not looked through."""
    if not any(sign in document for sign in _ODS_SIGNS):
        return {}
    found: dict[str, SheetMarks] = {}
    for table in document.split(_ODS_TABLE)[1:]:
        name = _attributes(table[: table.find(b">")]).get("name", "")
        found[name] = _OdsTable(table).marks()
    return found


class _OdsTable:
    """One sheet of an OpenDocument workbook, walked row by row."""

    def __init__(self, table: bytes) -> None:
        self.table = table
        self.errors: dict[tuple[int, int], str] = {}
        self.merges: list[Merge] = []
        self.hidden_rows: set[int] = set()

    def marks(self) -> SheetMarks:
        row = 0
        for cells in self.table.split(b"<table:table-row")[1:]:
            tag = cells[: cells.find(b">")]
            copies = _repeat(tag, "number-rows-repeated") if b"repeated" in tag else 1
            if b'visibility="' in tag and copies < _MOST_HIDDEN:
                self.hidden_rows.update(range(row, row + copies))
            if b"-spanned=" in cells or _ODS_ERROR in cells:
                self._take_row(cells, row)
            row += copies
        return SheetMarks(
            errors=self.errors,
            merges=tuple(self.merges[:_MOST_MERGES]),
            hidden_rows=frozenset(self.hidden_rows),
            hidden_columns=frozenset(self._hidden_columns()),
        )

    def _hidden_columns(self) -> Iterator[int]:
        column = 0
        for tag in _ODS_COLUMN.findall(self.table):
            copies = min(_repeat(tag, "number-columns-repeated"), _MOST_COLUMNS)
            if b'visibility="' in tag:
                yield from range(column, column + copies)
            column += copies

    def _take_row(self, cells: bytes, row: int) -> None:
        column = 0
        for tag, text in _ODS_CELL.findall(cells):
            tall = _repeat(tag, "number-rows-spanned")
            wide = _repeat(tag, "number-columns-spanned")
            if tall > 1 or wide > 1:
                self.merges.append(((row, column), (row + tall - 1, column + wide - 1)))
            if _ODS_ERROR in tag:
                self.errors[row, column] = _unescaped(text)
            column += _repeat(tag, "number-columns-repeated")


def _repeat(tag: bytes, name: str) -> int:
    return _number(_attributes(tag).get(name, "1")) or 1


def _number(text: str) -> int:
    """A number of a sane length, else 0."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else 0
