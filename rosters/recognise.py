"""What a roster is: whose, of which programme, admitted or studying, as at which day.

Read from letterhead, title and file name; where these disagree or say too little, a person is
asked.
"""

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha1
from pathlib import PurePath
from typing import Generic, TypeVar

from districts.models import School, SchoolKind
from domain.names import fold
from domain.outcome import Programme, Stage
from domain.schools import school_key
from imports.catalogue import Catalogue
from imports.reading import Table, UnreadableFile

_INSTITUTION_LINE = re.compile(r"^(truong|trung tam|tt|co so|thpt|thcs|trung cap|cao dang)\b")
_KINDS = (
    (re.compile(r"\bgdtx\b|\bgdnn gdtx\b"), SchoolKind.CONTINUING),
    (re.compile(r"\bthcs thpt\b"), SchoolKind.THCS_THPT),
    (re.compile(r"\bthpt\b"), SchoolKind.THPT),
    (re.compile(r"\btc\b|\bcd\b|\bnghe\b|\bgdnn\b"), SchoolKind.VOCATIONAL),
)
_PROGRAMME_OF_KIND = {
    SchoolKind.THPT: Programme.UPPER_SECONDARY,
    SchoolKind.THCS_THPT: Programme.UPPER_SECONDARY,
    SchoolKind.CONTINUING: Programme.CONTINUING,
    SchoolKind.VOCATIONAL: Programme.INTERMEDIATE,
}
_PROGRAMME_WORDS = (
    (re.compile(r"\bso cap\b"), Programme.ELEMENTARY),
    (re.compile(r"\b(?:he|trinh do|lop|nghe) trung cap\b"), Programme.INTERMEDIATE),
    (re.compile(r"\b(?:he|trinh do) cao dang\b"), Programme.COLLEGE_NINE_PLUS),
    (re.compile(r"\bgdtx\b|\bgiao duc thuong xuyen\b|\bbo tuc thpt\b"), Programme.CONTINUING),
)
_ADMISSION = re.compile(r"\btrung tu[iy]en\b")
_ADMISSION_HEADING = re.compile(r"\bdiem (?:xet|trung|thi)|\bnguyen vong\b|\btrung tuyen\b")
_DATED = re.compile(r"(?:ngay\s+(\d{1,2})\s+)?thang\s+(\d{1,2})\s+nam\s+(\d{4})")
_SCHOOL_YEAR = re.compile(r"\b(?:nam hoc|khoa)\s+(20\d\d)\s+20\d\d\b")


T = TypeVar("T")


@dataclass(frozen=True)
class Recognised:
    """What the file is. `institution` may be unsaved: unknown so far, to be confirmed. `part` names
    the list where an institution sends several of one programme; "" is its only or first one.
    """

    institution: School
    programme: Programme
    stage: Stage
    as_at: date
    part: str = ""


@dataclass(frozen=True)
class Told(Generic[T]):
    """What a file says of itself, and where (in Vietnamese, to follow "đọc từ")."""

    value: T
    place: str


@dataclass(frozen=True)
class Said:
    """What a file says of itself; None or empty where it says nothing.

    `named` are institutions that a line of the letterhead names, `coded` is the one whose code
    begins the name of the file, `unknown` (unsaved) one that the catalogue does not know.
    """

    file_name: str
    named: tuple[School, ...] = ()
    coded: School | None = None
    unknown: School | None = None
    programme: Told[Programme] | None = None
    stage: Told[Stage] | None = None
    as_at: Told[date] | None = None
    school_years: frozenset[int] = frozenset()

    @property
    def institutions(self) -> list[School]:
        """All that the file may be of, each once."""
        found = [*([self.coded] if self.coded else []), *self.named]
        return list({school.pk: school for school in found}.values())

    def is_of_year(self, cohort_year: int) -> bool:
        """Whether the list is of the school year that begins when the cohort graduates, as far as
        it says.
        """
        return not self.school_years or cohort_year in self.school_years

    @property
    def year_text(self) -> str:
        """The first school year it names: "2019-2020"."""
        year = min(self.school_years)
        return f"{year}-{year + 1}"


def said_by(file_name: str, tables: Sequence[Table], catalogue: Catalogue, *, today: date) -> Said:
    """What title, letterhead, columns and name of the file tell.

    Raises UnreadableFile for a list of something that is no schooling after THCS.
    """
    lines = [line for table in tables for line in table.letterhead]
    titles = [line for line in lines if fold(line).startswith("danh sach")]
    _refuse_school_subject(file_name, titles)
    named = _named_in(lines, catalogue)
    coded = _by_code(file_name, catalogue)
    dated = [*lines, *(line for table in tables for line in table.footer)]
    return Said(
        file_name=file_name,
        named=tuple(catalogue.schools[code] for code in sorted(named)),
        coded=coded,
        unknown=None if named or coded else _unknown_institution(lines),
        programme=_said_programme(titles),
        stage=_said_stage(file_name, titles),
        as_at=_as_at(dated, today),
        school_years=_school_years(titles),
    )


def recognise(
    said: Said, *, cohort_year: int, today: date, institution: School | None = None
) -> Recognised:
    """Decide without asking. Raises UnreadableFile, with what to do, where the file does not say
    whose or which list it is.
    """
    _check_school_year(said, cohort_year)
    found = institution or _institution(said)
    return Recognised(
        institution=found,
        programme=said.programme.value if said.programme else programme_at(found, said.file_name),
        stage=said.stage.value if said.stage else Stage.STUDYING,
        as_at=said.as_at.value if said.as_at else today,
    )


