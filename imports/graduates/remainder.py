"""Rows that an import left behind, kept as a draft so that they are mended and taken in later."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from imports.graduates.plan import FilePlan, Plan
from imports.models import Batch, BatchKind, Draft, Remainder


@dataclass(frozen=True)
class Waiting:
    """A draft of rows left behind: its key, the file, and how many rows wait."""

    draft_id: str
    file: str
    rows: int


def keep_waiting(file: FilePlan, batch: Batch | None, plan: Plan, *, by: Any | None) -> None:
    """Open a draft with the rows of a file that could not be taken in.

    An earlier one of the same file is closed: its rows are among these, or were taken in.
    """
    now = timezone.now()
    same_sender = Draft.objects.waiting().filter(
        kind=BatchKind.GRADUATES,
        cohort=plan.cohort,
        district=file.district,
        school_id=plan.sender_id,
        remainder__batch__sha256=file.source.sha256,
    )
    if file.source.beside.waiting is None:
        same_sender.update(discarded_at=now)
    rejected = [row.key for row in file.rows if row.is_rejected]
    if not rejected:
        return
    draft = Draft(
        kind=BatchKind.GRADUATES,
        cohort=plan.cohort,
        district=file.district,
        school_id=plan.sender_id,
        file_name=file.source.name[-255:],
        uploaded_at=now,
        uploaded_by=by,
    )
    stored_name = f"{draft.pk}-{draft.file_name}"[-100:]
    draft.file.save(stored_name, ContentFile(file.source.content), save=False)
    draft.save()
    Remainder.objects.create(draft=draft, batch=batch, rows=[list(key) for key in rejected])


def waiting_of(batches: Sequence[Any]) -> list[Waiting]:
    """What these batches left behind."""
    found = Remainder.objects.filter(batch__in=batches).select_related("draft")
    return [
        Waiting(str(each.draft_id), each.draft.file_name, len(each.rows))
        for each in found.order_by("draft__file_name", "pk")
    ]
