"""Settings of the test run, set before Django reads them (pytest loads this as a plugin)."""

import os

from tests.browser.announcement import pytest_terminal_summary

__all__ = ["pytest_terminal_summary"]

os.environ.setdefault("SECRET_KEY", "chi-dung-cho-kiem-thu-" + "x" * 40)
os.environ.setdefault("VAR_DIR", "var/test")
os.environ["DEBUG"] = "false"
os.environ["IS_DEMO"] = "false"
os.environ["ADMIN_URL"] = "noi-bo"
