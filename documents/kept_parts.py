"""What openpyxl leaves out when it writes a workbook back, put in again.

It drops what formulas had come to, so that a copy sent back before Excel has opened it would be
full of holes; and drawings: the lines and seals of a letterhead, pictures.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import IO
from xml.sax.saxutils import escape

from openpyxl import Workbook
from openpyxl.packaging.relationship import get_dependents, get_rels_path
from openpyxl.utils.cell import column_index_from_string
from openpyxl.utils.datetime import to_excel
from openpyxl.writer.excel import ExcelWriter
from openpyxl.xml.functions import fromstring, tostring

from documents.grid_copy import GridSheet, writable

_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
_DRAWING = f"{_RELATIONS}/drawing"
_TYPES = "[Content_Types].xml"
_ID = "keptDrawing"
_ROW_END, _PIECE = b"</row>", 1 << 20
_FORMULA = re.compile(
    rb'<c r="([A-Z]+)(\d+)"( s="\d+")?(?: t="\w+")?>'
    rb"(<f(?: [^>]*)?(?:/>|>[^<]*</f>))<v\s*(?:/>|></v>)</c>"
)
# The elements of a sheet have a fixed order: a drawing stands before these.
_AFTER_DRAWING = re.compile(rb"<(?:legacyDrawing|legacyDrawingHF|picture|tableParts|extLst)\b")


@dataclass(frozen=True)
class Drawing:
    """The drawing of a sheet: where it is in the file, and every part it needs with its type."""

    path: str
    parts: dict[str, bytes] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=dict)


def drawings_of(content: bytes, sheet_paths: Mapping[str, str]) -> dict[str, Drawing]:
    """The drawings of a workbook by sheet name; `sheet_paths` are the sheets' parts by name."""
    drawings: dict[str, Drawing] = {}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = set(archive.namelist())
        types = _types_in(archive.read(_TYPES))
        for sheet_name, path in sheet_paths.items():
            found = [r for r in _relations(archive, names, path) if r.Type == _DRAWING]
            if not found:
                continue
            drawing = Drawing(found[0].Target)
            _collect(archive, names, drawing.path, drawing.parts)
            for name in drawing.parts:
                kind = types.get(name) or types.get(name.rsplit(".", 1)[-1].lower(), "")
                drawing.types[name] = kind
            drawings[sheet_name] = drawing
    return drawings


def _types_in(document: bytes) -> dict[str, str]:
    """Content types by part, and by ending for parts that have none of their own."""
    types = {}
    for element in fromstring(document):
        name = element.get("PartName", "").lstrip("/") or element.get("Extension", "").lower()
        types[name] = element.get("ContentType", "")
    return types


def _relations(archive: zipfile.ZipFile, names: set[str], path: str) -> Iterator:
    rels_path = get_rels_path(path)
    if rels_path in names:
        yield from get_dependents(archive, rels_path)


def _collect(archive: zipfile.ZipFile, names: set[str], path: str, parts: dict[str, bytes]) -> None:
    """The part, its relations, and whatever they point to inside the file."""
    if path in parts or path not in names:
        return
    parts[path] = archive.read(path)
    if get_rels_path(path) in names:
        parts[get_rels_path(path)] = archive.read(get_rels_path(path))
    for relation in _relations(archive, names, path):
        if relation.TargetMode != "External":
            _collect(archive, names, relation.Target, parts)


