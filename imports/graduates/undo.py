"""Taking a whole import back: new graduates leave the register, changed ones get their values back.

Nothing is deleted. What rosters say follows, because the cohort is linked anew; what people built
on the import since stands in the way, and they are asked.
"""

from collections.abc import Sequence, Set
from typing import Any

from django.utils import timezone

from audit.actions import record_event
from domain.formats import count
from domain.names import name_key, sort_key
from imports import verbs
from imports.graduates.known import DERIVED_KEYS
from imports.graduates.obstacles import (
    Brought,
    Since,
    keys_of,
    obstacles,
    obstacles_among,
)
from imports.models import Batch, BatchKind, Draft
from imports.undoing import (
    AlreadyUndone,
    BuiltUpon,
    CohortClosed,
    Obstacle,
    UndoRefused,
    UndoResult,
    hold_batch,
)
from students.actions import (
    GraduateChange,
    recounting,
    register_graduates,
    supersede_statements,
    withdraw_graduates,
)
from students.bulk import chunks
from students.following import Followed, RegisterChange, follow, foresee
from students.models import Destination, Graduate

__all__ = [
    "AlreadyUndone",
    "BuiltUpon",
    "CohortClosed",
    "NotGraduates",
    "Obstacle",
    "UndoRefused",
    "UndoResult",
    "obstacles",
    "undo_import",
]


class NotGraduates(UndoRefused):
    """The batch is no list of graduates."""


def undo_import(
    *, batch: Batch, by: Any | None, reason: str = "", but_those: bool = False
) -> UndoResult:
    """Take back what the batch brought, all of it or, with `but_those`, all but the graduates on
    whom something has been built since.

    What follows from it is found out before the transaction. Raises NotGraduates, CohortClosed,
    AlreadyUndone, or BuiltUpon with the obstacles.
    """
    _require_graduates(batch)
    ahead = None
    if batch.withdrawn_at is None:
        found, rows = _found(batch)
        if rows and (but_those or not found):
            ahead = foresee(_change(batch, rows))
    return _undo(batch=batch, by=by, reason=reason, but_those=but_those, ahead=ahead)


@recounting()
def _undo(
    *, batch: Batch, by: Any | None, reason: str, but_those: bool, ahead: Sequence[Any] | None
) -> UndoResult:
    batch = _held(batch)
    since = batch.cohort.register_version
    found, rows = _found(batch)
    kept = keys_of(found)
    if found and not (but_those and rows):
        raise BuiltUpon(_built_upon_sentence(len(found), is_all=not rows), found)
    withdrawn = withdraw_graduates(
        graduates=[row.graduate for row in rows if row.is_new], by=by, batch_id=batch.pk
    )
    restored = _restore([row for row in rows if not row.is_new], batch, by=by)
    _take_statements_back(batch, kept, by=by)
    result = UndoResult(len(withdrawn), restored, len(kept), found)
    follow(Followed(_change(batch, rows), since), ahead, by=by)
    _close(batch, result, kept=kept, by=by)
    record_event(
        by=by,
        verb=verbs.IMPORT_UNDONE,
        about=batch,
        count=result.withdrawn + result.restored,
        reason=_told(result, reason),
    )
    return result


def _found(batch: Batch) -> tuple[list[Obstacle], list[Brought]]:
    """What stands in the way, and the rows of the graduates on whom nothing has been built."""
    since = Since(batch)
    found = obstacles_among(since)
    kept = keys_of(found)
    return found, [row for row in since.rows if row.graduate not in kept]


def _change(batch: Batch, rows: Sequence[Brought]) -> RegisterChange:
    return RegisterChange(
        batch.cohort,
        changed={
            row.graduate: _values_before(row) for row in rows if row.before and not row.is_new
        },
        withdrawn=frozenset(row.graduate for row in rows if row.is_new),
    )


def _require_graduates(batch: Batch) -> None:
    if batch.kind != BatchKind.GRADUATES:
        raise NotGraduates(
            f"“{batch}” không phải lần nhập danh sách tốt nghiệp nên không hoàn tác ở đây được."
        )


def _held(batch: Batch) -> Batch:
    """The batch as it stands now, with its graduates locked: nothing is built on them until the
    transaction ends (PostgreSQL; on SQLite the transaction holds the only write lock already).
    """
    batch = hold_batch(batch)
    graduates = batch.rows.brought().values_list("graduate_id", flat=True)
    for part in chunks(sorted(filter(None, graduates))):
        locked = Graduate.objects.select_for_update().filter(pk__in=part).order_by("pk")
        list(locked.values_list("pk"))
    return batch


def _restore(rows: Sequence[Brought], batch: Batch, *, by: Any | None) -> int:
    """Give changed graduates the values back that the batch replaced; returns how many graduates
    it had changed, those it only said something of among them.
    """
    changed = [row for row in rows if row.before]
    graduates = Graduate.objects.in_bulk([row.graduate for row in changed])
    changes = [GraduateChange(graduates[row.graduate], _values_before(row)) for row in changed]
    register_graduates(new=[], changes=changes, by=by, batch_id=batch.pk)
    return len(rows)


def _take_statements_back(batch: Batch, kept: Set[int], *, by: Any | None) -> None:
    """What the list said of where its children are, unless somebody corrected it since."""
    said = Destination.objects.current().filter(batch_id=batch.pk)
    taken = [statement for statement in said if statement.graduate_id not in kept]
    supersede_statements(destinations=taken, by=by, reason="", event=False)


def _values_before(row: Brought) -> dict[str, Any]:
    values = {name: value for name, value in row.before.items() if name not in DERIVED_KEYS}
    if "full_name" in values:
        # By the rules of today, not those of the day of the import.
        full_name = values["full_name"]
        values |= {"name_key": name_key(full_name), "sort_key": sort_key(full_name)}
    return values


def _close(batch: Batch, result: UndoResult, *, kept: Set[int], by: Any | None) -> None:
    """Close the batch and its rows; rows of graduates that were kept stay in force."""
    now = timezone.now()
    batch.rows.update(withdrawn_at=now)
    for part in chunks(sorted(kept)):
        batch.rows.brought().filter(graduate_id__in=part).update(withdrawn_at=None)
    batch.withdrawn_at = now
    batch.withdrawn_by = by
    batch.counts |= {
        "withdrawn": result.withdrawn,
        "restored": result.restored,
        "kept": result.kept,
    }
    batch.save(update_fields=["withdrawn_at", "withdrawn_by", "counts"])
    # Its other rows wait no longer by themselves: the file comes again whole, mends and all.
    Draft.objects.waiting().filter(remainder__batch=batch).update(discarded_at=now)


def _built_upon_sentence(number: int, *, is_all: bool) -> str:
    if is_all:
        return (
            "Học sinh nào của lần nhập này cũng có lý do chưa hoàn tác được, "
            "nên không có gì để hoàn tác; xem từng học sinh."
        )
    return (
        f"Có {count(number)} học sinh của lần nhập này đã có thông tin ghi hoặc sửa về sau, "
        "nên chưa hoàn tác gì; xem từng học sinh, hoặc chọn hoàn tác trừ các học sinh đó."
    )


def _told(result: UndoResult, reason: str) -> str:
    text = f"Rút {result.withdrawn}, khôi phục {result.restored}, giữ lại {result.kept}."
    return f"{text} {reason}".strip()
