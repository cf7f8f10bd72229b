"""The survey grid under quick hands: keys counted, a line lost, two people, and no scripts."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.browser.site import Site
from tests.browser.visiting import Visitor, bring_in, visit
from tests.sheets import pupil

TABLE = Path(__file__).parents[1] / "domain" / "place_search_cases.json"
SCHOOL = "THCS Ánh Dương"
SORTED, RANDOM = 60, 110
# Where forty pupils of a class go: (place, pupils); a code where there is no place.
CLASS = (
    ("THPT Cánh Diều Đức Hòa", 15),
    ("THPT Tầm Vông Đức Hòa", 8),
    ("THCS&THPT Cầu Tre Đức Hòa", 4),
    ("TTGDTX&KTTH Hoa Súng Đức Hòa", 5),
    ("Trung cấp nghề Xóm Lá Đức Hòa", 3),
    ("THPT Vàm Xanh Đức Hòa", 2),
    ("01", 2),
    ("02", 1),
)
PRIVATE = "THPT Tầm Vông Đức Hòa"
_SEARCH_ALL = """async ([url, table]) => {
  const { placeOf, search } = await import(url);
  return table.cases.map((given) => search(given.query, table.places.map((place) => placeOf({
    ...place, chosen: given.chosen?.[place.label] || 0,
    bySchool: given.by_school?.[place.label] || 0,
    isNear: (given.near || []).includes(place.district),
  }))).map((place) => place.label));
}"""


@dataclass
class Clerk:
    """Somebody at the keyboard, whose keys are counted."""

    visitor: Visitor
    keys: int = 0
    pressed: list[str] = field(default_factory=list)

    @property
    def page(self) -> Any:
        return self.visitor.page

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.keys += 1
            self.pressed.append(key)

    def answer(self, wanted: str) -> None:
        """Type a code, or letters of the name until the list offers it first."""
        if wanted.isdigit():
            self.press(*wanted)
            return
        for letter in initials(wanted):
            self.press(letter)
            if self.offered() == wanted:
                break
        assert self.offered() == wanted, self.pressed[-4:]
        self.press("Enter")

    def offered(self) -> str:
        option = self.page.locator("#survey-options:visible [aria-selected=true]")
        return option.evaluate("option => option.firstChild.data") if option.count() else ""

    def saved(self) -> None:
        self.page.wait_for_function(
            "() => document.getElementById('survey-status').textContent.startsWith('✓')"
        )


def initials(name: str) -> str:
    """What a clerk types for an institution: the first letters of its own name."""
    kind, *words = name.replace("Trung cấp nghề", "TC").split()
    return "".join(word[0].lower().replace("đ", "d") for word in words) if words else kind


@dataclass
class Classes:
    """Classes that no test has met yet; all are brought in by one list, with the first."""

    small: list[str] = field(default_factory=lambda: [f"9K{number}" for number in range(16)])
    large: list[str] = field(default_factory=lambda: ["9L1", "9L2"])
    is_brought_in: bool = False

    def bring_in(self, site: Site, browser: Any) -> None:
        if self.is_brought_in:
            return
        self.is_brought_in = True
        sizes = dict.fromkeys(self.small, 3) | dict.fromkeys(self.large, 40)
        listed = [
            pupil(
                name=f"Lê Văn {chr(65 + i // 26)}{chr(97 + i % 26)}",
                school=SCHOOL,
                class_name=name,
                register=f"{name}-{i}",
            )
            for name, size in sizes.items()
            for i in range(size)
        ]
        with visit(browser, site, "DISTRICT", 1366) as visitor:
            bring_in(visitor, *listed)


@pytest.fixture(scope="module")
def classes() -> Classes:
    return Classes()


@contextmanager
def grid(
    site: Site,
    browser: Any,
    classes: Classes,
    *,
    javascript: bool = True,
    is_large: bool = False,
) -> Iterator[Clerk]:
    """The grid of a fresh class, open in front of the district's clerk."""
    classes.bring_in(site, browser)
    name = (classes.large if is_large else classes.small).pop()
    with visit(browser, site, "DISTRICT", 1366, javascript=javascript) as visitor:
        visitor.page.goto(f"{site}/survey/")
        with visitor.page.expect_navigation():
            visitor.page.get_by_role("link", name=f"Lớp {name} ").click()
        yield Clerk(visitor)


