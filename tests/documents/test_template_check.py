"""A template that an office edited: what is wrong with it is named before it is accepted."""

import io
import zipfile
from pathlib import Path

import pytest
from docx import Document

from documents.letter import TEMPLATE
from documents.template_check import NOT_WORD, TOO_LARGE, template_problem

FIELDS = {"number": "1", "recipient": "UBND", "rows": [{"name": "An"}]}
REQUIRED = {"number": "số văn bản"}


def word(*paragraphs: str) -> bytes:
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def problem(*paragraphs: str) -> str:
    return template_problem(word(*paragraphs), FIELDS, REQUIRED)


def test_template_that_can_be_filled_in_has_no_problem() -> None:
    assert problem("Số: {{ number }}", "Kính gửi: {{ recipient }}") == ""
    assert (
        problem("{{ number }}", "{%p for row in rows %}", "{{ row.name }}", "{%p endfor %}") == ""
    )


@pytest.mark.parametrize(
    "text", ["{{ nguoi_ky }}", "{{ nguoi_ky.ten }}", "{% if nguoi_ky %}{% endif %}"]
)
def test_unknown_placeholder_is_named(text: str) -> None:
    assert "“nguoi_ky”" in problem("{{ number }}", text)


def test_unknown_part_of_a_child_is_named() -> None:
    told = problem("{{ number }}", "{%p for row in rows %}", "{{ row.diem }}", "{%p endfor %}")
    assert "“diem”" in told


def test_missing_placeholder_is_named_in_words() -> None:
    assert problem("Kính gửi") == "Mẫu thiếu chỗ điền số văn bản ({{ number }})."


@pytest.mark.parametrize("text", ["{{ number", "{{ number }", "{% if number %}", "{{ number | }}"])
def test_broken_placeholder_is_told(text: str) -> None:
    told = problem("{{ number }}", text)
    assert "viết sai" in told or "chỗ điền" in told


def test_template_reaches_into_nothing() -> None:
    told = problem("{{ number }}", "{{ number.__class__.__mro__ }}")
    assert told
    assert "str" not in told


@pytest.mark.parametrize(
    "content", [b"", b"khong phai Word", b"PK\x03\x04hong", TEMPLATE.read_bytes()[:2000]]
)
def test_what_is_no_word_file_is_told(content: bytes) -> None:
    assert template_problem(content, FIELDS, REQUIRED) == NOT_WORD


def test_other_archives_are_no_word_file() -> None:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("xl/workbook.xml", "<a/>")
    assert template_problem(written.getvalue(), FIELDS, REQUIRED) == NOT_WORD


def test_archive_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    written = io.BytesIO(word("{{ number }}"))
    with zipfile.ZipFile(written, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/to.bin", b"\0" * 41 * 1024 * 1024)
    assert template_problem(written.getvalue(), FIELDS, REQUIRED) == NOT_WORD


def test_large_file_is_refused_before_it_is_opened() -> None:
    assert template_problem(b"\0" * (5 * 1024 * 1024 + 1), FIELDS, REQUIRED) == TOO_LARGE
