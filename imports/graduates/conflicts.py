"""Where a list says otherwise than somebody corrected by hand: kept unless a person decides.

Each part of a child is decided for itself. A list that says what was corrected, or nothing, is no
conflict.
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

from districts.models import Commune, School
from imports.graduates.hand_edits import HandEdits
from imports.graduates.known import DERIVED_KEYS
from imports.graduates.rows import GraduateRow
from imports.reading import Level
from students.particulars import PARTS, label_of, parts_of, said_of

HAND_EDIT_KEPT = "hand_edit_kept"
# A correction and the part of it that the list is to be followed in.
Overruled = Set[tuple[int, str]]
_SHEET_FIELDS = {
    "full_name": ("full_name", "given_name"),
    "birth": ("birth_date", "birth_if_male", "birth_if_female", "birth_day", "birth_year"),
    "gender": ("gender", "female_mark", "male_mark"),
    "residence": ("commune", "residence", "hamlet", "district"),
}


@dataclass(frozen=True)
class Conflict:
    """One part of a child of which the list and a correction by hand say different things."""

    graduate: int
    full_name: str
    row: int
    part: str
    edit: int
    in_file: str
    by_hand: str
    when_and_who: str
    is_overruled: bool

    @property
    def label(self) -> str:
        return label_of(self.part)

    @property
    def key(self) -> tuple[int, str]:
        return self.edit, self.part


def keep_hand_edits(
    rows: Iterable[GraduateRow],
    edits: HandEdits,
    *,
    schools: Mapping[int, School],
    overruled: Overruled = frozenset(),
) -> list[Conflict]:
    """Take out of the rows' changes what would undo a correction by hand, and say so at the row;
    what is among `overruled` is changed as the list says.
    """
    if not edits.by_graduate:
        return []
    affected = [row for row in rows if row.changes and row.graduate.pk in edits.by_graduate]
    names = _names(affected, schools)
    return [
        conflict
        for row in affected
        for part in parts_of(row.changes)
        if (conflict := _conflict(row, part, edits, names, overruled))
    ]


def _conflict(
    row: GraduateRow,
    part: str,
    edits: HandEdits,
    names: Mapping[str, Mapping[int, str]],
    overruled: Overruled,
) -> Conflict | None:
    standing = edits.standing(row.graduate, part)
    if standing is None or not standing[1] & row.changes.keys():
        return None
    edit, _ = standing
    known = row.graduate._asdict()
    # Of an address only what differs; a birth date is told whole.
    told = [name for name in PARTS[part] if name in row.changes]
    conflict = Conflict(
        graduate=row.graduate.pk,
        full_name=row.graduate.full_name,
        row=row.row,
        part=part,
        edit=edit.pk,
        in_file=said_of(part, {name: row.changes[name] for name in told}, names),
        by_hand=said_of(part, {name: known[name] for name in told}, names),
        when_and_who=edit.when_and_who,
        is_overruled=(edit.pk, part) in overruled,
    )
    if not conflict.is_overruled:
        _keep(row, conflict)
    return conflict


def _keep(row: GraduateRow, conflict: Conflict) -> None:
    kept = {*PARTS[conflict.part], *(DERIVED_KEYS if conflict.part == "full_name" else ())}
    row.changes = {name: value for name, value in row.changes.items() if name not in kept}
    message = (
        f"{conflict.label}: trong tệp ghi “{conflict.in_file}”, đã sửa tay thành "
        f"“{conflict.by_hand}” ({conflict.when_and_who}); giữ giá trị đã sửa tay."
    )
    row.complain(Level.WARNING, HAND_EDIT_KEPT, message, _sheet_field(row, conflict.part))


def _sheet_field(row: GraduateRow, part: str) -> str:
    """The column of the sheet in which the part stands."""
    fields = _SHEET_FIELDS.get(part, (part,))
    return next((name for name in fields if name in row.record.columns), fields[0])


def _names(
    rows: Sequence[GraduateRow], schools: Mapping[int, School]
) -> dict[str, Mapping[int, str]]:
    """Names of the schools and communes that these rows would change."""
    keys: set[Any] = set()
    for row in rows:
        if row.changes.keys() & set(PARTS["residence"]):
            keys |= {row.changes.get("commune_id"), row.graduate.commune_id}
    communes = Commune.objects.in_bulk(keys - {None})
    return {
        "school_id": {pk: school.name for pk, school in schools.items()},
        "commune_id": {pk: commune.name for pk, commune in communes.items()},
    }
