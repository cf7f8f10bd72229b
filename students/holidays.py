"""Public holidays as data: `reference/public_holidays.csv` has those that move from year to year.

The file is extended when the government announces the next year; until then weekends and the
holidays of every year are left out all the same (`domain.working_days`).
"""

import csv
from datetime import date
from functools import cache
from pathlib import Path

from domain.working_days import working_days_after

FILE = Path(__file__).parent / "reference" / "public_holidays.csv"


@cache
def public_holidays() -> frozenset[date]:
    """The days of the file; read once."""
    with FILE.open(encoding="utf-8", newline="") as lines:
        return frozenset(date.fromisoformat(row["day"]) for row in csv.DictReader(lines))


def due_after(day: date, working_days: int) -> date:
    """The day by which something asked on `day` is due."""
    return working_days_after(day, working_days, public_holidays())
