"""Text of the fonts used before Unicode: TCVN3 (.VnTime) and VNI-Windows.

Old office software stored Vietnamese as Latin-1 characters that only its own fonts show as
Vietnamese letters. Such text must be decoded before anything else touches it: in TCVN3 the letter
"ư" is the soft hyphen U+00AD, which any cleaning throws away.
Sources: TCVN 5712:1993 (VN3), table of the ABC fonts; the VNI-Windows keyboard table.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

from domain.names import TONE_MARKS
from domain.syllables import is_syllable


class Encoding(StrEnum):
    """How the characters of a column stand for Vietnamese letters."""

    UNICODE = "UNICODE"
    TCVN3 = "TCVN3"
    VNI = "VNI"


# Each vowel in the order of the bytes: à ả ã á ạ (the tones of the ABC table).
_TCVN3_LETTERS = {
    "àảãáạ": "\xb5\xb6\xb7\xb8\xb9", "ằẳẵắặ": "\xbb\xbc\xbd\xbe\xc6",
    "ầẩẫấậ": "\xc7\xc8\xc9\xca\xcb", "èẻẽéẹ": "\xcc\xce\xcf\xd0\xd1",
    "ềểễếệ": "\xd2\xd3\xd4\xd5\xd6", "ìỉĩíị": "\xd7\xd8\xdc\xdd\xde",
    "òỏõóọ": "\xdf\xe1\xe2\xe3\xe4", "ồổỗốộ": "\xe5\xe6\xe7\xe8\xe9",
    "ờởỡớợ": "\xea\xeb\xec\xed\xee", "ùủũúụ": "\xef\xf1\xf2\xf3\xf4",
    "ừửữứự": "\xf5\xf6\xf7\xf8\xf9", "ỳỷỹýỵ": "\xfa\xfb\xfc\xfd\xfe",
    "ăâêôơưđ": "\xa8\xa9\xaa\xab\xac\xad\xae", "ĂÂÊÔƠƯĐ": "\xa1\xa2\xa3\xa4\xa5\xa6\xa7",
}  # fmt: skip
_TO_TCVN3 = {
    ord(letter): byte
    for letters, code in _TCVN3_LETTERS.items()
    for letter, byte in zip(letters, code, strict=True)
}
# Capitals with a tone have no code points of their own; the .VnTimeH fonts draw the small ones.
_TO_TCVN3 |= {
    ord(chr(letter).upper()): byte
    for letter, byte in _TO_TCVN3.items()
    if ord(chr(letter).upper()) not in _TO_TCVN3
}
_FROM_TCVN3 = {
    ord(byte): letter
    for letters, code in _TCVN3_LETTERS.items()
    for letter, byte in zip(letters, code, strict=True)
}

# VNI writes a vowel, then its mark as a second character; "ơ" and "ư" have characters of their own.
_VNI_BASES = {"a": "a", "e": "e", "o": "o", "u": "u", "y": "y", "ơ": "ô", "ư": "ö"}
_VNI_TONES = {"á": "ù", "à": "ø", "ả": "û", "ã": "õ", "ạ": "ï"}
_VNI_SHAPES = {
    "âấầẩẫậ": ("aeo", "âáàåãä"),
    "ăắằẳẵặ": ("a", "êéèúüë"),
}
_VNI_SINGLES = {
    "í": "í", "ì": "ì", "ỉ": "æ", "ĩ": "ó", "ị": "ò", "ỵ": "î", "ơ": "ô", "ư": "ö", "đ": "ñ",
}  # fmt: skip


def _vni_table() -> dict[str, str]:
    """Every marked lower-case letter with its VNI spelling of one or two characters."""
    table: dict[str, str] = {}
    for base, code in _VNI_BASES.items():
        for toned, mark in _VNI_TONES.items():
            tone = unicodedata.normalize("NFD", toned)[1]
            table[unicodedata.normalize("NFC", base + tone)] = code + mark
    for forms, (bases, marks) in _VNI_SHAPES.items():
        for base in bases:
            for form, mark in zip(forms, marks, strict=True):
                table[_moved(form, base)] = base + mark
    return table | _VNI_SINGLES


def _moved(form: str, base: str) -> str:
    """The marks of `form` on another base letter ("ấ" on "e" is "ế")."""
    return unicodedata.normalize("NFC", base + unicodedata.normalize("NFD", form)[1:])


_TO_VNI_LOWER = _vni_table()
_TO_VNI = {ord(letter): code for letter, code in _TO_VNI_LOWER.items()} | {
    ord(letter.upper()): code.upper() for letter, code in _TO_VNI_LOWER.items()
}
_FROM_VNI = {code: letter for letter, code in _TO_VNI_LOWER.items()}
_VNI_CODE = re.compile(
    "|".join(sorted(map(re.escape, _FROM_VNI), key=len, reverse=True)), re.IGNORECASE
)
# Letters no legacy font has: a text that holds one was typed in Unicode.
_UNICODE_ONLY = re.compile("[ĂăĐđĨĩŨũƠơƯư\u1ea0-\u1ef9]")


def decode(text: str, encoding: Encoding) -> str:
    """The text in Unicode, with capitals restored where TCVN3 has none.

    A text with letters only Unicode has is left as it is: somebody has converted or retyped it.
    """
    composed = unicodedata.normalize("NFC", text)
    if encoding is Encoding.UNICODE or composed.isascii() or _UNICODE_ONLY.search(composed):
        return composed
    if encoding is Encoding.VNI:
        return _VNI_CODE.sub(_vni_letter, composed)
    return _with_capitals(composed)


def is_surely_unicode(text: str) -> bool:
    """Whether the text holds a letter no legacy font has."""
    return bool(_UNICODE_ONLY.search(unicodedata.normalize("NFC", text)))


def encode(text: str, encoding: Encoding) -> str:
    """The text as an old font stores it; TCVN3 capitals with a tone become small letters."""
    composed = unicodedata.normalize("NFC", text)
    if encoding is Encoding.UNICODE:
        return composed
    return composed.translate(_TO_TCVN3 if encoding is Encoding.TCVN3 else _TO_VNI)


def _vni_letter(match: re.Match[str]) -> str:
    """One VNI letter; the case is that of its first character, whatever the mark's case."""
    code = match.group()
    letter = _FROM_VNI[code.lower()]
    return letter.upper() if code[0].isupper() else letter


