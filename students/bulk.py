"""Inserting thousands of rows at once, several times faster than `bulk_create`.

`bulk_create` spends most of its time preparing each value through its field. Rows of an import are
prepared once by the rules already, so they go to the database as they are, column by column: COPY
on PostgreSQL, executemany on SQLite.
"""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import repeat
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone

Converter = Callable[[Any], Any]
# Keys in one condition: far below what either database takes.
CHUNK = 5_000


def chunks(keys: Iterable[int]) -> Iterator[list[int]]:
    """The keys in parts that fit into one condition."""
    ordered = list(keys)
    for start in range(0, len(ordered), CHUNK):
        yield ordered[start : start + CHUNK]


@dataclass(frozen=True)
class Same:
    """One value for all rows of an insert: it is prepared once."""

    value: Any


Column = Sequence[Any] | Same


def insert_many(objects: Sequence[models.Model]) -> None:
    """Insert unsaved objects of one model and set their primary keys.

    Runs in the caller's transaction. Like `bulk_create` it calls no `save()` and sends no signals;
    values must be what the column holds (attribute names as in the model, so a foreign key by its
    id).
    """
    if not objects:
        return
    model = type(objects[0])
    fields = model._meta.concrete_fields
    unsaved = [each for each in objects if each.pk is None]
    for each, key in zip(unsaved, next_keys(model, len(unsaved)), strict=True):
        each.pk = key
    _fill_moments(fields, objects)
    _insert(model, {field: [getattr(o, field.attname) for o in objects] for field in fields})
    for each in objects:
        each._state.adding = False
        each._state.db = connection.alias


def insert_columns(model: type[models.Model], columns: Mapping[str, Column]) -> None:
    """Insert rows given by their columns, for models whose rows nobody needs as objects.

    `columns`: attribute name → its values, equally many, or `Same`. A column left out holds the
    field's default; ValueError where it has none. The database gives the keys unless they are
    among the columns (`next_keys`).
    """
    given: dict[models.Field, Column] = {}
    forgotten = []
    for field in model._meta.concrete_fields:
        if field.attname in columns:
            given[field] = columns[field.attname]
        elif not field.primary_key:
            given[field] = Same(_default(field))
            if not (field.has_default() or field.blank or field.null):
                forgotten.append(field.attname)
    if forgotten:
        raise ValueError(f"{model.__name__}: no values for {', '.join(forgotten)}")
    if unknown := columns.keys() - {field.attname for field in given}:
        raise ValueError(f"{model.__name__} has no column {', '.join(sorted(unknown))}")
    _insert(model, given)


def default_of(model: type[models.Model], name: str) -> Any:
    """The value a new row holds in this column when nobody gives one."""
    return _default(model._meta.get_field(name))


def _default(field: models.Field) -> Any:
    if _is_moment_of_writing(field):
        return timezone.now()
    return field.get_default()


def next_keys(model: type[models.Model], number: int) -> Sequence[int]:
    """Take that many keys from the table's own sequence; on SQLite the write lock keeps others
    from the same.
    """
    table, column = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
                [f'"{table}"', column, number],
            )
            return [key for (key,) in cursor.fetchall()]
        cursor.execute("SELECT COALESCE(MAX(seq), 0) FROM sqlite_sequence WHERE name = %s", [table])
        last = cursor.fetchone()[0]
        return range(last + 1, last + 1 + number)


def _fill_moments(fields: Sequence[models.Field], objects: Sequence[models.Model]) -> None:
    for field in filter(_is_moment_of_writing, fields):
        for each in objects:
            field.pre_save(each, add=True)


def _is_moment_of_writing(field: models.Field) -> bool:
    return getattr(field, "auto_now_add", False) or getattr(field, "auto_now", False)


def _insert(model: type[models.Model], columns: Mapping[models.Field, Column]) -> None:
    count = next((len(c) for c in columns.values() if not isinstance(c, Same)), 0)
    if not count:
        return
    # The thread-local proxy costs a look-up a value: hand on what it stands for.
    database = connections[connection.alias]
    prepared = [_prepared(field, column, count, database) for field, column in columns.items()]
    insert = _copy if connection.vendor == "postgresql" else _execute_many
    insert(model._meta.db_table, list(columns), zip(*prepared, strict=True))


def _prepared(
    field: models.Field, column: Column, count: int, database: BaseDatabaseWrapper
) -> Iterable[Any]:
    """The column's values as the driver takes them."""
    # In a line of COPY a text that is missing could not be told from an empty one.
    if _is_text(field) and not field.null and None in _values(column):
        raise IntegrityError(f"{field}: null in a column that may not be null")
    convert = _converter(field, database)
    if isinstance(column, Same):
        value = convert(column.value) if convert else column.value
        # Lines of COPY are text: a moment or UUID would be written out anew for every row.
        return repeat(str(value) if isinstance(value, datetime | UUID) else value, count)
    return map(convert, column) if convert else column


def _values(column: Column) -> Sequence[Any]:
    return [column.value] if isinstance(column, Same) else column


def _is_text(field: models.Field) -> bool:
    return isinstance(field, models.CharField | models.TextField)


def _converter(field: models.Field, database: BaseDatabaseWrapper) -> Converter | None:
    """How a value of this column is written; None where it goes as it is."""
    target = field.target_field if field.is_relation else field
    if isinstance(target, models.JSONField):
        return lambda value: None if value is None else json.dumps(value, cls=target.encoder)
    if isinstance(target, models.CharField | models.IntegerField | models.FloatField):
        return None
    if isinstance(target, models.BooleanField) and database.vendor != "postgresql":
        return None
    return lambda value: target.get_db_prep_value(value, database, prepared=False)


def _execute_many(table: str, fields: Sequence[models.Field], rows: Iterable[tuple]) -> None:
    names = ", ".join(f'"{field.column}"' for field in fields)
    places = ", ".join(["%s"] * len(fields))
    with connection.cursor() as cursor:
        cursor.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({places})', rows)  # noqa: S608  own names


def _copy(table: str, fields: Sequence[models.Field], rows: Iterable[tuple]) -> None:
    """COPY in CSV: an empty field is the empty text in a column of texts, null in any other."""
    if ambiguous := [field.name for field in fields if _is_text(field) and field.null]:
        raise ValueError(f"{table}: null and empty text would be one in {', '.join(ambiguous)}")
    buffer = io.StringIO()
    csv.writer(buffer, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\n").writerows(rows)
    buffer.seek(0)
    others = ", ".join(_quoted(field) for field in fields if not _is_text(field))
    options = f"FORMAT csv, FORCE_NULL ({others})" if others else "FORMAT csv"
    names = ", ".join(map(_quoted, fields))
    # copy_expert is the driver's own: its errors must become Django's here.
    with connection.cursor() as cursor, connection.wrap_database_errors:
        cursor.copy_expert(f'COPY "{table}" ({names}) FROM STDIN WITH ({options})', buffer)


def _quoted(field: models.Field) -> str:
    return f'"{field.column}"'
