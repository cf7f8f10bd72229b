"""Builds the Word template of the letter: `python -m documents.build_templates`.

Offices edit the built file in Word; this module is how the shipped one came about.
"""

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from documents.archive import without_times
from documents.letter import TEMPLATE
from documents.measure import text_width
from documents.wording import MOTTO, NATIONAL_TITLE

FONT = "Times New Roman"
MARGIN_TOP, MARGIN_BOTTOM, MARGIN_LEFT, MARGIN_RIGHT = Mm(20), Mm(20), Mm(30), Mm(16)
PAGE_NUMBER_FROM_EDGE = Mm(10)
LEFT_COLUMN, RIGHT_COLUMN = Mm(71), Mm(93)
ISSUER_LINE = Mm(28)
FIRST_LINE_INDENT = Mm(10)

CENTRE = WD_ALIGN_PARAGRAPH.CENTER

SUBJECT = "V/v vận động học sinh đã tốt nghiệp THCS ra lớp"
OPENING = (
    "{% if basis %}{{ basis }}, {% endif %}Phòng Giáo dục và Đào tạo {{ district }} đã phối hợp "
    "với các trường trung học cơ sở, trung học phổ thông, trung tâm giáo dục thường xuyên và cơ sở "
    "giáo dục nghề nghiệp rà soát, đối chiếu nơi học của học sinh đã tốt nghiệp trung học cơ sở "
    "năm {{ cohort_year }}."
)
FINDING = (
    "Tính đến {{ figures_on }}, {{ commune }} có {{ total }} học sinh đã tốt nghiệp trung học cơ "
    "sở năm {{ cohort_year }} không vào học lớp 10, không vào học cơ sở giáo dục nghề nghiệp "
    "(danh sách tại Phụ lục kèm theo), trong đó:"
)
FINDING_NOBODY = (
    "Tính đến {{ figures_on }}, {{ commune }} không có học sinh đã tốt nghiệp trung học cơ sở "
    "năm {{ cohort_year }} thuộc diện không vào học lớp 10, không vào học cơ sở giáo dục nghề "
    "nghiệp. Phòng Giáo dục và Đào tạo {{ district }} thông báo để {{ recipient }} biết, theo dõi."
)
HELD_BACK = (
    "Ngoài ra còn {{ held_back }} học sinh đang chờ kiểm tra đối chiếu, chưa đưa vào danh sách; "
    "Phòng Giáo dục và Đào tạo sẽ thông báo khi có kết quả."
)
REQUEST = (
    "Để các em được tiếp tục học tập, Phòng Giáo dục và Đào tạo {{ district }} đề nghị "
    "{{ recipient }} quan tâm thực hiện các nội dung sau:"
)
REQUESTS = (
    "1. Chỉ đạo các ấp, khu phố, các ban, ngành, đoàn thể phối hợp với nhà trường đến từng gia "
    "đình tìm hiểu hoàn cảnh, vận động học sinh có tên trong danh sách vào học lớp 10 trung học "
    "phổ thông, giáo dục thường xuyên hoặc học nghề trình độ sơ cấp, trung cấp.",
    "2. Đối với học sinh chưa có thông tin nơi học, xác minh nơi học hiện nay; đối với học sinh "
    "không tiếp tục học, ghi rõ lý do.",
    "3. Ghi kết quả vận động vào danh sách và gửi về Phòng Giáo dục và Đào tạo {{ district }} "
    "trước {{ deadline }} để tổng hợp, báo cáo.",
)
FORWARD_REQUESTS = (
    "1. Tiếp nhận danh sách, chuyển đến Ủy ban nhân dân xã, phường, thị trấn nơi học sinh cư trú "
    "để phối hợp với nhà trường vận động học sinh tiếp tục đi học.",
    "2. Gửi kết quả vận động về Phòng Giáo dục và Đào tạo {{ district }} trước {{ deadline }} để "
    "tổng hợp, báo cáo.",
)
PRIVACY = (
    "Danh sách có thông tin cá nhân của trẻ em, đề nghị chỉ sử dụng cho việc vận động học sinh đi "
    "học, không phổ biến cho người không có trách nhiệm."
)
CLOSING = "Rất mong nhận được sự quan tâm, phối hợp của {{ recipient }}./."


def build_letter_template() -> bytes:
    """The template as the bytes of a .docx file, the same on every call."""
    document = Document()
    _set_properties(document)
    _set_styles(document)
    _set_page(document)
    _letterhead(document)
    _recipient(document)
    _body(document)
    _signature(document)
    written = BytesIO()
    document.save(written)
    return without_times(written.getvalue())


def _set_properties(document: WordDocument) -> None:
    package = document.part.package
    for key, relationship in list(package.rels.items()):
        if relationship.reltype == RELATIONSHIP_TYPE.THUMBNAIL:
            package.rels.pop(key)
    properties = document.core_properties
    properties.title, properties.comments, properties.author = SUBJECT, "", ""
    properties.language = "vi-VN"
    properties.created = properties.modified = datetime(2020, 9, 1, tzinfo=UTC)


def _set_styles(document: WordDocument) -> None:
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(13)
    normal.paragraph_format.space_after = Pt(0)
    normal.paragraph_format.space_before = Pt(0)
    normal.paragraph_format.line_spacing = 1.0
    properties = normal.element.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(script), FONT)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "vi-VN")
    properties.append(language)


def _set_page(document: WordDocument) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = MARGIN_TOP, MARGIN_BOTTOM
    section.left_margin, section.right_margin = MARGIN_LEFT, MARGIN_RIGHT
    section.header_distance = PAGE_NUMBER_FROM_EDGE
    section.different_first_page_header_footer = True
    number = section.header.paragraphs[0]
    number.alignment = CENTRE
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    shown = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "2"
    shown.append(text)
    field.append(shown)
    number._p.append(field)


