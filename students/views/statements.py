"""One child's page, and saying by hand where the child is."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from districts.authority import Permission, has_permission, require
from domain.names import display_name
from students import actions
from students.actions import StatementsVersion
from students.authorship import sees_contacts, why_not_changeable, why_not_recordable
from students.corrections.pages import lines_about
from students.edits import edit_lines
from students.forms_statements import (
    CorrectionForm,
    StatementForm,
    VersionedForm,
    WithdrawalForm,
    typed_values,
)
from students.merging.pages import merge_lines
from students.models import Destination, Graduate, Merge
from students.profile import facts_of
from students.rows import evidence_label, outcome_status, to_verify_again
from students.timeline import entry_of, fresh_entries, fresh_statements, graduate_story

RECORDED = "Đã ghi thông tin nơi học của {name}."
CORRECTED = "Đã đính chính thông tin nơi học của {name}; thông tin cũ vẫn xem được bên dưới."
WITHDRAWN = "Đã rút thông tin nơi học của {name}; thông tin đã rút vẫn xem được bên dưới."
ALREADY = "Thông tin này của {name} đã được ghi, không ghi thêm lần nữa."
MOVED = "Hồ sơ này đã được gộp; đây là hồ sơ giữ lại của học sinh."
SUPERSEDED = "Thông tin định sửa đã được thay thế hoặc rút trước đó; xem quá trình ghi bên dưới."


@require_GET
@require(Permission.SEE_GRADUATES)
def graduate_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything the viewer may know of one child; opening it is recorded."""
    if kept := _merged_into(request, pk):
        messages.info(request, MOVED)
        return redirect("students:graduate_detail", kept)
    graduate = opened_graduate(request, pk)
    refusal = why_not_recordable(graduate)
    may_record = has_permission(request.user, Permission.RECORD_DESTINATION) and not refusal
    context = child_context(graduate) | _particulars(request, graduate)
    context |= {
        "facts": facts_of(graduate, request.user),
        "is_masked": not sees_contacts(request.user, graduate),
        "outcome": outcome_status(graduate),
        "evidence_label": evidence_label(graduate),
        "verify_version": _verify_version(graduate) if may_record else "",
        "open_reviews": graduate.open_reviews,
        "story": graduate_story(graduate, request.user),
        "refusal": refusal,
        "may_record": may_record,
        "may_edit": has_permission(request.user, Permission.EDIT_GRADUATES) and not refusal,
        "may_merge": has_permission(request.user, Permission.MERGE_GRADUATES) and not refusal,
    }
    return render(request, "students/graduate_detail.html", context)


@require_http_methods(["GET", "POST"])
@require(Permission.RECORD_DESTINATION)
def statement_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Record where the child is, as the viewer's unit knows it."""
    graduate = opened_graduate(request, pk)
    if refusal := why_not_recordable(graduate):
        return refused(request, graduate, refusal)
    form = StatementForm(request.POST or None, user=request.user, graduate=graduate)
    fresh: list[dict[str, Any]] = []
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_statement(
                graduate=graduate, by=request.user, version=form.opened_at, **form.values()
            )
        except actions.StatementsChanged:
            if _was_recorded(form):
                return _done(request, graduate, ALREADY)
            fresh = _renewed(form)
        else:
            return _done(request, graduate, RECORDED)
    return _statement_page(request, form, request.path, fresh)


@require_http_methods(["GET", "POST"])
@require(Permission.RECORD_DESTINATION)
def statement_correct(request: HttpRequest, pk: int, statement_pk: int) -> HttpResponse:
    """Replace a statement by what should have been written."""
    graduate = opened_graduate(request, pk)
    statement = _statement(request, graduate, statement_pk)
    if refusal := _refusal(request, statement):
        return refused(request, graduate, refusal)
    form = CorrectionForm(
        request.POST or None, user=request.user, graduate=graduate, initial=typed_values(statement)
    )
    address, fresh = request.path, []
    if request.method == "POST" and form.is_valid():
        try:
            _correct(form, statement)
        except actions.StatementsChanged:
            if _was_recorded(form):
                return _done(request, graduate, ALREADY)
            address = _address_after(form, statement)
            fresh = _renewed(form)
        else:
            return _done(request, graduate, CORRECTED)
    return _statement_page(request, form, address, fresh, statement)


@require_http_methods(["GET", "POST"])
@require(Permission.RECORD_DESTINATION)
def statement_withdraw(request: HttpRequest, pk: int, statement_pk: int) -> HttpResponse:
    """Take a statement back, telling why."""
    graduate = opened_graduate(request, pk)
    statement = _statement(request, graduate, statement_pk)
    if refusal := _refusal(request, statement) or _already_superseded(statement):
        return refused(request, graduate, refusal)
    form = WithdrawalForm(request.POST or None, graduate=graduate)
    fresh: list[dict[str, Any]] = []
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            actions.withdraw_statement(
                statement=statement, by=request.user, version=form.opened_at, reason=reason
            )
        except actions.StatementsChanged:
            fresh = _renewed(form)
        else:
            return _done(request, graduate, WITHDRAWN)
    context = child_context(graduate) | {
        "form": form,
        "statement": entry_of(statement),
        "fresh": fresh,
    }
    return render(request, "students/statement_withdraw.html", context)


