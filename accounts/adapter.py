"""Accounts are given out by an administrator; nobody signs up."""

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.models import User
from accounts.verbs import PASSWORD_CHANGED
from audit.actions import record_event

LOCKED = "Tài khoản này đã khóa; đề nghị liên hệ người quản trị tài khoản của đơn vị."


class ClosedRegistration(DefaultAccountAdapter):
    # allauth brings no Vietnamese: what its mounted pages can say is said here.
    error_messages: ClassVar = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": (
            "Tên đăng nhập hoặc mật khẩu chưa đúng; kiểm tra rồi nhập lại."
        ),
        "enter_current_password": "Mật khẩu hiện tại chưa đúng; kiểm tra rồi nhập lại.",
        "incorrect_password": "Mật khẩu chưa đúng; kiểm tra rồi nhập lại.",
        "too_many_login_attempts": "Đã nhập sai nhiều lần; thử lại sau ít phút.",
        "rate_limited": "Đã gửi nhiều lần trong thời gian ngắn; thử lại sau ít phút.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        """Reached with the right password only; allauth's own page for it is not mounted."""
        messages.error(request, LOCKED)
        return redirect("account_login")

    @transaction.atomic
    def set_password(self, user: User, password: str) -> None:
        """One's own new password, by the page to change it: every write leaves an event."""
        super().set_password(user, password)
        record_event(by=user, verb=PASSWORD_CHANGED, about=user)
