"""Keeping accounts and their assignments.

Every action asks again what the page has asked already: whether `by` keeps this account, and may
give this role at this place.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.hashers import make_password
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accounts.models import User
from audit.actions import record_event
from audit.models import Event
from districts.models import Assignment, Role
from office import verbs
from office.people import (
    PLACE_FIELDS,
    account_version,
    keeps_whole_account,
    may_grant,
    visible_assignments,
    visible_users,
)

# Without letters and figures that look alike on paper: i l o 0 1.
_PASSWORD_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"  # noqa: S105
_PASSWORD_GROUPS, _GROUP_LENGTH = 3, 5
PERSON_LABELS = {"full_name": "Họ và tên", "phone": "Điện thoại"}


class AccountRefused(Exception):
    """Nothing was written; `sentence` tells the person at the screen why and what to do."""

    sentence = ""


class AccountChanged(AccountRefused):
    sentence = (
        "Trong khi trang đang mở, tài khoản này đã có thay đổi khác nên yêu cầu chưa được thực "
        "hiện. Đề nghị xem lại thông tin bên dưới rồi làm lại nếu vẫn cần."
    )


class OwnAccount(AccountRefused):
    sentence = (
        "Không tự phân quyền, khóa hoặc cấp lại mật khẩu cho chính mình ở đây. Đề nghị người "
        "quản trị khác thực hiện; mật khẩu của mình thì dùng mục Đổi mật khẩu."
    )


class SharedAccount(AccountRefused):
    sentence = (
        "Tài khoản này còn được phân quyền ở đơn vị ngoài huyện; việc khóa, mở và cấp lại mật khẩu "
        "do Sở GD&ĐT thực hiện."
    )


class LastAssignment(AccountRefused):
    sentence = (
        "Đây là phân quyền duy nhất của tài khoản nên chưa gỡ. Thêm phân quyền mới trước khi gỡ, "
        "hoặc khóa tài khoản nếu không dùng nữa."
    )


class AlreadyAssigned(AccountRefused):
    sentence = "Người này đã có vai trò này ở nơi này."


class UsernameTaken(AccountRefused):
    sentence = "Tên đăng nhập này đã có người dùng; chọn tên khác."


@dataclass(frozen=True)
class NewAccount:
    """An account to be created with its first assignment."""

    username: str
    full_name: str
    phone: str
    role: Role
    place: Any | None


def create_account(
    *, by: Any, username: str, full_name: str, phone: str, role: Role, place: Any | None
) -> tuple[User, str]:
    """Create an account with its first assignment; returns it with its first password, which is
    stored nowhere.

    Raises UsernameTaken; PermissionDenied when `by` may not give the role at the place.
    """
    account = NewAccount(username, full_name, phone, role, place)
    (password,) = create_accounts(by=by, accounts=[account])
    return User.objects.get(username=username), password


def create_accounts(*, by: Any, accounts: Sequence[NewAccount]) -> list[str]:
    """Create all the accounts or none; returns their first passwords, which are stored nowhere.

    Raises as `create_account`. Passwords are hashed, which takes long, before the transaction.
    """
    passwords = [new_password() for _ in accounts]
    hashes = [make_password(password) for password in passwords]
    with transaction.atomic():
        for account, password_hash in zip(accounts, hashes, strict=True):
            _create(account, password_hash, by=by)
    return passwords


def _create(account: NewAccount, password_hash: str, *, by: Any) -> None:
    _require_grantable(by, account.role, account.place)
    if User.objects.filter(username__iexact=account.username).exists():
        raise UsernameTaken
    person = User(
        username=account.username,
        full_name=account.full_name,
        phone=account.phone,
        password=password_hash,
    )
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError as error:  # a second click that overtook the check
        raise UsernameTaken from error
    assignment = _assign(person, account.role, account.place)
    _record(by=by, verb=verbs.ACCOUNT_CREATED, person=person, reason=str(assignment))


@transaction.atomic
def add_assignment(
    *, by: Any, person: User, version: str, role: str, place: Any | None
) -> Assignment:
    """Give a person one more role at a place.

    Raises OwnAccount, AccountChanged, AlreadyAssigned; PermissionDenied when `by` may not give it,
    or not to this person.
    """
    if not visible_users(by).filter(pk=person.pk).exists():
        raise PermissionDenied
    _require_grantable(by, role, place)
    if person.pk == by.pk:
        raise OwnAccount
    field = PLACE_FIELDS[role]
    if person.assignments.filter(role=role, **({field: place} if field else {})).exists():
        raise AlreadyAssigned  # a second click, too: it is told what is true
    _require_unchanged(by, person, version)
    assignment = _assign(person, role, place)
    _record(by=by, verb=verbs.ASSIGNMENT_ADDED, person=person, reason=str(assignment))
    return assignment


@transaction.atomic
def remove_assignment(*, by: Any, assignment: Assignment, version: str) -> None:
    """Take a role at a place from a person; an account is locked rather than left without any.

    Raises AccountChanged, OwnAccount, LastAssignment; PermissionDenied when the assignment is not
    in the keeping of `by`.
    """
    person = assignment.user
    if not visible_assignments(by).filter(pk=assignment.pk).exists():
        raise PermissionDenied
    if person.pk == by.pk:
        raise OwnAccount
    _require_unchanged(by, person, version)
    if person.assignments.count() < 2:
        raise LastAssignment
    said = str(assignment)
    assignment.delete()
    _record(by=by, verb=verbs.ASSIGNMENT_REMOVED, person=person, reason=said)


@transaction.atomic
def correct_account(*, by: Any, person: User, version: str, full_name: str, phone: str) -> User:
    """Correct whose account it is; one's own as well. What is the same is not written.

    Raises AccountChanged, SharedAccount; PermissionDenied when `by` does not see the account.
    """
    if person.pk != by.pk:
        _require_whole_account(by, person)
    current = _require_unchanged(by, person, version)
    before = {name: getattr(current, name) for name in PERSON_LABELS}
    after = {"full_name": full_name, "phone": phone}
    changed = [name for name in PERSON_LABELS if before[name] != after[name]]
    if not changed:
        return current
    for name in changed:
        setattr(current, name, after[name])
    current.save(update_fields=changed)
    record_event(
        by=by,
        verb=verbs.ACCOUNT_CORRECTED,
        about=current,
        label=account_label(current),
        fields=changed,
        reason=", ".join(PERSON_LABELS[name].lower() for name in changed),
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
    )
    return current


@transaction.atomic
def deactivate_account(*, by: Any, person: User, version: str) -> None:
    """Lock an account: its sessions end at once, what it did stays. Raises as `reset_password`."""
    _require_whole_account(by, person)
    current = _require_unchanged(by, person, version)
    current.is_active = False
    current.save(update_fields=["is_active"])
    _record(by=by, verb=verbs.ACCOUNT_DEACTIVATED, person=person)


@transaction.atomic
def activate_account(*, by: Any, person: User, version: str) -> None:
    """Open a locked account again. Raises as `reset_password`."""
    _require_whole_account(by, person)
    current = _require_unchanged(by, person, version)
    current.is_active = True
    current.save(update_fields=["is_active"])
    _record(by=by, verb=verbs.ACCOUNT_ACTIVATED, person=person)


@transaction.atomic
def reset_password(*, by: Any, person: User, version: str) -> str:
    """Give an account a new password, returned once and stored nowhere; its sessions end.

    Raises AccountChanged, OwnAccount, SharedAccount; PermissionDenied when `by` does not see the
    account.
    """
    _require_whole_account(by, person)
    current = _require_unchanged(by, person, version)
    password = new_password()
    current.set_password(password)
    current.save(update_fields=["password"])
    _record(by=by, verb=verbs.PASSWORD_RESET, person=person)
    return password


@transaction.atomic
def record_detail_read(*, event: Event, sentence: str, by: Any) -> None:
    """Record that somebody opened an event's values before and after: they may be a child's."""
    record_event(by=by, verb=verbs.EVENT_DETAIL_READ, about=event, label=sentence)


def new_password() -> str:
    """Fifteen random signs in three groups, about 74 bits, to be read out or written down."""
    groups = [
        "".join(secrets.choice(_PASSWORD_SIGNS) for _ in range(_GROUP_LENGTH))
        for _ in range(_PASSWORD_GROUPS)
    ]
    return "-".join(groups)


def account_label(person: User) -> str:
    """A person in the log: names repeat, so the sign-in name stands beside it."""
    return f"{person.full_name} ({person.username})"


def _assign(person: User, role: str, place: Any | None) -> Assignment:
    field = PLACE_FIELDS[role]
    return Assignment.objects.create(user=person, role=role, **({field: place} if field else {}))


def _record(*, by: Any, verb: str, person: User, reason: str = "") -> None:
    record_event(by=by, verb=verb, about=person, label=account_label(person), reason=reason)


def _require_grantable(by: Any, role: str, place: Any | None) -> None:
    if not may_grant(by, role, place):
        raise PermissionDenied


def _require_whole_account(by: Any, person: User) -> None:
    if not visible_users(by).filter(pk=person.pk).exists():
        raise PermissionDenied
    if person.pk == by.pk:
        raise OwnAccount
    if not keeps_whole_account(by, person):
        raise SharedAccount


def _require_unchanged(by: Any, person: User, version: str) -> User:
    """The account as stored, locked (PostgreSQL; SQLite holds its one write lock already).

    The keeper's is locked too, and asked again: of two officials who lock each other at the same
    moment one must remain.
    """
    both = User.objects.select_for_update().filter(pk__in=[by.pk, person.pk]).order_by("pk")
    stored = {user.pk: user for user in both}
    if not visible_users(stored[by.pk]).filter(pk=person.pk).exists():
        raise PermissionDenied
    if account_version(stored[person.pk]) != version:
        raise AccountChanged
    return stored[person.pk]
