"""Headings: the many names of a column, one field each, corrected by the cells below."""

import pytest

from imports.reading import GRADUATE_COLUMNS, ROSTER_COLUMNS
from imports.reading.header import find_header
from imports.reading.matching import matcher_for
from tests.imports.reading.books import Rows, graduates, names, records, roster


def _fields(rows: Rows, columns=ROSTER_COLUMNS) -> dict[str, int]:
    header = find_header(rows, matcher_for(columns))
    assert header
    return header.columns


HEADINGS = {
    "full_name": ["Họ & tên", "Họ, tên", "HỌ TÊN", "Họ và tên học sinh", "Ho ten hoc sinh"],
    "birth_date": ["N.Sinh", "Sinh ngày", "Năm sinh", "Ngày, tháng, năm sinh", "NGAY SINH",
                   "Ngày sinh (ngày/tháng/năm)"],
    "gender": ["Phái", "GT", "Nam/Nữ", "Giới tính", "Giới tính (Nam/Nữ)"],
    "school": ["Nơi học lớp 9", "Đã tốt nghiệp THCS tại trường", "Học sinh trường",
               "HS trường THCS", "Trường lớp 9", "Truong THCS"],
    "commune": ["Xã (phường, TT)", "Xã/phường", "Xã, phường, thị trấn"],
    "residence": ["Hộ khẩu thường trú", "Chỗ ở", "Địa chỉ", "Nơi ở hiện nay", "HKTT"],
    "moet_code": ["Mã HS", "Mã số HS", "MÃ HỌC SINH", "Mã định danh Bộ GD&ĐT", "Ma hoc sinh"],
    "personal_id": ["CMND", "CCCD", "Số CMND/CCCD", "Số định danh cá nhân", "Số ĐDCN/CCCD"],
    "phone": ["SĐT", "Số ĐT liên hệ", "Điện thoại phụ huynh", "SĐT cha mẹ"],
    "guardian": ["Phụ huynh", "Họ tên cha/mẹ", "Họ và tên người giám hộ",
                 "Họ tên cha (mẹ) hoặc người giám hộ"],
    "class_name": ["Lớp", "Lớp 10", "LỚP"],
    "register_number": ["Số vào sổ", "Số vào sổ cấp bằng", "Số vào sổ gốc cấp bằng TN"],
    "classification": ["Xếp loại TN", "Xếp loại tốt nghiệp"],
    "note": ["Ghi chú", "GHI CHU"],
    "ethnicity": ["Dân tộc"],
    "birth_place": ["Nơi sinh", "Nơi sinh (tỉnh, TP)"],
    "priority": ["Diện", "Đối tượng ưu tiên", "Diện ưu tiên, chính sách"],
    "stage": ["Tình trạng"],
    "started_on": ["Ngày nhập học"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("field", "heading"), [(field, text) for field, texts in HEADINGS.items() for text in texts]
)
def test_find_header_knows_the_names_of_a_column(field, heading):
    others = {"ordinal": "TT", "full_name": "Họ tên", "note": "Ghi chú", "ethnicity": "Dân tộc"}
    header = [*(text for name, text in others.items() if name != field), heading]
    assert _fields([header])[field] == len(header) - 1


@pytest.mark.parametrize(
    "heading",
    ["Họ và tên người nuôi dưỡng", "Ngày nhập học", "Ngày cấp", "Nơi cấp", "Học lực", "Hạnh kiểm",
     "Xếp loại học lực", "Trường trúng tuyển", "Lớp trưởng", "Số hiệu bằng", "Điểm TB", "Email",
     "Ngày cấp CMND"],
)  # fmt: skip
def test_find_header_does_not_mistake_a_heading_that_only_resembles(heading):
    fields = _fields([["STT", "Họ và tên", "Ngày sinh", "Ghi chú", heading]], GRADUATE_COLUMNS)
    assert set(fields) == {"ordinal", "full_name", "birth_date", "note"}


@pytest.mark.parametrize(
    ("family", "given"),
    [("Họ đệm", "Tên"), ("Họ và chữ lót", "TÊN"), ("HỌ VÀ", "Tên HS"), ("Họ lót", "Tên học sinh"),
     ("Họ và tên", ""), ("Họ tên học sinh", ""), ("Họ và tên", "Tên"), ("HO VA", "TEN")],
)  # fmt: skip
def test_read_tables_joins_a_name_cut_in_two(family, given):
    rows: Rows = [
        ["STT", family, given, "Ngày sinh"],
        [1.0, "Nguyễn Thị", "Hoa", "1/2/2005"],
        [2.0, "Trần Văn", "Lộc", "2/3/2005"],
        [3.0, "Lê", "Ánh Dương", "3/4/2005"],
    ]
    reading = roster(rows)
    assert names(reading) == ["Nguyễn Thị Hoa", "Trần Văn Lộc", "Lê Ánh Dương"]
    assert records(reading)[0].values["given_name"] == "Hoa"


def test_read_tables_joins_a_name_cut_in_three():
    rows: Rows = [["STT", "Họ", "Tên đệm", "Tên"], [1.0, "Lê", "Thị", "An"], [2.0, "Võ", "", "Ý"]]
    assert names(roster(rows)) == ["Lê Thị An", "Võ Ý"]


def test_read_tables_ignores_a_given_name_repeated_beside_the_full_name():
    rows: Rows = [["STT", "Họ và tên", "Tên"], [1.0, "Lê An", "An"], [2.0, "Võ Chi", "Chi"]]
    reading = roster(rows)
    assert names(reading) == ["Lê An", "Võ Chi"]
    assert records(reading)[0].extra == {"Tên": "An"}


def test_read_tables_takes_a_lone_column_of_names_for_full_names():
    assert names(roster([["STT", "Tên", "Lớp"], [1.0, "Lê An", "10A1"]])) == ["Lê An"]


def test_read_tables_does_not_take_a_nameless_column_of_crosses_for_given_names():
    rows: Rows = [["STT", "Họ và tên", "", "Lớp"], [1.0, "Lê Thị An", 1.0, "9/1"]]
    assert names(roster(rows)) == ["Lê Thị An"]


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        (
            [["STT", "Họ và tên", "", "Ngày sinh", "", "", "Nữ"],
             ["", "Họ đệm", "Tên", "Ngày", "Tháng", "Năm", ""]],
            {"ordinal": 0, "family_middle_name": 1, "given_name": 2, "birth_day": 3,
             "birth_month": 4, "birth_year": 5, "female_mark": 6},
        ),
        (
            [["STT", "Họ và tên", "Ngày sinh", "Tháng sinh", "Năm sinh"]],
            {"ordinal": 0, "full_name": 1, "birth_day": 2, "birth_month": 3, "birth_year": 4},
        ),
        (
            [["STT", "Họ và tên", "Giới tính", "", "Chỗ ở hiện nay", "", ""],
             ["", "", "Nam", "Nữ", "Ấp", "Xã", "Huyện"]],
            {"ordinal": 0, "full_name": 1, "male_mark": 2, "female_mark": 3, "hamlet": 4,
             "commune": 5, "district": 6},
        ),
        (
            [["STT", "Học sinh", "", "Nơi sinh", "", "Cha", ""],
             ["", "Họ và tên", "Ngày sinh", "Xã", "Huyện", "Họ và tên", "Điện thoại"]],
            {"ordinal": 0, "full_name": 1, "birth_date": 2, "birth_place": 3},
        ),
    ],
)  # fmt: skip
def test_find_header_reads_two_lines(lines, wanted):
    values: Rows = [[""] * 7, [1.0, "", 5.0, 9.0, 2005.0]] if "Tháng sinh" in lines[0] else [[]]
    fields = _fields([["DANH SÁCH HỌC SINH"], *lines, *values])
    assert wanted.items() <= fields.items()
    assert not {"commune", "district"} & (fields.keys() - wanted.keys())


