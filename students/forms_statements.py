"""Saying by hand where a graduate is, and taking it back."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from districts.fields import CleanCharField
from districts.models import School
from domain.formats import day
from domain.names import fold
from domain.outcome import Programme, Stage
from students.actions import StatementsVersion
from students.authorship import may_enter_on_behalf, source_of
from students.labels import PLACE_LABELS, PROGRAMME_LABELS, STAGE_LABELS
from students.models import Cohort, Destination, Graduate

STUDYING = (
    Programme.UPPER_SECONDARY,
    Programme.CONTINUING,
    Programme.ELEMENTARY,
    Programme.INTERMEDIATE,
    Programme.COLLEGE_NINE_PLUS,
    Programme.SHORT_COURSE,
)
NOT_STUDYING = (
    Programme.WORKING,
    Programme.AT_HOME,
    Programme.ABROAD,
    Programme.DECEASED,
    Programme.OTHER_NOT_STUDYING,
)
PROGRAMME_CHOICES = [
    ("", "Chọn nơi đến"),
    ("Đi học", [(p.value, PROGRAMME_LABELS[p]) for p in STUDYING]),
    ("Không tiếp tục học", [(p.value, PROGRAMME_LABELS[p]) for p in NOT_STUDYING]),
    ("Chưa rõ", [(Programme.UNREACHED.value, PROGRAMME_LABELS[Programme.UNREACHED])]),
]
STAGE_CHOICES = [("", "Chọn trạng thái"), *STAGE_LABELS.items()]
PLACE_CHOICES = [("", "Chọn địa bàn"), *PLACE_LABELS.items()]
OUTSIDE = "Ngoài tỉnh"
DATE_FORMATS = ["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d"]
# A statement compared with these fields tells a second click from a second opinion.
SAID = ("programme", "stage", "place_text", "place", "source", "evidence", "stated_on",
        "evidence_note", "reason")  # fmt: skip
STALE = (
    "Trong khi nhập, thông tin nơi học của học sinh này đã thay đổi; nội dung thay đổi ở bên dưới. "
    "Nội dung đang nhập được giữ nguyên và chưa được ghi. "
    "Kiểm tra lại, nếu vẫn đúng thì bấm nút bên dưới lần nữa."
)


class VersionedForm(forms.Form):
    """A form that knows how much had been said of the child when it was opened."""

    version = CleanCharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args: Any, graduate: Graduate, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.graduate = graduate
        if not self.is_bound:
            self.initial["version"] = str(StatementsVersion.of(graduate.pk))

    @property
    def opened_at(self) -> StatementsVersion | None:
        """What was known when the form was opened; None when the field was tampered with."""
        return StatementsVersion.read(self.data.get("version", ""))

    def renew(self) -> None:
        """Tell that things changed, keep what was typed, and let the next click confirm it."""
        self.add_error(None, STALE)
        self.data = self.data.copy()
        self.data["version"] = str(StatementsVersion.of(self.graduate.pk))


class StatementForm(VersionedForm):
    programme = forms.ChoiceField(
        label="Nơi đến",
        choices=PROGRAMME_CHOICES,
        error_messages={"required": "Chọn nơi đến.", "invalid_choice": "Chọn nơi đến."},
    )
    stage = forms.ChoiceField(
        label="Trạng thái",
        required=False,
        choices=STAGE_CHOICES,
        help_text="Chỉ chọn khi học sinh đi học.",
        error_messages={"invalid_choice": "Chọn trạng thái trong danh sách."},
    )
    school = forms.ChoiceField(
        label="Trường, cơ sở",
        required=False,
        error_messages={"invalid_choice": "Chọn trường, cơ sở trong danh mục."},
    )
    place_text = CleanCharField(
        label="Tên trường, cơ sở không có trong danh mục",
        required=False,
        max_length=200,
        help_text="Ví dụ trường ở tỉnh khác; ghi cả tên tỉnh, thành phố.",
        error_messages={"max_length": "Tên trường, cơ sở dài nhất 200 ký tự."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    place = forms.ChoiceField(
        label="Địa bàn",
        required=False,
        choices=PLACE_CHOICES,
        help_text="Chỉ chọn khi không chọn được trường, cơ sở trong danh mục.",
        error_messages={"invalid_choice": "Chọn địa bàn trong danh sách."},
    )
    on_behalf = forms.BooleanField(
        label="Nhập thay cơ sở theo danh sách giấy (được tính là đã xác nhận)", required=False
    )
    stated_on = forms.DateField(
        label="Ngày có thông tin",
        input_formats=DATE_FORMATS,
        help_text="Ngày gia đình, nhà trường hoặc cơ sở cho biết, ví dụ 28/9/2020.",
        error_messages={
            "required": "Ghi ngày có thông tin.",
            "invalid": "Ngày phải là ngày có thật, ví dụ 28/9/2020.",
        },
        widget=forms.DateInput(format="%d/%m/%Y", attrs={"autocomplete": "off"}),
    )
    evidence_note = CleanCharField(
        label="Minh chứng (nếu có)",
        required=False,
        max_length=200,
        help_text="Ví dụ giấy báo nhập học, hoặc số và ngày của danh sách giấy.",
        error_messages={"max_length": "Minh chứng dài nhất 200 ký tự."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    reason = CleanCharField(
        label="Lý do (nếu có)",
        required=False,
        max_length=300,
        help_text="Vì sao học sinh không học, thôi học hoặc chuyển trường.",
        error_messages={"max_length": "Lý do dài nhất 300 ký tự."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, user: Any, graduate: Graduate, **kwargs: Any) -> None:
        super().__init__(*args, graduate=graduate, **kwargs)
        self.user = user
        self.schools = {str(school.pk): school for school in receiving_catalogue()}
        self.fields["school"].choices = school_choices(list(self.schools.values()))
        if not may_enter_on_behalf(user, graduate):
            del self.fields["on_behalf"]
        self.initial.setdefault("stated_on", timezone.localdate())

    def clean_school(self) -> School | None:
        return self.schools.get(self.cleaned_data["school"])

    def clean_stated_on(self) -> date:
        stated_on = self.cleaned_data["stated_on"]
        check_stated_on(stated_on, self.graduate.cohort)
        return stated_on

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        programme = cleaned.get("programme")
        if programme in STUDYING:
            self._check_study()
        elif programme:
            self._check_no_study()
        return cleaned

    def _check_study(self) -> None:
        found = self.cleaned_data
        if not found.get("stage") and "stage" not in self.errors:
            self.add_error("stage", "Chọn trạng thái.")
        if found.get("school"):
            if found.get("place_text") or found.get("place"):
                message = "Đã chọn trường trong danh mục thì để trống tên trường khác và địa bàn."
                self.add_error("place_text", message)
        elif found.get("on_behalf"):
            self.add_error("school", "Nhập thay thì phải chọn trường, cơ sở trong danh mục.")
        elif not {"place", "school"} & set(self.errors) and not found.get("place"):
            self.add_error("place", "Chọn trường trong danh mục, hoặc chọn địa bàn nơi học.")
        if found.get("on_behalf") and not found.get("evidence_note"):
            self.add_error("evidence_note", "Ghi số và ngày của danh sách giấy.")

    def _check_no_study(self) -> None:
        found = self.cleaned_data
        if found.get("on_behalf"):
            self.add_error("on_behalf", "Chỉ nhập thay cơ sở khi học sinh đi học.")
        for name in ("school", "place_text", "place"):
            if found.get(name):
                self.add_error(name, "Bỏ trống mục này: nơi đến đã chọn không phải là đi học.")

    def values(self) -> dict[str, Any]:
        """The statement's fields as the actions take them; only after the form is valid."""
        found = self.cleaned_data
        is_studying = found["programme"] in STUDYING
        source, evidence = source_of(
            self.user, self.graduate, on_behalf=found.get("on_behalf", False)
        )
        return {
            "programme": Programme(found["programme"]),
            "stage": Stage(found["stage"]) if is_studying else Stage.NONE,
            "school": found["school"],
            "place_text": found["place_text"],
            "place": found["place"],
            "source": source,
            "evidence": evidence,
            "stated_on": found["stated_on"],
            "evidence_note": found["evidence_note"],
            "reason": found["reason"],
        }

    def says_the_same(self, statement: Destination) -> bool:
        """Whether the stored statement is what was typed here, by the same person."""
        values = self.values()
        school = values["school"]
        return (
            statement.recorded_by_id == self.user.pk
            and statement.school_id == (school.pk if school else None)
            and all(getattr(statement, name) == values[name] for name in SAID)
        )