def opened_graduate(request: HttpRequest, pk: int) -> Graduate:
    """The child, within the viewer's scope; looking is recorded, once a request."""
    graduates = Graduate.objects.visible_to(request.user).members()
    related = graduates.select_related(
        "cohort", "school__district", "commune__district", "destination_school"
    )
    graduate = get_object_or_404(related, pk=pk)
    if request.method == "GET":
        actions.record_read(graduate=graduate, by=request.user)
    return graduate


def _merged_into(request: HttpRequest, pk: int) -> int | None:
    """The record that this one was merged into, where the viewer saw both."""
    merges = Merge.objects.visible_to(request.user).in_force()
    return merges.filter(absorbed__pk=pk).values_list("kept", flat=True).first()


def _particulars(request: HttpRequest, graduate: Graduate) -> dict[str, Any]:
    """What was asked, corrected and merged of the child's particulars."""
    lines = lines_about(graduate, request.user, timezone.localdate())
    return {
        "requests": lines,
        "ask_url": _ask_url(request, graduate),
        "edits": edit_lines(graduate, request.user),
        "merges": merge_lines(graduate),
    }


def _ask_url(request: HttpRequest, graduate: Graduate) -> str:
    """Where a THCS asks for what it may not change itself."""
    may_ask = has_permission(request.user, Permission.ASK_CORRECTION)
    if not may_ask or why_not_recordable(graduate):
        return ""
    return reverse("students:correction_ask", args=[graduate.pk])


def _verify_version(graduate: Graduate) -> str:
    """What the button "Vẫn đúng" carries; "" where nothing is to be verified again."""
    return str(StatementsVersion.of(graduate.pk)) if to_verify_again(graduate) else ""


def _statement(request: HttpRequest, graduate: Graduate, pk: int) -> Destination:
    visible = Destination.objects.visible_to(request.user).select_related("school__district")
    statement = get_object_or_404(visible, pk=pk, graduate=graduate)
    statement.graduate = graduate
    return statement


def _refusal(request: HttpRequest, statement: Destination) -> str:
    """Why the form is not to be had; a statement superseded under an open form is no refusal."""
    why_not = why_not_recordable(statement.graduate) or why_not_changeable(request.user, statement)
    if why_not or request.method == "POST":
        return why_not
    return _already_superseded(statement)


def _already_superseded(statement: Destination) -> str:
    return SUPERSEDED if statement.superseded_at is not None else ""


def _correct(form: CorrectionForm, statement: Destination) -> None:
    actions.correct_statement(
        statement=statement,
        by=form.user,
        version=form.opened_at,
        correction_reason=form.cleaned_data["correction_reason"],
        **form.values(),
    )


def _was_recorded(form: StatementForm) -> bool:
    """Whether this very form got through before: a second click, or the page sent again."""
    fresh = fresh_statements(form.graduate, form.opened_at)
    return any(s.superseded_at is None and form.says_the_same(s) for s in fresh)


def _renewed(form: VersionedForm) -> list[dict[str, Any]]:
    """What changed since the form was opened; from now on the form knows it."""
    fresh = fresh_entries(form.graduate, form.opened_at)
    form.renew()
    return fresh


def _address_after(form: CorrectionForm, statement: Destination) -> str:
    """Where the typed correction goes next: to what took the place of a superseded statement."""
    keys = [form.graduate.pk]
    if not Destination.objects.visible_to(form.user).current().filter(pk=statement.pk).exists():
        for successor in fresh_statements(form.graduate, form.opened_at):
            successor.graduate = form.graduate
            is_current = successor.superseded_at is None
            if is_current and not why_not_changeable(form.user, successor):
                return reverse("students:statement_correct", args=[*keys, successor.pk])
        return reverse("students:statement_add", args=keys)
    return reverse("students:statement_correct", args=[*keys, statement.pk])


def _statement_page(
    request: HttpRequest,
    form: StatementForm,
    address: str,
    fresh: list[dict[str, Any]],
    statement: Destination | None = None,
) -> HttpResponse:
    context = child_context(form.graduate) | {
        "form": form,
        "form_url": address,
        "fresh": fresh,
        "statement": entry_of(statement) if statement else None,
    }
    return render(request, "students/statement_form.html", context)


def child_context(graduate: Graduate) -> dict[str, Any]:
    """What the head of every page about the child says."""
    return {
        "graduate_pk": graduate.pk,
        "full_name": display_name(graduate.full_name),
        "school_class": ", ".join(filter(None, [graduate.school.name, graduate.class_name])),
        "cohort": graduate.cohort.year,
    }


def _done(request: HttpRequest, graduate: Graduate, sentence: str) -> HttpResponse:
    name = display_name(graduate.full_name)
    messages.success(request, sentence.format(name=name))
    return redirect("students:graduate_detail", graduate.pk)


def refused(request: HttpRequest, graduate: Graduate, why_not: str) -> HttpResponse:
    """Back to the child's page, with the reason."""
    messages.warning(request, why_not)
    return redirect("students:graduate_detail", graduate.pk)
