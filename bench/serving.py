"""How long pages take when sixteen people ask at once: gunicorn, a closed loop without pauses."""

import http.client
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection

from bench.databases import is_sqlite
from bench.pages import addresses, official
from bench.register import build_register
from bench.report import Line, milliseconds
from bench.timing import seconds as seconds_of

PART = "serving"
CONNECTIONS = 16
SECONDS = 15
MOST_MILLISECONDS = 200
WORKERS, THREADS = 2, 8
STARTING_SECONDS = 60


def measure(*, graduates: int, workspace: Callable[[], AbstractContextManager]) -> list[Line]:
    """The 95th percentile of each page alone, and of all of them in turn."""
    with workspace():
        build_register(graduates)
        cookie = _session_of(official())
        pages = addresses()
        connection.close()
        with _server() as port:
            asked = {name: [path] for name, path in pages.items()}
            # Every thread opens its connection and reads its templates once.
            _closed_loop(list(pages.values()), port, cookie)
            asked["all in turn"] = list(pages.values())
            return [_line(name, paths, port, cookie, graduates) for name, paths in asked.items()]


def _line(name: str, paths: list[str], port: int, cookie: str, graduates: int) -> Line:
    durations = sorted(_closed_loop(paths, port, cookie))
    slow = durations[int(len(durations) * 0.95)]
    per_second = len(durations) / SECONDS
    line = milliseconds(
        PART,
        f"{name}: p95 with {CONNECTIONS} connections at {graduates:,} (pages a second)",
        slow,
        at_most=MOST_MILLISECONDS,
    )
    return replace(line, value=f"{line.value} ({per_second:.0f})")


def _closed_loop(paths: list[str], port: int, cookie: str) -> list[float]:
    """Seconds of every answer to people who ask for the next page as soon as they have one."""
    until = time.monotonic() + SECONDS
    found: list[float] = []

    def ask(first: int) -> None:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        number = first
        while time.monotonic() < until:
            path = paths[number % len(paths)]
            found.append(seconds_of(lambda path=path: _page(line, path, cookie)))
            number += 1
        line.close()

    people = [threading.Thread(target=ask, args=(number,)) for number in range(CONNECTIONS)]
    for person in people:
        person.start()
    for person in people:
        person.join()
    return found


def _page(line: http.client.HTTPConnection, path: str, cookie: str) -> None:
    headers = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={cookie}", "Accept-Encoding": "gzip"}
    line.request("GET", path, headers=headers)
    answer = line.getresponse()
    answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{path} answered {answer.status}.")


def _session_of(user) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return session.session_key


@contextmanager
def _server() -> Iterator[int]:
    environment = os.environ | {"DATABASE_URL": _address_of_database()}
    subprocess.run(
        [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"],
        env=environment,
        check=True,
    )
    port = _free_port()
    process = subprocess.Popen(
        [
            sys.executable, "-m", "gunicorn", "longan_enroll.wsgi", "--bind", f"127.0.0.1:{port}",
            "--worker-class", "gthread", "--workers", str(WORKERS), "--threads", str(THREADS),
            "--log-level", "warning",
        ],
        env=environment,
    )  # fmt: skip
    try:
        _wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait()


def _address_of_database() -> str:
    name = connection.settings_dict["NAME"]
    if is_sqlite():
        return f"sqlite:///{name}"
    return urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def _wait_for(port: int) -> None:
    until = time.monotonic() + STARTING_SECONDS
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("The server did not start.")