class CorrectionForm(StatementForm):
    correction_reason = CleanCharField(
        label="Vì sao đính chính",
        max_length=300,
        help_text="Ví dụ: nhầm với học sinh khác, gia đình cho biết lại.",
        error_messages={
            "required": "Ghi vì sao đính chính.",
            "max_length": "Lý do đính chính dài nhất 300 ký tự.",
        },
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class WithdrawalForm(VersionedForm):
    reason = CleanCharField(
        label="Vì sao rút",
        max_length=300,
        help_text="Ví dụ: ghi nhầm cho học sinh khác.",
        error_messages={
            "required": "Ghi vì sao rút thông tin.",
            "max_length": "Lý do dài nhất 300 ký tự.",
        },
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


def check_stated_on(stated_on: date, cohort: Cohort) -> None:
    """Raise ValidationError for a day to come, or from before the cohort's year."""
    if stated_on > timezone.localdate():
        raise forms.ValidationError("Ngày có thông tin không được sau hôm nay.")
    if stated_on.year < cohort.year:
        first = day(date(cohort.year, 1, 1))
        raise forms.ValidationError(f"Ngày có thông tin không được trước {first}.")


def typed_values(statement: Destination) -> dict[str, Any]:
    """A statement as the initial values of a form that corrects it."""
    return {
        "programme": statement.programme,
        "stage": statement.stage,
        "school": str(statement.school_id or ""),
        "place_text": statement.place_text,
        "place": "" if statement.school_id else statement.place,
        "on_behalf": statement.source == "ON_BEHALF",
        "stated_on": statement.stated_on,
        "evidence_note": statement.evidence_note,
        "reason": statement.reason,
    }


def receiving_catalogue() -> list[School]:
    """Every institution a child may have gone to, beyond the viewer's own scope.

    Names of schools are public, and a child may study anywhere in the country.
    """
    return list(School.objects.receiving().select_related("district"))


def school_choices(schools: list[School]) -> list[tuple[str, Any]]:
    """Choices grouped by district, those outside the province last."""
    groups: dict[tuple[bool, str, str], list[tuple[str, str]]] = {}
    for school in sorted(schools, key=lambda school: fold(school.name)):
        district = school.district
        key = (False, district.code, district.name) if district else (True, "", OUTSIDE)
        label = school.name if school.is_confirmed else f"{school.name} (chưa xác nhận)"
        groups.setdefault(key, []).append((str(school.pk), label))
    return [
        ("", "Không có trong danh mục, hoặc không đi học"),
        *((name, groups[key]) for key in sorted(groups) for name in [key[2]]),
    ]
