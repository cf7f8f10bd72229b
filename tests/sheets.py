"""Workbooks as offices send them, built in memory from a few invented rows, and commands run on
them.
"""

import io
import json
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest import mock

import xlsxwriter
from django.core.management import get_commands, load_command_class
from django.db import connections

HEADINGS = {
    "name": "Họ và tên",
    "gender": "Giới tính",
    "birth": "Ngày sinh",
    "school": "Trường",
    "class_name": "Lớp",
    "register": "Số vào sổ cấp bằng",
    "moet": "Mã định danh Bộ GD&ĐT",
    "personal": "Số định danh cá nhân",
    "residence": "Chỗ ở hiện nay",
    "guardian": "Họ tên cha/mẹ/người giám hộ",
    "phone": "Điện thoại",
    "note": "Ghi chú",
}
PUPIL = {
    "name": "Lê Thị An",
    "gender": "Nữ",
    "birth": "05/9/2005",
    "school": "THCS Sông Đỏ",
    "class_name": "9/1",
    "register": "0001",
}
FIRST_ROW = 7  # Excel number of the first pupil's row under the letterhead


def pupil(**values: str) -> dict[str, str]:
    return PUPIL | values


def book(
    letterhead: Sequence[str], headings: Sequence[str], rows: Sequence[Sequence[Any]]
) -> bytes:
    """An .xlsx with five letterhead rows, the headings in row 6, the rows below."""
    buffer = io.BytesIO()
    workbook = xlsxwriter.Workbook(buffer, {"in_memory": True})
    # The moment of writing would make two files of the same rows, on a machine slow enough.
    workbook.set_properties({"created": datetime(2020, 9, 15, tzinfo=UTC)})
    sheet = workbook.add_worksheet("DS")
    for number, line in enumerate(letterhead):
        sheet.write(number, 0, line)
    for number, cells in enumerate([headings, *rows], start=5):
        for column, cell in enumerate(cells):
            if cell not in ("", None):
                sheet.write(number, column, cell)
    workbook.close()
    return buffer.getvalue()


def table(rows: Sequence[dict[str, Any]]) -> tuple[list[str], list[list[Any]]]:
    """Headings and cells of the columns that any of the rows fills, in the usual order."""
    columns = [key for key in HEADINGS if any(key in row for row in rows)]
    cells = [[number, *(row.get(c, "") for c in columns)] for number, row in enumerate(rows, 1)]
    return ["STT", *(HEADINGS[key] for key in columns)], cells


def graduate_book(*rows: dict[str, Any], district: str = "huyện Đức Hòa") -> bytes:
    letterhead = [
        f"UBND {district}".upper(),
        "PHÒNG GIÁO DỤC VÀ ĐÀO TẠO",
        "",
        "DANH SÁCH HỌC SINH TỐT NGHIỆP THCS NĂM 2020",
    ]
    return book(letterhead, *table(rows))


def roster_book(
    *rows: dict[str, Any],
    institution: str = "Trường THPT Sông Đỏ",
    title: str = "DANH SÁCH HỌC SINH LỚP 10 NĂM HỌC 2020-2021",
    dated: str = "Long An, ngày 15 tháng 9 năm 2020",
) -> bytes:
    headings, cells = table(rows)
    headings = ["Học sinh trường THCS" if h == HEADINGS["school"] else h for h in headings]
    return book(["SỞ GIÁO DỤC VÀ ĐÀO TẠO LONG AN", institution, dated, title], headings, cells)


@dataclass(frozen=True)
class Ran:
    """A finished command: exit code, what it printed, and its JSON if it was asked for."""

    code: int
    out: str
    error: str

    @property
    def json(self) -> dict[str, Any]:
        return json.loads(self.out)


def run(name: str, *arguments: Any) -> Ran:
    """A management command as the shell would run it, exit code included."""
    out, error, code = io.StringIO(), io.StringIO(), 0
    # A command closes its connections when it ends; the test's transaction still needs them.
    kept = mock.patch.object(connections, "close_all")
    with redirect_stdout(out), redirect_stderr(error), kept:
        command = load_command_class(get_commands()[name], name)
        try:
            command.run_from_argv(["manage.py", name, *map(str, arguments)])
        except SystemExit as stop:
            code = int(stop.code or 0)
    return Ran(code, out.getvalue(), error.getvalue())


def written(folder: Path, name: str, content: bytes) -> Path:
    """The content as a file of that name."""
    path = folder / name
    path.write_bytes(content)
    return path
