"""Pieces every Word template of an official paper is laid out with (Decree 30/2020/NĐ-CP)."""

from datetime import UTC, datetime

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from documents.measure import text_width
from documents.wording import MOTTO, NATIONAL_TITLE

FONT = "Times New Roman"
MARGIN_TOP, MARGIN_BOTTOM, MARGIN_LEFT, MARGIN_RIGHT = Mm(20), Mm(20), Mm(30), Mm(16)
A4_SHORT, A4_LONG = Mm(210), Mm(297)
PAGE_NUMBER_FROM_EDGE = Mm(10)
# Left: issuing body, recipients; right: national title, signer.
PORTRAIT_COLUMNS, LANDSCAPE_COLUMNS = (Mm(71), Mm(93)), (Mm(115), Mm(136))
ISSUER_LINE = Mm(28)
FIRST_LINE_INDENT = Mm(10)

CENTRE = WD_ALIGN_PARAGRAPH.CENTER


def new_document(title: str, *, is_landscape: bool = False) -> WordDocument:
    """An empty A4 paper with the decree's margins, font and page number."""
    document = Document()
    _set_properties(document, title)
    _set_styles(document)
    _set_page(document, is_landscape=is_landscape)
    return document


def _set_properties(document: WordDocument, title: str) -> None:
    package = document.part.package
    for key, relationship in list(package.rels.items()):
        if relationship.reltype == RELATIONSHIP_TYPE.THUMBNAIL:
            package.rels.pop(key)
    properties = document.core_properties
    properties.title, properties.comments, properties.author = title, "", ""
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


def _set_page(document: WordDocument, *, is_landscape: bool) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = A4_SHORT, A4_LONG
    if is_landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = A4_LONG, A4_SHORT
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


def letterhead(
    document: WordDocument, *lines: str, columns: tuple[int, int] = PORTRAIT_COLUMNS
) -> None:
    """Bodies at the left, national title at the right; `lines` stand below the issuing body."""
    table = _two_columns(document, rows=4, columns=columns)
    left, right = table.columns[0].cells, table.columns[1].cells
    write(left[0], "{{ superior_name }}", size=12)
    write(right[0], NATIONAL_TITLE, size=12, bold=True)
    write(left[1], "{{ office_name }}", size=12, bold=True)
    write(right[1], MOTTO, size=13, bold=True)
    _draw_line(left[2].paragraphs[0], column=columns[0], length=ISSUER_LINE)
    motto_length = Pt(text_width(MOTTO, 13, bold=True))
    _draw_line(right[2].paragraphs[0], column=columns[1], length=motto_length)
    first, *others = lines
    write(left[3], first, size=13)
    for text in others:
        paragraph = left[3].add_paragraph()
        paragraph.alignment = CENTRE
        paragraph.paragraph_format.space_before = Pt(4)
        run(paragraph, text, size=12)
    write(right[3], "{{ place_and_day }}", size=13, italic=True)


def signature(document: WordDocument, *, columns: tuple[int, int] = PORTRAIT_COLUMNS) -> None:
    """Recipients at the left, signer at the right."""
    document.add_paragraph().paragraph_format.space_after = Pt(2)
    table = _two_columns(document, rows=1, columns=columns)
    left, right = table.rows[0].cells
    heading = left.paragraphs[0]
    run(heading, "Nơi nhận:", size=12, bold=True, italic=True)
    for text in ("{%p for copy in copies %}", "{{ copy }}", "{%p endfor %}"):
        run(left.add_paragraph(), text, size=11)
    first, *others = ("{%p for title in signer_titles %}", "{{ title }}", "{%p endfor %}")
    write(right, first, size=13, bold=True)
    room_to_sign = ("",) * 4
    for text in (*others, *room_to_sign, "{{ signer_name }}"):
        paragraph = right.add_paragraph()
        paragraph.alignment = CENTRE
        run(paragraph, text, size=13, bold=True)
    _keep_whole(table)


def _two_columns(document: WordDocument, *, rows: int, columns: tuple[int, int]) -> Table:
    table = document.add_table(rows=rows, cols=2)
    table.autofit = False
    set_cell_margins(table, 0)
    for column, width in zip(table.columns, columns, strict=True):
        column.width = width
        for cell in column.cells:
            cell.width = width
    return table


def set_cell_margins(table: Table, width: int) -> None:
    """Room left and right of the text of each cell, in twentieths of a point."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("w:left", "w:right"):
        margin = OxmlElement(side)
        margin.set(qn("w:w"), str(width))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    # The format fixes the order of a table's properties: margins come just before the look.
    properties = table._tbl.tblPr
    properties.insert(len(properties) - 1, margins)


def _keep_whole(table: Table) -> None:
    # A signature torn over two pages is not one.
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def paragraphs(document: WordDocument, *texts: str) -> None:
    """Body text: justified, first line indented."""
    for text in texts:
        paragraph = document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        paragraph.paragraph_format.first_line_indent = FIRST_LINE_INDENT
        paragraph.paragraph_format.space_after = Pt(6)
        run(paragraph, text, size=13)


def write(cell: _Cell, text: str, *, size: int, bold: bool = False, italic: bool = False) -> None:
    """A text centred in a cell."""
    paragraph = cell.paragraphs[0]
    paragraph.alignment = CENTRE
    run(paragraph, text, size=size, bold=bold, italic=italic)


def run(
    paragraph: Paragraph, text: str, *, size: int, bold: bool = False, italic: bool = False
) -> None:
    """A piece of text in the paper's font."""
    piece = paragraph.add_run(text)
    piece.font.size = Pt(size)
    piece.bold, piece.italic = bold, italic


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
