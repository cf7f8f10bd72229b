"""In which order a commune goes to the families, and why: every place in the list says so."""

from dataclasses import dataclass
from datetime import date

from domain.formats import day
from domain.outreach.cases import CaseState, VisitOutcome, has_lapsed, is_overdue


@dataclass(frozen=True)
class Visitable:
    """What the order looks at. `in_vain` counts visits that met nobody since the last that did."""

    state: CaseState
    listed_on: date
    due_on: date | None = None
    lapses_on: date | None = None
    last_visit_on: date | None = None
    last_outcome: str = ""
    in_vain: int = 0
    was_known_out: bool = False


@dataclass(frozen=True)
class Placement:
    """The lower `key`, the sooner; `why` is a Vietnamese clause for the card."""

    key: tuple[int, int]
    why: str


def placement(case: Visitable, today: date) -> Placement:
    """Overdue first, the longest ahead; then appointments, families nobody has gone to, those that
    were not met, those that did not agree, and last whoever waits for a school's word.
    """
    if case.state in (CaseState.OBSERVED, CaseState.CLOSED):
        return Placement((9, 0), "Không cần đến nhà")
    if has_lapsed(case.lapses_on, today):
        return Placement((0, _since(case.lapses_on, today)), "Cần xác minh lại: trường chưa nhận")
    if case.state is CaseState.CLAIMED:
        return Placement((8, 0), "Chờ nhà trường xác nhận, chưa cần đến")
    if is_overdue(case.due_on, today):
        late = (today - case.due_on).days
        return Placement((0, -late), f"Quá hạn {late} ngày (hạn {day(case.due_on)})")
    if case.due_on is not None and (case.due_on - today).days <= 7:
        return _soon(case, today)
    if case.state is CaseState.LISTED:
        if case.was_known_out:
            return Placement((3, -_age(case, today)), "Chưa đến lần nào; đã rõ em không đi học")
        return Placement((4, -_age(case, today)), "Chưa đến lần nào; chưa rõ em học ở đâu")
    if case.last_outcome == VisitOutcome.NOT_MET:
        times = f"Đã {case.in_vain} lần chưa gặp" if case.in_vain > 1 else "Lần trước chưa gặp"
        return Placement((5, -_last(case, today)), f"{times} được gia đình")
    return Placement((6, -_last(case, today)), f"Lần gần nhất {_on(case.last_visit_on)}")


def _soon(case: Visitable, today: date) -> Placement:
    left = (case.due_on - today).days
    what = "Hẹn" if case.last_outcome == VisitOutcome.COME_AGAIN else "Hạn"
    if left == 0:
        return Placement((1, 0), f"{what} hôm nay")
    return Placement((2, left), f"{what} {day(case.due_on)}, còn {left} ngày")


def _since(lapsed_on: date | None, today: date) -> int:
    return -(today - lapsed_on).days if lapsed_on else 0


def _age(case: Visitable, today: date) -> int:
    return (today - case.listed_on).days


def _last(case: Visitable, today: date) -> int:
    return (today - (case.last_visit_on or case.listed_on)).days


def _on(visited_on: date | None) -> str:
    return day(visited_on) if visited_on else ""
