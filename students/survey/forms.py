"""The day that all answers of a grid were given on."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from students.forms_statements import DATE_FORMATS, check_stated_on
from students.models import Cohort


class DayForm(forms.Form):
    stated_on = forms.DateField(
        label="Ngày có thông tin",
        input_formats=DATE_FORMATS,
        help_text="Ngày gia đình, nhà trường cho biết; dùng cho mọi dòng ghi trong lần này.",
        error_messages={
            "required": "Ghi ngày có thông tin.",
            "invalid": "Ngày phải là ngày có thật, ví dụ 28/9/2020.",
        },
        widget=forms.DateInput(format="%d/%m/%Y", attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, cohort: Cohort, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cohort = cohort
        self.initial.setdefault("stated_on", timezone.localdate())

    def clean_stated_on(self) -> date:
        stated_on = self.cleaned_data["stated_on"]
        check_stated_on(stated_on, self.cohort)
        return stated_on

    @classmethod
    def opened(cls, written: str, cohort: Cohort) -> "DayForm":
        """Unsent, with the day of the save before it, or today."""
        before = cls({"stated_on": written}, cohort=cohort)
        initial = {"stated_on": before.cleaned_data["stated_on"]} if before.is_valid() else {}
        return cls(cohort=cohort, initial=initial)
