"""The list of graduates of one commune who are in no grade 10 and no vocational institution.

An annex (Phụ lục) to the official letter of the district's office. Children known to be out of
school and children of whom nothing is known are two different tasks, hence two parts.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import BinaryIO

from documents import sheet
from documents.sheet import Cell, Paper, SheetRow, Style
from documents.wording import (
    NUMBER_SUFFIX,
    PRIVACY_NOTE,
    SIGNER_TITLES,
    TO_FILL_IN,
    held_back_note,
    in_sentence,
    long_day_or_blank,
)
from domain import formats

PART_KNOWN_OUT = "I. Học sinh không tiếp tục học"
PART_NOT_KNOWN = "II. Học sinh chưa có thông tin nơi học"
PART_ADDED_KNOWN_OUT = "Bổ sung: học sinh không tiếp tục học"
PART_ADDED_NOT_KNOWN = "Bổ sung: học sinh chưa có thông tin nơi học"
PART_REMOVED = "Rút tên khỏi danh sách đã gửi"
NOBODY = "Không có học sinh"

# Heading, width in pixels: together just under the width between the decree's margins.
COLUMNS = (
    ("TT", 34),
    ("Họ và tên", 132),
    ("Ngày sinh", 88),
    ("Nữ (x)", 32),
    ("Dân tộc", 58),
    ("Trường THCS và lớp", 120),
    ("Cha/mẹ/người giám hộ", 104),
    ("Điện thoại", 98),
    ("Chỗ ở", 84),
    ("Lý do (nếu biết)", 70),
    ("Kết quả vận động", 74),
    ("Ghi chú", 54),
)
_RIGHT_HALF = 6
_CENTRED_COLUMNS = frozenset({0, 2, 3, 4, 7})
_LEAST_ROW_HEIGHT = 30.0


@dataclass(frozen=True)
class NotEnrolledRow:
    """One child as printed; `birth` and every other text are written as given."""

    full_name: str
    birth: str
    is_female: bool
    ethnicity: str
    school_name: str
    class_name: str
    guardian: str
    phone: str
    residence: str
    hamlet: str
    outcome_label: str
    is_known_out: bool
    reason: str = ""
    note: str = ""
    is_removed: bool = False

    @property
    def school_and_class(self) -> str:
        """Where the child finished: "THCS Gò Tre, lớp 9A1"."""
        class_name = self.class_name
        if class_name and not class_name.lower().startswith("lớp"):
            class_name = f"lớp {class_name}"
        return ", ".join(part for part in (self.school_name, class_name) if part)


@dataclass(frozen=True)
class NotEnrolledList:
    """The list of one commune; `held_back` counts children in an undecided possible match.

    `letter_number` and `letter_date` are those of the letter it is annexed to; dots while empty.
    `issuer` is the issuing body inside a sentence. With `is_of_changes` it holds only what is
    different from what was sent before: children to be added, and children to be taken off.
    """

    cohort_year: int
    province_name: str
    district_name: str
    district_short: str
    office_name: str
    superior_name: str
    commune_name: str
    list_date: date
    status: str
    rows: tuple[NotEnrolledRow, ...]
    held_back: int = 0
    basis: str = ""
    letter_number: str = ""
    letter_date: date | None = None
    signer_titles: tuple[str, ...] = SIGNER_TITLES
    signer_name: str = ""
    copies: tuple[str, ...] = ()
    issuer: str = ""
    number_suffix: str = NUMBER_SUFFIX
    is_of_changes: bool = False

    @property
    def known_out(self) -> tuple[NotEnrolledRow, ...]:
        """Children of whom it is known that they do not study on, in the order given."""
        return tuple(row for row in self.rows if row.is_known_out and not row.is_removed)

    @property
    def not_known(self) -> tuple[NotEnrolledRow, ...]:
        """Children of whom nobody has said where they are, in the order given."""
        return tuple(row for row in self.rows if not row.is_known_out and not row.is_removed)

    @property
    def removed(self) -> tuple[NotEnrolledRow, ...]:
        """Children taken off what was sent before, in the order given."""
        return tuple(row for row in self.rows if row.is_removed)

    @property
    def parts(self) -> tuple[tuple[str, tuple[NotEnrolledRow, ...]], ...]:
        """Heading and children of each part; a paper of changes has only parts with somebody."""
        if not self.is_of_changes:
            return ((PART_KNOWN_OUT, self.known_out), (PART_NOT_KNOWN, self.not_known))
        parts = (
            (PART_ADDED_KNOWN_OUT, self.known_out),
            (PART_ADDED_NOT_KNOWN, self.not_known),
            (PART_REMOVED, self.removed),
        )
        return tuple((heading, rows) for heading, rows in parts if rows)

    def address_of(self, row: NotEnrolledRow) -> str:
        """Where the child lives, without the commune when it is the list's own.

        The title names it; repeated in every row it would add a line to each.
        """
        for written in (self.commune_name, in_sentence(self.commune_name)):
            address = row.residence.removesuffix(f", {written}")
            if address != row.residence:
                return address
        return row.residence

    @property
    def title(self) -> str:
        """What the list is of, in the words of the annex."""
        changes = "BỔ SUNG, ĐIỀU CHỈNH " if self.is_of_changes else ""
        return (
            f"DANH SÁCH {changes}HỌC SINH ĐÃ TỐT NGHIỆP THCS NĂM {self.cohort_year} KHÔNG VÀO HỌC "
            "LỚP 10, KHÔNG VÀO HỌC CƠ SỞ GIÁO DỤC NGHỀ NGHIỆP"
        )

    @property
    def reference(self) -> str:
        """The letter that the list is annexed to."""
        number = self.letter_number or f"{TO_FILL_IN}/{self.number_suffix}"
        letter_day = long_day_or_blank(self.letter_date, self.list_date.year)
        issuer = self.issuer or f"Phòng GD&ĐT {in_sentence(self.district_name)}"
        return f"(Kèm theo Công văn số {number} {letter_day} của {issuer})"

    @property
    def total(self) -> str:
        """How many are listed, girls and the two parts apart."""
        if not self.rows:
            return "Tổng cộng: 0 học sinh."
        if self.is_of_changes:
            added = len(self.known_out) + len(self.not_known)
            return (
                f"Bổ sung {formats.count(added)} học sinh; "
                f"rút tên {formats.count(len(self.removed))} học sinh."
            )
        girls = sum(row.is_female for row in self.rows)
        return (
            f"Tổng cộng: {formats.count(len(self.rows))} học sinh (nữ: {formats.count(girls)}), "
            f"trong đó: không tiếp tục học {formats.count(len(self.known_out))}; "
            f"chưa có thông tin nơi học {formats.count(len(self.not_known))}."
        )

    @property
    def notes(self) -> tuple[str, ...]:
        """What stands under the list."""
        held_back = held_back_note(self.held_back) if self.held_back else ""
        privacy = PRIVACY_NOTE if self.rows else ""
        return tuple(note for note in (self.basis, held_back, privacy) if note)

    @property
    def recipients(self) -> tuple[str, ...]:
        """Who gets the list; a commune's, unless it says otherwise."""
        return self.copies or (
            f"- UBND {in_sentence(self.commune_name)};",
            "- Các trường THCS, THPT có học sinh trong danh sách;",
            "- Lưu: VT.",
        )


