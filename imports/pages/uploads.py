"""What is told of files that were sent, a line each."""

from django import forms
from django.urls import reverse

from domain.formats import count
from imports.drafts import Received
from imports.headers import lacking
from imports.models import Batch
from imports.parts import moment

_STATES = {
    "new": ("Đã nhận", "studying", "✓"),
    "columns": ("Cần chọn cột", "undecided", "!"),
    "known": ("Đã tải lên trước đó", "studying", "✓"),
    "taken": ("Đã nhập trước đó", "studying", "✓"),
    "refused": ("Không nhận", "not-met", "✗"),
}


def next_step(received: Received) -> str:
    """Columns come before rows where one that is needed was not found."""
    is_whole = received.plan is not None and not lacking(received.plan)
    return "imports:draft_check" if is_whole else "imports:draft_columns"


def received_line(name: str, received: Received) -> dict[str, str]:
    """A file that waits to be checked, with what it would do."""
    page = next_step(received)
    plan = received.plan
    said = "Phần mềm chưa thấy dòng tiêu đề."
    if plan:
        said = (
            f"{count(len(plan.rows))} dòng: thêm {count(len(plan.new))}, thay đổi "
            f"{count(len(plan.changed))}, giữ nguyên {count(len(plan.unchanged))}, "
            f"chưa nhập được {count(len(plan.rejected))}."
        )
    state = "known" if received.is_known else "new"
    if page == "imports:draft_columns":
        state = "columns"
    return _line(state, name, said, reverse(page, args=[received.draft.pk]), "Kiểm tra")


def taken_line(name: str, batch: Batch) -> dict[str, str]:
    """A file that was taken in before."""
    said = f"Nhập lúc {moment(batch.imported_at)}."
    return _line("taken", name, said, reverse("imports:batch_detail", args=[batch.pk]), "Kết quả")


def refused_line(name: str, problem: str) -> dict[str, str]:
    """A file that is no list, with the reason."""
    return _line("refused", name, problem, "", "")


def invalid_line(form: forms.Form) -> dict[str, str]:
    """What is wrong with the form a file was sent by."""
    said = " ".join(sentence for errors in form.errors.values() for sentence in errors)
    return refused_line("Tệp đã chọn", said)


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
