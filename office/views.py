"""Where a person lands after signing in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from districts.authority import Permission, has_permission, scope_of
from office.desk import roster_lines


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The figures for those who answer for them; for the others what there is for them, honestly
    told.
    """
    if has_permission(request.user, Permission.SEE_FIGURES):
        return redirect("reports:overview")
    scope = scope_of(request.user)
    context = {
        "is_receiving": bool(scope.receiving_school_ids),
        "is_commune": bool(scope.commune_ids),
        "rosters": roster_lines(request.user),
    }
    return render(request, "office/home.html", context)
