from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents import not_enrolled, sheet
from tests.documents.papers import (
    child,
    list_bytes,
    listing,
    only_sheet,
    part_of,
    table_rows,
    texts,
)

MILLIMETRES = 25.4
KNOWN_OUT = [child("Nguyễn Thị Hoa"), child("Trần Văn An", is_female=False, reason="")]
NOT_KNOWN = [child("Lê Minh Tâm", is_known_out=False, is_female=False)]


def row_of(written_sheet, text):
    [row] = [cell.row for line in written_sheet.iter_rows() for cell in line if cell.value == text]
    return row


def test_page_follows_the_decree():
    written = only_sheet(list_bytes(listing(*KNOWN_OUT)))
    margins = written.page_margins
    assert written.page_setup.orientation == "landscape"
    assert written.page_setup.paperSize == 9
    assert 20 <= round(margins.top * MILLIMETRES, 2) <= 25
    assert 20 <= round(margins.bottom * MILLIMETRES, 2) <= 25
    assert 30 <= round(margins.left * MILLIMETRES, 2) <= 35
    assert 15 <= round(margins.right * MILLIMETRES, 2) <= 20


def test_page_is_as_wide_as_the_paper_whatever_its_length():
    written = only_sheet(list_bytes(listing(*KNOWN_OUT)))
    assert written.sheet_properties.pageSetUpPr.fitToPage
    # One page wide is the format's default and not written.
    assert written.page_setup.fitToWidth in (None, 1)
    assert written.page_setup.fitToHeight == 0


def test_columns_fit_the_paper_at_full_size():
    points = sum(width for _, width in not_enrolled.COLUMNS) * sheet.PIXELS_TO_POINTS
    assert 0.97 * sheet.PRINTED_WIDTH < points <= sheet.PRINTED_WIDTH


def test_page_number_stands_top_centre_from_page_two():
    written = only_sheet(list_bytes(listing(*KNOWN_OUT)))
    assert written.HeaderFooter.differentFirst
    assert written.oddHeader.center.text == "&P"
    assert written.oddHeader.center.font == "Times New Roman,Regular"
    assert not written.firstHeader.center.text


def test_header_row_repeats_on_every_page():
    written = only_sheet(list_bytes(listing(*KNOWN_OUT)))
    header = row_of(written, "Họ và tên")
    assert written.print_title_rows == f"${header}:${header}"
    assert [cell.value for cell in written[header]] == [name for name, _ in not_enrolled.COLUMNS]


def test_every_written_cell_is_times_new_roman_in_the_decrees_sizes():
    written = only_sheet(list_bytes(listing(*KNOWN_OUT, *NOT_KNOWN, held_back=1)))
    cells = [cell for row in written.iter_rows() for cell in row if cell.value is not None]
    assert {cell.font.name for cell in cells} == {"Times New Roman"}
    small = {cell.value for cell in cells if cell.font.size < 13}
    assert small == {
        "Nơi nhận:",
        "- UBND xã Hòa Khánh Đông;",
        "- Các trường THCS, THPT có học sinh trong danh sách;",
        "- Lưu: VT.",
    }


def test_fonts_are_not_tied_to_a_theme_that_would_replace_them():
    assert "<scheme" not in part_of(list_bytes(listing(*KNOWN_OUT)), "xl/styles.xml")


def test_letterhead_names_the_bodies_and_the_nation():
    written = texts(only_sheet(list_bytes(listing(*KNOWN_OUT))))
    assert written[:11] == [
        "UBND HUYỆN ĐỨC HÒA",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "PHÒNG GIÁO DỤC VÀ ĐÀO TẠO",
        "Độc lập - Tự do - Hạnh phúc",
        "Dự thảo",
        "Đức Hòa, ngày 05 tháng 10 năm 2020",
        "Phụ lục",
        "DANH SÁCH HỌC SINH ĐÃ TỐT NGHIỆP THCS NĂM 2020 KHÔNG VÀO HỌC LỚP 10, "
        "KHÔNG VÀO HỌC CƠ SỞ GIÁO DỤC NGHỀ NGHIỆP",
        "Xã Hòa Khánh Đông",
        "(Kèm theo Công văn số …/PGDĐT ngày … tháng … năm 2020 của Phòng GD&ĐT huyện Đức Hòa)",
        "TT",
    ]


def test_letterhead_has_a_drawn_line_under_issuer_and_motto():
    drawing = part_of(list_bytes(listing(*KNOWN_OUT)), "xl/drawings/drawing1.xml")
    assert drawing.count("<xdr:sp ") == 2


