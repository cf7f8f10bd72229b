"""A commune's officer on a phone: few taps, a line that is cut, somebody faster, the whole path."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tests.browser.site import Site
from tests.browser.visiting import FIRST_LOAD, NEXT_PAGE, Visitor, visit

PHONE = 360
LEAST_TARGET = 44
_SMALL_TARGETS = """least => [...document.querySelectorAll(
    '.field__option label, .visit button, .visit select, .card-case h3 a, summary')]
  .filter(part => part.offsetParent)
  .filter(part => part.getBoundingClientRect().height < least)
  .map(part => part.outerHTML.slice(0, 80))"""


@contextmanager
def phone(site: Site, browser: Any, *, javascript: bool = True) -> Iterator[Visitor]:
    """The commune's cards on a phone."""
    with visit(browser, site, "COMMUNE", PHONE, javascript=javascript) as visitor:
        visitor.page.set_default_timeout(8_000)
        visitor.open("/outreach/cases/")
        yield visitor


def card(page: Any, position: int = 0) -> Any:
    return page.locator(".card-case").nth(position)


def open_form(page: Any, position: int = 0) -> Any:
    found = card(page, position)
    if found.locator("details[open]").count() == 0:
        found.locator("summary").click()
    return found


def choose(found: Any, outcome: str) -> None:
    found.get_by_role("radio", name=outcome, exact=True).check()


def said(found: Any) -> Any:
    return found.locator(".visit__said")


def wait_for(found: Any, text: str) -> None:
    found.locator(".visit__said", has_text=text).wait_for()


def test_page_is_light_and_its_targets_are_for_a_thumb(site: Site, browser: Any) -> None:
    with visit(browser, site, "COMMUNE", PHONE) as visitor:
        assert visitor.open("/outreach/cases/") <= FIRST_LOAD
        open_form(visitor.page)
        choose(card(visitor.page), "Hẹn gặp lại")
        assert visitor.page.evaluate(_SMALL_TARGETS, LEAST_TARGET) == []
        assert visitor.faults() == []
        assert visitor.open("/outreach/cases/?show=claimed") <= NEXT_PAGE


def test_common_visit_takes_two_taps_and_save(site: Site, browser: Any) -> None:
    with phone(site, browser) as visitor:
        found = card(visitor.page)
        name = found.locator("h3").inner_text()
        found.locator("summary").click()
        found.get_by_text("Chưa gặp được gia đình", exact=True).click()
        found.get_by_role("button", name="Lưu").click()
        wait_for(found, "✓ Đã lưu")
        visitor.page.reload()
        again = visitor.page.locator(".card-case", has_text=name)
        assert "Lần trước chưa gặp được gia đình" in again.inner_text()


def test_cut_line_keeps_the_visit_and_sends_it_when_it_is_back(site: Site, browser: Any) -> None:
    with phone(site, browser) as visitor:
        page = visitor.page
        found = open_form(page, 1)
        page.context.set_offline(True)
        choose(found, "Gia đình chưa đồng thuận")
        found.get_by_label("Lý do chưa đi học").select_option("FAR")
        found.get_by_label("Ghi chú").fill("gặp mẹ em ở chợ")
        found.get_by_role("button", name="Lưu").click()
        wait_for(found, "Mất kết nối")
        assert "1 lượt chưa gửi" in page.inner_text("#visits-kept")
        stored = page.evaluate("JSON.stringify(localStorage)")
        assert "gặp mẹ em ở chợ" in stored
        assert found.locator("h3").inner_text() not in stored
        page.context.set_offline(False)
        wait_for(found, "✓ Đã lưu")
        assert page.inner_text("#visits-kept") == ""
        assert page.evaluate("localStorage.length") == 0


def test_draft_outlives_a_page_that_was_closed(site: Site, browser: Any) -> None:
    with phone(site, browser) as visitor:
        found = open_form(visitor.page)
        choose(found, "Hẹn gặp lại")
        found.get_by_label("Ghi chú").fill("chiều thứ bảy")
        visitor.page.reload()
        again = card(visitor.page)
        assert again.get_by_label("Ghi chú").input_value() == "chiều thứ bảy"
        assert "Bản nháp" in said(again).inner_text()


def test_whoever_was_faster_is_shown_and_nothing_is_lost(site: Site, browser: Any) -> None:
    with phone(site, browser) as first, phone(site, browser) as second:
        mine, theirs = open_form(first.page), open_form(second.page)
        name = mine.locator("h3").inner_text()
        assert theirs.locator("h3").inner_text() == name
        choose(theirs, "Chưa gặp được gia đình")
        theirs.get_by_label("Ghi chú").fill("đồng nghiệp đến trước")
        theirs.get_by_role("button", name="Lưu").click()
        wait_for(theirs, "✓ Đã lưu")
        choose(mine, "Chưa gặp được gia đình")
        mine.get_by_label("Ghi chú").fill("tôi đến sau")
        mine.get_by_role("button", name="Lưu").click()
        wait_for(mine, "Đã có người ghi thêm")
        assert "đồng nghiệp đến trước" in mine.locator(".visit__theirs").inner_text()
        assert mine.get_by_label("Ghi chú").input_value() == "tôi đến sau"
        assert first.faults() == []
        mine.get_by_role("button", name="Vẫn ghi lượt của tôi").click()
        wait_for(mine, "✓ Đã lưu")


def test_form_works_without_scripts(site: Site, browser: Any) -> None:
    with phone(site, browser, javascript=False) as visitor:
        page = visitor.page
        found = open_form(page)
        choose(found, "Chưa gặp được gia đình")
        with page.expect_navigation():
            found.get_by_role("button", name="Lưu").click()
        assert "Đã ghi lượt vận động" in page.inner_text(".messages")


@pytest.mark.parametrize("role", ["COMMUNE", "DISTRICT"])
def test_wrong_answer_is_told_where_it_was_given(site: Site, browser: Any, role: str) -> None:
    if role == "DISTRICT":
        with visit(browser, site, role, 1366) as visitor:
            visitor.open("/outreach/sheets/")
            visitor.page.set_input_files(
                "main input[type=file]",
                {"name": "la.xlsx", "mimeType": "text/plain", "buffer": b"khong phai"},
            )
            with visitor.page.expect_navigation():
                visitor.page.click("main form.panel button")
            assert visitor.page.locator(".error-summary").count() == 1
            assert visitor.faults() == []
        return
    with phone(site, browser) as visitor:
        found = open_form(visitor.page)
        choose(found, "Gia đình chưa đồng thuận")
        found.get_by_role("button", name="Lưu").click()
        wait_for(found, "Chọn lý do gia đình chưa đồng thuận.")
