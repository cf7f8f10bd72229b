"""Files made to harm: to exhaust the machine, to smuggle something in, to pass for a list."""

import codecs
import io
import struct
import zipfile
from collections.abc import Callable

from tests.imports.reading.books import ods, ods_row, with_member, xls, xls_cell, xlsx, zipped
from tests.imports.reading.corpus.columns import USUAL
from tests.imports.reading.corpus.layouts import listed
from tests.imports.reading.corpus.pages import Formula, Page, to_csv, to_html, to_ods, to_xlsx

# name → (builder, file name, whether it is read and not refused)
HOSTILE: dict[str, tuple[Callable[[], bytes], str, bool]] = {}

ROWS = listed(USUAL)
BOOK = to_xlsx([Page(ROWS)])
SHEET, STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
_SPACE = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def hostile(
    name: str, file_name: str = "ds.xlsx", *, is_read: bool = False
) -> Callable[[Callable[[], bytes]], Callable[[], bytes]]:
    """Keep a builder under a name."""

    def keep(build: Callable[[], bytes]) -> Callable[[], bytes]:
        HOSTILE[name] = (build, file_name, is_read)
        return build

    return keep


def _sheet(rows: bytes, head: bytes = b"") -> bytes:
    sheet = head + b"<worksheet " + _SPACE + b"><sheetData>" + rows + b"</sheetData></worksheet>"
    return with_member(BOOK, SHEET, sheet)


def _original(name: str = SHEET) -> bytes:
    with zipfile.ZipFile(io.BytesIO(BOOK)) as archive:
        return archive.read(name)


