"""How offices change what they copy: errors of the hand, the ear, the font and the spreadsheet.

Every rate is the share of rows (or of files, where so said) it befalls. The kinds are those of
docs/linkage.md's sources (what offices send), not of the engine: nothing here imports it.
"""

import string
import unicodedata
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from datetime import date
from random import Random

from domain.legacy import Encoding, encode
from domain.names import fold


@dataclass(frozen=True)
class Rates:
    """Shares of rows and files with each kind of error; the defaults are "typical"."""

    # Of the name
    wrong_mark: float = 0.018
    unmarked_name: float = 0.003
    slip: float = 0.013
    by_ear: float = 0.004
    regional: float = 0.003
    merged: float = 0.0028
    split: float = 0.0004
    middle_dropped: float = 0.0045
    middle_added: float = 0.001
    middle_initial: float = 0.003
    reordered: float = 0.0015
    other_family: float = 0.0008
    # Of the birth date
    date_slip: float = 0.011
    year_slip: float = 0.002
    swapped: float = 0.0013
    year_only: float = 0.0027
    unknown_day: float = 0.0018
    # Of the rest
    other_sex: float = 0.008
    other_school: float = 0.009
    other_commune: float = 0.046
    school_slip: float = 0.02
    school_short: float = 0.17
    code_slip: float = 0.006
    blank: float = 0.05
    # Of files
    plain_file: float = 0.05
    legacy_file: float = 0.08
    swapping_file: float = 0.03
    missing_column: float = 1.0
    # Of the roster
    outsiders: float = 0.055
    namesake_outsiders: float = 0.001
    repeats: float = 0.003

    def times(self, factor: float) -> "Rates":
        """All errors of rows and files so many times as often; columns and outsiders stay."""
        kept = {"missing_column", "outsiders", "namesake_outsiders", "school_short", "blank"}
        changed = {
            field.name: min(getattr(self, field.name) * factor, 0.5)
            for field in fields(self)
            if field.name not in kept
        }
        return replace(self, **changed)


TYPICAL = Rates()
PRESETS = {
    "clean": replace(TYPICAL.times(0.15), blank=0.02, missing_column=0.5),
    "typical": TYPICAL,
    "hard": replace(
        TYPICAL.times(4.5),
        other_commune=0.1,
        blank=0.09,
        outsiders=0.08,
        namesake_outsiders=0.002,
        missing_column=1.2,
    ),
}

