"""Invented rosters of an invented province, and who is who on them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from random import Random

from bench.invented import workbook
from bench.noise import FileHabits, Noise, Rates, draw_habits
from bench.population import FAMILIES, Person, Places, Population
from districts.models import School, SchoolKind

ENROLLED = 0.93
KIND_SHARES = {SchoolKind.THPT: 73, SchoolKind.VOCATIONAL: 16, SchoolKind.CONTINUING: 11}
# Pupils from the institution's own district, and outsiders, times the rate of the set.
AT_HOME = {SchoolKind.THPT: 0.935, SchoolKind.CONTINUING: 0.89, SchoolKind.VOCATIONAL: 0.6}
OUTSIDERS = {SchoolKind.THPT: 1.0, SchoolKind.CONTINUING: 3.6, SchoolKind.VOCATIONAL: 3.2}
ELSEWHERE_SHARE = 0.032
OUTSIDERS_ELSEWHERE = 0.57
TRANSFERS = 0.01
DUAL = 0.03
TITLES = {
    SchoolKind.THPT: "DANH SÁCH HỌC SINH LỚP 10 NĂM HỌC 2020-2021",
    SchoolKind.CONTINUING: "DANH SÁCH HỌC VIÊN LỚP 10 GDTX NĂM HỌC 2020-2021",
    SchoolKind.VOCATIONAL: "DANH SÁCH HỌC SINH HỆ TRUNG CẤP KHÓA 2020-2023",
}
HEADINGS = {
    "gender": "Giới tính",
    "school": "Học sinh trường THCS",
    "address": "Chỗ ở",
    "guardian": "Họ tên cha/mẹ",
    "phone": "Điện thoại",
    "moet_code": "Mã định danh Bộ GD&ĐT",
    "personal_id": "Số định danh cá nhân",
}
# How often a roster has the column.
COLUMNS = {
    "gender": 0.9,
    "school": 0.7,
    "address": 0.45,
    "guardian": 0.27,
    "phone": 0.33,
    "moet_code": 0.44,
    "personal_id": 0.12,
}
HEADER_ROW = 6


@dataclass(frozen=True)
class InventedRosters:
    """Workbooks by file name; (register number, "" for an outsider; whether it is a repeat) by
    (file, row).
    """

    books: dict[str, bytes]
    truth: dict[tuple[str, int], tuple[str, bool]]


def invent_rosters(
    people: Sequence[Person], population: Population, rates: Rates, random: Random
) -> InventedRosters:
    """One roster an institution: its own pupils, and those of other cohorts and provinces."""
    noise = Noise(rates, random)
    members = _enrolled(people, population.places, random)
    schools = [s.name for each in population.places.origins.values() for s in each]
    books: dict[str, bytes] = {}
    truth: dict[tuple[str, int], tuple[str, bool]] = {}
    for institution, children in members.items():
        name = f"{institution.code}_danh-sach.xlsx"
        listed = _listed(institution, children, people, population, noise)
        lines, rows = _roster(listed, schools, noise)
        books[name] = workbook(_letterhead(institution), *lines)
        truth |= {(name, HEADER_ROW + place): who for place, who in enumerate(rows, start=1)}
    return InventedRosters(books, truth)


def _enrolled(
    people: Sequence[Person], places: Places, random: Random
) -> dict[School, list[Person]]:
    by_kind: dict[tuple[int, str], list[School]] = {}
    for district, schools in places.receiving.items():
        for school in schools:
            by_kind.setdefault((district, school.kind), []).append(school)
    members: dict[School, list[Person]] = {}
    districts = sorted(places.receiving)
    for person in people:
        if random.random() >= ENROLLED:
            continue
        kind = random.choices(list(KIND_SHARES), list(KIND_SHARES.values()))[0]
        kinds = [kind]
        if (
            kind == SchoolKind.CONTINUING and random.random() < DUAL
        ) or random.random() < TRANSFERS:
            kinds.append(SchoolKind.VOCATIONAL)
        for each in kinds:
            members.setdefault(
                _chosen(person, each, by_kind, places, districts, random), []
            ).append(person)
    return members


def _chosen(
    person: Person,
    kind: str,
    by_kind: dict[tuple[int, str], list[School]],
    places: Places,
    districts: list[int],
    random: Random,
) -> School:
    if random.random() < ELSEWHERE_SHARE:
        return random.choice(places.outside)
    home = person.school.district_id
    if random.random() >= AT_HOME[kind]:
        home = random.choice(districts)
    return random.choice(by_kind[home, kind])


def _listed(
    institution: School,
    children: Sequence[Person],
    people: Sequence[Person],
    population: Population,
    noise: Noise,
) -> list[tuple[Person, bool]]:
    """Everybody on the roster, in its order, and whether a line repeats an earlier one."""
    random = noise.random
    listed = [(child, False) for child in children]
    listed += [(child, True) for child in children if noise.befalls(noise.rates.repeats)]
    district = institution.district_id
    share = noise.rates.outsiders * OUTSIDERS[institution.kind]
    if district is None:
        share = OUTSIDERS_ELSEWHERE
    share = min(share, 0.6)
    for _ in range(round(len(children) * share / (1 - share))):
        is_older = district is not None and random.random() < 0.8
        stranger = population.older(district if is_older else None)
        if noise.befalls(noise.rates.namesake_outsiders):
            model = random.choice(people)
            stranger = replace(
                stranger,
                full_name=model.full_name,
                birth=model.birth,
                gender=model.gender,
            )
        listed.append((stranger, False))
    random.shuffle(listed)
    # A repeat is the later of the two lines.
    seen: set[str] = set()
    ordered = []
    for person, _ in listed:
        ordered.append((person, person.number in seen))
        if person.number:
            seen.add(person.number)
    return ordered


def _letterhead(institution: School) -> tuple[str, ...]:
    return (
        "SỞ GIÁO DỤC VÀ ĐÀO TẠO LONG AN",
        institution.name.upper(),
        "",
        TITLES[institution.kind],
        "",
    )


def _roster(listed: Sequence[tuple[Person, bool]], schools: list[str], noise: Noise):
    """((headings, lines), who each line is)."""
    habits = draw_habits(noise)
    columns = [
        name
        for name, share in COLUMNS.items()
        if noise.random.random() < 1 - (1 - share) * noise.rates.missing_column
    ]
    headings = ("STT", "Họ và tên", "Ngày sinh", *(HEADINGS[name] for name in columns))
    separator = noise.random.choice("/-.")
    is_full_address = noise.befalls(0.55)
    lines = []
    for ordinal, (person, _) in enumerate(listed, start=1):
        name = habits.text(noise.name(person.full_name, tuple(FAMILIES[:12])), noise)
        cells = [
            _cell(person, column, schools, habits, noise, is_full_address=is_full_address)
            for column in columns
        ]
        lines.append((ordinal, name, _date(person.birth, habits, noise, separator), *cells))
    return (headings, lines), [(person.number, is_repeat) for person, is_repeat in listed]


def _date(birth: date, habits: FileHabits, noise: Noise, separator: str) -> str:
    if noise.befalls(noise.rates.blank / 10):
        return ""
    written, year = noise.birth(birth, is_swapping=habits.is_swapping)
    if written is None:
        return str(year)
    return separator.join((f"{written.day:02}", f"{written.month:02}", str(written.year)))


def _cell(
    person: Person,
    column: str,
    schools: list[str],
    habits: FileHabits,
    noise: Noise,
    *,
    is_full_address: bool,
) -> str:
    if noise.befalls(noise.rates.blank):
        return ""
    if column == "gender":
        gender = person.gender
        if noise.befalls(noise.rates.other_sex):
            gender = "F" if gender == "M" else "M"
        return habits.text("Nam" if gender == "M" else "Nữ", noise)
    if column == "school":
        return habits.text(noise.school(person.school_name, schools), noise)
    if column == "address":
        return habits.text(_address(person, noise, is_full=is_full_address), noise)
    if column == "guardian":
        return habits.text(person.guardian, noise)
    return noise.code(getattr(person, column))


def _address(person: Person, noise: Noise, *, is_full: bool) -> str:
    address = person.address
    if person.commune and noise.befalls(noise.rates.other_commune):
        return f"Xã Bình Phú, Huyện {noise.random.choice(('Cai Lậy', 'Củ Chi', 'Gò Dầu'))}"
    return address if is_full else address.split(", ")[0]


def graduate_books(people: Sequence[Person]) -> dict[str, bytes]:
    """One workbook a district, with what its office knows of every graduate."""
    headings = (
        "STT", "Họ và tên", "Giới tính", "Ngày sinh", "Trường", "Số vào sổ",
        "Mã định danh Bộ GD&ĐT", "Số định danh cá nhân", "Chỗ ở", "Họ tên cha/mẹ", "Điện thoại",
    )  # fmt: skip
    districts: dict[str, list[Person]] = {}
    for person in people:
        districts.setdefault(person.school.district.code, []).append(person)
    books = {}
    for code, members in districts.items():
        lines = [
            (
                ordinal,
                each.full_name,
                "Nam" if each.gender == "M" else "Nữ",
                f"{each.birth:%d/%m/%Y}",
                each.school_name,
                each.number,
                *(
                    getattr(each, name) if name in each.known else ""
                    for name in ("moet_code", "personal_id")
                ),
                each.address,
                *(
                    getattr(each, name) if name in each.known else ""
                    for name in ("guardian", "phone")
                ),
            )
            for ordinal, each in enumerate(members, start=1)
        ]
        letterhead = (
            f"UBND {members[0].school.district.name}".upper(),
            "PHÒNG GIÁO DỤC VÀ ĐÀO TẠO",
            "",
            "DANH SÁCH HỌC SINH TỐT NGHIỆP TRUNG HỌC CƠ SỞ NĂM HỌC 2019-2020",
            "",
        )
        books[f"{code}_tot-nghiep.xlsx"] = workbook(letterhead, headings, lines)
    return books
