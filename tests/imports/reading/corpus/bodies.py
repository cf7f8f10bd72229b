"""Layouts that differ in what stands between, beside and below the pupils."""

from imports.reading import ROSTER_COLUMNS
from tests.imports.reading.corpus.columns import SHORT, USUAL, cells, headings, truth
from tests.imports.reading.corpus.judging import Sample
from tests.imports.reading.corpus.layouts import layout, listed, xlsx_sample
from tests.imports.reading.corpus.letters import (
    MOTTO,
    OF_ROSTER,
    OF_SCHOOL,
    SIGNATURES,
    STATISTICS,
)
from tests.imports.reading.corpus.pages import Page, Rows, to_xlsx
from tests.imports.reading.corpus.pupils import Pupil, a_class

BARE = ("ordinal", "full_name", "gender", "born")
FIRST, SECOND = a_class(4, seed=2, class_name="9/1"), a_class(5, seed=3, class_name="9/2")


def _sample(rows: Rows, pupils: list[Pupil], keys: tuple[str, ...], **rest: object) -> Sample:
    told = rest.pop("told", {})
    page = Page(rows, **rest.pop("page", {}))
    return Sample("ds.xlsx", to_xlsx([page]), truth(pupils, keys, **told), **rest)


@layout("titles of classes between the rows")
def _() -> Sample:
    rows = [
        *OF_SCHOOL, headings(BARE), ["Lớp 9/1 (4 học sinh)"], *cells(FIRST, BARE), ["Lớp 9/2"],
        *cells(SECOND, BARE), *SIGNATURES,
    ]  # fmt: skip
    return _sample(rows, FIRST + SECOND, (*BARE, "class_name"))


@layout("titles of schools with Roman numbers, classes below them")
def _() -> Sample:
    keys = (*BARE, "class_name")
    first = a_class(4, seed=4, school="THCS Tân Phú")
    second = a_class(4, seed=5, school="THCS Long Hòa")
    rows = [
        *MOTTO, headings(keys), ["I", "TRƯỜNG THCS TÂN PHÚ"], *cells(first, keys),
        ["", "Cộng: 4 học sinh"], ["II", "TRƯỜNG THCS LONG HÒA"], *cells(second, keys),
        ["", "Cộng: 4 học sinh"], ["", "Tổng cộng: 8 học sinh"],
    ]  # fmt: skip
    return _sample(rows, first + second, (*keys, "school"))


@layout("a class per sheet, named by the sheet")
def _() -> Sample:
    pages = [
        Page([*OF_SCHOOL, headings(BARE), *cells(FIRST, BARE), *SIGNATURES], name="Lớp 9-1"),
        Page([*OF_SCHOOL, headings(BARE), *cells(SECOND, BARE), *SIGNATURES], name="9.2"),
    ]
    wanted = truth(FIRST, BARE, class_name="9-1") + truth(SECOND, BARE, class_name="9.2")
    return Sample("ds.xlsx", to_xlsx(pages), wanted)


@layout("a school per sheet, named by the sheet")
def _() -> Sample:
    keys = (*BARE, "class_name")
    pages = [
        Page([headings(keys), *cells(a_class(4, seed=n), keys)], name=name)
        for n, name in ((6, "THCS Tân Phú"), (7, "Long Hòa"))
    ]
    wanted = truth(a_class(4, seed=6), keys, school="THCS Tân Phú") + truth(
        a_class(4, seed=7), keys
    )
    return Sample("ds.xlsx", to_xlsx(pages), wanted)


@layout("hidden sheet of last year, sheet of sums, blank sheet")
def _() -> Sample:
    sums = [
        ["BẢNG TỔNG HỢP"], ["STT", "Trường", "Số học sinh", "Nữ", "Tỷ lệ"],
        [1, "THCS Long Hòa", 8, 4, 0.5],
    ]  # fmt: skip
    pages = [
        Page(sums, name="Tổng hợp"),
        Page(listed(USUAL), name="Danh sách"),
        Page(listed(USUAL, pupils=SECOND), name="2019", is_hidden=True),
        Page([], name="Sheet3"),
    ]
    said = frozenset(("sheet_hidden", "sheet_without_table"))
    return Sample("ds.xlsx", to_xlsx(pages), truth(a_class(), USUAL), said=said)


