"""Builds the Word templates of the letters and the annex: `python -m documents.build_templates`.

Offices edit the built files in Word; this module is how the shipped ones came about.
"""

from io import BytesIO
from pathlib import Path

from docx.document import Document as WordDocument
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.shared import Mm, Pt
from docx.table import Table

from documents.annex import ANNEX_TEMPLATE, FIELDS
from documents.archive import without_times
from documents.letter import CHANGES_TEMPLATE, TEMPLATE
from documents.not_enrolled import COLUMNS, NOBODY
from documents.word_layout import (
    CENTRE,
    LANDSCAPE_COLUMNS,
    letterhead,
    new_document,
    paragraphs,
    run,
    set_cell_margins,
    signature,
    write,
)

SUBJECT = "V/v vận động học sinh đã tốt nghiệp THCS ra lớp"
OPENING = (
    "{% if basis %}{{ basis }}, {% endif %}{{ issuer }} đã phối hợp "
    "với các trường trung học cơ sở, trung học phổ thông, trung tâm giáo dục thường xuyên và cơ sở "
    "giáo dục nghề nghiệp rà soát, đối chiếu nơi học của học sinh đã tốt nghiệp trung học cơ sở "
    "năm {{ cohort_year }}."
)
FINDING = (
    "Tính đến {{ figures_on }}, {% if residing %}có {{ total }} học sinh {{ residing }}"
    "{% else %}{{ commune }} có {{ total }} học sinh{% endif %} đã tốt nghiệp trung học cơ "
    "sở năm {{ cohort_year }} không vào học lớp 10, không vào học cơ sở giáo dục nghề nghiệp "
    "(danh sách tại Phụ lục kèm theo), trong đó:"
)
FINDING_NOBODY = (
    "Tính đến {{ figures_on }}, {{ commune }} không có học sinh đã tốt nghiệp trung học cơ sở "
    "năm {{ cohort_year }} thuộc diện không vào học lớp 10, không vào học cơ sở giáo dục nghề "
    "nghiệp. {{ issuer }} thông báo để {{ recipient }} biết, theo dõi."
)
HELD_BACK = (
    "Ngoài ra còn {{ held_back }} học sinh đang chờ kiểm tra đối chiếu, chưa đưa vào danh sách; "
    "{{ issuer }} sẽ thông báo khi có kết quả."
)
REQUEST = (
    "Để các em được tiếp tục học tập, {{ issuer }} đề nghị "
    "{{ recipient }} quan tâm thực hiện các nội dung sau:"
)
REQUESTS = (
    "1. Chỉ đạo các ấp, khu phố, các ban, ngành, đoàn thể phối hợp với nhà trường đến từng gia "
    "đình tìm hiểu hoàn cảnh, vận động học sinh có tên trong danh sách vào học lớp 10 trung học "
    "phổ thông, giáo dục thường xuyên hoặc học nghề trình độ sơ cấp, trung cấp.",
    "2. Đối với học sinh chưa có thông tin nơi học, xác minh nơi học hiện nay; đối với học sinh "
    "không tiếp tục học, ghi rõ lý do.",
    "3. Ghi kết quả vận động vào danh sách và gửi về {{ issuer }} "
    "trước {{ deadline }} để tổng hợp, báo cáo.",
)
FORWARD_REQUESTS = (
    "1. Tiếp nhận danh sách, chuyển đến Ủy ban nhân dân xã, phường, thị trấn nơi học sinh cư trú "
    "để phối hợp với nhà trường vận động học sinh tiếp tục đi học.",
    "2. Gửi kết quả vận động về {{ issuer }} trước {{ deadline }} để tổng hợp, báo cáo.",
)
VERIFY_REQUESTS = (
    "1. Liên hệ gia đình học sinh có tên trong danh sách, xác minh chỗ ở và nơi học hiện nay.",
    "2. Ghi kết quả vào danh sách và gửi về {{ issuer }} trước {{ deadline }} để chuyển Ủy ban "
    "nhân dân xã, phường, thị trấn nơi học sinh cư trú vận động.",
)
PRIVACY = (
    "Danh sách có thông tin cá nhân của trẻ em, đề nghị chỉ sử dụng cho việc vận động học sinh đi "
    "học, không phổ biến cho người không có trách nhiệm."
)
CLOSING = "Rất mong nhận được sự quan tâm, phối hợp của {{ recipient }}./."

CHANGES_SUBJECT = "V/v bổ sung, điều chỉnh danh sách vận động học sinh ra lớp"
CHANGES_OPENING = (
    "{{ issuer }} đã gửi {{ recipient }} danh sách học sinh đã tốt nghiệp trung học cơ sở năm "
    "{{ cohort_year }} cần vận động ra lớp ({{ earlier }}). Tính đến {{ figures_on }}, danh sách "
    "có thay đổi như sau (chi tiết tại Phụ lục kèm theo):"
)
ADDED = (
    "- Bổ sung {{ total }} học sinh, trong đó: không tiếp tục học {{ known_out }} học sinh; chưa "
    "có thông tin nơi học {{ not_known }} học sinh."
)
REMOVED = (
    "- Rút tên {{ removed }} học sinh đã vào học hoặc không còn thuộc diện vận động của đơn vị: "
    "không cần đến nhà."
)
CHANGES_REQUEST = (
    "{{ issuer }} đề nghị {{ recipient }} cập nhật danh sách, dừng vận động đối với học sinh đã "
    "rút tên{% if has_children %}; tổ chức vận động đối với học sinh được bổ sung, gửi kết quả "
    "trước {{ deadline }}{% endif %}."
)
ANNEX_TITLE = "Phụ lục danh sách học sinh chưa vào học"
ANNEX_CENTRED = {"number", "birth", "female", "ethnicity", "phone"}
ANNEX_TEXT_SIZE = 11
_TABLE_WIDTH = Mm(250)


