"""What kind of file the bytes are, told before any reader touches them.

The name is not believed: offices rename text and web pages to `.xls`, and a hostile file
chooses its name. Everything here looks at a few bytes and costs next to nothing.
"""

import re
from enum import StrEnum

from imports.reading.errors import UnreadableFile

MAX_FILE_BYTES = 20 * 1024 * 1024

_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

# Told by name so that the sentence can say what the file is.
_OTHER_FORMATS = (
    (b"%PDF", "là tệp PDF"),
    (b"\xff\xd8\xff", "là tệp ảnh"),
    (b"\x89PNG", "là tệp ảnh"),
    (b"GIF8", "là tệp ảnh"),
    (b"Rar!", "là tệp nén RAR"),
    (b"7z\xbc\xaf\x27\x1c", "là tệp nén 7-Zip"),
    (b"\x1f\x8b", "là tệp nén GZIP"),
    (b"MZ", "là tệp chương trình"),
    (b"{\\rtf", "là văn bản RTF"),
    (b"MIME-Version:", "là trang web MHTML"),
)
_SAVE_AS = "hãy mở danh sách bằng Excel, lưu dạng .xlsx rồi gửi lại"
_MARKUP = re.compile(
    rb"^\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|meta|body|table|style|div)\b",
    re.IGNORECASE | re.DOTALL,
)
# Some systems put a line of text, a script or a declaration of XML before the table.
_TAG, _TABLE = re.compile(rb"^\s*<"), re.compile(rb"<table\b", re.IGNORECASE)
_XML = re.compile(rb"^\s*<\?xml")
_OFFICE_XML = re.compile(rb"<(?:\w+:)?(?:Workbook|wordDocument|package)\b")
_BYTE_ORDER_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")


class Kind(StrEnum):
    """How the bytes are to be read."""

    ZIPPED = "zipped"  # .xlsx, .ods
    COMPOUND = "compound"  # .xls
    MARKUP = "markup"  # a web page named .xls
    TEXT = "text"  # .csv


def kind_of(content: bytes, file_name: str) -> Kind:
    """Tell how to read `content`, or refuse it.

    Raises UnreadableFile for an empty, oversized, password-protected or foreign file.
    """
    if not content.strip(b"\0\t\r\n "):
        raise UnreadableFile(f"Tệp “{file_name}” không có nội dung; hãy kiểm tra rồi gửi lại.")
    if len(content) > MAX_FILE_BYTES:
        size, limit = len(content) // 2**20, MAX_FILE_BYTES // 2**20
        raise UnreadableFile(
            f"Tệp “{file_name}” lớn {size} MB, vượt giới hạn {limit} MB; "
            "hãy tách thành nhiều tệp nhỏ rồi gửi lại."
        )
    if content.startswith(_EMPTY_ZIP):
        raise UnreadableFile(f"Tệp “{file_name}” là tệp nén rỗng; {_SAVE_AS}.")
    if content.startswith(_ZIP):
        return Kind.ZIPPED
    if content.startswith(_COMPOUND):
        _refuse_foreign_compound(content, file_name)
        return Kind.COMPOUND
    _refuse_other_formats(content, file_name)
    if _is_markup(content):
        return Kind.MARKUP
    _refuse_binary(content, file_name)
    return Kind.TEXT


def _is_markup(content: bytes) -> bool:
    head = _head(content)
    if _MARKUP.match(head):
        return True
    if _OFFICE_XML.search(head):
        return False
    return bool(_TAG.match(head)) and _TABLE.search(_head(content, 65_536)) is not None


def _head(content: bytes, length: int = 4096) -> bytes:
    head = content[:length]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head[2:].replace(b"\0", b"")
    return head.removeprefix(b"\xef\xbb\xbf")


def _stream_name(name: str) -> bytes:
    return name.encode("utf-16-le")


def _refuse_foreign_compound(content: bytes, file_name: str) -> None:
    """Old Office files share one container; only its stream names tell them apart."""
    if _stream_name("EncryptedPackage") in content:
        raise UnreadableFile(
            f"Tệp “{file_name}” được đặt mật khẩu nên không đọc được; "
            "hãy bỏ mật khẩu trong Excel rồi gửi lại."
        )
    if _stream_name("WordDocument") in content:
        raise UnreadableFile(
            f"Tệp “{file_name}” là văn bản Word, không phải bảng tính; {_SAVE_AS}."
        )
    if _stream_name("Workbook") not in content and _stream_name("Book") not in content:
        raise UnreadableFile(f"Tệp “{file_name}” không phải bảng tính Excel; {_SAVE_AS}.")


def _refuse_other_formats(content: bytes, file_name: str) -> None:
    for signature, what in _OTHER_FORMATS:
        if content.startswith(signature):
            raise UnreadableFile(f"Tệp “{file_name}” {what}, không phải bảng tính; {_SAVE_AS}.")
    if _XML.match(_head(content)) and not _is_markup(content):
        raise UnreadableFile(f"Tệp “{file_name}” là tệp XML, không phải bảng tính; {_SAVE_AS}.")


def _refuse_binary(content: bytes, file_name: str) -> None:
    """Text has hardly any control characters; UTF-16 has NULs in every other place only."""
    sample = content[:65536]
    zeros_by_turn = (sample[::2].count(0), sample[1::2].count(0))
    is_utf16 = min(zeros_by_turn) == 0 and max(zeros_by_turn) > len(sample) // 10
    if is_utf16 or content.startswith(_BYTE_ORDER_MARKS):
        return
    controls = sum(sample.count(bytes([code])) for code in (*range(1, 9), *range(14, 32)))
    if any(zeros_by_turn) or controls > len(sample) // 100:
        raise UnreadableFile(f"Tệp “{file_name}” không phải bảng tính hoặc đã hỏng; {_SAVE_AS}.")