def save(
    book: Workbook, *, cached: Mapping[str, GridSheet], drawings: Mapping[str, Drawing]
) -> bytes:
    """The bytes of the workbook, its formulas with the values of `cached`, drawings included."""
    rough = io.BytesIO()
    if not drawings and not _has_formulas(book):
        book.save(rough)
        return rough.getvalue()
    # Quickly packed: it is taken apart again at once.
    with zipfile.ZipFile(rough, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        ExcelWriter(book, archive).save()
    sheets = {sheet.path.lstrip("/"): sheet for sheet in book.worksheets}
    finished = io.BytesIO()
    with (
        zipfile.ZipFile(rough) as written,
        zipfile.ZipFile(finished, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        names = set(written.namelist())
        kept = {
            path: drawing
            for path, sheet in sheets.items()
            if (drawing := drawings.get(sheet.title)) and not names & drawing.parts.keys()
        }
        for name in written.namelist():
            if name not in sheets:
                target.writestr(name, _with_relations(name, written.read(name), kept))
                continue
            title = sheets[name].title
            values = cached.get(title) or GridSheet(title, ())
            with written.open(name) as source, target.open(name, "w") as finishing:
                for rows_written in _in_whole_rows(source):
                    part = _with_values(rows_written, values, book.epoch)
                    is_end = name in kept and b"</worksheet>" in part
                    finishing.write(_with_drawing(part) if is_end else part)
        _add_missing(target, names, kept)
    return finished.getvalue()


def _has_formulas(book: Workbook) -> bool:
    return any(c.data_type == "f" for sheet in book.worksheets for c in sheet._cells.values())


def _in_whole_rows(sheet: IO[bytes]) -> Iterator[bytes]:
    """A sheet's part in pieces that end with a row: whole, a large one takes tens of megabytes."""
    left = b""
    while chunk := sheet.read(_PIECE):
        left += chunk
        end = left.rfind(_ROW_END) + len(_ROW_END)
        if end > len(_ROW_END):
            yield left[:end]
            left = left[end:]
    yield left


def _with_values(sheet: bytes, values: GridSheet, epoch: datetime) -> bytes:
    def filled(found: re.Match[bytes]) -> bytes:
        letters, number, style, formula = found.groups()
        column, row = column_index_from_string(letters.decode()) - 1, int(number) - 1
        kind, text = _cached(values.value(row, column), epoch)
        return b'<c r="%s%s"%s%s>%s<v>%s</v></c>' % (
            letters, number, style or b"", kind, formula, text,
        )  # fmt: skip

    return _FORMULA.sub(filled, sheet)


def _cached(value: object, epoch: datetime) -> tuple[bytes, bytes]:
    if isinstance(value, bool):
        return b' t="b"', b"%d" % value
    if isinstance(value, date | time | timedelta):
        return b"", repr(float(to_excel(value, epoch))).encode()
    if isinstance(value, int | float):
        return b"", repr(value).encode()
    return b' t="str"', escape(writable(str(value))).encode("ascii", "xmlcharrefreplace")


def _with_drawing(sheet: bytes) -> bytes:
    later = _AFTER_DRAWING.search(sheet, max(0, sheet.rfind(b"</sheetData>")))
    at = later.start() if later else sheet.rfind(b"</worksheet>")
    element = f'<drawing xmlns:r="{_RELATIONS}" r:id="{_ID}"/>'.encode()
    return sheet[:at] + element + sheet[at:]


def _with_relations(name: str, part: bytes, kept: Mapping[str, Drawing]) -> bytes:
    for path, drawing in kept.items():
        if name == get_rels_path(path):
            return _relation_to(drawing, part)
    if name != _TYPES or not kept:
        return part
    types = fromstring(part)
    said = {element.get("PartName") for element in types}
    for drawing in kept.values():
        for part_name, kind in drawing.types.items():
            if kind and f"/{part_name}" not in said and not part_name.endswith(".rels"):
                said.add(f"/{part_name}")
                _append(
                    types, "content-types", "Override", PartName=f"/{part_name}", ContentType=kind
                )
    return tostring(types)


def _append(parent, schema: str, tag: str, **attributes: str) -> None:
    parent.append(parent.makeelement(f"{{{_PACKAGE}{schema}}}{tag}", attributes))


def _relation_to(drawing: Drawing, relations: bytes) -> bytes:
    tree = fromstring(relations)
    _append(tree, "relationships", "Relationship", Id=_ID, Type=_DRAWING, Target=f"/{drawing.path}")
    return tostring(tree)


def _add_missing(target: zipfile.ZipFile, names: set[str], kept: Mapping[str, Drawing]) -> None:
    none = f'<Relationships xmlns="{_PACKAGE}relationships"/>'.encode()
    for path, drawing in kept.items():
        if get_rels_path(path) not in names:
            target.writestr(get_rels_path(path), _relation_to(drawing, none))
    parts = {name: part for drawing in kept.values() for name, part in drawing.parts.items()}
    for name, part in parts.items():
        target.writestr(name, part)
