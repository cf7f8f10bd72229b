"""Putting cells right and leaving rows out, beside the file and not in it."""

from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from audit.actions import record_event
from imports import verbs
from imports.models import Draft, Mend, Omission, Remainder
from imports.read_files import Beside, FileRow, ReadFile
from imports.reading import RowKey
from imports.uploads import locked_draft

_SHOWN = 20


@dataclass(frozen=True)
class TypedCell:
    """What somebody typed over a cell of a row; `shown` is what the page said before."""

    row: RowKey
    field: str
    shown: str
    typed: str


@dataclass(frozen=True)
class Clash:
    """A cell that says something else than its page did: `stored` now, None where it is gone."""

    cell: TypedCell
    stored: str | None


class CellsChanged(Exception):
    """Somebody was faster, or the file is another one; nothing was written."""

    def __init__(self, clashes: Sequence[Clash]) -> None:
        super().__init__()
        self.clashes = clashes


def beside_of(draft: Draft) -> Beside:
    """Everything decided about the rows of a draft's file."""
    mends: dict[RowKey, dict[str, tuple[str, str]]] = {}
    for mend in draft.mends.all():
        cells = mends.setdefault((mend.sheet, mend.anchor), {})
        cells[mend.field] = (mend.written, mend.value)
    omissions = draft.omissions.values_list("sheet", "anchor")
    remainder = Remainder.objects.filter(draft=draft).first()
    rows = remainder and remainder.rows
    waiting = None if rows is None else frozenset(map(tuple, rows))
    return Beside(mends=mends, left_out=frozenset(omissions), waiting=waiting)


def text_in(row: FileRow, name: str, beside: Beside) -> str:
    """What the cell of a row says as it is read now: what was typed, or what the file says."""
    typed = beside.mends.get(row.key, {}).get(name)
    return typed[1] if typed else row.record.values.get(name, "")


def row_place(row: FileRow) -> str:
    """Where the row stands, in words."""
    return f"{row.record.sheet}, dòng {row.record.row}"


def is_mendable(row: FileRow, name: str) -> bool:
    """Whether the row has such a cell, or may be given one."""
    return name in row.record.columns or name in ("school", "class_name")


def save_rows(
    *,
    draft: Draft,
    by: Any,
    file: ReadFile,
    cells: Sequence[TypedCell],
    leave_out: Sequence[RowKey],
) -> tuple[int, int]:
    """Keep what was typed and which rows were ticked; returns how many cells and rows.

    `file` was read before, with what was decided until then. Raises CellsChanged, DraftClosed.
    """
    beside = file.source.beside
    rows = {row.key: row for row in [*file.rows, *file.left_out]}
    changed = [cell for cell in cells if cell.typed != cell.shown]
    _require_unchanged(changed, rows, beside)
    news = [c for c in changed if text_in(rows[c.row], c.field, beside) != c.typed]
    ticked = [rows[key] for key in leave_out if key in rows and key not in beside.left_out]
    with transaction.atomic():
        held = locked_draft(draft)
        if beside_of(held).mends != beside.mends:
            raise CellsChanged([])
        if news:
            _mend(held, [(rows[c.row], c) for c in news], beside, by)
        if ticked:
            _leave_out(held, ticked, by)
    return len(news), len(ticked)


@transaction.atomic
def leave_rows_out(*, draft: Draft, by: Any, rows: Sequence[FileRow]) -> None:
    """Leave these rows out of the import. Raises DraftClosed."""
    if rows:
        _leave_out(locked_draft(draft), rows, by)


@transaction.atomic
def take_mend_back(*, mend: Mend, by: Any) -> None:
    """The cell says again what the file says. Raises DraftClosed."""
    draft = locked_draft(mend.draft)
    mend.delete()
    record_event(
        by=by,
        verb=verbs.MEND_TAKEN_BACK,
        about=draft,
        count=1,
        reason=str(mend),
        before={mend.field: mend.value},
        after={mend.field: mend.written},
    )


@transaction.atomic
def take_rows_back(*, draft: Draft, by: Any, omissions: Sequence[Omission]) -> int:
    """Rows left out belong to the import again. Raises DraftClosed."""
    held = locked_draft(draft)
    if omissions:
        keys = [omission.pk for omission in omissions]
        Omission.objects.filter(draft=held, pk__in=keys).delete()
        record_event(
            by=by,
            verb=verbs.ROWS_TAKEN_BACK,
            about=held,
            count=len(omissions),
            reason=_listed(map(str, omissions)),
        )
    return len(omissions)


def carry_over(*, sources: Sequence[Draft], to: Draft, only: Set[RowKey] | None = None) -> bool:
    """Let what was decided about cells and rows in drafts of the same content hold in another, the
    later of two decisions; returns whether there was anything.

    `only`: rows whose cells are meant, no rows left out; None: everything. Only within a
    transaction that holds the draft.
    """
    mends = {(m.sheet, m.anchor, m.field): m for each in sources for m in each.mends.all()}
    omissions = {(o.sheet, o.anchor): o for each in sources for o in each.omissions.all()}
    if only is not None:
        mends = {place: mend for place, mend in mends.items() if place[:2] in only}
        omissions = {}
    for decided in (*mends.values(), *omissions.values()):
        decided.pk, decided.draft = None, to
    Mend.objects.bulk_create(mends.values())
    Omission.objects.bulk_create(omissions.values())
    return bool(mends or omissions)


