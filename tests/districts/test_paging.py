"""Pages by key: they meet, and a key that leads nowhere is no dead end."""

import pytest
from django.http import QueryDict

from districts.models import School
from districts.paging import CODE_ORDER, Page, keyset_page
from tests.province import Province

CODES = ["000P01", "802C01", "802C02", "802N01", "802P01", "802X01", "805C01", "805N01"]


def page(size: int = 3, **parameters: str) -> Page:
    return keyset_page(School.objects.all(), parameters, CODE_ORDER, size=size)


def key_of(url: str) -> dict[str, str]:
    return QueryDict(url.removeprefix("?")).dict()


def codes(found: Page) -> list[str]:
    return [school.code for school in found.objects]


@pytest.mark.parametrize("size", [1, 3, 4, 8, 9])
def test_pages_meet_both_ways(size: int, province: Province) -> None:
    there = [page(size)]
    while there[-1].next_url:
        there.append(page(size, **key_of(there[-1].next_url)))
    assert [code for found in there for code in codes(found)] == CODES
    assert there[0].previous_url == ""
    back = there[-1]
    for expected in reversed(there[:-1]):
        back = page(size, **key_of(back.previous_url))
        assert codes(back) == codes(expected)
    assert back.previous_url == ""


@pytest.mark.parametrize("key", ["", "x", "~", "802~x", "a\0~3", "802~" + "9" * 30, "~-1", "~²"])
@pytest.mark.parametrize("side", ["after", "before"])
def test_typed_key_is_the_first_page(side: str, key: str, province: Province) -> None:
    assert codes(page(**{side: key})) == CODES[:3]


@pytest.mark.parametrize("key", [{"after": "zzz~1"}, {"before": "000~1"}])
def test_key_beyond_the_list_is_the_first_page(key: dict[str, str], province: Province) -> None:
    """A page kept open while the list grew shorter shows the list, not "there is nobody"."""
    found = page(**key)
    assert codes(found) == CODES[:3]
    assert (found.previous_url, found.count_text) == ("", "8")
    assert found.next_url


def test_what_narrows_the_list_stays_in_the_addresses(province: Province) -> None:
    found = page(q="thpt & gdtx", state="", after="000P01~0")
    assert found.next_url.startswith("?q=thpt+%26+gdtx&after=")
    assert found.previous_url.startswith("?q=thpt+%26+gdtx&before=")


def test_nothing_is_one_empty_page(db: None) -> None:
    assert page() == Page(objects=[], next_url="", previous_url="", count_text="0")