@layout("sheet of choices for drop-downs")
def _() -> Sample:
    choices: Rows = [["Giới tính", "Dân tộc", "Xếp loại"], ["Nam", "Kinh", "Giỏi"],
                     ["Nữ", "Hoa", "Khá"], ["", "Khmer", "Trung bình"]]  # fmt: skip
    pages = [Page(listed(USUAL)), Page(choices, name="DanhMuc")]
    said = frozenset(("sheet_without_table",))
    return Sample("ds.xlsx", to_xlsx(pages), truth(a_class(), USUAL), said=said)


@layout("whole lists one under the other, each with letterhead and signatures")
def _() -> Sample:
    rows = []
    for name, pupils in (("9/1", FIRST), ("9/2", SECOND)):
        title = [["TRƯỜNG THCS LONG HÒA"], [f"DANH SÁCH HỌC SINH LỚP {name}"], []]
        rows += [*title, headings(BARE), *cells(pupils, BARE), *SIGNATURES, [], []]
    return _sample(rows, FIRST + SECOND, (*BARE, "class_name"), told={"school": "THCS Long Hòa"})


@layout("header and numbers repeated on every printed page")
def _() -> Sample:
    numbers = [f"({n})" for n in range(1, 9)]
    body = cells(a_class(12), USUAL)
    rows = [*MOTTO]
    for start in range(0, 12, 5):
        rows += [headings(USUAL), numbers, *body[start : start + 5], ["", "", "", "Trang 1/3"]]
    return _sample(rows, a_class(12), USUAL)


@layout("two lists side by side to save paper")
def _() -> Sample:
    left, right = a_class(6, seed=8), a_class(5, seed=9)
    keys = SHORT
    lines = [*cells(right, keys), [""] * len(keys)]
    rows = [
        *MOTTO, [*headings(keys), "", *headings(keys)],
        *[[*a, "", *b] for a, b in zip(cells(left, keys), lines, strict=True)], *SIGNATURES,
    ]  # fmt: skip
    return _sample(rows, left + right, keys)


@layout("two lists side by side without a gap, roster")
def _() -> Sample:
    left, right = a_class(6, seed=8), a_class(6, seed=9)
    keys = ("ordinal", "full_name", "born", "note")
    rows = [
        *OF_ROSTER, headings(keys) * 2,
        *[a + b for a, b in zip(cells(left, keys), cells(right, keys), strict=True)],
    ]  # fmt: skip
    return _sample(rows, left + right, keys, columns=ROSTER_COLUMNS)


@layout("a small table of sums beside the list")
def _() -> Sample:
    rows = listed(USUAL, above=OF_SCHOOL)
    for at, cells_ in ((6, ["", "", "Xếp loại", "SL"]), (7, ["", "", "Giỏi", 3]),
                       (8, ["", "", "Khá", 5])):  # fmt: skip
        rows[at] = [*rows[at], *cells_]
    return _sample(rows, a_class(), USUAL)


@layout("blank rows inside, blank columns in front")
def _() -> Sample:
    body = listed(USUAL)
    rows = [["", "", *row] for row in [*body[:3], [], *body[3:6], [""] * 8, [" "], *body[6:]]]
    return _sample(rows, a_class(), USUAL)


@layout("school and class merged down the column")
def _() -> Sample:
    keys = ("ordinal", "school", "class_name", "full_name", "gender", "born")
    pupils = a_class(4, school="THCS Tân Phú", class_name="9A1") + a_class(
        4, seed=5, school="THCS Long Hòa", class_name="9A2"
    )
    rows = listed(keys, pupils=pupils)
    for at in (2, 3, 4, 6, 7, 8):
        rows[at][1] = rows[at][2] = ""
    merges = [(1, 1, 4, 1), (5, 1, 8, 1), (1, 2, 4, 2), (5, 2, 8, 2)]
    return _sample(rows, pupils, keys, page={"merges": merges})


