"""Keeping the catalogue of schools and institutions."""

import json
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from django.db import transaction

from audit.actions import record_event
from districts import verbs
from districts.models import District, School
from districts.signals import school_moved
from domain.schools import school_key

# What a page may change of a school, in the order the audit log tells it.
FIELDS = ("code", "name", "kind", "ownership", "district_id", "province", "aliases", "is_confirmed")
LABELS = {
    "code": "mã",
    "name": "tên",
    "kind": "loại",
    "ownership": "loại hình",
    "district_id": "huyện",
    "province": "tỉnh, thành phố",
    "aliases": "tên gọi khác",
    "is_confirmed": "xác nhận",
}
PROVINCE = "Long An"


class SchoolChanged(Exception):
    """Somebody changed the school after the form was opened; nothing was written."""


class CodeTaken(Exception):
    """Another school has this code; str() is its name."""


class NameTaken(Exception):
    """Another school of the district goes by this name already: the two could not be told apart.

    `field` is "name" or "aliases", `text` what was typed, `other` the name of the other school.
    """

    def __init__(self, field: str, text: str, other: str) -> None:
        super().__init__(text)
        self.field, self.text, self.other = field, text, other


def version_of(school: School) -> str:
    """A fingerprint of all that pages may change, to see whether somebody changed it meanwhile."""
    stored = json.dumps([getattr(school, name) for name in FIELDS], ensure_ascii=False)
    return sha256(stored.encode()).hexdigest()[:20]


@transaction.atomic
def create_school(*, by: Any, **values: Any) -> School:
    """Add a school to the catalogue; `values` are fields of School.

    The same school again, as a second click sends it, writes nothing. Raises CodeTaken, NameTaken.
    """
    school = School(**values, is_confirmed=True)
    _settle_province(school)
    _wait_for_others()
    existing = School.objects.filter(code=school.code).first()
    if existing and _stored(existing) == _stored(school):
        return existing
    _require_free_code(school)
    _require_free_names(school, before=())
    school.save()
    record_event(by=by, verb=verbs.SCHOOL_CREATED, about=school, after=_stored(school))
    return school


@transaction.atomic
def change_school(*, school: School, by: Any, version: str, **values: Any) -> School:
    """Change fields of a school; `version` is what `version_of` gave when the form was opened.

    The same values again write nothing, whatever the version. Raises SchoolChanged, CodeTaken,
    NameTaken.
    """
    _wait_for_others()
    current = School.objects.get(pk=school.pk)
    before, is_same = _stored(current), version_of(current) == version
    names_before = (current.name, *current.aliases)
    for name, value in values.items():
        setattr(current, name, value)
    _settle_province(current)
    after = _stored(current)
    if after == before:
        return current
    if not is_same:
        raise SchoolChanged
    _require_free_code(current)
    moved = before["district_id"] != after["district_id"]
    _require_free_names(current, before=() if moved else names_before)
    current.save(update_fields=FIELDS)
    _tell(current, by=by, before=before, after=after)
    return current


def _tell(school: School, *, by: Any, before: dict, after: dict) -> None:
    changed = [name for name in FIELDS if before[name] != after[name]]
    if {"district_id", "is_confirmed"} & set(changed):
        school_moved.send(sender=School, school_id=school.pk)
    record_event(
        by=by,
        verb=verbs.SCHOOL_CONFIRMED if "is_confirmed" in changed else verbs.SCHOOL_CHANGED,
        about=school,
        fields=changed,
        reason=", ".join(LABELS[name] for name in changed),
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
    )


def _stored(school: School) -> dict[str, Any]:
    return {name: getattr(school, name) for name in FIELDS}


def _settle_province(school: School) -> None:
    if school.district_id:
        school.province = PROVINCE


def _wait_for_others() -> None:
    """The catalogue is changed by one person at a time: a name is compared with all others nearby.

    The districts stand for it (PostgreSQL; on SQLite the transaction holds the only write lock);
    no_key, because imports that only refer to a district need not wait.
    """
    list(District.objects.select_for_update(no_key=True).order_by("pk"))


def _require_free_code(school: School) -> None:
    other = School.objects.filter(code__iexact=school.code).exclude(pk=school.pk).first()
    if other:
        raise CodeTaken(other.name)


def _require_free_names(school: School, *, before: Sequence[str]) -> None:
    """Names that are new to the school must be nobody else's in its district.

    Outside the province a name is unique within its own province.
    """
    settled = {school_key(name) for name in before}
    taken = _names_near(school)
    given = [("name", school.name), *(("aliases", alias) for alias in school.aliases)]
    for field, text in given:
        key = school_key(text)
        if key in taken and key not in settled:
            raise NameTaken(field, text, taken[key])


def _names_near(school: School) -> dict[str, str]:
    """Comparable name → the name of the school that has it, of the other schools nearby."""
    near = School.objects.filter(district=school.district_id).exclude(pk=school.pk)
    if school.district_id is None:
        near = near.filter(province=school.province)
    names = {}
    for name, aliases in near.values_list("name", "aliases"):
        names |= {school_key(text): name for text in (name, *aliases)}
    return names
