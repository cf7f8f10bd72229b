"""What people say of a file beside it: which column is what, and cells put right.

The file stays as it was sent. A column's meaning is remembered by the texts of its header, a cell
by its row's anchor, so that both still fit when the same list comes again, and fit nothing else.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from domain.names import clean, fold
from imports.reading.records import Columns
from imports.reading.table import anchor_column, column_letters

# A row that lists no school takes the sheet's; a person may say it for the row alone.
_ADDABLE = ("school", "class_name")
# Half a birth date is none, and a date in the boys' column leaves the girls without.
_TOGETHER = (
    ("birth_if_male", "birth_if_female"),
    ("birth_if_female", "birth_if_male"),
    ("birth_day", "birth_month"),
    ("birth_month", "birth_year"),
)

RowKey = tuple[str, str]
# Names of sheets are kept up to here; Excel's own end at 31.
_LONGEST_SHEET = 255


@dataclass(frozen=True)
class Guidance:
    """`columns`: key of a header → column → field, "" for a column that is kept aside.

    `mends`: (sheet, anchor) of a row → field → what its cell should say.
    """

    columns: Mapping[str, Mapping[int, str]] = field(default_factory=dict)
    mends: Mapping[RowKey, Mapping[str, str]] = field(default_factory=dict)


UNGUIDED = Guidance()


def row_key(sheet: str, anchor: str) -> RowKey:
    """What a row is found by when its file is read again."""
    return sheet[:_LONGEST_SHEET], anchor


def header_key(headings: Mapping[int, str]) -> str:
    """The same for headers of the same texts in the same columns, 64 hexadecimal digits."""
    said = sorted((column, fold(text)) for column, text in headings.items())
    return sha256(repr(said).encode()).hexdigest()


def problem_of(chosen: Mapping[int, str], labels: Mapping[str, str]) -> str:
    """Why columns cannot mean what was chosen, as one Vietnamese sentence; "" where they can.

    `chosen`: column → field or ""; `labels`: field → its name on pages.
    """
    columns: dict[str, list[str]] = {}
    for column, name in sorted(chosen.items()):
        if name:
            columns.setdefault(name, []).append(column_letters(column))
    for name, letters in columns.items():
        if len(letters) > 1:
            listed = " và ".join(letters)
            return (
                f"Cột {listed} cùng được chọn là “{labels[name]}”; mỗi nội dung chỉ lấy ở một cột."
            )
    if "full_name" not in columns and not {"family_middle_name", "given_name"} <= columns.keys():
        return "Chọn cột “Họ và tên”, hoặc hai cột “Họ và chữ đệm” và “Tên”."
    for one, other in _TOGETHER:
        if one in columns and other not in columns:
            return f"Đã chọn cột “{labels[one]}” thì chọn cả cột “{labels[other]}”."
    return ""


def mend(columns: Columns, mends: Mapping[RowKey, Mapping[str, str]]) -> None:
    """Put the mended cells of a table into its columns."""
    letters = anchor_column(columns.found)
    for position, number in enumerate(columns.numbers):
        typed = mends.get(row_key(columns.sheet, f"{letters}{number}"))
        for name, text in (typed or {}).items():
            _put(columns, name, position, clean(text))


def _put(columns: Columns, name: str, position: int, text: str) -> None:
    if name not in columns.cells:
        if name not in _ADDABLE:
            return
        columns.cells[name] = [""] * len(columns.numbers)
    columns.cells[name][position] = text
    columns.mended.setdefault(name, {})[position] = text
