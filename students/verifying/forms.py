"""Which of the children to be asked about again are shown."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from districts.fields import CodeChoiceField, SearchField
from districts.models import Commune, School
from students.forms import ANY, NO_SUCH_CHOICE
from students.forms_statements import DATE_FORMATS
from students.labels import OUTCOME_LABELS
from students.models import GraduateQuerySet


class VerificationFilter(forms.Form):
    q = SearchField(help_text="Họ tên (không cần dấu), số vào sổ, mã định danh hoặc điện thoại")
    school = CodeChoiceField(
        label="Trường THCS",
        required=False,
        queryset=School.objects.none(),
        empty_label="Tất cả",
        error_messages={"invalid_choice": NO_SUCH_CHOICE},
    )
    commune = CodeChoiceField(
        label="Xã, phường, thị trấn",
        required=False,
        queryset=Commune.objects.none(),
        named_by=("name", "district__name"),
        empty_label="Tất cả",
        error_messages={"invalid_choice": NO_SUCH_CHOICE},
    )
    outcome = forms.ChoiceField(
        label="Tình trạng",
        required=False,
        choices=[*ANY, *list(OUTCOME_LABELS.items())[:4]],
        error_messages={"invalid_choice": NO_SUCH_CHOICE},
    )
    due_on = forms.DateField(
        label="Hết hạn đến ngày",
        required=False,
        input_formats=DATE_FORMATS,
        help_text="Để xem trước, ví dụ 31/12/2020.",
        error_messages={"invalid": "Ngày phải là ngày có thật, ví dụ 31/12/2020."},
        widget=forms.DateInput(format="%d/%m/%Y", attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["school"].queryset = School.objects.visible_to(user).graduating()
        self.fields["commune"].queryset = Commune.objects.visible_to(user)

    @property
    def on(self) -> date:
        """The day by which reports have expired."""
        return (self.is_valid() and self.cleaned_data["due_on"]) or timezone.localdate()

    def filter(self, graduates: GraduateQuerySet) -> GraduateQuerySet:
        """Those of the graduates who are to be asked about again; none where a value is wrong."""
        if not self.is_valid():
            return graduates.none()
        chosen = self.cleaned_data
        for name in ("school", "commune", "outcome"):
            if chosen[name]:
                graduates = graduates.filter(**{name: chosen[name]})
        graduates = graduates.to_verify_again(self.on)
        return graduates.matching(chosen["q"]) if chosen["q"] else graduates

    @property
    def is_narrowed(self) -> bool:
        return self.is_valid() and any(self.cleaned_data.values())
