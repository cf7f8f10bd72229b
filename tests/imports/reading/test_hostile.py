"""Hostile files: each answered with one sentence, or read right, within ten seconds and 500 MB."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.imports.reading.corpus.hostile import HOSTILE

MOST_SECONDS = 10
MOST_MEGABYTES = 500
ROOT = Path(__file__).resolve().parents[3]
# Rows and findings where a hostile file is read all the same.
READ = {
    "three hundred sheets": (2400, set()),
    "formulas and scripts for names": (8, {"name_doubtful"}),
    "cell of a megabyte": (8, {"cell_too_long"}),
}


def _answer(folder: Path, content: bytes, file_name: str) -> dict:
    path = folder / "file"
    path.write_bytes(content)
    ran = subprocess.run(  # noqa: S603 - our own module
        [sys.executable, "-m", "tests.imports.reading.probe", str(path), file_name],
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=60,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr[-500:]
    return json.loads(ran.stdout)


def test_there_are_at_least_25_hostile_files() -> None:
    assert len(HOSTILE) >= 25


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_answered(name: str, tmp_path: Path) -> None:
    build, file_name, is_read = HOSTILE[name]
    answer = _answer(tmp_path, build(), file_name)
    assert answer["seconds"] < MOST_SECONDS
    assert answer["megabytes"] < MOST_MEGABYTES
    said = answer["said"]
    if is_read:
        assert (said, answer["rows"], set(answer["issues"])) == ("", *READ.get(name, (8, set())))
    else:
        assert said.startswith("Tệp “") and said.endswith("."), said
        assert ". " not in said and "\n" not in said, "more than one sentence"
