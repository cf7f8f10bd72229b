"""Where an uploaded file and a correction by hand differ: which of them is right."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from districts.authority import Permission, require
from domain.formats import count
from imports import drafts
from imports.models import BatchKind
from imports.overruling import overrule
from imports.pages.conflicts import chosen_keys
from imports.steps import closed, draft_of
from imports.uploads import DraftClosed
from imports.views.columns import header_first


@require_POST
@require(Permission.IMPORT_GRADUATES)
@header_first
def draft_overrule(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Follow the file where it is ticked, keep what was corrected by hand elsewhere."""
    draft = draft_of(request, pk, BatchKind.GRADUATES)
    if not draft.is_waiting:
        return closed(request, draft)
    conflicts = drafts.plan_of(draft, by=request.user).conflicts
    try:
        followed = overrule(
            draft=draft,
            by=request.user,
            conflicts=conflicts,
            chosen=chosen_keys(request.POST, conflicts),
        )
    except DraftClosed:
        return closed(request, draft)
    kept = len(conflicts) - followed
    messages.success(
        request, f"Lấy theo tệp {count(followed)} chỗ, giữ {count(kept)} chỗ đã sửa tay."
    )
    return redirect("imports:draft_check", draft.pk)
