"""Sheets as offices send them: bytes in, typed records with findings out.

`read_tables(read_workbook(content, file_name), GRADUATE_COLUMNS)` is the whole of it. Nothing here
knows a database or a framework: schools and communes are recognised by whoever asked.
"""

from imports.reading.columns import GRADUATE_COLUMNS, ROSTER_COLUMNS, Column
from imports.reading.errors import HeaderNotFound, UnreadableFile
from imports.reading.findings import Issue, Level
from imports.reading.guidance import UNGUIDED, Guidance, RowKey, header_key, problem_of, row_key
from imports.reading.pointing import PointedHeader, may_hold_a_list, point_at, without_header
from imports.reading.sheets import read_tables, visible_sheets
from imports.reading.table import (
    ColumnFound,
    EncodingNote,
    Reading,
    Record,
    Table,
    school_hint,
    title_lines,
)
from imports.reading.workbook import Sheet, Workbook, read_workbook

__all__ = [
    "GRADUATE_COLUMNS",
    "ROSTER_COLUMNS",
    "UNGUIDED",
    "Column",
    "ColumnFound",
    "EncodingNote",
    "Guidance",
    "HeaderNotFound",
    "Issue",
    "Level",
    "PointedHeader",
    "Reading",
    "Record",
    "RowKey",
    "Sheet",
    "Table",
    "UnreadableFile",
    "Workbook",
    "header_key",
    "may_hold_a_list",
    "point_at",
    "problem_of",
    "read_tables",
    "read_workbook",
    "row_key",
    "school_hint",
    "title_lines",
    "visible_sheets",
    "without_header",
]
