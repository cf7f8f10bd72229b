"""Sheets as offices send them: bytes in, typed records with findings out.

`read_tables(read_workbook(content, file_name), GRADUATE_COLUMNS)` is the whole of it. Nothing here
knows a database or a framework: schools and communes are recognised by whoever asked.
"""

from imports.reading.columns import GRADUATE_COLUMNS, ROSTER_COLUMNS, Column
from imports.reading.errors import HeaderNotFound, UnreadableFile
from imports.reading.findings import Issue, Level
from imports.reading.sheets import read_tables
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
    "Column",
    "ColumnFound",
    "EncodingNote",
    "HeaderNotFound",
    "Issue",
    "Level",
    "Reading",
    "Record",
    "Sheet",
    "Table",
    "UnreadableFile",
    "Workbook",
    "read_tables",
    "read_workbook",
    "school_hint",
    "title_lines",
]
