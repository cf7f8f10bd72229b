"""Reading a roster file into rows, before anything is written."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Self

from districts.models import School
from domain.identifiers import plain_text
from domain.names import has_accents, name_key
from imports.catalogue import Catalogue, load_catalogue
from imports.column_choices import choices_of, meanings_of
from imports.graduates import SourceFile
from imports.models import BatchKind, ColumnChoice
from imports.reading import (
    ROSTER_COLUMNS,
    Guidance,
    Issue,
    Level,
    Record,
    Table,
    UnreadableFile,
    Workbook,
    header_key,
    read_tables,
    read_workbook,
    visible_sheets,
)
from rosters.models import RosterRow
from rosters.recognise import Recognised, Said, institution_named, recognise, said_by
from students.models import Cohort

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
class RosterReading:
    """One file as read: what it says of itself, and its rows (unsaved).

    `column_choices` are those that this took.
    """

    source: SourceFile
    said: Said
    tables: Sequence[Table]
    rows: list[RosterRow]
    has_accents: bool
    issues: list[Issue] = field(default_factory=list)
    column_choices: Sequence[ColumnChoice] = ()


@dataclass
class RosterFile:
    """One file, understood: whose list it is, and its rows (unsaved)."""

    source: SourceFile
    recognised: Recognised
    rows: list[RosterRow]
    has_accents: bool
    issues: list[Issue] = field(default_factory=list)

    @classmethod
    def of(cls, reading: RosterReading, recognised: Recognised) -> Self:
        return cls(
            reading.source, recognised, reading.rows, reading.has_accents, list(reading.issues)
        )


def read_roster_files(
    files: Sequence[SourceFile],
    *,
    cohort: Cohort,
    today: date,
    institution: School | None = None,
    part: str = "",
) -> list[RosterFile]:
    """Read the files, lists of that part; raises UnreadableFile for one that is no roster of this
    cohort's year.
    """
    catalogue = load_catalogue(on=date(cohort.year, 7, 1))
    read = []
    for source in files:
        reading = read_roster(
            source, catalogue, today=today, choices_in=_remembered(source, catalogue, institution)
        )
        found = recognise(
            reading.said, cohort_year=cohort.year, today=today, institution=institution
        )
        read.append(RosterFile.of(reading, replace(found, part=part)))
    _refuse_rivals(read)
    return read


def _remembered(source: SourceFile, catalogue: Catalogue, institution: School | None) -> ChoicesIn:
    """What was chosen on the pages for lists of the institution, the one named if none is said."""

    def choices_in(workbook: Workbook) -> Mapping[str, ColumnChoice]:
        found = institution or institution_named(source.name, top_lines(workbook), catalogue)
        if found is None:
            return {}
        return choices_of(found.district, sender_id=found.pk, kind=BatchKind.ROSTER)

    return choices_in


def top_lines(workbook: Workbook) -> list[str]:
    """Texts at the top of the visible sheets that stand alone in their row, as letterheads do."""
    rows = [row for sheet in visible_sheets(workbook, []) for row in sheet.rows[:_TOP_ROWS]]
    filled = [[text for cell in row if (text := plain_text(cell))] for row in rows]
    return [
        line for texts in filled if len(texts) <= 2 for text in texts for line in text.split("\n")
    ]


def _refuse_rivals(files: Sequence[RosterFile]) -> None:
    """Classes 10A and 10B in two files: the second is no newer version of the first."""
    first: dict[tuple[str, str, str], RosterFile] = {}
    for file in files:
        found = file.recognised
        other = first.setdefault((found.institution.code, found.programme, found.stage), file)
        if other.source.content != file.source.content:
            raise UnreadableFile(
                f"Tệp “{other.source.name}” và “{file.source.name}” cùng là danh sách của "
                f"{found.institution.name}; gộp vào một tệp (mỗi lớp một trang tính), hoặc nhập "
                "từng tệp một nếu tệp sau thay tệp trước."
            )


def read_roster(
    source: SourceFile, catalogue: Catalogue, *, today: date, choices_in: ChoicesIn | None = None
) -> RosterReading:
    """Read one file, its columns as they were chosen for it; raises UnreadableFile for one that
    holds no pupils, HeaderNotFound where its columns must be told first.
    """
    workbook = read_workbook(source.content, source.name)
    choices = choices_in(workbook) if choices_in else {}
    guidance = Guidance(columns=meanings_of(choices))
    reading = read_tables(workbook, ROSTER_COLUMNS, guidance=guidance)
    said = said_by(source.name, reading.tables, catalogue, today=today)
    records = [(table.sheet, record) for table in reading.tables for record in table.records]
    issues = list(reading.issues)
    issues += [issue for _, record in records for issue in record.issues]
    rows = [
        _row(sheet, record, catalogue)
        for sheet, record in records
        if record.values.get("full_name")
    ]
    if not rows:
        raise UnreadableFile(f"Tệp “{source.name}” không có học sinh nào; kiểm tra lại tệp.")
    issues += [issue for row in rows for issue in _over_long(row)]
    accented = sum(has_accents(row.full_name) for row in rows)
    is_accented = accented >= ACCENTED_SHARE * len(rows)
    keys = dict.fromkeys(header_key(t.headings) for t in reading.tables if t.is_chosen)
    chosen = [choices[key] for key in keys]
    return RosterReading(source, said, reading.tables, rows, is_accented, issues, chosen)


def _row(sheet: str, record: Record, catalogue: Catalogue) -> RosterRow:
    values = record.values
    written = [values.get(name, "") for name in ("residence", "hamlet", "commune", "district")]
    residence = ", ".join(dict.fromkeys(part for part in written if part))
    address = catalogue.gazetteer.read(residence)
    commune = address.commune_code
    birth = record.birth
    return RosterRow(
        sheet=sheet[:100],
        row_number=record.row,
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
        issues=[[i.level, i.code, i.cell, i.message] for i in record.issues],
        **{name: values.get(name, "") for name in TEXT_FIELDS},
    )


def _over_long(row: RosterRow) -> list[Issue]:
    """A roster row is evidence: what is too long is cut and flagged, the row is kept."""
    issues = []
    for name, limit in LIMITS.items():
        value = getattr(row, name)
        if len(value) > limit:
            setattr(row, name, value[:limit])
            issues.append(
                Issue(
                    level=Level.WARNING,
                    code="too_long",
                    message=f"Nội dung dài quá {limit} ký tự, đã cắt bớt.",
                    sheet=row.sheet,
                    row=row.row_number,
                    cell="",
                    field=name,
                    value=value[:60],
                )
            )
    return issues
