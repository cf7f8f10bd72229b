"""The Excel export of the figures of outreach, a line a commune."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO

from documents.sheet import Cell, Paper, Style, official_workbook
from domain import formats

COLUMNS = (
    ("TT", 40),
    ("Huyện", 110),
    ("Xã, phường, thị trấn", 130),
    ("Được giao", 62),
    ("Địa phương đã tiếp nhận", 72),
    ("Đã đến nhà", 62),
    ("Chờ trường xác nhận", 72),
    ("Đã đi học lại", 62),
    ("Báo nhầm", 62),
    ("Chưa đồng thuận", 72),
    ("Kết thúc khác", 62),
    ("Chưa xong", 62),
    ("Số ngày đến lần đầu (trung vị)", 80),
    ("Số ngày đến khi đi học (trung vị)", 80),
    ("Tỷ lệ báo nhầm", 72),
)
NOTE = (
    "“Đã đi học lại” và “Báo nhầm” chỉ tính khi trường, cơ sở xác nhận; “Chờ trường xác nhận” là "
    "khai báo của địa phương, chưa tính là đi học."
)


@dataclass(frozen=True)
class FiguresPaper:
    title: str
    superior_name: str
    office_name: str
    figures_on: date


def write_figures(
    paper: FiguresPaper, rows: Sequence[Sequence[int | str]], target: BinaryIO
) -> None:
    """Write the lines (district, commune, counts, medians, rate) with a running number each."""
    book = official_workbook(
        target, title=paper.title, author=paper.office_name, made_on=paper.figures_on
    )
    with book as workbook:
        sheet = Paper(workbook, "Vận động", [width for _, width in COLUMNS], table_size=11)
        day = formats.day(paper.figures_on)
        sheet.write(
            [
                sheet.across(paper.superior_name, Style.NOTE),
                sheet.across(paper.office_name, Style.TOTAL),
                sheet.across(paper.title, Style.TITLE),
                sheet.across(f"Số liệu đến ngày {day}", Style.REFERENCE),
            ]
        )
        heads = [Cell(i, i, text, Style.HEADER) for i, (text, _) in enumerate(COLUMNS)]
        sheet.write([sheet.planned(*heads)])
        for number, row in enumerate(rows, 1):
            cells = [Cell(0, 0, number, Style.CENTRED)]
            cells += [
                Cell(i, i, content, Style.TEXT if i < 3 else Style.CENTRED)
                for i, content in enumerate(row, 1)
            ]
            sheet.write([sheet.planned(*cells)])
        sheet.write([sheet.across(NOTE, Style.NOTE)])
