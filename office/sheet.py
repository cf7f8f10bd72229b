"""Accounts from a sheet: a workbook of the units that have none yet, and reading it back."""

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

import xlsxwriter
from django import forms

from accounts.models import User
from districts.commands import Refusal
from districts.models import Role
from districts.sheets import read_dataset
from domain.names import fold
from office.actions import NewAccount
from office.forms import UsernameForm
from office.people import PLACE_FIELDS, grantable_roles, places_for, visible_assignments

HEADERS = ("Vai trò", "Mã đơn vị", "Tên đơn vị", "Họ và tên", "Tên đăng nhập", "Điện thoại")
WIDTHS = (36, 14, 44, 28, 30, 16)
# A password costs up to a second to hash, on purpose; a page has to answer within a minute.
MOST_ACCOUNTS = 40
MOST_TOLD = 10
_LONGEST_SUGGESTION = 36
_WITHOUT_ZERO = re.compile(r"[35789][0-9]{8}")


def write_template(user: Any, out: BinaryIO) -> None:
    """One row for each unit of the user that has no account of its role, with a name to sign in."""
    workbook = xlsxwriter.Workbook(out, {"strings_to_formulas": False, "in_memory": True})
    sheet = workbook.add_worksheet("Tài khoản")
    head = workbook.add_format({"bold": True, "border": 1, "text_wrap": True})
    for column, (header, width) in enumerate(zip(HEADERS, WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, header, head)
    for number, row in enumerate(_missing(user), start=1):
        for column, cell in enumerate(row):
            sheet.write_string(number, column, cell)
    sheet.freeze_panes(1, 3)
    workbook.close()


def read_accounts(user: Any, content: bytes, file_name: str) -> list[NewAccount]:
    """The accounts of a sheet; a row without a person's name is a unit left for later.

    Raises Refusal, naming the rows that are wrong; the right to give each role is asked here, and
    again by the action.
    """
    dataset = read_dataset(content, file_name, HEADERS)
    places = _places(user)
    accounts, problems, first = [], [], {}
    for row in dataset.dict:
        if not row["Họ và tên"]:
            continue
        form = UsernameForm(
            {
                "full_name": row["Họ và tên"],
                "username": row["Tên đăng nhập"],
                "phone": _phone(row["Điện thoại"]),
            }
        )
        role, place, wrong = _assignment(row, places)
        wrong += _sentences(form)
        username = form.cleaned_data.get("username", "")
        if username and first.setdefault(username, row["_row"]) != row["_row"]:
            wrong.append(f"tên đăng nhập “{username}” trùng với dòng {first[username]}")
        if wrong:
            problems.append(f"dòng {row['_row']}: {', '.join(wrong)}")
        else:
            accounts.append(NewAccount(role=role, place=place, **form.cleaned_data))
    taken = User.objects.filter(username__in=first).values_list("username", flat=True)
    problems += [f"tên đăng nhập “{name}” đã có người dùng" for name in sorted(taken)]
    _refuse(file_name, accounts, problems)
    return accounts


def _refuse(file_name: str, accounts: list[NewAccount], problems: list[str]) -> None:
    if problems:
        more = len(problems) - MOST_TOLD
        shown = "; ".join(problems[:MOST_TOLD]) + (f"; và {more} chỗ khác" if more > 0 else "")
        raise Refusal(f"Tệp “{file_name}” có chỗ sai, chưa tạo tài khoản nào: {shown}.")
    if not accounts:
        raise Refusal(f"Tệp “{file_name}” chưa ghi họ và tên ở dòng nào; ghi rồi tải lên lại.")
    if len(accounts) > MOST_ACCOUNTS:
        raise Refusal(
            f"Tệp “{file_name}” có {len(accounts)} tài khoản; mỗi lần tạo nhiều nhất "
            f"{MOST_ACCOUNTS}, chia thành nhiều tệp."
        )


def _places(user: Any) -> dict[Role, dict[str, Any]]:
    """The places where the user may give each role, by their codes."""
    return {
        role: {place.code: place for place in places_for(user, role)} if PLACE_FIELDS[role] else {}
        for role in grantable_roles(user)
    }


def _assignment(
    row: dict[str, str], places: dict[Role, dict[str, Any]]
) -> tuple[Role | None, Any, list[str]]:
    role = next((role for role in places if fold(role.label) == fold(row["Vai trò"])), None)
    if role is None:
        return None, None, [f"vai trò “{row['Vai trò']}” không có trong danh sách"]
    if not PLACE_FIELDS[role]:
        return role, None, []
    place = places[role].get(row["Mã đơn vị"])
    wrong = [] if place else [f"mã đơn vị “{row['Mã đơn vị']}” không có trong phạm vi quản lý"]
    return role, place, wrong


def _sentences(form: forms.Form) -> list[str]:
    return [
        message[:1].lower() + message[1:].rstrip(".")
        for messages in form.errors.values()
        for message in messages
    ]


def _phone(text: str) -> str:
    """A number that Excel took for an amount has lost its first zero."""
    return f"0{text}" if _WITHOUT_ZERO.fullmatch(text) else text


def _missing(user: Any) -> Iterator[tuple[str, ...]]:
    given = {
        (one.role, getattr(one, f"{PLACE_FIELDS[one.role]}_id"))
        for one in visible_assignments(user)
        if PLACE_FIELDS[one.role]
    }
    used = set(User.objects.values_list("username", flat=True))
    for role, places in _places(user).items():
        for place in places.values():
            if (role, place.pk) not in given:
                username = _suggested(place.name, used)
                yield (role.label, place.code, place.name, "", username, "")


def _suggested(name: str, used: set[str]) -> str:
    """ "Trường THCS Gò Tre" is thcs-go-tre, with a number where that is taken."""
    words = fold(name).removeprefix("truong ").split()
    base = "-".join(words)[:_LONGEST_SUGGESTION].strip("-")
    number, suggestion = 1, base
    while suggestion in used:
        number += 1
        suggestion = f"{base}-{number}"
    used.add(suggestion)
    return suggestion
