"""Birth dates as lists write them: full dates, a month, only a year, spreadsheet serial numbers.

Nothing is guessed in silence: what cannot be read for sure raises `UnreadableDate`, whose text can
be shown beside the cell.
"""

import re
from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache

from domain.names import clean, fold


class UnreadableDate(ValueError):
    """A cell that is no date; its text is a Vietnamese clause naming what was written."""


class DateOrder(StrEnum):
    """Which of day and month a column writes first."""

    DAY_FIRST = "DAY_FIRST"
    MONTH_FIRST = "MONTH_FIRST"


@dataclass(frozen=True)
class BirthDate:
    """A date of birth known to the day, to the month or only to the year.

    Raises ValueError for a day that is not in the calendar.
    """

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.day is not None and self.month is None:
            raise ValueError("a day of birth needs its month")
        date(self.year, self.month or 1, self.day or 1)

    @property
    def is_full(self) -> bool:
        """Whether the day is known."""
        return self.day is not None

    @property
    def as_date(self) -> date | None:
        """The day of birth, None when only the month or the year is known."""
        if self.month is None or self.day is None:
            return None
        return date(self.year, self.month, self.day)


# Nobody on a list of 13 to 25 year-olds was born outside these years, so numbers outside the
# window are not serial numbers but other things in the wrong column.
_FIRST_YEAR, _LAST_YEAR = 1980, 2030
# Spreadsheets count days from here; the false 29 February 1900 is long past in the window.
_SERIAL_ORIGIN = date(1899, 12, 30)
_FIRST_SERIAL = (date(_FIRST_YEAR, 1, 1) - _SERIAL_ORIGIN).days
_LAST_SERIAL = (date(_LAST_YEAR, 12, 31) - _SERIAL_ORIGIN).days
_CENTURY_PIVOT = 30
# So many dates of one order outweigh that many times fewer of the other.
_MANY, _TIMES_FEWER = 5, 5
_LIST_AGES = range(13, 26)
_UNKNOWN = frozenset({"", "khong", "khong ro", "chua ro", "khong co", "khong biet", "n a"})
_TIME_OF_DAY = re.compile(r"[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?( ?([AP]M|SA|CH))?Z?$", re.IGNORECASE)
_DATE_WORDS = frozenset({"ngay", "thang", "nam", "thg", "sinh", "chi", "co"})
_MONTH_NAMES = "jan feb mar apr may jun jul aug sep oct nov dec"
_ENGLISH_MONTHS = {name: number for number, name in enumerate(_MONTH_NAMES.split(), start=1)}
_NUMBER_AS_TEXT = re.compile(r"([0-9]{4,8})[.,]0+")


