"""One version of a roster beside the one before: who joined, who left, what is written anew."""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from imports.models import Batch, Draft
from rosters.models import RosterRow, RosterVersion
from students.models import Cohort

COMPARED = (
    "full_name",
    "gender",
    "class_name",
    "school_text",
    "residence",
    "guardian",
    "phone",
    "moet_code",
    "personal_id",
    "register_number",
)
BIRTH = ("birth_year", "birth_month", "birth_day")
_TOLD = ("sheet", "row_number", *COMPARED, "commune_code", *BIRTH, "note")
# A pupil is the same one where a code says so, else name and birth, else a name borne once.
_KEYS: tuple[Callable[[RosterRow], Hashable], ...] = (
    lambda row: row.moet_code,
    lambda row: row.personal_id,
    lambda row: row.register_number,
    lambda row: (row.name_key, row.birth_year, row.birth_month, row.birth_day, row.class_name),
    lambda row: (row.name_key, row.birth_year, row.birth_month, row.birth_day),
    lambda row: row.name_key,
)


@dataclass(frozen=True)
class Changed:
    """A pupil of both versions; `fields` are those that the newer writes otherwise."""

    old: RosterRow
    new: RosterRow
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Movements:
    """Rows of the newer version only, of the older only, and pupils of both written otherwise."""

    joined: list[RosterRow]
    left: list[RosterRow]
    changed: list[Changed]


def movements(older: Sequence[RosterRow], newer: Sequence[RosterRow]) -> Movements:
    """Compare two versions row by row; each pupil is paired once, by the surest key first."""
    left, joined = list(older), list(newer)
    pairs: list[tuple[RosterRow, RosterRow]] = []
    for key in _KEYS:
        found = _paired(left, joined, key)
        pairs += found
        taken_old, taken_new = ({id(pair[at]) for pair in found} for at in (0, 1))
        left = [row for row in left if id(row) not in taken_old]
        joined = [row for row in joined if id(row) not in taken_new]
    changed = [Changed(old, new, _differing(old, new)) for old, new in pairs]
    order = {id(row): place for place, row in enumerate(newer)}
    changed.sort(key=lambda each: order[id(each.new)])
    return Movements(joined, left, [each for each in changed if each.fields])


def reads_the_same(version: RosterVersion, rows: Iterable[RosterRow]) -> bool:
    """Whether these are its rows as they were read then: the same file reads otherwise once its
    columns or words were decided to mean something else.
    """
    stored = Counter(version.rows.values_list(*_TOLD).order_by())
    return stored == Counter(map(told_by, rows))


def told_by(row: RosterRow) -> tuple[Hashable, ...]:
    """Everything that a row was read to say, and where it stands."""
    return tuple(getattr(row, name) for name in _TOLD)


def version_before(version: RosterVersion) -> RosterVersion | None:
    """The version that this one took the place of; one that had been undone by then was none."""
    earlier = version.roster.versions.filter(pk__lt=version.pk).order_by("-pk")
    undone = undone_batches(earlier.values_list("batch_id", flat=True), by=version.received_at)
    related = earlier.select_related("roster__institution__district", "roster__cohort")
    return related.exclude(batch_id__in=undone).first()


def batch_of(version: RosterVersion) -> Batch:
    """The import that brought the version, with who did it."""
    return Batch.objects.select_related("imported_by", "withdrawn_by").get(pk=version.batch_id)


def draft_in_force(sha256: str, cohort: Cohort) -> Draft | None:
    """The draft by which the very same content came in that is in force now."""
    versions = RosterVersion.objects.latest().filter(sha256=sha256, roster__cohort=cohort)
    drafts = Draft.objects.filter(batch__in=versions.values("batch_id"))
    return drafts.order_by("uploaded_at").last()


def undone_batches(batches: Iterable, *, by: datetime | None = None) -> set:
    """Which of these imports were undone, by that moment where one is given."""
    undone = Batch.objects.filter(pk__in=list(batches), withdrawn_at__isnull=False)
    if by:
        undone = undone.filter(withdrawn_at__lte=by)
    return set(undone.values_list("pk", flat=True))


def _paired(
    left: Sequence[RosterRow], joined: Sequence[RosterRow], key: Callable[[RosterRow], Hashable]
) -> list[tuple[RosterRow, RosterRow]]:
    """Rows with the same key where it is borne once on either side."""
    old, new = _by_key(left, key), _by_key(joined, key)
    return [
        (old[value][0], new[value][0])
        for value in old.keys() & new.keys()
        if value and len(old[value]) == len(new[value]) == 1
    ]


def _by_key(
    rows: Sequence[RosterRow], key: Callable[[RosterRow], Hashable]
) -> dict[Hashable, list[RosterRow]]:
    grouped: dict[Hashable, list[RosterRow]] = defaultdict(list)
    for row in rows:
        grouped[key(row)].append(row)
    return grouped


def _differing(old: RosterRow, new: RosterRow) -> tuple[str, ...]:
    fields = [name for name in COMPARED if getattr(old, name) != getattr(new, name)]
    if any(getattr(old, name) != getattr(new, name) for name in BIRTH):
        fields.insert(0, "birth")
    return tuple(fields)
