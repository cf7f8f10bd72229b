"""Layouts that differ in their headers."""

from imports.reading import ROSTER_COLUMNS
from tests.imports.reading.corpus.columns import COLUMNS, FULL, SHORT, USUAL, headings, truth
from tests.imports.reading.corpus.judging import Sample
from tests.imports.reading.corpus.layouts import layout, listed, xlsx_sample
from tests.imports.reading.corpus.letters import (
    MOTTO,
    OF_ROSTER,
    OF_SCHOOL,
    SIGNATURES,
    STATISTICS,
)
from tests.imports.reading.corpus.pages import Page, to_xlsx
from tests.imports.reading.corpus.pupils import a_class


@layout("bare, every column")
def _() -> Sample:
    return xlsx_sample(FULL)


@layout("letterhead on both sides, signatures")
def _() -> Sample:
    return xlsx_sample(USUAL, above=MOTTO, below=SIGNATURES)


@layout("school in the letterhead, statistics and notes below")
def _() -> Sample:
    return xlsx_sample(
        SHORT, above=OF_SCHOOL, below=STATISTICS, told={"school": "THCS Long Hòa"},
        pupils=a_class(school="THCS Long Hòa"),
    )  # fmt: skip


@layout("two lines: names, birth, sex and home cut up under merged headings")
def _() -> Sample:
    keys = ("ordinal", "family_middle", "given", "day", "month", "year", "boy", "girl", "hamlet",
            "commune", "district", "note")  # fmt: skip
    header = [
        ["STT", "Họ và tên", "", "Ngày, tháng, năm sinh", "", "", "Giới tính", "",
         "Chỗ ở hiện nay", "", "", "Ghi chú"],
        ["", "Họ đệm", "Tên", "Ngày", "Tháng", "Năm", "Nam", "Nữ", "Ấp (khu phố)",
         "Xã (phường, TT)", "Huyện (TX, TP)", ""],
    ]  # fmt: skip
    merges = [(7, 0, 8, 0), (7, 1, 7, 2), (7, 3, 7, 5), (7, 6, 7, 7), (7, 8, 7, 10), (7, 11, 8, 11)]
    return xlsx_sample(keys, above=MOTTO, header=header, page={"merges": merges})


@layout("name over two columns, nothing below it")
def _() -> Sample:
    keys = ("ordinal", "family_middle", "given", "born", "gender", "class_name")
    header = [["TT", "Họ và tên học sinh", "", "Ngày sinh", "Giới tính", "Lớp"]]
    return xlsx_sample(keys, header=header, page={"merges": [(0, 1, 0, 2)]})


@layout("three lines and column numbers")
def _() -> Sample:
    keys = ("ordinal", "full_name", "girl", "born", "birth_place", "class_name", "classification",
            "hamlet", "commune", "guardian", "phone")  # fmt: skip
    header = [
        ["STT", "Thông tin học sinh", "", "", "", "", "", "Thông tin liên hệ", "", "", ""],
        ["", "Họ và tên", "Nữ", "Ngày, tháng, năm sinh", "Nơi sinh", "Lớp", "Xếp loại TN",
         "Chỗ ở hiện nay", "", "Cha/mẹ/người giám hộ", ""],
        ["", "", "", "", "", "", "", "Ấp/khu phố", "Xã/phường/thị trấn", "Họ và tên",
         "Số điện thoại"],
        [f"({n})" for n in range(1, 12)],
    ]  # fmt: skip
    return xlsx_sample(keys, above=MOTTO, header=header, below=SIGNATURES)


@layout("letters and figures under the header")
def _() -> Sample:
    keys = USUAL
    return xlsx_sample(
        keys, header=[headings(keys), ["A", "B", "C", "D", "1", "2", "3", "4"]]
    )  # fmt: skip


@layout("computed column numbers")
def _() -> Sample:
    keys = ("ordinal", "full_name", "born", "gender", "class_name", "note")
    return xlsx_sample(keys, header=[headings(keys), ["(1)", "(2)", "(3)", "(4)", "(5)=(1)+(4)",
                                                      "(6)"]])  # fmt: skip


@layout("capitals without accents")
def _() -> Sample:
    heads = {"ordinal": "SO TT", "full_name": "HO VA TEN", "gender": "GIOI TINH",
             "born": "NGAY SINH", "birth_place": "NOI SINH", "school": "TRUONG THCS",
             "class_name": "LOP", "note": "GHI CHU"}  # fmt: skip
    return xlsx_sample(USUAL, heads=heads)


@layout("typing errors in headings")
def _() -> Sample:
    heads = {"full_name": "Họ và tến", "gender": "Giơi tính", "born": "Ngày sinhh",
             "birth_place": "Nơi sinhh", "school": "Truờng THSC", "class_name": "Lơp",
             "note": "Ghi chu"}  # fmt: skip
    return xlsx_sample(USUAL, heads=heads)


