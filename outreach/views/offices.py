"""The page of one office: drafts, papers to be signed, papers sent; and what is done to many."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from districts.authority import Permission, has_permission, require, scope_of
from districts.models import District, DistrictQuerySet
from domain.formats import count
from outreach.actions.referrals import draft_referrals, record_archive_taken
from outreach.actions.together import Done, issue_submitted, submit_drafts
from outreach.archive import archive_of, papers_to_sign
from outreach.forms import ChosenPapers, IssueForm, numbered_after
from outreach.models import Referral, ReferralState
from outreach.pages.offices import (
    RELATED,
    office_context,
    office_lines,
    office_url,
    received_lines,
)
from outreach.papers import settings_of, unit_name
from students.cohorts import chosen_cohort
from students.models import Cohort


@require_GET
@require(Permission.SEE_REFERRALS)
def referral_list(request: HttpRequest) -> HttpResponse:
    """The offices one answers for and the papers that were sent to one's own unit."""
    cohort = chosen_cohort(request)
    if cohort is None:
        return render(request, "outreach/referral_list.html", {"offices": [], "received": []})
    offices = list(sending_offices(request.user))
    received = received_lines(request.user, cohort)
    if len(offices) == 1 and not received:
        return redirect(office_url(offices[0], cohort))
    context = {
        "cohort": cohort.year,
        "offices": office_lines(request.user, offices, cohort),
        "received": received,
    }
    return render(request, "outreach/referral_list.html", context)


@require_GET
@require(Permission.ISSUE_REFERRALS)
def office_referrals(request: HttpRequest, code: str) -> HttpResponse:
    """Check before sending, and every paper at its step."""
    issuer, cohort = _office(request, code)
    leads_to_reviews = has_permission(request.user, Permission.REVIEW_LINKS)
    context = office_context(request.user, issuer, cohort, leads_to_reviews=leads_to_reviews)
    return render(request, "outreach/office_referrals.html", context)


@require_POST
@require(Permission.ISSUE_REFERRALS)
def referrals_draft(request: HttpRequest, code: str) -> HttpResponse:
    """Drafts for everybody who is to be told something."""
    issuer, cohort = _office(request, code)
    drafted = draft_referrals(
        issuer=issuer,
        cohort=cohort,
        by=request.user,
        with_schools=request.POST.get("schools") == "yes",
    )
    if drafted:
        messages.success(request, f"Đã lập {count(len(drafted))} dự thảo.")
    else:
        messages.info(request, "Không có gì mới để lập dự thảo.")
    return redirect(office_url(issuer, cohort))


@require_POST
@require(Permission.ISSUE_REFERRALS)
def referrals_submit(request: HttpRequest, code: str) -> HttpResponse:
    """Chosen drafts are frozen and put up for signature."""
    issuer, cohort = _office(request, code)
    form = ChosenPapers(request.POST, papers=_at(request, issuer, cohort, ReferralState.DRAFT))
    if not form.is_valid():
        messages.error(request, form.problem)
        return redirect(office_url(issuer, cohort))
    done = submit_drafts(issuer=issuer, cohort=cohort, drafts=form.chosen, by=request.user)
    _tell(request, done, "Đã trình ký", "Danh sách học sinh đã được khóa.")
    return redirect(office_url(issuer, cohort))


@require_http_methods(["GET", "POST"])
@require(Permission.ISSUE_REFERRALS)
def referrals_issue(request: HttpRequest, code: str) -> HttpResponse:
    """Signed papers get number and date, as many as a page can wait for; the rest goes on."""
    issuer, cohort = _office(request, code)
    papers = _at(request, issuer, cohort, ReferralState.SUBMITTED)
    if chosen := (request.POST or request.GET).getlist("papers"):
        papers = [paper for paper in papers if str(paper.pk) in chosen]
    form = IssueForm(request.POST or None, papers=papers, settings=settings_of(issuer))
    progress = None
    if request.method == "POST" and form.is_valid() and papers:
        done = _issue(request, form)
        if not done.left:
            return redirect(office_url(issuer, cohort))
        progress = _progress(request, done)
        form = _going_on(form, done)
    context = {
        "form": form,
        "papers": [{"pk": each.pk, "name": unit_name(each.addressee)} for each in form.papers],
        "count_text": count(len(form.papers)),
        "progress": progress,
        "back_url": office_url(issuer, cohort),
        "office": issuer,
        "cohort": cohort.year,
    }
    return render(request, "outreach/referrals_issue.html", context)


