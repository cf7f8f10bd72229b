"""Units that have not reported: receiving institutions without a list in force, THCS without
graduates.
"""

from collections import Counter
from typing import NamedTuple

from districts.models import SchoolKind, SchoolQuerySet
from districts.models.school import GRADUATING
from rosters.models import RosterVersion
from students.models import Cohort, GraduateCount, Quota

_COLUMNS = ("pk", "name", "kind", "district__code", "district__name")


class Unit(NamedTuple):
    """A school that should report."""

    pk: int
    name: str
    kind: str
    district_code: str
    district_name: str

    @property
    def kind_label(self) -> str:
        return SchoolKind(self.kind).label


class Unreported:
    """The units of these schools that have not reported in the cohort, from four queries. Whether
    a school has reported does not depend on who asks: only the schools are scoped.
    """

    def __init__(self, schools: SchoolQuerySet, cohort: Cohort) -> None:
        self.cohort = cohort
        inside = schools.filter(district__isnull=False, is_confirmed=True)
        ordered = inside.order_by("district__code", "name", "pk")
        units = [Unit(*columns) for columns in ordered.values_list(*_COLUMNS)]
        seated, with_roster = _with_seats(cohort), _with_rosters(cohort)
        with_graduates = _with_graduates(cohort)
        self.receiving = [
            unit
            for unit in units
            if (unit.kind == SchoolKind.VOCATIONAL or unit.pk in seated)
            and unit.kind != SchoolKind.THCS
            and unit.pk not in with_roster
        ]
        self.graduating = [
            unit for unit in units if unit.kind in GRADUATING and unit.pk not in with_graduates
        ]

    def by_district(self) -> Counter[str]:
        """How many units have not reported, by district code; a unit missing both lists once."""
        missing = {unit.pk: unit for unit in (*self.receiving, *self.graduating)}
        return Counter(unit.district_code for unit in missing.values())

    def without_rosters(self) -> set[str]:
        """Codes of the districts that miss a list of a receiving institution."""
        return {unit.district_code for unit in self.receiving}


def _with_rosters(cohort: Cohort) -> set[int]:
    """Institutions a list of which is in force."""
    latest = RosterVersion.objects.latest().filter(roster__cohort=cohort)
    return set(latest.values_list("roster__institution", flat=True))


def _with_seats(cohort: Cohort) -> set[int]:
    """Whoever was assigned seats in grade 10; vocational institutions are expected anyway."""
    seated = Quota.objects.filter(cohort=cohort).current()
    return set(seated.values_list("school", flat=True))


def _with_graduates(cohort: Cohort) -> set[int]:
    counted = GraduateCount.objects.filter(cohort=cohort).order_by()
    return set(counted.values_list("school", flat=True).distinct())
