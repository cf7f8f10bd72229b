"""Layouts met in practice that fit nowhere else."""

import datetime
import html
from dataclasses import replace
from pathlib import Path

from domain.legacy import Encoding
from imports.reading import ROSTER_COLUMNS
from tests.imports.reading.corpus.columns import COLUMNS, SHORT, USUAL, cells, headings, truth
from tests.imports.reading.corpus.judging import Sample
from tests.imports.reading.corpus.layouts import layout, listed, xlsx_sample
from tests.imports.reading.corpus.letters import MOTTO, OF_ROSTER, SIGNATURES, in_old_font
from tests.imports.reading.corpus.pages import Page, Rows, to_csv, to_html, to_xls, to_xlsx
from tests.imports.reading.corpus.pupils import a_class

FILES = Path(__file__).parent / "files"
BARE = ("ordinal", "full_name", "gender", "born")
OF_LONG_HOA = a_class(school="THCS Long Hòa")


def _of_office(name: str) -> Sample:
    """A workbook LibreOffice wrote: merged schools, a hidden column, row and sheet, an error."""
    keys = ("ordinal", "school", "full_name", "born", "gender", "class_name", "commune")
    pupils = a_class(8, school="THCS Tân Phú")
    wanted = truth(pupils, keys)
    wanted[2]["commune"] = ""
    said = frozenset(("sheet_hidden", "rows_hidden"))
    content = (FILES / name).read_bytes()
    return Sample(name, content, wanted, said=said, flagged=frozenset((2,)))


for _name in ("office.xls", "office.ods"):
    layout(f"as LibreOffice writes it: {_name}")(lambda name=_name: _of_office(name))


for _name, _line in {
    "two lines in one cell": "PHÒNG GD&ĐT CẦN ĐƯỚC\nTRƯỜNG THCS LONG HÒA",
    "behind a label": "Đơn vị: Trường THCS Long Hòa",
    "behind a dash": "PHÒNG GD&ĐT CẦN ĐƯỚC - TRƯỜNG THCS LONG HÒA",
    "inside the title": "DANH SÁCH HỌC SINH TỐT NGHIỆP TRƯỜNG THCS LONG HÒA NĂM HỌC 2019-2020",
    "without the word for school": "THCS Long Hòa",
}.items():

    @layout(f"school of the letterhead: {_name}")
    def _(line: str = _line) -> Sample:
        above: Rows = [[line], [], ["DANH SÁCH HỌC SINH"]]
        return xlsx_sample(BARE, pupils=OF_LONG_HOA, above=above, told={"school": "THCS Long Hòa"})


for _name, _line in {
    "with its teacher": "Lớp: 9A1    GVCN: Nguyễn Thị Ba    Sĩ số: 40",
    "in the title": "DANH SÁCH HỌC SINH LỚP 9A1 - NĂM HỌC 2019-2020",
}.items():

    @layout(f"class of the letterhead: {_name}")
    def _(line: str = _line) -> Sample:
        pupils = a_class(class_name="9A1")
        return xlsx_sample(BARE, pupils=pupils, above=[[line], []], told={"class_name": "9A1"})


@layout("titles of classes with teacher and number")
def _() -> Sample:
    first, second = a_class(4, class_name="9A1"), a_class(4, seed=2, class_name="9A2")
    rows = [
        headings(BARE), ["LỚP 9A1 - GVCN: Trần Thị Sáu - Sĩ số: 4"], *cells(first, BARE),
        ["LỚP 9A2 - GVCN: Lê Văn Bảy - Sĩ số: 4"], *cells(second, BARE),
    ]  # fmt: skip
    wanted = truth(first + second, (*BARE, "class_name"))
    return Sample("ds.xlsx", to_xlsx([Page(rows)]), wanted)


@layout("numbered titles of schools in the column of names")
def _() -> Sample:
    keys = (*BARE, "class_name")
    first, second = a_class(4, school="THCS Tân Phú"), a_class(4, seed=2, school="THCS Long Hòa")
    rows = [
        headings(keys), [1, "Trường THCS Tân Phú"], *cells(first, keys),
        [2, "Trường THCS Long Hòa"], *cells(second, keys),
    ]  # fmt: skip
    wanted = truth(first + second, (*keys, "school"))
    return Sample("ds.xlsx", to_xlsx([Page(rows)]), wanted)