@layout("stars, colons, units and line breaks in headings")
def _() -> Sample:
    heads = {"ordinal": "STT\n", "full_name": "Họ và tên (*)", "gender": "Giới tính\n(Nam/Nữ) *",
             "born": "Ngày sinh\n(dd/mm/yyyy) (*)", "birth_place": "Nơi sinh\n(Tỉnh/TP)",
             "school": "Trường:\nTHCS", "class_name": "Lớp :", "note": "Ghi\nchú"}  # fmt: skip
    return xlsx_sample(USUAL, heads=heads)


@layout("English headings")
def _() -> Sample:
    heads = {"ordinal": "No.", "full_name": "Full name", "gender": "Gender",
             "born": "Date of birth", "birth_place": "Place of birth", "school": "School",
             "class_name": "Class", "note": "Notes"}  # fmt: skip
    return xlsx_sample(USUAL, heads=heads)


@layout("abbreviated headings")
def _() -> Sample:
    keys = ("ordinal", "full_name", "gender", "born", "ethnicity", "class_name", "classification",
            "phone", "note")  # fmt: skip
    heads = {"ordinal": "TT", "full_name": "Họ tên HS", "gender": "GT", "born": "NTN sinh",
             "ethnicity": "DT", "classification": "XLTN", "phone": "SĐT",
             "note": "G.chú"}  # fmt: skip
    return xlsx_sample(keys, heads=heads)


@layout("columns in another order, no ordinals")
def _() -> Sample:
    keys = ("class_name", "moet_code", "born", "gender", "full_name", "phone", "ethnicity",
            "personal_id", "register_number")  # fmt: skip
    return xlsx_sample(keys, page={"name": "Sheet1"})


@layout("no heading over the ordinals, blank columns between")
def _() -> Sample:
    keys = ("ordinal", "", "full_name", "", "born", "gender", "", "class_name")
    return xlsx_sample(keys, heads={"ordinal": ""})


@layout("numbered headings")
def _() -> Sample:
    heads = {key: f"{n}. {COLUMNS[key][0]}" for n, key in enumerate(USUAL, 1)}
    return xlsx_sample(USUAL, heads=heads)


@layout("far down and to the right")
def _() -> Sample:
    rows = [["", "", "", "", *row] for row in listed(SHORT)]
    page = Page([[] for _ in range(31)] + rows)
    return Sample("a.xlsx", to_xlsx([page]), truth(a_class(), SHORT))


@layout("export of SMAS")
def _() -> Sample:
    keys = ("ordinal", "moet_code", "full_name", "born", "gender", "class_name", "Trạng thái",
            "ethnicity", "residence", "phone", "Họ tên cha", "Nghề nghiệp cha", "Năm sinh cha",
            "Điểm TBCN", "Học lực", "Hạnh kiểm", "Danh hiệu")  # fmt: skip
    heads = {"moet_code": "Mã học sinh", "residence": "Địa chỉ thường trú",
             "phone": "Số điện thoại liên hệ"}  # fmt: skip
    render = {
        "Trạng thái": lambda *_: "Đang học",
        "Họ tên cha": lambda p, _: p.guardian,
        "Nghề nghiệp cha": lambda *_: "Làm ruộng",
        "Năm sinh cha": lambda *_: 1975,
        "Điểm TBCN": lambda *_: 7.6,
        "Học lực": lambda *_: "Khá",
        "Hạnh kiểm": lambda *_: "Tốt",
        "Danh hiệu": lambda *_: "HSTT",
    }
    extra = {"Trạng thái": "Đang học", "Nghề nghiệp cha": "Làm ruộng", "Năm sinh cha": "1975",
             "Điểm TBCN": "7.6", "Học lực": "Khá", "Hạnh kiểm": "Tốt",
             "Danh hiệu": "HSTT"}  # fmt: skip
    return xlsx_sample(keys, heads=heads, render=render, above=OF_SCHOOL, extra=[extra] * 8,
                       told={"guardian": lambda p: p.guardian})  # fmt: skip


@layout("export of the ministry's database")
def _() -> Sample:
    keys = ("ordinal", "Mã lớp", "class_name", "moet_code", "full_name", "born", "gender",
            "Trạng thái học sinh", "ethnicity", "Quốc tịch", "Tỉnh/thành", "district", "commune",
            "hamlet", "birth_place", "Số CMND/CCCD", "Họ tên cha", "Năm sinh cha",
            "Nghề nghiệp cha", "Họ tên mẹ", "Năm sinh mẹ", "phone", "Email")  # fmt: skip
    heads = {"class_name": "Tên lớp", "moet_code": "Mã định danh Bộ GD&ĐT", "full_name": "Họ tên",
             "born": "Ngày sinh", "commune": "Xã/phường", "hamlet": "Thôn/ấp",
             "district": "Quận/huyện", "phone": "Số điện thoại"}  # fmt: skip
    render = {
        "Mã lớp": lambda p, _: f"L{p.class_name}",
        "Trạng thái học sinh": lambda *_: "Đang học",
        "Quốc tịch": lambda *_: "Việt Nam",
        "Tỉnh/thành": lambda *_: "Tỉnh Long An",
        "Số CMND/CCCD": lambda p, _: p.personal_id,
        "Họ tên cha": lambda p, _: p.guardian,
        "Họ tên mẹ": lambda *_: "Lê Thị Bảy",
        "Năm sinh cha": lambda *_: "1975",
        "Năm sinh mẹ": lambda *_: "1977",
        "Nghề nghiệp cha": lambda *_: "",
    }
    return xlsx_sample(
        keys, heads=heads, render=render,
        told={"guardian": lambda p: p.guardian, "personal_id": lambda p: p.personal_id},
    )  # fmt: skip


