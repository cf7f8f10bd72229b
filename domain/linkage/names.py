"""How alike two names are, and how much that says: m and u of every syllable.

A Vietnamese name is a family syllable, middle syllables and a given syllable; a handful of family
names covers most people, so agreement is weighed by how common each syllable is in the cohort.
What a roster shows is compared with what anybody else's row would show in its place: a spelling
that is no name at all ("Nguyễm") says nearly as much as the right one, a spelling that is another
current name (Lan for Lam, Phượng for Phương) speaks against the pair.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from enum import StrEnum
from itertools import combinations

from domain.linkage.counts import NameCounts, coarse
from domain.linkage.spelling import (
    GIVEN,
    NameForm,
    Placed,
    are_regional,
    is_initial,
    is_slip,
    sound,
)
from domain.linkage.weights import Weights

_INFORMATION_CAP = 22.0
_DIFFERENT_BITS = -12.0
# Below this sum two names are taken for two names, whatever single syllables agree.
_LEAST_BITS = -6.0
# One written accent of the possible ones; one slip of the possible ones.
_ACCENT_SPREAD = 4.0
_SLIP_SPREAD = 40.0
# What is nearly right can say a little less than what is right.
_NEAR_COST = 1.0
_UNSEEN = 0.1
_MOST_LENGTH_BITS = 6.0
_COMMON = 0.002


class NameLevel(StrEnum):
    """Comparison levels of two names or syllables, most alike first."""

    EXACT = "exact"
    UNMARKED = "unmarked"
    ACCENTS = "accents"
    REGIONAL = "regional"
    SOUND = "sound"
    MISSPELT = "misspelt"
    JOINED = "joined"
    INITIAL = "initial"
    SHORTENED = "shortened"
    LENGTHENED = "lengthened"
    REORDERED = "reordered"
    OTHER_MIDDLE = "other_middle"
    OTHER_MARKS = "other_marks"
    OTHER_SYLLABLE = "other_syllable"
    DIFFERENT = "different"


_RANK = {level: rank for rank, level in enumerate(NameLevel)}
# Equal as far as both sides were written with marks at all.
EQUAL_NAME = frozenset({NameLevel.EXACT, NameLevel.UNMARKED})
SAME_NAME = EQUAL_NAME | {NameLevel.ACCENTS}
# Another given name (Lan, Lam), or one with other marks (Phương, Phượng), is another person until
# someone has looked: twins are named like that.
ALIKE = frozenset(NameLevel) - {
    NameLevel.OTHER_MARKS,
    NameLevel.OTHER_SYLLABLE,
    NameLevel.DIFFERENT,
}
Compared = tuple[NameLevel, float]


class NameFrequencies:
    """How common names and syllables are in the cohort: the u probabilities of agreement."""

    def __init__(self, forms: Iterable[NameForm], weights: Weights) -> None:
        self.counts = NameCounts(forms)
        self._total = max(self.counts.told("names"), 2)
        self._weights = weights
        self._corrections: dict[str, float] = {}
        self._slips: dict[tuple[int, str], float] = {}

    def share(self, place: int, folded: str) -> float:
        """Share of a folded syllable in its place (0 family, 1 middle, 2 given)."""
        return self._of(self.counts.told("folded", (place, folded)), place)

    def marked_share(self, place: int, marked: str) -> float:
        """Share of a syllable with its marks in its place."""
        return self._of(self.counts.told("marked", (place, marked)), place)

    def initial_share(self, place: int, letter: str) -> float:
        """Share of the syllables that begin with `letter`."""
        return self._of(self.counts.told("initial", (place, letter)), place)

    def _of(self, count: int, place: int) -> float:
        return min((count + _UNSEEN) / (self.counts.told("place", place) + 1), 1.0)

    def shown(self, place: int, folded: str) -> float:
        """u: the chance that a stranger's row shows this syllable, his own slips included."""
        share = self.share(place, folded)
        return share if share >= _COMMON else share + self.slips(place, folded)

    def slips(self, place: int, folded: str) -> float:
        """The chance that a stranger's row shows this syllable by a slip of the hand."""
        known = self._slips.get((place, folded))
        if known is None:
            rate = self._weights.name_typo / _SLIP_SPREAD
            near = slips_of(self.counts, place, folded)
            known = rate * near / (self.counts.told("place", place) + 1)
            self._slips[place, folded] = known
        return known

    def length_bits(self, number: int) -> float:
        """Bits of showing so many syllables: few strangers' rows show a name of two, or of five,
        slips included.
        """
        weights = self._weights
        same, longer, shorter = (
            self.counts.told("length", length) for length in (number, number + 1, number - 1)
        )
        shown = same + weights.name_shortened * longer + weights.name_lengthened * shorter
        return min(-math.log2((shown + _UNSEEN) / (self._total + 1)), _MOST_LENGTH_BITS)

    def correction(self, form: NameForm) -> float:
        """Bits to take off a whole name that is more common than its syllables let expect."""
        bits = self._corrections.get(form.key)
        if bits is None:
            others = self.counts.told("name", form.key) - 1
            bits = 0.0
            if others > 0:
                expected = self.length_bits(len(form.places))
                expected += sum(-math.log2(self.share(p, folded)) for p, folded, _ in form.places)
                bits = min(-math.log2(others / self._total) - expected, 0.0)
            self._corrections[form.key] = bits
        return bits


