"""What a roster's links mean for the graduates: a statement for each match, a mark for each open
review.
"""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from domain.outcome import Evidence, Stage
from rosters.models import Link, RosterRow, RosterVersion
from students.actions import (
    record_statements,
    set_open_reviews,
    set_other_pupils,
    supersede_statements,
)
from students.merging.statements import copies_of_undone_merges
from students.models import Cohort, Destination, Graduate, Source

VOCATIONAL = ("ELEMENTARY", "INTERMEDIATE", "COLLEGE_NINE_PLUS")


def sync_statements(version: RosterVersion, *, by: Any | None, dropped: Iterable[int] = ()) -> None:
    """Make the statements of this version what its matches say.

    `dropped`: graduates whom the version before named. Those that this one does not match are in
    class there no longer, as far as anybody knows: the statement is kept with an end, so that
    nothing older revives, while the institution's other lists keep what they say. One who is a
    candidate of a row under review is held back from every list besides. A graduate who was dropped
    stays so when a match came and went; one whose import was undone is nobody any more.
    """
    links = Link.objects.current().filter(row__version=version)
    matched = set(links.filter(status=Link.Status.MATCH).values_list("graduate", flat=True))
    ever_said = list(Destination.objects.filter(batch_id=version.batch_id, source=Source.ROSTER))
    existing = [d for d in ever_said if d.superseded_at is None]
    ended_before = _ended_before(ever_said)
    gone = _members((ended_before | set(dropped)) - matched)
    wanted = {(g, False) for g in matched} | {(g, True) for g in gone}
    stated = {(d.graduate_id, d.ended_on is not None): d for d in existing}
    obsolete = [d for key, d in stated.items() if key not in wanted]
    missing = [_statement(version, g, by, ended=ended) for g, ended in sorted(wanted - set(stated))]
    if obsolete:
        supersede_statements(destinations=obsolete, by=by, reason="đối chiếu lại", event=False)
    if missing:
        record_statements(missing)


def _ended_before(ever_said: list[Destination]) -> set[int]:
    """Whom the list dropped; not who only stood for another child while their records were one."""
    ended = [d for d in ever_said if d.ended_on]
    if not ended:
        return set()
    borrowed = copies_of_undone_merges({d.graduate_id for d in ended})
    return {d.graduate_id for d in ended if d.pk not in borrowed}


def _members(graduates: set[int]) -> set[int]:
    if not graduates:
        return graduates
    members = Graduate.objects.members().filter(pk__in=graduates)
    return set(members.values_list("pk", flat=True))


def _statement(
    version: RosterVersion, graduate: int, by: Any | None, *, ended: bool
) -> Destination:
    """A roster of admissions confirms nothing; one of pupils in class does."""
    is_admission = version.stage == Stage.ADMITTED
    return Destination(
        graduate_id=graduate,
        programme=version.roster.programme,
        school=version.roster.institution,
        stage=version.stage,
        source=Source.ROSTER,
        evidence=Evidence.REPORTED if is_admission else Evidence.CONFIRMED,
        stated_on=version.as_at,
        ended_on=version.as_at if ended else None,
        recorded_at=timezone.now(),
        recorded_by=by,
        batch_id=version.batch_id,
    )


def sync_open_reviews(graduates: Iterable[int]) -> None:
    """Tell the graduates in how many open review rows they are candidates."""
    counts = dict.fromkeys(graduates, (0, 0))
    total: Counter[int] = Counter()
    vocational: Counter[int] = Counter()
    review = Link.objects.current().filter(status=Link.Status.REVIEW, graduate__in=list(counts))
    for graduate, programme in review.values_list("graduate", "row__version__roster__programme"):
        total[graduate] += 1
        vocational[graduate] += programme in VOCATIONAL
    set_open_reviews({graduate: (total[graduate], vocational[graduate]) for graduate in counts})


def sync_intake(cohort: Cohort, institutions: Iterable[int]) -> None:
    """Tell the institutions how many pupils on their rosters are no graduates of the cohort."""
    rows = RosterRow.objects.in_force().exclude(status=RosterRow.Status.MATCH)
    found = rows.in_grade_ten(cohort).filter(version__roster__institution__in=institutions)
    set_other_pupils(
        dict.fromkeys(institutions, 0) | dict(found.children_by_institution()), cohort=cohort
    )
