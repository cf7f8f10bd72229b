"""Cells of a column as cleaned text, in whatever encoding the column was typed."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

from domain.identifiers import plain_text
from domain.legacy import Encoding, decode, detect
from domain.names import TONE_MARKS, clean
from domain.syllables import is_syllable

# More than Excel can hold in a cell: nobody typed it.
LONGEST_CELL = 32_767
_SAMPLE_PAIRS = 3
_WORD = re.compile(r"[^\W\d_]+|[^\x00-\x7f]+")


def column_encodings(columns: Sequence[Iterable[object]], of_header: Encoding) -> list[Encoding]:
    """The encoding of each column's texts; never of a single cell.

    A column too short to tell by itself follows the others when the sheet holds one old encoding
    and its words make sense in it.
    """
    texts = [_marked_texts(column) for column in columns]
    found = [detect(marked) if marked else Encoding.UNICODE for marked in texts]
    old = {*found, of_header} - {Encoding.UNICODE}
    if len(old) != 1:
        return found
    (likely,) = old
    return [
        likely if encoding is Encoding.UNICODE and _makes_sense_in(likely, marked) else encoding
        for encoding, marked in zip(found, texts, strict=True)
    ]


def _marked_texts(cells: Iterable[object]) -> list[str]:
    return list(dict.fromkeys(c for c in cells if isinstance(c, str) and not c.isascii()))


def _makes_sense_in(encoding: Encoding, texts: Sequence[str]) -> bool:
    words = {word for text in texts for word in _WORD.findall(text) if not word.isascii()}
    return (
        bool(words)
        and all(is_syllable(decode(word, encoding)) for word in words)
        and not all(map(is_syllable, words))
    )


def text_of(cell: object, encoding: Encoding) -> str:
    """One cell as text; decoding comes before cleaning, which would drop letters of old fonts."""
    if cell == "" or cell is None:
        return ""
    if isinstance(cell, str):
        if encoding is Encoding.UNICODE:
            return clean(cell)
        text = clean(decode(cell, encoding))
        return _with_initial(text) if encoding is Encoding.TCVN3 else text
    return plain_text(cell)


def _with_initial(text: str) -> str:
    """A capital where TCVN3 has none to begin with: its toned letters are small, cells are not."""
    if len(text) < 2 or not text[0].islower():
        return text
    is_toned = any(mark in TONE_MARKS for mark in unicodedata.normalize("NFD", text[0]))
    return text[0].upper() + text[1:] if is_toned else text


def texts_of(cells: Sequence[object], encoding: Encoding) -> list[str]:
    """A column as texts; equal cells, of which lists are full, are converted once."""
    known = {cell: text_of(cell, encoding) for cell in set(cells)}
    return [known[cell] for cell in cells]


def before_and_after(cells: Iterable[object], encoding: Encoding) -> tuple[tuple[str, str], ...]:
    """A few cells as they stand and as converted, to show the person who sent the file."""
    pairs: dict[str, str] = {}
    for cell in cells:
        if isinstance(cell, str) and not cell.isascii():
            converted = text_of(cell, encoding)
            if converted != cell:
                pairs[cell] = converted
        if len(pairs) == _SAMPLE_PAIRS:
            break
    return tuple(pairs.items())
