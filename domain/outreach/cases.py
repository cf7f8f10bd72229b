"""Where a case stands: derived from the visits and from what institutions confirm, never typed.

A return counts only when two sides agree: what a family says at the door is a claim, and only the
receiving institution's word closes a case as returned. A commune may end a case by hand; that is
recorded as its own word and is never a return.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class VisitOutcome(StrEnum):
    AGREED = "AGREED"
    VOCATIONAL = "VOCATIONAL"
    COME_AGAIN = "COME_AGAIN"
    NOT_MET = "NOT_MET"
    REFUSED = "REFUSED"
    ELSEWHERE = "ELSEWHERE"


# In the order of the buttons on the phone.
VISIT_LABELS: dict[str, str] = {
    VisitOutcome.AGREED: "Đồng ý đi học lại",
    VisitOutcome.VOCATIONAL: "Chọn học nghề",
    VisitOutcome.COME_AGAIN: "Hẹn gặp lại",
    VisitOutcome.NOT_MET: "Chưa gặp được gia đình",
    VisitOutcome.REFUSED: "Gia đình chưa đồng thuận",
    VisitOutcome.ELSEWHERE: "Đã đi học nơi khác",
}
CLAIMS = frozenset({VisitOutcome.AGREED, VisitOutcome.VOCATIONAL, VisitOutcome.ELSEWHERE})


class CaseState(StrEnum):
    LISTED = "LISTED"
    WORKING = "WORKING"
    CLAIMED = "CLAIMED"
    OBSERVED = "OBSERVED"
    CLOSED = "CLOSED"


STATE_LABELS: dict[str, str] = {
    CaseState.LISTED: "Chưa vận động",
    CaseState.WORKING: "Đang vận động",
    CaseState.CLAIMED: "Chờ nhà trường xác nhận",
    CaseState.OBSERVED: "Đã đi học lại, đang theo dõi",
    CaseState.CLOSED: "Đã kết thúc",
}
# Whoever is in these still has to be brought back.
UNSETTLED = (CaseState.LISTED, CaseState.WORKING, CaseState.CLAIMED)


class Closing(StrEnum):
    NONE = ""
    RETURNED = "RETURNED"
    FALSE_ALARM = "FALSE_ALARM"
    REFUSED = "REFUSED"
    MOVED = "MOVED"
    DECEASED = "DECEASED"
    MISTAKE = "MISTAKE"


CLOSING_LABELS: dict[str, str] = {
    Closing.RETURNED: "Đã đi học lại, nhà trường xác nhận",
    Closing.FALSE_ALARM: "Vốn đang đi học, nhà trường xác nhận",
    Closing.REFUSED: "Gia đình không đồng thuận",
    Closing.MOVED: "Đã chuyển khỏi địa phương",
    Closing.DECEASED: "Đã mất",
    Closing.MISTAKE: "Không thuộc đối tượng vận động",
}
# What a person may end a case with; the other two only an institution's word can.
BY_HAND = (Closing.REFUSED, Closing.MOVED, Closing.DECEASED, Closing.MISTAKE)


@dataclass(frozen=True)
class Deadlines:
    """Days an office gives; None where it names none, as the dispatch does not."""

    first_visit: int | None = None
    next_visit: int | None = None
    claim: int | None = None
    observation: int | None = None


@dataclass(frozen=True)
class VisitFact:
    """One visit that was not taken back; `order` breaks ties of one day, later recorded last."""

    visited_on: date
    outcome: VisitOutcome
    order: int
    next_on: date | None = None


@dataclass(frozen=True)
class Attendance:
    """An institution's confirmed word: in class `since`, said so on `confirmed_on`."""

    since: date
    confirmed_on: date


@dataclass(frozen=True)
class CaseFacts:
    """Everything of one round of a case: from listing (or reopening) on.

    `was_known_out`: when listed, somebody had said that the child does not study; otherwise nothing
    was known. `ended` is what a person ended the case with.
    """

    listed_on: date
    was_known_out: bool
    visits: Sequence[VisitFact] = ()
    attendance: Attendance | None = None
    ended: Closing = Closing.NONE


