"""The list of those to be asked about again, and saying that what was reported still holds."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from districts.authority import Permission, require
from districts.paging import keyset_page
from domain.formats import count
from domain.names import display_name
from students.actions import StatementsVersion
from students.authorship import why_closed, why_not_recordable
from students.cohorts import default_cohort
from students.models import Cohort, Graduate
from students.survey.forms import DayForm
from students.verifying.actions import Verified, verify_again
from students.verifying.forms import VerificationFilter
from students.verifying.rows import ticked, verification_rows
from students.views.statements import opened_graduate, refused

PAGE_SIZE = 60
NAME_ORDER = ("sort_key", "pk")
NOBODY = "Chưa chọn học sinh nào; đánh dấu các học sinh vẫn đúng như đã khai báo rồi bấm lại."
RENEWED = "Đã ghi: thông tin nơi học của {number} học sinh vẫn đúng."
CHANGED = (
    "{number} học sinh chưa được ghi vì thông tin vừa thay đổi, hoặc đã xác minh từ ngày đó trở "
    "đi; xem lại từng học sinh."
)
STILL = "Đã ghi: thông tin nơi học của {name} vẫn đúng, xác minh ngày hôm nay."


@require_http_methods(["GET", "POST"])
@require(Permission.RECORD_DESTINATION)
def verification_list(request: HttpRequest) -> HttpResponse:
    """Children whose reports have expired; those ticked still are where they were said to be."""
    cohort = default_cohort()
    refusal = why_closed(cohort) if cohort else ""
    form = VerificationFilter(request.GET, user=request.user)
    asked = DayForm(request.POST or None, cohort=cohort) if cohort else None
    if request.method == "POST" and asked and not refusal and asked.is_valid():
        chosen = _chosen(request)
        if chosen:
            _tell(request, verify_again(versions=chosen, by=request.user, **asked.cleaned_data))
        else:
            messages.warning(request, NOBODY)
        return redirect(request.get_full_path())
    context = _context(request, cohort, form) | {"asked": asked, "refusal": refusal}
    return render(request, "students/verifying/verification_list.html", context)


@require_POST
@require(Permission.RECORD_DESTINATION)
def statement_verify(request: HttpRequest, pk: int) -> HttpResponse:
    """Say on the child's page that what is reported was asked today and still holds."""
    graduate = opened_graduate(request, pk)
    if refusal := why_not_recordable(graduate):
        return refused(request, graduate, refusal)
    versions = {pk: StatementsVersion.read(request.POST.get("version", ""))}
    done = verify_again(versions=versions, by=request.user, stated_on=timezone.localdate())
    name = display_name(graduate.full_name)
    if done.changed:
        return refused(request, graduate, CHANGED.format(number=1))
    messages.success(request, STILL.format(name=name))
    return redirect("students:graduate_detail", pk)


def _chosen(request: HttpRequest) -> Mapping[int, StatementsVersion | None]:
    """The children ticked, as far as the viewer sees them; one whose own button was pressed."""
    versions = ticked(request.POST.getlist("still")[:PAGE_SIZE])
    visible = Graduate.objects.visible_to(request.user).members().filter(pk__in=versions)
    return {pk: versions[pk] for pk in visible.values_list("pk", flat=True)}


def _tell(request: HttpRequest, done: Verified) -> None:
    if done.renewed:
        messages.success(request, RENEWED.format(number=count(len(done.renewed))))
    if done.changed:
        messages.warning(request, CHANGED.format(number=count(len(done.changed))))


def _context(
    request: HttpRequest, cohort: Cohort | None, form: VerificationFilter
) -> dict[str, Any]:
    graduates = Graduate.objects.visible_to(request.user).members().filter(cohort=cohort)
    found = form.filter(graduates).select_related("school", "commune")
    page = keyset_page(found, request.GET.dict(), NAME_ORDER, size=PAGE_SIZE)
    return {
        "cohort": cohort.year if cohort else "",
        "form": form,
        "is_narrowed": form.is_narrowed,
        "valid_days": settings.REPORT_VALID_DAYS,
        "rows": verification_rows(
            page.objects, timezone.localdate(), still=request.POST.getlist("still")
        ),
        "page": page,
    }
