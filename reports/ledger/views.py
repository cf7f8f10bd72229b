"""The ledger of a district, of an institution, and the letter that asks for missing lists."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from districts.authority import Permission, require
from districts.models import School
from reports.counting import Register
from reports.ledger import pages
from reports.pages import year_links
from reports.views import answered_for
from students.cohorts import chosen_cohort


@require_GET
@require(Permission.ENTER_ON_BEHALF)
def district_ledger(request: HttpRequest, code: str) -> HttpResponse:
    """Rows and graduates of one district, which always add up."""
    district = get_object_or_404(answered_for(request.user), code=code)
    cohort = chosen_cohort(request)
    if cohort is None:
        return render(request, "reports/overview_empty.html")
    register = Register.visible_to(request.user)
    context = pages.district_context(request.user, district, cohort, register)
    context["years"] = year_links(cohort)
    return render(request, "reports/ledger/district_ledger.html", context)


@require_GET
@require(Permission.REVIEW_LINKS)
def institution_ledger(request: HttpRequest, code: str) -> HttpResponse:
    """Rows of one institution, list by list."""
    schools = School.objects.visible_to(request.user).receiving()
    school = get_object_or_404(schools, code=code)
    cohort = chosen_cohort(request)
    if cohort is None:
        return render(request, "reports/overview_empty.html")
    context = pages.institution_context(request.user, school, cohort)
    context["years"] = year_links(cohort)
    return render(request, "reports/ledger/institution_ledger.html", context)


@require_GET
@require(Permission.ENTER_ON_BEHALF)
def list_request(request: HttpRequest, code: str) -> HttpResponse:
    """A draft to be copied or printed; the paper itself is signed and sent by the office."""
    district = get_object_or_404(answered_for(request.user), code=code)
    cohort = chosen_cohort(request)
    if cohort is None:
        return render(request, "reports/overview_empty.html")
    context = pages.request_context(request.user, district, cohort)
    return render(request, "reports/ledger/list_request.html", context)