for _name, _content in {
    "PDF": b"%PDF-1.7\n" + b"x" * 5000,
    "picture": b"\x89PNG\r\n\x1a\n" + bytes(5000),
    "program": b"MZ\x90\x00" + bytes(5000),
    "Word": zipped({"word/document.xml": b"<a/>", "[Content_Types].xml": b"<a/>"}),
    "slides": zipped({"ppt/presentation.xml": b"<a/>"}),
    "plain archive": zipped({"danh sach.txt": b"a"}),
    "archive in an archive": zipped({"ds.xlsx": BOOK}),
    "password": _COMPOUND + "EncryptedPackage".encode("utf-16-le"),
    "old Word": _COMPOUND + "WordDocument".encode("utf-16-le"),
    "empty": b"",
    "blanks": b" \r\n" * 1000,
    "half a workbook": BOOK[: len(BOOK) // 2],
    "last bytes missing": BOOK[:-30],
    "noise": bytes((n * 7919) % 251 for n in range(20_000)),
    "noise behind an archive's mark": b"PK\x03\x04" + bytes(n % 256 for n in range(20_000)),
    "noise behind a compound's mark": _COMPOUND + "Workbook".encode("utf-16-le") * 50,
    "page without a table": b"<!DOCTYPE html><html><body>Vui long dang nhap</body></html>",
    "XML": b'<?xml version="1.0"?><Workbook><Worksheet/></Workbook>',
    "letter": "Kính gửi Phòng GD&ĐT,\r\n\r\nTrường xin báo cáo như sau.".encode(),
}.items():
    hostile(_name)(lambda content=_content: content)


@hostile("bomb")
def _() -> bytes:
    return _sheet(b" " * 300_000_000)


@hostile("bomb of strings")
def _() -> bytes:
    strings = b"<sst " + _SPACE + b">" + b"<si><t>a</t></si>" * 13_000_000 + b"</sst>"
    return with_member(BOOK, STRINGS, strings)


@hostile("eleven million strings")
def _() -> bytes:
    strings = b"<sst " + _SPACE + b">" + b"<si><t>a</t></si>" * 11_000_000 + b"</sst>"
    return with_member(BOOK, STRINGS, strings)


@hostile("four million names of sheets")
def _() -> bytes:
    names = b'<sheet name="a" sheetId="1" r:id="rId1"/>' * 4_000_000
    return with_member(BOOK, "xl/workbook.xml", b"<workbook><sheets>" + names)


@hostile(".ods of ten million rows", "ds.ods")
def _() -> bytes:
    return ods("<table:table-row/>" * 10_000_000)


@hostile(".ods of ten million cells", "ds.ods")
def _() -> bytes:
    return ods("<table:table-row>" + "<table:table-cell/>" * 9_000_000 + "</table:table-row>")


@hostile("bomb in an .ods", "ds.ods")
def _() -> bytes:
    return ods(ods_row(["a" * 1_000_000] * 210))


@hostile("lonely cell at the end of the world")
def _() -> bytes:
    return _sheet(b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')


@hostile("a million formatted empty rows", is_read=True)
def _() -> bytes:
    rows = b"".join(
        b'<row r="%d" s="1" customFormat="1"><c r="A%d" s="1"/></row>' % (n, n)
        for n in range(10, 1_048_577)
    )
    sheet = _original().replace(b"</sheetData>", rows + b"</sheetData>")
    return with_member(BOOK, SHEET, sheet)


@hostile("a million filled rows")
def _() -> bytes:
    rows = b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (n, n)
                    for n in range(1, 1_048_577))  # fmt: skip
    return _sheet(rows)


@hostile("fifty million cells without addresses")
def _() -> bytes:
    return _sheet(b"<row>" + b"<c/>" * 45_000_000 + b"</row>")


@hostile("every column of a sheet", is_read=True)
def _() -> bytes:
    rows = [list(row) for row in ROWS]
    rows[0] += [f"Cột {n}" for n in range(len(rows[0]), 16_384)]
    return to_xlsx([Page(rows)])


@hostile("three hundred sheets", is_read=True)
def _() -> bytes:
    return xlsx({f"Lớp {n}": ROWS for n in range(300)})


@hostile("entities")
def _() -> bytes:
    laughs = b'<!DOCTYPE s [<!ENTITY a "ha">' + b"".join(
        b'<!ENTITY %c "&%c;&%c;&%c;&%c;">' % (n + 1, n, n, n, n) for n in range(97, 120)
    )
    strings = laughs + b"]><sst " + _SPACE + b"><si><t>&x;</t></si></sst>"
    return with_member(BOOK, STRINGS, b'<?xml version="1.0"?>' + strings)


@hostile("entity of a file")
def _() -> bytes:
    head = b'<!DOCTYPE s [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    strings = head + b"<sst " + _SPACE + b"><si><t>&a;</t></si></sst>"
    return with_member(BOOK, STRINGS, strings)


@hostile("member twice, the second a bomb")
def _() -> bytes:
    out = io.BytesIO(BOOK)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo(SHEET), b" " * 300_000_000, zipfile.ZIP_DEFLATED)
    return out.getvalue()


@hostile("links out of the archive", is_read=True)
def _() -> bytes:
    out = io.BytesIO(BOOK)
    with zipfile.ZipFile(out, "a") as archive:
        link = zipfile.ZipInfo("xl/worksheets/link.xml")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, b"/etc/passwd")
        archive.writestr("../../../../tmp/escaped.txt", b"a")
    return out.getvalue()


@hostile("formulas in a circle", is_read=True)
def _() -> bytes:
    rows = [list(row) for row in ROWS]
    rows[1][7] = Formula("=H3", 0)
    rows[2][7] = Formula("=H2", 0)
    return to_xlsx([Page(rows)])


@hostile("formulas and scripts for names", is_read=True)
def _() -> bytes:
    rows = [list(row) for row in ROWS]
    for at, name in enumerate((
        "=cmd|'/C calc'!A0", '=HYPERLINK("http://a.vn","Hoa")', "<script>alert(1)</script>",
        "@SUM(1+1)*cmd|' /C calc'!A0", "'; DROP TABLE students; --",
    ), 1):  # fmt: skip
        rows[at][1] = name
    return to_xlsx([Page(rows)])


