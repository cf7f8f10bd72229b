"""How common names are in a cohort, and how large its schools, districts and communes.

What is told of a count is coarse: exact below 16, else a step of half a bit. A child more or less,
or a corrected name, then hardly ever changes a weight of anybody else, and where it does, `moved`
tells whose. The numbers follow from the cohort alone, whatever the order in which it came.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import pairwise
from math import isqrt
from typing import Generic, Self, TypeVar

from domain.linkage.records import PoolPerson
from domain.linkage.spelling import NameForm

Key = tuple[str, object]
Counted = TypeVar("Counted")
SEXES = ("M", "F")
_EXACT_BELOW = 16
_LARGEST = 1 << 40


def _grid(steps: int) -> tuple[list[int], list[int]]:
    """Numbers that are told, so many between 16 and 32 and so on, and from where on each is."""
    told = list(range(_EXACT_BELOW))
    step = 0
    while told[-1] < _LARGEST:
        told.append(round(_EXACT_BELOW * 2 ** (step / steps)))
        step += 1
    return told, [0, *(isqrt(one * other) + 1 for one, other in pairwise(told))]


_COARSE, _COARSE_FROM = _grid(2)
_FINE, _FINE_FROM = _grid(8)


def coarse(count: int) -> int:
    """The number that is told of a count: at most a quarter of a bit away, exact below 16."""
    return _COARSE[bisect_right(_COARSE_FROM, count) - 1]


def fine(count: int) -> int:
    """The same for totals that everything is divided by: at most a sixteenth of a bit away."""
    return _FINE[bisect_right(_FINE_FROM, count) - 1]


class _Counts(Generic[Counted]):
    """Counts by kind and key. Totals are told finely: they are of everything."""

    totals: frozenset[str] = frozenset()

    def __init__(self, counted: Iterable[Counted] = ()) -> None:
        self._counts: dict[str, Counter] = defaultdict(Counter)
        self._add(counted, 1)

    def _add(self, counted: Iterable[Counted], number: int) -> None:
        for one in counted:
            for kind, key in self.keys_of(one):
                self._counts[kind][key] += number

    @staticmethod
    def keys_of(one: Counted) -> Iterator[Key]:
        """Every count that `one` adds to."""
        raise NotImplementedError

    @classmethod
    def reads_of(cls, one: Counted) -> Iterator[Key]:
        """Every count that is read when `one` is compared."""
        return cls.keys_of(one)

    def raw(self, kind: str) -> Mapping:
        """The exact counts of one kind."""
        return self._counts[kind]

    def told(self, kind: str, key: object = "") -> int:
        """The coarse count; nothing else may enter a weight."""
        tell: Callable[[int], int] = fine if kind in self.totals else coarse
        return tell(self._counts[kind][key])

    def changed(self, *, gone: Iterable[Counted], come: Iterable[Counted]) -> Self:
        """The counts of the same cohort without those gone and with those come."""
        other = type(self)()
        for kind, counts in self._counts.items():
            other._counts[kind] = counts.copy()
        other._add(gone, -1)
        other._add(come, 1)
        return other

    def moved(self, other: Self) -> frozenset[Key]:
        """Counts that the other tells otherwise."""
        return frozenset(
            (kind, key)
            for kind in self._counts.keys() | other._counts.keys()
            for key, _ in self._counts[kind].items() ^ other._counts[kind].items()
            if self.told(kind, key) != other.told(kind, key)
        )


class NameCounts(_Counts[NameForm]):
    """Whole names, syllables by place (folded, with marks, first letters), and all of a place."""

    totals = frozenset({"place", "names"})

    @staticmethod
    def keys_of(one: NameForm) -> Iterator[Key]:
        yield "names", ""
        yield "name", one.key
        yield "length", len(one.places)
        for place, folded, marked in one.places:
            yield "folded", (place, folded)
            yield "marked", (place, marked)
            yield "initial", (place, folded[:1])
            yield "place", place

    @classmethod
    def reads_of(cls, one: NameForm) -> Iterator[Key]:
        """A syllable may be lost or added: names of neighbouring lengths are read, too."""
        yield from cls.keys_of(one)
        yield "length", len(one.places) - 1
        yield "length", len(one.places) + 1


class SexCounts(_Counts[tuple[NameForm, str]]):
    """Both sexes, and the syllables behind the family name by sex."""

    totals = frozenset({"sex"})

    @staticmethod
    def keys_of(one: tuple[NameForm, str]) -> Iterator[Key]:
        form, sex = one
        if sex in SEXES:
            yield "sex", sex
            for place, _, marked in form.places:
                yield "syllable", (sex, place, marked)

    @classmethod
    def reads_of(cls, one: tuple[NameForm, str]) -> Iterator[Key]:
        """Whether a name is a girl's is read of both sexes."""
        for sex in SEXES:
            yield from cls.keys_of((one[0], sex))


class Sizes(_Counts[PoolPerson]):
    """The cohort, its birth years, and the graduates of each school, district and commune."""

    totals = frozenset({"all", "born"})

    @staticmethod
    def keys_of(one: PoolPerson) -> Iterator[Key]:
        yield "all", ""
        yield "school", one.school_code
        yield "district", one.district_code
        yield "commune", one.commune_code
        yield "commune_school", (one.commune_code, one.school_code)
        if one.birth:
            yield "born", ""
            yield "year", one.birth.year
