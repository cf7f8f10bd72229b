"""A class's workbook as pages show it: row by row, and what became of each."""

from typing import Any

from django.urls import reverse

from domain.formats import count, day
from domain.names import display_name
from domain.survey import BY_DIGITS
from imports.models import Batch, Draft, Row
from imports.pages.uploads import waiting_line
from imports.parts import head_of, moment, result_url, source_text, undone_facts, who
from imports.survey.drafts import ReceivedSheet
from imports.survey.plan import (
    REFUSED,
    PlannedRow,
    State,
    SurveyPlan,
    count_of,
    day_of,
    said_of_plan,
)
from imports.survey.undo import said_since
from students.authorship import why_closed
from students.survey.answers import Typed

SHOWN_ROWS = 500
_WORDS = {
    State.CONFLICT: ("Cần chọn", "conflict", "≠"),
    State.WRONG: ("Chưa hiểu", "not-met", "✗"),
    State.FOREIGN: ("Không thuộc đơn vị", "not-met", "✗"),
    State.FORGED: ("Mã dòng sai", "not-met", "✗"),
    State.CHANGED: ("Thay điều đã ghi", "studying", "●"),
    State.NEW: ("Ghi mới", "met", "✓"),
    State.SAME: ("Đã có", "past", "–"),
    State.BLANK: ("Để nguyên", "past", "–"),
}
_ORDER = list(_WORDS)


def received_line(name: str, received: ReceivedSheet) -> dict[str, str]:
    """A workbook that waits, sent along with others."""
    state = "known" if received.is_known else "new"
    return waiting_line(state, name, said_of_plan(received.plan), next_url(received))


def next_url(received: ReceivedSheet) -> str:
    return reverse("imports:survey_check", args=[received.draft.pk])


def check_context(draft: Draft, plan: SurveyPlan) -> dict[str, Any]:
    """What recording the file would do, row by row, what asks for a person first."""
    numbers = count_of(plan)
    rows = sorted(plan.rows, key=lambda row: _ORDER.index(row.state))
    is_one_sheet = len({row.row.sheet for row in rows}) == 1
    lines = [_line(row, is_one_sheet=is_one_sheet) for row in rows]
    telling = len(rows) - numbers[State.SAME] - numbers[State.BLANK]
    return {
        **head_of(draft),
        "refusal": why_closed(draft.cohort),
        "day_text": day(day_of(draft.options)),
        "tiles": _tiles(plan),
        "rows": lines[:telling][:SHOWN_ROWS],
        "more": count(telling - SHOWN_ROWS) if telling > SHOWN_ROWS else "",
        "idle": lines[telling:][:SHOWN_ROWS],
        "idle_text": count(len(rows) - telling),
        "fingerprint": plan.fingerprint,
        "conflicts": count(numbers[State.CONFLICT]) if numbers[State.CONFLICT] else "",
        "accepted_text": count(len(plan.accepted(()))),
        "has_something": bool(plan.accepted(()) or numbers[State.CONFLICT]),
        "has_findings": any(row.issues for row in plan.rows),
    }


def _tiles(plan: SurveyPlan) -> list[dict[str, str]]:
    numbers = count_of(plan)
    refused = sum(numbers[state] for state in REFUSED)
    told = [
        ("Ghi mới", numbers[State.NEW], ""),
        ("Thay điều đã ghi", numbers[State.CHANGED], "Điều chính đơn vị đã ghi"),
        ("Cần chọn", numbers[State.CONFLICT], "Có thông tin khác sau khi tải phiếu"),
        ("Chưa nhận được", refused, "Nêu vì sao ở từng dòng"),
        ("Không có gì mới", numbers[State.SAME] + numbers[State.BLANK], ""),
    ]
    return [
        {"label": label, "value": count(number), "url": "", "note": note if number else ""}
        for label, number, note in told
    ]


def _line(row: PlannedRow, *, is_one_sheet: bool) -> dict[str, Any]:
    word, css, symbol = _WORDS[row.state]
    graduate = row.graduate
    return {
        "pk": graduate.pk if graduate else "",
        "url": reverse("students:graduate_detail", args=[graduate.pk]) if graduate else "",
        "name": display_name(graduate.full_name) if graduate else row.row.name or "(không có tên)",
        "written_name": _other_name(row),
        "place": f"dòng {row.row.row}" if is_one_sheet else row.row.place,
        "said": said_in(row.row.typed),
        "word": word,
        "css": css,
        "symbol": symbol,
        "sentence": row.sentence,
        "is_conflict": row.state is State.CONFLICT,
        "theirs": row.theirs,
    }


def _other_name(row: PlannedRow) -> str:
    """The name as the sheet spells it, where it is not the child's; it is not taken over."""
    written, graduate = row.row.name, row.graduate
    if not graduate or not written or display_name(written) == display_name(graduate.full_name):
        return ""
    return written


def said_in(typed: Typed) -> str:
    """What a row says, in one line; "" for nothing."""
    code = BY_DIGITS.get(typed.code)
    words = [code.label if code else typed.code, typed.place, typed.training]
    text = ", ".join(filter(None, words))
    more = "; ".join(filter(None, [typed.evidence, typed.reason]))
    return f"{text} ({more})" if more else text


def result_context(batch: Batch) -> dict[str, Any]:
    """What one workbook brought, and the rows that it left."""
    numbers = batch.counts
    left = batch.rows.filter(state__in=(Row.State.REJECTED, Row.State.LEFT_OUT))
    rows = list(left.order_by("sheet", "row_number")[:SHOWN_ROWS])
    return {
        "batch": batch,
        "source": source_text(batch),
        "facts": [
            {"label": "Nhập lúc", "value": moment(batch.imported_at)},
            {"label": "Người nhập", "value": who(batch.imported_by)},
            {"label": "Số dòng trong tệp", "value": count(numbers.get("rows", 0))},
            {"label": "Ghi mới", "value": count(numbers.get("created", 0))},
            {"label": "Thay điều đã ghi", "value": count(numbers.get("updated", 0))},
            {"label": "Để lại, chưa ghi", "value": count(numbers.get("rejected", 0))},
            *undone_facts(batch),
        ],
        "may_be_undone": batch.withdrawn_at is None,
        "left_out": [
            {
                "place": f"{row.sheet}, dòng {row.row_number}",
                "name": row.written.get("full_name", ""),
                "reasons": [issue[3] for issue in row.issues],
            }
            for row in rows
        ],
    }


def undo_context(batch: Batch) -> dict[str, Any]:
    """How many answers would be taken back, and how many stay since somebody said otherwise."""
    kept = said_since(batch) if batch.withdrawn_at is None else 0
    return {
        "batch": batch,
        "source": source_text(batch),
        "result_url": result_url(batch),
        "may_be_undone": batch.withdrawn_at is None,
        "created": count(batch.counts.get("created", 0)),
        "updated": count(batch.counts.get("updated", 0)),
        "kept": count(kept) if kept else "",
    }
