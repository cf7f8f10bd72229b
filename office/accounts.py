"""One account as its page shows it."""

from typing import Any

from django.urls import reverse

from accounts.models import User
from districts.models import Assignment, Role
from office.directory import place_text, sign_in_text
from office.forms import PersonForm
from office.people import (
    ROLE_EFFECTS,
    account_version,
    grantable_roles,
    keeps_whole_account,
    visible_assignments,
)
from students.timeline import moment_text


def account_page(user: Any, person: User) -> dict[str, Any]:
    """Facts, assignments and what this viewer may change of the account."""
    own = set(visible_assignments(user).filter(user=person).values_list("pk", flat=True))
    assignments = list(
        person.assignments.select_related("district", "school__district", "commune__district")
    )
    assignments.sort(key=lambda one: (list(Role).index(Role(one.role)), one.pk))
    is_self = person.pk == user.pk
    return {
        "person": person,
        "version": account_version(person),
        "facts": _facts(person),
        "assignments": [
            _line(one, removable=not is_self and len(assignments) > 1)
            for one in assignments
            if one.pk in own
        ],
        "has_elsewhere": len(own) < len(assignments),
        "is_self": is_self,
        "keeps_whole": not is_self and keeps_whole_account(user, person),
        "may_correct": may_correct(user, person),
    }


def may_correct(user: Any, person: User) -> bool:
    """Whether the viewer may correct name and phone: of accounts kept whole, and one's own."""
    return person.pk == user.pk or keeps_whole_account(user, person)


def person_values(person: User) -> dict[str, str]:
    """What the form to correct an account begins with."""
    return {
        "full_name": person.full_name,
        "phone": person.phone,
        "version": account_version(person),
    }


def both_versions(form: PersonForm, person: User) -> list[dict[str, str]]:
    """What a colleague stored beside what is being typed."""
    stored = person_values(person)
    return [
        {"label": field.label, "stored": stored[field.name], "typed": str(field.value())}
        for field in form.visible_fields()
    ]


def role_choices(user: Any, route: str, *arguments: Any) -> list[dict[str, str]]:
    """The roles this viewer may give, each with what it can do and where to go on."""
    return [
        {
            "label": role.label,
            "effect": ROLE_EFFECTS[role],
            "url": reverse(route, args=[*arguments, role_slug(role)]),
        }
        for role in grantable_roles(user)
    ]


def role_slug(role: str) -> str:
    """The role in an address: ORIGIN_SCHOOL is "origin-school"."""
    return role.lower().replace("_", "-")


def _facts(person: User) -> list[dict[str, str]]:
    facts = [
        ("Họ và tên", person.full_name),
        ("Tên đăng nhập", person.username),
        ("Điện thoại", person.phone or "Chưa ghi"),
        ("Tình trạng", "Đang dùng" if person.is_active else "Đã khóa"),
        ("Đăng nhập lần cuối", sign_in_text(person)),
        ("Tạo lúc", moment_text(person.date_joined)),
    ]
    return [{"label": label, "value": value} for label, value in facts]


def _line(assignment: Assignment, *, removable: bool) -> dict[str, str]:
    arguments = [assignment.user_id, assignment.pk]
    return {
        "role": assignment.get_role_display(),
        "place": place_text(assignment),
        "effect": ROLE_EFFECTS[assignment.role],
        "remove_url": reverse("office:assignment_remove", args=arguments) if removable else "",
    }
