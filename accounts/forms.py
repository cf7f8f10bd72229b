"""allauth's forms in Vietnamese: it brings no translation of its own."""

from typing import Any

from allauth.account import forms as allauth_forms
from django.core.exceptions import ValidationError
from django.forms import Form


class SignInForm(allauth_forms.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "login", "Tên đăng nhập", "Nhập tên đăng nhập.")
        _say(self, "password", "Mật khẩu", "Nhập mật khẩu.")
        self.fields["login"].error_messages["max_length"] = "Tên đăng nhập dài nhất 150 ký tự."


class PasswordChangeForm(allauth_forms.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "oldpassword", "Mật khẩu hiện tại", "Nhập mật khẩu hiện tại.")
        _say(self, "password1", "Mật khẩu mới", "Nhập mật khẩu mới.")
        _say(self, "password2", "Nhập lại mật khẩu mới", "Nhập lại mật khẩu mới.")

    def clean_password2(self) -> str:
        """Before allauth compares them, whose sentence is English."""
        repeated = self.cleaned_data["password2"]
        if repeated != self.cleaned_data.get("password1", repeated):
            raise ValidationError("Hai lần nhập mật khẩu mới chưa giống nhau; nhập lại.")
        return repeated


class ReauthenticationForm(allauth_forms.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "password", "Mật khẩu", "Nhập mật khẩu.")


def _say(form: Form, name: str, label: str, required: str) -> None:
    form.fields[name].label = label
    form.fields[name].error_messages["required"] = required
