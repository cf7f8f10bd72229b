"""Whose accounts a person keeps: closed by default, and never beyond the keeper's own place.

The department keeps all accounts; a district those of its own office, schools and communes. A
scope below the province comes from the DISTRICT role alone: whoever also works at a school of
another district keeps nobody there.
"""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.crypto import salted_hmac

from accounts.models import User
from districts.authority import Permission, Scope, scope_of
from districts.models import Assignment, Commune, District, Role, School

# What each role can do, in plain words; districts.authority.ROLE_PERMISSIONS in Vietnamese.
ROLE_EFFECTS: dict[str, str] = {
    Role.DEPARTMENT: (
        "Xem số liệu và học sinh toàn tỉnh; quản lý mục tiêu, chỉ tiêu, danh mục trường, "
        "tài khoản và nhật ký của mọi đơn vị."
    ),
    Role.DISTRICT: (
        "Xem và cập nhật học sinh của các trường THCS trong huyện; nhập danh sách, đối chiếu, "
        "nhập thay cơ sở; quản lý tài khoản của các đơn vị trong huyện."
    ),
    Role.ORIGIN_SCHOOL: (
        "Xem học sinh tốt nghiệp THCS của trường mình và ghi nơi học của từng học sinh; "
        "không thấy học sinh của trường khác."
    ),
    Role.RECEIVING_SCHOOL: (
        "Gửi danh sách đang học của đơn vị mình, kiểm tra các dòng chưa rõ, báo học sinh chưa ra "
        "lớp, thôi học, chuyển trường."
    ),
    Role.COMMUNE: (
        "Nhận danh sách đề nghị vận động gửi đến địa phương mình và ghi kết quả vận động."
    ),
}
PLACE_FIELDS: dict[str, str] = {
    Role.DEPARTMENT: "",
    Role.DISTRICT: "district",
    Role.ORIGIN_SCHOOL: "school",
    Role.RECEIVING_SCHOOL: "school",
    Role.COMMUNE: "commune",
}


def visible_assignments(user: Any) -> QuerySet[Assignment]:
    """Assignments in this person's keeping; a superuser's and, to a district, those of the
    department's officials are nobody's to keep.
    """
    scope = scope_of(user)
    if Permission.MANAGE_USERS not in scope.permissions:
        return Assignment.objects.none()
    rows = Assignment.objects.filter(user__is_superuser=False)
    if scope.is_province:
        return rows
    return rows.filter(_inside(scope)).exclude(user__in=_officials_of_department())


def visible_users(user: Any) -> QuerySet[User]:
    """People of whom at least one assignment is in this person's keeping."""
    scope = scope_of(user)
    if Permission.MANAGE_USERS not in scope.permissions:
        return User.objects.none()
    if scope.is_province:
        return User.objects.filter(is_superuser=False)
    return User.objects.filter(pk__in=visible_assignments(user).values("user"))


def own_users(user: Any) -> QuerySet[User]:
    """Visible people with no assignment elsewhere.

    Only their whole account is the keeper's: with a new password for somebody who also works in
    another district, a district could read that district's children.
    """
    scope = scope_of(user)
    visible = visible_users(user)
    if scope.is_province:
        return visible
    elsewhere = Assignment.objects.exclude(pk__in=visible_assignments(user).values("pk"))
    return visible.exclude(pk__in=elsewhere.values("user"))


def keeps_whole_account(user: Any, person: User) -> bool:
    return own_users(user).filter(pk=person.pk).exists()


def grantable_roles(user: Any) -> list[Role]:
    """The roles this person may give; the department's only by the department itself."""
    scope = scope_of(user)
    if Permission.MANAGE_USERS not in scope.permissions:
        return []
    return [role for role in Role if scope.is_province or role != Role.DEPARTMENT]


def places_for(user: Any, role: str) -> QuerySet:
    """Districts, schools or communes where this person may give the role.

    Raises KeyError for the department's role, which has no place.
    """
    rows, within = {
        Role.DISTRICT: (District.objects.visible_to(user).order_by("code"), "pk__in"),
        Role.ORIGIN_SCHOOL: (_schools(user).graduating(), "district__in"),
        Role.RECEIVING_SCHOOL: (_schools(user).receiving(), "district__in"),
        Role.COMMUNE: (
            Commune.objects.visible_to(user)
            .select_related("district")
            .order_by("district__code", "name", "pk"),
            "district__in",
        ),
    }[Role(role)]
    scope = scope_of(user)
    return rows if scope.is_province else rows.filter(**{within: scope.district_ids})


def may_grant(user: Any, role: str, place: Any | None) -> bool:
    """Whether this person may give somebody the role at the place."""
    if role not in grantable_roles(user):
        return False
    if not PLACE_FIELDS[role]:
        return place is None
    places = places_for(user, role)
    return isinstance(place, places.model) and places.filter(pk=place.pk).exists()


def account_version(person: User) -> str:
    """A fingerprint of all that pages change of an account: who, password, lock, assignments.

    Keyed, so that nothing of the password's hash can be read off a form.
    """
    assignments = sorted(person.assignments.values_list("pk", flat=True))
    stored = (
        f"{person.pk}|{person.full_name}|{person.phone}|"
        f"{person.password}|{person.is_active}|{assignments}"
    )
    return salted_hmac("office.account_version", stored).hexdigest()[:20]


def _schools(user: Any) -> Any:
    rows = School.objects.visible_to(user).select_related("district")
    return rows.order_by("district__code", "name", "pk")


def _inside(scope: Scope) -> Q:
    return (
        Q(district__in=scope.district_ids)
        | Q(school__district__in=scope.district_ids)
        | Q(commune__district__in=scope.district_ids)
    )


def _officials_of_department() -> QuerySet:
    return Assignment.objects.filter(role=Role.DEPARTMENT).values("user")
