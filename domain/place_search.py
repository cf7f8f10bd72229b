"""Finding an institution by a few letters, without accents: "hn" is THPT Hậu Nghĩa.

`static/js/place-search.js` is the same rule for the keyboard grid; one table of cases
(tests/domain/place_search_cases.json) is run against both.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from domain.names import fold

EXACT, OWN_NAME, KIND, ANY_WORD, DISTRICT = range(5)
# A name and its kind are what people begin with: there, where the class went decides first.
_GROUPS = {EXACT: 0, OWN_NAME: 1, KIND: 1, ANY_WORD: 2, DISTRICT: 3}
# Words that say what an institution is, not which one; only before its own name.
_KIND_WORDS = frozenset({
    "truong", "thcs", "thpt", "th", "tt", "ttgdtx", "ttgdnn", "gdtx", "gdnn", "ktth", "tc", "cd",
    "nghe", "dntn",
})  # fmt: skip
_KIND_PAIRS = frozenset({
    ("trung", "tam"), ("trung", "cap"), ("cao", "dang"), ("ky", "thuat"), ("kinh", "te"),
    ("day", "nghe"), ("co", "so"),
})  # fmt: skip
_JOINED_CENTRES = ("ttgdtx", "ttgdnn")


@dataclass(frozen=True)
class Place:
    """An institution as the search sees it.

    `label` is unique; `district` is where it stands (a province, when outside). `chosen` counts
    how often the class at hand went there, `chosen_by_school` its whole school; `is_near` is
    whether it stands in the district of the class.
    """

    label: str
    district: str = ""
    chosen: int = 0
    chosen_by_school: int = 0
    is_near: bool = False

    @cached_property
    def words(self) -> list[str]:
        return fold(self.label).split()

    @cached_property
    def beginnings(self) -> list[str]:
        """What a beginning may be of: "TTGDTX" is looked for as "gdtx", too."""
        return self.words + [word[2:] for word in self.words if word in _JOINED_CENTRES]

    @cached_property
    def own_words(self) -> list[str]:
        """The name without the kind before it; all of it when it is nothing but kind."""
        words, start = self.words, 0
        while start < len(words):
            if tuple(words[start : start + 2]) in _KIND_PAIRS:
                start += 2
            elif words[start] in _KIND_WORDS:
                start += 1
            else:
                break
        return words[start:] or words

    @cached_property
    def kind_words(self) -> list[str]:
        """The words before the own name: what it is."""
        kinds = self.words[: len(self.words) - len(self.own_words)]
        return kinds + self.beginnings[len(self.words) :]

    @cached_property
    def district_words(self) -> list[str]:
        return fold(self.district).split()


def search(query: str, places: Iterable[Place]) -> list[Place]:
    """Places that the letters may mean, the likeliest first.

    First come names and kinds that begin so, by words or initials: those this class went to, then
    names before kinds, those its school went to, those in its district. Then names with such
    words somewhere in them, last those of a district that is called so.
    """
    tokens = fold(query).split()
    if not tokens:
        return []
    found = [(quality, p) for p in places if (quality := _quality(tokens, p)) is not None]
    return [place for _, place in sorted(found, key=lambda pair: _rank(*pair))]


def _rank(quality: int, place: Place) -> tuple:
    return (
        _GROUPS[quality],
        -place.chosen,
        quality,
        -place.chosen_by_school,
        not place.is_near,
        len(place.words),
        " ".join(place.words),
        place.label,
    )


def _quality(tokens: Sequence[str], place: Place) -> int | None:
    if tokens == place.words:
        return EXACT
    if _begin_with(place.own_words, tokens) or _is_initials(tokens, place.own_words):
        return OWN_NAME
    if len(tokens) == 1 and _each_begins_some(tokens, place.kind_words):
        return KIND
    if _each_begins_some(tokens, place.beginnings) or _is_initials(tokens, place.words):
        return ANY_WORD
    around = place.beginnings + place.district_words
    if _each_begins_some(tokens, around) or _is_initials(tokens, place.district_words[-2:]):
        return DISTRICT
    return None


def _begin_with(words: Sequence[str], tokens: Sequence[str]) -> bool:
    """Whether the words begin, one after another, as the tokens do."""
    pairs = zip(words, tokens, strict=False)
    return len(tokens) <= len(words) and all(word.startswith(token) for word, token in pairs)


def _is_initials(tokens: Sequence[str], words: Sequence[str]) -> bool:
    initials = "".join(word[0] for word in words)
    return len(tokens) == 1 and initials.startswith(tokens[0])


def _each_begins_some(tokens: Sequence[str], words: Sequence[str]) -> bool:
    return all(any(word.startswith(token) for word in words) for token in tokens)
