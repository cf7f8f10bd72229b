"""The door of the linkage engine: which graduate each row of a roster is.

A false match hides a child who is out of school, so a match needs more than likeness: evidence
beyond name and birth date or a usual place of origin, nothing that contradicts, and no rival on
either side. Whatever is doubtful goes to a person.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from domain.linkage.evidence import NEAR_DATE, Agreement, DateLevel
from domain.linkage.pairs import CODES, PERSONAL, SPECIFIC, Pair, compare
from domain.linkage.pool import Pool, Row
from domain.linkage.records import (
    Candidate,
    Proposal,
    RosterContext,
    RosterPerson,
    RowKey,
    Settled,
    Status,
)
from domain.linkage.spelling import EQUAL_NAME, SAME_NAME, NameLevel

ENGINE_VERSION = "simple-1"

# Above log2 of the cohort's size, i.e. above the odds of a graduate drawn blindly.
_AUTOMATIC_BITS = 6.0
# Name and date with nothing but a usual place of origin: most false matches are of this kind.
_UNSUPPORTED_BITS = 8.0
_REVIEW_BITS = 0.0
# A rival this far behind is no rival; namesakes born the same day need a decisive field as well.
_MARGIN_BITS = 7.0
_DECISIVE_BITS = 5.0
_SHOWN = 6
# More rows than this for one child are no repetition but a broken file.
_MOST_REPEATS = 8
# A district is a usual origin of a roster when this share of its sure rows comes from there.
_USUAL_SHARE = 0.05
_USUAL_ROWS = 3


@dataclass(frozen=True, slots=True)
class _Compared:
    """A row with its compared pairs, best first."""

    row: Row
    pairs: tuple[Pair, ...]


def propose(
    rows: Sequence[RosterPerson],
    pool: Pool,
    settled: Settled | None = None,
    *,
    context: RosterContext | None = None,
) -> list[Proposal]:
    """One proposal per row, in the order of `rows`; that order decides nothing.

    `rows` are all rows of one roster (its usual origins and repeats are read from them); row keys
    must be unique (ValueError). Decisions of people in `settled` always stand.
    """
    settled = settled or Settled()
    context = context or RosterContext()
    if len({person.row for person in rows}) != len(rows):
        raise ValueError("two rows of the roster have the same key")
    compared = [_compare_row(person, pool, context) for person in rows]
    usual = _usual_districts(compared, context)
    at_home = [_with_origins(each, usual) for each in compared]
    proposals = [_decide(each, pool, settled) for each in at_home]
    return _settle_claims([each.row for each in at_home], proposals, settled)


def _compare_row(person: RosterPerson, pool: Pool, context: RosterContext) -> _Compared:
    row = pool.row(person)
    marks = context.has_accents
    pairs = [compare(row, entry, pool, has_marks=marks) for entry in pool.firm(row)]
    if not any(_is_sure(pair) for pair in pairs):
        known = {pair.graduate for pair in pairs}
        pairs += [
            compare(row, entry, pool, has_marks=marks)
            for entry in pool.soft(row)
            if entry.person.graduate not in known
        ]
    return _Compared(row, _ranked(pairs))


def _ranked(pairs: Sequence[Pair]) -> tuple[Pair, ...]:
    return tuple(sorted(pairs, key=lambda pair: (-round(pair.weight, 6), pair.graduate)))


def _is_sure(pair: Pair) -> bool:
    """Same name and date (or code) and nothing against it: no need to look further afield."""
    if pair.is_barred or pair.is_contradicted or not pair.has_same_name:
        return False
    return pair.date is DateLevel.EXACT or pair.has_equal_code


def _usual_districts(compared: Sequence[_Compared], context: RosterContext) -> frozenset[str]:
    """Districts whose children this institution is known to take, its own among them.

    A few chance namesakes among the outsiders must not make a district usual.
    """
    sure: Counter[str] = Counter()
    for each in compared:
        found = [pair for pair in each.pairs if _is_sure(pair)]
        if len(found) == 1:
            sure[found[0].district] += 1
    least = max(_USUAL_ROWS, _USUAL_SHARE * sure.total(), 0.01 * len(compared))
    usual = {district for district, count in sure.items() if district and count >= least}
    return frozenset(usual | ({context.institution_district} - {""}))


def _with_origins(each: _Compared, usual: frozenset[str]) -> _Compared:
    return _Compared(each.row, _ranked([pair.in_district(usual) for pair in each.pairs]))


def _decide(each: _Compared, pool: Pool, settled: Settled) -> Proposal:
    key = each.row.person.row
    if key in settled.accepted:
        return _accepted(each, settled.accepted[key])
    floor = pool.size_bits + _REVIEW_BITS
    likely = [pair for pair in each.pairs if _is_likely(pair, floor)]
    allowed = [pair for pair in likely if (key, pair.graduate) not in settled.rejected]
    if not allowed:
        reason = "đã loại các học sinh gần giống" if likely else "không có học sinh tương ứng"
        return Proposal(key, Status.NONE, (), reason)
    best = allowed[0]
    doubt = "đã loại học sinh gần giống nhất" if best is not likely[0] else ""
    doubt = doubt or _doubt(best, likely[1:], pool)
    candidates = tuple(pair.candidate() for pair in allowed[:_SHOWN])
    if doubt:
        return Proposal(key, Status.REVIEW, candidates, doubt)
    return Proposal(key, Status.MATCH, candidates, _reason(best))


def _accepted(each: _Compared, graduate: int) -> Proposal:
    known = [pair.candidate() for pair in each.pairs if pair.graduate == graduate]
    chosen = known[0] if known else Candidate(graduate, 0.0)
    return Proposal(each.row.person.row, Status.MATCH, (chosen,), "cán bộ đã xác nhận")


def _is_likely(pair: Pair, floor: float) -> bool:
    """Worth a person's look: enough weight, and more than one number in common.

    Register numbers start anew in every office, so one alone is no reason to look.
    """
    if Agreement.FULL in (pair.agreement.get("moet_code"), pair.agreement.get("personal_id")):
        return True
    return pair.weight >= floor and (pair.is_alike or pair.date is DateLevel.EXACT)


def _doubt(best: Pair, others: Sequence[Pair], pool: Pool) -> str:
    """Why a person must look at `best`, or "" when it may be matched."""
    return _own_doubt(best, pool.size_bits) or _rivalry(best, others)


def _own_doubt(best: Pair, size_bits: float) -> str:
    against = best.agreement
    if against.get("gender") is Agreement.AGAINST:
        return "khác giới tính"
    if against.get("moet_code") is Agreement.AGAINST:
        return "khác mã định danh"
    if best.has_equal_code:
        return "" if _is_same_by_code(best) else "trùng mã định danh nhưng khác họ tên, ngày sinh"
    if best.is_contradicted:
        return "khác trường hoặc nơi ở"
    if not best.is_alike or not _is_corroborated(best):
        return "chưa đủ thông tin để khẳng định"
    margin = _AUTOMATIC_BITS if best.agrees_on(*SPECIFIC) else _UNSUPPORTED_BITS
    return "" if best.weight >= size_bits + margin else "mức độ trùng khớp chưa cao"


def _is_same_by_code(pair: Pair) -> bool:
    """Codes get typed beside the wrong name: name, or name and date, must not speak against."""
    if pair.has_same_name:
        return True
    spelling = pair.is_alike or pair.name is NameLevel.OTHER_MARKS
    return spelling and pair.date is not DateLevel.DIFFERENT


def _is_corroborated(pair: Pair) -> bool:
    """Whether name and date, as far as they agree, have the company they need."""
    is_specific = pair.agrees_on(*SPECIFIC)
    if pair.date is DateLevel.EXACT:
        at_home = pair.agreement.get("district") is Agreement.FULL
        return is_specific or (pair.name in EQUAL_NAME and at_home)
    if pair.name not in SAME_NAME:
        return False
    if pair.date in NEAR_DATE:
        return is_specific
    # A school has many children of one common name: without a date, the family must agree.
    return pair.date is DateLevel.MISSING and pair.agrees_on(*PERSONAL)


def _rivalry(best: Pair, others: Sequence[Pair]) -> str:
    for other in others:
        is_namesake = other.has_same_name and other.date is best.date
        gap = best.weight - other.weight
        decisive = best.decisive_bits() - other.decisive_bits()
        if gap < _MARGIN_BITS or (is_namesake and decisive < _DECISIVE_BITS):
            return "nhiều học sinh cùng phù hợp"
    return ""


def _reason(best: Pair) -> str:
    for field, label in (
        ("moet_code", "mã định danh"),
        ("personal_id", "số định danh cá nhân"),
        ("register_number", "số vào sổ cấp bằng"),
    ):
        if best.agreement.get(field) is Agreement.FULL:
            return f"trùng {label}"
    name = "cùng họ tên" if best.has_same_name else "họ tên gần giống"
    date = {
        DateLevel.EXACT: "ngày sinh",
        DateLevel.MISSING: "",
        DateLevel.YEAR_ONLY: "năm sinh",
    }.get(best.date, "ngày sinh gần đúng")
    labels = (
        ("school", "trường"),
        ("phone", "điện thoại"),
        ("guardian", "người giám hộ"),
        ("commune", "nơi ở"),
        ("district", "địa bàn"),
    )
    shared = [
        label
        for field, label in labels
        if best.agreement.get(field) in (Agreement.FULL, Agreement.NEAR)
    ]
    said = [name, *([date] if date else []), *shared[:2]]
    return " và ".join((", ".join(said[:-1]), said[-1])) if len(said) > 1 else name


def _settle_claims(
    rows: Sequence[Row], proposals: Sequence[Proposal], settled: Settled
) -> list[Proposal]:
    """Send rows that claim one graduate to review, unless they repeat one and the same child."""
    claims: dict[int, list[Row]] = defaultdict(list)
    for row, proposal in zip(rows, proposals, strict=True):
        if proposal.status is Status.MATCH:
            claims[proposal.candidates[0].graduate].append(row)
    disputed: set[RowKey] = set()
    for claimants in claims.values():
        if not _are_repeats(claimants):
            disputed.update(row.person.row for row in claimants)
    disputed -= settled.accepted.keys()
    return [
        replace(each, status=Status.REVIEW, reason="nhiều dòng cùng nhận một học sinh")
        if each.row in disputed
        else each
        for each in proposals
    ]


def _are_repeats(claimants: Sequence[Row]) -> bool:
    if len(claimants) > _MOST_REPEATS:
        return False
    return all(_is_repeat(one, other) for one, other in combinations(claimants, 2))


def _is_repeat(one: Row, other: Row) -> bool:
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
