"""The lists of receiving institutions: how their rows stand, and who is not in class after all.

Officers see the lists of the institutions of their district and may report on their behalf.
"""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from districts.authority import Permission, has_permission, require
from districts.context import office_names
from districts.paging import keyset_page
from documents.roster_list import RosterList, write_workbook
from domain.formats import day
from domain.names import display_name
from rosters import actions, pages
from rosters.asking import asking_context
from rosters.forms import MOVED, STALE, ReportForm, RosterFilter, RowFilter
from rosters.models import Link, Roster, RosterRow, RosterVersion
from rosters.reported import (
    match_of,
    reporting_version,
    speaking_source,
    standing_report,
    standing_reports,
    successor_among,
    why_not_reportable,
    why_not_revisable,
)
from rosters.transfers.pages import arrival_url
from rosters.transfers.places import receiving_places, sent_word
from students.downloads import workbook_response
from students.models import Destination, Graduate, Source

# The written order of the file, and lists by the name of their institution.
ROW_ORDER = ("sheet", "pk")
LIST_ORDER = ("roster__institution__name", "pk")
REPORTED = "Đã ghi: {name} {stage}. Học sinh không còn được tính là đang học tại đơn vị."
ALREADY = "Thông tin này của {name} đã được ghi, không ghi thêm lần nữa."
UNDONE = "Đã hoàn tác: {name} được tính theo danh sách của đơn vị như trước khi báo."
NOTHING_TO_UNDO = "Không có thông tin nào để hoàn tác: thông tin đã báo vừa được sửa hoặc rút."
ALL_ROWS = "Tất cả học sinh trong danh sách"


@require_GET
@require(Permission.REVIEW_LINKS)
def roster_list(request: HttpRequest) -> HttpResponse:
    """The lists in force of the viewer's institutions."""
    form = RosterFilter(request.GET, user=request.user)
    rosters = Roster.objects.visible_to(request.user)
    versions = RosterVersion.objects.latest().filter(roster__in=rosters)
    related = versions.select_related("roster__institution", "roster__cohort")
    page = keyset_page(form.filter(related), request.GET.dict(), LIST_ORDER)
    context = {
        "form": form,
        "lines": pages.version_lines(page.objects, request.user),
        "page": page,
        "is_keeper": has_permission(request.user, Permission.KEEP_ROSTER),
    }
    return render(request, "rosters/roster_list.html", context)


@require_GET
@require(Permission.REVIEW_LINKS)
def roster_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The rows of the version in force and how each stands, 100 a page in the file's order."""
    version = _version(request, pk)
    reports = standing_reports(version)
    form, rows = _rows(request, version, reports)
    page = keyset_page(rows, request.GET.dict(), ROW_ORDER)
    export_url = reverse("rosters:roster_export", args=[pk])
    context = pages.roster_context(version, request.user, reported=len(reports)) | {
        "form": form,
        "chips": pages.chips(form.chosen_labels(), request.GET),
        "filter_text": _filter_text(form),
        "export_url": f"{export_url}?{request.GET.urlencode()}",
        "lines": [pages.row_line(row, reports.get(row.pk)) for row in page.objects],
        "page": page,
    }
    return render(request, "rosters/roster_detail.html", context)


@require_POST
@require(Permission.REVIEW_LINKS)
def roster_export(request: HttpRequest, pk: int) -> HttpResponse:
    """The rows on the screen as a workbook; recorded, so it is a POST."""
    version = _version(request, pk)
    reports = standing_reports(version)
    form, rows = _rows(request, version, reports)
    superior, office = office_names(request.user)
    listing = RosterList(
        title=f"{pages.list_name(version)}, {version.roster.institution}".upper(),
        filter_text=_filter_text(form),
        figures_on=timezone.localdate(),
        superior_name=superior,
        office_name=office,
    )
    response = workbook_response(f"danh-sach-{version.roster.institution.code}.xlsx")
    written = (pages.export_row(row, reports.get(row.pk)) for row in rows.order_by(*ROW_ORDER))
    number = write_workbook(listing, written, response)
    actions.record_roster_export(
        roster=version.roster, by=request.user, filter_text=listing.filter_text, count=number
    )
    return response


