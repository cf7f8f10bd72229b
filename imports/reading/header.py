"""The header of a list: found among letterhead lines, one to three lines tall, in any encoding."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain.legacy import Encoding, decode
from domain.names import clean, fold, has_accents
from imports.reading.assignment import Row, assign, sample_of, settle
from imports.reading.matching import Matcher

SEARCHED_ROWS = 40
_MOST_LINES = 3
# A further header line must bring at least this much; a data row never does.
_WORTH_A_LINE = 0.5
_SHARE_OF_BEST = 0.6
_NAME_FIELDS = frozenset(("full_name", "family_middle_name", "given_name"))

# Columns gathered under one of these headings are about someone or somewhere else.
_FOREIGN_GROUPS = tuple(
    f"{words} "
    for words in (
        "noi sinh", "que quan", "nguyen quan", "cha", "me", "bo", "ho ten cha", "ho ten me",
        "ho va ten cha", "ho va ten me", "thong tin cha", "thong tin me", "thong tin ve cha",
        "phu huynh", "thong tin phu huynh", "nguoi giam ho", "giao vien", "nguyen vong", "diem",
        "truong trung tuyen",
    )
)  # fmt: skip
_NO_HEADING = re.compile(r"[\d\s./()\-:]+")


@dataclass(frozen=True)
class Header:
    """A header's place and meaning: rows and columns are indexes from 0.

    `lines` hold, per header line, column → folded text: a row saying the same is a repetition.
    """

    first: int
    last: int
    columns: dict[str, int]
    headings: dict[int, str]
    encoding: Encoding
    points: float
    lines: tuple[dict[int, str], ...]
    has_foreign_groups: bool = False

    def is_repeated_by(self, row: Row) -> bool:
        """Whether a row of the sheet says the header again, as at the top of a printed page."""
        for line in self.lines:
            same = sum(
                fold(decode(str(row[column]), self.encoding)) == text
                for column, text in line.items()
                if column < len(row) and row[column] != ""
            )
            if same >= 2 and same >= 0.6 * len(line):
                return True
        return False


def find_header(
    rows: Sequence[Row], matcher: Matcher, *, start: int = 0, searched: int = SEARCHED_ROWS
) -> Header | None:
    """The first header at or below `start` that is about as good as the best one in sight."""
    bottoms = _promising(rows, matcher, start, min(len(rows), start + searched))
    found = [header for b in bottoms if (header := _best_ending_at(rows, b, start, matcher))]
    if not found:
        return None
    enough = _SHARE_OF_BEST * max(header.points for header in found)
    chosen = next(header for header in found if header.points >= enough)
    for header in found:
        # The lines below may belong to the same header ("Ngày | Tháng | Năm" under "Ngày sinh").
        if header.first <= chosen.last < header.last and header.points > chosen.points:
            chosen = header
    return _with_cells(chosen, rows, matcher)


def _promising(rows: Sequence[Row], matcher: Matcher, start: int, end: int) -> list[int]:
    """Rows worth a full look: those with many cells that are headings word for word."""
    hits = {index: _exact_hits(rows[index], matcher) for index in range(start, end)}
    enough = max(1, max(hits.values(), default=0) / 3)
    bottoms: set[int] = set()
    for index, count in hits.items():
        if count >= enough:
            bottoms.update(range(index, min(index + _MOST_LINES, len(rows))))
    return sorted(bottoms)


def _exact_hits(row: Row, matcher: Matcher) -> int:
    texts = [cell for cell in row if isinstance(cell, str) and 0 < len(cell) < 80]
    if len(texts) < 2:
        return 0
    return max(
        sum(matcher.is_heading(decode(text, encoding)) for text in texts)
        for encoding in _encodings_for(texts)
    )


def _encodings_for(texts: Sequence[str]) -> tuple[Encoding, ...]:
    if all(text.isascii() for text in texts):
        return (Encoding.UNICODE,)
    return (Encoding.UNICODE, Encoding.TCVN3, Encoding.VNI)


def _best_ending_at(
    rows: Sequence[Row], bottom: int, start: int, matcher: Matcher
) -> Header | None:
    best: Header | None = None
    for top in range(bottom, max(start, bottom - _MOST_LINES + 1) - 1, -1):
        if not _may_be_header_line(rows[top]):
            break
        header = _best_encoding(rows, top, bottom, matcher)
        needed = best.points + _WORTH_A_LINE if best else 0.0
        if header.has_foreign_groups and best:
            # The lower line alone took the father's name or the birthplace for the pupil's.
            needed = best.points * _SHARE_OF_BEST
        if header.points > needed:
            best = header
    return best


def _may_be_header_line(row: Row) -> bool:
    """Headings are words: a number, a date or a "(1)" shows a line of another kind."""
    filled = [cell for cell in row if cell != "" and cell is not None]
    return bool(filled) and all(
        isinstance(cell, str) and not _NO_HEADING.fullmatch(cell) for cell in filled
    )


def _best_encoding(rows: Sequence[Row], top: int, bottom: int, matcher: Matcher) -> Header:
    texts = [cell for row in rows[top : bottom + 1] for cell in row if isinstance(cell, str)]
    read = [_read_block(rows, top, bottom, e, matcher) for e in _encodings_for(texts)]
    # max() keeps the first of equals: Unicode unless an old encoding says more.
    return max(read, key=lambda header: header.points)


def _read_block(
    rows: Sequence[Row], top: int, bottom: int, encoding: Encoding, matcher: Matcher
) -> Header:
    block = _Block.of(rows[top : bottom + 1], encoding)
    options = block.options(matcher)
    chosen = assign(options)
    return Header(
        first=top,
        last=bottom,
        columns={field: column for field, (column, _) in chosen.items()},
        headings=block.headings(),
        encoding=encoding,
        points=_total(chosen),
        lines=block.folded_lines(),
        has_foreign_groups=any(_is_foreign(block.group(column)) for column in options),
    )


def _total(chosen: dict[str, tuple[int, float]]) -> float:
    """Points of a header: nothing without a name and at least one more column."""
    if len(chosen) < 2 or not _NAME_FIELDS.intersection(chosen):
        return 0.0
    return sum(points for _, points in chosen.values()) / 100


def _with_cells(header: Header, rows: Sequence[Row], matcher: Matcher) -> Header:
    """The same header with its columns decided by the cells below as well."""
    block = _Block.of(rows[header.first : header.last + 1], header.encoding)

    def cells_of(column: int) -> list[object]:
        return sample_of(rows, column, header.last + 1)

    chosen = assign(block.options(matcher), cells_of)
    found = {field: column for field, (column, _) in chosen.items()}
    settled = settle(found, header.headings, cells_of)
    return replace(header, columns=dict(sorted(settled.items(), key=lambda item: item[1])))


@dataclass(frozen=True)
class _Block:
    """The decoded texts of one to three header lines."""

    lines: tuple[tuple[str, ...], ...]

    @classmethod
    def of(cls, rows: Sequence[Row], encoding: Encoding) -> "_Block":
        width = max(map(len, rows))

        def text(row: Row, column: int) -> str:
            cell = row[column] if column < len(row) else ""
            return clean(decode(cell, encoding)) if isinstance(cell, str) else ""

        return cls(tuple(tuple(text(row, c) for c in range(width)) for row in rows))

    def parts(self, column: int) -> list[str]:
        texts = (line[column] for line in self.lines)
        return list(dict.fromkeys(text for text in texts if text))

    def headings(self) -> dict[int, str]:
        joined = {c: " ".join(self.parts(c)) for c in range(len(self.lines[0]))}
        return {column: text for column, text in joined.items() if text}

    def folded_lines(self) -> tuple[dict[int, str], ...]:
        return tuple(
            {column: fold(text) for column, text in enumerate(line) if fold(text)}
            for line in self.lines
        )

    def group(self, column: int) -> str:
        """The heading of the group a column stands in: the line above, or one merged over it."""
        if len(self.lines) < 2 or not self.lines[-1][column]:
            return ""
        upper = self.lines[-2]
        filled = [upper[c] for c in range(column + 1) if upper[c]]
        return fold(filled[-1]) if filled else ""

    def options(self, matcher: Matcher) -> dict[int, dict[str, float]]:
        """For every column, the points of each field its heading may mean."""
        has_marks = any(has_accents(text) for line in self.lines for text in line)
        options: dict[int, dict[str, float]] = {}
        for column in range(len(self.lines[0])):
            parts = self.parts(column)
            if not parts:
                continue
            group = self.group(column)
            texts = {" ".join(parts), parts[-1]}
            if _is_foreign(group):
                texts = {f"{group} {parts[-1]}"}
            scores: dict[str, float] = {}
            for text in texts:
                for field, points in matcher.scores(text, has_marks=has_marks).items():
                    # Of two readings equally good the longer heading says more.
                    fuller = points + min(len(text), 40) / 1000
                    scores[field] = max(fuller, scores.get(field, 0.0))
            options[column] = scores
        return options


def _is_foreign(group: str) -> bool:
    return (group + " ").startswith(_FOREIGN_GROUPS)
