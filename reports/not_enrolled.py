"""Who is on the list of those not enrolled anywhere, commune by commune or THCS by THCS.

NOT_STUDYING and NOT_KNOWN are kept apart; candidates of an open review row are held back until a
person has decided; residents of unknown or outside communes form a unit of their own, "–", per
district of the THCS.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import Count, Q

from districts.models import Commune, District, School
from documents.not_enrolled import NotEnrolledList, NotEnrolledRow
from domain.formats import birth
from domain.names import display_name
from domain.outcome import Outcome
from students.labels import OUTCOME_LABELS
from students.models import Cohort, Graduate, GraduateQuerySet

NO_COMMUNE = "–"
NO_COMMUNE_NAME = "Chưa rõ nơi cư trú hoặc cư trú ngoài tỉnh"
OFFICE_NAME = "PHÒNG GIÁO DỤC VÀ ĐÀO TẠO"
ADMITTED_NOTE = "Trúng tuyển, chưa nhập học"


class UnitKind(StrEnum):
    """Whose list it is: the commune's where the child lives, or the THCS's it finished."""

    COMMUNE = "commune"
    SCHOOL = "school"


@dataclass(frozen=True)
class ListUnit:
    """A commune's or a THCS's list in numbers. `code` is the unit's own, or "–" with the district's
    code after it for those without a commune here.
    """

    code: str
    name: str
    commune: Commune | None
    district: District
    not_studying: int
    not_known: int
    held_back: int
    school: School | None = None

    @property
    def listed(self) -> int:
        return self.not_studying + self.not_known

    @property
    def kind(self) -> UnitKind:
        return UnitKind.SCHOOL if self.school else UnitKind.COMMUNE


def list_units(graduates: GraduateQuerySet, *, kind: UnitKind = UnitKind.COMMUNE) -> list[ListUnit]:
    """Every unit with somebody to list or held back, in the order of districts and units."""
    free = Q(open_reviews=0)
    keys = ("school",) if kind is UnitKind.SCHOOL else ("commune", "school__district")
    rows = (
        graduates.members()
        .not_enrolled()
        .order_by()
        .values_list(*keys)
        .annotate(
            not_studying=Count("pk", filter=free & Q(outcome=Outcome.NOT_STUDYING)),
            not_known=Count("pk", filter=free & Q(outcome=Outcome.NOT_KNOWN)),
            held_back=Count("pk", filter=~free),
        )
    )
    if kind is UnitKind.SCHOOL:
        return _school_units(rows)
    return _commune_units(rows)


def _school_units(rows: Iterable[tuple]) -> list[ListUnit]:
    numbers = {pk: counted for pk, *counted in rows}
    schools = School.objects.filter(pk__in=numbers).select_related("district")
    units = [
        ListUnit(school.code, school.name, None, school.district, *numbers[school.pk], school)
        for school in schools
    ]
    return sorted(units, key=lambda unit: (unit.district.code, unit.code))


def _commune_units(rows: Iterable[tuple]) -> list[ListUnit]:
    communes = {c.pk: c for c in Commune.objects.select_related("district")}
    districts = {d.pk: d for d in District.objects.all()}
    sums: dict[tuple, list[int]] = defaultdict(lambda: [0, 0, 0])
    for commune, district, *counted in rows:
        key = (commune, None if commune else district)
        sums[key] = [before + more for before, more in zip(sums[key], counted, strict=True)]
    units = [_unit(key, numbers, communes, districts) for key, numbers in sums.items()]
    return sorted(units, key=lambda unit: (unit.district.code, unit.commune is None, unit.code))


def _unit(key: tuple, numbers: list[int], communes: dict, districts: dict) -> ListUnit:
    commune_pk, district_pk = key
    if commune_pk:
        commune = communes[commune_pk]
        return ListUnit(commune.code, commune.name, commune, commune.district, *numbers)
    district = districts[district_pk]
    return ListUnit(f"{NO_COMMUNE}{district.code}", NO_COMMUNE_NAME, None, district, *numbers)


def graduates_of(unit: ListUnit, graduates: GraduateQuerySet) -> GraduateQuerySet:
    """The graduates of the unit's list, in list order."""
    return _not_enrolled_of(unit, graduates).not_held_back()


def held_back_of(unit: ListUnit, graduates: GraduateQuerySet) -> GraduateQuerySet:
    """Those kept off the unit's list until a person has decided, in list order."""
    return _not_enrolled_of(unit, graduates).held_back()


def _not_enrolled_of(unit: ListUnit, graduates: GraduateQuerySet) -> GraduateQuerySet:
    if unit.school:
        bounded = graduates.filter(school=unit.school)
    elif unit.commune:
        bounded = graduates.filter(commune=unit.commune)
    else:
        bounded = graduates.filter(commune__isnull=True, school__district=unit.district)
    return (
        bounded.members()
        .not_enrolled()
        .select_related("school", "commune__district")
        .in_list_order()
    )


def paper_of(
    unit: ListUnit, graduates: GraduateQuerySet, *, cohort: Cohort, on: date
) -> NotEnrolledList:
    """The unit's list as the official paper of the district's office, still a draft."""
    return paper_with(unit, graduates_of(unit, graduates), cohort=cohort, on=on)


def paper_with(
    unit: ListUnit, listed: Iterable[Graduate], *, cohort: Cohort, on: date
) -> NotEnrolledList:
    """The same paper over graduates that have been read already."""
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
        rows=tuple(list_row(one, unit=unit) for one in listed),
        held_back=unit.held_back,
        basis=f"Thực hiện {cohort.legal_basis}",
        copies=_copies(unit),
    )


def superior_of(district: District) -> str:
    """The body that the district's office belongs to, as the head of a paper names it."""
    return f"UBND {district.name}".upper()


def _copies(unit: ListUnit) -> tuple[str, ...]:
    """Who gets the list of a THCS; the paper itself knows who gets a commune's."""
    if unit.school is None:
        return ()
    return (
        f"- {unit.name};",
        "- UBND các xã, phường, thị trấn có học sinh trong danh sách;",
        "- Lưu: VT.",
    )


def list_row(graduate: Graduate, *, unit: ListUnit) -> NotEnrolledRow:
    """The child in the columns of the annex."""
    return NotEnrolledRow(
        full_name=display_name(graduate.full_name),
        birth=birth(graduate.birth) if graduate.birth else "",
        is_female=graduate.gender == Graduate.Gender.FEMALE,
        ethnicity=graduate.ethnicity,
        school_name=graduate.school.name,
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


def residence_text(graduate: Graduate, *, unit: ListUnit) -> str:
    """Hamlet and commune, with the district where it is not the list's own (names of communes
    repeat across districts); the address as written where the commune is not known.
    """
    commune = graduate.commune
    if commune is None:
        return graduate.residence
    elsewhere = "" if commune.district_id == unit.district.pk else commune.district.name
    return ", ".join(part for part in (graduate.hamlet, commune.name, elsewhere) if part)
