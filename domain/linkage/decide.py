"""From posteriors to the outcome of one row: match, review with its candidates, or none."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from domain.linkage.blocks import Row
from domain.linkage.evidence import NEAR_DATE, Agreement, DateLevel
from domain.linkage.names import SAME_NAME, NameLevel
from domain.linkage.pairs import PERSONAL, Pair
from domain.linkage.prior import Standing
from domain.linkage.records import Candidate, Proposal, RowKey, Settled, Status
from domain.linkage.words import describe

AUTOMATIC = 0.99
# Where name and date have no company but a place few of the roster come from: most false matches
# are of this kind.
_UNSUPPORTED = 0.993
# A code of this province beside name and date tells children of other provinces from the cohort's.
_NATIVE = 0.995
# From here on the roster draws on this place more than others do.
_USUAL_BITS = 1.0
# The same syllables, only written otherwise.
_HARMLESS = SAME_NAME | {
    NameLevel.REGIONAL,
    NameLevel.SOUND,
    NameLevel.MISSPELT,
    NameLevel.JOINED,
    NameLevel.INITIAL,
    NameLevel.REORDERED,
}
_REVIEW = 0.06
_SHOWN = 6
_SHOWN_POSTERIOR = 0.002
# Namesakes born the same day need so much more in a field that tells them apart.
_DECISIVE_BITS = 5.0
_LOST = "đã loại học sinh gần giống nhất"


def decide(row: Row, standings: Sequence[Standing], settled: Settled) -> Proposal:
    """The proposal for one row; decisions of people stand."""
    key = row.person.row
    if key in settled.accepted:
        return _accepted(row, standings, settled.accepted[key])
    likely = _likely(standings)
    allowed = _without_rejected(key, likely, settled)
    mass = math.fsum(each.posterior for each in allowed)
    if not allowed or not (mass >= _REVIEW or _has_own_code(allowed[0].pair)):
        told = "đã loại các học sinh gần giống" if len(allowed) < len(likely) else ""
        return Proposal(key, Status.NONE, (), told or "không có học sinh tương ứng")
    best = allowed[0]
    doubt = _own_doubt(row, best) or _rivalry(best, likely)
    if best.pair is not likely[0].pair:
        doubt = _LOST
    status = Status.REVIEW if doubt else Status.MATCH
    shown = allowed[:_SHOWN] if doubt else allowed[:1]
    candidates = tuple(candidate(each) for each in shown)
    return Proposal(key, status, candidates, doubt or candidates[0].reason)


def _without_rejected(key: RowKey, likely: Sequence[Standing], settled: Settled) -> list[Standing]:
    """Whom nobody has ruled out, with the probability of those who are shared among the rest."""
    allowed = [each for each in likely if (key, each.pair.graduate) not in settled.rejected]
    if len(allowed) == len(likely):
        return allowed
    kept = {each.pair.graduate for each in allowed}
    lost = math.fsum(each.posterior for each in likely if each.pair.graduate not in kept)
    rest = max(1.0 - lost, 1e-9)
    return [replace(each, posterior=min(each.posterior / rest, 1.0)) for each in allowed]


def _likely(standings: Sequence[Standing]) -> list[Standing]:
    """Whom a person should see: the likely ones, and namesakes of the likeliest."""
    likely = [
        each for each in standings if each.posterior >= _SHOWN_POSTERIOR or _has_own_code(each.pair)
    ]
    shown = {each.pair.graduate for each in likely}
    namesakes = [each for each in standings if each.pair.graduate not in shown]
    return likely + [each for each in namesakes if likely and _are_namesakes(each, likely[0])]


def _are_namesakes(one: Standing, other: Standing) -> bool:
    """Two graduates of one name and birth date, as far as the row can tell."""
    pair, its = one.pair, other.pair
    return pair.has_same_name and its.has_same_name and pair.date is its.date


def _has_own_code(pair: Pair) -> bool:
    """Register numbers start anew in every office, so one alone is no reason to look."""
    return any(
        pair.agreement.get(field) is Agreement.FULL for field in ("moet_code", "personal_id")
    )


def _accepted(row: Row, standings: Sequence[Standing], graduate: int) -> Proposal:
    known = [candidate(each) for each in standings if each.pair.graduate == graduate]
    chosen = known[0] if known else Candidate(graduate, 0.0)
    return Proposal(row.person.row, Status.MATCH, (chosen,), "cán bộ đã xác nhận")


def candidate(standing: Standing) -> Candidate:
    """What is stored and shown to the clerk: bits field by field, and why in words."""
    pair = standing.pair
    habits = dict(zip(("full_name", "birth"), standing.habits, strict=True))
    parts = [(field, round(bits + habits.get(field, 0.0), 2)) for field, bits in pair.parts]
    if standing.origin:
        parts.append(("district", round(standing.origin, 2)))
    return Candidate(
        graduate=pair.graduate,
        weight=round(sum(bits for _, bits in parts), 2),
        parts=tuple(parts),
        posterior=round(standing.posterior, 6),
        reason=describe(pair, standing.origin),
    )


def _own_doubt(row: Row, best: Standing) -> str:
    """Why a person must look at `best`, or "" when it may be matched."""
    pair = best.pair
    is_alone = not pair.is_specific and best.origin < 0
    is_sure = best.posterior >= (_UNSUPPORTED if is_alone else AUTOMATIC)
    if pair.agreement.get("moet_code") is Agreement.AGAINST:
        return "khác mã định danh"
    if pair.has_equal_code:
        if not _fits_code(pair):
            return "trùng mã định danh nhưng khác họ tên, ngày sinh"
    elif not pair.is_alike:
        return "khác tên"
    elif pair.date is DateLevel.DIFFERENT and not pair.agrees_on(*PERSONAL):
        return "khác ngày sinh"
    elif not _is_corroborated(best):
        return "chưa đủ thông tin để khẳng định"
    return _contradiction(row, best) or ("" if is_sure else "mức độ trùng khớp chưa cao")


def _contradiction(row: Row, best: Standing) -> str:
    """What a person would stumble over: another sex, a school of elsewhere."""
    pair = best.pair
    if not pair.is_contradicted:
        return ""
    is_unusual = best.origin < _USUAL_BITS
    if pair.agreement.get("gender") is Agreement.AGAINST and is_unusual:
        return "khác giới tính"
    if pair.agreement.get("school") is not Agreement.AGAINST:
        return ""
    # A school nobody knows here is mostly one of another province, and two places that are both
    # elsewhere are no slip.
    is_equal = pair.has_equal_name and pair.date is DateLevel.EXACT
    is_unknown = not row.school.codes and (is_unusual or not is_equal)
    is_elsewhere = is_unknown or pair.agreement.get("commune") is Agreement.AGAINST
    return "khác trường" if is_elsewhere or best.posterior < AUTOMATIC else ""


def _is_corroborated(best: Standing) -> bool:
    """Whether name and date, as far as they agree, have the company they need."""
    pair = best.pair
    if pair.is_specific:
        return True
    at_home = best.origin >= _USUAL_BITS or pair.agreement.get("district") is Agreement.FULL
    if pair.agreement.get("commune") is Agreement.AGAINST and not at_home:
        return False
    if pair.date is DateLevel.EXACT and pair.has_equal_name:
        is_native = best.is_from_here and best.posterior >= _NATIVE
        return best.is_usual or at_home or is_native
    if not at_home:
        return False
    if pair.date is DateLevel.EXACT:
        return pair.name in _HARMLESS or best.posterior >= _UNSUPPORTED
    return pair.has_same_name and pair.date in NEAR_DATE


def _fits_code(pair: Pair) -> bool:
    """Codes get typed beside the wrong name: name, or name and date, must not speak against."""
    if pair.has_same_name:
        return True
    if pair.date is DateLevel.DIFFERENT:
        return False
    others = [
        field for field in ("school", "commune", "phone", "guardian") if pair.agrees_on(field)
    ]
    return pair.is_alike or (pair.date is DateLevel.EXACT and bool(others))


def _rivalry(best: Standing, likely: Sequence[Standing]) -> str:
    for other in likely:
        if other.pair is best.pair or not _are_namesakes(best, other):
            continue
        if best.pair.decisive_bits() - other.pair.decisive_bits() < _DECISIVE_BITS:
            return "nhiều học sinh cùng phù hợp"
    return ""
