"""A class's workbook on its way in: uploaded, checked, recorded. Only the last changes anything."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from audit.actions import record_event
from districts.authority import scope_of
from domain.formats import count
from imports import verbs
from imports.graduates import SourceFile
from imports.models import Batch, BatchKind, Draft, Row
from imports.reading import UnreadableFile
from imports.survey.plan import (
    REFUSED,
    PlannedRow,
    State,
    SurveyPlan,
    day_of,
    plan_of,
    said_of_plan,
)
from imports.uploads import (
    PlanChanged,
    close_without_batch,
    exchange_file,
    keep_once,
    locked_draft,
    source_of,
)
from students.actions import hold_cohort, recounting
from students.bulk import Same, insert_columns
from students.models import Cohort, Destination
from students.survey.actions import Given, Written, record_answers

NOBODY_OWN = (
    "Tệp “{}”: không dòng nào là học sinh năm {} của đơn vị; kiểm tra lại năm tốt nghiệp, hoặc tải "
    "lại phiếu của lớp."
)


@dataclass(frozen=True)
class ReceivedSheet:
    """A file that was kept, and what recording it would do."""

    draft: Draft
    plan: SurveyPlan
    is_known: bool = False


def start_draft(*, by: Any, cohort: Cohort, stated_on: date, source: SourceFile) -> ReceivedSheet:
    """Keep an uploaded workbook for checking; it is read before anything is written.

    Raises UnreadableFile for another file, and for one with nobody of the sender's; nothing is kept
    of it then.
    """
    plan = _own_plan(source, cohort, by)
    draft = Draft(
        kind=BatchKind.SURVEY, cohort=cohort, options={"stated_on": stated_on.isoformat()}
    )
    _set_unit(draft, plan, by)
    kept, is_known = keep_once(draft, source, by=by, among=Draft.objects.visible_to(by))
    if is_known and kept.options != draft.options:
        kept.options = draft.options
        kept.save(update_fields=["options"])
    return ReceivedSheet(kept, plan, is_known)


def replace_file(*, draft: Draft, by: Any, source: SourceFile) -> None:
    """Go on with a mended file. Raises UnreadableFile, DraftClosed."""
    _set_unit(draft, _own_plan(source, draft.cohort, by), by)
    exchange_file(draft, source)


def plan_of_draft(draft: Draft, *, by: Any) -> SurveyPlan:
    """What recording the draft would do, against the register as it is now."""
    return plan_of(source_of(draft), cohort=draft.cohort, by=by)


def take_in(
    *, draft: Draft, by: Any, fingerprint: str, chosen: Collection[int] = ()
) -> Batch | None:
    """Record the rows that are right, and of those in conflict the chosen (keys of graduates).

    None where there was nothing to record. Raises PlanChanged, DraftClosed; then nothing is
    written.
    """
    source = source_of(draft)
    plan = plan_of(source, cohort=draft.cohort, by=by)
    if plan.fingerprint != fingerprint:
        raise PlanChanged
    accepted = plan.accepted(chosen)
    with recounting():
        locked = locked_draft(draft)
        hold_cohort(draft.cohort)
        if not Cohort.objects.filter(pk=draft.cohort_id, is_open=True).exists():
            raise PlanChanged
        if not accepted:
            close_without_batch(locked)
            return None
        locked.batch = _store(locked, source, plan, accepted, by=by)
        locked.save(update_fields=["batch"])
    return locked.batch


@dataclass(frozen=True)
class TakenIn:
    """What became of one of several files; `batch` is None where it brought nothing."""

    source: SourceFile
    plan: SurveyPlan
    recorded: int
    batch: Batch | None

    @property
    def sentence(self) -> str:
        """How many rows did what."""
        return said_of_plan(self.plan)


def take_in_files(
    sources: Sequence[SourceFile],
    *,
    cohort: Cohort,
    stated_on: date,
    by: Any,
    dry_run: bool = False,
) -> list[TakenIn]:
    """Record several workbooks at once, or none of them; rows in conflict are left alone.

    Each is compared with what those before it brought. Raises UnreadableFile.
    """
    taken = []
    with recounting():
        hold_cohort(cohort)
        for source in sources:
            plan = _own_plan(source, cohort, by)
            accepted = plan.accepted(())
            draft = Draft(cohort=cohort, options={"stated_on": stated_on.isoformat()})
            _set_unit(draft, plan, by)
            batch = None
            if accepted and not dry_run:
                batch = _store(draft, source, plan, accepted, by=by)
            taken.append(TakenIn(source, plan, len(accepted), batch))
    return taken


def _own_plan(source: SourceFile, cohort: Cohort, by: Any) -> SurveyPlan:
    plan = plan_of(source, cohort=cohort, by=by)
    if not any(row.graduate for row in plan.rows):
        raise UnreadableFile(NOBODY_OWN.format(source.name, cohort.year))
    return plan


def _set_unit(draft: Draft, plan: SurveyPlan, by: Any) -> None:
    """Whose file it is: of the one school, else of the one district, of the children in it.

    Of several schools of one clerk's it is the first: a file of no school is an office's alone.
    """
    schools = {row.graduate.school_id: row.graduate.school for row in plan.rows if row.graduate}
    districts = {school.district_id for school in schools.values()}
    own = [schools[pk] for pk in sorted(schools.keys() & scope_of(by).origin_school_ids)]
    chosen = list(schools.values()) if len(schools) == 1 else own
    draft.school = chosen[0] if chosen else None
    draft.district_id = districts.pop() if len(districts) == 1 else None


def _store(
    draft: Draft, source: SourceFile, plan: SurveyPlan, accepted: Sequence[PlannedRow], *, by: Any
) -> Batch:
    refused = len(plan.rows) - len(accepted) - len(plan.of(State.SAME, State.BLANK))
    batch = Batch(
        kind=BatchKind.SURVEY,
        cohort=draft.cohort,
        district_id=draft.district_id,
        school_id=draft.school_id,
        file_name=source.name[-255:],
        sha256=source.sha256,
        imported_at=timezone.now(),
        imported_by=by,
        counts={
            "rows": len(plan.rows),
            "created": sum(not row.own for row in accepted),
            "updated": sum(bool(row.own) for row in accepted),
            "rejected": refused,
        },
    )
    name = f"{batch.pk}-{source.name}"[-100:]
    batch.file.save(name, ContentFile(source.content), save=False)
    batch.save()
    _record(batch, draft, accepted, by=by)
    _store_rows(batch, plan, accepted)
    numbers = batch.counts
    record_event(
        by=by,
        verb=verbs.SURVEY_IMPORTED,
        about=batch,
        count=len(accepted),
        reason=f"Ghi mới {count(numbers['created'])}, thay {count(numbers['updated'])}, để lại "
        f"{count(numbers['rejected'])} dòng.",
        after={"graduates": sorted(row.graduate.pk for row in accepted if row.graduate)},
    )
    return batch


def _record(batch: Batch, draft: Draft, accepted: Sequence[PlannedRow], *, by: Any) -> None:
    given = [Given(row.graduate, row.version, row.answer) for row in accepted if row.graduate]
    written = record_answers(given=given, by=by, stated_on=day_of(draft.options), batch_id=batch.pk)
    if set(written.values()) != {Written.SAVED}:
        raise PlanChanged


def _store_rows(batch: Batch, plan: SurveyPlan, accepted: Sequence[PlannedRow]) -> None:
    """Undo needs of each child the statements that came and those they took the place of."""
    taken = {id(row) for row in accepted}
    after: dict[int, list[int]] = {}
    for pk, graduate in Destination.objects.filter(batch_id=batch.pk).values_list("pk", "graduate"):
        after.setdefault(graduate, []).append(pk)
    rows = plan.rows
    keys = [row.graduate.pk if row.graduate and id(row) in taken else None for row in rows]
    insert_columns(
        Row,
        {
            "batch_id": Same(batch.pk),
            "sheet": [row.row.sheet[:100] for row in rows],
            "row_number": [row.row.row for row in rows],
            "state": [_state(row, id(row) in taken) for row in rows],
            "written": [{"full_name": row.row.name, **vars(row.row.typed)} for row in rows],
            "issues": [[[i.level, i.code, i.cell, i.message] for i in r.issues] for r in rows],
            "graduate_id": keys,
            "before": [
                {"statements": [each.pk for each in row.own]} if key else None
                for row, key in zip(rows, keys, strict=True)
            ],
            "after": [{"statements": after[key]} if key else None for key in keys],
        },
    )


def _state(row: PlannedRow, is_taken: bool) -> str:
    if is_taken:
        return Row.State.UPDATED if row.own else Row.State.CREATED
    if row.state in REFUSED:
        return Row.State.REJECTED
    return Row.State.LEFT_OUT if row.state is State.CONFLICT else Row.State.UNCHANGED
