"""Texts that were UTF-8 and were read as Western letters on their way: "LÃª VÄƒn HÃ¹ng".

Nothing is guessed: the letters either spell valid UTF-8, which no Vietnamese text and no text of
the old fonts does by chance, or they stay as they are.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from imports.reading.workbook import Sheet

_SIGN = re.compile("[\u00c2-\u00c6\u00e1][\u0080-\u00bf\u0152-\u0192\u02c6-\u02dc\u2013-\u2122]")
_LOOKED_AT = 60
_ENOUGH = 3
_SHOWN = 2
# The five bytes Windows-1252 leaves undefined pass through as they are.
_UNDEFINED = {0x81, 0x8D, 0x8F, 0x90, 0x9D}


def mended(text: str) -> str:
    """The text as it was before, or as it is when it was never anything else."""
    if text.isascii() or not _SIGN.search(text):
        return text
    try:
        return b"".join(map(_byte, text)).decode("utf-8")
    except UnicodeError:
        return text


def _byte(letter: str) -> bytes:
    return bytes([ord(letter)]) if ord(letter) in _UNDEFINED else letter.encode("cp1252")


def mend_sheet(sheet: Sheet) -> tuple[Sheet, list[tuple[str, str]]]:
    """The sheet with such texts mended, and a few (before, after) pairs; none for most sheets."""
    seen = _mended_among(sheet.rows[:_LOOKED_AT])
    if len(seen) < _ENOUGH:
        return sheet, []
    rows = [[mended(cell) if isinstance(cell, str) else cell for cell in row] for row in sheet.rows]
    return replace(sheet, name=mended(sheet.name), rows=rows), list(seen.items())[-_SHOWN:]


def _mended_among(rows: Sequence[Sequence[object]]) -> dict[str, str]:
    texts = {cell for row in rows for cell in row if isinstance(cell, str) and not cell.isascii()}
    pairs = ((text, mended(text)) for text in sorted(texts))
    return {text: after for text, after in pairs if after != text}
