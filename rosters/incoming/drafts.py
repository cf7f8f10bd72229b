"""A roster on its way in: uploaded, answered, taken in. Only the last changes the register."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from districts.authority import scope_of
from districts.models import School
from imports import mending
from imports.choosing import hand_on
from imports.column_choices import Sender
from imports.models import Batch, BatchKind, Draft
from imports.read_files import SourceFile
from imports.reading import HeaderNotFound, may_hold_a_list, read_workbook
from imports.uploads import (
    PlanChanged,
    close_without_batch,
    exchange_file,
    keep_once,
    locked_draft,
    source_of,
)
from rosters.actions import store_rosters
from rosters.incoming.plan import catalogue_of, check_of, plan_of, read_draft
from rosters.incoming.understanding import INSTITUTION, PROGRAMME, answers_to
from rosters.reading import RosterReading
from students.actions import hold_cohort, register_version
from students.models import Cohort


def institutions_of(user: Any) -> QuerySet[School]:
    """The institutions whose rosters this user may send: the own one, or those of the district."""
    institutions = School.objects.visible_to(user).receiving().select_related("district")
    scope = scope_of(user)
    if not scope.is_province:
        institutions = institutions.filter(
            Q(pk__in=scope.receiving_school_ids) | Q(district__in=scope.district_ids)
        )
    return institutions.order_by("name", "code")


@dataclass(frozen=True)
class ReceivedRoster:
    """A file that was kept, as read; None: its columns must be told first.

    `is_known`: the same file is being checked already, and was not kept twice.
    """

    draft: Draft
    reading: RosterReading | None
    is_known: bool = False


def start_draft(*, by: Any, cohort: Cohort, source: SourceFile) -> ReceivedRoster:
    """Keep an uploaded roster; it is read before anything is written.

    One without a header that the reader knows is kept as well: somebody may point at it. The same
    content that waits within the sender's scope is not kept twice: who sends it for whom
    is asked later. What was put right in the same content when it came in before holds again, so
    that sending it again changes nothing. Raises UnreadableFile for any other file that is no
    roster; nothing is kept of it then.
    """
    own = list(institutions_of(by)[:2])
    institution = own[0] if len(own) == 1 else None
    draft = Draft(
        kind=BatchKind.ROSTER,
        cohort=cohort,
        school=institution,
        district_id=institution.district_id if institution else _district_of(by),
    )
    reading = _read_if_headed(draft, source)
    own = Draft.objects.visible_to(by).filter(cohort=cohort, kind=draft.kind)
    with transaction.atomic():
        kept, is_known = keep_once(draft, source, by=by, among=own)
        earlier = mending.earlier_drafts(source.sha256, among=own)
        is_mended = not is_known and mending.carry_over(sources=earlier, to=kept)
    if reading and is_mended:
        reading = check_of(kept).reading
    return ReceivedRoster(kept, reading, is_known)


def replace_file(*, draft: Draft, source: SourceFile) -> int:
    """Go on with a mended file; answers hold where it says the same of itself.

    What was decided about cells and rows that are not there as they were is dropped; returns how
    many such decisions. Raises UnreadableFile, DraftClosed.
    """
    reading = _read_if_headed(draft, source)
    with transaction.atomic():
        exchange_file(draft, source)
        return mending.drop_unfitting(draft=draft, file=reading)


def refit(*, draft: Draft) -> int:
    """Drop what was decided about cells and rows once columns mean something else; how many.

    Raises DraftClosed.
    """

    # Whose choices of columns hold may have been answered meanwhile.
    draft.refresh_from_db()

    def read() -> RosterReading | None:
        return _read_if_headed(draft, source_of(draft))

    return mending.refit(draft=draft, read=read)


def _read_if_headed(draft: Draft, source: SourceFile) -> RosterReading | None:
    """The roster; None where a header must be pointed at first, if there is anything like one."""
    try:
        return read_draft(draft, catalogue_of(draft.cohort), source)
    except HeaderNotFound:
        if not may_hold_a_list(read_workbook(source.content, source.name)):
            raise
        return None


@transaction.atomic
def answer(*, draft: Draft, reading: RosterReading, answers: dict[str, Any]) -> None:
    """Keep what the list is, in the words of `understanding`. Raises DraftClosed.

    Which of the institution's lists it replaces is asked anew where it is of another one now.
    """
    locked = locked_draft(draft)
    given = answers_to(reading, **answers)
    asked_before = all(locked.options.get(n) == given[n] for n in (INSTITUTION, PROGRAMME))
    if asked_before and "part" in locked.options:
        given["part"] = locked.options["part"]
    institution = answers[INSTITUTION]
    locked.options = given
    if institution.pk:
        locked.school, locked.district_id = institution, institution.district_id
        sender = Sender(BatchKind.ROSTER, institution.district, institution.pk)
        hand_on(choices=reading.column_choices, sender=sender)
    locked.save(update_fields=["options", "school", "district"])


@transaction.atomic
def answer_part(*, draft: Draft, part: str) -> None:
    """Keep which list of the institution the file is. Raises DraftClosed."""
    locked = locked_draft(draft)
    locked.options |= {"part": part}
    locked.save(update_fields=["options"])


def take_in(*, draft: Draft, by: Any, fingerprint: str, accept_older: bool = False) -> Batch | None:
    """Bring the roster in as a version, if it still does what its reader was shown.

    Read and linked before the transaction, so that others wait as shortly as possible. None where
    the very file is in force already. Raises PlanChanged, DraftClosed, OlderRoster.
    """
    register = register_version(draft.cohort)
    plan = plan_of(check_of(draft))
    seen = plan.upload.previous
    if plan.fingerprint != fingerprint:
        raise PlanChanged
    with transaction.atomic():
        locked = locked_draft(draft)
        is_current = hold_cohort(draft.cohort) == register
        is_as_read = mending.beside_of(locked) == plan.check.reading.source.beside
        if not (is_current and is_as_read):
            raise PlanChanged
        store_rosters([plan.upload], cohort=draft.cohort, by=by, accept_older=accept_older)
        if plan.upload.previous != seen:
            raise PlanChanged
        if plan.upload.version is None:
            close_without_batch(locked)
            return None
        locked.batch = Batch.objects.get(pk=plan.upload.version.batch_id)
        locked.save(update_fields=["batch"])
    return locked.batch


def _district_of(user: Any) -> int | None:
    return min(scope_of(user).district_ids, default=None)
