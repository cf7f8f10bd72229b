"""Invented children and lists for the tests of papers, and a look inside the written files."""

from datetime import date
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from documents import not_enrolled
from documents.letter import Letter
from documents.not_enrolled import NotEnrolledList, NotEnrolledRow

COMMUNE = "Xã Hòa Khánh Đông"
OFFICE: dict[str, Any] = {
    "cohort_year": 2020,
    "province_name": "Tỉnh Long An",
    "district_name": "Huyện Đức Hòa",
    "district_short": "Đức Hòa",
    "office_name": "PHÒNG GIÁO DỤC VÀ ĐÀO TẠO",
    "superior_name": "UBND HUYỆN ĐỨC HÒA",
    "commune_name": COMMUNE,
}


def child(full_name: str = "Nguyễn Thị Hoa", **fields: Any) -> NotEnrolledRow:
    """One child, known to be out of school unless told otherwise."""
    values: dict[str, Any] = {
        "full_name": full_name,
        "birth": "05/9/2005",
        "is_female": True,
        "ethnicity": "Kinh",
        "school_name": "THCS Thi Văn Tám",
        "class_name": "9A1",
        "guardian": "Nguyễn Văn Sáu",
        "phone": "0912345678",
        "residence": "Ấp Thôi Môi, xã Hòa Khánh Đông",
        "hamlet": "Ấp Thôi Môi",
        "outcome_label": "Không tiếp tục học",
        "is_known_out": True,
        "reason": "Đi làm",
    }
    return NotEnrolledRow(**(values | fields))


def listing(*rows: NotEnrolledRow, **fields: Any) -> NotEnrolledList:
    """The draft list of one commune."""
    values = OFFICE | {"list_date": date(2020, 10, 5), "status": "Dự thảo", "rows": rows}
    return NotEnrolledList(**(values | fields))


def letter(**fields: Any) -> Letter:
    """A letter over a list of eighteen children."""
    values = OFFICE | {"figures_on": date(2020, 10, 5), "known_out": 5, "not_known": 13}
    return Letter(**(values | fields))


def list_bytes(written: NotEnrolledList) -> bytes:
    """The workbook of a list."""
    target = BytesIO()
    not_enrolled.write_workbook(written, target)
    return target.getvalue()


def only_sheet(workbook: bytes) -> Worksheet:
    """The single worksheet as openpyxl reads it."""
    [sheet] = load_workbook(BytesIO(workbook)).worksheets
    return sheet


def texts(sheet: Worksheet) -> list[str]:
    """Every text of the sheet in reading order."""
    return [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]


def table_rows(sheet: Worksheet) -> list[list[Any]]:
    """The rows under the header that begin with a running number, without that number."""
    return [
        [cell.value for cell in row][1:]
        for row in sheet.iter_rows()
        if isinstance(row[0].value, int)
    ]


def part_of(archive: bytes, name: str) -> str:
    """The text of one part of an Office file."""
    with ZipFile(BytesIO(archive)) as opened:
        return opened.read(name).decode()
