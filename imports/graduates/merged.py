"""Records that were merged into another: by them a list still knows the child.

A list that was sent before still has a row for each of the two records. The row of the one that
was given up is the child's, too, and changes nothing: what is kept of the child was chosen by a
person when the records were merged.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from imports.graduates.known import Known, known_by_key, merged_by_key
from imports.graduates.rows import GraduateRow
from students.models import Cohort, Merge


@dataclass(frozen=True)
class Merged:
    """Records given up, and the key of the child that each is now."""

    records: Sequence[Known] = ()
    owners: Mapping[int, int] = field(default_factory=dict)

    def owner(self, graduate: int) -> int:
        return self.owners.get(graduate, graduate)


NOBODY = Merged()


def merged_of(cohort: Cohort) -> Merged:
    """Every merge of the cohort that stands, those into a record given up later followed on."""
    merges = Merge.objects.in_force().filter(kept__cohort=cohort)
    into = dict(merges.values_list("absorbed", "kept"))
    if not into:
        return NOBODY
    owners = {absorbed: _last(absorbed, into) for absorbed in into}
    return Merged(list(merged_by_key(owners).values()), owners)


def lead_to_kept(rows: Iterable[GraduateRow], existing: Sequence[Known], merged: Merged) -> None:
    """Make rows that are a record given up rows of the child; they are to change nothing."""
    led = [row for row in rows if row.graduate and row.graduate.pk in merged.owners]
    if not led:
        return
    known = {graduate.pk: graduate for graduate in existing}
    wanted = {merged.owner(row.graduate.pk) for row in led}
    known |= known_by_key(wanted - known.keys())
    for row in led:
        row.graduate = known[merged.owner(row.graduate.pk)]
        row.is_merged = True


def _last(absorbed: int, into: Mapping[int, int]) -> int:
    kept = absorbed
    while kept in into:
        kept = into[kept]
    return kept
