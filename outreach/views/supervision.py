"""The office's pages: cases it supervises, figures, the days it gives."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from audit.actions import record_event
from districts.authority import Permission, require
from districts.context import office_names
from districts.models import District
from documents.outreach_figures import FiguresPaper, write_figures
from outreach import verbs
from outreach.actions.cases import set_deadlines
from outreach.case_forms import DeadlinesForm
from outreach.figures import by_commune
from outreach.models import CaseDeadlines
from outreach.pages.supervision import cases_of, export_rows, figures_context, list_context
from outreach.supervision_forms import AsOfForm
from students.cohorts import default_cohort
from students.downloads import workbook_response
from students.models import Cohort


@require_GET
@require(Permission.SUPERVISE_CASES)
def case_supervision(request: HttpRequest) -> HttpResponse:
    """Every case in the viewer's reach, and whose move each is."""
    cohort = _cohort()
    context = list_context(request.user, cohort, request.GET)
    record_event(by=request.user, verb=verbs.CASES_READ, count=len(context["rows"]))
    context["districts"] = District.objects.visible_to(request.user).order_by("code")
    return render(request, "outreach/case_supervision.html", context)


@require_GET
@require(Permission.SUPERVISE_CASES)
def case_figures(request: HttpRequest) -> HttpResponse:
    """What outreach achieved, by district and commune, today or as of a day."""
    form = AsOfForm(request.GET or None)
    context = figures_context(request.user, _cohort(), form.day())
    return render(request, "outreach/case_figures.html", context | {"form": form})


@require_POST
@require(Permission.SUPERVISE_CASES)
def figures_export(request: HttpRequest) -> HttpResponse:
    """The figures as a workbook."""
    as_of = AsOfForm(request.POST).day()
    cohort = _cohort()
    units = by_commune(cases_of(request.user, cohort), as_of=as_of)
    superior, office = office_names(request.user)
    paper = FiguresPaper(
        title=f"KẾT QUẢ VẬN ĐỘNG HỌC SINH RA LỚP, NĂM TỐT NGHIỆP {cohort.year}",
        superior_name=superior,
        office_name=office,
        figures_on=as_of or timezone.localdate(),
    )
    response = workbook_response(f"ket-qua-van-dong-{cohort.year}.xlsx")
    write_figures(paper, export_rows(units), response)
    record_event(by=request.user, verb=verbs.FIGURES_EXPORTED, label=paper.title, count=len(units))
    return response


@require_http_methods(["GET", "POST"])
@require(Permission.SUPERVISE_CASES)
def deadlines_edit(request: HttpRequest, code: str) -> HttpResponse:
    """The days one office gives its communes; blank where it names none."""
    district = get_object_or_404(District.objects.visible_to(request.user), code=code)
    form = DeadlinesForm(request.POST or None, initial=_days(request, district))
    if request.method == "POST" and form.is_valid():
        set_deadlines(district=district, by=request.user, days=form.deadlines())
        messages.success(request, f"Đã lưu thời hạn vận động của {district.name}.")
        return redirect("outreach:case_supervision")
    context = {"form": form, "district": district.name}
    return render(request, "outreach/deadlines_edit.html", context)


def _days(request: HttpRequest, district: District) -> dict[str, Any]:
    stored = CaseDeadlines.objects.visible_to(request.user).filter(district=district).first()
    return vars(stored.as_rule()) if stored else {}


def _cohort() -> Cohort:
    cohort = default_cohort()
    if cohort is None:
        raise Http404
    return cohort
