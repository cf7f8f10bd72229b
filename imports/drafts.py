"""A file on its way in: uploaded, decided upon, taken in or discarded. Only the last step but one
changes the register.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.utils import timezone

from audit.actions import record_event
from districts.authority import scope_of
from districts.models import Commune, District, School
from imports import mending, verbs
from imports.corrections import word_key
from imports.graduates import (
    ImportResult,
    Plan,
    PlanOutdated,
    SourceFile,
    commit,
    look_ahead,
    prepare,
)
from imports.graduates.conflicts import Overruled
from imports.graduates.plan import FilePlan
from imports.models import Batch, Correction, Draft, Remainder
from imports.reading import HeaderNotFound, may_hold_a_list, read_workbook
from imports.uploads import (
    PlanChanged,
    close_without_batch,
    exchange_file,
    keep_once,
    locked_draft,
    source_of,
)
from students.models import Cohort


@dataclass(frozen=True)
class Decision:
    """A word as written in a column, and the school or commune it means."""

    field: str
    written: str
    meaning: School | Commune


@dataclass(frozen=True)
class Received:
    """A file that was kept, and what taking it in would do; None: nobody knows its header yet.

    `is_known`: the same file of this sender is being checked already, and was not kept twice.
    """

    draft: Draft
    plan: Plan | None
    is_known: bool = False


def reach_of(user: Any) -> frozenset[int] | None:
    """Keys of the THCS whose graduates this user may bring in; None: of all."""
    if scope_of(user).is_province:
        return None
    schools = School.objects.visible_to(user).graduating()
    return frozenset(schools.values_list("pk", flat=True))


def start_draft(
    *, by: Any, cohort: Cohort, district: District | None, source: SourceFile
) -> Received:
    """Keep an uploaded file for checking; it is read before anything is locked or written.

    One without a header that the reader knows is kept as well: somebody may point at it. What was
    put right in the same content when it came in before holds again. Raises UnreadableFile for any
    other file that is no list of graduates; nothing is kept of it then.
    """
    sender = _own_school(by)
    plan = _prepared_if_headed(source, cohort, district, sender, by)
    if plan:
        district = plan.files[0].district
    draft = Draft(cohort=cohort, district=district, school_id=sender)
    own = Draft.objects.filter(kind=draft.kind, district=draft.district, school=draft.school_id)
    with transaction.atomic():
        kept, is_known = keep_once(draft, source, by=by, among=own)
        earlier = mending.earlier_drafts(source.sha256, among=own.filter(cohort=cohort))
        is_mended = not is_known and mending.carry_over(sources=earlier, to=kept)
    if plan and is_mended:
        plan = plan_of(kept, by=by)
    return Received(kept, plan, is_known)


def replace_file(*, draft: Draft, by: Any, source: SourceFile) -> int:
    """Go on with a mended file, read beforehand likewise.

    What was decided about cells and rows that are not there as they were is dropped; returns how
    many such decisions. Raises UnreadableFile, DraftClosed.
    """
    plan = _prepared_if_headed(source, draft.cohort, draft.district, draft.school_id, by)
    with transaction.atomic():
        exchange_file(draft, source)
        Remainder.objects.filter(draft=draft).update(rows=None)
        return mending.drop_unfitting(draft=draft, file=_file_of(plan))


def refit(*, draft: Draft, by: Any) -> int:
    """Drop what was decided about cells and rows once columns mean something else; how many.

    Raises DraftClosed.
    """
    others = draft.cohort, draft.district, draft.school_id, by

    def read() -> FilePlan | None:
        return _file_of(_prepared_if_headed(source_of(draft), *others))

    return mending.refit(draft=draft, read=read)


def plan_of(draft: Draft, *, by: Any) -> Plan:
    """What taking the draft in would do, against the register as it is now.

    Raises HeaderNotFound until somebody has said which row is the header.
    """
    overruled = frozenset(draft.overrulings.values_list("edit", "part"))
    source = replace(source_of(draft), beside=mending.beside_of(draft))
    return _prepared(source, draft.cohort, draft.district, draft.school_id, by, overruled)


@transaction.atomic
def decide(*, draft: Draft, by: Any, decisions: Iterable[Decision]) -> int:
    """Remember what words of this sender's lists mean; returns how many were decided."""
    decided = list(decisions)
    if not decided or draft.district is None:
        return 0
    locked_draft(draft)
    for each in decided:
        _remember(draft, each, by)
    record_event(
        by=by,
        verb=verbs.WORDS_DECIDED,
        about=draft,
        count=len(decided),
        reason="; ".join(f"“{each.written}” là {each.meaning}" for each in decided)[:500],
    )
    return len(decided)


