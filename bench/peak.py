"""Runs a command of manage.py and prints the most memory it took, in megabytes.

python -m bench.peak import_graduates FILE… --cohort 2020
"""

import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path


def main(arguments: Sequence[str]) -> None:
    import django
    from django.core.management import call_command

    django.setup()
    with Path(os.devnull).open("w") as nowhere:
        call_command(*arguments, stdout=nowhere)
    # getrusage would count the process that started this one; Linux tells a process's own.
    status = Path("/proc/self/status").read_text()
    print(int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) / 1024)


if __name__ == "__main__":
    main(sys.argv[1:])
