"""What an import would do: read and checked in full before anything is written."""

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from pathlib import PurePath
from string import ascii_uppercase
from typing import ClassVar

from django.utils import timezone

from districts.models import District, School
from domain.names import fold
from imports.catalogue import Catalogue, load_catalogue
from imports.column_choices import choices_of, meanings_of
from imports.corrections import Corrections, corrections_of
from imports.graduates.conflicts import Conflict, Overruled, keep_hand_edits
from imports.graduates.hand_edits import HandEdits, Version, hand_edits_of
from imports.graduates.identity import identify, refuse_repeats
from imports.graduates.known import Known, known_by_key, known_graduates
from imports.graduates.merged import lead_to_kept, merged_of
from imports.graduates.rows import GraduateRow, RowReader
from imports.graduates.statements import (
    StatementReader,
    day_of_list,
    settle_statements,
    speaking_rows,
)
from imports.models import ColumnChoice
from imports.read_files import Beside, SourceFile
from imports.reading import (
    GRADUATE_COLUMNS,
    Guidance,
    Issue,
    Level,
    Reading,
    RowKey,
    Table,
    UnreadableFile,
    Workbook,
    header_key,
    read_tables,
    read_workbook,
    title_lines,
)
from students.models import Cohort, Source

BEYOND = "Trường này không thuộc đơn vị đang nhập; gửi dòng này cho đơn vị quản lý trường."
ELSEWHERE = (
    "Mã hoặc số vào sổ của dòng này đang là của một học sinh trường khác, ngoài đơn vị đang nhập; "
    "đề nghị phòng, Sở GD&ĐT kiểm tra."
)
# A blank cell is silence, not a correction: it never erases what the register knows.
SILENT = ("", None, {})
# A register number is given out by a district office; these are one child's wherever it is listed.
CODES_OF_THE_COUNTRY = ("moet_code", "personal_id")
BIRTH = ("birth_year", "birth_month", "birth_day")
ROSTER_TITLE = re.compile(r"\blop 10\b|\bhe (?:trung|so|cao) (?:cap|dang)\b|\btrung tuyen\b")


@dataclass
class FilePlan:
    source: SourceFile
    district: District | None
    rows: list[GraduateRow]
    issues: list[Issue] = field(default_factory=list)
    tables: Sequence[Table] = ()
    corrections: Corrections = field(default_factory=Corrections)
    column_choices: Sequence[ColumnChoice] = ()
    left_out: list[GraduateRow] = field(default_factory=list)
    # What keeps a row out of the register must be settled first.
    looked_at: ClassVar[frozenset[Level]] = frozenset((Level.ERROR,))


@dataclass
class Plan:
    """The whole import, file by file. `new`, `changed`, `unchanged`, `rejected` partition the
    rows; those `left_out` are none of them.
    """

    cohort: Cohort
    files: list[FilePlan]
    conflicts: list[Conflict] = field(default_factory=list)
    edits_version: Version = (0, 0)
    sender_id: int | None = None

    @property
    def rows(self) -> list[GraduateRow]:
        return [row for file in self.files for row in file.rows]

    @property
    def left_out(self) -> list[GraduateRow]:
        return [row for file in self.files for row in file.left_out]

    @property
    def new(self) -> list[GraduateRow]:
        return [r for r in self.rows if not r.is_rejected and r.graduate is None]

    @property
    def changed(self) -> list[GraduateRow]:
        return [
            r for r in self.rows if not r.is_rejected and r.graduate is not None and r.is_changing
        ]

    @property
    def unchanged(self) -> list[GraduateRow]:
        return [
            r
            for r in self.rows
            if not r.is_rejected and r.graduate is not None and not r.is_changing
        ]

    @property
    def rejected(self) -> list[GraduateRow]:
        return [r for r in self.rows if r.is_rejected]

    @property
    def fingerprint(self) -> str:
        """What would be done, as a short text: equal only where exactly the same would be."""
        said = [
            (
                row.sheet,
                row.row,
                row.is_rejected,
                row.graduate and row.graduate.pk,
                sorted((row.changes or {}).items()) if row.graduate else sorted(row.values.items()),
                row.statement and row.statement.saying,
            )
            for row in self.rows
        ]
        left_out = [row.key for row in self.left_out]
        return sha256(repr((said, left_out)).encode()).hexdigest()

    @property
    def issues(self) -> list[tuple[str, Issue]]:
        """(file name, issue), file by file, in the order of the rows."""
        found = []
        for file in self.files:
            found += [(file.source.name, issue) for issue in file.issues]
            found += [(file.source.name, issue) for row in file.rows for issue in row.issues]
        return found


