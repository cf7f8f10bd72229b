"""Units that have not reported: receiving institutions without a list in force, THCS without
graduates.
"""

from collections import Counter
from typing import Any

from django.db.models import Exists, OuterRef, Q

from districts.models import School, SchoolKind, SchoolQuerySet
from domain.formats import count
from reports.links import district_url
from rosters.models import RosterVersion
from students.models import Cohort, Graduate, Quota

NAMED = 4


class Unreported:
    """The units of these schools that have not reported in the cohort, from two queries."""

    def __init__(self, schools: SchoolQuerySet, cohort: Cohort) -> None:
        inside = schools.filter(district__isnull=False, is_confirmed=True)
        ordered = inside.select_related("district").order_by("district__code", "name", "pk")
        self.cohort = cohort
        self.receiving = list(_without_roster(ordered, cohort))
        self.graduating = list(_without_graduates(ordered, cohort))

    def by_district(self) -> Counter[str]:
        """How many units have not reported, by district code; a unit missing both lists once."""
        missing = {school.pk: school for school in (*self.receiving, *self.graduating)}
        return Counter(school.district.code for school in missing.values())

    def without_rosters(self) -> set[str]:
        """Codes of the districts that miss a list of a receiving institution."""
        return {school.district.code for school in self.receiving}

    def groups(self, *, names_districts: bool) -> list[dict[str, Any]]:
        """Lines of the panel; the districts are named, with links, where there are several."""
        kinds = (
            ("Cơ sở tiếp nhận chưa có danh sách đang học", self.receiving),
            ("Trường THCS chưa có danh sách tốt nghiệp", self.graduating),
        )
        return [self._group(label, units, names_districts) for label, units in kinds if units]

    def _group(self, label: str, units: list[School], names_districts: bool) -> dict[str, Any]:
        def url(school: School) -> str:
            return district_url(school.district.code, self.cohort)

        more = len(units) - NAMED
        first = ", ".join(school.name for school in units[:NAMED])
        return {
            "label": label,
            "count_text": count(len(units)),
            "first_text": f"{first} và {count(more)} đơn vị khác" if more > 0 else first,
            "has_more": more > 0,
            "units": [
                {
                    "name": school.name,
                    "district_name": school.district.name if names_districts else "",
                    "district_url": url(school) if names_districts else "",
                }
                for school in units
            ],
        }


def unreported_text(number: int) -> str:
    """What a district's line says of its units; nothing when all have reported."""
    return f"{count(number)} đơn vị chưa báo cáo" if number else ""


def _without_roster(schools: SchoolQuerySet, cohort: Cohort) -> SchoolQuerySet:
    """Expected are the vocational institutions and whoever was assigned seats in grade 10."""
    seated = Quota.objects.filter(cohort=cohort).current()
    listed = RosterVersion.objects.latest().filter(roster__cohort=cohort)
    return (
        schools.receiving()
        .filter(Q(kind=SchoolKind.VOCATIONAL) | Q(pk__in=seated.values("school")))
        .exclude(pk__in=listed.values("roster__institution"))
    )


def _without_graduates(schools: SchoolQuerySet, cohort: Cohort) -> SchoolQuerySet:
    # Whether a school has sent a list does not depend on who asks; only the schools are scoped.
    registered = Graduate.objects.filter(cohort=cohort, school=OuterRef("pk")).members()
    return schools.graduating().filter(~Exists(registered))
