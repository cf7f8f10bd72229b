"""The catalogue of schools and institutions: what it is filtered by, what may be changed."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from districts.actions import FIELDS, version_of
from districts.fields import CleanCharField, CodeChoiceField, SearchField
from districts.models import District, School, SchoolKind, SchoolQuerySet
from domain.names import clean, name_key
from domain.schools import school_key

MOST_ALIASES, LONGEST_NAME = 30, 150
UNCONFIRMED = "unconfirmed"
STALE = (
    "Trong khi sửa, thông tin của trường, cơ sở này đã được người khác thay đổi; hai bản ở ngay "
    "bên dưới. Nội dung đang nhập được giữ nguyên và chưa được ghi. "
    "Kiểm tra lại, nếu vẫn đúng thì bấm Lưu lần nữa."
)


class SchoolFilter(forms.Form):
    q = SearchField(help_text="Tên (không cần dấu), tên gọi khác hoặc mã")
    kind = forms.ChoiceField(
        label="Loại", required=False, choices=[("", "Tất cả"), *SchoolKind.choices]
    )
    district = CodeChoiceField(
        label="Huyện",
        required=False,
        queryset=District.objects.none(),
        empty_label="Tất cả",
    )
    state = forms.ChoiceField(
        label="Cần chú ý",
        required=False,
        choices=[("", "Tất cả"), (UNCONFIRMED, "Chưa xác nhận"), ("outside", "Ngoài tỉnh")],
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["district"].queryset = District.objects.visible_to(user)

    def filter(self, schools: SchoolQuerySet) -> SchoolQuerySet:
        """Apply what was chosen; a value that is no choice filters to nothing."""
        if not self.is_valid():
            return schools.none()
        chosen = self.cleaned_data
        for name in ("kind", "district"):
            if chosen[name]:
                schools = schools.filter(**{name: chosen[name]})
        if chosen["state"] == UNCONFIRMED:
            schools = schools.filter(is_confirmed=False)
        elif chosen["state"]:
            schools = schools.filter(is_confirmed=True, district__isnull=True)
        return _matching(schools, chosen["q"]) if chosen["q"] else schools


def _matching(schools: SchoolQuerySet, text: str) -> SchoolQuerySet:
    """Schools whose code begins with the text or one of whose names holds its words.

    Names are folded here: the catalogue is small, and a database folds Vietnamese only in part.
    """
    code, words = text.strip().upper(), name_key(text).split()
    found = []
    for pk, own_code, name, aliases in schools.values_list("pk", "code", "name", "aliases"):
        keys = [f"{name_key(one)} {school_key(one)}" for one in (name, *aliases)]
        in_name = words and any(all(word in key for word in words) for key in keys)
        if own_code.upper().startswith(code) or in_name:
            found.append(pk)
    return schools.filter(pk__in=found)


class NameForm(forms.Form):
    """What a district office may change of its own schools."""

    name = CleanCharField(
        label="Tên",
        max_length=LONGEST_NAME,
        error_messages={
            "required": "Nhập tên trường, cơ sở.",
            "max_length": "Tên dài nhất 150 ký tự.",
        },
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    aliases = forms.CharField(
        label="Tên gọi khác",
        required=False,
        max_length=MOST_ALIASES * LONGEST_NAME,
        help_text=(
            "Mỗi tên một dòng, như các đơn vị thường ghi trong danh sách. Không cần ghi lại tên "
            "chỉ khác dấu, khác chữ hoa hoặc viết tắt loại trường."
        ),
        error_messages={"max_length": "Tên gọi khác dài quá; bỏ bớt những tên không còn dùng."},
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    version = CleanCharField(required=False, max_length=40, widget=forms.HiddenInput)
    # Carried by the form, so that the same form sent twice means the same both times.
    former_name = CleanCharField(required=False, max_length=LONGEST_NAME, widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: Any, school: School | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.school, self.is_stale = school, False
        if "district" in self.fields:
            self.fields["district"].queryset = District.objects.visible_to(user)
        if school and not self.is_bound:
            self.initial = {"version": version_of(school), **self._stored()}
            self.initial["former_name"] = school.name

    def _stored(self) -> dict[str, Any]:
        stored = {name.removesuffix("_id"): getattr(self.school, name) for name in FIELDS}
        district = self.school.district
        return stored | {
            "aliases": "\n".join(self.school.aliases),
            "district": district.code if district else "",
        }

    def clean_name(self) -> str:
        return _school_name(self.cleaned_data["name"])

    def clean_aliases(self) -> list[str]:
        """Names that the software would not take for the school's own anyway, each once."""
        lines = [clean(line) for line in self.cleaned_data["aliases"].splitlines()]
        known = {school_key(self.cleaned_data.get("name", ""))}
        aliases = []
        for line in filter(None, lines):
            if len(line) > LONGEST_NAME:
                raise ValidationError(f"Tên “{line[:40]}…” dài quá 150 ký tự.")
            key = school_key(_school_name(line))
            if key not in known:
                known.add(key)
                aliases.append(line)
        if len(aliases) > MOST_ALIASES:
            raise ValidationError("Nhiều nhất 30 tên gọi khác.")
        return aliases

    def values(self) -> dict[str, Any]:
        """What the action is to write; a former name stays as an alias, so that old lists are
        read.
        """
        chosen = {**self.cleaned_data}
        del chosen["version"]
        former = chosen.pop("former_name")
        known = {school_key(name) for name in (chosen["name"], *chosen["aliases"])}
        if former and school_key(former) not in known:
            chosen["aliases"] = [*chosen["aliases"], former]
        return chosen

    def renew(self, school: School) -> None:
        """Tell that the school changed, keep what was typed, let the next click confirm it."""
        self.add_error(None, STALE)
        self.school, self.is_stale = school, True
        self.data = self.data.copy()
        self.data["version"] = version_of(school)

    def both_versions(self) -> list[dict[str, Any]]:
        """What is stored beside what is being typed, in the words of the page; empty while nothing
        changed under the form.
        """
        if not self.is_stale:
            return []
        stored = self._stored()
        return [
            {
                "label": field.label,
                "stored": _said(field, stored[field.name]),
                "typed": _said(field, field.value()),
            }
            for field in self.visible_fields()
        ]


