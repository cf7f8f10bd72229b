"""Zipped workbooks (.xlsx, .ods) weighed before the reader unfolds them.

A reader allocates the rectangle from A1 to the farthest cell, so that one stray cell in
XFD1048576 costs gigabytes; and a few kilobytes may unfold to gigabytes of XML. Sizes declared
in an archive can lie: the parts that count are unfolded here under a limit of our own.
"""

import io
import re
import struct
import zipfile
import zlib

from imports.reading.errors import UnreadableFile
from imports.reading.marks import (
    SheetMarks,
    column_number,
    marks_of_ods,
    marks_of_xlsx,
    sheet_parts,
)

MAX_MEMBERS = 2_000
MAX_UNFOLDED_BYTES = 200 * 1024 * 1024
MAX_CELLS = 6_000_000
# Cells that hold something: each costs the reader and the program over a hundred bytes.
MAX_VALUES = 3_500_000

_MOST_ROWS = 1_048_576

_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
_READ_BY_CALAMINE = re.compile(
    r"xl/(?:worksheets/[^/]+|sharedStrings|styles|workbook)\.xml|content\.xml"
    r"|xl/_rels/workbook\.xml\.rels",
    re.IGNORECASE,
)
_PIECE = 8 * 1024 * 1024
_MOST_INDEX_BYTES = 5 * 1024 * 1024
_INDEX = ("xl/workbook.xml", "xl/_rels/workbook.xml.rels")
# Attributes may hold ">" between quotation marks; possessive, so that no text makes it slow.
_ATTRIBUTES = rb"((?:[^<>\"']++|\"[^\"]*+\"|'[^']*+')*+)"
# The way every common program writes cells; anything else is looked at tag by tag. A cell closed at
# once is only formatted: the reader passes it over, and so may a million of them.
_CELL = rb'<(?:\w{1,9}:)?c r="([A-Z]{1,9})(\d{1,9})"(?: [\w:]{1,20}="[^"<>/]{0,40}")*'
_USUAL_CELL = re.compile(_CELL + rb" ?>")
_UNUSUAL = re.compile(
    rb'<(?:\w{1,9}:)?c(?! r="[A-Z]{1,9}\d{1,9}"(?: [\w:]{1,20}="[^"<>/]{0,40}")* ?/?>)[\s/>]'
)
_ROW_OR_CELL = re.compile(rb"<(?:\w{1,9}:)?(row|c)(?=[\s/>])" + _ATTRIBUTES)
_PLACE = re.compile(rb"(?:^|\s)r\s*=\s*[\"']([^\"']*)")
_ADDRESS = re.compile(rb"([A-Za-z]{0,9})(\d{1,9})")
_STRING_COUNT = re.compile(rb"[cC]ount\s*=\s*[\"']\s*(\d{1,18})")
_SHORTEST_STRING = len("<si/>")
_ODS_REPEATED_ROW = re.compile(rb"number-rows-repeated\s*=\s*[\"']\s*(\d{1,18})")
_ODS_ROW = re.compile(_ATTRIBUTES)
_ODS_CELL = re.compile(rb"<table:(?:covered-)?table-cell\b" + _ATTRIBUTES + rb">")
_ODS_REPEAT = re.compile(rb"number-columns-repeated\s*=\s*[\"']\s*(\d{1,18})")


