"""A receiving institution asks for a correction of what the register says of a child on its list.

It sees its own row and its own requests, never the record.
"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from districts.authority import Permission, require, scope_of
from domain.names import display_name
from rosters.models import Link, RosterRow
from rosters.reported import match_of
from students.authorship import why_not_recordable
from students.corrections.actions import AlreadyAsked, ask_correction
from students.corrections.forms import AskForm, parts_to_ask
from students.corrections.pages import lines_about
from students.corrections.views import ASKED_BEFORE, asked_text

NOT_MATCHED = "Chỉ đề nghị được khi dòng này đã khớp với một học sinh tốt nghiệp THCS."


@require_http_methods(["GET", "POST"])
@require(Permission.ASK_CORRECTION)
def correction_ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the district office of the child's school to correct its record."""
    rows = RosterRow.objects.visible_to(request.user)
    row = get_object_or_404(rows.select_related("version__roster__institution"), pk=pk)
    link = match_of(row)
    if refusal := _refusal(link):
        messages.warning(request, refusal)
        return redirect("rosters:row_detail", pk)
    form = AskForm(request.POST or None, parts=parts_to_ask(link.graduate, is_own=False))
    if request.method == "POST" and form.is_valid():
        _ask(request, row, link, form)
        return redirect("rosters:row_detail", pk)
    context = {
        "form": form,
        "full_name": display_name(row.full_name),
        "back_url": reverse("rosters:row_detail", args=[pk]),
    }
    return render(request, "rosters/correction_ask.html", context)


def asking_context(user: Any, row: RosterRow, link: Link | None) -> dict[str, Any]:
    """What the page of a row says of requests: what was asked, and where to ask."""
    is_own = row.version.roster.institution_id in scope_of(user).receiving_school_ids
    if not is_own or link is None:
        return {"requests": [], "ask_url": ""}
    ask_url = "" if _refusal(link) else reverse("rosters:correction_ask", args=[row.pk])
    return {"requests": lines_about(link.graduate, user, timezone.localdate()), "ask_url": ask_url}


def _refusal(link: Link | None) -> str:
    return NOT_MATCHED if link is None else why_not_recordable(link.graduate)


def _ask(request: HttpRequest, row: RosterRow, link: Link, form: AskForm) -> None:
    try:
        asked = ask_correction(
            graduate=link.graduate,
            named_as=row.full_name,
            asked_from=row.version.roster.institution,
            by=request.user,
            **form.cleaned_data,
        )
    except AlreadyAsked:
        messages.warning(request, ASKED_BEFORE)
    else:
        messages.success(request, asked_text(asked))
