"""What is kept of a graduate and can be corrected by hand: what belongs together, and its words.

An address is one thing to whoever writes it, and so is a birth date: their columns are corrected,
compared and kept together.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from domain.dates import BirthDate
from domain.formats import birth as birth_text
from students.models import Graduate

BIRTH = ("birth_year", "birth_month", "birth_day")
RESIDENCE = ("residence", "hamlet", "commune_id")
# Part → the columns that hold it, in the order of the child's page.
PARTS: dict[str, tuple[str, ...]] = {
    "full_name": ("full_name",),
    "birth": BIRTH,
    "gender": ("gender",),
    "ethnicity": ("ethnicity",),
    "birth_place": ("birth_place",),
    "school": ("school_id",),
    "class_name": ("class_name",),
    "classification": ("classification",),
    "register_number": ("register_number",),
    "moet_code": ("moet_code",),
    "personal_id": ("personal_id",),
    "residence": RESIDENCE,
    "guardian": ("guardian",),
    "phone": ("phone",),
    "priority": ("priority",),
    "note": ("note",),
}
COLUMNS = tuple(name for names in PARTS.values() for name in names)
PART_OF = {name: part for part, names in PARTS.items() for name in names}
# Shown in full only to those who reach the family.
CONTACTS = frozenset({"personal_id", "phone", "priority", "note"})
BLANK = "để trống"
_LABELS = {"birth": "Ngày sinh", "residence": "Chỗ ở", "school": "Trường THCS"}


def label_of(part: str) -> str:
    """The part as the child's page calls it."""
    return _LABELS.get(part) or column_label(part)


def column_label(name: str) -> str:
    """The column's own name, with a capital."""
    label = (
        str(Graduate._meta.get_field(name.removesuffix("_id")).verbose_name)
        if name in ("school_id", "commune_id")
        else str(Graduate._meta.get_field(name).verbose_name)
    )
    return label[:1].upper() + label[1:]


def parts_of(columns: Iterable[str]) -> list[str]:
    """The parts that these columns belong to, in the order of the page."""
    touched = {PART_OF[name] for name in columns if name in PART_OF}
    return [part for part in PARTS if part in touched]


def said_of(part: str, values: Mapping[str, Any], names: Mapping[str, Mapping[int, str]]) -> str:
    """The part in words; `names`: column → key → name, of the schools and communes met.

    Of an address only the columns that `values` has are told.
    """
    if part == "birth":
        return _birth_text(values)
    texts = [_column_text(name, values[name], names) for name in PARTS[part] if values.get(name)]
    return ", ".join(texts) or BLANK


def _birth_text(values: Mapping[str, Any]) -> str:
    year = values.get("birth_year")
    if not year:
        return BLANK
    return birth_text(BirthDate(year, values.get("birth_month"), values.get("birth_day")))


def _column_text(name: str, value: Any, names: Mapping[str, Mapping[int, str]]) -> str:
    if name in ("school_id", "commune_id"):
        return names.get(name, {}).get(value, str(value))
    return Graduate.Gender(value).label if name == "gender" else str(value)
