"""What taking a roster in would do, told against the register and the lists as they are."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from hashlib import sha256

from django.utils import timezone

from imports.catalogue import Catalogue, load_catalogue
from imports.column_choices import Sender
from imports.corrections import Corrections
from imports.mending import beside_of
from imports.models import BatchKind, Draft
from imports.read_files import SourceFile
from imports.reading import Workbook
from imports.uploads import source_of
from rosters.actions import Upload, link_rosters
from rosters.incoming.understanding import answered
from rosters.models import RosterRow
from rosters.reading import RosterReading, read_roster, top_lines
from rosters.recognise import Recognised, institution_named
from rosters.uploads import RosterFile
from rosters.versions import Movements, movements, told_by
from rosters.words import Words
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

    @property
    def flagged(self) -> int:
        """How many rows have something that should be looked at."""
        looked_at = self.reading.looked_at
        return sum(any(i.level in looked_at for i in row.issues) for row in self.reading.rows)


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
            [(told_by(row), row.commune_code, row.mended) for row in upload.file.rows],
            [line.key for line in self.check.reading.left_out],
            [(p.status.value, [c.graduate for c in p.candidates]) for p in upload.proposals],
            sorted(upload.statuses.items()),
        ]
        return sha256(repr(said).encode()).hexdigest()


def check_of(draft: Draft) -> RosterCheck:
    """The draft's file read anew, with everything decided beside it. Raises UnreadableFile."""
    catalogue = catalogue_of(draft.cohort)
    reading = read_draft(draft, catalogue, replace(source_of(draft), beside=beside_of(draft)))
    found = answered(draft, reading)
    words = Words(catalogue, found.institution if found else None)
    words.apply(reading.rows)
    words.tell_unknown(reading.rows)
    return RosterCheck(draft, reading, found, words.corrections)


def plan_of(check: RosterCheck) -> RosterPlan:
    """What taking it in would do; everything about it must have been answered."""
    file = RosterFile.of(check.reading, check.found)
    (upload,) = link_rosters([file], cohort=check.draft.cohort)
    return RosterPlan(check, upload)


def read_draft(
    draft: Draft, catalogue: Catalogue, source: SourceFile | None = None
) -> RosterReading:
    """A draft's file as it is, or another in its place, as a roster. Raises UnreadableFile."""
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
