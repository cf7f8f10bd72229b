"""Dates, sexes and codes of whole columns: read, mended, doubted; no alarm where all is right."""

import datetime

import pytest

from domain.dates import BirthDate, DateOrder
from imports.reading import Level
from tests.imports.reading.books import HEADER, PUPILS, Rows, codes, graduates, records, roster


def _list(field_heading: str, cells: list[object]) -> Rows:
    pupils: Rows = [[n, f"Lê Văn {'ABCDĐEGHIKLMNOPQRSTUVXY'[n % 23]}", c]
                    for n, c in enumerate(cells, 1)]  # fmt: skip
    return [["STT", "Họ và tên", field_heading], *pupils]


def _births(cells: list[object]) -> list[BirthDate | None]:
    return [record.birth for record in records(roster(_list("Ngày sinh", cells)))]


def test_read_tables_raises_no_alarm_about_a_right_list():
    header = [*HEADER, "Mã định danh Bộ GD&ĐT", "Số định danh cá nhân", "Điện thoại", "Số vào sổ"]
    extra: Rows = [
        ["8002804982", "080305064783", "0345678901", "13877/2020"],
        ["", "080205064783", "", "18571/2020"],
        ["8093141063", "", "0912345678", "03128/2020"],
    ]
    reading = graduates([header, *[[*p, *e] for p, e in zip(PUPILS, extra, strict=True)]])
    assert codes(reading) == []
    assert records(reading)[0].values["register_number"] == "13877/2020"


@pytest.mark.parametrize(
    ("cells", "births"),
    [
        (["5/9/2005", "05-09-05", "05.09.2005", "2005-09-05"], [BirthDate(2005, 9, 5)] * 4),
        ([38600.0, datetime.date(2005, 9, 5), "38600"], [BirthDate(2005, 9, 5)] * 3),
        ([2005.0, "2005", "5/9/2005", ""],
         [BirthDate(2005), BirthDate(2005), BirthDate(2005, 9, 5), None]),
        (["01/01/2005", "01/01/2004", "1/1/2005"], [BirthDate(2005), BirthDate(2004),
                                                    BirthDate(2005)]),
        (["9/25/2005", "5/9/2005"], [BirthDate(2005, 9, 25), BirthDate(2005, 5, 9)]),
    ],
)  # fmt: skip
def test_read_tables_reads_a_column_of_births(cells, births):
    assert _births(cells) == births


@pytest.mark.parametrize("year_heading", ["Năm", "Năm sinh", "NĂM SINH"])
@pytest.mark.parametrize("pupils", [3, 62])
def test_read_tables_joins_a_birth_cut_in_three(year_heading: str, pupils: int):
    """Whatever the columns beside say: the year of its own column is no whole date."""
    header = ["STT", "Họ và tên", "Ngày", "Tháng", year_heading, "Số vào sổ cấp bằng"]
    cells: Rows = [
        [n, f"Lê Văn {'ABCDĐEGHIKLMNOPQRSTUVXY'[n % 23]}", n % 28 + 1, n % 12 + 1, 2003 + n % 3,
         f"{n:05d}/2020"]
        for n in range(1, pupils + 1)
    ]  # fmt: skip
    reading = graduates([header, *cells])
    assert codes(reading) == []
    found = [record.birth for record in records(reading)]
    assert found == [BirthDate(row[4], row[3], row[2]) for row in cells]


def test_read_tables_says_that_only_the_year_is_known():
    table = roster(_list("Ngày sinh", ["01/01/2005"] * 4)).tables[0]
    assert table.is_year_only
    assert codes(roster(_list("Ngày sinh", ["01/01/2005"] * 4))) == []


def test_read_tables_says_that_a_column_writes_the_month_first():
    reading = roster(_list("Ngày sinh", ["9/25/2005", "5/9/2005"]))
    assert reading.tables[0].date_order is DateOrder.MONTH_FIRST
    assert codes(reading) == ["date_month_first"]


def test_read_tables_doubts_only_what_reads_both_ways_in_a_mixed_column():
    reading = roster(_list("Ngày sinh", ["25/9/2005", "9/26/2005", "5/9/2005", "2005", "7/7/2005"]))
    assert reading.tables[0].date_order is None
    found = records(reading)
    assert [[issue.code for issue in record.issues] for record in found] == [
        [], [], ["date_doubtful"], [], [],
    ]  # fmt: skip
    assert (found[2].issues[0].cell, found[2].issues[0].value) == ("C4", "5/9/2005")
    assert [r.birth for r in found[:2]] == [BirthDate(2005, 9, 25), BirthDate(2005, 9, 26)]


