"""Targets of the districts and quotas of the institutions, with the documents that set them.

Kept by the department alone: every page needs MANAGE_TARGETS.
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from districts.authority import Permission, require
from districts.commands import Refusal
from districts.models import District, School, SchoolQuerySet
from districts.paging import CODE_ORDER, keyset_page
from domain.formats import count
from students.actions import targets as actions
from students.downloads import workbook_response
from students.forms_targets import (
    QuotaFilter,
    QuotaForm,
    SheetUpload,
    TargetForm,
    ValueForm,
    YearChoice,
)
from students.models import Quota, Target
from students.resources import QUOTA_HEADERS, TARGET_HEADERS
from students.value_rows import (
    PROVINCE_PATH,
    history,
    quota_rows,
    quotas_to_copy,
    target_rows,
    without_target_text,
)
from students.value_sheets import write_quotas, write_targets


@require_GET
@require(Permission.MANAGE_TARGETS)
def target_list(request: HttpRequest) -> HttpResponse:
    """What the province and each district have undertaken for one year."""
    form = YearChoice(request.GET)
    rows = target_rows(District.objects.visible_to(request.user), form.year)
    context = {
        "form": form,
        "year": form.year,
        "rows": rows,
        "set_text": f"Đã ghi {sum(row['is_set'] for row in rows)} trong {len(rows)} đơn vị",
        "default_text": "" if rows[0]["is_set"] else without_target_text(form.year),
        "copyable": sum(bool(row["earlier"]) and not row["is_set"] for row in rows),
    }
    return render(request, "students/target_list.html", context)


@require_http_methods(["GET", "POST"])
@require(Permission.MANAGE_TARGETS)
def target_edit(request: HttpRequest, unit: str) -> HttpResponse:
    """One unit's target of one year, and what it was before."""
    year, district = _year(request), _district(request.user, unit)
    ever = Target.objects.filter(cohort__year=year, district=district).order_by("-pk")
    current = ever.current().first()
    form = TargetForm(request.POST if request.method == "POST" else None, current=current)
    if request.method == "POST" and form.is_valid():
        given = {"year": year, "district": district, **form.cleaned_data}
        if _is_saved(request, form, actions.set_target, ever, given):
            return _to_list("students:target_list", year)
    context = {
        "form": form,
        "year": year,
        "subject_name": district.name if district else actions.PROVINCE_NAME,
        "history": history(ever),
        "versions": form.both_versions(),
        "back_url": f"{reverse('students:target_list')}?cohort={year}",
    }
    return render(request, "students/target_form.html", context)


@require_POST
@require(Permission.MANAGE_TARGETS)
def target_copy(request: HttpRequest) -> HttpResponse:
    """Units without a target take that of the year before."""
    year = _year(request)
    copied = actions.copy_targets(by=request.user, year=year)
    _tell_copied(request, copied, year, "đơn vị")
    return _to_list("students:target_list", year)


@require_http_methods(["GET", "POST"])
@require(Permission.MANAGE_TARGETS)
def target_import(request: HttpRequest) -> HttpResponse:
    """Targets from a sheet, all or nothing."""
    form = _upload(request)
    year = _year(request)
    if _imported(request, form, actions.import_targets):
        return _to_list("students:target_list", year)
    context = {
        "form": form,
        "title": "Nhập chỉ tiêu đăng ký từ tệp",
        "list_name": "Chỉ tiêu vào GDNN",
        "headers": TARGET_HEADERS,
        "back_url": f"{reverse('students:target_list')}?cohort={year}",
    }
    return render(request, "students/value_import.html", context)


@require_POST
@require(Permission.MANAGE_TARGETS)
def target_export(request: HttpRequest) -> HttpResponse:
    """The year's targets in the columns of the import."""
    year = _year(request)
    response = workbook_response(f"chi-tieu-dang-ky-{year}.xlsx")
    targets = Target.objects.current().filter(cohort__year=year)
    listed = targets.select_related("cohort", "district").order_by("kind", "district__code")
    number = write_targets(listed, response)
    actions.record_targets_export(by=request.user, year=year, count=number)
    return response


@require_GET
@require(Permission.MANAGE_TARGETS)
def quota_list(request: HttpRequest) -> HttpResponse:
    """The grade-10 seats assigned to each receiving institution of the province."""
    form = QuotaFilter(request.GET, user=request.user)
    schools = form.filter(_receiving(request.user)).select_related("district")
    page = keyset_page(schools, request.GET.dict(), CODE_ORDER)
    quotas = Quota.objects.current().filter(cohort__year=form.year, school__in=schools.values("pk"))
    context = {
        "form": form,
        "year": form.year,
        "rows": quota_rows(page.objects, form.year),
        "page": page,
        "set_text": f"Đã ghi chỉ tiêu của {count(quotas.count())} trong {page.count_text} cơ sở",
        "copyable": quotas_to_copy(form.year),
    }
    return render(request, "students/quota_list.html", context)


