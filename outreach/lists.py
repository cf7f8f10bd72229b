"""Who is on the list of those not enrolled anywhere, commune by commune or THCS by THCS.

NOT_STUDYING and NOT_KNOWN are kept apart; candidates of an open review row are held back until a
person has decided; residents of unknown or outside communes form a unit of their own, "–", per
district of the THCS.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import Count, QuerySet

from districts.models import Commune, District, School
from documents.not_enrolled import NotEnrolledList, NotEnrolledRow
from domain.names import display_name
from domain.outcome import Outcome
from students.labels import OUTCOME_LABELS
from students.models import Cohort, Graduate, GraduateQuerySet
from students.models.graduate import NOT_ENROLLED
from students.rows import birth_text

NO_COMMUNE = "–"
NO_COMMUNE_NAME = "Chưa rõ nơi cư trú hoặc cư trú ngoài tỉnh"
OFFICE_NAME = "PHÒNG GIÁO DỤC VÀ ĐÀO TẠO"
ADMITTED_NOTE = "Trúng tuyển, chưa nhập học"
COLUMNS = (
    "pk",
    "full_name",
    "birth_year",
    "birth_month",
    "birth_day",
    "gender",
    "ethnicity",
    "class_name",
    "guardian",
    "phone",
    "residence",
    "hamlet",
    "outcome",
    "is_admitted",
    "school__name",
    "commune__name",
    "commune__district",
    "commune__district__name",
)


class UnitKind(StrEnum):
    """Whose list it is: the commune's where the child lives, or the THCS's it finished."""

    COMMUNE = "commune"
    SCHOOL = "school"


@dataclass(frozen=True)
class ListUnit:
    """A commune's or a THCS's list in numbers. `key` and `code` are the unit's own; for those
    without a commune here there is no key, and the code is "–" with the district's after it.
    """

    kind: UnitKind
    key: int | None
    code: str
    name: str
    district: District
    not_studying: int
    not_known: int
    held_back: int

    @property
    def listed(self) -> int:
        return self.not_studying + self.not_known


def list_units(graduates: GraduateQuerySet, *, kind: UnitKind = UnitKind.COMMUNE) -> list[ListUnit]:
    """Every unit with somebody to list or held back, in the order of districts and units."""
    listed = graduates.members().not_enrolled()
    units = _school_units(listed) if kind is UnitKind.SCHOOL else _commune_units(listed)
    # The dash of those without a commune sorts behind all figures and letters.
    return sorted(units, key=lambda unit: (unit.district.code, unit.code))


def _school_units(listed: GraduateQuerySet) -> Iterator[ListUnit]:
    districts, numbers = District.objects.in_bulk(), _numbers(listed, "school")
    schools = School.objects.graduating().order_by().values_list("district", "pk", "code", "name")
    for district, *school in schools:
        if counted := numbers.get(school[0]):
            yield ListUnit(UnitKind.SCHOOL, *school, districts[district], *counted)


def _commune_units(listed: GraduateQuerySet) -> Iterator[ListUnit]:
    # Two questions: each is answered from an index, the two together would read every child.
    districts = District.objects.in_bulk()
    numbers = _numbers(listed.filter(commune__isnull=False), "commune")
    communes = Commune.objects.order_by().values_list("district", "pk", "code", "name")
    for district, *commune in communes:
        if counted := numbers.get(commune[0]):
            yield ListUnit(UnitKind.COMMUNE, *commune, districts[district], *counted)
    nowhere = _numbers(listed.filter(commune__isnull=True), "school__district")
    for pk, counted in nowhere.items():
        code = f"{NO_COMMUNE}{districts[pk].code}"
        yield ListUnit(UnitKind.COMMUNE, None, code, NO_COMMUNE_NAME, districts[pk], *counted)


def _numbers(listed: GraduateQuerySet, unit: str) -> dict[int, list[int]]:
    """(not studying, not known, held back) by the key of the unit."""
    alike = listed.order_by().values_list(unit, "outcome", "open_reviews")
    numbers: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0])
    for key, outcome, reviews, number in alike.annotate(number=Count("*")):
        column = 2 if reviews else NOT_ENROLLED.index(outcome)
        numbers[key][column] += number
    return numbers


def graduates_of(unit: ListUnit, graduates: GraduateQuerySet) -> GraduateQuerySet:
    """The graduates of the unit's list, in list order."""
    return _not_enrolled_of(unit, graduates).not_held_back()


