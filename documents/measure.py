"""How much room a text takes in Times New Roman: neither Word nor Excel is at hand to ask.

Excel fits the height of a row to the screen, then prints with other metrics and cuts the last
line off. Heights are therefore set from the widths of the letters, a little generously.
"""

import unicodedata
from functools import lru_cache

# Advance widths of Times New Roman in thousandths of the font size. Letters with marks are as wide
# as their base letter; whatever is not named here is as wide as a digit.
_WIDTHS = {
    250: " ,.",
    278: "ijlt/:;",
    333: "fr-()I!",
    389: "sJ",
    444: "acez",
    556: "FPS",
    611: "ELTZ",
    667: "BCR",
    722: "wADGHKNOQUVXYĐ",
    778: "m&",
    889: "M",
    944: "W",
    1000: "…—",
}
_WIDTH_OF = {letter: width for width, letters in _WIDTHS.items() for letter in letters}
_OTHER_WIDTH = 500
_BOLD = 1.07

LINE_SPACING = 1.27
"""Height of a line as a multiple of the font size, as Excel sets Times New Roman."""


@lru_cache(maxsize=50_000)
def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Width in points of a text set on one line at `size` points."""
    letters = (letter for letter in unicodedata.normalize("NFD", text))
    thousandths = sum(
        _WIDTH_OF.get(letter, _OTHER_WIDTH)
        for letter in letters
        if not unicodedata.combining(letter)
    )
    return thousandths * size / 1000 * (_BOLD if bold else 1)


@lru_cache(maxsize=50_000)
def line_count(text: str, room: float, size: float, *, bold: bool = False) -> int:
    """Lines a text needs in `room` points, broken at spaces, and inside a word only if it must."""
    return sum(_wrapped_lines(paragraph, room, size, bold=bold) for paragraph in text.split("\n"))


def _wrapped_lines(paragraph: str, room: float, size: float, *, bold: bool) -> int:
    space = text_width(" ", size, bold=bold)
    lines, used = 1, 0.0
    for word in paragraph.split(" "):
        width = text_width(word, size, bold=bold)
        if used and used + space + width > room:
            lines, used = lines + 1, 0.0
        elif used:
            used += space
        overflowing = max(0, int((used + width - 0.01) // room)) if width > room else 0
        lines += overflowing
        used += width - overflowing * room
    return lines
