"""Reading a roster file into rows, before anything is written."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Self

from districts.models import School
from domain.names import has_accents, name_key
from imports.catalogue import Catalogue, load_catalogue
from imports.graduates import SourceFile
from imports.reading import (
    ROSTER_COLUMNS,
    Issue,
    Level,
    Record,
    Table,
    UnreadableFile,
    read_tables,
    read_workbook,
)
from rosters.models import RosterRow
from rosters.recognise import Recognised, Said, recognise, said_by
from students.models import Cohort

# A file counts as written with accents when at least this share of its names has any.
ACCENTED_SHARE = 0.3
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


@dataclass
class RosterReading:
    """One file as read: what it says of itself, and its rows (unsaved)."""

    source: SourceFile
    said: Said
    tables: Sequence[Table]
    rows: list[RosterRow]
    has_accents: bool
    issues: list[Issue] = field(default_factory=list)


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
        reading = read_roster(source, catalogue, today=today)
        found = recognise(
            reading.said, cohort_year=cohort.year, today=today, institution=institution
        )
        read.append(RosterFile.of(reading, replace(found, part=part)))
    _refuse_rivals(read)
    return read


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


def read_roster(source: SourceFile, catalogue: Catalogue, *, today: date) -> RosterReading:
    """Read one file; raises UnreadableFile for one that holds no pupils."""
    reading = read_tables(read_workbook(source.content, source.name), ROSTER_COLUMNS)
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
    return RosterReading(source, said, reading.tables, rows, is_accented, issues)


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
