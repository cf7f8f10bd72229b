"""Pages that are put on paper: A4 sheets with the figures or the names, without the buttons."""

import re

import pytest

from tests.browser.site import Site
from tests.browser.visiting import Visitor, visit

A4_POINTS = (595, 842)
ONLY_ON_SCREEN = ".masthead, nav, .actions, main form[method=get], main form[method=post]"


def pages_of(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def sheet_of(pdf: bytes) -> tuple[int, int]:
    width, height = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)[0]
    return round(float(width)), round(float(height))


def printed(visitor: Visitor, path: str) -> tuple[bytes, str]:
    """The page as a PDF, and the text that stands on the paper."""
    visitor.open(path)
    visitor.page.emulate_media(media="print")
    text = visitor.page.inner_text("main")
    return visitor.page.pdf(prefer_css_page_size=True, format="A4"), text


def first_link(visitor: Visitor, path: str, part: str) -> str:
    visitor.open(path)
    return next(link for link in visitor.links() if part in link)


@pytest.mark.parametrize(
    ("path", "part", "words", "most_pages"),
    [
        ("/overview/", "", ["Long An", "20"], 2),
        ("/overview/", "/districts/", ["Huyện"], 4),
        ("/not-enrolled/", "commune=", ["Họ và tên"], 6),
        ("/graduates/", "", ["Họ và tên"], 12),
    ],
)
def test_page_prints_on_a4(
    path: str, part: str, words: list[str], most_pages: int, site: Site, browser
) -> None:
    with visit(browser, site, "DEPARTMENT", 1366) as visitor:
        address = first_link(visitor, path, part) if part else path
        pdf, text = printed(visitor, address)
        assert sorted(sheet_of(pdf)) == pytest.approx(sorted(A4_POINTS), abs=2)
        assert 1 <= pages_of(pdf) <= most_pages
        assert [word for word in words if word.lower() not in text.lower()] == []
        assert visitor.page.locator(ONLY_ON_SCREEN).filter(visible=True).count() == 0
