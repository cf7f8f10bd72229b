"""The books balance whatever is done, in whatever order."""

from collections import Counter
from typing import Any

import pytest
from django.db import connection
from django.db.models import F, QuerySet

from domain.outcome import Outcome
from reports.verification import differences
from rosters.models import Link, LinkDecision, RosterRow, RosterVersion
from students.models import Destination, Graduate, GraduateFacts
from tests.province import Province
from tests.rosters.operations import Operations
from tests.sheets import run

SEED = 20200930
OPERATIONS = 3_000
BETWEEN_CHECKS = 100
SITUATIONS: list[tuple[str, QuerySet]] = [
    *((outcome.value, Graduate.objects.filter(outcome=outcome)) for outcome in Outcome),
    ("dual", Graduate.objects.filter(is_dual=True)),
    ("in question", Graduate.objects.filter(in_question=True)),
    ("admitted", Graduate.objects.filter(is_admitted=True)),
    ("held back", Graduate.objects.held_back()),
    ("replaced version", RosterVersion.objects.filter(replaced_at__isnull=False)),
    ("withdrawn", Destination.objects.filter(superseded_at__isnull=False)),
    ("match", RosterRow.objects.filter(status=RosterRow.Status.MATCH)),
    ("unmatched", RosterRow.objects.filter(status=RosterRow.Status.NONE)),
    ("chosen by people", LinkDecision.objects.current().filter(choice="accept")),
    ("taken back by people", LinkDecision.objects.filter(superseded_at__isnull=False)),
    ("otherwise than proposed", RosterRow.objects.filter(machine_proposal__isnull=False)),
    ("postponed", RosterRow.objects.filter(is_postponed=True)),
    ("moved", GraduateFacts.objects.filter(superseded_at__isnull=False)),
]


def imbalances() -> list[str]:
    """What does not add up, counted anew from the rows themselves."""
    found = []
    outcomes = Counter(Graduate.objects.members().values_list("outcome", flat=True))
    if sum(outcomes[o] for o in Outcome) != Graduate.objects.members().count():
        found.append(f"six outcomes: {outcomes}")
    rows = RosterRow.objects.in_force()
    statuses = Counter(rows.values_list("status", flat=True))
    if sum(statuses[s] for s in RosterRow.Status.values) != rows.count():
        found.append(f"roster rows: {statuses}")
    links = Link.objects.current()
    matched = links.filter(status=Link.Status.MATCH, row__status=RosterRow.Status.MATCH)
    if matched.count() != statuses["match"]:
        found.append("matched rows and matches")
    reviewed = links.filter(status=Link.Status.REVIEW).values("row").distinct()
    if reviewed.count() != statuses["review"]:
        found.append("rows in review and their candidates")
    return found + _wrong_reviews() + _wrong_facts() + differences()


def _wrong_reviews() -> list[str]:
    counted = Counter(
        Link.objects.current().filter(status="review").values_list("graduate", flat=True)
    )
    stored = Graduate.objects.values_list("pk", "open_reviews")
    return [f"open reviews of {pk}" for pk, number in stored if counted[pk] != number]


def _wrong_facts() -> list[str]:
    mirrored = GraduateFacts.objects.current().filter(
        school=F("graduate__school"), graduate__withdrawn_at__isnull=True, is_member=True
    )
    missing = Graduate.objects.members().count() - mirrored.count()
    return [f"{missing} graduates differ from their facts"] if missing else []


@pytest.fixture
def tidy_tables(django_db_setup: None, django_db_blocker: Any) -> None:
    """PostgreSQL keeps the rows that earlier tests rolled back until somebody sweeps, and reads
    past them in each of this test's many queries. To be asked for before the transaction begins.
    """
    with django_db_blocker.unblock():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("VACUUM ANALYZE")


@pytest.mark.slow
def test_balances_hold_under_random_operations(tidy_tables: None, province: Province) -> None:
    operations = Operations(province, SEED)
    for _ in range(12):
        operations.import_list()
    assert Graduate.objects.count() > 5
    never_met = {name for name, _ in SITUATIONS}
    for number in range(1, OPERATIONS + 1):
        operations.step()
        if number % BETWEEN_CHECKS == 0 or number == OPERATIONS:
            said = f"seed {SEED}, operation {number}, last: {operations.done[-BETWEEN_CHECKS:]}"
            assert imbalances() == [], said
            never_met -= {name for name, rows in SITUATIONS if rows.exists()}
    assert never_met == set(), "the run was too tame to prove anything"
    assert run("verify").code == 0


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"outcome": Outcome.CONFLICT}, "cột outcome"),
        ({"open_reviews": 2}, "open reviews"),
        ({"name_key": "x"}, "khóa tìm kiếm"),
        ({"place": "OUTSIDE"}, "cột place"),
    ],
    ids=str,
)
def test_seeded_imbalance_is_caught(
    change: dict[str, object], said: str, province: Province
) -> None:
    operations = Operations(province, SEED)
    for _ in range(3):
        operations.import_list()
    assert imbalances() == []
    Graduate.objects.filter(pk=operations.some_graduate().pk).update(**change)
    assert any(said in str(found) for found in imbalances())
    ran = run("verify")
    assert ran.code == 1
    assert "không khớp" in ran.out
