"""The forms of a name that are compared, and how one syllable may turn into another."""

from __future__ import annotations

import re
from dataclasses import dataclass
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
        ("thinh", "thanh"),
        ("tinh", "tanh"),
        ("linh", "lanh"),
        ("bao", "buu"),
        ("nhan", "nhon"),
        ("quy", "quoi"),
        ("nghia", "ngai"),
        ("dung", "dong"),
        ("hong", "huong"),
        ("canh", "kieng"),
    )
)
# Sounds that southern speech does not keep apart, and letters written for one another; in order.
_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"^(?:tr|ch)", "c"),
        (r"^(?:s|x)", "x"),
        (r"^(?:gi|d|v|y(?=[aeou]))", "y"),
        (r"^(?:k|qu|q)", "k"),
        (r"^ngh?", "N"),
        (r"^gh", "g"),
        (r"^hu(?=[y])", "h"),
        (r"uy|uye", "y"),
        (r"ye|ie", "i"),
        (r"y", "i"),
        (r"ng$", "n"),
        (r"nh$", "n"),
        (r"[ct]h?$", "t"),
        (r"ieu$", "iu"),
    )
)


FAMILY, MIDDLE, GIVEN = 0, 1, 2
Placed = tuple[int, str, str]


@dataclass(frozen=True, slots=True)
class NameForm:
    """A name in the forms that are compared.

    `places` are its syllables, each with its place (0 family, 1 middle, 2 given), folded and
    marked.
    """

    key: str
    syllables: tuple[str, ...]
    places: tuple[Placed, ...]
    joined: str
    is_marked: bool


@lru_cache(maxsize=1 << 16)
def name_form(full_name: str) -> NameForm:
    """The forms of `full_name`; blank text gives blank forms."""
    key = name_key(full_name)
    syllables = tuple(key.split())
    marked = canonical(full_name).split()
    if len(marked) != len(syllables):
        # Letters of other scripts are cut differently by the two foldings.
        marked = [f"{syllable}0" for syllable in syllables]
    last = len(syllables) - 1
    return NameForm(
        key=key,
        syllables=syllables,
        places=tuple(
            (FAMILY if index == 0 else GIVEN if index == last else MIDDLE, *pair)
            for index, pair in enumerate(zip(syllables, marked, strict=True))
        ),
        joined=key.replace(" ", ""),
        is_marked=has_accents(full_name),
    )


def are_regional(one: str, other: str) -> bool:
    """Whether two folded syllables are one name of north and south."""
    return frozenset((one, other)) in _REGIONAL


def has_regional(syllable: str) -> bool:
    """Whether the folded syllable is spelt otherwise at the other end of the country."""
    return any(syllable in pair for pair in _REGIONAL)


@lru_cache(maxsize=1 << 15)
def sound(syllable: str) -> str:
    """The folded syllable as southern speech has it: "tram" and "cham" are one."""
    for pattern, sounds_as in _SOUNDS:
        syllable = pattern.sub(sounds_as, syllable)
    return syllable


def is_slip(one: str, other: str) -> bool:
    """Whether two folded syllables are one slip of the hand apart."""
    return OSA.distance(one, other, score_cutoff=1) <= 1


def is_initial(short: str, syllable: str) -> bool:
    """Whether `short` stands for `syllable` as its first letter or letters ("T.", "Th.")."""
    return len(short) <= 2 < len(syllable) + 1 and syllable.startswith(short) and short != syllable
