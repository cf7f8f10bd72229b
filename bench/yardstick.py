"""Our linker and Splink on the same rows of a province, each in a process of its own.

Splink comes from an interpreter that has it (`make bench` makes one); the application never does.
Both get what the application has read: decoded text, dates, codes of schools and communes. What is
timed is everything after that.
"""

import json
import pickle
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.ours import Rows
from bench.report import Line
from bench.scores import JudgedRow, score
from domain.linkage import Pool
from domain.linkage.blocks import Entry, Row
from rosters.linking import origin_schools, pool_people, roster_context, roster_person
from rosters.uploads import RosterFile
from students.models import Cohort

PART = "linking"
# (file, row) to (register number, "" for nobody of the cohort; whether the row repeats another).
Truth = dict[tuple[str, int], tuple[str, bool]]
ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Measured:
    """What one linker said: (file, row) to (status, register numbers, best first)."""

    seconds: float
    megabytes: float
    said: dict[tuple[str, int], tuple[str, tuple[str, ...]]]


def measure_beside(
    name: str, cohort: Cohort, files: Sequence[RosterFile], truth: Truth, splink: Path
) -> list[Line]:
    """Figures of Splink, each against ours; `splink` is an interpreter that has it."""
    rows = rows_of(cohort, files)
    with TemporaryDirectory() as folder:
        ours = _run(sys.executable, "bench.ours", pickle.dumps(rows), Path(folder))
        columns = json.dumps(columns_of(rows)).encode()
        theirs = _run(str(splink), "bench.splink", columns, Path(folder))
    return compared(name, ours, theirs, truth)


def rows_of(cohort: Cohort, files: Sequence[RosterFile]) -> Rows:
    """The graduates, and the rows of every roster as the engine gets them."""
    rosters = {}
    for file in files:
        persons = [roster_person(position, row) for position, row in enumerate(file.rows)]
        numbered = [
            (row.row_number, person) for row, person in zip(file.rows, persons, strict=True)
        ]
        context = roster_context(file.recognised.institution, has_accents=file.has_accents)
        rosters[file.source.name] = (context, numbered)
    return Rows(pool_people(cohort), origin_schools(), rosters)


def columns_of(rows: Rows) -> dict[str, list[dict[str, Any]]]:
    """The same as two flat tables, with the folded forms that comparisons of text need."""
    pool = Pool(rows.people, rows.schools)
    graduates = [
        {
            "unique_id": each.person.register_number,
            "school": each.person.school_code or None,
            "district": each.person.district_code or None,
            **_common(each),
        }
        for each in pool.entries.values()
    ]
    lines = []
    for file, (context, numbered) in rows.rosters.items():
        for number, person in numbered:
            row = pool.row(person)
            codes = sorted(row.school.codes)
            unclear = "?" if row.school.is_stated else None
            lines.append(
                {
                    "unique_id": f"{file}|{number}",
                    "school": codes[0] if len(codes) == 1 else unclear,
                    "district": context.institution_district or None,
                    **_common(row),
                }
            )
    return {"graduates": graduates, "rows": lines}


def _common(each: Entry | Row) -> dict[str, str | None]:
    person, form, birth = each.person, each.form, each.person.birth
    day = birth.as_date if birth else None
    values = {
        "name": person.full_name.lower(),
        "folded": form.key,
        "joined": form.joined,
        "family": form.syllables[0] if form.syllables else "",
        "given": form.syllables[-1] if form.syllables else "",
        "birth": day.isoformat() if day else "",
        "exchanged": f"{day:%Y-%d-%m}" if day else "",
        "birth_year": str(birth.year) if birth else "",
        "gender": person.gender,
        "commune": person.commune_code,
        "guardian": " ".join(each.guardian),
        "phone": person.phone,
        "moet_code": person.moet_code,
        "personal_id": person.personal_id,
        "number": person.register_number,
    }
    return {column: value or None for column, value in values.items()}


def _run(interpreter: str, module: str, given: bytes, folder: Path) -> Measured:
    """What `module` makes of `given`, in a process whose memory is its own."""
    source, result = folder / f"{module}.in", folder / f"{module}.out"
    source.write_bytes(given)
    subprocess.run([interpreter, "-m", module, str(source), str(result)], check=True, cwd=ROOT)
    found = json.loads(result.read_bytes())
    said = {(file, row): (status, tuple(who)) for file, row, status, who in found["said"]}
    return Measured(found["seconds"], found["megabytes"], said)


def judged(measured: Measured, truth: Truth) -> Iterator[JudgedRow]:
    """Every row of the truth with what was said of it."""
    for key, (number, is_repeat) in truth.items():
        status, found = measured.said.get(key, ("none", ()))
        yield JudgedRow(number, is_repeat, status, found)


def compared(name: str, ours: Measured, theirs: Measured, truth: Truth) -> list[Line]:
    """One line a figure: Splink's value, ours as the target; met where ours is no worse."""
    mine, its = score(judged(ours, truth)), score(judged(theirs, truth))
    return [
        *(
            _line(name, what, of(its), of(mine), digits, is_better)
            for what, (of, digits, is_better) in _FIGURES.items()
        ),
        _line(name, "seconds", theirs.seconds, ours.seconds, 1, min),
        _line(name, "peak memory, MB", theirs.megabytes, ours.megabytes, 0, min),
    ]


_FIGURES = {
    "precision": (lambda found: found.precision, 5, max),
    "recall": (lambda found: found.recall, 5, max),
    "review share": (lambda found: found.review_share, 5, min),
    "right one shown": (lambda found: found.right_shown, 5, max),
    "children hidden": (lambda found: found.hidden, 0, min),
    "wrong matches": (lambda found: found.wrong, 0, min),
    "false visits": (lambda found: found.false_visits, 0, min),
}


def _line(name: str, what: str, its: float, mine: float, digits: int, better: Any) -> Line:
    target = f"ours {mine:.{digits}f}"
    return Line(
        PART, f"{name}: Splink, {what}", f"{its:.{digits}f}", target, better(its, mine) == mine
    )
