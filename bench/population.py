"""The people of an invented province, for measuring linkage: graduates as district offices list
them, and the others who stand on rosters beside them. Nobody here exists.

Names follow the frequencies of the field (a third are Nguyễn, given names fall off as Zipf says);
twins share school, family and phone; some codes, phones and guardians are unknown to the office.
Nothing here knows how the engine compares.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import accumulate
from random import Random

from districts.models import Commune, District, School, SchoolKind
from domain.names import fold


def words(text: str) -> tuple[str, ...]:
    """The words of a text; an underscore stands for a space inside one."""
    return tuple(word.replace("_", " ") for word in text.split())


FAMILIES = words(
    "Nguyễn Trần Lê Phạm Huỳnh Võ Phan Trương Đặng Hồ Bùi Đỗ Dương Ngô Đoàn Cao Hoàng Lâm Mai "
    "Đinh Lý Đào Lưu Hà Thái Tô Châu Trịnh Vũ Tạ Lương Quách Kiều Thạch Từ Diệp Tăng Triệu "
    "Phùng Mạc Nghiêm Chung Đồng Văn La Ông Tống Giang Khổng Bạch"
)
FAMILY_WEIGHTS = (
    658, 226, 185, 136, 105, 87, 64, 50, 46, 41, 39, 30, 28, 25, 21, 19, 18, 17, 16, 15, 13, 11, 11,
    11, 10, *(9 - rank / 3 for rank in range(25)),
)  # fmt: skip
MIDDLES = {
    "M": words(
        "Văn Minh Hoàng Quốc Thanh Hữu Gia Đức Tấn Ngọc Trọng Chí Anh Công Đình Duy Nhật Phúc "
        "Tuấn Bảo Xuân Thành Trung Hải Khánh Đăng Nhựt Phước Thiên Vĩnh Kim Hùng Long Trường"
    ),
    "F": words(
        "Thị Ngọc Thị_Kim Thị_Mỹ Kim Thanh Thị_Ngọc Bảo Mỹ Như Thị_Thanh Hồng Thị_Hồng Thùy "
        "Phương Yến Thị_Thu Ánh Cẩm Thị_Cẩm Diễm Tuyết Thúy Quỳnh Khánh Thị_Bích Minh Trúc "
        "Hoàng Huỳnh Gia Thị_Tuyết Thị_Yến Thảo"
    ),
}
GIVENS = {
    "M": words(
        "Huy Đạt Khang Bảo Phúc Duy Nguyên Nhân Minh Khoa Anh Thịnh Phát Hiếu Nghĩa Tài Tuấn "
        "Quân Hưng Lộc Hào Long Trung Vinh Kiệt Dũng Phong Thiện An Thành Nam Tâm Toàn Trí Đăng "
        "Khánh Hoàng Quang Tiến Sang Lợi Thắng Tín Hậu Tân Cường Khôi Đức Bình Sơn Trường Vũ "
        "Linh Nhựt Thuận Tú Hải Lâm Kha Danh Luân Quý Vương Khải Triết Tùng Hùng Ân Thông Quyền"
    ),
    "F": words(
        "Anh Như Vy Ngân Thư Nhi My Trân Ngọc Hân Trâm Linh Tiên Thảo Duyên Trang Huyền Quyên "
        "Trinh Ngân Yến Thy Vân Nguyên Nghi Uyên Tuyền Hương Hạnh Mai Quỳnh Phương Trúc Ý Châu "
        "Nhung Loan Xuân Hiền Ly Giang Lan Tâm Kiều An Diễm Nga Thúy Dung Oanh Phượng Hằng Mỹ "
        "Hà Thơ Đào Thùy Tú Lam Chi Khanh Đoan Khuê Ái Cúc Tường Ngà Sương Thắm Nhiên"
    ),
}
OUTSIDE_SCHOOLS = words(
    "THCS_Cai_Lậy THCS_Tân_Hồng THCS_Trảng_Bàng THCS_Nhà_Bè THCS_Lê_Lợi THCS_Gò_Công "
    "THCS_Sa_Đéc THCS_Bình_Chánh THCS_Nguyễn_Du THCS_Chợ_Gạo THCS_Gò_Dầu THCS_Hưng_Thuận "
    "THCS_Vĩnh_Lộc"
)
OUTSIDE_PLACES = ("Cai Lậy", "Gò Công", "Tân Hồng", "Trảng Bàng", "Củ Chi", "Nhà Bè", "Gò Dầu")
BIRTH_YEARS = ((2005, 2004, 2003, 2002, 2006), (883, 70, 19, 5, 23))
OLDER_YEARS = ((2005, 2004, 2003, 2002, 2001), (22, 38, 23, 12, 5))


@dataclass(frozen=True)
class Person:
    """Someone on a list; `number` is a graduate's register number, "" for everybody else.

    `known` are the particulars the district office has of a graduate, of which rosters may still
    state more.
    """

    full_name: str
    gender: str
    birth: date
    number: str
    school_name: str
    school: School | None
    commune: Commune | None
    address: str
    guardian: str
    phone: str
    moet_code: str
    personal_id: str
    known: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Places:
    """The schools of the province, and the communes of every district."""

    origins: dict[int, list[School]]
    receiving: dict[int, list[School]]
    outside: list[School]
    communes: dict[int, list[Commune]]


def invent_places(random: Random) -> Places:
    """Unsaved schools in the true districts: five to twelve THCS and five to seven that receive."""
    communes: dict[int, list[Commune]] = {}
    for commune in Commune.objects.select_related("district").order_by("code"):
        communes.setdefault(commune.district_id, []).append(commune)
    origins, receiving = {}, {}
    for district in District.objects.order_by("code"):
        here = communes[district.pk]
        origins[district.pk] = _origin_schools(district, here, random)
        receiving[district.pk] = _receiving_schools(district, random)
    outside = [
        School(
            code=f"000{letter}{number:02}",
            name=f"{title} {OUTSIDE_PLACES[number % 7]} {number}",
            kind=kind,
            district=None,
            province="Tiền Giang",
        )
        for number in range(1, 7)
        for letter, title, kind in (
            ("N", "Trung cấp nghề", SchoolKind.VOCATIONAL),
            ("P", "THPT", SchoolKind.THPT),
        )
    ]
    return Places(origins, receiving, outside, communes)


def _origin_schools(district: District, communes: list[Commune], random: Random) -> list[School]:
    """THCS named after communes, as most are."""
    # A town and the commune around it share a name, their schools do not.
    names = sorted(
        {
            fold(commune.name.split(maxsplit=1)[-1].removeprefix("trấn ")): commune.name
            for commune in communes
        }.values()
    )
    chosen = random.sample(names, min(len(names), random.randint(5, 12)))
    kinds = ("THCS", "THCS", "THCS", "TH&THCS", "THCS&THPT")
    schools = []
    for number, name in enumerate(chosen, start=1):
        title = random.choice(kinds)
        is_both = title == "THCS&THPT"
        schools.append(
            School(
                code=f"{district.code}C{number:02}",
                name=f"{title} {name.removeprefix('Xã ').removeprefix('Thị trấn ')}",
                kind=SchoolKind.THCS_THPT if is_both else SchoolKind.THCS,
                district=district,
                province="Long An",
            )
        )
    return schools


def _receiving_schools(district: District, random: Random) -> list[School]:
    short = district.short_name
    names = [
        *(("P", SchoolKind.THPT, f"THPT {short} {n}") for n in range(1, random.randint(3, 5))),
        *(
            ("N", SchoolKind.VOCATIONAL, f"Trung cấp {what} {short}")
            for what in ("kỹ thuật", "kinh tế")[: random.randint(1, 2)]
        ),
        ("X", SchoolKind.CONTINUING, f"TTGDTX&KTTH {short}"),
    ]
    return [
        School(
            code=f"{district.code}{letter}{number:02}",
            name=name,
            kind=kind,
            district=district,
            province="Long An",
        )
        for number, (letter, kind, name) in enumerate(names, start=1)
    ]


class Population:
    """Draws people; every draw comes from the one `random` it was given."""

    def __init__(self, places: Places, random: Random) -> None:
        self.places = places
        self.random = random
        self._used: set[str] = set()
        self._districts = sorted(places.origins)
        self._sizes = {d: random.uniform(0.4, 1.6) for d in self._districts}
        self._weights = {
            school.code: random.lognormvariate(0, 0.6)
            for schools in places.origins.values()
            for school in schools
        }
        self._homes = {
            school.code: random.choice(places.communes[district])
            for district, schools in places.origins.items()
            for school in schools
        }
        self._given = {
            sex: list(accumulate(1 / (rank + 6) for rank in range(len(names))))
            for sex, names in GIVENS.items()
        }
        self._middle = {
            sex: list(accumulate(1 / (rank + 4) for rank in range(len(names))))
            for sex, names in MIDDLES.items()
        }

    def graduates(self, number: int) -> list[Person]:
        """That many, with twins among them, each with a register number of its own."""
        people: list[Person] = []
        while len(people) < number:
            district = self.random.choices(self._districts, list(self._sizes.values()))[0]
            person = self.person(self._school(district), BIRTH_YEARS)
            people.append(person)
            if self.random.random() < 0.012 and len(people) < number:
                people.append(self._twin(person))
        numbers = self.random.sample(range(1, 10 * number), number)
        return [
            replace(person, number=f"{digits:06}/2020", known=self._known())
            for person, digits in zip(people, numbers, strict=True)
        ]

    def older(self, district: int | None) -> Person:
        """A pupil of an earlier cohort of the district, or one of another province."""
        if district is None:
            return self.outsider()
        return self.person(self._school(district), OLDER_YEARS)

    def outsider(self) -> Person:
        """A pupil from another province; most are as old as the cohort."""
        person = self.person(None, BIRTH_YEARS)
        return replace(person, moet_code="79" + person.moet_code[2:])

    def person(self, school: School | None, years: tuple[Sequence[int], Sequence[int]]) -> Person:
        random = self.random
        gender = random.choice("MF")
        commune = self._commune(school) if school else None
        birth = date(random.choices(*years)[0], 1, 1) + timedelta(days=random.randrange(365))
        name = self.name(gender)
        guardian_gender = random.choices("MF", (7, 3))[0]
        guardian = self.name(guardian_gender)
        if guardian_gender == "M":
            guardian = f"{name.split()[0]} {guardian.split(maxsplit=1)[1]}"
        return Person(
            full_name=name,
            gender=gender,
            birth=birth,
            number="",
            school_name=school.name if school else random.choice(OUTSIDE_SCHOOLS),
            school=school,
            commune=commune,
            address=(
                f"{commune.name}, {commune.district.name}"
                if commune
                else f"Xã Bình Phú, Huyện {random.choice(OUTSIDE_PLACES)}"
            ),
            guardian=guardian,
            phone=f"0{random.choice('35789')}{random.randrange(10**8):08}",
            moet_code=self._moet_code(),
            personal_id=self._personal_id(gender, birth.year),
        )

    def name(self, gender: str) -> str:
        """A full name of two to four syllables."""
        random = self.random
        family = random.choices(FAMILIES, FAMILY_WEIGHTS)[0]
        given = random.choices(GIVENS[gender], cum_weights=self._given[gender])[0]
        middle = random.choices(MIDDLES[gender], cum_weights=self._middle[gender])[0]
        if random.random() < 0.012:
            middle = ""
        elif " " not in middle and random.random() < 0.12:
            middle += " " + random.choice(MIDDLES[gender]).split()[-1]
        return " ".join(f"{family} {middle} {given}".split())

    def _personal_id(self, gender: str, year: int) -> str:
        head = f"080{3 if gender == 'F' else 2}{year % 100:02}"
        return head + self._unused(head, 6)

    def _moet_code(self) -> str:
        return "80" + self._unused("80", 8)

    def _unused(self, head: str, length: int) -> str:
        """Digits nobody else has behind `head`."""
        while True:
            digits = f"{self.random.randrange(10**length):0{length}}"
            if head + digits not in self._used:
                self._used.add(head + digits)
                return digits

    def _twin(self, person: Person) -> Person:
        gender = person.gender if self.random.random() < 0.7 else self.random.choice("MF")
        same = person.full_name.split()
        name = self.name(gender).split()
        while name[-1] == same[-1]:
            name = self.name(gender).split()
        middle = same[1:-1] if gender == person.gender else name[1:-1]
        return replace(
            person,
            full_name=" ".join((same[0], *middle, name[-1])),
            gender=gender,
            moet_code=self._moet_code(),
            personal_id=self._personal_id(gender, person.birth.year),
        )

    def _known(self) -> frozenset[str]:
        shares = {"guardian": 0.6, "phone": 0.5, "moet_code": 0.5, "personal_id": 0.085}
        return frozenset(name for name, share in shares.items() if self.random.random() < share)

    def _school(self, district: int) -> School:
        schools = self.places.origins[district]
        return self.random.choices(schools, [self._weights[each.code] for each in schools])[0]

    def _commune(self, school: School) -> Commune:
        if self.random.random() < 0.8:
            return self._homes[school.code]
        return self.random.choice(self.places.communes[school.district_id])
