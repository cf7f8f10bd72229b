"""Accounts of many units at once, from a sheet."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from districts.authority import Permission, require
from districts.commands import Refusal
from domain.formats import count
from office import actions
from office.directory import place_name
from office.sheet import HEADERS, MOST_ACCOUNTS, read_accounts, write_template
from students.downloads import workbook_response
from students.forms_targets import SheetUpload


@never_cache
@require_http_methods(["GET", "POST"])
@require(Permission.MANAGE_USERS)
def user_import(request: HttpRequest) -> HttpResponse:
    """Accounts from a sheet, all or none; their passwords are in the answer and nowhere else."""
    form = SheetUpload(request.POST, request.FILES) if request.method == "POST" else SheetUpload()
    created = _created(request, form) if request.method == "POST" and form.is_valid() else []
    if created:
        context = {"lines": created, "count_text": count(len(created))}
        return render(request, "office/passwords_shown.html", context)
    context = {"form": form, "headers": HEADERS, "most": MOST_ACCOUNTS}
    return render(request, "office/user_import.html", context)


@require_POST
@require(Permission.MANAGE_USERS)
def user_import_template(request: HttpRequest) -> HttpResponse:
    """The units that have no account yet, as a workbook to fill in: it names no person."""
    response = workbook_response("tai-khoan-can-tao.xlsx")
    write_template(request.user, response)
    return response


def _created(request: HttpRequest, form: SheetUpload) -> list[dict[str, Any]]:
    """What was created, line by line; nothing where the form now says what is wrong."""
    sheet = form.cleaned_data["sheet"]
    try:
        accounts = read_accounts(request.user, sheet.read(), sheet.name)
        passwords = actions.create_accounts(by=request.user, accounts=accounts)
    except Refusal as refusal:
        form.add_error("sheet", str(refusal))
        return []
    except actions.UsernameTaken as refused:
        form.add_error("sheet", refused.sentence)
        return []
    return [
        {
            "full_name": account.full_name,
            "place": place_name(account.place),
            "role": account.role.label,
            "username": account.username,
            "password": password,
        }
        for account, password in zip(accounts, passwords, strict=True)
    ]