@transaction.atomic
def remove_correction(*, correction: Correction, by: Any) -> None:
    """Take a decision back: the word is unknown again."""
    record_event(by=by, verb=verbs.DECISION_REMOVED, about=correction, count=1)
    correction.delete()


def take_in(
    *, draft: Draft, by: Any, fingerprint: str, valid_rows: bool = False
) -> tuple[ImportResult, Batch | None]:
    """Bring the draft into the register, if it still does what its reader was shown.

    Read and checked before the transaction, so that others wait as shortly as possible. Raises
    PlanChanged, DraftClosed.
    """
    plan = plan_of(draft, by=by)
    if plan.fingerprint != fingerprint:
        raise PlanChanged
    ahead = look_ahead(plan, valid_rows=valid_rows)
    with transaction.atomic():
        locked = locked_draft(draft)
        if mending.beside_of(locked) != plan.files[0].source.beside:
            raise PlanChanged
        try:
            result = commit(plan, by=by, valid_rows=valid_rows, ahead=ahead)
        except PlanOutdated as error:
            raise PlanChanged from error
        if result.is_written:
            (locked.batch_id,) = result.batches
            locked.save(update_fields=["batch"])
            _carry_mends(locked)
        elif not result.rejected:
            close_without_batch(locked)
    return result, locked.batch


def _file_of(plan: Plan | None) -> FilePlan | None:
    """The one file of a draft's plan."""
    return plan.files[0] if plan else None


def _carry_mends(taken: Draft) -> None:
    """Take along what was typed over cells of the rows that still wait."""
    remainder = Remainder.objects.filter(batch=taken.batch).select_related("draft").first()
    if remainder:
        waiting = frozenset(map(tuple, remainder.rows))
        mending.carry_over(sources=[taken], to=remainder.draft, only=waiting)


def _own_school(user: Any) -> int | None:
    schools = scope_of(user).origin_school_ids
    return next(iter(schools)) if len(schools) == 1 else None


def _prepared(
    source: SourceFile,
    cohort: Cohort,
    district: District | None,
    sender: int | None,
    by: Any,
    overruled: Overruled = frozenset(),
) -> Plan:
    return prepare(
        [source],
        cohort=cohort,
        district=district,
        reach=reach_of(by),
        sender_id=sender,
        overruled=overruled,
    )


def _prepared_if_headed(source: SourceFile, *others: Any) -> Plan | None:
    """The plan; None where a header must be pointed at first, if there is anything like one."""
    try:
        return _prepared(source, *others)
    except HeaderNotFound:
        if not may_hold_a_list(read_workbook(source.content, source.name)):
            raise
        return None


def _remember(draft: Draft, decision: Decision, by: Any) -> None:
    is_school = decision.field == Correction.Field.SCHOOL
    Correction.objects.update_or_create(
        district=draft.district,
        sender_id=draft.school_id,
        field=decision.field,
        written_key=word_key(decision.written),
        defaults={
            "written": decision.written[:300],
            "school": decision.meaning if is_school else None,
            "commune": None if is_school else decision.meaning,
            "decided_at": timezone.now(),
            "decided_by": by,
        },
    )