def prepare(
    files: Sequence[SourceFile],
    *,
    cohort: Cohort,
    district: District | None = None,
    reach: Set[int] | None = None,
    sender_id: int | None = None,
    overruled: Overruled = frozenset(),
) -> Plan:
    """Read and check the files; nothing is written.

    `reach`: keys of the THCS whose graduates the importer may bring in; None: all.
    `sender_id`: the THCS that sends its own list. `overruled`: corrections by hand that the list
    is to be followed in. Raises UnreadableFile for a file that is no list.
    """
    edits = hand_edits_of(cohort)
    catalogue = load_catalogue(on=date(cohort.year, 7, 1))
    read = [_read_file(f, catalogue, cohort, district, sender_id) for f in files]
    plan = Plan(cohort, read, sender_id=sender_id)
    rows = plan.rows
    refuse_repeats(rows)
    schools = {school.pk: school for school in catalogue.schools.values()}
    known, merged = _known(cohort, rows, edits, schools), merged_of(cohort)
    identify(rows, known, schools, edits, merged)
    lead_to_kept(rows, known, merged)
    if reach is not None:
        _refuse_beyond(reach, rows)
    for row in rows:
        if row.graduate is not None and not row.is_rejected:
            row.changes = {} if row.is_merged else _differences(row.graduate, row.values)
    plan.conflicts = keep_hand_edits(rows, edits, schools=schools, overruled=overruled)
    plan.edits_version = edits.version
    _read_statements(plan, catalogue, is_of_school=sender_id is not None)
    return plan


def _read_statements(plan: Plan, catalogue: Catalogue, *, is_of_school: bool) -> None:
    source = Source.ORIGIN_SCHOOL if is_of_school else Source.SURVEY
    today, year = timezone.localdate(), plan.cohort.year
    for file in plan.files:
        stated_on = day_of_list(file.tables, year=year, today=today)
        reader = StatementReader(catalogue, source=source, stated_on=stated_on)
        for row in speaking_rows(file.rows):
            row.statement = reader.read(row)
    settle_statements(plan.rows)


def _read_file(
    source: SourceFile,
    catalogue: Catalogue,
    cohort: Cohort,
    district: District | None,
    sender_id: int | None,
) -> FilePlan:
    reading, home, choices = _guided(source, catalogue, district, sender_id)
    _refuse_roster(source.name, reading.tables)
    corrections = corrections_of(home, sender_id=sender_id)
    reader = RowReader(
        catalogue=catalogue,
        cohort=cohort,
        district=home,
        file=source.name,
        corrections=corrections,
    )
    rows = [row for table in reading.tables for row in reader.read(table)]
    kept, left_out = _parted(rows, source.beside)
    return FilePlan(
        source, home, kept, list(reading.issues), reading.tables, corrections, choices, left_out
    )


def _parted(rows: list[GraduateRow], beside: Beside) -> tuple[list[GraduateRow], list[GraduateRow]]:
    """The rows that are to be taken in, and those that somebody left out."""
    if beside.waiting is not None:
        rows = _waiting(rows, beside.waiting)
    if not beside.left_out:
        return rows, []
    kept = [row for row in rows if row.key not in beside.left_out]
    return kept, [row for row in rows if row.key in beside.left_out]


def _waiting(rows: list[GraduateRow], waiting: Set[RowKey]) -> list[GraduateRow]:
    found = [row for row in rows if row.key in waiting]
    if found:
        return found
    # The column of names was chosen anew: the rows are still those.
    numbers = {(sheet, anchor.lstrip(ascii_uppercase)) for sheet, anchor in waiting}
    return [row for row in rows if (row.key[0], str(row.row)) in numbers]


