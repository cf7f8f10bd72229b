"""What the list of those not enrolled can be narrowed to."""

from typing import Any

from django import forms

from districts.models import District
from students.models import Cohort


class NotEnrolledFilter(forms.Form):
    cohort = forms.TypedChoiceField(label="Năm tốt nghiệp", required=False, coerce=int)
    district = forms.ModelChoiceField(
        label="Huyện nơi cư trú",
        required=False,
        queryset=District.objects.none(),
        to_field_name="code",
        empty_label="Tất cả",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        years = Cohort.objects.values_list("year", flat=True)
        self.fields["cohort"].choices = [(known, known) for known in years]
        # A child may live in another district than its school's, so all districts are offered.
        self.fields["district"].queryset = District.objects.all()
