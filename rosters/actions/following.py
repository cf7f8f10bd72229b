"""Links follow the register: what was found out before the transaction is written inside it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from audit.actions import record_event
from domain.linkage import Proposal
from rosters import verbs
from rosters.actions.links import replace_undecided, store_links
from rosters.actions.statements import sync_intake, sync_open_reviews, sync_statements
from rosters.foresight import Foresight, foresee, foresee_all, stamp_of
from rosters.linking import people_values, pool_person
from rosters.models import LinkDecision, RosterRow, RosterVersion
from rosters.prospect import FIRST_NEW, is_compared
from students.actions import hold_cohort, recounting
from students.bulk import chunks
from students.following import Followed, RegisterChange
from students.models import Cohort, Graduate


class LinksFollow:
    """Registered in `students.following`."""

    def foresee(self, change: RegisterChange) -> Foresight | None:
        return foresee(change) if is_compared(change) else None

    def follow(self, done: Followed, foreseen: Foresight | None, *, by: Any | None) -> None:
        """Where somebody else was faster, all lists are linked anew, here and now."""
        if not is_compared(done.change):
            return
        cohort = done.change.cohort
        if foreseen is None or not _has_come_true(foreseen, done):
            foreseen = foresee_all(cohort)
        _write(foreseen, cohort, created=done.created, by=by)


def relink_cohort(*, cohort: Cohort, by: Any | None) -> int:
    """Link all lists in force anew, as after another table of weights; returns how many rows
    changed.

    The result is a function of the cohort, the latest versions and the decisions of people, so
    running it again changes nothing.
    """
    return _relink(cohort, foresee_all(cohort), by=by)


@recounting()
def _relink(cohort: Cohort, foreseen: Foresight, *, by: Any | None) -> int:
    hold_cohort(cohort)
    if stamp_of(cohort) != foreseen.stamp:
        foreseen = foresee_all(cohort)
    return _write(foreseen, cohort, by=by)


def _has_come_true(foreseen: Foresight, done: Followed) -> bool:
    """Whether nobody else changed register or lists meanwhile, and the graduates concerned are now
    what they were expected to be.
    """
    if foreseen.stamp != (done.since, stamp_of(done.change.cohort)[1]):
        return False
    if foreseen.withdrawn != done.change.withdrawn:
        return False
    keys = _keys(foreseen.people, done.created)
    expected = {keys[key]: replace(p, graduate=keys[key]) for key, p in foreseen.people.items()}
    touched = [*done.change.changed, *done.created]
    return len(keys) == len(expected) == len(touched) and _people(touched) == expected


def _keys(foreseen: Iterable[int], created: Sequence[int]) -> dict[int, int]:
    """The keys that graduates were foreseen by, and those they have."""
    return {
        key: key if key < FIRST_NEW else created[key - FIRST_NEW]
        for key in foreseen
        if key - FIRST_NEW < len(created)
    }


def _people(keys: Iterable[int]) -> dict[int, Any]:
    return {
        values["pk"]: pool_person(values)
        for part in chunks(keys)
        for values in people_values(Graduate.objects.filter(pk__in=part))
    }


def _write(
    foreseen: Foresight, cohort: Cohort, *, created: Sequence[int] = (), by: Any | None
) -> int:
    """Make links and statements what was foreseen; returns how many rows changed."""
    named = foreseen.proposals.keys() | foreseen.told_of
    if not named and not foreseen.marks:
        return 0
    related = RosterVersion.objects.select_related("roster__institution__district")
    versions = related.in_bulk(sorted(named))
    keys = {FIRST_NEW + position: key for position, key in enumerate(created)}
    proposals = {pk: _with_keys(found, keys) for pk, found in foreseen.proposals.items()}
    whole = _to_be_linked_whole(foreseen, versions)
    changed = sum(relink_version(versions[pk], proposals[pk], by=by) for pk in sorted(whole))
    changed += _write_rows({pk: proposals[pk] for pk in proposals.keys() - whole}, foreseen)
    for pk in sorted(foreseen.told_of - whole):
        sync_statements(versions[pk], by=by)
    mark_versions(foreseen.marks)
    told = whole | foreseen.told_of
    sync_intake(cohort, {versions[pk].roster.institution_id for pk in told})
    if changed:
        record_event(by=by, verb=verbs.COHORT_RELINKED, count=changed, reason=str(cohort))
    return changed


def _to_be_linked_whole(foreseen: Foresight, versions: Mapping[int, RosterVersion]) -> set[int]:
    """Versions whose decisions must be laid over what is proposed, and those of which no rows were
    singled out.
    """
    rosters = {versions[pk].roster_id for pk in foreseen.proposals}
    decisions = LinkDecision.objects.current().filter(roster__in=rosters)
    decided = set(decisions.values_list("roster", flat=True))
    return {
        pk
        for pk in foreseen.proposals
        if pk not in foreseen.otherwise or versions[pk].roster_id in decided
    }


def _write_rows(proposals: Mapping[int, Sequence[Proposal]], foreseen: Foresight) -> int:
    """Write the rows that differ of lists about which nobody decided; returns how many they are."""
    keys: dict[int, list[int]] = defaultdict(list)
    rows = RosterRow.objects.filter(version__in=proposals).order_by("sheet", "row_number", "pk")
    for version, key in rows.values_list("version", "pk"):
        keys[version].append(key)
    found = {
        keys[pk][position]: of_version[position]
        for pk, of_version in proposals.items()
        for position in foreseen.otherwise[pk]
    }
    sync_open_reviews(replace_undecided(found))
    return len(found)


def relink_version(version: RosterVersion, proposals: Sequence[Proposal], *, by: Any | None) -> int:
    """Make links and statements of a version in force what is proposed; returns how many rows
    changed.
    """
    rows = list(version.rows.order_by("sheet", "row_number", "pk"))
    touched, graduates = store_links(rows, proposals)
    sync_statements(version, by=by)
    sync_open_reviews(graduates)
    return touched


def _with_keys(proposals: Sequence[Proposal], keys: Mapping[int, int]) -> list[Proposal]:
    """The proposals with the keys that new graduates have by now."""
    return [
        replace(
            each,
            candidates=tuple(
                replace(c, graduate=keys.get(c.graduate, c.graduate)) for c in each.candidates
            ),
        )
        for each in proposals
    ]


def mark_versions(marks: Mapping[int, str]) -> None:
    """Keep what these versions are linked with now."""
    for mark in sorted(set(marks.values())):
        versions = RosterVersion.objects.filter(pk__in=[p for p, m in marks.items() if m == mark])
        versions.exclude(linked_with=mark).update(linked_with=mark)
