"""Objects of an address by place: what `tests.scoping.world` and its parts are made of."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

PLACES = ("own", "near", "away")
NEVER_GIVEN = 2**31 - 1

Arguments = list[Any]


@dataclass(frozen=True)
class Objects:
    """Arguments of an address by place, some that lead nowhere, and who reaches which place."""

    at: Mapping[str, Arguments]
    missing: tuple[Arguments, ...]
    reach: Mapping[str, str]
