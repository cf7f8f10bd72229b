"""A row held against a candidate, field by field, in words for a clerk."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import log2

from domain.dates import swapped
from domain.formats import birth
from domain.names import display_name, fold, name_key
from domain.schools import school_key
from rosters.models import RosterRow
from students.models import Graduate
from students.profile import masked

GENDERS = dict(Graduate.Gender.choices)
# Bits of a name that few graduates bear: about one in sixty thousand.
_RARE_NAME_BITS = 16.0
_VERY_ALIKE_BITS, _ALIKE_BITS = 6.0, 0.0


class Verdict(StrEnum):
    """What a field says; the value is the word under the cell."""

    SAME = "Giống"
    DIFFERENT = "Khác"
    MISSING = "Thiếu"


SIGNS = {Verdict.SAME: "=", Verdict.DIFFERENT: "≠", Verdict.MISSING: "–"}


class Difference(StrEnum):
    """The only thing in which many rows differ from their candidate: decided together."""

    MARKS = "marks"
    I_OR_Y = "i_or_y"
    SCHOOL_SPELLING = "school"
    SWAPPED_DATE = "date"
    GENDER = "gender"


_Y_AS_I = str.maketrans("yýỳỷỹỵ", "iíìỉĩị")
SPELLINGS = {Difference.MARKS: "chỉ khác dấu", Difference.I_OR_Y: "chỉ khác i, y"}


@dataclass(frozen=True, slots=True)
class Cell:
    """One field of one candidate. `text` is "" where the value is not for these eyes; `how` says
    more of a difference.
    """

    field: str
    label: str
    ours: str
    text: str
    verdict: Verdict
    how: str = ""
    difference: Difference | None = None

    @property
    def sign(self) -> str:
        return SIGNS[self.verdict]

    @property
    def word(self) -> str:
        return f"{self.verdict.value} ({self.how})" if self.how else self.verdict.value


def cells(
    row: RosterRow, graduate: Graduate, bits: Mapping[str, float], *, has_accents: bool
) -> list[Cell]:
    """The fields by which a clerk decides. Of what singles out a family (numbers, guardian) only
    whether it agrees with what the row states: more is not needed, so more is not shown.
    """
    return [
        _name(row, graduate, has_accents=has_accents),
        _birth(row, graduate),
        _plain(
            "gender", "Giới tính", GENDERS.get(row.gender, ""), GENDERS.get(graduate.gender, "")
        ),
        _school(row, graduate, bits),
        _commune(row, graduate, bits),
        *_stated_only(row, graduate),
    ]


def _name(row: RosterRow, graduate: Graduate, *, has_accents: bool) -> Cell:
    ours, theirs = display_name(row.full_name), display_name(graduate.full_name)
    is_same_key = row.name_key == graduate.name_key
    is_same = ours.casefold() == theirs.casefold() or (is_same_key and not has_accents)
    verdict = Verdict.SAME if is_same else Verdict.DIFFERENT
    difference, how = _spelling(ours, theirs) if is_same_key and not is_same else (None, "")
    return Cell("full_name", "Họ và tên", ours, theirs, verdict, how, difference)


def _spelling(ours: str, theirs: str) -> tuple[Difference, str]:
    """In what two names of the same key differ: "Vi" and "Vy" bear the same marks."""
    if fold(ours) == fold(theirs):
        return Difference.MARKS, SPELLINGS[Difference.MARKS]
    if ours.casefold().translate(_Y_AS_I) == theirs.casefold().translate(_Y_AS_I):
        return Difference.I_OR_Y, SPELLINGS[Difference.I_OR_Y]
    return Difference.MARKS, "chỉ khác dấu và i, y"


def _birth(row: RosterRow, graduate: Graduate) -> Cell:
    ours, theirs = row.birth, graduate.birth
    texts = [birth(each) if each else "" for each in (ours, theirs)]
    cell = _plain("birth", "Ngày sinh", *texts)
    if ours is None or theirs is None or cell.verdict is Verdict.SAME:
        return cell
    days = ours.as_date, theirs.as_date
    if None in days:
        how = "chỉ có năm" if ours.year == theirs.year else ""
        return Cell(*_head(cell), Verdict.DIFFERENT, how)
    if days[0] and swapped(days[0]) == days[1]:
        return Cell(*_head(cell), Verdict.DIFFERENT, "đảo ngày, tháng", Difference.SWAPPED_DATE)
    return cell


def _gender(row: RosterRow, graduate: Graduate) -> Cell:
    ours, theirs = (GENDERS.get(each.gender, "") for each in (row, graduate))
    return _plain("gender", "Giới tính", ours, theirs)


def _head(cell: Cell) -> tuple[str, str, str, str]:
    return cell.field, cell.label, cell.ours, cell.text


def _plain(field: str, label: str, ours: str, theirs: str) -> Cell:
    if not ours or not theirs:
        return Cell(field, label, ours, theirs, Verdict.MISSING)
    is_same = fold(ours) == fold(theirs)
    difference = Difference.GENDER if field == "gender" and not is_same else None
    verdict = Verdict.SAME if is_same else Verdict.DIFFERENT
    return Cell(field, label, ours, theirs, verdict, difference=difference)


def _school(row: RosterRow, graduate: Graduate, bits: Mapping[str, float]) -> Cell:
    school = graduate.school
    theirs = f"{school.name}, {school.district.name}" if school.district else school.name
    if not row.school_text:
        return Cell("school", "Trường THCS", "", theirs, Verdict.MISSING)
    if school_key(row.school_text) == school_key(school.name):
        return Cell("school", "Trường THCS", row.school_text, theirs, Verdict.SAME)
    if bits.get("school", 0.0) > 0:
        return Cell(
            "school", "Trường THCS", row.school_text, theirs, Verdict.DIFFERENT,
            "có thể chỉ khác cách viết", Difference.SCHOOL_SPELLING,
        )  # fmt: skip
    return Cell("school", "Trường THCS", row.school_text, theirs, Verdict.DIFFERENT)


def _commune(row: RosterRow, graduate: Graduate, bits: Mapping[str, float]) -> Cell:
    """The commune alone: the address itself tells where a family lives."""
    commune = graduate.commune
    theirs = f"{commune.name}, {commune.district.name}" if commune else ""
    label = "Xã, phường, thị trấn"
    if not row.residence or not commune:
        return Cell("commune", label, row.residence, theirs, Verdict.MISSING)
    is_same = row.commune_id == commune.pk or bits.get("commune", 0.0) > 0
    verdict = Verdict.SAME if is_same else Verdict.DIFFERENT
    return Cell("commune", label, row.residence, theirs, verdict)


def _stated_only(row: RosterRow, graduate: Graduate) -> Iterator[Cell]:
    numbers = (
        ("moet_code", "Mã định danh"),
        ("personal_id", "Số định danh cá nhân"),
        ("register_number", "Số vào sổ"),
        ("phone", "Điện thoại"),
    )
    for field, label in numbers:
        ours, theirs = getattr(row, field), getattr(graduate, field)
        if ours:
            yield _veiled(_plain(field, label, ours, theirs), masked(ours))
    if row.guardian:
        ours, theirs = row.guardian, graduate.guardian
        verdict = Verdict.SAME if name_key(ours) == name_key(theirs) else Verdict.DIFFERENT
        cell = Cell("guardian", "Cha, mẹ, giám hộ", ours, theirs, verdict)
        yield _veiled(cell if theirs else _plain(*_head(cell)), "")


def _veiled(cell: Cell, ours: str) -> Cell:
    """Without the values: the row's own is masked, since the office of a district may look on."""
    return Cell(cell.field, cell.label, ours, "", cell.verdict)


