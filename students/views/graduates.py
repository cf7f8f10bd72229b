"""Pages about graduates."""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from districts.authority import Permission, has_permission, require
from districts.context import office_names
from districts.paging import keyset_page
from documents.graduate_list import GraduateList, write_workbook
from students import actions, exported
from students.downloads import (
    chosen_map,
    export_choices,
    reason_of,
    workbook_response,
    write_export,
)
from students.forms import GraduateFilter
from students.models import Graduate, GraduateQuerySet
from students.rows import graduate_rows, list_row, listed

NAME_ORDER = ("sort_key", "pk")
ORDER_TEXT = "Xếp theo tên (vần A, B, C)"


@require_GET
@require(Permission.SEE_GRADUATES)
def graduate_list(request: HttpRequest) -> HttpResponse:
    """The viewer's graduates, filtered and searched, 100 a page."""
    form, graduates, year = _filtered(request.user, request.GET)
    page = keyset_page(graduates, request.GET.dict(), NAME_ORDER, shown=listed)
    context = {
        "cohort": year,
        "may_merge": has_permission(request.user, Permission.MERGE_GRADUATES),
        "form": form,
        "chips": _chips(form, request.GET),
        "filter_text": _filter_text(form),
        "order_text": ORDER_TEXT,
        "nothing": _nothing_found(form),
        "export_choices": export_choices("Danh sách để xem, in"),
        "export_url": f"{reverse('students:graduate_export')}?{request.GET.urlencode()}",
        "page": {
            "rows": graduate_rows(page.objects),
            "next_url": page.next_url,
            "previous_url": page.previous_url,
            "count_text": page.count_text,
        },
    }
    return render(request, "students/graduate_list.html", context)


@require_POST
@require(Permission.EXPORT_GRADUATES)
def graduate_export(request: HttpRequest) -> HttpResponse:
    """The same list as a workbook; a download of personal data is recorded, so it is a POST.

    The filter stays in the address, so that the exported list is the one on the screen.
    """
    form, graduates, year = _filtered(request.user, request.GET)
    if not form.is_valid():
        # Nobody wants an empty workbook: the list says what is wrong with its filter.
        return redirect(f"{reverse('students:graduate_list')}?{request.GET.urlencode()}")
    export_map = chosen_map(request)
    name = f"hoc-sinh-tot-nghiep-{year}{f'-{export_map.code}' if export_map else ''}.xlsx"
    response = workbook_response(name)
    if export_map:
        wanted = graduates.select_related(*exported.RELATED).in_list_order()
        number = write_export(export_map, wanted, response, by=request.user)
    else:
        number = _write_listing(request, form, graduates, response)
    actions.record_export(
        by=request.user,
        filter_text=_filter_text(form),
        count=number,
        reason=reason_of(export_map),
    )
    return response


def _write_listing(
    request: HttpRequest, form: GraduateFilter, graduates: GraduateQuerySet, target: HttpResponse
) -> int:
    """The list as the screen shows it, with its letterhead; returns how many stand on it."""
    superior, office = office_names(request.user)
    listing = GraduateList(
        title=f"DANH SÁCH HỌC SINH TỐT NGHIỆP THCS NĂM {form.year}",
        filter_text=_filter_text(form),
        figures_on=timezone.localdate(),
        superior_name=superior,
        office_name=office,
    )
    chosen = listed(graduates.in_list_order())
    return write_workbook(listing, map(list_row, chosen.iterator(chunk_size=2000)), target)


def _filtered(user: Any, parameters: QueryDict) -> tuple[GraduateFilter, GraduateQuerySet, int]:
    form = GraduateFilter(parameters, user=user)
    graduates = Graduate.objects.visible_to(user).members().of_cohort(form.year)
    return form, form.filter(graduates), form.year


def _chips(form: GraduateFilter, parameters: QueryDict) -> list[dict[str, str]]:
    """One chip per condition, each with the address of the list without it."""
    chips = []
    for name, label in form.chosen_labels():
        rest = parameters.copy()
        for dropped in (name, "after", "before"):
            rest.pop(dropped, None)
        chips.append({"label": label, "remove_url": f"?{rest.urlencode()}"})
    return chips


def _nothing_found(form: GraduateFilter) -> dict[str, str]:
    """What to say and to do when the list is empty."""
    if form.is_valid() and not form.chosen_labels():
        return {
            "title": "Chưa có học sinh nào của năm này",
            "text": "Học sinh hiện ra sau khi danh sách học sinh tốt nghiệp THCS được nhập.",
            "url": "",
        }
    return {
        "title": "Không có học sinh nào",
        "text": "Không học sinh nào trong phạm vi của đơn vị phù hợp với điều kiện đang lọc.",
        "url": f"?cohort={form.year}",
    }


def _filter_text(form: GraduateFilter) -> str:
    if not form.is_valid():
        return "Điều kiện lọc chưa đúng"
    return "; ".join(label for _, label in form.chosen_labels()) or "Tất cả học sinh"