def current_syllables(counts: NameCounts, least: int) -> frozenset[str]:
    """Folded syllables that so many of the cohort have in their name."""
    found: Counter[str] = Counter()
    for (_, syllable), count in counts.raw("folded").items():
        found[syllable] += count
    return frozenset(syllable for syllable, count in found.items() if count >= least)


def slips_of(counts: NameCounts, place: int, folded: str) -> int:
    """How many of the cohort have a syllable there that is one slip of the hand away, told
    coarsely.
    """
    return coarse(
        sum(
            count
            for (where, syllable), count in counts.raw("folded").items()
            if where == place and syllable != folded and is_slip(folded, syllable)
        )
    )


class NameComparison:
    """The comparison of names for one cohort and one table of weights."""

    def __init__(self, frequencies: NameFrequencies, weights: Weights) -> None:
        self._frequencies = frequencies
        self._weights = weights
        self._syllables: dict[tuple[int, str, str, str, str, bool], Compared] = {}
        self._names: dict[tuple[str, bool], float] = {}

    def compare(self, ours: NameForm, theirs: NameForm, *, has_marks: bool) -> Compared:
        """Level and bits of a roster name against a graduate's; `has_marks` False: file without.

        A name written without any mark inside a file with marks was typed so by someone: its
        missing marks are no evidence either.
        """
        if not ours.key or not theirs.key:
            return NameLevel.DIFFERENT, _DIFFERENT_BITS
        marks = has_marks and ours.is_marked and theirs.is_marked
        if ours.key == theirs.key:
            level, bits = self._same_length(ours, theirs, marks=marks)
            if has_marks and not marks and ours.is_marked != theirs.is_marked:
                return NameLevel.UNMARKED, bits - _NEAR_COST
            return level, bits
        level, bits = self._differing(ours, theirs, marks=marks)
        if bits < _LEAST_BITS or level is NameLevel.DIFFERENT:
            return NameLevel.DIFFERENT, max(bits, _DIFFERENT_BITS) if bits < 0 else _DIFFERENT_BITS
        return level, bits

    def _differing(self, ours: NameForm, theirs: NameForm, *, marks: bool) -> Compared:
        if ours.joined == theirs.joined:
            return NameLevel.JOINED, self._joined(theirs)
        if sorted(ours.syllables) == sorted(theirs.syllables):
            return NameLevel.REORDERED, self._reordered(ours)
        if len(ours.syllables) == len(theirs.syllables):
            return self._same_length(ours, theirs, marks=marks)
        if is_slip(ours.joined, theirs.joined):
            return NameLevel.MISSPELT, self._joined(theirs) - 2 * _NEAR_COST
        return self._other_length(ours, theirs, marks=marks)

    def _same_length(self, ours: NameForm, theirs: NameForm, *, marks: bool) -> Compared:
        pairs = zip(ours.places, theirs.places, strict=True)
        worst, bits = self._syllables_bits(pairs, marks=marks)
        bits += self._frequencies.length_bits(len(ours.places))
        return worst, min(bits + self._frequencies.correction(theirs), _INFORMATION_CAP)

    def _syllables_bits(self, pairs: Iterable[tuple[Placed, Placed]], *, marks: bool) -> Compared:
        """The worst level of pairs of syllables, and the sum of their bits."""
        worst, bits = NameLevel.EXACT, 0.0
        for (place, folded, marked), (_, its, its_marked) in pairs:
            level, part = self._syllable(place, folded, marked, its, its_marked, marks)
            bits += part
            if _RANK[level] > _RANK[worst]:
                worst = level
        return worst, bits

    def _syllable(
        self, place: int, ours: str, marked: str, theirs: str, its_marked: str, marks: bool
    ) -> Compared:
        key = (place, ours, marked, theirs, its_marked, marks)
        known = self._syllables.get(key)
        if known is None:
            known = self._syllables[key] = self._compare_syllables(*key)
        return known

    def _compare_syllables(
        self, place: int, ours: str, marked: str, theirs: str, its_marked: str, marks: bool
    ) -> Compared:
        frequencies, weights = self._frequencies, self._weights
        share = frequencies.marked_share if marks else frequencies.share
        exact = math.log2(weights.name_exact / share(place, its_marked if marks else theirs))
        if ours == theirs:
            if not marks or marked == its_marked:
                return NameLevel.EXACT, exact
            return self._accents(place, ours, marked, its_marked, exact)
        if is_initial(ours, theirs):
            return NameLevel.INITIAL, -math.log2(frequencies.initial_share(place, ours[:1])) - 1.0
        level, m = self._near(ours, theirs)
        if level is NameLevel.OTHER_SYLLABLE:
            return _by_place(level, place), math.log2(m)
        # "hông" is no name though "Hồng" is one: in a marked file the marks tell slips from names.
        shown = frequencies.shown(place, ours)
        if marks:
            shown = min(
                shown, frequencies.marked_share(place, marked) + frequencies.slips(place, ours)
            )
        bits = math.log2(m / shown)
        if level is NameLevel.MISSPELT and shown > _COMMON / 10:
            level = _by_place(NameLevel.OTHER_SYLLABLE, place)
        return level, min(bits, exact - _NEAR_COST)

    def _near(self, ours: str, theirs: str) -> tuple[NameLevel, float]:
        weights = self._weights
        if are_regional(ours, theirs):
            return NameLevel.REGIONAL, weights.name_regional
        if sound(ours) == sound(theirs):
            return NameLevel.SOUND, weights.name_sound
        if is_slip(ours, theirs):
            return NameLevel.MISSPELT, weights.name_typo / _SLIP_SPREAD
        return NameLevel.OTHER_SYLLABLE, weights.name_other

    def _accents(
        self, place: int, folded: str, marked: str, its_marked: str, exact: float
    ) -> Compared:
        frequencies = self._frequencies
        m = self._weights.name_accents / _ACCENT_SPREAD
        u = frequencies.marked_share(place, marked) + m * frequencies.share(place, folded)
        bits = min(math.log2(m / u), exact - _NEAR_COST)
        is_other = bits < 0 and place == GIVEN
        level = NameLevel.OTHER_MARKS if is_other else NameLevel.ACCENTS
        return level, bits

    def _information(self, form: NameForm) -> float:
        """Bits of the folded name, at most 22."""
        frequencies = self._frequencies
        bits = frequencies.correction(form) + frequencies.length_bits(len(form.places))
        bits += sum(-math.log2(frequencies.share(place, s)) for place, s, _ in form.places)
        return min(bits, _INFORMATION_CAP)

    def _joined(self, theirs: NameForm) -> float:
        return self._information(theirs) - 2 * _NEAR_COST

    def _reordered(self, ours: NameForm) -> float:
        """Syllables in another order are a name of their own, in the places they now stand."""
        return min(self._information(ours), _INFORMATION_CAP) + math.log2(
            self._weights.name_reordered
        )

    def _other_length(self, ours: NameForm, theirs: NameForm, *, marks: bool) -> Compared:
        """Middle syllables missing or added; the others are compared one by one."""
        is_short = len(ours.places) < len(theirs.places)
        short, long = (ours.places, theirs.places) if is_short else (theirs.places, ours.places)
        missing = len(long) - len(short)
        is_framed = short[0][1] == long[0][1] or short[-1][1] == long[-1][1]
        if len(short) < 2 or missing > 2 or not is_framed:
            return NameLevel.DIFFERENT, _DIFFERENT_BITS
        weights = self._weights
        rate = weights.name_shortened if is_short else weights.name_lengthened
        lost = missing * math.log2(rate) + self._frequencies.length_bits(len(ours.places))
        level = NameLevel.SHORTENED if is_short else NameLevel.LENGTHENED
        best: Compared = (NameLevel.DIFFERENT, _DIFFERENT_BITS)
        for middle in combinations(long[1:-1], len(short) - 2):
            kept = (long[0], *middle, long[-1])
            pairs = zip(short, kept, strict=True) if is_short else zip(kept, short, strict=True)
            worst, bits = self._syllables_bits(pairs, marks=marks)
            if bits + lost > best[1]:
                best = max(worst, level, key=_RANK.__getitem__), bits + lost
        return best[0], min(best[1], _INFORMATION_CAP)


def _by_place(level: NameLevel, place: int) -> NameLevel:
    """Twins share family and mostly middle names: only another given name makes another child."""
    return level if place == GIVEN else NameLevel.OTHER_MIDDLE
