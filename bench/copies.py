"""Copies of a province inside the database: INSERT … SELECT, so that a nation takes a minute."""

from django.db import connection
from django.db.models import ForeignKey, Max, Model

from bench.databases import is_sqlite
from districts.models import District, School
from rosters.models import Roster, RosterRow, RosterVersion
from students.models import Destination, Graduate, GraduateCount, IntakeCount, Quota, Target

# Each after what it points to.
COPIED = (
    District, School, Target, Quota, Graduate, Destination, Roster, RosterVersion, RosterRow,
    GraduateCount, IntakeCount,
)  # fmt: skip


def multiply(copies: int) -> None:
    """Add that many copies of districts, schools and everything about their children.

    Keys are shifted by the copy's number times the highest key, references with them. Communes
    and cohorts are shared.
    """
    spans = {model: model.objects.aggregate(top=Max("pk"))["top"] for model in COPIED}
    if connection.in_atomic_block and not is_sqlite():
        with connection.cursor() as cursor:
            # References still to be checked would keep PostgreSQL from touching the indexes.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for model in COPIED:
        if not spans[model]:
            continue
        indexes = _drop_indexes(model)
        with connection.cursor() as cursor:
            cursor.execute(_insertion(model, spans, copies))
            for definition in indexes:
                cursor.execute(definition)


def _insertion(model: type[Model], spans: dict, copies: int) -> str:
    fields = model._meta.concrete_fields
    columns = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    values = ", ".join(_value(field, spans) for field in fields)
    extra = " WHERE kind = 'registered'" if model is Target else ""
    return (
        f"WITH RECURSIVE copy(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM copy WHERE n < {copies}) "
        f"INSERT INTO {model._meta.db_table} ({columns}) "
        f"SELECT {values} FROM copy CROSS JOIN {model._meta.db_table} AS one{extra}"
    )


def _value(field, spans: dict) -> str:
    column = f"one.{connection.ops.quote_name(field.column)}"
    pointed = field.related_model if isinstance(field, ForeignKey) else None
    if field.primary_key:
        return f"{column} + copy.n * {spans[field.model]}"
    if pointed in spans:
        return f"{column} + copy.n * {spans[pointed]}"
    if field.name == "code":
        return f"{column} || copy.n"
    if field.name == "batch_id" and field.unique:
        return "lower(hex(randomblob(16)))" if is_sqlite() else "gen_random_uuid()"
    return column


def _drop_indexes(model: type[Model]) -> list[str]:
    """Drop the model's plain indexes; returns how to make them again. Filling first is faster."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if is_sqlite():
            cursor.execute(
                "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = %s "
                "AND sql IS NOT NULL",
                [table],
            )
        else:
            cursor.execute(
                "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s AND indexname "
                "NOT IN (SELECT conname FROM pg_constraint)",
                [table],
            )
        indexes = cursor.fetchall()
        for name, _ in indexes:
            cursor.execute(f"DROP INDEX {connection.ops.quote_name(name)}")
    return [definition for _, definition in indexes]
