"""Links pickled rows with our engine, alone in a process; used by bench.yardstick.

python -m bench.ours ROWS.pickle OUT.json
"""

import json
import pickle
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from domain.linkage import (
    KnownSchool,
    Pool,
    PoolPerson,
    RosterContext,
    RosterPerson,
    Status,
    propose,
)


@dataclass(frozen=True)
class Rows:
    """What both linkers are given; `rosters` by file, each with its context and its rows."""

    people: list[PoolPerson]
    schools: list[KnownSchool]
    rosters: dict[str, tuple[RosterContext, list[tuple[int, RosterPerson]]]]


def main(source: str, result: str) -> None:
    rows: Rows = pickle.loads(Path(source).read_bytes())
    started = perf_counter()
    pool = Pool(rows.people, rows.schools)
    said = []
    for file, (context, numbered) in rows.rosters.items():
        proposals = propose([person for _, person in numbered], pool, context=context)
        for (number, _), proposal in zip(numbered, proposals, strict=True):
            shown = proposal.candidates[: 1 if proposal.status is Status.MATCH else None]
            said.append((file, number, proposal.status.value, [each.graduate for each in shown]))
    seconds = perf_counter() - started
    numbers = {person.graduate: person.register_number for person in rows.people}
    said = [(*key, [numbers[graduate] for graduate in found]) for *key, found in said]
    status = Path("/proc/self/status").read_text()
    megabytes = int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) / 1024
    found = {"seconds": seconds, "megabytes": megabytes, "said": said}
    Path(result).write_text(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
