"""Lists without a header: read once somebody has said so, by the columns that were chosen."""

import datetime
from collections.abc import Sequence
from typing import Any

import pytest

from imports.reading import (
    GRADUATE_COLUMNS,
    ROSTER_COLUMNS,
    Column,
    Guidance,
    HeaderNotFound,
    PointedHeader,
    Reading,
    Sheet,
    Workbook,
    header_key,
    read_tables,
    without_header,
)

PUPILS = [
    [1, "Lê Thị An", "Nữ", "05/9/2005", "THCS Sông Đỏ", "10A1"],
    [2, "Trần Văn Bé", "Nam", "16/9/2005", "THCS Sông Đỏ", "10A1"],
    [3, "Võ Thị Cúc", "Nữ", "27/9/2005", "THCS Gò Tre", "10A2"],
]
FIELDS = ("ordinal", "full_name", "gender", "birth_date", "school", "class_name")
LETTERHEAD = [["SỞ GIÁO DỤC VÀ ĐÀO TẠO LONG AN"], ["Trường THPT Sông Đỏ"], [],
              ["DANH SÁCH HỌC SINH LỚP 10"]]  # fmt: skip


def sheet(*rows: Sequence[Any]) -> Sheet:
    return Sheet("DS", True, [list(row) for row in rows])


def seen(*rows: Sequence[Any], columns: tuple[Column, ...] = ROSTER_COLUMNS) -> PointedHeader:
    header = without_header(sheet(*rows), columns)
    assert header is not None
    return header


def read(*rows: Sequence[Any], chosen_in: Sequence[Sequence[Any]] = (), **guided: Any) -> Reading:
    """Read the rows with what was chosen when the file of `chosen_in`, or this one, was seen."""
    header = seen(*(chosen_in or rows))
    choice = {header_key(header.headings): guided or dict(zip(range(6), FIELDS, strict=True))}
    book = Workbook("ds.xlsx", (sheet(*rows),))
    return read_tables(book, ROSTER_COLUMNS, guidance=Guidance(columns=choice))


def names(reading: Reading) -> list[str]:
    return [record.values["full_name"] for table in reading.tables for record in table.records]


@pytest.mark.parametrize("above", [[], LETTERHEAD])
def test_list_that_begins_with_its_pupils_is_read(above: list[list[str]]) -> None:
    reading = read(*above, *PUPILS, ["Tổng cộng: 3 học sinh"], ["", "HIỆU TRƯỞNG"])
    (table,) = reading.tables
    assert names(reading) == ["Lê Thị An", "Trần Văn Bé", "Võ Thị Cúc"]
    assert [record.values["school"] for record in table.records][1] == "THCS Sông Đỏ"
    assert [record.birth.day for record in table.records if record.birth] == [5, 16, 27]
    assert table.header_row == 0
    assert table.records[0].row == len(above) + 1
    assert table.letterhead == tuple(row[0] for row in above if row)
    assert table.explanation.sentences()[0] == "Trang “DS”: không có dòng tiêu đề cột."
    assert table.explanation.sentences()[2] == "Cột B là Họ và tên: đơn vị đã chọn."
    assert not [issue for record in table.records for issue in record.issues]


def test_first_pupils_of_whom_little_is_known_are_not_lost() -> None:
    bare = [[1, "Hồ Văn Dần"], [2, "Đỗ Thị Mão", "Nữ"]]
    assert names(read(*LETTERHEAD, *bare, *PUPILS))[:3] == ["Hồ Văn Dần", "Đỗ Thị Mão", "Lê Thị An"]


def test_without_being_told_it_is_refused() -> None:
    book = Workbook("ds.xlsx", (sheet(*PUPILS),))
    with pytest.raises(HeaderNotFound):
        read_tables(book, ROSTER_COLUMNS)


def test_columns_are_suggested_by_what_they_hold() -> None:
    header = seen(*LETTERHEAD, *PUPILS)
    assert header.columns == dict(zip(FIELDS, range(6), strict=True))
    assert header.samples[1] == ("Lê Thị An", "Trần Văn Bé", "Võ Thị Cúc")


def test_names_cut_in_two_and_date_cells_are_suggested() -> None:
    rows = [["Lê Thị", "An", datetime.date(2005, 9, 5), "0912345678"],
            ["Trần Văn", "Bé", datetime.date(2005, 9, 6), "0987654321"]]  # fmt: skip
    assert seen(*rows, columns=GRADUATE_COLUMNS).columns == {
        "family_middle_name": 0,
        "given_name": 1,
        "birth_date": 2,
        "phone": 3,
    }


def test_serials_of_days_and_codes_are_suggested() -> None:
    rows = [[1, "8084752654", "Lê Thị An", 38329, "080305646872"],
            [2, "8075261328", "Trần Văn Bé", 38447, "080205194415"]]  # fmt: skip
    assert list(seen(*rows).columns) == [
        "ordinal", "moet_code", "full_name", "birth_date", "personal_id",
    ]  # fmt: skip


def test_choice_holds_for_the_next_file_of_the_same_columns() -> None:
    more = [*PUPILS, [4, "Hồ Văn Dần", "Nam", "", "THCS Gò Tre", "10A2"]]
    assert len(names(read(*more, chosen_in=PUPILS))) == 4


def test_file_with_a_header_of_its_own_is_read_by_that() -> None:
    headings = ["STT", "Họ và tên", "Giới tính", "Ngày sinh", "Trường THCS", "Lớp"]
    reading = read(headings, *PUPILS, chosen_in=PUPILS)
    (table,) = reading.tables
    assert (table.header_row, table.is_chosen) == (1, False)
    assert names(reading) == ["Lê Thị An", "Trần Văn Bé", "Võ Thị Cúc"]


def test_pages_of_text_hold_no_list() -> None:
    assert without_header(sheet(["Kính gửi"], ["Nội dung công văn"]), ROSTER_COLUMNS) is None
