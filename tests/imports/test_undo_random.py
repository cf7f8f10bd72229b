"""The books balance and undone imports leave no trace, whatever is done in whatever order."""

from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import transaction

from domain.outcome import Programme
from imports.graduates import SourceFile, commit, prepare, undo_import
from imports.models import Batch
from reports.verification import differences
from students.actions import correct_graduate
from students.actions.edits import version_of
from students.models import Graduate, Source
from tests.dump import Dump, business_dump
from tests.imports.undo_operations import UndoOperations
from tests.imports.undoing import upload
from tests.province import Province, state
from tests.sheets import graduate_book

SEED = 20200930
OPERATIONS = 400
WANTED = (
    "refused",
    "kept",
    "withdrawn",
    "restored",
    "restored state",
    "roster undone at once",
    "roster undone",
    "roster refused",
    "corrected",
    "correction taken back",
)
TRIALS = 30


@pytest.mark.slow
def test_undos_among_random_operations_leave_balanced_books(province: Province) -> None:
    operations = UndoOperations(province, SEED)
    for _ in range(6):
        operations.import_list()
    for number in range(1, OPERATIONS + 1):
        operations.step()
        assert differences() == [], f"seed {SEED}, operation {number}: {operations.done[-20:]}"
    assert all(operations.met[what] >= 5 for what in WANTED), operations.met


@pytest.mark.slow
def test_undone_import_is_as_if_it_never_was(province: Province) -> None:
    """Others work on between an import and its undo: their work stands as without the import."""
    operations = UndoOperations(province, SEED)
    for _ in range(8):
        operations.import_list()
    for institution in (province.thpt, province.gdtx):
        upload(province, *operations.roster_rows(4), institution=institution.name)
    for _ in range(12):
        operations.correct()
    met: Counter[str] = Counter()
    for trial in range(TRIALS):
        pupils = operations.pupils()
        work = work_of_others(operations, pupils)
        without = dump_after(work)
        undone = dump_after(partial(import_work_undo, province, pupils, work, met))
        assert undone == without, f"seed {SEED}, trial {trial}"
    assert min(met[what] for what in ("new", "changed", "matched", "kept by hand")) >= 5, met


def dump_after(does: Callable[[], Any]) -> Dump:
    """The state that something leads to; then it is as if nothing had been done."""
    with transaction.atomic():
        does()
        assert differences() == []
        dumped = business_dump()
        transaction.set_rollback(True)
    return dumped


def work_of_others(operations: UndoOperations, pupils: list[dict[str, str]]) -> Callable[[], None]:
    """A survey of some children, corrections of others, and a first list of each of two
    institutions, which names some of these pupils.
    """
    province = operations.province
    surveyed = [operations.some_graduate().pk for _ in range(2)]
    corrected = [operations.some_graduate().pk for _ in range(2)]
    lists = [
        (institution.name, operations.roster_rows(3, *operations.some_of(pupils)))
        for institution in (province.vocational, province.vocational_away)
    ]

    def work() -> None:
        for key in surveyed:
            child = Graduate.objects.get(pk=key)
            state(child, Programme.WORKING, source=Source.SURVEY)
        for key in corrected:
            # What the list does not hold: a correction of what it wrote stands in the undo's way.
            child = Graduate.objects.get(pk=key)
            told = {"ethnicity": "Khmer", "guardian": f"Lê Văn {key}"}
            correct_graduate(
                graduate=child, by=None, version=version_of(child), values=told, reason=""
            )
        for institution, rows in lists:
            upload(province, *rows, institution=institution)

    return work


def import_work_undo(
    province: Province,
    pupils: list[dict[str, str]],
    work: Callable[[], None],
    met: Counter[str],
) -> None:
    source = SourceFile("802.xlsx", graduate_book(*pupils))
    plan = prepare([source], cohort=province.cohort)
    result = commit(plan, by=None, valid_rows=True)
    work()
    for batch in Batch.objects.filter(pk__in=result.batches):
        new = Graduate.objects.filter(batch_id=batch.pk)
        met["new"] += new.count()
        met["changed"] += result.updated
        met["kept by hand"] += len(plan.conflicts)
        met["matched"] += new.filter(links__status="match").distinct().count()
        undo_import(batch=batch, by=None)
