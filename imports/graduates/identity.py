"""Who a row already is in the register, and whether two rows are one pupil.

In this order: register number; MOET code; personal id; (school, folded name, birth date, class)
only if unique on both sides. Keys that disagree are an error: then a person must look.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property

from districts.models import School
from imports.graduates.hand_edits import NO_EDITS, HandEdits
from imports.graduates.known import Known
from imports.graduates.merged import NOBODY, Merged
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
        edits: HandEdits,
        merged: Merged,
    ) -> None:
        self.schools = schools
        self.merged = merged
        self._rows = rows
        self._graduates = graduates
        self._by_code = {name: _Index() for name, _, _ in CODES}
        # What a correction by hand replaced: by that an older list knows the child.
        self._by_former_code = {name: _Index() for name, _, _ in CODES}
        self._former: dict[int, list[Known]] = {}
        districts = {pk: school.district.code for pk, school in schools.items() if school.district}
        for graduate in graduates:
            _add_codes(self._by_code, graduate, graduate, districts)
            if former := edits.former(graduate):
                self._former[graduate.pk] = former
                for version in former:
                    _add_codes(self._by_former_code, version, graduate, districts)

    def with_code(self, name: str, row: GraduateRow, make: KeyMaker) -> list[Known]:
        """Who bears the row's code; who bore it, where that alone is the person of the row."""
        key = make(row.values, row.district_code)
        bearing = self._by_code[name].bearing(key)
        if not self._former or any(self.is_same_person(row, graduate) for graduate in bearing):
            return bearing
        former = _distinct(self._by_former_code[name].bearing(key))
        return [each for each in former if self.is_same_person(row, each)] or bearing

    def alike(self, key: Key) -> list[Known]:
        return self._by_likeness.bearing(key) or _distinct(self._by_former_likeness.bearing(key))

    def versions(self, graduate: Known) -> list[Known]:
        """The graduate as it is and as it was before people corrected it."""
        return [graduate, *self._former.get(graduate.pk, ())]

    def is_same_person(self, row: GraduateRow, graduate: Known) -> bool:
        """Whether name or birth date are, or were, those of the row."""
        return any(
            version.name_key == row.values["name_key"] or version.birth == row.birth
            for version in self.versions(graduate)
        )

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
    def _by_former_likeness(self) -> _Index:
        index = _Index()
        for graduate in self._graduates:
            for version in self._former.get(graduate.pk, ()):
                index.add(likeness_key(version._asdict(), ""), graduate)
        return index

    @cached_property
    def _rows_alike(self) -> Mapping[Key, int]:
        return Counter(likeness_key(row.values, row.district_code) for row in self._rows)


def _add_codes(
    indexes: Mapping[str, _Index], version: Known, graduate: Known, districts: Mapping[int, str]
) -> None:
    values = version._asdict()
    district_code = districts.get(version.school_id, "")
    for name, _, make in CODES:
        indexes[name].add(make(values, district_code), graduate)


def _distinct(graduates: Sequence[Known]) -> list[Known]:
    return list({graduate.pk: graduate for graduate in graduates}.values())


def identify(
    rows: Sequence[GraduateRow],
    existing: Sequence[Known],
    schools: Mapping[int, School],
    edits: HandEdits = NO_EDITS,
    merged: Merged = NOBODY,
) -> None:
    """Set `row.graduate` on each row that is already in the register; complain where keys
    disagree. `schools` are all of the catalogue, by primary key; `edits` what people corrected;
    `merged` records that were given up, which rows are led to as well.
    """
    if not existing:
        return
    register = _Register(rows, [*existing, *merged.records], schools, edits, merged)
    for row in rows:
        _identify_row(row, register)
    _refuse_shared_graduates(rows)


def _identify_row(row: GraduateRow, register: _Register) -> None:
    found: list[tuple[str, Known]] = []
    for name, label, make in CODES:
        candidates = register.with_code(name, row, make)
        if len(candidates) > 1:
            candidates = [g for g in candidates if g.school_id == row.values.get("school_id")]
            candidates = _one_child(row, candidates, register.merged)
        if len(candidates) == 1:
            found.append((label, candidates[0]))
    distinct = {register.merged.owner(graduate.pk) for _, graduate in found}
    if len(distinct) > 1:
        labels = " và ".join(f"{label} là của “{g.full_name}”" for label, g in found)
        message = f"Các mã của dòng này thuộc về hai học sinh đã có: {labels}; kiểm tra lại mã."
        row.complain(Level.ERROR, "keys_disagree", message, "register_number")
    elif distinct:
        # A record given up goes before the one that was kept: its row changes nothing.
        given_up = [graduate for _, graduate in found if graduate.pk in register.merged.owners]
        row.graduate = given_up[0] if given_up else found[0][1]
        _check_same_person(row, found[0][0], register)
    else:
        _identify_by_likeness(row, register)


def _one_child(row: GraduateRow, candidates: list[Known], merged: Merged) -> list[Known]:
    """Of two records made one, both of which bear the key, the one given up where the row says
    just what was known there (a list sent again), else the one that was kept.
    """
    if len(candidates) < 2 or len({merged.owner(g.pk) for g in candidates}) > 1:
        return candidates
    known_to = [g for g in candidates if row.values.items() <= g._asdict().items()]
    given_up = [g for g in known_to if g.pk in merged.owners]
    kept = [g for g in candidates if g.pk not in merged.owners]
    return (given_up or kept or candidates)[:1]


def _check_same_person(row: GraduateRow, label: str, register: _Register) -> None:
    """A code that leads to somebody of another name *and* another birth date is a wrong code."""
    graduate = row.graduate
    school = register.schools[graduate.school_id]
    if not register.is_same_person(row, graduate):
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
    candidates = [
        g for g in register.alike(key) if not _codes_contradict(row, register.versions(g))
    ]
    if not candidates:
        return
    candidates = _one_child(row, candidates, register.merged)
    if len(candidates) == 1 and register.is_alone(key):
        row.graduate = candidates[0]
        return
    message = (
        f"Có nhiều học sinh cùng trường, lớp, họ tên và ngày sinh với “{row.values['full_name']}”; "
        "ghi số vào sổ để phân biệt."
    )
    row.complain(Level.ERROR, "identity_ambiguous", message, "full_name")


def _codes_contradict(row: GraduateRow, versions: Sequence[Known]) -> bool:
    """Whether the row has a code that the child neither bears nor bore."""
    for name, _, _ in CODES:
        borne = {getattr(version, name) for version in versions} - {""}
        if row.values.get(name) and borne and row.values[name] not in borne:
            return True
    return False


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
