"""Accounts and their assignments."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import User
from districts.authority import Permission, require, scope_of
from districts.models import Role
from domain.formats import count
from office import actions
from office.accounts import (
    account_page,
    both_versions,
    may_correct,
    person_values,
    role_choices,
    role_slug,
)
from office.directory import MOST, account_rows, count_text, unit_lines
from office.forms import (
    CHANGED_MEANWHILE,
    AccountFilter,
    AccountForm,
    AssignmentForm,
    PersonForm,
)
from office.people import (
    ROLE_EFFECTS,
    account_version,
    grantable_roles,
    visible_assignments,
    visible_users,
)


@require_GET
@require(Permission.MANAGE_USERS)
def user_list(request: HttpRequest) -> HttpResponse:
    """Accounts by unit; of the whole province the units first, accounts when one is chosen."""
    form = AccountFilter(request.GET, user=request.user)
    chosen = form.chosen()
    is_province = scope_of(request.user).is_province
    shows_units = is_province and chosen is not None and chosen.is_everything
    rows = account_rows(request.user, chosen) if chosen and not shows_units else []
    context = {
        "form": form,
        "units": unit_lines(request.user) if shows_units else None,
        "rows": rows[:MOST],
        "count_text": count_text(rows),
        "most": count(MOST) if len(rows) > MOST else "",
        "is_filtered": any(request.GET.values()),
    }
    return render(request, "office/user_list.html", context)


@require_GET
@require(Permission.MANAGE_USERS)
def user_role_choose(request: HttpRequest) -> HttpResponse:
    """First step of a new account: the role, with what it can do."""
    choices = role_choices(request.user, "office:user_add")
    return render(request, "office/role_choose.html", {"choices": choices, "person": None})


@never_cache
@require_http_methods(["GET", "POST"])
@require(Permission.MANAGE_USERS)
def user_add(request: HttpRequest, role: str) -> HttpResponse:
    """Second step: who, and where. The first password is shown in the answer and never again."""
    given = _role(request, role)
    form = AccountForm(_posted(request), user=request.user, role=given)
    if request.method == "POST" and form.is_valid():
        values = {"place": None, **form.cleaned_data}
        try:
            person, password = actions.create_account(by=request.user, role=given, **values)
        except actions.UsernameTaken as refused:
            form.add_error("username", refused.sentence)
        else:
            return _password_page(request, person, password, is_new=True)
    return render(request, "office/user_form.html", {"form": form, "role": _told(given)})


@require_GET
@require(Permission.MANAGE_USERS)
def user_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One account: who, where, what the roles can do, and what may be changed."""
    person = get_object_or_404(visible_users(request.user), pk=pk)
    return render(request, "office/user_detail.html", account_page(request.user, person))


