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
from imports.reading.header import Header, find_header
from imports.reading.matching import Matcher

_FOOTER_STARTS = (
    "danh sach nay co ", "danh sach co ", "danh sach tren co ", "an dinh danh sach ", "nguoi lap ",
    "lap bang ", "hieu truong ", "pho hieu truong ", "kt hieu truong ", "truong phong ",
    "pho truong phong ", "kt truong phong ", "giam doc ", "pho giam doc ", "kt giam doc ",
    "thu truong ",
    "chu tich ubnd ", "chu tich hoi dong ", "tm uy ban ", "tm hoi dong ", "xac nhan ", "noi nhan ",
    "ky ten ", "ky va ghi ro ", "ky ghi ro ", "da ky ", "can bo lap ", "giao vien chu nhiem ",
    "gvcn ", "trong do nu ", "trong do co ", "nguoi kiem tra ", "can bo phu trach ", "luu y ",
    "thu ky hoi dong ", "ghi chu danh sach ", "ghi chu cot ",
)  # fmt: skip
_FOOTER_WORDS = frozenset(("chu tich", "duyet", "thu ky", "phu trach"))
# What a sum counts must follow: Tống Công Danh is a pupil.
_SUM = re.compile(
    r"(?:tong (?:cong|so|ket|hop)|cong)"
    r"(?: (?:\d|co|la|so|danh sach|hoc sinh|hs|lop|truong|toan|nu|nam|cong|chung)(?: .*|\d*)|)"
)
_SIGNED_ON = re.compile(r"\bngay(?: \d+)? thang(?: \d+)? nam(?: \d+)?\b")
_LETTERHEAD_STARTS = (
    "cong hoa xa hoi", "doc lap", "ubnd", "uy ban nhan dan", "so giao duc", "so gd",
    "phong giao duc", "phong gd", "danh sach", "kem theo", "nam hoc", "khoa ngay", "bieu mau",
    "mau so", "phu luc",
)  # fmt: skip
_SCHOOL_STARTS = ("truong ", "thcs ", "th thcs ", "thcs thpt ", "trung tam ", "ptdt", "pho thong ")
_TITLE_WORDS = frozenset(("hoc", "sach", "lop", "truong", "doi", "dien", "nganh", "nghe", "khoi"))
_NUMBERING = re.compile(r"^(?:[ivx]+|\d{1,2}|[a-h])\s*[.)/\-–]\s+", re.IGNORECASE)
_COUNT = re.compile(r"\s*[-–:(,;]*\s*(?:có\s+)?\d+\s*(?:học sinh|hs|em)\b.*$", re.IGNORECASE)
_CLASS = re.compile(
    r"(\d{1,2}\s*[/.\-_]\s*(?:[a-z]?\d{1,2}|[a-z])|\d{1,2}\s?[a-z]\d{0,2})(?!\w)", re.IGNORECASE
)
_CLASS_TITLE = re.compile(r"\bl[ớo]p\s*:?\s*" + _CLASS.pattern, re.IGNORECASE)
_NUMBERED = re.compile(r"\(?(?:\d{1,2}|[a-z])\)?(?:=.*)?", re.IGNORECASE)
_NAME_FIELDS = ("full_name", "family_middle_name", "middle_name", "given_name")
_LONGEST_TITLE = 200
_ANNOTATION = re.compile(r"\([^()]*\)|[(\[]?d{1,2}/m{1,2}/y{2,4}[)\]]?", re.IGNORECASE)
_ORDINAL = re.compile(r"\d{1,6}(?:\.0+)?[.)]?")
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
    `titles` the letterhead-like texts passed on the way, `next_header` the header of another table
    at which this one ends.
    """

    rows: list[int] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    unclear: list[int] = field(default_factory=list)
    prenumbered: list[int] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
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


def class_in_title(text: str) -> str:
    """The class a title names ("DANH SÁCH LỚP 9A1", "Lớp 9/1"); blank when it names none."""
    found = _CLASS_TITLE.search(clean(text)) or _CLASS.fullmatch(clean(text))
    return re.sub(r"\s+", "", found[1]) if found else ""


def read_body(rows: Sequence[Row], header: Header, matcher: Matcher) -> Body:
    """Sort the rows below a header; stops at the end of the sheet or at another table's header."""
    return _BodyReader(rows, header, matcher).read()


