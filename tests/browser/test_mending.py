"""Rows put right on the page: with scripts from the keyboard alone, without them by plain forms."""

from typing import Any

import pytest

from tests.browser.site import Site
from tests.browser.visiting import (
    NEXT_PAGE,
    WORKBOOK,
    Visitor,
    upload_list,
    upload_roster,
    visit,
)
from tests.sheets import graduate_book, pupil, roster_book

SCHOOL = "THCS Ánh Dương"
LAST_FOCUS = "document.activeElement.id"


def wrong_rows(mark: str) -> list[dict[str, str]]:
    """A date that does not exist, a school nobody knows, the same number twice."""
    rows = [
        {"name": "Lê Văn Ngày", "birth": "31/02/2005"},
        {"name": "Trần Văn Trường", "school": "THCS không đâu"},
        {"name": "Hồ Văn Đúng"},
        {"name": "Võ Văn Trùng"},
    ]
    return [
        pupil(gender="Nam", register=f"{mark}-{min(number, 2)}", **{"school": SCHOOL} | row)
        for number, row in enumerate(rows)
    ]


def opened_rows(visitor: Visitor, mark: str) -> str:
    check = upload_list(visitor, *wrong_rows(mark))
    visitor.open(f"{check}rows/")
    return check


def typed(visitor: Visitor, text: str) -> None:
    visitor.page.keyboard.press("Control+A")
    visitor.page.keyboard.type(text)


@pytest.mark.parametrize("width", [1366, 360])
def test_errors_are_gone_through_with_the_keyboard(width: int, site: Site, browser) -> None:
    with visit(browser, site, "DISTRICT", width) as visitor:
        page = visitor.page
        check = opened_rows(visitor, f"PHIM-{width}")
        assert page.evaluate(LAST_FOCUS).endswith("-birth_date")
        typed(visitor, "28/02/2005")
        page.keyboard.press("Enter")
        assert page.evaluate(LAST_FOCUS).endswith("-school")
        typed(visitor, "vẫn không đâu")
        page.keyboard.press("Enter")
        page.get_by_text("Đã lưu, dòng này nhập được").wait_for()
        assert "không phải là ngày" not in page.locator("tr[data-done]").inner_text()
        page.get_by_text("Đã lưu, nhưng dòng này còn lỗi").wait_for()
        page.keyboard.press("ArrowUp")
        assert page.evaluate(LAST_FOCUS).endswith("-school")
        typed(visitor, SCHOOL)
        page.keyboard.press("Enter")
        page.get_by_text("Còn 1 dòng chưa nhập được").wait_for()
        # Outside a field single letters lead on, and the list of keys says so.
        page.evaluate("document.activeElement.blur()")
        page.keyboard.press("j")
        assert "-11-" not in page.evaluate(LAST_FOCUS)
        assert page.evaluate("document.activeElement.tagName") == "INPUT"
        page.evaluate("document.activeElement.blur()")
        page.keyboard.press("?")
        assert "Dòng lỗi sau, trước" in page.locator("#keys").inner_text()
        page.uncheck("#keys-on")
        page.keyboard.press("Escape")
        page.evaluate("document.activeElement.blur()")
        page.keyboard.press("j")
        assert page.evaluate("document.activeElement.tagName") != "INPUT"
        visitor.open(check)
        assert "1" in page.locator(".tile", has_text="Chưa nhập được").inner_text()


def test_lost_line_keeps_what_was_typed(site: Site, browser) -> None:
    with visit(browser, site, "DISTRICT", 1366) as visitor:
        page = visitor.page
        opened_rows(visitor, "MAT-MANG")
        page.route("**/rows/", lambda route: route.abort())
        typed(visitor, "28/02/2005")
        page.keyboard.press("Enter")
        page.get_by_text("mất kết nối").wait_for()
        page.unroute("**/rows/")
        page.keyboard.press("ArrowUp")
        page.keyboard.press("Enter")
        page.get_by_text("Đã lưu, dòng này nhập được").wait_for()


