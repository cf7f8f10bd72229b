"""Links: what the engine proposes, with what people decided laid over it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone

from domain.linkage import Proposal, Status
from domain.linkage.decisions import Settlement
from rosters.actions.statements import sync_intake, sync_open_reviews, sync_statements
from rosters.decided import as_linked, as_stored, machine_proposals, settled
from rosters.linking import engine_version
from rosters.models import Link, RosterRow, RosterVersion
from students.actions import recounting
from students.bulk import Same, chunks, insert_columns, insert_many


@recounting()
def lay_decisions(version: RosterVersion, *, by: Any | None) -> None:
    """Make the links of a version in force what people have decided by now; nothing is proposed
    anew, so it costs a few milliseconds.
    """
    rows = list(version.rows.order_by("sheet", "row_number", "pk"))
    _, graduates = store_links(rows, machine_proposals(rows))
    sync_statements(version, by=by)
    sync_open_reviews(graduates)
    sync_intake(version.roster.cohort, {version.roster.institution_id})


def store_links(rows: Sequence[RosterRow], proposals: Sequence[Proposal]) -> tuple[int, set[int]]:
    """Write what differs from the current links; the one place where they are written, so that no
    machine overturns what people decided.

    `rows` are all rows of one version. Returns how many of them changed, and the graduates whose
    links came or went, or are of another kind now.
    """
    if not rows:
        return 0, set()
    proposed = [as_linked(proposal) for proposal in proposals]
    settlements = settled(rows, proposed, roster=rows[0].version.roster_id)
    changed_rows, graduates = _replace_links(
        rows, [as_linked(each.proposal) for each in settlements]
    )
    _store_states(rows, settlements)
    for row, proposal, settlement in zip(rows, proposed, settlements, strict=True):
        kept = as_stored(proposal) if settlement.proposal != proposal else None
        if row.machine_proposal != kept:
            row.machine_proposal = kept
            RosterRow.objects.filter(pk=row.pk).update(machine_proposal=kept)
    return changed_rows, graduates


def replace_undecided(proposals: Mapping[int, Proposal]) -> set[int]:
    """Put other links in the place of those of some rows, by key, of lists about which nobody
    decided anything; returns the graduates whose links came or went, or are of another kind now.

    Column by column: a change that moves a total can give every row of the cohort another weight.
    """
    found = {row: as_linked(proposal) for row, proposal in proposals.items()}
    before: dict[int, set[tuple[int, str]]] = defaultdict(set)
    now = timezone.now()
    for part in chunks(found):
        current = Link.objects.current().filter(row__in=part)
        for row, graduate, status in current.values_list("row", "graduate", "status"):
            before[row].add((graduate, status))
        current.update(superseded_at=now)
    _insert_links(found, now)
    _store_statuses(found)
    after = {
        row: {(each.graduate, proposal.status.value) for each in proposal.candidates}
        for row, proposal in found.items()
    }
    return {graduate for row in found for graduate, _ in before[row] ^ after[row]}


def _insert_links(proposals: Mapping[int, Proposal], now: datetime) -> None:
    links = [
        (row, rank, proposal, candidate)
        for row, proposal in proposals.items()
        for rank, candidate in enumerate(proposal.candidates, start=1)
    ]
    insert_columns(
        Link,
        {
            "row_id": [row for row, *_ in links],
            "graduate_id": [candidate.graduate for *_, candidate in links],
            "status": [proposal.status.value for _, _, proposal, _ in links],
            "rank": [rank for _, rank, _, _ in links],
            "weight": [candidate.weight for *_, candidate in links],
            "parts": [candidate.parts for *_, candidate in links],
            "reason": [proposal.reason for _, _, proposal, _ in links],
            "engine_version": Same(engine_version()),
            "recorded_at": Same(now),
            "superseded_at": Same(None),
        },
    )


def _store_statuses(proposals: Mapping[int, Proposal]) -> None:
    for status in Status:
        keys = [row for row, proposal in proposals.items() if proposal.status is status]
        for part in chunks(keys):
            rows = RosterRow.objects.filter(pk__in=part)
            rows.exclude(status=status.value).update(status=status.value)


def _replace_links(
    rows: Sequence[RosterRow], proposals: Sequence[Proposal]
) -> tuple[int, set[int]]:
    current = _current_links(rows)
    now = timezone.now()
    ended: list[int] = []
    new: list[Link] = []
    changed_rows = 0
    graduates: set[int] = set()
    for row, proposal in zip(rows, proposals, strict=True):
        wanted = _wanted(row, proposal, now)
        existing = current.get(row.pk, [])
        if [_content(link) for link in existing] != [_content(link) for link in wanted]:
            ended += [link.pk for link in existing]
            new += wanted
            changed_rows += 1
            if [_meant(link) for link in existing] != [_meant(link) for link in wanted]:
                graduates.update(link.graduate_id for link in (*existing, *wanted))
    for keys in chunks(ended):
        Link.objects.filter(pk__in=keys).update(superseded_at=now)
    insert_many(new)
    return changed_rows, graduates


def _store_states(rows: Sequence[RosterRow], settlements: Iterable[Settlement]) -> None:
    groups: dict[tuple[str, bool], list[int]] = defaultdict(list)
    for row, settlement in zip(rows, settlements, strict=True):
        state = (settlement.proposal.status.value, settlement.is_postponed)
        if (row.status, row.is_postponed) != state:
            row.status, row.is_postponed = state
            groups[state].append(row.pk)
    for (status, is_postponed), keys in groups.items():
        for part in chunks(keys):
            RosterRow.objects.filter(pk__in=part).update(status=status, is_postponed=is_postponed)


def _wanted(row: RosterRow, proposal: Proposal, now) -> list[Link]:
    version = engine_version()
    return [
        Link(
            row=row,
            graduate_id=candidate.graduate,
            status=proposal.status.value,
            rank=rank,
            weight=candidate.weight,
            parts=[list(part) for part in candidate.parts],
            reason=proposal.reason,
            engine_version=version,
            recorded_at=now,
        )
        for rank, candidate in enumerate(proposal.candidates, start=1)
    ]


def _meant(link: Link) -> tuple[int, str]:
    return link.graduate_id, link.status


def _content(link: Link) -> tuple:
    return (link.graduate_id, link.status, link.rank, link.weight, link.parts, link.reason)


def _current_links(rows: Sequence[RosterRow]) -> dict[int, list[Link]]:
    grouped: dict[int, list[Link]] = defaultdict(list)
    for part in chunks([row.pk for row in rows]):
        for link in Link.objects.current().filter(row__in=part).order_by("row", "rank"):
            grouped[link.row_id].append(link)
    return grouped
