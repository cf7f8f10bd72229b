"""The audit log, as sentences."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from audit.sentences import sentence_of
from districts.authority import Permission, require, scope_of
from office import actions
from office.forms import EventFilter
from office.log import detail_entries, event_facts, event_page, filtered, visible_events


@require_GET
@require(Permission.SEE_AUDIT_LOG)
def event_list(request: HttpRequest) -> HttpResponse:
    """Who did what, newest first, 100 a page."""
    form = EventFilter(request.GET)
    events = visible_events(request.user)
    chosen = filtered(events, form.cleaned_data, request.user) if form.is_valid() else events.none()
    details = scope_of(request.user).is_province
    context = {
        "form": form,
        "page": event_page(chosen, request.GET.dict(), details=details),
        "is_filtered": any(request.GET.values()),
    }
    return render(request, "office/event_list.html", context)


@require_GET
@require(Permission.SEE_AUDIT_LOG)
def event_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Values before and after: the department's only, and itself recorded."""
    if not scope_of(request.user).is_province:
        raise PermissionDenied
    event = get_object_or_404(visible_events(request.user), pk=pk)
    sentence = sentence_of(event)
    actions.record_detail_read(event=event, sentence=sentence, by=request.user)
    context = {
        "sentence": sentence,
        "facts": event_facts(event),
        "entries": detail_entries(event),
    }
    return render(request, "office/event_detail.html", context)
