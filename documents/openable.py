"""Whether openpyxl may open a file: an .xlsx that costs bearable time and memory.

The reader of lists has weighed the file for calamine already. openpyxl reads more parts of it,
makes an object of everything with a look of its own, and one of every cell of a merged range.
"""

import io
import re
import zipfile

from openpyxl.utils import range_boundaries

MOST_CELLS = 1_200_000
"""Cells openpyxl is given at most: it takes over half a gigabyte for them."""

# A row with a height or a format of its own costs about as much as five cells.
_ROW_WEIGHT = 5
_MOST_OTHER_TAGS = 150_000
_MOST_BYTES = 150 * 1024 * 1024
_TAG = rb"<(?:[^\s<>/:]+:)?"
_CELL = re.compile(_TAG + rb"(?:c|si)[\s/>]")
_ROW = re.compile(_TAG + rb"row[\s/>]")
_WITH_RANGE = re.compile(
    _TAG + rb"(?:mergeCell|hyperlink|comment)\b((?:[^<>\"']++|\"[^\"]*+\"|'[^']*+')*+)"
)
_RANGE = re.compile(rb"\bref\s*=\s*[\"']([^\"']*)")
_OTHER_ENCODING = re.compile(rb"encoding\s*=\s*[\"'](?!utf-8[\"'])", re.IGNORECASE)
_WITH_CELLS = re.compile(r"xl/(?:worksheets/.*|sharedstrings)\.xml")
# A comment has many tags and costs no more than one other thing.
_OF_COMMENTS = re.compile(r"xl/(?:comments.*|drawings/.*\.vml)")
# These openpyxl does not look into.
_UNREAD = re.compile(r"xl/(?:calcchain|threadedcomments/.*|persons/.*)\.xml|customxml/.*")


def is_openable(content: bytes) -> bool:
    """Whether the content is an .xlsx or .xlsm, and an honest one of bearable size."""
    if not content.startswith(b"PK"):
        return False
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {
            part: part.filename.lower()
            for part in archive.infolist()
            if part.filename.lower().endswith((".xml", ".rels", ".vml"))
        }
        if "xl/workbook.xml" not in parts.values():
            return False
        if sum(part.file_size for part in parts) > _MOST_BYTES:
            return False
        weight = _Weight()
        return all(
            weight.add(name, archive.read(part))
            for part, name in parts.items()
            if not _UNREAD.fullmatch(name)
        )


class _Weight:
    """What the parts seen so far come to."""

    def __init__(self) -> None:
        self.cells = self.other_tags = 0

    def add(self, name: str, part: bytes) -> bool:
        """Weigh one more part; whether all so far is still bearable."""
        head = part[:200]
        # Declared entities may stand for any number of tags, other alphabets hide them.
        if b"\0" in head or b"<!DOCTYPE" in part or _OTHER_ENCODING.search(head):
            return False
        if _WITH_CELLS.fullmatch(name):
            self.cells += len(_CELL.findall(part)) + _ROW_WEIGHT * len(_ROW.findall(part))
            begin, end = part.find(b"sheetData"), part.rfind(b"sheetData")
            self.other_tags += part.count(b"<", 0, max(begin, 0)) + part.count(b"<", max(end, 0))
        else:
            self.other_tags += part.count(b"<") // (8 if _OF_COMMENTS.fullmatch(name) else 1)
        self.cells += _cells_in_ranges(part)
        return self.cells <= MOST_CELLS and self.other_tags <= _MOST_OTHER_TAGS


def _cells_in_ranges(part: bytes) -> float:
    """Cells of the ranges openpyxl walks through; infinite where a range is not plain."""
    total = 0
    for attributes in _WITH_RANGE.findall(part):
        found = _RANGE.search(attributes)
        if not found or b":" not in found[1]:
            continue
        try:
            left, top, right, bottom = range_boundaries(found[1].decode())
        except ValueError:
            return float("inf")
        if None in (left, top, right, bottom):
            return float("inf")  # whole columns or rows
        total += (right - left + 1) * (bottom - top + 1)
    return total
