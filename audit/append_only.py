"""Tables that only grow, held by the database itself: no code, admin or shell can rewrite them.

`protect(table, closing=("superseded_at", …))` lets the closing columns be filled once, from null,
and refuses every other UPDATE and every DELETE. On SQLite a later migration that rebuilds the
table (AlterField) drops the triggers: call `protect` again at its end; `manage.py verify` reports
a table left unprotected.
"""

from collections.abc import Callable, Sequence

from django.apps.registry import Apps
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

PROTECTED: dict[str, tuple[str, ...]] = {
    "audit_event": (),
    "students_destination": ("superseded_at", "superseded_by_id"),
    "students_graduatefacts": ("superseded_at",),
    "students_graduateedit": ("taken_back_at", "taken_back_by_id"),
    "students_merge": ("undone_at", "undone_by_id"),
    "students_distinctpair": ("taken_back_at",),
    "students_signoff": ("reopened_at", "reopened_reason"),
    "rosters_link": ("superseded_at",),
    "rosters_linkdecision": ("superseded_at", "superseded_by_id"),
    "outreach_referralitem": (),
    "outreach_referralfile": (),
    "outreach_lettertemplate": ("superseded_at", "superseded_by_id"),
    "outreach_visit": ("taken_back_at", "taken_back_by_id"),
    "outreach_casestep": (),
}
MESSAGE = "append-only: rows are never changed or deleted"


def protect(table: str) -> Callable[[Apps, BaseDatabaseSchemaEditor], None]:
    """A migration operation's function that installs the triggers."""

    def forwards(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        install(schema_editor.connection, table)

    return forwards


def unprotect(table: str) -> Callable[[Apps, BaseDatabaseSchemaEditor], None]:
    """The reverse of `protect`."""

    def backwards(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        remove(schema_editor.connection, table)

    return backwards


def install(connection: BaseDatabaseWrapper, table: str) -> None:
    remove(connection, table)
    closing = PROTECTED[table]
    with connection.cursor() as cursor:
        columns = [c.name for c in connection.introspection.get_table_description(cursor, table)]
        fixed = [name for name in columns if name not in closing]
        make = _postgres if connection.vendor == "postgresql" else _sqlite
        for statement in make(table, fixed, closing):
            cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper, table: str) -> None:
    with connection.cursor() as cursor:
        for event in ("update", "delete"):
            on = f' ON "{table}"' if connection.vendor == "postgresql" else ""
            cursor.execute(f'DROP TRIGGER IF EXISTS "{table}_no_{event}"{on}')
        if connection.vendor == "postgresql":
            cursor.execute(f'DROP FUNCTION IF EXISTS "{table}_refuse"()')


def unprotected(connection: BaseDatabaseWrapper) -> list[str]:
    """Tables that should be append-only and have lost a trigger."""
    catalogue = (
        "SELECT tgname FROM pg_trigger"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(catalogue)
        present = {name for (name,) in cursor.fetchall()}
    return [t for t in PROTECTED if not {f"{t}_no_update", f"{t}_no_delete"} <= present]


def _changed(fixed: Sequence[str], closing: Sequence[str], differs: str) -> str:
    """SQL that is true of a forbidden update: a fixed column changed, or the row was closed
    already.
    """
    conditions = [f'NEW."{name}" {differs} OLD."{name}"' for name in fixed]
    if closing:
        conditions += [f'OLD."{closing[0]}" IS NOT NULL', f'NEW."{closing[0]}" IS NULL']
    else:
        conditions.append("1 = 1")
    return " OR ".join(conditions)


def _sqlite(table: str, fixed: Sequence[str], closing: Sequence[str]) -> list[str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{table} {MESSAGE}'); END"
    return [
        f'CREATE TRIGGER "{table}_no_update" BEFORE UPDATE ON "{table}" '
        f"WHEN {_changed(fixed, closing, 'IS NOT')} {refuse}",
        f'CREATE TRIGGER "{table}_no_delete" BEFORE DELETE ON "{table}" {refuse}',
    ]


def _postgres(table: str, fixed: Sequence[str], closing: Sequence[str]) -> list[str]:
    execute = f'EXECUTE FUNCTION "{table}_refuse"()'
    return [
        f'CREATE FUNCTION "{table}_refuse"() RETURNS trigger LANGUAGE plpgsql AS '
        f"$$ BEGIN RAISE EXCEPTION '{table} {MESSAGE}' USING ERRCODE = "
        f"'integrity_constraint_violation'; "
        "END $$",
        f'CREATE TRIGGER "{table}_no_update" BEFORE UPDATE ON "{table}" FOR EACH ROW '
        f"WHEN ({_changed(fixed, closing, 'IS DISTINCT FROM')}) {execute}",
        f'CREATE TRIGGER "{table}_no_delete" BEFORE DELETE ON "{table}" FOR EACH ROW {execute}',
    ]
