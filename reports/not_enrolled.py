"""Who is on the list of those not enrolled anywhere, commune by commune.

NOT_STUDYING and NOT_KNOWN are kept apart; candidates of an open review row are held back until a
person has decided; residents of unknown or outside communes form a unit of their own, "–", per
district of the THCS.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from districts.models import Commune, District
from documents.not_enrolled import NotEnrolledList, NotEnrolledRow
from domain.formats import birth
from domain.names import display_name
from domain.outcome import Outcome
from students.labels import OUTCOME_LABELS
from students.models import Cohort, Graduate, GraduateQuerySet

NO_COMMUNE = "–"
NO_COMMUNE_NAME = "Chưa rõ nơi cư trú hoặc cư trú ngoài tỉnh"
ADMITTED_NOTE = "Trúng tuyển, chưa nhập học"


@dataclass(frozen=True)
class ListUnit:
    """A commune's list in numbers. `code` is the commune's, or "–" with the district's code after
    it.
    """

    code: str
    name: str
    commune: Commune | None
    district: District
    not_studying: int
    not_known: int
    held_back: int

    @property
    def listed(self) -> int:
        return self.not_studying + self.not_known


def list_units(graduates: GraduateQuerySet) -> list[ListUnit]:
    """Every unit with somebody to list or held back, in the order of districts and communes."""
    free = Q(open_reviews=0)
    rows = (
        graduates.members()
        .not_enrolled()
        .order_by()
        .values("commune", "school__district")
        .annotate(
            not_studying=Count("pk", filter=free & Q(outcome=Outcome.NOT_STUDYING)),
            not_known=Count("pk", filter=free & Q(outcome=Outcome.NOT_KNOWN)),
            held_back=Count("pk", filter=~free),
        )
    )
    communes = {c.pk: c for c in Commune.objects.select_related("district")}
    districts = {d.pk: d for d in District.objects.all()}
    sums: dict[tuple, list[int]] = defaultdict(lambda: [0, 0, 0])
    for row in rows:
        key = (row["commune"], None if row["commune"] else row["school__district"])
        for position, name in enumerate(("not_studying", "not_known", "held_back")):
            sums[key][position] += row[name]
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
    if unit.commune:
        bounded = graduates.filter(commune=unit.commune)
    else:
        bounded = graduates.filter(commune__isnull=True, school__district=unit.district)
    return (
        bounded.members()
        .not_enrolled()
        .not_held_back()
        .select_related("school", "commune__district")
        .in_list_order()
    )


def paper_of(
    unit: ListUnit, graduates: GraduateQuerySet, *, cohort: Cohort, on: date
) -> NotEnrolledList:
    """The unit's list as the official paper, still a draft."""
    district = unit.district
    return NotEnrolledList(
        cohort_year=cohort.year,
        province_name="Long An",
        district_name=district.name,
        district_short=district.short_name,
        office_name="PHÒNG GIÁO DỤC VÀ ĐÀO TẠO",
        superior_name=f"UBND {district.name}".upper(),
        commune_name=unit.name,
        list_date=on,
        status="Dự thảo",
        rows=tuple(list_row(graduate) for graduate in graduates_of(unit, graduates)),
        held_back=unit.held_back,
        basis=f"Thực hiện {cohort.legal_basis}",
    )


def list_row(graduate: Graduate) -> NotEnrolledRow:
    return NotEnrolledRow(
        full_name=display_name(graduate.full_name),
        birth=birth(graduate.birth) if graduate.birth else "",
        is_female=graduate.gender == Graduate.Gender.FEMALE,
        ethnicity=graduate.ethnicity,
        school_name=graduate.school.name,
        class_name=graduate.class_name,
        guardian=graduate.guardian,
        phone=graduate.phone,
        residence=residence_text(graduate),
        hamlet=graduate.hamlet,
        outcome_label=OUTCOME_LABELS[graduate.outcome],
        is_known_out=graduate.outcome == Outcome.NOT_STUDYING,
        reason="",
        note=ADMITTED_NOTE if graduate.is_admitted else "",
    )


def residence_text(graduate: Graduate) -> str:
    """Hamlet and commune; the address as written where the commune is not known."""
    if graduate.commune is None:
        return graduate.residence
    return ", ".join(part for part in (graduate.hamlet, graduate.commune.name) if part)