@layout("families whose names are words of titles and sums")
def _() -> Sample:
    names = (
        ("Trương Văn", "Hòa"), ("Tống Công", "Danh"), ("Tống Số", "Lượng"), ("Lưu Ý", "Nhi"),
        ("Phương Thị", "Ấp"), ("Công Tằng Tôn Nữ Diệu", "Hiền"), ("Lớp Thị", "Hai"),
        ("Trường Thị", "Xuân"), ("Kỳ Tên", "An"), ("Cộng Hòa", "Bình"),
    )  # fmt: skip
    pupils = [
        replace(pupil, family_middle=family, given=given)
        for pupil, (family, given) in zip(a_class(len(names)), names, strict=True)
    ]
    return xlsx_sample(SHORT, pupils=pupils)


@layout("families whose names are words of titles, roster without ordinals and sexes")
def _() -> Sample:
    names = (("Trương Văn", "Hòa"), ("TRƯƠNG THỊ", "HOA"), ("Tống Công", "Trường"),
             ("TỐNG CỘNG", "HÒA"), ("Lưu Ý", "Nhi"), ("Phương", "Xã"))  # fmt: skip
    pupils = [
        replace(pupil, family_middle=family, given=given)
        for pupil, (family, given) in zip(a_class(len(names)), names, strict=True)
    ]
    keys = ("full_name", "born", "class_name")
    return xlsx_sample(keys, pupils=pupils, columns=ROSTER_COLUMNS, above=OF_ROSTER)


@layout("names of ethnic minorities")
def _() -> Sample:
    names = (
        ("H'Mai", "Niê"),
        ("Y", "Blum"),
        ("K’", "Brết"),
        ("Sơn Thị Sa", "Ri"),
        ("Danh Thị Mỹ", "Ngân"),
        ("Kim Sô", "Phia"),
        ("A", "Păng"),
        ("Lý Sol", "Ly"),
    )
    pupils = [
        replace(pupil, family_middle=family, given=given)
        for pupil, (family, given) in zip(a_class(len(names)), names, strict=True)
    ]  # fmt: skip
    return xlsx_sample(SHORT, pupils=pupils)


@layout("headings in two languages")
def _() -> Sample:
    heads = {"full_name": "Họ và tên/ Full name", "gender": "Giới tính/ Sex",
             "born": "Ngày sinh/ Date of birth", "birth_place": "Nơi sinh/ Place of birth",
             "school": "Trường/ School", "class_name": "Lớp/ Class",
             "note": "Ghi chú/ Notes"}  # fmt: skip
    return xlsx_sample(USUAL, heads=heads)


@layout("far down below a cover page")
def _() -> Sample:
    cover: Rows = [["BÁO CÁO"], *[[f"Nội dung mục {n} của báo cáo"] for n in range(1, 61)]]
    return xlsx_sample(SHORT, above=cover)


@layout("web page: capital tags, entities, fonts, cells never closed")
def _() -> Sample:
    lines = []
    for row in listed(SHORT):
        shown = ["".join(f"&#{ord(c)};" if ord(c) > 127 else c for c in str(x)) for x in row]
        lines.append("<TR>" + "".join(f'<TD ALIGN="left"><FONT SIZE=2>{x}</FONT>' for x in shown))
    page = f"<HTML><BODY><TABLE>{''.join(lines)}<TFOOT><TR><TD>T&#7893;ng c&#7897;ng: 8</TABLE>"
    assert f"&#{ord(html.unescape('&#7893;'))};" == "&#7893;"
    return Sample("ds.xls", page.encode("ascii"), truth(a_class(), SHORT))


@layout("web page in TCVN3")
def _() -> Sample:
    pupils = a_class(10)
    rows = in_old_font(listed(USUAL, pupils=pupils, above=MOTTO), Encoding.TCVN3)
    page = to_html(Page(rows), head="<meta charset=windows-1252>")
    return Sample("ds.xls", page.encode("latin-1", "replace"), truth(pupils, USUAL))


@layout("old Excel in VNI")
def _() -> Sample:
    pupils = a_class(10)
    rows = in_old_font(listed(USUAL, pupils=pupils, above=MOTTO), Encoding.VNI)
    return Sample("ds.xls", to_xls(Page(rows)), truth(pupils, USUAL))


@layout("csv: breaks inside headings, quoted separators")
def _() -> Sample:
    keys = ("ordinal", "full_name", "born", "gender", "residence", "note")
    heads = {"full_name": "Họ và\ntên", "born": "Ngày\nsinh"}
    render = {"note": lambda _, n: f'Ghi "{n}", xem; thêm' if n % 2 else ""}
    pupils = a_class()
    wanted = truth(pupils, keys)
    for n, row in enumerate(wanted, 1):
        row["note"] = render["note"](pupils[n - 1], n)
    text = to_csv(Page(listed(keys, heads=heads, render=render)), separator=";")
    return Sample("ds.csv", text.encode("utf-8-sig"), wanted)


