"""Writing a checked plan: one transaction, one audit event, nothing half-done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile
from django.utils import timezone

from audit.actions import record_event
from imports import verbs
from imports.graduates.hand_edits import edits_version
from imports.graduates.known import digest_of
from imports.graduates.plan import FilePlan, Plan
from imports.graduates.remainder import Waiting, keep_waiting, waiting_of
from imports.graduates.rows import GraduateRow
from imports.models import Batch, BatchKind, Row
from imports.read_files import decided_text
from imports.reading import Issue
from students.actions import (
    GraduateChange,
    hold_cohort,
    record_statements,
    recounting,
    register_graduates,
)
from students.bulk import Same, chunks, insert_columns
from students.following import Followed, RegisterChange, follow, foresee
from students.models import Graduate


class PlanOutdated(Exception):
    """A graduate of the plan was taken out of the register, or somebody corrected a graduate by
    hand, after the plan was made; nothing was written.
    """


@dataclass(frozen=True)
class ImportResult:
    """Counts of rows, every issue with its file, the batches that were written, and what each left
    waiting to be mended.
    """

    rows: int
    created: int
    updated: int
    unchanged: int
    rejected: int
    issues: list[tuple[str, Issue]] = field(default_factory=list)
    is_written: bool = False
    batches: tuple[UUID, ...] = ()
    waiting: list[Waiting] = field(default_factory=list)

    @property
    def changes_nothing(self) -> bool:
        return not (self.created or self.updated)


def commit(
    plan: Plan,
    *,
    by: Any | None,
    valid_rows: bool = False,
    dry_run: bool = False,
    ahead: Sequence[Any] | None = None,
) -> ImportResult:
    """Bring the plan into the register.

    One bad row refuses everything unless `valid_rows`; then the good rows are taken and the others
    wait in a draft to be mended. A plan that changes nothing writes nothing. What follows from it
    is found out before the transaction, here or by `look_ahead`. Raises PlanOutdated.
    """
    refused = _is_refused(plan, valid_rows)
    result = ImportResult(
        rows=len(plan.rows),
        created=0 if refused else len(plan.new),
        updated=0 if refused else len(plan.changed),
        unchanged=len(plan.unchanged),
        rejected=len(plan.rejected),
        issues=plan.issues,
        is_written=not (refused or dry_run) and bool(plan.new or plan.changed),
    )
    if result.is_written:
        batches = _write(plan, ahead=ahead or foresee(_change(plan)), by=by)
        result = replace(result, batches=batches, waiting=waiting_of(batches))
    return result


def look_ahead(plan: Plan, *, valid_rows: bool) -> list[Any] | None:
    """What will follow from the plan, for those who commit inside a transaction of their own; None
    where nothing will be written.
    """
    if _is_refused(plan, valid_rows) or not (plan.new or plan.changed):
        return None
    return foresee(_change(plan))


def _is_refused(plan: Plan, valid_rows: bool) -> bool:
    return bool(plan.rejected) and not valid_rows


def _change(plan: Plan) -> RegisterChange:
    accepted = [row for file in plan.files for row in file.rows if not row.is_rejected]
    return RegisterChange(
        plan.cohort,
        new=[row.values for row in accepted if row.graduate is None],
        changed={row.graduate.pk: row.changes for row in accepted if row.graduate and row.changes},
    )


@recounting()
def _write(plan: Plan, *, ahead: Sequence[Any], by: Any | None) -> tuple[UUID, ...]:
    since = hold_cohort(plan.cohort)
    _require_members(plan)
    if edits_version(plan.cohort) != plan.edits_version:
        raise PlanOutdated
    created: list[int] = []
    batches = [_write_file(file, plan, created, by=by) for file in plan.files]
    for file, batch in zip(plan.files, batches, strict=True):
        keep_waiting(file, batch, plan, by=by)
    follow(Followed(_change(plan), since, created), ahead, by=by)
    return tuple(batch.pk for batch in batches if batch)


def _require_members(plan: Plan) -> None:
    """A list must not be tied to children whose own import was undone after it was read."""
    keys = [row.graduate.pk for row in plan.rows if row.graduate is not None]
    for part in chunks(keys):
        if Graduate.objects.filter(pk__in=part, withdrawn_at__isnull=False).exists():
            raise PlanOutdated


def _write_file(
    file: FilePlan, plan: Plan, all_created: list[int], *, by: Any | None
) -> Batch | None:
    accepted = [row for row in file.rows if not row.is_rejected]
    new = [row for row in accepted if row.graduate is None]
    changed = [row for row in accepted if row.graduate is not None and row.is_changing]
    if not (new or changed):
        return None
    batch = _batch(file, plan, by=by, created=len(new), updated=len(changed))
    known = Graduate.objects.in_bulk([row.graduate.pk for row in changed])
    before = {
        id(row): {name: getattr(known[row.graduate.pk], name) for name in row.changes}
        for row in changed
    }
    keys = register_graduates(
        new=[{"cohort_id": plan.cohort.pk, **row.values} for row in new],
        changes=[
            GraduateChange(known[row.graduate.pk], row.changes) for row in changed if row.changes
        ],
        by=by,
        batch_id=batch.pk,
    )
    all_created += keys
    created = {id(row): key for row, key in zip(new, keys, strict=True)}
    _record_statements(batch, accepted, created=created, by=by)
    _store_rows(batch, file, created=created, before=before)
    record_event(
        by=by,
        verb=verbs.GRADUATES_IMPORTED,
        about=batch,
        count=len(new) + len(changed),
        reason=_reason(batch.counts),
    )
    return batch


def _reason(counts: Mapping[str, int]) -> str:
    brought = f"Thêm {counts['created']}, thay đổi {counts['updated']}."
    return f"{brought} {decided_text(counts)}".strip()


def _record_statements(
    batch: Batch, rows: list[GraduateRow], *, created: Mapping[int, int], by: Any | None
) -> None:
    """What the list says of where its children are."""
    speaking = [row for row in rows if row.statement]
    keys = [row.graduate.pk if row.graduate else created[id(row)] for row in speaking]
    if speaking:
        record_statements(
            [
                row.statement.of(key, by=by, batch_id=batch.pk)
                for row, key in zip(speaking, keys, strict=True)
            ]
        )


def _batch(file: FilePlan, plan: Plan, *, by: Any | None, created: int, updated: int) -> Batch:
    batch = Batch(
        kind=BatchKind.GRADUATES,
        cohort=plan.cohort,
        district=file.district,
        school_id=_only_school(file.rows),
        file_name=file.source.name,
        sha256=file.source.sha256,
        imported_at=timezone.now(),
        imported_by=by,
        counts={
            "rows": len(file.rows) + len(file.left_out),
            "created": created,
            "updated": updated,
            "rejected": sum(row.is_rejected for row in file.rows),
            **_beside_counts(file),
            **_number_of_statements(file.rows),
        },
    )
    batch.file.save(
        f"{batch.pk}-{file.source.name}"[-100:], ContentFile(file.source.content), save=False
    )
    batch.save()
    return batch


def _beside_counts(file: FilePlan) -> dict[str, int]:
    """What was decided beside the file, where anything was."""
    mends = file.source.beside.mends
    taken = [mends[row.key] for row in file.rows if row.key in mends] if mends else []
    numbers = {"left_out": len(file.left_out), "mended": sum(map(len, taken))}
    return {name: number for name, number in numbers.items() if number}


def _number_of_statements(rows: list[GraduateRow]) -> dict[str, int]:
    number = sum(not row.is_rejected and row.statement is not None for row in rows)
    return {"statements": number} if number else {}


def _only_school(rows: list[GraduateRow]) -> int | None:
    """The THCS a list comes from, where all its rows are of one."""
    schools = {row.values["school_id"] for row in rows if not row.is_rejected}
    return schools.pop() if len(schools) == 1 else None


def _store_rows(
    batch: Batch,
    file: FilePlan,
    *,
    created: Mapping[int, int],
    before: Mapping[int, dict[str, Any]],
) -> None:
    rows = [*file.rows, *file.left_out]
    left_out = {id(row) for row in file.left_out}
    mends = file.source.beside.mends
    insert_columns(
        Row,
        {
            "batch_id": Same(batch.pk),
            "sheet": [row.sheet[:100] for row in rows],
            "row_number": [row.row for row in rows],
            "state": [Row.State.LEFT_OUT if id(row) in left_out else _state(row) for row in rows],
            "mended": [mends.get(row.key) for row in rows] if mends else Same(None),
            "written": [{**row.record.values, **row.record.extra} for row in rows],
            "issues": [[[i.level, i.code, i.cell, i.message] for i in r.issues] for r in rows],
            "graduate_id": [
                row.graduate.pk if row.graduate else created.get(id(row)) for row in rows
            ],
            "before": [before.get(id(row)) for row in rows],
            "after": [row.changes if id(row) in before else None for row in rows],
            "digest": [digest_of(row.values) if id(row) in created else "" for row in rows],
        },
    )


def _state(row: GraduateRow) -> str:
    if row.is_rejected:
        return Row.State.REJECTED
    if row.graduate is None:
        return Row.State.CREATED
    return Row.State.UPDATED if row.is_changing else Row.State.UNCHANGED