class SchoolForm(NameForm):
    """What the department may change, and has to say of a new school."""

    code = CleanCharField(
        label="Mã trường",
        max_length=40,
        error_messages={"required": "Nhập mã trường.", "max_length": "Mã dài nhất 40 ký tự."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    kind = forms.ChoiceField(
        label="Loại",
        choices=[("", "Chọn loại"), *SchoolKind.choices],
        error_messages={"required": "Chọn loại.", "invalid_choice": "Chọn loại trong danh sách."},
    )
    ownership = forms.ChoiceField(
        label="Loại hình",
        choices=School.Ownership.choices,
        error_messages={"required": "Chọn loại hình.", "invalid_choice": "Chọn loại hình."},
    )
    district = CodeChoiceField(
        label="Huyện",
        required=False,
        queryset=District.objects.none(),
        empty_label="Ngoài tỉnh",
        error_messages={"invalid_choice": "Chọn huyện trong danh sách."},
    )
    province = CleanCharField(
        label="Tỉnh, thành phố",
        required=False,
        max_length=80,
        help_text="Chỉ cần ghi khi cơ sở ở ngoài tỉnh.",
        error_messages={"max_length": "Tên tỉnh, thành phố dài nhất 80 ký tự."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    field_order = ("code", "name", "kind", "ownership", "district", "province", "aliases")

    def clean_code(self) -> str:
        code = "".join(clean(self.cleaned_data["code"]).split())
        if self.school and code == self.school.code:
            return code
        # Files are recognised by a code of letters and figures before their name.
        if not (code.isascii() and code.replace("-", "").isalnum()):
            raise ValidationError("Mã chỉ gồm chữ không dấu, chữ số và dấu gạch nối.")
        return code

    def clean(self) -> dict[str, Any]:
        chosen = super().clean()
        if chosen.get("district") or "district" in self.errors:
            return chosen
        if chosen.get("kind") == SchoolKind.THCS:
            self.add_error("district", "Trường THCS phải thuộc một huyện của tỉnh.")
        elif not chosen.get("province") and self.needs_place():
            self.add_error("province", "Chọn huyện, hoặc ghi tỉnh, thành phố của cơ sở ngoài tỉnh.")
        return chosen

    def needs_place(self) -> bool:
        """Only an institution still to be confirmed may be nowhere."""
        return True


class UnconfirmedForm(SchoolForm):
    """An institution that the software met in a file and nobody has looked at yet."""

    is_confirmed = forms.BooleanField(
        label="Đã kiểm tra, đây là một cơ sở có thật và các thông tin trên đúng", required=False
    )

    def needs_place(self) -> bool:
        return bool(self.cleaned_data.get("is_confirmed"))


def _school_name(text: str) -> str:
    """The name in NFC; raises ValidationError where nothing could be recognised by it."""
    name = clean(text)
    if not school_key(name):
        raise ValidationError("Nhập tên bằng chữ, ví dụ Trường THCS Sông Đỏ.")
    return name


def _said(field: Any, value: Any) -> str:
    if isinstance(value, bool):
        return "Có" if value else "Không"
    choices = getattr(field.field, "choices", None)
    if choices is None:
        return str(value or "")
    labels = {str(key): str(label) for key, label in choices}
    return labels.get(str(value or ""), str(value or ""))
