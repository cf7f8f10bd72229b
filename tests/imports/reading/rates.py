"""How many of many random files are read wholly right; the tests run the first few of the same.

python -m tests.imports.reading.rates [FILES] [FIRST_SEED]
"""

import sys
from collections import Counter

from tests.imports.reading.corpus.combining import combined
from tests.imports.reading.corpus.composing import composed
from tests.imports.reading.corpus.judging import faults

MOST_SHOWN = 10


def main(files: int = 1000, first: int = 0) -> None:
    """Print the share read wholly right, values read wrong, alarms raised, and the first faults."""
    tally: Counter[str] = Counter()
    shown = 0
    for seed in range(first, first + files):
        sample = (combined if seed % 2 else composed)(seed)
        tally["rows"] += len(sample.truth)
        found = faults(sample)
        tally["right"] += not found
        tally["alarms"] += sum("alarm" in fault or fault.startswith("said") for fault in found)
        tally["wrong"] += sum("alarm" not in fault and "said" not in fault for fault in found)
        if found and shown < MOST_SHOWN:
            shown += 1
            sys.stdout.write(f"{sample.tags}\n  " + "\n  ".join(found[:3]) + "\n")
    share = 100 * tally["right"] / files
    sys.stdout.write(
        f"{files} files, {tally['rows']} rows: {share:.2f} % wholly right, "
        f"{tally['wrong']} values wrong or missing, {tally['alarms']} false alarms\n"
    )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
