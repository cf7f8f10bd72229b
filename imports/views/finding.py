"""What the pages of an import share: finding what an address names, and the way back."""

from typing import BinaryIO
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from imports.models import Draft

CLOSED = "Tệp này đã được nhập hoặc đã bỏ, có thể từ một cửa sổ khác."


def download(content: BinaryIO, name: str) -> FileResponse:
    """Never kept by a cache on the way."""
    content.seek(0)
    response = FileResponse(content, as_attachment=True, filename=name)
    response["Cache-Control"] = "no-store"
    return response


def posted(request: HttpRequest) -> tuple:
    """What a form that takes files is made from."""
    return (request.POST, request.FILES) if request.method == "POST" else ()


def find_draft(request: HttpRequest, pk: UUID) -> Draft:
    """The draft at that address, if it is this user's to see."""
    visible = Draft.objects.visible_to(request.user)
    return get_object_or_404(visible.select_related("cohort", "district", "batch"), pk=pk)


def is_waiting(draft: Draft) -> bool:
    """Whether it is neither taken in nor discarded."""
    return draft.batch_id is None and draft.discarded_at is None


def closed(request: HttpRequest, draft: Draft) -> HttpResponse:
    """To what became of it: a second click shows the result, not an error."""
    draft.refresh_from_db()
    if draft.batch_id:
        return redirect("imports:batch_detail", draft.batch_id)
    messages.info(request, CLOSED)
    return redirect("imports:batch_list")
