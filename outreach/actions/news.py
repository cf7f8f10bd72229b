"""Statements recorded below this stair: cases of those children are looked at anew at once."""

from collections.abc import Collection
from typing import Any

from outreach.actions.cases import refresh
from outreach.models import Case
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
