"""Papers made from a Word template that offices edit themselves."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from documents.archive import without_times


def environment() -> SandboxedEnvironment:
    """A template is edited in offices: it may fill in fields, not reach into the program."""
    return SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)


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
    document.render(dict(fields), jinja_env=environment(), autoescape=True)
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