@pytest.mark.parametrize(
    ("read", "level"), [(graduates, Level.ERROR), (roster, Level.WARNING)], ids=["list", "roster"]
)
@pytest.mark.parametrize("cell", ["31/2/2005", "hôm qua", "99/99/9999"])
def test_read_tables_reports_an_impossible_date(read, level, cell):
    reading = read(_list("Ngày sinh", ["5/9/2005", cell, "6/9/2005"]))
    found = records(reading)
    assert [record.birth is None for record in found] == [False, True, False]
    (issue,) = reading.every_issue()
    assert (issue.level, issue.code, issue.cell, issue.row) == (level, "date_impossible", "C3", 3)
    assert cell in issue.message
    assert found[1].has_errors is (level is Level.ERROR)


def test_read_tables_turns_back_dates_a_foreign_spreadsheet_turned():
    cells: list[object] = []
    for day in range(1, 29):
        # Under an American setting only days up to 12 become dates, day and month exchanged.
        is_turned = day <= 12
        cells.append(datetime.date(2005, day, 7) if is_turned else f"{day}/7/2005")
    reading = roster(_list("Ngày sinh", cells))
    assert [record.birth for record in records(reading)] == [
        BirthDate(2005, 7, day) for day in range(1, 29)
    ]
    assert codes(reading) == ["dates_turned"]


def test_read_tables_only_doubts_when_few_dates_may_be_turned():
    turned = [datetime.date(2005, 3, 2), datetime.date(2005, 4, 2), datetime.date(2005, 5, 2)]
    reading = roster(_list("Ngày sinh", [*turned, "25/9/2005", "26/9/2005", "27/9/2005"]))
    assert codes(reading) == ["date_doubtful"] * 3
    assert records(reading)[0].birth == BirthDate(2005, 3, 2)


def test_read_tables_does_not_doubt_dates_beside_small_days_as_text():
    dates = [datetime.date(2005, 3, 2), datetime.date(2005, 4, 2), datetime.date(2005, 5, 2)]
    assert codes(roster(_list("Ngày sinh", [*dates, "5/9/2005", "26/9/2005", "27/9/2005"]))) == []


def test_read_tables_reads_births_from_three_columns():
    header = ["STT", "Họ và tên", "Ngày", "Tháng", "Năm"]
    rows: Rows = [[1.0, "Lê An", 5.0, 9.0, 2005.0], [2.0, "Lê Bình", "", "", 2004.0],
                  [3.0, "Lê Chi", 31.0, 2.0, 2005.0]]  # fmt: skip
    reading = roster([header, *rows])
    assert [r.birth for r in records(reading)] == [BirthDate(2005, 9, 5), BirthDate(2004), None]
    assert [(issue.code, issue.cell) for issue in reading.every_issue()] == [
        ("date_impossible", "C4")
    ]


def test_read_tables_takes_the_year_where_the_date_is_blank():
    rows: Rows = [["Họ và tên", "Ngày sinh", "Năm sinh"], ["Lê An", "5/9/2005", 2005.0],
                  ["Lê Bình", "", 2004.0]]  # fmt: skip
    assert [r.birth for r in records(roster(rows))] == [BirthDate(2005, 9, 5), BirthDate(2004)]


@pytest.mark.parametrize(
    ("heading", "cells", "genders", "found"),
    [
        ("Giới tính", ["Nam", "Nữ", "nu", "NỮ", ""], "MFFF-", []),
        ("Phái", ["N", "Nữ", "N", "Nữ"], "MFMF", []),
        ("Phái", ["N", "Nam", "N", "Nam"], "FMFM", []),
        ("Phái", ["N", "Nam", "Nữ"], "-MF", ["gender_ambiguous"]),
        ("Phái", ["Nam", "khác"], "M-", ["gender_ambiguous"]),
        ("Nữ", ["x", "", "X", "", "✓"], "FMFMF", []),
        ("Nữ", ["", "", ""], "---", []),
        ("Nữ", [1.0, "", 0.0, 1.0], "FMMF", []),
        ("Nữ", ["Nữ", "", "Nữ"], "FMF", []),
        ("GT", [0.0, 1.0, 0.0, 1.0], "----", ["gender_figures"]),
    ],
)
def test_read_tables_reads_a_column_of_sexes(heading, cells, genders, found):
    reading = roster(_list(heading, cells))
    assert "".join(record.gender or "-" for record in records(reading)) == genders
    assert codes(reading) == found


