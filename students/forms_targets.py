"""Choosing a year, setting a target or a quota, and taking in a sheet of them."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from districts.fields import CleanCharField, CodeChoiceField
from districts.models import District, SchoolKind
from domain.formats import day, decimal_text
from domain.names import clean
from students.models import Cohort, Quota, Target

DATE_FORMATS = ["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d"]
EARLIEST_DOCUMENT = date(2000, 1, 1)
MOST_SEATS = 20_000
# Larger sheets go through the command.
MOST_BYTES = 5 * 1024 * 1024
SHEET_ENDINGS = (".xlsx", ".xls", ".xlsb", ".ods", ".csv")
STALE = (
    "Trong khi nhập, giá trị này đã được người khác thay đổi; hai bản ở ngay bên dưới. "
    "Nội dung đang nhập được giữ nguyên và chưa được ghi. "
    "Kiểm tra lại, nếu vẫn đúng thì bấm Lưu lần nữa."
)
# Percent as a person or a sheet writes it: "20", "19,96", "19.96 %".
PERCENT = re.compile(r"([0-9]{1,3})(?:[.,]([0-9]{1,2}))?\s*%?")
SEATS = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]{1,9}")


def offered_years() -> list[int]:
    """Years that targets can be set for, newest first: those there are, and the one to come."""
    years = list(Cohort.objects.order_by("-year").values_list("year", flat=True))
    return [years[0] + 1, *years] if years else [timezone.localdate().year]


class YearChoice(forms.Form):
    """Which year's values are shown; the newest that has a cohort when nothing is chosen."""

    cohort = forms.TypedChoiceField(
        label="Năm tốt nghiệp",
        required=False,
        coerce=int,
        error_messages={"invalid_choice": "Chọn năm trong danh sách."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.years = offered_years()
        self.fields["cohort"].choices = [(year, str(year)) for year in self.years]
        self.fields["cohort"].initial = self.newest
        if not self.data.get("cohort"):
            self.data = {**self.data.dict(), "cohort": str(self.newest)}

    @property
    def newest(self) -> int:
        return self.years[min(1, len(self.years) - 1)]

    @property
    def year(self) -> int:
        return (self.is_valid() and self.cleaned_data["cohort"]) or self.newest


class QuotaFilter(YearChoice):
    kind = forms.ChoiceField(
        label="Loại",
        required=False,
        choices=[("", "Tất cả"), *(c for c in SchoolKind.choices if c[0] != SchoolKind.THCS)],
    )
    district = CodeChoiceField(
        label="Huyện",
        required=False,
        queryset=District.objects.none(),
        empty_label="Tất cả",
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["district"].queryset = District.objects.visible_to(user)

    def filter(self, schools: Any) -> Any:
        """Apply what was chosen; a value that is no choice filters to nothing."""
        if not self.is_valid():
            return schools.none()
        for name in ("kind", "district"):
            if self.cleaned_data[name]:
                schools = schools.filter(**{name: self.cleaned_data[name]})
        return schools


class ValueForm(forms.Form):
    """A value with its document, and the key of the record it was opened on."""

    amount = ""

    document_number = forms.CharField(
        label="Số văn bản",
        max_length=60,
        help_text="Ví dụ 134/KH-UBND.",
        error_messages={
            "required": "Nhập số văn bản.",
            "max_length": "Số văn bản dài nhất 60 ký tự.",
        },
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    document_date = forms.DateField(
        label="Ngày văn bản",
        input_formats=DATE_FORMATS,
        help_text="Ví dụ 28/9/2020.",
        error_messages={
            "required": "Nhập ngày văn bản.",
            "invalid": "Ngày văn bản phải là ngày có thật, ví dụ 28/9/2020.",
        },
        widget=forms.DateInput(
            format="%d/%m/%Y", attrs={"inputmode": "numeric", "autocomplete": "off"}
        ),
    )
    version = CleanCharField(required=False, max_length=20, widget=forms.HiddenInput)

    def __init__(self, *args: Any, current: Target | Quota | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.current = current
        self.is_stale = False
        if not self.is_bound:
            self.initial = {"version": current.pk if current else "", **self._stored()}

    def _stored(self) -> dict[str, Any]:
        if self.current is None:
            return {}
        return {
            self.amount: self.amount_text(getattr(self.current, self.amount)),
            "document_number": self.current.document_number,
            "document_date": self.current.document_date,
        }

    @staticmethod
    def amount_text(value: Any) -> str:
        return str(value)

    def clean_document_number(self) -> str:
        number = clean(self.cleaned_data["document_number"])
        if not number:
            raise ValidationError("Nhập số văn bản.")
        return number

    def clean_document_date(self) -> date:
        on = self.cleaned_data["document_date"]
        if on > timezone.localdate():
            raise ValidationError("Ngày văn bản không thể sau ngày hôm nay.")
        if on < EARLIEST_DOCUMENT:
            raise ValidationError("Kiểm tra lại năm của ngày văn bản.")
        return on

    def clean_version(self) -> int | None:
        """The key the form was opened on; 0, which no record has, when it was tampered with."""
        text = self.cleaned_data["version"]
        if not text:
            return None
        return int(text) if text.isascii() and text.isdigit() else 0

    def renew(self, current: Target | Quota | None) -> None:
        """Tell that the value changed, keep what was typed, let the next click confirm it."""
        self.add_error(None, STALE)
        self.current, self.is_stale = current, True
        self.data = self.data.copy()
        self.data["version"] = str(current.pk) if current else ""

    def both_versions(self) -> list[dict[str, str]]:
        """What is stored beside what is being typed, one entry a field; empty while nothing changed
        under the form.
        """
        if not self.is_stale:
            return []
        stored = self._stored()
        on = stored.get("document_date")
        stored["document_date"] = day(on) if on else ""
        return [
            {"label": field.label, "stored": stored.get(field.name, ""), "typed": field.value()}
            for field in self.visible_fields()
        ]


class TargetForm(ValueForm):
    amount = "percent"

    percent = forms.CharField(
        label="Tỷ lệ vào GDNN (%)",
        max_length=10,
        help_text="Từ 0 đến 100, nhiều nhất hai chữ số thập phân, ví dụ 19,5.",
        error_messages={"required": "Nhập tỷ lệ, ví dụ 20 hoặc 19,5."},
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    field_order = ("percent",)

    @staticmethod
    def amount_text(value: Decimal) -> str:
        return decimal_text(value).removesuffix(" %")

    def clean_percent(self) -> Decimal:
        found = PERCENT.fullmatch(self.cleaned_data["percent"].strip())
        if not found:
            raise ValidationError("Tỷ lệ phải là một số, ví dụ 20 hoặc 19,5.")
        percent = Decimal(f"{found[1]}.{found[2] or 0}")
        if percent > 100:
            raise ValidationError("Tỷ lệ phải từ 0 đến 100.")
        return percent


class QuotaForm(ValueForm):
    amount = "seats"

    seats = forms.CharField(
        label="Chỉ tiêu tuyển sinh lớp 10",
        max_length=10,
        help_text="Số học sinh, ví dụ 450.",
        error_messages={"required": "Nhập chỉ tiêu, ví dụ 450."},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    field_order = ("seats",)

    def clean_seats(self) -> int:
        text = self.cleaned_data["seats"].strip()
        if not SEATS.fullmatch(text):
            raise ValidationError("Chỉ tiêu phải là số nguyên, ví dụ 450.")
        seats = int(text.replace(".", ""))
        if seats > MOST_SEATS:
            raise ValidationError("Chỉ tiêu phải từ 0 đến 20.000.")
        return seats


class SheetUpload(forms.Form):
    sheet = forms.FileField(
        label="Tệp Excel hoặc CSV",
        help_text="Tệp .xlsx, .xls, .ods hoặc .csv, nhiều nhất 5 MB.",
        error_messages={
            "required": "Chọn tệp cần nhập.",
            "missing": "Chọn tệp cần nhập.",
            "empty": "Tệp đã chọn không có nội dung.",
            "invalid": "Chọn tệp cần nhập.",
        },
        widget=forms.FileInput(attrs={"accept": ",".join(SHEET_ENDINGS)}),
    )

    def clean_sheet(self) -> Any:
        sheet = self.cleaned_data["sheet"]
        if not sheet.name.lower().endswith(SHEET_ENDINGS):
            raise ValidationError("Chọn tệp .xlsx, .xls, .ods hoặc .csv.")
        if sheet.size > MOST_BYTES:
            raise ValidationError("Tệp lớn hơn 5 MB; giữ lại riêng bảng cần nhập rồi tải lên.")
        return sheet