def test_find_header_tells_year_from_male_by_marks():
    assert "birth_year" not in _fields([["STT", "Họ và tên", "Nam", "Nữ"]])
    fields = _fields(
        [["STT", "Ho va ten", "Ngay", "Thang", "Nam"], [1.0, "Le An", 5.0, 9.0, 2005.0]]
    )
    assert (fields["birth_day"], fields["birth_month"], fields["birth_year"]) == (2, 3, 4)


@pytest.mark.parametrize(
    ("heading", "cells", "field"),
    [
        ("Mã định danh", ["8002804982", 8093141063.0], "moet_code"),
        ("Mã định danh", ["080305064783", 80204064783.0], "personal_id"),
        ("Năm sinh", ["5/9/2005", "1/1/2005"], "birth_date"),
        ("Năm sinh", [2005.0, 2004.0], "birth_date"),
        ("Nữ", ["x", "X"], "female_mark"),
        ("Nữ", ["Nam", "Nữ"], "gender"),
    ],
)
def test_find_header_lets_the_cells_decide(heading, cells, field):
    rows: Rows = [["Họ và tên", "Lớp", heading], *[["Lê An", "9/1", cell] for cell in cells]]
    assert _fields(rows, GRADUATE_COLUMNS)[field] == 2


def test_find_header_prefers_the_more_telling_of_two_columns():
    fields = _fields([["Họ và tên", "Hộ khẩu thường trú", "Chỗ ở hiện nay", "Lớp"]])
    assert fields["residence"] == 2


def test_find_header_needs_a_name():
    assert find_header([["STT", "Trường", "Lớp", "Giới tính"]], matcher_for(ROSTER_COLUMNS)) is None


def test_read_tables_takes_grade_nine_of_a_roster_for_another_column():
    rows: Rows = [["Họ và tên", "Lớp 9", "Lớp 10"], ["Lê An", "9A", "10A1"]]
    (record,) = records(roster(rows))
    assert (record.values["class_name"], record.extra) == ("10A1", {"Lớp 9": "9A"})
    (record,) = records(graduates(rows))
    assert record.values["class_name"] == "9A"
