"""Who is not signed in sees nothing; a page that is only read writes nothing, whoever wrote it."""

import re
from collections.abc import Callable
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.db import connection
from django.http import HttpRequest, HttpResponse

from longan_enroll import interrupted

SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
READING = ("SELECT", "WITH", "EXPLAIN", "PRAGMA", "SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN")
# PostgreSQL lets a common table expression change data: WITH x AS (DELETE …) SELECT …
WRITING_CTE = re.compile(r"^WITH\b.*\(\s*(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM)\b", re.DOTALL)
READING_MAY_WRITE = ('"django_session"', '"audit_event"')


class WriteOnRead(RuntimeError):
    """A GET request tried to change data: always a mistake in the code, never in the input."""


def refuse_writes(execute: Callable, sql: str, params: Any, many: bool, context: dict) -> Any:
    """Let reading, transaction control, sessions and audit events through, nothing else."""
    statement = sql.lstrip().upper()
    if not (statement.startswith(READING) or _may_write(sql)) or WRITING_CTE.search(statement):
        raise WriteOnRead(sql[:200])
    return execute(sql, params, many, context)


def _may_write(sql: str) -> bool:
    target = " ".join(sql.split()[:4])
    return any(table in target for table in READING_MAY_WRITE)


class SignInMiddleware(LoginRequiredMiddleware):
    """Closed to strangers; what somebody had typed when the session ended is offered again."""

    def process_view(
        self, request: HttpRequest, view: Callable, arguments: Any, named: Any
    ) -> HttpResponse | None:
        if request.method == "GET" and request.user.is_authenticated:
            return interrupted.offered(request)
        return super().process_view(request, view, arguments, named)

    def handle_no_permission(self, request: HttpRequest, view: Callable) -> HttpResponse:
        if request.method == "POST":
            interrupted.keep(request)
        return super().handle_no_permission(request, view)


class ReadOnlyOnGetMiddleware:
    """Refuses other statements than SELECT while a GET request is answered."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in SAFE_METHODS:
            return self.get_response(request)
        with connection.execute_wrapper(refuse_writes):
            return self.get_response(request)
