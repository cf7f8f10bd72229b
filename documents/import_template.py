"""Empty lists for offices to fill in, which come back without anything to mend.

What the reader of lists must not take for pupils: the example stands in brackets, as a line that
says how to write; the sheets of guidance and choices say in A1 that they are ours.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import BinaryIO

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from documents.measure import LINE_SPACING, line_count
from documents.own_sheets import own_title
from documents.plain_cells import put
from documents.template_columns import (
    COMMUNES,
    DISTRICTS,
    FIXED_CHOICES,
    GRADUATE_COLUMNS,
    SCHOOL,
    SCHOOLS,
    TENTH_GRADE_COLUMNS,
    VOCATIONAL_COLUMNS,
    TemplateColumn,
)
from documents.wording import MOTTO, NATIONAL_TITLE

LIST_SHEET, GUIDE_SHEET, CHOICES_SHEET = "Danh sách", "Hướng dẫn", "Danh mục"
HEADER_ROW = 8
FIRST_ROW = HEADER_ROW + 2
# Rows with drop-downs, and those drawn with borders, which print even when they are blank.
PREPARED_ROWS, DRAWN_ROWS = 3_000, 30
_TITLE_ROW, _UNDER_TITLE_ROW, _HINT_ROW = 4, 5, 6
_FONT = "Times New Roman"
_POINTS_PER_CHARACTER, _ROW_HEIGHT = 5.25, 20
_THIN = Side(style="thin", color="FF000000")
_BORDER = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_MIDDLE = Alignment(horizontal="center", vertical="center", wrap_text=True)
_LEFT = Alignment(vertical="center", wrap_text=True)
_HEADER_FILL = PatternFill("solid", fgColor="FFD9E1F2")
_REQUIRED_FILL = PatternFill("solid", fgColor="FFFFE699")
_MILLIMETRES_TO_INCHES = 1 / 25.4
_AS_TEXT = "@"


class RosterKind(StrEnum):
    """What the pupils of a roster attend."""

    TENTH_GRADE = "TENTH_GRADE"
    CONTINUING = "CONTINUING"
    INTERMEDIATE = "INTERMEDIATE"
    ELEMENTARY = "ELEMENTARY"


_ROSTER_TITLES = {
    RosterKind.TENTH_GRADE: "DANH SÁCH HỌC SINH LỚP 10",
    RosterKind.CONTINUING: "DANH SÁCH HỌC VIÊN LỚP 10 GIÁO DỤC THƯỜNG XUYÊN CẤP THPT",
    RosterKind.INTERMEDIATE: "DANH SÁCH HỌC SINH HỆ TRUNG CẤP",
    RosterKind.ELEMENTARY: "DANH SÁCH HỌC SINH HỆ SƠ CẤP",
}


@dataclass(frozen=True)
class GraduateTemplate:
    """A list of graduates to be filled in by a district office, or by `school_name` for itself.

    Names are full official ones ("Huyện Đức Hòa", "Xã Tân Bình"). `year` is that of graduation.
    """

    year: int
    district_name: str
    schools: Sequence[str]
    communes: Sequence[str]
    districts: Sequence[str] = ()
    school_name: str = ""


@dataclass(frozen=True)
class RosterTemplate:
    """A list of pupils in class at an institution; `year` is when its school year begins."""

    year: int
    kind: RosterKind
    superior_name: str
    institution_name: str
    schools: Sequence[str]
    communes: Sequence[str]
    districts: Sequence[str] = ()


@dataclass(frozen=True)
class _Form:
    superior: str
    issuer: str
    title: str
    under_title: str
    columns: Sequence[TemplateColumn]
    choices: Mapping[str, Sequence[str]]


def write_graduate_template(template: GraduateTemplate, out: BinaryIO) -> None:
    """Write the empty list of graduates as .xlsx."""
    columns = [c for c in GRADUATE_COLUMNS if not (c is SCHOOL and template.school_name)]
    form = _Form(
        superior=f"UBND {template.district_name}".upper(),
        issuer=(template.school_name or "Phòng Giáo dục và Đào tạo").upper(),
        title=f"DANH SÁCH HỌC SINH TỐT NGHIỆP THCS NĂM {template.year}",
        under_title="(Kèm theo Quyết định số ……/QĐ-PGDĐT ngày …… tháng …… năm ………)",
        columns=columns,
        choices=_choices(template.schools, template.communes, template.districts),
    )
    _write(form, out)


def write_roster_template(template: RosterTemplate, out: BinaryIO) -> None:
    """Write the empty list of pupils in class as .xlsx."""
    is_vocational = template.kind in (RosterKind.INTERMEDIATE, RosterKind.ELEMENTARY)
    form = _Form(
        superior=template.superior_name.upper(),
        issuer=template.institution_name.upper(),
        title=f"{_ROSTER_TITLES[template.kind]} NĂM HỌC {template.year}-{template.year + 1}",
        # Filled in, it is the day the list stands for.
        under_title="Số liệu đến ngày …… tháng …… năm ………",
        columns=VOCATIONAL_COLUMNS if is_vocational else TENTH_GRADE_COLUMNS,
        choices=_choices(template.schools, template.communes, template.districts),
    )
    _write(form, out)


def _choices(
    schools: Sequence[str], communes: Sequence[str], districts: Sequence[str]
) -> dict[str, Sequence[str]]:
    return {**FIXED_CHOICES, SCHOOLS: schools, COMMUNES: communes, DISTRICTS: districts}


def _write(form: _Form, out: BinaryIO) -> None:
    book = Workbook()
    book.properties.title, book.properties.creator = form.title, form.issuer
    used = {c.choices: tuple(form.choices[c.choices]) for c in form.columns if c.choices}
    used = {name: values for name, values in used.items() if values}
    columns = [_with_example(column, used) for column in form.columns]
    sheet = book.active
    sheet.title = LIST_SHEET
    _write_top(sheet, form)
    _write_table(sheet, columns)
    _add_rules(sheet, columns, used)
    _set_up(sheet, len(columns))
    _write_guide(book.create_sheet(GUIDE_SHEET), columns)
    _write_choices(book, used)
    book.save(out)


def _with_example(column: TemplateColumn, used: Mapping[str, Sequence[str]]) -> TemplateColumn:
    """The column with the first of its own choices as its example where it has none."""
    if column.example or column.choices not in used or column.choices == DISTRICTS:
        return column
    # A bracket within the brackets would make a pupil of the line.
    return replace(column, example=re.sub(r"[()]", "", used[column.choices][0]))


def _write_top(sheet: Worksheet, form: _Form) -> None:
    last = len(form.columns)
    half = min(5, last // 2)
    _text(sheet, 1, (1, half), form.superior, 12)
    _text(sheet, 2, (1, half), form.issuer, 12, bold=True)
    _text(sheet, 1, (half + 1, last), NATIONAL_TITLE, 12, bold=True)
    _text(sheet, 2, (half + 1, last), MOTTO, 13, bold=True)
    _text(sheet, _TITLE_ROW, (1, last), form.title, 14, bold=True)
    _text(sheet, _UNDER_TITLE_ROW, (1, last), form.under_title, 13, italic=True)
    hint = (
        "Cột có dấu (*), nền vàng, bắt buộc ghi. Mỗi học sinh một dòng, ghi từ dưới dòng ví dụ; "
        f"cách ghi từng cột xem trang “{GUIDE_SHEET}”."
    )
    _text(sheet, _HINT_ROW, (1, last), hint, 12, italic=True)


def _text(
    sheet: Worksheet, row: int, columns: tuple[int, int], text: str, size: int, **look: bool
) -> None:
    first, last = columns
    cell = sheet.cell(row, first)
    put(cell, text)
    cell.font = Font(name=_FONT, size=size, **look)
    cell.alignment = Alignment(horizontal="center", vertical="center")
    sheet.merge_cells(start_row=row, end_row=row, start_column=first, end_column=last)
    height = size * LINE_SPACING + 2
    sheet.row_dimensions[row].height = max(height, sheet.row_dimensions[row].height or 0)


def _write_table(sheet: Worksheet, columns: Sequence[TemplateColumn]) -> None:
    # In brackets the line says how to write and is no pupil.
    examples = [f"({c.example})" if c.example else "" for c in columns]
    examples[0], examples[-1] = "(ví dụ)", "(dòng ví dụ, không được nhập)"
    for number, column in enumerate(columns, 1):
        dimension = sheet.column_dimensions[get_column_letter(number)]
        dimension.width = column.width
        dimension.number_format = _AS_TEXT
        dimension.font, dimension.alignment = Font(name=_FONT, size=12), _LEFT
        cell = sheet.cell(HEADER_ROW, number)
        put(cell, column.written_heading)
        _look(cell, Font(name=_FONT, size=12, bold=True), _MIDDLE)
        cell.fill = _REQUIRED_FILL if column.is_required else _HEADER_FILL
        cell = sheet.cell(HEADER_ROW + 1, number)
        put(cell, examples[number - 1])
        _look(cell, Font(name=_FONT, size=11, italic=True, color="FF7F7F7F"), _LEFT)
        for row in range(FIRST_ROW, FIRST_ROW + DRAWN_ROWS):
            cell = sheet.cell(row, number)
            _look(cell, Font(name=_FONT, size=12), _LEFT)
            cell.number_format = _AS_TEXT
    rooms = [column.width * _POINTS_PER_CHARACTER - 6 for column in columns]
    headings = [column.written_heading for column in columns]
    for row, size, texts in ((HEADER_ROW, 12, headings), (HEADER_ROW + 1, 11, examples)):
        lines = max(
            line_count(text, room, size, bold=texts is headings)
            for text, room in zip(texts, rooms, strict=True)
        )
        sheet.row_dimensions[row].height = lines * size * LINE_SPACING + 6
    # Not set on the rows themselves, which shall still grow with what is written in them.
    sheet.sheet_format.defaultRowHeight, sheet.sheet_format.customHeight = _ROW_HEIGHT, True


def _look(cell: Cell, font: Font, alignment: Alignment) -> None:
    cell.font, cell.alignment, cell.border = font, alignment, _BORDER


def _add_rules(
    sheet: Worksheet, columns: Sequence[TemplateColumn], used: Mapping[str, Sequence[str]]
) -> None:
    """Drop-downs, and a word on dates when their cell is entered."""
    for number, column in enumerate(columns, 1):
        if column.choices in used:
            rule = DataValidation(type="list", formula1=column.choices)
            rule.error = f"{column.heading}: {column.guide}"[:225]
        elif column.is_date:
            rule = DataValidation(
                type="textLength", operator="between", formula1="4", formula2="10"
            )
            rule.promptTitle, rule.prompt = column.heading, "Ghi ngày/tháng/năm, ví dụ 05/09/2005"
            rule.showInputMessage = True
            rule.error = "Ghi ngày/tháng/năm, ví dụ 05/09/2005."
        else:
            continue
        rule.allow_blank, rule.showErrorMessage = True, True
        rule.errorStyle = "stop" if column.is_closed else "warning"
        rule.errorTitle = column.heading[:32]
        letters = get_column_letter(number)
        rule.add(f"{letters}{FIRST_ROW}:{letters}{FIRST_ROW + PREPARED_ROWS - 1}")
        sheet.add_data_validation(rule)


def _set_up(sheet: Worksheet, width: int) -> None:
    sheet.freeze_panes = sheet.cell(HEADER_ROW + 1, 3)
    sheet.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"
    _set_up_page(sheet)
    sheet.HeaderFooter.differentFirst = True
    sheet.oddHeader.center.text = "&P"
    sheet.sheet_view.selection[-1].activeCell = f"B{FIRST_ROW}"
    sheet.sheet_view.selection[-1].sqref = f"B{FIRST_ROW}"


def _set_up_page(sheet: Worksheet) -> None:
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_options.horizontalCentered = True
    margins = sheet.page_margins
    margins.left = margins.right = 10 * _MILLIMETRES_TO_INCHES
    margins.top = margins.bottom = 20 * _MILLIMETRES_TO_INCHES
    margins.header = 10 * _MILLIMETRES_TO_INCHES


def _write_guide(sheet: Worksheet, columns: Sequence[TemplateColumn]) -> None:
    put(sheet["A1"], own_title("HƯỚNG DẪN GHI DANH SÁCH"))
    sheet["A1"].font = Font(name=_FONT, size=14, bold=True)
    widths = (30, 12, 74, 30)
    lines = [("Cột", "Bắt buộc", "Cách ghi", "Ví dụ")]
    lines += [(c.heading, "có" if c.is_required else "", c.guide, c.example) for c in columns]
    for row, line in enumerate(lines, 3):
        for number, text in enumerate(line, 1):
            cell = sheet.cell(row, number)
            put(cell, text)
            is_header = row == 3
            alignment = _MIDDLE if is_header or number == 2 else _LEFT
            _look(cell, Font(name=_FONT, size=12, bold=is_header), alignment)
        room = widths[2] * _POINTS_PER_CHARACTER
        height = line_count(line[2], room, 12) * 12 * LINE_SPACING + 6
        sheet.row_dimensions[row].height = height
    for number, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    _set_up_page(sheet)
    # Pupils written here would not be read; there is no password.
    sheet.protection.sheet = True


def _write_choices(book: Workbook, used: Mapping[str, Sequence[str]]) -> None:
    """The lists of the drop-downs, each under a name: Excel 2007 reaches another sheet only so."""
    sheet = book.create_sheet(CHOICES_SHEET)
    put(sheet["A1"], own_title("DANH MỤC ĐỂ CHỌN"))
    for number, (name, values) in enumerate(used.items(), 1):
        for row, value in enumerate(values, 3):
            put(sheet.cell(row, number), value)
        letters = get_column_letter(number)
        area = f"'{CHOICES_SHEET}'!${letters}$3:${letters}${len(values) + 2}"
        book.defined_names[name] = DefinedName(name, attr_text=area)
    sheet.sheet_state = "hidden"