def rows_of(page: Any) -> list[tuple[str, str]]:
    """Code and place of each line."""
    return page.eval_on_selector_all(
        "[data-row]",
        "rows => rows.map(r => [r.querySelector('select').value,"
        " r.querySelector('[name^=place]').value])",
    )


def shown(wanted: str) -> list[str]:
    codes = {"THPT": "1", "THCS&THPT": "3", "TTGDTX&KTTH": "4", "Trung": "6"}
    code = "2" if wanted == PRIVATE else codes.get(wanted.split()[0], wanted)
    return [code, "" if wanted.isdigit() else wanted]


def test_search_is_the_same_in_the_browser(site: Site, browser: Any) -> None:
    table = json.loads(TABLE.read_text(encoding="utf-8"))
    with visit(browser, site, "DISTRICT", 1366) as visitor:
        visitor.open("/survey/")
        url = visitor.page.locator("link[href*='place-search']").get_attribute("href")
        found = visitor.page.evaluate(_SEARCH_ALL, [url, table])
    for case, labels in zip(table["cases"], found, strict=True):
        assert (labels if "found" in case else labels[:1]) == case.get(
            "found", [case.get("first")]
        ), case["why"]


def test_keys_for_forty_pupils_sorted_by_school(site: Site, browser: Any, classes: Classes) -> None:
    with grid(site, browser, classes, is_large=True) as clerk:
        clerk.page.locator("[data-row] [name^=place]").first.click()
        for wanted, number in CLASS:
            clerk.answer(wanted)
            clerk.press(*["."] * (number - 1))
        clerk.saved()
        clerk.page.reload()
        assert rows_of(clerk.page) == [shown(w) for w, n in CLASS for _ in range(n)]
        assert clerk.page.inner_text("#survey-progress") == "40/40"
        assert clerk.visitor.complaints == []
        assert clerk.keys <= SORTED, clerk.keys


def test_keys_for_forty_pupils_in_random_order(site: Site, browser: Any, classes: Classes) -> None:
    wanted = [place for place, number in CLASS for _ in range(number)]
    Random(2020).shuffle(wanted)
    with grid(site, browser, classes, is_large=True) as clerk:
        clerk.page.locator("[data-row] [name^=place]").first.click()
        for place in wanted:
            clerk.answer(place)
        clerk.saved()
        clerk.page.reload()
        assert rows_of(clerk.page) == [shown(place) for place in wanted]
        assert clerk.keys <= RANDOM, clerk.keys


def test_row_tells_that_it_is_saved_and_can_be_taken_back(
    site: Site, browser: Any, classes: Classes
) -> None:
    with grid(site, browser, classes) as clerk:
        clerk.page.locator("[data-row] [name^=place]").first.click()
        clerk.answer("THPT Cánh Diều Đức Hòa")
        clerk.saved()
        assert clerk.page.locator(".survey__said").first.inner_text() == "✓ Đã lưu"
        clerk.page.keyboard.press("Control+z")
        clerk.saved()
        clerk.page.reload()
        assert rows_of(clerk.page)[0] == ["", ""]
        assert clerk.page.inner_text("#survey-progress") == "0/3"


def test_wrong_row_is_told_and_kept(site: Site, browser: Any, classes: Classes) -> None:
    with grid(site, browser, classes) as clerk:
        clerk.page.locator("[data-row] [name^=place]").first.click()
        clerk.press("1", "x", "y", "z", "Enter", "0", "1")
        wrong = clerk.page.locator(".field__error")
        wrong.wait_for()
        assert "Không có “xyz” trong danh mục" in wrong.inner_text()
        clerk.page.reload()
        wrong.wait_for()
        assert rows_of(clerk.page)[:2] == [["1", "xyz"], ["01", ""]]
        assert clerk.page.inner_text("#survey-progress") == "1/3"
        assert clerk.visitor.faults() == []


def test_outside_the_province_takes_any_name(site: Site, browser: Any, classes: Classes) -> None:
    with grid(site, browser, classes) as clerk:
        clerk.page.locator("[data-row] [name^=place]").first.click()
        clerk.press("9", "6", *"TC Thu Duc", "Enter", ".")
        clerk.saved()
        clerk.page.reload()
        assert rows_of(clerk.page)[:2] == [["96", "TC Thu Duc"]] * 2


