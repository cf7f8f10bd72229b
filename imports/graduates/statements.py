"""What a list says of where its children are now: lists of universal education, surveys.

Reported, never confirmed: the institution itself confirms. What somebody says already is not said
again; where the words are not understood, or the institution is unknown, the row tells.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from districts.models import School, SchoolKind
from domain.names import fold
from domain.outcome import Evidence, Place, Programme, Stage
from domain.whereabouts import Whereabouts, read_whereabouts
from imports.catalogue import Catalogue
from imports.graduates.rows import GraduateRow
from imports.models import Batch
from imports.reading import Level, Table
from students.bulk import chunks
from students.labels import PROGRAMME_LABELS, STAGE_LABELS
from students.models import Destination, Source

FIELDS = ("study_status", "studying_at", "studying_class")
# Under a heading like "Đi làm" a sign says what the words would.
MARKS = {
    "marked_upper_secondary": "Học lớp 10 THPT",
    "marked_continuing": "Học GDTX",
    "marked_vocational": "Học nghề",
    "marked_working": "Đi làm",
    "marked_at_home": "Nghỉ học",
}
_NO_MARK = frozenset(("0", "khong", "ko", "k", "false"))
NOT_UNDERSTOOD, PLACE_UNKNOWN = "study_not_understood", "study_place_unknown"
LONGEST_PLACE = Destination._meta.get_field("place_text").max_length
_PROGRAMME_OF_KIND = {
    SchoolKind.THPT: Programme.UPPER_SECONDARY,
    SchoolKind.THCS_THPT: Programme.UPPER_SECONDARY,
    SchoolKind.CONTINUING: Programme.CONTINUING,
    SchoolKind.VOCATIONAL: Programme.INTERMEDIATE,
}
_DATED = re.compile(r"ngay (\d{1,2}) thang (\d{1,2}) nam (\d{4})")
_FIRST_MONTH = 6  # graduates are graduates from June on

Saying = tuple[str, str, int | None, str]


@dataclass(frozen=True)
class Stated:
    """A statement on its way in, still without its graduate."""

    programme: Programme
    stage: Stage
    school: School | None
    place_text: str
    place: Place
    stated_on: date
    source: Source

    @property
    def text(self) -> str:
        """The statement in words."""
        where = self.school.name if self.school else self.place_text
        stage = STAGE_LABELS[self.stage].lower() if self.stage is Stage.ADMITTED else ""
        return ", ".join(filter(None, (PROGRAMME_LABELS[self.programme], where, stage)))

    @property
    def saying(self) -> Saying:
        """What is said, whoever says it and when."""
        school = self.school.pk if self.school else None
        return self.programme, self.stage, school, fold(self.place_text)

    def of(self, graduate: int, *, by: Any | None, batch_id: UUID) -> Destination:
        """The statement about that graduate, unsaved."""
        return Destination(
            graduate_id=graduate,
            programme=self.programme,
            stage=self.stage,
            school=self.school,
            place_text=self.place_text,
            place=self.place,
            source=self.source,
            evidence=Evidence.REPORTED,
            stated_on=self.stated_on,
            recorded_at=timezone.now(),
            recorded_by=by,
            batch_id=batch_id,
        )


class StatementReader:
    """Reads what the rows of one file say of where their children are."""

    def __init__(self, catalogue: Catalogue, *, source: Source, stated_on: date) -> None:
        self._catalogue = catalogue
        self._source = source
        self._stated_on = stated_on

    def read(self, row: GraduateRow) -> Stated | None:
        """The statement of the row; None where it says nothing, or nothing that is understood,
        which the row then tells.
        """
        status, place, school_class = (row.record.values.get(name, "") for name in FIELDS)
        marked = _marked(row)
        if len(marked) > 1:
            return _not_understood(row, f"đánh dấu cùng lúc {', '.join(marked)}")
        if marked:
            status = f"{marked[0]} {status}".strip()
        said = read_whereabouts(status, place, school_class)
        if said.is_silent:
            return None
        if said.problem:
            return _not_understood(row, said.problem)
        if said.stage is Stage.NONE:
            return self._stated(said.programme, said)
        return self._studying(row, said)

    def _studying(self, row: GraduateRow, said: Whereabouts) -> Stated | None:
        school = self._school(row, said)
        if school and school.kind not in _PROGRAMME_OF_KIND:
            return _not_understood(row, f"“{said.institution}” là trường THCS")
        programme = said.programme
        if school and programme in (None, Programme.UPPER_SECONDARY):
            # Class 10 of a centre for continuing education is that programme, whatever the words.
            programme = _PROGRAMME_OF_KIND[SchoolKind(school.kind)]
        if programme is None:
            where = f"“{said.institution}” không có trong danh mục"
            return _not_understood(row, f"{where} và chưa ghi học lớp 10, GDTX hay nghề")
        if school is None:
            self._tell_unknown(row, said)
        return self._stated(programme, said, school)

    def _stated(
        self, programme: Programme | None, said: Whereabouts, school: School | None = None
    ) -> Stated:
        is_elsewhere = said.is_outside and school is None
        return Stated(
            programme=Programme(programme),
            stage=said.stage,
            school=school,
            place_text="" if school else said.institution[:LONGEST_PLACE],
            place=Place.OUTSIDE if is_elsewhere else Place.NONE,
            stated_on=self._stated_on,
            source=self._source,
        )

    def _school(self, row: GraduateRow, said: Whereabouts) -> School | None:
        """The one institution of that name; of several the one of the child's own district."""
        if not said.institution:
            return None
        names = [said.institution]
        if said.programme in (None, Programme.UPPER_SECONDARY):
            names.append(f"THPT {said.institution}")
        for name in names:
            found = self._named(name)
            near = [school for school in found if _district_code(school) == row.district_code]
            for schools in (found, near):
                if len(schools) == 1:
                    return schools[0]
        return None

    def _named(self, name: str) -> list[School]:
        known = self._catalogue.directory.named(name)
        return [self._catalogue.schools[school.code] for school in known]

    def _tell_unknown(self, row: GraduateRow, said: Whereabouts) -> None:
        if said.is_outside:
            return
        if said.institution:
            message = (
                f"Nơi học “{said.institution}” không rõ là trường, cơ sở nào trong danh mục; "
                "nếu nhập thì ghi theo khai báo, chưa tính được địa bàn."
            )
        else:
            message = (
                "Có ghi đang học nhưng chưa ghi trường, cơ sở nào; nếu nhập thì ghi theo khai báo, "
                "chưa tính được địa bàn."
            )
        row.complain(Level.WARNING, PLACE_UNKNOWN, message, _column(row), word=said.institution)