def test_letter_number_and_day_replace_the_dots_once_issued():
    issued = listing(
        *KNOWN_OUT, status="", letter_number="512/PGDĐT-THCS", letter_date=date(2020, 10, 6)
    )
    written = texts(only_sheet(list_bytes(issued)))
    assert "Dự thảo" not in written
    assert (
        "(Kèm theo Công văn số 512/PGDĐT-THCS ngày 06 tháng 10 năm 2020 "
        "của Phòng GD&ĐT huyện Đức Hòa)"
    ) in written


def test_row_is_printed_column_by_column():
    written = only_sheet(list_bytes(listing(child(note="Hộ nghèo"))))
    assert table_rows(written) == [
        [
            "Nguyễn Thị Hoa",
            "05/9/2005",
            "x",
            "Kinh",
            "THCS Thi Văn Tám, lớp 9A1",
            "Nguyễn Văn Sáu",
            "0912345678",
            "Ấp Thôi Môi",
            "Đi làm",
            None,
            "Hộ nghèo",
        ]
    ]


@pytest.mark.parametrize(
    ("residence", "printed"),
    [
        ("Ấp Thôi Môi, xã Hòa Khánh Đông", "Ấp Thôi Môi"),
        ("Ấp Thôi Môi, Xã Hòa Khánh Đông", "Ấp Thôi Môi"),
        ("Ấp 3, xã Hòa Khánh Tây", "Ấp 3, xã Hòa Khánh Tây"),
        ("xã Hòa Khánh Đông", "xã Hòa Khánh Đông"),
        ("", None),
    ],
)
def test_residence_drops_only_the_commune_of_the_title(residence, printed):
    [row] = table_rows(only_sheet(list_bytes(listing(child(residence=residence)))))
    assert row[7] == printed


@pytest.mark.parametrize(
    ("school", "class_name", "printed"),
    [
        ("THCS A", "9/2", "THCS A, lớp 9/2"),
        ("THCS A", "Lớp 9/2", "THCS A, Lớp 9/2"),
        ("THCS A", "", "THCS A"),
        ("", "9/2", "lớp 9/2"),
    ],
)
def test_school_and_class_share_a_column(school, class_name, printed):
    written = listing(child(school_name=school, class_name=class_name))
    [row] = table_rows(only_sheet(list_bytes(written)))
    assert row[4] == printed


def test_parts_are_kept_apart_with_their_own_numbers_and_counts():
    written = only_sheet(list_bytes(listing(NOT_KNOWN[0], *KNOWN_OUT)))
    first = row_of(written, "I. Học sinh không tiếp tục học (2 em)")
    second = row_of(written, "II. Học sinh chưa có thông tin nơi học (1 em)")
    numbered = [(row[0].value, row[1].value) for row in written.iter_rows(first + 1, second + 1)]
    assert numbered[:2] == [(1, "Nguyễn Thị Hoa"), (2, "Trần Văn An")]
    assert (written.cell(second + 1, 1).value, written.cell(second + 1, 2).value) == (
        1,
        "Lê Minh Tâm",
    )
    assert (
        "Tổng cộng: 3 học sinh (nữ: 1), trong đó: không tiếp tục học 2; "
        "chưa có thông tin nơi học 1."
    ) in texts(written)


def test_part_without_children_says_so():
    written = only_sheet(list_bytes(listing(*NOT_KNOWN)))
    heading = row_of(written, "I. Học sinh không tiếp tục học (0 em)")
    assert written.cell(heading + 1, 1).value == "Không có học sinh"


def test_empty_list_is_a_whole_paper():
    written = texts(only_sheet(list_bytes(listing())))
    assert written.count("Không có học sinh") == 1
    assert "Tổng cộng: 0 học sinh." in written
    assert "PHÓ TRƯỞNG PHÒNG" in written
    assert not [text for text in written if text.startswith(("I.", "II."))]


@pytest.mark.parametrize(
    ("held_back", "expected"),
    [
        (0, []),
        (
            2,
            ["Ngoài ra còn 2 học sinh đang chờ kiểm tra đối chiếu, chưa đưa vào danh sách."],
        ),
    ],
)
def test_held_back_children_are_told_but_not_listed(held_back, expected):
    written = texts(only_sheet(list_bytes(listing(*KNOWN_OUT, held_back=held_back))))
    assert [text for text in written if text.startswith("Ngoài ra")] == expected


