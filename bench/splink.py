"""Links the same rows with Splink 5, alone in a process of an interpreter that has it.

python -m bench.splink COLUMNS.json OUT.json

Set up as its manual advises: u by random sampling, m by EM over two blockings, term frequencies on
names and places, levels from strict to loose, and several blocking rules together. The best
graduate of each row is taken at a posterior of .99; from .06 on, and where two are equally likely,
the row goes to a person: the same bounds as ours. One core, as ours.
"""

import json
import logging
import re
import sys
from collections import defaultdict
from pathlib import Path
from time import perf_counter
from typing import Any

import duckdb
import pyarrow
import splink.comparison_level_library as levels
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
from splink.comparison_library import CustomComparison

AUTOMATIC, REVIEW, SHOWN = 0.99, 0.06, 6
SEED = 1
CERTAIN = "l.folded = r.folded and l.birth = r.birth"


def comparison(column: str, *middle: Any, common: str = "") -> CustomComparison:
    """Blank, equal (with the frequency of `common`), `middle`, anything else."""
    equal = levels.ExactMatchLevel(column, term_frequency_adjustments=common == column)
    return CustomComparison(
        output_column_name=column,
        comparison_levels=[levels.NullLevel(column), equal, *middle, levels.ElseLevel()],
    )


def names() -> CustomComparison:
    folded = levels.ExactMatchLevel("folded", term_frequency_adjustments=True)
    return comparison(
        "name",
        folded,
        levels.CustomLevel("joined_l = joined_r", "joined or split"),
        levels.JaroWinklerLevel("joined", 0.95),
        levels.JaroWinklerLevel("joined", 0.88),
        levels.CustomLevel("family_l = family_r and given_l = given_r", "family and given"),
        common="name",
    )


def births() -> CustomComparison:
    return comparison(
        "birth",
        levels.CustomLevel("birth_l = exchanged_r", "day and month exchanged"),
        levels.DamerauLevenshteinLevel("birth", 1),
        levels.CustomLevel("substr(birth_l, 1, 7) = substr(birth_r, 1, 7)", "same month"),
    )


def settings() -> SettingsCreator:
    codes = ("moet_code", "personal_id", "number", "phone")
    return SettingsCreator(
        link_type="link_only",
        comparisons=[
            names(),
            births(),
            comparison("gender"),
            comparison("school", common="school"),
            comparison("district"),
            comparison("commune", common="commune"),
            comparison("guardian", levels.JaroWinklerLevel("guardian", 0.92), common="guardian"),
            *(comparison(code, levels.DamerauLevenshteinLevel(code, 1)) for code in codes),
        ],
        blocking_rules_to_generate_predictions=[
            *(block_on(code) for code in codes),
            block_on("folded"),
            block_on("joined"),
            block_on("birth"),
            "l.birth = r.exchanged",
            block_on("family", "given", "birth_year"),
            block_on("given", "school"),
            block_on("given", "commune"),
        ],
        max_iterations=50,
        retain_matching_columns=False,
    )


def link(columns: dict[str, list[dict[str, Any]]]) -> dict[str, list[tuple[float, str]]]:
    """Candidates of every row that has one: (posterior, register number), best first."""
    database = DuckDBAPI(duckdb.connect(config={"threads": 1}))
    tables = [
        database.register(pyarrow.Table.from_pylist(columns[name]), table_name=name)
        for name in ("graduates", "rows")
    ]
    linker = Linker(tables, settings(), log_level=logging.ERROR)
    training = linker.training
    training.estimate_probability_two_random_records_match([CERTAIN], recall=0.9)
    training.estimate_u_using_random_sampling(max_pairs=2e6, seed=SEED)
    for rule in (block_on("folded"), block_on("birth")):
        training.estimate_parameters_using_expectation_maximisation(
            rule, record_sample_proportion=1.0
        )
    found = linker.inference.predict(threshold_match_probability=0.002).as_record_list()
    candidates: dict[str, list[tuple[float, float, str]]] = defaultdict(list)
    for pair in found:
        sides = {pair["source_dataset_l"]: "l", pair["source_dataset_r"]: "r"}
        row, graduate = (pair[f"unique_id_{sides[name]}"] for name in ("rows", "graduates"))
        posterior, weight = pair["match_probability"], pair["match_weight"]
        candidates[row].append((-weight, graduate, posterior))
    return {
        row: [(posterior, graduate) for _, graduate, posterior in sorted(each)]
        for row, each in candidates.items()
    }


def said(row: str, candidates: list[tuple[float, str]]) -> tuple[str, int, str, list[str]]:
    """The outcome of one row."""
    file, _, number = row.rpartition("|")
    best = candidates[0][0]
    is_tied = len(candidates) > 1 and candidates[1][0] == best
    if best < REVIEW:
        return file, int(number), "none", []
    if best < AUTOMATIC or is_tied:
        return file, int(number), "review", [graduate for _, graduate in candidates[:SHOWN]]
    return file, int(number), "match", [candidates[0][1]]


def main(source: str, result: str) -> None:
    columns = json.loads(Path(source).read_bytes())
    started = perf_counter()
    found = link(columns)
    outcomes = [said(row, candidates) for row, candidates in found.items()]
    seconds = perf_counter() - started
    status = Path("/proc/self/status").read_text()
    megabytes = int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) / 1024
    found = {"seconds": seconds, "megabytes": megabytes, "said": outcomes}
    Path(result).write_text(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
