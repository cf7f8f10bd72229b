"""Whom to call in a commune, by hamlet: an Excel workbook with room for the answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO

from documents import sheet
from documents.sheet import Cell, Paper, SheetRow, Style
from documents.wording import PRIVACY_NOTE
from domain import formats

# Heading, width in pixels.
COLUMNS = (
    ("TT", 36),
    ("Họ và tên", 140),
    ("Ngày sinh", 78),
    ("Trường THCS, lớp", 130),
    ("Cha, mẹ, người giám hộ", 130),
    ("Điện thoại", 96),
    ("Chỗ ở", 120),
    ("Đã biết", 110),
    ("Trả lời của gia đình", 130),
)
_CENTRED_COLUMNS = frozenset({0, 2, 5})
_TABLE_SIZE, _LEAST_ROW_HEIGHT = 12, 26.0


@dataclass(frozen=True)
class CallRow:
    """One child; every text is written as given."""

    full_name: str
    birth: str
    school_and_class: str
    guardian: str
    phone: str
    residence: str
    known: str


@dataclass(frozen=True)
class CallGroup:
    """The children of one hamlet; `url` is where their answers are recorded."""

    hamlet: str
    rows: Sequence[CallRow]
    url: str = ""

    @property
    def title(self) -> str:
        return f"{self.hamlet} ({formats.count(len(self.rows))} học sinh)"


@dataclass(frozen=True)
class CallList:
    """The list of one commune."""

    year: int
    commune_name: str
    superior_name: str
    office_name: str
    made_on: date
    groups: Sequence[CallGroup]

    @property
    def title(self) -> str:
        return f"DANH SÁCH GỌI ĐIỆN HỎI NƠI HỌC CỦA HỌC SINH TỐT NGHIỆP THCS NĂM {self.year}"

    @property
    def number(self) -> int:
        return sum(len(group.rows) for group in self.groups)

    @property
    def total(self) -> str:
        return f"Danh sách có {formats.count(self.number)} học sinh."


def write_call_list(listing: CallList, target: BinaryIO) -> None:
    """Write the list as an Excel workbook ready for print."""
    with sheet.official_workbook(
        target,
        title=f"{listing.title} – {listing.commune_name}",
        author=listing.office_name,
        made_on=listing.made_on,
    ) as workbook:
        widths = [width for _, width in COLUMNS]
        paper = Paper(workbook, "Danh sách", widths, table_size=_TABLE_SIZE)
        paper.write(_top(paper, listing))
        headings = (heading for heading, _ in COLUMNS)
        sheet.write_headings(paper, headings, frozen=2, least=_LEAST_ROW_HEIGHT)
        number = 0
        for group in listing.groups:
            paper.write([paper.across(group.title, Style.PART, keeps_with_next=True)])
            for row in group.rows:
                number += 1
                paper.write([_cells(paper, _contents(number, row))])
        paper.write([SheetRow(6), paper.across(listing.total, Style.TOTAL)])
        paper.write([paper.across(PRIVACY_NOTE, Style.NOTE)])
        paper.sheet.print_area(0, 0, paper.row - 1, paper.last_column)


def _top(paper: Paper, listing: CallList) -> list[SheetRow]:
    return [
        *sheet.office_names(
            paper, superior=listing.superior_name, office=listing.office_name, last=3
        ),
        paper.across(listing.title, Style.TITLE),
        paper.across(listing.commune_name, Style.SUBTITLE),
        paper.across(f"Số liệu đến ngày {formats.day(listing.made_on)}", Style.REFERENCE),
        SheetRow(6),
    ]


def _contents(number: int, row: CallRow) -> list[str | int]:
    said = [row.full_name, row.birth, row.school_and_class, row.guardian, row.phone]
    # The last is filled in by hand.
    return [number, *said, row.residence, row.known, ""]


def _cells(paper: Paper, contents: Sequence[str | int]) -> SheetRow:
    cells = [Cell(n, n, each, _style(n)) for n, each in enumerate(contents)]
    return paper.planned(*cells, least=_LEAST_ROW_HEIGHT)


def _style(column: int) -> Style:
    return Style.CENTRED if column in _CENTRED_COLUMNS else Style.TEXT
