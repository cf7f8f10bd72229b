"""Taking a class's workbook back: what it said is withdrawn, what was said before is said again.

Nothing is deleted. A child of whom somebody has said otherwise since keeps what was said.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from audit.actions import record_event
from domain.formats import count
from imports.models import Batch, BatchKind, Row
from imports.undoing import UndoRefused, UndoResult, hold_batch
from imports.verbs import IMPORT_UNDONE
from students.actions import record_statements, recounting, supersede_statements
from students.bulk import chunks
from students.models import Destination, Graduate

_AS_THEY_WERE = (
    "graduate_id",
    "programme",
    "school_id",
    "place_text",
    "place",
    "stage",
    "source",
    "evidence",
    "evidence_note",
    "stated_on",
    "started_on",
    "ended_on",
    "reason",
    "batch_id",
)


class NoSurvey(UndoRefused):
    """The batch is no workbook of a class."""


@dataclass(frozen=True)
class SurveyUndo(UndoResult):
    """`withdrawn` answers are gone, `restored` ones are again what they were before."""

    @property
    def sentence(self) -> str:
        """What undoing did."""
        kept = (
            f" Giữ nguyên {count(self.kept)} học sinh đã có người ghi lại về sau."
            if self.kept
            else ""
        )
        return (
            f"Đã hoàn tác: rút thông tin của {count(self.withdrawn)} học sinh, trả lại thông tin "
            f"trước đó của {count(self.restored)} học sinh.{kept}"
        )


@recounting()
def undo_survey(
    *, batch: Batch, by: Any | None, reason: str = "", but_those: bool = False
) -> SurveyUndo:
    """Take back what the workbook brought, but of those of whom something was said since.

    `but_those` changes nothing: they are always kept. Raises NoSurvey, AlreadyUndone, CohortClosed.
    """
    if batch.kind != BatchKind.SURVEY:
        raise NoSurvey(f"“{batch}” không phải lần nhập phiếu khảo sát.")
    batch = hold_batch(batch)
    rows = list(batch.rows.brought().filter(graduate_id__isnull=False).order_by("pk"))
    _hold([row.graduate_id for row in rows])
    standing = _standing(batch)
    taken = [row for row in rows if len(standing[row.graduate_id]) == len(_keys(row.after))]
    back = _as_before(taken, by=by)
    statements = [each for row in taken for each in standing[row.graduate_id]]
    supersede_statements(destinations=statements, by=by, reason="", event=False)
    record_statements(back)
    restored = sum(bool(_keys(row.before)) for row in taken)
    result = SurveyUndo(len(taken) - restored, restored, len(rows) - len(taken))
    _close(batch, taken, result, by=by)
    record_event(
        by=by,
        verb=IMPORT_UNDONE,
        about=batch,
        count=len(taken),
        reason=f"{result.sentence} {reason}".strip(),
        before={"statements": [each.pk for each in statements]},
        after={"statements": [each.pk for each in back]},
    )
    return result


def said_since(batch: Batch) -> int:
    """Of how many children of the batch somebody has said otherwise since."""
    standing = _standing(batch)
    rows = batch.rows.brought().filter(graduate_id__isnull=False)
    return sum(len(standing[row.graduate_id]) != len(_keys(row.after)) for row in rows)


def _keys(kept: dict[str, Any] | None) -> list[int]:
    return (kept or {}).get("statements", [])


def _hold(graduates: Sequence[int]) -> None:
    """Locked in the order of keys, so that nobody records anything of them meanwhile."""
    for part in chunks(sorted(graduates)):
        list(Graduate.objects.select_for_update().filter(pk__in=part).order_by("pk").values("pk"))


def _standing(batch: Batch) -> dict[int, list[Destination]]:
    """What the batch said and still counts; also what undoing a later file said anew."""
    standing: dict[int, list[Destination]] = defaultdict(list)
    for statement in Destination.objects.current().filter(batch_id=batch.pk):
        standing[statement.graduate_id].append(statement)
    return standing


def _as_before(rows: Sequence[Row], *, by: Any | None) -> list[Destination]:
    """The statements that the batch took the place of, to be said again as they were."""
    found: list[Destination] = []
    for part in chunks(sorted(key for row in rows for key in _keys(row.before))):
        found += Destination.objects.filter(pk__in=part).order_by("pk")
    now = timezone.now()
    return [
        Destination(
            recorded_at=now,
            recorded_by=by,
            **{name: getattr(statement, name) for name in _AS_THEY_WERE},
        )
        for statement in found
    ]


def _close(batch: Batch, taken: Sequence[Row], result: SurveyUndo, *, by: Any | None) -> None:
    now = timezone.now()
    kept_as_read = batch.rows.exclude(state__in=(Row.State.CREATED, Row.State.UPDATED))
    kept_as_read.update(withdrawn_at=now)
    for part in chunks(row.pk for row in taken):
        Row.objects.filter(pk__in=part).update(withdrawn_at=now)
    batch.withdrawn_at, batch.withdrawn_by = now, by
    batch.counts |= {
        "withdrawn": result.withdrawn,
        "restored": result.restored,
        "kept": result.kept,
    }
    batch.save(update_fields=["withdrawn_at", "withdrawn_by", "counts"])