@dataclass(frozen=True)
class CaseStanding:
    """`due_on` is the day by which the next step is due, `lapses_on` the day after which a claim
    that nobody confirmed is to be checked again, `observed_until` the last day of observation.
    """

    state: CaseState
    closing: Closing = Closing.NONE
    due_on: date | None = None
    lapses_on: date | None = None
    observed_until: date | None = None


def in_order(visits: Sequence[VisitFact]) -> list[VisitFact]:
    return sorted(visits, key=lambda visit: (visit.visited_on, visit.order))


def standing_of(facts: CaseFacts, deadlines: Deadlines) -> CaseStanding:
    """Where the case stands. The institution's word beats what a person ended the case with."""
    if facts.attendance is not None:
        return _confirmed(facts, facts.attendance, deadlines)
    if facts.ended:
        return CaseStanding(CaseState.CLOSED, facts.ended)
    if not facts.visits:
        return CaseStanding(CaseState.LISTED, due_on=_after(facts.listed_on, deadlines.first_visit))
    last = in_order(facts.visits)[-1]
    if last.outcome in CLAIMS:
        lapses_on = _after(last.visited_on, deadlines.claim)
        return CaseStanding(CaseState.CLAIMED, due_on=lapses_on, lapses_on=lapses_on)
    due_on = last.next_on or _after(last.visited_on, deadlines.next_visit)
    return CaseStanding(CaseState.WORKING, due_on=due_on)


def _confirmed(facts: CaseFacts, attendance: Attendance, deadlines: Deadlines) -> CaseStanding:
    closing = Closing.RETURNED if counts_as_return(facts, attendance) else Closing.FALSE_ALARM
    until = _after(attendance.confirmed_on, deadlines.observation)
    if closing is Closing.RETURNED and until is not None:
        return CaseStanding(CaseState.OBSERVED, closing, due_on=None, observed_until=until)
    return CaseStanding(CaseState.CLOSED, closing)


def counts_as_return(facts: CaseFacts, attendance: Attendance) -> bool:
    """Whether the child came back, rather than having been in class when it was listed.

    Somebody must have known that it was out of school: before listing, or at a visit that met the
    family. A child of whom nothing was known, and whom nobody met, was never out of school as far
    as anyone can say; nor was one who was in class before the list, or whose family said so. In
    class from the very day of the list, it came back only if somebody met the family that day.
    """
    if attendance.since < facts.listed_on:
        return False
    met = [
        visit
        for visit in in_order(facts.visits)
        if visit.outcome is not VisitOutcome.NOT_MET and visit.visited_on <= attendance.confirmed_on
    ]
    if met:
        return met[0].outcome is not VisitOutcome.ELSEWHERE
    return facts.was_known_out and attendance.since > facts.listed_on


def _after(day: date, days: int | None) -> date | None:
    return None if days is None else day + timedelta(days=days)


class Mover(StrEnum):
    """Whose move it is; every open case has exactly one."""

    COMMUNE = "COMMUNE"
    INSTITUTION = "INSTITUTION"
    ASKED = "ASKED"
    NOBODY = "NOBODY"


def whose_move(standing: CaseStanding, *, today: date, has_request: bool) -> Mover:
    """A request waits for the unit it was put to; a claim for the institution, until it lapses."""
    if has_request:
        return Mover.ASKED
    if standing.state is CaseState.CLAIMED:
        return Mover.COMMUNE if has_lapsed(standing.lapses_on, today) else Mover.INSTITUTION
    if standing.state in (CaseState.LISTED, CaseState.WORKING):
        return Mover.COMMUNE
    return Mover.NOBODY


def has_lapsed(lapses_on: date | None, today: date) -> bool:
    return lapses_on is not None and lapses_on < today


def is_overdue(due_on: date | None, today: date) -> bool:
    return due_on is not None and due_on < today