_REGIONAL = (
    ("Nhật", "Nhựt"), ("Phúc", "Phước"), ("Vũ", "Võ"), ("Hoàng", "Huỳnh"), ("Cường", "Cương"),
    ("Thịnh", "Thạnh"), ("Chính", "Chánh"), ("Sinh", "Sanh"), ("Phượng", "Phụng"),
    ("Tùng", "Tòng"), ("Bảo", "Bửu"), ("Nhân", "Nhơn"), ("Tính", "Tánh"), ("Minh", "Mênh"),
)  # fmt: skip
_BY_EAR = (
    ("Tr", "Ch"), ("Ch", "Tr"), ("S", "X"), ("X", "S"), ("D", "Gi"), ("V", "D"), ("Gi", "D"),
    ("D", "V"), ("Y", "I"), ("uyên", "iên"), ("iên", "iêng"), ("ân", "âng"), ("ang", "an"),
    ("y", "i"), ("inh", "in"), ("ung", "un"), ("ương", "ươn"), ("ư", "ơ"), ("uy", "i"),
)  # fmt: skip
_TONES = ("\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
_NEIGHBOURS = {
    **dict(zip("qwertyuiop", ("wa", "qes", "wrd", "etf", "ryg", "tuh", "yij", "uok", "ipl", "o"),
               strict=True)),
    **dict(zip("asdfghjkl", ("qsz", "adw", "sfe", "dgr", "fht", "gjy", "hku", "jli", "ko"),
               strict=True)),
    **dict(zip("zxcvbnm", ("xa", "zc", "xv", "cb", "vn", "bm", "n"), strict=True)),
}  # fmt: skip


class Noise:
    """Errors drawn from one `random` at given rates."""

    def __init__(self, rates: Rates, random: Random) -> None:
        self.rates = rates
        self.random = random

    def befalls(self, rate: float) -> bool:
        return self.random.random() < rate

    def name(self, name: str, families: tuple[str, ...]) -> str:
        """The name as somebody else writes it; several errors may meet."""
        rates = self.rates
        kinds: tuple[tuple[float, Callable[[str], str]], ...] = (
            (rates.regional, self._regional),
            (rates.by_ear, self._by_ear),
            (rates.other_family, lambda text: self._other_family(text, families)),
            (rates.middle_dropped, self._without_middle),
            (rates.middle_added, self._with_middle),
            (rates.reordered, self._reordered),
            (rates.wrong_mark, self._wrong_mark),
            (rates.slip, self.slip),
            (rates.middle_initial, self._initial),
            (rates.merged, self._merged),
            (rates.split, self._split),
            (rates.unmarked_name, self.unmarked),
        )
        for rate, change in kinds:
            if self.befalls(rate):
                name = change(name)
        return name

    def birth(self, birth: date, *, is_swapping: bool) -> tuple[date | None, int]:
        """The date as written and its year; None where only the year is."""
        rates, random = self.rates, self.random
        if self.befalls(rates.year_only):
            return None, birth.year
        if self.befalls(rates.unknown_day):
            return date(birth.year, 1, 1), birth.year
        if self.befalls(rates.year_slip):
            birth = _safe(birth, year=birth.year + random.choice((-1, 1, -10, 4)))
        if self.befalls(rates.date_slip):
            birth = self._mistyped(birth)
        if birth.day <= 12 and self.befalls(0.4 if is_swapping else rates.swapped):
            birth = date(birth.year, birth.day, birth.month)
        return birth, birth.year

    def _mistyped(self, birth: date) -> date:
        """Mostly one digit beside the right one, sometimes another day or month altogether."""
        random = self.random
        kind = random.random()
        if kind < 0.08:
            return _safe(birth, day=random.randint(1, 28))
        if kind < 0.15:
            return _safe(birth, month=random.randint(1, 12))
        text = f"{birth:%Y%m%d}"
        for _ in range(50):
            place = random.choice((3, 5, 6, 7, 7))
            changed = text[:place] + random.choice(string.digits) + text[place + 1 :]
            if changed != text and _is_date(changed):
                return date(int(changed[:4]), int(changed[4:6]), int(changed[6:]))
        return birth

    def school(self, name: str, others: list[str]) -> str:
        """A school of origin as people write it."""
        random = self.random
        if self.befalls(self.rates.other_school):
            name = random.choice(others)
        title, _, core = name.partition(" ")
        words = core.split()
        if self.befalls(self.rates.school_short) and len(words) > 1:
            core = (
                "".join(word[0] for word in words)
                if self.befalls(0.4)
                else " ".join((f"{words[0][0]}.", *words[1:]))
            )
        forms = (f"{title} {core}", f"Trường {title} {core}", core)
        text = random.choices(forms, (80, 10, 10))[0]
        return self.slip(text) if self.befalls(self.rates.school_slip) else text

    def code(self, code: str) -> str:
        """A number with one digit mistyped, two exchanged, or its last zero lost."""
        if not self.befalls(self.rates.code_slip):
            return code
        place = self.random.randrange(2, len(code) - 1)
        if self.befalls(0.3):
            return code[:place] + code[place + 1] + code[place] + code[place + 2 :]
        return code[:place] + self.random.choice(string.digits) + code[place + 1 :]

    def slip(self, text: str) -> str:
        """One key missed, doubled, hit beside, or two in the wrong order."""
        random = self.random
        place = random.randrange(len(text))
        letter = text[place]
        beside = random.choice(_NEIGHBOURS.get(fold(letter)[:1], "e"))
        after = text[place + 1 : place + 2]
        return text[:place] + random.choice(
            (
                text[place + 1 :],
                letter + letter + text[place + 1 :],
                beside + text[place + 1 :],
                letter + beside + text[place + 1 :],
                after + letter + text[place + 2 :],
            )
        )

    def unmarked(self, text: str) -> str:
        """The text without any mark, letter case kept."""
        return "".join(_plain(letter) for letter in text)

    def _wrong_mark(self, name: str) -> str:
        random = self.random
        words = name.split()
        place = random.randrange(len(words))
        plain = self.unmarked(words[place])
        if self.befalls(0.45):
            words[place] = plain
        elif self.befalls(0.4):
            words[place] = _exchanged(words[place], "\u0309", "\u0303")
        else:
            words[place] = _retoned(words[place], random.choice(_TONES))
        return " ".join(words)

    def _regional(self, name: str) -> str:
        pairs = [*_REGIONAL, *((b, a) for a, b in _REGIONAL)]
        found = [(one, other) for one, other in pairs if one in name.split()]
        if not found:
            return name
        one, other = self.random.choice(found)
        return " ".join(other if word == one else word for word in name.split())

    def _by_ear(self, name: str) -> str:
        found = [pair for pair in _BY_EAR if pair[0] in name]
        return name.replace(*self.random.choice(found), 1) if found else name

    def _other_family(self, name: str, families: tuple[str, ...]) -> str:
        return " ".join((self.random.choice(families), *name.split()[1:]))

    def _without_middle(self, name: str) -> str:
        words = name.split()
        if len(words) > 2:
            del words[self.random.randrange(1, len(words) - 1)]
        return " ".join(words)

    def _with_middle(self, name: str) -> str:
        words = name.split()
        words.insert(1, self.random.choice(("Thị", "Văn", "Ngọc", "Minh", "Thanh")))
        return " ".join(words)

    def _reordered(self, name: str) -> str:
        words = name.split()
        if len(words) > 2:
            place = self.random.randrange(1, len(words) - 1)
            words[place], words[place + 1] = words[place + 1], words[place]
        return " ".join(words)

    def _initial(self, name: str) -> str:
        words = name.split()
        if len(words) > 2:
            words[1] = f"{words[1][0]}."
        return " ".join(words)

    def _merged(self, name: str) -> str:
        words = name.split()
        place = self.random.randrange(len(words) - 1)
        return " ".join(
            (*words[:place], words[place] + words[place + 1].lower(), *words[place + 2 :])
        )

    def _split(self, name: str) -> str:
        place = self.random.randrange(2, len(name) - 1)
        return f"{name[:place]} {name[place:]}"


@dataclass(frozen=True)
class FileHabits:
    """What befalls a file as a whole: its font, its marks, its capitals, its dates."""

    is_plain: bool
    is_upper: bool
    encoding: Encoding
    is_swapping: bool

    def text(self, text: str, noise: Noise) -> str:
        """A cell as this file writes it."""
        if self.is_plain:
            text = noise.unmarked(text)
        if self.is_upper:
            text = text.upper()
        return encode(text, self.encoding)


def draw_habits(noise: Noise) -> FileHabits:
    """The habits of one file."""
    rates, random = noise.rates, noise.random
    is_plain = noise.befalls(rates.plain_file)
    is_legacy = not is_plain and noise.befalls(rates.legacy_file)
    return FileHabits(
        is_plain=is_plain,
        is_upper=noise.befalls(0.2),
        encoding=random.choice((Encoding.TCVN3, Encoding.VNI)) if is_legacy else Encoding.UNICODE,
        is_swapping=noise.befalls(rates.swapping_file),
    )


def _plain(letter: str) -> str:
    bare = fold(letter)
    if len(bare) != 1:
        return letter
    return bare.upper() if letter.isupper() else bare


def _exchanged(word: str, one: str, other: str) -> str:
    """The word with hỏi for ngã, or the other way round; words with neither keep their marks."""
    spread = unicodedata.normalize("NFD", word)
    table = str.maketrans({one: other, other: one})
    return unicodedata.normalize("NFC", spread.translate(table))


def _retoned(word: str, tone: str) -> str:
    """The word with another tone; one without a tone gets it on its first vowel."""
    spread = unicodedata.normalize("NFD", word)
    if any(mark in spread for mark in _TONES):
        changed = "".join(tone if mark in _TONES else mark for mark in spread)
    else:
        place = next((i for i, letter in enumerate(spread) if letter.lower() in "aeiouy"), -1)
        changed = spread[: place + 1] + tone + spread[place + 1 :]
    return unicodedata.normalize("NFC", changed)


def _is_date(text: str) -> bool:
    year, month, day = int(text[:4]), int(text[4:6]), int(text[6:])
    return 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]


def _safe(birth: date, **changes: int) -> date:
    changed = {"day": min(birth.day, 28), **changes}
    return birth.replace(**changed)
