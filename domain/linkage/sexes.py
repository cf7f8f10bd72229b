"""What a name says of the sex: how much a stated sex says besides.

"Thị" is a girl's middle name. Whoever else bore the name of such a row would be a girl as well, so
that the sexes agree says nothing, and that they do not is a slip of whoever wrote it. Of "Thanh An"
the sex says a bit.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from domain.linkage.counts import SexCounts
from domain.linkage.spelling import FAMILY, NameForm

# A syllable says nothing before it is seen; names are given to the other sex, too.
_SMOOTHING = 2.0
_LEAST = 0.01


class NameSexes:
    """Sexes of the cohort by the syllables behind the family name, taken for independent."""

    def __init__(self, people: Iterable[tuple[NameForm, str]]) -> None:
        self.counts = SexCounts(people)
        self._known: dict[tuple[int, str], float] = {}

    def share(self, form: NameForm, sex: str) -> float:
        """The share of that sex among people of the name."""
        odds = sum(self._bits(place, marked) for place, _, marked in form.places if place != FAMILY)
        girls = min(max(1.0 / (1.0 + 2.0**-odds), _LEAST), 1.0 - _LEAST)
        return girls if sex == "F" else 1.0 - girls

    def _bits(self, place: int, marked: str) -> float:
        """Log-odds of a girl that one syllable gives."""
        known = self._known.get((place, marked))
        if known is None:
            girls, boys = (
                (self.counts.told("syllable", (sex, place, marked)) + _SMOOTHING)
                / (self.counts.told("sex", sex) + 2.0 * _SMOOTHING)
                for sex in ("F", "M")
            )
            known = self._known[place, marked] = math.log2(girls / boys)
        return known
