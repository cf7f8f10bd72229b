"""The sender's own workbook back, with what was found wrong marked in it."""

from collections.abc import Iterable
from typing import BinaryIO

from documents.grid_copy import GridSheet
from documents.marked_workbook import CellFinding, mark_workbook
from imports.reading import Issue, read_workbook


def mark_file(content: bytes, file_name: str, issues: Iterable[Issue], out: BinaryIO) -> str:
    """Write the file with its bad cells coloured and explained; returns the name to give it.

    `issues` are those of this file. Raises UnreadableFile for a file that is no workbook,
    documents.marked_workbook.TooLargeToMark for one that is too large to be given back.
    """
    # Read again, so that the file has passed the guards before another reader opens it.
    workbook = read_workbook(content, file_name)
    return mark_workbook(
        content,
        file_name,
        [CellFinding(i.sheet, i.row, i.cell, str(i.level), i.message) for i in issues],
        out,
        sheets=[GridSheet(s.name, s.rows, s.is_visible, s.merges) for s in workbook.sheets],
    )
