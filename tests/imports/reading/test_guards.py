"""Files nobody should read: each refused with one sentence, before it costs anything."""

import resource
import struct
import time
import zipfile

import pytest

from imports.reading import GRADUATE_COLUMNS, HeaderNotFound, UnreadableFile, archive, read_tables
from imports.reading import read_workbook as read
from imports.reading.guards import MAX_FILE_BYTES
from tests.imports.reading.books import (
    HEADER,
    PUPILS,
    ods,
    ods_row,
    with_member,
    xls,
    xls_cell,
    xlsx,
    zipped,
)

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
BOOK = xlsx({"DS": [HEADER, *PUPILS]})
OLD_BOOK = xls(xls_cell(0, 0, "Họ và tên"))
SHEET = "xl/worksheets/sheet1.xml"
SPACE = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def _stream(name: str) -> bytes:
    return name.encode("utf-16-le")


def _sheet(rows: bytes) -> bytes:
    return with_member(
        BOOK, SHEET, b"<worksheet " + SPACE + b"><sheetData>" + rows + b"</sheetData></worksheet>"
    )


def _lying_bomb() -> bytes:
    """An archive whose sheet unfolds to 30 MB and is declared as one kilobyte."""
    book = bytearray(_sheet(b" " * 30_000_000))
    name = SHEET.encode()
    central = book.rindex(name) - 46
    local = book.index(name) - 30
    assert book[central : central + 4] == b"PK\x01\x02"
    struct.pack_into("<I", book, central + 24, 1024)
    struct.pack_into("<I", book, local + 22, 1024)
    return bytes(book)


def _xls_in_a_circle() -> bytes:
    """An old workbook whose stream's second sector is followed by itself."""
    book = bytearray(OLD_BOOK)
    struct.pack_into("<I", book, 512 + 4 * 3, 3)
    return bytes(book)


def _xls_with_a_directory_in_a_circle() -> bytes:
    book = bytearray(OLD_BOOK)
    struct.pack_into("<I", book, 512 + 4, 1)
    return bytes(book)


