"""What a list of graduates can be filtered by. Choices are those the viewer may see."""

from typing import Any

from django import forms
from django.db.models import F, Q
from django.http import QueryDict
from django.utils import timezone

from districts.fields import CodeChoiceField, SearchField
from districts.models import Commune, District, School
from domain.outcome import Evidence, Outcome
from students.cohorts import default_cohort
from students.labels import DUAL_LABEL, EVIDENCE_LABELS, OUTCOME_LABELS, PLACE_LABELS
from students.models import Cohort, GraduateQuerySet
from students.models.graduate import NOT_ENROLLED

ANY = [("", "Tất cả")]
STUDYING = (Outcome.UPPER_SECONDARY, Outcome.CONTINUING, Outcome.VOCATIONAL)
# Outcomes taken together, as the figures of the overview take them.
OUTCOME_GROUPS = {
    "STUDYING": ("Đang học (THPT, GDTX, GDNN)", STUDYING),
    "WIDER": ("Cơ sở GDNN hoặc GDTX", (Outcome.VOCATIONAL, Outcome.CONTINUING)),
    "NOT_ENROLLED": ("Chưa vào học", NOT_ENROLLED),
}
# The lower bound of the rate: confirmed, and nobody has reported otherwise since.
CERTAIN = "CERTAIN"
NO_PLACE = "NONE"
TO_VERIFY = "to_verify"
NO_SUCH_YEAR = "Chọn năm trong danh sách."
NO_SUCH_CHOICE = "Giá trị này không có trong danh sách để chọn."


def with_year(parameters: QueryDict, cohort: Cohort | None) -> QueryDict:
    """The parameters with the cohort that is shown while none is named, so that the field says
    which.
    """
    if parameters.get("cohort") or cohort is None:
        return parameters
    completed = parameters.copy()
    completed["cohort"] = str(cohort.year)
    return completed


