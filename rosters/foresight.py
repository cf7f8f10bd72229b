"""What becomes of the links of a cohort when its register changes, found out before it does.

Only lists that the change can touch are linked (`domain.linkage.touched`), and only those whose
links come out otherwise are to be written. Nothing here writes.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from itertools import groupby

from domain.linkage import Pool, PoolPerson, Proposal, Status, propose
from domain.linkage.touched import Rows, touched_rosters
from rosters.decided import as_linked, machine_proposals
from rosters.linking import (
    ROW_COLUMNS,
    Ground,
    people_values,
    person_of,
    pool_person,
    roster_context,
)
from rosters.models import LinkDecision, RosterRow, RosterVersion
from rosters.prospect import Prospect
from students.actions import register_version
from students.bulk import chunks
from students.following import RegisterChange
from students.models import Cohort, Destination, Graduate, Source

_ATTEMPTS = 3
# The register's version, and of each list in force what it is linked with.
Stamp = tuple[int, frozenset[tuple[int, str]]]
Versions = Mapping[int, RosterVersion]


@dataclass(frozen=True)
class Foresight:
    """What is to be written once the register has changed.

    `stamp` is what it was found out from; `people` are those who change or come, as they will be,
    by key (`rosters.prospect`), `withdrawn` those who leave. By version: `proposals` of all rows of
    those whose links come out otherwise, the positions of the rows concerned (`otherwise`), and
    what all that were linked rest on now (`marks`). `told_of` are versions that say something else
    of some graduate, or said something of one who changes or leaves.
    """

    stamp: Stamp
    people: Mapping[int, PoolPerson] = field(default_factory=dict)
    withdrawn: Set[int] = frozenset()
    proposals: Mapping[int, Sequence[Proposal]] = field(default_factory=dict)
    otherwise: Mapping[int, Sequence[int]] = field(default_factory=dict)
    marks: Mapping[int, str] = field(default_factory=dict)
    told_of: Set[int] = frozenset()


def stamp_of(cohort: Cohort) -> Stamp:
    """Another one whenever the register or the lists in force changed."""
    versions = RosterVersion.objects.latest().filter(roster__cohort=cohort)
    return register_version(cohort), frozenset(versions.values_list("pk", "linked_with"))


def foresee(change: RegisterChange) -> Foresight:
    """What follows from the change; found out again, a few times, where somebody was faster."""
    return _until_it_stands(change.cohort, lambda stamp: _foreseen(change, stamp))


def foresee_all(cohort: Cohort) -> Foresight:
    """What linking every list in force anew would write."""
    return _until_it_stands(cohort, lambda stamp: _all_foreseen(cohort, stamp))


def foresee_version(version: RosterVersion) -> Foresight:
    """What one version links to by itself, as when it comes into force again."""
    cohort = version.roster.cohort
    found = register_version(cohort)
    ground = Ground.of_today()
    pool = ground.pool(_register(cohort))
    versions = {version.pk: version}
    return Foresight(
        (found, frozenset({(version.pk, version.linked_with)})),
        proposals=_proposals(versions, versions.keys(), pool),
        marks=_marks(versions, ground),
    )


def _until_it_stands(cohort: Cohort, find_out: Callable[[Stamp], Foresight]) -> Foresight:
    found = find_out(stamp_of(cohort))
    for _ in range(_ATTEMPTS - 1):
        stamp = stamp_of(cohort)
        if found.stamp == stamp:
            break
        found = find_out(stamp)
    return found


def _foreseen(change: RegisterChange, stamp: Stamp) -> Foresight:
    versions = _versions(stamp)
    if not versions:
        return Foresight(stamp)
    ground, register = Ground.of_today(), Prospect(change)
    pool = ground.pool(register.people())
    marks = _marks(versions, ground)
    stale = {pk for pk, mark in marks.items() if versions[pk].linked_with != mark}
    others = _rows(versions, versions.keys() - stale)
    touched = touched_rosters(others, pool, gone=register.gone, come=register.come) | stale
    gone = [person.graduate for person in register.gone]
    decided = _decided_about(versions, gone)
    proposals = _proposals(versions, touched | decided, pool)
    differing = {pk: _Differing(versions[pk], found) for pk, found in proposals.items()}
    return Foresight(
        stamp,
        people=register.after,
        withdrawn=change.withdrawn,
        proposals={
            pk: found for pk, found in proposals.items() if pk in decided or differing[pk].rows
        },
        otherwise={pk: each.rows for pk, each in differing.items() if each.rows},
        marks={pk: marks[pk] for pk in touched | decided},
        told_of=_told_of(versions, gone)
        | {pk for pk, each in differing.items() if each.is_somebody_else},
    )


def _all_foreseen(cohort: Cohort, stamp: Stamp) -> Foresight:
    versions = _versions(stamp)
    if not versions:
        return Foresight(stamp)
    ground = Ground.of_today()
    pool = ground.pool(_register(cohort))
    return Foresight(
        stamp,
        proposals=_proposals(versions, versions.keys(), pool),
        marks=_marks(versions, ground),
    )


def _register(cohort: Cohort) -> Iterator[PoolPerson]:
    return map(pool_person, people_values(Graduate.objects.filter(cohort=cohort)))


def _versions(stamp: Stamp) -> dict[int, RosterVersion]:
    related = RosterVersion.objects.select_related("roster__institution__district")
    return related.in_bulk(sorted(pk for pk, _ in stamp[1]))


def _marks(versions: Versions, ground: Ground) -> dict[int, str]:
    return {pk: ground.mark(version.roster.institution) for pk, version in versions.items()}


def _rows(versions: Versions, keys: Collection[int]) -> dict[int, Rows]:
    """All rows of these versions, as the engine takes them."""
    found = RosterRow.objects.filter(version__in=keys).order_by(
        "version", "sheet", "row_number", "pk"
    )
    values = found.values_list("version", *ROW_COLUMNS).iterator()
    return {
        pk: Rows(
            [person_of(position, *row[1:]) for position, row in enumerate(of_version)],
            roster_context(versions[pk].roster.institution, has_accents=versions[pk].has_accents),
        )
        for pk, of_version in groupby(values, key=lambda row: row[0])
    }


def _proposals(versions: Versions, keys: Collection[int], pool: Pool) -> dict[int, list[Proposal]]:
    return {
        pk: propose(rows.persons, pool, context=rows.context)
        for pk, rows in _rows(versions, keys).items()
    }


class _Differing:
    """The positions of rows of which something else was proposed so far, and whether of one of them
    somebody else was meant. Decisions are laid over either alike.
    """

    def __init__(self, version: RosterVersion, proposals: Sequence[Proposal]) -> None:
        stored = machine_proposals(list(version.rows.order_by("sheet", "row_number", "pk")))
        changed = [
            (position, before, after)
            for position, (before, after) in enumerate(
                zip(stored, map(as_linked, proposals), strict=True)
            )
            if before != after
        ]
        self.rows = [position for position, _, _ in changed]
        self.is_somebody_else = any(_meant(b) != _meant(a) for _, b, a in changed)


def _meant(proposal: Proposal) -> tuple[Status, list[int]]:
    return proposal.status, [candidate.graduate for candidate in proposal.candidates]


def _decided_about(versions: Versions, graduates: Collection[int]) -> set[int]:
    """Versions about whose rows people decided for or against one of these graduates: what was
    decided is held against what the graduate is now.
    """
    rosters: set[int] = set()
    for part in chunks(graduates):
        decisions = LinkDecision.objects.current().filter(graduate__in=part)
        rosters.update(decisions.values_list("roster", flat=True))
    return {pk for pk, version in versions.items() if version.roster_id in rosters}


def _told_of(versions: Versions, graduates: Collection[int]) -> set[int]:
    """Versions that ever said something of these graduates."""
    by_batch = {version.batch_id: pk for pk, version in versions.items()}
    found: set[int] = set()
    for part in chunks(graduates):
        said = Destination.objects.filter(graduate__in=part, source=Source.ROSTER)
        batches = set(said.values_list("batch_id", flat=True))
        found |= {by_batch[batch] for batch in batches & by_batch.keys()}
    return found
