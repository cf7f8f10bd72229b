"""Correcting by hand what is kept of a graduate, and taking a correction back."""

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from django.utils import timezone

from audit.actions import record_event
from districts.models import Commune, School
from domain.names import name_key, sort_key
from students import verbs
from students.actions.graduates import GraduateChange, hold_cohort, register_graduates
from students.actions.namesakes import KeyTaken, require_free_keys
from students.actions.sums import recounting
from students.following import Followed, RegisterChange, follow, foresee
from students.models import Graduate, GraduateEdit
from students.particulars import BIRTH, COLUMNS, label_of, parts_of

__all__ = ["EditedSince", "GraduateChanged", "KeyTaken", "correct_graduate", "take_back_edit"]


class GraduateChanged(Exception):
    """The particulars changed after the form was opened, or the graduate left the register;
    nothing was written.
    """


class EditedSince(Exception):
    """What the edit wrote is no longer there; str() names it in Vietnamese."""


def version_of(graduate: Graduate) -> str:
    """A fingerprint of all that can be corrected, to see whether somebody changed it meanwhile."""
    stored = json.dumps([getattr(graduate, name) for name in COLUMNS], ensure_ascii=False)
    return sha256(stored.encode()).hexdigest()[:20]


def correct_graduate(
    *, graduate: Graduate, by: Any, version: str, values: Mapping[str, Any], reason: str
) -> GraduateEdit | None:
    """Write particulars that a person corrected; the old ones stay readable.

    `values` by attribute name (`school_id`), of the columns in `students.particulars`; `version` is
    what `version_of` gave when the form was opened. Values that are there already write nothing,
    whatever the version, and give None. What follows from it is found out before the transaction.
    Raises GraduateChanged, KeyTaken.
    """
    after = _differing(graduate, values)
    ahead = foresee(_change(graduate, after)) if after else None
    return _correct(
        graduate=graduate, by=by, version=version, values=values, reason=reason, ahead=ahead
    )


@recounting()
def _correct(
    *,
    graduate: Graduate,
    by: Any,
    version: str,
    values: Mapping[str, Any],
    reason: str,
    ahead: Sequence[Any] | None,
) -> GraduateEdit | None:
    held, since = _held(graduate)
    after = _differing(held, values)
    if not after:
        return None
    if version_of(held) != version:
        raise GraduateChanged
    if after.keys() & set(BIRTH):
        # The day and month of one year are not those of another: a date is told whole.
        after |= {name: values.get(name, getattr(held, name)) for name in BIRTH}
    before = {name: getattr(held, name) for name in after}
    require_free_keys(held, after)
    edit = GraduateEdit.objects.create(
        graduate=held,
        before=before,
        after=after,
        reason=reason,
        recorded_at=timezone.now(),
        recorded_by=by,
    )
    _write(held, after, since=since, ahead=ahead, by=by)
    _record(verbs.GRADUATE_EDITED, held, before, after, by=by, reason=reason)
    return edit


def take_back_edit(*, edit: GraduateEdit, by: Any) -> None:
    """Give the graduate the values back that the edit replaced.

    An edit taken back already is left as it is. Raises GraduateChanged, EditedSince where the
    values are others by now, KeyTaken.
    """
    is_open = edit.taken_back_at is None
    ahead = foresee(_change(edit.graduate, edit.before)) if is_open else None
    _take_back(edit=edit, by=by, ahead=ahead)


@recounting()
def _take_back(*, edit: GraduateEdit, by: Any, ahead: Sequence[Any] | None) -> None:
    held, since = _held(edit.graduate)
    edit = GraduateEdit.objects.get(pk=edit.pk)
    if edit.taken_back_at is not None:
        return
    changed = [name for name, value in edit.after.items() if getattr(held, name) != value]
    if changed:
        raise EditedSince(", ".join(label_of(part) for part in parts_of(changed)))
    require_free_keys(held, edit.before)
    edit.taken_back_at, edit.taken_back_by = timezone.now(), by
    edit.save(update_fields=["taken_back_at", "taken_back_by"])
    _write(held, edit.before, since=since, ahead=ahead, by=by)
    _record(verbs.EDIT_TAKEN_BACK, held, edit.after, edit.before, by=by, reason="")


def _differing(graduate: Graduate, values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if getattr(graduate, name) != value}


def _change(graduate: Graduate, values: Mapping[str, Any]) -> RegisterChange:
    return RegisterChange(graduate.cohort, changed={graduate.pk: values})


def _held(graduate: Graduate) -> tuple[Graduate, int]:
    """The graduate as stored, locked, and the version of the register; imports and other
    corrections of the cohort wait.
    """
    since = hold_cohort(graduate.cohort)
    held = Graduate.objects.members().select_for_update().filter(pk=graduate.pk).first()
    if held is None:
        raise GraduateChanged
    return held, since


def _write(
    held: Graduate,
    values: Mapping[str, Any],
    *,
    since: int,
    ahead: Sequence[Any] | None,
    by: Any,
) -> None:
    written = dict(values)
    if "full_name" in values:
        full_name = values["full_name"]
        written |= {"name_key": name_key(full_name), "sort_key": sort_key(full_name)}
    register_graduates(new=[], changes=[GraduateChange(held, written)], by=by)
    follow(Followed(_change(held, values), since), ahead, by=by)


def _record(
    verb: str, held: Graduate, before: Mapping, after: Mapping, *, by: Any, reason: str
) -> None:
    record_event(
        by=by,
        verb=verb,
        about=held,
        fields=list(after),
        count=1,
        reason=reason,
        before=_told(before),
        after=_told(after),
    )


def _told(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as the log keeps them: units by name, for keys of the catalogue may go."""
    told = dict(values)
    for name, model in (("school_id", School), ("commune_id", Commune)):
        if told.get(name):
            told[name] = str(model.objects.get(pk=told[name]))
    return told
