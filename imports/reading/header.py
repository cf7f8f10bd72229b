"""The header of a list: found among letterhead lines, one to three lines tall, in any encoding."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from domain.identifiers import plain_text
from domain.legacy import Encoding, decode, is_surely_unicode
from domain.names import clean, fold
from imports.reading.assignment import Row, Sample, assign, settle
from imports.reading.block import Block
from imports.reading.marks import Merge
from imports.reading.matching import Matcher
from imports.reading.titles import is_footer, is_numbering
from imports.reading.vague_headings import add_spoken

SEARCHED_ROWS = 40
MOST_SEARCHED = 400
_MOST_LINES = 3
# A further header line must bring at least this much; a data row never does.
_WORTH_A_LINE = 0.5
_SHARE_OF_BEST = 0.6
LEAST_PLAIN = 3.0
NAME_FIELDS = frozenset(("full_name", "family_middle_name", "middle_name", "given_name"))

# One heading in three is retyped by nobody: the others are Unicode as well.
_SHARE_SURELY_UNICODE = 1 / 3
_ANY_CODE = frozenset((
    "ma hs", "ma so hs", "ma hoc sinh", "ma so hoc sinh", "ma hv", "ma hoc vien", "ma so",
    "student id", "student code",
))  # fmt: skip
_LEAST_GAP = 2
_SAMPLE_ROWS = 80
# A sum below fewer may be that of the first class.
_ENOUGH_ROWS = 5
_POINTS_OF_HIDING = 30.0
_NO_HEADING = re.compile(r"[\d\s./()\-:]+")


@dataclass(frozen=True)
class Header:
    """A header's place and meaning: rows and columns are indexes from 0.

    `lines` hold, per header line, column → folded text: a row saying the same is a repetition.
    `foreign` are columns under a heading of a parent, a birthplace, a score; `over` maps a column
    to the heading of its group. `is_chosen`: somebody said what the columns are; `guessed` are
    those understood by their cells alone. A list without a header has one that ends before it
    begins.
    """

    first: int
    last: int
    columns: dict[str, int]
    headings: dict[int, str]
    encoding: Encoding
    points: float
    lines: tuple[dict[int, str], ...]
    foreign: frozenset[int] = frozenset()
    over: dict[int, str] = field(default_factory=dict)
    is_chosen: bool = False
    guessed: frozenset[int] = frozenset()

    @property
    def is_missing(self) -> bool:
        """Whether no row of the sheet is the header."""
        return self.last < self.first

    @property
    def has_foreign_groups(self) -> bool:
        """Whether some columns are about somebody or something else than the pupil."""
        return bool(self.foreign)

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

    def rows_below(self, rows: Sequence[Row]) -> list[Row]:
        """The first rows below that may be pupils, up to what plainly ends the list."""
        found: list[Row] = []
        for row in rows[self.last + 1 : self.last + 1 + _SAMPLE_ROWS]:
            filled = [plain_text(cell) for cell in row if cell not in ("", None)]
            if not filled or is_numbering(filled) or self.is_repeated_by(row):
                continue
            words = (text for text in filled if not text.isdecimal())
            if not is_footer(clean(decode(next(words, ""), self.encoding))):
                found.append(row)
            elif len(found) >= _ENOUGH_ROWS:
                break
        return found


@dataclass(frozen=True)
class Surroundings:
    """What a sheet knows about its cells beyond their values."""

    merges: tuple[Merge, ...] = ()
    hidden_columns: frozenset[int] = frozenset()


PLAIN = Surroundings()


def find_header(
    rows: Sequence[Row],
    matcher: Matcher,
    *,
    start: int = 0,
    searched: int = SEARCHED_ROWS,
    around: Surroundings = PLAIN,
) -> Header | None:
    """The first header at or below `start` that is about as good as the best one in sight."""
    finder = _Finder(rows, matcher, start, around)
    found: list[Header] = []
    # A cover page may stand before the list; few lists begin so far down, and none further.
    last = start + (searched if searched == 1 else MOST_SEARCHED)
    for begin in range(start, min(len(rows), last), searched):
        found = finder.headers(begin, min(len(rows), begin + searched))
        if found:
            break
    if not found:
        return None
    enough = _SHARE_OF_BEST * max(header.points for header in found)
    chosen = next(header for header in found if header.points >= enough)
    for header in found:
        # The lines below may belong to the same header ("Ngày | Tháng | Năm" under "Ngày sinh").
        if header.first <= chosen.last < header.last and header.points > chosen.points:
            chosen = header
    return finder.with_cells(finder.with_lower_line(chosen))


def header_at(
    rows: Sequence[Row], matcher: Matcher, index: int, around: Surroundings = PLAIN
) -> Header:
    """The row as a header, whatever it says: somebody pointed at it."""
    finder = _Finder(rows, matcher, index, around)
    return finder.with_cells(finder.best_encoding(index, index))


def texts_at(row: Row) -> Iterator[dict[int, str]]:
    """The texts of a row by column, in each encoding it may be written in."""
    texts = [cell for cell in row if isinstance(cell, str)]
    for encoding in _encodings_for(texts) if texts else ():
        yield Block.of([row], encoding).headings()


def chosen(header: Header, columns: Mapping[str, int]) -> Header:
    """The header with its columns as somebody said they are: field → column."""
    ordered = dict(sorted(columns.items(), key=lambda item: item[1]))
    # Whatever follows on the sheet must look at least like a plain list to be another one.
    points = max(header.points, LEAST_PLAIN)
    return replace(header, columns=ordered, points=points, is_chosen=True, guessed=frozenset())


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
    marked = [text for text in texts if not text.isascii()]
    if sum(map(is_surely_unicode, marked)) >= _SHARE_SURELY_UNICODE * len(marked):
        return (Encoding.UNICODE,)
    return (Encoding.UNICODE, Encoding.TCVN3, Encoding.VNI)


def _may_be_header_line(row: Row) -> bool:
    """Headings are words: a number, a date or a "(1)" shows a line of another kind."""
    filled = [cell for cell in row if cell != "" and cell is not None]
    return bool(filled) and all(
        isinstance(cell, str) and not _NO_HEADING.fullmatch(cell) for cell in filled
    )


def _has_digit(cell: object) -> bool:
    return any(map(str.isdigit, str(cell)))


def _total(chosen: dict[str, tuple[int, float]]) -> float:
    """Points of a header: nothing without a name and at least one more column."""
    if len(chosen) < 2 or not NAME_FIELDS.intersection(chosen):
        return 0.0
    return sum(points for _, points in chosen.values()) / 100


class _Finder:
    """Looks for headers in the rows of one sheet from `start` on."""

    def __init__(
        self, rows: Sequence[Row], matcher: Matcher, start: int, around: Surroundings
    ) -> None:
        self.rows = rows
        self.matcher = matcher
        self.start = start
        self.around = around

    def headers(self, begin: int, end: int) -> list[Header]:
        """The best header that ends in each promising row."""
        bottoms = _promising(self.rows, self.matcher, begin, end)
        return [header for bottom in bottoms if (header := self._best_ending_at(bottom))]

    def _best_ending_at(self, bottom: int) -> Header | None:
        best: Header | None = None
        for top in range(bottom, max(self.start, bottom - _MOST_LINES + 1) - 1, -1):
            if not _may_be_header_line(self.rows[top]):
                break
            header = self.best_encoding(top, bottom)
            needed = best.points + _WORTH_A_LINE if best else 0.0
            if header.has_foreign_groups and best:
                # The lower line alone took the father's name or the birthplace for the pupil's.
                needed = best.points * _SHARE_OF_BEST
            if header.points > needed:
                best = header
        return best

    def best_encoding(self, top: int, bottom: int) -> Header:
        """These rows as a header, in the encoding in which they say most."""
        block = self.rows[top : bottom + 1]
        texts = [cell for row in block for cell in row if isinstance(cell, str)]
        read = [self._read_block(top, bottom, encoding) for encoding in _encodings_for(texts)]
        # max() keeps the first of equals: Unicode unless an old encoding says more.
        return max(read, key=lambda header: header.points)

    def _block(self, top: int, bottom: int, encoding: Encoding) -> Block:
        return Block.of(self.rows[top : bottom + 1], encoding, first=top, merges=self.around.merges)

    def _read_block(self, top: int, bottom: int, encoding: Encoding) -> Header:
        block = self._block(top, bottom, encoding)
        options = block.options(self.matcher)
        chosen = assign(options)
        return Header(
            first=top,
            last=bottom,
            columns={field: column for field, (column, _) in chosen.items()},
            headings=block.headings(),
            encoding=encoding,
            points=_total(chosen),
            lines=block.folded_lines(),
            foreign=frozenset(filter(block.is_about_others, options)),
            over={column: groups[-1] for column in options if (groups := block.groups(column))},
        )

    def with_lower_line(self, header: Header) -> Header:
        """The header with a further line that only cuts up what stands under a merged heading.

        "Học lực | Hạnh kiểm | Tốt nghiệp" under "Xếp loại" names no field, and is no pupil either.
        """
        below = header.last + 1
        if below - header.first >= _MOST_LINES or below >= len(self.rows):
            return header
        if not self._cuts_up(self.rows[header.last], self.rows[below]):
            return header
        lower = self._read_block(header.first, below, header.encoding)
        return lower if lower.points >= header.points * _SHARE_OF_BEST else header

    def _cuts_up(self, upper: Row, lower: Row) -> bool:
        def has_heading(column: int) -> bool:
            return column < len(upper) and upper[column] != ""

        filled = [column for column, cell in enumerate(lower) if cell != ""]
        if not _may_be_header_line(lower) or any(map(_has_digit, lower)):
            return False
        # Each stands under a heading's blank part, or where such a part begins beside it.
        return any(not has_heading(column) for column in filled) and all(
            not has_heading(column) or (column + 1 in filled and not has_heading(column + 1))
            for column in filled
        )

    def with_cells(self, header: Header) -> Header:
        """The same header with its columns decided by the cells below as well."""
        block = self._block(header.first, header.last, header.encoding)
        sample = Sample(header.rows_below(self.rows), list(header.columns.values()))
        options = block.options(self.matcher)
        for column in _set_apart(options, sample):
            del options[column]
        _drop_own_codes(options, header.headings, sample)
        for column in self.around.hidden_columns & options.keys():
            # A hidden column answers only where no other does.
            options[column] = {f: p - _POINTS_OF_HIDING for f, p in options[column].items()}
        guessed: frozenset[int] = frozenset()
        if self.matcher.knows("study_status"):
            guessed = add_spoken(options, header.headings, sample.cells, header.encoding)
        chosen = assign(options, sample.cells)
        found = {field: column for field, (column, _) in chosen.items()}
        settled = settle(found, header.headings, sample.cells)
        columns = dict(sorted(settled.items(), key=lambda item: item[1]))
        return replace(header, columns=columns, guessed=guessed & set(columns.values()))


def _drop_own_codes(
    options: Mapping[int, dict[str, float]], headings: Mapping[int, str], sample: Sample
) -> None:
    """A school's own numbers ("HV01" under "Mã học viên") are not the ministry's codes."""
    for column, scores in options.items():
        if "moet_code" not in scores or fold(headings.get(column, "")) not in _ANY_CODE:
            continue
        cells = [plain_text(cell) for cell in sample.cells(column)]
        long = sum(sum(map(str.isdigit, cell)) >= 8 or "E+" in cell for cell in cells)
        if cells and long * 2 < len(cells):
            del scores["moet_code"]


def _set_apart(options: Mapping[int, object], sample: Sample) -> list[int]:
    """Columns of a small table beside the list: behind a gap, and blank in most rows."""
    apart: list[int] = []
    last = min(options, default=0)
    for column in sorted(options):
        gap = range(last + 1, column)
        is_behind_gap = len(gap) >= _LEAST_GAP and not any(map(sample.cells, gap))
        if (is_behind_gap or last in apart) and len(sample.cells(column)) * 2 < sample.rows:
            apart.append(column)
        last = column
    return apart
