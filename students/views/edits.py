"""Correcting by hand what is kept of a child, and taking a correction back."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from districts.authority import Permission, require
from domain.names import display_name
from students import actions
from students.authorship import may_take_back, why_not_recordable
from students.forms_graduate import GraduateForm
from students.models import Graduate, GraduateEdit
from students.views.statements import child_context, opened_graduate, refused

EDITED = "Đã sửa thông tin của {name}; thông tin cũ vẫn xem được bên dưới."
NOTHING = "Thông tin của {name} đã đúng như vừa nhập, không ghi gì thêm."
TAKEN_BACK = "Đã hoàn tác lần sửa; thông tin của {name} trở lại như trước lần sửa đó."
EDITED_SINCE = (
    "Chưa hoàn tác được vì sau lần sửa này {what} đã được thay đổi tiếp; sửa lại trực tiếp nếu cần."
)
MOVED_BY_OFFICE = (
    "Học sinh do Phòng, Sở GD&ĐT chuyển trường nên nhà trường không hoàn tác được; "
    "đề nghị Phòng GD&ĐT sửa lại."
)
KEY_TAKEN = (
    "Chưa hoàn tác được vì số vào sổ hoặc mã định danh cũ nay là của học sinh khác; "
    "sửa lại trực tiếp nếu cần."
)


@require_http_methods(["GET", "POST"])
@require(Permission.EDIT_GRADUATES)
def graduate_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct the particulars of a child; what a colleague saved meanwhile is shown first."""
    graduate = opened_graduate(request, pk)
    if refusal := why_not_recordable(graduate):
        return refused(request, graduate, refusal)
    form = GraduateForm(request.POST or None, user=request.user, graduate=graduate)
    if request.method == "POST" and form.is_valid():
        try:
            edit = _correct(form)
        except actions.KeyTaken as taken:
            form.tell_taken(taken)
        except actions.GraduateChanged:
            form.renew(opened_graduate(request, pk))
        else:
            for notice in form.notices if edit else ():
                messages.warning(request, notice)
            return _done(request, pk, EDITED if edit else NOTHING)
    context = child_context(graduate) | {"form": form, "versions": form.both_versions()}
    return render(request, "students/graduate_edit.html", context)


@require_POST
@require(Permission.EDIT_GRADUATES)
def edit_take_back(request: HttpRequest, pk: int, edit_pk: int) -> HttpResponse:
    """Give the child the particulars back that one correction replaced."""
    graduate = opened_graduate(request, pk)
    visible = GraduateEdit.objects.visible_to(request.user)
    edit = get_object_or_404(visible.select_related("graduate__cohort"), pk=edit_pk, graduate=pk)
    if refusal := why_not_recordable(graduate):
        return refused(request, graduate, refusal)
    if not may_take_back(request.user, edit, graduate):
        return refused(request, graduate, MOVED_BY_OFFICE)
    try:
        actions.take_back_edit(edit=edit, by=request.user)
    except actions.EditedSince as since:
        return refused(request, graduate, EDITED_SINCE.format(what=str(since).lower()))
    except actions.KeyTaken:
        return refused(request, graduate, KEY_TAKEN)
    return _done(request, pk, TAKEN_BACK)


def _correct(form: GraduateForm) -> GraduateEdit | None:
    return actions.correct_graduate(
        graduate=form.graduate,
        by=form.user,
        version=form.cleaned_data["version"],
        values=form.values(),
        reason=form.cleaned_data["reason"],
    )


def _done(request: HttpRequest, pk: int, sentence: str) -> HttpResponse:
    """Back to the child's page, or to the list where it went to another unit."""
    graduate: Any = Graduate.objects.visible_to(request.user).filter(pk=pk).first()
    name = display_name(graduate.full_name) if graduate else "học sinh"
    messages.success(request, sentence.format(name=name))
    if graduate is None:
        return redirect("students:graduate_list")
    return redirect("students:graduate_detail", pk)
