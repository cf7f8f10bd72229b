"""The workbook of one class for its homeroom teacher: where did each graduate go.

No phones and no numbers of identity leave in it. The teacher picks from drop-downs; the last
column, hidden, holds a token by which each row is recognised when the workbook comes back sorted,
shortened or pasted over (`students.survey.tokens`). Nothing is locked: what is locked cannot be
sorted.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from documents import sheet
from documents.own_sheets import own_title
from documents.sheet import Cell, Paper, SheetRow, Style
from documents.wording import PRIVACY_NOTE
from domain import formats

NAME, BIRTH, CODE, PLACE = "Họ và tên", "Ngày sinh", "Nơi đến", "Nơi học"
TRAINING, EVIDENCE, REASON = "Nơi học nghề", "Minh chứng", "Lý do"
ROW_MARK = "Mã dòng"
# Heading, width in pixels; what stands in brackets is for the teacher, not for the reader.
COLUMNS = (
    ("TT", 40),
    (NAME, 170),
    (BIRTH, 84),
    ("Đã biết", 230),
    (CODE, 170),
    (PLACE, 200),
    (f"{TRAINING} (mã 85, 86, 87)", 140),
    (f"{EVIDENCE} (học ngoài tỉnh)", 120),
    (REASON, 120),
    (ROW_MARK, 70),
)
_LAST_SHOWN = len(COLUMNS) - 2
_CODE_COLUMN, _PLACE_COLUMN, _TRAINING_COLUMN, _EVIDENCE_COLUMN = 4, 5, 6, 7
_TO_FILL_IN = frozenset(range(_CODE_COLUMN, _LAST_SHOWN + 1))
_CENTRED_COLUMNS = frozenset({0, 2})
_TABLE_SIZE = 12
_LEAST_ROW_HEIGHT = 22.0
_CHOICES_SHEET = "Danh mục"
EVIDENCE_KINDS = (
    "Giấy báo nhập học",
    "Xác nhận của gia đình",
    "Gia đình cho biết qua điện thoại",
)
_HINTS = (
    "Mỗi học sinh một dòng: chọn Nơi đến và Nơi học trong danh sách của ô; học ngoài tỉnh thì ghi "
    "tên trường và tên tỉnh. Em đã có ở cột Đã biết thì không cần ghi lại; em chưa biết để trống.",
    "Sắp xếp, lọc, xóa dòng, dán ô đều được. Không thêm cột số điện thoại, số định danh. Ghi xong "
    "gửi lại nhà trường tệp này.",
)


@dataclass(frozen=True)
class ClassRow:
    """One graduate: what is known, and what the school has said so far (texts as typed)."""

    full_name: str
    birth: str
    known: str
    code: str
    place: str
    training: str
    evidence: str
    reason: str
    token: str


@dataclass(frozen=True)
class ClassWorkbook:
    """One class; `codes` and `places` are what the drop-downs offer."""

    year: int
    class_title: str
    school_name: str
    superior_name: str
    made_on: date
    codes: Sequence[str]
    places: Sequence[str]
    trainings: Sequence[str]
    rows: Sequence[ClassRow]

    @property
    def title(self) -> str:
        return f"NƠI HỌC CỦA HỌC SINH TỐT NGHIỆP THCS NĂM {self.year}"


def write_class_workbook(paper_of: ClassWorkbook, target: BinaryIO) -> None:
    """Write the workbook of one class."""
    with sheet.official_workbook(
        target,
        title=f"{paper_of.title} – {paper_of.class_title}",
        author=paper_of.school_name,
        made_on=paper_of.made_on,
    ) as workbook:
        paper = Paper(
            workbook, "Danh sách", [width for _, width in COLUMNS], table_size=_TABLE_SIZE
        )
        paper.write(_top(paper, paper_of))
        header_row = sheet.write_headings(paper, (heading for heading, _ in COLUMNS), frozen=2)
        paper.write(_body(paper, paper_of.rows))
        last_row = max(paper.row - 1, header_row + 1)
        _set_up(paper, header_row, last_row)
        _add_choices(workbook, paper, paper_of, (header_row + 1, last_row))
        paper.write([SheetRow(6), _across(paper, PRIVACY_NOTE, Style.NOTE)])


def _top(paper: Paper, paper_of: ClassWorkbook) -> list[SheetRow]:
    left = (0, 3)
    return [
        paper.planned(Cell(*left, paper_of.superior_name, Style.SUPERIOR)),
        paper.planned(Cell(*left, paper_of.school_name.upper(), Style.ISSUER)),
        SheetRow(6),
        _across(paper, paper_of.title, Style.TITLE),
        _across(paper, paper_of.class_title, Style.SUBTITLE),
        _across(paper, f"Số liệu đến ngày {formats.day(paper_of.made_on)}", Style.REFERENCE),
        *(_across(paper, hint, Style.NOTE) for hint in _HINTS),
        SheetRow(4),
    ]


def _across(paper: Paper, text: str, style: Style) -> SheetRow:
    return paper.planned(Cell(0, _LAST_SHOWN, text, style))


def _body(paper: Paper, rows: Iterable[ClassRow]) -> list[SheetRow]:
    return [_row(paper, number, row) for number, row in enumerate(rows, 1)]


def _row(paper: Paper, number: int, row: ClassRow) -> SheetRow:
    shown = (row.full_name, row.birth, row.known, row.code, row.place)
    more = (row.training, row.evidence, row.reason)
    cells = [
        Cell(column, column, content, _style(column))
        for column, content in enumerate((number, *shown, *more))
    ]
    # As wide as its column it would make a row of a long token as high as a page.
    height = paper.height(cells, _LEAST_ROW_HEIGHT)
    token = Cell(len(COLUMNS) - 1, len(COLUMNS) - 1, row.token, Style.TEXT)
    return SheetRow(height, (*cells, token))


def _style(column: int) -> Style:
    if column in _TO_FILL_IN:
        return Style.TO_FILL_IN
    return Style.CENTRED if column in _CENTRED_COLUMNS else Style.TEXT


def _set_up(paper: Paper, header_row: int, last_row: int) -> None:
    token = len(COLUMNS) - 1
    paper.sheet.set_column_pixels(token, token, COLUMNS[-1][1], None, {"hidden": True})
    # Over the hidden column, too: what is sorted takes its token along.
    paper.sheet.autofilter(header_row, 0, last_row, token)
    paper.sheet.print_area(0, 0, last_row + 2, _LAST_SHOWN)


def _add_choices(
    workbook: xlsxwriter.Workbook, paper: Paper, paper_of: ClassWorkbook, rows: tuple[int, int]
) -> None:
    """Drop-downs, their lists on a hidden sheet each under a name: Excel 2007 reaches another sheet
    only so. A place that is not in the list is asked about and let through; a code is not.
    """
    choices = workbook.add_worksheet(_CHOICES_SHEET)
    choices.hide()
    choices.write_string(0, 0, own_title("DANH MỤC ĐỂ CHỌN"))
    for number, (name, column, values, severity, message) in enumerate(_choices(paper_of)):
        if not values:
            continue
        for row, value in enumerate(values, 2):
            choices.write_string(row, number, value)
        letters = xl_col_to_name(number)
        area = f"='{_CHOICES_SHEET}'!${letters}$3:${letters}${len(values) + 2}"
        workbook.define_name(name, area)
        rule = {
            "validate": "list",
            "source": f"={name}",
            "error_type": severity,
            "error_title": COLUMNS[column][0][:32],
            "error_message": message,
        }
        paper.sheet.data_validation(rows[0], column, rows[1], column, rule)


def _choices(paper_of: ClassWorkbook) -> Sequence[tuple[str, int, Sequence[str], str, str]]:
    """(name, column, values, how strict, what is said of another value) of each drop-down."""
    return (
        ("noi_den", _CODE_COLUMN, paper_of.codes, "stop", "Chọn một dòng trong danh sách."),
        (
            "noi_hoc",
            _PLACE_COLUMN,
            paper_of.places,
            "warning",
            "Tên này không có trong danh sách. Chỉ ghi tên khác khi học ngoài tỉnh. Giữ tên này?",
        ),
        (
            "noi_hoc_nghe",
            _TRAINING_COLUMN,
            paper_of.trainings,
            "warning",
            "Tên này không có trong danh sách. Giữ tên này?",
        ),
        ("minh_chung", _EVIDENCE_COLUMN, EVIDENCE_KINDS, "information", "Minh chứng khác."),
    )
