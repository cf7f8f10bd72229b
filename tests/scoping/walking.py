"""Asks an address as a role, by every method, about every object, and tells what is wrong."""

import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.scoping.routes import STRANGERS, Route
from tests.scoping.world import Arguments, World

Browser = Callable[[str], Client]
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
SIGN_IN = frozenset({302})
NOT_ALLOWED, FORBIDDEN, NOT_FOUND = frozenset({405}), frozenset({403}), frozenset({404})


@dataclass(frozen=True)
class Question:
    """One request: the place of its object ("" where there is none), and how it may end."""

    method: str
    place: str
    arguments: Arguments
    expected: frozenset[int]


def faults(name: str, route: Route, role: str, world: World, browser: Browser) -> list[str]:
    """One sentence for each thing wrong with how the address answers this role."""
    hidden = world.hidden_from(role, public=route.public)
    found = []
    for question in questions(route, role, world):
        response = _answer(browser(role), name, question)
        asked = f"{role} {question.method} {name} {question.place}".strip()
        if response.status_code not in question.expected:
            wanted = " or ".join(map(str, sorted(question.expected)))
            found.append(f"{asked}: {response.status_code} instead of {wanted}")
        elif question.expected == SIGN_IN and not _is_sign_in(response):
            found.append(f"{asked}: sent to {response['Location']} instead of signing in")
        shown = text_of(response)
        found += [f"{asked}: shows {text}" for text in sorted(hidden) if text in shown]
    return found


def questions(route: Route, role: str, world: World) -> Iterator[Question]:
    """All requests to the address as this role, with the states each may end in."""
    methods = METHODS if route.is_ours else route.methods
    for method in methods:
        for place, arguments in _arguments(route, world):
            yield Question(method, place, arguments, _expected(route, role, world, method, place))


def _arguments(route: Route, world: World) -> list[tuple[str, Arguments]]:
    if not route.objects:
        return [("", [])]
    objects = world.objects[route.objects]
    return [*objects.at.items(), *(("missing", arguments) for arguments in objects.missing)]


def _expected(route: Route, role: str, world: World, method: str, place: str) -> frozenset[int]:
    if role in STRANGERS:
        return SIGN_IN
    if method not in route.methods:
        return NOT_ALLOWED
    if role not in route.roles:
        return FORBIDDEN
    if place and place not in world.objects[route.objects].reach.get(role, "").split():
        return NOT_FOUND
    return route.answers_to(method)


def _answer(client: Client, name: str, question: Question) -> HttpResponse:
    """The response; what the request wrote is taken back, so that the next finds the same world."""
    client.raise_request_exception = False
    with transaction.atomic():
        response = client.generic(question.method, reverse(name, args=question.arguments))
        text_of(response)  # a streamed file is read while its rows are still there
        transaction.set_rollback(True)
    return response


def _is_sign_in(response: HttpResponse) -> bool:
    return response["Location"].startswith(reverse("account_login"))


def text_of(response: HttpResponse) -> str:
    """All that the response lets read: a page, or the sheets inside a workbook."""
    if not hasattr(response, "read_once"):
        is_streamed = getattr(response, "streaming", False)
        response.read_once = (
            b"".join(response.streaming_content) if is_streamed else response.content
        )
    content = response.read_once
    if not content.startswith(b"PK"):
        return content.decode()
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return "\n".join(book.read(part).decode(errors="replace") for part in book.namelist())
