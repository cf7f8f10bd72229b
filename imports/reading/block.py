"""One to three header lines read together: headings, the groups above them, what they may mean."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from domain.legacy import Encoding, decode
from domain.names import clean, fold, has_accents
from imports.reading.assignment import Row
from imports.reading.marks import Merge
from imports.reading.matching import Matcher

_PARENT = re.compile(
    r"(?:thong tin |ve |ho |va |ten |cua )*(?:cha|me|bo|phu huynh|nguoi giam ho|nguoi do dau)\b"
)
# Columns gathered under one of these headings are about someone or somewhere else.
_ELSEWHERE = tuple(
    f"{words} "
    for words in (
        "noi sinh", "que quan", "nguyen quan", "giao vien", "nguyen vong", "diem",
        "truong trung tuyen",
    )
)  # fmt: skip
_POINTS_OF_PARENT = {"full_name": ("guardian", 90.0), "phone": ("phone", 85.0)}
# Two addresses side by side: where the child lives now is asked for, not where it is registered.
_NOW, _REGISTERED = ("cho o ", "noi o "), ("ho khau ", "thuong tru ", "noi thuong tru ", "hktt ")
_POINTS_FOR_NOW = 3.0
_ADDRESS_FIELDS = ("residence", "hamlet", "commune", "district")
# No list has more; a sheet may.
_MOST_COLUMNS = 300
_ADDRESS_PARTS = frozenset(("hamlet", "commune", "district"))
_OF_PARENTS, _OF_BIRTHPLACE = frozenset(("guardian", "phone")), frozenset(("birth_place",))
_BIRTH_BY_SEX = frozenset(("birth_if_male", "birth_if_female"))


@dataclass(frozen=True)
class Block:
    """The decoded texts of one to three header lines.

    `reach[line]` gives the last column of a heading merged over several; headings that are not
    merged reach as far as the next one, unless the sheet has merged cells in that line.
    """

    lines: tuple[tuple[str, ...], ...]
    reach: tuple[dict[int, int], ...]

    @classmethod
    def of(
        cls,
        rows: Sequence[Row],
        encoding: Encoding,
        *,
        first: int = 0,
        merges: Iterable[Merge] = (),
    ) -> "Block":
        """The block of these rows, the first of which is row `first` of the sheet."""
        width = min(max(map(len, rows)), _MOST_COLUMNS)

        def text(row: Row, column: int) -> str:
            cell = row[column] if column < len(row) else ""
            return clean(decode(cell, encoding)) if isinstance(cell, str) else ""

        reach: tuple[dict[int, int], ...] = tuple({} for _ in rows)
        for (top, left), (_, right) in merges:
            if first <= top < first + len(rows) and right > left:
                reach[top - first][left] = right
        return cls(tuple(tuple(text(row, c) for c in range(width)) for row in rows), reach)

    def parts(self, column: int) -> list[str]:
        """The texts of one column, top to bottom."""
        texts = (line[column] for line in self.lines)
        return list(dict.fromkeys(text for text in texts if text))

    def headings(self) -> dict[int, str]:
        """Each column's heading as one text."""
        joined = {c: " ".join(self.parts(c)) for c in range(len(self.lines[0]))}
        return {column: text for column, text in joined.items() if text}

    def folded_lines(self) -> tuple[dict[int, str], ...]:
        """Per line, column → folded text."""
        return tuple(
            {column: fold(text) for column, text in enumerate(line) if fold(text)}
            for line in self.lines
        )

    def groups(self, column: int) -> list[str]:
        """The headings a column stands under without being their first column, topmost first."""
        filled = [number for number, line in enumerate(self.lines) if line[column]]
        if not filled:
            return []
        above = (self._over(line, column) for line in range(filled[-1]))
        return [fold(text) for text in above if text]

    def _over(self, line: int, column: int) -> str:
        texts, reach = self.lines[line], self.reach[line]
        start = next((c for c in range(column, -1, -1) if texts[c]), None)
        if start is None or (reach and reach.get(start, start) < column):
            return ""
        return texts[start]

    def is_about_others(self, column: int) -> bool:
        """Whether the column belongs to a parent, a birthplace, a score."""
        return any(map(_is_foreign, self.groups(column)))

    def options(self, matcher: Matcher) -> dict[int, dict[str, float]]:
        """For every column, the points of each field its heading may mean."""
        has_marks = any(has_accents(text) for line in self.lines for text in line)
        options = {
            column: self._options_of(column, matcher, has_marks)
            for column in range(len(self.lines[0]))
            if self.parts(column)
        }
        found = {field for scores in options.values() for field in scores}
        if not found >= _BIRTH_BY_SEX:
            # "Nam" without marks may be "Năm": only beside "Nữ" it is the boys' column.
            for scores in options.values():
                for field in _BIRTH_BY_SEX:
                    scores.pop(field, None)
        return options

    def _options_of(self, column: int, matcher: Matcher, has_marks: bool) -> dict[str, float]:
        parts, groups = self.parts(column), self.groups(column)
        texts = {" ".join(parts), parts[-1]}
        foreign = [group for group in groups if _is_foreign(group)]
        if foreign:
            texts = {f"{foreign[-1]} {parts[-1]}"}
        elif groups and ("sinh" in groups[-1] or "xep loai" in groups[-1]):
            texts.add(f"{groups[-1]} {parts[-1]}")
        scores: dict[str, float] = {}
        for text in texts:
            for field, points in matcher.scores(text, has_marks=has_marks).items():
                # Of two readings equally good the longer heading says more.
                fuller = points + min(len(text), 40) / 1000
                scores[field] = max(fuller, scores.get(field, 0.0))
        if foreign:
            # "Quê quán" over "Huyện" is no "Quận/huyện".
            allowed = _OF_PARENTS if _PARENT.match(foreign[-1]) else _OF_BIRTHPLACE
            scores = {field: points for field, points in scores.items() if field in allowed}
        elif groups and _ADDRESS_PARTS & scores.keys():
            scores.pop("residence", None)
        if any(map(_PARENT.match, foreign)):
            for field in matcher.scores(parts[-1], has_marks=has_marks):
                if field in _POINTS_OF_PARENT:
                    meant, points = _POINTS_OF_PARENT[field]
                    scores[meant] = max(points, scores.get(meant, 0.0))
        _prefer_present_address(scores, [*groups, fold(parts[0])])
        return scores


def _prefer_present_address(scores: dict[str, float], groups: Sequence[str]) -> None:
    for group in groups:
        is_now = (group + " ").startswith(_NOW)
        if is_now or (group + " ").startswith(_REGISTERED):
            for field in _ADDRESS_FIELDS:
                if field in scores:
                    scores[field] += _POINTS_FOR_NOW if is_now else -_POINTS_FOR_NOW
            return


def _is_foreign(group: str) -> bool:
    return (group + " ").startswith(_ELSEWHERE) or bool(_PARENT.match(group))
