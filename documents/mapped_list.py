"""Graduates as a sheet for another system: its columns in its order, and nothing else.

No letterhead and no sums: such systems read the first row as headings and every other as a pupil.
"""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import BinaryIO

from documents import sheet
from documents.export_maps import ExportMap
from documents.exported_graduate import ExportedGraduate
from documents.graduate_list import MOST_ROWS, TooManyRowsError

_PIXELS_A_CHARACTER = 8


def write_mapped(
    export_map: ExportMap,
    graduates: Iterable[ExportedGraduate],
    target: BinaryIO | Path,
    *,
    author: str,
    made_on: date,
) -> int:
    """Write the sheet and return how many graduates stand on it; raises TooManyRowsError.

    Cells are texts: a code keeps its zeros, and nothing that a child is called is a formula.
    """
    written = 0
    with sheet.official_workbook(
        target, title=export_map.label, author=author, made_on=made_on, streaming=True
    ) as workbook:
        page = workbook.add_worksheet("Danh sách")
        heading = workbook.add_format({"bold": True, "text_wrap": True, "valign": "vcenter"})
        text = workbook.add_format({"num_format": "@"})
        for index, column in enumerate(export_map.columns):
            page.set_column_pixels(index, index, column.width * _PIXELS_A_CHARACTER, text)
        for index, column in enumerate(export_map.columns):
            page.write_string(0, index, column.heading, heading)
        page.freeze_panes(1, 0)
        for written, graduate in enumerate(graduates, 1):
            if written > MOST_ROWS:
                raise TooManyRowsError
            for index, content in enumerate(export_map.cells(written, graduate)):
                if isinstance(content, int):
                    page.write_number(written, index, content)
                elif content:
                    page.write_string(written, index, content, text)
    return written
