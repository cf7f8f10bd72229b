"""The current business state as plain values: what two ways to the same state must agree on.

Without surrogate keys, times of recording, who recorded, the audit log and closed rows.
"""

from collections.abc import Iterable
from typing import Any

from django.db import connection

from imports.models import Batch, BatchKind
from rosters.models import Link, LinkDecision, RosterRow
from students.models import (
    Destination,
    Graduate,
    GraduateCount,
    GraduateEdit,
    GraduateFacts,
    IntakeCount,
)

Dump = dict[str, list[tuple]]

NOT_BUSINESS = {"id", "batch_id", "created_at", "withdrawn_at"}
BY_CODE = {
    "cohort_id": "cohort__year",
    "school_id": "school__code",
    "commune_id": "commune__code",
    "destination_school_id": "destination_school__code",
}
IDENTITY = (
    "cohort__year",
    "school__code",
    "register_number",
    "moet_code",
    "personal_id",
    "full_name",
    "birth_year",
    "birth_month",
    "birth_day",
    "class_name",
    "phone",
)
ROSTER = (
    "row__version__roster__institution__code",
    "row__version__roster__programme",
    "row__version__as_at",
    "row__sheet",
    "row__row_number",
)
DECIDED = (
    "roster__institution__code",
    "roster__programme",
    "row_facts",
    "choice",
    "graduate_facts",
)
STATED = (
    "programme",
    "school__code",
    "place_text",
    "place",
    "stage",
    "source",
    "evidence",
    "evidence_note",
    "stated_on",
    "started_on",
    "ended_on",
    "reason",
)


def _know_sizes() -> None:
    """Within one transaction PostgreSQL does not learn by itself how tables have grown, and would
    join them row by row.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for model in (Graduate, Destination, RosterRow, Link, LinkDecision):
                cursor.execute(f"ANALYZE {model._meta.db_table}")


def business_dump() -> Dump:
    """By kind, each in an order of its own values."""
    _know_sizes()
    of_graduate = [f"graduate__{name}" for name in IDENTITY]
    statements = Destination.objects.current().filter(graduate__withdrawn_at__isnull=True)
    facts = GraduateFacts.objects.current().filter(is_member=True)
    edits = GraduateEdit.objects.in_force().filter(graduate__withdrawn_at__isnull=True)
    rows = RosterRow.objects.in_force()
    sums = GraduateCount.objects.values_list("cohort__year", "district__code", "school__code")
    intake = IntakeCount.objects.exclude(confirmed=0, others=0)
    return {
        "graduates": _ordered(Graduate.objects.members().values_list(*_graduate_columns())),
        "facts": _ordered(facts.values_list(*of_graduate, "school__code", "commune__code")),
        "edits": _ordered(edits.values_list(*of_graduate, "before", "after", "reason")),
        "statements": _ordered(statements.values_list(*of_graduate, *STATED)),
        "links": _ordered(
            Link.objects.current().values_list(
                *of_graduate, *ROSTER, "status", "rank", "weight", "parts", "reason"
            )
        ),
        "rows": _ordered(
            rows.values_list(
                *(name.removeprefix("row__") for name in ROSTER), "is_postponed", "status"
            )
        ),
        "decisions": _ordered(LinkDecision.objects.current().values_list(*DECIDED, *of_graduate)),
        "sums": _ordered(sums.values_list(*sums._fields, "tally", "number")),
        "intake": _ordered(
            intake.values_list("cohort__year", "school__code", "confirmed", "others")
        ),
        "batches": _ordered(
            Batch.objects.in_force()
            .filter(kind=BatchKind.GRADUATES)
            .values_list("cohort__year", "file_name", "sha256")
        ),
    }


def _graduate_columns() -> list[str]:
    names = [field.attname for field in Graduate._meta.concrete_fields]
    return [BY_CODE.get(name, name) for name in names if name not in NOT_BUSINESS]


def _ordered(rows: Iterable[Any]) -> list[tuple]:
    return sorted((tuple(row) for row in rows), key=repr)
