"""The yardstick without Splink: what it is given, and how its answer is held against ours."""

from pathlib import Path

import pytest

from bench.linking import Province, invent_province, read_rosters
from bench.yardstick import Measured, columns_of, compared, measure_beside, rows_of

pytestmark = pytest.mark.django_db

# Stands for an interpreter with Splink: called as `PYTHON -m bench.splink IN OUT`.
STAND_IN = """#!/bin/sh
printf '{"seconds": 2, "megabytes": 3, "said": [["%s", %s, "match", ["%s"]]]}' > "$4"
"""


@pytest.fixture
def province(settings, tmp_path) -> Province:
    settings.MEDIA_ROOT = tmp_path
    return invent_province(40, "typical", 3)


def test_both_linkers_are_given_every_row_and_graduate(province):
    files = read_rosters(province)
    rows = rows_of(province.cohort, files)
    columns = columns_of(rows)
    assert len(columns["graduates"]) == len(rows.people) == 40
    assert {each["unique_id"] for each in columns["rows"]} == {
        f"{file}|{number}" for file, number in province.truth
    }
    assert {frozenset(each) for each in (*columns["rows"], *columns["graduates"])} == {
        frozenset(columns["rows"][0])
    }
    assert "" not in {value for each in columns["rows"] for value in each.values()}


def test_figures_of_both_come_from_processes_of_their_own(province, tmp_path):
    (file, row), (number, _) = next(each for each in province.truth.items() if each[1][0])
    interpreter = tmp_path / "python"
    interpreter.write_text(STAND_IN % (file, row, number))
    interpreter.chmod(0o755)
    lines = measure_beside(
        "tiny", province.cohort, read_rosters(province), province.truth, Path(interpreter)
    )
    found = {line.name.removeprefix("tiny: Splink, "): line for line in lines}
    assert (found["precision"].value, found["precision"].target) == ("1.00000", "ours 1.00000")
    assert float(found["recall"].value) < 0.5 < float(found["recall"].target.split()[1])
    assert (found["seconds"].value, found["peak memory, MB"].value) == ("2.0", "3")


@pytest.mark.parametrize("is_ahead", [True, False])
def test_line_is_met_where_we_are_no_worse(is_ahead):
    key = ("a.xlsx", 2)
    right = Measured(1, 1, {key: ("match", ("7",))})
    wrong = Measured(2, 2, {key: ("match", ("8",))})
    ours, theirs = (right, wrong) if is_ahead else (wrong, right)
    lines = compared("x", ours, theirs, {key: ("7", False)})
    kept = {line.name for line in lines if line.is_met is not is_ahead}
    assert len(lines) == 9
    same = {"x: Splink, right one shown", "x: Splink, review share"}
    assert kept == (set() if is_ahead else same)