def write_workbook(listing: NotEnrolledList, target: BinaryIO | Path) -> None:
    """Write the list as an Excel workbook ready for print and signature."""
    with sheet.official_workbook(
        target,
        title=f"{listing.title} – {listing.commune_name}",
        author=listing.office_name,
        made_on=listing.list_date,
    ) as workbook:
        paper = Paper(workbook, "Danh sách", [width for _, width in COLUMNS])
        top = _top(paper, listing)
        header = _header(paper)
        rows = [*top, header, *_body(paper, listing), *_bottom(paper, listing)]
        paper.write(rows)
        paper.sheet.repeat_rows(len(top))
        paper.sheet.set_h_pagebreaks(sheet.page_breaks(rows, header.height))
        paper.sheet.print_area(0, 0, len(rows) - 1, paper.last_column)


def _top(paper: Paper, listing: NotEnrolledList) -> list[SheetRow]:
    day = formats.long_day(listing.list_date)
    return [
        *sheet.letterhead(
            paper,
            superior=listing.superior_name,
            issuer=listing.office_name,
            place_and_day=f"{listing.district_short}, {day}",
            split=_RIGHT_HALF,
            status=listing.status,
        ),
        SheetRow(10),
        paper.across("Phụ lục", Style.TITLE),
        paper.across(listing.title, Style.TITLE),
        paper.across(listing.commune_name, Style.SUBTITLE),
        paper.across(listing.reference, Style.REFERENCE),
        SheetRow(8, keeps_with_next=True),
    ]


