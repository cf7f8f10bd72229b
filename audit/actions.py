"""Writing the audit log. Called last inside the transaction of the action it tells of."""

from collections.abc import Sequence
from typing import Any

from django.db import models

from audit.middleware import current_request_id
from audit.models import Event, EventDetail

COMMAND_LINE = "Hệ thống (dòng lệnh)"


def record_event(
    *,
    by: Any | None,
    verb: str,
    about: models.Model | None = None,
    label: str = "",
    fields: Sequence[str] = (),
    count: int | None = None,
    reason: str = "",
    before: dict | None = None,
    after: dict | None = None,
) -> Event:
    """Append one event; `by` is a user, or None for a command run by the system itself."""
    event = Event.objects.create(
        actor_id=by.pk if by else None,
        actor_label=str(by) if by else COMMAND_LINE,
        verb=verb,
        object_type=about._meta.label if about is not None else "",
        object_id=str(about.pk) if about is not None else "",
        object_label=(label or (str(about) if about is not None else ""))[:300],
        fields=list(fields),
        count=count,
        reason=reason[:500],
        request_id=current_request_id.get(),
    )
    if before is not None or after is not None:
        EventDetail.objects.create(event=event, before=before or {}, after=after or {})
    return event
