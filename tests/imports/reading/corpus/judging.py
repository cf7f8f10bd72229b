"""A file's reading held against the truth: every value, and no alarm about what is right."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from domain.schools import KnownSchool, SchoolDirectory
from imports.reading import (
    GRADUATE_COLUMNS,
    Column,
    Level,
    Reading,
    Record,
    Table,
    UnreadableFile,
    read_tables,
    read_workbook,
    school_hint,
)
from tests.imports.reading.corpus.columns import Truth
from tests.imports.reading.corpus.pupils import SCHOOLS

_DIRECTORY = SchoolDirectory(KnownSchool(name, name) for name in SCHOOLS)
_ALWAYS_BLANK = ("class_name", "ethnicity", "birth_place", "moet_code", "personal_id", "residence",
                 "register_number", "classification", "guardian", "phone", "priority", "note",
                 "hamlet", "commune", "district", "school")  # fmt: skip


@dataclass
class Sample:
    """A file with what it holds.

    `said` are the codes of findings about the sheet that are in place; `flagged` positions are
    rows whose values are damaged in the file and must carry a finding; `extra` the unknown cells
    by row.
    """

    name: str
    content: bytes
    truth: list[Truth]
    columns: tuple[Column, ...] = GRADUATE_COLUMNS
    said: frozenset[str] = frozenset()
    flagged: frozenset[int] = frozenset()
    extra: Sequence[dict[str, str]] | None = None
    tags: dict[str, object] = field(default_factory=dict)


def school_of(table: Table, record: Record) -> str:
    """The school as whoever imports the row would find it."""
    told = record.values.get("school", "")
    for text in [told] if told else school_hint(table):
        found = _DIRECTORY.named(text)
        if len(found) == 1:
            return found[0].name
    return told


def faults(sample: Sample) -> list[str]:
    """What is wrong with the reading of this file; nothing when it is read wholly right."""
    try:
        reading = read_tables(read_workbook(sample.content, sample.name), sample.columns)
    except UnreadableFile as error:
        return [f"refused: {error}"]
    return _faults_of_sheets(sample, reading) + _faults_of_rows(sample, reading)


def _faults_of_sheets(sample: Sample, reading: Reading) -> list[str]:
    heard = {issue.code for issue in reading.issues if issue.level is not Level.NOTICE}
    heard |= {issue.code for issue in reading.issues} & sample.said
    return [f"said {code}" for code in sorted(heard - sample.said)] + [
        f"did not say {code}" for code in sorted(sample.said - heard)
    ]


def _faults_of_rows(sample: Sample, reading: Reading) -> list[str]:
    pairs = [(table, record) for table in reading.tables for record in table.records]
    found: list[str] = []
    if len(pairs) != len(sample.truth):
        names = [record.values.get("full_name") for _, record in pairs]
        found.append(f"{len(pairs)} rows for {len(sample.truth)}: {names[:12]}")
    for position, ((table, record), wanted) in enumerate(zip(pairs, sample.truth, strict=False)):
        wrong = _faults_of_row(table, record, wanted)
        if position in sample.flagged:
            wrong = [] if record.issues or not wrong else [f"unflagged {w}" for w in wrong]
        else:
            wrong += [f"alarm {issue.code}: {issue.message}" for issue in record.issues]
        found += [f"row {record.row}: {w}" for w in wrong]
        if sample.extra is not None and record.extra != sample.extra[position]:
            found.append(f"row {record.row}: extra {record.extra}")
    return found


def _faults_of_row(table: Table, record: Record, wanted: Truth) -> list[str]:
    read: dict[str, object] = {name: record.values.get(name, "") for name in _ALWAYS_BLANK}
    read |= {
        "full_name": record.values.get("full_name", ""),
        "birth": record.birth,
        "gender": record.gender,
        "school": school_of(table, record),
    }
    expected = dict.fromkeys(read, "") | {"birth": None} | wanted
    if "school" not in wanted:
        expected["school"] = read["school"]
    return [
        f"{name} {read[name]!r} for {value!r}"
        for name, value in expected.items()
        if read[name] != value
    ]
