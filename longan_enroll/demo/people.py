"""The invented children of one year: who they are, where they live, and where each one went."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from itertools import count
from random import Random

from districts.models import Commune, District, SchoolKind
from longan_enroll.demo.names import FEMALE, MALE, child_name, guardian_name, weighted
from longan_enroll.demo.province import COHORT_YEAR, DemoProvince, DemoSchool

_BIRTH_PLACES = {"Long An": 84, "TP. Hồ Chí Minh": 9, "Tiền Giang": 4, "Bến Tre": 2, "Tây Ninh": 1}
_ETHNICITIES = {"Kinh": 985, "Khơ-me": 8, "Hoa": 7}
_CLASSIFICATIONS = {"Giỏi": 27, "Khá": 43, "Trung bình": 30}
_PRIORITIES = {"": 91, "Hộ nghèo": 3, "Hộ cận nghèo": 5, "Con thương binh": 1}
_CLASS_SIZE = 34


class Fate(StrEnum):
    """Where a child went, as the inventor knows it; the application has to find out."""

    UPPER_SECONDARY = "UPPER_SECONDARY"
    VOCATIONAL = "VOCATIONAL"
    CONTINUING = "CONTINUING"
    DUAL = "DUAL"
    CONFLICT = "CONFLICT"
    NOWHERE = "NOWHERE"


@dataclass(frozen=True)
class Child:
    """One graduate as the district's list has it; `seats` are the rosters that name the child."""

    register_number: str
    full_name: str
    family: str
    gender: str
    born_on: date
    birth_place: str
    ethnicity: str
    school: DemoSchool
    class_name: str
    classification: str
    moet_code: str
    personal_id: str
    hamlet: str
    commune: Commune | None
    outside: str
    guardian: str
    phone: str
    priority: str
    fate: Fate = Fate.NOWHERE
    seats: tuple[DemoSchool, ...] = ()

    @property
    def is_female(self) -> bool:
        return self.gender == FEMALE

    @property
    def residence(self) -> str:
        """The whole address in one line."""
        if self.commune is None:
            return self.outside
        parts = (self.hamlet, self.commune.name, self.commune.district.name)
        return ", ".join(part for part in parts if part)


class Codes:
    """Codes no two children share, in no telling order."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._used: set[str] = set()

    def moet(self) -> str:
        return self._new("80", 8)

    def personal(self, gender: str, born_on: date) -> str:
        """Province, century and sex, year, serial: the shape of Decree 137/2015/NĐ-CP."""
        return self._new(f"080{2 if gender == MALE else 3}{born_on:%y}", 6)

    def phone(self) -> str:
        """A number with a prefix that no operator has been given: it rings at nobody's home."""
        return self._new(self._random.choice(("030", "031")), 7)

    def _new(self, start: str, digits: int) -> str:
        while True:
            code = start + str(self._random.randrange(10**digits)).zfill(digits)
            if code not in self._used:
                self._used.add(code)
                return code


def build_children(province: DemoProvince, number: int, seed: int) -> list[Child]:
    """`number` children in all, district by district and class by class."""
    random = Random(f"{seed}:children")
    codes = Codes(random)
    schools = [s for district in province.districts for s in province.graduating(district)]
    sizes = _sizes(len(schools), number, random)
    registers = {district.code: count(1) for district in province.districts}
    children: list[Child] = []
    for school, size in zip(schools, sizes, strict=True):
        register = registers[school.district.code]
        made = _children_of(school, size, province, register, codes, random)
        children += [_placed(child, province, random) for child in made]
    return children


def _sizes(schools: int, number: int, random: Random) -> list[int]:
    """School sizes that sum exactly to `number`."""
    weights = [random.uniform(0.6, 1.5) for _ in range(schools)]
    scale = number / sum(weights)
    sizes = [int(weight * scale) for weight in weights]
    # What rounding took away goes to the largest schools.
    largest = sorted(range(schools), key=lambda i: -weights[i])
    missing = number - sum(sizes)
    for position in range(missing):
        sizes[largest[position % schools]] += 1
    return sizes


def _children_of(
    school: DemoSchool,
    size: int,
    province: DemoProvince,
    register: Iterator[int],
    codes: Codes,
    random: Random,
) -> list[Child]:
    classes = max(1, round(size / _CLASS_SIZE))
    communes = province.communes[school.district.code]
    children: list[Child] = []
    taken: set[tuple[str, date]] = set()
    while len(children) < size:
        class_name = f"9/{len(children) * classes // size + 1}"
        number = f"{next(register):05d}/{COHORT_YEAR}"
        if children and random.random() < 0.005:
            child = _twin(children[-1], number, codes, random)
        else:
            child = _child(school, class_name, number, communes, codes, random)
        # Two children of one name, birth date and school cannot be told apart on paper.
        while (child.full_name, child.born_on) in taken:
            child = _child(school, class_name, number, communes, codes, random)
        taken.add((child.full_name, child.born_on))
        children.append(child)
    return children


