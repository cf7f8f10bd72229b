"""Which field a heading means, and how surely."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from rapidfuzz import fuzz

from domain.names import clean, fold
from imports.reading.columns import Column

# Points of a heading: the same words, begins with them, contains them, spelt nearly so.
EXACT = 100.0
_PREFIX = 80.0
_NEARLY = 75.0
_CONTAINED = 60.0
_IN_TWO_LANGUAGES = 95.0
_LONGEST_HEADING = 80
_FUZZY_RATIO = 88.0

# Short words that mean one thing only, whatever follows them.
_TELLING = frozenset(("sdt", "cccd", "cmnd", "hktt"))
_NUMBERING = re.compile(r"\(?\d{1,2}\s*[.):\-]\s*(?=\D)")

# "Năm" (year) and "Nam" (male) fold to the same word; where marks are written they decide.
_TOLD_BY_MARKS = {("birth_year", "nam"): "năm", ("male_mark", "nam"): "nam"}
_ENDS_IN_YEAR = re.compile(r"\bnăm$")


@dataclass(frozen=True)
class _Synonym:
    written: str
    folded: str
    field: str
    rank: float
    never_with: frozenset[str]


@dataclass
class Matcher:
    """Scores headings against a set of columns; equal headings are scored once."""

    columns: tuple[Column, ...]
    _synonyms: tuple[_Synonym, ...] = ()
    _exact: dict[str, list[_Synonym]] = field(default_factory=dict)
    _seen: dict[tuple[str, bool], dict[str, float]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._synonyms = tuple(
            _Synonym(text, fold(text), column.field, rank / 10, frozenset(column.never_with))
            for column in self.columns
            for rank, text in enumerate(column.synonyms)
        )
        for synonym in self._synonyms:
            self._exact.setdefault(synonym.folded, []).append(synonym)

    def knows(self, name: str) -> bool:
        """Whether a field is looked for at all."""
        return any(column.field == name for column in self.columns)

    def scores(self, heading: str, *, has_marks: bool) -> dict[str, float]:
        """Fields the heading may mean, with points up to `EXACT`.

        `has_marks` tells whether the header row is written with Vietnamese marks.
        """
        written = _bare(heading).lower()
        key = (written, has_marks)
        if key not in self._seen:
            scores = self._scores(written, _folded(written), has_marks)
            self._seen[key] = scores | self._in_two_languages(written, scores)
        return self._seen[key]

    def _in_two_languages(self, written: str, scores: dict[str, float]) -> dict[str, float]:
        """The field both halves of "Lớp/ Class" name, if they name one."""
        first, _, second = written.partition("/")
        said = [{s.field for s in self._exact.get(fold(half), ())} for half in (first, second)]
        return {
            field: max(_IN_TWO_LANGUAGES, scores.get(field, 0.0)) for field in said[0] & said[1]
        }

    def is_heading(self, text: str) -> bool:
        """Whether the text is word for word one of the headings."""
        return _folded(_bare(text)) in self._exact

    def heads_ordinals(self, text: str) -> bool:
        """Whether the text is a heading of row numbers."""
        return any(found.field == "ordinal" for found in self._exact.get(_folded(text), ()))

    def why(self, heading: str, name: str) -> str:
        """A Vietnamese clause: what of a heading, joined from its lines, speaks for a field."""
        words = fold(_bare(heading)).split()
        # The last words of a heading of several lines are those of the lowest line.
        tails = [" ".join(words[start:]) for start in range(len(words))]
        synonyms = [synonym for synonym in self._synonyms if synonym.field == name]
        known = {synonym.folded for synonym in synonyms}
        if tails and tails[0] in known:
            return "đúng tên cột thường dùng"
        if any(tail in known for tail in tails):
            return "dòng dưới của tiêu đề đúng tên cột thường dùng"
        scored = [(_points(synonym, tails[0]), synonym.written) for synonym in synonyms if tails]
        points, written = max(scored, default=(0.0, ""))
        if points:
            return f"gần với “{written}”"
        return "theo tiêu đề của nhóm cột và các ô bên dưới"

    def _scores(self, written: str, folded: str, has_marks: bool) -> dict[str, float]:
        if not folded or len(folded) > _LONGEST_HEADING:
            return {}
        best: dict[str, float] = {}
        # An exact heading still competes for lesser fields: "Mã định danh" may be either code.
        candidates: Iterable[_Synonym] = self._exact.get(folded) or self._synonyms
        for synonym in candidates:
            points = _points(synonym, folded)
            if points and not (has_marks and _marks_deny(synonym.field, written, folded)):
                best[synonym.field] = max(points, best.get(synonym.field, 0.0))
        return best


def _marks_deny(field: str, written: str, folded: str) -> bool:
    marked = _TOLD_BY_MARKS.get((field, folded), written)
    return marked != written or (field == "birth_if_male" and bool(_ENDS_IN_YEAR.search(written)))


def _folded(text: str) -> str:
    """A heading's folded words; one written a letter a line ("S T T") is one word."""
    folded = fold(text)
    words = folded.split()
    return "".join(words) if len(words) > 2 and all(len(word) == 1 for word in words) else folded


def _bare(heading: str) -> str:
    """A heading without the number some offices put before it ("3. Ngày sinh")."""
    written = clean(heading)
    found = _NUMBERING.match(written)
    return written[found.end() :] if found else written


def _points(synonym: _Synonym, folded: str) -> float:
    wanted = synonym.folded
    if folded == wanted:
        return EXACT - synonym.rank
    if synonym.never_with and synonym.never_with.intersection(folded.split()):
        return 0.0
    share = len(wanted) / len(folded)
    is_telling = " " in wanted or len(wanted) >= 6 or wanted in _TELLING
    if is_telling and folded.startswith(wanted + " "):
        return _PREFIX + 15 * share - synonym.rank / 10
    if " " in wanted and share >= 0.4 and f" {wanted} " in f" {folded} ":
        return _CONTAINED + 15 * share - synonym.rank / 10
    if len(folded) >= 6 and fuzz.ratio(folded, wanted) >= _FUZZY_RATIO:
        return _NEARLY + 15 * fuzz.ratio(folded, wanted) / 100 - synonym.rank / 10
    return 0.0


@lru_cache(maxsize=16)
def matcher_for(columns: tuple[Column, ...]) -> Matcher:
    """The matcher of a set of columns, built once."""
    return Matcher(columns)
