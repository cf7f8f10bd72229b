"""What reading a workbook yields: tables of typed records, with what was found on the way."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from domain.dates import BirthDate, DateOrder
from domain.legacy import Encoding
from domain.names import fold
from imports.reading.explanation import Explanation
from imports.reading.findings import Issue, Level
from imports.reading.letterhead import school_names


@lru_cache(maxsize=1024)
def column_letters(index: int) -> str:
    """The letters Excel gives the column at `index`, counted from 0: 0 is A, 26 is AA."""
    letters = ""
    number = index + 1
    while number:
        number, remainder = divmod(number - 1, 26)
        letters = chr(65 + remainder) + letters
    return letters


@dataclass(frozen=True)
class ColumnFound:
    """A field's place in a sheet: index from 0, the heading as read, the encoding of its cells."""

    index: int
    header_text: str
    encoding: Encoding = Encoding.UNICODE

    @property
    def letters(self) -> str:
        """The column's letters in Excel."""
        return column_letters(self.index)


NAME_FIELDS = ("full_name", "family_middle_name", "middle_name", "given_name")
# The parts of an address in the order in which it is read out.
RESIDENCE_FIELDS = ("residence", "hamlet", "commune", "district")


def anchor_column(columns: Mapping[str, ColumnFound]) -> str:
    """The letters of the column that tells rows of a sheet apart, lists side by side included."""
    return next((columns[name].letters for name in NAME_FIELDS if name in columns), "")


@dataclass(frozen=True)
class EncodingNote:
    """A column converted from an old font's encoding, with a few (before, after) pairs to show."""

    column: str
    header_text: str
    encoding: Encoding
    samples: tuple[tuple[str, str], ...]


@dataclass(slots=True)
class Record:
    """One pupil's row.

    `values` holds the cleaned text of every field found (codes and phones normalised), `extra`
    the filled cells of columns no field answers to, by heading. `birth` may be only a year.
    `gender` is "M", "F" or "" when not told.
    """

    sheet: str
    row: int
    values: dict[str, str]
    columns: dict[str, ColumnFound]
    extra: dict[str, str] = field(default_factory=dict)
    birth: BirthDate | None = None
    gender: str = ""
    issues: list[Issue] = field(default_factory=list)

    @property
    def has_errors(self) -> bool:
        """Whether the row must be mended before it can be taken."""
        return any(issue.level is Level.ERROR for issue in self.issues)

    @property
    def anchor(self) -> str:
        """The address of the pupil's name: one row's alone within a sheet."""
        return f"{anchor_column(self.columns)}{self.row}"

    def address(self, field_name: str) -> str:
        """The Excel address of a field's cell such as "F12"; blank when the sheet has none."""
        found = self.columns.get(field_name)
        return f"{found.letters}{self.row}" if found else ""


@dataclass(frozen=True)
class Table:
    """One list found in a sheet.

    `header_row` is the Excel number of the lowest header line, 0 where none is. `letterhead` are
    the texts above the header in reading order, `footer` those below the rows (totals, place and
    date, signatures). `extra_headers` maps a column index to a heading no field answers to,
    `headings` every column to its heading, `samples` to a few of its cells as read.
    `date_order` is None when the column of dates holds both orders. `explanation` says how the
    list was understood, `is_chosen` whether somebody said what its columns are.
    """

    sheet: str
    header_row: int
    columns: dict[str, ColumnFound]
    records: list[Record]
    letterhead: tuple[str, ...] = ()
    footer: tuple[str, ...] = ()
    extra_headers: dict[int, str] = field(default_factory=dict)
    encodings: tuple[EncodingNote, ...] = ()
    date_order: DateOrder | None = DateOrder.DAY_FIRST
    is_year_only: bool = False
    explanation: Explanation = field(default_factory=Explanation)
    headings: dict[int, str] = field(default_factory=dict)
    samples: dict[int, tuple[str, ...]] = field(default_factory=dict)
    is_chosen: bool = False


@dataclass(frozen=True)
class Reading:
    """The tables of a workbook and the findings that belong to no single row."""

    tables: tuple[Table, ...]
    issues: tuple[Issue, ...] = ()

    def every_issue(self) -> list[Issue]:
        """All findings: of the file, then row by row."""
        of_rows = (i for table in self.tables for record in table.records for i in record.issues)
        return [*self.issues, *of_rows]


def school_hint(table: Table) -> list[str]:
    """Texts that may name the school a list comes from, letterhead before sheet name."""
    return list(dict.fromkeys([*school_names(table.letterhead), table.sheet]))


def title_lines(table: Table) -> list[str]:
    """The letterhead lines that say what the list is ("DANH SÁCH HỌC SINH …")."""
    return [line for line in table.letterhead if "danh sach" in fold(line)]
