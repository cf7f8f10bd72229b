"""Every address × role × method × own, foreign and missing object, read off the configuration."""

import pytest

from districts.models import Role
from tests.scoping.routes import EVERYBODY, ROLES, ROUTES, STRANGERS, addresses
from tests.scoping.walking import Browser, faults
from tests.scoping.world import World

OPEN_TO_STRANGERS = {"account_login"}
every_route = pytest.mark.parametrize("name", ROUTES)


def test_every_address_is_in_the_table() -> None:
    assert addresses().keys() - ROUTES.keys() == set()


def test_table_names_no_address_that_is_gone() -> None:
    assert ROUTES.keys() - addresses().keys() == set()


def test_every_role_is_asked() -> None:
    assert set(ROLES) - {"UNASSIGNED"} == set(Role)


@every_route
def test_own_foreign_and_missing_objects(name: str, world: World, signed_in: Browser) -> None:
    route = ROUTES[name]
    found = [fault for role in ROLES for fault in faults(name, route, role, world, signed_in)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("name", sorted(ROUTES.keys() - OPEN_TO_STRANGERS))
def test_stranger_is_sent_to_sign_in(name: str, world: World, signed_in: Browser) -> None:
    found = [f for who in STRANGERS for f in faults(name, ROUTES[name], who, world, signed_in)]
    assert not found, "\n".join(found)


@every_route
def test_page_demands_a_right(name: str) -> None:
    """Only what every official may open stands without one."""
    view = addresses()[name].callback
    demands = getattr(view, "required_permission", None)
    assert (demands is None) == (ROUTES[name].roles == EVERYBODY)


@every_route
def test_route_names_objects_of_its_own_address(name: str, world: World) -> None:
    kind, pattern = ROUTES[name].objects, addresses()[name].pattern
    wanted = len(pattern.converters)
    arguments = world.objects[kind].at["own"] if kind else []
    assert len(arguments) == wanted
