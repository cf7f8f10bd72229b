"""What somebody typed is not lost when the session ends before it is sent.

A form sent by nobody is kept in the new session, and offered to be sent again once the person has
signed in. Passwords and files are never kept, and what is not taken up at once is thrown away.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.csrf import csrf_failure as refuse

KEPT = "interrupted"
# More than any form of ours sends; a session is a row of the database.
MOST_CHARACTERS = 64 * 1024
NEVER_KEPT = ("password", "csrfmiddlewaretoken")

Fields = list[list[str]]


def keep(request: HttpRequest) -> None:
    """Keep a form that was sent without a session, with its address."""
    fields = _fields(request)
    if fields:
        request.session[KEPT] = {"address": request.get_full_path(), "fields": fields}


def offered(request: HttpRequest) -> HttpResponse | None:
    """The page that offers to send what was kept; None when nothing was kept for this address."""
    if KEPT not in request.session:
        return None
    kept = request.session.pop(KEPT)
    if kept["address"] != request.get_full_path():
        return None
    return _page(request, kept["fields"], status=200)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A page opened before the last sign-in carries an old token: its form may be sent again.

    Only what this site's own pages sent is offered; a browser always says where a form came from.
    """
    own = f"{request.scheme}://{request.get_host()}"
    is_ours = request.user.is_authenticated and request.headers.get("Origin") == own
    if is_ours and (fields := _fields(request)):
        return _page(request, fields, status=403)
    return refuse(request, reason)


def _fields(request: HttpRequest) -> Fields:
    """Names and values as sent, in order; none where a password or a file is among them."""
    lists = [(name, values) for name, values in request.POST.lists() if name != NEVER_KEPT[1]]
    if request.FILES or any(NEVER_KEPT[0] in name for name, _ in lists):
        return []
    # An export sends nothing but its token; it is worth asking again all the same.
    fields = [[name, str(value)] for name, values in lists for value in values] or [["", ""]]
    size = sum(len(name) + len(value) for name, value in fields)
    return fields if size <= MOST_CHARACTERS else []


def _page(request: HttpRequest, fields: Fields, *, status: int) -> HttpResponse:
    context: dict[str, Any] = {
        "address": request.get_full_path(),
        "fields": [(name, value) for name, value in fields if name],
    }
    return render(request, "interrupted.html", context, status=status)