def build_letter_template() -> bytes:
    """The letter's template as the bytes of a .docx file, the same on every call."""
    document = new_document(SUBJECT)
    letterhead(document, "Số: {{ number }}", SUBJECT)
    _recipient(document)
    paragraphs(document, OPENING, "{%p if has_children %}", FINDING)
    paragraphs(
        document,
        "- Học sinh không tiếp tục học: {{ known_out }} học sinh;",
        "- Học sinh chưa có thông tin nơi học: {{ not_known }} học sinh.",
    )
    paragraphs(document, "{%p else %}", FINDING_NOBODY, "{%p endif %}")
    paragraphs(document, "{%p if has_held_back %}", HELD_BACK, "{%p endif %}")
    paragraphs(document, "{%p if has_children %}", REQUEST, "{%p if is_to_verify %}")
    paragraphs(document, *VERIFY_REQUESTS, "{%p elif is_to_forward %}", *FORWARD_REQUESTS)
    paragraphs(document, "{%p else %}", *REQUESTS, "{%p endif %}", PRIVACY, "{%p endif %}", CLOSING)
    signature(document)
    return _bytes_of(document)


def build_changes_template() -> bytes:
    """The template of the letter that says what is different from a list sent before."""
    document = new_document(CHANGES_SUBJECT)
    letterhead(document, "Số: {{ number }}", CHANGES_SUBJECT)
    _recipient(document)
    paragraphs(document, CHANGES_OPENING, "{%p if has_children %}", ADDED, "{%p endif %}")
    paragraphs(document, "{%p if has_removed %}", REMOVED, "{%p endif %}")
    paragraphs(document, CHANGES_REQUEST, PRIVACY, CLOSING)
    signature(document)
    return _bytes_of(document)


def build_annex_template() -> bytes:
    """The template of the annex: landscape, a row for each child below the heading of its part."""
    document = new_document(ANNEX_TITLE, is_landscape=True)
    letterhead(document, "{{ status }}", columns=LANDSCAPE_COLUMNS)
    for text, is_bold in (
        ("Phụ lục", True),
        ("{{ title }}", True),
        ("{{ unit_name }}", True),
        ("{{ reference }}", False),
    ):
        paragraph = document.add_paragraph()
        paragraph.alignment = CENTRE
        paragraph.paragraph_format.space_before = Pt(4)
        run(paragraph, text, size=14, bold=is_bold, italic=not is_bold)
    document.add_paragraph()
    _annex_table(document)
    paragraphs(document, "{{ total }}")
    document.paragraphs[-1].runs[0].bold = True
    paragraphs(document, "{%p for line in notes %}", "{{ line }}", "{%p endfor %}")
    signature(document, columns=LANDSCAPE_COLUMNS)
    return _bytes_of(document)


def _annex_table(document: WordDocument) -> None:
    table = document.add_table(rows=1, cols=len(COLUMNS), style="Table Grid")
    table.autofit = False
    set_cell_margins(table, 60)
    pixels = sum(width for _, width in COLUMNS)
    widths = [_TABLE_WIDTH * width // pixels for _, width in COLUMNS]
    header = table.rows[0]
    header._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for cell, (heading, _) in zip(header.cells, COLUMNS, strict=True):
        write(cell, heading, size=ANNEX_TEXT_SIZE, bold=True)
    _whole_row(table, "{%tr for part in parts %}")
    _whole_row(table, "{{ part.title }}", is_bold=True)
    _whole_row(table, "{%tr if not part.children %}")
    _whole_row(table, NOBODY)
    _whole_row(table, "{%tr endif %}")
    _whole_row(table, "{%tr for child in part.children %}")
    for cell, name in zip(table.add_row().cells, FIELDS, strict=True):
        write(cell, f"{{{{ child.{name} }}}}", size=ANNEX_TEXT_SIZE)
        if name not in ANNEX_CENTRED:
            cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.LEFT
    _whole_row(table, "{%tr endfor %}")
    _whole_row(table, "{%tr endfor %}")
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, width in zip(row.cells, widths, strict=True):
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
            for paragraph in cell.paragraphs:
                paragraph.paragraph_format.space_before = Pt(2)
                paragraph.paragraph_format.space_after = Pt(2)
            if cell._tc.grid_span == 1:
                cell.width = width


def _whole_row(table: Table, text: str, *, is_bold: bool = False) -> None:
    cells = table.add_row().cells
    merged = cells[0].merge(cells[-1])
    write(merged, text, size=ANNEX_TEXT_SIZE, bold=is_bold)
    if is_bold:
        merged.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.LEFT


def _recipient(document: WordDocument) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = CENTRE
    paragraph.paragraph_format.space_before = Pt(18)
    paragraph.paragraph_format.space_after = Pt(12)
    run(paragraph, "Kính gửi: {{ recipient }}", size=13)


def _bytes_of(document: WordDocument) -> bytes:
    written = BytesIO()
    document.save(written)
    return without_times(written.getvalue())


def main(folder: Path = TEMPLATE.parent) -> None:
    """Write every template into the folder."""
    folder.mkdir(exist_ok=True)
    (folder / TEMPLATE.name).write_bytes(build_letter_template())
    (folder / CHANGES_TEMPLATE.name).write_bytes(build_changes_template())
    (folder / ANNEX_TEMPLATE.name).write_bytes(build_annex_template())


if __name__ == "__main__":
    main()