@require_GET
@require(Permission.REVIEW_LINKS)
def row_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One row as written, how it stands and why; opening it is recorded."""
    row, link = _opened(request, pk)
    source = speaking_source(request.user, row.version.roster)
    report = _report_of(row, link)
    candidates = row.links.current().filter(status=Link.Status.REVIEW).order_by("rank")
    refusal = why_not_reportable(row, link)
    may_report = bool(source and not refusal and not why_not_revisable(source, report))
    context = _row_context(row) | {
        "facts": pages.row_facts(row, is_own=source == Source.RECEIVING_SCHOOL),
        "is_own": source == Source.RECEIVING_SCHOOL,
        "state": pages.state_of(row, report),
        "story": pages.row_story(row, link, list(candidates)),
        "graduate_url": _graduate_url(request.user, link),
        "report": pages.report_facts(report) if report else None,
        "refusal": refusal if link or row.version.replaced_at else "",
        "why_not": why_not_revisable(source, report) if source else "",
        "may_report": may_report,
        "version": reporting_version(row.version.roster, link),
        "review_url": pages.review_url(row, candidates),
        "rejecting": pages.rejecting(row, link),
        "arrival_url": arrival_url(request.user, row, link),
    }
    context |= asking_context(request.user, row, link)
    return render(request, "rosters/row_detail.html", context)


@require_http_methods(["GET", "POST"])
@require(Permission.REVIEW_LINKS)
def row_report(request: HttpRequest, pk: int) -> HttpResponse:
    """Report that the child of a matched row never came, left or was transferred."""
    row, link = _opened(request, pk)
    report = _report_of(row, link)
    source = _voice(request, row)
    refusal = why_not_reportable(row, link) or why_not_revisable(source, report)
    if refusal and request.method == "GET":
        return _to_row(request, row, messages.WARNING, refusal)
    # An empty POST is still a POST: bound, so that what is wrong can be told.
    sent = request.POST if request.method == "POST" else None
    form = ReportForm(sent, row=row, link=link, report=report, source=source)
    if refusal:
        return _refused_page(request, form, report, refusal)
    fresh = None
    if request.method == "POST" and form.is_valid():
        try:
            recorded = form.record(by=request.user)
        except actions.RowChanged:
            fresh = _renewed(form)
            if form.says_the_same(fresh, by=request.user):
                return _to_row(request, row, messages.INFO, ALREADY)
        else:
            return _to_row(request, row, messages.SUCCESS, _reported(recorded))
    return _form_page(request, form, row, fresh, is_revision=report is not None)


@require_POST
@require(Permission.REVIEW_LINKS)
def report_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo the report that stands against a row."""
    row = _row(request, pk)
    link = match_of(row)
    report = _report_of(row, link)
    source = _voice(request, row)
    if refusal := why_not_reportable(row, link) or why_not_revisable(source, report):
        return _to_row(request, row, messages.WARNING, refusal)
    try:
        actions.withdraw_report(row=row, by=request.user, version=request.POST.get("version", ""))
    except actions.RowChanged:
        return _to_row(request, row, messages.WARNING, NOTHING_TO_UNDO)
    return _to_row(request, row, messages.SUCCESS, UNDONE)


def _reported(report: Destination) -> str:
    said = REPORTED.format(name="{name}", stage=report.get_stage_display().lower())
    return " ".join((said, sent_word(report))).rstrip()


def _version(request: HttpRequest, pk: int) -> RosterVersion:
    """The version in force of a list within the viewer's scope."""
    rosters = Roster.objects.visible_to(request.user)
    versions = RosterVersion.objects.latest().filter(roster__in=rosters)
    related = versions.select_related("roster__institution__district", "roster__cohort")
    return get_object_or_404(related, roster__pk=pk)


