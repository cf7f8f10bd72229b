"""Says loudly, at the end of a run, when the pages were not looked at in a browser."""

from typing import Any

from tests.browser.chromium import why_not


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """A banner for whoever reads the last lines of `make test`."""
    reason = why_not()
    left_out = [r for r in terminalreporter.stats.get("skipped", []) if "tests/browser" in r.nodeid]
    if not (reason and left_out):
        return
    terminalreporter.section("BROWSER TESTS LEFT OUT", sep="!", red=True, bold=True)
    for line in (
        f"{len(left_out)} tests did not run: {reason}.",
        "NOT CHECKED: accessibility, width at 1366 and 360 px, console errors, bytes per page,",
        "pages without JavaScript, print views.",
    ):
        terminalreporter.line(line, red=True)
