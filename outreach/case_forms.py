"""What a person enters about a case: a visit, an ending, a request and its answer, deadlines."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone

from districts.fields import CleanCharField
from districts.models import Commune
from domain.outcome import Programme
from domain.outreach.cases import BY_HAND, CLOSING_LABELS, VISIT_LABELS, Deadlines, VisitOutcome
from domain.outreach.reasons import grouped
from outreach.actions.visits import Said
from outreach.models import Case, CaseRequest
from outreach.places import school_named

DATE_FORMATS = ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y"]
NEXT_CHOICES = [
    ("", "Không hẹn"),
    ("3", "Sau 3 ngày"),
    ("7", "Sau 1 tuần"),
    ("14", "Sau 2 tuần"),
    ("30", "Sau 1 tháng"),
]
PROGRAMMES = (
    (Programme.UPPER_SECONDARY, "Lớp 10 THPT"),
    (Programme.CONTINUING, "GDTX cấp THPT"),
    (Programme.ELEMENTARY, "Học nghề sơ cấp"),
    (Programme.INTERMEDIATE, "Học nghề trung cấp"),
    (Programme.COLLEGE_NINE_PLUS, "Cao đẳng 9+"),
)
_LONGEST_AGO = 400


def reason_field(**values: Any) -> CleanCharField:
    return CleanCharField(
        label=values.pop("label", "Lý do"),
        max_length=300,
        error_messages={
            "required": "Ghi lý do.",
            "max_length": "Lý do dài nhất 300 ký tự.",
        },
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        **values,
    )


class VisitForm(forms.Form):
    outcome = forms.ChoiceField(
        label="Kết quả",
        choices=list(VISIT_LABELS.items()),
        widget=forms.RadioSelect,
        error_messages={
            "required": "Chọn kết quả.",
            "invalid_choice": "Chọn kết quả trong danh sách.",
        },
    )
    reason = forms.ChoiceField(
        label="Lý do chưa đi học",
        required=False,
        choices=[("", "Chọn lý do"), *grouped()],
        error_messages={"invalid_choice": "Chọn lý do trong danh sách."},
    )
    next_in = forms.ChoiceField(
        label="Đến lại",
        required=False,
        choices=NEXT_CHOICES,
        error_messages={"invalid_choice": "Chọn ngày hẹn trong danh sách."},
    )
    next_on = forms.DateField(
        label="Hoặc đến lại đúng ngày",
        required=False,
        input_formats=DATE_FORMATS,
        error_messages={"invalid": "Ngày hẹn phải là ngày có thật, ví dụ 28/10/2020."},
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    programme = forms.ChoiceField(
        label="Em học gì",
        required=False,
        choices=[("", "Chưa rõ"), *((p.value, label) for p, label in PROGRAMMES)],
        error_messages={"invalid_choice": "Chọn trong danh sách."},
    )
    place = CleanCharField(
        label="Ở trường, cơ sở nào",
        required=False,
        max_length=200,
        error_messages={"max_length": "Tên trường, cơ sở dài nhất 200 ký tự."},
        widget=forms.TextInput(attrs={"autocomplete": "off", "list": "places"}),
    )
    visited_on = forms.DateField(
        label="Ngày đến",
        input_formats=DATE_FORMATS,
        error_messages={
            "required": "Ghi ngày đến.",
            "invalid": "Ngày đến phải là ngày có thật, ví dụ 28/10/2020.",
        },
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    note = CleanCharField(
        label="Ghi chú",
        required=False,
        max_length=300,
        error_messages={"max_length": "Ghi chú dài nhất 300 ký tự."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, auto_id=f"%s-{case.pk}", **kwargs)
        self.case = case

    def clean_visited_on(self) -> date:
        visited_on, today = self.cleaned_data["visited_on"], timezone.localdate()
        if visited_on > today:
            raise forms.ValidationError("Ngày đến không thể sau hôm nay.")
        if (today - visited_on).days > _LONGEST_AGO:
            raise forms.ValidationError("Ngày đến cách đây hơn một năm; xem lại năm.")
        return visited_on

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if values.get("next_in") and not values.get("next_on"):
            days = timedelta(days=int(values["next_in"]))
            values["next_on"] = timezone.localdate() + days
        self._need(values)
        visited_on, next_on = values.get("visited_on"), values.get("next_on")
        if visited_on and next_on and next_on <= visited_on:
            self.add_error("next_on", "Ngày hẹn phải sau ngày đến.")
        return values

    def _need(self, values: dict[str, Any]) -> None:
        outcome = values.get("outcome")
        if outcome == VisitOutcome.REFUSED and "reason" in values and not values["reason"]:
            self.add_error("reason", "Chọn lý do gia đình chưa đồng thuận.")
        if outcome == VisitOutcome.COME_AGAIN and "next_on" in values and not values["next_on"]:
            self.add_error("next_in", "Chọn ngày hẹn gặp lại.")
        if outcome == VisitOutcome.ELSEWHERE:
            if "programme" in values and not values["programme"]:
                self.add_error("programme", "Chọn em đang học gì.")
            if "place" in values and not values["place"]:
                self.add_error("place", "Ghi tên trường, cơ sở em đang học.")

    def said(self) -> Said:
        values = self.cleaned_data
        outcome = VisitOutcome(values["outcome"])
        names_place = outcome in (
            VisitOutcome.AGREED, VisitOutcome.VOCATIONAL, VisitOutcome.ELSEWHERE
        )  # fmt: skip
        place = values["place"] if names_place else ""
        home = (
            self.case.commune.district if self.case.commune else self.case.graduate.school.district
        )
        school = school_named(place, [home]) if place else None
        return Said(
            visited_on=values["visited_on"],
            outcome=outcome,
            reason=values["reason"],
            next_on=values["next_on"],
            programme=values["programme"] if names_place else "",
            school=school,
            place_text="" if school else place,
            note=values["note"],
        )


def read_key(text: str) -> UUID | None:
    """The key a form was made with; None when it was tampered with."""
    try:
        return UUID(text)
    except ValueError:
        return None


def read_version(text: str) -> int | None:
    """The version of the case that a form was made with; None when it was tampered with."""
    return int(text[:9]) if text.isascii() and text.isdigit() else None


class EndForm(forms.Form):
    closing = forms.ChoiceField(
        label="Kết thúc vì",
        choices=[(closing.value, CLOSING_LABELS[closing]) for closing in BY_HAND],
        widget=forms.RadioSelect,
        error_messages={"required": "Chọn vì sao kết thúc.", "invalid_choice": "Chọn lại."},
    )
    note = reason_field(label="Nội dung")
    version = forms.CharField(required=False, widget=forms.HiddenInput)


class RequestForm(forms.Form):
    """To hand a case over: to any commune of the province, by district and name."""

    to_commune = forms.ModelChoiceField(
        label="Chuyển đến",
        queryset=Commune.objects.none(),
        empty_label="Chọn xã, phường, thị trấn",
        error_messages={
            "required": "Chọn xã, phường, thị trấn.",
            "invalid_choice": "Chọn trong danh sách.",
        },
    )
    reason = reason_field()

    def __init__(self, *args: Any, case: Case, communes: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if case.is_settled:
            del self.fields["to_commune"]
            return
        self.fields["to_commune"].queryset = communes.exclude(pk=case.commune_id)
        self.fields["to_commune"].label_from_instance = _commune_label

    @property
    def kind(self) -> CaseRequest.Kind:
        is_transfer = "to_commune" in self.fields
        return CaseRequest.Kind.TRANSFER if is_transfer else CaseRequest.Kind.REOPEN


def _commune_label(commune: Commune) -> str:
    return f"{commune.name}, {commune.district.name}"


class AnswerForm(forms.Form):
    decision = forms.ChoiceField(choices=[("yes", "Đồng ý"), ("no", "Từ chối")])
    answer = CleanCharField(required=False, max_length=300)


def _days_field(label: str, hint: str) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=1,
        max_value=365,
        help_text=hint,
        error_messages={
            "invalid": "Ghi số ngày từ 1 đến 365, hoặc để trống.",
            "min_value": "Ghi số ngày từ 1 đến 365, hoặc để trống.",
            "max_value": "Ghi số ngày từ 1 đến 365, hoặc để trống.",
        },
    )


class DeadlinesForm(forms.Form):
    first_visit = _days_field("Đến lần đầu trong (ngày)", "Tính từ ngày giao danh sách.")
    next_visit = _days_field("Đến lại trong (ngày)", "Tính từ lượt gần nhất khi không hẹn ngày.")
    claim = _days_field(
        "Chờ nhà trường xác nhận trong (ngày)", "Quá hạn thì trường hợp cần xác minh lại."
    )
    observation = _days_field(
        "Theo dõi sau khi đi học lại (ngày)", "Để trống: nhà trường xác nhận là kết thúc."
    )

    def deadlines(self) -> Deadlines:
        return Deadlines(**self.cleaned_data)


class CardFilterForm(forms.Form):
    """Which cards a unit looks at."""

    SHOW = [
        ("open", "Cần vận động"),
        ("claimed", "Chờ nhà trường xác nhận"),
        ("settled", "Đã kết thúc"),
    ]
    hamlet = forms.ChoiceField(label="Ấp, khu phố", required=False)
    show = forms.ChoiceField(label="Xem", required=False, choices=SHOW)

    def __init__(self, *args: Any, hamlets: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["hamlet"].choices = [("", "Tất cả"), *((name, name) for name in hamlets)]

    def chosen(self) -> tuple[str, str]:
        values = self.cleaned_data if self.is_valid() else {}
        return values.get("hamlet", ""), values.get("show") or "open"
