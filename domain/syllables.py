"""The shape of Vietnamese syllables, which tells text from text read in a wrong encoding.

Onset, rhyme and tone follow the standard orthography. Names of ethnic minorities and of foreigners
are often outside it; whoever decides by shape must decide by the share over many words.
"""

import re
import unicodedata
from functools import lru_cache
from itertools import product

from domain.names import TONE_MARKS

# "gi" and "qu" are onsets of their own: their vowel letter is not part of the rhyme.
_ONSETS = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x"
_RHYMES = """
    a ac ach ai am an ang anh ao ap at au ay  ăc ăm ăn ăng ăp ăt  âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et  ê êch êm ên êng ênh êp êt êu
    i ia ich im in inh ip it iu  iêc iêm iên iêng iêp iêt iêu  y ych ynh yt
    yêm yên yêng yêt yêu
    o oc oi om on ong op ot ooc oong  ô ôc ôi ôm ôn ông ôp ôt  ơ ơi ơm ơn ơp ơt
    oa oac oach oai oam oan oang oanh oao oap oat oay  oăc oăm oăn oăng oăt  oe oen oeo oet
    u ua uc ui um un ung up ut  uân uâng uât uây  uê uêch uên uênh  uơ  uôc uôi uôm uôn uông uôt
    uy uya uych uyên uyêt uynh uyp uyt uyu
    ư ưa ưc ưi ưng ưt ưu  ươc ươi ươm ươn ương ươp ươt ươu
"""
_RHYMES_AFTER_QU = """
    a ac ach ai an ang anh ao at au ay  ăc ăm ăn ăng ăp ăt  ân âng ât ây  e en eo et
    ê êch ên ênh êt  i it ich inh  y ych yên yêt ynh yt  ơ ơi ơn ơt  ôc
"""
_FRONT = "ieêy"
_STOPS = ("c", "ch", "p", "t")
_STOP_TONES = frozenset("\u0301\u0323")
_VOWELS = "aăâeêioôơuưy"
_MARKED_VOWELS = "ăâêôơư"
_EITHER_SEAT = ("oa", "oe", "uy")


def _fit(onset: str, rhyme: str) -> bool:
    """Whether the orthography lets this rhyme follow this onset ("qu" has its own list)."""
    front = rhyme[0] in _FRONT
    if rhyme.startswith("yê"):
        return onset == ""
    if onset in ("k", "gh", "ngh"):
        return front
    if onset in ("c", "ng"):
        return not front
    if onset == "g":
        return not front or rhyme in ("i", "in", "iêt", "iêng", "ia")
    return onset != "qu"


# "" is the onset of syllables that begin with a vowel: An, Yến.
_SYLLABLES = frozenset(
    onset + rhyme
    for onset, rhyme in product(["", *_ONSETS.split()], _RHYMES.split())
    if _fit(onset, rhyme)
) | frozenset("qu" + rhyme for rhyme in _RHYMES_AFTER_QU.split())
_PLAIN_SYLLABLES = frozenset(
    re.sub("[\u0300-\u036f]", "", unicodedata.normalize("NFD", syllable)).replace("đ", "d")
    for syllable in _SYLLABLES
)


@lru_cache(maxsize=1 << 16)
def is_syllable(text: str) -> bool:
    """Whether one word is a well-formed Vietnamese syllable in Unicode, in any letter case.

    A word without any mark counts when marks could make it one ("nguyen"); a word with a mark must
    be right as it stands: "nguyên" and "hoà" are, "nguyeãn" and "Thóât" are not.
    """
    word = unicodedata.normalize("NFD", text.lower())
    if word.isascii():
        return word in _PLAIN_SYLLABLES
    tones = [character for character in word if character in TONE_MARKS]
    letters = unicodedata.normalize("NFC", "".join(c for c in word if c not in TONE_MARKS))
    if letters not in _SYLLABLES or len(tones) > 1:
        return False
    # Syllables closed by a stop have only sắc and nặng.
    if letters.endswith(_STOPS) and not _STOP_TONES.issuperset(tones or "?"):
        return False
    return not tones or _tone_seat(word, tones[0]) in _tone_seats(letters)


def _tone_seat(word: str, tone: str) -> int:
    """The place of the letter that carries the tone, in a word without its tone."""
    return len(unicodedata.normalize("NFC", word[: word.index(tone)])) - 1


def _tone_seats(letters: str) -> range:
    """The places where the orthography, old or new, writes the tone (hoà and hòa, but only xã)."""
    vowels = re.search(f"[{_VOWELS}]+(?=[a-z]*$)", letters)
    if vowels is None:
        return range(0)
    start, end = vowels.span()
    marked = [place for place in range(start, end) if letters[place] in _MARKED_VOWELS]
    if marked:
        return range(marked[-1], marked[-1] + 1)
    if end < len(letters):
        return range(end - 1, end)
    if vowels.group() in _EITHER_SEAT or letters.startswith(("gi", "qu")):
        return range(start, end)
    return range(start, start + 1) if end - start < 3 else range(start + 1, start + 2)
