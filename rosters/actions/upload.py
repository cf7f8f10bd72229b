"""Taking in a roster: a new version, its links, what they say of the graduates, one event."""

import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from audit.actions import record_event
from districts.models import School
from domain.formats import count
from domain.linkage import Pool, Proposal
from imports.models import Batch, BatchKind
from imports.reading import Issue
from rosters import verbs
from rosters.actions.links import store_links
from rosters.actions.statements import sync_intake, sync_open_reviews, sync_statements
from rosters.linking import load_pool, propose_links
from rosters.models import Link, Roster, RosterRow, RosterVersion
from rosters.uploads import RosterFile
from students.actions import hold_cohort, recounting, supersede_statements
from students.bulk import chunks, insert_many
from students.models import Cohort, Destination, Graduate, Source


@dataclass
class Upload:
    """What became of one file."""

    file: RosterFile
    proposals: list[Proposal]
    is_new_institution: bool = False
    is_unchanged: bool = False
    joined: int = 0
    left: int = 0
    issues: list[Issue] = field(default_factory=list)

    @property
    def statuses(self) -> Counter:
        return Counter(proposal.status.value for proposal in self.proposals)


def upload_rosters(
    files: Sequence[RosterFile], *, cohort: Cohort, by: Any | None, dry_run: bool = False
) -> list[Upload]:
    """Link and store the files, all or none; the same file again changes nothing.

    Linking happens before the write transaction, so that others wait as shortly as possible.
    """
    pool = load_pool(cohort)
    uploads = [
        Upload(
            file,
            _proposals(file, pool),
            is_new_institution=file.recognised.institution.pk is None,
            issues=file.issues,
        )
        for file in files
    ]
    if not dry_run:
        _store_all(uploads, cohort=cohort, by=by)
    return uploads


def _proposals(file: RosterFile, pool: Pool) -> list[Proposal]:
    return propose_links(
        file.rows, pool, institution=file.recognised.institution, has_accents=file.has_accents
    )


@recounting()
def _store_all(uploads: Sequence[Upload], *, cohort: Cohort, by: Any | None) -> None:
    hold_cohort(cohort)
    if _names_withdrawn(uploads):
        pool = load_pool(cohort)
        for upload in uploads:
            upload.proposals = _proposals(upload.file, pool)
    for upload in uploads:
        _store(upload, cohort=cohort, by=by)


def _names_withdrawn(uploads: Sequence[Upload]) -> bool:
    """Whether a graduate was taken out of the register after the rows were linked."""
    proposed = {c.graduate for u in uploads for p in u.proposals for c in p.candidates}
    return any(
        Graduate.objects.filter(pk__in=part, withdrawn_at__isnull=False).exists()
        for part in chunks(proposed)
    )


def _store(upload: Upload, *, cohort: Cohort, by: Any | None) -> None:
    recognised = upload.file.recognised
    roster, _ = Roster.objects.get_or_create(
        institution=_saved(recognised.institution),
        cohort=cohort,
        programme=recognised.programme,
        part="",
    )
    previous = roster.versions.latest().first()
    if previous and _is_same(previous, upload.file):
        upload.is_unchanged = True
        return
    before = _replace(previous, by=by) if previous else []
    version = _version(upload.file, roster, by=by)
    for row in upload.file.rows:
        row.version = version
    insert_many(upload.file.rows)
    _, graduates = store_links(upload.file.rows, upload.proposals)
    sync_statements(version, by=by, dropped={statement.graduate_id for statement in before})
    sync_open_reviews(graduates | _candidates(previous))
    sync_intake(cohort, {roster.institution_id})
    in_class = {statement.graduate_id for statement in before if not statement.ended_on}
    _count_movements(upload, version, in_class)
    record_event(
        by=by,
        verb=verbs.ROSTER_UPLOADED,
        about=version,
        label=f"{roster} ({upload.file.source.name})",
        count=len(upload.file.rows),
        reason=_became(upload.statuses),
    )


def _became(statuses: Counter) -> str:
    """What became of the rows, in words for the log: "303 đã khớp, 16 cần kiểm tra."."""
    told = [(statuses[status], status.label.lower()) for status in RosterRow.Status]
    return ", ".join(f"{count(number)} {label}" for number, label in told if number) + "."


def _saved(institution: School) -> School:
    """An institution met for the first time enters the catalogue as "chưa xác nhận"."""
    if institution.pk is None:
        known = School.objects.filter(code=institution.code).first()
        if known:
            return known
        institution.save()
    return institution


def _is_same(previous: RosterVersion, file: RosterFile) -> bool:
    return (
        previous.sha256 == file.source.sha256
        and previous.stage == file.recognised.stage
        and previous.has_accents == file.has_accents
    )


def _replace(previous: RosterVersion, *, by: Any | None) -> list[Destination]:
    """Close the version in force; returns what it said of the graduates."""
    now = timezone.now()
    RosterVersion.objects.filter(pk=previous.pk).update(replaced_at=now)
    Link.objects.current().filter(row__version=previous).update(superseded_at=now)
    statements = list(
        Destination.objects.current().filter(batch_id=previous.batch_id, source=Source.ROSTER)
    )
    supersede_statements(
        destinations=statements, by=by, reason="thay bằng danh sách mới", event=False
    )
    return statements


def _version(file: RosterFile, roster: Roster, *, by: Any | None) -> RosterVersion:
    now = timezone.now()
    batch = Batch(
        id=uuid.uuid4(),
        kind=BatchKind.ROSTER,
        cohort=roster.cohort,
        district=roster.institution.district,
        file_name=file.source.name,
        sha256=file.source.sha256,
        imported_at=now,
        imported_by=by,
        counts={"rows": len(file.rows)},
    )
    batch.file.save(
        f"{batch.pk}-{file.source.name}"[-100:], ContentFile(file.source.content), save=False
    )
    batch.save()
    return RosterVersion.objects.create(
        roster=roster,
        batch_id=batch.pk,
        stage=file.recognised.stage,
        as_at=file.recognised.as_at,
        file_name=file.source.name,
        sha256=file.source.sha256,
        has_accents=file.has_accents,
        received_at=now,
    )


def _candidates(previous: RosterVersion | None) -> set[int]:
    if previous is None:
        return set()
    links = Link.objects.filter(row__version=previous, status=Link.Status.REVIEW)
    return set(links.values_list("graduate", flat=True))


def _count_movements(upload: Upload, version: RosterVersion, before: set[int]) -> None:
    links = Link.objects.current().filter(row__version=version, status=Link.Status.MATCH)
    now_matched = set(links.values_list("graduate", flat=True))
    upload.joined = len(now_matched - before)
    upload.left = len(before - now_matched)
