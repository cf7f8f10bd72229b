"""Headings that say too little are understood by their cells, and that is told."""

from collections.abc import Sequence

import pytest

from imports.reading import GRADUATE_COLUMNS, Reading, Sheet, Workbook, read_tables

NAMES = ["Lê Thị An", "Trần Văn Bé", "Võ Thị Cúc", "Hồ Văn Dần"]


def read(headings: Sequence[str], *rows: Sequence[str]) -> Reading:
    """A list of these last columns behind ordinal, name and birth date."""
    cells = [[number, NAMES[number], "05/09/2005", *row] for number, row in enumerate(rows)]
    top = ["STT", "Họ và tên", "Ngày sinh", *headings]
    return read_tables(Workbook("ds.xlsx", (Sheet("DS", True, [top, *cells]),)), GRADUATE_COLUMNS)


def understood(reading: Reading) -> dict[str, str]:
    (table,) = reading.tables
    return {found.header_text: name for name, found in table.columns.items() if found.index > 2}


def guesses(reading: Reading) -> list[str]:
    return [issue.field for issue in reading.issues if issue.code == "column_guessed"]


@pytest.mark.parametrize("place", ["Nơi học", "Đang học tại trường", "Nơi đang học"])
@pytest.mark.parametrize("status", ["Đang học", "Tình trạng", "Hiện nay", "ĐANG HỌC"])
def test_status_beside_a_place_is_read_and_told(status: str, place: str) -> None:
    reading = read(
        [status, place], ["Đang học", "THPT Sông Đỏ"], ["Bỏ học", ""], ["Đi làm", ""],
        ["Nghỉ học", ""],
    )  # fmt: skip
    assert understood(reading) == {status: "study_status", place: "studying_at"}
    assert "study_status" in guesses(reading)
    (table,) = reading.tables
    assert [r.values["study_status"] for r in table.records][1:] == ["Bỏ học", "Đi làm", "Nghỉ học"]
    assert not [issue for record in table.records for issue in record.issues]


@pytest.mark.parametrize(
    "cells",
    [["x", "x", ""], ["Giỏi", "Khá", "Khá"], ["Đã TN", "Đã TN", "Chưa"], ["8,5", "7,0", "9,1"],
     ["THCS Sông Đỏ", "THCS Gò Tre", "THCS Gò Tre"]],
)  # fmt: skip
@pytest.mark.parametrize("heading", ["Đang học", "Tình trạng", "Nơi học", "Hiện nay"])
def test_cells_that_say_nothing_of_study_stay_beside_the_row(
    heading: str, cells: list[str]
) -> None:
    reading = read([heading], *([cell] for cell in cells))
    assert understood(reading) == {}
    assert guesses(reading) == []
    assert reading.tables[0].records[0].extra == {heading: cells[0]}


def test_plain_heading_is_no_guess_and_comes_first() -> None:
    reading = read(["Tình trạng", "Tình trạng học"], ["Đi làm", "Học nghề"], ["Đi làm", "Học nghề"])
    assert understood(reading) == {"Tình trạng học": "study_status"}
    assert guesses(reading) == []


def test_column_of_places_alone_is_read() -> None:
    reading = read(["Nơi học"], ["THPT Sông Đỏ"], ["TT GDTX Sông Đỏ"], ["Bỏ học"])
    assert understood(reading) == {"Nơi học": "studying_at"}
    assert guesses(reading) == ["studying_at"]