def _issue(request: HttpRequest, form: IssueForm) -> Done:
    done = issue_submitted(
        numbered=form.numbered(),
        issued_on=form.cleaned_data["issued_on"],
        deadline=form.cleaned_data["deadline"],
        by=request.user,
    )
    _tell(request, done, "Đã phát hành", "Công văn, phụ lục đã được lưu; tải về ở bên dưới.")
    return done


def _progress(request: HttpRequest, done: Done) -> dict[str, int]:
    """How far a long run is: what earlier pages of it have done is posted along."""
    before = request.POST.get("done", "")
    so_far = len(done.papers) + (int(before) if before.isascii() and before.isdigit() else 0)
    return {"done": so_far, "whole": so_far + done.left}


def _going_on(form: IssueForm, done: Done) -> IssueForm:
    """The same form for the papers not begun, with the number that comes next."""
    finished = {paper.pk for paper in done.papers} | {paper.pk for paper, _ in done.refused}
    left = [paper for paper in form.papers if paper.pk not in finished]
    initial = dict(form.cleaned_data)
    if initial.get("numbering") != "one":
        initial["number"] = numbered_after(initial["number"], len(form.papers) - len(left))
    return IssueForm(papers=left, settings=form.settings, initial=initial)


@require_POST
@require(Permission.ISSUE_REFERRALS)
def archive_download(request: HttpRequest, code: str) -> HttpResponse:
    """The files of every paper sent, in one archive; recorded, so it is a POST."""
    issuer, cohort = _office(request, code)
    papers = [
        paper
        for state in (ReferralState.ISSUED, ReferralState.ACKNOWLEDGED)
        for paper in _at(request, issuer, cohort, state)
    ]
    if not papers:
        messages.info(request, "Chưa có danh sách nào được phát hành để tải về.")
        return redirect(office_url(issuer, cohort))
    archive, number = archive_of(papers)
    record_archive_taken(issuer=issuer, cohort=cohort, papers=papers, files=number, by=request.user)
    name = f"danh-sach-van-dong-{cohort.year}-{issuer.code}.zip"
    return FileResponse(archive, as_attachment=True, filename=name)


@require_POST
@require(Permission.ISSUE_REFERRALS)
def papers_to_sign_download(request: HttpRequest, code: str) -> HttpResponse:
    """Letters and annexes to be printed and signed, before they have a number; recorded, too."""
    issuer, cohort = _office(request, code)
    papers = _at(request, issuer, cohort, ReferralState.SUBMITTED)
    if chosen := request.POST.getlist("papers"):
        papers = [paper for paper in papers if str(paper.pk) in chosen]
    if not papers:
        messages.info(request, "Không có danh sách nào đang trình ký để tải về.")
        return redirect(office_url(issuer, cohort))
    archive, number = papers_to_sign(papers)
    record_archive_taken(issuer=issuer, cohort=cohort, papers=papers, files=number, by=request.user)
    return FileResponse(archive, as_attachment=True, filename=f"trinh-ky-{issuer.code}.zip")


def sending_offices(user: Any) -> DistrictQuerySet:
    """The districts whose papers the viewer sends; those who only receive have none."""
    scope = scope_of(user)
    if Permission.ISSUE_REFERRALS not in scope.permissions:
        return District.objects.none()
    districts = District.objects.visible_to(user).order_by("code")
    return districts if scope.is_province else districts.filter(pk__in=scope.district_ids)


def _office(request: HttpRequest, code: str) -> tuple[District, Cohort]:
    issuer = get_object_or_404(sending_offices(request.user), code=code)
    cohort = chosen_cohort(request)
    if cohort is None:
        raise Http404
    return issuer, cohort


def _at(
    request: HttpRequest, issuer: District, cohort: Cohort, state: ReferralState
) -> list[Referral]:
    papers = Referral.objects.visible_to(request.user).filter(
        addressee__issuer=issuer, addressee__cohort=cohort, state=state
    )
    return list(papers.select_related(*RELATED).order_by("addressee__kind", "addressee__key", "pk"))


def _tell(request: HttpRequest, done: Done, verb: str, after: str) -> None:
    if done.papers:
        messages.success(request, f"{verb} {count(len(done.papers))} danh sách. {after}")
    for paper, why in done.refused:
        messages.error(request, f"{unit_name(paper.addressee)}: {why}")
