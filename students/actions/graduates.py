"""Bringing graduates into the register and correcting their particulars."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from students.actions.outcomes import refresh_outcomes
from students.bulk import insert_many
from students.models import Graduate, GraduateFacts

FACTS = ("school_id", "commune_id")


@dataclass(frozen=True)
class GraduateChange:
    """New values for some fields of one graduate; attribute names as in the model
    (`commune_id`).
    """

    graduate: Graduate
    values: dict[str, Any]


@transaction.atomic
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
    insert_many(new)
    _record_facts(new, by=by, batch_id=batch_id)
    _apply_changes(changes)
    moved = [c.graduate for c in changes if any(field in c.values for field in FACTS)]
    _supersede_facts(moved)
    _record_facts(moved, by=by, batch_id=batch_id)
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
    insert_many(
        [
            GraduateFacts(
                graduate_id=graduate.pk,
                is_member=graduate.withdrawn_at is None,
                school_id=graduate.school_id,
                commune_id=graduate.commune_id,
                recorded_at=now,
                recorded_by=by,
                batch_id=batch_id,
            )
            for graduate in graduates
        ]
    )


def _supersede_facts(graduates: Sequence[Graduate]) -> None:
    GraduateFacts.objects.current().filter(graduate__in=[g.pk for g in graduates]).update(
        superseded_at=timezone.now()
    )