@require_http_methods(["GET", "POST"])
@require(Permission.MANAGE_USERS)
def user_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Whose account it is: the name and the phone, corrected by who keeps the account."""
    person = get_object_or_404(visible_users(request.user), pk=pk)
    if not may_correct(request.user, person):
        messages.error(request, actions.SharedAccount.sentence)
        return redirect("office:user_detail", person.pk)
    form = PersonForm(_posted(request), initial=person_values(person))
    if request.method == "POST" and form.is_valid() and _is_corrected(request, form, person):
        return redirect("office:user_detail", person.pk)
    versions = both_versions(form, person) if form.non_field_errors() else []
    context = {"form": form, "person": person, "versions": versions}
    return render(request, "office/person_form.html", context)


@require_GET
@require(Permission.MANAGE_USERS)
def assignment_role_choose(request: HttpRequest, pk: int) -> HttpResponse:
    """First step of one more assignment: the role."""
    person = get_object_or_404(visible_users(request.user), pk=pk)
    choices = role_choices(request.user, "office:assignment_add", person.pk)
    return render(request, "office/role_choose.html", {"choices": choices, "person": person})


@require_http_methods(["GET", "POST"])
@require(Permission.MANAGE_USERS)
def assignment_add(request: HttpRequest, pk: int, role: str) -> HttpResponse:
    """Second step: the place."""
    given = _role(request, role)
    person = get_object_or_404(visible_users(request.user), pk=pk)
    form = AssignmentForm(
        _posted(request),
        user=request.user,
        role=given,
        initial={"version": account_version(person)},
    )
    if request.method == "POST" and form.is_valid() and _is_assigned(request, form, person, given):
        return redirect("office:user_detail", person.pk)
    context = {"form": form, "role": _told(given), **account_page(request.user, person)}
    return render(request, "office/assignment_form.html", context)


@require_POST
@require(Permission.MANAGE_USERS)
def assignment_remove(request: HttpRequest, pk: int, assignment_pk: int) -> HttpResponse:
    """Take one assignment away."""
    person = get_object_or_404(visible_users(request.user), pk=pk)
    if request.POST.get("version", "") != account_version(person):
        # A second click finds the assignment gone: that is told, not a missing page.
        messages.error(request, actions.AccountChanged.sentence)
        return redirect("office:user_detail", person.pk)
    assignments = visible_assignments(request.user).select_related("user")
    assignment = get_object_or_404(assignments, pk=assignment_pk, user=person)
    told = f"Đã gỡ phân quyền {assignment} của {person.full_name}."
    return _changed(request, person, told, actions.remove_assignment, assignment=assignment)


@require_POST
@require(Permission.MANAGE_USERS)
def user_deactivate(request: HttpRequest, pk: int) -> HttpResponse:
    """Lock the account; the page offers to open it again."""
    person = get_object_or_404(visible_users(request.user), pk=pk)
    told = f"Đã khóa tài khoản {person.username}; người dùng đã bị đăng xuất."
    return _changed(request, person, told, actions.deactivate_account, person=person)


@require_POST
@require(Permission.MANAGE_USERS)
def user_activate(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a locked account again."""
    person = get_object_or_404(visible_users(request.user), pk=pk)
    told = f"Đã mở lại tài khoản {person.username}."
    return _changed(request, person, told, actions.activate_account, person=person)


@never_cache
@require_POST
@require(Permission.MANAGE_USERS)
def password_reset(request: HttpRequest, pk: int) -> HttpResponse:
    """A new password, shown in the answer itself and never again."""
    person = get_object_or_404(visible_users(request.user), pk=pk)
    version = request.POST.get("version", "")
    try:
        password = actions.reset_password(by=request.user, person=person, version=version)
    except actions.AccountRefused as refused:
        messages.error(request, refused.sentence)
        return redirect("office:user_detail", person.pk)
    return _password_page(request, person, password, is_new=False)


def _role(request: HttpRequest, slug: str) -> Role:
    """The role of an address, when the viewer may give it: others are not there."""
    for role in grantable_roles(request.user):
        if slug == role_slug(role):
            return role
    raise Http404


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _told(role: Role) -> dict[str, str]:
    return {"label": role.label, "effect": ROLE_EFFECTS[role]}


def _is_assigned(request: HttpRequest, form: AssignmentForm, person: User, role: Role) -> bool:
    """Give the role and say so; otherwise the form says why nothing was written."""
    place, version = form.cleaned_data.get("place"), form.cleaned_data["version"]
    try:
        given = actions.add_assignment(
            by=request.user, person=person, version=version, role=role, place=place
        )
    except actions.AccountRefused as refused:
        form.add_error(None, refused.sentence)
        form.renew(account_version(person))
        return False
    messages.success(request, f"Đã thêm phân quyền {given} cho {person.full_name}.")
    return True


def _is_corrected(request: HttpRequest, form: PersonForm, person: User) -> bool:
    """Correct the account and say so; otherwise the form shows what a colleague wrote."""
    try:
        actions.correct_account(by=request.user, person=person, **form.cleaned_data)
    except actions.AccountChanged:
        form.add_error(None, CHANGED_MEANWHILE)
        form.renew(account_version(person))
        return False
    messages.success(request, f"Đã lưu thông tin tài khoản {person.username}.")
    return True


def _changed(
    request: HttpRequest, person: User, told: str, action: Callable[..., Any], /, **about: Any
) -> HttpResponse:
    """Do it and say so, or say why it was not done; back to the account."""
    try:
        action(by=request.user, version=request.POST.get("version", ""), **about)
    except actions.AccountRefused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, told)
    return redirect("office:user_detail", person.pk)


def _password_page(
    request: HttpRequest, person: User, password: str, *, is_new: bool
) -> HttpResponse:
    # Not after a redirect: the password would have to wait in a session or a cookie meanwhile.
    context = {
        "person": person,
        "password": password,
        "is_new": is_new,
        "url": reverse("office:user_detail", args=[person.pk]),
    }
    return render(request, "office/password_shown.html", context)
