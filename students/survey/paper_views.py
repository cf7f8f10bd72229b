"""Papers of a school's classes: workbooks for the teachers, sheets for the principal to sign."""

from io import BytesIO
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST

from districts.authority import Permission, require, scope_of
from districts.models import School
from students.actions import record_workbooks_export
from students.authorship import why_closed
from students.downloads import WORKBOOK
from students.models import Cohort
from students.survey import lists, papers, sign_offs
from students.survey.lists import SurveyList
from students.survey.views import chosen_cohort

_ARCHIVE = "application/zip"


@require_GET
@require(Permission.RECORD_DESTINATION)
def survey_papers(request: HttpRequest, pk: int) -> HttpResponse:
    """What a school does with its classes: workbooks out, workbooks back, sheets to sign."""
    school, cohort = _school(request, pk), chosen_cohort(request)
    survey_list = lists.of_school(request.user, cohort, school, None)
    classes = lists.class_progress(survey_list.graduates)
    is_own = pk in scope_of(request.user).origin_school_ids
    context = {
        "list": survey_list,
        "cohort": cohort,
        "list_url": lists.overview_address(cohort, _district_of(request, survey_list)),
        "progress": survey_list.progress,
        "refusal": why_closed(cohort),
        "lines": [_class_line(survey_list, name, each) for name, each in classes.items()],
        "workbooks_url": _address("students:survey_workbooks", survey_list),
        "sheet_url": _address("students:survey_sheet", survey_list),
        "state": sign_offs.state_line(request.user, school, cohort),
        "sign_off_url": _address("students:survey_sign_off", survey_list) if is_own else "",
    }
    return render(request, "students/survey/survey_papers.html", context)


@require_POST
@require(Permission.RECORD_DESTINATION)
def survey_workbooks(request: HttpRequest, pk: int) -> HttpResponse:
    """The workbook of one class, or those of all classes in one file; recorded, so it is a POST."""
    survey_list, on, target = _school_list(request, pk), timezone.localdate(), BytesIO()
    if survey_list.class_name is None:
        classes = lists.classes_of(request.user, survey_list.cohort, _school(request, pk))
        number = papers.write_archive(classes, request.user, target, on=on)
        name, kind = papers.archive_name(survey_list), _ARCHIVE
    else:
        number = papers.write_workbook(survey_list, request.user, target, on=on)
        name, kind = papers.workbook_name(survey_list), WORKBOOK
    if not number:
        raise Http404
    record_workbooks_export(by=request.user, label=survey_list.label, count=number)
    return _download(target, name, kind)


@require_GET
@require(Permission.RECORD_DESTINATION)
def survey_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet of a class, or of every class, as it is printed for the principal to sign."""
    survey_list = _school_list(request, pk)
    context = {
        "list": survey_list,
        "cohort": survey_list.cohort,
        "papers_url": lists.papers_address(survey_list.cohort, pk),
        "superior": papers.superior_of(survey_list),
        "school_name": survey_list.title.upper(),
        "sheets": papers.sheet_of(survey_list, on=timezone.localdate()),
    }
    return render(request, "students/survey/survey_sheet.html", context)


def _school(request: HttpRequest, pk: int) -> School:
    """A school within the viewer's scope that graduates come from."""
    schools = School.objects.visible_to(request.user).graduating()
    return get_object_or_404(schools.select_related("district"), pk=pk)


def _school_list(request: HttpRequest, pk: int) -> SurveyList:
    """The list of the school, or that of the class in the address."""
    cohort, class_name = chosen_cohort(request), request.GET.get("class")
    return lists.of_school(request.user, cohort, _school(request, pk), class_name)


def _district_of(request: HttpRequest, survey_list: SurveyList) -> str:
    return survey_list.district_code if lists.has_districts(request.user) else ""


def _class_line(survey_list: SurveyList, name: str, progress: lists.Progress) -> dict[str, Any]:
    cohort, school_id = survey_list.cohort, survey_list.school_id
    url = lists.school_address(cohort, school_id, name)
    return progress.line(lists.class_title(name), url) | {
        "workbook_url": _address("students:survey_workbooks", survey_list, name),
        "sheet_url": _address("students:survey_sheet", survey_list, name),
    }


def _address(page: str, survey_list: SurveyList, class_name: str | None = None) -> str:
    cohort: Cohort = survey_list.cohort
    query = {"cohort": str(cohort.year)} | ({} if class_name is None else {"class": class_name})
    return f"{reverse(page, args=[survey_list.school_id])}?{urlencode(query)}"


def _download(content: BytesIO, name: str, kind: str) -> HttpResponse:
    headers = {
        "Content-Disposition": content_disposition_header(True, name),
        "Cache-Control": "no-store",
    }
    return HttpResponse(content.getvalue(), content_type=kind, headers=headers)
