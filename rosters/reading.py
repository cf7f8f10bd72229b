"""One roster file as read: its rows as they would be kept, before anybody knows whose it is."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

from domain.identifiers import plain_text
from domain.names import has_accents, name_key
from domain.places import Address
from imports.catalogue import Catalogue
from imports.column_choices import meanings_of
from imports.models import ColumnChoice
from imports.read_files import SourceFile
from imports.reading import (
    ROSTER_COLUMNS,
    Guidance,
    Issue,
    Level,
    Record,
    RowKey,
    Table,
    UnreadableFile,
    Workbook,
    header_key,
    read_tables,
    read_workbook,
    row_key,
    visible_sheets,
)
from imports.reading.table import RESIDENCE_FIELDS
from rosters.models import RosterRow
from rosters.recognise import Said, said_by

# A file counts as written with accents when at least this share of its names has any.
ACCENTED_SHARE = 0.3
_TOP_ROWS = 15
TEXT_FIELDS = (
    "class_name",
    "guardian",
    "phone",
    "moet_code",
    "personal_id",
    "register_number",
    "note",
)
LIMITS = {
    name: RosterRow._meta.get_field(name).max_length
    for name in ("full_name", "school_text", "residence", *TEXT_FIELDS)
}

# The choices of columns, by the key of the header, that hold for a workbook.
ChoicesIn = Callable[[Workbook], Mapping[str, ColumnChoice]]


@dataclass
class RosterLine:
    """One line of the file: `row` is the pupil as it would be kept (unsaved), None where the line
    bears no name and cannot be anybody.
    """

    record: Record
    row: RosterRow | None = None
    address: Address = field(default_factory=Address)
    issues: list[Issue] = field(default_factory=list)

    @property
    def key(self) -> RowKey:
        """What the line is found by when its file is read again."""
        return row_key(self.record.sheet, self.record.anchor)

    def issue(self, column: str, **said: Any) -> Issue:
        """A finding at the cell of that column."""
        record = self.record
        return Issue(
            sheet=record.sheet,
            row=record.row,
            cell=record.address(column),
            field=column,
            value=record.values.get(column, "")[:200],
            **said,
        )


@dataclass
class RosterReading:
    """One file as read: what it says of itself, and its lines, with what was decided beside it.

    `left_out` are lines that somebody left out, `column_choices` the choices that reading took.
    """

    source: SourceFile
    said: Said
    tables: Sequence[Table]
    rows: list[RosterLine]
    left_out: list[RosterLine]
    file_issues: Sequence[Issue] = ()
    column_choices: Sequence[ColumnChoice] = ()
    # No doubt keeps a row of a roster out, so every doubt is worth a look.
    looked_at: ClassVar[frozenset[Level]] = frozenset((Level.ERROR, Level.WARNING))

    @property
    def pupils(self) -> list[RosterRow]:
        """The rows that would be kept, in the file's order."""
        return [line.row for line in self.rows if line.row]

    @property
    def nameless(self) -> int:
        """How many lines bear no name."""
        return sum(line.row is None for line in self.rows)

    @property
    def issues(self) -> list[Issue]:
        """Findings of the file, then line by line."""
        return [*self.file_issues, *(issue for line in self.rows for issue in line.issues)]

    @property
    def has_accents(self) -> bool:
        """Whether the names are written with accents."""
        pupils = self.pupils
        return sum(has_accents(each.full_name) for each in pupils) >= ACCENTED_SHARE * len(pupils)

    @property
    def decided(self) -> dict[str, int]:
        """How many cells were put right and lines left out, where any were."""
        mends = self.source.beside.mends
        mended = sum(len(mends[line.key]) for line in self.rows if line.row and line.key in mends)
        numbers = {"mended": mended, "left_out": len(self.left_out)}
        return {name: number for name, number in numbers.items() if number}


