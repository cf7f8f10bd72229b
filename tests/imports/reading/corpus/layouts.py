"""The layouts by name; each builds one file with its truth."""

from collections.abc import Callable, Mapping, Sequence

from imports.reading import GRADUATE_COLUMNS, Column
from tests.imports.reading.corpus.columns import Cell, Truth, cells, headings, truth
from tests.imports.reading.corpus.judging import Sample
from tests.imports.reading.corpus.pages import Page, Rows, to_xlsx
from tests.imports.reading.corpus.pupils import Pupil, a_class

LAYOUTS: dict[str, Callable[[], Sample]] = {}


def layout(name: str) -> Callable[[Callable[[], Sample]], Callable[[], Sample]]:
    """Keep a builder of a file under a name."""

    def keep(build: Callable[[], Sample]) -> Callable[[], Sample]:
        assert name not in LAYOUTS, name
        LAYOUTS[name] = build
        return build

    return keep


def listed(
    keys: Sequence[str],
    *,
    pupils: Sequence[Pupil] | None = None,
    above: Rows = [],  # noqa: B006 - never changed
    below: Rows = [],  # noqa: B006 - never changed
    heads: Mapping[str, str] | None = None,
    render: Mapping[str, Cell] | None = None,
    header: Rows | None = None,
) -> Rows:
    """The rows of a list: what stands above, the header, the pupils, what stands below."""
    pupils = a_class() if pupils is None else pupils
    lines = header if header is not None else [headings(keys, heads)]
    return [*above, *lines, *cells(pupils, keys, render), *below]


def xlsx_sample(
    keys: Sequence[str],
    *,
    pupils: Sequence[Pupil] | None = None,
    page: Mapping[str, object] | None = None,
    columns: tuple[Column, ...] = GRADUATE_COLUMNS,
    said: Sequence[str] = (),
    told: Mapping[str, object] | None = None,
    wanted: Sequence[Truth] | None = None,
    extra: Sequence[dict[str, str]] | None = None,
    **parts: object,
) -> Sample:
    """A sample of one sheet in one .xlsx."""
    pupils = a_class() if pupils is None else pupils
    rows = listed(keys, pupils=pupils, **parts)
    return Sample(
        "danh sach.xlsx",
        to_xlsx([Page(rows, **(page or {}))]),
        list(wanted or truth(pupils, keys, **(told or {}))),
        columns,
        frozenset(said),
        extra=extra,
    )
