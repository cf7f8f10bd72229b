"""The application as a visitor meets it: its own server process, its own invented province."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from districts.models import Role

ROOT = Path(__file__).resolve().parents[2]
GRADUATES = 300
MAKE_MORE = "from tests.browser import casework, doubtful; doubtful.make(); casework.make()"
STARTING_SECONDS = 30


@dataclass
class Site:
    """A running server: its address, and one account of each role."""

    address: str
    usernames: dict[str, str]
    password: str
    # What a browser holds once it has signed in, by role: signing in again costs a second.
    sessions: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.address


@contextmanager
def running_site(folder: Path) -> Iterator[Site]:
    """Serve a province of its own until the block ends.

    On PostgreSQL (DATABASE_URL) in a database of its own, otherwise in a file inside `folder`.
    """
    with _database() as url:
        environment = os.environ | {
            "DATABASE_URL": url,
            "VAR_DIR": str(folder),
            "IS_DEMO": "true",
            "ADMIN_URL": "",
        }
        _manage(environment, "migrate", "--verbosity", "0")
        _manage(environment, "collectstatic", "--noinput", "--verbosity", "0")
        loaded = json.loads(
            _manage(environment, "load_demo", "--graduates", str(GRADUATES), "--json")
        )
        _manage(environment, "shell", "--command", MAKE_MORE)
        usernames = _usernames(loaded["accounts"])
        password = loaded["accounts"][0]["password"]
        with _server(environment, folder) as address:
            yield Site(address, usernames, password)


def _usernames(accounts: list[dict[str, str]]) -> dict[str, str]:
    roles = {str(label): value for value, label in Role.choices}
    return {roles[account["role"]]: account["username"] for account in accounts}


def _manage(environment: dict[str, str], *arguments: str) -> str:
    command = [sys.executable, "manage.py", *arguments]
    done = subprocess.run(  # noqa: S603  our own command
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(arguments)}: {done.stdout}{done.stderr}")
    return done.stdout


@contextmanager
def _database() -> Iterator[str]:
    """The address of a database that exists as long as the block."""
    server = os.environ.get("DATABASE_URL", "")
    if not server:
        yield ""
        return
    name = f"browser_{os.getpid()}_{int(time.time())}"
    _on_server(server, f'CREATE DATABASE "{name}"')
    try:
        yield urlsplit(server)._replace(path=f"/{name}").geturl()
    finally:
        _on_server(server, f'DROP DATABASE "{name}" WITH (FORCE)')


def _on_server(url: str, statement: str) -> None:
    import psycopg2

    connection = psycopg2.connect(url)
    try:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)
    finally:
        connection.close()


@contextmanager
def _server(environment: dict[str, str], folder: Path) -> Iterator[str]:
    port = _free_port()
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "longan_enroll.wsgi",
        "--bind",
        f"127.0.0.1:{port}",
    ]
    command += ["--worker-class", "gthread", "--threads", "4", "--log-level", "warning"]
    with (folder / "server.log").open("w") as log:
        process = subprocess.Popen(  # noqa: S603  our own command
            command, cwd=ROOT, env=environment, stdout=log, stderr=log
        )
        try:
            _wait_for(f"http://127.0.0.1:{port}/account/sign-in/", process, folder / "server.log")
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(timeout=20)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_for(address: str, process: subprocess.Popen, log: Path) -> None:
    ends = time.monotonic() + STARTING_SECONDS
    while time.monotonic() < ends and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):  # noqa: S310  our own server
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"the server did not start: {log.read_text(encoding='utf-8')}")
