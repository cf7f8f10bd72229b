"""How alike two names are, and how much an agreeing name says.

A Vietnamese name is a family syllable, middle syllables and a given syllable; a handful of family
names covers most people, so agreement is weighed by how common each syllable is in the cohort.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from rapidfuzz.distance import OSA

from domain.names import canonical, has_accents, name_key

# Spellings of one name on the two sides of the country, without marks.
_REGIONAL = frozenset(
    frozenset(pair)
    for pair in (
        ("nhat", "nhut"),
        ("phuc", "phuoc"),
        ("vu", "vo"),
        ("hoang", "huynh"),
        ("sinh", "sanh"),
        ("chinh", "chanh"),
        ("cuong", "cang"),
        ("tung", "tong"),
        ("phung", "phuong"),
    )
)
_INFORMATION_CAP = 22.0
# A spelling this rare in the cohort is taken for a slip of the hand, not for another name.
_RARE = 2


class NameLevel(StrEnum):
    """Comparison levels of two names, most alike first."""

    EXACT = "exact"
    UNMARKED = "unmarked"
    ACCENTS = "accents"
    OTHER_MARKS = "other_marks"
    JOINED = "joined"
    REGIONAL = "regional"
    MISSPELT = "misspelt"
    SHORTENED = "shortened"
    REORDERED = "reordered"
    OTHER_SYLLABLE = "other_syllable"
    DIFFERENT = "different"


# Equal as far as both sides were written with marks at all.
EQUAL_NAME = frozenset({NameLevel.EXACT, NameLevel.UNMARKED})
SAME_NAME = EQUAL_NAME | {NameLevel.ACCENTS}
# Another syllable (Lan, Lam) or other marks that make a current name (Phương, Phượng) are another
# person until someone has looked: twins are named like that.
ALIKE = frozenset(NameLevel) - {
    NameLevel.OTHER_MARKS,
    NameLevel.OTHER_SYLLABLE,
    NameLevel.DIFFERENT,
}

_PENALTY = {
    NameLevel.EXACT: 0.0,
    NameLevel.JOINED: -6.0,
    NameLevel.REGIONAL: -5.0,
    NameLevel.MISSPELT: -6.5,
    NameLevel.SHORTENED: -7.0,
    NameLevel.REORDERED: -8.0,
    NameLevel.OTHER_SYLLABLE: -10.0,
}
_DIFFERENT_BITS = -12.0


@dataclass(frozen=True, slots=True)
class NameForm:
    """A name in the forms that are compared."""

    key: str
    syllables: tuple[str, ...]
    marked: tuple[str, ...]
    joined: str
    is_marked: bool


@lru_cache(maxsize=1 << 16)
def name_form(full_name: str) -> NameForm:
    """The forms of `full_name`; blank text gives blank forms."""
    key = name_key(full_name)
    return NameForm(
        key=key,
        syllables=tuple(key.split()),
        marked=tuple(canonical(full_name).split()),
        joined=key.replace(" ", ""),
        is_marked=has_accents(full_name),
    )


class NameFrequencies:
    """How common names and syllables are in the cohort: the u probabilities of agreement."""

    def __init__(self, forms: Iterable[NameForm]) -> None:
        self._names: Counter[str] = Counter()
        self._syllables: Counter[str] = Counter()
        self._marked: Counter[str] = Counter()
        self._placed: Counter[tuple[int, str]] = Counter()
        self._places: Counter[int] = Counter()
        for form in forms:
            self._names[form.key] += 1
            for place, syllable in _placed(form.syllables):
                self._placed[place, syllable] += 1
                self._places[place] += 1
                self._syllables[syllable] += 1
            self._marked.update(form.marked)
        self._total = max(self._names.total(), 2)
        self._known: dict[str, float] = {}

    def information(self, form: NameForm) -> float:
        """Bits of an agreeing name: -log2 of its share among all others, at most 22."""
        bits = self._known.get(form.key)
        if bits is None:
            bits = self.shared_information(form.syllables, form.syllables)
            others = self._names[form.key] - 1
            if others > 0:
                bits = min(bits, -math.log2(others / self._total))
            self._known[form.key] = bits
        return bits

    def shared_information(self, name: tuple[str, ...], shared: tuple[str, ...]) -> float:
        """Bits of those syllables of `name` that are in `shared`, taken as independent."""
        bits = 0.0
        for place, syllable in _placed(name):
            if syllable in shared:
                share = (self._placed[place, syllable] + 0.5) / (self._places[place] + 1)
                bits -= math.log2(min(share, 1.0))
        return min(bits, _INFORMATION_CAP)

    def is_rare(self, syllable: str) -> bool:
        """Whether a spelling hardly occurs in the cohort."""
        return self._syllables[syllable] <= _RARE

    def are_two_names(self, one: str, other: str) -> bool:
        """Whether two canonical syllables are both current, neither being the other unmarked."""
        if any(_is_plain(syllable) for syllable in (one, other)):
            return False
        return self._marked[one] > _RARE and self._marked[other] > _RARE


def _is_plain(syllable: str) -> bool:
    return syllable.isascii() and syllable.endswith("0")


def _placed(syllables: tuple[str, ...]) -> Iterable[tuple[int, str]]:
    """Syllables with their place: 0 family, 1 middle, 2 given."""
    last = len(syllables) - 1
    for index, syllable in enumerate(syllables):
        yield (0 if index == 0 else 2 if index == last else 1), syllable


def compare_names(
    ours: NameForm, theirs: NameForm, frequencies: NameFrequencies, *, has_marks: bool
) -> tuple[NameLevel, float]:
    """Level and bits of a roster name against a graduate's; `has_marks` False: file without marks.

    A name written without any mark inside a file with marks loses one bit only: someone typed
    that cell without them.
    """
    if not ours.key or not theirs.key:
        return NameLevel.DIFFERENT, _DIFFERENT_BITS
    if ours.key == theirs.key:
        return _compare_marks(ours, theirs, frequencies, has_marks=has_marks)
    level = _near_level(ours, theirs, frequencies)
    if level is NameLevel.DIFFERENT:
        return level, _DIFFERENT_BITS
    if level in {NameLevel.SHORTENED, NameLevel.OTHER_SYLLABLE}:
        information = frequencies.shared_information(theirs.syllables, ours.syllables)
    else:
        information = frequencies.information(theirs)
    return level, information + _PENALTY[level]


def _compare_marks(
    ours: NameForm, theirs: NameForm, frequencies: NameFrequencies, *, has_marks: bool
) -> tuple[NameLevel, float]:
    information = frequencies.information(theirs)
    if ours.marked == theirs.marked or not has_marks:
        return NameLevel.EXACT, information
    if not ours.is_marked or not theirs.is_marked:
        return NameLevel.UNMARKED, information - 1.0
    other = [(a, b) for a, b in zip(ours.marked, theirs.marked, strict=False) if a != b]
    if any(frequencies.are_two_names(mine, its) for mine, its in other):
        return NameLevel.OTHER_MARKS, information - 6.0
    return NameLevel.ACCENTS, information - 3.0 * max(len(other), 1)


def _near_level(ours: NameForm, theirs: NameForm, frequencies: NameFrequencies) -> NameLevel:
    if ours.joined == theirs.joined:
        return NameLevel.JOINED
    if sorted(ours.syllables) == sorted(theirs.syllables):
        return NameLevel.REORDERED
    if len(ours.syllables) == len(theirs.syllables):
        return _same_length_level(ours.syllables, theirs.syllables, frequencies)
    short, long = sorted((ours.syllables, theirs.syllables), key=len)
    if _is_shortened(short, long):
        return NameLevel.SHORTENED
    if OSA.distance(ours.joined, theirs.joined, score_cutoff=1) <= 1:
        return NameLevel.MISSPELT
    return NameLevel.DIFFERENT


def _same_length_level(
    ours: tuple[str, ...], theirs: tuple[str, ...], frequencies: NameFrequencies
) -> NameLevel:
    pairs = [(a, b) for a, b in zip(ours, theirs, strict=True) if a != b]
    if len(pairs) > 1:
        return NameLevel.DIFFERENT
    mine, other = pairs[0]
    if frozenset((mine, other)) in _REGIONAL:
        return NameLevel.REGIONAL
    is_slip = OSA.distance(mine, other) <= 1
    if is_slip and (frequencies.is_rare(mine) or frequencies.is_rare(other)):
        return NameLevel.MISSPELT
    return NameLevel.OTHER_SYLLABLE


def _is_shortened(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Whether middle syllables are missing and everything else is there, in order."""
    if len(short) < 2 or short[0] != long[0] or short[-1] != long[-1]:
        return False
    rest = iter(long)
    return all(syllable in rest for syllable in short)
