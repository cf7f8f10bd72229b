"""What the pages of every kind of import show: findings by cause, how a sheet was understood, whose
file it is.
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from domain.formats import count
from imports.causes import Cause
from imports.forms import DecisionForm
from imports.kinds import kinds, kinds_open_to
from imports.models import Batch, Correction, Draft, Remainder
from imports.reading import Level, Table
from imports.reading.column import Column

SHOWN_SAMPLES = 3
_DECIDED = {"mended": "Ô đã sửa trên trang", "left_out": "Dòng bỏ qua"}
_LEVELS = {
    Level.ERROR: ("Lỗi", "not-met", "✗"),
    Level.WARNING: ("Lưu ý", "undecided", "!"),
    Level.NOTICE: ("Cho biết", "studying", "✓"),
}


def cause_lines(
    causes: Iterable[Cause], form: DecisionForm, *, rows_url: str = "", keys: Set[str] = frozenset()
) -> list[dict[str, Any]]:
    """Findings by cause, each with the choice that would settle it where there is one.

    `keys` are of causes whose rows can be mended one by one, at `rows_url`.
    """
    lines = []
    for cause in causes:
        word, css, symbol = _LEVELS[cause.level]
        lines.append(
            {
                "word": word,
                "css": css,
                "symbol": symbol,
                "message": cause.message,
                "number": count(cause.number),
                "places": cause.places_text,
                "field": form[cause.key] if cause.key in form.fields else None,
                "rows_url": f"{rows_url}?cause={cause.key}" if cause.key in keys else "",
            }
        )
    return lines


def remembered_lines(used: Iterable[Correction], draft: Draft, page: str) -> list[dict[str, str]]:
    """Decisions that this file needed, each with the address that takes it back."""
    return [
        {
            "written": each.written,
            "meaning": str(each.school or each.commune),
            "url": reverse(page, args=[draft.pk, each.pk]),
        }
        for each in used
    ]


def understood(table: Table, columns: Sequence[Column]) -> dict[str, Any]:
    """How one sheet was read: which column is what, and why."""
    labels = {column.field: column.label for column in columns}
    found_columns = sorted(table.columns.items(), key=lambda found: found[1].index)
    reasons = {column.letters: column.reason for column in table.explanation.columns}
    told = {column.sentence for column in table.explanation.columns}
    return {
        "sheet": table.sheet,
        "rows": count(len(table.records)),
        "header_row": table.header_row,
        "columns": [
            {
                "letters": found.letters,
                "header": found.header_text,
                "label": labels.get(name, name),
                "samples": "; ".join(_samples(table, name)),
                "reason": reasons.get(found.letters, ""),
            }
            for name, found in found_columns
        ],
        "extra": ", ".join(table.extra_headers.values()),
        "explained": [text for text in table.explanation.sentences()[1:] if text not in told],
        "encodings": [
            {"header": note.header_text, "pairs": [f"{old} → {new}" for old, new in note.samples]}
            for note in table.encodings
        ],
    }


def _samples(table: Table, name: str) -> list[str]:
    values: dict[str, None] = {}
    for record in table.records:
        value = record.values.get(name, "")
        if value:
            values[value] = None
        if len(values) == SHOWN_SAMPLES:
            break
    return list(values)


def head_of(draft: Draft) -> dict[str, Any]:
    """Whose file it is, and where it is checked."""
    return {
        "draft": draft,
        "source": source_text(draft),
        "draft_url": reverse(kinds[draft.kind].check_page, args=[draft.pk]),
    }


def source_text(file: Draft | Batch) -> str:
    district = f" · {file.district.name}" if file.district else ""
    return f"{file.file_name} · năm tốt nghiệp {file.cohort.year}{district}"


def moment(at: datetime) -> str:
    return timezone.localtime(at).strftime("%H:%M %d/%m/%Y")


def who(person: Any | None) -> str:
    return str(person) if person else "Lệnh trên máy chủ"


def undone_facts(batch: Batch) -> list[dict[str, str]]:
    if batch.withdrawn_at is None:
        return []
    told = f"{moment(batch.withdrawn_at)}, {who(batch.withdrawn_by)}"
    return [{"label": "Đã hoàn tác", "value": told}]


def decided_facts(numbers: Mapping[str, int]) -> list[dict[str, str]]:
    """What people decided beside the file, where they did."""
    return [
        {"label": label, "value": count(numbers[name])}
        for name, label in _DECIDED.items()
        if numbers.get(name)
    ]


def upload_links(user: Any) -> list[dict[str, Any]]:
    """Where this user uploads files, the usual one first."""
    return [
        {"url": reverse(kind.upload_page), "label": kind.upload_label, "is_first": number == 0}
        for number, kind in enumerate(kinds_open_to(user))
    ]


def draft_lines(drafts: Iterable[Draft]) -> list[dict[str, str]]:
    """One line per file that waits, opening the step it stands at."""
    lines = []
    for draft in drafts:
        unit = str(draft.school or draft.district or "")
        said = [draft.get_kind_display(), f"năm {draft.cohort.year}", unit, _waiting_in(draft)]
        lines.append(
            {
                "url": reverse(kinds[draft.kind].draft_page, args=[draft.pk]),
                "file_name": draft.file_name,
                "note": " · ".join(filter(None, [*said, f"tải lên {moment(draft.uploaded_at)}"])),
            }
        )
    return lines


def _waiting_in(draft: Draft) -> str:
    remainder = getattr(draft, "remainder", None)
    return _waiting_text(remainder) if remainder else ""


def _waiting_text(remainder: Remainder) -> str:
    """How many rows wait that an import left behind."""
    number = remainder.number
    return "còn dòng chờ sửa" if number is None else f"còn {count(number)} dòng chờ sửa"


def left_waiting(batches: Sequence[Batch], user: Any) -> dict[UUID, dict[str, str]]:
    """Of each batch whose rows still wait in a draft open to this user: how many, and where."""
    drafts = Draft.objects.visible_to(user).waiting().filter(remainder__batch__in=batches)
    return {
        draft.remainder.batch_id: {
            "waiting": _waiting_text(draft.remainder),
            "waiting_url": reverse(kinds[draft.kind].draft_page, args=[draft.pk]),
        }
        for draft in drafts.select_related("remainder")
    }


def result_url(batch: Batch) -> str:
    """Where it stands what became of a file, whatever kind it is."""
    return reverse(kinds[batch.kind].result_page, args=[batch.pk])


def batch_lines(batches: Sequence[Batch], user: Any) -> list[dict[str, Any]]:
    """One line per batch of the history."""
    waiting = left_waiting(batches, user)
    nothing = {"waiting": "", "waiting_url": ""}
    return [
        {
            "url": result_url(batch),
            "file_name": batch.file_name,
            "kind": batch.get_kind_display(),
            "when": moment(batch.imported_at),
            "who": who(batch.imported_by),
            "unit": str(batch.school or batch.district or "Toàn tỉnh"),
            "rows": count(batch.counts.get("rows", 0)),
            "is_withdrawn": batch.withdrawn_at is not None,
            **waiting.get(batch.pk, nothing),
        }
        for batch in batches
    ]
