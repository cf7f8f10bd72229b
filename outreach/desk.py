"""What of outreach lies before one person, in numbers, for the page one lands on."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from districts.authority import scope_of
from domain.outreach.cases import UNSETTLED, CaseState
from outreach.models import Case, CaseNotice, CaseRequest
from students.models import Cohort


@dataclass(frozen=True)
class CaseNumbers:
    """`to_visit` are those whose family somebody has to go to: claims wait for an institution."""

    to_visit: int
    overdue: int
    claims: int
    news: int
    requests: int


def case_numbers(user: Any, cohort: Cohort) -> CaseNumbers | None:
    """The user's cases in numbers; None where there are none. Always three queries."""
    scope, today = scope_of(user), timezone.localdate()
    cases = Case.objects.visible_to(user).filter(graduate__cohort=cohort)
    if scope.commune_ids or scope.origin_school_ids:
        cases = cases.worked_by(scope)
    claimed = Q(state=CaseState.CLAIMED)
    lapsed = claimed & Q(lapses_on__lt=today)
    found = cases.aggregate(
        every=Count("pk"),
        to_visit=Count("pk", filter=Q(state__in=UNSETTLED) & ~claimed | lapsed),
        overdue=Count("pk", filter=Q(state__in=UNSETTLED, due_on__lt=today)),
        claims=Count("pk", filter=claimed & Q(claimed_school__in=scope.receiving_school_ids)),
    )
    news = CaseNotice.objects.visible_to(user).for_unit(scope).unread().count()
    requests = CaseRequest.objects.open().for_answer(scope).count()
    has_cases = found.pop("every") > 0
    return CaseNumbers(**found, news=news, requests=requests) if has_cases else None
