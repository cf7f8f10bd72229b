"""Databases of one benchmark run: made for it, migrated, thrown away."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def fresh_database() -> Iterator[None]:
    """An empty migrated database beside the configured one, which stays untouched."""
    original = connection.settings_dict["NAME"]
    connection.settings_dict["TEST"]["NAME"] = _name(str(original))
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(original, verbosity=0)


def _name(original: str) -> str:
    if connection.vendor == "sqlite":
        return f"{original}.bench"
    return f"bench_{os.getpid()}"


def is_sqlite() -> bool:
    return connection.vendor == "sqlite"


def settle() -> None:
    """Fresh statistics, and pages marked all-visible, as a database in use has them.

    Without the visibility map PostgreSQL cannot answer from an index alone. Inside a transaction
    only statistics are possible.
    """
    statement = "ANALYZE" if is_sqlite() or connection.in_atomic_block else "VACUUM ANALYZE"
    with connection.cursor() as cursor:
        cursor.execute(statement)
