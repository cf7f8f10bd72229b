"""Bringing graduates into the register and correcting their particulars."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import timezone

from students.actions.outcomes import refresh_outcomes
from students.actions.sums import recounting, touch_origins
from students.bulk import insert_many, insert_values
from students.models import Graduate, GraduateFacts

FACTS = ("school_id", "commune_id")
FACT_COLUMNS = (
    "graduate_id",
    "is_member",
    *FACTS,
    "recorded_at",
    "recorded_by_id",
    "superseded_at",
    "batch_id",
)


@dataclass(frozen=True)
class GraduateChange:
    """New values for some fields of one graduate; attribute names as in the model
    (`commune_id`).
    """

    graduate: Graduate
    values: dict[str, Any]


@recounting()
def register_graduates(
    *,
    new: Sequence[Graduate],
    changes: Sequence[GraduateChange],
    by: Any | None,
    batch_id: UUID | None = None,
) -> None:
    """Create graduates and change others, keeping the history of the facts that figures depend on.

    The audit event is the caller's: one for the whole batch.
    """
    touch_origins(graduate.school_id for graduate in new)
    touch_origins(change.graduate.school_id for change in changes)
    insert_many(new)
    _record_facts(new, by=by, batch_id=batch_id)
    _apply_changes(changes)
    moved = [c.graduate for c in changes if any(field in c.values for field in FACTS)]
    _supersede_facts(moved)
    _record_facts(moved, by=by, batch_id=batch_id)
    touch_origins(graduate.school_id for graduate in moved)
    # A graduate moved to another district may now study "in the district", or no longer.
    refresh_outcomes([graduate.pk for graduate in moved])


def _apply_changes(changes: Sequence[GraduateChange]) -> None:
    by_fields: dict[tuple[str, ...], list[Graduate]] = defaultdict(list)
    for change in changes:
        for name, value in change.values.items():
            setattr(change.graduate, name, value)
        by_fields[tuple(sorted(change.values))].append(change.graduate)
    for names, graduates in by_fields.items():
        fields = [name.removesuffix("_id") if name in FACTS else name for name in names]
        Graduate.objects.bulk_update(graduates, fields, batch_size=200)


def _record_facts(graduates: Sequence[Graduate], *, by: Any | None, batch_id: UUID | None) -> None:
    now = timezone.now()
    author = by.pk if by else None
    rows = (
        (g.pk, g.withdrawn_at is None, g.school_id, g.commune_id, now, author, None, batch_id)
        for g in graduates
    )
    insert_values(GraduateFacts, FACT_COLUMNS, rows)


def _supersede_facts(graduates: Sequence[Graduate]) -> None:
    GraduateFacts.objects.current().filter(graduate__in=[g.pk for g in graduates]).update(
        superseded_at=timezone.now()
    )
