"""The most memory that importing a province takes: of the command, in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from django.db import connection

from bench.importing import PART, Workspace
from bench.invented import COHORT_YEAR, graduate_workbooks, invent_pupils, load_province
from bench.report import Line
from students.models import Cohort

MEGABYTES = 200


def measure(*, graduates: int, workspace: Workspace) -> list[Line]:
    """Peaks of a first import and of the same files again."""
    with workspace(), TemporaryDirectory() as folder:
        pupils = invent_pupils(graduates, load_province(Random(1)), Random(2))
        paths = []
        for name, content in graduate_workbooks(pupils).items():
            paths.append(Path(folder, name))
            paths[-1].write_bytes(content)
        Cohort.objects.create(year=COHORT_YEAR)
        command = ("import_graduates", *map(str, paths), "--cohort", str(COHORT_YEAR))
        names = ("peak memory of import_graduates", "the same, files sent again")
        return [_line(name, peak(*command)) for name in names]


def _line(name: str, megabytes: float) -> Line:
    target = f"≤ {MEGABYTES} MB"
    return Line(PART, name, f"{megabytes:.0f} MB", target, megabytes <= MEGABYTES)


def peak(*command: str) -> float:
    """Megabytes that this command of manage.py takes at most, on the database of this moment."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.peak", *command],
        env={**os.environ, "DATABASE_URL": _address()},
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return float(done.stdout)


def _address() -> str:
    """The database of this moment, as another process is told of it."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
