"""Cases as the tests need them: issued to a commune, visited, confirmed."""

from datetime import date
from typing import Any
from uuid import uuid4

from django.utils import timezone

from domain.outreach.cases import VisitOutcome
from outreach.actions.cases import open_cases
from outreach.actions.visits import Said, add_visit
from outreach.models import Case, CaseDeadlines, CaseNotice, ReturnedSheet, Visit
from students.models import Graduate
from tests.outreach.bare import bare_item, bare_referral
from tests.province import Province, enrol

UNIT = "UBND xã Đức Hòa Thượng"


def make_case(
    province: Province, name: str = "Lê Thị An", *, commune: Any = None, **values: Any
) -> Case:
    """A child of the home commune (unless told otherwise) on an issued list."""
    commune = commune or province.home_commune
    return case_of(province, enrol(province, name, commune=commune, **values))


def case_of(province: Province, graduate: Graduate, commune: Any = None) -> Case:
    issue(province, graduate, commune=commune)
    return Case.objects.get(graduate=graduate)


def issue(province: Province, *graduates: Graduate, commune: Any = None) -> int:
    """A paper of its own for each child, as if issued by the office."""
    return open_cases(
        items=[item_of(province, g, commune or g.commune) for g in graduates], by=None
    )


def item_of(province: Province, graduate: Graduate, commune: Any) -> Any:
    from outreach.models import Referral

    known = Referral.objects.filter(addressee__commune=commune).first()
    referral = known or bare_referral(province, commune)
    known_item = referral.items.filter(graduate=graduate).first()
    return known_item or bare_item(referral, graduate)


def visit(
    case: Case, outcome: str = "NOT_MET", *, by: Any = None, on: date | None = None, **values: Any
) -> Visit:
    said = Said(on or timezone.localdate(), VisitOutcome(outcome), **values)
    return add_visit(case=case, by=by, unit_name=UNIT, key=uuid4(), version=None, said=said)


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def bare_notice(case: Case) -> CaseNotice:
    """News for the commune that holds the case."""
    return CaseNotice.objects.create(
        case=case, step=case.steps.first(), commune=case.commune, told_at=timezone.now()
    )


def bare_sheet(commune: Any) -> ReturnedSheet:
    """A workbook that came back without anything in it."""
    return ReturnedSheet.objects.create(
        commune=commune,
        file_name="van-dong.xlsx",
        sha256="0" * 64,
        rows=[],
        uploaded_at=timezone.now(),
    )


def bare_deadlines(district: Any) -> CaseDeadlines:
    return CaseDeadlines.objects.create(district=district)
