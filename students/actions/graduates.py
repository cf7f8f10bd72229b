"""Bringing graduates into the register and correcting their particulars."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils import timezone

from students.actions.outcomes import refresh_outcomes
from students.actions.sums import recounting, touch_origins
from students.bulk import Same, chunks, default_of, insert_columns, next_keys
from students.models import Cohort, Graduate, GraduateFacts

FACTS = ("school_id", "commune_id")


@dataclass(frozen=True)
class GraduateChange:
    """New values for some fields of one graduate; attribute names as in the model
    (`commune_id`).
    """

    graduate: Graduate
    values: dict[str, Any]


@recounting()
def register_graduates(
    *,
    new: Sequence[Mapping[str, Any]],
    changes: Sequence[GraduateChange],
    by: Any | None,
    batch_id: UUID | None = None,
) -> Sequence[int]:
    """Create graduates and change others, keeping the history of the facts that figures depend on.

    `new` are values by attribute name (`school_id`); what is None or left out is the field's
    default. Returns the keys of the new ones. The audit event is the caller's: one for the whole
    batch.
    """
    touch_origins(change.graduate.school_id for change in changes)
    _count_change(
        [*(values["cohort_id"] for values in new), *(c.graduate.cohort_id for c in changes)]
    )
    keys = _create(new, batch_id=batch_id)
    facts = [
        (key, values.get("withdrawn_at") is None, *map(values.get, FACTS))
        for key, values in zip(keys, new, strict=True)
    ]
    _apply_changes(changes)
    moved = [c.graduate for c in changes if any(field in c.values for field in FACTS)]
    _supersede_facts([graduate.pk for graduate in moved])
    facts += [(g.pk, g.withdrawn_at is None, g.school_id, g.commune_id) for g in moved]
    _record_facts(facts, by=by, batch_id=batch_id)
    touch_origins(school for _, _, school, _ in facts)
    # A graduate moved to another district may now study "in the district", or no longer.
    refresh_outcomes([graduate.pk for graduate in moved])
    return keys


@recounting()
def withdraw_graduates(
    *, graduates: Iterable[int], by: Any | None, batch_id: UUID | None = None
) -> list[int]:
    """Take graduates out of the register, as when the import that brought them is undone.

    They stay readable and are in no figure, list or pool from now on; figures as of an earlier day
    still count them. Returns the keys of those taken out: who is out already is left as it is. The
    audit event is the caller's.
    """
    now = timezone.now()
    withdrawn: list[int] = []
    for part in chunks(sorted(set(graduates))):
        members = Graduate.objects.members().select_for_update().filter(pk__in=part)
        facts = [
            (pk, False, school, commune)
            for pk, school, commune in members.order_by("pk").values_list("pk", *FACTS)
        ]
        keys = [pk for pk, *_ in facts]
        left = Graduate.objects.filter(pk__in=keys)
        _count_change(left.values_list("cohort", flat=True).distinct())
        left.update(withdrawn_at=now)
        _supersede_facts(keys)
        _record_facts(facts, by=by, batch_id=batch_id)
        touch_origins(school for _, _, school, _ in facts)
        withdrawn += keys
    return withdrawn


@recounting()
def readmit_graduates(*, graduates: Iterable[int], by: Any | None) -> list[int]:
    """Bring graduates back who had left the register, as when a merge is undone; returns the keys
    of those who had. The audit event is the caller's.
    """
    left = Graduate.objects.filter(pk__in=set(graduates), withdrawn_at__isnull=False)
    facts = [(pk, True, *fact) for pk, *fact in left.order_by("pk").values_list("pk", *FACTS)]
    keys = [pk for pk, *_ in facts]
    returned = Graduate.objects.filter(pk__in=keys)
    _count_change(returned.values_list("cohort", flat=True).distinct())
    returned.update(withdrawn_at=None)
    _supersede_facts(keys)
    _record_facts(facts, by=by, batch_id=None)
    touch_origins(school for _, _, school, _ in facts)
    return keys


def hold_cohort(cohort: Cohort) -> int:
    """Let one change of a cohort's graduates or rosters be made at a time; the others wait.

    Locked first of all and until the transaction ends (PostgreSQL; on SQLite the transaction holds
    the only write lock already). Statements are recorded meanwhile. Returns the version of the
    register as it stands.
    """
    return Cohort.objects.select_for_update(no_key=True).get(pk=cohort.pk).register_version


def register_version(cohort: Cohort) -> int:
    """Differs whenever graduates came, changed or left since."""
    return Cohort.objects.values_list("register_version", flat=True).get(pk=cohort.pk)


def _count_change(cohorts: Iterable[int]) -> None:
    changed = Cohort.objects.filter(pk__in=set(cohorts))
    changed.update(register_version=F("register_version") + 1)


def _create(new: Sequence[Mapping[str, Any]], *, batch_id: UUID | None) -> Sequence[int]:
    if not new:
        return ()
    keys = next_keys(Graduate, len(new))
    columns = {name: _column(name, new) for name in set().union(*new)}
    insert_columns(Graduate, {**columns, "id": keys, "batch_id": Same(batch_id)})
    return keys


def _column(name: str, rows: Sequence[Mapping[str, Any]]) -> list[Any]:
    default = default_of(Graduate, name)
    values = (row.get(name) for row in rows)
    return [default if value is None else value for value in values]


def _apply_changes(changes: Sequence[GraduateChange]) -> None:
    by_fields: dict[tuple[str, ...], list[Graduate]] = defaultdict(list)
    for change in changes:
        for name, value in change.values.items():
            setattr(change.graduate, name, value)
        by_fields[tuple(sorted(change.values))].append(change.graduate)
    for names, graduates in by_fields.items():
        fields = [name.removesuffix("_id") if name in FACTS else name for name in names]
        Graduate.objects.bulk_update(graduates, fields, batch_size=200)


def _record_facts(
    facts: Sequence[tuple[int, bool, int, int | None]], *, by: Any | None, batch_id: UUID | None
) -> None:
    """Open a row of history a graduate, given as (graduate, is member, school, commune)."""
    if not facts:
        return
    graduates, memberships, schools, communes = zip(*facts, strict=True)
    insert_columns(
        GraduateFacts,
        {
            "graduate_id": graduates,
            "is_member": memberships,
            "school_id": schools,
            "commune_id": communes,
            "recorded_at": Same(timezone.now()),
            "recorded_by_id": Same(by.pk if by else None),
            "batch_id": Same(batch_id),
        },
    )


def _supersede_facts(graduates: Iterable[int]) -> None:
    now = timezone.now()
    for part in chunks(graduates):
        GraduateFacts.objects.current().filter(graduate__in=part).update(superseded_at=now)
