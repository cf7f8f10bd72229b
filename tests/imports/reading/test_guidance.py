"""What people say of a file beside it: columns chosen, cells put right."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from domain.dates import BirthDate
from imports.reading import GRADUATE_COLUMNS, HeaderNotFound, Reading, Sheet, Workbook, read_tables
from imports.reading.guidance import Guidance, header_key

HEADINGS = ["STT", "Họ và tên", "Ngày sinh", "Trường", "Cột lạ"]
ROWS = [
    [1, "Lê Thị An", "05/09/2005", "THCS A", "0912345678"],
    [2, "Trần Văn Bé", "31/02/2005", "THCS A", "0987654321"],
]


def read(*rows: Sequence[Any], guidance: Guidance | None = None) -> Reading:
    book = Workbook("ds.xlsx", (Sheet("DS", True, [list(row) for row in rows]),))
    return read_tables(book, GRADUATE_COLUMNS, guidance=guidance or Guidance())


def as_chosen(headings: Sequence[str], *fields: str) -> Guidance:
    key = header_key({column: text for column, text in enumerate(headings) if text})
    return Guidance(columns={key: dict(enumerate(fields))})


def mended(anchor: str, **cells: str) -> Guidance:
    return Guidance(mends={("DS", anchor): cells})


def test_column_is_what_was_chosen() -> None:
    choice = as_chosen(HEADINGS, "ordinal", "full_name", "birth_date", "school", "phone")
    (table,) = read(HEADINGS, *ROWS, guidance=choice).tables
    assert [record.values["phone"] for record in table.records] == ["0912345678", "0987654321"]
    assert table.is_chosen
    assert {c.reason for c in table.explanation.columns} == {"đơn vị đã chọn"}


def test_column_set_aside_is_kept_with_the_row() -> None:
    choice = as_chosen(HEADINGS, "ordinal", "full_name", "birth_date", "", "")
    (table,) = read(HEADINGS, *ROWS, guidance=choice).tables
    assert "school" not in table.columns
    assert table.records[0].extra == {"Trường": "THCS A", "Cột lạ": "0912345678"}


def test_choice_holds_for_the_same_heading_texts_alone() -> None:
    choice = as_chosen(HEADINGS, "ordinal", "full_name", "birth_date", "school", "phone")
    again = [text.upper() for text in HEADINGS]
    assert read(again, *ROWS, guidance=choice).tables[0].is_chosen
    assert not read([*HEADINGS[:4], "Khác"], *ROWS, guidance=choice).tables[0].is_chosen


def test_row_pointed_at_is_the_header() -> None:
    headings = ["A1", "A2", "A3", "A4"]
    rows = [["Danh sách"], headings, *[row[:4] for row in ROWS]]
    with pytest.raises(HeaderNotFound):
        read(*rows)
    choice = as_chosen(headings, "ordinal", "full_name", "birth_date", "school")
    (table,) = read(*rows, guidance=choice).tables
    assert table.header_row == 2
    assert [record.values["full_name"] for record in table.records] == ["Lê Thị An", "Trần Văn Bé"]
    assert table.records[0].birth == BirthDate(2005, 9, 5)


def test_samples_are_told_of_every_column() -> None:
    (table,) = read(HEADINGS, *ROWS).tables
    assert table.samples[4] == ("0912345678", "0987654321")
    assert table.samples[2] == ("05/09/2005", "31/02/2005")
    assert table.headings[4] == "Cột lạ"


def test_mended_cell_is_read_like_a_cell() -> None:
    before = read(HEADINGS, *ROWS).tables[0].records[1]
    assert before.has_errors
    assert before.anchor == "B3"
    after = read(HEADINGS, *ROWS, guidance=mended("B3", birth_date="28/2/2005")).tables[0]
    assert after.records[1].birth == BirthDate(2005, 2, 28)
    assert not after.records[1].has_errors
    still = read(HEADINGS, *ROWS, guidance=mended("B3", birth_date="30/2/2005")).tables[0]
    (issue,) = still.records[1].issues
    assert (issue.code, issue.cell, issue.value) == ("date_impossible", "C3", "30/2/2005")


def test_mended_date_neither_follows_nor_turns_its_column() -> None:
    rows = [[n, f"Lê Thị An {'ABCDEFGHIKLM'[n]}", f"05/{13 + n}/2005", "THCS A"] for n in range(12)]
    rows[3][2] = "không nhớ"
    (table,) = read(HEADINGS[:4], *rows, guidance=mended("B5", birth_date="04/06/2005")).tables
    assert table.records[0].birth == BirthDate(2005, 5, 13)
    assert table.records[3].birth == BirthDate(2005, 6, 4)
    dates = [[n, f"Lê Thị An {'ABCDEFGHIKLM'[n]}", date(2005, 3, n + 1), "A"] for n in range(12)]
    dates[3][2] = "?"
    (table,) = read(HEADINGS[:4], *dates, guidance=mended("B5", birth_date="25/06/2005")).tables
    assert table.records[0].birth == BirthDate(2005, 3, 1)
    assert table.records[3].birth == BirthDate(2005, 6, 25)


def test_mend_of_a_row_without_the_column_gives_it_a_school() -> None:
    rows = [row[:3] for row in ROWS]
    (table,) = read(HEADINGS[:3], *rows, guidance=mended("B2", school="THCS B")).tables
    assert [record.values["school"] for record in table.records] == ["THCS B", ""]


def test_mend_of_another_row_or_field_changes_nothing() -> None:
    plain = read(HEADINGS, *ROWS)
    for guidance in (mended("B9", birth_date="1/1/2005"), mended("B3", gender="Nam")):
        assert read(HEADINGS, *ROWS, guidance=guidance) == plain


def test_mend_in_a_column_of_an_old_font_is_taken_as_typed() -> None:
    """ "Hà" typed today is no TCVN3, though its letter is one there."""
    rows = [
        [1, "NguyÔn V¨n H¶i", "05/09/2005", "THCS A"],
        [2, "Ph¹m ThÞ Hång", "06/09/2005", "THCS A"],
        [3, "123", "07/09/2005", "THCS A"],
    ]
    (table,) = read(HEADINGS[:4], *rows, guidance=mended("B4", full_name="Lê Hà")).tables
    assert [record.values["full_name"] for record in table.records] == [
        "Nguyễn Văn Hải",
        "Phạm Thị Hồng",
        "Lê Hà",
    ]


def test_lists_side_by_side_are_mended_apart() -> None:
    headings = [*HEADINGS[:4], "", *HEADINGS[:4]]
    rows = [[*one[:4], "", *other[:4]] for one, other in zip(ROWS, ROWS[::-1], strict=True)]
    left, right = read(headings, *rows, guidance=mended("G2", full_name="Võ Tư")).tables
    assert left.records[0].values["full_name"] == "Lê Thị An"
    assert right.records[0].values["full_name"] == "Võ Tư"
