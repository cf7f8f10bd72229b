"""Looking at one child's data is recorded: the law asks who read what, not only who changed it."""

from typing import Any

from django.db import transaction

from audit.actions import record_event
from students import verbs
from students.models import Graduate


@transaction.atomic
def record_read(*, graduate: Graduate, by: Any) -> None:
    """Record that somebody opened a page about this graduate."""
    record_event(by=by, verb=verbs.GRADUATE_READ, about=graduate, count=1)
