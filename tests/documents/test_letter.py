from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt
from jinja2 import UndefinedError
from jinja2.exceptions import SecurityError

from documents.build_templates import build_letter_template
from documents.letter import TEMPLATE, write_letter
from tests.documents.papers import letter, part_of


def letter_bytes(**fields) -> bytes:
    target = BytesIO()
    write_letter(letter(**fields), target)
    return target.getvalue()


def opened(**fields) -> WordDocument:
    return Document(BytesIO(letter_bytes(**fields)))


def body(**fields) -> list[str]:
    return [paragraph.text for paragraph in opened(**fields).paragraphs if paragraph.text]


def cells(**fields) -> list[str]:
    return [
        cell.text.strip()
        for table in opened(**fields).tables
        for row in table.rows
        for cell in row.cells
    ]


def test_letter_page_follows_the_decree():
    section = opened().sections[0]
    # Word counts in twentieths of a point.
    assert section.page_width == pytest.approx(Mm(210), abs=Pt(0.05))
    assert section.page_height == pytest.approx(Mm(297), abs=Pt(0.05))
    assert Mm(20) <= section.top_margin <= Mm(25)
    assert Mm(20) <= section.bottom_margin <= Mm(25)
    assert Mm(30) <= section.left_margin <= Mm(35)
    assert Mm(15) <= section.right_margin <= Mm(20)


def test_letter_page_number_stands_top_centre_from_page_two():
    section = opened().sections[0]
    [number] = section.header.paragraphs
    assert section.different_first_page_header_footer
    assert number.alignment == WD_ALIGN_PARAGRAPH.CENTER
    assert 'w:instr="PAGE"' in number._p.xml
    assert not "".join(paragraph.text for paragraph in section.first_page_header.paragraphs)


def test_letter_is_set_in_times_new_roman():
    document = opened()
    assert document.styles["Normal"].font.name == "Times New Roman"
    sizes = {run.font.size for paragraph in document.paragraphs for run in paragraph.runs}
    assert sizes == {Pt(13)}
    assert 'w:val="vi-VN"' in part_of(letter_bytes(), "word/styles.xml")


def test_letterhead_names_bodies_number_and_subject():
    assert cells()[:8] == [
        "UBND HUYỆN ĐỨC HÒA",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "PHÒNG GIÁO DỤC VÀ ĐÀO TẠO",
        "Độc lập - Tự do - Hạnh phúc",
        "",
        "",
        "Số: …/PGDĐT-…\nV/v vận động học sinh đã tốt nghiệp THCS ra lớp",
        "Đức Hòa, ngày … tháng … năm 2020",
    ]


def test_letterhead_has_lines_under_issuer_and_motto():
    assert part_of(letter_bytes(), "word/document.xml").count("<w:pBdr>") == 2


def test_letter_says_the_counts_of_the_list():
    text = "\n".join(body(known_out=5, not_known=1200))
    assert "Kính gửi: Ủy ban nhân dân xã Hòa Khánh Đông" in text
    assert "Tính đến ngày 05 tháng 10 năm 2020, xã Hòa Khánh Đông có 1.205 học sinh" in text
    assert "- Học sinh không tiếp tục học: 5 học sinh;" in text
    assert "- Học sinh chưa có thông tin nơi học: 1.200 học sinh." in text
    assert text.endswith("./.")


def test_letter_leaves_the_deadline_to_be_filled_in():
    assert "trước ngày … tháng … năm 2020" in "\n".join(body())


def test_letter_prints_number_day_and_deadline_once_given():
    fields = {
        "number": "512/PGDĐT-THCS",
        "letter_date": date(2020, 10, 6),
        "deadline": date(2020, 10, 31),
    }
    assert "trước ngày 31 tháng 10 năm 2020" in "\n".join(body(**fields))
    assert "Đức Hòa, ngày 06 tháng 10 năm 2020" in cells(**fields)
    assert cells(**fields)[6].startswith("Số: 512/PGDĐT-THCS\n")