def check_archive(content: bytes, file_name: str) -> dict[str, SheetMarks]:
    """Raise UnreadableFile unless the zipped workbook is whole, known and of bearable size.

    Returns what its sheets, by name, say of their cells beyond the values.
    """
    try:
        members = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, struct.error):
        raise UnreadableFile(
            f"Tệp “{file_name}” bị hỏng hoặc chưa được tải lên trọn vẹn; "
            "hãy mở bằng Excel, lưu lại rồi gửi lại."
        ) from None
    _check_contents({member.filename for member in members}, file_name)
    if len(members) > MAX_MEMBERS or sum(m.file_size for m in members) > MAX_UNFOLDED_BYTES:
        raise _too_large(file_name)
    left, cells = MAX_UNFOLDED_BYTES, 0
    marks: dict[str, SheetMarks] = {}
    index: dict[str, bytes] = {}
    for member in members:
        if not _READ_BY_CALAMINE.fullmatch(member.filename):
            continue
        unfolded = _unfold(content, member, left, file_name)
        left -= len(unfolded)
        _check_part(member.filename, unfolded, file_name)
        cells += _cells_in(member.filename, unfolded, file_name)
        if cells > MAX_CELLS:
            raise _too_large(file_name)
        if _SHEET.fullmatch(member.filename):
            marks[member.filename] = marks_of_xlsx(unfolded)
        elif member.filename.lower() == "content.xml":
            return marks_of_ods(unfolded)
        elif member.filename.lower() in _INDEX:
            index[member.filename.lower()] = unfolded
    names = sheet_parts(*(index.get(name, b"") for name in _INDEX))
    return {names[part]: found for part, found in marks.items() if part in names}


def _check_contents(names: set[str], file_name: str) -> None:
    folded = {name.lower() for name in names}
    if "xl/workbook.xml" in folded:
        return
    if "content.xml" in folded and "mimetype" in folded:
        return
    if "xl/workbook.bin" in folded:
        # The binary form cannot be weighed before it is opened, and offices hardly use it.
        what = "ở dạng .xlsb, phần mềm không đọc"
    elif "word/document.xml" in folded:
        what = "là văn bản Word, không phải bảng tính"
    elif "ppt/presentation.xml" in folded:
        what = "là tệp trình chiếu PowerPoint, không phải bảng tính"
    else:
        what = "là tệp nén, không phải bảng tính"
    raise UnreadableFile(f"Tệp “{file_name}” {what}; hãy lưu danh sách dạng .xlsx rồi gửi lại.")


def _too_large(file_name: str) -> UnreadableFile:
    return UnreadableFile(
        f"Tệp “{file_name}” khi mở ra lớn quá mức cho phép; hãy xóa các trang, dòng và cột thừa, "
        "chỉ để lại danh sách rồi gửi lại."
    )


def _broken(member_name: str, file_name: str) -> UnreadableFile:
    return UnreadableFile(
        f"Tệp “{file_name}” bị hỏng ở phần “{member_name}”; hãy mở bằng Excel, lưu lại rồi gửi lại."
    )


def _check_part(name: str, unfolded: bytes, file_name: str) -> None:
    """Refuse XML in another alphabet of bytes, and more strings declared than there can be."""
    if b"\0" in unfolded[:200]:
        raise _broken(name, file_name)
    if name.lower() in _INDEX and len(unfolded) > _MOST_INDEX_BYTES:
        raise _too_large(file_name)
    if name.lower().endswith("sharedstrings.xml"):
        if unfolded.count(b"<si") + unfolded.count(b":si") > 2 * MAX_VALUES:
            raise _too_large(file_name)
        counts = map(int, _STRING_COUNT.findall(unfolded[:2000]))
        if max(counts, default=0) * _SHORTEST_STRING > MAX_UNFOLDED_BYTES:
            raise _broken(name, file_name)


def _unfold(content: bytes, member: zipfile.ZipInfo, limit: int, file_name: str) -> bytes:
    """The member's bytes; refuses once more than `limit` come out, whatever is declared."""
    start = member.header_offset
    lengths = content[start + 26 : start + 30]
    if len(lengths) < 4:
        raise _broken(member.filename, file_name)
    name_length, extra_length = struct.unpack("<HH", lengths)
    start += 30 + name_length + extra_length
    packed = content[start : start + member.compress_size]
    if member.compress_type == zipfile.ZIP_STORED:
        unfolded = packed
    elif member.compress_type == zipfile.ZIP_DEFLATED:
        try:
            unfolded = zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, limit + 1)
        except zlib.error:
            raise _broken(member.filename, file_name) from None
    else:
        raise _broken(member.filename, file_name)
    if len(unfolded) > limit:
        raise _too_large(file_name)
    return unfolded


