"""What people corrected by hand, as far as lists are compared with it.

A list written before a correction still holds what was wrong: by that it must find the child again,
and that must not come back by itself.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Count, Q
from django.utils.timezone import localtime

from domain.formats import day
from domain.names import name_key
from imports.graduates.known import Known
from students.bulk import chunks
from students.models import Cohort, GraduateEdit
from students.particulars import PARTS, label_of, parts_of

Version = tuple[int, int]


class HandEdit(NamedTuple):
    """One correction that was not taken back; values by attribute name."""

    pk: int
    graduate: int
    before: dict[str, Any]
    after: dict[str, Any]
    recorded_at: datetime
    recorded_by: str

    @property
    def when_and_who(self) -> str:
        """Such as "ngày 5/10/2020, Cán bộ phong"."""
        told = f"ngày {day(localtime(self.recorded_at).date())}"
        return f"{told}, {self.recorded_by}" if self.recorded_by else told


_COLUMNS = ("pk", "graduate_id", "before", "after", "recorded_at", "recorded_by__full_name")


@dataclass(frozen=True)
class HandEdits:
    """Corrections of a cohort's graduates, the newest of each first."""

    by_graduate: Mapping[int, Sequence[HandEdit]]
    version: Version = (0, 0)

    def standing(self, graduate: Known, part: str) -> tuple[HandEdit, frozenset[str]] | None:
        """The correction whose values of this part the graduate still bears, and their columns."""
        for edit in self.by_graduate.get(graduate.pk, ()):
            columns = frozenset(
                name
                for name in PARTS[part]
                if name in edit.after and getattr(graduate, name) == edit.after[name]
            )
            if columns:
                return edit, columns
        return None

    def former(self, graduate: Known) -> list[Known]:
        """The graduate as it was before each correction, the latest first."""
        if not self.by_graduate:
            return []
        versions = []
        for edit in self.by_graduate.get(graduate.pk, ()):
            graduate = graduate._replace(**edit.before)
            versions.append(graduate._replace(name_key=name_key(graduate.full_name)))
        return versions

    def moved_from(self, schools: Set[int]) -> set[int]:
        """Graduates who were taken from one of these schools."""
        return {
            edit.graduate
            for edits in self.by_graduate.values()
            for edit in edits
            if edit.before.get("school_id") in schools
        }


NO_EDITS = HandEdits({})


def hand_edits_of(cohort: Cohort) -> HandEdits:
    """Every correction by hand of the cohort that was not taken back."""
    version = edits_version(cohort)
    if version == (0, 0):
        return NO_EDITS
    edits = GraduateEdit.objects.in_force().filter(graduate__cohort=cohort)
    return HandEdits(_by_graduate(edits), version)


def edits_version(cohort: Cohort) -> Version:
    """How many corrections there were and how many were taken back: both only grow."""
    totals = GraduateEdit.objects.filter(graduate__cohort=cohort).aggregate(
        made=Count("pk"), taken_back=Count("pk", filter=Q(taken_back_at__isnull=False))
    )
    return totals["made"], totals["taken_back"]


def edited_since(graduates: Iterable[int], moment: datetime) -> dict[int, str]:
    """What was corrected of each of these graduates after that moment, in words."""
    told = {}
    for keys in chunks(graduates):
        edits = GraduateEdit.objects.in_force().filter(graduate__in=keys, recorded_at__gt=moment)
        for graduate, corrections in _by_graduate(edits).items():
            told[graduate] = "; ".join(map(_told, reversed(corrections)))
    return told


def _by_graduate(edits: Any) -> dict[int, list[HandEdit]]:
    grouped: dict[int, list[HandEdit]] = defaultdict(list)
    for values in edits.order_by("-pk").values_list(*_COLUMNS):
        edit = HandEdit._make(values)
        grouped[edit.graduate].append(edit._replace(recorded_by=edit.recorded_by or ""))
    return grouped


def _told(edit: HandEdit) -> str:
    labels = ", ".join(label_of(part) for part in parts_of(edit.after))
    return f"{labels} ({edit.when_and_who})"
