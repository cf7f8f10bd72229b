"""The peak of memory is that of the command, in a database that it really writes to."""

from pathlib import Path

import pytest

from bench import memory
from bench.databases import fresh_database


@pytest.fixture(autouse=True)
def _uploads_of_the_command(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("VAR_DIR", str(tmp_path))


def test_command_imports_and_tells_its_peak(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        lines = memory.measure(graduates=15, workspace=fresh_database)
    assert [line.target for line in lines] == ["≤ 200 MB"] * 2
    assert all(10 < float(line.value.removesuffix(" MB")) < 1000 for line in lines)


def test_memory_of_the_caller_does_not_count(django_db_setup, django_db_blocker):
    ballast = b"x" * 300_000_000
    with django_db_blocker.unblock():
        assert memory.peak("check") < len(ballast) / 1e6
