"""Linking rosters to graduates: rows per second, and how well the links fit the truth."""

import csv
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random
from time import perf_counter

from django.core.management import call_command

from bench.following import measure_following
from bench.invented import COHORT_YEAR
from bench.noise import PRESETS
from bench.population import Population, invent_places
from bench.report import Line
from bench.rosters import graduate_books, invent_rosters
from bench.scores import JudgedRow, Scores, score
from bench.yardstick import Truth, measure_beside
from districts.models import School
from domain.linkage.blocks import BlockingRule
from domain.linkage.candidates import CandidateCounts, count_candidates
from imports.graduates import SourceFile, commit, prepare
from imports.reading import Level
from rosters.actions import Upload, upload_rosters
from rosters.linking import load_pool, roster_context, roster_person
from rosters.uploads import RosterFile, read_roster_files
from students.models import Cohort, Graduate

PART = "linking"
TODAY = date(COHORT_YEAR, 10, 1)


@dataclass(frozen=True)
class Target:
    """What is asked of one set (docs/linkage.md)."""

    precision: float
    recall: float
    review: float
    shown: float


TARGETS = {
    "clean": Target(0.9998, 0.997, 0.003, 0.999),
    "typical": Target(0.9998, 0.990, 0.010, 0.98),
    "hard": Target(0.9995, 0.950, 0.040, 0.99),
}
SEEDS = (11,)


@dataclass(frozen=True)
class Province:
    """A province in the database, its roster workbooks, and who is who on them."""

    cohort: Cohort
    books: dict[str, bytes]
    truth: Truth


def measure(
    *,
    graduates: int,
    samples: Path | None,
    workspace: Callable[[], AbstractContextManager],
    seeds: Sequence[int] = SEEDS,
    presets: Sequence[str] = tuple(PRESETS),
    splink: Path | None = None,
) -> list[Line]:
    """The sample folder where one is given, and invented provinces of every kind and seed; with
    `splink`, an interpreter that has it, its figures beside ours.
    """
    lines: list[Line] = []
    if samples:
        with workspace():
            lines += _lines("sample", load_samples(samples), TARGETS["typical"], splink)
    for preset in presets:
        for seed in seeds:
            with workspace():
                province = invent_province(graduates, preset, seed)
                lines += _lines(f"{preset} {seed}", province, TARGETS[preset], splink)
    return lines


def invent_province(graduates: int, preset: str, seed: int) -> Province:
    """An invented province of that kind, in the empty database."""
    call_command("load_reference", verbosity=0, stdout=sys.stderr)
    random = Random(seed)
    places = invent_places(random)
    schools = [*places.origins.values(), *places.receiving.values(), places.outside]
    School.objects.bulk_create([school for each in schools for school in each])
    cohort = Cohort.objects.get_or_create(year=COHORT_YEAR)[0]
    population = Population(places, random)
    people = population.graduates(graduates)
    _import_graduates(cohort, graduate_books(people))
    rosters = invent_rosters(people, population, PRESETS[preset], random)
    return Province(cohort, rosters.books, rosters.truth)


def load_samples(folder: Path) -> Province:
    """The province of a folder of workbooks with its truth, in the empty database."""
    call_command("load_reference", verbosity=0, stdout=sys.stderr)
    for command, name in (
        ("import_schools", "institutions.xlsx"),
        ("import_targets", "targets.xlsx"),
        ("import_quotas", "quotas.xlsx"),
    ):
        call_command(command, str(folder / name), stdout=sys.stderr)
    cohort = Cohort.objects.get(year=COHORT_YEAR)
    _import_graduates(cohort, _files(folder / "graduates"))
    with (folder / "truth_links.csv").open(encoding="utf-8-sig", newline="") as lines:
        truth = {
            (line["roster_file"], int(line["row_number"])): (
                line["register_number"],
                line["kind"] == "dup",
            )
            for line in csv.DictReader(lines)
        }
    return Province(cohort, _files(folder / "rosters"), truth)


def _files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def _sources(books: dict[str, bytes]) -> list[SourceFile]:
    return [SourceFile(name, content) for name, content in books.items()]


