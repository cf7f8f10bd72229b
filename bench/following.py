"""What follows from a change of the register: how long it takes, and how long others wait."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import process_time
from typing import Any

from django.db import connection, transaction

from bench.report import Line
from imports.graduates import SourceFile, commit, prepare, undo_import
from imports.models import Batch, BatchKind
from students.actions import correct_graduate, take_back_edit
from students.actions.edits import version_of
from students.models import Cohort, Graduate, GraduateEdit


@contextmanager
def _transactions_timed() -> Iterator[list[float]]:
    """Seconds of processor time of each outermost transaction."""
    enter, leave = transaction.Atomic.__enter__, transaction.Atomic.__exit__
    spent: list[float] = []
    began = [0.0]

    def begin(self: Any) -> None:
        if not connection.in_atomic_block:
            began[0] = process_time()
        enter(self)

    def end(self: Any, *failure: Any) -> None:
        leave(self, *failure)
        if not connection.in_atomic_block:
            spent.append(process_time() - began[0])

    transaction.Atomic.__enter__, transaction.Atomic.__exit__ = begin, end
    try:
        yield spent
    finally:
        transaction.Atomic.__enter__, transaction.Atomic.__exit__ = enter, leave


def measure_following(part: str, name: str, cohort: Cohort) -> list[Line]:
    """A correction by hand, its taking back, the undo of the largest list, and that list again."""
    graduate = Graduate.objects.members().filter(cohort=cohort).order_by("pk")[0]
    batches = Batch.objects.in_force().filter(kind=BatchKind.GRADUATES, cohort=cohort)
    batch = max(batches, key=lambda each: each.counts["rows"])
    with batch.file.open("rb") as file:
        source = SourceFile(batch.file_name, file.read())

    def correct() -> None:
        values = {"full_name": "Nguyễn Thị Ngọc Hân"}
        version = version_of(graduate)
        correct_graduate(graduate=graduate, by=None, version=version, values=values, reason="")

    changes: dict[str, Callable[[], Any]] = {
        "a corrected name": correct,
        "the same taken back": lambda: take_back_edit(edit=GraduateEdit.objects.get(), by=None),
        f"undo of a list of {batch.counts['rows']:,}": lambda: undo_import(
            batch=batch, by=None, but_those=True
        ),
        "import of that list": lambda: commit(
            prepare([source], cohort=cohort), by=None, valid_rows=True
        ),
    }
    return [Line(part, f"{name}: {what}", _told(change)) for what, change in changes.items()]


def _told(change: Callable[[], Any]) -> str:
    began = process_time()
    with _transactions_timed() as spent:
        change()
    whole, held = process_time() - began, sum(spent)
    return f"{whole:.2f} s of processor time, {held:.2f} s of it in the transaction"
