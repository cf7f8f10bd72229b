"""Pages of the Department's official, who sees every graduate: statements, the database's time and
this process's.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client, override_settings
from django.urls import reverse

from bench.register import build_register
from bench.report import Line, milliseconds
from bench.timing import Statement, database_seconds, processor_seconds, statements_of
from districts.models import Assignment, Role
from students.models import Graduate

PART = "pages"
READING = ("SELECT", "WITH")
# Addresses of static files need a manifest that only `collectstatic` writes; no figure needs it.
PLAIN_STATIC = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}


def measure(
    *, graduates: int, repeats: int, workspace: Callable[[], AbstractContextManager]
) -> list[Line]:
    """Each page at a tenth of the graduates and at all: statements (as many), and time."""
    with workspace():
        build_register(max(1, graduates // 10))
        few = _statements_by_page()
    with workspace():
        build_register(graduates)
        many = _statements_by_page()
        costs = _processor_time_by_page(repeats=repeats * 4)
        times = {
            name: database_seconds(_reading(statements), repeats=repeats)
            for name, statements in many.items()
        }
    lines = []
    for name, statements in many.items():
        counts = f"{len(few[name])} → {len(statements)}"
        lines += [
            Line(
                PART,
                f"{name}: statements at {max(1, graduates // 10):,} → {graduates:,}",
                counts,
                "equal",
                len(few[name]) == len(statements),
            ),
            milliseconds(PART, f"{name}: database time at {graduates:,}", times[name]),
            milliseconds(PART, f"{name}: processor time at {graduates:,}", costs[name]),
        ]
    return lines


_as_a_browser = override_settings(
    STORAGES=PLAIN_STATIC, ALLOWED_HOSTS=["127.0.0.1"], SECURE_SSL_REDIRECT=False
)


@_as_a_browser
def _statements_by_page() -> dict[str, list[Statement]]:
    client = _browser()
    return {
        name: statements_of(lambda address=address: _page(client, address))
        for name, address in addresses().items()
    }


@_as_a_browser
def _processor_time_by_page(*, repeats: int) -> dict[str, float]:
    """Everything but the web server: middleware, queries (on SQLite the database, too), template,
    compression.
    """
    client = _browser()
    return {
        name: processor_seconds(lambda address=address: _page(client, address), repeats=repeats)
        for name, address in addresses().items()
    }


def _browser() -> Client:
    # The server for static files warns where its folder is missing.
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    client = Client(headers={"host": "127.0.0.1", "accept-encoding": "gzip"})
    client.force_login(official())
    return client


def official():
    """The Department's official of the benchmark."""
    user, is_new = get_user_model().objects.get_or_create(username="bench-so", is_active=True)
    if is_new:
        Assignment.objects.create(user=user, role=Role.DEPARTMENT)
    return user


def addresses() -> dict[str, str]:
    """The pages that are measured, by name."""
    graduates, not_enrolled = (
        reverse("students:graduate_list"),
        reverse("reports:not_enrolled_list"),
    )
    listed = Graduate.objects.not_enrolled().not_held_back().filter(commune__isnull=False)
    commune = listed.select_related("commune").order_by("pk")[0].commune
    return {
        "overview": reverse("reports:overview"),
        "graduate list": graduates,
        "graduate list, searched by name": f"{graduates}?q=nguyen+anh",
        "not-enrolled list": not_enrolled,
        "not-enrolled list of one commune": f"{not_enrolled}?commune={commune.code}",
    }


def _page(client: Client, address: str) -> None:
    answer = client.get(address)
    if answer.status_code != 200:
        raise RuntimeError(f"{address} answered {answer.status_code}.")


def _reading(statements: list[Statement]) -> list[Statement]:
    return [s for s in statements if s.sql.lstrip().upper().startswith(READING)]
