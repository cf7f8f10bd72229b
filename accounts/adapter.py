"""Accounts are given out by an administrator; nobody signs up."""

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.models import User
from accounts.verbs import PASSWORD_CHANGED
from audit.actions import record_event

WAIT = f"{settings.SIGN_IN_WAIT_MINUTES} phút"
MISMATCH = "username_password_mismatch"
LOCKED = "Tài khoản này đã khóa; đề nghị liên hệ người quản trị tài khoản của đơn vị."


class ClosedRegistration(DefaultAccountAdapter):
    # allauth brings no Vietnamese: what its mounted pages can say is said here.
    error_messages: ClassVar = DefaultAccountAdapter.error_messages | {
        MISMATCH: ("Tên đăng nhập hoặc mật khẩu chưa đúng; kiểm tra rồi nhập lại."),
        "enter_current_password": "Mật khẩu hiện tại chưa đúng; kiểm tra rồi nhập lại.",
        "incorrect_password": "Mật khẩu chưa đúng; kiểm tra rồi nhập lại.",
        "too_many_login_attempts": (
            f"Đã nhập sai nhiều lần. Chờ {WAIT} rồi đăng nhập lại, "
            "hoặc đề nghị người quản trị tài khoản của đơn vị cấp lại mật khẩu."
        ),
        "same_as_current": "Mật khẩu mới phải khác mật khẩu hiện tại.",
        "rate_limited": "Đã gửi nhiều lần trong thời gian ngắn; thử lại sau ít phút.",
    }

    attempts_left: int | None = None

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Count how often this account may still be tried."""
        for usage in self._login_failed_rl_usage.usage:
            if "/key:" in usage.cache_key:
                failed = len(cache.get(usage.cache_key, []))
                self.attempts_left = max(0, settings.SIGN_IN_ATTEMPTS - failed)

    def validation_error(self, code: str, *args: Any) -> ValidationError:
        """A wrong password also tells how many tries are left."""
        error = super().validation_error(code, *args)
        if code != MISMATCH or self.attempts_left is None:
            return error
        left = f"Còn {self.attempts_left} lần thử, sau đó phải chờ {WAIT}."
        if not self.attempts_left:
            left = f"Đã hết số lần thử: chờ {WAIT} rồi đăng nhập lại."
        return ValidationError(f"{self.error_messages[code]} {left}", code=code)

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        """Told to whoever knew the password; allauth's own page for it is not mounted."""
        messages.error(request, LOCKED)
        return redirect("account_login")

    @transaction.atomic
    def set_password(self, user: User, password: str) -> None:
        """One's own new password, by the page to change it: every write leaves an event."""
        super().set_password(user, password)
        record_event(by=user, verb=PASSWORD_CHANGED, about=user)
