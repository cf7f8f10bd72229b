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

from domain.linkage.evidence import DateLevel
from domain.linkage.pairs import Pair
from domain.linkage.pool import Pool, Row
from domain.linkage.records import RosterContext

_ROUNDS = 3
_SURE = 0.98
# Before anything is known: share of rows that are graduates of the cohort, and its worth in rows.
_INSIDERS_AT_HOME = 0.9
_INSIDERS_AWAY = 0.5
_INSIDERS_ROWS = 10
_MOST_INSIDERS_BITS = 6.0
# The institution's own district, and how many sure rows that belief is worth.
_AT_HOME = 0.92
_DISTRICT_ROWS = 4.0
# An institution outside the province is known by its sure rows alone.
_KNOWN_ROWS = 20
# A district is a usual origin when such a share of the other sure rows, and at least one, is from
# there: a row is sure only with evidence or a posterior that chance does not give.
_USUAL_SHARE = 0.004
_SCHOOL_ROWS = 12.0
# Any child may go anywhere.
_ANYWHERE = 0.03
_SWAPPED_ROWS = 60.0
_SWAPPED_U = 1 / 365


@dataclass(frozen=True, slots=True)
class Standing:
    """A pair with everything known of its roster: weight in bits, and posterior probability.

    `origin` are the bits of coming from this district and school; `is_usual`: other children of
    the roster are known to come from that district.
    """

    pair: Pair
    weight: float
    origin: float
    posterior: float
    is_usual: bool


class RosterPrior:
    """The prior of one roster; `district` of the institution "" outside the province."""

    def __init__(self, pool: Pool, district: str) -> None:
        self._pool = pool
        self._home = district if district in pool.district_sizes else ""
        self._districts: Counter[str] = Counter()
        self._schools: Counter[str] = Counter()
        self._sure = 0
        self._counted: set[int] = set()
        self._origins: dict[tuple[str, str, bool], float] = {}
        self.namesake_bits = pool.size_bits + pool.weights.namesake_bits
        self.insiders = _INSIDERS_AT_HOME if district else _INSIDERS_AWAY
        self._by_year: dict[int | None, float] = {}
        self.swapped_bits = 0.0
        self._set_swapped(pool.weights.birth_swapped_share)

    def learn(
        self, years: Sequence[int | None], believed: Sequence[tuple[float, Pair | None]]
    ) -> None:
        """Take over what the rows say: their birth years, and for each row the probability that it
        is a graduate at all, with the likeliest where it is sure.

        A child who is written twice is counted once.
        """
        start = _INSIDERS_AT_HOME if self._home else _INSIDERS_AWAY
        self.insiders = _share([mass for mass, _ in believed], start)
        by_year: dict[int | None, list[float]] = defaultdict(list)
        for year, (mass, _) in zip(years, believed, strict=True):
            by_year[year].append(mass)
        self._by_year = {
            year: self._drawn(_share(each, self.insiders)) for year, each in by_year.items()
        }
        sure = {pair.graduate: pair for _, pair in believed if pair is not None}.values()
        self._districts = Counter(pair.entry.person.district_code for pair in sure)
        self._schools = Counter(pair.entry.person.school_code for pair in sure)
        self._sure = len(sure)
        self._counted = {pair.graduate for pair in sure}
        swapped = sum(pair.date is DateLevel.SWAPPED for _, pair in believed if pair is not None)
        usual = self._pool.weights.birth_swapped_share * _SWAPPED_ROWS
        known = sum(pair is not None for _, pair in believed)
        self._set_swapped((swapped + usual) / (known + _SWAPPED_ROWS))
        self._origins = {}

    def _set_swapped(self, share: float) -> None:
        self.swapped_bits = math.log2(share / _SWAPPED_U)

    def bits(self, year: int | None) -> float:
        """Prior log-odds of one graduate drawn blindly against "not of this cohort".

        Pupils of other cohorts are mostly older or younger: each birth year has its own share.
        """
        known = self._by_year.get(year)
        return self._drawn(self.insiders) if known is None else known

    def _drawn(self, insiders: float) -> float:
        share = min(max(insiders, 1e-6), 1 - 1e-6)
        odds = math.log2(share / (1 - share))
        limit = _MOST_INSIDERS_BITS
        return max(min(odds, limit), -limit) - self._pool.size_bits

    def is_usual(self, pair: Pair) -> bool:
        """Whether other children of this roster are known to come from the graduate's district.

        The institution's own district is usual from the start. One outside the province takes
        children from all over it.
        """
        district = pair.entry.person.district_code
        if self._home:
            others = self._districts[district] - (pair.graduate in self._counted)
            least = max(1, _USUAL_SHARE * self._sure)
            return district == self._home or others >= least
        return self._sure >= _KNOWN_ROWS

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
        sizes, schools = self._pool.district_sizes, self._pool.school_sizes
        among = sizes[district] / self._pool.size
        base = among
        if self._home:
            base = _AT_HOME * (district == self._home) + (1 - _AT_HOME) * among
        from_district = self._districts[district] - is_counted
        share = (from_district + _DISTRICT_ROWS * base) / (self._sure - is_counted + _DISTRICT_ROWS)
        share = (1 - _ANYWHERE) * share + _ANYWHERE * among
        within = schools[school] / sizes[district]
        mine = self._schools[school] - is_counted + _SCHOOL_ROWS * within
        mine /= from_district + _SCHOOL_ROWS
        return math.log2(share / among) + math.log2(mine / within)