class GraduateFilter(forms.Form):
    cohort = forms.TypedChoiceField(
        label="Năm tốt nghiệp",
        required=False,
        coerce=int,
        error_messages={"invalid_choice": NO_SUCH_YEAR},
    )
    q = SearchField(help_text="Họ tên (không cần dấu), số vào sổ, mã định danh hoặc điện thoại")
    district = CodeChoiceField(
        label="Huyện của trường", required=False, queryset=District.objects.none()
    )
    school = CodeChoiceField(label="Trường THCS", required=False, queryset=School.objects.none())
    residence = CodeChoiceField(
        label="Huyện nơi cư trú", required=False, queryset=District.objects.none()
    )
    commune = CodeChoiceField(
        label="Xã, phường, thị trấn",
        required=False,
        queryset=Commune.objects.none(),
        named_by=("name", "district__name"),
    )
    outcome = forms.ChoiceField(
        label="Tình trạng",
        required=False,
        choices=[
            *ANY,
            *OUTCOME_LABELS.items(),
            *((code, label) for code, (label, _) in OUTCOME_GROUPS.items()),
        ],
    )
    evidence = forms.ChoiceField(
        label="Mức xác nhận",
        required=False,
        choices=[
            *ANY,
            *EVIDENCE_LABELS.items(),
            (CERTAIN, "Đã xác nhận, không cần xác minh"),
        ],
    )
    place = forms.ChoiceField(
        label="Nơi học",
        required=False,
        choices=[*ANY, *PLACE_LABELS.items(), (NO_PLACE, "Đang học, chưa rõ nơi")],
    )
    destination = CodeChoiceField(
        label="Trường, cơ sở đang học", required=False, queryset=School.objects.none()
    )
    special = forms.ChoiceField(
        label="Cần chú ý",
        required=False,
        choices=[
            *ANY,
            ("dual", DUAL_LABEL),
            ("in_question", "Cần xác minh"),
            (TO_VERIFY, "Cần xác minh lại (khai báo đã cũ)"),
            ("listed", "Đưa vào danh sách chưa vào học"),
            ("held_back", "Đang chờ kiểm tra đối chiếu"),
            ("admitted", "Trúng tuyển chưa nhập học"),
            ("lives_elsewhere", "Cư trú ngoài huyện của trường hoặc chưa rõ nơi cư trú"),
        ],
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cohort = default_cohort()
        self.default_year = cohort.year if cohort else timezone.localdate().year
        self.data = with_year(self.data, cohort)
        years = Cohort.objects.values_list("year", flat=True)
        self.fields["cohort"].choices = [(year, year) for year in years]
        self.fields["district"].queryset = District.objects.visible_to(user)
        # A child may live in another district than its school's, so all are offered.
        self.fields["residence"].queryset = District.objects.all()
        self.fields["school"].queryset = School.objects.visible_to(user).graduating()
        self.fields["commune"].queryset = Commune.objects.visible_to(user)
        self.fields["destination"].queryset = School.objects.visible_to(user).receiving()
        for name in ("district", "residence", "school", "commune", "destination"):
            self.fields[name].empty_label = "Tất cả"
        for name, field in self.fields.items():
            if "invalid_choice" in field.error_messages and name != "cohort":
                field.error_messages["invalid_choice"] = NO_SUCH_CHOICE

    @property
    def year(self) -> int:
        """The chosen cohort; the default one when nothing, or nothing sensible, is chosen."""
        return (self.is_valid() and self.cleaned_data["cohort"]) or self.default_year

    def filter(self, graduates: GraduateQuerySet) -> GraduateQuerySet:
        """Apply what was chosen; a value that is no choice filters to nothing and shows its
        error.
        """
        if not self.is_valid():
            return graduates.none()
        chosen = self.cleaned_data
        for name, lookup in LOOKUPS.items():
            if chosen[name]:
                graduates = graduates.filter(**{lookup: chosen[name]})
        if chosen["residence"]:
            graduates = graduates.living_in(chosen["residence"])
        for name, conditions in CONDITIONS.items():
            if chosen[name] == TO_VERIFY:
                graduates = graduates.to_verify_again(timezone.localdate())
            elif chosen[name]:
                graduates = graduates.filter(conditions[chosen[name]])
        return graduates.matching(chosen["q"]) if chosen["q"] else graduates

    def chosen_labels(self) -> list[tuple[str, str]]:
        """(field, "Label: value") of everything that narrows the list."""
        if not self.is_valid():
            return []
        found = []
        for name, field in self.fields.items():
            value = self.cleaned_data.get(name)
            if not value or name == "cohort":
                continue
            text = (
                dict(getattr(field, "choices", [])).get(value, value)
                if isinstance(field, forms.ChoiceField)
                and not isinstance(field, forms.ModelChoiceField)
                else value
            )
            found.append((name, f"{field.label}: {text}"))
        return found


LOOKUPS = {
    "district": "school__district",
    "school": "school",
    "commune": "commune",
    "destination": "destination_school",
}
CONDITIONS: dict[str, dict[str, Q]] = {
    "outcome": {code: Q(outcome=code) for code in OUTCOME_LABELS}
    | {code: Q(outcome__in=members) for code, (_, members) in OUTCOME_GROUPS.items()},
    "evidence": {code: Q(evidence=code) for code in EVIDENCE_LABELS}
    | {CERTAIN: Q(evidence=Evidence.CONFIRMED, in_question=False)},
    "place": {code: Q(place=code) for code in PLACE_LABELS}
    | {NO_PLACE: Q(place="", outcome__in=STUDYING)},
    "special": {
        "dual": Q(is_dual=True),
        "in_question": Q(in_question=True),
        "listed": Q(outcome__in=NOT_ENROLLED, open_reviews=0),
        "held_back": Q(open_reviews__gt=0),
        "admitted": Q(is_admitted=True),
        "lives_elsewhere": Q(commune__isnull=True) | ~Q(commune__district=F("school__district")),
    },
}
