"""Reads one file in a process of its own, under limits, and prints what came of it as JSON.

python -m tests.imports.reading.probe PATH FILE_NAME
"""

import json
import resource
import sys
import time
from pathlib import Path

from imports.reading import GRADUATE_COLUMNS, UnreadableFile, read_tables, read_workbook

ADDRESS_SPACE = 900 * 2**20
SECONDS = 30


def _peak_megabytes() -> float:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("the kernel does not say")


def main(path: str, file_name: str) -> None:
    """Print seconds, peak memory and the answer: a sentence, or how many rows were read."""
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    content = Path(path).read_bytes()
    began = time.process_time()
    said, rows, issues = "", 0, []
    try:
        reading = read_tables(read_workbook(content, file_name), GRADUATE_COLUMNS)
        rows = sum(len(table.records) for table in reading.tables)
        issues = sorted({issue.code for issue in reading.every_issue()})
    except UnreadableFile as refusal:
        said = str(refusal)
    seconds = time.process_time() - began
    answer = {"seconds": seconds, "megabytes": _peak_megabytes()}
    sys.stdout.write(json.dumps(answer | {"said": said, "rows": rows, "issues": issues}))


if __name__ == "__main__":
    main(*sys.argv[1:])
