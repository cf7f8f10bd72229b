"""The catalogue of schools and institutions."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from districts import actions
from districts.authority import Permission, require, scope_of
from districts.forms import UNCONFIRMED, NameForm, SchoolFilter, SchoolForm, UnconfirmedForm
from districts.models import School
from districts.paging import CODE_ORDER, keyset_page
from domain.formats import count


@require_GET
@require(Permission.MANAGE_SCHOOLS)
def institution_list(request: HttpRequest) -> HttpResponse:
    """The schools and institutions the viewer keeps, 100 a page."""
    form = SchoolFilter(request.GET, user=request.user)
    kept = School.objects.visible_to(request.user)
    unconfirmed = kept.filter(is_confirmed=False).count()
    schools = form.filter(kept).select_related("district")
    page = keyset_page(schools, request.GET.dict(), CODE_ORDER)
    context = {
        "form": form,
        "page": page,
        "unconfirmed": count(unconfirmed) if unconfirmed else "",
        "unconfirmed_query": f"?state={UNCONFIRMED}",
        "may_add": scope_of(request.user).is_province,
    }
    return render(request, "districts/institution_list.html", context)


@require_http_methods(["GET", "POST"])
@require(Permission.MANAGE_SCHOOLS)
def institution_add(request: HttpRequest) -> HttpResponse:
    """A school or institution new to the catalogue; the department's to add."""
    if not scope_of(request.user).is_province:
        raise PermissionDenied
    form = SchoolForm(request.POST if request.method == "POST" else None, user=request.user)
    if request.method == "POST" and form.is_valid() and _is_created(request, form):
        return redirect("districts:institution_list")
    return render(
        request, "districts/institution_form.html", {"form": form, "school": None, "versions": []}
    )


@require_http_methods(["GET", "POST"])
@require(Permission.MANAGE_SCHOOLS)
def institution_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Names of one's own schools; the department changes everything, and confirms."""
    visible = School.objects.visible_to(request.user).select_related("district")
    school = get_object_or_404(visible, pk=pk)
    kind_of_form = _form_for(request.user, school)
    form = kind_of_form(
        request.POST if request.method == "POST" else None, user=request.user, school=school
    )
    if request.method == "POST" and form.is_valid() and _is_changed(request, form, school):
        return redirect("districts:institution_list")
    context = {"form": form, "school": school, "versions": form.both_versions()}
    return render(request, "districts/institution_form.html", context)


def _form_for(user: Any, school: School) -> type[NameForm]:
    if not scope_of(user).is_province:
        return NameForm
    return SchoolForm if school.is_confirmed else UnconfirmedForm


def _is_created(request: HttpRequest, form: SchoolForm) -> bool:
    try:
        school = actions.create_school(by=request.user, **form.values())
    except (actions.CodeTaken, actions.NameTaken) as error:
        _show(error, form)
        return False
    messages.success(request, f"Đã thêm {school.name} vào danh mục.")
    return True


def _is_changed(request: HttpRequest, form: NameForm, school: School) -> bool:
    """Write the changes and say so; otherwise the form says why nothing was written."""
    try:
        changed = actions.change_school(
            school=school, by=request.user, version=form.cleaned_data["version"], **form.values()
        )
    except actions.SchoolChanged:
        form.renew(School.objects.visible_to(request.user).get(pk=school.pk))
        return False
    except (actions.CodeTaken, actions.NameTaken) as error:
        _show(error, form)
        return False
    messages.success(request, _saved_text(changed, school))
    return True


def _saved_text(changed: School, before: School) -> str:
    if changed.is_confirmed and not before.is_confirmed:
        return f"Đã xác nhận {changed.name}."
    if changed.name != before.name and before.name in changed.aliases:
        return f"Đã lưu {changed.name}; tên cũ được giữ làm tên gọi khác để đọc các danh sách cũ."
    return f"Đã lưu {changed.name}."


def _show(error: actions.CodeTaken | actions.NameTaken, form: NameForm) -> None:
    if isinstance(error, actions.CodeTaken):
        form.add_error("code", f"Mã này đã dùng cho {error}.")
    elif error.field in form.fields:
        form.add_error(
            error.field,
            f"“{error.text}” đang là tên của {error.other}; hai nơi cùng tên thì phần mềm không "
            "phân biệt được.",
        )
