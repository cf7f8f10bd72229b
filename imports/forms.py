"""What is asked of somebody who brings a list in."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from districts.authority import scope_of
from districts.models import Commune, District, School
from imports.causes import Cause
from imports.drafts import Decision
from imports.graduates import SourceFile
from imports.models import Correction
from imports.reading.guards import MAX_FILE_BYTES
from students.models import Cohort

ENDINGS = (".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".txt", ".htm", ".html")
NO_FILE = "Chọn tệp cần nhập."
MOST_FILES = 50


class SheetField(forms.FileField):
    """One workbook, read into memory."""

    default_error_messages = {
        "required": NO_FILE,
        "missing": NO_FILE,
        "invalid": NO_FILE,
        "empty": "Tệp đã chọn không có nội dung.",
    }

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.FileInput(attrs={"accept": ",".join(ENDINGS)})
        super().__init__(widget=widget, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> SourceFile:
        sheet = super().clean(data, initial)
        if sheet.size > MAX_FILE_BYTES:
            raise ValidationError(
                "Tệp lớn hơn 20 MB; tách thành nhiều tệp nhỏ hơn rồi tải lên từng tệp."
            )
        return SourceFile(sheet.name, sheet.read())


class SheetsInput(forms.FileInput):
    """A choice of several files."""

    allow_multiple_selected = True

    def value_from_datadict(self, posted: Any, files: Any, name: str) -> Any:
        return files.getlist(name)


@dataclass(frozen=True)
class SentFile:
    """One of several files: what it holds, or one sentence why it cannot be read."""

    name: str
    source: SourceFile | None = None
    problem: str = ""


class SheetsField(SheetField):
    """One workbook or several; what is wrong with one of several stands in the way of no other."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        attributes = {"accept": ",".join(ENDINGS), "multiple": True}
        self.widget = SheetsInput(attrs=attributes)
        self.widget.is_required = self.required

    def clean(self, data: Any, initial: Any = None) -> list[SentFile]:
        if not data:
            raise ValidationError(self.error_messages["required"])
        if len(data) > MOST_FILES:
            raise ValidationError(f"Chọn nhiều nhất {MOST_FILES} tệp một lần.")
        return [self._one(each) for each in data]

    def _one(self, uploaded: Any) -> SentFile:
        try:
            return SentFile(uploaded.name, super().clean(uploaded))
        except ValidationError as error:
            return SentFile(uploaded.name, problem=" ".join(error.messages))


class UploadForm(forms.Form):
    cohort = forms.ModelChoiceField(
        label="Năm tốt nghiệp",
        queryset=Cohort.objects.none(),
        to_field_name="year",
        empty_label=None,
        error_messages={"invalid_choice": "Chọn năm trong danh sách.", "required": "Chọn năm."},
    )
    district = forms.ModelChoiceField(
        label="Danh sách của",
        queryset=District.objects.none(),
        to_field_name="code",
        required=False,
        empty_label="Tự nhận biết từ tên cơ quan trong tệp",
        error_messages={"invalid_choice": "Chọn huyện trong danh sách."},
    )
    sheet = SheetsField(
        label="Tệp danh sách",
        help_text="Tệp .xlsx, .xls, .ods hoặc .csv, mỗi tệp nhiều nhất 20 MB; chọn được nhiều tệp.",
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cohort"].queryset = Cohort.objects.filter(is_open=True).order_by("-year")
        scope = scope_of(user)
        districts = District.objects.visible_to(user)
        self._only_district = None if scope.is_province else _single(districts)
        if self._only_district:
            del self.fields["district"]
        else:
            self.fields["district"].queryset = districts

    def sender(self) -> District | None:
        """The district whose list it is, where it was said or can only be one."""
        return self._only_district or self.cleaned_data["district"]


class TemplateForm(forms.Form):
    """Of which district an empty list is wanted."""

    district = forms.ModelChoiceField(
        label="Huyện", queryset=District.objects.none(), to_field_name="code", empty_label=None
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="template_%s", **kwargs)
        self.fields["district"].queryset = District.objects.visible_to(user)


class MendedFileForm(forms.Form):
    sheet = SheetField(label="Tệp đã sửa")


class UndoForm(forms.Form):
    reason = forms.CharField(
        label="Lý do hoàn tác",
        max_length=200,
        error_messages={"required": "Ghi lý do hoàn tác."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    but_those = forms.BooleanField(
        label="Giữ lại các học sinh đã có thông tin ghi hoặc sửa về sau", required=False
    )


class DecisionForm(forms.Form):
    """One choice for each word that no school or commune of the catalogue bears."""

    def __init__(
        self, *args: Any, causes: Iterable[Cause], user: Any, district: District | None,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self._causes = {cause.key: cause for cause in causes if cause.decidable and district}
        kinds = {cause.decidable for cause in self._causes.values()}
        choices = {kind: _QUERYSETS[kind](user, district) for kind in kinds}
        for key, cause in self._causes.items():
            self.fields[key] = forms.ModelChoiceField(
                queryset=choices[cause.decidable],
                required=False,
                to_field_name="code",
                empty_label="Chưa chọn",
                label=f"“{cause.words[0]}” là",
                error_messages={"invalid_choice": "Chọn trong danh sách."},
            )

    def decisions(self) -> list[Decision]:
        """What was chosen, word by word."""
        return [
            Decision(cause.decidable, word, self.cleaned_data[key])
            for key, cause in self._causes.items()
            if self.cleaned_data.get(key)
            for word in cause.words
        ]


def _schools(user: Any, district: District) -> Any:
    graduating = School.objects.visible_to(user).graduating()
    return graduating.filter(district=district).order_by("name")


def _communes(user: Any, district: District) -> Any:
    return Commune.objects.visible_to(user).filter(district=district).order_by("name")


_QUERYSETS = {Correction.Field.SCHOOL: _schools, Correction.Field.COMMUNE: _communes}


def _single(districts: Any) -> District | None:
    found = list(districts[:2])
    return found[0] if len(found) == 1 else None
