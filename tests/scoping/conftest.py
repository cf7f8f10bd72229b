"""The world that the tests of scoping ask about."""

from typing import Any

import pytest

from tests.province import Province
from tests.scoping.world import World, make_world


@pytest.fixture
def world(province: Province, officials: dict[str, Any]) -> World:
    return make_world(province, officials)
