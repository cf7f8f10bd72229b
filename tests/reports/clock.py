"""A clock that tests turn: what is recorded at a moment, and what was known then."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


class Clock:
    """Stands at a moment and moves on a second with every look, as no two writes are at once."""

    def __init__(self, start: datetime) -> None:
        self.moment = start

    def now(self) -> datetime:
        self.moment += timedelta(seconds=1)
        return self.moment

    def turn_to(self, day: date, hour: int = 8, minute: int = 0) -> None:
        self.moment = datetime(day.year, day.month, day.day, hour, minute, tzinfo=VIETNAM)


def stopped_clock(monkeypatch: pytest.MonkeyPatch, start: date) -> Clock:
    """A clock at eight in the morning of that day, in place of the machine's."""
    clock = Clock(datetime(start.year, start.month, start.day, 8, tzinfo=VIETNAM))
    now: Callable[[], datetime] = clock.now
    monkeypatch.setattr("django.utils.timezone.now", now)
    return clock
