"""The schools, targets and quotas of the invented province, on the real districts and communes.

Every code begins with "MH" (minh họa), and names are words of the countryside that no authority
would give, so that nobody takes a figure here for one of a real school.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random

from districts.models import Commune, District, SchoolKind

COHORT_YEAR = 2020
CODE_PREFIX = "MH"
HOME_PROVINCE = "Long An"
# About as many lower-secondary schools as districts of such a size have; 140 in all.
_LOWER_SECONDARY = {
    "794": 12, "795": 5, "796": 6, "797": 6, "798": 4, "799": 7, "800": 6, "801": 8, "802": 22,
    "803": 13, "804": 8, "805": 6, "806": 14, "807": 14, "808": 9,
}  # fmt: skip
_USUAL_NUMBER = 6
_LETTERS = {
    SchoolKind.THCS: "C",
    SchoolKind.THCS_THPT: "Q",
    SchoolKind.THPT: "P",
    SchoolKind.CONTINUING: "X",
    SchoolKind.VOCATIONAL: "N",
}
_WORDS = (
    "Bông Lúa", "Bông Súng", "Bông Điên Điển", "Bến Đò", "Bồ Câu", "Ban Mai", "Cánh Buồm",
    "Cánh Cò", "Cánh Diều", "Cầu Tre", "Chim Én", "Chồi Non", "Cò Trắng", "Cồn Xanh",
    "Dòng Quê", "Đất Lành", "Đom Đóm", "Đồng Sen", "Đồng Xanh", "Giếng Ngọc", "Gió Đồng",
    "Hạt Giống", "Hạt Ngọc", "Hoa Cau", "Hoa Mai", "Hoa Phượng", "Hoa Sen", "Hoa Súng",
    "Hoa Tràm", "Hương Lúa", "Hướng Dương", "Kênh Xanh", "Khói Bếp", "Khóm Tre", "Lá Dừa",
    "Làng Sen", "Lúa Vàng", "Lục Bình", "Mạ Non", "Mặt Trời", "Mật Ong", "Mây Trắng",
    "Mùa Gặt", "Mùa Xuân", "Mưa Nguồn", "Nắng Mai", "Nắng Vàng", "Ngọn Lửa", "Nước Nổi",
    "Phù Sa", "Rặng Dừa", "Rừng Tràm", "Sao Khuê", "Sao Mai", "Sen Hồng", "Sếu Trắng",
    "Sóng Xanh", "Sông Quê", "Tầm Vông", "Thảo Nguyên", "Thuyền Nan", "Tia Nắng", "Trăng Rằm",
    "Tre Xanh", "Trời Xanh", "Trúc Xanh", "Vàm Xanh", "Vầng Dương", "Vườn Ươm", "Xóm Lá",
    "Ánh Dương",
)  # fmt: skip
_VOCATIONAL_NAMES = ("Trung cấp nghề", "Trung cấp Kinh tế - Kỹ thuật")
_OUTSIDE = (
    ("THPT Sóng Biển", SchoolKind.THPT, "TP. Hồ Chí Minh"),
    ("THPT Cù Lao Xanh", SchoolKind.THPT, "Tiền Giang"),
    ("Trung cấp nghề Ngã Ba Sông", SchoolKind.VOCATIONAL, "TP. Hồ Chí Minh"),
    ("Cao đẳng nghề Gió Biển", SchoolKind.VOCATIONAL, "TP. Hồ Chí Minh"),
)


@dataclass(frozen=True)
class DemoSchool:
    """An invented school; outside the province `district` is None, and `commune` only THCS have."""

    code: str
    name: str
    kind: SchoolKind
    district: District | None
    province: str = HOME_PROVINCE
    ownership: str = "Công lập"
    commune: Commune | None = None


@dataclass
class DemoProvince:
    """The invented schools of the districts.

    `vocational_share` is how inclined a district (by code) is to vocational training; `silent` are
    codes of institutions that never send a roster.
    """

    districts: list[District]
    communes: dict[str, list[Commune]]
    schools: list[DemoSchool] = field(default_factory=list)
    vocational_share: dict[str, float] = field(default_factory=dict)
    silent: frozenset[str] = frozenset()

    def graduating(self, district: District) -> list[DemoSchool]:
        """The schools of the district from which children finish lower-secondary education."""
        kinds = (SchoolKind.THCS, SchoolKind.THCS_THPT)
        return [s for s in self.schools if s.district == district and s.kind in kinds]

    def receiving(self, *kinds: SchoolKind, district: District | None) -> list[DemoSchool]:
        """Institutions of these kinds in the district; None: outside the province."""
        return [s for s in self.schools if s.district == district and s.kind in kinds]


def build_province(
    seed: int, districts: Sequence[District], communes: Sequence[Commune]
) -> DemoProvince:
    """The same schools for the same seed and units."""
    random = Random(f"{seed}:province")
    by_district: dict[str, list[Commune]] = {district.code: [] for district in districts}
    for commune in communes:
        by_district[commune.district.code].append(commune)
    province = DemoProvince(list(districts), by_district)
    for position, district in enumerate(districts):
        province.schools += _schools_of(district, by_district[district.code], position, random)
        province.vocational_share[district.code] = random.uniform(0.12, 0.22)
    province.schools += [
        DemoSchool(f"{CODE_PREFIX}NT{number:02d}", name, kind, None, home)
        for number, (name, kind, home) in enumerate(_OUTSIDE, start=1)
    ]
    province.silent = _silent(province)
    return province


def _schools_of(
    district: District, communes: list[Commune], position: int, random: Random
) -> list[DemoSchool]:
    lower = _LOWER_SECONDARY.get(district.code, _USUAL_NUMBER)
    numbers = {
        SchoolKind.THCS: lower,
        SchoolKind.THCS_THPT: 1 if position % 3 else 0,
        SchoolKind.THPT: max(1, lower // 4),
        SchoolKind.CONTINUING: 1,
        SchoolKind.VOCATIONAL: 1 if lower >= _USUAL_NUMBER else 0,
    }
    words = iter(random.sample(_WORDS, sum(numbers.values())))
    homes = random.sample(communes, len(communes))
    schools = []
    for kind, number in numbers.items():
        for i in range(number):
            name = _name(kind, next(words), district, position)
            is_private = kind is SchoolKind.THPT and i == number - 1 and number > 2
            schools.append(
                DemoSchool(
                    code=f"{CODE_PREFIX}{district.code}{_LETTERS[kind]}{i + 1:02d}",
                    name=name,
                    kind=kind,
                    district=district,
                    ownership="Tư thục" if is_private else "Công lập",
                    commune=homes[i % len(homes)],
                )
            )
    return schools


def _name(kind: SchoolKind, words: str, district: District, position: int) -> str:
    if kind is SchoolKind.THCS:
        return f"THCS {words}"
    if kind is SchoolKind.VOCATIONAL:
        start = _VOCATIONAL_NAMES[position % len(_VOCATIONAL_NAMES)]
        return f"{start} {words} {district.short_name}"
    start = {
        SchoolKind.THCS_THPT: "THCS&THPT",
        SchoolKind.THPT: "THPT",
        SchoolKind.CONTINUING: "TTGDTX&KTTH",
    }[kind]
    return f"{start} {words} {district.short_name}"


def _silent(province: DemoProvince) -> frozenset[str]:
    """Three institutions that never send a roster: their units count as not having reported."""
    silent = set()
    for kind, position in (
        (SchoolKind.VOCATIONAL, -1),
        (SchoolKind.CONTINUING, 1),
        (SchoolKind.THPT, 4),
    ):
        of_kind = [s for s in province.schools if s.kind is kind and s.district is not None]
        silent.add(of_kind[position % len(of_kind)].code)
    return frozenset(silent)


def school_rows(province: DemoProvince) -> list[tuple]:
    """The catalogue under the headers of `import_schools`."""
    return [
        (
            school.code,
            school.name,
            school.kind.value,
            school.ownership,
            school.district.code if school.district else "",
            school.province,
        )
        for school in province.schools
    ]


def target_rows(province: DemoProvince, seed: int) -> list[tuple]:
    """Targets under the headers of `import_targets`: Plan 134 and what districts registered."""
    random = Random(f"{seed}:targets")
    rows: list[tuple] = [("80", "Tỉnh Long An", COHORT_YEAR, 20, "134/KH-UBND", "10/06/2019")]
    for district in province.districts:
        signed = date(COHORT_YEAR, 5, random.randint(4, 29))
        number = f"{random.randint(60, 340)}/PGDĐT"
        share = random.randint(12, 25)
        rows.append(
            (district.code, district.name, COHORT_YEAR, share, number, f"{signed:%d/%m/%Y}")
        )
    return rows


def quota_rows(province: DemoProvince, intake: dict[str, int], seed: int) -> list[tuple]:
    """Quotas under the headers of `import_quotas`; `intake` is pupils by institution code."""
    random = Random(f"{seed}:quotas")
    rows = []
    for school in province.schools:
        if school.kind in (SchoolKind.THCS, SchoolKind.VOCATIONAL) or school.district is None:
            continue
        # Seats are given out in classes; a centre for continuing education rarely fills its own.
        factor = random.uniform(1.05, 1.5 if school.kind is SchoolKind.CONTINUING else 1.2)
        seats = max(20, 5 * round(intake.get(school.code, 0) * factor / 5))
        rows.append((school.code, school.name, COHORT_YEAR, seats, "456/QĐ-SGDĐT"))
    return rows
