"""The cases of one commune as a workbook to be filled in without an account or a network.

Every row carries a signed token: sorted, deleted or edited, the file is read back by it. The names
of the filled-in columns are what the reader looks for (`outreach.sheets`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from documents.plain_cells import put
from documents.wording import PRIVACY_NOTE

LIST_SHEET, CHOICES_SHEET, TOKEN_SHEET = "Vận động", "Danh mục", "Mã tệp"
HEADER_ROW = 5
FIRST_ROW = HEADER_ROW + 1
NAME, TOKEN = "Họ và tên", "Mã dòng (không sửa)"
VISITED_ON, OUTCOME, REASON = "Ngày đến", "Kết quả", "Lý do"
NEXT_ON, PROGRAMME, PLACE, NOTE = "Hẹn gặp lại ngày", "Em học gì", "Ở trường nào", "Ghi chú"
# Heading, width in characters; the ones to be filled in are `FILLED`.
COLUMNS = (
    ("TT", 5), (NAME, 24), ("Ngày sinh", 11), ("Trường THCS, lớp", 22), ("Ấp, khu phố", 14),
    ("Chỗ ở", 24), ("Cha, mẹ, người giám hộ", 20), ("Điện thoại", 13), ("Đã biết", 26),
    (VISITED_ON, 12), (OUTCOME, 22), (REASON, 26), (NEXT_ON, 12), (PROGRAMME, 16), (PLACE, 24),
    (NOTE, 22), (TOKEN, 9),
)  # fmt: skip
FILLED = (VISITED_ON, OUTCOME, REASON, NEXT_ON, PROGRAMME, PLACE, NOTE)
_FONT = "Times New Roman"
_THIN = Side(style="thin", color="FF000000")
_BORDER = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_FILL_IN = PatternFill("solid", fgColor="FFFFF2CC")
_GIVEN = PatternFill("solid", fgColor="FFD9E1F2")
_CHOICE_NAMES = {OUTCOME: "KetQua", REASON: "LyDo", PROGRAMME: "EmHocGi"}


@dataclass(frozen=True)
class CaseRow:
    """One child as whoever goes to the family needs it."""

    name: str
    birth: str
    school: str
    hamlet: str
    address: str
    guardian: str
    phone: str
    known: str
    token: str


@dataclass(frozen=True)
class CaseWorkbook:
    """`choices` offers for a heading what may be chosen; `token` is that of the whole file."""

    office_name: str
    commune_name: str
    made_on: str
    rows: Sequence[CaseRow]
    choices: Mapping[str, Sequence[str]]
    token: str


def write_case_workbook(paper: CaseWorkbook, out: BinaryIO) -> None:
    """Write the workbook as .xlsx: one sheet to fill in, its drop-downs, nothing from outside."""
    book = Workbook()
    sheet = book.active
    sheet.title = LIST_SHEET
    book.properties.title = f"Danh sách vận động {paper.commune_name}"
    book.properties.creator = paper.office_name
    _write_top(sheet, paper)
    _write_rows(sheet, paper.rows)
    _write_choices(book, sheet, paper)
    tokens = book.create_sheet(TOKEN_SHEET)
    put(tokens["A1"], paper.token)
    tokens.sheet_state = "veryHidden"
    _set_up(sheet)
    book.save(out)


def _write_top(sheet: Worksheet, paper: CaseWorkbook) -> None:
    lines = (
        (paper.office_name, {"bold": True}),
        (f"DANH SÁCH VẬN ĐỘNG HỌC SINH RA LỚP: {paper.commune_name.upper()}", {"bold": True}),
        (
            f"Cấp ngày {paper.made_on}. Chỉ điền các cột nền vàng; chọn trong danh sách xổ xuống. "
            "Có thể sắp xếp, xóa bớt dòng; không sửa cột cuối. Gửi tệp này lại cho Phòng.",
            {"italic": True},
        ),
        (PRIVACY_NOTE, {"italic": True}),
    )
    for row, (text, look) in enumerate(lines, 1):
        put(sheet.cell(row, 1), text)
        sheet.cell(row, 1).font = Font(name=_FONT, size=12, **look)
    for number, (heading, width) in enumerate(COLUMNS, 1):
        cell = sheet.cell(HEADER_ROW, number)
        put(cell, heading)
        cell.font, cell.border = Font(name=_FONT, size=12, bold=True), _BORDER
        cell.fill = _FILL_IN if heading in FILLED else _GIVEN
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        sheet.column_dimensions[get_column_letter(number)].width = width


def _write_rows(sheet: Worksheet, rows: Sequence[CaseRow]) -> None:
    for position, row in enumerate(rows):
        given = (
            position + 1, row.name, row.birth, row.school, row.hamlet, row.address, row.guardian,
            row.phone, row.known, *("" for _ in FILLED), row.token,
        )  # fmt: skip
        for number, content in enumerate(given, 1):
            cell = sheet.cell(FIRST_ROW + position, number)
            put(cell, content)
            cell.font, cell.border = Font(name=_FONT, size=12), _BORDER
            cell.alignment = Alignment(vertical="center", wrap_text=number != len(COLUMNS))
            if COLUMNS[number - 1][0] in FILLED:
                cell.fill, cell.number_format = _FILL_IN, "@"
                cell.protection = Protection(locked=False)


def _write_choices(book: Workbook, sheet: Worksheet, paper: CaseWorkbook) -> None:
    """The lists of the drop-downs, each under a name: Excel 2007 reaches another sheet only so."""
    choices = book.create_sheet(CHOICES_SHEET)
    headings = [heading for heading, _ in COLUMNS]
    last = FIRST_ROW + max(len(paper.rows), 1) - 1
    for number, (heading, name) in enumerate(_CHOICE_NAMES.items(), 1):
        values = paper.choices[heading]
        for row, value in enumerate(values, 1):
            put(choices.cell(row, number), value)
        letters = get_column_letter(number)
        area = f"'{CHOICES_SHEET}'!${letters}$1:${letters}${len(values)}"
        book.defined_names[name] = DefinedName(name, attr_text=area)
        rule = DataValidation(type="list", formula1=name, allow_blank=True)
        rule.errorTitle, rule.error = heading, "Chọn trong danh sách xổ xuống."
        rule.errorStyle, rule.showErrorMessage = "stop", True
        column = get_column_letter(headings.index(heading) + 1)
        rule.add(f"{column}{FIRST_ROW}:{column}{last}")
        sheet.add_data_validation(rule)
    choices.sheet_state = "hidden"


def _set_up(sheet: Worksheet) -> None:
    sheet.freeze_panes = sheet.cell(FIRST_ROW, 3)
    sheet.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.auto_filter.ref = (
        f"A{HEADER_ROW}:{get_column_letter(len(COLUMNS))}{max(sheet.max_row, FIRST_ROW)}"
    )