def _letterhead(document: WordDocument) -> None:
    table = _two_columns(document, rows=4)
    left, right = table.columns[0].cells, table.columns[1].cells
    _write(left[0], "{{ superior_name }}", size=12)
    _write(right[0], NATIONAL_TITLE, size=12, bold=True)
    _write(left[1], "{{ office_name }}", size=12, bold=True)
    _write(right[1], MOTTO, size=13, bold=True)
    _draw_line(left[2].paragraphs[0], column=LEFT_COLUMN, length=ISSUER_LINE)
    motto_length = Pt(text_width(MOTTO, 13, bold=True))
    _draw_line(right[2].paragraphs[0], column=RIGHT_COLUMN, length=motto_length)
    _write(left[3], "Số: {{ number }}", size=13)
    subject = left[3].add_paragraph()
    subject.alignment = CENTRE
    subject.paragraph_format.space_before = Pt(4)
    _run(subject, SUBJECT, size=12)
    _write(right[3], "{{ place_and_day }}", size=13, italic=True)


def _recipient(document: WordDocument) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = CENTRE
    paragraph.paragraph_format.space_before = Pt(18)
    paragraph.paragraph_format.space_after = Pt(12)
    _run(paragraph, "Kính gửi: {{ recipient }}", size=13)


def _body(document: WordDocument) -> None:
    _paragraphs(document, OPENING, "{%p if has_children %}", FINDING)
    _paragraphs(
        document,
        "- Học sinh không tiếp tục học: {{ known_out }} học sinh;",
        "- Học sinh chưa có thông tin nơi học: {{ not_known }} học sinh.",
    )
    _paragraphs(document, "{%p else %}", FINDING_NOBODY, "{%p endif %}")
    _paragraphs(document, "{%p if has_held_back %}", HELD_BACK, "{%p endif %}")
    _paragraphs(document, "{%p if has_children %}", REQUEST, "{%p if is_to_forward %}")
    _paragraphs(document, *FORWARD_REQUESTS, "{%p else %}", *REQUESTS, "{%p endif %}")
    _paragraphs(document, PRIVACY, "{%p endif %}", CLOSING)


def _signature(document: WordDocument) -> None:
    document.add_paragraph().paragraph_format.space_after = Pt(2)
    table = _two_columns(document, rows=1)
    left, right = table.rows[0].cells
    heading = left.paragraphs[0]
    _run(heading, "Nơi nhận:", size=12, bold=True, italic=True)
    for text in ("{%p for copy in copies %}", "{{ copy }}", "{%p endfor %}"):
        _run(left.add_paragraph(), text, size=11)
    first, *others = ("{%p for title in signer_titles %}", "{{ title }}", "{%p endfor %}")
    _write(right, first, size=13, bold=True)
    room_to_sign = ("",) * 4
    for text in (*others, *room_to_sign, "{{ signer_name }}"):
        paragraph = right.add_paragraph()
        paragraph.alignment = CENTRE
        _run(paragraph, text, size=13, bold=True)
    _keep_whole(table)


def _two_columns(document: WordDocument, *, rows: int) -> Table:
    table = document.add_table(rows=rows, cols=2)
    table.autofit = False
    margins = OxmlElement("w:tblCellMar")
    for side in ("w:left", "w:right"):
        margin = OxmlElement(side)
        margin.set(qn("w:w"), "0")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    # The format fixes the order of a table's properties: margins come just before the look.
    properties = table._tbl.tblPr
    properties.insert(len(properties) - 1, margins)
    for column, width in zip(table.columns, (LEFT_COLUMN, RIGHT_COLUMN), strict=True):
        column.width = width
        for cell in column.cells:
            cell.width = width
    return table


def _keep_whole(table: Table) -> None:
    # A signature torn over two pages is not one.
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _paragraphs(document: WordDocument, *texts: str) -> None:
    for text in texts:
        paragraph = document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        paragraph.paragraph_format.first_line_indent = FIRST_LINE_INDENT
        paragraph.paragraph_format.space_after = Pt(6)
        _run(paragraph, text, size=13)


def _write(cell: _Cell, text: str, *, size: int, bold: bool = False, italic: bool = False) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.alignment = CENTRE
    _run(paragraph, text, size=size, bold=bold, italic=italic)


def _run(
    paragraph: Paragraph, text: str, *, size: int, bold: bool = False, italic: bool = False
) -> None:
    run = paragraph.add_run(text)
    run.font.size = Pt(size)
    run.bold, run.italic = bold, italic


def _draw_line(paragraph: Paragraph, *, column: int, length: int) -> None:
    """A line of exact length, centred: the border of an empty paragraph between indents."""
    indent = (column - length) // 2
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = indent
    paragraph.paragraph_format.line_spacing = Pt(3)
    paragraph.paragraph_format.space_after = Pt(5)
    borders = OxmlElement("w:pBdr")
    bottom = OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "0"), ("color", "000000")):
        bottom.set(qn(f"w:{name}"), value)
    borders.append(bottom)
    # The format fixes the order of a paragraph's properties; spacing and indents follow borders.
    paragraph._p.get_or_add_pPr().insert(0, borders)


def main(folder: Path = TEMPLATE.parent) -> None:
    """Write every template into the folder."""
    folder.mkdir(exist_ok=True)
    (folder / TEMPLATE.name).write_bytes(build_letter_template())


if __name__ == "__main__":
    main()
