"""Whose word a statement is, who may take it back, and who sees how to reach the family."""

from typing import Any

from districts.authority import Permission, has_permission, scope_of
from domain.outcome import Evidence
from students.models import Cohort, Destination, Graduate, GraduateEdit, Source

_FROM_ROSTER = (
    "Thông tin lấy từ danh sách đang học do cơ sở gửi nên không sửa bằng tay. "
    "Đề nghị cơ sở gửi lại danh sách; nếu thực tế đã khác, ghi thêm thông tin mới."
)
_FROM_INSTITUTION = (
    "Thông tin do trường, cơ sở tiếp nhận báo nên chỉ đơn vị đó sửa được. "
    "Nếu thực tế đã khác, ghi thêm thông tin mới."
)
_FROM_ANOTHER_OFFICE = (
    "Thông tin do đơn vị khác ghi. Nhà trường ghi thêm thông tin mới, "
    "hoặc đề nghị Phòng GD&ĐT đính chính."
)
_CLOSED = (
    "Số liệu năm tốt nghiệp {year} đã khóa nên không ghi, đính chính hoặc rút thông tin được nữa. "
    "Cần thay đổi thì đề nghị Sở GD&ĐT mở lại."
)
# What an institution says of its own pupils is changed by the institution alone, or a district
# could undo a confirmation without anybody there knowing.
_FIXED = {Source.ROSTER: _FROM_ROSTER, Source.RECEIVING_SCHOOL: _FROM_INSTITUTION}


def is_officer_for(user: Any, graduate: Graduate) -> bool:
    """Whether the user speaks for the department or the district office of the child's school."""
    scope = scope_of(user)
    return scope.is_province or graduate.school.district_id in scope.district_ids


def may_enter_on_behalf(user: Any, graduate: Graduate) -> bool:
    """Whether the user may enter what an institution that never uploads says on paper."""
    return has_permission(user, Permission.ENTER_ON_BEHALF) and is_officer_for(user, graduate)


def source_of(user: Any, graduate: Graduate, *, on_behalf: bool) -> tuple[Source, Evidence]:
    """Source and evidence follow from who speaks; nobody chooses them."""
    if not is_officer_for(user, graduate):
        return Source.ORIGIN_SCHOOL, Evidence.REPORTED
    if on_behalf:
        return Source.ON_BEHALF, Evidence.CONFIRMED
    return Source.SURVEY, Evidence.REPORTED


def why_not_recordable(graduate: Graduate) -> str:
    """Why nothing may be recorded of this graduate by hand; "" when it may."""
    return why_closed(graduate.cohort)


def why_closed(cohort: Cohort) -> str:
    """Why nothing may be recorded of anybody in this year; "" when it may."""
    return "" if cohort.is_open else _CLOSED.format(year=cohort.year)


def why_not_changeable(user: Any, statement: Destination) -> str:
    """Why this user may neither correct nor withdraw the statement; "" when it may.

    A school of origin takes back only what a school of origin said; an office of education also
    what lower units reported.
    """
    if statement.source in _FIXED:
        return _FIXED[Source(statement.source)]
    if statement.source == Source.ORIGIN_SCHOOL or is_officer_for(user, statement.graduate):
        return ""
    return _FROM_ANOTHER_OFFICE


def may_take_back(user: Any, edit: GraduateEdit, graduate: Graduate) -> bool:
    """Whether the user may take a correction back: a THCS does not hand its graduates on, nor
    back to where an office took them from.
    """
    is_own = graduate.school_id in scope_of(user).origin_school_ids
    return not (is_own and "school_id" in edit.after)


def sees_contacts(user: Any, graduate: Graduate) -> bool:
    """Whether phone and identity numbers are shown in full: to those who reach the family."""
    scope = scope_of(user)
    return (
        graduate.school.district_id in scope.district_ids
        or graduate.school_id in scope.origin_school_ids
    )
