"""Choosing what the columns of a sender's sheets are, and taking it back."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from audit.actions import record_event
from imports import verbs
from imports.column_choices import LABELS, Choice, Sender, version_of
from imports.models import ColumnChoice, Draft
from imports.uploads import locked_draft


class ColumnsChanged(Exception):
    """Somebody chose columns meanwhile; nothing was written."""


@transaction.atomic
def choose_columns(
    *, draft: Draft, sender: Sender, by: Any, choices: Sequence[Choice], version: str
) -> int:
    """Remember what columns mean in this sender's sheets; returns how many columns changed.

    A choice that changes nothing is not kept, so that a reader that learns guesses anew. Raises
    ColumnsChanged where `version` is not of what is stored, DraftClosed.
    """
    changed = [choice for choice in choices if choice.is_change]
    if not changed:
        return 0
    locked_draft(draft)
    if version_of(sender.choices.values()) != version:
        raise ColumnsChanged
    for choice in changed:
        _remember(sender, choice, by)
    clauses = [clause for choice in changed for clause in choice.changes(LABELS[sender.kind])]
    record_event(
        by=by,
        verb=verbs.COLUMNS_CHOSEN,
        about=draft,
        count=len(clauses),
        reason="; ".join(clauses),
    )
    return len(clauses)


@transaction.atomic
def forget_columns(*, choice: ColumnChoice, by: Any) -> None:
    """Take a choice back: the columns are guessed again."""
    record_event(by=by, verb=verbs.COLUMN_CHOICE_REMOVED, about=choice, count=len(choice.columns))
    choice.delete()


@transaction.atomic
def hand_on(*, choices: Iterable[ColumnChoice], sender: Sender) -> None:
    """Let choices hold for a sender that was not known when they were made, unless it has its own;
    they stay whose they are.
    """
    for choice in choices:
        ColumnChoice.objects.get_or_create(
            kind=sender.kind,
            district=sender.district,
            sender_id=sender.school_id,
            header_key=choice.header_key,
            defaults={
                "headings": choice.headings,
                "columns": choice.columns,
                "decided_at": choice.decided_at,
                "decided_by": choice.decided_by,
            },
        )


def _remember(sender: Sender, choice: Choice, by: Any) -> None:
    ColumnChoice.objects.update_or_create(
        kind=sender.kind,
        district=sender.district,
        sender_id=sender.school_id,
        header_key=choice.key,
        defaults={
            "headings": {str(column): text for column, text in choice.headings.items()},
            "columns": {str(column): name for column, name in choice.columns.items()},
            "decided_at": timezone.now(),
            "decided_by": by,
        },
    )
