"""The same list in every format, and in what programs make of it."""

import codecs
import csv
import io
import zipfile

from domain.legacy import Encoding, encode
from tests.imports.reading.books import with_member, zipped
from tests.imports.reading.corpus.columns import SHORT, USUAL, Truth, truth
from tests.imports.reading.corpus.judging import Sample
from tests.imports.reading.corpus.layouts import layout, listed
from tests.imports.reading.corpus.letters import (
    MOTTO,
    OF_SCHOOL,
    SIGNATURES,
    STATISTICS,
    in_1258,
)
from tests.imports.reading.corpus.pages import (
    Page,
    Rows,
    to_csv,
    to_html,
    to_ods,
    to_xls,
    to_xlsx,
)
from tests.imports.reading.corpus.pupils import a_class

ROWS: Rows = listed(USUAL, above=MOTTO, below=SIGNATURES)
WANTED: list[Truth] = truth(a_class(), USUAL)
PAGE = Page(ROWS)


@layout(".xls of Excel 97")
def _() -> Sample:
    return Sample("ds.xls", to_xls(PAGE), WANTED)


@layout(".ods of LibreOffice, hidden sheet, merged schools")
def _() -> Sample:
    keys = ("ordinal", "school", "full_name", "gender", "born")
    pupils = a_class(school="THCS Tân Phú")
    rows = listed(keys, pupils=pupils, render={"born": lambda p, _: p.born})
    for row in rows[2:]:
        row[1] = ""
    pages = [Page(rows, merges=[(1, 1, 8, 1)]), Page(ROWS, name="Cũ", is_hidden=True)]
    said = frozenset(("sheet_hidden",))
    return Sample("ds.ods", to_ods(pages), truth(pupils, keys), said=said)


_TEXTS = {
    "csv, UTF-8": lambda: to_csv(PAGE).encode(),
    "csv, UTF-8 with mark, semicolons": lambda: (
        codecs.BOM_UTF8 + to_csv(PAGE, separator=";").encode()
    ),
    "csv, Unicode text of Excel": lambda: to_csv(PAGE, separator="\t").encode("utf-16"),
    "csv, UTF-16 big end first": lambda: (
        codecs.BOM_UTF16_BE + to_csv(PAGE, separator="\t").encode("utf-16-be")
    ),
    "csv, UTF-16 without mark": lambda: to_csv(PAGE).encode("utf-16-le"),
    "csv, Windows-1258": lambda: in_1258(to_csv(PAGE, separator=";")),
    "csv, TCVN3": lambda: encode(to_csv(PAGE), Encoding.TCVN3).encode("latin-1", "replace"),
    "csv, VNI": lambda: encode(to_csv(PAGE), Encoding.VNI).encode("latin-1", "replace"),
    "csv, bars": lambda: to_csv(PAGE, separator="|").encode(),
    "csv, every cell quoted": lambda: to_csv(PAGE, quoting=csv.QUOTE_ALL).encode(),
    "csv, lines of old Macs": lambda: to_csv(PAGE, newline="\r").encode(),
    "csv, separator named": lambda: ("sep=;\r\n" + to_csv(PAGE, separator=";")).encode(),
}
for _name, _make in _TEXTS.items():
    layout(_name)(lambda make=_make: Sample("ds.csv", make(), WANTED))


_PAGES = {
    "web page named .xls": lambda: to_html(PAGE).encode(),
    "web page, header cells": lambda: to_html(PAGE, cell="th").encode(),
    "web page without a charset": lambda: to_html(PAGE, head="").encode(),
    "web page in UTF-16": lambda: to_html(PAGE).encode("utf-16"),
    "web page of Excel": lambda: (
        '<html xmlns:o="urn:schemas-microsoft-com:office:office" '
        'xmlns:x="urn:schemas-microsoft-com:office:excel">'
        "<!--[if gte mso 9]><xml></xml><![endif]-->"
        "<style>td {mso-number-format:'\\@';}</style>" + to_html(PAGE)
    ).encode(),
    "a bare table": lambda: to_html(PAGE)[
        to_html(PAGE).index("<table") : to_html(PAGE).index("</body")
    ].encode(),
    "a table after a line of text": lambda: (
        b"\xef\xbb\xbf\r\n<p>Danh s&aacute;ch</p>" + to_html(PAGE).encode()
    ),
}
for _name, _make in _PAGES.items():
    layout(_name)(lambda make=_make: Sample("xuat.xls", make(), WANTED))


@layout("web page with merged schools, nested tables and spans in the header")
def _() -> Sample:
    keys = ("ordinal", "school", "family_middle", "given", "gender", "born")
    pupils = a_class(school="THCS Tân Phú")
    header: Rows = [["STT", "Trường", "Họ và tên", "", "Giới tính", "Ngày sinh"],
                    ["", "", "Họ đệm", "Tên", "", ""]]  # fmt: skip
    rows = listed(keys, pupils=pupils, header=header)
    for row in rows[3:]:
        row[1] = ""
    merges = [(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 3), (0, 4, 1, 4), (0, 5, 1, 5), (2, 1, 9, 1)]
    inner = to_html(Page(rows, merges=merges))
    page = f"<html><body><table><tr><td>TRƯỜNG</td></tr><tr><td>{inner}</td></tr></table></body>"
    return Sample("x.xls", page.encode(), truth(pupils, keys))


@layout("workbook with macros")
def _() -> Sample:
    book = with_member(to_xlsx([PAGE]), "xl/vbaProject.bin", b"\xd0\xcf\x11\xe0" + bytes(600))
    return Sample("ds.xlsm", book, WANTED)


@layout("strings inside the cells, tags with a prefix")
def _() -> Sample:
    space = 'xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    lines = []
    for row in listed(SHORT):
        inside = "".join(f'<x:c t="inlineStr"><x:is><x:t>{cell}</x:t></x:is></x:c>' for cell in row)
        lines.append(f"<x:row>{inside}</x:row>")
    sheet = f"<x:worksheet {space}><x:sheetData>{''.join(lines)}</x:sheetData></x:worksheet>"
    book = with_member(to_xlsx([Page([["a"]])]), "xl/worksheets/sheet1.xml", sheet.encode())
    return Sample("ds.xlsx", book, truth(a_class(), SHORT))


@layout("the archive in another order, stored")
def _() -> Sample:
    with zipfile.ZipFile(io.BytesIO(to_xlsx([PAGE]))) as archive:
        members = {name: archive.read(name) for name in sorted(archive.namelist(), reverse=True)}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    assert len(zipped(members)) < len(out.getvalue())
    return Sample("ds.xlsx", out.getvalue(), WANTED)


@layout("wrong ending")
def _() -> Sample:
    return Sample("danh sach.csv", to_xlsx([PAGE]), WANTED)


@layout("csv: no letterhead, statistics below, blank lines")
def _() -> Sample:
    rows = [[], *listed(SHORT, below=STATISTICS), [], []]
    return Sample("ds.csv", to_csv(Page(rows), separator=";").encode(), truth(a_class(), SHORT))


@layout("csv: school in the letterhead with commas")
def _() -> Sample:
    above: Rows = [*OF_SCHOOL[:2], ["Địa chỉ: Ấp 1, xã Long Hòa, huyện Cần Đước"]]
    rows = listed(SHORT, above=above)
    wanted = truth(a_class(), SHORT, school="THCS Long Hòa")
    return Sample("ds.csv", to_csv(Page(rows)).encode(), wanted)
