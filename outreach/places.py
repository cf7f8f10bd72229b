"""Where a child could still go: institutions near its home with seats left, and names as typed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F

from districts.models import Commune, CommuneQuerySet, District, School, SchoolKind
from domain.formats import count
from domain.names import fold
from students.models import Cohort, IntakeCount, Quota

EACH = 2
_KINDS = {
    SchoolKind.CONTINUING: "GDTX cấp THPT",
    SchoolKind.VOCATIONAL: "Học nghề",
    SchoolKind.THPT: "Lớp 10 THPT",
    SchoolKind.THCS_THPT: "Lớp 10 THPT",
}


@dataclass(frozen=True)
class NearPlace:
    """An institution that takes children still; `seats` says how many, where it has a quota."""

    name: str
    kind: str
    district: str
    seats: str


def places_near(home: District, cohort: Cohort) -> list[NearPlace]:
    """The nearest two of each kind with seats left (or, of vocational ones, without a quota):
    own district first and then by tiles of the map; of one district whoever has most seats.
    """
    enrolled = dict(
        IntakeCount.objects.filter(cohort=cohort)
        .annotate(number=F("confirmed") + F("others"))
        .values_list("school", "number")
    )
    seats = dict(Quota.objects.current().filter(cohort=cohort).values_list("school", "seats"))
    schools = School.objects.receiving().filter(district__isnull=False, is_confirmed=True)
    left = {key: number - enrolled.get(key, 0) for key, number in seats.items()}
    open_ones = [s for s in schools.select_related("district") if _takes(s, left)]
    open_ones.sort(key=lambda s: (_distance(home, s.district), -left.get(s.pk, 0), s.name))
    of_kind = [
        [school for school in open_ones if _KINDS[SchoolKind(school.kind)] == kind][:EACH]
        for kind in dict.fromkeys(_KINDS.values())
    ]
    return [_shown(school, left) for near in of_kind for school in near]


def _takes(school: School, left: dict[int, int]) -> bool:
    if school.pk in left:
        return left[school.pk] > 0
    return school.kind == SchoolKind.VOCATIONAL


def _distance(home: District, other: District) -> int:
    if home.pk == other.pk:
        return 0
    tiles = (home.grid_row, home.grid_column, other.grid_row, other.grid_column)
    if None in tiles:
        return 99
    return 1 + abs(tiles[0] - tiles[2]) + abs(tiles[1] - tiles[3])


def _shown(school: School, left: dict[int, int]) -> NearPlace:
    seats = f"còn {count(left[school.pk])} chỉ tiêu" if school.pk in left else "tuyển sinh cả năm"
    return NearPlace(school.name, _KINDS[SchoolKind(school.kind)], school.district.name, seats)


def place_names(home: District) -> list[str]:
    """Names to choose from while typing: those of the district, then the rest of the province."""
    schools = School.objects.receiving().filter(is_confirmed=True, district__isnull=False)
    rows = schools.values_list("name", "district", "district__grid_row", "district__grid_column")
    own = District(pk=home.pk, grid_row=home.grid_row, grid_column=home.grid_column)
    near = [
        (_distance(own, District(pk=d, grid_row=r, grid_column=c)), name) for name, d, r, c in rows
    ]
    return [name for distance, name in sorted(near) if distance <= 2]


def school_named(text: str, near: Iterable[District]) -> School | None:
    """The institution a person means by its name as the catalogue writes it; None where the name
    leads to none, or to several outside the near districts.
    """
    wanted = fold(text)
    found = [s for s in School.objects.receiving() if wanted and fold(s.name) == wanted]
    if len(found) > 1:
        keys = {district.pk for district in near}
        found = [school for school in found if school.district_id in keys]
    return found[0] if len(found) == 1 else None


def communes_of(year: int) -> CommuneQuerySet:
    """Every commune of the province as the cohort knew it; names of communes are public."""
    communes = Commune.objects.valid_on(date(year, 7, 1)).select_related("district")
    return communes.order_by("district__code", "name")
