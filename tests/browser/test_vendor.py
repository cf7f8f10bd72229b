"""The checker of accessibility is the file that was published."""

import hashlib
import re
from pathlib import Path

VENDOR = Path(__file__).parent / "vendor"


def test_every_vendored_file_matches_its_listed_hash() -> None:
    readme = (VENDOR / "README.md").read_text(encoding="utf-8")
    listed = dict(re.findall(r"^\| (\S+) \|.*\| ([0-9a-f]{64}) \|$", readme, re.MULTILINE))
    files = [path for path in VENDOR.iterdir() if path.name != "README.md"]
    assert files
    assert listed == {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in files}
