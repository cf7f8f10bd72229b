"""One row of a sheet as a graduate: school and commune found, lengths checked, nothing written
yet.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from districts.models import Commune, District, School
from domain.dates import BirthDate, plausible_for_cohort
from domain.formats import birth as birth_text
from domain.names import name_key, sort_key
from domain.places import Address
from domain.spellings import meant_grade, meant_people
from imports.catalogue import Catalogue
from imports.corrections import Corrections
from imports.graduates.known import Known
from imports.reading import Issue, Level, Record, RowKey, Table, row_key, school_hint
from imports.reading.table import RESIDENCE_FIELDS
from students.models import Cohort, Graduate

# Sheet fields that go into the register as they are.
PLAIN_FIELDS = (
    "class_name",
    "ethnicity",
    "birth_place",
    "moet_code",
    "personal_id",
    "register_number",
    "classification",
    "guardian",
    "phone",
    "priority",
    "note",
)
LIMITS = {
    name: Graduate._meta.get_field(name).max_length
    for name in ("full_name", "residence", "hamlet", *PLAIN_FIELDS)
}

_SPELT = (
    ("ethnicity", "Dân tộc", meant_people),
    ("classification", "Xếp loại tốt nghiệp", meant_grade),
)


@dataclass(slots=True)
class GraduateRow:
    """A row on its way into the register. `graduate` is who it already is there, if anybody.

    What the record has been found wanting in is among its issues.
    """

    file: str
    sheet: str
    row: int
    record: Record
    values: dict[str, Any] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)
    district_code: str = ""
    graduate: Known | None = None
    changes: dict[str, Any] | None = None
    # What it says of where the child is, if nobody says so already (imports.graduates.statements).
    statement: Any | None = None
    # It is a record that was merged into the graduate's (imports.graduates.merged).
    is_merged: bool = False

    @property
    def is_rejected(self) -> bool:
        return bool(self.issues) and any(i.level is Level.ERROR for i in self.issues)

    @property
    def key(self) -> RowKey:
        """What the row is found by when its file is read again: sheet and anchor."""
        return row_key(self.sheet, self.record.anchor)

    @property
    def is_changing(self) -> bool:
        """Whether a known graduate gets another value, or a statement."""
        return bool(self.changes or self.statement)

    @property
    def birth(self) -> BirthDate | None:
        return self.record.birth

    @property
    def where(self) -> str:
        return f"{self.file}, trang “{self.sheet}”, dòng {self.row}"

    def complain(
        self, level: Level, code: str, message: str, column: str, *, word: str = ""
    ) -> None:
        """Note an issue at the cell of that sheet field; `word` is what a decision would settle."""
        self.issues.append(
            Issue(
                level=level,
                code=code,
                message=message,
                sheet=self.sheet,
                row=self.row,
                cell=self.record.address(column),
                field=column,
                value=self.record.values.get(column, ""),
                word=word,
            )
        )


class RowReader:
    """Turns the records of one table into graduate rows."""

    def __init__(
        self,
        *,
        catalogue: Catalogue,
        cohort: Cohort,
        district: District | None,
        file: str,
        corrections: Corrections,
    ) -> None:
        self._catalogue = catalogue
        self._cohort = cohort
        self._district = district
        self._file = file
        self._corrections = corrections
        self._graduating: dict[str, list[School]] = {}

    def read(self, table: Table) -> list[GraduateRow]:
        if not table.records:
            return []
        hinted = self._hinted_school(table)
        # All records of a table have the same fields.
        given = [name for name in PLAIN_FIELDS if name in table.records[0].values]
        return [self._row(record, given, hinted) for record in table.records]

    def _hinted_school(self, table: Table) -> School | None:
        """The school that the sheet's name or letterhead names, for lists without a school
        column.
        """
        for text in school_hint(table):
            found = self._schools_named(text)
            if len(found) == 1:
                return found[0]
        return None

    def _schools_named(self, text: str) -> list[School]:
        decided = self._corrections.school(text)
        if decided:
            return [decided]
        district_code = self._district.code if self._district else ""
        found = self._catalogue.directory.named(text, district_code=district_code)
        return [self._catalogue.schools[school.code] for school in found]

    def _row(self, record: Record, given: Sequence[str], hinted: School | None) -> GraduateRow:
        row = GraduateRow(
            file=self._file,
            sheet=record.sheet,
            row=record.row,
            record=record,
            values=_values(record, given),
            issues=record.issues,
        )
        self._check_birth(row)
        _check_spellings(row)
        self._school(row, hinted)
        self._residence(row)
        _check_lengths(row)
        return row

    def _check_birth(self, row: GraduateRow) -> None:
        birth = row.birth
        if birth is None and not any(issue.field.startswith("birth") for issue in row.issues):
            message = "Thiếu ngày sinh; bổ sung để đối chiếu được."
            row.complain(Level.WARNING, "birth_missing", message, "birth_date")
        if birth and not plausible_for_cohort(birth, self._cohort.year):
            message = (
                f"Ngày sinh {birth_text(birth)} không hợp với học sinh tốt nghiệp THCS năm "
                f"{self._cohort.year}; kiểm tra lại năm sinh."
            )
            row.complain(Level.WARNING, "birth_implausible", message, "birth_date")

    def _school(self, row: GraduateRow, hinted: School | None) -> None:
        text = row.record.values.get("school", "")
        graduating = self._graduating_schools(text, hinted)
        if len(graduating) == 1:
            school = graduating[0]
            row.values["school_id"] = school.pk
            row.district_code = school.district.code
            return
        where = f" ở {self._district.name}" if self._district else ""
        if len(graduating) > 1:
            districts = ", ".join(s.district.name for s in graduating)
            message = f"Có nhiều trường tên “{text}” ({districts}); chọn huyện khi nhập."
        elif text:
            message = f"Không có trường THCS “{text}”{where} trong danh mục; sửa tên trường."
        else:
            message = f"Không biết trường THCS nào{where}: thêm cột Trường hoặc đặt tên trang tính."
        row.complain(Level.ERROR, "school_unknown", message, "school", word=text)

    def _graduating_schools(self, text: str, hinted: School | None) -> list[School]:
        if not text:
            return _graduating([hinted] if hinted else [])
        # A list names few schools, each many times.
        if text not in self._graduating:
            self._graduating[text] = _graduating(self._schools_named(text))
        return self._graduating[text]

    def _residence(self, row: GraduateRow) -> None:
        written = row.record.values
        parts = [part for name in RESIDENCE_FIELDS if (part := written.get(name))]
        if not parts:
            return
        text = ", ".join(dict.fromkeys(parts))
        address = self._catalogue.gazetteer.read(text, home_district=row.district_code)
        row.values["residence"] = text
        row.values["hamlet"] = written.get("hamlet") or address.hamlet
        if address.problem or address.warning:
            decided = self._decided_commune(row, address)
            if decided:
                row.values["commune_id"] = decided.pk
                return
        # Where the address names neither, what is known of the commune stands.
        if address.commune_code or address.is_outside:
            row.values["commune_id"] = self._catalogue.communes.get(address.commune_code)

    def _decided_commune(self, row: GraduateRow, address: Address) -> Commune | None:
        """What the sender decided an unknown commune of its own district to be; otherwise the
        row says what is wrong with the address.
        """
        column = next(
            n for n in ("commune", "residence", "district", "hamlet") if row.record.values.get(n)
        )
        sender = self._district.code if self._district else ""
        word = address.commune_text if address.district_code in ("", sender) else ""
        decided = self._corrections.commune(word) if address.problem and word else None
        if address.problem and not decided:
            message = f"Chỗ ở: {address.problem}; sửa tên xã, huyện."
            row.complain(Level.ERROR, "commune_unknown", message, column, word=word)
        if address.warning:
            row.complain(Level.WARNING, "residence_doubtful", f"Chỗ ở: {address.warning}.", column)
        return decided


def _graduating(schools: Iterable[School]) -> list[School]:
    """Those in the province that have a grade 9."""
    return [s for s in schools if s.kind in ("THCS", "THCS_THPT") and s.district_id]


def _values(record: Record, given: Sequence[str]) -> dict[str, Any]:
    """What the row says of the pupil alone, as columns of the register."""
    written, birth = record.values, record.birth
    full_name = written.get("full_name", "")
    values = {
        "full_name": full_name,
        "name_key": name_key(full_name),
        "sort_key": sort_key(full_name),
        "gender": record.gender,
        "birth_year": birth.year if birth else None,
        "birth_month": birth.month if birth else None,
        "birth_day": birth.day if birth else None,
    }
    for name in given:
        values[name] = written[name]
    if record.extra:
        values["extra"] = record.extra
    return values


def _check_spellings(row: GraduateRow) -> None:
    """Tell of a slip in a word of which there are few; the row comes in as it is written."""
    for column, label, meant in _SPELT:
        text = row.record.values.get(column)
        word = meant(text) if text else ""
        if word:
            message = f"{label} “{text}” có phải là “{word}”? Viết sai thì sửa."
            row.complain(Level.WARNING, f"{column}_misspelt", message, column)


def _check_lengths(row: GraduateRow) -> None:
    for name, limit in LIMITS.items():
        text = row.values.get(name)
        if text and len(text) > limit:
            message = f"Nội dung dài quá {limit} ký tự."
            row.complain(Level.ERROR, "too_long", message, name)
