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
from domain.formats import count, day
from domain.linkage import Pool, Proposal
from imports.models import Batch, BatchKind
from imports.read_files import decided_text
from imports.reading import Issue, Level
from rosters import verbs
from rosters.actions.links import store_links
from rosters.actions.statements import sync_intake, sync_open_reviews, sync_statements
from rosters.decided import settled
from rosters.linking import Ground, pool_people, propose_links
from rosters.models import Link, Roster, RosterRow, RosterVersion
from rosters.recognise import Recognised
from rosters.uploads import RosterFile
from rosters.versions import reads_the_same
from students.actions import (
    hold_cohort,
    recounting,
    register_version,
    supersede_statements,
)
from students.bulk import insert_many
from students.models import Cohort, Destination, Source

REPLACED = "thay bằng danh sách mới"


class OlderRoster(Exception):
    """A list of an earlier day than the one in force; str() is one Vietnamese sentence without
    what to do. Nothing was written.
    """


@dataclass
class Upload:
    """What becomes of one file. `previous` is the version in force that it would replace;
    `register_version` and `linked_with` tell what it was linked with.
    """

    file: RosterFile
    proposals: list[Proposal]
    register_version: int = -1
    linked_with: str = ""
    previous: RosterVersion | None = None
    previous_number: int = 0
    is_new_institution: bool = False
    is_unchanged: bool = False
    joined: int = 0
    left: int = 0
    issues: list[Issue] = field(default_factory=list)
    version: RosterVersion | None = None
    # The proposals as people have decided, as far as the list in force tells.
    decided: list[Proposal] | None = None

    @property
    def statuses(self) -> Counter:
        """How many rows stand how; what people decided is told before the list is stored, too."""
        standing = self.proposals if self.decided is None else self.decided
        return Counter(proposal.status.value for proposal in standing)

    @property
    def is_older(self) -> bool:
        """Whether the list in force is of a later day: it must not be replaced unasked."""
        return (
            self.previous is not None
            and not self.is_unchanged
            and self.file.recognised.as_at < self.previous.as_at
        )

    @property
    def shrinks(self) -> bool:
        """Whether the list loses more than a third of its pupils: often a file that is cut off."""
        return len(self.file.rows) * 3 < self.previous_number * 2


def upload_rosters(
    files: Sequence[RosterFile],
    *,
    cohort: Cohort,
    by: Any | None,
    dry_run: bool = False,
    accept_older: bool = False,
) -> list[Upload]:
    """Link and store the files, all or none; the same file again changes nothing.

    Raises OlderRoster, unless it is accepted, for a list of an earlier day than that in force.
    """
    uploads = link_rosters(files, cohort=cohort)
    if dry_run and not accept_older:
        _refuse_older(uploads)
    if not dry_run:
        store_rosters(uploads, cohort=cohort, by=by, accept_older=accept_older)
    return uploads


def link_rosters(files: Sequence[RosterFile], *, cohort: Cohort) -> list[Upload]:
    """What storing the files would do; nothing is written.

    Linking happens before the write transaction, so that others wait as shortly as possible.
    """
    register, ground = register_version(cohort), Ground.of_today()
    pool = ground.pool(pool_people(cohort))
    uploads = []
    for file in files:
        upload = Upload(
            file,
            _proposals(file, pool),
            register_version=register,
            linked_with=ground.mark(file.recognised.institution),
            previous=version_in_force(file, cohort),
            is_new_institution=file.recognised.institution.pk is None,
            issues=list(file.issues),
        )
        if upload.previous:
            upload.is_unchanged = _is_same(upload.previous, file)
            upload.previous_number = upload.previous.rows.count()
        if upload.shrinks:
            upload.issues.append(_shrunk(upload))
        # A list that was undone leaves its roster, and what people decided about the rows.
        roster = Roster.objects.filter(**roster_key(file.recognised, cohort)).first()
        upload.decided = _decided(upload, roster) if roster else None
        uploads.append(upload)
    return uploads


def _decided(upload: Upload, roster: Roster) -> list[Proposal]:
    settlements = settled(upload.file.rows, upload.proposals, roster=roster)
    return [each.proposal for each in settlements]


def _shrunk(upload: Upload) -> Issue:
    return Issue(
        level=Level.WARNING,
        code="roster_shrunk",
        message=f"Danh sách có {count(len(upload.file.rows))} học sinh, danh sách đang dùng có "
        f"{count(upload.previous_number)}: giảm hơn một phần ba; kiểm tra lại tệp có đủ không.",
        sheet="",
    )


def version_in_force(file: RosterFile, cohort: Cohort) -> RosterVersion | None:
    """The version that the file would replace."""
    rosters = Roster.objects.filter(**roster_key(file.recognised, cohort))
    versions = RosterVersion.objects.latest().filter(roster__in=rosters)
    return versions.select_related("roster__institution").first()


def roster_key(found: Recognised, cohort: Cohort) -> dict[str, Any]:
    """What tells one roster from every other, as a filter."""
    return {
        "institution__code": found.institution.code,
        "cohort": cohort,
        "programme": found.programme,
        "part": found.part,
    }