class _BodyReader:
    def __init__(self, rows: Sequence[Row], header: Header, matcher: Matcher) -> None:
        self.rows = rows
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
            if self._is_plainly_data(row):
                self._take(index)
            elif any(cell != "" for cell in row):
                header = self._header_at(index)
                if header and not self._says_the_same(header):
                    self.body.next_header = header
                    break
                if header:
                    index = max(index, header.last)
                else:
                    self._place(index, row)
            index += 1
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
        return ordinal != "" and is_ordinal(ordinal) and len(self._name(row)) > 2

    def _take(self, index: int) -> None:
        self.body.rows.append(index)
        self.body.groups.append(self.group)
        # Sums may stand between classes: what follows a pupil is the list again.
        self.is_past_footer = False

    def _header_at(self, index: int) -> Header | None:
        row = self.rows[index]
        if self.header.is_repeated_by(row):
            self.is_past_footer = False
            return self.header
        texts = [cell for cell in row if isinstance(cell, str) and cell != ""]
        if len(texts) < 2 or not any(self.matcher.is_heading(text) for text in texts):
            return None
        found = find_header(self.rows, self.matcher, start=index, searched=1)
        return found if found and found.points >= min(3.0, self.header.points) else None

    def _says_the_same(self, header: Header) -> bool:
        return header is self.header or header.columns == self.header.columns

    def _place(self, index: int, row: Row) -> None:
        """Say what a row is that is not plainly a pupil's."""
        texts = [self._decoded(cell) for cell in row if isinstance(cell, str) and cell.strip()]
        filled = [cell for cell in row if cell != "" and str(cell).strip()]
        if not filled or self._is_numbering(filled) or _is_annotation(filled):
            return
        name = self._name(row)
        if self._has_evidence(row) and (name or is_ordinal(self._cell(row, self.ordinal))):
            self._take(index)
        elif any(map(_is_footer, texts)):
            self.is_past_footer = True
        elif texts and self._is_title(texts, len(filled)):
            pass
        elif self._is_content(index, row, name):
            self._take(index)
        elif not self.is_past_footer:
            self.body.unclear.append(index)

    def _decoded(self, cell: str) -> str:
        return clean(decode(cell, self.header.encoding))

    def _is_numbering(self, filled: list[object]) -> bool:
        """The "(1) (2) (3)" line under a header, also written 1 2 3 or A B 1 2."""
        if len(filled) < 3:
            return False
        texts = [plain_text(cell) for cell in filled]
        if not all(map(_NUMBERED.fullmatch, texts)):
            return False
        bare = [text.strip("()").split("=")[0] for text in texts]
        numbers = [int(text) for text in bare if text.isdecimal()]
        return len(numbers) >= 2 and numbers == list(range(numbers[0], numbers[0] + len(numbers)))

    def _has_evidence(self, row: Row) -> bool:
        """Whether a cell is what only a pupil's row holds: a birth date, a sex, a code."""
        columns = self.header.columns
        birth = self._cell(row, columns.get("birth_date"))
        if birth != "" and (isinstance(birth, datetime.date) or _reads_as_date(birth)):
            return True
        if fold(self._decoded(str(self._cell(row, columns.get("gender"))))) in ("nam", "nu"):
            return True
        numbers = ("moet_code", "personal_id", "register_number", "birth_year")
        return any(_REGISTERED.search(str(self._cell(row, columns.get(name)))) for name in numbers)

    def _is_title(self, texts: list[str], filled: int) -> bool:
        """Take in a group title ("Lớp 9/1", "Trường THCS …") or a letterhead line."""
        first = texts[0]
        if len(first) > _LONGEST_TITLE:
            return False
        is_alone = filled == 1
        bare = _COUNT.sub("", _NUMBERING.sub("", first)).strip()
        folded = fold(bare)
        class_name = class_in_title(bare) if is_alone or folded.startswith("lop ") else ""
        if folded.startswith(_SCHOOL_STARTS) and filled <= 2:
            self.group = Group(school=bare, class_name=class_name)
        elif class_name and (is_alone or filled <= 2):
            self.group = Group(school=self.group.school, class_name=class_name)
        elif folded.startswith(_LETTERHEAD_STARTS):
            if "lop" in folded and class_in_title(first):
                self.group = Group(school=self.group.school, class_name=class_in_title(first))
        elif not (is_alone and (_NUMBERING.match(first) or folded.startswith("lop "))):
            return False
        self.body.titles.extend(texts)
        return True

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
        if len(filled) == 1 and name and self.ordinal is not None and not has_ordinal:
            return looks_like_person(self._decoded(name))
        return bool(filled)

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


def looks_like_person(text: str) -> bool:
    """Whether a text standing alone could be a pupil's name and not a heading of some kind."""
    words = text.split()
    if not 2 <= len(words) <= 7 or not all(word[0].isupper() for word in words):
        return False
    return text.replace(" ", "").isalpha() and not _TITLE_WORDS.intersection(fold(text).split())


def _is_footer(text: str) -> bool:
    folded = fold(text)
    return bool(
        (folded + " ").startswith(_FOOTER_STARTS)
        or folded in _FOOTER_WORDS
        or _SUM.fullmatch(folded)
        or (_SIGNED_ON.search(folded) and len(folded) < 60)
    )


def texts_of(rows: Sequence[Row], header_encoding: Encoding) -> tuple[str, ...]:
    """The texts above or below a list in reading order, decoded and cleaned.

    They are often typed in another font than the list: the header's encoding is only the fallback.
    """
    written = [cell for row in rows for cell in row if isinstance(cell, str)]
    encoding = detect(written)
    if encoding is Encoding.UNICODE:
        encoding = header_encoding
    texts = (clean(decode(cell, encoding)) for cell in written)
    return tuple(text for text in texts if text)
