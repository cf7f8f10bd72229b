"""Which known school a roster means by its free-text school of origin."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Iterable
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from domain.names import canonical, has_accents, name_key
from domain.schools import KnownSchool

_LOWER_SECONDARY = r"(?:thcs|trung hoc co so|ptcs|pho thong co so|cap 2|cap ii|c2)"
_PRIMARY = r"(?:th|tieu hoc|cap 1|cap i|c1)"
_UPPER_SECONDARY = r"(?:thpt|trung hoc pho thong|ptth|cap 3|cap iii|c3)"
_KIND = re.compile(
    rf"(?:truong )?(?P<primary>{_PRIMARY} (?:va )?(?={_LOWER_SECONDARY}\b))?"
    rf"(?P<lower>{_LOWER_SECONDARY}\b ?)?(?:va )?(?P<upper>{_UPPER_SECONDARY}\b ?)?"
)
_GLUED_TITLE = re.compile(r"\b\w{0,3}?(thcs|thpt)(?=\w)")
# The end of a name when an office adds the place: "THCS Tân Khánh, TP Tân An", "... (Đức Hòa)".
_PLACE_TAIL = re.compile(r"\s*[,;(\[/]|\s[-–]\s")

# "Bình Hòa" and "Bình Hòa Nam" are two places, not one name with a place added.
_OTHER_PLACE = frozenset({"dong", "tay", "nam", "bac", "trung", "thuong", "ha", *"abcd"})


@dataclass(frozen=True, slots=True)
class SchoolGuess:
    """The codes a text may mean; blank text is not stated, an unknown school is two empty sets."""

    exact: frozenset[str] = frozenset()
    approximate: frozenset[str] = frozenset()
    is_stated: bool = False

    @property
    def codes(self) -> frozenset[str]:
        """Every code the text may mean."""
        return self.exact | self.approximate


@dataclass(frozen=True, slots=True)
class _Name:
    code: str
    kind: tuple[bool, bool]
    core: tuple[str, ...]
    marked: str


def _read(text: str) -> tuple[tuple[bool, bool], tuple[str, ...], str]:
    """Kind (has primary classes, has upper-secondary classes), core syllables, marked core."""
    folded = name_key(text)
    found = _KIND.match(folded)
    kind_words = found.group(0).split() if found else []
    core = tuple(folded.split()[len(kind_words) :])
    kind = (bool(found and found["primary"]), bool(found and found["upper"]))
    marked = canonical(text).split()
    return kind, core, " ".join(marked[len(marked) - len(core) :]) if core else ""


def _with_sound_title(text: str) -> str:
    """The text with its title put right: run into the name ("THCSThạnh An"), or mistyped.

    What stands before a title that is told is part of a title nobody can read ("T&HTHCS").
    """
    words = _GLUED_TITLE.sub(r"\1 ", name_key(text.replace("&", " "))).split()
    for index, word in enumerate(words[:4]):
        for title in ("thcs", "thpt", "truong"):
            is_title = word == title or OSA.distance(word, title, score_cutoff=1) <= 1
            if is_title and (index or word != title or len(words) != len(text.split())):
                return " ".join((title, *words[index + 1 :]))
    return text


def _numbers(core: tuple[str, ...]) -> frozenset[str]:
    return frozenset(word for word in core if word.isdigit())


def _initials(core: tuple[str, ...]) -> str:
    return "".join(word[0] for word in core)


def _is_abbreviation(short: tuple[str, ...], core: tuple[str, ...], *, slips: int = 0) -> bool:
    """Whether each word of `short` is the word of `core` or its first letter ("T. Đông").

    So many words of three letters or more may be one slip of the hand away.
    """
    if len(short) != len(core):
        return slips > 0 and _is_run_together(short, core)
    for word, full in zip(short, core, strict=True):
        if word == full or (len(word) == 1 and full.startswith(word)):
            continue
        slips -= 1
        is_close = min(len(word), len(full)) >= 2 and OSA.distance(word, full, score_cutoff=1) <= 1
        if slips < 0 or not is_close or word.isdigit() or full.isdigit():
            return False
    return True


def _is_run_together(short: tuple[str, ...], core: tuple[str, ...]) -> bool:
    """Whether first letters and a rest without its spaces stand for `core` ("B. Phongthạnh")."""
    letters = next((place for place, word in enumerate(short) if len(word) > 1), 0)
    if not 0 < letters < len(core) or any(
        not full.startswith(word)
        for word, full in zip(short[:letters], core[:letters], strict=True)
    ):
        return False
    mine, full = "".join(short[letters:]), "".join(core[letters:])
    return len(mine) >= 6 and OSA.distance(mine, full, score_cutoff=1) <= 1


class OriginSchools:
    """The known schools, with every spelling seen so far remembered.

    Names repeat across districts, so a text yields a set of codes; which of them is meant is
    left to the rest of the evidence. `syllables` are what people and places are called: a name
    that differs in one of them ("Tân Hồng", "Tân Long") is another name, no slip of the hand.
    """

    def __init__(
        self, schools: Iterable[KnownSchool], syllables: Container[str] = frozenset()
    ) -> None:
        self._syllables = syllables
        names: set[_Name] = set()
        for school in schools:
            for text in (school.name, *school.aliases):
                kind, core, marked = _read(text)
                if core:
                    names.add(_Name(school.code, kind, core, marked))
        self._names = sorted(names, key=lambda name: (name.core, name.code, name.marked))
        self._by_core: dict[tuple[str, ...], list[_Name]] = defaultdict(list)
        self._by_initials: dict[str, list[_Name]] = defaultdict(list)
        for name in self._names:
            self._by_core[name.core].append(name)
            self._by_initials[_initials(name.core)].append(name)
        self._joined = ["".join(name.core) for name in self._names]
        self._guesses: dict[str, SchoolGuess] = {}

    def guess(self, text: str) -> SchoolGuess:
        """The schools `text` may mean; the order of the directory does not matter."""
        if not text:
            return SchoolGuess()
        known = self._guesses.get(text)
        if known is None:
            known = self._guesses[text] = self._guess(text)
        return known

    def _guess(self, text: str) -> SchoolGuess:
        kind, core, marked = _read(text)
        if not core:
            return SchoolGuess()
        found = self._by_spelling(text, kind, core, marked)
        if found is not None:
            return found
        head = _PLACE_TAIL.split(text, maxsplit=1)[0]
        if head != text:
            shorter = self.guess(head)
            if shorter.codes:
                return SchoolGuess(frozenset(), shorter.codes, True)
        retyped = _with_sound_title(text)
        if retyped != text and (again := self.guess(retyped)).codes:
            return SchoolGuess(frozenset(), again.codes, True)
        near = self._misspelt(core) or self._misspelt_short(core) or self._with_place(core)
        return SchoolGuess(frozenset(), frozenset(near), True)

    def _by_spelling(
        self, text: str, kind: tuple[bool, bool], core: tuple[str, ...], marked: str
    ) -> SchoolGuess | None:
        named = self._by_core.get(core)
        if named:
            best = [name for name in named if name.marked == marked] if has_accents(text) else named
            best = [name for name in best if name.kind == kind] or best
            exact = frozenset(name.code for name in best)
            return SchoolGuess(exact, frozenset(name.code for name in named) - exact, True)
        short = [
            name
            for name in self._by_initials.get(_initials(core), ())
            if _is_abbreviation(core, name.core)
        ]
        if not short and len(core) == 1 and 2 <= len(core[0]) <= 5:
            short = self._by_initials.get(core[0], [])
        if not short:
            return None
        short = [name for name in short if name.kind == kind] or short
        return SchoolGuess(frozenset(), frozenset(name.code for name in short), True)

    def _misspelt(self, core: tuple[str, ...]) -> set[str]:
        """Schools one slip of the hand away (two in a long name); numbers must be the same."""
        joined = "".join(core)
        allowed = 2 if len(joined) >= 10 else 1
        if len(joined) < 4:
            return set()
        close = [
            (distance, self._names[index])
            for _, distance, index in process.extract(
                joined, self._joined, scorer=OSA.distance, score_cutoff=allowed, limit=None
            )
            if _numbers(self._names[index].core) == _numbers(core)
            and not (distance and self._is_another(core, self._names[index].core))
        ]
        least = min((distance for distance, _ in close), default=0)
        return {name.code for distance, name in close if distance == least}

    def _is_another(self, core: tuple[str, ...], known: tuple[str, ...]) -> bool:
        """Whether a word of `core` is a name in its own right where `known` has another."""
        if len(core) != len(known):
            return False
        return any(
            word != other and word in self._syllables
            for word, other in zip(core, known, strict=True)
        )

    def _misspelt_short(self, core: tuple[str, ...]) -> set[str]:
        """Schools of whose name `core` is an abbreviation with one slip ("T. Hưnb": Tân Hưng)."""
        if len(core) < 2 or not any(len(word) == 1 for word in core):
            return set()
        return {
            name.code
            for name in self._names
            if _is_abbreviation(core, name.core, slips=1)
            and not (len(core) == len(name.core) and self._names_another(core, name.core))
        }

    def _names_another(self, core: tuple[str, ...], known: tuple[str, ...]) -> bool:
        return any(
            len(word) > 1 and word != full and word in self._syllables
            for word, full in zip(core, known, strict=True)
        )

    def _with_place(self, core: tuple[str, ...]) -> set[str]:
        """Schools whose name is the text with a place added to either of the two."""
        found: dict[int, set[str]] = defaultdict(set)
        for name in self._names:
            shared = min(len(core), len(name.core))
            added = core[shared:] or name.core[shared:] or ("",)
            if added[0] in _OTHER_PLACE or added[0].isdigit():
                continue
            if shared >= 2 and name.core[:shared] == core[:shared]:
                found[shared].add(name.code)
        return found[max(found)] if found else set()