@layout("csv: schools and classes once per group")
def _() -> Sample:
    keys = ("school", "class_name", "full_name", "gender", "born")
    pupils = a_class(5, school="THCS Tân Phú", class_name="9A1") + a_class(
        5, seed=2, school="THCS Long Hòa", class_name="9A2"
    )
    rows = listed(keys, pupils=pupils)
    for at in (2, 3, 4, 5, 7, 8, 9, 10):
        rows[at][:2] = ["", ""]
    said = frozenset(("cells_filled_down",))
    return Sample("ds.csv", to_csv(Page(rows)).encode(), truth(pupils, keys), said=said)


@layout("year of birth beside the date of some")
def _() -> Sample:
    keys = ("ordinal", "full_name", "born", "year", "gender")
    return xlsx_sample(keys, heads={"year": "Năm sinh"})


@layout("every heading with its number and a star")
def _() -> Sample:
    heads = {key: f"({n}) {COLUMNS[key][0]} *" for n, key in enumerate(USUAL, 1)}
    return xlsx_sample(USUAL, heads=heads)


@layout("a second table of staff below the pupils")
def _() -> Sample:
    staff: Rows = [
        [], ["DANH SÁCH HỘI ĐỒNG XÉT TỐT NGHIỆP"], ["STT", "Chức vụ", "Đơn vị", "Nhiệm vụ"],
        [1, "Hiệu trưởng", "THCS Long Hòa", "Chủ tịch"],
        [2, "Giáo viên", "THCS Long Hòa", "Thư ký"],
    ]  # fmt: skip
    return xlsx_sample(USUAL, below=staff)


@layout("signature with the date in the column of birth dates")
def _() -> Sample:
    below: Rows = [
        ["", "", "", "Ngày 22 tháng 7 năm 2020"], ["", "NGƯỜI LẬP", "", "HIỆU TRƯỞNG"],
        ["", "Trần Văn Tám", "", "Lê Thị Chín"],
    ]  # fmt: skip
    return xlsx_sample(("ordinal", "full_name", "gender", "born"), below=below)


@layout("dates in words, no ordinals")
def _() -> Sample:
    render = {"born": lambda p, _: p.born.strftime("Ngày %d tháng %m năm %Y")}
    return xlsx_sample(("full_name", "born", "gender"), render=render)


@layout("two lists side by side under two letterheads, with signatures below each")
def _() -> Sample:
    left, right = a_class(6, seed=8), a_class(6, seed=9)
    heads = [*headings(BARE), "", *headings(BARE)]
    body = [[*a, "", *b] for a, b in zip(cells(left, BARE), cells(right, BARE), strict=True)]
    signed = [[*row, *[""] * (5 - len(row)), *row] for row in SIGNATURES]
    rows = [["DANH SÁCH 1", "", "", "", "", "DANH SÁCH 2"], [], heads, *body, *signed]
    return Sample("ds.xlsx", to_xlsx([Page(rows)]), truth(left + right, BARE))


@layout("UTF-8 that another program read as Western letters")
def _() -> Sample:
    rows = listed(USUAL, above=MOTTO)
    spoilt = [
        [cell.encode().decode("cp1252", "ignore") if _survives(cell) else cell for cell in row]
        for row in rows
    ]
    return Sample("ds.xlsx", to_xlsx([Page(spoilt)]), truth(a_class(), USUAL))


def _survives(cell: object) -> bool:
    """Whether a text can go through Windows-1252 whole: five bytes are undefined there."""
    return isinstance(cell, str) and not {0x81, 0x8D, 0x8F, 0x90, 0x9D} & set(cell.encode())


@layout("abbreviations that mean two things, told by their cells")
def _() -> Sample:
    keys = ("ordinal", "full_name", "gender", "born", "birth_place", "phone", "class_name")
    heads = {"phone": "ĐT", "birth_place": "NS", "born": "Ngày sinh"}
    return xlsx_sample(keys, heads=heads)


@layout("classes of a roster a spreadsheet took for dates")
def _() -> Sample:
    pupils = a_class(class_name="10/9")
    return xlsx_sample(
        SHORT, pupils=pupils, said=["class_was_date"], columns=ROSTER_COLUMNS,
        render={"class_name": lambda *_: datetime.date(2020, 9, 10)},
    )  # fmt: skip


