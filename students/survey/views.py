"""Saying class by class where graduates went."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from districts.authority import Permission, has_permission, require
from districts.models import District, School
from domain.formats import count
from students.authorship import why_closed
from students.cohorts import default_cohort
from students.models import Cohort
from students.survey import grid, lists
from students.survey.actions import Written
from students.survey.calls import call_address
from students.survey.catalogue import Catalogue
from students.survey.forms import DayForm
from students.survey.lists import SurveyList
from students.survey.saving import Line, lines_sent, save
from students.survey.sign_offs import list_address

JSON = "application/json"


@require_GET
@require(Permission.RECORD_DESTINATION)
def survey_list(request: HttpRequest) -> HttpResponse:
    """Where there is something left to enter: districts, then schools and classes, or communes."""
    cohort = chosen_cohort(request)
    is_office = lists.has_districts(request.user)
    district = chosen_district(request) if is_office else None
    divided = "commune" if request.GET.get("by") == "commune" else "school"
    if is_office and not district:
        divided = "district"
    context = lists.overview(request.user, cohort, divided, district)
    may_call = has_permission(request.user, Permission.CALL_FAMILIES)
    context["calls_url"] = call_address(cohort) if may_call else ""
    context["sign_offs_url"] = list_address(cohort, district.code if district else "")
    return render(request, "students/survey/survey_list.html", context)


@require_http_methods(["GET", "POST"])
@require(Permission.RECORD_DESTINATION)
def survey_school(request: HttpRequest, pk: int) -> HttpResponse:
    """The grid of a class, or of a whole school."""
    schools = School.objects.visible_to(request.user).graduating()
    school = get_object_or_404(schools.select_related("district"), pk=pk)
    cohort = chosen_cohort(request)
    class_name = request.GET.get("class")
    return _grid(request, cohort, lists.of_school(request.user, cohort, school, class_name))


@require_http_methods(["GET", "POST"])
@require(Permission.RECORD_DESTINATION)
def survey_commune(request: HttpRequest, pk: int) -> HttpResponse:
    """The grid of the viewer's graduates who live in one commune, or in one hamlet of it."""
    cohort = chosen_cohort(request)
    calls = bool(request.GET.get("calls")) and has_permission(
        request.user, Permission.CALL_FAMILIES
    )
    hamlet = request.GET.get("hamlet")
    survey_list = lists.of_commune(request.user, cohort, pk, hamlet=hamlet, calls=calls)
    if survey_list is None:
        raise Http404
    return _grid(request, cohort, survey_list)


def _grid(request: HttpRequest, cohort: Cohort, survey_list: SurveyList) -> HttpResponse:
    refusal = why_closed(cohort)
    if request.method == "GET" or refusal:
        return _opened(request, cohort, survey_list, refusal)
    form = DayForm(request.POST, cohort=cohort)
    catalogue = grid.catalogue_for(survey_list)
    if not form.is_valid():
        # Nothing is written without its day; what was typed stays in its fields.
        return _sent_back(request, survey_list, catalogue, form, _unsaved(request.POST))
    lines = save(
        request.POST.dict(),
        survey_list=survey_list,
        catalogue=catalogue,
        by=request.user,
        stated_on=form.cleaned_data["stated_on"],
    )
    if _wants_json(request) or any(line.needs_a_look for line in lines.values()):
        return _sent_back(request, survey_list, catalogue, form, lines)
    messages.success(request, _saved_text(lines))
    return redirect(_address_after(request, form))


def _opened(
    request: HttpRequest, cohort: Cohort, survey_list: SurveyList, refusal: str
) -> HttpResponse:
    catalogue = grid.catalogue_for(survey_list)
    page = grid.page_of(survey_list, request.GET.dict())
    form = DayForm.opened(request.GET.get("stated_on", ""), cohort)
    rows = grid.rows_of(page.objects, catalogue, request.user, calls=survey_list.is_calls)
    context = _context(request, survey_list, catalogue, form, rows)
    context |= {"page": page, "refusal": refusal}
    return render(request, "students/survey/survey_grid.html", context)


