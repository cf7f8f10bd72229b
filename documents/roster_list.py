"""The Excel export of a receiving institution's list, with how each row stands."""

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

# Heading, width in pixels.
COLUMNS = (
    ("TT", 46),
    ("Họ và tên", 150),
    ("Ngày sinh", 74),
    ("Giới tính", 42),
    ("Lớp", 56),
    ("Trường THCS", 128),
    ("Chỗ ở", 150),
    ("Kết quả đối chiếu", 92),
    ("Đã báo", 130),
    ("Vị trí trong tệp", 112),
)
# Smaller than on signed papers: hundreds of rows are looked through, not signed.
_TABLE_SIZE = 11
_CENTRED_COLUMNS = frozenset({0, 2, 3, 4})


@dataclass(frozen=True)
class RosterListRow:
    """One row of the institution's list; every text is written as given."""

    full_name: str
    birth: str
    gender: str
    class_name: str
    school_text: str
    residence: str
    state: str
    report: str
    position: str


@dataclass(frozen=True)
class RosterList:
    """What stands above the rows: title, the filter in words, the day of the export."""

    title: str
    filter_text: str
    figures_on: date
    superior_name: str
    office_name: str


def write_workbook(
    listing: RosterList, rows: Iterable[RosterListRow], target: BinaryIO | Path
) -> int:
    """Write the list as an Excel workbook and return how many rows stand on it."""
    with sheet.official_workbook(
        target,
        title=listing.title,
        author=listing.office_name,
        made_on=listing.figures_on,
        streaming=True,
    ) as workbook:
        widths = [width for _, width in COLUMNS]
        paper = Paper(workbook, "Danh sách", widths, table_size=_TABLE_SIZE)
        paper.write(_top(paper, listing))
        header_row = sheet.write_headings(paper, (heading for heading, _ in COLUMNS), frozen=2)
        paper.write(_body(paper, rows))
        written = paper.row - header_row - 1
        if written:
            paper.sheet.autofilter(header_row, 0, paper.row - 1, paper.last_column)
        paper.write(_bottom(paper, written))
        paper.sheet.print_area(0, 0, paper.row - 1, paper.last_column)
    return written


def _top(paper: Paper, listing: RosterList) -> list[SheetRow]:
    return [
        *sheet.office_names(
            paper, superior=listing.superior_name, office=listing.office_name, last=4
        ),
        paper.across(listing.title, Style.TITLE),
        paper.across(listing.filter_text, Style.REFERENCE),
        paper.across(f"Số liệu đến ngày {formats.day(listing.figures_on)}", Style.REFERENCE),
        SheetRow(6),
    ]


def _body(paper: Paper, rows: Iterable[RosterListRow]) -> Iterator[SheetRow]:
    for number, row in enumerate(rows, 1):
        contents = (
            number,
            row.full_name,
            row.birth,
            row.gender,
            row.class_name,
            row.school_text,
            row.residence,
            row.state,
            row.report,
            row.position,
        )
        yield _cells(paper, contents)


def _cells(paper: Paper, contents: Iterable[str | int]) -> SheetRow:
    return paper.planned(
        *(Cell(column, column, content, _style(column)) for column, content in enumerate(contents))
    )


def _style(column: int) -> Style:
    return Style.CENTRED if column in _CENTRED_COLUMNS else Style.TEXT


def _bottom(paper: Paper, written: int) -> list[SheetRow]:
    if not written:
        return [paper.across(NOBODY, Style.CENTRED)]
    return [
        SheetRow(6),
        paper.across(f"Danh sách có {formats.count(written)} học sinh.", Style.TOTAL),
        paper.across(PRIVACY_NOTE, Style.NOTE),
    ]
