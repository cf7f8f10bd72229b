"""What is known of one child, as the entries of a summary list."""

from typing import Any

from domain.formats import birth, day
from students.authorship import sees_contacts
from students.models import Graduate

NOT_GIVEN = "Chưa có"
_SHOWN_DIGITS = 3


def facts_of(graduate: Graduate, user: Any) -> list[dict[str, str]]:
    """Particulars by label; contacts and hardship only for those who reach the family.

    Needs the relations school, cohort and commune with its district.
    """
    entries = _particulars(graduate)
    is_full = sees_contacts(user, graduate)
    commune = graduate.commune
    entries += [
        ("Mã định danh Bộ GD&ĐT", graduate.moet_code or NOT_GIVEN),
        ("Số định danh cá nhân", _contact(graduate.personal_id, is_full)),
        ("Chỗ ở", _residence(graduate)),
        (
            "Xã, phường, thị trấn",
            f"{commune.name}, {commune.district.name}" if commune else NOT_GIVEN,
        ),
        ("Cha, mẹ, người giám hộ", graduate.guardian or NOT_GIVEN),
        ("Điện thoại", _contact(graduate.phone, is_full)),
    ]
    if is_full:
        entries += _given(("Diện", graduate.priority), ("Ghi chú", graduate.note))
    return [{"label": label, "value": value} for label, value in entries]


def masked(text: str) -> str:
    """A number of which only the last three digits may be seen, whatever stands around it."""
    digits = [character for character in text if character.isdigit()]
    shown = "".join(digits[-_SHOWN_DIGITS:]) if len(digits) > 2 * _SHOWN_DIGITS else ""
    return f"••••• {shown}".strip()


def _particulars(graduate: Graduate) -> list[tuple[str, str]]:
    school_class = f"{graduate.school.name}, lớp {graduate.class_name}"
    entries = [
        ("Ngày sinh", birth(graduate.birth) if graduate.birth else NOT_GIVEN),
        ("Giới tính", graduate.get_gender_display() or NOT_GIVEN),
        *_given(("Dân tộc", graduate.ethnicity), ("Nơi sinh", graduate.birth_place)),
        ("Trường THCS", school_class if graduate.class_name else graduate.school.name),
        ("Năm tốt nghiệp", str(graduate.cohort.year)),
        *_given(("Xếp loại tốt nghiệp", graduate.classification)),
        ("Số vào sổ cấp bằng", graduate.register_number or NOT_GIVEN),
    ]
    if graduate.added_late_on:
        entries.append(("Bổ sung vào danh sách", f"Ngày {day(graduate.added_late_on)}"))
    return entries


def _given(*entries: tuple[str, str]) -> list[tuple[str, str]]:
    return [(label, value) for label, value in entries if value]


def _contact(text: str, is_full: bool) -> str:
    if not text:
        return NOT_GIVEN
    return text if is_full else masked(text)


def _residence(graduate: Graduate) -> str:
    parts = [graduate.residence]
    if graduate.hamlet not in graduate.residence:
        parts.insert(0, graduate.hamlet)
    return ", ".join(part for part in parts if part) or NOT_GIVEN
