"""Signing a school's list off, and who has signed."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from districts.authority import Permission, require, scope_of
from districts.context import office_names
from districts.models import School
from documents.sign_off_list import SignOffList, write_sign_off_list
from domain.formats import count
from domain.outcome import Outcome
from students.actions import (
    NothingToSign,
    SignOffOutdated,
    fingerprint_of,
    record_sign_offs_export,
    seen_of,
    sign_off,
)
from students.authorship import why_closed
from students.downloads import workbook_response
from students.models import Cohort
from students.rows import graduate_rows, listed
from students.survey import lists, sign_offs
from students.survey.views import chosen_cohort, chosen_district

SIGNED = "Đã xác nhận rà soát danh sách {number} học sinh."
OUTDATED = (
    "Trong lúc xem, danh sách đã thay đổi nên chưa xác nhận. Xem lại số liệu dưới đây rồi xác nhận "
    "lần nữa."
)
NOTHING = "Chưa xác nhận được: trường chưa có học sinh của năm này hoặc số liệu năm đã khóa."
SHOWN = 100


@require_http_methods(["GET", "POST"])
@require(Permission.SIGN_OFF)
def survey_sign_off(request: HttpRequest, pk: int) -> HttpResponse:
    """What the school signs, and the button that does."""
    own = School.objects.visible_to(request.user).filter(
        pk__in=scope_of(request.user).origin_school_ids
    )
    school = get_object_or_404(own.graduating().select_related("district"), pk=pk)
    cohort = chosen_cohort(request)
    if request.method == "POST":
        done = _signed(request, school, cohort)
        if done:
            return done
    context = _sign_off_context(request.user, school, cohort)
    return render(request, "students/survey/survey_sign_off.html", context)


@require_GET
@require(Permission.RECORD_DESTINATION)
def sign_off_list(request: HttpRequest) -> HttpResponse:
    """Who has signed and who has not: districts first for the department, then schools."""
    cohort = chosen_cohort(request)
    district = chosen_district(request) if lists.has_districts(request.user) else None
    found = sign_offs.states_of(request.user, cohort, district)
    code, chosen = district.code if district else "", request.GET.get("state", "")
    by_district = lists.has_districts(request.user) and not district and not chosen
    context = {
        "cohort": cohort,
        "district": district,
        "list_url": lists.overview_address(cohort, code),
        "districts": sign_offs.district_lines(found, cohort) if by_district else [],
        "lines": []
        if by_district
        else [sign_offs.line_of(e, cohort) for e in found if chosen in ("", e.state)],
        "views": sign_offs.views_of(found, cohort, code, chosen),
        "export_url": sign_offs.export_address(cohort, code),
        "has_lists": bool(found),
    }
    return render(request, "students/survey/sign_off_list.html", context)


@require_POST
@require(Permission.RECORD_DESTINATION)
def sign_off_export(request: HttpRequest) -> HttpResponse:
    """The same list as a workbook; recorded."""
    cohort = chosen_cohort(request)
    district = chosen_district(request) if lists.has_districts(request.user) else None
    found = sign_offs.states_of(request.user, cohort, district)
    superior, office = office_names(request.user)
    response = workbook_response(f"xac-nhan-ra-soat-{cohort.year}.xlsx")
    listing = SignOffList(
        year=cohort.year,
        of_what=district.name if district else "",
        superior_name=superior,
        office_name=office,
        made_on=timezone.localdate(),
        rows=[sign_offs.export_row(each) for each in found],
    )
    write_sign_off_list(listing, response)
    record_sign_offs_export(by=request.user, label=f"năm {cohort.year}", count=len(found))
    return response


def _signed(request: HttpRequest, school: School, cohort: Cohort) -> HttpResponse | None:
    """Sign and go to the papers; None where the list must be looked at again."""
    try:
        signed = sign_off(
            school=school,
            cohort=cohort,
            by=request.user,
            fingerprint=request.POST.get("fingerprint", ""),
        )
    except SignOffOutdated:
        messages.warning(request, OUTDATED)
        return None
    except NothingToSign:
        messages.warning(request, NOTHING)
        return None
    messages.success(request, SIGNED.format(number=count(signed.graduates)))
    return redirect(lists.papers_address(cohort, school.pk))


def _sign_off_context(user: Any, school: School, cohort: Cohort) -> dict[str, Any]:
    survey_list = lists.of_school(user, cohort, school, None)
    seen = seen_of(school.pk, cohort)
    missing = survey_list.graduates.filter(outcome=Outcome.NOT_KNOWN).in_list_order()
    progress = survey_list.progress
    return {
        "list": survey_list,
        "cohort": cohort,
        "papers_url": lists.papers_address(cohort, school.pk),
        "progress": progress,
        "total_text": count(progress.total),
        "missing_text": count(progress.missing),
        "missing": graduate_rows(listed(missing)[:SHOWN]),
        "more": count(progress.missing - SHOWN) if progress.missing > SHOWN else "",
        "classes": [
            each.line(lists.class_title(name), lists.school_address(cohort, school.pk, name))
            for name, each in lists.class_progress(survey_list.graduates).items()
        ],
        "missing_url": f"{survey_list.address}&missing=1",
        "fingerprint": fingerprint_of(seen),
        "refusal": why_closed(cohort),
        "state": sign_offs.state_line(user, school, cohort),
    }
