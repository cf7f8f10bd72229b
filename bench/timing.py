"""Seconds of a call, and the time a database needs for exactly the statements a call sends."""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import perf_counter, process_time
from typing import Any

from django.db import connection


@dataclass(frozen=True)
class Statement:
    sql: str
    parameters: Any


def seconds(call: Callable[[], Any]) -> float:
    """Wall-clock seconds of one call."""
    started = perf_counter()
    call()
    return perf_counter() - started


def processor_seconds(call: Callable[[], Any], *, repeats: int) -> float:
    """Seconds of processor time of this process, the median of several calls: other work on the
    machine makes a call wait, but hardly makes it dearer.
    """

    def once() -> float:
        started = process_time()
        call()
        return process_time() - started

    return median(once() for _ in range(repeats))


def statements_of(call: Callable[[], Any]) -> list[Statement]:
    """Every statement the call sends, in order."""
    sent: list[Statement] = []

    def note(execute: Callable, sql: str, params: Any, many: bool, context: dict) -> Any:
        sent.append(Statement(sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        call()
    return sent


def database_seconds(statements: list[Statement], *, repeats: int = 5) -> float:
    """Seconds of the fastest of several runs of these statements, every row fetched.

    SQLite works while rows are fetched, not while the statement is executed, so timing `execute`
    alone would tell a fraction there.
    """
    return min(seconds(lambda: [rows_of(s) for s in statements]) for _ in range(repeats))


def plan_of(statement: Statement) -> str:
    """How the database goes about one reading statement, in its own words."""
    explain = "EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN "
    rows = rows_of(Statement(explain + statement.sql, statement.parameters))
    return "\n".join(str(row[-1]) for row in rows)


def rows_of(statement: Statement) -> list[tuple]:
    """All rows of one reading statement."""
    with connection.cursor() as cursor:
        cursor.execute(statement.sql, statement.parameters)
        return cursor.fetchall() if cursor.description else []
