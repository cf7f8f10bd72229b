"""Which day a roster stands for, and what it is a list of."""

from datetime import date

import pytest

from imports.reading import UnreadableFile
from rosters.recognise import _as_at, _check_school_year, _stage

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
        (["tháng 13 năm 2020"], TODAY),
        ([], TODAY),
        # Nobody can know the future: a slip of the pen does not date statements ahead.
        (["ngày 15 tháng 9 năm 2030"], TODAY),
    ],
)
def test_as_at_reads_the_day(lines, day) -> None:
    assert _as_at(lines, TODAY) == day


@pytest.mark.parametrize(
    ("title", "stage"),
    [
        ("danh sach hoc sinh lop 10 nam hoc 2020 2021", "STUDYING"),
        ("danh sach hoc sinh trung tuyen vao lop 10", "ADMITTED"),
    ],
)
def test_stage_of_a_list_of_admissions(title, stage) -> None:
    assert _stage([title]) == stage


def test_school_year_of_another_cohort_is_refused() -> None:
    with pytest.raises(UnreadableFile, match="2019-2020"):
        _check_school_year("a.xlsx", ["danh sach lop 10 nam hoc 2019 2020"], 2020)


def test_school_year_of_the_cohort_passes() -> None:
    _check_school_year("a.xlsx", ["danh sach trung cap khoa 2020 2023"], 2020)
