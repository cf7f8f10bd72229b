"""Choosing, for an uploaded file, where it is right against what people corrected by hand."""

from collections.abc import Sequence, Set
from typing import Any

from django.db import transaction
from django.utils import timezone

from audit.actions import record_event
from imports import verbs
from imports.graduates.conflicts import Conflict
from imports.models import Draft, Overruling
from imports.uploads import locked_draft


@transaction.atomic
def overrule(
    *, draft: Draft, by: Any, conflicts: Sequence[Conflict], chosen: Set[tuple[int, str]]
) -> int:
    """Follow the file in the chosen ones of these conflicts and keep the corrections in the others.

    Returns in how many the file is followed now; the same choice again writes nothing. Raises
    DraftClosed.
    """
    locked_draft(draft)
    wanted = {conflict.key for conflict in conflicts} & chosen
    stored = dict.fromkeys(draft.overrulings.values_list("edit", "part"))
    gone = [key for key in stored if key not in wanted]
    new = [each for each in conflicts if each.key in wanted and each.key not in stored]
    if not (gone or new):
        return len(wanted)
    for edit, part in gone:
        draft.overrulings.filter(edit=edit, part=part).delete()
    now = timezone.now()
    Overruling.objects.bulk_create(
        Overruling(draft=draft, edit_id=each.edit, part=each.part, decided_at=now, decided_by=by)
        for each in new
    )
    record_event(
        by=by,
        verb=verbs.EDITS_OVERRULED,
        about=draft,
        count=len(wanted),
        reason="; ".join(f"{each.full_name}: {each.label.lower()}" for each in new),
    )
    return len(wanted)
