"""Invented rosters: the same pupils as receiving institutions would write them, and who is who."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from random import Random

from bench.invented import Pupil, person_name, workbook
from districts.models import School, SchoolKind
from domain.names import fold

HEADINGS = ("STT", "Họ và tên", "Ngày sinh", "Giới tính", "Trường THCS", "Chỗ ở", "Lớp")
HEADER_ROW = 6
ENROLLED = 0.75
TITLES = {
    SchoolKind.THPT: "DANH SÁCH HỌC SINH LỚP 10 NĂM HỌC 2020-2021",
    SchoolKind.CONTINUING: "DANH SÁCH HỌC VIÊN LỚP 10 GDTX NĂM HỌC 2020-2021",
    SchoolKind.VOCATIONAL: "DANH SÁCH HỌC SINH HỆ TRUNG CẤP KHÓA 2020-2023",
}
KIND_SHARES = {SchoolKind.THPT: 74, SchoolKind.VOCATIONAL: 16, SchoolKind.CONTINUING: 10}
WITHOUT_ACCENTS = 0.12
BIRTH_MISTYPED = 0.03
NAME_MISSPELT = 0.02
SCHOOL_MISSING = 0.1
ADDRESS_MISSING = 0.4
STRANGERS = 0.03


@dataclass(frozen=True)
class InventedRosters:
    """Workbooks by file name; the true register number ("" for a stranger) by (file, row)."""

    books: dict[str, bytes]
    truth: dict[tuple[str, int], str]


def invent_rosters(
    pupils: Sequence[Pupil], schools: Iterable[School], random: Random
) -> InventedRosters:
    """One roster an institution; three in four graduates are on one, each on one only."""
    institutions: dict[tuple[int, str], list[School]] = {}
    for school in schools:
        if school.kind in TITLES:
            institutions.setdefault((school.district_id, school.kind), []).append(school)
    members: dict[School, list[Pupil]] = {}
    for pupil in pupils:
        if random.random() < ENROLLED:
            kind = random.choices(list(KIND_SHARES), list(KIND_SHARES.values()))[0]
            chosen = random.choice(institutions[pupil.school.district_id, kind])
            members.setdefault(chosen, []).append(pupil)
    books, truth = {}, {}
    for institution, children in members.items():
        name = f"{institution.code}_danh-sach.xlsx"
        books[name], numbers = _roster(institution, children, random)
        truth |= {(name, row): number for row, number in numbers.items()}
    return InventedRosters(books, truth)


def _roster(
    institution: School, children: Sequence[Pupil], random: Random
) -> tuple[bytes, dict[int, str]]:
    letterhead = (
        "SỞ GIÁO DỤC VÀ ĐÀO TẠO LONG AN",
        institution.name.upper(),
        "",
        TITLES[institution.kind],
        "",
    )
    is_plain = random.random() < WITHOUT_ACCENTS
    lines, numbers = [], {}
    for ordinal, pupil in enumerate(children, start=1):
        is_stranger = random.random() < STRANGERS
        line = _line(pupil, random, is_stranger=is_stranger)
        lines.append((ordinal, *(fold(cell).upper() if is_plain else cell for cell in line)))
        numbers[HEADER_ROW + ordinal] = "" if is_stranger else pupil.register_number
    return workbook(letterhead, HEADINGS, lines), numbers


def _line(pupil: Pupil, random: Random, *, is_stranger: bool) -> tuple[str, ...]:
    name = person_name(pupil.gender, random) if is_stranger else pupil.full_name
    birth = pupil.birth
    if is_stranger:
        birth = birth.replace(year=birth.year - 1, day=random.randint(1, 28))
    elif random.random() < BIRTH_MISTYPED:
        birth = birth.replace(day=random.randint(1, 28))
    return (
        _misspelt(name, random) if random.random() < NAME_MISSPELT else name,
        f"{birth.day}/{birth.month}/{birth.year}",
        "Nam" if pupil.gender == "M" else "Nữ",
        "" if is_stranger or random.random() < SCHOOL_MISSING else pupil.school.name,
        "" if random.random() < ADDRESS_MISSING else f"{pupil.hamlet}, {pupil.commune.name}",
        f"10A{random.randint(1, 9)}",
    )


def _misspelt(name: str, random: Random) -> str:
    """The name with one letter lost."""
    position = random.randrange(1, len(name))
    return name[:position] + name[position + 1 :]