@layout("headings a letter a line, parents as “Con ông (bà)”, rows of dots")
def _() -> Sample:
    heads = {"ordinal": "S\nT\nT", "guardian": "Con ông (bà)", "class_name": "L\nớ\np"}
    keys = ("ordinal", "full_name", "gender", "born", "class_name", "guardian")
    return xlsx_sample(keys, heads=heads, below=[["…"] * 6, ["....", "....", "", "...."]])


@layout("sections of pupils in capitals")
def _() -> Sample:
    rows = listed(SHORT)
    rows[1:1] = [["", "HỌC SINH XÉT THẲNG"]]
    rows[5:5] = [["HỌC SINH DIỆN KHUYẾN KHÍCH"]]
    return Sample("ds.xlsx", to_xlsx([Page(rows)]), truth(a_class(), SHORT))


@layout("signed by the board, roster")
def _() -> Sample:
    below: Rows = [[], ["", "BAN GIÁM HIỆU"], [], ["", "Nguyễn Văn Bảy"]]
    return xlsx_sample(SHORT, below=below, columns=ROSTER_COLUMNS)


@layout("ordinals with strokes, class in the name of the sheet among words")
def _() -> Sample:
    pupils = a_class(class_name="9A1")
    return xlsx_sample(
        BARE, pupils=pupils, page={"name": "DS 9A1 (nộp)"}, told={"class_name": "9A1"},
        render={"ordinal": lambda _, n: f"{n}/"},
    )  # fmt: skip


@layout("days, months and two-digit years in columns")
def _() -> Sample:
    keys = ("family_middle", "given", "day", "month", "year", "gender", "class_name")
    render = {"year": lambda p, n: f"{p.born.year % 100:02d}" if n % 2 else p.born.year % 100}
    return xlsx_sample(keys, render=render)


@layout("origin, birthplace, registered and present address, each cut up")
def _() -> Sample:
    keys = ("ordinal", "full_name", "born", "o1", "o2", "b1", "birth_place", "r1", "r2", "commune",
            "district", "class_name")  # fmt: skip
    header: Rows = [
        ["STT", "Họ và tên", "Ngày sinh", "Quê quán", "", "Nơi sinh", "", "HKTT", "", "Chỗ ở", "",
         "Lớp"],
        ["", "", "", "Xã", "Huyện", "Huyện", "Tỉnh", "Xã", "Huyện", "Xã", "Huyện", ""],
    ]  # fmt: skip
    render = {key: lambda *_, key=key: f"Nơi {key}" for key in ("o1", "o2", "b1", "r1", "r2")}
    return xlsx_sample(keys, header=header, render=render)


@layout("a centre's own numbers are not the ministry's codes")
def _() -> Sample:
    keys = ("ordinal", "own", "full_name", "born", "gender")
    render = {"own": lambda _, n: f"HV{n:03d}"}
    return xlsx_sample(keys, heads={"own": "Mã học viên"}, render=render, columns=ROSTER_COLUMNS)


@layout("three grades under one heading")
def _() -> Sample:
    keys = ("ordinal", "full_name", "born", "gender", "l", "k", "classification", "class_name")
    header: Rows = [["STT", "Họ và tên", "Ngày sinh", "Phái", "Xếp loại", "", "", "Lớp"],
                    ["", "", "", "", "HL", "HK", "TN", ""]]  # fmt: skip
    render = {"l": lambda *_: "Yếu", "k": lambda *_: "Tốt"}
    extra = [{"Xếp loại HL": "Yếu", "HK": "Tốt"}] * 8
    return xlsx_sample(keys, header=header, render=render, extra=extra)


@layout("three grades under one heading, written out, numbers of columns below")
def _() -> Sample:
    keys = ("ordinal", "full_name", "born", "gender", "l", "k", "classification", "note")
    header: Rows = [
        ["STT", "Họ và tên", "Ngày sinh", "Phái", "Kết quả xếp loại", "", "", "Ghi chú"],
        ["", "", "", "", "Học lực", "Hạnh kiểm", "Tốt nghiệp", ""],
        [f"({n})" for n in range(1, 9)],
    ]
    render = {"l": lambda *_: "Yếu", "k": lambda *_: "Tốt"}
    return xlsx_sample(keys, header=header, render=render, page={"merges": [(0, 4, 0, 6)]})


@layout("remarks right under the list")
def _() -> Sample:
    below: Rows = [["Ghi chú: các em có dấu * học lại"], ["* : học lại lớp 9"],
                   ["- Danh sách lập thành 02 bản"]]  # fmt: skip
    return xlsx_sample(SHORT, below=below)
