"""The rows below a header: which are pupils, and which are titles, totals and signatures.

Losing a pupil's row hides a child, so a row is passed over only when it says what else it is.
"""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from domain.dates import DateOrder, UnreadableDate, read_date
from domain.identifiers import plain_text
from domain.legacy import Encoding, decode, detect
from domain.names import clean, fold
from imports.reading.assignment import Row
from imports.reading.header import LEAST_PLAIN, PLAIN, Header, Surroundings, find_header
from imports.reading.matching import Matcher
from imports.reading.titles import (
    NUMBERING,
    bare_title,
    class_in_title,
    is_bare_number,
    is_example,
    is_footer,
    is_letterhead,
    is_numbering,
    is_page_number,
    is_school_title,
    is_section_title,
    is_sum,
    is_unit_title,
    looks_like_person,
    may_be_title,
)

_NAME_FIELDS = ("full_name", "family_middle_name", "middle_name", "given_name")
_LONGEST_TITLE = 200
_ANNOTATION = re.compile(r"\([^()]*\)|[(\[]?d{1,2}/m{1,2}/y{2,4}[)\]]?", re.IGNORECASE)
_ORDINAL = re.compile(r"\d{1,6}(?:\.0+)?[.)/]?")
_SAYS_SOMETHING = re.compile(r"[^\W_]|[^\x00-\x7f…–—·•]")
_REGISTERED = re.compile(r"\d{3,}")


@dataclass(frozen=True)
class Group:
    """What title rows say about the rows below them."""

    school: str = ""
    class_name: str = ""


@dataclass
class Body:
    """The data rows of one table: indexes into the sheet's rows, with the group each stands in.

    `unclear` are rows nobody can place, `prenumbered` trailing rows that hold only a number,
    `examples` rows a template shows how to fill in, `titles` the letterhead-like texts passed on
    the way, `footer` the first row of sums or signatures below the last pupil, `other` the header
    of a table that is no list of pupils, `next_header` that of another list at which this one ends.
    """

    rows: list[int] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    unclear: list[int] = field(default_factory=list)
    prenumbered: list[int] = field(default_factory=list)
    examples: list[int] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    footer: int | None = None
    other: int | None = None
    next_header: Header | None = None


@lru_cache(maxsize=1 << 14)
def _reads_as_date(value: object) -> bool:
    for order in DateOrder:
        try:
            return read_date(value, order=order) is not None
        except UnreadableDate:
            continue
    return False


def is_ordinal(value: object) -> bool:
    """Whether a cell holds a row's number."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return True
    return isinstance(value, str) and bool(_ORDINAL.fullmatch(value.strip()))


def read_body(
    rows: Sequence[Row], header: Header, matcher: Matcher, around: Surroundings = PLAIN
) -> Body:
    """Sort the rows below a header; stops at the end of the sheet or at another table's header."""
    return _BodyReader(rows, header, matcher, around).read()


