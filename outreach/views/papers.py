"""One paper: read, withdrawn, acknowledged, its signed scan, its files."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST

from districts.authority import Permission, require
from outreach.actions import referrals as actions
from outreach.actions.refusals import ReferralRefused
from outreach.forms import ReasonForm, ReceiptForm, ScanForm
from outreach.models import Referral, ReferralFile
from outreach.pages.offices import RELATED
from outreach.pages.papers import issues_for, paper_context, receives

TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
}


@require_GET
@require(Permission.SEE_REFERRALS)
def referral_detail(request: HttpRequest, referral_id: int) -> HttpResponse:
    """The paper with its children; that it was opened is recorded."""
    referral = _paper(request, referral_id)
    actions.record_referral_read(referral=referral, by=request.user)
    return render(request, "outreach/referral_detail.html", paper_context(request.user, referral))


@require_POST
@require(Permission.ISSUE_REFERRALS)
def referral_withdraw(request: HttpRequest, referral_id: int) -> HttpResponse:
    """A paper that was not issued is taken back."""
    referral = _own_paper(request, referral_id)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _shown_again(request, referral, {"withdraw_form": form, "form": form})
    return _done(
        request,
        referral,
        lambda: actions.withdraw_referral(referral=referral, by=request.user, **form.cleaned_data),
        "Đã thu hồi. Có thể lập dự thảo mới.",
    )


@require_POST
@require(Permission.SEE_REFERRALS)
def referral_acknowledge(request: HttpRequest, referral_id: int) -> HttpResponse:
    """The recipient has it; or the office was told so."""
    referral = _paper(request, referral_id)
    if not (
        issues_for(request.user, referral.addressee) or receives(request.user, referral.addressee)
    ):
        raise Http404
    form = ReceiptForm(request.POST)
    if not form.is_valid():
        return _shown_again(request, referral, {"receipt_form": form, "form": form})
    return _done(
        request,
        referral,
        lambda: actions.acknowledge_referral(
            referral=referral, by=request.user, **form.cleaned_data
        ),
        "Đã ghi nhận tiếp nhận danh sách.",
    )


@require_POST
@require(Permission.ISSUE_REFERRALS)
def scan_attach(request: HttpRequest, referral_id: int) -> HttpResponse:
    """The signed and stamped paper is kept beside the files."""
    referral = _own_paper(request, referral_id)
    form = ScanForm(request.POST, request.FILES)
    if not form.is_valid():
        return _shown_again(request, referral, {"scan_form": form, "form": form})
    scan = form.cleaned_data["scan"]
    return _done(
        request,
        referral,
        lambda: actions.attach_scan(
            referral=referral, name=scan.name[-200:], content=scan.read(), by=request.user
        ),
        "Đã lưu bản ký.",
    )


@require_POST
@require(Permission.SEE_REFERRALS)
def file_download(request: HttpRequest, file_id: int) -> HttpResponse:
    """A stored file, byte for byte as it was issued; recorded, so it is a POST."""
    papers = Referral.objects.visible_to(request.user)
    stored = get_object_or_404(
        ReferralFile.objects.filter(referral__in=papers).select_related("referral"), pk=file_id
    )
    actions.record_file_taken(referral=stored.referral, names=[stored.name], by=request.user)
    ending = stored.name.rpartition(".")[2].lower()
    return HttpResponse(
        bytes(stored.content),
        content_type=TYPES.get(ending, "application/octet-stream"),
        headers={
            "Content-Disposition": content_disposition_header(True, stored.name),
            "Cache-Control": "no-store",
        },
    )


def _paper(request: HttpRequest, referral_id: int) -> Referral:
    papers = Referral.objects.visible_to(request.user).select_related(*RELATED)
    return get_object_or_404(papers, pk=referral_id)


def _own_paper(request: HttpRequest, referral_id: int) -> Referral:
    referral = _paper(request, referral_id)
    if not issues_for(request.user, referral.addressee):
        raise Http404
    return referral


def _done(request: HttpRequest, referral: Referral, step: Any, told: str) -> HttpResponse:
    try:
        step()
    except ReferralRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, told)
    return redirect("outreach:referral_detail", referral.pk)


def _shown_again(request: HttpRequest, referral: Referral, forms: dict[str, Any]) -> HttpResponse:
    context = paper_context(request.user, referral) | forms
    return render(request, "outreach/referral_detail.html", context)
