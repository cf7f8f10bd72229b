"""Rosters sent by command: read, recognised, their words as decided; nothing is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Self

from districts.models import School
from imports.catalogue import Catalogue, load_catalogue
from imports.column_choices import choices_of
from imports.mending import beside_of
from imports.models import BatchKind, ColumnChoice
from imports.read_files import SourceFile
from imports.reading import Issue, UnreadableFile, Workbook
from rosters.models import RosterRow
from rosters.reading import ChoicesIn, RosterReading, read_roster, top_lines
from rosters.recognise import Recognised, institution_named, recognise
from rosters.versions import draft_in_force
from rosters.words import Words
from students.models import Cohort


@dataclass
class RosterFile:
    """One file, understood: whose list it is, and its rows (unsaved).

    `decided` counts what was put right beside it.
    """

    source: SourceFile
    recognised: Recognised
    rows: list[RosterRow]
    has_accents: bool
    issues: list[Issue] = field(default_factory=list)
    decided: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, reading: RosterReading, recognised: Recognised) -> Self:
        return cls(
            reading.source,
            recognised,
            reading.pupils,
            reading.has_accents,
            reading.issues,
            reading.decided,
        )


def read_roster_files(
    files: Sequence[SourceFile],
    *,
    cohort: Cohort,
    today: date,
    institution: School | None = None,
    part: str = "",
) -> list[RosterFile]:
    """Read the files, lists of that part, each with what was put right in it where it is in force;
    raises UnreadableFile for one that is no roster of this cohort's year.
    """
    catalogue = load_catalogue(on=date(cohort.year, 7, 1))
    read = []
    for sent in files:
        source = _as_put_right(sent, cohort)
        reading = read_roster(
            source, catalogue, today=today, choices_in=_remembered(source, catalogue, institution)
        )
        found = recognise(
            reading.said, cohort_year=cohort.year, today=today, institution=institution
        )
        Words(catalogue, found.institution).apply(reading.rows)
        read.append(RosterFile.of(reading, replace(found, part=part)))
    _refuse_rivals(read)
    return read


def _as_put_right(source: SourceFile, cohort: Cohort) -> SourceFile:
    """With the decisions of the pages, if this very content is in force by them."""
    draft = draft_in_force(source.sha256, cohort)
    return replace(source, beside=beside_of(draft)) if draft else source


def _remembered(source: SourceFile, catalogue: Catalogue, institution: School | None) -> ChoicesIn:
    """What was chosen on the pages for lists of the institution, the one named if none is said."""

    def choices_in(workbook: Workbook) -> Mapping[str, ColumnChoice]:
        found = institution or institution_named(source.name, top_lines(workbook), catalogue)
        if found is None:
            return {}
        return choices_of(found.district, sender_id=found.pk, kind=BatchKind.ROSTER)

    return choices_in


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