def _import_graduates(cohort: Cohort, books: dict[str, bytes]) -> None:
    result = commit(prepare(_sources(books), cohort=cohort), by=None)
    if not result.created:
        errors = [issue for _, issue in result.issues if issue.level == Level.ERROR]
        raise RuntimeError(f"No graduate imported: {errors[:3]}")


def read_rosters(province: Province) -> list[RosterFile]:
    """The rosters as the application reads them."""
    return read_roster_files(_sources(province.books), cohort=province.cohort, today=TODAY)


def _lines(name: str, province: Province, target: Target, splink: Path | None) -> list[Line]:
    started = perf_counter()
    files = read_rosters(province)
    read = perf_counter()
    upload_rosters(files, cohort=province.cohort, by=None, dry_run=True)
    linked = perf_counter()
    uploads = upload_rosters(files, cohort=province.cohort, by=None)
    stored = perf_counter()
    rows = sum(len(file.rows) for file in files)
    durations = {
        "reading": read - started,
        "linking": linked - read,
        "linking and storing": stored - linked,
    }
    size = f"{rows:,} rows of {len(files)} rosters, {Graduate.objects.count():,} graduates"
    return [
        Line(PART, f"{name}: size", size),
        *(
            Line(PART, f"{name}: {what}, rows per second", f"{rows / seconds:,.0f}")
            for what, seconds in durations.items()
        ),
        *quality(name, score(judged(uploads, province.truth)), target),
        *candidates(name, province.cohort, files),
        *(measure_beside(name, province.cohort, files, province.truth, splink) if splink else ()),
        *measure_following(PART, name, province.cohort),
    ]


def candidates(name: str, cohort: Cohort, files: Sequence[RosterFile]) -> list[Line]:
    """Candidate pairs by blocking rule: of a row on average, and those no rule before brought."""
    pool = load_pool(cohort)
    counts = CandidateCounts()
    for file in files:
        context = roster_context(file.recognised.institution, has_accents=file.has_accents)
        persons = [roster_person(position, row) for position, row in enumerate(file.rows)]
        counts += count_candidates(persons, pool, context=context)
    rows = counts.rows.total()
    most = max(counts.rows, default=0)
    return [
        Line(PART, f"{name}: candidates of a row", f"{counts.pairs / rows:.2f}, at most {most}"),
        *(
            Line(
                PART,
                f"{name}: candidates by {rule.replace('_', ' ')}",
                f"{counts.found[rule]:,} pairs, {counts.alone[rule]:,} new",
            )
            for rule in BlockingRule
        ),
    ]


def judged(uploads: Sequence[Upload], truth: Truth) -> Iterator[JudgedRow]:
    """Every row of the truth, with what was said of it; rows that were not read count as none."""
    numbers = dict(Graduate.objects.values_list("pk", "register_number"))
    said = {
        (upload.file.source.name, row.row_number): proposal
        for upload in uploads
        for row, proposal in zip(upload.file.rows, upload.proposals, strict=True)
    }
    for key, (number, is_repeat) in truth.items():
        proposal = said.get(key)
        found = tuple(numbers[c.graduate] for c in proposal.candidates) if proposal else ()
        yield JudgedRow(number, is_repeat, proposal.status.value if proposal else "none", found)


def quality(name: str, scores: Scores, target: Target) -> list[Line]:
    """The figures of docs/linkage.md, against what is asked."""

    def line(what: str, value: float, asked: float, *, at_most: bool = False) -> Line:
        is_met = value <= asked if at_most else value >= asked
        sign = "≤" if at_most else "≥"
        return Line(PART, f"{name}: {what}", f"{value:.5f}", f"{sign} {asked:g}", is_met)

    hidden = f"{scores.hidden} ({scores.wrong} wrong)"
    return [
        line("precision", scores.precision, target.precision),
        line("recall", scores.recall, target.recall),
        line("review share", scores.review_share, target.review, at_most=True),
        line("right one shown", scores.right_shown, target.shown),
        Line(PART, f"{name}: children hidden", hidden, "0", scores.hidden == 0),
        Line(PART, f"{name}: false visits", str(scores.false_visits)),
    ]
