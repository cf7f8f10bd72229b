"""An uploaded file that is kept until it is taken in or given up, whatever kind it is."""

from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from audit.actions import record_event
from imports import verbs
from imports.graduates import SourceFile
from imports.models import Batch, Draft
from students.actions import hold_cohort


class PlanChanged(Exception):
    """What the import would do is no longer what its reader was shown; nothing was written."""


class DraftClosed(Exception):
    """The draft was taken in or discarded meanwhile; nothing was written."""


def keep_file(draft: Draft, source: SourceFile, *, by: Any) -> Draft:
    """Store a new draft with its file."""
    draft.uploaded_at = timezone.now()
    draft.uploaded_by = by
    _attach(draft, source)
    draft.save()
    return draft


@transaction.atomic
def keep_once(
    draft: Draft, source: SourceFile, *, by: Any, among: QuerySet[Draft]
) -> tuple[Draft, bool]:
    """Store a new draft, or find the one in which the same content is being checked already.

    `among`: the sender's drafts. Returns the draft, and whether it was known.
    """
    # A file sent again because the line was lost may still be on its way in the first time.
    hold_cohort(draft.cohort)
    # The rest of an import is no file that somebody sent.
    waiting = among.waiting().of_kind(draft.kind).filter(remainder__isnull=True)
    known = waiting.filter(cohort=draft.cohort, sha256=source.sha256).first()
    return (known, True) if known else (keep_file(draft, source, by=by), False)


@transaction.atomic
def exchange_file(draft: Draft, source: SourceFile) -> None:
    """Put a mended file in the place of the old one. Raises DraftClosed."""
    locked_draft(draft)
    _attach(draft, source)
    draft.save()


def source_of(draft: Draft) -> SourceFile:
    """The file as it was uploaded."""
    with draft.file.open("rb") as stored:
        return SourceFile(draft.file_name, stored.read())


def locked_draft(draft: Draft) -> Draft:
    """The draft as it stands now, held until the transaction ends. Raises DraftClosed."""
    locked = Draft.objects.select_for_update().waiting().filter(pk=draft.pk).first()
    if locked is None:
        raise DraftClosed
    return locked


@transaction.atomic
def discard(*, draft: Draft) -> None:
    """Give the draft up; the file stays until the retention rule sweeps it. Raises DraftClosed."""
    close_without_batch(locked_draft(draft))


def close_without_batch(locked: Draft) -> None:
    """End a draft that brought nothing in."""
    locked.discarded_at = timezone.now()
    locked.save(update_fields=["discarded_at"])


@transaction.atomic
def record_marked_download(*, draft: Draft, by: Any, count: int) -> None:
    """Record that the file, with its children, left the application marked."""
    record_event(by=by, verb=verbs.MARKED_FILE_DOWNLOADED, about=draft, count=count)


@transaction.atomic
def record_download(*, batch: Batch, by: Any) -> None:
    """Record that the original file, with all its children, left the application."""
    record_event(by=by, verb=verbs.FILE_DOWNLOADED, about=batch, count=batch.counts.get("rows", 0))


def _attach(draft: Draft, source: SourceFile) -> None:
    draft.file_name = source.name[-255:]
    draft.sha256 = source.sha256
    stored_name = f"{draft.pk}-{draft.file_name}"[-100:]
    draft.file.save(stored_name, ContentFile(source.content), save=False)
