"""Names of lower-secondary schools in a roster that the catalogue does not know, and what they were
decided to mean.

A pupil may come from anywhere, so an unknown name is only told; a decision helps the linking.
"""

from collections.abc import Iterable

from django.db.models import QuerySet

from districts.models import School
from domain.schools import SchoolDirectory
from imports.catalogue import Catalogue
from imports.corrections import Corrections
from imports.reading import Issue, Level
from rosters.models import RosterRow
from rosters.uploads import RosterReading

WRITTEN = "Trường THCS viết trong tệp"


def origin_catalogue() -> QuerySet[School]:
    """Every THCS a pupil may come from, in any district: names of schools are public."""
    return School.objects.graduating().select_related("district").order_by("name", "code")


def unknown_schools(reading: RosterReading, catalogue: Catalogue) -> list[Issue]:
    """One notice for each row whose school of origin is no name of the catalogue."""
    cells = {
        (table.sheet[:100], record.row): record.address("school")
        for table in reading.tables
        for record in table.records
    }
    return [
        _notice(row, cells.get((row.sheet, row.row_number), ""))
        for row in reading.rows
        if row.school_text and not _is_known(row, catalogue.directory)
    ]


def apply_corrections(rows: Iterable[RosterRow], corrections: Corrections) -> None:
    """Put decided names in the place of unknown ones; the written name stays with the row."""
    for row in rows:
        meant = corrections.school(row.school_text) if row.school_text else None
        if meant:
            row.extra = {**row.extra, WRITTEN: row.school_text}
            row.school_text = meant.name


def _is_known(row: RosterRow, directory: SchoolDirectory) -> bool:
    return bool(directory.named(row.school_text) or directory.of_code(row.school_text))


def _notice(row: RosterRow, cell: str) -> Issue:
    return Issue(
        level=Level.NOTICE,
        code="school_unknown",
        message=f"Không có trường THCS “{row.school_text}” trong danh mục; trường trong tỉnh viết "
        "tắt thì chọn, trường nơi khác thì để nguyên.",
        sheet=row.sheet,
        row=row.row_number,
        cell=cell,
        field="school",
        value=row.school_text,
        word=row.school_text,
    )
