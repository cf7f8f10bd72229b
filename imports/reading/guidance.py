"""What people say of a file beside it: which column is what, and cells put right.

The file stays as it was sent. A column's meaning is remembered by the texts of its header, a cell
by its row's anchor, so that both still fit when the same list comes again, and fit nothing else.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from domain.names import clean, fold
from imports.reading.records import Columns
from imports.reading.table import anchor_column

# A row that lists no school takes the sheet's; a person may say it for the row alone.
_ADDABLE = ("school", "class_name")

RowKey = tuple[str, str]


@dataclass(frozen=True)
class Guidance:
    """`columns`: key of a header → column → field, "" for a column that is kept aside.

    `mends`: (sheet, anchor) of a row → field → what its cell should say.
    """

    columns: Mapping[str, Mapping[int, str]] = field(default_factory=dict)
    mends: Mapping[RowKey, Mapping[str, str]] = field(default_factory=dict)


UNGUIDED = Guidance()


def header_key(headings: Mapping[int, str]) -> str:
    """The same for headers of the same texts in the same columns, 64 hexadecimal digits."""
    said = sorted((column, fold(text)) for column, text in headings.items())
    return sha256(repr(said).encode()).hexdigest()


def mend(columns: Columns, mends: Mapping[RowKey, Mapping[str, str]]) -> None:
    """Put the mended cells of a table into its columns."""
    letters = anchor_column(columns.found)
    for position, number in enumerate(columns.numbers):
        typed = mends.get((columns.sheet, f"{letters}{number}"))
        for name, text in (typed or {}).items():
            _put(columns, name, position, clean(text))


def _put(columns: Columns, name: str, position: int, text: str) -> None:
    if name not in columns.cells:
        if name not in _ADDABLE:
            return
        columns.cells[name] = [""] * len(columns.numbers)
    columns.cells[name][position] = text
    columns.mended.setdefault(name, {})[position] = text