def _share(masses: Sequence[float], start: float) -> float:
    return (math.fsum(masses) + start * _INSIDERS_ROWS) / (len(masses) + _INSIDERS_ROWS)


@dataclass(frozen=True, slots=True)
class _Odds:
    """Weights, origins and odds of a row's pairs, in their order; `whole` is what they sum to."""

    weights: list[float]
    origins: list[float]
    odds: list[float]
    whole: float


def _odds(year: int | None, pairs: Sequence[Pair], prior: RosterPrior) -> _Odds:
    origins = [0.0 if pair.is_placed else prior.origin(pair) for pair in pairs]
    weights = [pair.weight + origin for pair, origin in zip(pairs, origins, strict=True)]
    for index, pair in enumerate(pairs):
        if pair.date is DateLevel.SWAPPED:
            weights[index] += prior.swapped_bits
    drawn = prior.bits(year)
    odds = [2.0 ** min(weight + drawn, 60.0) for weight in weights]
    # An outsider by chance (1), and outsiders with the very name and birth date of a candidate.
    namesakes = [2.0 ** (pair.identity - prior.namesake_bits) for pair in pairs]
    return _Odds(weights, origins, odds, 1.0 + math.fsum(odds) + math.fsum(namesakes))


def _believe(
    year: int | None, pairs: Sequence[Pair], prior: RosterPrior
) -> tuple[float, Pair | None]:
    """The probability that a row is any of its pairs, and the one it surely is, if any."""
    if not pairs:
        return 0.0, None
    found = _odds(year, pairs, prior)
    highest = max(found.odds)
    is_sure = highest / found.whole >= _SURE
    best = pairs[found.odds.index(highest)] if is_sure else None
    return math.fsum(found.odds) / found.whole, best


def _judge(year: int | None, pairs: Sequence[Pair], prior: RosterPrior) -> tuple[Standing, ...]:
    """The pairs of one row, likeliest first, with posteriors over all of them and "nobody"."""
    found = _odds(year, pairs, prior)
    standings = [
        Standing(pair, weight, origin, odds / found.whole, prior.is_usual(pair))
        for pair, weight, origin, odds in zip(
            pairs, found.weights, found.origins, found.odds, strict=True
        )
    ]
    standings.sort(key=lambda each: (-round(each.weight, 6), each.pair.graduate))
    return tuple(standings)


def judge_roster(
    rows: Sequence[Row], compared: Sequence[Sequence[Pair]], pool: Pool, context: RosterContext
) -> list[tuple[Standing, ...]]:
    """Every row of a roster judged by what the roster as a whole says."""
    prior = RosterPrior(pool, context.institution_district)
    years = [row.person.birth.year if row.person.birth else None for row in rows]
    for _ in range(_ROUNDS):
        prior.learn(years, [_believe(*each, prior) for each in zip(years, compared, strict=True)])
    return [_judge(*each, prior) for each in zip(years, compared, strict=True)]
