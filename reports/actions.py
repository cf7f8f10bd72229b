"""Transfers of personal data out of the application, recorded."""

from typing import Any

from django.db import transaction

from audit.actions import record_event
from reports.verbs import NOT_ENROLLED_EXPORTED


@transaction.atomic
def record_not_enrolled_export(
    *, by: Any | None, unit_name: str, count: int, reason: str = ""
) -> None:
    """Record that a list of children not enrolled was taken out: who, which, how many."""
    record_event(by=by, verb=NOT_ENROLLED_EXPORTED, label=unit_name, count=count, reason=reason)