def _rows(
    request: HttpRequest, version: RosterVersion, reports: dict[int, Destination]
) -> tuple[RowFilter, QuerySet[RosterRow]]:
    form = RowFilter(request.GET)
    rows = RosterRow.objects.visible_to(request.user).filter(version=version)
    return form, form.filter(rows, set(reports))


def _filter_text(form: RowFilter) -> str:
    return "; ".join(label for _, label in form.chosen_labels()) or ALL_ROWS


def _row(request: HttpRequest, pk: int) -> RosterRow:
    visible = RosterRow.objects.visible_to(request.user)
    related = visible.select_related(
        "version__roster__institution__district", "version__roster__cohort"
    )
    return get_object_or_404(related, pk=pk)


def _opened(request: HttpRequest, pk: int) -> tuple[RosterRow, Link | None]:
    """The row within the viewer's scope and its match; looking is recorded, once a request."""
    row = _row(request, pk)
    link = match_of(row)
    if request.method == "GET":
        actions.record_row_read(row=row, link=link, by=request.user)
    return row, link


def _voice(request: HttpRequest, row: RosterRow) -> Source:
    source = speaking_source(request.user, row.version.roster)
    if source is None:
        raise PermissionDenied
    return source


def _report_of(row: RosterRow, link: Link | None) -> Destination | None:
    return standing_report(row.version, link.graduate_id) if link else None


def _renewed(form: ReportForm) -> Destination | None:
    """The report that stands by now; from now on the form knows it."""
    link = match_of(form.row)
    form.renew(STALE, form.row, link)
    return _report_of(form.row, link)


def _refused_page(
    request: HttpRequest, form: ReportForm, report: Destination | None, refusal: str
) -> HttpResponse:
    """What was typed is kept; where a new list took the row's place, it can be sent there."""
    form.is_valid()
    rows = RosterRow.objects.visible_to(request.user).select_related("version__roster")
    successor = successor_among(rows, form.row) if form.row.version.replaced_at else None
    if successor is None:
        form.add_error(None, refusal)
        return _form_page(request, form, form.row, report)
    link = match_of(successor)
    form.renew(MOVED, successor, link)
    return _form_page(request, form, successor, _report_of(successor, link))


def _form_page(
    request: HttpRequest,
    form: ReportForm,
    row: RosterRow,
    fresh: Destination | None,
    *,
    is_revision: bool = False,
) -> HttpResponse:
    context = _row_context(form.row) | {
        "form": form,
        "form_url": reverse("rosters:row_report", args=[row.pk]),
        "versions": pages.both_versions(form, fresh),
        "places": receiving_places(row.version.roster.institution),
        "is_revision": is_revision,
        "is_on_behalf": form.source == Source.ON_BEHALF,
    }
    return render(request, "rosters/report_form.html", context)


def _row_context(row: RosterRow) -> dict[str, Any]:
    roster = row.version.roster
    return {
        "row_pk": row.pk,
        "roster_pk": roster.pk,
        "full_name": display_name(row.full_name),
        "institution": roster.institution.name,
        "list_name": pages.list_name(row.version),
        "as_at": day(row.version.as_at),
    }


def _graduate_url(user: Any, link: Link | None) -> str:
    """The child's own page, for those in whose scope the child is."""
    if link is None or not has_permission(user, Permission.SEE_GRADUATES):
        return ""
    graduates = Graduate.objects.visible_to(user).members().filter(pk=link.graduate_id)
    return reverse("students:graduate_detail", args=[link.graduate_id]) if graduates else ""


def _to_row(request: HttpRequest, row: RosterRow, level: int, sentence: str) -> HttpResponse:
    """Back to the row, told what became of it."""
    messages.add_message(request, level, sentence.format(name=display_name(row.full_name)))
    return redirect("rosters:row_detail", row.pk)
