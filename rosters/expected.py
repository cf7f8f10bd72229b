"""How many pupils an institution that has sent no list should name."""

from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Count

from domain.formats import count
from rosters.models import Roster
from rosters.unreported import Unit
from students.models import Cohort, Quota


class Expected(NamedTuple):
    """How many, and what tells so."""

    pupils: int
    source: str

    @property
    def text(self) -> str:
        return f"{count(self.pupils)} ({self.source})"


def expected_pupils(units: Iterable[Unit], cohort: Cohort) -> dict[int, Expected]:
    """By institution: its seats, else what its lists of last year hold."""
    keys = [unit.pk for unit in units]
    seats = Quota.objects.filter(cohort=cohort, school__in=keys).current()
    found = {
        school: Expected(number, f"chỉ tiêu năm {cohort.year}")
        for school, number in seats.values_list("school", "seats")
    }
    earlier = Roster.objects.filter(
        institution__in=keys, cohort__year=cohort.year - 1, versions__replaced_at__isnull=True
    )
    counted = earlier.values_list("institution").annotate(number=Count("versions__rows"))
    for school, number in counted.order_by():
        found.setdefault(school, Expected(number, f"danh sách năm {cohort.year - 1}"))
    return found