def _sent_back(
    request: HttpRequest,
    survey_list: SurveyList,
    catalogue: Catalogue,
    form: DayForm,
    lines: Mapping[int, Line],
) -> HttpResponse:
    """The lines that were sent, with what became of each."""
    graduates = grid.graduates_of(survey_list, lines)
    rows = grid.rows_of(graduates, catalogue, request.user, lines, calls=survey_list.is_calls)
    gone = grid.gone(lines, rows)
    if _wants_json(request):
        answers = grid.answers_of(rows) | gone
        return JsonResponse(_told(survey_list, form) | {"rows": answers})
    context = _context(request, survey_list, catalogue, form, rows)
    context |= {
        "page": None,
        "refusal": "",
        "problems": [row for row in rows if row["sentence"]],
        "gone": len(gone),
        "saved_text": _saved_text(lines) if form.is_valid() else "",
    }
    return render(request, "students/survey/survey_grid.html", context)


def _told(survey_list: SurveyList, form: DayForm) -> dict[str, str]:
    return {
        "progress": survey_list.progress.text,
        "day_error": " ".join(form.errors.get("stated_on", [])),
    }


def _context(
    request: HttpRequest,
    survey_list: SurveyList,
    catalogue: Catalogue,
    form: DayForm,
    rows: list[dict[str, Any]],
) -> dict[str, Any]:
    return {
        "list": survey_list,
        "list_url": _list_url(request, survey_list),
        "cohort": survey_list.cohort,
        "views": _views(request, survey_list),
        "progress": survey_list.progress,
        "form": form,
        "rows": rows,
        "places": catalogue.options(),
        "storage_key": grid.storage_key(request.user, survey_list),
        "shows_home": survey_list.class_name is None,
        "is_missing_only": survey_list.is_calls or bool(request.GET.get("missing")),
        "problems": [],
        "gone": 0,
        "saved_text": "",
    }


def _list_url(request: HttpRequest, survey_list: SurveyList) -> str:
    """Where this list was chosen."""
    if survey_list.is_calls:
        return call_address(survey_list.cohort)
    district = survey_list.district_code if lists.has_districts(request.user) else ""
    return lists.overview_address(survey_list.cohort, district)


def _views(request: HttpRequest, survey_list: SurveyList) -> list[dict[str, Any]]:
    is_missing = bool(request.GET.get("missing"))
    if survey_list.is_calls:
        # What is left to call stands there, and nothing else: the list itself has the rest.
        return []
    return [
        {"label": "Tất cả", "url": survey_list.address, "is_current": not is_missing},
        {
            "label": "Chỉ còn thiếu",
            "url": f"{survey_list.address}&missing=1",
            "is_current": is_missing,
        },
    ]


def _unsaved(sent: Any) -> dict[int, Line]:
    lines = lines_sent(sent.dict())
    for line in lines.values():
        line.keep()
    return lines


def _saved_text(lines: Mapping[int, Line]) -> str:
    number = sum(line.state == Written.SAVED for line in lines.values())
    if not number:
        if any(line.needs_a_look for line in lines.values()):
            return ""  # the summary of what is wrong says enough
        return "Không có thay đổi nào để ghi."
    return f"Đã ghi kết quả khảo sát của {count(number)} học sinh."


def _address_after(request: HttpRequest, form: DayForm) -> str:
    """The same page again, with the same day unless it is today's."""
    query = request.GET.copy()
    query.pop("stated_on", None)
    stated_on = form.cleaned_data["stated_on"]
    if stated_on != timezone.localdate():
        query["stated_on"] = f"{stated_on:%d/%m/%Y}"
    return f"{request.path}?{query.urlencode()}"


def _wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "") == JSON


def chosen_cohort(request: HttpRequest) -> Cohort:
    written = request.GET.get("cohort", "")
    if written.isascii() and written.isdigit():
        return get_object_or_404(Cohort, year=int(written[:5]))
    cohort = default_cohort()
    if cohort is None:
        raise Http404
    return cohort


def chosen_district(request: HttpRequest) -> District | None:
    code = request.GET.get("district", "")
    if not code:
        return None
    return get_object_or_404(District.objects.visible_to(request.user), code=code)
