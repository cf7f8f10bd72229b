"""One heading to one field: what the headings say, corrected by what stands under them."""

import datetime
import math
from collections.abc import Callable, Mapping, Sequence

from domain.names import fold

Row = Sequence[object]

_MARKS = frozenset(("x", "v", "1", "nu", "n", "co", "true", ""))
_STUDY_MARKS = (
    "marked_upper_secondary", "marked_continuing", "marked_vocational", "marked_working",
    "marked_at_home",
)  # fmt: skip
# A heading alone does not make a column of marks, days or years: most cells have to look it.
_NEEDED_SHARE = {
    "birth_day": 0.6, "birth_month": 0.6, "birth_year": 0.6, "female_mark": 0.8, "male_mark": 0.8,
    **dict.fromkeys(_STUDY_MARKS, 0.8),
    # "DT" is dân tộc and điện thoại.
    "ethnicity": 0.5,
}  # fmt: skip
_POINTS_FOR_DIGITS = 5.0
_LEAST_POINTS = 50.0
_LONGEST_NUMBER = 30


def _whole_number(value: object) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return int(value) if math.isfinite(value) and value == int(value) else None
    text = str(value).strip().removesuffix(".0")
    return int(text) if len(text) < _LONGEST_NUMBER and text.isascii() and text.isdigit() else None


def _within(low: int, high: int) -> Callable[[object], bool]:
    def check(value: object) -> bool:
        number = _whole_number(value)
        return number is not None and low <= number <= high

    return check


def _is_female_mark(value: object) -> bool:
    # A tick folds to nothing; only letters that say something else are no mark.
    return value is True or _whole_number(value) == 1 or fold(str(value)) in _MARKS


def _is_male_mark(value: object) -> bool:
    return _is_female_mark(value) or fold(str(value)) == "nam"


def _digits(*counts: int) -> Callable[[object], bool]:
    def check(value: object) -> bool:
        number = _whole_number(value)
        text = str(value).strip().removesuffix(".0") if number is not None else ""
        return len(text) in counts

    return check


def _is_like_a_year(value: object) -> bool:
    number = _whole_number(value)
    return number is not None and (1980 <= number <= 2030 or 0 <= number < 30 or 80 <= number < 100)


def _is_words(value: object) -> bool:
    return isinstance(value, str) and not any(map(str.isdigit, value))


def _is_like_a_date(value: object) -> bool:
    return isinstance(value, datetime.date) or any(map(str.isdigit, str(value)))


def _is_like_a_phone(value: object) -> bool:
    return sum(map(str.isdigit, str(value).removesuffix(".0"))) >= 9


_LOOKS_LIKE: Mapping[str, Callable[[object], bool]] = {
    "birth_day": _within(1, 31),
    "birth_month": _within(1, 12),
    "birth_year": _is_like_a_year,
    "female_mark": _is_female_mark,
    "male_mark": _is_male_mark,
    **dict.fromkeys(_STUDY_MARKS, _is_female_mark),
    "moet_code": _digits(10),
    "birth_date": _is_like_a_date,
    "birth_place": _is_words,
    "ethnicity": _is_words,
    "phone": _is_like_a_phone,
    # A twelve-digit number that was stored as a number has lost its leading zero.
    "personal_id": _digits(9, 11, 12),
}


class Sample:
    """The rows under a header that show what its columns hold: as filled as a pupil's row is.

    Titles of groups and whatever else stands among them would hide what most cells say.
    """

    def __init__(self, looked_at: Sequence[Row], columns: Sequence[int]) -> None:
        filled = [
            sum(1 for c in columns if c < len(row) and _is_filled(row[c])) for row in looked_at
        ]
        enough = max(filled, default=0) / 2
        self._chosen = [
            row for row, count in zip(looked_at, filled, strict=True) if count and count >= enough
        ]
        self._cells: dict[int, list[object]] = {}

    @property
    def rows(self) -> int:
        """How many rows the sample has."""
        return len(self._chosen)

    def cells(self, column: int) -> list[object]:
        """The filled cells of a column."""
        if column not in self._cells:
            cells = (row[column] for row in self._chosen if column < len(row))
            self._cells[column] = [c for c in cells if _is_filled(c) and c not in (0, "0")]
        return self._cells[column]


def _is_filled(cell: object) -> bool:
    return cell is not None and cell != "" and (not isinstance(cell, str) or bool(cell.strip()))


def _fit(field: str, cells: Sequence[object]) -> float:
    """Points added to a heading for the cells under it; far below zero where they rule it out."""
    looks_like = _LOOKS_LIKE.get(field)
    if looks_like is None or not cells:
        return 0.0
    share = sum(map(looks_like, cells)) / len(cells)
    if field in _NEEDED_SHARE:
        return 0.0 if share >= _NEEDED_SHARE[field] else -1000.0
    return _POINTS_FOR_DIGITS * share


