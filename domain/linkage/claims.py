"""One child, one row: what happens when several rows of a roster claim one graduate."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rapidfuzz.distance import OSA

from domain.linkage.blocks import Row
from domain.linkage.decide import AUTOMATIC
from domain.linkage.pairs import CODES
from domain.linkage.prior import Standing
from domain.linkage.records import Proposal, RowKey, Settled, Status

# More rows than this for one child are no repetition but a broken file.
_MOST_REPEATS = 8
# A child is written twice on few rosters: the second claim needs so many bits more than the first,
# and the first so many more than the second where that one is in doubt.
_REPEAT_BITS = 6.0
_LEAD_BITS = 4.0
_DISPUTED = "nhiều dòng cùng nhận một học sinh"


@dataclass(frozen=True, slots=True)
class _Claim:
    row: Row
    odds: float
    is_accepted: bool


def settle_claims(
    rows: Sequence[Row],
    judged: Sequence[Sequence[Standing]],
    proposals: Sequence[Proposal],
    settled: Settled,
) -> list[Proposal]:
    """Send rows that claim one graduate to review, unless they repeat one and the same child."""
    claims: dict[int, list[_Claim]] = defaultdict(list)
    for row, standings, proposal in zip(rows, judged, proposals, strict=True):
        if proposal.status is Status.MATCH:
            graduate = proposal.candidates[0].graduate
            odds = next((_odds(each) for each in standings if each.pair.graduate == graduate), 0.0)
            is_accepted = proposal.row in settled.accepted
            claims[graduate].append(_Claim(row, odds, is_accepted))
    disputed: set[RowKey] = set()
    for claimants in claims.values():
        if len(claimants) > 1:
            disputed |= _disputed(claimants)
    return [
        replace(each, status=Status.REVIEW, reason=_DISPUTED) if each.row in disputed else each
        for each in proposals
    ]


def _odds(standing: Standing) -> float:
    """Posterior log-odds of the pair against everybody and nobody else."""
    rest = max(1.0 - standing.posterior, 1e-12)
    return math.log2(max(standing.posterior, 1e-12) / rest)


def _disputed(claimants: Sequence[_Claim]) -> set[RowKey]:
    """Rows that neither repeat the best claim nor leave the others far behind."""
    if len(claimants) > _MOST_REPEATS:
        return {claim.row.person.row for claim in claimants if not claim.is_accepted}
    best = max(claimants, key=lambda claim: (claim.is_accepted, claim.odds))
    doubtful = [
        claim
        for claim in claimants
        if claim is not best and not claim.is_accepted and not _is_second(best, claim)
    ]
    found = {claim.row.person.row for claim in doubtful}
    if any(claim.odds > best.odds - _LEAD_BITS for claim in doubtful) and not best.is_accepted:
        found.add(best.row.person.row)
    return found


def _is_second(best: _Claim, claim: _Claim) -> bool:
    """Whether a further claim is the child once more: so alike, or too sure to be anybody else."""
    if best.is_accepted or is_repeat(best.row, claim.row):
        # Beside what a person has decided, only the very same line stands.
        return is_repeat(best.row, claim.row)
    if _are_two_people(best.row, claim.row):
        return False
    is_sure = claim.odds - _REPEAT_BITS >= math.log2(AUTOMATIC / (1 - AUTOMATIC))
    return is_sure or _are_one_family(best.row, claim.row)


def _are_two_people(one: Row, other: Row) -> bool:
    """Whether two rows state codes of two people."""
    return any(_is_other(mine, its) for mine, its in _codes(one, other))


def _codes(one: Row, other: Row) -> list[tuple[str, str]]:
    return [(getattr(one.person, field), getattr(other.person, field)) for field in CODES]


def _is_other(mine: str, its: str) -> bool:
    """Whether both are stated and more than a slip of the hand apart."""
    return bool(mine and its) and OSA.distance(mine, its, score_cutoff=1) > 1


def is_repeat(one: Row, other: Row) -> bool:
    """Whether two rows are one child written twice."""
    ours, theirs = one.person, other.person
    stated = (
        (ours.gender, theirs.gender),
        (ours.phone, theirs.phone),
        (one.guardian, other.guardian),
    )
    if _are_two_people(one, other) or any(mine and its and mine != its for mine, its in stated):
        return False
    schools = one.school.codes, other.school.codes
    if all(schools) and not schools[0] & schools[1]:
        return False
    has_code = any(mine and its for mine, its in _codes(one, other))
    return has_code or (one.form.key == other.form.key and ours.birth == theirs.birth)


def _are_one_family(one: Row, other: Row) -> bool:
    """Whether two rows share a phone or the guardian, and the given name, which twins do not."""
    ours, theirs = one.person, other.person
    shares = (ours.phone and ours.phone == theirs.phone) or (
        one.guardian and one.guardian == other.guardian
    )
    return bool(shares) and one.form.syllables[-1:] == other.form.syllables[-1:]
