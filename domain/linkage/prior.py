"""What a roster says of itself: share of outsiders, usual origins, share of swapped dates.

An institution takes its pupils from the same districts and schools year after year. Both are
estimated from the roster's own sure rows, again and again until they stand, and are the prior for
its other rows. Sums are exact (`math.fsum`) or of integers: the order of rows decides nothing.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from domain.linkage.blocks import Row
from domain.linkage.evidence import DateLevel
from domain.linkage.pairs import Pair
from domain.linkage.pool import Pool
from domain.linkage.records import RosterContext

_ROUNDS = 3
_SURE = 0.98
_LIKELY = 0.5
# Before anything is known: share of rows that are graduates of the cohort, and its worth in rows.
_INSIDERS_AT_HOME = 0.9
_INSIDERS_AWAY = 0.5
_INSIDERS_ROWS = 10
_MOST_INSIDERS_BITS = 6.0
# The institution's own district, and how many sure rows that belief is worth.
_AT_HOME = 0.92
_DISTRICT_ROWS = 4.0
# A district is a usual origin when such a share of the other sure rows, and at least one, is from
# there: a row is sure only with evidence or a posterior that chance does not give.
_USUAL_SHARE = 0.004
_SCHOOL_ROWS = 12.0
# Any child may go anywhere.
_ANYWHERE = 0.03
# Codes that begin as another province's: hardly ever a graduate's, half of the outsiders'.
_FOREIGN_INSIDERS = 0.004
_FOREIGN_OUTSIDERS = 0.5
_FOREIGN_ROWS = 4.0
_MOST_CODE_BITS = 6.0
_SWAPPED_ROWS = 60.0
_SWAPPED_U = 1 / 365
# What the table of weights takes for the share of names and dates with a slip; a careless file has
# more of them, and each says less against the pair.
_SLIPS = frozenset(
    {DateLevel.YEAR_SLIP, DateLevel.ONE_DIGIT, DateLevel.OTHER_DAY, DateLevel.UNKNOWN}
)
_USUAL_SLIPS = {"name": 0.045, "birth": 0.016}
_SLIP_ROWS = 40.0
_LEAST_SLIP_BITS, _MOST_SLIP_BITS = -1.0, 2.5


@dataclass(frozen=True, slots=True)
class Signs:
    """What tells graduates of the cohort from outsiders before anybody is compared."""

    year: int | None
    is_from_here: bool | None


@dataclass(frozen=True, slots=True)
class _Belief:
    """The probability that a row is a graduate at all, and the likeliest where one is."""

    mass: float
    best: Pair | None
    is_sure: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """A pair with everything known of its roster: weight in bits, and posterior probability.

    `habits` are bits of name and birth date from how careful the file is, `origin` those of
    coming from this district and school; `is_usual`: other children of the roster are known to
    come from that district; `is_from_here`: the row has a code of this province.
    """

    pair: Pair
    weight: float
    origin: float
    habits: tuple[float, float]
    posterior: float
    is_usual: bool
    is_from_here: bool


class RosterPrior:
    """The prior of one roster; `district` of the institution "" outside the province."""

    def __init__(self, pool: Pool, district: str) -> None:
        self._pool = pool
        self._home = district if pool.sizes.told("district", district) else ""
        self._districts: Counter[str] = Counter()
        self._schools: Counter[str] = Counter()
        self._sure = 0
        self._counted: set[int] = set()
        self._origins: dict[tuple[str, str, bool], float] = {}
        self.namesake_bits = pool.size_bits + pool.weights.namesake_bits
        self.insiders = _INSIDERS_AT_HOME if district else _INSIDERS_AWAY
        self._by_year: dict[int | None, float] = {}
        self._foreign = _FOREIGN_OUTSIDERS
        self._name_slips = self._date_slips = self._swapped_bits = 0.0
        self._set_swapped(pool.weights.birth_swapped_share)

    def learn(self, signs: Sequence[Signs], believed: Sequence[tuple[float, Pair | None]]) -> None:
        """Take over what the rows say: their signs, and for each row the probability that it is a
        graduate at all, with the likeliest where it is sure.

        A child who is written twice is counted once.
        """
        start = _INSIDERS_AT_HOME if self._home else _INSIDERS_AWAY
        self.insiders = _share([belief.mass for belief in believed], start)
        by_year: dict[int | None, list[float]] = defaultdict(list)
        outsiders: dict[bool | None, list[float]] = defaultdict(list)
        for sign, belief in zip(signs, believed, strict=True):
            by_year[sign.year].append(belief.mass)
            outsiders[sign.is_from_here].append(1.0 - belief.mass)
        self._by_year = {
            year: self._drawn(_share(each, self.insiders)) for year, each in by_year.items()
        }
        foreign, native = math.fsum(outsiders[False]), math.fsum(outsiders[True])
        self._foreign = (foreign + _FOREIGN_OUTSIDERS * _FOREIGN_ROWS) / (
            foreign + native + _FOREIGN_ROWS
        )
        found = [belief.best for belief in believed if belief.best is not None]
        sure = {b.best.graduate: b.best for b in believed if b.best and b.is_sure}.values()
        self._districts = Counter(pair.entry.person.district_code for pair in sure)
        self._schools = Counter(pair.entry.person.school_code for pair in sure)
        self._sure = len(sure)
        self._counted = {pair.graduate for pair in sure}
        swapped = sum(pair.date is DateLevel.SWAPPED for pair in found)
        usual = self._pool.weights.birth_swapped_share * _SWAPPED_ROWS
        self._set_swapped((swapped + usual) / (len(found) + _SWAPPED_ROWS))
        self._name_slips = _slip_bits("name", [_has_name_slip(pair) for pair in found])
        self._date_slips = _slip_bits("birth", [pair.date in _SLIPS for pair in found])
        self._origins = {}

    def _set_swapped(self, share: float) -> None:
        self._swapped_bits = math.log2(share / _SWAPPED_U)

    def bits(self, signs: Signs) -> float:
        """Prior log-odds of one graduate drawn blindly against "not of this cohort".

        Pupils of other cohorts are mostly older or younger: each birth year has its own share.
        """
        known = self._by_year.get(signs.year)
        bits = self._drawn(self.insiders) if known is None else known
        if signs.is_from_here is None:
            return bits
        if signs.is_from_here:
            told = math.log2((1 - _FOREIGN_INSIDERS) / (1 - self._foreign))
        else:
            told = math.log2(_FOREIGN_INSIDERS / self._foreign)
        return bits + max(min(told, _MOST_CODE_BITS), -_MOST_CODE_BITS)

    def _drawn(self, insiders: float) -> float:
        share = min(max(insiders, 1e-6), 1 - 1e-6)
        odds = math.log2(share / (1 - share))
        limit = _MOST_INSIDERS_BITS
        return max(min(odds, limit), -limit) - self._pool.size_bits

    def habits(self, pair: Pair) -> tuple[float, float]:
        """Bits of name and birth date from how careful this file is."""
        name = self._name_slips if _has_name_slip(pair) else 0.0
        if pair.date is DateLevel.SWAPPED:
            return name, self._swapped_bits
        return name, self._date_slips if pair.date in _SLIPS else 0.0

    def is_usual(self, pair: Pair) -> bool:
        """Whether other children of this roster are known to come from the graduate's district.

        The institution's own district is usual from the start.
        """
        district = pair.entry.person.district_code
        others = self._districts[district] - (pair.graduate in self._counted)
        is_home = bool(self._home) and district == self._home
        return is_home or others >= max(1, _USUAL_SHARE * self._sure)

    def origin(self, pair: Pair) -> float:
        """Bits of coming from this district and school, against a blind draw from the cohort.

        A row is no evidence of its own origin.
        """
        person = pair.entry.person
        if not person.district_code:
            return 0.0
        key = (person.district_code, person.school_code, pair.graduate in self._counted)
        bits = self._origins.get(key)
        if bits is None:
            bits = self._origins[key] = self._origin_bits(*key)
        return bits

    def _origin_bits(self, district: str, school: str, is_counted: bool) -> float:
        sizes = self._pool.sizes
        of_district = sizes.told("district", district)
        among = min(of_district / self._pool.size, 1.0)
        base = among
        if self._home:
            base = _AT_HOME * (district == self._home) + (1 - _AT_HOME) * among
        from_district = self._districts[district] - is_counted
        share = (from_district + _DISTRICT_ROWS * base) / (self._sure - is_counted + _DISTRICT_ROWS)
        share = (1 - _ANYWHERE) * share + _ANYWHERE * among
        within = min(sizes.told("school", school) / of_district, 1.0)
        mine = self._schools[school] - is_counted + _SCHOOL_ROWS * within
        mine /= from_district + _SCHOOL_ROWS
        return math.log2(share / among) + math.log2(mine / within)


def _has_name_slip(pair: Pair) -> bool:
    return pair.is_alike and not pair.has_equal_name


def _slip_bits(what: str, slips: Sequence[bool]) -> float:
    """How much more often than usual this file slips, in bits."""
    usual = _USUAL_SLIPS[what]
    share = (sum(slips) + usual * _SLIP_ROWS) / (len(slips) + _SLIP_ROWS)
    return max(min(math.log2(share / usual), _MOST_SLIP_BITS), _LEAST_SLIP_BITS)


def _share(masses: Sequence[float], start: float) -> float:
    return (math.fsum(masses) + start * _INSIDERS_ROWS) / (len(masses) + _INSIDERS_ROWS)


@dataclass(frozen=True, slots=True)
class _Odds:
    """Weights, origins and odds of a row's pairs, in their order; `whole` is what they sum to."""

    weights: list[float]
    origins: list[float]
    habits: list[tuple[float, float]]
    odds: list[float]
    whole: float


