"""The annex in Word, and the two other papers of a list that changed: parsed, not looked at."""

from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.shared import Mm, Pt

from documents.annex import ANNEX_TEMPLATE, FIELDS, write_annex
from documents.build_templates import build_annex_template, build_changes_template
from documents.letter import CHANGES_TEMPLATE, write_letter
from documents.not_enrolled import COLUMNS, NOBODY, NotEnrolledRow, cells_of
from tests.documents.papers import child, letter, list_bytes, listing, only_sheet, part_of, texts


def annex_bytes(*rows: NotEnrolledRow, **fields) -> bytes:
    target = BytesIO()
    write_annex(listing(*rows, **fields), target)
    return target.getvalue()


def opened(*rows: NotEnrolledRow, **fields) -> WordDocument:
    return Document(BytesIO(annex_bytes(*rows, **fields)))


def table_of(document: WordDocument) -> list[list[str]]:
    """Rows of the list itself, a merged cell once."""
    table = document.tables[1]
    return [[cell.text for cell in dict.fromkeys(row.cells)] for row in table.rows]


def changes_letter(**fields) -> list[str]:
    target = BytesIO()
    write_letter(letter(**fields), target, template=CHANGES_TEMPLATE)
    return [each.text for each in Document(target).paragraphs if each.text]


def test_annex_page_follows_the_decree() -> None:
    section = opened(child()).sections[0]
    assert section.page_width == pytest.approx(Mm(297), abs=Pt(0.05))
    assert section.page_height == pytest.approx(Mm(210), abs=Pt(0.05))
    assert Mm(20) <= section.top_margin <= Mm(25)
    assert Mm(20) <= section.bottom_margin <= Mm(25)
    assert Mm(30) <= section.left_margin <= Mm(35)
    assert Mm(15) <= section.right_margin <= Mm(20)


def test_annex_fits_between_its_margins() -> None:
    document = opened(child())
    section = document.sections[0]
    room = section.page_width - section.left_margin - section.right_margin
    for table in document.tables:
        assert sum(column.width for column in table.columns) <= room


def test_annex_is_set_in_times_new_roman() -> None:
    document = opened(child())
    assert document.styles["Normal"].font.name == "Times New Roman"
    sizes = {
        run.font.size
        for row in document.tables[1].rows
        for cell in row.cells
        for paragraph in cell.paragraphs
        for run in paragraph.runs
    }
    assert sizes == {Pt(11)}


def test_annex_has_the_blocks_of_one() -> None:
    document = opened(child(), letter_number="215/PGDĐT", letter_date=date(2020, 10, 5))
    head = [cell.text.strip() for row in document.tables[0].rows for cell in row.cells]
    assert head[:4] == [
        "UBND HUYỆN ĐỨC HÒA",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "PHÒNG GIÁO DỤC VÀ ĐÀO TẠO",
        "Độc lập - Tự do - Hạnh phúc",
    ]
    assert head[-1] == "Đức Hòa, ngày 05 tháng 10 năm 2020"
    body = [paragraph.text for paragraph in document.paragraphs if paragraph.text]
    assert body[0] == "Phụ lục"
    assert body[2] == "Xã Hòa Khánh Đông"
    assert body[3].startswith("(Kèm theo Công văn số 215/PGDĐT ngày 05 tháng 10 năm 2020 của")
    [signature] = document.tables[2].rows
    assert signature.cells[0].text.startswith("Nơi nhận:")
    assert signature.cells[1].text.startswith("KT. TRƯỞNG PHÒNG\nPHÓ TRƯỞNG PHÒNG")


def test_annex_repeats_its_header_and_tears_no_row() -> None:
    written = part_of(annex_bytes(child()), "word/document.xml")
    assert written.count("<w:tblHeader") == 1
    assert written.count("<w:cantSplit") >= 4


def test_annex_holds_every_child_in_every_column() -> None:
    rows = [child("Lê Thị An"), child("Trần Văn Bé", is_known_out=False, is_female=False)]
    paper = listing(*rows)
    written = table_of(opened(*rows))
    assert written[0] == [heading for heading, _ in COLUMNS]
    assert len(FIELDS) == len(COLUMNS)
    expected = [[str(cell) for cell in cells_of(1, row, paper)] for row in rows]
    assert [row for row in written[1:] if len(row) > 1] == expected
    assert [row[0] for row in written[1:] if len(row) == 1] == [
        "I. Học sinh không tiếp tục học (1 em)",
        "II. Học sinh chưa có thông tin nơi học (1 em)",
    ]


def test_annex_says_where_a_part_has_nobody() -> None:
    assert [NOBODY] in table_of(opened(child()))


def test_annex_of_changes_has_only_parts_with_somebody() -> None:
    removed = child("Hồ Văn Dần", is_removed=True, note="Đã nhập học tại THPT Đức Hòa.")
    document = opened(child("Lê Thị An"), removed, is_of_changes=True)
    headings = [row[0] for row in table_of(document)[1:] if len(row) == 1]
    assert headings == [
        "Bổ sung: học sinh không tiếp tục học (1 em)",
        "Rút tên khỏi danh sách đã gửi (1 em)",
    ]
    body = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "Bổ sung 1 học sinh; rút tên 1 học sinh." in body
    assert "DANH SÁCH BỔ SUNG, ĐIỀU CHỈNH HỌC SINH" in body


def test_workbook_of_changes_says_the_same() -> None:
    removed = child("Hồ Văn Dần", is_removed=True)
    sheet = only_sheet(list_bytes(listing(child(), removed, is_of_changes=True)))
    written = texts(sheet)
    assert "Rút tên khỏi danh sách đã gửi (1 em)" in written
    assert "Bổ sung 1 học sinh; rút tên 1 học sinh." in written


def test_letter_of_changes_names_what_it_changes_and_both_numbers() -> None:
    text = "\n".join(changes_letter(known_out=1, not_known=2, removed=4, earlier="Công văn số 215"))
    assert "(Công văn số 215)" in text
    assert "- Bổ sung 3 học sinh, trong đó: không tiếp tục học 1 học sinh; chưa có" in text
    assert "- Rút tên 4 học sinh" in text
    assert text.endswith("./.")


@pytest.mark.parametrize(
    ("fields", "absent"),
    [({"removed": 0}, "Rút tên"), ({"known_out": 0, "not_known": 0, "removed": 1}, "Bổ sung")],
)
def test_letter_of_changes_is_silent_of_what_did_not_change(fields: dict, absent: str) -> None:
    assert not any(line.startswith(f"- {absent}") for line in changes_letter(**fields))


@pytest.mark.parametrize(
    ("shipped", "build"),
    [(ANNEX_TEMPLATE, build_annex_template), (CHANGES_TEMPLATE, build_changes_template)],
)
def test_shipped_templates_are_those_the_module_builds(shipped, build) -> None:
    def parts(content: bytes) -> dict[str, bytes]:
        with ZipFile(BytesIO(content)) as archive:
            return {name: archive.read(name) for name in archive.namelist()}

    assert parts(shipped.read_bytes()) == parts(build())


def test_equal_annexes_are_equal_bytes() -> None:
    assert annex_bytes(child()) == annex_bytes(child())
