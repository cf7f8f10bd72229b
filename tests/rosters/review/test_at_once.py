"""Two reviewers at the same moment, by real requests: each row is taken once."""

import threading
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from districts.models import Role
from reports.verification import differences
from rosters.actions import decisions
from rosters.models import Link, LinkDecision
from students.models import Graduate
from tests.province import make_province, make_user
from tests.rosters.reviewing import namesakes, send_open

HTMX = {"HX-Request": "true"}


class Reviewer(threading.Thread):
    """Opens the queue, waits for the other one, and chooses a candidate."""

    def __init__(self, user: Any, choice: int, together: threading.Barrier) -> None:
        super().__init__()
        self.client, self.choice, self.together = Client(), choice, together
        self.client.force_login(user)
        self.text = ""

    def run(self) -> None:
        try:
            page = self.client.get(reverse("rosters:review_next"))
            card = page.context["card"]
            typed = {"choice": self.choice, "seen": card["card"].seen, "shown": card["shown"]}
            self.together.wait(30)
            address = reverse("rosters:review_decide", args=[card["card"].row])
            self.text = self.client.post(address, typed, headers=HTMX).content.decode()
        finally:
            connection.close()


@pytest.fixture
def waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both are past every check that is made without the lock before either of them writes."""
    both, real = threading.Barrier(2), decisions.hold_cohort

    def meet(cohort: Any) -> None:
        both.wait(30)
        real(cohort)

    if connection.vendor == "postgresql":
        monkeypatch.setattr(decisions, "hold_cohort", meet)


def test_of_two_reviewers_one_decides_and_the_other_is_told(committed: None, waiting: None) -> None:
    province = make_province()
    twins = namesakes(province)
    row = send_open(province)
    users = (
        make_user("thu-nhat", Role.RECEIVING_SCHOOL, school=province.thpt),
        make_user("thu-hai", Role.DISTRICT, district=province.home),
    )
    together = threading.Barrier(2)
    reviewers = [Reviewer(user, twin.pk, together) for user, twin in zip(users, twins, strict=True)]
    for reviewer in reviewers:
        reviewer.start()
    for reviewer in reviewers:
        reviewer.join(60)
        assert not reviewer.is_alive()
    decision = LinkDecision.objects.get()
    assert Link.objects.current().get(row=row).graduate == decision.graduate
    told = [reviewer for reviewer in reviewers if "vừa quyết định" in reviewer.text]
    assert [reviewer.choice for reviewer in told] == [
        twin.pk for twin in twins if twin != decision.graduate
    ]
    assert str(decision.recorded_by) in told[0].text
    assert Graduate.objects.filter(open_reviews__gt=0).count() == 0
    assert differences() == []
