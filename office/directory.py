"""The list of accounts by unit, as the page shows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Case, CharField, Count, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse

from accounts.models import User
from districts.models import Assignment, District, Role
from domain.formats import count
from domain.names import fold, sort_key
from office.people import visible_assignments, visible_users
from students.timeline import moment_text

DEPARTMENT, OUTSIDE, UNASSIGNED = "so", "ngoai-tinh", "chua-phan-quyen"
UNIT_LABELS = {
    DEPARTMENT: "Sở GD&ĐT Long An",
    OUTSIDE: "Cơ sở ngoài tỉnh",
    UNASSIGNED: "Chưa phân quyền",
}
NEVER, ACTIVE, LOCKED = "never", "active", "locked"
STATE_LABELS = {
    NEVER: "Chưa đăng nhập lần nào",
    ACTIVE: "Đang dùng",
    LOCKED: "Đã khóa",
}
MOST = 200
_RANKS = {role: rank for rank, role in enumerate(Role)}
_NOBODY = {"accounts": 0, NEVER: 0, LOCKED: 0}


@dataclass(frozen=True)
class Chosen:
    """What the list is narrowed to; an empty text narrows nothing."""

    text: str = ""
    unit: str = ""
    role: str = ""
    state: str = ""

    @property
    def is_everything(self) -> bool:
        return not (self.text or self.unit or self.role or self.state)


def in_state(state: str, prefix: str = "") -> Q:
    """The condition of a state on User, or on a relation to it with its prefix ("user__")."""
    return {
        NEVER: Q(**{f"{prefix}is_active": True, f"{prefix}last_login__isnull": True}),
        ACTIVE: Q(**{f"{prefix}is_active": True}),
        LOCKED: Q(**{f"{prefix}is_active": False}),
    }.get(state, Q())


def unit_names(user: Any) -> dict[str, str]:
    """Units by their code in the list's filter, in the order of the list."""
    districts = District.objects.visible_to(user).order_by("code").values_list("code", "name")
    return {DEPARTMENT: UNIT_LABELS[DEPARTMENT], **dict(districts), **UNIT_LABELS}


def unit_lines(user: Any) -> list[dict[str, Any]]:
    """One line per unit: its accounts, how many never signed in, how many are locked.

    All districts, with accounts or without; of the rest those with accounts. Three queries.
    """
    rows = _with_unit(visible_assignments(user)).order_by()
    numbers = {line["unit"]: line for line in rows.values("unit").annotate(**_counts("user"))}
    alone = visible_users(user).filter(assignments__isnull=True)
    numbers[UNASSIGNED] = alone.aggregate(**_counts(""))
    lines = []
    for unit, name in unit_names(user).items():
        found = numbers.get(unit, _NOBODY)
        if found["accounts"] or unit not in UNIT_LABELS:
            lines.append(_unit_line(unit, name, found))
    return lines


def _unit_line(unit: str, name: str, found: dict[str, int]) -> dict[str, Any]:
    """The unit with its numbers; each leads to the accounts it counts."""
    address = {state: f"?{urlencode({'unit': unit, 'state': state})}" for state in (NEVER, LOCKED)}
    address["accounts"] = f"?{urlencode({'unit': unit})}"
    labels = {"accounts": "Tài khoản", NEVER: STATE_LABELS[NEVER], LOCKED: STATE_LABELS[LOCKED]}
    return {
        "name": name,
        "url": address["accounts"],
        "numbers": [
            {
                "label": label,
                "text": count(found[key]),
                "url": address[key] if found[key] else "",
            }
            for key, label in labels.items()
        ],
    }


def account_rows(user: Any, chosen: Chosen) -> list[dict[str, Any]]:
    """One row per assignment, by unit, role, place and given name; an account without any, too.

    Sorted and searched here: a province has a few hundred accounts, and databases neither fold
    nor order Vietnamese alike.
    """
    assignments = _with_unit(visible_assignments(user)).filter(in_state(chosen.state, "user__"))
    if chosen.unit:
        assignments = assignments.filter(unit=chosen.unit)
    if chosen.role:
        assignments = assignments.filter(role=chosen.role)
    related = assignments.select_related(
        "user", "district", "school__district", "commune__district"
    )
    keyed = [(_order(a), _row(a.user, a)) for a in related]
    if chosen.unit in ("", UNASSIGNED) and not chosen.role:
        alone = visible_users(user).filter(in_state(chosen.state), assignments__isnull=True)
        keyed += [(("~", 9, "", sort_key(u.full_name), u.pk), _row(u, None)) for u in alone]
    wanted = fold(chosen.text)
    return [row for _, row in sorted(keyed, key=lambda pair: pair[0]) if wanted in row["folded"]]


def count_text(rows: Sequence[dict[str, Any]]) -> str:
    """How many people and, where somebody works at two places, how many assignments."""
    people = len({row["username"] for row in rows})
    text = f"{count(people)} tài khoản"
    return text if people == len(rows) else f"{text}, {count(len(rows))} phân quyền"


def sign_in_text(person: User) -> str:
    return moment_text(person.last_login) if person.last_login else "Chưa lần nào"


def place_text(assignment: Assignment) -> str:
    """The place with what tells it from others of its name."""
    return place_name(assignment.school or assignment.commune or assignment.district)


def place_name(place: Any | None) -> str:
    """A place with its district; no place, as of the department's role, is the province."""
    if place is None:
        return "Tỉnh Long An"
    district = getattr(place, "district", None)
    return f"{place.name}, {district.name}" if district else place.name


def _with_unit(assignments: QuerySet[Assignment]) -> QuerySet[Assignment]:
    return assignments.annotate(
        unit=Coalesce(
            "district__code",
            "school__district__code",
            "commune__district__code",
            Case(
                When(role=Role.DEPARTMENT, then=Value(DEPARTMENT)),
                default=Value(OUTSIDE),
                output_field=CharField(),
            ),
        )
    )


def _counts(user: str) -> dict[str, Count]:
    """How many people, in all and by state, seen from the relation `user` ("" from User itself)."""
    prefix = f"{user}__" if user else ""
    column = user or "pk"
    return {
        "accounts": Count(column, distinct=True),
        NEVER: Count(column, distinct=True, filter=in_state(NEVER, prefix)),
        LOCKED: Count(column, distinct=True, filter=in_state(LOCKED, prefix)),
    }


def _order(assignment: Assignment) -> tuple[str, int, str, str, int]:
    # The department first, the districts by their codes, then those outside the province.
    unit = "" if assignment.role == Role.DEPARTMENT else assignment.unit
    return (
        unit,
        _RANKS[Role(assignment.role)],
        fold(assignment.place_name),
        sort_key(assignment.user.full_name),
        assignment.pk,
    )


def _row(person: User, assignment: Assignment | None) -> dict[str, Any]:
    place = place_text(assignment) if assignment else UNIT_LABELS[UNASSIGNED]
    return {
        "full_name": person.full_name or person.username,
        "username": person.username,
        "url": reverse("office:user_detail", args=[person.pk]),
        "place": place,
        "role": assignment.get_role_display() if assignment else "–",
        "signed_in": sign_in_text(person),
        "is_active": person.is_active,
        "folded": fold(f"{person.full_name} {person.username} {place}"),
    }
