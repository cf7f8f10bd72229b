"""A web page saved as `.xls`, which is what many web systems call "export to Excel"."""

from html.parser import HTMLParser

_LONGEST_SPAN = 100


class _TableParser(HTMLParser):
    """Collects the cells of every table on the page, in order, as one run of rows."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[object]] = []
        self._texts: list[str] | None = None
        self._span = 1
        self._taken_until: dict[int, int] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self._close_cell()
            self.rows.append([])
        elif tag in ("td", "th"):
            self._close_cell()
            if not self.rows:
                self.rows.append([])
            self._open_cell(dict(attrs))
        elif tag == "br" and self._texts is not None:
            self._texts.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr", "table"):
            self._close_cell()

    def handle_data(self, data: str) -> None:
        if self._texts is not None:
            self._texts.append(data)

    def _open_cell(self, attributes: dict[str, str | None]) -> None:
        row = self.rows[-1]
        # A cell spanning rows above leaves its place blank here.
        while self._taken_until.get(len(row), 0) >= len(self.rows):
            row.append("")
        self._texts = []
        self._span = _span(attributes.get("colspan"))
        last_row = len(self.rows) + _span(attributes.get("rowspan")) - 1
        for column in range(len(row), len(row) + self._span):
            self._taken_until[column] = last_row

    def _close_cell(self) -> None:
        if self._texts is None:
            return
        self.rows[-1].append("".join(self._texts).strip())
        self.rows[-1].extend([""] * (self._span - 1))
        self._texts = None


def _span(text: str | None) -> int:
    if text is None or not text.strip().isdecimal():
        return 1
    return max(1, min(int(text.strip()), _LONGEST_SPAN))


def read_markup(text: str) -> list[list[object]]:
    """The rows of all tables of a page, each cell's text; a spanning cell fills its first place."""
    parser = _TableParser()
    parser.feed(text)
    parser.close()
    return parser.rows