def _odds(signs: Signs, pairs: Sequence[Pair], prior: RosterPrior) -> _Odds:
    origins = [0.0 if pair.is_placed else prior.origin(pair) for pair in pairs]
    habits = [prior.habits(pair) for pair in pairs]
    weights = [
        pair.weight + origin + name + birth
        for pair, origin, (name, birth) in zip(pairs, origins, habits, strict=True)
    ]
    drawn = prior.bits(signs)
    odds = [2.0 ** min(weight + drawn, 60.0) for weight in weights]
    # An outsider by chance (1), and outsiders with the very name and birth date of a candidate.
    namesakes = [2.0 ** (pair.identity - prior.namesake_bits) for pair in pairs]
    return _Odds(weights, origins, habits, odds, 1.0 + math.fsum(odds) + math.fsum(namesakes))


def _believe(signs: Signs, pairs: Sequence[Pair], prior: RosterPrior) -> _Belief:
    if not pairs:
        return _Belief(0.0, None, is_sure=False)
    if len(pairs) == 1:
        return _believe_one(signs, pairs[0], prior)
    found = _odds(signs, pairs, prior)
    highest = max(found.odds)
    share = highest / found.whole
    best = pairs[found.odds.index(highest)] if share >= _LIKELY else None
    return _Belief(math.fsum(found.odds) / found.whole, best, is_sure=share >= _SURE)


