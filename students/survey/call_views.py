"""The list of families to call, on the screen, on paper and as a workbook."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from districts.authority import Permission, require
from districts.context import office_names
from documents.call_list import CallList, write_call_list
from documents.wording import PRIVACY_NOTE, in_sentence
from domain.formats import count, long_day
from domain.names import fold
from students.actions import record_calls_export
from students.downloads import workbook_response
from students.models import Graduate, GraduateQuerySet
from students.survey import calls
from students.survey.lists import NO_COMMUNE, overview_address
from students.survey.views import chosen_cohort

ON_PAPER = "In."


@require_GET
@require(Permission.CALL_FAMILIES)
def call_list(request: HttpRequest) -> HttpResponse:
    """Communes with how many there are to call; of the chosen one the families, by hamlet."""
    cohort, commune_id = chosen_cohort(request), _commune(request)
    with_weak = bool(request.GET.get("weak"))
    graduates = _to_call(request)
    paper = _paper(request) if commune_id is not None else None
    query = calls.query_of(cohort, commune_id, with_weak=with_weak)
    context = {
        "cohort": cohort,
        "list_url": overview_address(cohort),
        "all_url": calls.call_address(cohort, with_weak=with_weak),
        "views": _views(request, commune_id, with_weak=with_weak),
        "lines": [] if paper else calls.commune_lines(graduates, cohort, with_weak=with_weak),
        "number_text": count(paper.number if paper else graduates.count()),
        "paper": paper,
        "export_url": f"{reverse('students:call_export')}?{query}",
        "print_url": f"{reverse('students:call_print')}?{query}",
    }
    return render(request, "students/survey/call_list.html", context)


@require_POST
@require(Permission.CALL_FAMILIES)
def call_print(request: HttpRequest) -> HttpResponse:
    """The list of a commune as it is put on paper; recorded, since phones leave on it."""
    paper = _paper(request)
    record_calls_export(by=request.user, label=_label(paper), count=paper.number, reason=ON_PAPER)
    context = {
        "paper": paper,
        "cohort": chosen_cohort(request),
        "day_text": long_day(paper.made_on),
        "back_url": f"{reverse('students:call_list')}?{request.GET.urlencode()}",
        "privacy_note": PRIVACY_NOTE,
    }
    return render(request, "students/survey/call_print.html", context)


@require_POST
@require(Permission.CALL_FAMILIES)
def call_export(request: HttpRequest) -> HttpResponse:
    """The list of a commune as a workbook; recorded."""
    paper = _paper(request)
    name = fold(paper.commune_name).replace(" ", "-")
    response = workbook_response(f"goi-dien-{paper.year}-{name}.xlsx")
    write_call_list(paper, response)
    record_calls_export(by=request.user, label=_label(paper), count=paper.number)
    return response


def _to_call(request: HttpRequest) -> GraduateQuerySet:
    return calls.graduates_to_call(
        request.user,
        chosen_cohort(request),
        on=timezone.localdate(),
        with_weak=bool(request.GET.get("weak")),
    )


def _paper(request: HttpRequest) -> CallList:
    """The chosen commune's list; 404 where the viewer has nobody to call there."""
    cohort, commune_id = chosen_cohort(request), _commune(request)
    found = calls.of_commune(_to_call(request), commune_id) if commune_id is not None else []
    if not found or commune_id is None:
        raise Http404
    superior, office = office_names(request.user)
    return CallList(
        year=cohort.year,
        commune_name=_name(found[0]),
        superior_name=superior,
        office_name=office,
        made_on=timezone.localdate(),
        groups=calls.groups_of(found, cohort, commune_id, with_weak=bool(request.GET.get("weak"))),
    )


def _name(graduate: Graduate) -> str:
    return graduate.commune.name if graduate.commune else NO_COMMUNE


def _label(paper: CallList) -> str:
    return f"{in_sentence(paper.commune_name)}, năm {paper.year}"


def _commune(request: HttpRequest) -> int | None:
    """The key of the commune in the address, 0 for those of whom none is known."""
    written = request.GET.get("commune", "")
    is_key = written.isascii() and written.isdigit() and len(written) < 19
    return int(written) if is_key else None


def _views(
    request: HttpRequest, commune_id: int | None, *, with_weak: bool
) -> list[dict[str, Any]]:
    cohort = chosen_cohort(request)
    return [
        {
            "label": label,
            "url": calls.call_address(cohort, commune_id, with_weak=weak),
            "is_current": weak == with_weak,
        }
        for weak, label in (
            (False, "Chưa có thông tin"),
            (True, "Cả khai báo đã cũ, cần xác minh"),
        )
    ]
