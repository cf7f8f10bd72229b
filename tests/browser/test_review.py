"""Deciding rows in a browser: twenty pairs in at most twenty-five keys, and without a script."""

from collections.abc import Iterator

import pytest

from tests.browser.site import Site
from tests.browser.visiting import Visitor, visit

QUEUE = "/rosters/review/next/?district=802"
PAIRS, MOST_KEYS = 20, 25
# Mostly the first candidate, as clerks do; also another one, nobody, and later.
ANSWERS = tuple("12101b112110111b1121")


@pytest.fixture
def clerk(site: Site, browser) -> Iterator[Visitor]:
    with visit(browser, site, "DISTRICT", 1366) as visitor:
        visitor.open(QUEUE)
        yield visitor


def press(visitor: Visitor, key: str) -> None:
    """One stroke, after which another card stands there."""
    visitor.page.wait_for_function("!document.querySelector('.htmx-request')")
    page = visitor.page.inner_text("#review")
    # Some cards hold a single candidate.
    has_second = visitor.page.locator("#review [data-key='2']").count()
    visitor.page.keyboard.press("1" if key == "2" and not has_second else key)
    visitor.page.wait_for_function(
        "before => document.getElementById('review').innerText !== before", arg=page
    )


def left(visitor: Visitor) -> int:
    text = visitor.page.locator("#review .page-head > p").inner_text()
    return int("".join(filter(str.isdigit, text)))


def decided(visitor: Visitor) -> int:
    visitor.open("/rosters/review/decided/")
    return visitor.page.locator("table.data tbody tr").count()


def take_all_back(visitor: Visitor) -> None:
    visitor.open("/rosters/review/decided/")
    while visitor.page.get_by_role("button", name="Hoàn tác").count():
        with visitor.page.expect_navigation():
            visitor.page.get_by_role("button", name="Hoàn tác").first.click()


def test_twenty_pairs_in_twenty_five_keys(clerk: Visitor) -> None:
    before, keys = left(clerk), 0
    assert before >= PAIRS
    for answer in ANSWERS:
        press(clerk, answer)
        keys += 1
    # A second thought: back, and the other one.
    press(clerk, "Control+z")
    press(clerk, "2")
    keys += 2
    assert left(clerk) == before - PAIRS
    assert keys <= MOST_KEYS
    assert clerk.faults() == []
    assert decided(clerk) == PAIRS
    take_all_back(clerk)
    clerk.open(QUEUE)
    assert left(clerk) == before


def test_key_of_another_page_and_in_a_field_decides_nothing(clerk: Visitor) -> None:
    before = left(clerk)
    clerk.page.keyboard.press("9")
    clerk.page.keyboard.press("3")
    clerk.page.keyboard.press("?")
    assert clerk.page.locator("dialog#keys").is_visible()
    assert "Không ai trong số này" in clerk.page.locator("dialog#keys").inner_text()
    clerk.page.keyboard.press("1")
    clerk.page.uncheck("#keys-on")
    clerk.page.keyboard.press("Escape")
    clerk.page.locator("#review h1").focus()
    clerk.page.keyboard.press("1")

    clerk.open(QUEUE)
    assert left(clerk) == before


def test_without_javascript(site: Site, browser) -> None:
    with visit(browser, site, "DISTRICT", 360, javascript=False) as visitor:
        visitor.open(QUEUE)
        before = left(visitor)
        with visitor.page.expect_navigation():
            visitor.page.get_by_role("button", name="Là học sinh này 1").click()
        assert left(visitor) == before - 1
        with visitor.page.expect_navigation():
            visitor.page.get_by_role("button", name="Hoàn tác").first.click()
        visitor.open(QUEUE)
        assert left(visitor) == before


def test_on_a_phone_both_sides_fit_and_buttons_are_wide(site: Site, browser) -> None:
    with visit(browser, site, "DISTRICT", 360) as visitor:
        visitor.open(QUEUE)
        table = visitor.page.locator("table.review")
        panel = visitor.page.locator(".scroll-narrow")
        assert panel.evaluate("box => box.scrollWidth") <= panel.evaluate("box => box.clientWidth")
        for cell in table.locator("tbody td").all():
            assert cell.bounding_box()["width"] >= 120
        for button in visitor.page.locator("#review form.panel button").all():
            box = button.bounding_box()
            assert box["width"] >= 200
            assert 40 <= box["height"] <= 60  # one line, wide enough for a thumb
        assert visitor.faults() == []