def read_roster(
    source: SourceFile, catalogue: Catalogue, *, today: date, choices_in: ChoicesIn | None = None
) -> RosterReading:
    """Read one file, its columns as they were chosen and its cells as they were put right; raises
    UnreadableFile for one that holds no pupils, HeaderNotFound where its columns must be told
    first.
    """
    workbook = read_workbook(source.content, source.name)
    choices = choices_in(workbook) if choices_in else {}
    guidance = Guidance(columns=meanings_of(choices), mends=source.beside.typed)
    reading = read_tables(workbook, ROSTER_COLUMNS, guidance=guidance)
    said = said_by(source.name, reading.tables, catalogue, today=today)
    lines = [
        _line(record, catalogue, source) for table in reading.tables for record in table.records
    ]
    if not any(line.row for line in lines):
        raise UnreadableFile(f"Tệp “{source.name}” không có học sinh nào; kiểm tra lại tệp.")
    out = source.beside.left_out
    kept = [line for line in lines if line.key not in out] if out else lines
    left_out = [line for line in lines if line.key in out] if out else []
    keys = dict.fromkeys(header_key(t.headings) for t in reading.tables if t.is_chosen)
    chosen = [choices[key] for key in keys]
    return RosterReading(source, said, reading.tables, kept, left_out, reading.issues, chosen)


def top_lines(workbook: Workbook) -> list[str]:
    """Texts at the top of the visible sheets that stand alone in their row, as letterheads do."""
    rows = [row for sheet in visible_sheets(workbook, []) for row in sheet.rows[:_TOP_ROWS]]
    filled = [[text for cell in row if (text := plain_text(cell))] for row in rows]
    return [
        line for texts in filled if len(texts) <= 2 for text in texts for line in text.split("\n")
    ]


def _line(record: Record, catalogue: Catalogue, source: SourceFile) -> RosterLine:
    line = RosterLine(record, issues=list(record.issues))
    if record.values.get("full_name"):
        written = (record.values.get(name, "") for name in RESIDENCE_FIELDS)
        residence = ", ".join(dict.fromkeys(part for part in written if part))
        line.address = catalogue.gazetteer.read(residence)
        line.row = _row(line, residence, catalogue)
        line.row.mended = source.beside.mends.get(line.key)
        _cut_over_long(line)
        line.row.issues = [[i.level, i.code, i.cell, i.message] for i in line.issues]
    return line


def _row(line: RosterLine, residence: str, catalogue: Catalogue) -> RosterRow:
    record, address = line.record, line.address
    values, birth, commune = record.values, record.birth, address.commune_code
    return RosterRow(
        sheet=record.sheet[:100],
        row_number=record.row,
        anchor=record.anchor,
        full_name=values["full_name"],
        name_key=name_key(values["full_name"]),
        birth_year=birth.year if birth else None,
        birth_month=birth.month if birth else None,
        birth_day=birth.day if birth else None,
        gender=record.gender,
        school_text=values.get("school", ""),
        residence=residence,
        commune_id=catalogue.communes.get(commune),
        commune_code=commune,
        commune_key="" if commune else address.commune_key,
        district_codes=[address.district_code] if address.district_code else [],
        extra=dict(record.extra),
        **{name: values.get(name, "") for name in TEXT_FIELDS},
    )


def _cut_over_long(line: RosterLine) -> None:
    """A roster row is evidence: what is too long is cut and flagged, the row is kept."""
    for name, limit in LIMITS.items():
        value = getattr(line.row, name)
        if len(value) > limit:
            setattr(line.row, name, value[:limit])
            line.issues.append(
                line.issue(
                    _column_of(name, line.record),
                    level=Level.WARNING,
                    code="too_long",
                    message=f"Nội dung dài quá {limit} ký tự, đã cắt bớt.",
                )
            )


def _column_of(name: str, record: Record) -> str:
    """The column of the sheet that a field of the row was read from."""
    if name == "residence":
        return max(RESIDENCE_FIELDS, key=lambda each: len(record.values.get(each, "")))
    return {"school_text": "school"}.get(name, name)