def _believe_one(signs: Signs, pair: Pair, prior: RosterPrior) -> _Belief:
    """The same for a row with one candidate, as most have."""
    weight = pair.weight + sum(prior.habits(pair))
    if not pair.is_placed:
        weight += prior.origin(pair)
    odds = 2.0 ** min(weight + prior.bits(signs), 60.0)
    share = odds / (1.0 + odds + 2.0 ** (pair.identity - prior.namesake_bits))
    return _Belief(share, pair if share >= _LIKELY else None, is_sure=share >= _SURE)


def _judge(signs: Signs, pairs: Sequence[Pair], prior: RosterPrior) -> tuple[Standing, ...]:
    """The pairs of one row, likeliest first, with posteriors over all of them and "nobody"."""
    found = _odds(signs, pairs, prior)
    standings = [
        Standing(
            pair,
            weight,
            origin,
            habits,
            odds / found.whole,
            prior.is_usual(pair),
            signs.is_from_here is True,
        )
        for pair, weight, origin, habits, odds in zip(
            pairs, found.weights, found.origins, found.habits, found.odds, strict=True
        )
    ]
    standings.sort(key=lambda each: (-round(each.weight, 6), each.pair.graduate))
    return tuple(standings)


def judge_roster(
    rows: Sequence[Row], compared: Sequence[Sequence[Pair]], pool: Pool, context: RosterContext
) -> list[tuple[Standing, ...]]:
    """Every row of a roster judged by what the roster as a whole says."""
    prior = RosterPrior(pool, context.institution_district)
    signs = [_signs(row, pool) for row in rows]
    for _ in range(_ROUNDS):
        prior.learn(signs, [_believe(*each, prior) for each in zip(signs, compared, strict=True)])
    return [_judge(*each, prior) for each in zip(signs, compared, strict=True)]


def _signs(row: Row, pool: Pool) -> Signs:
    birth = row.person.birth
    return Signs(birth.year if birth else None, pool.is_from_here(row.person))
