"""Inserting thousands of rows at once, several times faster than `bulk_create`.

`bulk_create` spends most of its time preparing each value through its field. Rows of an import are
prepared once by the rules already, so they go to the database as they are: COPY on PostgreSQL,
executemany on SQLite.
"""

import io
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from django.db import connection, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

Converter = Callable[[Any], Any]
# Keys in one condition: far below what either database takes.
CHUNK = 5_000


def chunks(keys: Iterable[int]) -> Iterator[list[int]]:
    """The keys in parts that fit into one condition."""
    ordered = list(keys)
    for start in range(0, len(ordered), CHUNK):
        yield ordered[start : start + CHUNK]


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
    _assign_keys(model, objects)
    _fill_moments(fields, objects)
    names = [field.attname for field in fields]
    _insert(model, fields, [[getattr(each, name) for name in names] for each in objects])
    for each in objects:
        each._state.adding = False
        each._state.db = connection.alias


def insert_values(
    model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Insert rows of plain values, for models whose rows nobody needs as objects afterwards.

    `names` are attribute names; every column but the key must be among them, and the database
    gives the keys.
    """
    fields = {field.attname: field for field in model._meta.concrete_fields}
    missing = fields.keys() - set(names) - {model._meta.pk.attname}
    if missing:
        raise ValueError(f"{model.__name__}: no values for {', '.join(sorted(missing))}")
    _insert(model, [fields[name] for name in names], rows)


def _insert(
    model: type[models.Model], fields: Sequence[models.Field], rows: Iterable[Sequence[Any]]
) -> None:
    # The thread-local proxy costs a look-up a value: hand on what it stands for.
    database = connections[connection.alias]
    converters = [_converter(field, database) for field in fields]
    converted = [
        [
            convert(value) if convert else value
            for convert, value in zip(converters, row, strict=True)
        ]
        for row in rows
    ]
    insert = _copy if connection.vendor == "postgresql" else _execute_many
    insert(model._meta.db_table, [field.column for field in fields], converted)


def _assign_keys(model: type[models.Model], objects: Sequence[models.Model]) -> None:
    """Take the keys from the table's own sequence; on SQLite the write lock keeps others from the
    same.
    """
    unsaved = [each for each in objects if each.pk is None]
    table, column = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
                [f'"{table}"', column, len(unsaved)],
            )
            keys = [key for (key,) in cursor.fetchall()]
        else:
            cursor.execute(
                "SELECT COALESCE(MAX(seq), 0) FROM sqlite_sequence WHERE name = %s", [table]
            )
            last = cursor.fetchone()[0]
            keys = range(last + 1, last + 1 + len(unsaved))
    for each, key in zip(unsaved, keys, strict=True):
        each.pk = key


def _fill_moments(fields: Sequence[models.Field], objects: Sequence[models.Model]) -> None:
    for field in fields:
        if getattr(field, "auto_now_add", False) or getattr(field, "auto_now", False):
            for each in objects:
                field.pre_save(each, add=True)


def _converter(field: models.Field, connection: BaseDatabaseWrapper) -> Converter | None:
    """How a value of this column is written; None where it goes as it is."""
    target = field.target_field if field.is_relation else field
    if isinstance(target, models.JSONField):
        return lambda value: None if value is None else json.dumps(value, cls=target.encoder)
    if isinstance(target, models.CharField | models.IntegerField | models.FloatField):
        return None
    if isinstance(target, models.BooleanField) and connection.vendor != "postgresql":
        return None
    return lambda value: target.get_db_prep_value(value, connection, prepared=False)


def _execute_many(table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    names = ", ".join(f'"{name}"' for name in columns)
    places = ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        cursor.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({places})', rows)  # noqa: S608  own names


def _copy(table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """COPY in CSV: an unquoted empty field is null, a quoted one the empty text."""
    buffer = io.StringIO()
    buffer.writelines(_csv_line(row) for row in rows)
    buffer.seek(0)
    names = ", ".join(f'"{name}"' for name in columns)
    # copy_expert is the driver's own: its errors must become Django's here.
    with connection.cursor() as cursor, connection.wrap_database_errors:
        cursor.copy_expert(f'COPY "{table}" ({names}) FROM STDIN WITH (FORMAT csv)', buffer)


def _csv_line(row: Sequence[Any]) -> str:
    return ",".join(_csv_value(value) for value in row) + "\n"


def _csv_value(value: Any) -> str:
    if value is None:
        return ""
    text = value if isinstance(value, str) else str(value)
    return '"' + text.replace('"', '""') + '"'
