"""Enough changes since lists were sent draft the papers that say so; a person still signs them."""

from collections.abc import Callable

import pytest

from domain.outcome import Programme
from outreach.actions.changes import draft_gathered
from outreach.models import OfficeSettings, Referral, ReferralKind, ReferralState
from tests.outreach.conftest import Listed
from tests.outreach.issuing import issue
from tests.province import confirm, enrol

Captured = Callable[..., list]


@pytest.fixture
def sent(listed: Listed) -> Listed:
    OfficeSettings.objects.create(issuer=listed.province.home, changes_before_notice=2)
    issue(listed.province)
    return listed


def drafts() -> list[str]:
    found = Referral.objects.filter(state=ReferralState.DRAFT, kind=ReferralKind.CHANGES)
    return list(found.values_list("addressee__key", flat=True))


def test_changes_are_drafted_once_enough_have_gathered(
    sent: Listed, django_capture_on_commit_callbacks: Captured
) -> None:
    gdtx = sent.province.gdtx
    with django_capture_on_commit_callbacks(execute=True):
        confirm(sent.not_known, Programme.CONTINUING, gdtx)
    assert drafts() == []
    with django_capture_on_commit_callbacks(execute=True):
        confirm(sent.at_home, Programme.CONTINUING, gdtx)
    assert drafts() == ["COMMUNE:27967"]
    [paper] = Referral.objects.filter(state=ReferralState.DRAFT)
    assert paper.drafted_by is None


def test_first_lists_are_not_drafted_by_themselves(sent: Listed) -> None:
    township = sent.province.home_township
    children = [enrol(sent.province, f"Lê Thị Số {n}", commune=township) for n in range(3)]
    assert draft_gathered({child.pk for child in children}) == []


def test_office_that_sent_nothing_drafts_nothing(listed: Listed) -> None:
    confirm(listed.at_home, Programme.CONTINUING, listed.province.gdtx)
    assert draft_gathered({listed.at_home.pk}) == []
