"""How the head of every page names the viewer's unit."""

from typing import Any

import pytest

from districts.context import unit_title


@pytest.mark.parametrize(
    ("role", "title"),
    [
        ("DEPARTMENT", "Sở GD&ĐT Long An"),
        ("DISTRICT", "Phòng GD&ĐT huyện Đức Hòa"),
        ("COMMUNE", "UBND xã Đức Hòa Thượng, huyện Đức Hòa"),
        ("UNASSIGNED", ""),
    ],
)
def test_unit_is_named_as_in_a_sentence(role: str, title: str, officials: dict[str, Any]) -> None:
    assert unit_title(officials[role]) == title
