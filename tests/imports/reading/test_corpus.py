"""Every layout of the corpus is read wholly right: each value, no alarm about what is right."""

import pkgutil
from importlib import import_module

import pytest

from tests.imports.reading import corpus
from tests.imports.reading.corpus.judging import faults
from tests.imports.reading.corpus.layouts import LAYOUTS

for _module in pkgutil.iter_modules(corpus.__path__):
    import_module(f"{corpus.__name__}.{_module.name}")


def test_the_corpus_has_at_least_sixty_layouts() -> None:
    assert len(LAYOUTS) >= 60


@pytest.mark.parametrize("name", sorted(LAYOUTS))
def test_read_tables_reads_the_layout_wholly_right(name: str) -> None:
    assert faults(LAYOUTS[name]()) == []
