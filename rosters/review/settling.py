"""An office settles which of two claims of one child stands, and takes it back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from districts.authority import Permission, require
from domain.names import display_name
from rosters import actions
from students.actions import StatementsVersion
from students.models import Graduate

SETTLED = "Đã thống nhất nơi học của {name}. Các nơi thấy điều này ở danh sách của mình."
UNDONE = "Đã hoàn tác: {name} lại được các nơi cùng nhận."
NOT_CHOSEN = "Chọn nơi học sinh đang học; chưa ghi gì."


@require_POST
@require(Permission.ENTER_ON_BEHALF)
def conflict_settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Let one claim stand; the others are ended."""
    graduate = _graduate(request, pk)
    keep = request.POST.get("keep", "")
    if not (keep.isascii() and keep.isdigit()):
        messages.warning(request, NOT_CHOSEN)
        return redirect("rosters:conflict_list")
    version = StatementsVersion.read(request.POST.get("version", ""))
    try:
        actions.settle_conflict(
            graduate=graduate, keep=int(keep[:18]), by=request.user, version=version
        )
    except actions.SettlementRefused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, SETTLED.format(name=display_name(graduate.full_name)))
    return redirect("rosters:conflict_list")


@require_POST
@require(Permission.ENTER_ON_BEHALF)
def settlement_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Every claim of the child counts as before."""
    graduate = _graduate(request, pk)
    try:
        actions.undo_settlement(graduate=graduate, by=request.user)
    except actions.SettlementRefused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, UNDONE.format(name=display_name(graduate.full_name)))
    return redirect("rosters:conflict_list")


def _graduate(request: HttpRequest, pk: int) -> Graduate:
    visible = Graduate.objects.visible_to(request.user).members()
    return get_object_or_404(visible.select_related("cohort", "school"), pk=pk)
