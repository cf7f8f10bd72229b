"""Who may do what, and who sees what: the one place, closed by default.

A *permission* is the right to do a thing (missing: 403). A *scope* is the part of the data a
person's assignments reach (outside: 404, as if it were not there). Models say how a scope bounds
them by `within`; everything a user sees comes through `visible_to`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import wraps
from typing import Any, Self

from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Q
from django.http import HttpRequest, HttpResponse


class Permission(StrEnum):
    SEE_FIGURES = "see_figures"
    SEE_GRADUATES = "see_graduates"
    SEE_NOT_ENROLLED = "see_not_enrolled"
    EDIT_GRADUATES = "edit_graduates"
    MERGE_GRADUATES = "merge_graduates"
    ASK_CORRECTION = "ask_correction"
    ANSWER_CORRECTION = "answer_correction"
    EXPORT_GRADUATES = "export_graduates"
    RECORD_DESTINATION = "record_destination"
    SIGN_OFF = "sign_off"
    CALL_FAMILIES = "call_families"
    IMPORT_GRADUATES = "import_graduates"
    IMPORT_ROSTER = "import_roster"
    REVIEW_LINKS = "review_links"
    ENTER_ON_BEHALF = "enter_on_behalf"
    KEEP_ROSTER = "keep_roster"
    MANAGE_SCHOOLS = "manage_schools"
    MANAGE_TARGETS = "manage_targets"
    MANAGE_USERS = "manage_users"
    SEE_AUDIT_LOG = "see_audit_log"
    ISSUE_REFERRALS = "issue_referrals"
    SEE_REFERRALS = "see_referrals"
    CASE_WORK = "case_work"
    SUPERVISE_CASES = "supervise_cases"
    CONFIRM_CLAIMS = "confirm_claims"


ROLE_PERMISSIONS: dict[str, frozenset[Permission]] = {
    # The department sees no family's phone, so it calls nobody.
    "DEPARTMENT": frozenset(Permission)
    - {
        Permission.CASE_WORK,
        Permission.KEEP_ROSTER,
        Permission.CONFIRM_CLAIMS,
        Permission.SIGN_OFF,
        Permission.CALL_FAMILIES,
        Permission.ASK_CORRECTION,
    },
    "DISTRICT": frozenset(Permission)
    - {
        Permission.MANAGE_TARGETS,
        Permission.CASE_WORK,
        Permission.KEEP_ROSTER,
        Permission.CONFIRM_CLAIMS,
        Permission.SIGN_OFF,
        Permission.ASK_CORRECTION,
    },
    "ORIGIN_SCHOOL": frozenset(
        {
            Permission.SEE_FIGURES,
            Permission.SEE_GRADUATES,
            Permission.SEE_NOT_ENROLLED,
            Permission.EDIT_GRADUATES,
            Permission.EXPORT_GRADUATES,
            Permission.RECORD_DESTINATION,
            Permission.SIGN_OFF,
            Permission.CALL_FAMILIES,
            Permission.IMPORT_GRADUATES,
            Permission.SEE_REFERRALS,
            Permission.CASE_WORK,
            Permission.ASK_CORRECTION,
        }
    ),
    "RECEIVING_SCHOOL": frozenset(
        {
            Permission.IMPORT_ROSTER,
            Permission.REVIEW_LINKS,
            Permission.KEEP_ROSTER,
            Permission.CONFIRM_CLAIMS,
            Permission.ASK_CORRECTION,
        }
    ),
    "COMMUNE": frozenset({Permission.CASE_WORK, Permission.SEE_REFERRALS}),
}


@dataclass(frozen=True)
class Scope:
    """What a person's assignments reach. Empty means nothing."""

    permissions: frozenset[Permission] = frozenset()
    is_province: bool = False
    district_ids: frozenset[int] = frozenset()
    origin_school_ids: frozenset[int] = frozenset()
    receiving_school_ids: frozenset[int] = frozenset()
    commune_ids: frozenset[int] = frozenset()

    @property
    def school_ids(self) -> frozenset[int]:
        return self.origin_school_ids | self.receiving_school_ids


def scope_of(user: Any) -> Scope:
    """The scope of a user; anonymous, inactive or unassigned people have an empty one.

    Read once per request: the result is kept on the user object.
    """
    if not (user and user.is_authenticated and user.is_active):
        return Scope()
    if not hasattr(user, "_scope"):
        user._scope = _scope_from(assignments_of(user))
    return user._scope


def assignments_of(user: Any) -> list:
    """The user's assignments with their places, read once per request like the scope."""
    if not hasattr(user, "_assignments"):
        user._assignments = list(
            user.assignments.select_related("district", "school__district", "commune__district")
        )
    return user._assignments


def _scope_from(assignments: list) -> Scope:
    def places(role: str, attribute: str) -> frozenset[int]:
        return frozenset(getattr(a, attribute) for a in assignments if a.role == role)

    return Scope(
        permissions=frozenset().union(*(ROLE_PERMISSIONS[a.role] for a in assignments)),
        is_province=any(a.role == "DEPARTMENT" for a in assignments),
        district_ids=places("DISTRICT", "district_id"),
        origin_school_ids=places("ORIGIN_SCHOOL", "school_id"),
        receiving_school_ids=places("RECEIVING_SCHOOL", "school_id"),
        commune_ids=places("COMMUNE", "commune_id"),
    )


class ScopedQuerySet(models.QuerySet):
    """A queryset that shows nothing until a model says how a scope bounds it."""

    def visible_to(self, user: Any) -> Self:
        """The rows this user's assignments reach; fails closed."""
        scope = scope_of(user)
        if scope.is_province:
            return self
        if not scope.permissions:
            return self.none()
        return self.filter(self.within(scope))

    def within(self, scope: Scope) -> Q:
        """The condition that bounds this model to a scope below the province: nothing by default.

        A bound that reaches over a to-many relation must be a subquery, or it doubles rows.
        """
        return Q(pk__in=[])


def has_permission(user: Any, permission: Permission) -> bool:
    return permission in scope_of(user).permissions


def require(permission: Permission, *others: Permission) -> Callable:
    """View decorator: 403 unless one of the user's roles carries one of these permissions."""
    enough = {permission, *others}

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if enough.isdisjoint(scope_of(request.user).permissions):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.required_permission = permission
        return guarded

    return decorate
