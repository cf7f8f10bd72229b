"""The Excel export of any list of graduates an official has filtered on the screen."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import BinaryIO

from documents import sheet
from documents.sheet import Cell, Paper, SheetRow, Style
from documents.wording import PRIVACY_NOTE
from domain import formats

NOBODY = "Không có học sinh"
# One sheet of a workbook ends at this row; a longer list must be filtered further.
MOST_ROWS = 1_000_000

# Heading, width in pixels.
COLUMNS = (
    ("TT", 46),
    ("Họ và tên", 150),
    ("Ngày sinh", 74),
    ("Giới tính", 42),
    ("Trường THCS", 128),
    ("Lớp", 44),
    ("Số vào sổ", 72),
    ("Xã/phường/thị trấn", 118),
    ("Tình trạng hiện tại", 102),
    ("Nơi học", 100),
    ("Mức xác nhận", 72),
)
# Smaller than on signed papers: hundreds of rows are looked through, not signed.
_TABLE_SIZE = 11
_CENTRED_COLUMNS = frozenset({0, 2, 3, 5, 6})


class TooManyRowsError(ValueError):
    """The list is longer than a sheet; `str()` tells the official what to do."""

    def __init__(self) -> None:
        super().__init__(
            f"Danh sách dài hơn {formats.count(MOST_ROWS)} học sinh, "
            "hãy lọc theo huyện hoặc theo trường rồi xuất lại."
        )


@dataclass(frozen=True)
class GraduateListRow:
    """One graduate; every text is written as given."""

    full_name: str
    birth: str
    gender: str
    school_name: str
    class_name: str
    register_number: str
    commune_name: str
    outcome: str
    destination: str
    evidence: str


@dataclass(frozen=True)
class GraduateList:
    """What stands above the rows: title, the filter in words, the day the figures stand for."""

    title: str
    filter_text: str
    figures_on: date
    superior_name: str
    office_name: str


def write_workbook(
    listing: GraduateList, rows: Iterable[GraduateListRow], target: BinaryIO | Path
) -> int:
    """Write the list as an Excel workbook and return how many graduates stand on it.

    Rows are taken one by one, so that a whole province never stands in memory.
    Raises TooManyRowsError.
    """
    with sheet.official_workbook(
        target,
        title=listing.title,
        author=listing.office_name,
        made_on=listing.figures_on,
        streaming=True,
    ) as workbook:
        paper = Paper(
            workbook, "Danh sách", [width for _, width in COLUMNS], table_size=_TABLE_SIZE
        )
        paper.write(_top(paper, listing))
        header_row = sheet.write_headings(paper, (heading for heading, _ in COLUMNS), frozen=2)
        paper.write(_body(paper, rows))
        written = paper.row - header_row - 1
        if written:
            paper.sheet.autofilter(header_row, 0, paper.row - 1, paper.last_column)
        paper.write(_bottom(paper, written))
        paper.sheet.print_area(0, 0, paper.row - 1, paper.last_column)
    return written


def _top(paper: Paper, listing: GraduateList) -> list[SheetRow]:
    return [
        *sheet.office_names(
            paper, superior=listing.superior_name, office=listing.office_name, last=4
        ),
        paper.across(listing.title, Style.TITLE),
        *([paper.across(listing.filter_text, Style.REFERENCE)] if listing.filter_text else []),
        paper.across(f"Số liệu đến ngày {formats.day(listing.figures_on)}", Style.REFERENCE),
        SheetRow(6),
    ]


def _body(paper: Paper, rows: Iterable[GraduateListRow]) -> Iterator[SheetRow]:
    for number, row in enumerate(rows, 1):
        if number > MOST_ROWS:
            raise TooManyRowsError
        yield _graduate(paper, number, row)


def _graduate(paper: Paper, number: int, row: GraduateListRow) -> SheetRow:
    contents = (
        number,
        row.full_name,
        row.birth,
        row.gender,
        row.school_name,
        row.class_name,
        row.register_number,
        row.commune_name,
        row.outcome,
        row.destination,
        row.evidence,
    )
    return paper.planned(
        *(
            Cell(
                column,
                column,
                content,
                Style.CENTRED if column in _CENTRED_COLUMNS else Style.TEXT,
            )
            for column, content in enumerate(contents)
        )
    )


def _bottom(paper: Paper, written: int) -> list[SheetRow]:
    if not written:
        return [paper.across(NOBODY, Style.CENTRED)]
    return [
        SheetRow(6),
        paper.across(f"Danh sách có {formats.count(written)} học sinh.", Style.TOTAL),
        paper.across(PRIVACY_NOTE, Style.NOTE),
    ]
