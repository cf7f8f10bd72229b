"""What the page of rows to mend asks and is sent: cells by row and field."""

import sys
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

from domain.names import clean
from imports.causes import cause_key
from imports.mending import TypedCell, is_mendable
from imports.read_files import FileRow, ReadFile
from imports.reading import Issue, RowKey, row_key
from imports.reading.table import NAME_FIELDS, RESIDENCE_FIELDS

LONGEST = 500
PAGE_SIZE = 50
_CODES = ("register_number", "moet_code", "personal_id")
_BIRTH = (
    "birth_date",
    "birth_day",
    "birth_month",
    "birth_year",
    "birth_if_male",
    "birth_if_female",
)
# Cells that are looked at together with the one a finding names.
_TOGETHER = (NAME_FIELDS, _BIRTH, RESIDENCE_FIELDS)
_LOOKED_AT = {
    "keys_disagree": _CODES,
    "listed_elsewhere": _CODES,
    "graduate_beyond": _CODES,
    "identity_ambiguous": (*_CODES, "class_name"),
    "pupil_twice": (*NAME_FIELDS, *_BIRTH, *_CODES),
}

Place = tuple[int, int, str]


@dataclass(frozen=True)
class Rows:
    """The rows of one file that are to be looked at, in the file's order; `also` are rows that are
    looked at whatever was found in them.
    """

    file: ReadFile
    cause: str = ""
    also: Set[RowKey] = frozenset()

    @property
    def file_version(self) -> str:
        """Another text as soon as another file has taken its place."""
        return self.file.source.sha256[:16]

    @property
    def sheets(self) -> list[str]:
        return list(dict.fromkeys(table.sheet for table in self.file.tables))

    @property
    def listed(self) -> list[FileRow]:
        """Rows with a finding of the cause; without one all rows that are to be looked at."""
        return [
            row
            for row in self.file.rows
            if any(map(self.is_meant, row.issues)) or row.key in self.also
        ]

    def is_meant(self, issue: Issue) -> bool:
        """Whether a finding is one that this page is about."""
        if self.cause:
            return cause_key(issue.code, issue.message) == self.cause
        return issue.level in self.file.looked_at

    def token(self, row: FileRow) -> str:
        """The row's name in addresses and forms."""
        return f"{self.sheets.index(row.record.sheet)}~{row.record.row}~{row.record.anchor}"

    def fields(self, row: FileRow, typed: Iterable[str] = ()) -> list[str]:
        """The cells of a row that its findings are about, those it has or may be given; and those
        somebody typed over.
        """
        found: dict[str, None] = {name: None for name in typed if is_mendable(row, name)}
        for issue in filter(self.is_meant, row.issues):
            looked_at = _LOOKED_AT.get(issue.code)
            if looked_at is None:
                group = next((g for g in _TOGETHER if issue.field in g), ())
                looked_at = (issue.field, *group)
            found |= dict.fromkeys(n for n in looked_at if n in row.record.columns)
            if is_mendable(row, issue.field):
                found[issue.field] = None
        columns = row.record.columns
        # As they stand in the sheet; a cell without a column comes last.
        return sorted(found, key=lambda n: columns[n].index if n in columns else sys.maxsize)

    def key_of(self, token: str) -> RowKey | None:
        """The row a token names; None for one that somebody made up."""
        place = place_of(token)
        if place is None or place[0] >= len(self.sheets):
            return None
        return row_key(self.sheets[place[0]], place[2])


def place_of(token: str) -> Place | None:
    """A token as what orders rows: sheet, row, anchor."""
    sheet, _, rest = token.partition("~")
    row, _, anchor = rest.partition("~")
    numbers = sheet, row
    if not anchor or not all(
        each.isascii() and each.isdigit() and len(each) < 8 for each in numbers
    ):
        return None
    return int(sheet), int(row), anchor


def page_of(tokens: Sequence[str], after: str, *, size: int = PAGE_SIZE) -> tuple[int, int]:
    """First and last index of the page behind a token; the first page where it leads to nothing."""
    place = place_of(after)
    start = 0
    if place:
        start = next((n for n, t in enumerate(tokens) if (place_of(t) or place) > place), 0)
    return start, min(len(tokens), start + size)


def first_from(tokens: Iterable[str], at: str) -> str:
    """The first row at or behind a token, "" where there is none."""
    place = place_of(at)
    if place is None:
        return ""
    return next((token for token in tokens if (place_of(token) or place) >= place), "")


def typed_cells(posted: Mapping[str, str], rows: Rows) -> list[TypedCell]:
    """Every cell of the form: `cell:<row>:<field>`, and `was:<row>:<field>` for what it showed."""
    found = []
    for name, text in posted.items():
        kind, _, place = name.partition(":")
        token, _, field = place.partition(":")
        key = rows.key_of(token)
        if kind == "cell" and field and key:
            found.append(TypedCell(key, field, clean(posted.get(f"was:{place}", "")), clean(text)))
    return found


def ticked_rows(posted: Mapping[str, str], rows: Rows) -> list[RowKey]:
    """The rows that are to be left out."""
    tokens = (name.partition(":")[2] for name in posted if name.startswith("skip:"))
    return [key for token in tokens if (key := rows.key_of(token))]


def last_token(posted: Mapping[str, str], cells: Sequence[TypedCell], rows: Rows) -> str:
    """The lowest row that was worked at: the next one is where to go on."""
    changed = {cell.row for cell in cells if cell.typed != cell.shown}
    changed |= set(ticked_rows(posted, rows))
    tokens = {name.split(":")[1] for name in posted if name.startswith(("cell:", "skip:"))}
    places = [place for token in tokens if (place := place_of(token))]
    worked = [p for p in places if rows.key_of("~".join(map(str, p))) in changed]
    return "~".join(map(str, max(worked))) if worked else ""