def earlier_drafts(sha256: str, *, among: QuerySet[Draft]) -> list[Draft]:
    """The draft by which the very same content came in last, and what became of its rest."""
    draft = among.filter(sha256=sha256, batch__isnull=False).order_by("uploaded_at").last()
    found: list[Draft] = []
    while draft:
        found.append(draft)
        draft = _rest_of(draft)
    return found


def _rest_of(draft: Draft) -> Draft | None:
    """The draft in which rows of a draft that was taken in wait, or waited."""
    if draft.batch_id is None:
        return None
    rests = Remainder.objects.filter(batch=draft.batch_id, rows__isnull=False)
    found = rests.select_related("draft").first()
    return found and found.draft


def refit(*, draft: Draft, read: Callable[[], ReadFile | None]) -> int:
    """Drop what was decided about cells and rows once columns mean something else; how many.

    `read` reads the draft's file as it is, without anything decided beside it; None where nobody
    knows its header. Raises what `read` raises, DraftClosed.
    """
    if not (draft.mends.exists() or draft.omissions.exists()):
        return 0
    file = read()
    with transaction.atomic():
        return drop_unfitting(draft=locked_draft(draft), file=file)


def drop_unfitting(*, draft: Draft, file: ReadFile | None) -> int:
    """Forget what was decided about rows and cells that the file does not hold as they were.

    `file` is as `refit` reads it. Returns how many decisions were dropped. Only within a
    transaction that holds the draft.
    """
    rows = {row.key: row for row in file.rows} if file else {}
    mends = [m.pk for m in draft.mends.all() if not _fits(rows, m, m.field, m.written)]
    omissions = [o.pk for o in draft.omissions.all() if not _fits(rows, o, "full_name", o.name)]
    draft.mends.filter(pk__in=mends).delete()
    draft.omissions.filter(pk__in=omissions).delete()
    return len(mends) + len(omissions)


def _fits(rows: dict[RowKey, FileRow], decided: Mend | Omission, name: str, written: str) -> bool:
    row = rows.get((decided.sheet, decided.anchor))
    return row is not None and row.record.values.get(name, "") == written


def _require_unchanged(
    cells: Iterable[TypedCell], rows: dict[RowKey, FileRow], beside: Beside
) -> None:
    clashes = []
    for cell in cells:
        row = rows.get(cell.row)
        if row is None or not is_mendable(row, cell.field):
            clashes.append(Clash(cell, None))
            continue
        stored = text_in(row, cell.field, beside)
        if stored not in (cell.shown, cell.typed):
            clashes.append(Clash(cell, stored))
    if clashes:
        raise CellsChanged(clashes)


def _mend(
    draft: Draft, cells: Sequence[tuple[FileRow, TypedCell]], beside: Beside, by: Any
) -> None:
    before, after = {}, {}
    for row, cell in cells:
        known = beside.mends.get(row.key, {}).get(cell.field)
        written = known[0] if known else row.record.values.get(cell.field, "")
        sheet, anchor = row.key
        place = {"sheet": sheet, "anchor": anchor, "field": cell.field}
        if cell.typed == written:
            draft.mends.filter(**place).delete()
        else:
            draft.mends.update_or_create(
                **place,
                defaults={
                    "row_number": row.record.row,
                    "written": written,
                    "value": cell.typed,
                    "mended_at": timezone.now(),
                    "mended_by": by,
                },
            )
        label = f"{row.record.sheet}, {row.record.address(cell.field) or f'dòng {row.record.row}'}"
        before[f"{label}, {cell.field}"] = known[1] if known else written
        after[f"{label}, {cell.field}"] = cell.typed
    record_event(
        by=by,
        verb=verbs.CELLS_MENDED,
        about=draft,
        count=len(cells),
        reason=_listed(row_place(row) for row, _ in cells),
        before=before,
        after=after,
    )


def _leave_out(draft: Draft, rows: Sequence[FileRow], by: Any) -> None:
    now = timezone.now()
    Omission.objects.bulk_create(
        [
            Omission(
                draft=draft,
                sheet=row.key[0],
                anchor=row.key[1],
                row_number=row.record.row,
                name=row.record.values.get("full_name", ""),
                left_out_at=now,
                left_out_by=by,
            )
            for row in rows
        ],
        ignore_conflicts=True,
    )
    record_event(
        by=by,
        verb=verbs.ROWS_LEFT_OUT,
        about=draft,
        count=len(rows),
        reason=_listed(map(row_place, rows)),
    )


def _listed(places: Iterable[str]) -> str:
    """The first few places, each once."""
    found = list(dict.fromkeys(places))
    return "; ".join(found[:_SHOWN]) + (" …" if len(found) > _SHOWN else "")
