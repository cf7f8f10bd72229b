"""m and u of the table of weights, estimated from rosters.

*m* is how often a level shows between a row and the graduate it is: by expectation and maximisation
with the engine's own posterior over all candidates and "nobody", or over pairs that are known. *u*
is how often it shows between a row and anybody: counted over pairs drawn blindly.

A level that was hardly seen keeps its value in force. Fields are taken for independent of each
other, as in every Fellegi–Sunter table; so the result is a proposal that a person looks at.
"""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace

from domain.linkage.blocks import Row
from domain.linkage.levels import Level, field_levels, name_levels
from domain.linkage.pairs import Pair, PairComparison
from domain.linkage.pool import Pool
from domain.linkage.propose import judge_rows
from domain.linkage.records import PoolPerson, RosterContext, RosterPerson, RowKey
from domain.linkage.weights import LONGEST_VERSION, PROBABILITIES, Weights
from domain.schools import KnownSchool

ROUNDS = 5
# Less often seen, a level keeps its value.
LEAST_SEEN = 10.0
_BLIND_PAIRS = 100_000
_LEAST_POSTERIOR = 0.001
# Changes below this in every parameter, in bits or hundredths: the estimate stands.
_STANDS = 0.02
_MOST_BITS = 25.0
_LEAST_SHARE, _MOST_SHARE = 0.0001, 0.9999

# Parameters that are probabilities: the level, and the levels among which its share is taken.
_SHARES: Mapping[str, tuple[Level, Level]] = {
    **{
        f"name_{level}": (("syllable", level), ("syllable", "all"))
        for level in ("exact", "sound", "typo", "other")
    },
    "name_accents": (("syllable", "accents"), ("syllable", "marked")),
    "name_regional": (("syllable", "regional"), ("syllable", "has_regional")),
    **{
        f"name_{level}": (("name", level), ("name", "all"))
        for level in ("shortened", "lengthened", "joined", "reordered")
    },
    "gender_wrong_share": (("gender", "against"), ("gender", "all")),
    "birth_swapped_share": (("birth", "swapped"), ("birth", "all")),
    "school_share": (("school", "full"), ("school", "all")),
    "commune_share": (("commune", "full"), ("commune", "all")),
}
# Parameters in bits: the levels of which m and u are taken; of several fields they are summed.
_CODE_FIELDS = ("moet_code", "personal_id", "register_number")
_BITS: Mapping[str, tuple[Level, ...]] = {
    **{
        f"birth_{name}": (("birth", level),)
        for name, level in (
            ("exact", "exact"),
            ("year_slip", "year_slip"),
            ("slip", "one_digit"),
            ("other_day", "other_day"),
            ("year_only", "year_only"),
            ("unknown", "unknown"),
            ("different", "different"),
        )
    },
    "school_against": (("school", "against"),),
    "school_unknown": (("school", "unknown"),),
    "commune_against": (("commune", "against"),),
    "district_equal": (("district", "full"),),
    "district_against": (("district", "against"),),
    **{
        f"{who}_{name}": ((who, level),)
        for who in ("guardian", "phone")
        for name, level in (("equal", "full"), ("near", "near"), ("against", "against"))
    },
    "code_equal": tuple((code, "full") for code in _CODE_FIELDS),
    "code_near": tuple((code, "near") for code in _CODE_FIELDS),
    "moet_code_against": (("moet_code", "against"),),
    "other_code_against": tuple((code, "against") for code in _CODE_FIELDS[1:]),
}

# Levels at which the year is the same: of them u is taken among dates of one year.
_ONE_YEAR = frozenset({"birth_exact", "birth_slip", "birth_other_day", "birth_unknown"})


