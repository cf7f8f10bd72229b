"""Decisions of people over proposals: they stand until what they were made of changes."""

from dataclasses import replace
from random import Random

import pytest

from domain.linkage import Candidate, Proposal, Status
from domain.linkage.decisions import (
    ACCEPTED,
    Decision,
    GraduateFacts,
    Kind,
    RowFacts,
    Settlement,
    settle,
)

AN = RowFacts("LÊ THỊ AN", "2005-9-5", "10A1", "THCS Sông Đỏ")
BE = RowFacts("Trần Văn Bé", "2005-10-6", "10A1")
FIRST = GraduateFacts("Lê Thị An", "2005-9-5", "802C01", "Trường THCS Sông Đỏ")
SECOND = GraduateFacts("Lê Thị Ân", "2005-9-5", "802C02", "Trường THCS Gò Tre")
REGISTER = {1: FIRST, 2: SECOND}
ONE, TWO = Candidate(1, 20.0, (("full_name", 12.0),)), Candidate(2, 18.0)
OPEN = Proposal(0, Status.REVIEW, (ONE, TWO), "nhiều học sinh cùng phù hợp")
NOBODY = Proposal(0, Status.NONE, (), "")


def decided(kind: Kind, graduate: int | None = 1, row: RowFacts = AN, number: int = 1) -> Decision:
    return Decision(number, kind, row, graduate, REGISTER[graduate] if graduate else None)


def laid(
    *decisions: Decision,
    row: RowFacts = AN,
    proposal: Proposal = OPEN,
    register: dict[int, GraduateFacts] | None = None,
) -> Settlement:
    (settlement,) = settle([row], [proposal], decisions, register or REGISTER)
    return settlement


def test_without_decisions_the_proposal_counts() -> None:
    assert laid().proposal is OPEN


def test_accepted_candidate_is_the_match() -> None:
    found = laid(decided(Kind.ACCEPT))
    assert found.proposal == Proposal(0, Status.MATCH, (ONE,), ACCEPTED)
    assert (found.is_accepted, found.decisions) == (True, (1,))


@pytest.mark.parametrize("proposal", [NOBODY, Proposal(0, Status.MATCH, (TWO,), "cùng họ tên")])
def test_no_machine_overturns_an_accepted_candidate(proposal: Proposal) -> None:
    found = laid(decided(Kind.ACCEPT), proposal=proposal).proposal
    assert (found.status, found.candidates[0].graduate) == (Status.MATCH, 1)


def test_rejected_candidates_are_proposed_no_more() -> None:
    assert laid(decided(Kind.REJECT)).proposal == replace(OPEN, candidates=(TWO,))
    both = decided(Kind.REJECT), decided(Kind.REJECT, 2, number=2)
    assert laid(*both).proposal.status is Status.NONE
    matched = Proposal(0, Status.MATCH, (ONE,), "cùng họ tên")
    assert laid(decided(Kind.REJECT), proposal=matched).proposal.status is Status.NONE


def test_later_leaves_the_row_open_and_last() -> None:
    found = laid(decided(Kind.LATER, None))
    assert (found.proposal, found.is_postponed) == (OPEN, True)
    assert not laid(decided(Kind.LATER, None), proposal=NOBODY).is_postponed


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"full_name": "Lê Thị Anh"}, "họ tên trong danh sách đang học “LÊ THỊ AN” → “Lê Thị Anh”"),
        ({"birth": "2005-9-6"}, "ngày sinh trong danh sách đang học “5/9/2005” → “6/9/2005”"),
        ({"school_text": "THCS Gò Tre"}, "trường THCS trong danh sách đang học “THCS Sông Đỏ” →"),
        ({"moet_code": "8020000009"}, "mã định danh trong danh sách đang học nay là “8020000009”"),
    ],
    ids=str,
)
def test_changed_row_returns_to_review_with_the_reason(changed: dict, words: str) -> None:
    found = laid(decided(Kind.ACCEPT), row=replace(AN, **changed)).proposal
    assert found.status is Status.REVIEW
    assert words in found.reason
    assert [each.graduate for each in found.candidates] == [1, 2]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"full_name": "Lê Thị Anh"}, "họ tên học sinh “Lê Thị An” → “Lê Thị Anh”"),
        ({"birth": "2005-1-1"}, "ngày sinh học sinh “5/9/2005” → “1/1/2005”"),
        ({"school_code": "X", "school": "THCS Khác"}, "→ “THCS Khác”"),
    ],
    ids=str,
)
def test_changed_graduate_returns_to_review(changed: dict, words: str) -> None:
    register = REGISTER | {1: replace(FIRST, **changed)}
    for decision in (decided(Kind.ACCEPT), decided(Kind.REJECT)):
        found = laid(decision, register=register).proposal
        assert found.status is Status.REVIEW
        assert words in found.reason