def test_rows_are_mended_and_left_out_without_scripts(site: Site, browser) -> None:
    with visit(browser, site, "DISTRICT", 360, javascript=False) as visitor:
        page = visitor.page
        check = opened_rows(visitor, "KHONG-JS")
        page.fill("input[id$=birth_date] >> nth=0", "28/02/2005")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert "Đã sửa 1 ô trên trang" in page.inner_text("main")
        page.locator("tr", has_text="Võ Văn Trùng").get_by_role("checkbox").check()
        with page.expect_navigation():
            page.get_by_role("button", name="Lưu", exact=True).click()
        assert "Còn 1 dòng chưa nhập được" in page.inner_text("main")
        visitor.open(f"{check}confirm/")
        with page.expect_navigation():
            page.click("main form.panel button[type=submit]")
        told = page.inner_text("main")
        assert "Ô đã sửa trên trang" in told
        assert "Dòng bỏ qua" in told
        assert "Còn 1 dòng chờ sửa" in told


def test_columns_are_chosen_without_scripts(site: Site, browser) -> None:
    with visit(browser, site, "DISTRICT", 1366, javascript=False) as visitor:
        page = visitor.page
        check = upload_list(visitor, pupil(name="Đỗ Văn Cột", school=SCHOOL, register="COT-1"))
        visitor.open(f"{check.removesuffix('columns/')}columns/")
        page.get_by_label("Cột F là").select_option("")
        with page.expect_navigation():
            page.get_by_role("button", name="Lưu và kiểm tra").click()
        assert "Đã ghi nhớ cách chọn 1 cột" in page.inner_text("main")
        visitor.open(f"{check}columns/")
        with page.expect_navigation():
            page.locator("section", has_text="Cách chọn cột đã ghi nhớ").get_by_role(
                "button", name="Bỏ"
            ).click()
        assert "tự nhận biết lại" in page.inner_text("main")


def files_of(mark: str, number: int) -> list[dict[str, object]]:
    return [
        {
            "name": f"{mark}-{each}.xlsx",
            "mimeType": WORKBOOK,
            "buffer": graduate_book(
                pupil(name=f"Đỗ Văn {mark}", school=SCHOOL, register=f"{mark}-{each}")
            ),
        }
        for each in range(number)
    ]


def test_several_files_go_one_after_another(site: Site, browser) -> None:
    with visit(browser, site, "DISTRICT", 360) as visitor:
        page = visitor.page
        visitor.open("/imports/upload/")
        lost = iter([False, True])

        def answer(route: Any) -> None:
            if route.request.method == "POST" and next(lost, False):
                route.abort()
            else:
                route.continue_()

        page.route("**/imports/upload/", answer)
        page.set_input_files("main input[type=file]", files_of("NHIEU", 3))
        page.click("#upload-form button[type=submit]")
        page.get_by_text("Đã xong 2/3 tệp.").wait_for()
        page.get_by_text("Mất kết nối").wait_for()
        page.get_by_role("button", name="Gửi lại").click()
        page.get_by_text("Đã xong 3/3 tệp.").wait_for()
        assert page.locator("#sent tbody tr", has_text="Đã nhận").count() == 3
        visitor.complaints.clear()
        assert visitor.faults() == []
        page.set_input_files("main input[type=file]", files_of("NHIEU", 2))
        page.click("#upload-form button[type=submit]")
        page.get_by_text("Đã xong 5/5 tệp.").wait_for()
        assert page.locator("#sent tbody tr", has_text="Đã tải lên trước đó").count() == 2


def test_several_files_go_in_one_form_without_scripts(site: Site, browser) -> None:
    with visit(browser, site, "DISTRICT", 1366, javascript=False) as visitor:
        page = visitor.page
        visitor.open("/imports/upload/")
        page.set_input_files("main input[type=file]", files_of("MOT-LAN", 2))
        with page.expect_navigation():
            page.click("#upload-form button[type=submit]")
        assert page.get_by_role("heading", level=1).inner_text() == "Các tệp đã gửi"
        assert page.locator("main tbody tr", has_text="Đã nhận").count() == 2
        with page.expect_navigation():
            page.get_by_role("link", name="Kiểm tra MOT-LAN-1.xlsx").click()
        assert "Kiểm tra danh sách" in page.inner_text("h1")


@pytest.mark.parametrize("javascript", [True, False])
def test_several_rosters_go_at_once(javascript: bool, site: Site, browser) -> None:
    mark = f"GUI-{javascript}"
    files = [
        {
            "name": f"{mark}-{number}.xlsx",
            "mimeType": WORKBOOK,
            "buffer": roster_book(pupil(name=f"Đỗ Thị {mark}", class_name=f"10A{number}")),
        }
        for number in (1, 2)
    ]
    with visit(browser, site, "DISTRICT", 360, javascript=javascript) as visitor:
        page = visitor.page
        visitor.open("/rosters/upload/")
        page.set_input_files("main input[type=file]", files)
        page.click("#upload-form button[type=submit]")
        page.locator("tr[data-line]").nth(1).wait_for()
        lines = page.locator("tr[data-line]", has_text="1 học sinh")
        assert lines.count() == 2
        if javascript:
            assert visitor.faults() == []
        with page.expect_navigation():
            page.get_by_role("link", name=f"Kiểm tra {mark}-2.xlsx").click()
        assert "Danh sách này nói gì" in page.inner_text("h1")


