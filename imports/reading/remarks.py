"""Findings about a sheet as a whole, each one Vietnamese sentence."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from domain.names import fold
from imports.reading.body import Body
from imports.reading.columns import Column
from imports.reading.downward import TakenFromAbove
from imports.reading.explaining import ENCODING_NAMES
from imports.reading.findings import Issue, Level
from imports.reading.header import NAME_FIELDS, Header
from imports.reading.records import Columns
from imports.reading.table import EncodingNote, Table, column_letters
from imports.reading.workbook import Sheet

_BIRTH_FIELDS = frozenset(("birth_date", "birth_year", "birth_if_male", "birth_if_female"))
_SHOWN_PLACES = 5


def sheet_without_table(name: str) -> Issue:
    """A visible sheet holds no list."""
    message = f"Trang “{name}” không có bảng danh sách nên đã bỏ qua."
    return Issue(Level.WARNING, "sheet_without_table", message, name)


def sheet_hidden(name: str) -> Issue:
    """A hidden sheet was not imported."""
    message = (
        f"Trang “{name}” đang ẩn nên không được đọc; "
        "nếu trang này có danh sách, hãy bỏ ẩn rồi gửi lại."
    )
    return Issue(Level.WARNING, "sheet_hidden", message, name)


def hidden_parts(sheet: Sheet, tables: Sequence[Table]) -> Iterator[Issue]:
    """Hidden rows and columns were read like the others: a filter hides rows, not pupils."""
    rows = sorted(
        record.row
        for table in tables
        for record in table.records
        if record.row - 1 in sheet.hidden_rows
    )
    if rows:
        listed = ", ".join(map(str, rows[:_SHOWN_PLACES])) + ("…" if rows[_SHOWN_PLACES:] else "")
        message = (
            f"Trang “{sheet.name}” có {len(rows)} học sinh ở dòng đang ẩn (dòng {listed}); "
            "các em vẫn được đọc."
        )
        yield Issue(Level.NOTICE, "rows_hidden", message, sheet.name)
    used = {found.index for table in tables for found in table.columns.values()}
    columns = sorted(used & sheet.hidden_columns)
    if columns:
        listed = ", ".join(map(column_letters, columns[:_SHOWN_PLACES]))
        message = f"Trang “{sheet.name}” có cột {listed} đang ẩn; các cột này vẫn được đọc."
        yield Issue(Level.NOTICE, "columns_hidden", message, sheet.name)


def columns_missing(name: str, header: Header, columns: Iterable[Column]) -> Iterator[Issue]:
    """A required column is not there."""
    present = set(header.columns)
    satisfied = {"full_name": present & NAME_FIELDS, "birth_date": present & _BIRTH_FIELDS}
    for column in columns:
        if column.required and not satisfied.get(column.field, present & {column.field}):
            message = f"Trang “{name}” thiếu cột “{column.label}”; hãy bổ sung rồi gửi lại."
            row = header.last + 1
            yield Issue(Level.ERROR, "column_missing", message, name, row, field=column.field)


def columns_guessed(name: str, header: Header, labels: Mapping[str, str]) -> Iterator[Issue]:
    """A column whose heading says too little, taken for what its cells say."""
    for field, column in header.columns.items():
        if column in header.guessed:
            message = (
                f"Trang “{name}”, cột {column_letters(column)} “{header.headings.get(column, '')}” "
                f"được hiểu là “{labels[field]}” theo nội dung các ô; không đúng thì chọn lại cột."
            )
            yield Issue(Level.WARNING, "column_guessed", message, name, field=field)


def found_in_body(
    name: str, header: Header, body: Body, rows: Sequence[Sequence[object]]
) -> Iterator[Issue]:
    """A list without pupils, and rows passed over."""
    if not body.rows:
        message = f"Trang “{name}” có dòng tiêu đề nhưng không có học sinh nào."
        yield Issue(Level.WARNING, "table_empty", message, name, header.last + 1)
    if body.prenumbered:
        first, last = body.prenumbered[0] + 1, body.prenumbered[-1] + 1
        message = f"Trang “{name}”, dòng {first}–{last} chỉ có số thứ tự nên được bỏ qua."
        yield Issue(Level.WARNING, "rows_numbered_only", message, name, first)
    if body.other is not None:
        message = (
            f"Trang “{name}”, từ dòng {body.other + 1} là bảng khác, không có cột họ và tên, "
            "nên không được đọc."
        )
        yield Issue(Level.NOTICE, "table_other", message, name, body.other + 1)
    for index in body.examples:
        message = f"Trang “{name}”, dòng {index + 1} là dòng ví dụ của mẫu nên được bỏ qua."
        yield Issue(Level.NOTICE, "row_example", message, name, index + 1)
    for index in body.unclear:
        text = " | ".join(str(cell) for cell in rows[index] if cell != "")[:200]
        message = f"Trang “{name}”, dòng {index + 1} không rõ là gì nên được bỏ qua: “{text}”."
        yield Issue(Level.WARNING, "row_unclear", message, name, index + 1)


def rivals(
    columns: Columns,
    others: Mapping[int, Sequence[object]],
    header: Header,
    hidden: frozenset[int],
) -> Iterator[Issue]:
    """Two columns under one heading that do not say the same: one of them was chosen.

    A hidden one beside a visible one is an old one, and is no rival.
    """
    for name, found in columns.found.items():
        heading = fold(found.header_text)
        for column, cells in others.items():
            if column in hidden and found.index not in hidden:
                continue
            if header.over.get(column) != header.over.get(found.index):
                continue
            is_other = column in header.foreign or fold(header.headings.get(column, "")) != heading
            if is_other or not _contradicts(columns.cells[name], cells):
                continue
            letters = column_letters(column)
            message = (
                f"Trang “{columns.sheet}” có hai cột “{found.header_text}” ghi khác nhau "
                f"({found.letters} và {letters}); đã dùng cột {found.letters}, hãy kiểm tra."
            )
            yield Issue(Level.WARNING, "columns_rival", message, columns.sheet, field=name)


def _contradicts(ours: Sequence[object], theirs: Sequence[object]) -> bool:
    pairs = zip(ours, theirs, strict=True)
    return any(our != their and our != "" and their != "" for our, their in pairs)


def taken_from_above(
    name: str, columns: Columns, taken: Iterable[TakenFromAbove]
) -> Iterator[Issue]:
    """Cells that stand for the one above: marks are only told, blanks are to be looked at."""
    for found in taken:
        label = columns.found[found.field].header_text or columns.labels[found.field]
        if found.why == "ditto":
            level, code, what = Level.NOTICE, "cells_ditto", "ghi dấu “như trên”"
        else:
            level, code, what = Level.WARNING, "cells_filled_down", "để trống dưới ô đầu nhóm"
        message = (
            f"Trang “{name}”, cột “{label}” có {found.count} ô {what}; "
            "đã lấy giá trị của dòng ngay trên."
        )
        yield Issue(level, code, message, name, field=found.field)


def converted(name: str, notes: Iterable[EncodingNote]) -> Iterator[Issue]:
    """Columns of old fonts, with a cell as written and as converted."""
    for note in notes:
        shown = "; ".join(f"“{before}” → “{after}”" for before, after in note.samples[:2])
        message = (
            f"Trang “{name}”, cột “{note.header_text or note.column}” gõ bằng bảng mã cũ "
            f"{ENCODING_NAMES[note.encoding]}, đã chuyển sang Unicode"
            + (f", ví dụ {shown}." if shown else ".")
        )
        yield Issue(Level.NOTICE, "encoding_converted", message, name)


def encoding_unsure(name: str, letters: str, before: str, after: str) -> Issue:
    """A column beside converted ones reads both ways."""
    message = (
        f"Trang “{name}”, cột {letters} được giữ nguyên như ghi, nhưng có thể gõ bằng bảng mã cũ: "
        f"“{before}” có thể là “{after}”; hãy kiểm tra."
    )
    return Issue(Level.WARNING, "encoding_unsure", message, name)


def letters_mended(name: str, pairs: Iterable[tuple[str, str]]) -> Issue:
    """Letters read in a wrong encoding by another program were put right."""
    shown = "; ".join(f"“{before}” → “{after}”" for before, after in pairs)
    message = (
        f"Trang “{name}” có chữ bị đọc sai bảng mã UTF-8, đã chuyển lại cho đúng, ví dụ {shown}."
    )
    return Issue(Level.NOTICE, "encoding_converted", message, name)