class _BodyReader:
    def __init__(
        self, rows: Sequence[Row], header: Header, matcher: Matcher, around: Surroundings
    ) -> None:
        self.rows = rows
        self.around = around
        self.header = header
        self.matcher = matcher
        self.body = Body()
        self.group = Group()
        self.is_past_footer = False
        columns = header.columns
        self.ordinal = columns.get("ordinal")
        self.names = [columns[name] for name in _NAME_FIELDS if name in columns]
        self.known = [column for name, column in columns.items() if name != "ordinal"]

    def read(self) -> Body:
        index = self.header.last + 1
        while index < len(self.rows):
            row = self.rows[index]
            if self._is_plainly_data(row) and self.body.other is None:
                self._take(index)
            elif any(cell != "" for cell in row):
                header = self._header_at(index)
                if header and not self._says_the_same(header):
                    self.body.next_header = header
                    break
                if header:
                    index = max(index, header.last)
                    self.body.other = None
                elif self.body.other is None:
                    self._place(index, row)
            index += 1
        self._set_unnumbered_aside()
        self._set_prenumbered_aside()
        return self.body

    def _cell(self, row: Row, column: int | None) -> object:
        return row[column] if column is not None and column < len(row) else ""

    def _name(self, row: Row) -> str:
        cells = (self._cell(row, column) for column in self.names)
        return " ".join(str(cell).strip() for cell in cells if isinstance(cell, str)).strip()

    def _is_plainly_data(self, row: Row) -> bool:
        """The quick way for nearly every row: a number in front and a name behind it."""
        ordinal = self._cell(row, self.ordinal)
        if ordinal == "" or not is_ordinal(ordinal):
            return False
        name = self._name(row)
        if self.header.encoding is not Encoding.UNICODE:
            name = self._decoded(name)
        return len(name) > 2 and not name[0].isdigit() and not may_be_title(name)

    def _take(self, index: int) -> None:
        self.body.rows.append(index)
        self.body.groups.append(self.group)
        # Sums may stand between classes: what follows a pupil is the list again.
        self.is_past_footer = False
        self.body.footer = None

    def _header_at(self, index: int) -> Header | None:
        row = self.rows[index]
        if self.header.is_repeated_by(row):
            self.is_past_footer = False
            return self.header
        texts = [cell for cell in row if isinstance(cell, str) and cell != ""]
        if len(texts) < 2 or not any(self.matcher.is_heading(text) for text in texts):
            return None
        if self._has_birth(row):
            return None
        found = find_header(self.rows, self.matcher, start=index, searched=1, around=self.around)
        # One that begins further down comes up by itself; the rows before it are no part of it.
        if not found or found.first != index:
            return None
        return found if found.points >= min(LEAST_PLAIN, self.header.points) else None

    def _says_the_same(self, header: Header) -> bool:
        return header is self.header or header.columns == self.header.columns

    def _place(self, index: int, row: Row) -> None:
        """Say what a row is that is not plainly a pupil's."""
        texts = [self._decoded(cell) for cell in row if isinstance(cell, str) and cell.strip()]
        # Dots and dashes only fill the blank rows of a form.
        filled = [cell for cell in row if cell != "" and _SAYS_SOMETHING.search(str(cell))]
        if (
            not filled
            or is_numbering([plain_text(cell) for cell in filled])
            or _is_annotation(filled)
        ):
            return
        if all(map(is_page_number, texts)) and len(texts) == len(filled):
            return
        name = self._name(row)
        decoded = self._decoded(name)
        has_ordinal = is_ordinal(self._cell(row, self.ordinal))
        if self._begins_other_table(row, texts):
            self.body.other = index
        elif self._is_example(row):
            self.body.examples.append(index)
        elif self._is_numbered_person(decoded, has_ordinal) or (
            self._has_evidence(row) and (has_ordinal or self._is_named(row, decoded))
        ):
            self._take(index)
        elif any(map(is_footer, texts)):
            self._end(index)
        elif texts and self._is_title(texts, len(filled)):
            pass
        elif self._is_content(index, row, name):
            self._take(index)
        elif not self.is_past_footer:
            self.body.unclear.append(index)

    def _begins_other_table(self, row: Row, texts: list[str]) -> bool:
        """Whether a row heads a table of something else: numbered, but without names."""
        ordinal = self._cell(row, self.ordinal)
        if not isinstance(ordinal, str) or not self.matcher.heads_ordinals(self._decoded(ordinal)):
            return False
        return len(texts) >= 3

    def _is_named(self, row: Row, name: str) -> bool:
        return bool(name) and (not is_footer(name) or self._has_birth(row, is_short=True))

    def _is_numbered_person(self, name: str, has_ordinal: bool) -> bool:
        is_title = is_sum(name) or is_school_title(name) or is_unit_title(name)
        return has_ordinal and looks_like_person(name) and not is_title

    def _end(self, index: int) -> None:
        self.is_past_footer = True
        if self.body.footer is None:
            self.body.footer = index

    def _is_example(self, row: Row) -> bool:
        ordinal = self._cell(row, self.ordinal)
        return isinstance(ordinal, str) and is_example(self._decoded(ordinal))

    def _decoded(self, cell: str) -> str:
        return clean(decode(cell, self.header.encoding))

    def _has_birth(self, row: Row, *, is_short: bool = False) -> bool:
        """Whether a cell of the birth column is a date."""
        columns = self.header.columns
        for name in ("birth_date", "birth_if_male", "birth_if_female"):
            birth = self._cell(row, columns.get(name))
            if is_short and isinstance(birth, str) and is_footer(birth):
                # The place and date above a signature, or a birth date in words.
                continue
            if birth != "" and (isinstance(birth, datetime.date) or _reads_as_date(birth)):
                return True
        return False

    def _has_evidence(self, row: Row) -> bool:
        """Whether a cell is what only a pupil's row holds: a birth date, a sex, a code."""
        columns = self.header.columns
        if self._has_birth(row):
            return True
        if fold(self._decoded(str(self._cell(row, columns.get("gender"))))) in ("nam", "nu"):
            return True
        numbers = ("moet_code", "personal_id", "register_number", "birth_year")
        return any(_REGISTERED.search(str(self._cell(row, columns.get(name)))) for name in numbers)

    def _is_title(self, texts: list[str], filled: int) -> bool:
        """Take in a group title ("Lớp 9/1", "Trường THCS …") or a letterhead line."""
        if len(texts) > 1 and is_bare_number(texts[0]):
            texts, filled = texts[1:], filled - 1
        first = texts[0]
        if len(first) > _LONGEST_TITLE:
            return False
        # The number of a group may be a figure in the column of ordinals.
        is_alone = filled == 1
        bare = bare_title(first)
        folded = fold(bare)
        class_name = class_in_title(bare) if is_alone or folded.startswith("lop ") else ""
        if is_school_title(bare) and filled <= 2:
            self.group = Group(school=bare, class_name=class_name)
        elif class_name and filled <= 2:
            self.group = Group(school=self.group.school, class_name=class_name)
        elif is_letterhead(bare):
            if "lop" in folded and class_in_title(first):
                self.group = Group(school=self.group.school, class_name=class_in_title(first))
        elif not self._is_other_title(first, folded, filled):
            return False
        self.body.titles.extend(texts)
        return True

    def _is_other_title(self, text: str, folded: str, filled: int) -> bool:
        if filled <= 2 and is_unit_title(bare_title(text)):
            return True
        if filled != 1:
            return False
        is_section = is_section_title(text)
        return is_section or bool(NUMBERING.match(text)) or folded.startswith("lop ")

    def _is_content(self, index: int, row: Row, name: str) -> bool:
        """Whether a row must not be lost: it has a name, a number, or a cell of a known column."""
        has_ordinal = is_ordinal(self._cell(row, self.ordinal))
        if self.is_past_footer:
            # Signatures put a person's name under the list, without a number in front.
            return has_ordinal and bool(name)
        filled = [column for column in self.known if str(self._cell(row, column)).strip()]
        if has_ordinal and not filled:
            self.body.prenumbered.append(index)
            return True
        if name and self.ordinal is not None and not has_ordinal:
            # A list that numbers its pupils: what has no number must be called like one.
            return looks_like_person(self._decoded(name))
        return bool(filled)

    def _set_unnumbered_aside(self) -> None:
        """Names alone under a list that numbers its pupils may be those of who signed it."""
        rows = self.body.rows
        while (
            len(rows) > 1 and self.ordinal is not None and self._is_bare_name(self.rows[rows[-1]])
        ):
            self.body.unclear.append(rows.pop())
            self.body.groups.pop()
        self.body.unclear.sort()

    def _is_bare_name(self, row: Row) -> bool:
        if self._cell(row, self.ordinal) != "" or not self._name(row):
            return False
        return sum(str(self._cell(row, c)).strip() != "" for c in self.known) <= len(self.names)

    def _set_prenumbered_aside(self) -> None:
        """A template numbered further than it was filled ends in rows that hold nothing else."""
        trailing: list[int] = []
        prenumbered = set(self.body.prenumbered)
        while self.body.rows and self.body.rows[-1] in prenumbered:
            trailing.append(self.body.rows.pop())
            self.body.groups.pop()
        if len(trailing) < 3:
            for index in reversed(trailing):
                self._take(index)
            trailing = []
        self.body.prenumbered = trailing[::-1]


def _is_annotation(filled: Sequence[object]) -> bool:
    """A line under the header that says how to fill it in: "(Nam/Nữ)", "dd/mm/yyyy"."""
    return all(isinstance(cell, str) and _ANNOTATION.fullmatch(cell.strip()) for cell in filled)


def texts_of(rows: Sequence[Row], header_encoding: Encoding) -> tuple[str, ...]:
    """The texts above or below a list in reading order, decoded and cleaned.

    They are often typed in another font than the list: the header's encoding is only the fallback.
    """
    written = [cell for row in rows for cell in row if isinstance(cell, str)]
    encoding = detect(written)
    if encoding is Encoding.UNICODE:
        encoding = header_encoding
    # One cell may hold several lines of a letterhead.
    lines = (line for cell in written for line in cell.splitlines())
    texts = (clean(decode(line, encoding)) for line in lines)
    return tuple(text for text in texts if text)
