"""The overview with the rates, one district's page, and the lists of those not enrolled."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from districts.authority import Permission, require, scope_of
from districts.models import District, DistrictQuerySet
from documents.not_enrolled import write_workbook
from domain.names import fold
from outreach.lists import ListUnit, UnitKind, graduates_of, list_units, paper_of
from reports import actions
from reports.counting import Register
from reports.district import district_context
from reports.forms import NotEnrolledFilter
from reports.overview import overview_context
from reports.pages import (
    export_url,
    kind_links,
    nothing_listed,
    selected_list,
    totals,
    unit_row,
    units_url,
    year_links,
)
from students import exported
from students.cohorts import chosen_cohort
from students.downloads import (
    chosen_map,
    export_choices,
    reason_of,
    workbook_response,
    write_export,
)
from students.models import Cohort, Graduate, GraduateQuerySet


@require_GET
@require(Permission.SEE_FIGURES)
def overview(request: HttpRequest) -> HttpResponse:
    """The rates of what the viewer answers for."""
    cohort = chosen_cohort(request)
    if cohort is None:
        return render(request, "reports/overview_empty.html")
    context = overview_context(request.user, cohort, Register.visible_to(request.user))
    return render(request, "reports/overview.html", context | {"years": year_links(cohort)})


@require_GET
@require(Permission.SEE_FIGURES)
def district_detail(request: HttpRequest, code: str) -> HttpResponse:
    """The figures of one district."""
    district = get_object_or_404(answered_for(request.user), code=code)
    cohort = chosen_cohort(request)
    if cohort is None:
        return render(request, "reports/overview_empty.html")
    register = Register.visible_to(request.user)
    context = district_context(request.user, district, cohort, register)
    return render(request, "reports/district_detail.html", context | {"years": year_links(cohort)})


@require_GET
@require(Permission.SEE_NOT_ENROLLED)
def not_enrolled_list(request: HttpRequest) -> HttpResponse:
    """Communes or THCS with how many to list, and the chosen one's list as in the annex."""
    cohort = chosen_cohort(request)
    form = NotEnrolledFilter(request.GET, user=request.user, shown=cohort)
    graduates = _of(request, cohort)
    units = list_units(graduates, kind=form.kind)
    unit = _selected(units, request.GET, form)
    district = form.cleaned_data["district"] if form.is_valid() else None
    shown = [u for u in units if not district or u.district == district]
    context = {
        "cohort": cohort.year if cohort else "",
        "form": form,
        "by_school": form.kind is UnitKind.SCHOOL,
        "kinds": kind_links(form.kind, cohort),
        "all_url": units_url(form.kind, cohort),
        "units": [unit_row(one, cohort) for one in shown],
        "totals": totals(shown, form.kind, cohort, district) if shown else None,
        "nothing": None if shown else nothing_listed(graduates),
        "filter_text": form.filter_text,
        "selected": unit and selected_list(unit, graduates, cohort=cohort, on=timezone.localdate()),
        "export_url": export_url(unit, cohort) if unit else "",
        "export_choices": export_choices("Phụ lục gửi địa phương"),
    }
    return render(request, "reports/not_enrolled_list.html", context)


@require_POST
@require(Permission.SEE_NOT_ENROLLED)
def not_enrolled_export(request: HttpRequest, code: str) -> HttpResponse:
    """One unit's list as the official workbook, or in the columns of another system; recorded, so
    it is a POST.
    """
    cohort = chosen_cohort(request)
    graduates = _of(request, cohort)
    kind = NotEnrolledFilter(request.GET, user=request.user, shown=cohort).kind
    unit = _unit(list_units(graduates, kind=kind), code)
    export_map = chosen_map(request)
    name = f"chua-vao-hoc-{cohort.year}-{fold(unit.name).replace(' ', '-')}"
    response = workbook_response(f"{name}{f'-{export_map.code}' if export_map else ''}.xlsx")
    if export_map:
        listed = graduates_of(unit, graduates).select_related(*exported.RELATED)
        number = write_export(export_map, listed, response, by=request.user)
    else:
        paper = paper_of(unit, graduates, cohort=cohort, on=timezone.localdate())
        write_workbook(paper, response)
        number = len(paper.rows)
    actions.record_not_enrolled_export(
        by=request.user,
        unit_name=f"{unit.name}, {unit.district}",
        count=number,
        reason=reason_of(export_map),
    )
    return response


def answered_for(user: Any) -> DistrictQuerySet:
    """The districts whose page the viewer opens: a school sees its own figures only."""
    districts = District.objects.visible_to(user)
    scope = scope_of(user)
    return districts if scope.is_province else districts.filter(pk__in=scope.district_ids)


def _of(request: HttpRequest, cohort: Cohort | None) -> GraduateQuerySet:
    return Graduate.objects.visible_to(request.user).filter(cohort=cohort)


def _selected(units: list[ListUnit], asked: Any, form: NotEnrolledFilter) -> ListUnit | None:
    """The unit named in the address; a school's own list is open at once."""
    code = asked.get(form.kind.value, "")
    if code:
        return _unit(units, code)
    is_own = form.kind is form.own_kind is UnitKind.SCHOOL
    return units[0] if is_own and len(units) == 1 else None


def _unit(units: list[ListUnit], code: str) -> ListUnit:
    for unit in units:
        if unit.code == code:
            return unit
    raise Http404
