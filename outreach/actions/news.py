"""Statements recorded below this stair: cases of those children are looked at anew at once."""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils import timezone

from audit.actions import record_event
from districts.authority import scope_of
from outreach import verbs
from outreach.actions.cases import refresh
from outreach.models import Case, CaseNotice
from students.bulk import chunks


def heed_statements(*, graduate_ids: Collection[int], **_: Any) -> None:
    """Receiver of `destinations_recorded`: a child found in class closes its case by itself.

    Runs inside the sender's transaction. A roster speaks of thousands of children, few of whom
    have a case.
    """
    keys = [
        key
        for part in chunks(sorted(graduate_ids))
        for key in Case.objects.filter(graduate__in=part).values_list("pk", flat=True)
    ]
    refresh(keys, by=None)


@transaction.atomic
def read_news(*, by: Any) -> int:
    """Mark what the user's unit was told as seen; returns how many."""
    unread = CaseNotice.objects.for_unit(scope_of(by)).unread()
    number = unread.update(read_at=timezone.now(), read_by=by)
    if number:
        record_event(by=by, verb=verbs.NEWS_READ, count=number)
    return number