def day_of_list(tables: Iterable[Table], *, year: int, today: date) -> date:
    """The day a list bears, at its end or head; today where it bears none that can be."""
    for table in tables:
        for line in reversed([*table.letterhead, *table.footer]):
            found = _DATED.search(fold(line))
            told = _real_day(*map(int, found.groups())) if found else None
            if told and date(year, _FIRST_MONTH, 1) <= told <= today:
                return told
    return today


def settle_statements(rows: Sequence[GraduateRow]) -> None:
    """Drop what is said of a known graduate already, confirmed or not, and what a list said before
    and a person took back.
    """
    speaking = [row for row in rows if row.statement and row.graduate is not None]
    said = _said_of({row.graduate.pk for row in speaking})
    for row in speaking:
        if row.statement.saying in said[row.graduate.pk]:
            row.statement = None


def _said_of(graduates: Iterable[int]) -> defaultdict[int, set[Saying]]:
    said: defaultdict[int, set[Saying]] = defaultdict(set)
    columns = ("graduate", "programme", "stage", "school", "place_text")
    is_current = Q(superseded_at__isnull=True, ended_on__isnull=True)
    by_lists = Q(
        source__in=(Source.SURVEY, Source.ORIGIN_SCHOOL),
        batch_id__in=Batch.objects.in_force().values("pk"),
    )
    for keys in chunks(graduates):
        found = Destination.objects.filter(is_current | by_lists, graduate__in=keys)
        for graduate, programme, stage, school, place_text in found.values_list(*columns):
            said[graduate].add((programme, stage, school, "" if school else fold(place_text)))
    return said


def speaking_rows(rows: Iterable[GraduateRow]) -> Iterator[GraduateRow]:
    """Rows with anything in a column about where the child is."""
    return (
        row
        for row in rows
        if not row.is_rejected and any(row.record.values.get(name) for name in (*FIELDS, *MARKS))
    )


def _not_understood(row: GraduateRow, problem: str) -> None:
    message = f"Tình trạng học: {problem}; chưa ghi nơi học của học sinh này, hãy ghi rõ."
    row.complain(Level.WARNING, NOT_UNDERSTOOD, message, _column(row))


def _marked(row: GraduateRow) -> list[str]:
    """What the signs of the row say, in words."""
    values = row.record.values
    return [
        words
        for name, words in MARKS.items()
        # A tick folds to nothing, and is a sign all the same.
        if (sign := values.get(name)) and fold(sign) not in _NO_MARK
    ]


def _column(row: GraduateRow) -> str:
    """The column that says most of where the child is."""
    fields = ("studying_at", *FIELDS, *MARKS)
    filled = [name for name in fields if row.record.values.get(name)]
    return filled[0]


def _district_code(school: School) -> str:
    return school.district.code if school.district else ""


def _real_day(day: int, month: int, year: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
