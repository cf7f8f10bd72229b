"""The overview with the rates, and the lists of those not enrolled anywhere."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from districts.authority import Permission, require
from documents.not_enrolled import write_workbook
from domain.names import fold
from reports import actions
from reports.forms import NotEnrolledFilter
from reports.not_enrolled import ListUnit, list_units, paper_of
from reports.overview import overview_context
from reports.pages import selected_list, unit_row
from students.downloads import workbook_response
from students.models import Cohort, Graduate, GraduateQuerySet


@require_GET
@require(Permission.SEE_FIGURES)
def overview(request: HttpRequest) -> HttpResponse:
    """The rates of what the viewer answers for."""
    cohort = _chosen_cohort(request)
    if cohort is None:
        return render(request, "reports/overview_empty.html")
    graduates = Graduate.objects.visible_to(request.user)
    return render(
        request, "reports/overview.html", overview_context(request.user, cohort, graduates)
    )


@require_GET
@require(Permission.SEE_NOT_ENROLLED)
def not_enrolled_list(request: HttpRequest) -> HttpResponse:
    """Communes with how many to list, and the chosen commune's list in the columns of the annex."""
    cohort = _chosen_cohort(request)
    form = NotEnrolledFilter(request.GET)
    graduates = _of(request, cohort)
    units = list_units(graduates)
    district = form.is_valid() and form.cleaned_data["district"]
    code = request.GET.get("commune", "")
    unit = _unit(units, code) if code else None
    context = {
        "cohort": cohort.year if cohort else "",
        "form": form,
        "communes": [unit_row(u, cohort) for u in units if not district or u.district == district],
        "selected": selected_list(unit, graduates) if unit else None,
        "export_url": _export_url(unit, cohort) if unit else "",
    }
    return render(request, "reports/not_enrolled_list.html", context)


@require_POST
@require(Permission.SEE_NOT_ENROLLED)
def not_enrolled_export(request: HttpRequest, code: str) -> HttpResponse:
    """One commune's list as the official workbook; recorded, so it is a POST."""
    cohort = _chosen_cohort(request)
    graduates = _of(request, cohort)
    unit = _unit(list_units(graduates), code)
    paper = paper_of(unit, graduates, cohort=cohort, on=timezone.localdate())
    name = f"chua-vao-hoc-{cohort.year}-{fold(unit.name).replace(' ', '-')}.xlsx"
    response = workbook_response(name)
    write_workbook(paper, response)
    actions.record_not_enrolled_export(
        by=request.user, unit_name=f"{unit.name}, {unit.district}", count=len(paper.rows)
    )
    return response


def _chosen_cohort(request: HttpRequest) -> Cohort | None:
    """The cohort named in the address, else the newest."""
    year = request.GET.get("cohort", "")
    chosen = Cohort.objects.filter(year=int(year)).first() if year.isdecimal() else None
    return chosen or Cohort.objects.first()


def _of(request: HttpRequest, cohort: Cohort | None) -> GraduateQuerySet:
    return Graduate.objects.visible_to(request.user).filter(cohort=cohort)


def _unit(units: list[ListUnit], code: str) -> ListUnit:
    for unit in units:
        if unit.code == code:
            return unit
    raise Http404


def _export_url(unit: ListUnit, cohort: Cohort) -> str:
    return f"{reverse('reports:not_enrolled_export', args=[unit.code])}?cohort={cohort.year}"
