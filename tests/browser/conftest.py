"""A server and a browser for the tests that look at pages as a visitor does."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.browser.chromium import FLAGS, executable, why_not
from tests.browser.site import Site, running_site

if TYPE_CHECKING:
    from playwright.sync_api import Browser

WITHOUT = {"test_vendor.py"}  # needs neither server nor browser


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    reason = why_not()
    if not reason:
        return
    for item in items:
        if item.path.parent.name == "browser" and item.path.name not in WITHOUT:
            item.add_marker(pytest.mark.skip(reason=f"BROWSER TESTS LEFT OUT: {reason}"))


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with running_site(tmp_path_factory.mktemp("site")) as site:
        yield site


@pytest.fixture
def browser() -> "Iterator[Browser]":
    """Started for each test: an open driver runs an event loop, in which Django refuses to query,
    so that the tests which happen to follow would fail.
    """
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=executable(), args=FLAGS)
        yield browser
        browser.close()