@require_http_methods(["GET", "POST"])
@require(Permission.MANAGE_TARGETS)
def quota_edit(request: HttpRequest, code: str) -> HttpResponse:
    """One institution's seats of one year, and what they were before."""
    year = _year(request)
    school = get_object_or_404(_receiving(request.user), code=code)
    ever = Quota.objects.filter(cohort__year=year, school=school).order_by("-pk")
    current = ever.current().first()
    form = QuotaForm(request.POST if request.method == "POST" else None, current=current)
    if request.method == "POST" and form.is_valid():
        given = {"year": year, "school": school, **form.cleaned_data}
        if _is_saved(request, form, actions.set_quota, ever, given):
            return _to_list("students:quota_list", year)
    context = {
        "form": form,
        "year": year,
        "subject_name": school.name,
        "history": history(ever),
        "versions": form.both_versions(),
        "back_url": f"{reverse('students:quota_list')}?cohort={year}",
    }
    return render(request, "students/quota_form.html", context)


@require_POST
@require(Permission.MANAGE_TARGETS)
def quota_copy(request: HttpRequest) -> HttpResponse:
    """Institutions without a quota take that of the year before."""
    year = _year(request)
    copied = actions.copy_quotas(by=request.user, year=year)
    _tell_copied(request, copied, year, "cơ sở")
    return _to_list("students:quota_list", year)


@require_http_methods(["GET", "POST"])
@require(Permission.MANAGE_TARGETS)
def quota_import(request: HttpRequest) -> HttpResponse:
    """Quotas from a sheet, all or nothing."""
    form = _upload(request)
    year = _year(request)
    if _imported(request, form, actions.import_quotas):
        return _to_list("students:quota_list", year)
    context = {
        "form": form,
        "title": "Nhập chỉ tiêu tuyển sinh lớp 10 từ tệp",
        "list_name": "Chỉ tiêu tuyển sinh lớp 10",
        "headers": QUOTA_HEADERS,
        "back_url": f"{reverse('students:quota_list')}?cohort={year}",
    }
    return render(request, "students/value_import.html", context)


@require_POST
@require(Permission.MANAGE_TARGETS)
def quota_export(request: HttpRequest) -> HttpResponse:
    """The year's quotas in the columns of the import."""
    year = _year(request)
    response = workbook_response(f"chi-tieu-tuyen-sinh-{year}.xlsx")
    quotas = Quota.objects.current().filter(cohort__year=year)
    number = write_quotas(
        quotas.select_related("cohort", "school").order_by("school__code"), response
    )
    actions.record_quotas_export(by=request.user, year=year, count=number)
    return response


def _year(request: HttpRequest) -> int:
    """The year in the address or the form; the newest with a cohort where none is named."""
    given = request.POST.get("cohort") or request.GET.get("cohort")
    form = YearChoice(QueryDict(f"cohort={quote(given or '')}"))
    if not form.is_valid():
        raise Http404
    return form.year


def _district(user: Any, unit: str) -> District | None:
    if unit == PROVINCE_PATH:
        return None
    return get_object_or_404(District.objects.visible_to(user), code=unit)


def _receiving(user: Any) -> SchoolQuerySet:
    """Institutions of the province, and those outside that were assigned seats all the same."""
    assigned = Q(pk__in=Quota.objects.current().values("school"))
    return School.objects.visible_to(user).receiving().filter(Q(district__isnull=False) | assigned)


def _is_saved(
    request: HttpRequest,
    form: ValueForm,
    action: Callable[..., Target | Quota],
    ever: QuerySet,
    given: dict[str, Any],
) -> bool:
    """Set the value and say so; where a colleague was faster, the form tells and nothing is set."""
    try:
        record = action(by=request.user, **given)
    except actions.ValueChanged:
        form.renew(ever.current().first())
        return False
    if record.pk == given["version"]:
        messages.info(request, f"{record}: không có gì thay đổi.")
    else:
        messages.success(request, f"Đã lưu {record} (năm {given['year']}).")
    return True


def _tell_copied(request: HttpRequest, copied: int, year: int, unit: str) -> None:
    if copied:
        messages.success(
            request,
            f"Đã lấy giá trị năm {year - 1} cho {copied} {unit} chưa có; "
            "kiểm tra lại số và ngày văn bản.",
        )
    else:
        messages.info(request, f"Không có {unit} nào cần lấy giá trị năm {year - 1}.")


def _imported(
    request: HttpRequest, form: SheetUpload, action: Callable[..., dict[str, int]]
) -> bool:
    """Take the uploaded sheet in and say what it changed; its fault, if any, stands in the form."""
    if request.method != "POST" or not form.is_valid():
        return False
    sheet = form.cleaned_data["sheet"]
    try:
        counts = action(by=request.user, content=sheet.read(), file_name=sheet.name)
    except Refusal as refusal:
        form.add_error("sheet", str(refusal))
        return False
    messages.success(
        request,
        f"Đã nhập {count(counts['rows'])} dòng: thêm {count(counts['created'])}, "
        f"thay đổi {count(counts['updated'])}, giữ nguyên {count(counts['unchanged'])}.",
    )
    return True


def _upload(request: HttpRequest) -> SheetUpload:
    if request.method == "POST":
        return SheetUpload(request.POST, request.FILES)
    return SheetUpload()


def _to_list(route: str, year: int) -> HttpResponseRedirect:
    return redirect(f"{reverse(route)}?cohort={year}")
