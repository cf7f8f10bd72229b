"""Papers made from a Word template that offices edit themselves."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, Template
from jinja2.sandbox import SandboxedEnvironment

from documents.archive import without_times


class OfficeTemplates(SandboxedEnvironment):
    """A template is edited in offices: it may fill in fields, not reach into the program.

    A part of a template is compiled once, not anew for each of two hundred letters.
    """

    def __init__(self) -> None:
        super().__init__(autoescape=True, undefined=StrictUndefined)
        self.compiled = lru_cache(maxsize=_MOST_COMPILED)(super().from_string)

    def from_string(self, source: str, *args: Any, **kwargs: Any) -> Template:
        return self.compiled(source)


_MOST_COMPILED = 64


_TEMPLATES = OfficeTemplates()


def filled_in(
    template: Path | BinaryIO,
    fields: Mapping[str, Any],
    *,
    title: str,
    author: str,
    made_on: date,
) -> bytes:
    """The template with its fields filled in, as the bytes of a .docx; equal fields give equal
    bytes.

    Raises jinja2.UndefinedError if the template asks for a field that does not exist.
    """
    document = DocxTemplate(template)
    document.render(dict(fields), jinja_env=_TEMPLATES, autoescape=True)
    properties = document.core_properties
    properties.title = title
    properties.author = properties.last_modified_by = author
    properties.created = properties.modified = datetime.combine(made_on, time(), tzinfo=UTC)
    written = BytesIO()
    document.save(written)
    return without_times(written.getvalue())


def deliver(content: bytes, target: BinaryIO | Path) -> None:
    """Write the bytes to a file or a response."""
    if isinstance(target, Path):
        target.write_bytes(content)
    else:
        target.write(content)