def _old(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


REFUSED = {
    "empty": (b"", "không có nội dung"),
    "blank": (b"\r\n  \n", "không có nội dung"),
    "oversized": (b"a" * (MAX_FILE_BYTES + 1), "vượt giới hạn 20 MB"),
    "pdf": (b"%PDF-1.4 abc", "PDF"),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(50), "ảnh"),
    "rar": (b"Rar!\x1a\x07\x00", "RAR"),
    "program": (b"MZ\x90\x00\x03", "chương trình"),
    "xml": (b'<?xml version="1.0"?><Workbook/>', "XML"),
    "binary": (bytes(range(256)) * 20, "không phải bảng tính"),
    "word": (zipped({"word/document.xml": b"<a/>"}), "Word"),
    "old word": (COMPOUND + _stream("WordDocument"), "Word"),
    "plain zip": (zipped({"a.txt": b"a"}), "tệp nén"),
    "empty zip": (zipped({}), "tệp nén rỗng"),
    "encrypted": (COMPOUND + _stream("EncryptedPackage"), "mật khẩu"),
    "other compound": (COMPOUND, "không phải bảng tính"),
    "broken xls": (COMPOUND + _stream("Workbook"), "bị hỏng"),
    "cut off": (BOOK[: len(BOOK) // 2], "bị hỏng"),
    "broken sheet": (with_member(BOOK, SHEET, b"<worksheet><sheetData><row"), "DS"),
    "unclosed quote": ('STT,Họ và tên\n1,"Lê An\n2,Lê Bình\n'.encode(), "ngoặc kép"),
    "far cell": (_sheet(b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), "XFD1048576"),
    "far row": (_sheet(b'<row r="1048576"><c r="A1048576"><v>1</v></c></row>'), "dòng 1048576"),
    "far prefixed cell": (
        _sheet(b'<x:row r="9"><x:c s="1" r="XFD900000"><x:v>1</x:v></x:c></x:row>'),
        "XFD900000",
    ),
    "cells without addresses": (
        _sheet(b"<row>" + b"<c><v>1</v></c>" * 16384 + b"</row>" + b"<row/>" * 1000),
        "dòng và cột thừa",
    ),
    "far cell in its row": (
        _sheet(b'<row r="1"><c r="A1"><v>1</v></c><c r="B999999"><v>1</v></c></row>'),
        "dòng 999999",
    ),
    "far cell oddly written": (
        _sheet(b"<row r = '1'><c s='>' r = 'XFD1048576'><v>1</v></c></row>"),
        "XFD1048576",
    ),
    "impossible address": (_sheet(b'<row r="1"><c r="&#65;1"><v>1</v></c></row>'), "bị hỏng"),
    "strings declared": (
        with_member(
            BOOK, "xl/sharedStrings.xml", b"<sst " + SPACE + b' uniqueCount="4000000000"/>'
        ),
        "bị hỏng",
    ),
    "binary excel": (zipped({"xl/workbook.bin": b"a"}), ".xlsb"),
    "far cell in old excel": (
        xls(xls_cell(0, 0, 1.0) + xls_cell(65_535, 255, 1.0)),
        "dòng 65536",
    ),
    "impossible column in old excel": (xls(xls_cell(0, 65_535, 1.0)), "bị hỏng"),
    "sheet size declared in old excel": (
        xls(_old(0x0200, struct.pack("<IIHHH", 0, 0xFFFFFFFF, 0, 255, 0))),
        "bị hỏng",
    ),
    "strings declared in old excel": (
        xls(b"", globals_=_old(0x00FC, struct.pack("<II", 1, 0xFFFFFFFF))),
        "bị hỏng",
    ),
    "password in old excel": (xls(b"", globals_=_old(0x002F, bytes(6))), "mật khẩu"),
    "old excel in a circle": (_xls_in_a_circle(), "bị hỏng"),
    "directory in a circle": (_xls_with_a_directory_in_a_circle(), "bị hỏng"),
    "page of broken tags": (b"<html><![6 ***", "không có nội dung"),
    "bomb": (_sheet(b" " * 30_000_000), "lớn quá mức"),
    "lying bomb": (_lying_bomb(), "lớn quá mức"),
    "many members": (
        zipped({"xl/workbook.xml": b"<a/>"} | {f"a{n}": b"" for n in range(2001)}),
        "lớn quá mức",
    ),
    "repeated ods columns": (
        ods(
            '<table:table-row><table:table-cell table:number-columns-repeated="900000000"/>'
            '<table:table-cell office:string-value=">"><text:p>a</text:p></table:table-cell>'
            "</table:table-row>"
        ),
        "lớn quá mức",
    ),
    "repeated blank ods rows": (
        ods(
            ods_row(["a"] * 20)
            + "<table:table-row table:number-rows-repeated='1000000'><table:table-cell/>"
            + "</table:table-row>"
            + ods_row(["a"])
        ),
        "lớn quá mức",
    ),
    "repeated ods rows": (
        ods(ods_row(["a"] * 20, ' table:number-rows-repeated="1048576"')),
        "lớn quá mức",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_read_workbook_refuses_with_one_sentence(case, monkeypatch):
    content, said = REFUSED[case]
    # The real limit is ten times this; bombs of that size would slow the tests.
    monkeypatch.setattr(archive, "MAX_UNFOLDED_BYTES", 20_000_000)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.monotonic()
    with pytest.raises(UnreadableFile) as refusal:
        read_tables(read(content, "DS.xlsx"), GRADUATE_COLUMNS)
    sentence = str(refusal.value)
    assert said in sentence
    assert ". " not in sentence, "more than one sentence"
    assert sentence.endswith(".")
    assert time.monotonic() - began < 5
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 700_000, "kilobytes"


def test_read_workbook_does_not_take_a_wide_real_list_for_a_hostile_one():
    rows = [[f"c{column}" for column in range(60)] for _ in range(300)]
    assert len(read(xlsx({"DS": rows}), "a.xlsx").sheets[0].rows) == 300


def test_read_workbook_refuses_an_unknown_compression():
    book = bytearray(BOOK)
    at = book.rindex(SHEET.encode()) - 46
    struct.pack_into("<H", book, at + 10, zipfile.ZIP_LZMA)
    with pytest.raises(UnreadableFile, match="bị hỏng"):
        read(bytes(book), "a.xlsx")


def test_read_tables_refuses_a_workbook_without_a_list():
    rows = [["Kính gửi: Phòng GD&ĐT"], ["STT", "Trường", "Tổng số"], [1.0, "THCS Tân An", 40.0]]
    with pytest.raises(HeaderNotFound, match=r"“Báo cáo”.*“Họ và tên”"):
        read_tables(read(xlsx({"Báo cáo": rows}), "a.xlsx"), GRADUATE_COLUMNS)


@pytest.mark.parametrize(
    ("sheets", "hidden", "said"),
    [
        ({"A": []}, (), "không có nội dung"),
        ({"A": [], "B": [HEADER, *PUPILS]}, ("B",), "đang ẩn"),
    ],
)
def test_read_tables_refuses_a_workbook_with_nothing_to_see(sheets, hidden, said):
    with pytest.raises(UnreadableFile, match=said):
        read_tables(read(xlsx(sheets, hidden=hidden), "a.xlsx"), GRADUATE_COLUMNS)