@recounting()
def store_rosters(
    uploads: Sequence[Upload], *, cohort: Cohort, by: Any | None, accept_older: bool = False
) -> None:
    """Store linked files as versions, all or none. Raises OlderRoster."""
    register = hold_cohort(cohort)
    for upload in uploads:
        upload.previous = version_in_force(upload.file, cohort)
        upload.is_unchanged = bool(upload.previous) and _is_same(upload.previous, upload.file)
    if not accept_older:
        _refuse_older(uploads)
    if any(upload.register_version != register for upload in uploads):
        _link_again(uploads, cohort)
    for upload in uploads:
        if not upload.is_unchanged:
            _store(upload, cohort=cohort, by=by)


def _link_again(uploads: Sequence[Upload], cohort: Cohort) -> None:
    """The register changed after the files were linked: what was proposed is of another one."""
    ground = Ground.of_today()
    pool = ground.pool(pool_people(cohort))
    for upload in uploads:
        upload.proposals = _proposals(upload.file, pool)
        upload.linked_with = ground.mark(upload.file.recognised.institution)


def _refuse_older(uploads: Sequence[Upload]) -> None:
    for upload in uploads:
        if upload.is_older:
            found, previous = upload.file.recognised, upload.previous
            raise OlderRoster(
                f"Tệp “{upload.file.source.name}” tính đến ngày {day(found.as_at)}, cũ hơn danh "
                f"sách đang dùng của {found.institution.name} (“{previous.file_name}”, tính đến "
                f"ngày {day(previous.as_at)}) nên không tự thay."
            )


def _proposals(file: RosterFile, pool: Pool) -> list[Proposal]:
    return propose_links(
        file.rows, pool, institution=file.recognised.institution, has_accents=file.has_accents
    )


def _store(upload: Upload, *, cohort: Cohort, by: Any | None) -> None:
    recognised = upload.file.recognised
    roster, _ = Roster.objects.get_or_create(
        institution=_saved(recognised.institution),
        cohort=cohort,
        programme=recognised.programme,
        part=recognised.part,
    )
    # Read within this transaction: two files of one command may be of one list.
    previous = roster.versions.latest().first()
    if previous and _is_same(previous, upload.file):
        upload.is_unchanged = True
        return
    before = close_version(previous, by=by, reason=REPLACED) if previous else []
    upload.version = version = _version(upload, roster, by=by)
    for row in upload.file.rows:
        row.version = version
    insert_many(upload.file.rows)
    _, graduates = store_links(upload.file.rows, upload.proposals)
    upload.decided = _decided(upload, roster)
    sync_statements(version, by=by, dropped={statement.graduate_id for statement in before})
    sync_open_reviews(graduates | candidates_of(previous))
    sync_intake(cohort, {roster.institution_id})
    in_class = {statement.graduate_id for statement in before if not statement.ended_on}
    _count_movements(upload, version, in_class)
    record_event(
        by=by,
        verb=verbs.ROSTER_UPLOADED,
        about=version,
        label=f"{roster} ({upload.file.source.name})",
        count=len(upload.file.rows),
        reason=_became(upload),
    )


def _became(upload: Upload) -> str:
    """What became of the rows, in words for the log: "303 đã khớp, 16 cần kiểm tra."; then what
    was put right beside the file.
    """
    statuses, decided = upload.statuses, decided_text(upload.file.decided)
    told = [(statuses[status], status.label.lower()) for status in RosterRow.Status]
    became = ", ".join(f"{count(number)} {label}" for number, label in told if number) + "."
    return f"{became} {decided}".strip()


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
        and reads_the_same(previous, file.rows)
    )


def close_version(version: RosterVersion, *, by: Any | None, reason: str) -> list[Destination]:
    """Take a version out of force; returns what it said of the graduates."""
    now = timezone.now()
    RosterVersion.objects.filter(pk=version.pk).update(replaced_at=now)
    Link.objects.current().filter(row__version=version).update(superseded_at=now)
    statements = list(
        Destination.objects.current().filter(batch_id=version.batch_id, source=Source.ROSTER)
    )
    supersede_statements(destinations=statements, by=by, reason=reason, event=False)
    return statements


def _version(upload: Upload, roster: Roster, *, by: Any | None) -> RosterVersion:
    file, now = upload.file, timezone.now()
    batch = Batch(
        id=uuid.uuid4(),
        kind=BatchKind.ROSTER,
        cohort=roster.cohort,
        district=roster.institution.district,
        school=roster.institution,
        file_name=file.source.name,
        sha256=file.source.sha256,
        imported_at=now,
        imported_by=by,
        counts={"rows": len(file.rows), **file.decided},
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
        linked_with=upload.linked_with,
        received_at=now,
    )


def candidates_of(version: RosterVersion | None) -> set[int]:
    """Graduates who were candidates of its rows under review."""
    if version is None:
        return set()
    links = Link.objects.filter(row__version=version, status=Link.Status.REVIEW)
    return set(links.values_list("graduate", flat=True))


def _count_movements(upload: Upload, version: RosterVersion, before: set[int]) -> None:
    links = Link.objects.current().filter(row__version=version, status=Link.Status.MATCH)
    now_matched = set(links.values_list("graduate", flat=True))
    upload.joined = len(now_matched - before)
    upload.left = len(before - now_matched)
