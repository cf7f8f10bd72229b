"""Birth dates of a whole column: its order of day and month, placeholders, doubtful cells."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from domain.dates import (
    BirthDate,
    DateOrder,
    UnreadableDate,
    detect_order,
    is_placeholder_column,
    read_date,
    read_date_parts,
    swapped,
)

# That all days of some cells are up to 12 may be chance: for three cells once in fifteen times,
# for ten cells once in ten thousand.
_ENOUGH_TO_SUSPECT = 3
_ENOUGH_TO_TURN = 10


@dataclass
class BirthColumn:
    """Births by position; `unreadable` and `doubtful` map a position to a Vietnamese clause.

    `turned` counts dates whose day and month were put back in order.
    """

    births: list[BirthDate | None]
    order: DateOrder | None = DateOrder.DAY_FIRST
    is_year_only: bool = False
    turned: int = 0
    unreadable: dict[int, str] = field(default_factory=dict)
    doubtful: dict[int, str] = field(default_factory=dict)


@lru_cache(maxsize=1 << 15)
def _read(value: object, order: DateOrder) -> BirthDate | UnreadableDate | None:
    try:
        return read_date(value, order=order)
    except UnreadableDate as error:
        return error


def read_births(cells: Sequence[object]) -> BirthColumn:
    """Read a column of dates in the order its own cells prove."""
    texts = {cell for cell in cells if isinstance(cell, str) and cell}
    order = detect_order(texts)
    column = BirthColumn([None] * len(cells), order)
    for position, cell in enumerate(cells):
        if cell == "" or cell is None:
            continue
        birth = _read(cell, order or DateOrder.DAY_FIRST)
        if isinstance(birth, UnreadableDate):
            other = _read(cell, _other(order))
            if isinstance(other, UnreadableDate):
                column.unreadable[position] = str(birth)
                continue
            birth = other
            if order is not None:
                column.doubtful[position] = (
                    f"“{cell}” ghi ngày, tháng theo thứ tự khác các ô còn lại"
                )
        column.births[position] = birth
    if order is None:
        _doubt_mixed(column, cells)
    else:
        _doubt_converted(column, cells)
    return _without_placeholders(column)


def read_births_with_mended(cells: Sequence[object], mended: Mapping[int, str]) -> BirthColumn:
    """Read a column some of whose cells were typed anew, by position.

    Those are read by themselves, day first: they neither prove the column's order nor follow it.
    """
    column = read_births(["" if p in mended else cell for p, cell in enumerate(cells)])
    for position, text in mended.items():
        birth = _read(text, DateOrder.DAY_FIRST)
        if isinstance(birth, UnreadableDate):
            column.unreadable[position] = str(birth)
        else:
            column.births[position] = birth
    return column


def _other(order: DateOrder | None) -> DateOrder:
    is_month_first = order is DateOrder.MONTH_FIRST
    return DateOrder.DAY_FIRST if is_month_first else DateOrder.MONTH_FIRST


def read_birth_parts(rows: Sequence[tuple[object, object, object]]) -> BirthColumn:
    """Read births from columns day, month, year."""
    column = BirthColumn([None] * len(rows))
    for position, (day, month, year) in enumerate(rows):
        try:
            column.births[position] = read_date_parts(day, month, year)
        except UnreadableDate as error:
            column.unreadable[position] = str(error)
    return _without_placeholders(column)


def read_births_by_sex(male: Sequence[object], female: Sequence[object]) -> BirthColumn:
    """Read births that stand in the column of the child's sex."""
    column = read_births(
        [boy if boy not in ("", None) else girl for boy, girl in zip(male, female, strict=True)]
    )
    for position, (boy, girl) in enumerate(zip(male, female, strict=True)):
        if boy not in ("", None) and girl not in ("", None):
            column.births[position] = None
            column.unreadable[position] = f"ghi ở cả cột Nam “{boy}” và cột Nữ “{girl}”"
    return column


def _without_placeholders(column: BirthColumn) -> BirthColumn:
    known = [birth for birth in column.births if birth is not None]
    if is_placeholder_column(known):
        column.is_year_only = True
        column.births = [birth and BirthDate(birth.year) for birth in column.births]
    return column


def _is_day_text(cell: object, birth: BirthDate | None) -> bool:
    """Whether the cell writes day and month in figures, so that their order is a question."""
    return (
        isinstance(cell, str)
        and birth is not None
        and _read(cell, DateOrder.DAY_FIRST) != _read(cell, DateOrder.MONTH_FIRST)
    )


def _doubt_mixed(column: BirthColumn, cells: Sequence[object]) -> None:
    for position, (cell, birth) in enumerate(zip(cells, column.births, strict=True)):
        day = birth.as_date if birth else None
        if day and swapped(day) and _is_day_text(cell, birth):
            column.doubtful[position] = (
                f"“{cell}” có thể là ngày {day.day} tháng {day.month} hoặc ngày {day.month} tháng "
                f"{day.day}, vì cột này ghi lẫn hai kiểu ngày/tháng và tháng/ngày"
            )


def _doubt_converted(column: BirthColumn, cells: Sequence[object]) -> None:
    """Dates a spreadsheet in another language turned round while it could.

    Typed day first under an American setting, 5/9 becomes 9 May, while 25/9 is no date there and
    stays text: true dates with days up to 12 only, texts with days above 12 only. Enough of both
    prove it and the dates are put right; a few only raise the doubt.
    """
    dates = [p for p, cell in enumerate(cells) if isinstance(cell, datetime.date)]
    days = [b.day for p in dates if (b := column.births[p]) and b.day]
    texts = [
        b.day
        for cell, b in zip(cells, column.births, strict=True)
        if isinstance(cell, str) and b and b.day
    ]
    evidence = min(len(days), len(texts))
    if evidence < _ENOUGH_TO_SUSPECT or max(days) > 12 or min(texts) <= 12:
        return
    for position in dates:
        birth = column.births[position]
        day = birth.as_date if birth else None
        other = day and swapped(day)
        if not day or not other:
            continue
        if evidence >= _ENOUGH_TO_TURN:
            column.births[position] = BirthDate(other.year, other.month, other.day)
            column.turned += 1
        else:
            column.doubtful[position] = (
                f"“{day.day}/{day.month}/{day.year}” có thể đã bị Excel đổi chỗ ngày và tháng, "
                "vì trong cột này mọi ngày lớn hơn 12 đều là chữ"
            )
