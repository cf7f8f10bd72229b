"""Finding an institution by a few letters: the table that the keyboard grid is held to as well."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.names import fold
from domain.place_search import Place, search

TABLE = json.loads(Path(__file__).with_name("place_search_cases.json").read_text(encoding="utf-8"))


def places_of(case: dict[str, Any]) -> list[Place]:
    return [
        Place(
            label=place["label"],
            district=place["district"],
            chosen=case.get("chosen", {}).get(place["label"], 0),
            chosen_by_school=case.get("by_school", {}).get(place["label"], 0),
            is_near=place["district"] in case.get("near", []),
        )
        for place in TABLE["places"]
    ]


@pytest.mark.parametrize("case", TABLE["cases"], ids=lambda case: case["why"])
def test_search_finds(case: dict[str, Any]) -> None:
    found = [place.label for place in search(case["query"], places_of(case))]
    if "found" in case:
        assert found == case["found"]
    else:
        assert found[0] == case["first"]


@given(st.sampled_from(TABLE["places"]), st.data())
def test_every_beginning_of_a_name_finds_it(place: dict[str, str], data: st.DataObject) -> None:
    words = fold(place["label"]).split()
    typed = " ".join(word[: data.draw(st.integers(1, len(word)))] for word in words)
    assert place["label"] in [found.label for found in search(typed, places_of({}))]


@given(st.text(max_size=12))
def test_search_takes_anything(query: str) -> None:
    found = search(query, places_of({}))
    assert len({place.label for place in found}) == len(found)
