"""A row that somebody points at as the header, where the reader has found none or another."""

from collections.abc import Sequence
from dataclasses import dataclass

from imports.reading.columns import Column
from imports.reading.header import Header, Surroundings, header_at
from imports.reading.headless import missing_header
from imports.reading.matching import matcher_for
from imports.reading.mojibake import mend_sheet
from imports.reading.sheets import visible_sheets
from imports.reading.texts import few_of
from imports.reading.workbook import Sheet, Workbook

_ROWS_BELOW = 60


@dataclass(frozen=True)
class PointedHeader:
    """What a row says as a header: column → heading, field → column as guessed, and column → a
    few of the cells below.
    """

    headings: dict[int, str]
    columns: dict[str, int]
    samples: dict[int, tuple[str, ...]]


def may_hold_a_list(workbook: Workbook) -> bool:
    """Whether a visible sheet has a header's and a pupil's worth of rows with several cells."""
    return any(sum(map(_has_cells, sheet.rows)) > 1 for sheet in visible_sheets(workbook, []))


def _has_cells(row: Sequence[object]) -> bool:
    return sum(cell not in ("", None) for cell in row) > 1


def point_at(found: Sheet, index: int, columns: tuple[Column, ...]) -> PointedHeader:
    """Read row `index` (from 0) of a sheet as the header of a list."""
    sheet, _ = mend_sheet(found)
    around = Surroundings(sheet.merges, sheet.hidden_columns)
    return _pointed(sheet, header_at(sheet.rows, matcher_for(columns), index, around))


def without_header(found: Sheet, columns: tuple[Column, ...]) -> PointedHeader | None:
    """Read a sheet as a list that has no header; None where it holds no list at all."""
    sheet, _ = mend_sheet(found)
    header = missing_header(sheet.rows, frozenset(column.field for column in columns))
    return _pointed(sheet, header) if header else None


def _pointed(sheet: Sheet, header: Header) -> PointedHeader:
    below = sheet.rows[header.last + 1 : header.last + 1 + _ROWS_BELOW]
    samples = {}
    for column in range(max(map(len, below), default=0)):
        cells = [row[column] for row in below if column < len(row)]
        if few := few_of(cells, header.encoding):
            samples[column] = few
    return PointedHeader(header.headings, header.columns, samples)