def _cells_in(name: str, unfolded: bytes, file_name: str) -> int:
    """Cells of the rectangle a reader will allocate for this part of the workbook."""
    if name.lower() == "content.xml":
        return _cells_of_ods(unfolded, file_name)
    if _SHEET.fullmatch(name):
        return _cells_of_xlsx(name, unfolded, file_name)
    return 0


def _cells_of_xlsx(name: str, sheet: bytes, file_name: str) -> int:
    if _UNUSUAL.search(sheet):
        rows, width, farthest = _extent_by_tags(name, sheet, file_name)
    else:
        rows, width, farthest = _extent(sheet, file_name)
    if rows * width > MAX_CELLS:
        where = farthest.decode() or f"dòng {rows}"
        raise UnreadableFile(
            f"Tệp “{file_name}” có ô rời ở tận {where}, cách rất xa danh sách; "
            "hãy xóa các dòng và cột thừa rồi gửi lại."
        )
    return rows * width


def _extent(sheet: bytes, file_name: str) -> tuple[int, int, bytes]:
    """Rows, columns and the farthest cell; a cell's own address holds, whatever its row says."""
    count = rows = 0
    letters_seen: dict[bytes, bytes] = {}
    # Piece by piece, cut between tags: a list of all cells would take gigabytes.
    start = 0
    while start < len(sheet):
        end = sheet.find(b"<", start + _PIECE) if start + _PIECE < len(sheet) else -1
        end = end if end > 0 else len(sheet)
        found = _USUAL_CELL.findall(sheet, start, end)
        start = end
        count += len(found)
        if not found:
            continue
        rows = max(rows, *map(int, {number for _, number in found}))
        letters_seen |= dict(found)
        if count > MAX_VALUES:
            raise _too_large(file_name)
    widest = max(letters_seen, key=column_number, default=b"A")
    width = max(26, column_number(widest))
    farthest = widest + letters_seen[widest] if width > 26 else b""
    return rows, width, farthest


def _extent_by_tags(name: str, sheet: bytes, file_name: str) -> tuple[int, int, bytes]:
    """Rows, columns and the farthest cell, counting where a row or cell has no address.

    One without an address follows the one before it.
    """
    row = column = rows = width = count = 0
    farthest = b""
    for found in _ROW_OR_CELL.finditer(sheet):
        tag, attributes = found.groups()
        place = _PLACE.search(attributes)
        address = _ADDRESS.fullmatch(place[1]) if place else None
        if place and not address:
            raise _broken(name, file_name)
        if tag == b"row":
            row, column = (int(address[2]) if address else row + 1), 0
        else:
            column = column_number(address[1].upper()) if address else column + 1
            row = int(address[2]) if address else row
            count += 1
        rows = max(rows, row)
        if count > MAX_VALUES or rows > _MOST_ROWS:
            raise _too_large(file_name)
        if column > width:
            width, farthest = column, address[0].upper() if address else b""
    return rows, width, farthest


def _cells_of_ods(document: bytes, file_name: str) -> int:
    """The rectangle of each OpenDocument sheet, whose rows and cells may stand for many copies.

    Blank rows and cells count once a filled one follows: trailing ones are padding.
    """
    if (
        document.count(b"<table:table-row") > _MOST_ROWS
        or document.count(b"table-cell") > MAX_VALUES
    ):
        raise _too_large(file_name)
    total = 0
    for table in document.split(b"<table:table ")[1:]:
        rows = blank_rows = columns = 0
        for row in table.split(b"<table:table-row")[1:]:
            repeat = _ODS_REPEATED_ROW.search(_ODS_ROW.match(row)[0])
            blank_rows += int(repeat[1]) if repeat else 1
            width = _filled_width(row)
            if width:
                rows, blank_rows = rows + blank_rows, 0
                columns = max(columns, width)
        total += rows * columns
        if total > MAX_CELLS:
            raise _too_large(file_name)
    return total


def _filled_width(row: bytes) -> int:
    """Columns up to the last filled cell of an OpenDocument row."""
    width = pending = 0
    for attributes in _ODS_CELL.findall(row):
        copies = _ODS_REPEAT.search(attributes)
        pending += int(copies[1]) if copies else 1
        if not attributes.endswith(b"/"):
            width, pending = width + pending, 0
    return width
