"""Linking rosters to graduates: rows per second, precision and recall."""

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import perf_counter

from django.core.management import call_command

from bench.invented import COHORT_YEAR, graduate_workbooks, invent_pupils, load_province
from bench.noise import invent_rosters
from bench.report import Line
from imports.graduates import SourceFile, commit, prepare
from rosters.actions import Upload, upload_rosters
from rosters.management.commands.import_roster import write_links
from rosters.uploads import read_roster_files
from students.models import Cohort, Graduate

PART = "linking"
TODAY = date(COHORT_YEAR, 10, 1)


def measure(
    *, graduates: int, samples: Path | None, workspace: Callable[[], AbstractContextManager]
) -> list[Line]:
    """On the sample folder where one is given, else on an invented province of that size."""
    with workspace():
        return _measure_samples(samples) if samples else _measure_invented(graduates)


def _measure_invented(graduates: int) -> list[Line]:
    random = Random(3)
    schools = load_province(random)
    pupils = invent_pupils(graduates, schools, random)
    cohort = Cohort.objects.create(year=COHORT_YEAR)
    _import_graduates(cohort, graduate_workbooks(pupils))
    rosters = invent_rosters(pupils, schools, random)
    uploads, lines = _upload(cohort, rosters.books)
    return lines + _score_invented(uploads, rosters.truth)


def _measure_samples(folder: Path) -> list[Line]:
    call_command("load_reference", verbosity=0, stdout=sys.stderr)
    for command, name in (
        ("import_schools", "institutions.xlsx"),
        ("import_targets", "targets.xlsx"),
        ("import_quotas", "quotas.xlsx"),
    ):
        call_command(command, str(folder / name), stdout=sys.stderr)
    cohort = Cohort.objects.get(year=COHORT_YEAR)
    _import_graduates(cohort, _files(folder / "graduates"))
    uploads, lines = _upload(cohort, _files(folder / "rosters"))
    with TemporaryDirectory() as out:
        links = Path(out) / "links.csv"
        write_links(links, uploads, cohort)
        scored = subprocess.run(
            [sys.executable, str(folder / "score_links.py"), str(folder), str(links)],
            capture_output=True,
            check=True,
            text=True,
        )
    scores = json.loads(scored.stdout)
    names = ("precision", "recall", "review_share", "recall_after_review", "hidden", "false_visits")
    return lines + [Line(PART, name, str(scores[name])) for name in names]


def _files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def _sources(books: dict[str, bytes]) -> list[SourceFile]:
    return [SourceFile(name, content) for name, content in books.items()]


def _import_graduates(cohort: Cohort, books: dict[str, bytes]) -> None:
    result = commit(prepare(_sources(books), cohort=cohort), by=None)
    if not result.created:
        raise RuntimeError(f"No graduate imported: {result.issues[:3]}")


def _upload(cohort: Cohort, books: dict[str, bytes]) -> tuple[list[Upload], list[Line]]:
    """Read, link without writing, then link and write; speeds of each."""
    started = perf_counter()
    files = read_roster_files(_sources(books), cohort=cohort, today=TODAY)
    read = perf_counter()
    upload_rosters(files, cohort=cohort, by=None, dry_run=True)
    linked = perf_counter()
    uploads = upload_rosters(files, cohort=cohort, by=None)
    stored = perf_counter()
    rows = sum(len(file.rows) for file in files)
    durations = {
        "reading": read - started,
        "linking": linked - read,
        "linking and storing": stored - linked,
    }
    size = f"{rows:,} rows of {len(files)} rosters, {Graduate.objects.count():,} graduates"
    return uploads, [
        Line(PART, "size", size),
        *(
            Line(PART, f"{name}, rows per second", f"{rows / seconds:,.0f}")
            for name, seconds in durations.items()
        ),
    ]


def _score_invented(uploads: Sequence[Upload], truth: dict[tuple[str, int], str]) -> list[Line]:
    numbers = dict(Graduate.objects.values_list("pk", "register_number"))
    matches = right = reviewed = 0
    for upload in uploads:
        for row, proposal in zip(upload.file.rows, upload.proposals, strict=True):
            status = proposal.status.value
            reviewed += status == "review"
            if status == "match":
                matches += 1
                found = numbers[proposal.candidates[0].graduate]
                right += found == truth[upload.file.source.name, row.row_number]
    children = sum(bool(number) for number in truth.values())
    return [
        Line(PART, "precision (invented noise)", _share(right, matches)),
        Line(PART, "recall (invented noise)", _share(right, children)),
        Line(PART, "review share (invented noise)", _share(reviewed, len(truth))),
    ]


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.4f}" if whole else "–"
