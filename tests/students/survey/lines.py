"""A grid as a browser without scripts fills it in and sends it."""

import re
from html import unescape
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from students.models import Graduate

CLASS = "9A"
_FIELD = re.compile(
    r'<input[^>]*?name="(?P<name>[^"]+)"[^>]*?value="(?P<value>[^"]*)"[^>]*>', re.DOTALL
)
_SELECT = re.compile(r'<select[^>]*?name="([^"]+)"[^>]*>(.*?)</select>', re.DOTALL)
_CHOSEN = re.compile(r'value="([^"]*)" selected')


def class_address(school: Any, class_name: str = CLASS) -> str:
    return f"{reverse('students:survey_school', args=[school.pk])}?class={class_name}"


def fields_of(response: HttpResponse) -> dict[str, str]:
    """What the form on the page would send as it stands."""
    assert response.status_code == 200
    html = response.content.decode()
    form = html[html.index('<form id="survey"') : html.index("</form>", html.index('id="survey"'))]
    found = {m["name"]: unescape(m["value"]) for m in _FIELD.finditer(form)}
    found = {name: value for name, value in found.items() if not name.startswith("choice-")}
    for name, options in _SELECT.findall(form):
        chosen = _CHOSEN.search(options)
        found[name] = chosen[1] if chosen else ""
    found.pop("csrfmiddlewaretoken", None)
    return found


def line(graduate: Graduate, **values: str) -> dict[str, str]:
    """Fields of one child's line: `code="1", place="…"`."""
    return {f"{name}-{graduate.pk}": value for name, value in values.items()}


def fill_in(client: Client, address: str, *lines: dict[str, str], **values: str) -> HttpResponse:
    """Open the grid, type these lines and send it all; the next page is followed."""
    sent = fields_of(client.get(address)) | values
    for each in lines:
        sent |= each
    return client.post(address, sent, follow=True)
