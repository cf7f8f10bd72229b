"""A class's workbook on its way through the pages: downloaded, filled in, sent back."""

from pathlib import Path
from urllib.parse import urlsplit

from students.downloads import WORKBOOK
from tests.browser.visiting import Visitor, route_of
from tests.imports.survey.teacher import Sheet

UPLOAD = "/imports/surveys/upload/"


def workbooks_back(visitor: Visitor) -> list[str]:
    """Record one row of a class, and leave another file waiting; the pages of both."""
    sheet = _downloaded(visitor)
    unsaid = [row[1] for row in sheet.rows() if not row[sheet.columns["code"] - 1]]
    # Nobody was reached: what is known of the child stays as it is for the other roles.
    sheet.write(unsaid[0], code="00")
    _sent(visitor, sheet.content)
    with visitor.page.expect_navigation(wait_until="load"):
        visitor.page.click("#confirm button[type=submit]")
    result = urlsplit(visitor.page.url).path
    sheet.write(unsaid[1], code="00")
    sheet.write(unsaid[2], code="1")
    return [result, _sent(visitor, sheet.content)]


def _downloaded(visitor: Visitor) -> Sheet:
    visitor.open("/survey/?district=802")
    papers = next(link for link in visitor.links() if route_of(link) == "students:survey_papers")
    visitor.open(papers)
    with visitor.page.expect_download() as download:
        visitor.page.locator("table.data form button").first.click()
    return Sheet(Path(download.value.path()).read_bytes())


def _sent(visitor: Visitor, content: bytes) -> str:
    """The address of the page that checks it."""
    visitor.open(UPLOAD)
    visitor.page.set_input_files(
        "main input[type=file]", {"name": "lop.xlsx", "mimeType": WORKBOOK, "buffer": content}
    )
    with visitor.page.expect_navigation(wait_until="load"):
        visitor.page.click("#upload-form button[type=submit]")
    return urlsplit(visitor.page.url).path
