"""Every page as every role at both widths, reached by following links as a visitor does: no
accessibility violation, no console error, no sideways scroll, within the budget of bytes; forms
also after they were sent with nothing in them.
"""

import pytest
from django.urls import reverse

from districts.models import Role
from tests.browser.site import Site
from tests.browser.visiting import (
    FIRST_LOAD,
    NEXT_PAGE,
    WIDTHS,
    Frontier,
    Visitor,
    bring_in,
    record_statement,
    upload_list,
    upload_roster,
    visit,
)
from tests.browser.workbooks import workbooks_back
from tests.scoping.routes import ROUTES, addresses
from tests.sheets import pupil

# Shown only when something else asks for it.
WITHOUT_LINK = {"account_login", "account_logout", "account_reauthenticate"}
# Files, asked for by a form.
WITHOUT_PAGE = {"imports:template", "rosters:template", "outreach:template_get"}
WITHOUT_OBJECTS = {
    # Districts end and hand over cases; the department looks on.
    "DEPARTMENT": {"outreach:case_end", "outreach:case_request"},
    # A school sees its own figures only, on the overview, and its own graduates, no rows. No copy
    # of a list was sent to this one.
    "ORIGIN_SCHOOL": {
        "reports:district_detail",
        "outreach:referral_detail",
        "rosters:correction_ask",
    },
    # A receiving school sees its own rows, never a record.
    "RECEIVING_SCHOOL": {"students:correction_ask"},
}


def faults_of(visitor: Visitor, path: str, budget: int) -> list[str]:
    """What is wrong with one page, as it opens and with its form sent empty."""
    try:
        size = visitor.open(path)
    except AssertionError as refused:
        visitor.complaints.clear()
        return [str(refused)]
    found = [] if size <= budget else [f"{size} bytes, more than {budget}"]
    found += visitor.faults()
    return [f"{path}: {fault}" for fault in found]


def faults_in_error(visitor: Visitor, path: str) -> list[str]:
    if not visitor.send_empty():
        return []
    return [f"{path} sent empty: {fault}" for fault in visitor.faults()]


def arguments_of(name: str) -> int:
    return len(addresses()[name].pattern.converters)


def readable_by(role: str) -> set[str]:
    """Names of the pages that the role may open."""
    readable = {n for n, route in ROUTES.items() if role in route.roles and "GET" in route.methods}
    return readable - WITHOUT_OBJECTS.get(role, set())


def faults_on_the_way(visitor: Visitor, frontier: Frontier) -> list[str]:
    """What is wrong with every page that links lead to from those waiting."""
    found = []
    while frontier.waiting:
        path = frontier.waiting.pop(0)
        found += faults_of(visitor, path, NEXT_PAGE)
        frontier.add(visitor.links())
        found += faults_in_error(visitor, path)
    return found


def lists_on_the_way(visitor: Visitor, mark: str) -> list[str]:
    """A list that came in but for one row, and one with a row that nobody understands yet."""
    known = pupil(school="THCS Ánh Dương", register=mark)
    unread = pupil(name="Lê Văn Chờ", school="THCS không đâu")
    other = known | {"name": "Lê Văn Mới", "gender": "Nam", "register": f"{mark}-2"}
    return [
        bring_in(visitor, known, unread),
        upload_list(visitor, other, pupil(school="THCS không đâu")),
    ]


def faults_of_a_roster(visitor: Visitor, frontier: Frontier) -> list[str]:
    """What is wrong on the way of a list beside one in force; which it replaces may be asked."""
    steps = upload_roster(visitor, pupil(name="Lê Thị Mới", school="THCS không đâu"))
    frontier.add(steps[:2])
    found = faults_on_the_way(visitor, frontier)
    visitor.open(steps[1])
    replaced = visitor.page.locator("main form.panel input[name=replaces]")
    if replaced.count():
        replaced.first.check()
        with visitor.page.expect_navigation():
            visitor.page.click("main form.panel button[type=submit]")
    frontier.add_again(steps[2:])
    return found


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("role", Role)
def test_every_page_of_the_role(role: str, width: int, site: Site, browser) -> None:
    wanted = readable_by(role) - WITHOUT_LINK - WITHOUT_PAGE
    frontier = Frontier()
    with visit(browser, site, role, width) as visitor:
        found = faults_of(visitor, "/", FIRST_LOAD)
        # Their links stand only where there is something behind them.
        asked = {"rosters:review_together": "/rosters/review/together/?kind=marks",
                 "reports:list_request": "/districts/802/list-request/",
                 "outreach:referrals_issue": "/outreach/offices/802/issue/"}  # fmt: skip
        frontier.add([path for name, path in asked.items() if name in wanted])
        if "students:statement_add" in wanted:
            # What was said by hand can be corrected by hand: without it no link leads there.
            frontier.add([record_statement(visitor)])
        if "office:user_list" in wanted:
            # One's own account, the first of the list, offers nothing to change.
            frontier.add(["/users/?role=COMMUNE"])
        if "imports:upload" in wanted:
            frontier.add(lists_on_the_way(visitor, f"{role}-{width}"))
        if "imports:survey_upload" in wanted:
            frontier.add(workbooks_back(visitor))
        if "rosters:upload" in wanted:
            found += faults_of_a_roster(visitor, frontier)
        frontier.add(["/"])
        found += faults_on_the_way(visitor, frontier)
        while wanted - frontier.reached() and frontier.add_left_out():
            found += faults_on_the_way(visitor, frontier)
        unreached = wanted - frontier.reached()
        frontier.add([reverse(name) for name in unreached if not arguments_of(name)])
        found += faults_on_the_way(visitor, frontier)
    assert not found, "\n".join(found)
    assert wanted - frontier.reached() == set()
    assert unreached == set(), "no link leads there"


@pytest.mark.parametrize("width", WIDTHS)
def test_sign_in_page(width: int, site: Site, browser) -> None:
    path = "/account/sign-in/"
    with visit(browser, site, "", width) as visitor:
        found = faults_of(visitor, path, FIRST_LOAD) + faults_in_error(visitor, path)
        assert visitor.page.locator("#content .error-summary").count() == 1
    assert not found, "\n".join(found)


@pytest.mark.parametrize("width", WIDTHS)
def test_page_that_does_not_exist(width: int, site: Site, browser) -> None:
    with visit(browser, site, "DISTRICT", width) as visitor:
        visitor.page.goto(f"{site}/graduates/999999/")
        # The browser itself reports the state 404 of the page, which is what was asked for.
        visitor.complaints.clear()
        found = visitor.faults()
    assert not found, "\n".join(found)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("path", ["/graduates/?q=khong+co+ai", "/not-enrolled/?district=khong-co"])
def test_page_with_nothing_to_show(path: str, width: int, site: Site, browser) -> None:
    with visit(browser, site, "DEPARTMENT", width) as visitor:
        found = faults_of(visitor, path, FIRST_LOAD)
    assert not found, "\n".join(found)