@layout("universal-education export: the birth date stands in the column of the sex")
def _() -> Sample:
    keys = ("ordinal", "full_name", "born_boy", "born_girl", "ethnicity", "guardian", "hamlet",
            "commune", "note")  # fmt: skip
    header = [
        ["STT", "Họ và tên", "Ngày tháng năm sinh", "", "Dân tộc", "Họ tên cha hoặc mẹ",
         "Tổ/ấp", "Xã", "Ghi chú"],
        ["", "", "Nam", "Nữ", "", "", "", "", ""],
    ]  # fmt: skip
    render = {
        "born_boy": lambda p, _: p.born.strftime("%d/%m/%Y") if p.gender == "M" else "",
        "born_girl": lambda p, _: p.born.strftime("%d/%m/%Y") if p.gender == "F" else "",
    }
    pupils = a_class()
    wanted = truth(pupils, ("full_name", "born", "gender", *keys[4:]))
    return xlsx_sample(keys, header=header, render=render, wanted=wanted, above=OF_SCHOOL[:2])


@layout("universal-education export, month first")
def _() -> Sample:
    keys = ("ordinal", "full_name", "born_boy", "born_girl", "class_name")
    heads = {"born_boy": "Ngày sinh (Nam)", "born_girl": "Ngày sinh (Nữ)"}
    render = {
        "born_boy": lambda p, _: p.born.strftime("%m/%d/%Y") if p.gender == "M" else "",
        "born_girl": lambda p, _: p.born.strftime("%m/%d/%Y") if p.gender == "F" else "",
    }
    wanted = truth(a_class(), ("full_name", "born", "gender", "class_name"))
    return xlsx_sample(keys, heads=heads, render=render, wanted=wanted, said=["date_month_first"])


@layout("roster with the school of grade nine")
def _() -> Sample:
    keys = ("ordinal", "full_name", "born", "girl", "birth_place", "school", "Lớp 9", "class_name")
    heads = {"school": "HS trường THCS", "class_name": "Lớp 10"}
    return xlsx_sample(keys, heads=heads, columns=ROSTER_COLUMNS, above=OF_ROSTER,
                       below=SIGNATURES, render={"Lớp 9": lambda *_: "9A"},
                       pupils=a_class(class_name="10A3"), extra=[{"Lớp 9": "9A"}] * 8)  # fmt: skip


@layout("roster of a centre with trades and scores")
def _() -> Sample:
    keys = ("ordinal", "full_name", "gender", "born", "Nghề học", "school", "phone", "Điểm HK1",
            "Ngày nhập học", "note")  # fmt: skip
    heads = {"full_name": "Họ tên học viên", "school": "Đã tốt nghiệp THCS tại trường",
             "phone": "SĐT học viên"}  # fmt: skip
    render = {"Nghề học": lambda *_: "Điện dân dụng", "Điểm HK1": lambda *_: 6.5,
              "Ngày nhập học": lambda *_: "07/9/2020"}  # fmt: skip
    return xlsx_sample(keys, heads=heads, columns=ROSTER_COLUMNS, above=OF_ROSTER, render=render)


@layout("parents: names and phones of father and mother")
def _() -> Sample:
    keys = ("ordinal", "full_name", "born", "gender", "guardian", "phone", "Họ tên mẹ", "SĐT mẹ",
            "class_name")  # fmt: skip
    heads = {"guardian": "Họ tên cha", "phone": "SĐT cha"}
    render = {"Họ tên mẹ": lambda *_: "Lê Thị Bảy", "SĐT mẹ": lambda *_: "0912345678"}
    return xlsx_sample(
        keys,
        heads=heads,
        render=render,
        extra=[{"Họ tên mẹ": "Lê Thị Bảy", "SĐT mẹ": "0912345678"}] * 8,
    )


@layout("parents grouped under merged headings")
def _() -> Sample:
    keys = ("ordinal", "full_name", "born", "gender", "class_name", "guardian", "", "phone",
            "mother", "", "")  # fmt: skip
    header = [
        ["STT", "Họ và tên", "Ngày sinh", "Giới tính", "Lớp", "Thông tin cha", "", "",
         "Thông tin mẹ", "", ""],
        ["", "", "", "", "", "Họ và tên", "Năm sinh", "Điện thoại", "Họ và tên", "Năm sinh",
         "Điện thoại"],
    ]  # fmt: skip
    return xlsx_sample(keys, header=header, render={"mother": lambda *_: "Lê Thị Bảy"})
