"""An invented province: schools, pupils and the workbooks offices would send. Nobody here
exists.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from io import BytesIO
from random import Random

import xlsxwriter
from django.core.management import call_command

from districts.models import Commune, District, School, SchoolKind

COHORT_YEAR = 2020
ORIGIN_SCHOOLS_PER_DISTRICT = 10
FAMILIES = [
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Huỳnh",
    "Võ",
    "Phan",
    "Trương",
    "Bùi",
    "Đặng",
    "Đỗ",
    "Hồ",
    "Ngô",
    "Dương",
    "Lý",
]
FAMILY_SHARES = (31, 12, 10, 7, 6, 5, 5, 4, 4, 4, 3, 3, 2, 2, 2)
MALE_MIDDLES = ("Văn", "Minh", "Hoàng", "Quốc", "Thanh", "Đức", "Hữu", "Gia", "Tấn", "")
FEMALE_MIDDLES = ("Thị", "Ngọc", "Thị Kim", "Thị Mỹ", "Thanh", "Thị Hồng", "Bảo", "Cẩm", "Như", "")
GIVENS = [
    "An",
    "Anh",
    "Bảo",
    "Bình",
    "Châu",
    "Chi",
    "Dung",
    "Duy",
    "Dương",
    "Đạt",
    "Giang",
    "Hà",
    "Hân",
    "Hạnh",
    "Hiếu",
    "Hòa",
    "Huy",
    "Khang",
    "Khoa",
    "Lan",
    "Linh",
    "Long",
    "Ly",
    "Mai",
    "My",
    "Nam",
    "Nga",
    "Ngân",
    "Nghĩa",
    "Ngọc",
    "Nhi",
    "Như",
    "Phát",
    "Phong",
    "Phúc",
    "Phương",
    "Quân",
    "Quyên",
    "Quỳnh",
    "Sơn",
    "Tài",
    "Tâm",
    "Thảo",
    "Thịnh",
    "Thư",
    "Tiên",
    "Trâm",
    "Trang",
    "Trí",
    "Tú",
    "Tuấn",
    "Uyên",
    "Vân",
    "Vinh",
    "Vy",
    "Yến",
]
ETHNICITIES, ETHNICITY_SHARES = ("Kinh", "Hoa", "Khmer"), (97, 2, 1)
BIRTH_PLACES = ("Long An", "Tiền Giang", "TP. Hồ Chí Minh")
GRADES = ("Giỏi", "Khá", "Trung bình")
HEADINGS = (
    "STT", "Họ và tên", "Giới tính", "Ngày sinh", "Nơi sinh", "Dân tộc", "Trường", "Lớp",
    "Xếp loại TN", "Số vào sổ", "Mã định danh Bộ GD&ĐT", "Số định danh cá nhân", "Ấp/khu phố",
    "Xã/phường", "Họ tên cha/mẹ", "Điện thoại",
)  # fmt: skip


@dataclass(frozen=True)
class Pupil:
    """One invented graduate; `commune` and `school` are of the same district."""

    full_name: str
    gender: str
    birth: date
    birth_place: str
    ethnicity: str
    school: School
    class_name: str
    classification: str
    register_number: str
    moet_code: str
    personal_id: str
    hamlet: str
    commune: Commune
    guardian: str
    phone: str


def load_province(random: Random) -> list[School]:
    """The true districts and communes, and invented schools in them; returns all schools."""
    call_command("load_reference", verbosity=0, stdout=_Silence())
    schools: list[School] = []
    for district in District.objects.all():
        schools += _schools_of(district, random)
    School.objects.bulk_create(schools)
    return schools


class _Silence:
    def write(self, text: str) -> None: ...


def _schools_of(district: District, random: Random) -> list[School]:
    names = random.sample(_school_names(), ORIGIN_SCHOOLS_PER_DISTRICT + 4)
    short = district.short_name
    kinds = [
        *((SchoolKind.THCS, "C", "THCS") for _ in range(ORIGIN_SCHOOLS_PER_DISTRICT)),
        *((SchoolKind.THPT, "P", "THPT") for _ in range(3)),
        (SchoolKind.VOCATIONAL, "N", "Trung cấp nghề"),
    ]
    schools = [
        School(
            code=f"{district.code}{letter}{number:02}",
            name=f"{title} {name}",
            kind=kind,
            district=district,
            province="Long An",
        )
        for number, ((kind, letter, title), name) in enumerate(zip(kinds, names, strict=True), 1)
    ]
    centre = School(
        code=f"{district.code}X01",
        name=f"TTGDTX&KTTH {short}",
        kind=SchoolKind.CONTINUING,
        district=district,
        province="Long An",
    )
    return [*schools, centre]


@cache
def _school_names() -> list[str]:
    middles = [middle for middle in MALE_MIDDLES if middle]
    return [f"{a} {b} {c}" for a in FAMILIES for b in middles for c in GIVENS[::4]]


def invent_pupils(number: int, schools: Iterable[School], random: Random) -> list[Pupil]:
    """That many graduates, spread over the districts and their graduating schools."""
    origins: dict[int, list[School]] = {}
    for school in schools:
        if school.kind == SchoolKind.THCS:
            origins.setdefault(school.district_id, []).append(school)
    communes: dict[int, list[Commune]] = {}
    for commune in Commune.objects.select_related("district"):
        communes.setdefault(commune.district_id, []).append(commune)
    districts = sorted(origins)
    return [
        _pupil(position, origins[home], communes[home], random)
        for position in range(number)
        for home in [districts[position % len(districts)]]
    ]


def _pupil(position: int, schools: list[School], communes: list[Commune], random: Random) -> Pupil:
    gender = random.choice("MF")
    birth = date(COHORT_YEAR - 15, 1, 1) + timedelta(days=random.randrange(365))
    digits = f"{position + 1:07}"
    return Pupil(
        full_name=person_name(gender, random),
        gender=gender,
        birth=birth,
        birth_place=random.choice(BIRTH_PLACES),
        ethnicity=random.choices(ETHNICITIES, ETHNICITY_SHARES)[0],
        school=random.choice(schools),
        class_name=f"9/{random.randint(1, 6)}",
        classification=random.choice(GRADES),
        register_number=f"{digits}/{COHORT_YEAR}",
        moet_code=f"801{digits}" if random.random() < 0.7 else "",
        personal_id=_personal_id(digits, gender, birth) if random.random() < 0.2 else "",
        hamlet=f"Ấp {random.randint(1, 9)}",
        commune=random.choice(communes),
        guardian=person_name(random.choice("MF"), random),
        phone=f"09{random.randrange(10**8):08}" if random.random() < 0.6 else "",
    )


def _personal_id(digits: str, gender: str, birth: date) -> str:
    return f"080{2 if gender == 'M' else 3}{birth:%y}{digits[-6:]}"


def person_name(gender: str, random: Random) -> str:
    family = random.choices(FAMILIES, FAMILY_SHARES)[0]
    middle = random.choice(MALE_MIDDLES if gender == "M" else FEMALE_MIDDLES)
    return " ".join(part for part in (family, middle, random.choice(GIVENS)) if part)


def graduate_workbooks(pupils: Iterable[Pupil]) -> dict[str, bytes]:
    """One workbook a district, 16 columns, letterhead above the header; content by file name."""
    districts: dict[District, list[Pupil]] = {}
    for pupil in pupils:
        districts.setdefault(pupil.school.district, []).append(pupil)
    return {
        f"{district.code}_tot-nghiep.xlsx": _graduate_workbook(district, members)
        for district, members in districts.items()
    }


def _graduate_workbook(district: District, pupils: Sequence[Pupil]) -> bytes:
    letterhead = (
        f"UBND {district.name}".upper(),
        "PHÒNG GIÁO DỤC VÀ ĐÀO TẠO",
        "",
        "DANH SÁCH HỌC SINH TỐT NGHIỆP TRUNG HỌC CƠ SỞ NĂM HỌC 2019-2020",
        "",
    )
    lines = [(number, *cells(pupil)) for number, pupil in enumerate(pupils, start=1)]
    return workbook(letterhead, HEADINGS, lines)


def cells(pupil: Pupil) -> tuple[str, ...]:
    """The pupil as the cells of HEADINGS, without the ordinal."""
    return (
        pupil.full_name,
        "Nam" if pupil.gender == "M" else "Nữ",
        f"{pupil.birth:%d/%m/%Y}",
        pupil.birth_place,
        pupil.ethnicity,
        pupil.school.name,
        pupil.class_name,
        pupil.classification,
        pupil.register_number,
        pupil.moet_code,
        pupil.personal_id,
        pupil.hamlet,
        pupil.commune.name,
        pupil.guardian,
        pupil.phone,
    )


def workbook(
    letterhead: Sequence[str], headings: Sequence[str], lines: Iterable[Sequence]
) -> bytes:
    """One sheet: letterhead, header row, lines."""
    out = BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet("DS")
        for row, text in enumerate(letterhead):
            sheet.write_string(row, 0, text)
        sheet.write_row(len(letterhead), 0, headings)
        for row, line in enumerate(lines, start=len(letterhead) + 1):
            sheet.write_row(row, 0, line)
    return out.getvalue()
