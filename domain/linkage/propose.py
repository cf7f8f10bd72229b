"""The door of the linkage engine: which graduate each row of a roster is.

A false match hides a child who is out of school, so a match needs a posterior probability of .99
over all candidates and "not of this cohort", and besides nothing that a person would stumble over.
Whatever is doubtful goes to a person.
"""

from __future__ import annotations

from collections.abc import Sequence

from domain.linkage.claims import settle_claims
from domain.linkage.decide import decide
from domain.linkage.evidence import DateLevel
from domain.linkage.pairs import Pair, PairComparison, share_family
from domain.linkage.pool import Pool, Row
from domain.linkage.prior import judge_roster
from domain.linkage.records import Proposal, RosterContext, RosterPerson, Settled

ENGINE_VERSION = "posterior-2"


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
    comparison = PairComparison(pool, has_marks=context.has_accents)
    prepared = [pool.row(person) for person in rows]
    compared = [share_family(_compare_row(row, pool, comparison)) for row in prepared]
    judged = judge_roster(prepared, compared, pool, context)
    proposals = [
        decide(row, standings, settled) for row, standings in zip(prepared, judged, strict=True)
    ]
    return settle_claims(prepared, judged, proposals, settled)


def _compare_row(row: Row, pool: Pool, comparison: PairComparison) -> list[Pair]:
    pairs = [comparison.compare(row, entry) for entry in pool.firm(row)]
    if any(_is_sure(pair) for pair in pairs):
        return pairs
    known = {pair.graduate for pair in pairs}
    near = [entry for entry in pool.soft(row) if entry.person.graduate not in known]
    return pairs + [comparison.compare(row, entry) for entry in near]


def _is_sure(pair: Pair) -> bool:
    """Same name and date (or code) and nothing against it: no need to look further afield."""
    if not pair.has_same_name or pair.is_contradicted:
        return False
    return pair.date is DateLevel.EXACT or pair.has_equal_code