@pytest.mark.parametrize("width", [1366, 360])
def test_pages_of_mending_have_no_faults(width: int, site: Site, browser) -> None:
    with visit(browser, site, "DISTRICT", width) as visitor:
        page = visitor.page
        check = opened_rows(visitor, f"LOI-{width}")
        paths = [f"{check}rows/", f"{check}columns/", f"{check}columns/?sheet=1&row=4", check]
        sizes = {path: visitor.open(path) for path in paths}
        assert max(sizes.values()) <= NEXT_PAGE, sizes
        for path in paths:
            visitor.open(path)
            assert visitor.faults() == [], path
        visitor.open(f"{check}columns/")
        page.get_by_label("Cột B là").select_option("")
        with page.expect_navigation():
            page.get_by_role("button", name="Lưu và kiểm tra").click()
        assert page.title().strip().startswith("Lỗi:")
        assert visitor.faults() == []
        visitor.open(f"{check}rows/")
        page.locator("tbody").get_by_role("checkbox").first.check()
        with page.expect_navigation():
            page.get_by_role("button", name="Lưu", exact=True).click()
        assert page.get_by_role("heading", name="Các dòng bỏ qua").is_visible()
        assert visitor.faults() == []


def test_session_that_ended_keeps_what_was_typed(site: Site, browser) -> None:
    with visit(browser, site, "DISTRICT", 1366) as visitor:
        page = visitor.page
        opened_rows(visitor, "PHIEN")
        page.context.clear_cookies(name="sessionid")
        typed(visitor, "28/02/2005")
        page.keyboard.press("Enter")
        page.get_by_text("Phiên làm việc đã kết thúc").wait_for()
        page.get_by_role("button", name="Lưu", exact=True).click()
        page.fill("input[name=login]", site.usernames["DISTRICT"])
        page.fill("input[name=password]", site.password)
        page.keyboard.press("Enter")
        page.get_by_role("button", name="Gửi nội dung đã nhập").click()
        page.get_by_text("Còn 2 dòng chưa nhập được").wait_for()


@pytest.mark.parametrize(
    ("given_name", "width", "javascript"),
    [("Bàn", 1366, True), ("Tay", 360, True), ("Cũ", 360, False)],
)
def test_rows_of_a_roster_are_mended_and_left_out(
    given_name: str, width: int, javascript: bool, site: Site, browser
) -> None:
    pupils = [
        pupil(name=f"Đỗ Thị {given_name}", birth=birth, class_name="10A1", register="")
        for birth in ("31/02/2005", "30/02/2005", "01/9/2005")
    ]
    with visit(browser, site, "RECEIVING_SCHOOL", width, javascript=javascript) as visitor:
        page = visitor.page
        says = upload_roster(visitor, *pupils)[0]
        rows = f"{says}rows/"
        assert visitor.open(rows) <= NEXT_PAGE
        if javascript:
            assert visitor.faults() == []
            typed(visitor, "28/02/2005")
            page.keyboard.press("Enter")
            page.get_by_text("Đã lưu, dòng này không còn gì cần xem lại").wait_for()
            assert page.evaluate(LAST_FOCUS).startswith("cell-0-8-")
        else:
            page.fill("input[id$=birth_date] >> nth=0", "28/02/2005")
            with page.expect_navigation():
                page.keyboard.press("Enter")
            assert "Đã sửa 1 ô trên trang" in page.inner_text("main")
        visitor.open(rows)
        page.get_by_role("checkbox", name="Bỏ qua dòng này").check()
        with page.expect_navigation():
            page.get_by_role("button", name="Lưu", exact=True).click()
        assert page.get_by_role("heading", name="Các dòng bỏ qua").is_visible()
        if javascript:
            assert visitor.faults() == []
        page.get_by_role("button", name="Hoàn tác").first.click()
        page.get_by_text("ô trở lại như trong tệp").wait_for()
