"""Figures and dates as Vietnamese papers write them."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.dates import BirthDate, read_date
from domain.formats import birth, count, day, decimal_text, long_day, percent


@pytest.mark.parametrize(
    ("n", "expected"),
    [(0, "0"), (999, "999"), (1204, "1.204"), (1300000, "1.300.000"), (-1204, "-1.204")],
)
def test_count_thousands(n: int, expected: str) -> None:
    assert count(n) == expected


@pytest.mark.parametrize(
    ("numerator", "denominator", "places", "expected"),
    [
        (1996, 10000, 2, "19,96 %"),
        (0, 7, 2, "0,00 %"),
        (7, 7, 2, "100,00 %"),
        (1, 3, 2, "33,33 %"),
        (2, 3, 2, "66,67 %"),
        (1, 8, 1, "12,5 %"),
        (1, 8, 0, "13 %"),
        (1, 800, 2, "0,13 %"),
        (1005, 100000, 2, "1,01 %"),
        (12345, 100, 0, "12.345 %"),
        (0, 0, 2, "–"),
        (3, 0, 2, "–"),
    ],
)
def test_percent_rounds_half_up(
    numerator: int, denominator: int, places: int, expected: str
) -> None:
    assert percent(numerator, denominator, places) == expected


@given(st.integers(0, 10**7), st.integers(1, 10**7), st.integers(0, 4))
def test_percent_is_exact(numerator: int, denominator: int, places: int) -> None:
    printed = percent(numerator, denominator, places).removesuffix(" %")
    value = Fraction(printed.replace(".", "").replace(",", "."))
    error = Fraction(numerator * 100, denominator) - value
    half = Fraction(1, 2 * 10**places)
    assert -half <= error < half


@given(st.integers(0, 10**5))
def test_percent_agrees_with_decimal(numerator: int) -> None:
    exact = (Decimal(numerator) / 1000).quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert percent(numerator, 100000) == f"{exact} %".replace(".", ",")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("20", "20 %"), ("20.00", "20 %"), ("20.50", "20,5 %"), ("0.25", "0,25 %"), ("0", "0 %"),
        ("2E+1", "20 %"), ("100", "100 %"), ("1234.5", "1.234,5 %"),
    ],
)  # fmt: skip
def test_decimal_text_without_idle_zeros(value: str, expected: str) -> None:
    assert decimal_text(Decimal(value)) == expected


def test_day_in_tables() -> None:
    assert day(date(2020, 9, 28)) == "28/9/2020"
    assert day(date(2020, 1, 5)) == "5/1/2020"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (date(2020, 10, 5), "ngày 05 tháng 10 năm 2020"),
        (date(2020, 2, 28), "ngày 28 tháng 02 năm 2020"),
        (date(2020, 3, 9), "ngày 09 tháng 3 năm 2020"),
    ],
)
def test_long_day_follows_the_decree(value: date, expected: str) -> None:
    assert long_day(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (BirthDate(2005, 9, 5), "05/9/2005"),
        (BirthDate(2005, 2, 25), "25/02/2005"),
        (BirthDate(2005, 12, 31), "31/12/2005"),
        (BirthDate(2005, 9), "9/2005"),
        (BirthDate(2005), "2005"),
    ],
)
def test_birth_as_far_as_known(value: BirthDate, expected: str) -> None:
    assert birth(value) == expected


@given(st.dates(date(1980, 1, 1), date(2030, 12, 31)), st.integers(0, 2))
def test_birth_reads_back(born: date, known: int) -> None:
    value = BirthDate(born.year, *(born.month, born.day)[:known])
    assert read_date(birth(value)) == value


@given(st.dates(date(1980, 1, 1), date(2030, 12, 31)))
def test_dates_read_back(written: date) -> None:
    expected = BirthDate(written.year, written.month, written.day)
    assert read_date(day(written)) == expected
    assert read_date(long_day(written)) == expected
