"""What the list of those not enrolled can be narrowed to."""

from typing import Any

from django import forms

from districts.authority import scope_of
from districts.fields import CodeChoiceField
from districts.models import District
from outreach.lists import UnitKind
from students.forms import NO_SUCH_YEAR, with_year
from students.models import Cohort


class NotEnrolledFilter(forms.Form):
    by = forms.ChoiceField(
        required=False,
        widget=forms.HiddenInput,
        choices=[
            (UnitKind.COMMUNE, "Theo xã, phường, thị trấn"),
            (UnitKind.SCHOOL, "Theo trường THCS"),
        ],
    )
    cohort = forms.TypedChoiceField(
        label="Năm tốt nghiệp",
        required=False,
        coerce=int,
        error_messages={"invalid_choice": NO_SUCH_YEAR},
    )
    district = CodeChoiceField(
        label="Huyện nơi cư trú",
        required=False,
        queryset=District.objects.none(),
        empty_label="Tất cả",
        error_messages={"invalid_choice": "Chọn huyện trong danh sách."},
    )

    def __init__(self, *args: Any, user: Any, shown: Cohort | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.data = with_year(self.data, shown)
        years = Cohort.objects.values_list("year", flat=True)
        self.fields["cohort"].choices = [(known, known) for known in years]
        self.own_kind = _own_kind(user)
        if self.kind is UnitKind.SCHOOL:
            self.fields["district"].label = "Huyện của trường THCS"
            self.fields["district"].queryset = District.objects.visible_to(user)
        else:
            # A child may live in another district than its school's, so all are offered.
            self.fields["district"].queryset = District.objects.all()

    @property
    def filter_text(self) -> str:
        """What the lines are narrowed to, in words; "" when nothing was chosen."""
        district = self.is_valid() and self.cleaned_data["district"]
        return f"{self.fields['district'].label}: {district}" if district else ""

    @property
    def kind(self) -> UnitKind:
        """By commune or by THCS; what the viewer works with unless asked for otherwise."""
        asked = self.data.get("by")
        return UnitKind(asked) if asked in list(UnitKind) else self.own_kind


def _own_kind(user: Any) -> UnitKind:
    """A school works its own list; whoever is above the schools sends the communes theirs."""
    scope = scope_of(user)
    above = scope.is_province or scope.district_ids
    return UnitKind.COMMUNE if above else UnitKind.SCHOOL