def test_dual_study_asks_for_the_second_place(site: Site, browser: Any, classes: Classes) -> None:
    with grid(site, browser, classes) as clerk:
        clerk.page.locator("[data-row] [name^=place]").first.click()
        clerk.press("8", "6", "h")
        clerk.page.locator("#survey-options").wait_for()
        assert clerk.visitor.faults() == []
        clerk.press("Backspace")
        clerk.answer("TTGDTX&KTTH Hoa Súng Đức Hòa")
        clerk.answer("Trung cấp nghề Xóm Lá Đức Hòa")
        clerk.press(".")
        clerk.saved()
        clerk.page.reload()
        assert rows_of(clerk.page)[:2] == [["86", "TTGDTX&KTTH Hoa Súng Đức Hòa"]] * 2
        trained = clerk.page.locator("[name^=training]").first
        assert trained.input_value() == "Trung cấp nghề Xóm Lá Đức Hòa"


def test_lost_line_loses_nothing(site: Site, browser: Any, classes: Classes) -> None:
    with grid(site, browser, classes) as clerk:
        page = clerk.page
        page.locator("[data-row] [name^=place]").first.click()
        page.context.set_offline(True)
        clerk.answer("THPT Cánh Diều Đức Hòa")
        clerk.press(".", "0", "1")
        page.wait_for_function(
            "() => document.getElementById('survey-status').textContent.includes('3 dòng')"
        )
        assert "Mất kết nối: 3 dòng chưa gửi" in page.inner_text("#survey-status")
        kept = page.evaluate("JSON.stringify(localStorage)")
        assert "Lê Văn" not in kept
        page.context.set_offline(False)
        clerk.saved()
        assert page.evaluate("Object.keys(localStorage).length") == 0
        page.reload()
        assert rows_of(page) == [*[["1", "THPT Cánh Diều Đức Hòa"]] * 2, ["01", ""]]
        assert page.inner_text("#survey-progress") == "3/3"


def test_rows_wait_for_a_right_day(site: Site, browser: Any, classes: Classes) -> None:
    with grid(site, browser, classes) as clerk:
        page = clerk.page
        day = page.locator("[name=stated_on]")
        right = day.input_value()
        day.fill("31/02/2020")
        page.locator("[data-row] [name^=place]").first.click()
        clerk.press("0", "2")
        page.wait_for_function(
            "() => document.getElementById('survey-status').textContent.includes('Ngày phải là')"
        )
        day.fill(right)
        clerk.press("Tab")
        clerk.saved()
        page.reload()
        assert page.inner_text("#survey-progress") == "1/3"


def test_what_was_not_sent_is_sent_by_the_next_visit(
    site: Site, browser: Any, classes: Classes
) -> None:
    with grid(site, browser, classes) as clerk:
        page, context = clerk.page, clerk.page.context
        page.locator("[data-row] [name^=place]").first.click()
        context.set_offline(True)
        clerk.press("0", "2")
        page.wait_for_function("() => Object.keys(localStorage).length === 1")
        address = page.url
        page.close()
        context.set_offline(False)
        clerk.visitor.page = context.new_page()
        clerk.page.goto(address)
        clerk.saved()
        clerk.page.reload()
        assert clerk.page.inner_text("#survey-progress") == "1/3"


def test_ended_session_keeps_the_rows(site: Site, browser: Any, classes: Classes) -> None:
    with grid(site, browser, classes) as clerk:
        page, context = clerk.page, clerk.page.context
        page.locator("[data-row] [name^=place]").first.click()
        cookies = context.cookies()
        context.clear_cookies(name="sessionid")
        clerk.press("0", "2")
        page.wait_for_function(
            "() => document.getElementById('survey-status').textContent.includes('Phiên')"
        )
        context.add_cookies(cookies)
        page.reload()
        clerk.saved()
        page.reload()
        assert page.inner_text("#survey-progress") == "1/3"


