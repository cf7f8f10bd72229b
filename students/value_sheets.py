"""Targets and quotas as workbooks in the columns of the import, so that a downloaded sheet can be
mended and taken in again.
"""

from collections.abc import Iterable
from typing import BinaryIO

import xlsxwriter

from domain.formats import day
from students.actions.targets import PROVINCE_NAME
from students.models import Quota, Target
from students.resources import PROVINCE_CODE, QUOTA_HEADERS, TARGET_HEADERS

# A text that begins like a formula stays a text.
AS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}


def write_targets(targets: Iterable[Target], out: BinaryIO) -> int:
    """Write the targets and return how many there are; `district` and `cohort` are read."""
    rows = [
        (
            target.district.code if target.district else PROVINCE_CODE,
            target.district.name if target.district else PROVINCE_NAME,
            target.cohort.year,
            float(target.percent),
            target.document_number,
            day(target.document_date) if target.document_date else "",
        )
        for target in targets
    ]
    return _write(TARGET_HEADERS, (11, 28, 8, 20, 24, 14), rows, out)


def write_quotas(quotas: Iterable[Quota], out: BinaryIO) -> int:
    """Write the quotas and return how many there are; `school` and `cohort` are read."""
    rows = [
        (
            quota.school.code,
            quota.school.name,
            quota.cohort.year,
            quota.seats,
            quota.document_number,
        )
        for quota in quotas
    ]
    return _write(QUOTA_HEADERS, (14, 44, 8, 24, 24), rows, out)


def _write(
    headers: tuple[str, ...], widths: tuple[int, ...], rows: list[tuple], out: BinaryIO
) -> int:
    workbook = xlsxwriter.Workbook(out, AS_TEXT)
    sheet = workbook.add_worksheet("Chỉ tiêu")
    head = workbook.add_format({"bold": True, "border": 1, "text_wrap": True, "valign": "top"})
    for column, (header, width) in enumerate(zip(headers, widths, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, header, head)
    for number, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            write = sheet.write_string if isinstance(cell, str) else sheet.write_number
            write(number, column, cell)
    sheet.freeze_panes(1, 2)
    workbook.close()
    return len(rows)
