"""Keeping links what the engine says of the cohort and the latest roster versions."""

from collections import defaultdict
from collections.abc import Sequence, Set
from typing import Any

from django.dispatch import receiver
from django.utils import timezone

from audit.actions import record_event
from domain.linkage import ENGINE_VERSION, Pool, Proposal
from rosters import verbs
from rosters.actions.statements import sync_intake, sync_open_reviews, sync_statements
from rosters.linking import COMPARED, linked, load_pool, propose_links
from rosters.models import Link, RosterRow, RosterVersion
from students.actions import recounting
from students.bulk import chunks, insert_many
from students.models import Cohort
from students.signals import particulars_corrected


@recounting()
def relink_cohort(*, cohort: Cohort, by: Any | None) -> int:
    """Link all latest versions anew, as after a change of the cohort; returns how many rows
    changed.

    The result is a function of the cohort and the latest versions, so running it again changes
    nothing.
    """
    versions = list(
        RosterVersion.objects.latest()
        .filter(roster__cohort=cohort)
        .select_related("roster__institution__district")
        .order_by("pk")
    )
    if not versions:
        return 0
    pool = load_pool(cohort)
    changed = 0
    for version in versions:
        changed += relink_version(version, pool, by=by)
    sync_intake(cohort, {version.roster.institution_id for version in versions})
    if changed:
        record_event(by=by, verb=verbs.COHORT_RELINKED, count=changed, reason=str(cohort))
    return changed


@receiver(particulars_corrected, dispatch_uid="rosters.relink_corrected")
def relink_corrected(*, cohort: Cohort, columns: Set[str], by: Any | None, **kwargs: Any) -> None:
    """Follow a correction by hand of whatever rows are compared with, as after an import."""
    if columns & COMPARED:
        relink_cohort(cohort=cohort, by=by)


def relink_version(version: RosterVersion, pool: Pool, *, by: Any | None) -> int:
    """Make links and statements of a version in force what the engine says; returns how many rows
    changed.
    """
    rows = list(version.rows.order_by("sheet", "row_number"))
    proposals = propose_links(
        rows, pool, institution=version.roster.institution, has_accents=version.has_accents
    )
    touched, graduates = store_links(rows, proposals)
    sync_statements(version, by=by)
    sync_open_reviews(graduates)
    return touched


def store_links(rows: Sequence[RosterRow], proposals: Sequence[Proposal]) -> tuple[int, set[int]]:
    """Write what differs from the current links.

    Returns how many rows changed, and the graduates whose links came or went.
    """
    current = _current_links(rows)
    now = timezone.now()
    ended: list[int] = []
    new: list[Link] = []
    statuses: dict[str, list[int]] = defaultdict(list)
    changed_rows: set[int] = set()
    graduates: set[int] = set()
    for row, proposal in zip(rows, proposals, strict=True):
        wanted = _wanted(row, proposal, now)
        existing = current.get(row.pk, [])
        if [_content(link) for link in existing] != [_content(link) for link in wanted]:
            ended += [link.pk for link in existing]
            new += wanted
            changed_rows.add(row.pk)
            graduates.update(link.graduate_id for link in (*existing, *wanted))
        if row.status != proposal.status:
            row.status = proposal.status
            statuses[proposal.status].append(row.pk)
    for keys in chunks(ended):
        Link.objects.filter(pk__in=keys).update(superseded_at=now)
    insert_many(new)
    for status, keys in statuses.items():
        for part in chunks(keys):
            RosterRow.objects.filter(pk__in=part).update(status=status)
    return len(changed_rows), graduates


def _wanted(row: RosterRow, proposal: Proposal, now) -> list[Link]:
    return [
        Link(
            row=row,
            graduate_id=graduate,
            status=proposal.status.value,
            rank=rank,
            weight=round(weight, 3),
            parts=[[name, round(bits, 2)] for name, bits in parts],
            reason=reason,
            engine_version=ENGINE_VERSION,
            recorded_at=now,
        )
        for rank, (graduate, weight, parts, reason) in enumerate(linked(proposal), start=1)
    ]


def _content(link: Link) -> tuple:
    return (link.graduate_id, link.status, link.rank, link.weight, link.parts, link.reason)


def _current_links(rows: Sequence[RosterRow]) -> dict[int, list[Link]]:
    grouped: dict[int, list[Link]] = defaultdict(list)
    for part in chunks([row.pk for row in rows]):
        for link in Link.objects.current().filter(row__in=part).order_by("row", "rank"):
            grouped[link.row_id].append(link)
    return grouped
