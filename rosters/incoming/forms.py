"""What is asked of somebody who sends a roster."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from districts.authority import scope_of
from districts.fields import CleanCharField
from districts.models import School, SchoolKind
from documents.import_template import RosterKind
from domain.formats import count, day
from domain.outcome import Programme, Stage
from imports.forms import SheetsField
from rosters.incoming.drafts import institutions_of
from rosters.incoming.plan import RosterCheck, RosterPlan
from rosters.incoming.understanding import (
    AS_AT,
    INSTITUTION,
    PROGRAMME,
    STAGE,
    hints,
    institution_of,
    lists_in_force,
    names_another,
    suggested_part,
)
from rosters.models import RosterVersion
from students.forms_statements import DATE_FORMATS
from students.labels import PROGRAMME_LABELS
from students.models import Cohort

PROGRAMMES = (
    Programme.UPPER_SECONDARY,
    Programme.CONTINUING,
    Programme.ELEMENTARY,
    Programme.INTERMEDIATE,
    Programme.COLLEGE_NINE_PLUS,
)
STAGES = (
    (Stage.STUDYING, "Đang học: học sinh đã nhập học, đang đến lớp"),
    (Stage.ADMITTED, "Trúng tuyển: mới có kết quả tuyển sinh, chưa xác nhận nhập học"),
)
TEMPLATES = (
    (RosterKind.TENTH_GRADE, "Lớp 10 THPT"),
    (RosterKind.CONTINUING, "Lớp 10 GDTX cấp THPT"),
    (RosterKind.INTERMEDIATE, "Trung cấp"),
    (RosterKind.ELEMENTARY, "Sơ cấp"),
)
_TEMPLATE_OF_KIND = {
    SchoolKind.CONTINUING: RosterKind.CONTINUING,
    SchoolKind.VOCATIONAL: RosterKind.INTERMEDIATE,
}
SUPPLEMENT = "+"
UNANSWERED = [("", "Chọn…")]


class RosterUploadForm(forms.Form):
    cohort = forms.ModelChoiceField(
        label="Năm tốt nghiệp THCS của học sinh",
        queryset=Cohort.objects.none(),
        to_field_name="year",
        empty_label=None,
        error_messages={"invalid_choice": "Chọn năm trong danh sách.", "required": "Chọn năm."},
    )
    sheet = SheetsField(
        label="Tệp danh sách",
        help_text="Tệp .xlsx, .xls, .ods hoặc .csv, mỗi tệp nhiều nhất 20 MB; chọn được nhiều tệp.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cohort"].queryset = Cohort.objects.filter(is_open=True).order_by("-year")


class RosterTemplateForm(forms.Form):
    """Of which institution and programme an empty list is wanted."""

    institution = forms.ModelChoiceField(
        label="Trường, cơ sở", queryset=School.objects.none(), to_field_name="code",
        empty_label=None,
    )  # fmt: skip
    kind = forms.ChoiceField(label="Loại danh sách", choices=TEMPLATES)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="template_%s", **kwargs)
        institutions = institutions_of(user)
        self.fields["institution"].queryset = institutions
        own = list(institutions[:2])
        self.initial["kind"] = _TEMPLATE_OF_KIND.get(own[0].kind) if len(own) == 1 else None


class SaysForm(forms.Form):
    """What the list is; every answer that the file gives stands in its field, with where it was
    read.
    """

    institution = forms.ChoiceField(
        label="Trường, cơ sở gửi danh sách",
        error_messages={
            "required": "Chọn trường, cơ sở.",
            "invalid_choice": "Chọn trường, cơ sở trong danh sách.",
        },
    )
    is_own = forms.BooleanField(required=False)
    programme = forms.ChoiceField(
        label="Chương trình",
        choices=[*UNANSWERED, *((p.value, PROGRAMME_LABELS[p]) for p in PROGRAMMES)],
        error_messages={
            "required": "Chọn chương trình.",
            "invalid_choice": "Chọn chương trình trong danh sách.",
        },
    )
    stage = forms.ChoiceField(
        label="Học sinh trong danh sách",
        choices=STAGES,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Chọn đang học hay mới trúng tuyển.",
            "invalid_choice": "Chọn đang học hay mới trúng tuyển.",
        },
    )
    as_at = forms.DateField(
        label="Danh sách đúng đến ngày",
        input_formats=DATE_FORMATS,
        error_messages={
            "required": "Ghi ngày mà danh sách đúng, ví dụ 15/9/2020.",
            "invalid": "Ngày phải là ngày có thật, ví dụ 15/9/2020.",
        },
        widget=forms.DateInput(format="%d/%m/%Y", attrs={"autocomplete": "off"}),
    )
    is_year = forms.BooleanField(required=False)

    def __init__(self, *args: Any, check: RosterCheck, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.check, self.cohort = check, check.draft.cohort
        self.said = check.reading.said
        self._offer_institutions(list(institutions_of(user)), may_add=_may_add(user))
        self._suggest(list(institutions_of(user)))
        self._ask_about_the_name()
        self._ask_about_the_year()

    def _offer_institutions(self, known: list[School], *, may_add: bool) -> None:
        choices = [(school.code, _school_label(school)) for school in known]
        unknown = self.said.unknown
        if unknown is not None and may_add:
            label = f"Cơ sở mới, thêm vào danh mục ở mức chưa xác nhận: {unknown.name}"
            choices.append((unknown.code, label))
        only_one = len(choices) == 1
        self.fields[INSTITUTION].choices = choices if only_one else [*UNANSWERED, *choices]

    def _suggest(self, known: list[School]) -> None:
        found = self.check.found
        for name, hint in hints(self.check.reading, cohort=self.cohort, institutions=known).items():
            self.fields[name].help_text = hint.sentence
            self.initial[name] = hint.value.code if isinstance(hint.value, School) else hint.value
        if found:
            self.initial |= {
                INSTITUTION: found.institution.code,
                PROGRAMME: found.programme,
                STAGE: found.stage,
                AS_AT: found.as_at,
                "is_own": True,
                "is_year": True,
            }

    def _ask_about_the_name(self) -> None:
        """Only where the chosen institution is not the one that the file names."""
        code = self.data.get(INSTITUTION) if self.is_bound else self.initial[INSTITUTION]
        chosen = institution_of(code, self.said) if code else None
        self.other_name = names_another(self.said, chosen) if chosen else ""
        if not self.other_name:
            del self.fields["is_own"]
            return
        self.fields["is_own"].label = f"Đúng là danh sách của {chosen.name}"

    def _ask_about_the_year(self) -> None:
        if self.said.is_of_year(self.cohort.year):
            del self.fields["is_year"]
            return
        year = self.cohort.year
        self.fields["is_year"].label = f"Đúng là danh sách năm học {year}-{year + 1}"
        self.fields["is_year"].help_text = f"Tiêu đề ghi năm học {self.said.year_text}."

    def clean_institution(self) -> School:
        found = institution_of(self.cleaned_data[INSTITUTION], self.said)
        if found is None:
            raise forms.ValidationError("Chọn trường, cơ sở trong danh sách.")
        return found

    def clean_is_own(self) -> bool:
        if not self.cleaned_data["is_own"]:
            raise forms.ValidationError(
                f"Tệp ghi tên “{self.other_name}”. Nếu gửi nhầm tệp thì bỏ tệp này; nếu đúng là "
                "danh sách của đơn vị đã chọn thì đánh dấu vào ô này."
            )
        return True

    def clean_is_year(self) -> bool:
        if not self.cleaned_data["is_year"]:
            raise forms.ValidationError(
                f"Tệp là danh sách năm học {self.said.year_text}, không phải của học sinh tốt "
                f"nghiệp năm {self.cohort.year}. Nếu gửi nhầm tệp thì bỏ tệp này; nếu tiêu đề ghi "
                "sai thì đánh dấu vào ô này."
            )
        return True

    def clean_as_at(self) -> date:
        as_at, first = self.cleaned_data[AS_AT], date(self.cohort.year, 6, 1)
        if as_at > timezone.localdate():
            raise forms.ValidationError("Ngày này không được sau hôm nay.")
        if as_at < first:
            raise forms.ValidationError(f"Ngày này không được trước {day(first)}.")
        return as_at

    def answers(self) -> dict[str, Any]:
        """What was answered, by question."""
        return {name: self.cleaned_data[name] for name in (INSTITUTION, PROGRAMME, STAGE, AS_AT)}


class PartForm(forms.Form):
    """Which of the institution's lists the file takes the place of, or that it stands beside."""

    replaces = forms.ChoiceField(
        label="Danh sách này",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Chọn thay thế hay bổ sung.",
            "invalid_choice": "Chọn thay thế hay bổ sung.",
        },
    )
    name = CleanCharField(
        label="Tên phần bổ sung",
        required=False,
        max_length=80,
        help_text="Chỉ ghi khi bổ sung, ví dụ: Lớp 10A2, Nghề điện.",
        error_messages={"max_length": "Tên phần dài nhất 80 ký tự."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, check: RosterCheck, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = check.found
        self.lists = lists_in_force(found.institution, found.programme, check.draft.cohort)
        self.fields["replaces"].choices = [
            *((f"={version.roster.part}", _replaced_label(version)) for version in self.lists),
            (SUPPLEMENT, "Bổ sung: là một phần khác, các danh sách trên vẫn dùng"),
        ]
        self.initial["name"] = suggested_part(check.reading)
        if len(self.lists) == 1:
            self.initial["replaces"] = f"={self.lists[0].roster.part}"
        if "part" in check.draft.options:
            part = check.draft.options["part"]
            is_known = part in {version.roster.part for version in self.lists}
            self.initial["replaces"] = f"={part}" if is_known else SUPPLEMENT
            self.initial["name"] = part

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("replaces") == SUPPLEMENT and "name" not in self.errors:
            name = cleaned.get("name", "")
            if not name:
                self.add_error("name", "Ghi tên phần bổ sung.")
            elif name in {version.roster.part for version in self.lists}:
                self.add_error(
                    "name", f"Đã có phần “{name}”: chọn thay phần đó, hoặc đặt tên khác."
                )
        return cleaned

    def part(self) -> str:
        """The part that the file is the list of."""
        replaces = self.cleaned_data["replaces"]
        return self.cleaned_data["name"] if replaces == SUPPLEMENT else replaces[1:]


class ConfirmForm(forms.Form):
    """The last word, with a mark where something is unusual."""

    fingerprint = forms.CharField(required=False, widget=forms.HiddenInput)
    accept_older = forms.BooleanField(required=False)
    accept_shrinking = forms.BooleanField(required=False)

    def __init__(self, *args: Any, plan: RosterPlan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        upload = plan.upload
        self.initial["fingerprint"] = plan.fingerprint
        if upload.is_older:
            newer = day(upload.previous.as_at)
            self._ask(
                "accept_older",
                f"Dùng danh sách này thay danh sách ngày {newer}",
                f"Danh sách đang dùng đúng đến ngày {newer}, mới hơn tệp này "
                f"({day(upload.file.recognised.as_at)}).",
                "Danh sách đang dùng mới hơn tệp này. Đúng là danh sách cần dùng thì đánh dấu vào "
                "ô này, nếu không thì bỏ tệp.",
            )
        else:
            del self.fields["accept_older"]
        if upload.shrinks and not upload.is_unchanged:
            self._ask(
                "accept_shrinking",
                "Danh sách đã đủ, số học sinh giảm là đúng",
                f"Danh sách đang dùng có {count(upload.previous_number)} học sinh, tệp này có "
                f"{count(len(upload.file.rows))}: giảm hơn một phần ba.",
                "Số học sinh giảm hơn một phần ba. Kiểm tra tệp có đủ không; đủ thì đánh dấu vào "
                "ô này, nếu chỉ là một phần thì quay lại chọn Bổ sung.",
            )
        else:
            del self.fields["accept_shrinking"]

    def _ask(self, name: str, label: str, told: str, sentence: str) -> None:
        field = self.fields[name]
        field.label, field.help_text, field.required = label, told, True
        field.error_messages["required"] = sentence


def _school_label(school: School) -> str:
    place = school.district.name if school.district else school.province
    return f"{school.name} ({place})" if place else school.name


def _replaced_label(version: RosterVersion) -> str:
    number = version.rows.count()
    part = f" “{version.roster.part}”" if version.roster.part else ""
    return (
        f"Thay danh sách{part} đang dùng: {count(number)} học sinh, đến ngày {day(version.as_at)}"
    )


def _may_add(user: Any) -> bool:
    """Only the department keeps the catalogue of institutions."""
    return scope_of(user).is_province