def test_read_tables_reads_crosses_for_boys_and_girls():
    rows: Rows = [["STT", "Họ và tên", "Giới tính", ""], ["", "", "Nam", "Nữ"],
                  [1.0, "Lê An", "x", ""], [2.0, "Lê Chi", "", "x"], [3.0, "Lê Ý", "", ""],
                  [4.0, "Lê Tư", "x", "x"]]  # fmt: skip
    reading = roster(rows)
    assert [record.gender for record in records(reading)] == ["M", "F", "", ""]
    assert [(issue.code, issue.row) for issue in reading.every_issue()] == [("gender_ambiguous", 6)]


@pytest.mark.parametrize(("girl", "boy"), [(1.0, 0.0), (0.0, 1.0), (2.0, 1.0)])
def test_read_tables_tells_figures_for_sexes_by_the_names(girl, boy):
    girls = [[f"Lê Thị {given}", girl] for given in ("An", "Bích", "Chi", "Dung", "Em", "Giao")]
    boys = [[f"Trần Văn {given}", boy] for given in ("Hai", "Ba", "Tư", "Năm", "Sáu", "Bảy")]
    reading = roster([["Họ và tên", "GT"], *girls, *boys])
    assert [record.gender for record in records(reading)] == ["F"] * 6 + ["M"] * 6
    assert codes(reading) == ["gender_figures"]


@pytest.mark.parametrize(
    ("heading", "cell", "value", "doubted"),
    [
        ("Mã HS", 8002804982.0, "8002804982", False),
        ("Mã HS", "800 280 4982", "8002804982", False),
        ("Mã HS", 12804982.0, "12804982", True),
        ("Mã HS", "8.00E+09", "", True),
        ("CCCD", "080305064783", "080305064783", False),
        ("CCCD", 80305064783.0, "080305064783", True),
        ("SĐT", 921937525.0, "0921937525", False),
        ("SĐT", "+84 921 937 525", "0921937525", False),
        ("SĐT", "không nhớ số", "không nhớ số", True),
        ("Số vào sổ", 7.0, "7", False),
        ("Số vào sổ", " 007 ", "007", False),
    ],
)
def test_read_tables_normalises_codes(heading, cell, value, doubted):
    (record,) = records(roster([["Họ và tên", "Lớp", heading], ["Lê An", "10A1", cell]]))
    field = next(name for name, found in record.columns.items() if found.index == 2)
    assert record.values[field] == value
    assert [issue.code for issue in record.issues] == [f"{field}_doubtful"] * doubted
    assert all(issue.level is Level.WARNING for issue in record.issues)


def test_read_tables_checks_the_personal_id_against_birth_and_sex():
    rows: Rows = [["Họ và tên", "Giới tính", "Ngày sinh", "CCCD"],
                  ["Lê An", "Nữ", "5/9/2005", "080205064783"],
                  ["Lê Ba", "Nam", "5/9/2004", "080205064784"]]  # fmt: skip
    first, second = records(roster(rows))
    assert "giới tính" in first.issues[0].message
    assert "năm sinh 2004" in second.issues[0].message


def test_read_tables_says_once_what_is_true_of_a_whole_column():
    cells: list[object] = [80305064783.0, 80305064784.0, 80305064785.0, "080305064786"]
    reading = roster(_list("CCCD", cells))
    (issue,) = reading.every_issue()
    assert (issue.code, issue.row) == ("personal_id_doubtful", 0)
    assert "3 ô" in issue.message
    assert records(reading)[0].values["personal_id"] == "080305064783"


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        (datetime.date(2020, 1, 9), "9/1"),
        (datetime.date(2020, 9, 2), "9/2"),
        (9.1, "9.1"),
        ("9A1", "9A1"),
        (" 9 / 1 ", "9 / 1"),
    ],
)
def test_read_tables_reads_a_class_a_spreadsheet_took_for_a_date(cell, wanted):
    reading = graduates([["Họ và tên", "Ngày sinh", "Lớp"], ["Lê An", "5/9/2005", cell]])
    assert records(reading)[0].values["class_name"] == wanted
    assert codes(reading) == ["class_was_date"] * isinstance(cell, datetime.date)


def test_read_tables_cleans_texts():
    rows: Rows = [["STT", "Họ và tên", "Lớp"], ["7.0", "Le\u0302\xa0 Thi\u0323\x00  An ", "9/1"]]
    (record,) = records(roster(rows))
    assert (record.values["ordinal"], record.values["full_name"]) == ("7", "Lê Thị An")


def test_read_tables_reports_a_cell_longer_than_a_spreadsheet_holds():
    reading = roster([["Họ và tên", "Ghi chú"], ["Lê An", "a" * 32_768], ["Lê Bình", "a" * 32_767]])
    (issue,) = reading.every_issue()
    assert (issue.code, issue.level, issue.cell) == ("cell_too_long", Level.ERROR, "B2")
    assert len(issue.value) == 200
