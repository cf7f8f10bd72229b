"""Who a row already is in the register, and whether two rows are one pupil.

In this order: register number; MOET code; personal id; (school, folded name, birth date, class)
only if unique on both sides. Keys that disagree are an error: then a person must look.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property

from districts.models import School
from imports.graduates.known import Known
from imports.graduates.rows import GraduateRow
from imports.reading import Level

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


class _Index:
    """Graduates by a key, which nearly always one alone bears."""

    def __init__(self) -> None:
        self._first: dict[Key, Known] = {}
        self._others: dict[Key, list[Known]] = defaultdict(list)

    def add(self, key: Key, graduate: Known) -> None:
        if key and self._first.setdefault(key, graduate) is not graduate:
            self._others[key].append(graduate)

    def bearing(self, key: Key) -> list[Known]:
        if key not in self._first:
            return []
        return [self._first[key], *self._others.get(key, ())]


class _Register:
    """Who is in the register already, found by each code and, where no code tells, by likeness."""

    def __init__(
        self,
        rows: Sequence[GraduateRow],
        graduates: Sequence[Known],
        schools: Mapping[int, School],
    ) -> None:
        self.schools = schools
        self._rows = rows
        self._graduates = graduates
        self._by_code = {name: _Index() for name, _, _ in CODES}
        districts = {pk: school.district.code for pk, school in schools.items() if school.district}
        for graduate in graduates:
            values = graduate._asdict()
            district_code = districts.get(graduate.school_id, "")
            for name, _, make in CODES:
                self._by_code[name].add(make(values, district_code), graduate)

    def with_code(self, name: str, key: Key) -> list[Known]:
        return self._by_code[name].bearing(key)

    def alike(self, key: Key) -> list[Known]:
        return self._by_likeness.bearing(key)

    def is_alone(self, key: Key) -> bool:
        """Whether one row of the import alone is like this."""
        return self._rows_alike[key] == 1

    @cached_property
    def _by_likeness(self) -> _Index:
        index = _Index()
        for graduate in self._graduates:
            index.add(likeness_key(graduate._asdict(), ""), graduate)
        return index

    @cached_property
    def _rows_alike(self) -> Mapping[Key, int]:
        return Counter(likeness_key(row.values, row.district_code) for row in self._rows)


def identify(
    rows: Sequence[GraduateRow], existing: Sequence[Known], schools: Mapping[int, School]
) -> None:
    """Set `row.graduate` on each row that is already in the register; complain where keys
    disagree. `schools` are all of the catalogue, by primary key.
    """
    if not existing:
        return
    register = _Register(rows, existing, schools)
    for row in rows:
        _identify_row(row, register)
    _refuse_shared_graduates(rows)


def _identify_row(row: GraduateRow, register: _Register) -> None:
    found: list[tuple[str, Known]] = []
    for name, label, make in CODES:
        candidates = register.with_code(name, make(row.values, row.district_code))
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
        _check_same_person(row, found[0][0], register.schools[row.graduate.school_id])
    else:
        _identify_by_likeness(row, register)


def _check_same_person(row: GraduateRow, label: str, school: School) -> None:
    """A code that leads to somebody of another name *and* another birth date is a wrong code."""
    graduate = row.graduate
    same_name = graduate.name_key == row.values["name_key"]
    if not (same_name or graduate.birth == row.birth):
        message = (
            f"Trùng {label} với “{graduate.full_name}” ({school.name}) đã có, nhưng "
            "khác họ tên và ngày sinh; kiểm tra lại."
        )
        row.complain(Level.ERROR, "keys_disagree", message, "register_number")
        row.graduate = None
    elif row.district_code and school.district.code != row.district_code:
        # One office's file does not take a child off another office's list.
        message = (
            f"Trùng {label} với “{graduate.full_name}” trong danh sách của "
            f"{school.name}, {school.district.name}; hai huyện cần thống nhất."
        )
        row.complain(Level.ERROR, "listed_elsewhere", message, "register_number")
        row.graduate = None


def _identify_by_likeness(row: GraduateRow, register: _Register) -> None:
    key = likeness_key(row.values, row.district_code)
    candidates = [g for g in register.alike(key) if not _codes_contradict(row, g)]
    if not candidates:
        return
    if len(candidates) == 1 and register.is_alone(key):
        row.graduate = candidates[0]
        return
    message = (
        f"Có nhiều học sinh cùng trường, lớp, họ tên và ngày sinh với “{row.values['full_name']}”; "
        "ghi số vào sổ để phân biệt."
    )
    row.complain(Level.ERROR, "identity_ambiguous", message, "full_name")


def _codes_contradict(row: GraduateRow, graduate: Known) -> bool:
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


def _repeats(
    rows: Sequence[GraduateRow], make: KeyMaker
) -> Iterator[tuple[GraduateRow, GraduateRow]]:
    """Each row whose key an earlier row bears, with the first such row."""
    first_of: dict[Key, GraduateRow] = {}
    for row in rows:
        if key := make(row.values, row.district_code):
            first = first_of.setdefault(key, row)
            if first is not row:
                yield row, first


def refuse_repeats(rows: Sequence[GraduateRow]) -> None:
    """The same pupil twice in what is being imported."""
    for name, label, make in CODES:
        for row, first in _repeats(rows, make):
            code = row.values[name]
            message = f"Trùng {label} “{code}” với {first.where}; bỏ hoặc sửa một dòng."
            row.complain(Level.ERROR, "pupil_twice", message, name)
    for row, first in _repeats(rows, likeness_key):
        _judge_namesake(row, first)


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
