"""Birth dates as lists write them."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.dates import (
    BirthDate,
    DateOrder,
    UnreadableDate,
    detect_order,
    is_placeholder_column,
    plausible_for_cohort,
    read_date,
    read_date_parts,
    swapped,
)

FIFTH_OF_SEPTEMBER = BirthDate(2005, 9, 5)
listed_days = st.dates(date(1980, 1, 1), date(2029, 12, 31))


@pytest.mark.parametrize(
    "value",
    [
        "5/9/2005", "05-09-05", "05.09.2005", "2005-09-05", "5 / 9 / 2005", "05092005", "5/9/05",
        "ngày 5 tháng 9 năm 2005", "Ngày 05 tháng 09 năm 2005", "2005-09-05 00:00:00", "5.9.2005.",
        "2005-09-05T00:00:00", "5/9/2005 12:00:00 AM", "5/9/2005 12:00:00 SA", "’05/09/2005",
        "05-Sep-05", "Sep 5, 2005", "5 September 2005", "05-Thg9-05", "tháng 9 ngày 5 năm 2005",
        "20050905", "2005/9/5", "5,9,2005", "05\u00a009\u00a02005", "38600", "38600.0",
        38600, 38600.0, 38600.75, 5092005, 20050905, date(2005, 9, 5),
        datetime.fromisoformat("2005-09-05T07:30"),
    ],
)  # fmt: skip
def test_read_date_full(value: object) -> None:
    assert read_date(value) == FIFTH_OF_SEPTEMBER


@pytest.mark.parametrize(
    "value",
    ["2005", "2005 (chỉ năm)", "năm 2005", "sinh năm 2005", 2005, 2005.0, "2005.0", "00/00/2005",
     "--/--/2005", "…/…/2005", datetime.fromisoformat("1905-06-27")],
)  # fmt: skip
def test_read_date_year_only(value: object) -> None:
    assert read_date(value) == BirthDate(2005)


@pytest.mark.parametrize("value", ["9/2005", "09-2005", "2005/9", "tháng 9 năm 2005", "/9/2005"])
def test_read_date_month_and_year(value: str) -> None:
    assert read_date(value) == BirthDate(2005, 9)


@pytest.mark.parametrize(
    "value", [None, "", "  ", "-", "—", "?", "…", "không rõ", "Không", "KHONG RO", "N/A", 0, 0.0]
)
def test_read_date_blank(value: object) -> None:
    assert read_date(value) is None
    assert read_date(float("nan")) is None


@pytest.mark.parametrize(
    ("value", "year"), [("1/2/00", 2000), ("1/2/29", 2029), ("1/2/30", 1930), ("1/2/98", 1998)]
)
def test_read_date_two_digit_years(value: str, year: int) -> None:
    assert read_date(value) == BirthDate(year, 2, 1)


@pytest.mark.parametrize("value", ["31/2/2005", "29/2/2005", "31/4/05", "32/1/2005", "2005-02-30"])
def test_read_date_impossible_day(value: str) -> None:
    with pytest.raises(UnreadableDate) as caught:
        read_date(value)
    assert str(caught.value) == f"“{value}” không phải là ngày có thật"


def test_read_date_never_swaps_silently() -> None:
    with pytest.raises(UnreadableDate, match="ngày và tháng đổi chỗ"):
        read_date("9/25/2005")
    with pytest.raises(UnreadableDate, match=r"là ngày có thật$"):
        read_date("2/30/2005")  # swapped it is no day either
    assert read_date("9/25/2005", order=DateOrder.MONTH_FIRST) == BirthDate(2005, 9, 25)


@pytest.mark.parametrize(
    "value",
    [
        "abc", "10A2", "5/9", "09/05", "5/9/205", "5/9/20005", "5/9/2005 hoặc 6/9/2005", "150905",
        "5/9/2005 6/9/2005", "5/2005/9", "5/0/2005", "13/2005", "0987654321", True, 12, -5, 2005.5,
        70000, 10**30, float("inf"), "1805", "5/9/1805", [], "5 tuổi",
    ],
)  # fmt: skip
def test_read_date_unreadable(value: object) -> None:
    with pytest.raises(UnreadableDate) as caught:
        read_date(value)
    assert str(value) in str(caught.value)


@given(listed_days, st.sampled_from(["{d}/{m}/{y}", "{d:02}-{m:02}-{y}", "{d} . {m} . {y}"]))
def test_read_date_follows_the_order(day: date, shape: str) -> None:
    expected = BirthDate(day.year, day.month, day.day)
    assert read_date(shape.format(d=day.day, m=day.month, y=day.year)) == expected
    month_first = shape.format(d=day.month, m=day.day, y=day.year)
    assert read_date(month_first, order=DateOrder.MONTH_FIRST) == expected


@given(listed_days, st.sampled_from(DateOrder))
def test_read_date_knows_unambiguous_spellings(day: date, order: DateOrder) -> None:
    expected = BirthDate(day.year, day.month, day.day)
    serial = (day - date(1899, 12, 30)).days
    spelled = f"ngày {day.day} tháng {day.month} năm {day.year}"
    for value in (day, serial, str(serial), day.isoformat(), day.strftime("%Y%m%d"), spelled):
        assert read_date(value, order=order) == expected


@given(st.one_of(st.text(), st.integers(), st.floats(), st.binary()))
def test_read_date_reads_or_refuses(value: object) -> None:
    try:
        assert isinstance(read_date(value), BirthDate | None)
    except UnreadableDate as refusal:
        assert str(refusal)


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ((5, 9, 2005), FIFTH_OF_SEPTEMBER),
        (("05", "09", "05"), FIFTH_OF_SEPTEMBER),
        ((5.0, 9.0, 2005.0), FIFTH_OF_SEPTEMBER),
        ((5, 9, 5), FIFTH_OF_SEPTEMBER),
        ((None, 9, 2005), BirthDate(2005, 9)),
        ((None, None, 2005), BirthDate(2005)),
        (("", "-", "2005"), BirthDate(2005)),
        ((0, 0, 2005), BirthDate(2005)),
        ((None, None, "05"), BirthDate(2005)),
        ((None, None, "5/9/2005"), FIFTH_OF_SEPTEMBER),
        ((None, None, None), None),
        (("không rõ", "", ""), None),
    ],
)
def test_read_date_parts_columns(parts: tuple[object, ...], expected: BirthDate | None) -> None:
    assert read_date_parts(*parts) == expected


@pytest.mark.parametrize(
    "parts",
    [
        (31, 2, 2005),
        (5, None, 2005),
        (5, 9, None),
        ("năm", 9, 2005),
        (5, 13, 2005),
        (5.5, 9, 2005),
    ],
)
def test_read_date_parts_unreadable(parts: tuple[object, ...]) -> None:
    with pytest.raises(UnreadableDate, match=r"“.*”"):
        read_date_parts(*parts)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["5/9/2005", "25/9/2005"], DateOrder.DAY_FIRST),
        (["5/9/2005", "9/25/2005", None], DateOrder.MONTH_FIRST),
        (["25/9/2005", "9/25/2005"], None),
        (["5/9/2005", "6/9/2005"], DateOrder.DAY_FIRST),
        (["31/2/2005", "2005-09-25", "abc", date(2005, 9, 25), 38600], DateOrder.DAY_FIRST),
        (["ngày 25 tháng 9 năm 2005", "Sep 25, 2005", "9/25/2005"], DateOrder.MONTH_FIRST),
        ([], DateOrder.DAY_FIRST),
    ],
)
def test_detect_order_column(values: list[object], expected: DateOrder | None) -> None:
    assert detect_order(values) is expected


@given(st.lists(listed_days.filter(lambda day: day.day > 12), min_size=1, max_size=10))
def test_detect_order_finds_the_written_order(days: list[date]) -> None:
    assert detect_order([f"{d.day}/{d.month}/{d.year}" for d in days]) is DateOrder.DAY_FIRST
    assert detect_order([f"{d.month}/{d.day}/{d.year}" for d in days]) is DateOrder.MONTH_FIRST


NEW_YEAR = [BirthDate(year, 1, 1) for year in (2003, 2004, 2005, 2005)]


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        (NEW_YEAR, True),
        ([*NEW_YEAR, BirthDate(2005)], True),
        ([*NEW_YEAR, BirthDate(2005, 9, 5)], False),
        ([*NEW_YEAR, *[BirthDate(2005)] * 4], False),
        (NEW_YEAR[:2], False),
        ([BirthDate(2005)] * 5, False),
        ([], False),
    ],
)
def test_is_placeholder_column_dates(dates: list[BirthDate], expected: bool) -> None:
    assert is_placeholder_column(dates) is expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2005, 9, 5), date(2005, 5, 9)),
        (date(2005, 9, 25), None),
        (date(2005, 9, 9), None),
        (date(2005, 2, 12), date(2005, 12, 2)),
    ],
)
def test_swapped_day(day: date, expected: date | None) -> None:
    assert swapped(day) == expected


@given(listed_days)
def test_swapped_twice_is_the_day(day: date) -> None:
    other = swapped(day)
    assert other is None or (other != day and swapped(other) == day)


@pytest.mark.parametrize(
    ("year", "plausible"), [(1994, False), (1995, True), (2005, True), (2007, True), (2008, False)]
)
def test_plausible_for_cohort_ages(year: int, plausible: bool) -> None:
    assert plausible_for_cohort(BirthDate(year), 2020) is plausible
    assert plausible_for_cohort(BirthDate(year, 12, 31), 2020) is plausible


def test_birth_date_knows_how_much_is_known() -> None:
    assert FIFTH_OF_SEPTEMBER.as_date == date(2005, 9, 5)
    assert FIFTH_OF_SEPTEMBER.is_full
    for partial in (BirthDate(2005), BirthDate(2005, 9)):
        assert partial.as_date is None
        assert not partial.is_full


@pytest.mark.parametrize("parts", [(2005, 2, 30), (2005, 13, None), (2005, None, 5)])
def test_birth_date_holds_no_false_day(parts: tuple[int, int | None, int | None]) -> None:
    with pytest.raises(ValueError, match=r"day|month"):
        BirthDate(*parts)
