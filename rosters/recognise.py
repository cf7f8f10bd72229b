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
_DATED = re.compile(r"(?:ngay\s+(\d{1,2})\s+)?thang\s+(\d{1,2})\s+nam\s+(\d{4})")
_SCHOOL_YEAR = re.compile(r"\b(?:nam hoc|khoa)\s+(20\d\d)\s+20\d\d\b")


@dataclass(frozen=True)
class Recognised:
    """What the file says it is. `institution` may be unsaved: unknown so far, to be confirmed."""

    institution: School
    programme: Programme
    stage: Stage
    as_at: date


def recognise(
    file_name: str,
    tables: Sequence[Table],
    catalogue: Catalogue,
    *,
    cohort_year: int,
    today: date,
    institution: School | None = None,
) -> Recognised:
    """Raises UnreadableFile, with what to do, where the file does not say whose or which list it
    is.
    """
    lines = [line for table in tables for line in table.letterhead]
    titles = [fold(line) for line in lines if fold(line).startswith("danh sach")]
    _check_school_year(file_name, titles, cohort_year)
    found = institution or _institution(file_name, lines, catalogue)
    return Recognised(
        institution=found,
        programme=_programme(file_name, titles, found),
        stage=_stage(titles),
        as_at=_as_at([*lines, *(line for table in tables for line in table.footer)], today),
    )


def _institution(file_name: str, lines: Sequence[str], catalogue: Catalogue) -> School:
    named = _named_in(lines, catalogue)
    by_code = _by_code(file_name, catalogue)
    if by_code:
        if named and by_code.code not in named:
            other = catalogue.schools[next(iter(named))].name
            raise UnreadableFile(
                f"Tệp “{file_name}” mang mã của {by_code.name} nhưng tiêu đề ghi {other}; "
                "chọn cơ sở bằng --institution."
            )
        return by_code
    if len(named) == 1:
        return catalogue.schools[named.pop()]
    if named:
        places = ", ".join(f"{code} ({catalogue.schools[code].province})" for code in sorted(named))
        raise UnreadableFile(
            f"Tệp “{file_name}”: có nhiều cơ sở cùng tên ({places}); chọn bằng --institution."
        )
    return _unknown_institution(file_name, lines)


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


def _unknown_institution(file_name: str, lines: Sequence[str]) -> School:
    for line in lines:
        key = school_key(line)
        kind = next((kind for words, kind in _KINDS if words.search(key)), None)
        if kind and _INSTITUTION_LINE.match(fold(line)):
            code = "CXN-" + sha1(key.encode(), usedforsecurity=False).hexdigest()[:8].upper()
            return School(code=code, name=line[:150], kind=kind, province="", is_confirmed=False)
    raise UnreadableFile(
        f"Tệp “{file_name}” không ghi tên trường, cơ sở ở phần đầu; chọn cơ sở bằng --institution."
    )


def _programme(file_name: str, titles: Sequence[str], institution: School) -> Programme:
    title = " ".join(titles)
    if "nghe pho thong" in title:
        raise UnreadableFile(
            f"Tệp “{file_name}” là danh sách học nghề phổ thông (môn học ở trường), không phải "
            f"danh sách "
            "học nghề sau THCS; không nhập."
        )
    for words, programme in _PROGRAMME_WORDS:
        if words.search(title):
            return programme
    if institution.kind not in _PROGRAMME_OF_KIND:
        raise UnreadableFile(
            f"Tệp “{file_name}”: {institution.name} không tuyển sinh sau THCS; chọn lại cơ sở."
        )
    return _PROGRAMME_OF_KIND[institution.kind]


def _stage(titles: Sequence[str]) -> Stage:
    """A list of admissions confirms nothing."""
    return (
        Stage.ADMITTED
        if any("trung tuien" in t or "trung tuyen" in t for t in titles)
        else Stage.STUDYING
    )


def _check_school_year(file_name: str, titles: Sequence[str], cohort_year: int) -> None:
    years = {int(found.group(1)) for title in titles for found in _SCHOOL_YEAR.finditer(title)}
    if years and cohort_year not in years:
        raise UnreadableFile(
            f"Tệp “{file_name}” là danh sách năm học {min(years)}-{min(years) + 1}, không phải "
            f"của học sinh "
            f"tốt nghiệp năm {cohort_year}; kiểm tra lại tệp hoặc năm."
        )


def _as_at(lines: Sequence[str], today: date) -> date:
    """The day in title or signature block; of a month without a day its last; else today."""
    found = [match for line in lines for match in _DATED.finditer(fold(line))]
    found = [match for match in found if 1 <= int(match.group(2)) <= 12]
    if not found:
        return today
    said = next((match for match in found if match.group(1)), found[0])
    month, year = int(said.group(2)), int(said.group(3))
    last = calendar.monthrange(year, month)[1]
    return min(date(year, month, min(int(said.group(1) or last), last)), today)
