"""Who a row already is in the register, and whether two rows are one pupil.

In this order: register number; MOET code; personal id; (school, folded name, birth date, class)
only if unique on both sides. Keys that disagree are an error: then a person must look.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from imports.graduates.rows import GraduateRow
from imports.reading import Level
from students.models import Graduate

Key = tuple | None


def register_key(values: dict, district_code: str) -> Key:
    """Register numbers are given out by each district office, and start anew in each."""
    return (district_code, values["register_number"]) if values.get("register_number") else None


def moet_key(values: dict, district_code: str) -> Key:
    return (values["moet_code"],) if values.get("moet_code") else None


def personal_key(values: dict, district_code: str) -> Key:
    return (values["personal_id"],) if values.get("personal_id") else None


def likeness_key(values: dict, district_code: str) -> Key:
    if not (values.get("school_id") and values.get("name_key") and values.get("birth_year")):
        return None
    return (
        values["school_id"],
        values["name_key"],
        values["birth_year"],
        values["birth_month"],
        values["birth_day"],
        (values.get("class_name") or "").lower().replace(" ", ""),
    )


KeyMaker = Callable[[dict, str], Key]
CODES: tuple[tuple[str, str, KeyMaker], ...] = (
    ("register_number", "số vào sổ", register_key),
    ("moet_code", "mã định danh Bộ GD&ĐT", moet_key),
    ("personal_id", "số định danh cá nhân", personal_key),
)
FIELDS = (
    "pk",
    "school_id",
    "name_key",
    "class_name",
    "birth_year",
    "birth_month",
    "birth_day",
    "register_number",
    "moet_code",
    "personal_id",
)


def identify(rows: Sequence[GraduateRow], existing: Iterable[Graduate]) -> None:
    """Set `row.graduate` on each row that is already in the register; complain where keys
    disagree.
    """
    indexes: dict[str, dict[Key, list[Graduate]]] = {
        name: defaultdict(list) for name, _, _ in CODES
    }
    likeness: dict[Key, list[Graduate]] = defaultdict(list)
    for graduate in existing:
        values = {name: getattr(graduate, name) for name in FIELDS}
        district_code = graduate.school.district.code
        for name, _, make in CODES:
            if key := make(values, district_code):
                indexes[name][key].append(graduate)
        if key := likeness_key(values, district_code):
            likeness[key].append(graduate)
    rows_alike = group(rows, likeness_key)
    for row in rows:
        _identify_row(row, indexes, likeness, rows_alike)
    _refuse_shared_graduates(rows)


def _identify_row(row: GraduateRow, indexes: dict, likeness: dict, rows_alike: dict) -> None:
    found: list[tuple[str, Graduate]] = []
    for name, label, make in CODES:
        key = make(row.values, row.district_code)
        candidates = indexes[name].get(key, []) if key else []
        if len(candidates) > 1:
            candidates = [g for g in candidates if g.school_id == row.values.get("school_id")]
        if len(candidates) == 1:
            found.append((label, candidates[0]))
    distinct = {graduate.pk for _, graduate in found}
    if len(distinct) > 1:
        labels = " và ".join(f"{label} là của “{g.full_name}”" for label, g in found)
        message = f"Các mã của dòng này thuộc về hai học sinh đã có: {labels}; kiểm tra lại mã."
        row.complain(Level.ERROR, "keys_disagree", message, "register_number")
    elif distinct:
        row.graduate = found[0][1]
        _check_same_person(row, found[0][0])
    else:
        _identify_by_likeness(row, likeness, rows_alike)


def _check_same_person(row: GraduateRow, label: str) -> None:
    """A code that leads to somebody of another name *and* another birth date is a wrong code."""
    graduate = row.graduate
    same_name = graduate.name_key == row.values["name_key"]
    same_birth = graduate.birth == row.birth
    if not (same_name or same_birth):
        message = (
            f"Trùng {label} với “{graduate.full_name}” ({graduate.school.name}) đã có, nhưng "
            "khác họ tên và ngày sinh; kiểm tra lại."
        )
        row.complain(Level.ERROR, "keys_disagree", message, "register_number")
        row.graduate = None
    elif row.district_code and graduate.school.district.code != row.district_code:
        # One office's file does not take a child off another office's list.
        message = (
            f"Trùng {label} với “{graduate.full_name}” trong danh sách của "
            f"{graduate.school.name}, {graduate.school.district.name}; hai huyện cần thống nhất."
        )
        row.complain(Level.ERROR, "listed_elsewhere", message, "register_number")
        row.graduate = None


def _identify_by_likeness(row: GraduateRow, likeness: dict, rows_alike: dict) -> None:
    key = likeness_key(row.values, row.district_code)
    candidates = likeness.get(key, []) if key else []
    candidates = [g for g in candidates if not _codes_contradict(row, g)]
    if not candidates:
        return
    if len(candidates) == 1 and len(rows_alike[key]) == 1:
        row.graduate = candidates[0]
        return
    message = (
        f"Có nhiều học sinh cùng trường, lớp, họ tên và ngày sinh với “{row.values['full_name']}”; "
        "ghi số vào sổ để phân biệt."
    )
    row.complain(Level.ERROR, "identity_ambiguous", message, "full_name")


def _codes_contradict(row: GraduateRow, graduate: Graduate) -> bool:
    return any(
        row.values.get(name)
        and getattr(graduate, name)
        and row.values[name] != getattr(graduate, name)
        for name, _, _ in CODES
    )


def _refuse_shared_graduates(rows: Sequence[GraduateRow]) -> None:
    taken: dict[int, GraduateRow] = {}
    for row in rows:
        if row.graduate is None or row.is_rejected:
            continue
        first = taken.setdefault(row.graduate.pk, row)
        if first is not row:
            message = f"Cùng một học sinh với {first.where}; bỏ một dòng."
            row.complain(Level.ERROR, "pupil_twice", message, "full_name")


def group(rows: Sequence[GraduateRow], make: KeyMaker) -> dict[Key, list[GraduateRow]]:
    groups: dict[Key, list[GraduateRow]] = defaultdict(list)
    for row in rows:
        if key := make(row.values, row.district_code):
            groups[key].append(row)
    return groups


def refuse_repeats(rows: Sequence[GraduateRow]) -> None:
    """The same pupil twice in what is being imported."""
    for name, label, make in CODES:
        for repeated in group(rows, make).values():
            for row in repeated[1:]:
                code, first = row.values[name], repeated[0].where
                message = f"Trùng {label} “{code}” với {first}; bỏ hoặc sửa một dòng."
                row.complain(Level.ERROR, "pupil_twice", message, name)
    for repeated in group(rows, likeness_key).values():
        for row in repeated[1:]:
            _judge_namesake(row, repeated[0])


def _judge_namesake(row: GraduateRow, first: GraduateRow) -> None:
    """Twins and true namesakes exist: with codes that differ they are two children, worth a
    look.
    """
    if any(issue.code == "pupil_twice" for issue in row.issues):
        return
    differ = any(
        row.values.get(name) and first.values.get(name) and row.values[name] != first.values[name]
        for name, _, _ in CODES
    )
    if differ:
        message = (
            f"Cùng trường, lớp, họ tên và ngày sinh với {first.where} nhưng khác mã; kiểm tra lại."
        )
        row.complain(Level.WARNING, "namesake", message, "full_name")
    else:
        message = f"Cùng một học sinh với {first.where}; bỏ một dòng."
        row.complain(Level.ERROR, "pupil_twice", message, "full_name")