@pytest.mark.parametrize("choice", ["Ghi bản đang nhập", "Giữ bản đã ghi"])
def test_two_people_on_one_row(choice: str, site: Site, browser: Any, classes: Classes) -> None:
    with grid(site, browser, classes) as clerk:
        page = clerk.page
        with visit(browser, site, "DEPARTMENT", 1366) as other:
            other.page.goto(page.url)
            colleague = Clerk(other)
            colleague.page.locator("[data-row] [name^=place]").first.click()
            colleague.press("0", "2")
            colleague.saved()
        page.locator("[data-row] [name^=place]").first.click()
        clerk.press("0", "1")
        page.locator(".survey__choice").wait_for()
        assert "Ở nhà (Khảo sát của Phòng GD&ĐT; ghi lúc" in page.inner_text(".survey__choice")
        assert clerk.visitor.faults() == []
        page.get_by_role("button", name=choice).click()
        page.locator(".survey__choice").wait_for(state="detached")
        if choice == "Ghi bản đang nhập":
            clerk.saved()
        page.reload()
        assert rows_of(page)[0] == ["01" if choice == "Ghi bản đang nhập" else "02", ""]


def test_column_pasted_from_a_sheet(site: Site, browser: Any, classes: Classes) -> None:
    with grid(site, browser, classes) as clerk:
        page = clerk.page
        first = page.locator("[data-row] [name^=place]").first
        first.click()
        first.evaluate(
            """(input, text) => {
              const clipboardData = new DataTransfer();
              clipboardData.setData("text/plain", text);
              input.dispatchEvent(new ClipboardEvent(
                "paste", { clipboardData, bubbles: true, cancelable: true }));
            }""",
            "THPT canh dieu duc hoa\r\n4\tHoa sung\r\nĐi làm\r\n1\r\n",
        )
        page.wait_for_function("() => document.querySelectorAll('.survey__saved').length === 3")
        page.reload()
        assert rows_of(page) == [
            ["1", "THPT Cánh Diều Đức Hòa"],
            ["4", "TTGDTX&KTTH Hoa Súng Đức Hòa"],
            ["01", ""],
        ]


def test_composing_letters_are_left_alone(site: Site, browser: Any, classes: Classes) -> None:
    """While an input method puts a letter together, Enter and digits are its own."""
    with grid(site, browser, classes) as clerk:
        page = clerk.page
        first = page.locator("[data-row] [name^=place]").first
        first.click()
        for key in ("Enter", "1", "."):
            is_kept = first.evaluate(
                """(input, key) => input.dispatchEvent(new KeyboardEvent(
                  "keydown", { key, isComposing: true, bubbles: true, cancelable: true }))""",
                key,
            )
            assert is_kept, key
        assert first.evaluate("input => input === document.activeElement")
        assert rows_of(page)[0] == ["", ""]


def test_single_keys_can_be_switched_off(site: Site, browser: Any, classes: Classes) -> None:
    with grid(site, browser, classes) as clerk:
        page = clerk.page
        first = page.locator("[data-row] [name^=place]").first
        first.click()
        clerk.press("?")
        page.locator("dialog#keys").wait_for()
        assert "Như dòng trên" in page.inner_text("dialog#keys")
        assert clerk.visitor.faults() == []
        page.uncheck("#keys-on")
        page.get_by_role("button", name="Đóng").click()
        first.click()
        clerk.press("1", "?")
        assert first.input_value() == "1?"


def test_without_scripts(site: Site, browser: Any, classes: Classes) -> None:
    with grid(site, browser, classes, javascript=False) as clerk:
        page = clerk.page
        rows = page.locator("[data-row]")
        rows.nth(0).locator("select").select_option(label="1 Lớp 10 THPT công lập")
        rows.nth(0).locator("[name^=place]").fill("canh dieu")
        rows.nth(1).locator("select").select_option("03")
        rows.nth(1).locator("summary").click()
        rows.nth(1).locator("[name^=reason]").fill("Chữa bệnh dài ngày")
        rows.nth(2).locator("[name^=place]").fill("không đâu")
        with page.expect_navigation():
            page.get_by_role("button", name="Lưu").click()
        assert "Đã ghi kết quả khảo sát của 2 học sinh." in page.inner_text(".error-summary")
        assert "Không có “không đâu” trong danh mục" in page.inner_text(".error-summary")
        page.locator("[data-row]").nth(2).locator("[name^=place]").fill("")
        with page.expect_navigation():
            page.get_by_role("button", name="Lưu").click()
        assert rows_of(page) == [["1", "THPT Cánh Diều Đức Hòa"], ["03", ""], ["", ""]]
        assert page.inner_text("#survey-progress") == "2/3"
