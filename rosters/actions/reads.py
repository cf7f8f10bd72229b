"""Rows looked at and lists taken away: recorded, because both are personal data."""

from typing import Any

from django.db import transaction

from audit.actions import record_event
from rosters import verbs
from rosters.models import Link, Roster, RosterRow


@transaction.atomic
def record_row_read(*, row: RosterRow, link: Link | None, by: Any) -> None:
    """Record that somebody opened a row; it is told of the graduate where the row means one."""
    label = f"{row.full_name} ({row.version.roster})"
    record_event(
        by=by, verb=verbs.ROW_READ, about=link.graduate if link else row, label=label, count=1
    )


@transaction.atomic
def record_roster_export(*, roster: Roster, by: Any, filter_text: str, count: int) -> None:
    """Record that rows of a list were downloaded: who, which, how many."""
    record_event(by=by, verb=verbs.ROSTER_EXPORTED, about=roster, count=count, reason=filter_text)
