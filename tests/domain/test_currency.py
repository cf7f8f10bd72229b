"""How long a report holds, and on which day of which report an outcome rests."""

from datetime import date, timedelta

import pytest

from domain.currency import is_expired, oldest_valid
from domain.outcome import Outcome, Programme, Stage
from tests.domain.statements import (
    DECEMBER,
    NOVEMBER,
    OCTOBER,
    SEPTEMBER,
    confirmed,
    said,
    standing,
)


@pytest.mark.parametrize(
    ("reported_on", "on", "valid_days", "expected"),
    [
        (SEPTEMBER, SEPTEMBER, 90, False),
        (SEPTEMBER, SEPTEMBER + timedelta(days=90), 90, False),
        (SEPTEMBER, SEPTEMBER + timedelta(days=91), 90, True),
        (SEPTEMBER, SEPTEMBER + timedelta(days=2), 1, True),
        (SEPTEMBER, SEPTEMBER - timedelta(days=1), 1, False),
        (date(2020, 11, 30), date(2021, 2, 28), 90, False),
        (date(2020, 11, 30), date(2021, 3, 1), 90, True),
        (None, DECEMBER, 1, False),
    ],
)
def test_report_holds_for_its_days(
    reported_on: date | None, on: date, valid_days: int, expected: bool
) -> None:
    assert is_expired(reported_on, on=on, valid_days=valid_days) is expected


def test_oldest_valid_day_is_the_first_that_has_not_expired() -> None:
    oldest = oldest_valid(DECEMBER, valid_days=90)
    assert not is_expired(oldest, on=DECEMBER, valid_days=90)
    assert is_expired(oldest - timedelta(days=1), on=DECEMBER, valid_days=90)


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        ([], None),
        ([said(Programme.WORKING)], SEPTEMBER),
        ([said(Programme.UPPER_SECONDARY, stated_on=OCTOBER)], OCTOBER),
        ([confirmed(Programme.UPPER_SECONDARY)], None),
        # What an institution confirmed outweighs a later word of the family.
        ([confirmed(Programme.UPPER_SECONDARY), said(Programme.WORKING, stated_on=NOVEMBER)], None),
        # The same said anew, by whomever, makes it fresh.
        ([said(Programme.WORKING), said(Programme.AT_HOME, stated_on=NOVEMBER)], NOVEMBER),
        ([said(Programme.DECEASED)], None),
        ([said(Programme.DECEASED), said(Programme.WORKING, stated_on=OCTOBER)], OCTOBER),
        ([said(Programme.UNREACHED)], None),
        ([said(Programme.UPPER_SECONDARY, stage=Stage.ADMITTED)], None),
        # Of dual study the vocational word is the one that counts.
        (
            [
                said(Programme.CONTINUING, "gdtx", stated_on=NOVEMBER),
                said(Programme.INTERMEDIATE, "nghe", stated_on=OCTOBER),
            ],
            OCTOBER,
        ),
        (
            [
                confirmed(Programme.CONTINUING, "gdtx"),
                said(Programme.INTERMEDIATE, "nghe", stated_on=OCTOBER),
            ],
            OCTOBER,
        ),
    ],
)
def test_day_that_a_reported_outcome_rests_on(statements: list, expected: date | None) -> None:
    assert standing(*statements).reported_on == expected


def test_conflict_rests_on_no_report() -> None:
    found = standing(
        confirmed(Programme.UPPER_SECONDARY, "a"), confirmed(Programme.UPPER_SECONDARY, "b")
    )
    assert (found.outcome, found.reported_on) == (Outcome.CONFLICT, None)
