"""One district's lists issued to its communes, and the first visits to families."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.utils import timezone

from districts.models import District, School
from domain.outcome import Programme
from domain.outreach.cases import Deadlines, VisitOutcome
from longan_enroll.demo.accounts import home_district, reporting_centre
from longan_enroll.demo.province import DemoProvince
from outreach.actions.cases import set_deadlines
from outreach.actions.referrals import acknowledge_referral, draft_referrals
from outreach.actions.together import issue_submitted, submit_drafts
from outreach.actions.visits import Said, add_visit
from outreach.models import Case, Referral
from students.models import Cohort

_FIRST_NUMBER = 215
_DAYS = Deadlines(first_visit=10, next_visit=14, claim=30, observation=60)
# Of three communes two have acknowledged; of five children two wait for their first visit.
_ACKNOWLEDGED, _VISITED = 3, 5


def record_outreach(province: DemoProvince, cohort: Cohort, seed: int) -> int:
    """Issue the home district's lists and record visits; returns how many cases there are now.

    Done once: whoever has issued a list already is left alone.
    """
    district = home_district(province)
    if Referral.objects.filter(addressee__issuer=district).exists():
        return 0
    set_deadlines(district=district, by=None, days=_DAYS)
    papers = _issued(district, cohort)
    for position, paper in enumerate(papers):
        if position % _ACKNOWLEDGED:
            acknowledge_referral(referral=paper, by=None)
    cases = list(
        Case.objects.filter(commune__district=district)
        .select_related("graduate", "commune")
        .order_by("graduate__sort_key", "pk")
    )
    centre = School.objects.get(code=reporting_centre(province, district).code)
    _visit(cases, centre, Random(f"{seed}:outreach"))
    return len(cases)


def _issued(district: District, cohort: Cohort) -> list[Referral]:
    drafts = draft_referrals(issuer=district, cohort=cohort, by=None)
    done = submit_drafts(issuer=district, cohort=cohort, drafts=drafts, by=None)
    numbered = [(paper, f"{n}/PGDĐT") for n, paper in enumerate(done.papers, _FIRST_NUMBER)]
    issued_on = timezone.localdate()
    return issue_submitted(
        numbered=numbered, issued_on=issued_on, deadline=None, by=None, seconds=600
    ).papers


def _visit(cases: Sequence[Case], centre: School, random: Random) -> None:
    today = timezone.localdate()
    for position, case in enumerate(cases):
        if position % _VISITED < 2:
            continue
        add_visit(
            case=case,
            by=None,
            unit_name=f"UBND {case.commune}"[:160],
            key=uuid5(NAMESPACE_URL, f"minh-hoa/{case.pk}"),
            version=None,
            said=_said(random, centre, today),
        )


def _said(random: Random, centre: School, today: date) -> Said:
    outcome = random.choice(
        (VisitOutcome.NOT_MET, VisitOutcome.COME_AGAIN, VisitOutcome.REFUSED, VisitOutcome.AGREED)
    )
    more: dict[str, Any] = {}
    if outcome is VisitOutcome.COME_AGAIN:
        more["next_on"] = today + timedelta(days=random.choice((1, 3, 7)))
    if outcome is VisitOutcome.REFUSED:
        more["reason"] = random.choice(("MUST_EARN", "WEAK", "FAR", "WORKS_AWAY"))
    if outcome is VisitOutcome.AGREED:
        more |= {"programme": Programme.CONTINUING, "school": centre}
    return Said(visited_on=today, outcome=outcome, **more)
