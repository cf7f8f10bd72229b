"""A web page saved as `.xls`, which is what many web systems call "export to Excel".

Pages come from the programs of strangers: tags are found by one pass of a pattern that cannot be
made slow, and what spans promise is believed only up to a limit.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from imports.reading.marks import Merge

_WIDEST_SPAN = 100
_TALLEST_SPAN = 5_000
_MOST_CELLS = 1_200_000
_MOST_ROWS = 300_000
# Attributes may hold ">" between quotation marks; bounded, so that no text makes it slow.
_ATTRIBUTES = r"((?:[^<>\"']|\"[^\"]{0,500}+\"|'[^']{0,500}+'|[\"'])*+)"
_TAG = re.compile(
    rf"<(/?)(table|tr|td|th|br|p|div|li|[a-z!?/][\w:\-]{{0,40}}){_ATTRIBUTES}>", re.IGNORECASE
)
_SPAN = re.compile(r"(row|col)span\s*=\s*[\"']?\s*(\d{1,9})", re.IGNORECASE)
_BREAKS = frozenset(("br", "p", "div", "li"))
# What a page holds that is not shown: from → to.
_UNSEEN = (
    ("<!--", "-->"), ("<style", "</style"), ("<script", "</script"), ("<xml", "</xml"),
    ("<title", "</title"),
)  # fmt: skip


class TooManyCells(ValueError):
    """More cells than any list has."""


@dataclass
class Page:
    """The rows of all tables of a page, and its merged cells."""

    rows: list[list[object]] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)


def read_markup(text: str) -> Page:
    """All tables of a page as one run of rows; a spanning cell fills its first place.

    A cell that holds a table of its own is a frame: its own text goes before that table's rows.
    Raises TooManyCells for a page with more cells than any list.
    """
    return _PageReader(_without_unseen(text)).read()


def _without_unseen(text: str) -> str:
    """The page without comments, styles and scripts; one that is never closed stays as text."""
    for begin, end in _UNSEEN:
        text = "".join(_outside(text, begin, end))
    return text


def _outside(text: str, begin: str, end: str) -> Iterator[str]:
    lowered = text.lower()
    if len(lowered) != len(text):  # a letter whose small form is longer: places would not agree
        lowered = text
    at = 0
    while (start := lowered.find(begin, at)) >= 0:
        stop = lowered.find(end, start)
        if stop < 0:
            break
        yield text[at:start]
        # The ">" of a closing tag stays behind as nothing more than that.
        at = lowered.find(">", stop) + 1 or len(text)
    yield text[at:]


class _PageReader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.page = Page()
        self._parts: list[str] | None = None
        self._wide = self._tall = 1
        self._taken_until: dict[int, int] = {}
        self._cells = 0

    def read(self) -> Page:
        at = 0
        for tag in _TAG.finditer(self.text):
            if self._parts is not None:
                self._parts.append(self.text[at : tag.start()])
            at = tag.end()
            self._take(tag[2].lower(), bool(tag[1]), tag[3])
        if self._parts is not None:
            self._parts.append(self.text[at:])
        self._close_cell()
        return self.page

    def _take(self, name: str, is_end: bool, attributes: str) -> None:
        if name in ("td", "th"):
            self._close_cell()
            if not is_end:
                self._open_cell(attributes)
        elif name in ("tr", "table"):
            self._close_cell()
            if name == "table":
                self._taken_until = {}
            elif not is_end:
                self._add_row()
        elif name in _BREAKS and self._parts is not None:
            self._parts.append(" ")

    def _add_row(self) -> None:
        self.page.rows.append([])
        if len(self.page.rows) > _MOST_ROWS:
            raise TooManyCells

    def _open_cell(self, attributes: str) -> None:
        if not self.page.rows:
            self._add_row()
        row = self.page.rows[-1]
        # A cell spanning rows above leaves its place blank here.
        while self._taken_until.get(len(row), 0) >= len(self.page.rows):
            row.append("")
            self._count(1)
        spans = {kind.lower(): int(number) for kind, number in _SPAN.findall(attributes)}
        self._wide = max(1, min(spans.get("col", 1), _WIDEST_SPAN))
        self._tall = max(1, min(spans.get("row", 1), _TALLEST_SPAN))
        self._parts = []
        if self._tall > 1:
            last_row = len(self.page.rows) + self._tall - 1
            for column in range(len(row), len(row) + self._wide):
                self._taken_until[column] = last_row

    def _close_cell(self) -> None:
        parts, self._parts = self._parts, None
        if parts is None:
            return
        row, at = self.page.rows[-1], len(self.page.rows) - 1
        if self._tall > 1 or self._wide > 1:
            corner = (at + self._tall - 1, len(row) + self._wide - 1)
            self.page.merges.append(((at, len(row)), corner))
        written = "".join(parts)
        if "&" in written:
            written = html.unescape(written)
        row.append(" ".join(written.split()))
        row.extend([""] * (self._wide - 1))
        self._count(self._wide)

    def _count(self, cells: int) -> None:
        self._cells += cells
        if self._cells > _MOST_CELLS:
            raise TooManyCells