@dataclass(frozen=True, slots=True)
class StoredRoster:
    """The rows of one roster; `known` are rows of which it is known which graduate they are."""

    context: RosterContext
    rows: Sequence[RosterPerson]
    known: Mapping[RowKey, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: in force, estimated (the same where too little was seen), and how often the
    level was seen between rows and their graduates, and between rows and anybody.
    """

    name: str
    in_force: float
    estimated: float
    seen: float
    blind: float
    is_kept: bool


@dataclass(frozen=True, slots=True)
class Estimate:
    """The table estimated, with what it stands on; `pairs` is the mass of pairs that are one."""

    weights: Weights
    parameters: tuple[Parameter, ...]
    rows: int
    pairs: float
    rounds: int


class _Counts:
    """How often levels were seen between rows and the graduates they are."""

    def __init__(self) -> None:
        self.pairs = 0.0
        self.same: Counter[Level] = Counter()

    def add(self, row: Row, pair: Pair, share: float, *, has_marks: bool) -> None:
        """A pair that is one with probability `share`."""
        self.pairs += share
        marks = has_marks and row.form.is_marked and pair.entry.form.is_marked
        for level in (
            *field_levels(row, pair),
            *name_levels(row.form, pair.entry.form, marks=marks),
        ):
            self.same[level] += share


def estimate_by_em(
    rosters: Sequence[StoredRoster],
    people: Sequence[PoolPerson],
    schools: Sequence[KnownSchool],
    weights: Weights,
    *,
    rounds: int = ROUNDS,
) -> Estimate:
    """Expectation and maximisation from the table in force, until it stands or `rounds` are done.

    The order of rosters and rows decides nothing but the last digits of sums.
    """
    current, done = weights, 0
    blind = _blind(rosters, Pool(people, schools, weights))
    while True:
        pool = Pool(people, schools, current)
        counts = _Counts()
        for roster in rosters:
            _expect(roster, pool, counts)
        done += 1
        found = _maximise(counts, blind, weights)
        following = _table(weights, found)
        if done >= rounds or _distance(current, following) < _STANDS:
            return _estimate(following, found, rosters, counts, done)
        current = following


def estimate_from_known(
    rosters: Sequence[StoredRoster],
    people: Sequence[PoolPerson],
    schools: Sequence[KnownSchool],
    weights: Weights,
) -> Estimate:
    """The shares among the pairs that are known, once."""
    pool = Pool(people, schools, weights)
    counts = _Counts()
    for roster in rosters:
        marks = roster.context.has_accents
        comparison = PairComparison(pool, has_marks=marks)
        for person in roster.rows:
            graduate = roster.known.get(person.row)
            if graduate not in pool.entries:
                continue
            row = pool.row(person)
            pair = comparison.compare(row, pool.entries[graduate])
            counts.add(row, pair, 1.0, has_marks=marks)
    found = _maximise(counts, _blind(rosters, pool), weights)
    return _estimate(_table(weights, found), found, rosters, counts, 1)


def _expect(roster: StoredRoster, pool: Pool, counts: _Counts) -> None:
    for row, standings in judge_rows(roster.rows, pool, roster.context):
        for standing in standings:
            if standing.posterior >= _LEAST_POSTERIOR:
                marks = roster.context.has_accents
                counts.add(row, standing.pair, standing.posterior, has_marks=marks)


def _blind(rosters: Sequence[StoredRoster], pool: Pool) -> Counter[Level]:
    """Levels between rows and graduates drawn without looking: always the same ones."""
    entries = list(pool.entries.values())
    total = sum(len(roster.rows) for roster in rosters)
    counts: Counter[Level] = Counter()
    if not entries or not total:
        return counts
    each = min(len(entries), max(1, _BLIND_PAIRS // total))
    step = max(1, len(entries) // each)
    offset = 0
    for roster in rosters:
        comparison = PairComparison(pool, has_marks=roster.context.has_accents)
        for person in roster.rows:
            row = pool.row(person)
            offset += 7919
            for drawn in range(each):
                entry = entries[(offset + drawn * step) % len(entries)]
                counts.update(field_levels(row, comparison.compare(row, entry)))
    return counts


def _maximise(counts: _Counts, blind: Counter[Level], in_force: Weights) -> list[Parameter]:
    return [
        _parameter(each.name, getattr(in_force, each.name), counts.same, blind)
        for each in fields(in_force)
        if each.name in _SHARES or each.name in _BITS
    ]


def _parameter(
    name: str, in_force: float, same: Mapping[Level, float], u: Mapping[Level, float]
) -> Parameter:
    if name in _SHARES:
        level, among = _SHARES[name]
        seen, blind = same.get(level, 0.0), 0.0
        whole = same.get(among, 0.0)
        is_kept = seen < LEAST_SEEN
        estimated = in_force if is_kept else round(_bounded(seen / whole), 4)
    else:
        levels = _BITS[name]
        seen, blind = _seen(same, levels), _seen(u, levels)
        is_kept = min(seen, blind) < LEAST_SEEN
        estimated = in_force if is_kept else round(_bits(name, levels, same, u), 2)
    return Parameter(name, in_force, estimated, round(seen, 1), round(blind, 1), is_kept)


def _bits(
    name: str,
    levels: Sequence[Level],
    same: Mapping[Level, float],
    u: Mapping[Level, float],
) -> float:
    """log2 m/u."""
    wholes = [(what, "all") for what, _ in levels]
    m = _seen(same, levels) / _seen(same, wholes)
    # How rare the year is, the pool counts for every year by itself.
    among = [("birth", "one_year")] if name in _ONE_YEAR else wholes
    bits = math.log2(m / (_seen(u, levels) / _seen(u, among)))
    return min(max(bits, -_MOST_BITS), _MOST_BITS)


def _seen(counts: Mapping[Level, float], levels: Sequence[Level]) -> float:
    return math.fsum(counts.get(level, 0.0) for level in levels)


def _bounded(share: float) -> float:
    return min(max(share, _LEAST_SHARE), _MOST_SHARE)


def _table(in_force: Weights, found: Sequence[Parameter]) -> Weights:
    """The table with what was found; its version is made of its content."""
    table = replace(in_force, version="", **{each.name: each.estimated for each in found})
    digest = hashlib.sha256(table.as_json().encode()).hexdigest()
    return replace(table, version=f"e{digest[: LONGEST_VERSION - 1]}")


def _distance(one: Weights, other: Weights) -> float:
    """The greatest change of a parameter, of shares in hundredths."""
    return max(
        abs(getattr(one, name) - getattr(other, name)) * (100 if name in PROBABILITIES else 1)
        for name in (*_SHARES, *_BITS)
    )


def _estimate(
    weights: Weights,
    found: Sequence[Parameter],
    rosters: Sequence[StoredRoster],
    counts: _Counts,
    rounds: int,
) -> Estimate:
    rows = sum(len(roster.rows) for roster in rosters)
    return Estimate(weights, tuple(found), rows, round(counts.pairs, 1), rounds)
