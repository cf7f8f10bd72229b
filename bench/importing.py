"""Importing graduate lists: ours, django-import-export's, and the bare floor."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from io import BytesIO
from random import Random
from time import perf_counter

from django.db import connection, models
from python_calamine import CalamineWorkbook

from bench.invented import (
    COHORT_YEAR,
    HEADINGS,
    Pupil,
    graduate_workbooks,
    invent_pupils,
    load_province,
)
from bench.report import Line, times
from bench.resource import import_by_forgetful_resource, import_by_resource
from bench.timing import seconds, statements_of
from imports.graduates import SourceFile, commit, prepare
from students.models import Cohort

PART = "import"
TIMES_FASTER = 25
TIMES_FLOOR = 4
TIMES_FLOOR_AGAIN = 2
DISTRICTS = 15
BARE_TABLE = "bench_bare"
CHUNK = 2_000
Workspace = Callable[[], AbstractContextManager]


class Bare(models.Model):
    """Sixteen texts without any rule, index or reference: the least a database can be asked."""

    for position in range(len(HEADINGS)):
        locals()[f"text_{position}"] = models.TextField()
    del position

    class Meta:
        app_label = "bench"
        managed = False
        db_table = BARE_TABLE

    def __str__(self) -> str:
        return f"{self.pk}"


@dataclass(frozen=True)
class Run:
    """One import into an empty register: seconds of each step, statements of the second and third.

    `floor` is reading and storing without any rule, `checked` reading and checking, `written` the
    transaction, `again` the whole of the same files sent once more.
    """

    graduates: int
    floor: float
    checked: float
    written: float
    again: float
    statements: int

    @property
    def ours(self) -> float:
        return self.checked + self.written


def measure(
    *, graduates: int, resource_rows: int, workspace: Workspace, repeats: int = 3, large: int = 0
) -> list[Line]:
    """Ratios of seconds per row; every way starts from an empty register.

    Ours and the floor are the fastest of `repeats`; `large` is a further number of rows to be
    imported at once, 0 for none.
    """
    runs = [_run(graduates, workspace) for _ in range(repeats)]
    tenth = _run(max(graduates // 10, DISTRICTS), workspace)
    ours = min(run.ours for run in runs)
    floor = min(run.floor for run in runs)
    again = min(run.again for run in runs)
    checked = min(run.checked for run in runs)
    return [
        *_against_resources(min(graduates, resource_rows), graduates, ours, workspace),
        times(
            PART,
            "ours / floor (read + bulk_create into a bare table)",
            ours / floor,
            at_most=TIMES_FLOOR,
        ),
        times(PART, "unchanged files sent again / floor", again / floor, at_most=TIMES_FLOOR_AGAIN),
        Line(PART, "share of ours that is reading and checking", f"{checked / ours:.0%}"),
        Line(PART, "ours, rows per second", f"{graduates / ours:,.0f}"),
        _equal_statements(tenth, runs[0]),
        *([_linearity(_run(large, workspace), ours / graduates)] if large else []),
    ]


def _against_resources(rows: int, graduates: int, ours: float, workspace: Workspace) -> list[Line]:
    """How many times slower the library is, row for row."""
    scaled = "" if rows == graduates else f", timed on {rows:,} rows and scaled"
    per_row = ours / graduates
    ways: dict[str, Callable[[Sequence[Pupil]], None]] = {
        f"{graduates:,} graduates: ModelResource / ours": import_by_resource,
        "the same with a dry run first, as in the library's admin": lambda pupils: (
            import_by_resource(pupils, previewed=True)
        ),
        "the same, never recognising a pupil (default key)": import_by_forgetful_resource,
    }
    targets = iter((TIMES_FASTER, 0, 0))
    lines = []
    for name, way in ways.items():
        with workspace():
            pupils = invent_pupils(rows, load_province(Random(1)), Random(2))
            spent = seconds(lambda way=way, pupils=pupils: way(pupils)) / rows
        lines.append(times(PART, name + scaled, spent / per_row, at_least=next(targets)))
    return lines


def _equal_statements(small: Run, full: Run) -> Line:
    return Line(
        PART,
        f"statements at {small.graduates:,} → {full.graduates:,} rows",
        f"{small.statements} → {full.statements}",
        "equal",
        small.statements == full.statements,
    )


def _linearity(run: Run, per_row: float) -> Line:
    name = f"seconds a row at {run.graduates:,} graduates / as above"
    return times(PART, name, run.ours / run.graduates / per_row)


def _run(graduates: int, workspace: Workspace) -> Run:
    with workspace():
        pupils = invent_pupils(graduates, load_province(Random(1)), Random(2))
        books = graduate_workbooks(pupils)
        del pupils  # A heap of objects beside it would slow down whatever is measured.
        floor = seconds(lambda: _import_bare(books))
        cohort = Cohort.objects.create(year=COHORT_YEAR)
        files = [SourceFile(name, content) for name, content in books.items()]
        spent: list[float] = []
        statements = statements_of(lambda: spent.extend(_import(files, cohort, new=graduates)))
        again = sum(_import(files, cohort, new=0))
    checked, written = spent
    return Run(graduates, floor, checked, written, again, len(statements))


def _import(files: Sequence[SourceFile], cohort: Cohort, *, new: int) -> tuple[float, float]:
    """Seconds of reading and checking, and of writing."""
    started = perf_counter()
    plan = prepare(files, cohort=cohort)
    prepared = perf_counter()
    result = commit(plan, by=None)
    if result.created != new or result.updated or result.rejected:
        raise RuntimeError(f"{result.created} of {new} rows imported: {result.issues[:3]}")
    return prepared - started, perf_counter() - prepared


def _import_bare(books: dict[str, bytes]) -> None:
    columns = ", ".join(f"text_{position} text NOT NULL" for position in range(len(HEADINGS)))
    key = (
        "integer PRIMARY KEY"
        if connection.vendor == "sqlite"
        else "bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY"
    )
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {BARE_TABLE} (id {key}, {columns})")
    for content in books.values():
        sheet = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0)
        Bare.objects.bulk_create(
            [Bare(None, *map(str, row)) for row in sheet.to_python()], batch_size=CHUNK
        )