def held_back_of(unit: ListUnit, graduates: GraduateQuerySet) -> GraduateQuerySet:
    """Those kept off the unit's list until a person has decided, in list order."""
    return _not_enrolled_of(unit, graduates).held_back()


def _not_enrolled_of(unit: ListUnit, graduates: GraduateQuerySet) -> GraduateQuerySet:
    if unit.key is None:
        bounded = graduates.filter(commune__isnull=True, school__district=unit.district)
    else:
        bounded = graduates.filter(**{unit.kind.value: unit.key})
    return bounded.members().not_enrolled().in_list_order()


def paper_of(
    unit: ListUnit, graduates: GraduateQuerySet, *, cohort: Cohort, on: date
) -> NotEnrolledList:
    """The unit's list as the official paper of the district's office, still a draft."""
    return paper_with(unit, children_of(unit, graduates), cohort=cohort, on=on)


def children_of(unit: ListUnit, graduates: GraduateQuerySet) -> QuerySet:
    """The unit's list in the columns that its paper needs."""
    return graduates_of(unit, graduates).values_list(*COLUMNS, named=True)


def paper_with(
    unit: ListUnit, children: Iterable[Any], *, cohort: Cohort, on: date
) -> NotEnrolledList:
    """The same paper over children that have been read already."""
    district = unit.district
    return NotEnrolledList(
        cohort_year=cohort.year,
        province_name="Long An",
        district_name=district.name,
        district_short=district.short_name,
        office_name=OFFICE_NAME,
        superior_name=superior_of(district),
        commune_name=unit.name,
        list_date=on,
        status="Dự thảo",
        rows=tuple(list_row(one, unit=unit) for one in children),
        held_back=unit.held_back,
        basis=f"Thực hiện {cohort.legal_basis}",
        copies=_copies(unit),
    )


def superior_of(district: District) -> str:
    """The body that the district's office belongs to, as the head of a paper names it."""
    return f"UBND {district.name}".upper()


def _copies(unit: ListUnit) -> tuple[str, ...]:
    """Who gets the list of a THCS; the paper itself knows who gets a commune's."""
    if unit.kind is UnitKind.COMMUNE:
        return ()
    return (
        f"- {unit.name};",
        "- UBND các xã, phường, thị trấn có học sinh trong danh sách;",
        "- Lưu: VT.",
    )


def list_row(graduate: Any, *, unit: ListUnit) -> NotEnrolledRow:
    """The child, read by `children_of`, in the columns of the annex."""
    return NotEnrolledRow(
        full_name=display_name(graduate.full_name),
        birth=birth_text(graduate),
        is_female=graduate.gender == Graduate.Gender.FEMALE,
        ethnicity=graduate.ethnicity,
        school_name=graduate.school__name,
        class_name=graduate.class_name,
        guardian=graduate.guardian,
        phone=graduate.phone,
        residence=residence_text(graduate, unit=unit),
        hamlet=graduate.hamlet,
        outcome_label=OUTCOME_LABELS[graduate.outcome],
        is_known_out=graduate.outcome == Outcome.NOT_STUDYING,
        reason="",
        note=ADMITTED_NOTE if graduate.is_admitted else "",
    )


def residence_text(graduate: Any, *, unit: ListUnit) -> str:
    """Hamlet and commune, with the district where it is not the list's own (names of communes
    repeat across districts); the address as written where the commune is not known.
    """
    if graduate.commune__name is None:
        return graduate.residence
    is_own = graduate.commune__district == unit.district.pk
    elsewhere = "" if is_own else graduate.commune__district__name
    return ", ".join(part for part in (graduate.hamlet, graduate.commune__name, elsewhere) if part)
