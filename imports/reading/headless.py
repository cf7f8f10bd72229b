"""A list that begins with its pupils: no row says what the columns are, somebody does."""

import datetime
import re
from collections.abc import Callable, Sequence

from domain.identifiers import plain_text
from domain.legacy import decode, detect
from domain.names import clean, fold
from imports.reading.assignment import Row
from imports.reading.header import LEAST_PLAIN, Header
from imports.reading.titles import looks_like_person

# A column belongs to the list where this share of its rows fills it; notes are filled here and
# there, and another file of the same make must be known again by its columns.
_SHARE_FILLED = 0.5
# What most cells of a column look like is what it is suggested to be.
_SHARE_ALIKE = 0.8
_LOOKED_AT = 80
_DATE = re.compile(r"\d{1,2}[./\-]\d{1,2}[./\-]\d{2,4}|\d{4}-\d{2}-\d{2}.*")
_CLASS = re.compile(r"(?:lop )?(?:9|1[0-2])[ ./\-]?[a-z]{0,3}[ ./\-]?\d{0,2}")
_PHONE = re.compile(r"\+?(?:84|0)?[35789]\d{8}")
# Days of 1995 to 2012 as Excel counts them.
_BORN = range(34_700, 41_275)
_ORDINAL = re.compile(r"\d{1,5}[.)]?")


def missing_header(rows: Sequence[Row], fields: frozenset[str]) -> Header | None:
    """A header of blank headings, before the first row that is as full as most; None for a sheet
    that holds no rows of several cells. Its columns, those among `fields`, are only suggested.
    """
    full = _full_rows(rows)
    if not full:
        return None
    listed = [rows[index] for index in full]
    columns = _columns(listed)
    encoding = detect([cell for row in listed for cell in row if isinstance(cell, str)])

    def text(row: Row, column: int) -> str:
        return clean(decode(plain_text(_cell(row, column)), encoding))

    sample = listed[:_LOOKED_AT]
    texts = {c: list(filter(None, (text(row, c) for row in sample))) for c in columns}
    dates = {c for c in columns if _holds_dates([_cell(row, c) for row in sample])}
    suggested = _suggested(texts, dates, fields)
    first = full[0]
    names = [suggested[name] for name in ("full_name", "family_middle_name") if name in suggested]
    # The first pupils may lack what the others have: no row with a name is left above the list.
    while first and any(looks_like_person(text(rows[first - 1], column)) for column in names):
        first -= 1
    return Header(
        first=first,
        last=first - 1,
        columns=suggested,
        headings=dict.fromkeys(columns, ""),
        encoding=encoding,
        points=LEAST_PLAIN,
        lines=(),
    )


def _full_rows(rows: Sequence[Row]) -> list[int]:
    """Rows with at least half as many cells as the fullest of several: pupils, not letterheads."""
    counts = {index: sum(cell not in ("", None) for cell in row) for index, row in enumerate(rows)}
    several = sorted(number for number in counts.values() if number > 1)
    if not several:
        return []
    usual = several[len(several) // 2]
    return [index for index, number in counts.items() if number > 1 and number * 2 > usual]


def _columns(listed: Sequence[Row]) -> list[int]:
    width = max(map(len, listed))
    filled = {c: sum(_cell(row, c) not in ("", None) for row in listed) for c in range(width)}
    return [column for column, number in filled.items() if number > _SHARE_FILLED * len(listed)]


def _suggested(
    texts: dict[int, list[str]], dates: set[int], fields: frozenset[str]
) -> dict[str, int]:
    """What the columns look like, each field once, the leftmost column first."""
    found: dict[str, int] = {}
    for column, cells in texts.items():
        looks = ("birth_date",) if column in dates else _looks(cells)
        name = next((each for each in looks if each in fields and each not in found), "")
        if name:
            found[name] = column
    if "given_name" in found and found.get("full_name") == found["given_name"] - 1:
        # "Nguyễn Văn | An": the names are cut in two.
        found["family_middle_name"] = found.pop("full_name")
    elif "full_name" in found:
        found.pop("given_name", None)
    return dict(sorted(found.items(), key=lambda item: item[1]))


def _looks(cells: Sequence[str]) -> list[str]:
    """The fields that most of the cells look like."""
    return [
        name
        for name, is_like in _KINDS.items()
        if sum(map(is_like, cells)) >= _SHARE_ALIKE * len(cells)
    ]


def _holds_dates(cells: Sequence[object]) -> bool:
    """Whether a column is dates by the type of its cells, or serials of days pupils are born on."""
    filled = [cell for cell in cells if cell not in ("", None)]
    dates = sum(
        isinstance(cell, datetime.date) or (isinstance(cell, int | float) and cell in _BORN)
        for cell in filled
    )
    return dates >= _SHARE_ALIKE * len(filled) > 0


def _is_given_name(text: str) -> bool:
    return text.isalpha() and text[0].isupper()


def _is_school(text: str) -> bool:
    return bool(re.match(r"(?:truong )?(?:thcs|trung hoc co so)\b", fold(text)))


def _folded(pattern: re.Pattern[str]) -> Callable[[str], bool]:
    return lambda text: bool(pattern.fullmatch(fold(text)))


_KINDS: dict[str, Callable[[str], bool]] = {
    "birth_date": lambda text: bool(_DATE.fullmatch(text)),
    "gender": lambda text: fold(text) in ("nam", "nu"),
    "school": _is_school,
    "full_name": looks_like_person,
    "class_name": _folded(_CLASS),
    "phone": lambda text: bool(_PHONE.fullmatch(text.replace(" ", "").replace(".", ""))),
    "moet_code": lambda text: bool(re.fullmatch(r"\d{10}", text)),
    "personal_id": lambda text: bool(re.fullmatch(r"\d{12}", text)),
    "ordinal": lambda text: bool(_ORDINAL.fullmatch(text)),
    "given_name": _is_given_name,
}


def _cell(row: Row, column: int) -> object:
    return row[column] if column < len(row) else ""
