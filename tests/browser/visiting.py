"""Looking at pages with a browser, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urljoin, urlsplit

from django.urls import Resolver404, resolve

from students.downloads import WORKBOOK
from tests.browser.site import Site
from tests.sheets import graduate_book, roster_book

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

WIDTHS = (1366, 360)
HEIGHTS = {1366: 768, 360: 740}
FIRST_LOAD, NEXT_PAGE = 70 * 1024, 15 * 1024
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Addresses of one page that differ in what is asked: a few of each are looked at.
MOST_VARIANTS, MOST_OBJECTS = 4, 2
_AXE = Path(__file__).parent / "vendor" / "axe.min.js"
_RUN_AXE = """rules => axe.run({runOnly: rules, resultTypes: ['violations']}).then(found =>
  found.violations.map(v => `${v.id}: ${v.help}: ${v.nodes.slice(0, 2).map(n => n.html)}`))"""
_TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
_LINKS = "[...document.querySelectorAll('a[href]')].map(a => a.href)"
# A form that answers with a file has nothing that could be left empty.
_FORM = 'main form[method=post]:not([action*="/export/"])'
_HAS_FORM = f"""() => Boolean(document.querySelector('{_FORM} :is(input[type=text],'
  + ' input:not([type]), input[type=date], input[type=file], input[type=password], select,'
  + ' textarea)'))"""
_SEND_EMPTY = f"""() => {{
  const form = [...document.querySelectorAll('{_FORM}')].find(
    f => f.querySelector('input[type=text], input:not([type]), input[type=date], input[type=file],'
      + ' input[type=password], select, textarea'));
  form.noValidate = true;
  for (const box of form.querySelectorAll('input:not([type=hidden]), textarea, select')) {{
    if (box.matches('[type=checkbox], [type=radio]')) box.checked = false;
    else box.value = '';
  }}
  // A visit is sent by its script, and stays on the page; its answer is seen without.
  if ('visit' in form.dataset) form.submit();
  else form.requestSubmit();
}}"""


# Not every list says its programme, or of what kind it is.
_CHOOSE_WHAT_IS_LEFT = """() => {
  for (const box of document.querySelectorAll('main form.panel select')) {
    if (!box.value) box.value = [...box.options].map(option => option.value).find(Boolean) ?? '';
  }
  for (const radio of document.querySelectorAll('main form.panel input[type=radio]')) {
    if (!document.querySelector(`input[name="${radio.name}"]:checked`)) radio.checked = true;
  }
}"""


@dataclass
class Visitor:
    """One page of a browser in which an official has signed in."""

    page: Page
    site: Site
    complaints: list[str] = field(default_factory=list)
    received: int = 0

    def open(self, path: str) -> int:
        """Load the page; returns the bytes that came over the line, compressed, headers included.

        Raises AssertionError when the server did not answer 200.
        """
        self.received = 0
        response = self.page.goto(self.site.address + path, wait_until="load")
        assert response, path
        assert response.status == 200, f"{path}: {response.status}"
        return self.received

    def links(self) -> list[str]:
        """Addresses of the same site that the page leads to, without the fragment."""
        here = urlsplit(self.site.address)
        found = (urlsplit(urljoin(self.page.url, link)) for link in self.page.evaluate(_LINKS))
        return [
            f"{link.path}?{link.query}" if link.query else link.path
            for link in found
            if link.netloc == here.netloc and not link.path.startswith("/static/")
        ]

    def faults(self) -> list[str]:
        """What is wrong with the page on the screen; forgets what was complained of."""
        found = [f"console: {text}" for text in self.complaints]
        self.complaints.clear()
        if (excess := self.page.evaluate(_TOO_WIDE)) > 0:
            found.append(f"scrolls sideways by {excess} px")
        self.page.evaluate(axe_source())
        return found + [f"axe: {text}" for text in self.page.evaluate(_RUN_AXE, RULES)]

    def send_empty(self) -> bool:
        """Send the page's form with nothing filled in; False when it has none to fill in."""
        if not self.page.evaluate(_HAS_FORM):
            return False
        with self.page.expect_navigation(wait_until="load"):
            self.page.evaluate(_SEND_EMPTY)
        return True


@cache
def axe_source() -> str:
    return _AXE.read_text(encoding="utf-8")


@contextmanager
def visit(
    browser: Browser, site: Site, role: str, width: int, *, javascript: bool = True
) -> Iterator[Visitor]:
    """A browser window of that width in which the official of that role has signed in."""
    context = browser.new_context(
        viewport={"width": width, "height": HEIGHTS[width]},
        locale="vi-VN",
        java_script_enabled=javascript,
        storage_state=_session(browser, site, role) if role else None,
    )
    try:
        yield _visitor(context, site)
    finally:
        context.close()


def _visitor(context: BrowserContext, site: Site) -> Visitor:
    visitor = Visitor(context.new_page(), site)
    page = visitor.page

    def hear(message: Any) -> None:
        if message.type in ("error", "warning"):
            visitor.complaints.append(message.text)

    def count(event: dict[str, Any]) -> None:
        visitor.received += event["encodedDataLength"]

    page.on("console", hear)
    page.on("pageerror", lambda error: visitor.complaints.append(str(error)))
    listener = context.new_cdp_session(page)
    listener.on("Network.loadingFinished", count)
    listener.send("Network.enable")
    return visitor


