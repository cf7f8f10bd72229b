"""What was measured, as lines of a Markdown table with one column a database."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Line:
    """One figure: which part, what, the value as text, the target ("" where none is set).

    `is_met` is None where there is nothing to meet.
    """

    part: str
    name: str
    value: str
    target: str = ""
    is_met: bool | None = None

    @property
    def shown(self) -> str:
        verdicts = {None: "", True: " (met)", False: " (**missed**)"}
        return self.value + verdicts[self.is_met]

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def times(part: str, name: str, ratio: float, *, at_least: float = 0, at_most: float = 0) -> Line:
    """A ratio, against one bound if any."""
    value = f"{ratio:.3g} ×" if ratio < 100 else f"{ratio:.0f} ×"
    if at_least:
        return Line(part, name, value, f"≥ {at_least:g} ×", ratio >= at_least)
    if at_most:
        return Line(part, name, value, f"≤ {at_most:g} ×", ratio <= at_most)
    return Line(part, name, value)


def milliseconds(part: str, name: str, seconds: float, *, at_most: float = 0) -> Line:
    """A duration given in seconds, printed and bounded in milliseconds."""
    value = f"{seconds * 1000:.3g} ms" if seconds < 0.1 else f"{seconds * 1000:.0f} ms"
    if at_most:
        return Line(part, name, value, f"≤ {at_most:g} ms", seconds * 1000 <= at_most)
    return Line(part, name, value)


def markdown(columns: dict[str, Sequence[Line]]) -> str:
    """The table: lines in the order of the first database that has them, a column a database."""
    found: dict[tuple[str, str], dict[str, Line]] = {}
    for database, lines in columns.items():
        for line in lines:
            found.setdefault((line.part, line.name), {})[database] = line
    rows = [
        ["part", "measure", *columns, "target"],
        ["---", "---", *("---:" for _ in columns), "---"],
    ]
    for (part, name), cells in found.items():
        values = [cells[database].shown if database in cells else "" for database in columns]
        rows.append([part, name, *values, next(iter(cells.values())).target])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)