def only_difference(found: list[Cell]) -> Difference | None:
    """The one thing in which row and candidate differ, where many are alike in that; None where
    more differs, or nothing beside name and date agrees.
    """
    differing = [cell for cell in found if cell.verdict is Verdict.DIFFERENT]
    agreeing = {cell.field for cell in found if cell.verdict is Verdict.SAME}
    compared = {cell.field for cell in found if cell.verdict is not Verdict.MISSING}
    is_supported = bool(agreeing - {"full_name", "birth", "gender"})
    if len(differing) != 1 or not {"full_name", "birth"} <= compared:
        return None
    difference = differing[0].difference
    return difference if is_supported or difference is Difference.SCHOOL_SPELLING else None


def likeness(weight: float, cohort_size: int) -> str:
    """The match weight in words, above the odds of a graduate drawn blindly."""
    above = weight - log2(max(cohort_size, 1))
    if above >= _VERY_ALIKE_BITS:
        return "Rất giống"
    return "Giống" if above >= _ALIKE_BITS else "Ít giống"


_NAMES = {
    "birth": "ngày sinh",
    "gender": "giới tính",
    "school": "trường THCS",
    "commune": "nơi ở",
    "moet_code": "mã định danh",
    "personal_id": "số định danh",
    "register_number": "số vào sổ",
    "phone": "điện thoại",
    "guardian": "cha, mẹ, giám hộ",
}


def reasons(found: list[Cell], bits: Mapping[str, float]) -> str:
    """What speaks for the candidate and what against, e.g. "cùng họ tên hiếm, cùng ngày sinh;
    khác giới tính".
    """
    agreeing = [text for cell in found if (text := _agreement(cell, bits))]
    differing = [text for cell in found if (text := _disagreement(cell))]
    return "; ".join(", ".join(part) for part in (agreeing, differing) if part)


def _agreement(cell: Cell, bits: Mapping[str, float]) -> str:
    if cell.verdict is not Verdict.SAME:
        return ""
    if cell.field != "full_name":
        return f"cùng {_NAMES[cell.field]}"
    return "cùng họ tên hiếm" if bits.get("full_name", 0.0) >= _RARE_NAME_BITS else "cùng họ tên"


def _disagreement(cell: Cell) -> str:
    if cell.verdict is not Verdict.DIFFERENT:
        return ""
    if cell.field == "full_name":
        return f"họ tên {cell.how}" if cell.how else "họ tên khác"
    return f"{_NAMES[cell.field]} {cell.how}" if cell.how else f"khác {_NAMES[cell.field]}"
