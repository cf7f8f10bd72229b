"""What openpyxl is never given to open, since it would take the server with it."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from documents import openable
from documents.openable import is_openable
from tests.documents.marked import finding, illustrated, laid_out, marked_bytes

SHEET = "xl/worksheets/sheet1.xml"
COMMENTS = "xl/comments1.xml"


def changed(part: str, before: bytes, after: bytes) -> bytes:
    """`laid_out` with a piece of one part replaced."""
    buffer = BytesIO()
    with ZipFile(BytesIO(laid_out())) as source, ZipFile(buffer, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == part:
                assert before in content
                content = content.replace(before, after, 1)
            target.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize("macros", [False, True])
def test_honest_workbooks_are_opened(macros: bool) -> None:
    assert is_openable(laid_out(macros=macros))
    assert is_openable(illustrated())


def merged(ranges: bytes) -> bytes:
    return changed(SHEET, b"</sheetData>", b"</sheetData><mergeCells>" + ranges + b"</mergeCells>")


def test_usual_merges_are_opened() -> None:
    assert is_openable(merged(b'<mergeCell ref="A1:F3"/>'))


@pytest.mark.parametrize(
    "ranges",
    [
        b'<mergeCell ref="A1:XFD1048576"/>',
        b"<x:mergeCell ref='A1:XFD1048576'/>",
        b'<averyverylongprefix:mergeCell a=">" ref="A1:XFD1048576"/>',
        b'<mergeCell ref="A:XFD"/>',
        b'<mergeCell ref="&#65;1:XFD1048576"/>',
        b'<mergeCell ref="A1:B1000"/>' * 700,
        b'<hyperlink ref="A1:XFD1048576"/>',
    ],
)
def test_merges_over_the_whole_sheet_are_not(ranges: bytes) -> None:
    assert not is_openable(merged(ranges))


def test_comment_over_the_whole_sheet_is_not_opened() -> None:
    assert not is_openable(changed(COMMENTS, b'ref="B2"', b'ref="A1:XFD1048576"'))


@pytest.mark.parametrize("part", [SHEET, COMMENTS, "xl/theme/theme1.xml", "xl/styles.xml"])
@pytest.mark.parametrize(
    "head", [b'?><!DOCTYPE x [<!ENTITY a "b">]>', b' encoding="cp037"?>', b"\0?>"]
)
def test_entities_and_other_alphabets_are_not_opened(part: str, head: bytes) -> None:
    assert not is_openable(changed(part, b"?>", head))


def test_a_million_formatted_rows_are_not_opened() -> None:
    rows = b"".join(b'<row r="%d" s="1" customFormat="1"/>' % n for n in range(10, 250_000))
    assert not is_openable(changed(SHEET, b"</sheetData>", rows + b"</sheetData>"))


def test_endless_styles_and_rules_are_not_opened() -> None:
    assert not is_openable(changed("xl/styles.xml", b"</styleSheet>", b"<xf/>" * 200_000))
    rules = b"</sheetData>" + b"<dataValidation/>" * 200_000
    assert not is_openable(changed(SHEET, b"</sheetData>", rules))


def test_thousands_of_our_own_comments_are_opened() -> None:
    """A list with everything wrong in it must keep its looks the second time, too."""
    findings = [finding(f"C{row}") for row in range(2, 6_000)]
    assert is_openable(marked_bytes(laid_out(), *findings))


def test_more_cells_than_bearable_are_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    cells = b"".join(b'<c r="A%d" s="1"/>' % n for n in range(10, 2_000))
    content = changed(SHEET, b"</sheetData>", b'<row r="9">' + cells + b"</row></sheetData>")
    assert is_openable(content)
    monkeypatch.setattr(openable, "MOST_CELLS", 1_500)
    assert not is_openable(content)


@pytest.mark.parametrize("content", [b"a;b", b"\xd0\xcf\x11\xe0"])
def test_other_formats_are_not_opened(content: bytes) -> None:
    assert not is_openable(content)
