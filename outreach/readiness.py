"""What to look at before a list goes out: who has sent nothing, who must decide, how many of the
listed may turn out to be in class.
"""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count

from districts.models import District, School
from domain.outcome import Outcome
from domain.referrals import FalseAlarms, expected_false_alarms
from outreach.children import ToList
from outreach.models import AddresseeKind
from rosters.expected import expected_pupils
from rosters.models import Link, RosterRow
from rosters.unreported import Unit, Unreported
from students.models import Cohort
from students.models.graduate import NOT_ENROLLED


@dataclass(frozen=True)
class Decider:
    """An institution whose rows must be decided first, and how many children wait for it."""

    code: str
    name: str
    children: int


class Readiness:
    """What stands before a list of one office in one cohort."""

    def __init__(self, issuer: District, cohort: Cohort, to_list: ToList) -> None:
        self.issuer, self.cohort, self.to_list = issuer, cohort, to_list

    @cached_property
    def missing(self) -> list[Unit]:
        """Institutions of the district without a list in force."""
        schools = School.objects.filter(district=self.issuer)
        return Unreported(schools, self.cohort).receiving

    @property
    def held_back(self) -> int:
        """Children not listed while a match is undecided."""
        held_back = self.to_list.held_back.items()
        return sum(number for key, number in held_back if not key.startswith(AddresseeKind.SCHOOL))

    @cached_property
    def deciders(self) -> list[Decider]:
        """Whose rows the children held back are candidates of, most first."""
        if not self.held_back:
            return []
        links = Link.objects.current().filter(
            status=Link.Status.REVIEW,
            graduate__cohort=self.cohort,
            graduate__school__district=self.issuer,
            graduate__outcome__in=NOT_ENROLLED,
            graduate__withdrawn_at__isnull=True,
        )
        institution = "row__version__roster__institution"
        counted = (
            links.order_by()
            .values_list(f"{institution}__code", f"{institution}__name")
            .annotate(children=Count("graduate", distinct=True))
        )
        return [Decider(*each) for each in sorted(counted, key=lambda each: (-each[2], each[1]))]

    @cached_property
    def false_alarms(self) -> FalseAlarms:
        """Expected among the children listed as "chưa có thông tin"."""
        rows = RosterRow.objects.in_force().filter(
            version__roster__cohort=self.cohort,
            version__roster__institution__district=self.issuer,
        )
        linked = Link.objects.current().filter(
            status=Link.Status.MATCH,
            row__in=rows,
            graduate__school__district=self.issuer,
        )
        expected = expected_pupils(self.missing, self.cohort).values()
        return expected_false_alarms(
            not_known=self.not_known,
            missing_pupils=sum(each.pupils for each in expected),
            rows=rows.count(),
            linked=linked.count(),
        )

    @property
    def not_known(self) -> int:
        return sum(
            child.outcome == Outcome.NOT_KNOWN
            for part in self.to_list.parts.values()
            if not (part.school_id or part.forwards_id)
            for child in part.children
        )
