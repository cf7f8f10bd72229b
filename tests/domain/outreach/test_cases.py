"""Where a case stands, case by case."""

from datetime import date

import pytest

from domain.outreach.cases import (
    BY_HAND,
    CLAIMS,
    Attendance,
    CaseFacts,
    CaseStanding,
    CaseState,
    Closing,
    Deadlines,
    Mover,
    VisitFact,
    VisitOutcome,
    counts_as_return,
    is_overdue,
    standing_of,
    whose_move,
)

LISTED = date(2020, 10, 1)
NO_DAYS = Deadlines()
SOME_DAYS = Deadlines(first_visit=7, next_visit=14, claim=30, observation=60)


def october(day: int) -> date:
    return date(2020, 10, day)


def visit(day: int, outcome: str, *, order: int = 1, next_on: date | None = None) -> VisitFact:
    return VisitFact(october(day), VisitOutcome(outcome), order, next_on)


def facts(*visits: VisitFact, **values) -> CaseFacts:
    return CaseFacts(LISTED, values.pop("was_known_out", False), visits, **values)


@pytest.mark.parametrize(
    ("visits", "state"),
    [
        ([], CaseState.LISTED),
        ([visit(5, "NOT_MET")], CaseState.WORKING),
        ([visit(5, "REFUSED")], CaseState.WORKING),
        ([visit(5, "COME_AGAIN")], CaseState.WORKING),
        ([visit(5, "AGREED")], CaseState.CLAIMED),
        ([visit(5, "VOCATIONAL")], CaseState.CLAIMED),
        ([visit(5, "ELSEWHERE")], CaseState.CLAIMED),
        # The later visit counts, however they were recorded; of one day the later record.
        ([visit(8, "REFUSED"), visit(5, "AGREED", order=2)], CaseState.WORKING),
        ([visit(5, "REFUSED"), visit(5, "AGREED", order=2)], CaseState.CLAIMED),
    ],
)
def test_state_follows_from_the_last_visit(visits: list[VisitFact], state: CaseState) -> None:
    assert standing_of(facts(*visits), NO_DAYS).state is state


def test_no_visit_ever_closes_a_case() -> None:
    for outcome in VisitOutcome:
        standing = standing_of(facts(visit(5, outcome)), SOME_DAYS)
        assert standing.closing is Closing.NONE
        assert standing.state not in (CaseState.CLOSED, CaseState.OBSERVED)


@pytest.mark.parametrize("closing", BY_HAND)
def test_person_ends_a_case_without_a_return(closing: Closing) -> None:
    standing = standing_of(facts(ended=closing), SOME_DAYS)
    assert standing == CaseStanding(CaseState.CLOSED, closing)
    assert closing not in (Closing.RETURNED, Closing.FALSE_ALARM)


def test_institutions_word_beats_the_ending_of_a_person() -> None:
    said = facts(
        visit(3, "REFUSED"),
        ended=Closing.REFUSED,
        attendance=Attendance(october(20), october(21)),
    )
    assert standing_of(said, NO_DAYS) == CaseStanding(CaseState.CLOSED, Closing.RETURNED)


@pytest.mark.parametrize(
    ("visits", "was_known_out", "since", "returned"),
    [
        # In class before the list, whatever was said at the door.
        ([visit(5, "AGREED")], True, date(2020, 9, 7), False),
        ([visit(5, "AGREED")], True, date(2020, 9, 30), False),
        # In class from the day of the list on: only a family that was met that day tells.
        ([], True, LISTED, False),
        ([visit(1, "AGREED")], False, LISTED, True),
        ([visit(1, "ELSEWHERE")], False, LISTED, False),
        # The family was met, and the child was not in class then.
        ([visit(5, "AGREED")], False, october(12), True),
        ([visit(5, "REFUSED")], False, october(12), True),
        ([visit(5, "COME_AGAIN"), visit(9, "ELSEWHERE")], False, october(12), True),
        # The family said at once that the child is in class.
        ([visit(5, "ELSEWHERE")], False, october(12), False),
        ([visit(5, "ELSEWHERE")], True, october(12), False),
        # Nobody was met: only what was known before the list tells.
        ([], False, october(12), False),
        ([], True, october(12), True),
        ([visit(5, "NOT_MET")], False, october(12), False),
        ([visit(5, "NOT_MET"), visit(6, "AGREED")], False, october(12), True),
        # A visit after the confirmation proves nothing.
        ([visit(25, "AGREED")], False, october(12), False),
    ],
)
def test_return_needs_a_child_that_was_out(
    visits: list[VisitFact], was_known_out: bool, since: date, returned: bool
) -> None:
    attendance = Attendance(since, max(since, october(13)))
    said = facts(*visits, was_known_out=was_known_out, attendance=attendance)
    assert counts_as_return(said, attendance) is returned
    closing = Closing.RETURNED if returned else Closing.FALSE_ALARM
    assert standing_of(said, NO_DAYS).closing is closing


