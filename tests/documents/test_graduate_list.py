from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest

from documents import graduate_list
from documents.graduate_list import GraduateList, GraduateListRow
from tests.documents.papers import only_sheet, table_rows, texts

LISTING = GraduateList(
    title="DANH SÁCH HỌC SINH TỐT NGHIỆP THCS NĂM 2020",
    filter_text="Huyện Đức Hòa; tình trạng: Chưa có thông tin",
    figures_on=date(2020, 9, 28),
    superior_name="UBND HUYỆN ĐỨC HÒA",
    office_name="PHÒNG GIÁO DỤC VÀ ĐÀO TẠO",
)
ROW = GraduateListRow(
    full_name="Nguyễn Thị Hoa",
    birth="05/9/2005",
    gender="Nữ",
    school_name="THCS Thi Văn Tám",
    class_name="9A1",
    register_number="0000123",
    commune_name="Xã Hòa Khánh Đông",
    outcome="Chưa có thông tin",
    destination="",
    evidence="",
)


def written_bytes(rows, listing=LISTING):
    target = BytesIO()
    graduate_list.write_workbook(listing, rows, target)
    return target.getvalue()


def test_list_prints_title_filter_and_day_above_the_header():
    assert texts(only_sheet(written_bytes([ROW])))[:6] == [
        "UBND HUYỆN ĐỨC HÒA",
        "PHÒNG GIÁO DỤC VÀ ĐÀO TẠO",
        "DANH SÁCH HỌC SINH TỐT NGHIỆP THCS NĂM 2020",
        "Huyện Đức Hòa; tình trạng: Chưa có thông tin",
        "Số liệu đến ngày 28/9/2020",
        "TT",
    ]


def test_list_without_a_filter_leaves_no_empty_line():
    written = texts(only_sheet(written_bytes([ROW], replace(LISTING, filter_text=""))))
    assert written[3] == "Số liệu đến ngày 28/9/2020"


def test_rows_are_printed_as_given_and_counted():
    rows = [ROW, replace(ROW, full_name="=1+1", destination="THPT Hậu Nghĩa", evidence="@a")]
    written = only_sheet(written_bytes(iter(rows)))
    assert table_rows(written) == [
        [
            "Nguyễn Thị Hoa",
            "05/9/2005",
            "Nữ",
            "THCS Thi Văn Tám",
            "9A1",
            "0000123",
            "Xã Hòa Khánh Đông",
            "Chưa có thông tin",
            None,
            None,
        ],
        [
            "=1+1",
            "05/9/2005",
            "Nữ",
            "THCS Thi Văn Tám",
            "9A1",
            "0000123",
            "Xã Hòa Khánh Đông",
            "Chưa có thông tin",
            "THPT Hậu Nghĩa",
            "@a",
        ],
    ]
    assert "Danh sách có 2 học sinh." in texts(written)
    assert not [cell for row in written.iter_rows() for cell in row if cell.data_type == "f"]


def test_header_repeats_freezes_and_filters():
    written = only_sheet(written_bytes([ROW, ROW]))
    header = next(row[0].row for row in written.iter_rows() if row[0].value == "TT")
    assert [cell.value for cell in written[header]] == [name for name, _ in graduate_list.COLUMNS]
    assert written.print_title_rows == f"${header}:${header}"
    assert written.freeze_panes == f"C{header + 1}"
    assert written.auto_filter.ref == f"A{header}:K{header + 2}"


def test_empty_list_says_so():
    written = only_sheet(written_bytes([]))
    assert texts(written)[-1] == "Không có học sinh"
    assert written.auto_filter.ref is None


def test_writing_returns_how_many_stand_on_the_list():
    assert graduate_list.write_workbook(LISTING, iter([ROW] * 3), BytesIO()) == 3


def test_list_longer_than_a_sheet_is_refused_and_nothing_is_written(tmp_path, monkeypatch):
    monkeypatch.setattr(graduate_list, "MOST_ROWS", 2)
    target = tmp_path / "danh-sach.xlsx"
    with pytest.raises(graduate_list.TooManyRowsError, match="lọc theo huyện"):
        graduate_list.write_workbook(LISTING, [ROW] * 3, target)
    assert not target.exists()


def test_equal_lists_are_equal_bytes():
    assert written_bytes([ROW] * 5) == written_bytes([ROW] * 5)


def test_page_follows_the_decree():
    written = only_sheet(written_bytes([ROW]))
    assert round(written.page_margins.left * 25.4, 1) == 30
    assert round(written.page_margins.top * 25.4, 1) == 20
    assert written.page_setup.orientation == "landscape"
    fonts = {cell.font.name for row in written.iter_rows() for cell in row if cell.value}
    assert fonts == {"Times New Roman"}
