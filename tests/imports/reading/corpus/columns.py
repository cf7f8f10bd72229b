"""Columns of a list: what stands in a pupil's cell, and what it is to be read as."""

import datetime
from collections.abc import Callable, Mapping, Sequence

from domain.dates import BirthDate
from tests.imports.reading.corpus.pages import Rows
from tests.imports.reading.corpus.pupils import Pupil

Cell = Callable[[Pupil, int], object]


def day_text(born: datetime.date, form: str = "%d/%m/%Y") -> str:
    """A day as text; `{}` forms are not needed, strftime's are."""
    return born.strftime(form)


# key → (usual heading, cell, field it is read as)
COLUMNS: dict[str, tuple[str, Cell, str]] = {
    "ordinal": ("STT", lambda _, n: n, ""),
    "full_name": ("Họ và tên", lambda p, _: p.full_name, "full_name"),
    "family_middle": ("Họ và tên đệm", lambda p, _: p.family_middle, "full_name"),
    "given": ("Tên", lambda p, _: p.given, "full_name"),
    "gender": ("Giới tính", lambda p, _: "Nữ" if p.gender == "F" else "Nam", "gender"),
    "girl": ("Nữ", lambda p, _: "x" if p.gender == "F" else "", "gender"),
    "boy": ("Nam", lambda p, _: "x" if p.gender == "M" else "", "gender"),
    "born": ("Ngày sinh", lambda p, _: day_text(p.born), "birth"),
    "day": ("Ngày", lambda p, _: p.born.day, "birth"),
    "month": ("Tháng", lambda p, _: p.born.month, "birth"),
    "year": ("Năm", lambda p, _: p.born.year, "birth"),
    "birth_place": ("Nơi sinh", lambda p, _: p.birth_place, "birth_place"),
    "ethnicity": ("Dân tộc", lambda p, _: p.ethnicity, "ethnicity"),
    "school": ("Trường THCS", lambda p, _: p.school, "school"),
    "class_name": ("Lớp", lambda p, _: p.class_name, "class_name"),
    "classification": ("Xếp loại TN", lambda p, _: p.classification, "classification"),
    "register_number": ("Số vào sổ cấp bằng", lambda p, _: p.register_number, "register_number"),
    "moet_code": ("Mã định danh Bộ GD&ĐT", lambda p, _: p.moet_code, "moet_code"),
    "personal_id": ("Số định danh cá nhân", lambda p, _: p.personal_id, "personal_id"),
    "residence": ("Chỗ ở hiện nay", lambda p, _: p.residence, "residence"),
    "hamlet": ("Ấp/khu phố", lambda p, _: p.hamlet, "hamlet"),
    "commune": ("Xã/phường/thị trấn", lambda p, _: p.commune, "commune"),
    "district": ("Huyện/thị xã/thành phố", lambda p, _: p.district, "district"),
    "guardian": ("Họ tên cha/mẹ/người giám hộ", lambda p, _: p.guardian, "guardian"),
    "phone": ("Điện thoại", lambda p, _: p.phone, "phone"),
    "priority": ("Diện", lambda p, _: p.priority, "priority"),
    "note": ("Ghi chú", lambda p, _: p.note, "note"),
}
FULL = tuple(
    key for key in COLUMNS
    if key not in ("family_middle", "given", "girl", "boy", "day", "month", "year", "residence")
)  # fmt: skip
USUAL = ("ordinal", "full_name", "gender", "born", "birth_place", "school", "class_name", "note")
SHORT = ("ordinal", "full_name", "gender", "born", "class_name")


def headings(keys: Sequence[str], other: Mapping[str, str] | None = None) -> list[object]:
    """One header line."""
    return [(other or {}).get(key, COLUMNS[key][0] if key in COLUMNS else key) for key in keys]


def cells(
    pupils: Sequence[Pupil], keys: Sequence[str], other: Mapping[str, Cell] | None = None
) -> Rows:
    """The pupils' rows, numbered from 1; a key of no known column is blank."""
    renders = [(other or {}).get(key) or (COLUMNS[key][1] if key in COLUMNS else _blank)
               for key in keys]  # fmt: skip
    return [[render(pupil, n) for render in renders] for n, pupil in enumerate(pupils, 1)]


def _blank(_pupil: Pupil, _number: int) -> object:
    return ""


Truth = dict[str, object]


def truth(pupils: Sequence[Pupil], keys: Sequence[str], **told: object) -> list[Truth]:
    """What the rows are to be read as; `told` values come from title rows or the letterhead.

    A value may be a function of the pupil.
    """
    fields = {COLUMNS[key][2] for key in keys if key in COLUMNS} - {""}
    return [_true(pupil, fields) | _told(pupil, told) for pupil in pupils]


def _told(pupil: Pupil, told: Mapping[str, object]) -> Truth:
    return {name: value(pupil) if callable(value) else value for name, value in told.items()}


def _true(pupil: Pupil, fields: set[str]) -> Truth:
    born = BirthDate(pupil.born.year, pupil.born.month, pupil.born.day)
    return {name: born if name == "birth" else getattr(pupil, name) for name in sorted(fields)}
