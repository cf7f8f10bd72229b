"""The system's own Chromium; no test ever downloads a browser."""

import importlib.util
import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# In a container there is no sandbox, no GPU and little shared memory; nothing calls home.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]


def executable() -> str | None:
    """Path of the browser, if this machine has one."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


def why_not() -> str:
    """Why the browser tests cannot run here; "" when they can."""
    if importlib.util.find_spec("playwright") is None:
        return "the package playwright is not installed (make setup)"
    if executable() is None:
        return f"no browser found ({', '.join(NAMES)}); Debian, Ubuntu: apt-get install chromium"
    return ""