def _session(browser: Browser, site: Site, role: str) -> Any:
    if role not in site.sessions:
        context = browser.new_context(locale="vi-VN")
        page = context.new_page()
        sign_in(page, site, role)
        site.sessions[role] = context.storage_state()
        context.close()
    return site.sessions[role]


def sign_in(page: Page, site: Site, role: str) -> None:
    """Fill in the form of the sign-in page."""
    page.goto(f"{site}/account/sign-in/")
    page.fill("input[name=login]", site.usernames[role])
    page.fill("input[name=password]", site.password)
    with page.expect_navigation():
        page.click("main button[type=submit]")


def record_statement(visitor: Visitor) -> str:
    """Say by the form that the first child of the list works; returns the address of its page."""
    visitor.open("/graduates/")
    child = next(link for link in visitor.links() if route_of(link) == "students:graduate_detail")
    visitor.open(f"{child}statements/new/")
    visitor.page.select_option("main select[name=programme]", "WORKING")
    with visitor.page.expect_navigation(wait_until="load"):
        visitor.page.click("main button[type=submit]")
    assert urlsplit(visitor.page.url).path == child
    return child


def upload_list(visitor: Visitor, *pupils: dict[str, str]) -> str:
    """Send a list of graduates by the form; returns the address of the page that checks it."""
    visitor.open("/imports/upload/")
    page = visitor.page
    content = graduate_book(*pupils)
    page.set_input_files(
        "main input[type=file]", {"name": "ds.xlsx", "mimeType": WORKBOOK, "buffer": content}
    )
    with page.expect_navigation(wait_until="load"):
        page.click("main button[type=submit]")
    return urlsplit(page.url).path


def bring_in(visitor: Visitor, *pupils: dict[str, str]) -> str:
    """Send a list and confirm it; returns the address of its result."""
    check = upload_list(visitor, *pupils)
    visitor.open(f"{check}confirm/")
    with visitor.page.expect_navigation(wait_until="load"):
        visitor.page.click("main form.panel button[type=submit]")
    return urlsplit(visitor.page.url).path


def upload_roster(visitor: Visitor, *pupils: dict[str, str]) -> list[str]:
    """Send a roster of an institution that has a list already and say what it is; returns the
    addresses of its steps.
    """
    page = visitor.page
    visitor.open("/rosters/")
    institution = page.locator("table.data tbody th a").first.inner_text()
    visitor.open("/rosters/upload/")
    content = roster_book(*pupils, institution=institution)
    page.set_input_files(
        "main input[type=file]", {"name": "lop.xlsx", "mimeType": WORKBOOK, "buffer": content}
    )
    with page.expect_navigation(wait_until="load"):
        page.click("main form.panel button[type=submit]")
    says = urlsplit(page.url).path
    page.evaluate(_CHOOSE_WHAT_IS_LEFT)
    with page.expect_navigation(wait_until="load"):
        page.click("main form.panel button[type=submit]")
    return [says, f"{says}part/", f"{says}file/", f"{says}check/", f"{says}confirm/"]


def route_of(path: str) -> str:
    """The name of the route that answers a path; "" when none does."""
    try:
        return resolve(urlsplit(path).path).view_name
    except Resolver404:
        return ""


def _variant_of(path: str) -> tuple[str, frozenset[str]]:
    parts = urlsplit(path)
    return parts.path, frozenset(name for name, _ in parse_qsl(parts.query))


@dataclass
class Frontier:
    """Addresses still to be looked at: each page, two of its objects and a few of its variants."""

    waiting: list[str] = field(default_factory=list)
    seen: dict[str, list[tuple[str, frozenset[str]]]] = field(default_factory=dict)
    left_out: dict[str, str] = field(default_factory=dict)
    _taken_up: set[str] = field(default_factory=set)

    def add(self, paths: list[str]) -> None:
        for path in paths:
            route, variant = route_of(path), _variant_of(path)
            variants = self.seen.setdefault(route, [])
            if variant in variants:
                continue
            objects = {where for where, _ in variants}
            if len(variants) < MOST_VARIANTS and len(objects | {variant[0]}) <= MOST_OBJECTS:
                variants.append(variant)
                self.waiting.append(path)
            elif variant[0] not in objects:
                self.left_out.setdefault(route, path)

    def add_again(self, paths: list[str]) -> None:
        """Look at pages even if links led there before: then they sent the visitor elsewhere."""
        self.add(paths)
        self.waiting += [path for path in paths if path not in self.waiting]

    def add_left_out(self) -> bool:
        """Take up one more object of each page, once: the first two may be those that lead
        nowhere, as one's own account. False when there was none.
        """
        found, self.left_out = self.left_out, {}
        fresh = {route: path for route, path in found.items() if route not in self._taken_up}
        self._taken_up |= fresh.keys()
        self.waiting += fresh.values()
        return bool(fresh)

    def reached(self) -> set[str]:
        return set(self.seen)