def test_return_is_observed_where_the_office_says_how_long() -> None:
    said = facts(visit(5, "AGREED"), attendance=Attendance(october(12), october(13)))
    standing = standing_of(said, SOME_DAYS)
    assert (standing.state, standing.closing) == (CaseState.OBSERVED, Closing.RETURNED)
    assert standing.observed_until == date(2020, 12, 12)
    assert standing_of(said, NO_DAYS).state is CaseState.CLOSED


def test_false_alarm_is_not_observed() -> None:
    said = facts(attendance=Attendance(date(2020, 9, 7), october(13)))
    assert standing_of(said, SOME_DAYS).state is CaseState.CLOSED


@pytest.mark.parametrize(
    ("visits", "deadlines", "due_on"),
    [
        ([], NO_DAYS, None),
        ([], SOME_DAYS, october(8)),
        ([visit(5, "NOT_MET")], NO_DAYS, None),
        ([visit(5, "NOT_MET")], SOME_DAYS, october(19)),
        ([visit(5, "COME_AGAIN", next_on=october(7))], NO_DAYS, october(7)),
        ([visit(5, "COME_AGAIN", next_on=october(7))], SOME_DAYS, october(7)),
        ([visit(5, "AGREED")], NO_DAYS, None),
        ([visit(5, "AGREED")], SOME_DAYS, date(2020, 11, 4)),
    ],
)
def test_deadline_is_the_offices_or_the_appointment(
    visits: list[VisitFact], deadlines: Deadlines, due_on: date | None
) -> None:
    assert standing_of(facts(*visits), deadlines).due_on == due_on


def test_day_of_the_deadline_is_not_late() -> None:
    assert not is_overdue(october(5), october(5))
    assert is_overdue(october(5), october(6))
    assert not is_overdue(None, october(6))


@pytest.mark.parametrize(
    ("visits", "today", "has_request", "mover"),
    [
        ([], october(2), False, Mover.COMMUNE),
        ([visit(5, "REFUSED")], october(6), False, Mover.COMMUNE),
        ([visit(5, "AGREED")], october(6), False, Mover.INSTITUTION),
        ([visit(5, "AGREED")], date(2020, 11, 4), False, Mover.INSTITUTION),
        ([visit(5, "AGREED")], date(2020, 11, 5), False, Mover.COMMUNE),
        ([visit(5, "AGREED")], october(6), True, Mover.ASKED),
        ([], october(2), True, Mover.ASKED),
    ],
)
def test_every_open_case_is_one_units_move(
    visits: list[VisitFact], today: date, has_request: bool, mover: Mover
) -> None:
    standing = standing_of(facts(*visits), SOME_DAYS)
    assert whose_move(standing, today=today, has_request=has_request) is mover


def test_closed_case_is_nobodys_move() -> None:
    standing = standing_of(facts(ended=Closing.MOVED), NO_DAYS)
    assert whose_move(standing, today=october(9), has_request=False) is Mover.NOBODY


def test_claims_are_what_only_an_institution_can_confirm() -> None:
    assert {VisitOutcome.AGREED, VisitOutcome.VOCATIONAL, VisitOutcome.ELSEWHERE} == CLAIMS
