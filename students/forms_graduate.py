"""Correcting by hand what is kept of a graduate."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django import forms

from districts.authority import scope_of
from districts.fields import CleanCharField
from districts.models import Commune, District, School
from domain.dates import UnreadableDate, plausible_for_cohort, read_date
from domain.formats import birth as birth_text
from domain.identifiers import (
    Reading,
    read_moet_code,
    read_personal_id,
    read_phone,
    read_register_number,
)
from students.actions import KeyTaken
from students.actions.edits import version_of
from students.authorship import sees_contacts
from students.models import Graduate
from students.particulars import BIRTH, CONTACTS, column_label

NOWHERE = "Chưa rõ, hoặc ngoài tỉnh"
NO_SUCH_CHOICE = "Chọn trong danh sách."
STALE = (
    "Trong khi sửa, thông tin của học sinh này đã được người khác thay đổi; hai bản ở ngay bên "
    "dưới. Nội dung đang nhập được giữ nguyên và chưa được ghi. "
    "Kiểm tra lại, nếu vẫn đúng thì bấm Lưu lần nữa."
)
# Under which heading of the page which fields stand.
SECTIONS = (
    ("Học sinh", ("full_name", "birth", "gender", "ethnicity", "birth_place")),
    (
        "Tốt nghiệp THCS",
        ("school", "class_name", "classification", "register_number", "moet_code", "personal_id"),
    ),
    ("Chỗ ở, liên hệ", ("residence", "hamlet", "commune", "guardian", "phone")),
    ("Khác", ("priority", "note")),
)
PLAIN = (
    "full_name", "gender", "ethnicity", "birth_place", "class_name", "classification",
    "register_number", "moet_code", "personal_id", "residence", "hamlet", "guardian", "phone",
    "priority", "note",
)  # fmt: skip
_CODE_READERS: dict[str, Callable[[str], Reading]] = {
    "register_number": read_register_number,
    "moet_code": read_moet_code,
    "phone": read_phone,
}


def _text(name: str, *, help_text: str = "", required: str = "") -> CleanCharField:
    """A field for a column of texts, with the column's own label and limit."""
    limit = Graduate._meta.get_field(name).max_length
    return CleanCharField(
        label=column_label(name),
        required=bool(required),
        max_length=limit,
        help_text=help_text,
        error_messages={
            "required": required,
            "max_length": f"{column_label(name)} dài nhất {limit} ký tự.",
        },
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class GraduateForm(forms.Form):
    full_name = _text("full_name", required="Ghi họ và tên.")
    birth = CleanCharField(
        label="Ngày sinh",
        required=False,
        max_length=40,
        help_text="Ví dụ 28/2/2005. Chỉ biết năm thì ghi năm, ví dụ 2005.",
        error_messages={"max_length": "Ngày sinh phải là ngày có thật, ví dụ 28/2/2005."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    gender = forms.ChoiceField(
        label="Giới tính",
        required=False,
        choices=[("", "Chưa rõ"), *Graduate.Gender.choices],
        error_messages={"invalid_choice": NO_SUCH_CHOICE},
    )
    ethnicity = _text("ethnicity")
    birth_place = _text("birth_place")
    school = forms.ModelChoiceField(
        label="Trường THCS",
        queryset=School.objects.none(),
        to_field_name="code",
        empty_label=None,
        error_messages={"required": "Chọn trường THCS.", "invalid_choice": NO_SUCH_CHOICE},
    )
    class_name = _text("class_name", help_text="Ví dụ 9A1.")
    classification = _text("classification", help_text="Ví dụ Giỏi, Khá, Trung bình.")
    register_number = _text("register_number")
    moet_code = _text("moet_code", help_text="10 chữ số.")
    personal_id = _text("personal_id", help_text="12 chữ số.")
    residence = _text("residence", help_text="Địa chỉ đầy đủ như gia đình ghi.")
    hamlet = _text("hamlet")
    commune = forms.ChoiceField(
        label="Xã, phường, thị trấn",
        required=False,
        help_text="Học sinh được đưa vào danh sách của xã này khi chưa vào học.",
        error_messages={"invalid_choice": NO_SUCH_CHOICE},
    )
    guardian = _text("guardian")
    phone = _text("phone")
    priority = _text("priority", help_text="Ví dụ hộ nghèo, hộ cận nghèo.")
    note = _text("note")
    reason = CleanCharField(
        label="Vì sao sửa",
        max_length=300,
        help_text="Ví dụ: theo giấy khai sinh, gia đình đã chuyển chỗ ở.",
        error_messages={
            "required": "Ghi vì sao sửa.",
            "max_length": "Lý do dài nhất 300 ký tự.",
        },
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    version = CleanCharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: Any, graduate: Graduate, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.graduate, self.is_stale = user, graduate, False
        self.notices: list[str] = []
        self.communes = {c.code: c for c in _communes(graduate.cohort.year)}
        self.fields["commune"].choices = _by_district(self.communes.values())
        self._bound_to_the_viewer()
        if not self.is_bound:
            self.initial = {**_stored(graduate), "version": version_of(graduate)}

    def _bound_to_the_viewer(self) -> None:
        """A THCS does not hand its graduates on; who reaches no family sees no contacts."""
        if self.graduate.school_id in scope_of(self.user).origin_school_ids:
            del self.fields["school"]
        else:
            schools = School.objects.visible_to(self.user).graduating()
            self.fields["school"].queryset = schools.order_by("name")
        if not sees_contacts(self.user, self.graduate):
            for name in CONTACTS:
                del self.fields[name]

    def clean_full_name(self) -> str:
        full_name = self.cleaned_data["full_name"]
        if full_name == self.graduate.full_name:
            return full_name
        if not any(map(str.isalpha, full_name)) or any(map(str.isdigit, full_name)):
            raise forms.ValidationError("Họ và tên chỉ gồm chữ, ví dụ Lê Thị An.")
        return full_name

    def clean_birth(self) -> dict[str, int | None]:
        """The three columns of the birth date."""
        typed = self.cleaned_data["birth"]
        if typed == _stored(self.graduate)["birth"]:
            return {name: getattr(self.graduate, name) for name in BIRTH}
        try:
            birth = read_date(typed)
        except UnreadableDate as error:
            raise forms.ValidationError(
                "Ngày sinh phải là ngày có thật, ví dụ 28/2/2005."
            ) from error
        if birth is None:
            if self.graduate.birth is not None:
                raise forms.ValidationError("Ghi ngày sinh, ví dụ 28/2/2005.")
            return dict.fromkeys(BIRTH)
        if not plausible_for_cohort(birth, self.graduate.cohort.year):
            self.notices.append(
                f"Ngày sinh {birth_text(birth)} ít gặp ở học sinh tốt nghiệp THCS năm "
                f"{self.graduate.cohort.year}; hãy kiểm tra lại."
            )
        return {"birth_year": birth.year, "birth_month": birth.month, "birth_day": birth.day}

    def clean_commune(self) -> Commune | None:
        return self.communes.get(self.cleaned_data["commune"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name, reader in _CODE_READERS.items():
            if self._is_typed(name):
                self._read_code(name, reader(cleaned[name]))
        if self._is_typed("personal_id"):
            year = (cleaned.get("birth") or {}).get("birth_year")
            told = {"birth_year": year, "gender": cleaned.get("gender", "")}
            self._read_code("personal_id", read_personal_id(cleaned["personal_id"], **told))
        return cleaned

    def _is_typed(self, name: str) -> bool:
        """Whether something was typed that is not what stands there already."""
        typed = self.cleaned_data.get(name)
        return bool(typed) and typed != getattr(self.graduate, name)

    def _read_code(self, name: str, reading: Reading) -> None:
        """Shapes of codes are worth a look, never a refusal; what was typed is not lost."""
        self.cleaned_data[name] = reading.value or self.cleaned_data[name]
        if reading.warning:
            self.notices.append(f"{column_label(name)}: {reading.warning}.")

    def values(self) -> dict[str, Any]:
        """The columns as the action takes them; only after the form is valid."""
        found = self.cleaned_data
        values = {name: found[name] for name in PLAIN if name in found} | found.get("birth", {})
        if "school" in found:
            values["school_id"] = found["school"].pk
        if "commune" in found:
            values["commune_id"] = found["commune"].pk if found["commune"] else None
        return values

    def renew(self, graduate: Graduate) -> None:
        """Tell that the graduate changed, keep what was typed, let the next click confirm it."""
        self.add_error(None, STALE)
        self.graduate, self.is_stale = graduate, True
        self.data = self.data.copy()
        self.data["version"] = version_of(graduate)

    def tell_taken(self, taken: KeyTaken) -> None:
        """Say whose the key is; a child beyond the viewer's scope is not named."""
        visible = Graduate.objects.visible_to(self.user).select_related("school")
        other = visible.filter(pk=taken.other).first()
        who = "một học sinh khác ngoài phạm vi của đơn vị"
        if other:
            place = ", ".join(filter(None, [other.school.name, other.class_name]))
            who = f"“{other.full_name}” ({place})"
        if taken.column == "full_name":
            message = (
                f"Trùng trường, lớp, họ tên và ngày sinh với {who}; "
                "ghi số vào sổ hoặc mã định danh của từng em để phân biệt."
            )
        else:
            message = f"{column_label(taken.column)} này là của {who}; kiểm tra lại."
        self.add_error(taken.column if taken.column in self.fields else None, message)

    def sections(self) -> list[dict[str, Any]]:
        """The fields under the headings of the page."""
        shown = [
            {"title": title, "fields": [self[name] for name in names if name in self.fields]}
            for title, names in SECTIONS
        ]
        return [section for section in shown if section["fields"]]

    def both_versions(self) -> list[dict[str, Any]]:
        """What is stored beside what is being typed, where they differ; empty while nothing
        changed under the form.
        """
        if not self.is_stale:
            return []
        stored = _stored(self.graduate)
        rows = [
            {
                "label": field.label,
                "stored": self._said(field, stored.get(field.name)),
                "typed": self._said(field, field.value()),
            }
            for field in self.visible_fields()
            if field.name != "reason"
        ]
        return [row for row in rows if row["stored"] != row["typed"]]

    def _said(self, field: Any, value: Any) -> str:
        choices = getattr(field.field, "choices", None)
        if not choices:
            return str(value or "")
        if field.name == "commune":
            return str(self.communes.get(value) or NOWHERE)
        return str({str(key): label for key, label in choices}.get(str(value or ""), ""))


def _stored(graduate: Graduate) -> dict[str, Any]:
    stored = {name: getattr(graduate, name) for name in PLAIN}
    return stored | {
        "birth": birth_text(graduate.birth) if graduate.birth else "",
        "school": graduate.school.code,
        "commune": graduate.commune.code if graduate.commune else "",
    }


def _communes(year: int) -> Iterable[Commune]:
    """All of the province: a child may live in another district than its school's."""
    valid = Commune.objects.valid_on(date(year, 7, 1)).select_related("district")
    return valid.order_by("district__code", "name")


def _by_district(communes: Iterable[Commune]) -> list[tuple[str, Any]]:
    groups: dict[District, list[tuple[str, str]]] = {}
    for commune in communes:
        groups.setdefault(commune.district, []).append((commune.code, commune.name))
    return [("", NOWHERE), *((district.name, found) for district, found in groups.items())]
