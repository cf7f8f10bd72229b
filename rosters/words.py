"""Names of lower-secondary schools and communes in a roster that the catalogue does not know, and
what they were decided to mean.

A pupil may come from anywhere, so an unknown name is only told; a decision helps the linking.
"""

from collections.abc import Sequence
from datetime import date

from django.db.models import QuerySet

from districts.models import Commune, School
from domain.places import Address
from imports.catalogue import Catalogue
from imports.corrections import Corrections, corrections_of
from imports.reading import Issue, Level
from imports.reading.table import RESIDENCE_FIELDS
from rosters.models import RosterRow
from rosters.reading import RosterLine
from students.models import Cohort

WRITTEN = "Trường THCS viết trong tệp"


def origin_catalogue() -> QuerySet[School]:
    """Every THCS a pupil may come from, in any district: names of schools are public."""
    return School.objects.graduating().select_related("district").order_by("name", "code")


def commune_catalogue(cohort: Cohort) -> QuerySet[Commune]:
    """Every commune a pupil of the cohort may live in: names of communes are public."""
    communes = Commune.objects.valid_on(date(cohort.year, 7, 1))
    return communes.select_related("district").order_by("name", "code")


class Words:
    """The words of one institution's lists; without one nothing was decided about them."""

    def __init__(self, catalogue: Catalogue, institution: School | None) -> None:
        self._catalogue = catalogue
        self._home = institution.district if institution else None
        self.corrections = Corrections()
        if institution and institution.pk:
            self.corrections = corrections_of(institution.district, sender_id=institution.pk)

    def apply(self, lines: Sequence[RosterLine]) -> None:
        """Put decided names in the place of unknown ones; what is written stays with the row."""
        if not self.corrections.by_word:
            return
        for line in lines:
            if line.row is None:
                continue
            if line.row.school_text:
                self._correct_school(line.row)
            if word := self._commune_word(line.address):
                self._correct_commune(line.row, word)

    def tell_unknown(self, lines: Sequence[RosterLine]) -> None:
        """A notice for each row whose school of origin or commune is no name of the catalogue."""
        directory = self._catalogue.directory
        for line in lines:
            if line.row is None:
                continue
            school = line.row.school_text
            if school and not (directory.named(school) or directory.of_code(school)):
                line.issues.append(_school_notice(line, school))
            if not line.row.commune_code and (problem := self._problem(line.address)):
                word = self._commune_word(line.address)
                line.issues.append(_commune_notice(line, problem, word))

    def _correct_school(self, row: RosterRow) -> None:
        meant = self.corrections.school(row.school_text)
        if meant:
            row.extra = {**row.extra, WRITTEN: row.school_text}
            row.school_text = meant.name

    def _correct_commune(self, row: RosterRow, word: str) -> None:
        meant = self.corrections.commune(word)
        if meant:
            row.commune_id, row.commune_code, row.commune_key = meant.pk, meant.code, ""
            row.district_codes = [meant.district.code]

    def _problem(self, address: Address) -> str:
        """What is unclear about a commune; a bare name that exists somewhere is evidence enough."""
        if address.lacks_district and self._catalogue.gazetteer.is_commune(address.commune_key):
            return ""
        return address.problem

    def _commune_word(self, address: Address) -> str:
        """What a decision about the commune is remembered by: its name, with the district where
        that is written and not the institution's own; "" where nothing can be decided.
        """
        if not self._problem(address) or not (address.district_code or address.lacks_district):
            return ""
        home = self._home.code if self._home else ""
        if address.district_code in ("", home):
            return address.commune_text
        district = self._catalogue.districts[address.district_code]
        return f"{address.commune_text}, {district.name}"


def _school_notice(line: RosterLine, school: str) -> Issue:
    return line.issue(
        "school",
        level=Level.NOTICE,
        code="school_unknown",
        message=f"Không có trường THCS “{school}” trong danh mục; trường trong tỉnh viết tắt thì "
        "chọn, trường nơi khác thì để nguyên.",
        word=school,
    )


def _commune_notice(line: RosterLine, problem: str, word: str) -> Issue:
    written = line.record.values
    column = next((name for name in ("commune", *RESIDENCE_FIELDS) if written.get(name)), "")
    advice = (
        "xã trong tỉnh viết khác thì chọn, nơi khác thì để nguyên"
        if word
        else "sửa tên huyện để dễ đối chiếu"
    )
    return line.issue(
        column,
        level=Level.NOTICE,
        code="commune_unknown",
        message=f"Chỗ ở: {problem}; {advice}.",
        word=word,
    )
