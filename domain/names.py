"""Vietnamese names: cleaning, the keys they are matched by, and the order they are listed in.

The written form of a name is kept; every key here is derived from it and can be derived again.
Legacy text must be decoded first (`domain.legacy`): cleaning removes U+00AD, which is the letter
"ư" in a TCVN3 file.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

# Tone order of Vietnamese dictionaries: ngang, huyền, hỏi, ngã, sắc, nặng.
LEVEL_TONE = "0"
TONE_MARKS = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
# Circumflex, breve and horn make other letters (â, ă, ơ), they are not tones.
LETTER_MARKS = frozenset("\u0302\u0306\u031b")

# Letters that come in marked forms always carry a digit in a sort key, so that no letter's key
# is the beginning of another's.
_SORT_LETTERS = {
    "a": "a0", "ă": "a1", "â": "a2", "d": "d0", "đ": "d1", "e": "e0", "ê": "e1",
    "o": "o0", "ô": "o1", "ơ": "o2", "u": "u0", "ư": "u1",
}  # fmt: skip

# Ministry spelling writes "i" where most family papers write "y" in exactly these open syllables.
# Elsewhere the two letters are different sounds (mai/may, thúi/thúy) and stay apart.
_Y_SPELLING = {
    **{onset + "i": onset + "y" for onset in ("", "h", "k", "l", "m", "qu", "s", "t", "v")},
    "quinh": "quynh",
}

# The capital of eth and of African d look exactly like Đ and arrive from old keyboards.
_D_TWINS = {0x00D0: "Đ", 0x00F0: "đ", 0x0189: "Đ", 0x0256: "đ"}


def _invisible() -> Iterator[int]:
    """Code points without a shape or a place in text; PostgreSQL refuses NUL and surrogates."""
    return chain(
        range(0x09), range(0x0E, 0x1C), range(0x7F, 0x85), range(0x86, 0xA0),
        (0xAD, 0x034F, 0x061C, 0x180E, 0xFEFF),
        range(0x200B, 0x2010), range(0x202A, 0x202F), range(0x2060, 0x2070),
        range(0xD800, 0xE000), range(0xFE00, 0xFE10), range(0xFFF9, 0xFFFC),
    )  # fmt: skip


_REMOVED: dict[int, str | None] = dict.fromkeys(_invisible())
_CLEAN = _REMOVED | _D_TWINS
# Hardly a text has any of them, and to look is several times faster than to translate.
_UNCLEAN = re.compile(f"[{re.escape(''.join(map(chr, _CLEAN)))}]")
_LOOSE_MARK = re.compile("[\u0300\u0301\u0303\u0309\u0323\u0302\u0306\u031b]")
_WORD = re.compile("[\\w\u0300-\u036f]+")
_MARK_RUN = re.compile("[\u0300-\u036f]{2,}")


@dataclass(frozen=True)
class NameParts:
    """A full name in the Vietnamese order: family name, middle names, given name."""

    family: str
    middle: str
    given: str


def clean(text: str) -> str:
    """The text as a person would read it, in NFC.

    Invisible characters (NUL, zero-width, soft hyphen) go, any white space becomes one space, and
    eth becomes đ. Letter case and punctuation stay.
    """
    if _UNCLEAN.search(text):
        text = text.translate(_CLEAN)
    composed = unicodedata.normalize("NFC", text)
    if not composed.isascii() and _LOOSE_MARK.search(composed):
        composed = _with_tones_last(composed)
    return " ".join(composed.split())


def _with_tones_last(text: str) -> str:
    """Compose marks typed tone first (a + sắc + breve), which NFC alone leaves apart."""

    def reorder(run: re.Match[str]) -> str:
        return "".join(sorted(run.group(), key=lambda mark: mark in TONE_MARKS))

    return unicodedata.normalize("NFC", _MARK_RUN.sub(reorder, unicodedata.normalize("NFD", text)))


def _plain_letters() -> dict[int, str | None]:
    """Translation of ASCII and Vietnamese characters to lower-case letters, digits and spaces."""
    table: dict[int, str | None] = {}
    for code in (*range(0x80), *range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        base = unicodedata.normalize("NFD", chr(code))[0].lower()
        if base.isascii():
            table[code] = base if base.isalnum() else " "
    table |= dict.fromkeys(range(0x0300, 0x0370))
    table |= dict.fromkeys(map(ord, "đĐðÐƉɖ"), "d")
    return table | _REMOVED


_PLAIN = _plain_letters()


@lru_cache(maxsize=1 << 17)
def fold(text: str) -> str:
    """Lower-case words without accents, one space between: "Nguyễn  Thị-Hoà" is "nguyen thi hoa".

    Every run of other characters than letters and digits becomes one space.
    """
    plain = text.translate(_PLAIN)
    if not plain.isascii():
        plain = _fold_foreign(plain)
    return " ".join(plain.split())


def _fold_foreign(text: str) -> str:
    """Fold what the table does not know; marks of other scripts are part of their words."""
    spread = unicodedata.normalize("NFKD", text.casefold()).translate(_PLAIN)
    return "".join(
        letter if letter.isalnum() or unicodedata.category(letter)[0] == "M" else " "
        for letter in spread
    )


@lru_cache(maxsize=1 << 17)
def name_key(text: str) -> str:
    """`fold` with the two spellings of i and y made one (Lí/Lý, Mĩ/Mỹ, Quí/Quý)."""
    return " ".join(_Y_SPELLING.get(word, word) for word in fold(text).split())


def _words(text: str) -> list[str]:
    """The words of a text: cut at everything that is neither letter, mark nor digit."""
    return _WORD.findall(clean(text).lower().replace("_", " "))


@lru_cache(maxsize=1 << 15)
def _letters_and_tone(word: str) -> tuple[str, str]:
    """A lower-case word as its letters with vowel marks, and its tone digit ("hoà": "hoa", "1").

    Words run together have several tones: all are kept, in order.
    """
    letters: list[str] = []
    tones: list[str] = []
    for character in unicodedata.normalize("NFD", word):
        if character in TONE_MARKS:
            tones.append(TONE_MARKS[character])
        elif character in LETTER_MARKS or not unicodedata.combining(character):
            letters.append(character)
    return unicodedata.normalize("NFC", "".join(letters)), "".join(tones) or LEVEL_TONE


@lru_cache(maxsize=1 << 15)
def _canonical_word(word: str) -> str:
    letters, tone = _letters_and_tone(word)
    return _Y_SPELLING.get(letters, letters) + tone


@lru_cache(maxsize=1 << 17)
def canonical(text: str) -> str:
    """The syllables of a text with the tone as a final digit: "Thuý Hòa" is "thuy4 hoa1".

    Where the tone mark stands, letter case, i/y and punctuation no longer matter; vowels keep
    their marks (ă â ê ô ơ ư đ). Every syllable ends in a digit, 0 for the level tone.
    """
    return " ".join(map(_canonical_word, _words(text)))


@lru_cache(maxsize=1 << 15)
def _sort_word(word: str) -> str:
    letters, tone = _letters_and_tone(word)
    return "".join(map(_sort_letter, letters)) + tone


def _sort_letter(letter: str) -> str:
    if letter in _SORT_LETTERS:
        return _SORT_LETTERS[letter]
    plain = fold(letter).replace(" ", "")
    # A letter of another script sorts after z, by code point.
    return plain if plain.isascii() else f"z{ord(letter):06x}"


@lru_cache(maxsize=1 << 17)
def sort_key(full_name: str) -> str:
    """A key of [a-z0-9] that sorts names as Vietnamese lists do, under any collation.

    Given name first, then family name, then middle names. Within a syllable the letters decide
    (a ă â b c d đ e ê …), then the tone (ngang, huyền, hỏi, ngã, sắc, nặng). The tone digit also
    ends the syllable: digits sort before letters, so "An" comes before "Anh".
    """
    words = _words(full_name)
    listed = [*words[-1:], *words[:1], *words[1:-1]] if len(words) > 1 else words
    return "".join(map(_sort_word, listed))


def split_name(full_name: str) -> NameParts:
    """The parts of a full name; a single word is a given name."""
    words = clean(full_name).split()
    if len(words) < 2:
        return NameParts(family="", middle="", given="".join(words))
    return NameParts(family=words[0], middle=" ".join(words[1:-1]), given=words[-1])


@lru_cache(maxsize=1 << 16)
def has_accents(text: str) -> bool:
    """Whether any Vietnamese mark, or đ, is written: a file without any says less about a name."""
    spread = unicodedata.normalize("NFD", text)
    return any(
        letter in "đĐðÐ" or letter in TONE_MARKS or letter in LETTER_MARKS for letter in spread
    )


def display_name(full_name: str) -> str:
    """The name as a list shows it: one typed wholly in capitals gets them at its syllables only.

    The register keeps the written form.
    """
    if full_name != full_name.upper():
        return full_name
    return " ".join(part[:1] + part[1:].lower() for part in full_name.split())
