"""Importing graduate lists: ours, django-import-export's default, and the bare floor."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from io import BytesIO
from random import Random
from time import perf_counter

import tablib
from django.db import connection, models
from import_export.resources import modelresource_factory
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
from bench.timing import seconds
from imports.graduates import SourceFile, commit, prepare
from students.models import Cohort, Graduate

PART = "import"
TARGET = 25
BARE_TABLE = "bench_bare"
CHUNK = 2_000
# The workbook's columns as fields of the register; a date is three fields there.
FIELDS = (
    "cohort", "full_name", "gender", "birth_year", "birth_month", "birth_day", "birth_place",
    "ethnicity", "school", "class_name", "classification", "register_number", "moet_code",
    "personal_id", "hamlet", "commune", "guardian", "phone",
)  # fmt: skip


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


def measure(
    *, graduates: int, resource_rows: int, workspace: Callable[[], AbstractContextManager]
) -> list[Line]:
    """Seconds per row of each way, as ratios; every way starts from an empty register."""
    with workspace():
        pupils = invent_pupils(graduates, load_province(Random(1)), Random(2))
        books = graduate_workbooks(pupils)
        floor = seconds(lambda: _import_bare(books)) / graduates
        steps = _import(books, graduates)
        ours = sum(steps) / graduates
    with workspace():
        sample = invent_pupils(min(graduates, resource_rows), load_province(Random(1)), Random(2))
        default = seconds(lambda: import_by_resource(sample)) / len(sample)
    with workspace():
        sample = invent_pupils(min(graduates, resource_rows), load_province(Random(1)), Random(2))
        keyed = seconds(lambda: import_by_keyed_resource(sample)) / len(sample)
    scaled = "" if len(sample) == graduates else f", timed on {len(sample):,} rows and scaled"
    return [
        times(
            PART,
            f"{graduates:,} graduates: default ModelResource{scaled} / ours",
            default / ours,
            at_least=TARGET,
        ),
        times(
            PART,
            f"the same, told to recognise a pupil by register number{scaled} / ours",
            keyed / ours,
        ),
        times(PART, "ours / floor (read + bulk_create into a bare table)", ours / floor),
        times(PART, "default ModelResource / floor", default / floor),
        Line(PART, "share of ours that is reading and checking", f"{steps[0] / sum(steps):.0%}"),
        Line(PART, "ours, rows per second", f"{1 / ours:,.0f}"),
        Line(PART, "default ModelResource, rows per second", f"{1 / default:,.0f}"),
    ]


def _import(books: dict[str, bytes], graduates: int) -> tuple[float, float]:
    """Seconds of reading and checking, and of writing."""
    cohort = Cohort.objects.create(year=COHORT_YEAR)
    files = [SourceFile(name, content) for name, content in books.items()]
    started = perf_counter()
    plan = prepare(files, cohort=cohort)
    prepared = perf_counter()
    result = commit(plan, by=None)
    if result.created != graduates:
        raise RuntimeError(f"{result.created} of {graduates} rows imported: {result.issues[:3]}")
    return prepared - started, perf_counter() - prepared


def import_by_resource(pupils: Sequence[Pupil]) -> None:
    """The same rows through django-import-export, every option at its default.

    The rows are ready in memory; reading the workbooks is not counted against it.
    """
    # "id" is the default key of a resource; the rows have none yet, as in any first import.
    _run_resource(pupils, {"fields": ("id", *FIELDS)})


def import_by_keyed_resource(pupils: Sequence[Pupil]) -> None:
    """As above, but the file could be sent again: a pupil is looked up by cohort and number."""
    _run_resource(pupils, {"fields": FIELDS, "import_id_fields": ("cohort", "register_number")})


def _run_resource(pupils: Sequence[Pupil], options: dict) -> None:
    cohort = Cohort.objects.create(year=COHORT_YEAR)
    resource = modelresource_factory(Graduate, meta_options=options)()
    dataset = tablib.Dataset(headers=FIELDS)
    for pupil in pupils:
        dataset.append(_field_values(pupil, cohort))
    result = resource.import_data(dataset, raise_errors=True)
    if result.totals["new"] != len(pupils):
        raise RuntimeError(f"The resource took {result.totals} of {len(pupils)} rows.")


def _field_values(pupil: Pupil, cohort: Cohort) -> list:
    birth = pupil.birth
    return [
        cohort.pk, pupil.full_name, pupil.gender, birth.year, birth.month, birth.day,
        pupil.birth_place, pupil.ethnicity, pupil.school.pk, pupil.class_name,
        pupil.classification, pupil.register_number, pupil.moet_code, pupil.personal_id,
        pupil.hamlet, pupil.commune.pk, pupil.guardian, pupil.phone,
    ]  # fmt: skip


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
