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

MAX_MEMBERS = 2_000
MAX_UNFOLDED_BYTES = 200 * 1024 * 1024
MAX_CELLS = 6_000_000

_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
_READ_BY_CALAMINE = re.compile(
    r"xl/(?:worksheets/[^/]+|sharedStrings|styles|workbook)\.xml|content\.xml",
    re.IGNORECASE,
)
_ROW_NUMBER = re.compile(rb'<(?:\w{1,9}:)?row\s[^<>]*?\br="(\d+)"')
_WIDE_COLUMN = re.compile(rb'<(?:\w{1,9}:)?c\s[^<>]*?\br="([A-Z]{2,3})(\d+)"')
_ROW_OR_CELL = re.compile(rb"<(?:\w{1,9}:)?(row|c)[\s/>]")
_OTHER_THAN_USUAL = re.compile(rb'<(?:\w{1,9}:)?c(?! r=")[\s/>]')
_ODS_ROW_REPEAT = re.compile(rb'^[^<>]*number-rows-repeated="(\d+)"')
_ODS_CELL = re.compile(rb"<table:(?:covered-)?table-cell\b([^<>]*)>")
_ODS_REPEAT = re.compile(rb'number-columns-repeated="(\d+)"')


def check_archive(content: bytes, file_name: str) -> None:
    """Raise UnreadableFile unless the zipped workbook is whole, known and of bearable size."""
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
    for member in members:
        if not _READ_BY_CALAMINE.fullmatch(member.filename):
            continue
        unfolded = _unfold(content, member, left, file_name)
        left -= len(unfolded)
        cells += _cells_in(member.filename, unfolded, file_name)
        if cells > MAX_CELLS:
            raise _too_large(file_name)


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


def _unfold(content: bytes, member: zipfile.ZipInfo, limit: int, file_name: str) -> bytes:
    """The member's bytes; refuses once more than `limit` come out, whatever is declared."""
    start = member.header_offset
    lengths = content[start + 26 : start + 30]
    broken = UnreadableFile(
        f"Tệp “{file_name}” bị hỏng ở phần “{member.filename}”; "
        "hãy mở bằng Excel, lưu lại rồi gửi lại."
    )
    if len(lengths) < 4:
        raise broken
    name_length, extra_length = struct.unpack("<HH", lengths)
    start += 30 + name_length + extra_length
    packed = content[start : start + member.compress_size]
    if member.compress_type == zipfile.ZIP_STORED:
        unfolded = packed
    elif member.compress_type == zipfile.ZIP_DEFLATED:
        try:
            unfolded = zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, limit + 1)
        except zlib.error:
            raise broken from None
    else:
        raise broken
    if len(unfolded) > limit:
        raise _too_large(file_name)
    return unfolded


def _cells_in(name: str, unfolded: bytes, file_name: str) -> int:
    """Cells of the rectangle a reader will allocate for this part of the workbook."""
    if name.lower() == "content.xml":
        return _cells_of_ods(unfolded, file_name)
    if _SHEET.fullmatch(name):
        return _cells_of_xlsx(unfolded, file_name)
    return 0


def _cells_of_xlsx(sheet: bytes, file_name: str) -> int:
    rows = max(map(int, _ROW_NUMBER.findall(sheet)), default=0)
    width, farthest = 26, b""
    for letters, row in _WIDE_COLUMN.findall(sheet):
        column = _column_number(letters)
        rows = max(rows, int(row))
        if column > width:
            width, farthest = column, letters + row
    if _OTHER_THAN_USUAL.search(sheet):
        counted_rows, counted_width = _counted(sheet)
        rows, width = max(rows, counted_rows), max(width, counted_width)
    if rows * width > MAX_CELLS:
        where = farthest.decode() or f"A{rows}"
        raise UnreadableFile(
            f"Tệp “{file_name}” có ô rời ở tận {where}, cách rất xa danh sách; "
            "hãy xóa các dòng và cột thừa rồi gửi lại."
        )
    return rows * width


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _counted(sheet: bytes) -> tuple[int, int]:
    """Rows and the longest row, counted: a cell without an address follows the one before it."""
    rows = cells = longest = 0
    for tag in _ROW_OR_CELL.findall(sheet):
        if tag == b"row":
            rows, cells = rows + 1, 0
        else:
            cells += 1
            longest = max(longest, cells)
    return rows, longest


def _cells_of_ods(document: bytes, file_name: str) -> int:
    """Filled rows and cells of an OpenDocument sheet, which may stand for thousands of copies."""
    total = 0
    for row in document.split(b"<table:table-row")[1:]:
        if b"office:value-type" not in row and b"<text:p" not in row:
            continue
        repeat = _ODS_ROW_REPEAT.match(row)
        width = pending = 0
        for attributes in _ODS_CELL.findall(row):
            copies = _ODS_REPEAT.search(attributes)
            pending += int(copies[1]) if copies else 1
            # Blank cells count once a filled one follows: trailing blanks are padding.
            if not attributes.endswith(b"/"):
                width, pending = width + pending, 0
        total += width * (int(repeat[1]) if repeat else 1)
        if total > MAX_CELLS:
            raise _too_large(file_name)
    return total
