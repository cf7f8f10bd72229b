"""What was brought in: the history, one result, its undoing, its file."""

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from districts.authority import Permission, require
from imports import uploads
from imports.forms import UndoForm
from imports.graduates import UndoRefused, undo_import
from imports.models import Batch, BatchKind, Draft
from imports.pages.lists import batch_context, undo_context
from imports.parts import batch_lines, draft_lines, upload_links
from imports.steps import batch_of, download

SHOWN_BATCHES = 200


@require_GET
@require(Permission.IMPORT_GRADUATES, Permission.IMPORT_ROSTER)
def batch_list(request: HttpRequest) -> HttpResponse:
    """Files being checked, and what was brought in before, newest first."""
    waiting = Draft.objects.visible_to(request.user).waiting()
    related = waiting.select_related("district", "school", "cohort", "remainder")
    batches = Batch.objects.visible_to(request.user).select_related(
        "district", "school", "imported_by"
    )
    context = {
        "upload_links": upload_links(request.user),
        "drafts": draft_lines(related[:SHOWN_BATCHES]),
        "lines": batch_lines(list(batches[:SHOWN_BATCHES]), request.user),
        "shown": SHOWN_BATCHES,
        "is_cut": batches[SHOWN_BATCHES:].exists(),
    }
    return render(request, "imports/batch_list.html", context)


@require_GET
@require(Permission.IMPORT_GRADUATES)
def batch_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What one file brought in, and what it left out."""
    context = batch_context(_list(request, pk), request.user)
    return render(request, "imports/batch_detail.html", context)


@require_http_methods(["GET", "POST"])
@require(Permission.IMPORT_GRADUATES)
def batch_undo(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What undoing would do and what stands in its way; undoing is the button."""
    batch = _list(request, pk)
    form = UndoForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            result = undo_import(
                batch=batch,
                by=request.user,
                reason=form.cleaned_data["reason"],
                but_those=form.cleaned_data["but_those"],
            )
        except UndoRefused as refused:
            messages.warning(request, str(refused))
        else:
            messages.success(request, result.sentence)
            return redirect("imports:batch_detail", batch.pk)
    context = undo_context(batch, form, request.user) | {"batch": batch, "form": form}
    return render(request, "imports/batch_undo.html", context)


@require_POST
@require(Permission.IMPORT_GRADUATES, Permission.IMPORT_ROSTER)
def batch_file(request: HttpRequest, pk: UUID) -> FileResponse:
    """The file as it was sent; recorded, for it holds every child of the list."""
    batch = batch_of(request, pk)
    content = batch.file.open("rb")
    uploads.record_download(batch=batch, by=request.user)
    return download(content, batch.file_name)


def _list(request: HttpRequest, pk: UUID) -> Batch:
    """A list of graduates; other kinds have pages of their own."""
    return batch_of(request, pk, BatchKind.GRADUATES)
