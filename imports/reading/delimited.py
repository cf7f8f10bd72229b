"""Comma, semicolon or tab separated text, in whatever encoding the office's Excel wrote it."""

import codecs
import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

from domain.legacy import Encoding, decode
from domain.syllables import is_syllable
from imports.reading.archive import MAX_CELLS
from imports.reading.errors import UnreadableFile, too_large

_DELIMITERS = (",", ";", "\t", "|")
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_META_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+|[^\x00-\x7f]+")
# Inside a word a question mark, or the mark of a byte no encoding knows, is a letter lost.
_LOST = re.compile(r"[^\W\d_][?\ufffd]|[?\ufffd][^\W\d_]")
_ENOUGH_LOST = 5
_SAMPLE_LETTERS = 100_000
_SAMPLE_LINES = 60
MAX_ROWS = 300_000
_MOST_COLUMNS = 16_384


def read_delimited(content: bytes, file_name: str) -> list[list[object]]:
    """The rows of a text table; row i is line i+1 as Excel would number it.

    Raises UnreadableFile when a quotation mark is opened and never closed, since everything after
    it would silently become one cell.
    """
    text = decode_text(content)
    _refuse_lost_letters(text, file_name)
    chosen = _SEPARATOR_LINE.match(text)
    try:
        if chosen:
            return [[], *_parse(text[chosen.end() :], chosen[1], file_name)]
        return _parse(text, _delimiter(text), file_name)
    except csv.Error as error:
        if "field larger" in str(error):
            raise too_large(file_name) from None
        raise UnreadableFile(
            f"Tệp “{file_name}” có dấu ngoặc kép mở mà không đóng nên không tách được các cột; "
            "hãy mở bằng Excel, lưu dạng .xlsx rồi gửi lại."
        ) from None


def _refuse_lost_letters(text: str, file_name: str) -> None:
    """Excel writes "?" for every letter its own code page has not: those are gone for good."""
    sample = text[:_SAMPLE_LETTERS]
    lost = len(_LOST.findall(sample))
    if lost >= _ENOUGH_LOST and lost * 20 > len(_WORD.findall(sample)):
        raise UnreadableFile(
            f"Tệp “{file_name}” đã mất chữ có dấu (thành dấu “?”) khi lưu CSV; "
            "hãy mở tệp gốc bằng Excel, lưu dạng .xlsx rồi gửi lại."
        )


def _parse(text: str, delimiter: str, file_name: str) -> list[list[object]]:
    # Strict mode alone notices an unclosed quotation mark, but it also refuses a name written
    # `"Tý" An`: that one is read again leniently.
    try:
        return _rows(csv.reader(_lines(text), delimiter=delimiter, strict=True), file_name)
    except csv.Error as error:
        if "expected after" not in str(error):
            raise
    return _rows(csv.reader(_lines(text), delimiter=delimiter), file_name)


def _lines(text: str) -> io.StringIO:
    return io.StringIO(text, newline="")


def _rows(reader: Iterable[list[str]], file_name: str) -> list[list[object]]:
    rows: list[list[object]] = []
    cells = 0
    for row in reader:
        rows.append(list(row))
        cells += len(row)
        if cells > MAX_CELLS or len(row) > _MOST_COLUMNS or len(rows) > MAX_ROWS:
            raise too_large(file_name)
    return rows


def _delimiter(text: str) -> str:
    """The separator that splits most lines into the same number of cells, and into more of them."""
    lines = [line for line in text[:200_000].splitlines() if line.strip()][:_SAMPLE_LINES]

    def steadiness(delimiter: str) -> float:
        widths = Counter(len(row) for row in csv.reader(lines, delimiter=delimiter))
        width, times = max(widths.items(), key=lambda item: (item[1], item[0]), default=(1, 0))
        return (width - 1) * times / max(1, sum(widths.values()))

    return max(_DELIMITERS, key=steadiness)


def decode_text(content: bytes) -> str:
    """Decode text by byte order mark, as UTF-8, by declared charset, then as a code page."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content[: len(content) // 2 * 2].decode("utf-16", errors="replace")
    if content.startswith(codecs.BOM_UTF8):
        return content[3:].decode("utf-8", errors="replace")
    if content[1:4:2] == b"\0\0" or content[:200].count(0) > 60:
        order = "utf-16-be" if content[::2].count(0) > content[1::2].count(0) else "utf-16-le"
        return content.decode(order, errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        pass
    declared = _META_CHARSET.search(content[:4096])
    if declared and declared[1].lower() == b"utf-8":
        return content.decode("utf-8", errors="replace")
    return _decode_code_page(content)


def _decode_code_page(content: bytes) -> str:
    """Windows-1258, or the Western page under which TCVN3 and VNI fonts keep their letters.

    The reading with the largest share of well-formed syllables is the right one. TCVN3 and VNI
    texts are left as they are: they are told apart and converted column by column later.
    """
    western = content.decode("cp1252", errors="replace")
    if "\ufffd" in western:
        western = content.decode("latin-1")
    vietnamese = unicodedata.normalize("NFC", content.decode("cp1258", errors="replace"))
    sample = western[:100_000]
    legacy = max(_share(decode(sample, code)) for code in (Encoding.TCVN3, Encoding.VNI))
    return western if legacy > _share(vietnamese[:100_000]) else vietnamese


def _share(text: str) -> float:
    """Share of well-formed syllables among the words that are not plain ASCII."""
    words = {word for word in _WORD.findall(text) if not word.isascii()}
    return sum(map(is_syllable, words)) / max(1, len(words))
