"""One child, one row: what happens when several rows of a roster claim one graduate."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from domain.linkage.pairs import CODES
from domain.linkage.pool import Row
from domain.linkage.prior import Standing
from domain.linkage.records import Proposal, RowKey, Settled, Status

# More rows than this for one child are no repetition but a broken file.
_MOST_REPEATS = 8
# A row that claims a child another row has a better claim to needs so many more bits.
_CLAIM_BITS = 9.0
_DISPUTED = "nhiều dòng cùng nhận một học sinh"


def settle_claims(
    rows: Sequence[Row],
    judged: Sequence[Sequence[Standing]],
    proposals: Sequence[Proposal],
    settled: Settled,
) -> list[Proposal]:
    """Send rows that claim one graduate to review, unless they repeat one and the same child."""
    claims: dict[int, list[tuple[Row, float]]] = defaultdict(list)
    for row, standings, proposal in zip(rows, judged, proposals, strict=True):
        if proposal.status is Status.MATCH:
            graduate = proposal.candidates[0].graduate
            weight = next((s.weight for s in standings if s.pair.graduate == graduate), 0.0)
            # Whom a person has placed here, nobody else takes away.
            weight = math.inf if proposal.row in settled.accepted else weight
            claims[graduate].append((row, weight))
    disputed: set[RowKey] = set()
    for claimants in claims.values():
        if len(claimants) > 1:
            disputed |= _disputed(claimants)
    disputed -= settled.accepted.keys()
    return [
        replace(each, status=Status.REVIEW, reason=_DISPUTED) if each.row in disputed else each
        for each in proposals
    ]


def _disputed(claimants: Sequence[tuple[Row, float]]) -> set[RowKey]:
    """Rows that neither repeat the best claim nor leave it far behind."""
    if len(claimants) > _MOST_REPEATS:
        return {row.person.row for row, _ in claimants}
    highest = max(weight for _, weight in claimants)
    best = [row for row, weight in claimants if weight >= highest - _CLAIM_BITS]
    found: set[RowKey] = set()
    for row, _ in claimants:
        if not all(row is other or is_repeat(row, other) for other in best):
            found.add(row.person.row)
    return found


def is_repeat(one: Row, other: Row) -> bool:
    """Whether two rows are one child written twice."""
    ours, theirs = one.person, other.person
    stated = (
        *((getattr(ours, field), getattr(theirs, field)) for field in CODES),
        (ours.gender, theirs.gender),
        (ours.phone, theirs.phone),
        (one.guardian, other.guardian),
    )
    if any(mine and its and mine != its for mine, its in stated):
        return False
    schools = one.school.codes, other.school.codes
    if all(schools) and not schools[0] & schools[1]:
        return False
    has_code = any(getattr(ours, field) and getattr(theirs, field) for field in CODES)
    return has_code or (one.form.key == other.form.key and ours.birth == theirs.birth)