@pytest.mark.parametrize(
    "changed",
    [
        {"class_name": "10A7"},
        {"full_name": "Lê Thị Ân"},
        {"school_text": "Trường THCS SÔNG ĐỎ"},
        {"school_text": ""},
    ],
    ids=str,
)
def test_another_class_or_spelling_changes_nothing(changed: dict) -> None:
    assert laid(decided(Kind.ACCEPT), row=replace(AN, **changed)).is_accepted


def test_code_left_out_of_a_new_list_changes_nothing() -> None:
    with_code = replace(AN, moet_code="8020000001")
    assert laid(decided(Kind.ACCEPT, row=with_code)).is_accepted


def test_machine_that_says_the_same_of_changed_data_needs_nobody() -> None:
    matched = Proposal(0, Status.MATCH, (ONE,), "trùng mã định danh")
    row = replace(AN, moet_code="8020000001")
    assert laid(decided(Kind.ACCEPT), row=row, proposal=matched).proposal == matched
    assert laid(decided(Kind.REJECT), row=row, proposal=NOBODY).proposal == NOBODY


def test_graduate_taken_out_of_the_register_is_offered_no_more() -> None:
    alone = replace(OPEN, candidates=(TWO,))
    found = laid(decided(Kind.ACCEPT), proposal=alone, register={2: SECOND}).proposal
    assert (found.status, found.candidates) == (Status.REVIEW, (TWO,))
    assert "không còn trong danh sách tốt nghiệp" in found.reason
    assert laid(decided(Kind.ACCEPT), proposal=NOBODY, register={2: SECOND}).proposal == NOBODY


def test_choice_that_the_engine_does_not_see_any_more_is_offered_again() -> None:
    row = replace(AN, birth="2005-9-6")
    found = laid(decided(Kind.ACCEPT), row=row, proposal=NOBODY).proposal
    assert [each.graduate for each in found.candidates] == [1]


def test_decision_is_of_its_row_among_others() -> None:
    rows = [BE, AN, replace(AN, full_name="Lê Thị Út")]
    proposals = [replace(NOBODY, row=0), replace(OPEN, row=1), replace(OPEN, row=2)]
    found = settle(rows, proposals, [decided(Kind.ACCEPT)], REGISTER)
    assert [each.is_accepted for each in found] == [False, True, False]
    assert found[2].proposal.status is Status.REVIEW


def test_child_written_twice_is_told_apart_by_class() -> None:
    rows = [AN, replace(AN, class_name="10A2")]
    proposals = [OPEN, replace(OPEN, row=1)]
    found = settle(rows, proposals, [decided(Kind.ACCEPT)], REGISTER)
    assert [each.is_accepted for each in found] == [True, False]
    moved = [replace(AN, class_name="10A3"), replace(AN, class_name="10A4")]
    found = settle(moved, proposals, [decided(Kind.ACCEPT)], REGISTER)
    assert {each.proposal.status for each in found} == {Status.REVIEW}
    assert "nhiều dòng cùng họ tên, ngày sinh" in found[0].proposal.reason


def test_other_row_matched_by_the_machine_to_a_chosen_graduate_is_looked_at() -> None:
    rows = [AN, BE, replace(AN, class_name="10A2")]
    matched = Proposal(1, Status.MATCH, (ONE,), "trùng mã định danh")
    proposals = [OPEN, matched, replace(matched, row=2)]
    found = settle(rows, proposals, [decided(Kind.ACCEPT)], REGISTER)
    assert [each.proposal.status for each in found] == [Status.MATCH, Status.REVIEW, Status.MATCH]


def test_no_order_changes_the_result() -> None:
    rows = [AN, BE, replace(AN, full_name="Lê Thị Út", class_name="10A2")]
    proposals = [replace(OPEN, row=position) for position in range(3)]
    decisions = [
        decided(Kind.REJECT, 1, AN, 1),
        decided(Kind.ACCEPT, 2, AN, 2),
        decided(Kind.REJECT, 2, BE, 3),
        decided(Kind.LATER, None, rows[2], 4),
        decided(Kind.ACCEPT, 1, replace(AN, full_name="Lê Thị Utt", class_name="10A2"), 5),
    ]
    wanted = dict(zip(rows, settle(rows, proposals, decisions, REGISTER), strict=True))
    random = Random(5)
    for _ in range(30):
        random.shuffle(decisions)
        order = random.sample(range(3), 3)
        found = settle([rows[p] for p in order], [proposals[p] for p in order], decisions, REGISTER)
        assert {rows[p]: each for p, each in zip(order, found, strict=True)} == wanted