@hostile("invisible and turned letters in names", is_read=True)
def _() -> bytes:
    rows = [list(row) for row in ROWS]
    rows[1][1] = "Nguyễn\u202e Văn\u200b A\u2066n\ufeff"
    rows[2][1] = "Lê\u0007 Thị\u0001 Hoa\u200d"
    return to_xlsx([Page(rows)])


@hostile("cell of a megabyte", is_read=True)
def _() -> bytes:
    rows = [list(row) for row in ROWS]
    rows[1][7] = "a" * 1_000_000
    return to_ods([Page(rows)])


@hostile("one line of nineteen megabytes", "ds.csv")
def _() -> bytes:
    return b"a" * 19_000_000


@hostile("nineteen million separators", "ds.csv")
def _() -> bytes:
    return b"," * 19_000_000


@hostile("nineteen million lines", "ds.csv")
def _() -> bytes:
    return b"a" + b"\n" * 19_000_000


@hostile("fifty megabytes", "ds.csv")
def _() -> bytes:
    return b"a,b\n" * 12_500_000


@hostile("a list of a million", "ds.csv")
def _() -> bytes:
    return "Họ và tên,Ngày sinh\n".encode() + b"An,1/1/2005\n" * 1_000_000


@hostile("nineteen million quotation marks", "ds.csv")
def _() -> bytes:
    return b'"' * 18_999_999


@hostile("half a letter in UTF-16", "ds.csv", is_read=True)
def _() -> bytes:
    return codecs.BOM_UTF16_LE + to_csv(Page(ROWS)).encode("utf-16-le") + b"\x00"


@hostile("zero bytes in text", "ds.csv")
def _() -> bytes:
    return to_csv(Page(ROWS)).encode().replace(b"Nam", b"N\0am", 3)


@hostile("page nested a million deep", "ds.xls", is_read=True)
def _() -> bytes:
    return b"<div>" * 1_000_000 + to_html(Page(ROWS)).encode()


@hostile("page of endless spans", "ds.xls")
def _() -> bytes:
    return b"<table>" + b"<tr><td rowspan=999999 colspan=999999>a</td></tr>" * 200_000


@hostile("page of open comments", "ds.xls")
def _() -> bytes:
    return b"<table>" + b"<!--<td " * 2_000_000


@hostile("page of millions of cells", "ds.xls")
def _() -> bytes:
    return b"<table><tr>" + b"<td>" * 4_000_000


@hostile(".ods of endless filled rows", "ds.ods")
def _() -> bytes:
    return ods(ods_row(["Lê An"] * 20, ' table:number-rows-repeated="1048576"'))


@hostile(".ods formatted to its end", "ds.ods", is_read=True)
def _() -> bytes:
    rows = "".join(ods_row([str(cell) for cell in row]) for row in ROWS)
    return ods(
        rows + '<table:table-row table:number-rows-repeated="1048500">'
        '<table:table-cell table:style-name="a" table:number-columns-repeated="16384"/>'
        "</table:table-row>"
    )


@hostile(".ods of entities", "ds.ods")
def _() -> bytes:
    book = ods(ods_row(["&x;"]))
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        document = archive.read("content.xml")
    laughs = b'<!DOCTYPE a [<!ENTITY x "' + b"ha" * 1000 + b'">]><office:document-content'
    return with_member(
        book, "content.xml", document.replace(b"<office:document-content", laughs, 1)
    )


@hostile("old Excel: far cell", "ds.xls")
def _() -> bytes:
    return xls(xls_cell(0, 0, "Họ và tên") + xls_cell(65_535, 255, 1.0))


@hostile("old Excel: strings that are not there", "ds.xls")
def _() -> bytes:
    record = struct.pack("<HHII", 0x00FC, 8, 1, 0xFFFFFFFF)
    return xls(xls_cell(0, 0, "Họ và tên"), globals_=record)
