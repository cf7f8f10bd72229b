"""Cells of a column as cleaned text, in whatever encoding the column was typed."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

from domain.identifiers import plain_text
from domain.legacy import Encoding, decode, detect, is_surely_unicode
from domain.names import TONE_MARKS, clean
from domain.syllables import is_syllable

# More than Excel can hold in a cell: nobody typed it.
LONGEST_CELL = 32_767
_SAMPLE_PAIRS = 3
_SAMPLES = 3
_WORD = re.compile(r"[^\W\d_]+|[^\x00-\x7f]+")


def column_encodings(
    columns: Sequence[Iterable[object]], of_header: Encoding, together: Sequence[int] = ()
) -> list[Encoding]:
    """The encoding of each column's texts; never of a single cell.

    `together` are the columns a name is cut over, which nobody types in two encodings. A column
    too short to tell by itself follows the others when the sheet holds one old encoding and its
    words make sense in it.
    """
    texts = [_marked_texts(column) for column in columns]
    found = [detect(marked) if marked else Encoding.UNICODE for marked in texts]
    joined = detect([text for column in together for text in texts[column]])
    for column in together:
        if texts[column]:
            found[column] = joined
    old = {*found, of_header} - {Encoding.UNICODE}
    if len(old) != 1:
        return found
    (likely,) = old
    is_all_old = not any(is_surely_unicode(text) for marked in texts for text in marked)
    return [
        likely
        if encoding is Encoding.UNICODE and _makes_sense_in(likely, marked, is_all_old)
        else encoding
        for encoding, marked in zip(found, texts, strict=True)
    ]


def unsure_columns(
    columns: Sequence[Iterable[object]], encodings: Sequence[Encoding], of_header: Encoding
) -> list[tuple[int, str, str]]:
    """Columns taken as they stand whose every marked word would also make sense converted.

    Only where the sheet holds an old encoding at all; with a word as written and as converted.
    """
    old = {*encodings, of_header} - {Encoding.UNICODE}
    found: list[tuple[int, str, str]] = []
    for position, (column, encoding) in enumerate(zip(columns, encodings, strict=True)):
        texts = _marked_texts(column) if old and encoding is Encoding.UNICODE else []
        if any(map(is_surely_unicode, texts)):
            continue
        for likely in sorted(old):
            if texts and _makes_sense_in(likely, texts, True):
                found.append((position, texts[0], text_of(texts[0], likely)))
                break
    return found


def _marked_texts(cells: Iterable[object]) -> list[str]:
    return list(dict.fromkeys(c for c in cells if isinstance(c, str) and not c.isascii()))


def _makes_sense_in(encoding: Encoding, texts: Sequence[str], is_all_old: bool) -> bool:
    """Whether the words are syllables in the encoding and not as they stand.

    Words that are both ("Phóc" is Phúc in TCVN3) follow a sheet that holds nothing newer.
    """
    words = {word for text in texts for word in _WORD.findall(text) if not word.isascii()}
    return (
        bool(words)
        and all(is_syllable(decode(word, encoding)) for word in words)
        and (is_all_old or not all(map(is_syllable, words)))
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
    if not text or not text[0].islower():
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


def few_of(cells: Iterable[object], encoding: Encoding) -> tuple[str, ...]:
    """The first few different things a column says."""
    said: dict[str, None] = {}
    for cell in cells:
        if cell != "" and (text := text_of(cell, encoding)):
            said[text] = None
            if len(said) == _SAMPLES:
                break
    return tuple(said)
