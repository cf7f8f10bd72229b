"""Working days: Monday to Friday without public holidays. Due dates of public offices count them.

The day on which something is asked is not counted: asked on Monday, answered within two working
days, is due on Wednesday.
"""

from collections.abc import Set
from datetime import date, timedelta

_SATURDAY = 5
# Days off in every year (Labour Code, article 112); those of the lunar calendar, and days taken in
# exchange, are told by a list.
FIXED_HOLIDAYS = frozenset({(1, 1), (4, 30), (5, 1), (9, 2)})


def is_working_day(day: date, holidays: Set[date] = frozenset()) -> bool:
    """Whether offices work on that day; `holidays` are those beyond the fixed ones."""
    is_off = (day.month, day.day) in FIXED_HOLIDAYS or day in holidays
    return day.weekday() < _SATURDAY and not is_off


def working_days_after(day: date, number: int, holidays: Set[date] = frozenset()) -> date:
    """The working day that is the `number`th after that day (at least 1)."""
    if number < 1:
        raise ValueError("at least one working day")
    while number:
        day += timedelta(days=1)
        number -= is_working_day(day, holidays)
    return day
