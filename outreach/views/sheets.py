"""Workbooks for communes without an account: given out, taken back, looked through, recorded."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from audit.actions import record_event
from districts.authority import Permission, require
from districts.context import office_names
from districts.models import Commune
from documents.case_workbook import write_case_workbook
from imports.forms import SheetField
from imports.reading.errors import UnreadableFile
from outreach import verbs
from outreach.actions.sheets import SheetApplied, receive_sheet, record_sheet
from outreach.models import Case, ReturnedSheet
from outreach.pages.sheets import list_context, sheet_context
from outreach.sheets import read_sheet, workbook_of
from students.cohorts import default_cohort
from students.downloads import workbook_response

FOREIGN = "Tệp này của địa phương không thuộc phạm vi của đơn vị; chưa ghi gì."


class ReturnedSheetForm(forms.Form):
    sheet = SheetField(label="Tệp địa phương gửi lại")


@require_http_methods(["GET", "POST"])
@require(Permission.SUPERVISE_CASES)
def sheet_list(request: HttpRequest) -> HttpResponse:
    """What can be given out, what came back; a file is sent here."""
    form = ReturnedSheetForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        sheet = _received(request, form)
        if sheet is not None:
            return redirect("outreach:sheet_detail", sheet.pk)
    context = list_context(request.user, default_cohort()) | {"form": form}
    return render(request, "outreach/sheet_list.html", context)


def _received(request: HttpRequest, form: ReturnedSheetForm) -> ReturnedSheet | None:
    """The file as kept; None where it is none of ours, with the reason on the form."""
    source = form.cleaned_data["sheet"]
    try:
        read = read_sheet(source.content, source.name)
    except UnreadableFile as refusal:
        form.add_error("sheet", str(refusal))
        return None
    commune = Commune.objects.visible_to(request.user).filter(pk=read.commune_id).first()
    if commune is None:
        form.add_error("sheet", FOREIGN)
        return None
    return receive_sheet(
        read=read, commune=commune, content=source.content, file_name=source.name, by=request.user
    )


@require_POST
@require(Permission.SUPERVISE_CASES)
def sheet_export(request: HttpRequest, pk: int) -> HttpResponse:
    """One commune's open cases as a workbook to be filled in."""
    commune = get_object_or_404(Commune.objects.visible_to(request.user), pk=pk)
    own = Case.objects.visible_to(request.user).filter(commune=commune).unsettled()
    cases = list(own.for_cards())
    _, office = office_names(request.user)
    book = workbook_of(commune, cases, office_name=office, on=timezone.localdate())
    response = workbook_response(f"van-dong-{commune.code}.xlsx")
    write_case_workbook(book, response)
    record_event(
        by=request.user, verb=verbs.CASES_EXPORTED, about=commune, count=len(cases),
        reason="Tệp Excel để địa phương điền.",
    )  # fmt: skip
    return response


@require_http_methods(["GET", "POST"])
@require(Permission.SUPERVISE_CASES)
def sheet_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """What each row of a returned file would do, and recording it."""
    visible = ReturnedSheet.objects.visible_to(request.user).select_related("commune__district")
    sheet = get_object_or_404(visible, pk=pk)
    if request.method == "POST":
        return _recorded(request, sheet)
    context: dict[str, Any] = sheet_context(sheet)
    return render(request, "outreach/sheet_detail.html", context)


def _recorded(request: HttpRequest, sheet: ReturnedSheet) -> HttpResponse:
    chosen = {int(line[:9]) for line in request.POST.getlist("line") if line.isdecimal()}
    try:
        number = record_sheet(sheet=sheet, by=request.user, chosen=chosen)
    except SheetApplied:
        messages.warning(request, "Tệp này đã được ghi trước đó; không ghi lần nữa.")
    else:
        messages.success(request, f"Đã ghi {number} lượt vận động từ tệp.")
    return redirect("outreach:sheet_detail", sheet.pk)
