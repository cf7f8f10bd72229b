"""Which day a roster stands for, and what it is a list of."""

from datetime import date

import pytest

from imports.reading import UnreadableFile
from rosters.recognise import Said, _as_at, _said_stage, _school_years, recognise

TODAY = date(2021, 1, 5)


@pytest.mark.parametrize(
    ("lines", "day"),
    [
        (["Long An, ngày 15 tháng 9 năm 2020"], date(2020, 9, 15)),
        (["Long An, ngày     tháng 9 năm 2020"], date(2020, 9, 30)),
        (["(Kèm theo báo cáo tháng 2 năm 2020)"], date(2020, 2, 29)),
        # A full day anywhere says more than a month alone.
        (["tháng 9 năm 2020", "Tân An, ngày 03 tháng 10 năm 2020"], date(2020, 10, 3)),
        (["ngày 31 tháng 9 năm 2020"], date(2020, 9, 30)),
        (["tháng 13 năm 2020"], None),
        ([], None),
        # Nobody can know the future: a slip of the pen does not date statements ahead.
        (["ngày 15 tháng 9 năm 2030"], TODAY),
    ],
)
def test_as_at_reads_the_day(lines, day) -> None:
    told = _as_at(lines, TODAY)
    assert (told.value if told else None) == day


@pytest.mark.parametrize(
    ("file_name", "titles", "stage"),
    [
        ("ds.xlsx", ["DANH SÁCH HỌC SINH LỚP 10 NĂM HỌC 2020-2021"], "STUDYING"),
        ("ds.xlsx", ["DANH SÁCH HỌC SINH TRÚNG TUYỂN VÀO LỚP 10"], "ADMITTED"),
        # What the title says goes before the name somebody gave the file.
        ("trung-tuyen.xlsx", ["DANH SÁCH HỌC SINH LỚP 10"], "STUDYING"),
        ("Trúng tuyển 2020.xlsx", [], "ADMITTED"),
        ("ds.xlsx", [], None),
    ],
)
def test_stage_of_a_list_of_admissions(file_name, titles, stage) -> None:
    told = _said_stage(file_name, titles)
    assert (told.value if told else None) == stage


def test_school_year_of_another_cohort_is_refused() -> None:
    said = Said("a.xlsx", school_years=_school_years(["DANH SÁCH LỚP 10 NĂM HỌC 2019-2020"]))
    with pytest.raises(UnreadableFile, match="2019-2020"):
        recognise(said, cohort_year=2020, today=TODAY)


def test_school_year_of_the_cohort_passes() -> None:
    said = Said("a.xlsx", school_years=_school_years(["DANH SÁCH TRUNG CẤP KHÓA 2020-2023"]))
    assert said.is_of_year(2020)
