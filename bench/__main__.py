"""Measures the main job on SQLite and on the PostgreSQL of DATABASE_URL; prints one Markdown table.

    python -m bench --graduates 20000 --national 1300000 --only import,rates,pages

Each database is measured in a process of its own; the table is printed when all are done.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from bench.report import Line, markdown

PARTS = ("import", "issuing", "linking", "pages", "rates", "serving")
ENGINE_NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
SECRET = "only-for-the-benchmark-" + "x" * 40


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark; 0 also where a target is missed, for a busy machine decides that too."""
    options = _parser().parse_args(arguments)
    if options.here:
        lines = [line.as_json() for line in measure_here(options)]
        print(json.dumps(lines, ensure_ascii=False))
        return 0
    given = sys.argv[1:] if arguments is None else list(arguments)
    urls = {"sqlite": "", "postgresql": os.environ.get("DATABASE_URL", "")}
    columns = {
        ENGINE_NAMES[engine]: _measure_apart(given, url)
        for engine, url in urls.items()
        if engine in options.databases and (url or engine == "sqlite")
    }
    print(markdown(columns))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--graduates", type=int, default=20_000, help="size of the province")
    parser.add_argument(
        "--national", type=int, default=1_300_000, help="size of the nation; 0 leaves it out"
    )
    parser.add_argument(
        "--resource-rows",
        type=int,
        default=None,
        help="rows given to django-import-export (default: all); fewer are scaled",
    )
    parser.add_argument(
        "--large", type=int, default=0, help="also import so many graduates at once (200000)"
    )
    parser.add_argument("--repeats", type=int, default=5, help="the fastest of so many counts")
    parser.add_argument("--only", type=_names(PARTS), default=PARTS, help=",".join(PARTS))
    parser.add_argument(
        "--databases", type=_names(tuple(ENGINE_NAMES)), default=tuple(ENGINE_NAMES)
    )
    parser.add_argument("--samples", type=Path, help="folder of workbooks with their truth")
    parser.add_argument(
        "--seeds", type=_numbers, default=(11,), help="of the invented provinces to link: 1,2,3"
    )
    parser.add_argument(
        "--splink", type=Path, metavar="PYTHON", help="an interpreter with Splink, to link beside"
    )
    parser.add_argument(
        "--presets", type=_names(("clean", "typical", "hard")), help="kinds of provinces to link"
    )
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    return parser


def _names(known: tuple[str, ...]) -> Callable[[str], tuple[str, ...]]:
    def read(text: str) -> tuple[str, ...]:
        names = tuple(text.split(","))
        if unknown := set(names) - set(known):
            raise argparse.ArgumentTypeError(f"{', '.join(sorted(unknown))} is not of {known}")
        return names

    return read


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(number) for number in text.split(","))


def _measure_apart(given: list[str], url: str) -> list[Line]:
    """The lines of one database, from a process with settings of its own."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "DATABASE_URL": url,
            "VAR_DIR": folder,
            "SECRET_KEY": SECRET,
            "DEBUG": "false",
            "HTTPS": "false",
            "DJANGO_SETTINGS_MODULE": "longan_enroll.settings",
        }
        done = subprocess.run(
            [sys.executable, "-m", "bench", *given, "--here"],
            env=environment,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
    return [Line(**line) for line in json.loads(done.stdout)]


def measure_here(options: argparse.Namespace) -> list[Line]:
    """Every chosen part on the configured database, each in fresh databases beside it."""
    import django

    django.setup()
    # Imported only now: these modules need the settings.
    from bench import importing, issuing, linking, memory, pages, rates, serving
    from bench.databases import fresh_database as workspace
    from bench.databases import is_sqlite

    graduates, repeats = options.graduates, options.repeats
    parts: dict[str, Callable[[], list[Line]]] = {
        "import": lambda: [
            *importing.measure(
                graduates=graduates,
                resource_rows=options.resource_rows or graduates,
                workspace=workspace,
                large=options.large,
            ),
            *memory.measure(graduates=graduates, workspace=workspace),
        ],
        "issuing": lambda: issuing.measure(graduates=graduates, workspace=workspace),
        "linking": lambda: linking.measure(
            graduates=graduates,
            samples=options.samples,
            workspace=workspace,
            seeds=options.seeds,
            presets=options.presets or tuple(linking.PRESETS),
            # It never meets the database, so once is enough.
            splink=options.splink if is_sqlite() else None,
        ),
        "pages": lambda: pages.measure(graduates=graduates, repeats=repeats, workspace=workspace),
        "rates": lambda: rates.measure(
            graduates=graduates, national=options.national, repeats=repeats, workspace=workspace
        ),
        "serving": lambda: serving.measure(graduates=graduates, workspace=workspace),
    }
    return [line for name, run in parts.items() if name in options.only for line in run()]


if __name__ == "__main__":
    sys.exit(main())
