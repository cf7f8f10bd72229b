"""Due dates in working days: weekends and holidays are left out."""

from datetime import date, timedelta

import pytest

from domain.correction import Move, turn_of
from domain.working_days import is_working_day, working_days_after

TET = frozenset(date(2020, 1, day) for day in (23, 24, 27, 28, 29))
MONDAY = date(2020, 9, 28)


@pytest.mark.parametrize(
    ("day", "number", "expected"),
    [
        (MONDAY, 1, date(2020, 9, 29)),
        (MONDAY, 2, date(2020, 9, 30)),
        (MONDAY, 5, date(2020, 10, 5)),
        (MONDAY, 10, date(2020, 10, 12)),
        (date(2020, 10, 2), 2, date(2020, 10, 6)),  # asked on a Friday
        (date(2020, 10, 3), 2, date(2020, 10, 6)),  # on a Saturday
        (date(2020, 9, 1), 1, date(2020, 9, 3)),  # the day of independence
        (date(2020, 4, 29), 2, date(2020, 5, 5)),
        (date(2020, 12, 31), 1, date(2021, 1, 4)),
        (date(2020, 1, 22), 2, date(2020, 1, 31)),
    ],
)
def test_day_that_is_so_many_working_days_later(day: date, number: int, expected: date) -> None:
    assert working_days_after(day, number, TET) == expected


def test_no_day_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        working_days_after(MONDAY, 0)


def test_due_day_is_a_working_day_itself() -> None:
    for shift in range(400):
        due = working_days_after(date(2020, 1, 1) + timedelta(days=shift), 2, TET)
        assert is_working_day(due, TET)


@pytest.mark.parametrize(
    ("is_answered", "is_settled", "today", "expected"),
    [
        (False, False, date(2020, 9, 30), (Move.ANSWER, date(2020, 9, 30), False)),
        (False, False, date(2020, 10, 1), (Move.ANSWER, date(2020, 9, 30), True)),
        (True, False, date(2020, 10, 1), (Move.SETTLE, date(2020, 10, 12), False)),
        (True, False, date(2020, 10, 13), (Move.SETTLE, date(2020, 10, 12), True)),
        (True, True, date(2021, 1, 1), (Move.NONE, None, False)),
    ],
)
def test_whose_turn_it_is(
    is_answered: bool, is_settled: bool, today: date, expected: tuple
) -> None:
    turn = turn_of(
        answer_due_on=date(2020, 9, 30),
        settle_due_on=date(2020, 10, 12),
        is_answered=is_answered,
        is_settled=is_settled,
        today=today,
    )
    assert (turn.move, turn.due_on, turn.is_overdue) == expected
