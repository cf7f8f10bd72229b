"""Where a person lands after signing in: what there is to do."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from districts.authority import scope_of
from office.tasks import task_groups
from outreach.pages.offices import received_lines
from rosters.pages import own_lists
from students.cohorts import default_cohort


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The tasks of the viewer's roles; where there are none yet, that is honestly said."""
    scope = scope_of(request.user)
    is_receiving = bool(scope.receiving_school_ids)
    cohort = default_cohort()
    groups = task_groups(request.user, cohort) if scope.permissions else []
    is_commune = bool(scope.commune_ids)
    has_tasks = any(group["tasks"] for group in groups) or not is_commune
    context = {
        "cohort": cohort.year if cohort else "",
        "groups": groups if has_tasks else [],
        "is_receiving": is_receiving,
        "is_commune": is_commune,
        "received": received_lines(request.user, cohort) if is_commune and cohort else [],
        "rosters": own_lists(request.user) if is_receiving else [],
    }
    return render(request, "office/home.html", context)
