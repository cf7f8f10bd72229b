"""What is asked of somebody who brings workbooks of classes back."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from imports.forms import SheetsField
from students.forms_statements import DATE_FORMATS, check_stated_on
from students.models import Cohort


class SurveyUploadForm(forms.Form):
    cohort = forms.ModelChoiceField(
        label="Năm tốt nghiệp",
        queryset=Cohort.objects.none(),
        to_field_name="year",
        empty_label=None,
        error_messages={"invalid_choice": "Chọn năm trong danh sách.", "required": "Chọn năm."},
    )
    stated_on = forms.DateField(
        label="Ngày có thông tin",
        input_formats=DATE_FORMATS,
        help_text="Ngày giáo viên ghi phiếu; dùng cho mọi dòng của các tệp này.",
        error_messages={
            "required": "Ghi ngày có thông tin.",
            "invalid": "Ngày phải là ngày có thật, ví dụ 28/9/2020.",
        },
        widget=forms.DateInput(format="%d/%m/%Y", attrs={"autocomplete": "off"}),
    )
    sheet = SheetsField(
        label="Phiếu của các lớp",
        help_text="Tệp Excel giáo viên gửi lại; chọn được nhiều tệp.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cohort"].queryset = Cohort.objects.filter(is_open=True).order_by("-year")
        self.initial.setdefault("stated_on", timezone.localdate())

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        stated_on: date | None = given.get("stated_on")
        if stated_on and given.get("cohort"):
            try:
                check_stated_on(stated_on, given["cohort"])
            except ValidationError as error:
                self.add_error("stated_on", error)
        return given
