"""The door of the linkage engine: which graduate each row of a roster is.

A false match hides a child who is out of school, so a match needs a posterior probability of .99
over all candidates and "not of this cohort", and besides nothing that a person would stumble over.
Whatever is doubtful goes to a person.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from domain.linkage.blocks import Row
from domain.linkage.candidates import compare_row
from domain.linkage.claims import settle_claims
from domain.linkage.decide import decide
from domain.linkage.pairs import PairComparison, share_family
from domain.linkage.pool import Pool
from domain.linkage.prior import Standing, judge_roster
from domain.linkage.records import Proposal, RosterContext, RosterPerson, Settled

ENGINE_VERSION = "posterior-4"


def propose(
    rows: Sequence[RosterPerson],
    pool: Pool,
    settled: Settled | None = None,
    *,
    context: RosterContext | None = None,
) -> list[Proposal]:
    """One proposal per row, in the order of `rows`; that order decides nothing.

    `rows` are all rows of one roster (its prior and its repeats are read from them); row keys must
    be unique (ValueError). Decisions of people in `settled` always stand.
    """
    settled = settled or Settled()
    context = context or RosterContext()
    if len({person.row for person in rows}) != len(rows):
        raise ValueError("two rows of the roster have the same key")
    judged = judge_rows(rows, pool, context)
    prepared = [row for row, _ in judged]
    standings = [each for _, each in judged]
    proposals = [decide(row, each, settled) for row, each in judged]
    return [
        replace(proposal, compared=len(each))
        for proposal, each in zip(
            settle_claims(prepared, standings, proposals, settled), standings, strict=True
        )
    ]


def judge_rows(
    rows: Sequence[RosterPerson], pool: Pool, context: RosterContext
) -> list[tuple[Row, tuple[Standing, ...]]]:
    """All rows of one roster with everybody they were compared with, likeliest first."""
    comparison = PairComparison(pool, has_marks=context.has_accents)
    prepared = [pool.row(person) for person in rows]
    compared = [share_family(compare_row(row, pool, comparison)) for row in prepared]
    return list(zip(prepared, judge_roster(prepared, compared, pool, context), strict=True))
