"""Whether a Word template that an office edited can be filled in; what is wrong is named before it
is accepted, not found out on the day the letters go out.
"""

import io
import re
import zipfile
from collections.abc import Mapping
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError

from documents.word_template import OfficeTemplates

MOST_BYTES = 5 * 1024 * 1024
_MOST_UNPACKED = 40 * 1024 * 1024
_MOST_PARTS = 500
_WANTED = re.compile(r"has no attribute '([^']+)'|'([^']+)' is undefined")
NOT_WORD = "Tệp này không phải tệp Word (.docx) mở được; lưu lại từ Word với dạng .docx."
TOO_LARGE = "Tệp lớn hơn 5 MB; bỏ bớt hình trong mẫu rồi lưu lại."


def template_problem(content: bytes, fields: Mapping[str, Any], required: Mapping[str, str]) -> str:
    """What is wrong with the template in one Vietnamese sentence, "" where it can be used.

    `fields` is everything that can be filled in, with sample values; `required` names what a paper
    must not go without, with the words for it.
    """
    if len(content) > MOST_BYTES:
        return TOO_LARGE
    if not _is_word_file(content):
        return NOT_WORD
    try:
        return _unknown_or_missing(content, fields, required) or _filled_in(content, fields)
    except TemplateSyntaxError as error:
        return (
            f"Một chỗ điền viết sai{_near(error)}: kiểm tra các dấu {{{{ }}}}, {{% %}} "
            "có đủ đôi và đúng lệnh."
        )
    except SecurityError:
        return "Mẫu có lệnh không được phép; chỉ dùng các chỗ điền đã nêu."
    except Exception:
        # Word files break in more ways than libraries name; the office learns that this one is.
        return NOT_WORD


def _is_word_file(content: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except zipfile.BadZipFile:
        return False
    names = {part.filename for part in parts}
    return (
        "word/document.xml" in names
        and not any("vbaproject" in name.lower() for name in names)
        and len(parts) <= _MOST_PARTS
        and sum(part.file_size for part in parts) <= _MOST_UNPACKED
    )


def _unknown_or_missing(
    content: bytes, fields: Mapping[str, Any], required: Mapping[str, str]
) -> str:
    used = DocxTemplate(io.BytesIO(content)).get_undeclared_template_variables(OfficeTemplates())
    if unknown := sorted(used - fields.keys()):
        return _not_known(unknown)
    missing = [words for name, words in required.items() if name not in used]
    if missing:
        names = ", ".join(f"{{{{ {name} }}}}" for name in required if name not in used)
        return f"Mẫu thiếu chỗ điền {', '.join(missing)} ({names})."
    return ""


def _filled_in(content: bytes, fields: Mapping[str, Any]) -> str:
    document = DocxTemplate(io.BytesIO(content))
    try:
        document.render(dict(fields), jinja_env=OfficeTemplates(), autoescape=True)
        document.save(io.BytesIO())
    except UndefinedError as error:
        found = _WANTED.search(str(error))
        return _not_known([found[1] or found[2]] if found else [])
    return ""


def _not_known(names: list[str]) -> str:
    written = ", ".join(f"“{name}”" for name in names)
    return f"Phần mềm không có chỗ điền {written}; sửa lại tên trong mẫu."


def _near(error: TemplateSyntaxError) -> str:
    """The line of the template around the mistake, as docxtpl keeps it, without its markup."""
    lines = list(getattr(error, "docx_context", []))
    text = re.sub(r"<[^>]*>|\s+", " ", " ".join(lines)).strip()
    found = re.search(r"\{[{%].{0,60}", text)
    return f" gần “{found[0].strip()}”" if found else ""
