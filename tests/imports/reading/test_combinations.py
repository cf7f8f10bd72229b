"""Random combinations of layout, values, noise, encoding and format, each read wholly right."""

import pytest

from tests.imports.reading.corpus.combining import combined
from tests.imports.reading.corpus.composing import composed
from tests.imports.reading.corpus.judging import faults


@pytest.mark.parametrize("seed", range(60))
def test_read_tables_reads_any_combination(seed: int) -> None:
    sample = combined(seed)
    assert faults(sample) == [], sample.tags


@pytest.mark.parametrize("seed", range(60))
def test_read_tables_reads_any_composition(seed: int) -> None:
    sample = composed(seed)
    assert faults(sample) == [], sample.tags
