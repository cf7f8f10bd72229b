"""Cells that stand for the cell above them: merged ones, ditto marks, blanks below a group's first.

Offices write the school or the class once for a run of pupils. What is taken from above is said,
unless the sheet itself says it by merging.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from domain.names import clean
from imports.reading.marks import Merge

FILLED_DOWN = (
    "school", "class_name", "hamlet", "commune", "district", "residence", "ethnicity",
    "birth_place", "classification",
)  # fmt: skip
# Only what is the same for a whole class is left out rather than not known.
_GROUPING = ("school", "class_name")
_DITTO = frozenset((
    '"', '""', "''", "''''", "“", "”", "“”", "``", "´´", "〃", "//", "-//-", "-nt-", "nt", "n/t",
    "-\"-", "như trên", "-”-", "- nt -", "- // -", "-''-", "( nt )", "(nt)",
))  # fmt: skip
_LEAST_FOLLOWERS = 2


@dataclass(frozen=True)
class TakenFromAbove:
    """How many cells of a field were taken from above, and why: "ditto" or "blank"."""

    field: str
    why: str
    count: int


def fill_merged(
    cells: dict[str, list[object]],
    columns: dict[str, int],
    numbers: Sequence[int],
    rows: Sequence[Sequence[object]],
    merges: Sequence[Merge],
) -> None:
    """Put the value of a merged block into each of its rows; `columns` is field → column."""
    place = {number - 1: position for position, number in enumerate(numbers)}
    by_column = {columns[field]: field for field in FILLED_DOWN if field in columns}
    # Ranges do not overlap in an honest file; a hostile one shall not be filled twice.
    filled = dict.fromkeys(by_column, -1)
    for (top, left), (bottom, right) in sorted(merges):
        if left != right or left not in by_column or not filled[left] < top < len(rows):
            continue
        value = rows[top][left] if left < len(rows[top]) else ""
        filled[left] = min(bottom, len(rows) - 1)
        for index in range(top + 1, filled[left] + 1):
            if index in place:
                cells[by_column[left]][place[index]] = value


def fill_down(cells: dict[str, list[object]]) -> list[TakenFromAbove]:
    """Replace ditto marks, and blanks of schools and classes written once per group."""
    taken: list[TakenFromAbove] = []
    for field in FILLED_DOWN:
        column = cells.get(field)
        if not column:
            continue
        said = set(column)
        if marks := {cell for cell in said if _is_ditto(cell)}:
            taken.append(TakenFromAbove(field, "ditto", _fill(column, marks)))
        if field in _GROUPING and _is_written_once_per_group(column):
            blanks = {cell for cell in said if _is_blank(cell)}
            taken.append(TakenFromAbove(field, "blank", _fill(column, blanks)))
    return [found for found in taken if found.count]


def _fill(column: list[object], stand_for_above: set[object]) -> int:
    count = 0
    for position in range(1, len(column)):
        if column[position] in stand_for_above and not _is_blank(column[position - 1]):
            column[position] = column[position - 1]
            count += 1
    return count


def _is_ditto(cell: object) -> bool:
    return isinstance(cell, str) and len(cell) < 12 and clean(cell).lower() in _DITTO


def _is_blank(cell: object) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _is_written_once_per_group(column: Sequence[object]) -> bool:
    """Whether a column begins with a value, is mostly blank, and never says the same twice."""
    if "" not in column or _is_blank(column[0]):
        return False
    said = [cell for cell in column if not _is_blank(cell)]
    # One value among blanks is known of one pupil; several, each with its followers, are groups.
    if len(said) < 2 or len(column) - len(said) < _LEAST_FOLLOWERS * len(said):
        return False
    return all(one != next_ for one, next_ in pairwise(said))
