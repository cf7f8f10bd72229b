"""What taking a roster in would do, told against the register and the lists as they are."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from hashlib import sha256

from django.utils import timezone

from districts.models import School
from imports.catalogue import Catalogue, load_catalogue
from imports.column_choices import Sender
from imports.corrections import Corrections, corrections_of
from imports.graduates import SourceFile
from imports.models import BatchKind, Draft
from imports.reading import Issue, Level, Workbook
from imports.uploads import source_of
from rosters.actions import Upload, link_rosters
from rosters.incoming.understanding import answered
from rosters.incoming.words import apply_corrections, unknown_schools
from rosters.models import RosterRow
from rosters.recognise import Recognised, institution_named
from rosters.uploads import RosterFile, RosterReading, read_roster, top_lines
from rosters.versions import Movements, movements, told_by
from students.models import Cohort


@dataclass
class RosterCheck:
    """A file as read, with what was decided about its words; nothing is linked yet.

    `found` is what was answered about it, None where something is still to be asked.
    """

    draft: Draft
    reading: RosterReading
    found: Recognised | None
    corrections: Corrections
    notices: list[Issue]

    @property
    def issues(self) -> list[Issue]:
        """Findings of the reader, then names of schools that nobody knows."""
        return [*self.reading.issues, *self.notices]

    @property
    def left_out(self) -> int:
        """Rows that bear no name and cannot be anybody."""
        return sum(len(t.records) for t in self.reading.tables) - len(self.reading.rows)

    @property
    def flagged(self) -> int:
        """Rows of which something should be looked at."""
        doubtful = (issue for issue in self.issues if issue.level != Level.NOTICE and issue.row)
        return len({(issue.sheet, issue.row) for issue in doubtful})


@dataclass
class RosterPlan:
    """A roster linked and laid beside the version that it would replace."""

    check: RosterCheck
    upload: Upload

    @cached_property
    def movements(self) -> Movements:
        """Who joins, leaves, or is written otherwise than in the version in force."""
        previous = self.upload.previous
        older = list(RosterRow.objects.filter(version=previous).order_by("pk")) if previous else []
        return movements(older, self.upload.file.rows)

    @property
    def fingerprint(self) -> str:
        """What would be done, as a short text: equal only where exactly the same would be."""
        found, upload = self.upload.file.recognised, self.upload
        said = [
            upload.file.source.sha256,
            (found.institution.code, found.programme, found.stage, found.as_at, found.part),
            upload.previous and upload.previous.pk,
            [told_by(row) for row in upload.file.rows],
            [(p.status.value, [c.graduate for c in p.candidates]) for p in upload.proposals],
            sorted(upload.statuses.items()),
        ]
        return sha256(repr(said).encode()).hexdigest()


def check_of(draft: Draft) -> RosterCheck:
    """The draft's file read anew. Raises UnreadableFile."""
    catalogue = catalogue_of(draft.cohort)
    reading = read_draft(draft, catalogue)
    found = answered(draft, reading)
    corrections = corrections_for(found.institution) if found else Corrections()
    apply_corrections(reading.rows, corrections)
    return RosterCheck(draft, reading, found, corrections, unknown_schools(reading, catalogue))


def plan_of(check: RosterCheck) -> RosterPlan:
    """What taking it in would do; everything about it must have been answered."""
    file = RosterFile.of(check.reading, check.found)
    (upload,) = link_rosters([file], cohort=check.draft.cohort)
    return RosterPlan(check, upload)


def read_draft(
    draft: Draft, catalogue: Catalogue, source: SourceFile | None = None
) -> RosterReading:
    """A draft's file, or another in its place, as a roster. Raises UnreadableFile."""
    source = source or source_of(draft)
    return read_roster(
        source,
        catalogue,
        today=timezone.localdate(),
        choices_in=lambda workbook: sender_of(draft, catalogue, workbook, source.name).choices,
    )


def sender_of(draft: Draft, catalogue: Catalogue, workbook: Workbook, file_name: str) -> Sender:
    """Whose choices of columns hold: the institution's that the list is of; until somebody said
    so, of the one it names within the uploader's district; else the uploading office's.
    """
    school = draft.school
    if school is None:
        named = institution_named(file_name, top_lines(workbook), catalogue)
        if named and draft.district_id in (None, named.district_id):
            school = named
    if school is None:
        return Sender(BatchKind.ROSTER, draft.district)
    return Sender(BatchKind.ROSTER, school.district, school.pk)


def catalogue_of(cohort: Cohort) -> Catalogue:
    """Units and schools as they stood when the cohort graduated."""
    return load_catalogue(on=date(cohort.year, 7, 1))


def corrections_for(institution: School) -> Corrections:
    """What was decided about words in lists of this institution."""
    if institution.pk is None:
        return Corrections()
    return corrections_of(institution.district, sender_id=institution.pk)
