"""Corrections by hand of one child as lines of its page."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from districts.authority import Permission, has_permission
from districts.models import Commune, School
from students.authorship import may_take_back, sees_contacts, why_not_recordable
from students.models import Graduate, GraduateEdit
from students.particulars import CONTACTS, label_of, parts_of, said_of
from students.timeline import BY_SYSTEM, moment_text

HIDDEN = "•••••"
Names = dict[str, dict[int, str]]


def edit_lines(graduate: Graduate, user: Any) -> list[dict[str, Any]]:
    """Each correction with what it changed, newest first; the way to take it back where what it
    wrote still stands.
    """
    related = ("recorded_by", "taken_back_by")
    edits = list(graduate.edits.select_related(*related).order_by("-recorded_at", "-pk"))
    names = names_of(edits)
    is_full = sees_contacts(user, graduate)
    may_edit = has_permission(user, Permission.EDIT_GRADUATES) and not why_not_recordable(graduate)
    return [
        _line(
            edit,
            graduate,
            names,
            is_full=is_full,
            may_edit=may_edit and may_take_back(user, edit, graduate),
        )
        for edit in edits
    ]


def names_of(edits: list[GraduateEdit]) -> Names:
    """Schools and communes that corrections speak of, by column and key."""
    keys: dict[str, set[int]] = {"school_id": set(), "commune_id": set()}
    for edit in edits:
        for name in keys:
            keys[name] |= {edit.before.get(name), edit.after.get(name)} - {None}
    schools = School.objects.in_bulk(keys["school_id"]) if keys["school_id"] else {}
    communes = Commune.objects.in_bulk(keys["commune_id"]) if keys["commune_id"] else {}
    return {
        "school_id": {pk: school.name for pk, school in schools.items()},
        "commune_id": {pk: commune.name for pk, commune in communes.items()},
    }


def _line(
    edit: GraduateEdit, graduate: Graduate, names: Names, *, is_full: bool, may_edit: bool
) -> dict[str, Any]:
    def said(part: str, values: dict[str, Any]) -> str:
        return said_of(part, values, names) if is_full or part not in CONTACTS else HIDDEN

    stands = all(getattr(graduate, name) == value for name, value in edit.after.items())
    is_offered = may_edit and stands and edit.taken_back_at is None
    return {
        "moment": moment_text(edit.recorded_at),
        "moment_and_who": _moment_and_who(edit.recorded_at, edit.recorded_by),
        "reason": edit.reason,
        "changes": [
            {"label": label_of(part), "old": said(part, edit.before), "new": said(part, edit.after)}
            for part in parts_of(edit.after)
        ],
        "taken_back": (
            _moment_and_who(edit.taken_back_at, edit.taken_back_by) if edit.taken_back_at else ""
        ),
        "url": (
            reverse("students:edit_take_back", args=[graduate.pk, edit.pk]) if is_offered else ""
        ),
    }


def _moment_and_who(at: datetime, person: Any | None) -> str:
    return f"{moment_text(at)}, {person or BY_SYSTEM}"
