"""Personal data leaving the application is a transfer, and recorded as one."""

from typing import Any

from django.db import transaction

from audit.actions import record_event
from students import verbs


@transaction.atomic
def record_export(*, by: Any, filter_text: str, count: int, reason: str = "") -> None:
    """Record that a list of graduates was downloaded: who, which, how many, for what system."""
    record_event(
        by=by, verb=verbs.GRADUATES_EXPORTED, label=filter_text, count=count, reason=reason
    )


@transaction.atomic
def record_workbooks_export(*, by: Any, label: str, count: int) -> None:
    """Record that workbooks for teachers were downloaded: of which school or class."""
    record_event(by=by, verb=verbs.SURVEY_WORKBOOKS_EXPORTED, label=label, count=count)


@transaction.atomic
def record_sign_offs_export(*, by: Any, label: str, count: int) -> None:
    """Record that the list of schools that have signed was downloaded."""
    record_event(by=by, verb=verbs.SIGN_OFFS_EXPORTED, label=label, count=count)


@transaction.atomic
def record_calls_export(*, by: Any, label: str, count: int, reason: str = "") -> None:
    """Record that a list with families' phones was printed or downloaded: of which commune."""
    record_event(by=by, verb=verbs.CALL_LIST_EXPORTED, label=label, count=count, reason=reason)
