"""What taking a roster in would do, told against the register and the lists as they are."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from hashlib import sha256

from django.utils import timezone

from districts.models import School
from imports.catalogue import Catalogue, load_catalogue
from imports.corrections import Corrections, corrections_of
from imports.graduates import SourceFile
from imports.models import Draft
from imports.reading import Issue, Level
from imports.uploads import source_of
from rosters.actions import Upload, link_rosters
from rosters.incoming.understanding import answered
from rosters.incoming.words import apply_corrections, unknown_schools
from rosters.models import RosterRow
from rosters.recognise import Recognised
from rosters.uploads import RosterFile, RosterReading, read_roster
from rosters.versions import Movements, movements
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
            [row.school_text for row in upload.file.rows],
            [(p.status.value, [c.graduate for c in p.candidates]) for p in upload.proposals],
            sorted(upload.statuses.items()),
        ]
        return sha256(repr(said).encode()).hexdigest()


def check_of(draft: Draft) -> RosterCheck:
    """The draft's file read anew. Raises UnreadableFile."""
    catalogue = catalogue_of(draft.cohort)
    reading = read_source(source_of(draft), catalogue)
    found = answered(draft, reading)
    corrections = corrections_for(found.institution) if found else Corrections()
    apply_corrections(reading.rows, corrections)
    return RosterCheck(draft, reading, found, corrections, unknown_schools(reading, catalogue))


def plan_of(check: RosterCheck) -> RosterPlan:
    """What taking it in would do; everything about it must have been answered."""
    file = RosterFile.of(check.reading, check.found)
    (upload,) = link_rosters([file], cohort=check.draft.cohort)
    return RosterPlan(check, upload)


def read_source(source: SourceFile, catalogue: Catalogue) -> RosterReading:
    """The file as a roster. Raises UnreadableFile."""
    return read_roster(source, catalogue, today=timezone.localdate())


def catalogue_of(cohort: Cohort) -> Catalogue:
    """Units and schools as they stood when the cohort graduated."""
    return load_catalogue(on=date(cohort.year, 7, 1))


def corrections_for(institution: School) -> Corrections:
    """What was decided about words in lists of this institution."""
    if institution.pk is None:
        return Corrections()
    return corrections_of(institution.district, sender_id=institution.pk)
