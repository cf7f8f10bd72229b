"""How an office looks at the cases it supervises."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from districts.fields import SearchField
from domain.outreach.reasons import GROUP_LABELS, REASONS
from outreach.models import CaseQuerySet

MEASURE_LABELS = {
    "listed": "Mọi trường hợp",
    "open": "Chưa xong",
    "overdue": "Quá hạn",
    "acknowledged": "Địa phương đã tiếp nhận",
    "visited": "Đã đến nhà",
    "claimed": "Chờ nhà trường xác nhận",
    "returned": "Đã đi học lại (nhà trường xác nhận)",
    "false_alarms": "Vốn đang đi học (báo nhầm)",
    "refused": "Gia đình chưa đồng thuận",
    "ended_otherwise": "Kết thúc không đi học lại",
}


class SupervisionForm(forms.Form):
    show = forms.ChoiceField(label="Xem", required=False, choices=list(MEASURE_LABELS.items()))
    commune = forms.ChoiceField(label="Xã, phường, thị trấn", required=False)
    reason = forms.ChoiceField(
        label="Nhóm lý do",
        required=False,
        choices=[("", "Tất cả"), *((g.value, label) for g, label in GROUP_LABELS.items())],
    )
    q = SearchField(help_text="Họ tên, không cần dấu.")

    def __init__(self, *args: Any, communes: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["commune"].choices = [("", "Tất cả"), *communes]

    def filter(self, cases: CaseQuerySet, today: Any) -> CaseQuerySet:
        """The chosen cases; a choice that is none leaves nothing out."""
        values = self.cleaned_data if self.is_valid() else {}
        cases = cases.counted_as(values.get("show") or "listed", today)
        if commune := values.get("commune"):
            cases = cases.filter(commune__code=commune)
        if group := values.get("reason"):
            codes = [reason.code for reason in REASONS if reason.group == group]
            cases = cases.filter(last_reason__in=codes)
        if text := values.get("q"):
            cases = cases.named(text)
        return cases


class AsOfForm(forms.Form):
    as_of = forms.DateField(
        label="Số liệu đến ngày",
        required=False,
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        help_text="Để trống: hôm nay.",
        error_messages={"invalid": "Ngày phải là ngày có thật, ví dụ 28/10/2020."},
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    def day(self) -> date | None:
        """The chosen day; None for today, for a later one and for one that is none."""
        chosen = self.cleaned_data.get("as_of") if self.is_valid() else None
        return chosen if chosen and chosen < timezone.localdate() else None