# The .VnTimeH fonts draw lower-case code points as capitals, so a heading in capitals is stored
# half in small letters ("TR¦êNG"). What the unmistakable letters of a text show decides the rest.
_WORD = re.compile(r"[^\W\d_]+")


def _with_capitals(text: str) -> str:
    decoded = text.translate(_FROM_TCVN3)
    words = _WORD.findall(decoded)
    shown_cases = {_case_shown(word) for word in words}
    shouting = "capital" in shown_cases and "small" not in shown_cases
    initials = [word[0] for word in words]
    titled = any(map(str.isupper, initials)) and all(
        initial.isupper() or _is_toned(initial) for initial in initials
    )

    def restore(match: re.Match[str]) -> str:
        word = match.group()
        shown = _case_shown(word)
        if shown == "capital" or (shown == "unclear" and shouting):
            return word.upper()
        return word[0].upper() + word[1:] if titled else word

    return _WORD.sub(restore, decoded)


def _is_toned(letter: str) -> bool:
    return any(mark in TONE_MARKS for mark in unicodedata.normalize("NFD", letter))


def _case_shown(word: str) -> str:
    """What the letters of a word that can be trusted show: "capital", "small" or "unclear".

    Marked letters may be small in a word of capitals. The first letter is a capital in names as
    well, so it proves nothing alone: "Tó" is Tú or TÚ.
    """
    if any(letter.isascii() and letter.islower() for letter in word):
        return "small"
    return "capital" if any(map(str.isupper, word[1:])) else "unclear"


# Legacy characters all lie in Latin-1; a word ends at anything else but letters of any script.
_TOKEN = re.compile("[^\x00-@\\[-`{-\xa0\u2000-\u206f]+")
_DIGIT = re.compile(r"\d")
_LEAST_SHARE = 0.7
_LEAST_GAIN = 0.25
_TRIED = (Encoding.TCVN3, Encoding.VNI)


def detect(texts: Iterable[str]) -> Encoding:
    """The encoding of a whole column, by the share of its marked words that are Vietnamese.

    Words of plain ASCII read the same in all three and prove nothing. A legacy encoding needs a
    clear majority of its own and a clear gain over the text as it stands, so that foreign names,
    codes and symbols stay Unicode. Feed undecoded, uncleaned cells; two names are enough.
    """
    column = _marked_words(texts)
    if not column.marked:
        return Encoding.UNICODE
    share, best = max((column.share(encoding), encoding) for encoding in _TRIED)
    if share < _LEAST_SHARE or share - column.share(Encoding.UNICODE) < _LEAST_GAIN:
        return Encoding.UNICODE
    return best if column.has_proof(best) else Encoding.UNICODE


@dataclass
class _Column:
    """The words of a column that have characters beyond ASCII, counted."""

    marked: Counter[str] = field(default_factory=Counter)
    beside_digits: set[str] = field(default_factory=set)

    def share(self, encoding: Encoding) -> float:
        """The share of marked words that are syllables when read in this encoding."""
        fitting = sum(count for word, count in self.marked.items() if _fits(word, encoding))
        return fitting / self.marked.total()

    def has_proof(self, encoding: Encoding) -> bool:
        """Whether more than one odd symbol speaks for the encoding.

        A single distinct word ("N÷" in a column of sexes) must not stand beside a figure or begin
        a pair with a symbol: "Nª 1" and "µm" would read as Vietnamese too.
        """
        proofs = [
            word
            for word in self.marked
            if _fits(word, encoding) and not _fits(word, Encoding.UNICODE)
        ]
        if len(proofs) > 1:
            return True
        word = proofs[0]
        return word not in self.beside_digits and (word[0].isascii() or len(word) > 2)


def _marked_words(texts: Iterable[str]) -> _Column:
    column = _Column()
    for text in texts:
        composed = unicodedata.normalize("NFC", text)
        words = _TOKEN.findall(composed)
        marked = [word for word in words if len(word) > 1 and not word.isascii()]
        column.marked.update(marked)
        if marked and _DIGIT.search(composed):
            column.beside_digits.update(marked)
    return column


@lru_cache(maxsize=1 << 14)
def _fits(word: str, encoding: Encoding) -> bool:
    if encoding is not Encoding.UNICODE and not word.isascii() and max(word) > "\xff":
        return False
    return is_syllable(decode(word, encoding))
