"""Pages of one version: what an upload brought, and taking it back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from districts.authority import Permission, require
from imports.forms import UndoForm
from imports.models import Batch
from imports.undoing import UndoRefused
from rosters import actions
from rosters.actions.undo import replaced_sentence
from rosters.incoming import pages
from rosters.models import Roster, RosterVersion
from rosters.versions import batch_of, movements, version_before


@require_GET
@require(Permission.IMPORT_ROSTER)
def version_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What one upload brought, beside the version that it took the place of."""
    version, batch = _version(request, pk)
    previous = version_before(version)
    older = list(previous.rows.order_by("pk")) if previous else []
    moved = movements(older, list(version.rows.order_by("pk")))
    context = pages.version_context(version, batch, previous, moved)
    return render(request, "rosters/incoming/version_detail.html", context)


@require_http_methods(["GET", "POST"])
@require(Permission.IMPORT_ROSTER)
def version_undo(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What undoing would do and what stands in its way; undoing is the button."""
    version, batch = _version(request, pk)
    form = UndoForm(request.POST if request.method == "POST" else None)
    del form.fields["but_those"]
    if request.method == "POST" and form.is_valid():
        try:
            result = actions.undo_roster(
                batch=batch, by=request.user, reason=form.cleaned_data["reason"]
            )
        except UndoRefused as refused:
            messages.warning(request, str(refused))
        else:
            messages.success(request, result.sentence)
            return redirect("rosters:version_detail", batch.pk)
    refusal = _refusal(version, batch)
    context = pages.undo_context(version, batch, actions.undo_obstacles(version)) | {
        "form": form,
        "refusal": refusal,
        "may_be_undone": not refusal,
        "previous": version_before(version),
    }
    return render(request, "rosters/incoming/version_undo.html", context)


def _refusal(version: RosterVersion, batch: Batch) -> str:
    if batch.withdrawn_at:
        return "Lần nhập này đã được hoàn tác."
    return replaced_sentence(version) if version.replaced_at else ""


def _version(request: HttpRequest, pk: UUID) -> tuple[RosterVersion, Batch]:
    """A version of a list within the viewer's scope, with the batch that brought it."""
    rosters = Roster.objects.visible_to(request.user)
    versions = RosterVersion.objects.filter(roster__in=rosters)
    related = versions.select_related("roster__institution__district", "roster__cohort")
    version = get_object_or_404(related, batch_id=pk)
    return version, batch_of(version)
