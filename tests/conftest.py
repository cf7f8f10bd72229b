"""What every test may ask for. People, schools and lists in it are invented."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

# A template that names a variable the view did not give fails the test (pytest-django reads this).
os.environ.setdefault("FAIL_INVALID_TEMPLATE_VARS", "true")


@pytest.fixture(scope="session")
def static_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that exists: without one WhiteNoise warns, and warnings are errors."""
    return tmp_path_factory.mktemp("static")


@pytest.fixture(autouse=True)
def _files_of_the_test(request: pytest.FixtureRequest, tmp_path: Path, static_root: Path) -> None:
    """Static files need no collecting, uploads land in the test's own folder."""
    if not request.config.pluginmanager.hasplugin("django"):
        return  # tests of the pure rules run without a framework, too
    settings = request.getfixturevalue("settings")
    settings.STATIC_ROOT = static_root
    settings.MEDIA_ROOT = tmp_path / "uploads"
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture
def province(db: None) -> Any:
    """Two districts with their schools and the cohort of 2020 (tests.province)."""
    from tests.province import make_province

    return make_province()


@pytest.fixture
def officials(province: Any) -> dict[str, Any]:
    """One account per role at the home district, and those who must see nothing."""
    from tests.province import make_officials

    return make_officials(province)


@pytest.fixture
def signed_in(officials: dict[str, Any]) -> Callable[[str], Client]:
    """A browser in which the official of that role has signed in; "ANONYMOUS" has not."""

    def browser(role: str) -> Client:
        client = Client()
        if role != "ANONYMOUS":
            client.force_login(officials[role])
        return client

    return browser


@pytest.fixture
def committed(transactional_db: None) -> Iterator[None]:
    """Changes are committed, so that several connections meet.

    Afterwards everything is swept away here: the append-only tables must allow it just then.
    """
    from django.core.management import call_command
    from django.db import connection

    from audit.append_only import PROTECTED, install, remove

    yield
    for table in PROTECTED:
        remove(connection, table)
    call_command("flush", verbosity=0, interactive=False)
    for table in PROTECTED:
        install(connection, table)