def _header(paper: Paper) -> SheetRow:
    cells = [
        Cell(column, column, heading, Style.HEADER) for column, (heading, _) in enumerate(COLUMNS)
    ]
    return paper.planned(*cells, keeps_with_next=True)


def _body(paper: Paper, listing: NotEnrolledList) -> list[SheetRow]:
    if not listing.rows:
        nobody = Cell(0, paper.last_column, NOBODY, Style.CENTRED)
        return [paper.planned(nobody, keeps_with_next=True, least=_LEAST_ROW_HEIGHT)]
    body = [
        row
        for heading, children in listing.parts
        for row in _part(paper, heading, children, listing)
    ]
    # A signature never stands alone on a page: the last child goes with it.
    return [*body[:-1], replace(body[-1], keeps_with_next=True)]


def _part(
    paper: Paper, heading: str, children: Sequence[NotEnrolledRow], listing: NotEnrolledList
) -> list[SheetRow]:
    count = formats.count(len(children))
    title = paper.across(f"{heading} ({count} em)", Style.PART, keeps_with_next=True)
    if not children:
        return [title, paper.across(NOBODY, Style.CENTRED)]
    return [
        title,
        *(_child(paper, number, child, listing) for number, child in enumerate(children, 1)),
    ]


def _child(paper: Paper, number: int, child: NotEnrolledRow, listing: NotEnrolledList) -> SheetRow:
    contents = cells_of(number, child, listing)
    cells = [
        Cell(column, column, content, _style(column)) for column, content in enumerate(contents)
    ]
    return paper.planned(*cells, least=_LEAST_ROW_HEIGHT)


def cells_of(number: int, child: NotEnrolledRow, listing: NotEnrolledList) -> tuple[int | str, ...]:
    """What stands in each of COLUMNS for one child."""
    return (
        number,
        child.full_name,
        child.birth,
        "x" if child.is_female else "",
        child.ethnicity,
        child.school_and_class,
        child.guardian,
        child.phone,
        listing.address_of(child),
        child.reason,
        "",  # Filled in by hand after each visit.
        child.note,
    )


def _style(column: int) -> Style:
    return Style.CENTRED if column in _CENTRED_COLUMNS else Style.TEXT


def _bottom(paper: Paper, listing: NotEnrolledList) -> list[SheetRow]:
    return [
        SheetRow(6, keeps_with_next=True),
        paper.across(listing.total, Style.TOTAL, keeps_with_next=True),
        *(paper.across(note, Style.NOTE, keeps_with_next=True) for note in listing.notes),
        SheetRow(10, keeps_with_next=True),
        *sheet.signature_block(
            paper,
            copies=listing.recipients,
            signer_titles=listing.signer_titles,
            signer=listing.signer_name,
            split=_RIGHT_HALF,
        ),
    ]
