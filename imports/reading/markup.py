"""A web page saved as `.xls`, which is what many web systems call "export to Excel"."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

from imports.reading.marks import Merge

_LONGEST_SPAN = 100
_TALLEST_SPAN = 5_000
_MOST_CELLS = 3_000_000
# What a page holds that is not shown.
_UNSEEN = frozenset(("style", "script", "title", "xml", "noscript", "template"))


@dataclass
class Page:
    """The rows of all tables of a page, and its merged cells."""

    rows: list[list[object]] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)


@dataclass
class _Cell:
    texts: list[str]
    wide: int
    tall: int


class _TableParser(HTMLParser):
    """Collects the cells of every table on the page, in order, as one run of rows.

    A cell that holds a table of its own is a frame: its own text goes before that table's rows.
    """

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page()
        self._cell: _Cell | None = None
        self._taken_until: dict[int, int] = {}
        self._unseen = 0
        self._cells = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag == "table":
            self._close_cell()
            self._taken_until = {}
        elif tag == "tr":
            self._close_cell()
            self._unseen = 0
            self.page.rows.append([])
        elif tag in ("td", "th"):
            self._close_cell()
            if not self.page.rows:
                self.page.rows.append([])
            self._open_cell(dict(attrs))
        elif tag in ("br", "p", "div", "li") and self._cell is not None:
            self._cell.texts.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif tag in ("td", "th", "tr", "table"):
            self._close_cell()
        if tag == "table":
            self._taken_until = {}

    def handle_data(self, data: str) -> None:
        if self._cell is not None and not self._unseen:
            self._cell.texts.append(data)

    def _open_cell(self, attributes: dict[str, str | None]) -> None:
        row = self.page.rows[-1]
        # A cell spanning rows above leaves its place blank here.
        while self._taken_until.get(len(row), 0) >= len(self.page.rows):
            row.append("")
            self._count(1)
        wide = _span(attributes.get("colspan"), _LONGEST_SPAN)
        tall = _span(attributes.get("rowspan"), _TALLEST_SPAN)
        self._cell = _Cell([], wide, tall)
        last_row = len(self.page.rows) + tall - 1
        for column in range(len(row), len(row) + wide):
            self._taken_until[column] = last_row

    def _close_cell(self) -> None:
        cell, self._cell = self._cell, None
        if cell is None:
            return
        row, at = self.page.rows[-1], len(self.page.rows) - 1
        if cell.tall > 1 or cell.wide > 1:
            self.page.merges.append(
                ((at, len(row)), (at + cell.tall - 1, len(row) + cell.wide - 1))
            )
        row.append(" ".join("".join(cell.texts).split()))
        row.extend([""] * (cell.wide - 1))
        self._count(cell.wide)

    def _count(self, cells: int) -> None:
        self._cells += cells
        if self._cells > _MOST_CELLS:
            raise ValueError("more cells than any list has")


def _span(text: str | None, most: int) -> int:
    digits = (text or "").strip()
    if not digits.isdecimal() or len(digits) > 9:
        return 1
    return max(1, min(int(digits), most))


def read_markup(text: str) -> Page:
    """All tables of a page, each cell's text; a spanning cell fills its first place."""
    parser = _TableParser()
    parser.feed(text)
    parser.close()
    return parser.page