def _child(
    school: DemoSchool,
    class_name: str,
    register_number: str,
    communes: Sequence[Commune],
    codes: Codes,
    random: Random,
) -> Child:
    gender = random.choice((MALE, FEMALE))
    name = child_name(random, gender)
    born_on = _birthday(random)
    commune, hamlet, outside = _home(school, communes, random)
    return Child(
        register_number=register_number,
        full_name=name.full,
        family=name.family,
        gender=gender,
        born_on=born_on,
        birth_place=weighted(random, _BIRTH_PLACES),
        ethnicity=weighted(random, _ETHNICITIES),
        school=school,
        class_name=class_name,
        classification=weighted(random, _CLASSIFICATIONS),
        moet_code=codes.moet() if random.random() < 0.55 else "",
        personal_id=codes.personal(gender, born_on) if random.random() < 0.12 else "",
        hamlet=hamlet,
        commune=commune,
        outside=outside,
        guardian=guardian_name(random, family=name.family) if random.random() < 0.8 else "",
        phone=codes.phone() if random.random() < 0.7 else "",
        priority=weighted(random, _PRIORITIES),
    )


def _twin(sibling: Child, register_number: str, codes: Codes, random: Random) -> Child:
    """Same family, birth date, home and class; own name and codes."""
    gender = random.choice((MALE, FEMALE))
    name = child_name(random, gender, family=sibling.family)
    return replace(
        sibling,
        register_number=register_number,
        full_name=name.full,
        gender=gender,
        moet_code=codes.moet() if sibling.moet_code else "",
        personal_id=codes.personal(gender, sibling.born_on) if sibling.personal_id else "",
    )


def _birthday(random: Random) -> date:
    """Fifteen years before graduating; some a year or two older."""
    year = COHORT_YEAR - random.choices((15, 16, 17), weights=(915, 70, 15))[0]
    return date(year, 1, 1) + timedelta(days=random.randrange(365))


def _home(
    school: DemoSchool, communes: Sequence[Commune], random: Random
) -> tuple[Commune | None, str, str]:
    """Commune, hamlet and, for the few who live beyond the province, the address there."""
    if random.random() < 0.004:
        return None, "", "Xã Bình Chánh, Huyện Bình Chánh, TP. Hồ Chí Minh"
    commune = school.commune if random.random() < 0.72 else random.choice(communes)
    word = "Ấp" if commune.unit_type == "xã" else "Khu phố"
    hamlet = f"{word} {random.randint(1, 8)}" if random.random() < 0.95 else ""
    return commune, hamlet, ""


def _placed(child: Child, province: DemoProvince, random: Random) -> Child:
    share = province.vocational_share[child.school.district.code]
    weights = {
        Fate.UPPER_SECONDARY: 0.61,
        Fate.VOCATIONAL: share - 0.012,
        Fate.CONTINUING: 0.08,
        Fate.DUAL: 0.012,
        Fate.CONFLICT: 0.004,
    }
    weights[Fate.NOWHERE] = 1 - sum(weights.values())
    fate = random.choices(list(weights), weights=list(weights.values()))[0]
    return replace(child, fate=fate, seats=_seats(fate, child.school.district, province, random))


def _seats(
    fate: Fate, home: District, province: DemoProvince, random: Random
) -> tuple[DemoSchool, ...]:
    upper = (SchoolKind.THPT, SchoolKind.THCS_THPT)
    wanted: dict[Fate, tuple[tuple[SchoolKind, ...], ...]] = {
        Fate.UPPER_SECONDARY: (upper,),
        Fate.VOCATIONAL: ((SchoolKind.VOCATIONAL,),),
        Fate.CONTINUING: ((SchoolKind.CONTINUING,),),
        Fate.DUAL: ((SchoolKind.CONTINUING,), (SchoolKind.VOCATIONAL,)),
        Fate.CONFLICT: (upper, (SchoolKind.VOCATIONAL,)),
        Fate.NOWHERE: (),
    }
    return tuple(_institution(kinds, home, province, random) for kinds in wanted[fate])


def _institution(
    kinds: tuple[SchoolKind, ...], home: District, province: DemoProvince, random: Random
) -> DemoSchool:
    """Mostly in the own district, sometimes in another, now and then beyond the province."""
    is_vocational = SchoolKind.VOCATIONAL in kinds
    away, beyond = (0.30, 0.08) if is_vocational else (0.07, 0.02)
    drawn = random.random()
    found: list[DemoSchool] = []
    if drawn < beyond:
        found = province.receiving(*kinds, district=None)
    elif drawn > beyond + away:
        found = province.receiving(*kinds, district=home)
    if not found:
        found = [s for s in province.schools if s.kind in kinds and s.district is not None]
    return random.choice(found)
