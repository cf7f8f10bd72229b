"""Lists printed side by side to save paper: the same headings twice in one row."""

from collections.abc import Sequence

from domain.names import fold
from imports.reading.assignment import Row
from imports.reading.header import Header

_NAMES = ("full_name", "family_middle_name", "given_name")
_LEAST_REPEATED = 2
_SHARE_REPEATED = 0.6


def columns_of_lists(header: Header) -> list[range]:
    """The columns of each list under the header, left to right; one range where there is one."""
    texts = {column: fold(text) for column, text in header.headings.items() if fold(text)}
    name = next((header.columns[field] for field in _NAMES if field in header.columns), None)
    if name is None or name not in texts:
        return [range(max(texts, default=0) + 1)]
    first = min(texts)
    same = sorted(column for column, text in texts.items() if text == texts[name])
    width = max(texts) + 1
    if name != same[0]:
        name = same[0]
    starts = [first]
    for column in same[1:]:
        start = first + column - name
        if start > name and _is_repeated(texts, first, start):
            starts.append(start)
    return [range(start, end) for start, end in zip(starts, [*starts[1:], width], strict=True)]


def _is_repeated(texts: dict[int, str], first: int, start: int) -> bool:
    """Whether the headings from `start` on are those from `first` on."""
    shift = start - first
    there = [column for column in texts if column < start and column + shift in texts]
    same = sum(texts[column] == texts[column + shift] for column in there)
    return same >= _LEAST_REPEATED and same >= _SHARE_REPEATED * len(there)


def only(rows: Sequence[Row], columns: range, first: int) -> list[list[object]]:
    """The rows with everything outside these columns blank from row `first` on."""
    return [
        list(row)
        if index < first
        else [cell if column in columns else "" for column, cell in enumerate(row)]
        for index, row in enumerate(rows)
    ]