@layout("ditto marks in school, class and commune")
def _() -> Sample:
    keys = ("ordinal", "full_name", "gender", "born", "school", "class_name", "commune")
    pupils = a_class(8, school="THCS Tân Phú", class_name="9A1", commune="Xã Tân Lân")
    rows = listed(keys, pupils=pupils)
    for at, mark in ((2, '"'), (3, "''"), (4, "nt"), (5, "-nt-"), (6, "//"), (7, "”")):
        rows[at][4:] = [mark] * 3
    return _sample(rows, pupils, keys)


@layout("ordinals begin anew in each class")
def _() -> Sample:
    keys = (*BARE, "class_name")
    return _sample([headings(keys), *cells(FIRST, keys), *cells(SECOND, keys)], FIRST + SECOND,
                   keys)  # fmt: skip


@layout("ordinals as text with points and zeros")
def _() -> Sample:
    return xlsx_sample(USUAL, render={"ordinal": lambda _, n: f"{n:02d}."})


@layout("template numbered beyond the list")
def _() -> Sample:
    return xlsx_sample(USUAL, below=[[n] for n in range(9, 41)], said=["rows_numbered_only"])


@layout("hidden columns and rows")
def _() -> Sample:
    keys = ("ordinal", "full_name", "old", "born", "gender", "class_name")
    return xlsx_sample(
        keys, heads={"old": "Ngày sinh"}, render={"old": lambda *_: "01/02/2003"},
        page={"hidden_columns": [2], "hidden_rows": [3, 4]},
    )  # fmt: skip


@layout("summary row right under the header")
def _() -> Sample:
    return xlsx_sample(USUAL, header=[headings(USUAL), ["", "Tổng số", 8]])


@layout("example row of a template")
def _() -> Sample:
    example = ["VD", "Nguyễn Văn A", "Nam", "01/01/2005", "Long An", "THCS ...", "9/1", ""]
    return xlsx_sample(USUAL, header=[headings(USUAL), example], said=["row_example"])


@layout("notes with figures under the list")
def _() -> Sample:
    below: Rows = [
        [], ["Danh sách trên có tổng cộng 08 (tám) học sinh."],
        ["* Ghi chú: Học sinh số 3 chuyển đến từ học kỳ I"],
        ["1. Danh sách niêm yết ngày 20/7/2020"], ["2. Mọi thắc mắc liên hệ: 0272.3881.234"],
        ["", "", "DUYỆT CỦA PHÒNG GD&ĐT"], ["", "TRƯỞNG PHÒNG", "", "HIỆU TRƯỞNG"],
        ["", "Nguyễn Văn Hai", "", "Trần Văn Ba"],
    ]  # fmt: skip
    return xlsx_sample(USUAL, below=below)


@layout("signatures directly under the last pupil")
def _() -> Sample:
    return xlsx_sample(
        USUAL, below=[row for row in SIGNATURES if row] + [["", "", "Nguyễn Thị Tám"]]
    )


@layout("statistics by class under the list")
def _() -> Sample:
    below: Rows = [
        [], ["", "THỐNG KÊ"], ["", "Lớp", "Sĩ số", "Nữ"], ["", "9/1", 4, 2], ["", "9/2", 4, 2],
        ["", "Cộng", 8, 4],
    ]  # fmt: skip
    return xlsx_sample(USUAL, below=below)


@layout("statistics and notes under the list")
def _() -> Sample:
    return xlsx_sample(USUAL, above=OF_SCHOOL, below=STATISTICS)


@layout("group title of the commune")
def _() -> Sample:
    keys = (*BARE, "class_name")
    rows = [headings(keys), ["Xã Long Hòa"], *cells(FIRST, keys), ["Thị trấn Cần Đước"],
            *cells(SECOND, keys)]  # fmt: skip
    return _sample(rows, FIRST + SECOND, keys)


@layout("long list")
def _() -> Sample:
    pupils = a_class(1500)
    return _sample(listed(USUAL, pupils=pupils, above=MOTTO), pupils, USUAL)
