"""Accounts, and what the lists of accounts and of events are filtered by. Choices are those the
viewer may give or see.
"""

import re
from datetime import date
from itertools import groupby
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator

from districts.authority import scope_of
from districts.fields import CleanCharField, SearchField
from districts.models import Role, School
from domain.formats import day
from domain.names import clean
from office.directory import STATE_LABELS, Chosen, unit_names
from office.log import VERB_GROUPS
from office.people import PLACE_FIELDS, grantable_roles, places_for

ANY = [("", "Tất cả")]
_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{2,39}")
_FIRST_DAY, _LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)
_PHONE = re.compile(r"\+?[0-9]{8,15}")
CHANGED_MEANWHILE = (
    "Trong khi nhập, tài khoản này đã có thay đổi khác. Nội dung đang nhập được giữ nguyên và chưa "
    "được ghi. Kiểm tra lại, nếu vẫn đúng thì bấm Lưu lần nữa."
)
_PLACE_LABELS = {
    Role.DISTRICT: ("Huyện, thị xã, thành phố", "Chọn huyện, thị xã, thành phố."),
    Role.ORIGIN_SCHOOL: ("Trường THCS", "Chọn trường THCS."),
    Role.RECEIVING_SCHOOL: ("Trường, cơ sở tiếp nhận", "Chọn trường, cơ sở tiếp nhận."),
    Role.COMMUNE: ("Xã, phường, thị trấn", "Chọn xã, phường, thị trấn."),
}


class AssignmentForm(forms.Form):
    """Where somebody gets the role; only places of one's own are offered."""

    place = forms.ModelChoiceField(queryset=School.objects.none(), empty_label="Chọn…")
    version = CleanCharField(widget=forms.HiddenInput, required=False, max_length=40)

    def __init__(self, *args: Any, user: Any, role: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not PLACE_FIELDS[role]:
            del self.fields["place"]
            return
        label, missing = _PLACE_LABELS[Role(role)]
        place = self.fields["place"]
        place.label = label
        place.queryset = places_for(user, role)
        place.error_messages |= {"required": missing, "invalid_choice": missing}
        place.widget.choices = _choices(list(place.queryset))

    def renew(self, version: str) -> None:
        """Let the form be sent again, now that the person was told what has changed meanwhile."""
        self.data = self.data.copy()
        self.data[self.add_prefix("version")] = version


class PersonForm(forms.Form):
    """Who an account belongs to; carries what it was opened with."""

    full_name = CleanCharField(
        label="Họ và tên",
        max_length=120,
        error_messages={
            "required": "Nhập họ và tên.",
            "max_length": "Họ và tên dài nhất 120 ký tự.",
        },
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    phone = CleanCharField(
        label="Điện thoại",
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )
    version = CleanCharField(widget=forms.HiddenInput, required=False, max_length=40)

    def clean_full_name(self) -> str:
        name = clean(self.cleaned_data["full_name"])
        if not any(letter.isalpha() for letter in name):
            raise ValidationError("Nhập họ và tên bằng chữ.")
        return name

    def clean_phone(self) -> str:
        phone = re.sub(r"[\s.()-]", "", self.cleaned_data["phone"])
        if phone and not _PHONE.fullmatch(phone):
            raise ValidationError("Nhập số điện thoại bằng chữ số, ví dụ 0912345678.")
        return phone

    def renew(self, version: str) -> None:
        """Let the form be sent again, now that the person was told what has changed meanwhile."""
        self.data = self.data.copy()
        self.data[self.add_prefix("version")] = version


class UsernameForm(PersonForm):
    """Who a new account is for, and the name to sign in with."""

    username = CleanCharField(
        label="Tên đăng nhập",
        max_length=150,
        help_text="Chữ thường không dấu, chữ số, dấu chấm, gạch nối; ví dụ thcs-go-tre.",
        error_messages={"required": "Nhập tên đăng nhập."},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    version = None

    def clean_username(self) -> str:
        username = self.cleaned_data["username"].strip().lower()
        if not _USERNAME.fullmatch(username):
            raise ValidationError(
                "Tên đăng nhập gồm 3 đến 40 ký tự: chữ không dấu, chữ số, dấu chấm, gạch nối; "
                "bắt đầu bằng chữ hoặc số."
            )
        return username


class AccountForm(UsernameForm, AssignmentForm):
    """A new account with its first assignment."""

    version = None
    field_order = ("full_name", "username", "phone", "place")


class AccountFilter(forms.Form):
    q = SearchField(help_text="Họ tên (không cần dấu), tên đăng nhập hoặc đơn vị")
    unit = forms.ChoiceField(label="Đơn vị", required=False)
    role = forms.ChoiceField(label="Vai trò", required=False)
    state = forms.ChoiceField(
        label="Tình trạng", required=False, choices=[*ANY, *STATE_LABELS.items()]
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = [(role.value, role.label) for role in grantable_roles(user)]
        self.fields["role"].choices = [*ANY, *roles]
        if scope_of(user).is_province:
            self.fields["unit"].choices = [*ANY, *unit_names(user).items()]
        else:
            del self.fields["unit"]

    def chosen(self) -> Chosen | None:
        """What the list is narrowed to; None when a value is no choice."""
        if not self.is_valid():
            return None
        values = self.cleaned_data
        return Chosen(values["q"], values.get("unit", ""), values["role"], values["state"])


def _day_field(label: str) -> forms.DateField:
    """A day that a moment in Vietnam can be made of, on either side."""
    bound = f"Chọn ngày từ {day(_FIRST_DAY)} đến {day(_LAST_DAY)}."
    return forms.DateField(
        label=label,
        required=False,
        input_formats=["%d/%m/%Y", "%Y-%m-%d"],
        help_text="Ví dụ 28/9/2020",
        validators=[MinValueValidator(_FIRST_DAY, bound), MaxValueValidator(_LAST_DAY, bound)],
        error_messages={"invalid": "Ngày phải là ngày có thật, ví dụ 28/9/2020."},
        # No picker of the browser's: on an English Windows it asks for the month first.
        widget=forms.DateInput(attrs={"autocomplete": "off"}, format="%d/%m/%Y"),
    )


class EventFilter(forms.Form):
    person = SearchField(
        label="Người thực hiện", help_text="Họ tên (không cần dấu) hoặc tên đăng nhập"
    )
    kind = forms.ChoiceField(
        label="Loại việc",
        required=False,
        choices=[*ANY, *((code, label) for code, (label, _) in VERB_GROUPS.items())],
    )
    q = SearchField(label="Đối tượng", help_text="Tên học sinh, tệp, đơn vị…; gõ có dấu như đã ghi")
    since = _day_field("Từ ngày")
    until = _day_field("Đến ngày")

    def clean(self) -> dict[str, Any]:
        chosen = super().clean()
        since, until = chosen.get("since"), chosen.get("until")
        if since and until and since > until:
            self.add_error("until", "Chọn ngày không sớm hơn ngày bắt đầu.")
        return chosen


def _choices(places: list[Any]) -> list[tuple[str, Any]]:
    """Places under the names of their districts where they lie in several."""
    blank = [("", "Chọn…")]
    districts = {_district_name(place) for place in places}
    if len(districts) < 2:
        # A single place is chosen already.
        return (blank if len(places) != 1 else []) + [(str(p.pk), p.name) for p in places]
    grouped = groupby(places, key=_district_name)
    return blank + [(name, [(str(p.pk), p.name) for p in group]) for name, group in grouped]


def _district_name(place: Any) -> str:
    if not hasattr(place, "district"):
        return ""
    return place.district.name if place.district else "Ngoài tỉnh"
