"""Blocking: what each rule brings, and that it is told."""

from domain.dates import BirthDate
from domain.linkage import propose
from domain.linkage.blocks import BlockingRule
from domain.linkage.candidates import count_candidates
from tests.domain.linkage.people import LINH, bare_row, pool_of


def test_firm_pair_that_is_sure_ends_the_search():
    counts = count_candidates([bare_row(moet_code=LINH.moet_code)], pool_of(LINH))
    assert counts.found == {BlockingRule.CODE: 1, BlockingRule.NAME_AND_DATE: 1}
    assert counts.alone == {BlockingRule.CODE: 1}
    assert (counts.pairs, counts.rows) == (1, {1: 1})


def test_soft_rules_look_further_where_nothing_is_sure():
    row = bare_row(birth=BirthDate(2005, 8, 3), school_text="THCS Bình Đức")
    counts = count_candidates([row], pool_of(LINH))
    assert counts.alone[BlockingRule.NAME] == 1
    assert counts.found[BlockingRule.EXCHANGED_DATE] >= 1
    assert counts.found[BlockingRule.SCHOOL] >= 1
    assert BlockingRule.NAME_AND_DATE not in counts.found


def test_counts_of_rosters_add_up():
    pool = pool_of(LINH)
    counts = count_candidates([bare_row()], pool) + count_candidates([bare_row(row=2)], pool)
    assert counts.rows == {1: 2}
    assert counts.pairs == 2


def test_proposal_tells_how_many_were_compared():
    rows = [bare_row(), bare_row(row=2, full_name="Quách Ý Yên", birth=BirthDate(2001, 5, 31))]
    pool = pool_of(LINH)
    compared = [proposal.compared for proposal in propose(rows, pool)]
    assert compared == [1, 0]
    assert sum(compared) == count_candidates(rows, pool).pairs
