"""Which schools have gone through the lists of their graduates, as an Excel workbook."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO

from documents import sheet
from documents.sheet import Cell, Paper, SheetRow, Style
from domain import formats

# Heading, width in pixels.
COLUMNS = (
    ("TT", 40),
    ("Huyện, thị xã, thành phố", 130),
    ("Trường THCS", 170),
    ("Số học sinh", 64),
    ("Còn thiếu thông tin", 72),
    ("Tình trạng", 104),
    ("Xác nhận lúc", 92),
    ("Người xác nhận", 110),
    ("Ghi chú", 170),
)
_CENTRED_COLUMNS = frozenset({0, 3, 4, 6})
_TABLE_SIZE = 11


@dataclass(frozen=True)
class SignOffRow:
    """One school; every text is written as given."""

    district_name: str
    school_name: str
    graduates: int
    missing: int
    state: str
    signed_at: str
    signed_by: str
    note: str


@dataclass(frozen=True)
class SignOffList:
    """What stands above the rows."""

    year: int
    of_what: str
    superior_name: str
    office_name: str
    made_on: date
    rows: Sequence[SignOffRow]

    @property
    def title(self) -> str:
        return f"XÁC NHẬN RÀ SOÁT DANH SÁCH HỌC SINH TỐT NGHIỆP THCS NĂM {self.year}"


def write_sign_off_list(listing: SignOffList, target: BinaryIO) -> None:
    """Write the list as an Excel workbook."""
    with sheet.official_workbook(
        target, title=listing.title, author=listing.office_name, made_on=listing.made_on
    ) as workbook:
        widths = [width for _, width in COLUMNS]
        paper = Paper(workbook, "Danh sách", widths, table_size=_TABLE_SIZE)
        paper.write(_top(paper, listing))
        sheet.write_headings(paper, (heading for heading, _ in COLUMNS), frozen=3)
        paper.write(_row(paper, number, row) for number, row in enumerate(listing.rows, 1))
        paper.sheet.print_area(0, 0, paper.row - 1, paper.last_column)


def _top(paper: Paper, listing: SignOffList) -> list[SheetRow]:
    return [
        *sheet.office_names(
            paper, superior=listing.superior_name, office=listing.office_name, last=3
        ),
        paper.across(listing.title, Style.TITLE),
        paper.across(listing.of_what, Style.SUBTITLE),
        paper.across(f"Số liệu đến ngày {formats.day(listing.made_on)}", Style.REFERENCE),
        SheetRow(6),
    ]


def _row(paper: Paper, number: int, row: SignOffRow) -> SheetRow:
    contents: tuple[str | int, ...] = (
        number,
        row.district_name,
        row.school_name,
        row.graduates,
        row.missing,
        row.state,
        row.signed_at,
        row.signed_by,
        row.note,
    )
    return paper.planned(
        *(
            Cell(n, n, content, Style.CENTRED if n in _CENTRED_COLUMNS else Style.TEXT)
            for n, content in enumerate(contents)
        )
    )
