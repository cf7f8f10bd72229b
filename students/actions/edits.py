"""Correcting by hand what is kept of a graduate, and taking a correction back."""

import json
from collections.abc import Mapping
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
from students.models import Graduate, GraduateEdit
from students.particulars import BIRTH, COLUMNS, label_of, parts_of
from students.signals import particulars_corrected

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


@recounting()
def correct_graduate(
    *, graduate: Graduate, by: Any, version: str, values: Mapping[str, Any], reason: str
) -> GraduateEdit | None:
    """Write particulars that a person corrected; the old ones stay readable.

    `values` by attribute name (`school_id`), of the columns in `students.particulars`; `version` is
    what `version_of` gave when the form was opened. Values that are there already write nothing,
    whatever the version, and give None. Raises GraduateChanged, KeyTaken.
    """
    held = _held(graduate)
    after = {name: value for name, value in values.items() if getattr(held, name) != value}
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
    _write(held, after, by=by)
    _record(verbs.GRADUATE_EDITED, held, before, after, by=by, reason=reason)
    return edit


@recounting()
def take_back_edit(*, edit: GraduateEdit, by: Any) -> None:
    """Give the graduate the values back that the edit replaced.

    An edit taken back already is left as it is. Raises GraduateChanged, EditedSince where the
    values are others by now, KeyTaken.
    """
    held = _held(edit.graduate)
    edit = GraduateEdit.objects.get(pk=edit.pk)
    if edit.taken_back_at is not None:
        return
    changed = [name for name, value in edit.after.items() if getattr(held, name) != value]
    if changed:
        raise EditedSince(", ".join(label_of(part) for part in parts_of(changed)))
    require_free_keys(held, edit.before)
    edit.taken_back_at, edit.taken_back_by = timezone.now(), by
    edit.save(update_fields=["taken_back_at", "taken_back_by"])
    _write(held, edit.before, by=by)
    _record(verbs.EDIT_TAKEN_BACK, held, edit.after, edit.before, by=by, reason="")


def _held(graduate: Graduate) -> Graduate:
    """The graduate as stored, locked; imports and other corrections of the cohort wait."""
    hold_cohort(graduate.cohort)
    held = Graduate.objects.members().select_for_update().filter(pk=graduate.pk).first()
    if held is None:
        raise GraduateChanged
    return held


def _write(held: Graduate, values: Mapping[str, Any], *, by: Any) -> None:
    written = dict(values)
    if "full_name" in values:
        full_name = values["full_name"]
        written |= {"name_key": name_key(full_name), "sort_key": sort_key(full_name)}
    register_graduates(new=[], changes=[GraduateChange(held, written)], by=by)
    particulars_corrected.send(
        sender=Graduate, cohort=held.cohort, columns=frozenset(written), by=by
    )


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
