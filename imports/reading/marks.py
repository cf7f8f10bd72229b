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
_ODS_ROW = re.compile(rb"<table:table-row\b([^<>]*)>")
_ODS_CELL = re.compile(rb"<table:(covered-)?table-cell\b([^<>]*)>")
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
            number = _attributes(tag).get("r", "")
            hidden_rows.update({int(number) - 1} if number.isdecimal() else ())
        for tag in _HIDDEN_COLUMN.findall(sheet):
            found = _attributes(tag)
            first, last = found.get("min", ""), found.get("max", "")
            if first.isdecimal() and last.isdecimal():
                hidden_columns.update(range(int(first) - 1, min(int(last), _MOST_COLUMNS)))
    return SheetMarks(
        errors=errors,
        hidden_rows=frozenset(hidden_rows),
        hidden_columns=frozenset(hidden_columns),
    )


def marks_of_ods(document: bytes) -> dict[str, SheetMarks]:
    """Marks by sheet name; only merged cells matter, and few sheets have any."""
    if b"rows-spanned=" not in document:
        return {}
    found: dict[str, SheetMarks] = {}
    for table in document.split(_ODS_TABLE)[1:]:
        name = _attributes(table[: table.find(b">")]).get("name", "")
        found[name] = SheetMarks(merges=tuple(_ods_merges(table)))
    return found


def _ods_merges(table: bytes) -> Iterator[Merge]:
    row = 0
    counted = 0
    starts = list(_ODS_ROW.finditer(table))
    ends = [*(match.start() for match in starts[1:]), len(table)]
    for match, end in zip(starts, ends, strict=True):
        repeat = _repeat(match[1], "number-rows-repeated")
        cells = table[match.end() : end]
        if b"-spanned=" in cells:
            for merge in _merges_in_row(cells, row):
                yield merge
                counted += 1
                if counted >= _MOST_MERGES:
                    return
        row += repeat


def _merges_in_row(cells: bytes, row: int) -> Iterator[Merge]:
    column = 0
    for _, tag in _ODS_CELL.findall(cells):
        if b"-spanned=" in tag:
            tall = _repeat(tag, "number-rows-spanned")
            wide = _repeat(tag, "number-columns-spanned")
            if tall > 1 or wide > 1:
                yield (row, column), (row + tall - 1, column + wide - 1)
        column += _repeat(tag, "number-columns-repeated")


def _repeat(tag: bytes, name: str) -> int:
    text = _attributes(tag).get(name, "1")
    return int(text) if text.isdecimal() and len(text) < 9 else 1
