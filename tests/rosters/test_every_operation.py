"""The books balance whatever is done and undone, in whatever order.

CI does a share; `make random` (RANDOM_OPERATIONS=10000) does ten thousand.
"""

import os

import pytest

from students.models import Graduate, Merge
from tests.province import Province
from tests.rosters.every_operation import EveryOperation
from tests.rosters.test_random_operations import imbalances

SEED = int(os.environ.get("RANDOM_SEED", "20201001"))
OPERATIONS = int(os.environ.get("RANDOM_OPERATIONS", "300"))
BETWEEN_CHECKS = 100
MUST_HAPPEN = {"merge", "merge_and_undo", "correct", "verify_again"}


@pytest.mark.slow
def test_books_balance_under_everything_that_is_done_and_undone(province: Province) -> None:
    operations = EveryOperation(province, SEED)
    for _ in range(12):
        operations.import_list()
    assert Graduate.objects.count() > 5
    for number in range(1, OPERATIONS + 1):
        operations.step()
        if number % BETWEEN_CHECKS == 0 or number == OPERATIONS:
            last = operations.done[-BETWEEN_CHECKS:]
            assert imbalances() == [], f"seed {SEED}, operation {number}, last: {last}"
    assert operations.made.keys() >= MUST_HAPPEN, "the run was too tame to prove anything"
    assert Merge.objects.filter(undone_at__isnull=False).exists()
    assert Merge.objects.in_force().exists()
