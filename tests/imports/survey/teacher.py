"""A class's workbook in the hands of a teacher: opened, filled in, sorted, sent back."""

import io
from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from documents.class_workbook import ROW_MARK
from imports.models import Draft
from students.models import Destination, Graduate
from tests.province import Province, enrol

CLASS = "9A"
FIELDS = {
    "name": "Họ và tên",
    "birth": "Ngày sinh",
    "code": "Nơi đến",
    "place": "Nơi học",
    "training": "Nơi học nghề",
    "evidence": "Minh chứng",
    "reason": "Lý do",
    "token": ROW_MARK,
}
NAMES = ("Lê Thị An", "Trần Văn Bé", "Võ Thị Cúc", "Hồ Văn Dần")


def make_class(province: Province, **values: Any) -> list[Graduate]:
    """A class of four, born on four days."""
    return [
        enrol(province, name, class_name=CLASS, birth=(2005, 3, number), **values)
        for number, name in enumerate(NAMES, 1)
    ]


class Sheet:
    """The first sheet of a workbook by headings and names."""

    def __init__(self, content: bytes) -> None:
        self.book: Workbook = load_workbook(io.BytesIO(content))
        self.sheet: Worksheet
        self.sheet, self.header = next(
            (sheet, row[0].row)
            for sheet in self.book.worksheets
            for row in sheet.iter_rows()
            if ROW_MARK in [cell.value for cell in row]
        )
        headings = [str(cell.value).split(" (")[0] for cell in self.sheet[self.header]]
        self.columns = {name: headings.index(text) + 1 for name, text in FIELDS.items()}

    def row_of(self, name: str) -> int:
        column = self.columns["name"]
        rows = range(self.header + 1, self.sheet.max_row + 1)
        return next(row for row in rows if self.sheet.cell(row, column).value == name)

    def value(self, name: str, field: str) -> Any:
        return self.sheet.cell(self.row_of(name), self.columns[field]).value

    def write(self, name: str, /, **values: Any) -> None:
        row = self.row_of(name)
        for field, value in values.items():
            self.sheet.cell(row, self.columns[field]).value = value

    def rows(self) -> list[list[Any]]:
        """The cells of the rows of pupils."""
        found = self.sheet.iter_rows(min_row=self.header + 1, values_only=True)
        return [list(row) for row in found if row[self.columns["token"] - 1]]

    def put_rows(self, rows: list[list[Any]]) -> None:
        """These rows in the place of those that stand there."""
        for merged in list(self.sheet.merged_cells.ranges):
            if merged.min_row > self.header:
                self.sheet.unmerge_cells(str(merged))
        for number in range(len(self.rows())):
            for column in range(1, self.sheet.max_column + 1):
                self.sheet.cell(self.header + 1 + number, column).value = None
        for number, row in enumerate(rows, self.header + 1):
            for column, value in enumerate(row, 1):
                self.sheet.cell(number, column).value = value

    @property
    def content(self) -> bytes:
        out = io.BytesIO()
        self.book.save(out)
        return out.getvalue()


def sheet_for(client: Client, province: Province, class_name: str = CLASS) -> Sheet:
    """The workbook of a class as it is downloaded."""
    address = reverse("students:survey_workbooks", args=[province.thcs.pk])
    return Sheet(client.post(f"{address}?class={class_name}").content)


def send(client: Client, content: bytes, name: str = "lop-9a.xlsx", **values: str) -> HttpResponse:
    """Upload a workbook; the page after it."""
    given = {"cohort": "2020", "stated_on": "28/9/2020"} | values
    upload = SimpleUploadedFile(name, content)
    return client.post(reverse("imports:survey_upload"), given | {"sheet": upload}, follow=True)


def states(response: HttpResponse) -> dict[str, str]:
    """What becomes of each row on the page of a check, by name."""
    context = response.context
    return {row["name"]: row["word"] for row in [*context["rows"], *context["idle"]]}


def confirm_rows(client: Client, response: HttpResponse, **choices: str) -> HttpResponse:
    """Press the button of the check; `choices` as `take_12="sheet"`."""
    draft: Draft = response.context["draft"]
    given = {"fingerprint": response.context["fingerprint"]}
    given |= {name.replace("_", "-"): value for name, value in choices.items()}
    return client.post(reverse("imports:survey_confirm", args=[draft.pk]), given, follow=True)


def said(graduate: Graduate) -> list[tuple[str, str, str]]:
    """What is currently said of the child: source, programme, where."""
    current = Destination.objects.current().filter(graduate=graduate).order_by("pk")
    return [
        (s.source, s.programme, s.school.name if s.school else s.place_text)
        for s in current.select_related("school")
    ]


Browser = Callable[[str], Client]
