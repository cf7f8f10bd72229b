"""From the issued list to the figures: the child comes back by what two sides say."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

from django.utils import timezone

from domain.outcome import Programme
from domain.outreach.cases import CaseState, Closing, VisitOutcome
from imports.graduates import SourceFile
from outreach.actions.visits import Said, add_visit
from outreach.figures import summed
from outreach.models import Case, CaseNotice
from reports.verification import differences
from rosters.actions import upload_rosters
from rosters.uploads import read_roster_files
from students.models import Graduate
from tests.outreach.cases import UNIT, fresh
from tests.outreach.issuing import acknowledge, by_key, issue
from tests.province import Province, enrol, state
from tests.sheets import roster_book

NAME = "Lương Thị Ánh Hồng"


def send_roster(province: Province, child: Graduate) -> None:
    """The institution's list as of today, with the child on it."""
    row = {
        "name": child.full_name, "birth": "04/3/2005", "school": province.thcs.name,
        "class_name": "10A1",
    }  # fmt: skip
    content = roster_book(row, institution=province.thpt.name)
    today = timezone.localdate()
    files = read_roster_files(
        [SourceFile("ds.xlsx", content)],
        cohort=province.cohort,
        today=today,
        institution=province.thpt,
    )
    for file in files:
        file.recognised = replace(file.recognised, as_at=today)
    upload_rosters(files, cohort=province.cohort, by=None)


def test_listed_child_is_visited_claimed_confirmed_and_counted(
    province: Province, officials: dict[str, Any]
) -> None:
    child = enrol(province, NAME, commune=province.home_commune)
    state(child, Programme.WORKING)
    paper = by_key(issue(province))[f"COMMUNE:{province.home_commune.code}"]
    acknowledge(paper)
    case = Case.objects.get(graduate=child)
    add_visit(
        case=case,
        by=officials["COMMUNE"],
        unit_name=UNIT,
        key=uuid4(),
        version=case.version,
        said=Said(timezone.localdate(), VisitOutcome.AGREED, school=province.thpt),
    )
    assert fresh(case).state == CaseState.CLAIMED
    before = summed(Case.objects.all())[1]
    assert (before.claimed, before.returned) == (1, 0)
    send_roster(province, child)
    now = fresh(case)
    assert (now.state, now.closing) == (CaseState.CLOSED, Closing.RETURNED)
    assert CaseNotice.objects.filter(case=case).unread().count() == 3
    after = summed(Case.objects.all())[1]
    assert (after.listed, after.acknowledged, after.visited) == (1, 1, 1)
    assert (after.claimed, after.returned, after.open) == (0, 1, 0)
    assert differences() == []
