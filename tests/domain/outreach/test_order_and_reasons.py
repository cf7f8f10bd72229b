"""The order of visits explains itself; reasons have two levels."""

from datetime import date, timedelta

import pytest

from domain.outreach.cases import CaseState, VisitOutcome
from domain.outreach.order import Visitable, placement
from domain.outreach.reasons import GROUP_LABELS, REASONS, ReasonGroup, group_of, grouped

TODAY = date(2020, 10, 20)
LISTED = date(2020, 10, 1)


def case(state: CaseState = CaseState.LISTED, **values) -> Visitable:
    return Visitable(state, values.pop("listed_on", LISTED), **values)


def days(number: int) -> date:
    return TODAY + timedelta(days=number)


# From the first door to the last.
IN_ORDER = [
    (case(due_on=days(-9)), "Quá hạn 9 ngày (hạn 11/10/2020)"),
    (case(CaseState.WORKING, due_on=days(-2)), "Quá hạn 2 ngày (hạn 18/10/2020)"),
    (
        case(CaseState.CLAIMED, due_on=days(-1), lapses_on=days(-1)),
        "Cần xác minh lại: trường chưa nhận",
    ),
    (
        case(CaseState.WORKING, due_on=TODAY, last_outcome=VisitOutcome.COME_AGAIN),
        "Hẹn hôm nay",
    ),
    (
        case(CaseState.WORKING, due_on=days(2), last_outcome=VisitOutcome.COME_AGAIN),
        "Hẹn 22/10/2020, còn 2 ngày",
    ),
    (case(due_on=days(3)), "Hạn 23/10/2020, còn 3 ngày"),
    (case(was_known_out=True), "Chưa đến lần nào; đã rõ em không đi học"),
    (case(), "Chưa đến lần nào; chưa rõ em học ở đâu"),
    (
        case(CaseState.WORKING, last_outcome=VisitOutcome.NOT_MET, in_vain=2, last_visit_on=LISTED),
        "Đã 2 lần chưa gặp được gia đình",
    ),
    (
        case(CaseState.WORKING, last_outcome=VisitOutcome.NOT_MET, in_vain=1,
             last_visit_on=days(-3)),
        "Lần trước chưa gặp được gia đình",
    ),
    (
        case(CaseState.WORKING, last_outcome=VisitOutcome.REFUSED, last_visit_on=days(-4)),
        "Lần gần nhất 16/10/2020",
    ),
    (case(CaseState.CLAIMED, due_on=days(9), lapses_on=days(9)),
     "Chờ nhà trường xác nhận, chưa cần đến"),
    (case(CaseState.CLOSED), "Không cần đến nhà"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "why"), IN_ORDER)
def test_place_says_why(one: Visitable, why: str) -> None:
    assert placement(one, TODAY).why == why


def test_order_is_that_of_urgency() -> None:
    keys = [placement(one, TODAY).key for one, _ in IN_ORDER]
    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys)


def test_claim_on_its_last_day_waits_still() -> None:
    one = case(CaseState.CLAIMED, due_on=TODAY, lapses_on=TODAY)
    assert placement(one, TODAY).why == "Chờ nhà trường xác nhận, chưa cần đến"


def test_every_reason_stands_in_one_group_and_no_code_twice() -> None:
    assert {reason.group for reason in REASONS} == set(ReasonGroup) == set(GROUP_LABELS)
    assert len({reason.code for reason in REASONS}) == len(REASONS)
    offered = [code for _, reasons in grouped() for code, _ in reasons]
    assert sorted(offered) == sorted(reason.code for reason in REASONS)
    assert group_of("FAR") is ReasonGroup.DISTANCE
    assert group_of("") is None
