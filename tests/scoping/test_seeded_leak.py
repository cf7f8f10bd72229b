"""The tests of scoping find what they are there for."""

import ast
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.repository.source import tree_of
from tests.repository.test_scope_in_source import unscoped
from tests.scoping import leaks
from tests.scoping.routes import COUNTING, ROLES, ROUTES, STRANGERS, Route, addresses
from tests.scoping.walking import faults
from tests.scoping.world import World

LEAKS = "tests.scoping.leaks"
Browser = Callable[[str], Client]


@pytest.fixture
def mounted(settings: Any) -> None:
    settings.ROOT_URLCONF = LEAKS


def found_in(name: str, world: World, browser: Browser) -> set[str]:
    kind = "" if name == "every_graduate" else "graduate"
    route = Route(COUNTING, objects=kind)
    full_name = f"leaks:{name}"
    asked = (*ROLES, *STRANGERS)
    return {fault for who in asked for fault in faults(full_name, route, who, world, browser)}


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("every_graduate", "DISTRICT GET leaks:every_graduate: shows Võ Thị Cúc"),
        ("every_graduate", "ORIGIN_SCHOOL GET leaks:every_graduate: shows Trần Văn Bé"),
        ("any_graduate", "DISTRICT GET leaks:any_graduate away: 200 instead of 404"),
        ("any_graduate", "ORIGIN_SCHOOL GET leaks:any_graduate near: 200 instead of 404"),
        ("any_graduate", "DISTRICT GET leaks:any_graduate away: shows Võ Thị Cúc"),
        (
            "graduate_without_right",
            "COMMUNE GET leaks:graduate_without_right own: 404 instead of 403",
        ),
        (
            "graduate_by_any_method",
            "DISTRICT DELETE leaks:graduate_by_any_method own: 200 instead of 405",
        ),
        (
            "graduate_with_error",
            "DISTRICT GET leaks:graduate_with_error missing: 500 instead of 404",
        ),
    ],
)
def test_walk_finds_the_fault(
    name: str, fault: str, mounted: None, world: World, signed_in: Browser
) -> None:
    assert fault in found_in(name, world, signed_in)


def test_walk_accuses_nobody_wrongly(mounted: None, world: World, signed_in: Browser) -> None:
    """The department may see every child: a page that shows it all of them leaks nothing to it."""
    found = found_in("every_graduate", world, signed_in)
    assert not [fault for fault in found if fault.startswith("DEPARTMENT")]


def test_new_address_is_missed_in_the_table(mounted: None) -> None:
    new = {f"leaks:{entry.name}" for entry in leaks.leaks}
    assert addresses(LEAKS).keys() - ROUTES.keys() >= new


def test_syntax_tree_finds_the_fault() -> None:
    tree = tree_of(Path(leaks.__file__))
    functions = {f.name: f for f in tree.body if isinstance(f, ast.FunctionDef)}
    leaking = {name for name, function in functions.items() if unscoped(function)}
    assert leaking == {"every_graduate", "any_graduate"}
