"""What is told of files that were sent, a line each."""

from django import forms
from django.urls import reverse

from domain.formats import count
from imports.drafts import Received
from imports.headers import lacking
from imports.kinds import kinds
from imports.models import Batch
from imports.parts import moment

_STATES = {
    "new": ("Đã nhận", "studying", "✓"),
    "asks": ("Cần cho biết", "undecided", "!"),
    "columns": ("Cần chọn cột", "undecided", "!"),
    "known": ("Đã tải lên trước đó", "studying", "✓"),
    "taken": ("Đã nhập trước đó", "studying", "✓"),
    "refused": ("Không nhận", "not-met", "✗"),
}

HEADLESS = "Phần mềm chưa thấy dòng tiêu đề."


def next_url(received: Received) -> str:
    """Columns come before rows where one that is needed was not found."""
    page = "imports:draft_check" if _is_whole(received) else "imports:draft_columns"
    return reverse(page, args=[received.draft.pk])


def received_line(name: str, received: Received) -> dict[str, str]:
    """A file that waits to be checked, with what it would do."""
    plan = received.plan
    said = HEADLESS
    if plan:
        said = (
            f"{count(len(plan.rows))} dòng: thêm {count(len(plan.new))}, thay đổi "
            f"{count(len(plan.changed))}, giữ nguyên {count(len(plan.unchanged))}, "
            f"chưa nhập được {count(len(plan.rejected))}."
        )
    state = "known" if received.is_known else "new"
    if not _is_whole(received):
        state = "columns"
    return waiting_line(state, name, said, next_url(received))


def taken_line(name: str, batch: Batch) -> dict[str, str]:
    """A file that was taken in before."""
    said = f"Nhập lúc {moment(batch.imported_at)}."
    url = reverse(kinds[batch.kind].result_page, args=[batch.pk])
    return _line("taken", name, said, url, "Kết quả")


def waiting_line(state: str, name: str, said: str, url: str) -> dict[str, str]:
    """A file that waits, whatever kind it is; `state` is a key of the states above."""
    return _line(state, name, said, url, "Kiểm tra")


def refused_line(name: str, problem: str) -> dict[str, str]:
    """A file that is no list, with the reason."""
    return _line("refused", name, problem, "", "")


def invalid_line(form: forms.Form) -> dict[str, str]:
    """What is wrong with the form a file was sent by."""
    said = " ".join(sentence for errors in form.errors.values() for sentence in errors)
    return refused_line("Tệp đã chọn", said)


def _is_whole(received: Received) -> bool:
    return received.plan is not None and not lacking(received.plan)


def _line(state: str, name: str, said: str, url: str, link: str) -> dict[str, str]:
    word, css, symbol = _STATES[state]
    return {
        "name": name,
        "state": word,
        "css": css,
        "symbol": symbol,
        "said": said,
        "url": url,
        "link": link,
    }