@pytest.mark.parametrize(("held_back", "told"), [(0, False), (2, True)])
def test_letter_tells_of_children_held_back(held_back, told):
    text = "\n".join(body(held_back=held_back))
    assert ("Ngoài ra còn 2 học sinh đang chờ kiểm tra đối chiếu" in text) is told


def test_letter_without_children_asks_for_nothing():
    text = "\n".join(body(known_out=0, not_known=0))
    assert "không có học sinh đã tốt nghiệp" in text
    assert "đề nghị" not in text
    assert "trong danh sách" not in cells(known_out=0, not_known=0)[8]


def test_letter_to_another_office_asks_to_forward_the_list():
    text = "\n".join(
        body(
            commune_name="Huyện Đức Huệ",
            recipient="Phòng Giáo dục và Đào tạo huyện Đức Huệ",
            is_to_forward=True,
        )
    )
    assert "Kính gửi: Phòng Giáo dục và Đào tạo huyện Đức Huệ" in text
    assert "chuyển đến Ủy ban nhân dân xã, phường, thị trấn nơi học sinh cư trú" in text
    assert "Chỉ đạo các ấp" not in text


@pytest.mark.parametrize(
    ("basis", "start"),
    [
        ("", "Phòng Giáo dục và Đào tạo huyện Đức Hòa đã phối hợp"),
        ("Thực hiện Kế hoạch số 134/KH-UBND", "Thực hiện Kế hoạch số 134/KH-UBND, Phòng Giáo dục"),
    ],
)
def test_letter_opens_with_its_basis(basis, start):
    assert body(basis=basis)[1].startswith(start)


def test_letter_ends_with_recipients_and_signature():
    left, right = cells(signer_name="Lê Thị Mai")[8:]
    assert left == (
        "Nơi nhận:\n- Như trên;\n- Sở GD&ĐT (để báo cáo);\n"
        "- Các trường THCS, THPT có học sinh trong danh sách;\n- Lưu: VT."
    )
    assert right.split("\n")[:2] == ["KT. TRƯỞNG PHÒNG", "PHÓ TRƯỞNG PHÒNG"]
    assert right.endswith("Lê Thị Mai")


def test_recipients_are_set_as_the_decree_asks():
    heading, *copies = opened().tables[1].cell(0, 0).paragraphs
    [run] = heading.runs
    assert (run.bold, run.italic, run.font.size) == (True, True, Pt(12))
    assert {run.font.size for copy in copies for run in copy.runs} == {Pt(11)}


def test_text_with_markup_signs_is_printed_as_it_is():
    name = "Xã <b>A&B</b> {{ total }}"
    assert f"Kính gửi: Ủy ban nhân dân {name[0].lower()}{name[1:]}" in body(commune_name=name)


def test_equal_letters_are_equal_bytes_and_carry_no_hour():
    written = letter_bytes()
    assert written == letter_bytes()
    assert opened().core_properties.created == datetime(2020, 10, 5, tzinfo=UTC)


def test_letter_is_written_to_a_path(tmp_path: Path):
    target = tmp_path / "cong-van.docx"
    write_letter(letter(), target)
    assert target.read_bytes() == letter_bytes()


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("{{ no_such_field }}", UndefinedError),
        ("{{ copies.__class__.__mro__ }}", SecurityError),
    ],
)
def test_template_with_a_wrong_field_is_refused(tmp_path: Path, text, error):
    template, target = tmp_path / "template.docx", BytesIO()
    document = Document()
    document.add_paragraph(text)
    document.save(template)
    with pytest.raises(error):
        write_letter(letter(), target, template=template)
    assert target.getvalue() == b""


def parts(archive: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(archive)) as opened_archive:
        return {name: opened_archive.read(name) for name in opened_archive.namelist()}


def test_shipped_template_is_the_one_the_module_builds():
    assert parts(TEMPLATE.read_bytes()) == parts(build_letter_template())