def test_signature_block_closes_the_paper():
    written = texts(only_sheet(list_bytes(listing(*KNOWN_OUT, signer_name="Lê Thị Mai"))))
    assert written[-7:] == [
        "Nơi nhận:",
        "KT. TRƯỞNG PHÒNG",
        "- UBND xã Hòa Khánh Đông;",
        "PHÓ TRƯỞNG PHÒNG",
        "- Các trường THCS, THPT có học sinh trong danh sách;",
        "- Lưu: VT.",
        "Lê Thị Mai",
    ]


@pytest.mark.parametrize("text", ["=1+1", "+84912345678", "-5", "@SUM(A1)", "=cmd|' /C calc'!A0"])
def test_text_that_looks_like_a_formula_stays_text(text):
    written = only_sheet(
        list_bytes(listing(child(text, guardian=text, reason=text), commune_name=text, basis=text))
    )
    cells = [cell for row in written.iter_rows() for cell in row if cell.value == text]
    assert len(cells) == 5
    assert {cell.data_type for cell in cells} == {"s"}


def test_every_cell_but_the_running_number_is_text():
    written = only_sheet(list_bytes(listing(child(birth="2005", phone="0001", class_name="9"))))
    numbers = [
        cell.column for row in written.iter_rows() for cell in row if cell.data_type not in "sn"
    ]
    numeric = [
        cell.column
        for row in written.iter_rows()
        for cell in row
        if cell.data_type == "n" and cell.value is not None
    ]
    assert numbers == []
    assert numeric == [1]


def test_equal_lists_are_equal_bytes():
    assert list_bytes(listing(*KNOWN_OUT)) == list_bytes(listing(*KNOWN_OUT))


def test_list_is_written_to_a_path(tmp_path: Path):
    target = tmp_path / "danh-sach.xlsx"
    not_enrolled.write_workbook(listing(*KNOWN_OUT), target)
    assert target.read_bytes() == list_bytes(listing(*KNOWN_OUT))


def test_long_text_makes_its_row_higher():
    long_name = "Nguyễn Hoàng Thị Thanh Phương Trang Đài Các Ngọc Ngà"
    written = only_sheet(list_bytes(listing(child("Lê An"), child(long_name))))
    short_row, long_row = row_of(written, "Lê An"), row_of(written, long_name)
    heights = written.row_dimensions
    assert heights[long_row].height > heights[short_row].height + 20


def pages_of(written):
    """Rows per page as Excel would break them: at its own limit and at the breaks we set."""
    limit = sheet.PRINTED_HEIGHT
    forced = {item.id + 1 for item in written.row_breaks.brk}
    header = row_of(written, "Họ và tên")
    header_height = written.row_dimensions[header].height
    pages, used = [[]], 0.0
    for row in range(1, written.max_row + 1):
        height = written.row_dimensions[row].height
        if row in forced or used + height > limit:
            pages.append([])
            used = header_height
        pages[-1].append(row)
        used += height
    return pages


@pytest.mark.parametrize("children", range(1, 26))
def test_signature_never_stands_on_a_page_without_a_child(children):
    rows = [child(f"Em thứ {number}", is_known_out=number % 2 == 0) for number in range(children)]
    written = only_sheet(list_bytes(listing(*rows, held_back=1, signer_name="Lê Thị Mai")))
    last_page = pages_of(written)[-1]
    names = [written.cell(row, 1).value for row in last_page]
    assert any(isinstance(value, int) for value in names) or "Không có học sinh" in names
    assert row_of(written, "KT. TRƯỞNG PHÒNG") in last_page
    assert row_of(written, "Lê Thị Mai") in last_page


@pytest.mark.parametrize("children", range(1, 26))
def test_part_heading_never_ends_a_page(children):
    rows = [child(f"Em thứ {number}") for number in range(children)]
    written = only_sheet(list_bytes(listing(*rows, *NOT_KNOWN)))
    heading = row_of(written, "II. Học sinh chưa có thông tin nơi học (1 em)")
    for page, _ in pairwise(pages_of(written)):
        assert page[-1] != heading


# Letters, digits and the signs that spreadsheets take for formulas.
printable = st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyÁỘ 0123456789=+-@&<>\"'", max_size=40)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(printable, printable, st.booleans()), max_size=8))
def test_every_given_child_is_printed_once_as_given(children):
    rows = [
        replace(child(name), guardian=guardian, is_known_out=is_out)
        for name, guardian, is_out in children
    ]
    written = table_rows(only_sheet(list_bytes(listing(*rows))))
    expected = [row for row in rows if row.is_known_out] + [
        row for row in rows if not row.is_known_out
    ]
    assert [(row[0] or "", row[5] or "") for row in written] == [
        (row.full_name, row.guardian) for row in expected
    ]