def programme_at(institution: School, file_name: str) -> Programme:
    """The programme that an institution of that kind mostly runs. Raises UnreadableFile."""
    if institution.kind not in _PROGRAMME_OF_KIND:
        raise UnreadableFile(
            f"Tệp “{file_name}”: {institution.name} không tuyển sinh sau THCS; chọn lại cơ sở."
        )
    return programme_of_kind(institution)


def programme_of_kind(institution: School) -> Programme:
    """The same where the institution is known to receive pupils."""
    return _PROGRAMME_OF_KIND[institution.kind]


def institution_named(file_name: str, lines: Sequence[str], catalogue: Catalogue) -> School | None:
    """The one institution that the name of the file or these lines name, without reading on."""
    coded = _by_code(file_name, catalogue)
    named = _named_in(lines, catalogue)
    if coded:
        return coded
    return catalogue.schools[named.pop()] if len(named) == 1 else None


def _institution(said: Said) -> School:
    named = {school.code: school for school in said.named}
    if said.coded:
        if named and said.coded.code not in named:
            other = said.named[0].name
            raise UnreadableFile(
                f"Tệp “{said.file_name}” mang mã của {said.coded.name} nhưng tiêu đề ghi {other}; "
                "chọn cơ sở bằng --institution."
            )
        return said.coded
    if len(named) == 1:
        return said.named[0]
    if named:
        places = ", ".join(f"{code} ({school.province})" for code, school in named.items())
        raise UnreadableFile(
            f"Tệp “{said.file_name}”: có nhiều cơ sở cùng tên ({places}); chọn bằng --institution."
        )
    if said.unknown is None:
        raise UnreadableFile(
            f"Tệp “{said.file_name}” không ghi tên trường, cơ sở ở phần đầu; chọn cơ sở bằng "
            "--institution."
        )
    return said.unknown


def _by_code(file_name: str, catalogue: Catalogue) -> School | None:
    code = re.match(r"[0-9A-Za-z]+", PurePath(file_name).name)
    school = catalogue.schools.get(code.group(0).upper()) if code else None
    return school if school and school.kind != SchoolKind.THCS else None


def _named_in(lines: Sequence[str], catalogue: Catalogue) -> set[str]:
    """Codes of the receiving schools that a line of the letterhead names."""
    codes = set()
    for line in lines:
        for school in catalogue.directory.named(line):
            if catalogue.schools[school.code].kind != SchoolKind.THCS:
                codes.add(school.code)
    return codes


def _unknown_institution(lines: Sequence[str]) -> School | None:
    for line in lines:
        key = school_key(line)
        kind = next((kind for words, kind in _KINDS if words.search(key)), None)
        if kind and _INSTITUTION_LINE.match(fold(line)):
            code = "CXN-" + sha1(key.encode(), usedforsecurity=False).hexdigest()[:8].upper()
            return School(code=code, name=line[:150], kind=kind, province="", is_confirmed=False)
    return None


def _refuse_school_subject(file_name: str, titles: Sequence[str]) -> None:
    if any("nghe pho thong" in fold(title) for title in titles):
        raise UnreadableFile(
            f"Tệp “{file_name}” là danh sách học nghề phổ thông (môn học ở trường), không phải "
            "danh sách học nghề sau THCS; không nhập."
        )


def _said_programme(titles: Sequence[str]) -> Told[Programme] | None:
    for words, programme in _PROGRAMME_WORDS:
        for title in titles:
            if words.search(fold(title)):
                return Told(programme, _quoted(title))
    return None


def _said_stage(file_name: str, titles: Sequence[str]) -> Told[Stage] | None:
    """A list of admissions confirms nothing. What the title says goes before the file's name."""
    for title in titles:
        if _ADMISSION.search(fold(title)):
            return Told(Stage.ADMITTED, _quoted(title))
    if titles:
        return Told(Stage.STUDYING, _quoted(titles[0]))
    if _ADMISSION.search(fold(file_name)):
        return Told(Stage.ADMITTED, f"tên tệp “{file_name}”")
    return None


def admission_headings(tables: Sequence[Table]) -> list[str]:
    """Headings that lists of admissions have and lists of pupils in class have not."""
    headings = [text for table in tables for text in table.extra_headers.values()]
    return list(dict.fromkeys(h for h in headings if _ADMISSION_HEADING.search(fold(h))))


def _quoted(title: str) -> str:
    return f"tiêu đề “{title}”"


def _school_years(titles: Sequence[str]) -> frozenset[int]:
    found = (match for title in titles for match in _SCHOOL_YEAR.finditer(fold(title)))
    return frozenset(int(match.group(1)) for match in found)


def _check_school_year(said: Said, cohort_year: int) -> None:
    if not said.is_of_year(cohort_year):
        raise UnreadableFile(
            f"Tệp “{said.file_name}” là danh sách năm học {said.year_text}, không phải của học "
            f"sinh tốt nghiệp năm {cohort_year}; kiểm tra lại tệp hoặc năm."
        )


def _as_at(lines: Sequence[str], today: date) -> Told[date] | None:
    """The day in title or signature block; of a month without a day its last; never after today."""
    found = [(line, match) for line in lines for match in _DATED.finditer(fold(line))]
    found = [(line, match) for line, match in found if 1 <= int(match.group(2)) <= 12]
    if not found:
        return None
    line, said = next(((line, m) for line, m in found if m.group(1)), found[0])
    month, year = int(said.group(2)), int(said.group(3))
    last = calendar.monthrange(year, month)[1]
    day = min(date(year, month, min(int(said.group(1) or last), last)), today)
    return Told(day, f"dòng “{line}”")
