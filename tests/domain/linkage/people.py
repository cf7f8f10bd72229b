"""Invented graduates and roster rows for the tests of the linkage engine."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from domain.dates import BirthDate
from domain.linkage import KnownSchool, Pool, PoolPerson, RosterPerson

SCHOOLS = (
    KnownSchool("S1", "THCS Bình Đức", "D1"),
    KnownSchool("S2", "TH&THCS Tân Đông", "D1"),
    KnownSchool("S3", "THCS&THPT Mỹ Lạc", "D2"),
    KnownSchool("S4", "THCS Nhựt Tảo", "D2", aliases=("THCS Thị trấn Tầm Vu",)),
    KnownSchool("S5", "THCS Nhựt Tảo", "D3"),
    KnownSchool("S6", "THCS Hậu Thạnh Tây", "D3"),
)
DISTRICTS = {school.code: school.district_code for school in SCHOOLS}

_FAMILY = ("Nguyễn", "Nguyễn", "Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Võ", "Đặng", "Bùi")
_MIDDLE = ("Văn", "Thị", "Hoàng", "Minh", "Ngọc", "Quốc", "Thanh", "Bảo", "Gia", "Kim", "Đức")
_GIVEN = ("An", "Bình", "Chi", "Dũng", "Hà", "Khang", "Lan", "Lam", "Nhân", "Phúc", "Quân", "Thảo",
          "Phương", "Phượng", "Vy")  # fmt: skip

# The child most tables are about, and someone else's details.
LINH = PoolPerson(
    graduate=1,
    full_name="Trịnh Khánh Linh",
    birth=BirthDate(2005, 3, 8),
    gender="F",
    school_code="S1",
    district_code="D1",
    commune_code="C11",
    commune_name="Xã Bình Đức",
    guardian="Trịnh Quốc Thái",
    phone="0912345678",
    moet_code="8012345678",
    personal_id="080305123456",
    register_number="00017/2020",
)


@cache
def crowd() -> tuple[PoolPerson, ...]:
    """Graduates 1001 to 1600, for name frequencies and school sizes like a district's."""
    people = []
    codes = sorted(DISTRICTS)
    for index in range(600):
        school = codes[index % len(codes)]
        middle = _MIDDLE[(index // 3) % len(_MIDDLE)]
        name = f"{_FAMILY[index % 10]} {middle} {_GIVEN[(index * 7 + index // 15) % len(_GIVEN)]}"
        people.append(
            PoolPerson(
                graduate=1001 + index,
                full_name=name,
                birth=BirthDate(2005, 1 + index % 12, 1 + index % 28),
                gender="F" if middle in {"Thị", "Ngọc", "Kim"} else "M",
                school_code=school,
                district_code=DISTRICTS[school],
                commune_code=f"C{DISTRICTS[school][1]}{index % 5}",
                phone=f"09{index:08d}",
                moet_code=f"80{index:05d}000",
            )
        )
    return tuple(people)


def pool_of(*people: PoolPerson) -> Pool:
    """A pool of `people` among the crowd."""
    return Pool((*people, *crowd()), SCHOOLS)


def graduate(base: PoolPerson = LINH, **changes: object) -> PoolPerson:
    """`base` with some fields changed."""
    return replace(base, **changes)


def bare_row(person: PoolPerson = LINH, **changes: object) -> RosterPerson:
    """A roster row with the name, date and sex of `person` and nothing else but `changes`."""
    row = RosterPerson(row=9, full_name=person.full_name, birth=person.birth, gender=person.gender)
    return replace(row, **changes)


def crowd_row(person: PoolPerson, row: int) -> RosterPerson:
    """A well-filled roster row of someone in the crowd."""
    return bare_row(person, row=row, moet_code=person.moet_code, phone=person.phone)