def _guided(
    source: SourceFile, catalogue: Catalogue, district: District | None, sender_id: int | None
) -> tuple[Reading, District | None, list[ColumnChoice]]:
    """The file as its sender understands it, whose list it is, and the choices this took."""
    workbook = read_workbook(source.content, source.name)
    choices = choices_of(district, sender_id=sender_id)
    reading = _reading(workbook, choices, source.beside)
    home = district or recognise_district(source.name, reading.tables, catalogue)
    if home != district and sender_id is None:
        # Only now is it known whose choices hold.
        choices |= choices_of(home)
        if any(header_key(table.headings) in choices for table in reading.tables):
            reading = _reading(workbook, choices, source.beside)
    keys = dict.fromkeys(header_key(t.headings) for t in reading.tables if t.is_chosen)
    return reading, home, [choices[key] for key in keys]


def _reading(workbook: Workbook, choices: Mapping[str, ColumnChoice], beside: Beside) -> Reading:
    guidance = Guidance(columns=meanings_of(choices), mends=beside.typed)
    return read_tables(workbook, GRADUATE_COLUMNS, guidance=guidance)


def _refuse_beyond(reach: Set[int], rows: Sequence[GraduateRow]) -> None:
    """Rows of schools that are not the importer's, and of children who are at such a school."""
    for row in rows:
        if row.values.get("school_id") not in {None, *reach}:
            row.complain(Level.ERROR, "school_beyond", BEYOND, "school")
        elif row.graduate is not None and row.graduate.school_id not in reach:
            row.complain(Level.ERROR, "graduate_beyond", ELSEWHERE, "full_name")


def _refuse_roster(file_name: str, tables: Sequence[Table]) -> None:
    """A list of grade 10 or of a vocational course is the other kind, whatever its columns."""
    titles = [fold(line) for table in tables for line in title_lines(table)]
    if titles and all(ROSTER_TITLE.search(title) for title in titles):
        raise UnreadableFile(
            f"Tệp “{file_name}” là danh sách học sinh đang học (lớp 10, trung cấp…), không "
            "phải danh sách tốt nghiệp THCS; hãy nhập ở phần danh sách đang học."
        )


def recognise_district(
    file_name: str, tables: Sequence[Table], catalogue: Catalogue
) -> District | None:
    """The district a list comes from: its letterhead, else a code at the start of the file's
    name.
    """
    named = set()
    for table in tables:
        for line in table.letterhead:
            found = re.match(r"(?:UBND|ỦY BAN NHÂN DÂN)\s+(.+)", line, re.IGNORECASE)
            known = catalogue.gazetteer.district_named(found.group(1)) if found else None
            if known:
                named.add(known.code)
    if len(named) == 1:
        return catalogue.district_of_code(named.pop())
    code = re.match(r"\d+", PurePath(file_name).name)
    return catalogue.district_of_code(code.group(0)) if code else None


def _known(
    cohort: Cohort, rows: Sequence[GraduateRow], edits: HandEdits, schools: Mapping[int, School]
) -> list[Known]:
    codes = {row.district_code for row in rows}
    known = known_graduates(
        cohort,
        district_codes=codes,
        codes={
            name: {code for row in rows if (code := row.values.get(name))}
            for name in CODES_OF_THE_COUNTRY
        },
    )
    here = {
        pk for pk, school in schools.items() if school.district and school.district.code in codes
    }
    moved = edits.moved_from(here) - {graduate.pk for graduate in known}
    return known + list(known_by_key(moved).values())


def _differences(graduate: Known, values: dict) -> dict:
    known = graduate._asdict()
    if values.items() <= known.items():
        return {}  # Nearly every row of a list sent again says what is known.
    changes = {
        name: value
        for name, value in values.items()
        # A residence outside the province is in no commune: said, not silent.
        if (value not in SILENT or name == "commune_id") and known[name] != value
    }
    if changes.keys() & set(BIRTH):
        # The day and month of one year are not those of another.
        changes |= {name: values[name] for name in BIRTH}
    if "commune_id" in changes:
        changes["hamlet"] = values["hamlet"]
    return changes