def assign(
    options: Mapping[int, Mapping[str, float]],
    cells_of: Callable[[int], Sequence[object]] | None = None,
) -> dict[str, tuple[int, float]]:
    """Give each field at most one column and each column at most one field, surest first.

    `options`: points of each field a column's heading may mean. Returns field → (column, points).
    """
    choices = []
    for column, scores in options.items():
        for field, points in scores.items():
            fitted = points + (_fit(field, cells_of(column)) if cells_of else 0.0)
            if fitted >= _LEAST_POINTS:
                choices.append((-fitted, column, field))
    chosen: dict[str, tuple[int, float]] = {}
    taken: set[int] = set()
    for negative, column, field in sorted(choices):
        if field not in chosen and column not in taken:
            chosen[field] = (column, -negative)
            taken.add(column)
    return chosen


def settle(
    found: Mapping[str, int],
    headings: Mapping[int, str],
    cells_of: Callable[[int], Sequence[object]],
) -> dict[str, int]:
    """Correct an assignment where only the columns together tell what they are.

    `found`: field → column; `headings`: column → heading, blank ones missing.
    """
    settled = dict(found)
    _settle_birth(settled, headings, cells_of)
    _settle_sex(settled, headings, cells_of)
    _settle_names(settled, headings, cells_of)
    return settled


def _settle_birth(
    found: dict[str, int],
    headings: Mapping[int, str],
    cells_of: Callable[[int], Sequence[object]],
) -> None:
    if "birth_month" in found:
        # "Ngày sinh | Tháng sinh | Năm sinh": the first holds only the day.
        if "birth_day" not in found and "birth_date" in found:
            cells = cells_of(found["birth_date"])
            if cells and _fit("birth_day", cells) == 0.0:
                found["birth_day"] = found.pop("birth_date")
        # "Ngày | Tháng | Năm sinh": the last holds only the year.
        if "birth_day" in found and "birth_year" not in found and "birth_date" in found:
            cells = cells_of(found["birth_date"])
            if cells and _fit("birth_year", cells) == 0.0:
                found["birth_year"] = found.pop("birth_date")
        return
    if "birth_year" in found and "birth_date" not in found:
        # "Năm sinh" alone is the whole birth date as far as the office knows it.
        found["birth_date"] = found.pop("birth_year")


def _settle_sex(
    found: dict[str, int],
    headings: Mapping[int, str],
    cells_of: Callable[[int], Sequence[object]],
) -> None:
    """A column headed "Nữ" that never says Nam holds signs, whatever signs they are."""
    if "gender" not in found or "female_mark" in found:
        return
    heading = fold(headings.get(found["gender"], "")).split()
    is_nu = heading[-1:] == ["nu"] and "nam" not in heading
    if is_nu and all(fold(str(cell)) != "nam" for cell in cells_of(found["gender"])):
        found["female_mark"] = found.pop("gender")


def _settle_names(
    found: dict[str, int],
    headings: Mapping[int, str],
    cells_of: Callable[[int], Sequence[object]],
) -> None:
    if "family_middle_name" in found and "given_name" not in found:
        _take_unheaded_neighbour(found, "family_middle_name", headings, cells_of)
    if "family_middle_name" in found and "given_name" not in found and "full_name" not in found:
        found["full_name"] = found.pop("family_middle_name")
    if "full_name" in found:
        if "given_name" in found and "family_middle_name" not in found:
            _settle_given_name(found, cells_of)
        elif "given_name" not in found:
            _take_unheaded_neighbour(found, "full_name", headings, cells_of)
    elif "given_name" in found and "family_middle_name" not in found:
        found["full_name"] = found.pop("given_name")


def _take_unheaded_neighbour(
    found: dict[str, int],
    field: str,
    headings: Mapping[int, str],
    cells_of: Callable[[int], Sequence[object]],
) -> None:
    """A heading merged over two columns names only the first; the second holds the given names."""
    column = found[field]
    if column + 1 in headings:
        return
    cells, neighbours = cells_of(column), cells_of(column + 1)
    if not cells or len(neighbours) < len(cells) / 2 or not all(map(_is_given_name, neighbours)):
        return
    del found[field]
    found["family_middle_name"], found["given_name"] = column, column + 1


def _is_given_name(cell: object) -> bool:
    if isinstance(cell, int | float | datetime.date | datetime.time):
        return False
    text = str(cell).strip()
    return len(text.split()) <= 3 and not any(letter.isdigit() for letter in text)


def _settle_given_name(found: dict[str, int], cells_of: Callable[[int], Sequence[object]]) -> None:
    """ "Họ và tên | Tên": either the full name beside the given name, or the name cut in two."""
    full, given = cells_of(found["full_name"]), cells_of(found["given_name"])
    if not given:
        del found["given_name"]
        return
    ends = [fold(str(name)).split()[-1:] for name in full]
    words = [fold(str(name)).split()[-1:] for name in given]
    repeated = sum(end == word for end, word in zip(ends, words, strict=False))
    if repeated * 2 >= min(len(ends), len(words)):
        del found["given_name"]
    else:
        found["family_middle_name"] = found.pop("full_name")
