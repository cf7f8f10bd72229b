"""The core paths without JavaScript: sign in, filter, search, turn the page, export."""

import zipfile
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from domain.names import fold
from tests.browser.site import Site
from tests.browser.visiting import Visitor, sign_in, upload_list, upload_roster, visit
from tests.sheets import pupil

LIST = "/graduates/"
ROWS = "table.data tbody tr"


@pytest.fixture
def plain(site: Site, browser) -> Iterator[Visitor]:
    """The department's official in a browser that runs no scripts."""
    with visit(browser, site, "DEPARTMENT", 1366, javascript=False) as visitor:
        yield visitor


def names_on(visitor: Visitor) -> list[str]:
    return visitor.page.locator(f"{ROWS} th, {ROWS} td:first-child").all_inner_texts()


def test_sign_in_and_out(site: Site, browser) -> None:
    with visit(browser, site, "", 1366, javascript=False) as visitor:
        page = visitor.page
        page.goto(f"{site}{LIST}")
        assert "/account/sign-in/" in page.url
        sign_in(page, site, "DISTRICT")
        assert page.locator("h1").count() == 1
        assert page.get_by_role("button", name="Đăng xuất").is_visible()
        with page.expect_navigation():
            page.get_by_role("button", name="Đăng xuất").click()
        page.goto(f"{site}{LIST}")
        assert "/account/sign-in/" in page.url


def test_wrong_password_is_told(site: Site, browser) -> None:
    with visit(browser, site, "", 1366, javascript=False) as visitor:
        page = visitor.page
        page.goto(f"{site}/account/sign-in/")
        page.fill("input[name=login]", site.usernames["COMMUNE"])
        page.fill("input[name=password]", "sai-mat-khau")
        with page.expect_navigation():
            page.click("main button[type=submit]")
        assert page.title().strip().startswith("Lỗi:")
        assert page.locator(".error-summary").is_visible()


def test_filter(plain: Visitor) -> None:
    plain.open(LIST)
    form = plain.page.locator("main form[method=get]").first
    form.locator("select[name=outcome]").select_option("NOT_KNOWN")
    with plain.page.expect_navigation():
        form.locator("button[type=submit]").click()
    assert "outcome=NOT_KNOWN" in plain.page.url
    outcomes = plain.page.locator(ROWS)
    assert outcomes.count() > 0
    assert all("Chưa có thông tin" in text for text in outcomes.all_inner_texts())


def test_search_without_accents(plain: Visitor) -> None:
    plain.open(LIST)
    plain.page.fill("main input[name=q]", "nguyen")
    with plain.page.expect_navigation():
        plain.page.keyboard.press("Enter")
    rows = plain.page.locator(ROWS).all_inner_texts()
    assert rows
    assert all("nguyen" in fold(text) for text in rows)


def test_next_and_previous_page(plain: Visitor) -> None:
    plain.open(LIST)
    first = names_on(plain)
    with plain.page.expect_navigation():
        plain.page.locator("a[rel=next]").first.click()
    second = names_on(plain)
    assert first
    assert second
    assert first != second
    with plain.page.expect_navigation():
        plain.page.locator("a[rel=prev]").first.click()
    assert names_on(plain) == first


def test_export(plain: Visitor) -> None:
    plain.open(f"{LIST}?outcome=VOCATIONAL")
    shown = plain.page.locator(ROWS).count()
    with plain.page.expect_download() as download:
        plain.page.get_by_role("button", name="Xuất Excel").click()
    with zipfile.ZipFile(download.value.path()) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert sheet.count("<row ") > shown


def test_record_and_correct_a_statement(site: Site, browser) -> None:
    with visit(browser, site, "ORIGIN_SCHOOL", 360, javascript=False) as visitor:
        # Links are listed by a script; without one the first child is clicked.
        page = visitor.page
        page.goto(f"{site}{LIST}")
        for follow in (f"{ROWS} a", "main a[href$='/statements/new/']"):
            with page.expect_navigation():
                page.locator(follow).first.click()
        page.select_option("main select[name=programme]", "AT_HOME")
        with page.expect_navigation():
            page.click("main button[type=submit]")
        assert "Đã ghi thông tin nơi học" in page.inner_text("main")
        with page.expect_navigation():
            page.locator("main a[href$='/correct/']").first.click()
        page.fill("main input[name=correction_reason]", "Ghi nhầm")
        page.select_option("main select[name=programme]", "WORKING")
        with page.expect_navigation():
            page.click("main button[type=submit]")
        assert "Đã đính chính thông tin nơi học" in page.inner_text("main")


def test_list_is_brought_in(site: Site, browser) -> None:
    """Upload, choose what an unknown name means, confirm, and find the child."""
    with visit(browser, site, "DISTRICT", 1366, javascript=False) as visitor:
        page = visitor.page
        new = pupil(name="Đỗ Thị Không Tập Lệnh", school="THCS AD", register="KTL-1")
        upload_list(visitor, new)
        assert page.locator("td select").count() == 1
        page.select_option("td select", label="THCS Ánh Dương")
        with page.expect_navigation():
            page.click("text=Áp dụng và kiểm tra lại")
        assert page.locator("td select").count() == 0
        with page.expect_navigation():
            page.click("text=Xem thay đổi và xác nhận")
        with page.expect_navigation():
            page.click("main form.panel button[type=submit]")
        assert page.get_by_role("heading", level=1).inner_text() == "Kết quả nhập danh sách"
        visitor.open(f"{LIST}?q=khong+tap+lenh")
        assert "Đỗ Thị Không Tập Lệnh" in page.locator("main").inner_text()


def test_roster_is_brought_in_and_undone(site: Site, browser) -> None:
    """Upload, say what it is, add it as a part, confirm, see the result, take it back."""
    with visit(browser, site, "RECEIVING_SCHOOL", 1366, javascript=False) as visitor:
        page = visitor.page
        steps = upload_roster(visitor, pupil(name="Đỗ Thị Không Tập Lệnh", class_name="10 KTL"))
        assert urlsplit(page.url).path == steps[1]
        page.check("input[name=replaces][value='+']")
        for pressed in ("Tiếp tục", "Đối chiếu và xem thay đổi"):
            with page.expect_navigation():
                page.click(f"text={pressed}")
        assert "1 học sinh:" in page.locator("main form.panel").inner_text()
        with page.expect_navigation():
            page.click("main form.panel button[type=submit]")
        assert page.get_by_role("heading", level=1).inner_text() == "Kết quả nhập danh sách"
        result = urlsplit(page.url).path
        with page.expect_navigation():
            page.click("text=Xem danh sách đang dùng")
        assert "Đỗ Thị Không Tập Lệnh" in page.locator("main").inner_text()
        visitor.open(f"{result}undo/")
        page.fill("input[name=reason]", "thử")
        with page.expect_navigation():
            page.click("main form.panel button[type=submit]")
        assert "Đã hoàn tác" in page.locator("main").inner_text()
