"""An institution's word on a child whose family named it."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from outreach.case_forms import DATE_FORMATS, PROGRAMMES
from outreach.models import Case


class ClaimForm(forms.Form):
    programme = forms.ChoiceField(
        label="Chương trình",
        choices=[(p.value, label) for p, label in PROGRAMMES],
        error_messages={"required": "Chọn chương trình.", "invalid_choice": "Chọn chương trình."},
    )
    started_on = forms.DateField(
        label="Đi học từ ngày",
        input_formats=DATE_FORMATS,
        error_messages={
            "required": "Ghi ngày em bắt đầu đi học.",
            "invalid": "Ngày phải là ngày có thật, ví dụ 28/10/2020.",
        },
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    def __init__(self, *args: Any, case: Case, programme: str, **kwargs: Any) -> None:
        initial = {"programme": programme}
        super().__init__(*args, auto_id=f"%s-{case.pk}", initial=initial, **kwargs)

    def clean_started_on(self) -> date:
        started_on = self.cleaned_data["started_on"]
        if started_on > timezone.localdate():
            raise forms.ValidationError("Ngày đi học không thể sau hôm nay.")
        return started_on