def read_date(value: object, *, order: DateOrder = DateOrder.DAY_FIRST) -> BirthDate | None:
    """The date a cell holds; None when it is blank or says the date is not known.

    Takes dates, serial numbers, years, and text in the spellings of lists (5/9/2005, 05-09-05,
    2005-09-05, 05092005, ngày 5 tháng 9 năm 2005, 9/2005). `order` reads only dates that write day
    and month as figures. Two-digit years up to 29 are of this century. Raises UnreadableDate.
    """
    if value is None:
        return None
    if isinstance(value, date):
        return _from_calendar(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _from_number(value)
    if isinstance(value, str):
        return _from_text(value, order)
    raise _unreadable(value)


def _from_calendar(value: date) -> BirthDate:
    day = value.date() if isinstance(value, datetime) else value
    serial = (day - _SERIAL_ORIGIN).days
    # A year typed into a cell formatted as a date: 2005 is stored as 27 June 1905.
    if _FIRST_YEAR <= serial <= _LAST_YEAR:
        return BirthDate(serial)
    return BirthDate(day.year, day.month, day.day)


def _from_number(value: float) -> BirthDate | None:
    if value != value or value == 0:  # NaN and 0 are how some readers give an empty cell
        return None
    if _FIRST_SERIAL <= value < _LAST_SERIAL + 1:
        return _from_calendar(_SERIAL_ORIGIN + timedelta(days=int(value)))
    if not 0 < value < 10**8 or value != int(value):
        raise _unreadable(value)
    return _from_digits(str(int(value)), value, DateOrder.DAY_FIRST)


def _from_digits(digits: str, written: object, order: DateOrder) -> BirthDate:
    """A date without separators: a year, a serial number, ddmmyyyy or yyyymmdd."""
    if len(digits) == 4:
        return _calendar_year(int(digits), written)
    if len(digits) == 5 and _FIRST_SERIAL <= int(digits) <= _LAST_SERIAL:
        return _from_calendar(_SERIAL_ORIGIN + timedelta(days=int(digits)))
    if len(digits) not in (7, 8):
        raise _unreadable(written)
    # Seven digits: a number that lost the zero of its day (5092005).
    digits = digits.zfill(8)
    # No date reads both ways: the year window would need a month 19 or 20.
    if _FIRST_YEAR <= int(digits[:4]) <= _LAST_YEAR and int(digits[4:6]) <= 12:
        return _on_day(int(digits[:4]), int(digits[4:6]), int(digits[6:]), written)
    return _from_three([digits[:2], digits[2:4], digits[4:]], written, order)


def _from_text(text: str, order: DateOrder) -> BirthDate | None:
    written = clean(text)
    spelled = fold(_TIME_OF_DAY.sub("", written))
    if spelled in _UNKNOWN:
        return None
    if number := _NUMBER_AS_TEXT.fullmatch(written):
        spelled = number.group(1)
    figures = _figures(spelled)
    if figures is None:
        raise _unreadable(written)
    return _from_figures(
        [figure for figure, _ in figures], written, _order_said(spelled, figures) or order
    )


def _order_said(spelled: str, figures: list[tuple[str, bool]]) -> DateOrder | None:
    """The order that words give away ("ngày 9 tháng 5", "May 9"), None when there are none."""
    named = [index for index, (_, is_named) in enumerate(figures) if is_named]
    if named == [0] or spelled.startswith("thang"):
        return DateOrder.MONTH_FIRST
    return DateOrder.DAY_FIRST if named or "thang" in spelled or "thg" in spelled else None


def _figures(spelled: str) -> list[tuple[str, bool]] | None:
    """The figures of a date, each with whether it was a month's name; None if other words occur."""
    figures: list[tuple[str, bool]] = []
    for part in re.findall(r"[0-9]+|[^0-9 ]+", spelled):
        if part.isascii() and part.isdigit():
            figures.append((part, False))
        elif part[:3] in _ENGLISH_MONTHS:
            figures.append((str(_ENGLISH_MONTHS[part[:3]]), True))
        elif part not in _DATE_WORDS:
            return None
    return figures or None


def _from_figures(parts: list[str], written: str, order: DateOrder) -> BirthDate | None:
    if len(parts) == 1:
        return _from_digits(parts[0], written, order)
    if any(len(part) > 4 for part in parts) or len(parts) > 3:
        raise _unreadable(written)
    if len(parts) == 2:
        month, year = parts if len(parts[1]) == 4 else reversed(parts)
        if len(year) != 4 or len(month) > 2:
            raise _unreadable(written)
        return _build("", month, year, written)
    return _from_three(parts, written, order)


def _from_three(parts: list[str], written: object, order: DateOrder) -> BirthDate:
    """Three figures: year first whatever the order, or year last and the others as `order` says."""
    first, second, third = parts
    if len(first) == 4:
        return _build(third, second, first, written)
    if order is DateOrder.MONTH_FIRST:
        return _build(second, first, third, written)
    return _build(first, second, third, written)


def _build(day: str, month: str, year: str, written: object) -> BirthDate:
    """The date of three figures; a blank or zero day or month is an unknown one."""
    if len(year) not in (2, 4) or len(day) > 2 or len(month) > 2:
        raise _unreadable(written)
    full_year = _calendar_year(_pivoted(int(year)) if len(year) == 2 else int(year), written).year
    if not int(month or 0):
        if int(day or 0):
            raise _unreadable(written)
        return BirthDate(full_year)
    return _on_day(full_year, int(month), int(day or 0) or None, written)


def _pivoted(year: int) -> int:
    return year + (2000 if year < _CENTURY_PIVOT else 1900)


def _calendar_year(year: int, written: object) -> BirthDate:
    if not 1900 <= year <= 2099:
        raise _unreadable(written)
    return BirthDate(year)


def _on_day(year: int, month: int, day: int | None, written: object) -> BirthDate:
    try:
        return BirthDate(year, month, day)
    except ValueError:
        hint = ""
        if day is not None and month > 12 >= day > 0 and month <= monthrange(year, day)[1]:
            hint = " (có thể ngày và tháng đổi chỗ cho nhau)"
        raise UnreadableDate(f"“{written}” không phải là ngày có thật{hint}") from None


def _unreadable(written: object) -> UnreadableDate:
    return UnreadableDate(f"không đọc được ngày “{clean(str(written))}”")


def read_date_parts(day: object, month: object, year: object) -> BirthDate | None:
    """The date of three columns Ngày, Tháng, Năm; a blank day or month is an unknown one.

    A lone year column may hold a whole date. None when all three are blank. Raises UnreadableDate.
    """
    written = "/".join(_part_text(part) or "…" for part in (day, month, year))
    day_figure, month_figure = _part_figure(day, written), _part_figure(month, written)
    if not day_figure and not month_figure:
        lone = _part_text(year)
        if re.fullmatch("[0-9]{2}", lone):
            return BirthDate(_pivoted(int(lone)))
        return read_date(year)
    year_figure = _part_figure(year, written)
    if not year_figure:
        raise _unreadable(written)
    # A year column of numbers writes 2005 as 5 where its lists say 05.
    return _build(day_figure, month_figure, year_figure.zfill(2), written)


def _part_text(part: object) -> str:
    if part is None or part != part:
        return ""
    if isinstance(part, float) and part.is_integer():
        return str(int(part))
    return clean(str(part))


def _part_figure(part: object, written: str) -> str:
    """One of the three as its digits, "" when it is blank or unknown."""
    text = _part_text(part)
    if fold(text) in _UNKNOWN or text == "0":
        return ""
    digits = re.fullmatch(r"(?:ngày |tháng |năm )?([0-9]{1,4})(?:\.0)?", text.lower())
    if not digits:
        raise _unreadable(written)
    return digits.group(1)


def order_votes(values: Iterable[object]) -> Counter[DateOrder]:
    """How many texts of a column are dates in one order of day and month alone."""
    found = (_only_order(value) for value in values if isinstance(value, str))
    return Counter(order for order in found if order is not None)


def detect_order(values: Iterable[object]) -> DateOrder | None:
    """Which of day and month a column of texts writes first; None when it does both.

    Only dates that exist in one order alone are evidence; without any, the Vietnamese order holds.
    A few against many are slips of the pen, not an order of the column.
    """
    votes = order_votes(values)
    if not votes:
        return DateOrder.DAY_FIRST
    (order, most), *others = votes.most_common()
    if not others or (most >= _MANY and others[0][1] * _TIMES_FEWER <= most):
        return order
    return None


@lru_cache(maxsize=1 << 15)
def _only_order(text: str) -> DateOrder | None:
    """The one order in which this text is a date, None if both or neither do or words say it."""
    readings = {order: _reading(text, order) for order in DateOrder}
    readable = [order for order, reading in readings.items() if reading is not None]
    return readable[0] if len(readable) == 1 else None


def _reading(text: str, order: DateOrder) -> BirthDate | None:
    try:
        return read_date(text, order=order)
    except UnreadableDate:
        return None


def is_placeholder_column(dates: Sequence[BirthDate]) -> bool:
    """Whether the 01/01 of a column stand for "only the year is known".

    Ministry exports fill an unknown day so: no other day occurs, and most entries are 01/01. Under
    three entries it may be chance.
    """
    days = [(birth.month, birth.day) for birth in dates if birth.is_full]
    return len(days) >= 3 and set(days) == {(1, 1)} and len(days) * 2 > len(dates)


def swapped(day: date) -> date | None:
    """The date with day and month exchanged, None when that is no date or the same one."""
    if day.day > 12 or day.day == day.month:
        return None
    return day.replace(month=day.day, day=day.month)


def plausible_for_cohort(birth: BirthDate, cohort_year: int) -> bool:
    """Whether someone born then is 13 to 25 in the year of graduating from lower secondary."""
    return cohort_year - birth.year in _LIST_AGES
