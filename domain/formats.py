"""Figures and dates as Vietnamese papers write them.

Formats are for reading only: a share of 19.996 % prints as "20,00 %", so whether a target is met
is decided on the integers, never on what is printed.
"""

from datetime import date
from decimal import Decimal

from domain.dates import BirthDate

NO_FIGURE = "–"


def count(n: int) -> str:
    """A whole number with points between thousands: 1204 is "1.204"."""
    return f"{n:,}".replace(",", ".")


def percent(numerator: int, denominator: int, places: int = 2) -> str:
    """The share as "19,96 %", exactly rounded half up; "–" when there is nothing to divide by."""
    if denominator == 0:
        return NO_FIGURE
    scale = 10**places
    # floor((2ab + c) / 2c) is half-up rounding of ab/c without a float.
    units = (2 * numerator * 100 * scale + denominator) // (2 * denominator)
    whole, decimals = divmod(units, scale)
    return f"{count(whole)},{decimals:0{places}d} %" if places else f"{count(whole)} %"


def decimal_text(value: Decimal) -> str:
    """A percentage as decided, without idle zeros: Decimal("20.50") is "20,5 %"."""
    text = f"{value:,f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.translate({ord(","): ".", ord("."): ","}) + " %"


def day(value: date) -> str:
    """A date in tables and text: "28/9/2020"."""
    return f"{value.day}/{value.month}/{value.year}"


def long_day(value: date) -> str:
    """A date as letters are dated: "ngày 05 tháng 10 năm 2020".

    Decree 30/2020/NĐ-CP, annex I: days under 10 and months 1 and 2 have a zero before them.
    """
    return f"ngày {value.day:02d} tháng {_formal_month(value.month)} năm {value.year}"


def birth(value: BirthDate) -> str:
    """A date of birth as far as it is known: "05/9/2005", "9/2005" or "2005"."""
    if value.month is None:
        return str(value.year)
    if value.day is None:
        return f"{value.month}/{value.year}"
    return f"{value.day:02d}/{_formal_month(value.month)}/{value.year}"


def _formal_month(month: int) -> str:
    return f"{month:02d}" if month < 3 else str(month)
