"""The data rows of one table as typed records, column by column.

Working by column is what lets an encoding, an order of dates or a bare "N" be decided from all
the cells together, and it is several times faster than going cell by cell.
"""

import datetime
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from domain.dates import DateOrder
from domain.identifiers import (
    Reading,
    read_moet_code,
    read_personal_id,
    read_phone,
    read_register_number,
)
from domain.legacy import Encoding
from imports.reading.births import (
    BirthColumn,
    read_birth_parts,
    read_births,
    read_births_by_sex,
    read_births_with_mended,
)
from imports.reading.findings import Issue, Level
from imports.reading.sexes import GenderColumn, read_genders, read_marks, told_by_births
from imports.reading.table import ColumnFound, Record
from imports.reading.texts import LONGEST_CELL, text_of, texts_of

_BIRTH_PARTS = ("birth_day", "birth_month", "birth_year")
_NAME_PARTS = ("family_middle_name", "middle_name", "given_name")
_NOT_IN_NAMES = re.compile(r"[^\w\s'’`´.,()\-–]|[\d_]")
_BIRTH_BY_SEX = ("birth_if_male", "birth_if_female")
_CELL_ERRORS = frozenset((
    "#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!",
    "Err:502", "Err:504", "Err:508", "Err:509", "Err:519", "Err:522",
))  # fmt: skip
# A clause true of more than half a column is said once of the column.
_LEAST_REPEATED = 3


@dataclass
class Columns:
    """The raw cells of one table's data rows by field, with where they came from.

    `numbers` are Excel row numbers; `extra` maps a heading to the cells of a column no field
    answers to, in the encoding beside them. `mended`: field → position → what somebody typed in
    place of the cell; `samples`: column of the sheet → a few of its cells as read.
    """

    sheet: str
    numbers: list[int]
    found: dict[str, ColumnFound]
    cells: dict[str, list[object]]
    labels: dict[str, str]
    extra: dict[str, tuple[list[object], Encoding]] = field(default_factory=dict)
    mended: dict[str, dict[int, str]] = field(default_factory=dict)
    samples: dict[int, tuple[str, ...]] = field(default_factory=dict)

    def encoding_of(self, name: str) -> Encoding:
        """The encoding of a field's cells; what title rows say is decoded already."""
        return self.found[name].encoding if name in self.found else Encoding.UNICODE


@dataclass
class Conversion:
    """Records of a table, what was found about its columns, and how its dates were read."""

    records: list[Record]
    issues: list[Issue]
    date_order: DateOrder | None
    is_year_only: bool


def convert(columns: Columns, bad_date: Level) -> Conversion:
    """Turn the cells of a table into records; `bad_date` is how grave an impossible date is."""
    return _Converter(columns, bad_date).convert()


class _Converter:
    def __init__(self, columns: Columns, bad_date: Level) -> None:
        self.columns = columns
        self.bad_date = bad_date
        self.issues: list[Issue] = []
        self._blank_errors()
        self.texts = {
            name: texts_of(cells, columns.encoding_of(name))
            for name, cells in columns.cells.items()
        }
        for name, typed in columns.mended.items():
            # Typed here and now: no old font has a part in it.
            for position, text in typed.items():
                self.texts[name][position] = text

    def _blank_errors(self) -> None:
        """Set cells in error aside: what a formula failed to say is no value."""
        self.failed: dict[str, dict[int, str]] = {}
        for name, cells in self.columns.cells.items():
            if _CELL_ERRORS.isdisjoint(cells):
                continue
            self.failed[name] = {p: str(c) for p, c in enumerate(cells) if c in _CELL_ERRORS}
            self.columns.cells[name] = ["" if c in _CELL_ERRORS else c for c in cells]

    def _report_errors(self) -> None:
        for name, failed in self.failed.items():
            level = Level.ERROR if name in ("full_name", *_NAME_PARTS) else Level.WARNING
            if name.startswith("birth_") and name != "birth_place":
                level = self.bad_date
            label = self.columns.labels[name]
            for position, error in failed.items():
                message = f"Ô {label} chứa lỗi “{error}” nên để trống; hãy ghi giá trị rồi gửi lại."
                self._add(self.records[position], name, level, "cell_error", message)

    def convert(self) -> Conversion:
        births = self._births()
        self._mend_texts()
        genders = self._genders()
        self.records = self._records(births, genders)
        self._report_names()
        self._report_errors()
        self._report_births(births)
        self._report_genders(genders)
        self._read_codes()
        self._report_long_cells()
        return Conversion(self.records, self.issues, births.order, births.is_year_only)

    def _report_births(self, births: BirthColumn) -> None:
        name = self._birth_field()
        impossible, doubtful = "Ngày sinh: {}.", "Ngày sinh {}; hãy kiểm tra lại."
        self._report(births.unreadable, name, self.bad_date, "date_impossible", impossible)
        self._report(births.doubtful, name, Level.WARNING, "date_doubtful", doubtful)
        if births.order is DateOrder.MONTH_FIRST:
            clause = "ghi tháng trước, ngày sau; đã đọc theo thứ tự đó"
            self._report_column(name, "date_month_first", clause)
        if births.turned:
            self._report_column(name, "dates_turned", _turned(births.turned))

    def _report_genders(self, genders: GenderColumn) -> None:
        if genders.note:
            code = "gender_blanks" if genders.is_sure else "gender_figures"
            level = Level.NOTICE if genders.is_sure else Level.WARNING
            self._report_column("gender", code, genders.note, level)
        name, clause = self._gender_field(), "Giới tính: {}."
        self._report(genders.doubtful, name, Level.WARNING, "gender_ambiguous", clause)

    def _births(self) -> BirthColumn:
        cells = self.columns.cells
        count = len(self.columns.numbers)
        if "birth_if_male" in cells and "birth_if_female" in cells:
            return read_births_by_sex(*map(self._decoded, _BIRTH_BY_SEX))
        if "birth_month" in cells or ("birth_year" in cells and "birth_date" not in cells):
            blank: list[object] = [""] * count
            day, month, year = (cells.get(name, blank) for name in _BIRTH_PARTS)
            return read_birth_parts(list(zip(day, month, year, strict=True)))
        if "birth_date" not in cells:
            return BirthColumn([None] * count)
        births = read_births_with_mended(
            self._decoded("birth_date"), self.columns.mended.get("birth_date", {})
        )
        if "birth_year" in cells:
            self._fill_years(births)
        return births

    def _decoded(self, name: str) -> list[object]:
        """Texts as converted, other cells as they are: a date cell must not become text."""
        pairs = zip(self.columns.cells[name], self.texts[name], strict=True)
        return [text if isinstance(cell, str) else cell for cell, text in pairs]

    def _fill_years(self, births: BirthColumn) -> None:
        years = read_births(self.columns.cells["birth_year"])
        births.births = [b or y for b, y in zip(births.births, years.births, strict=True)]

    def _birth_field(self) -> str:
        fields = ("birth_date", *_BIRTH_BY_SEX, *_BIRTH_PARTS)
        return next((f for f in fields if f in self.columns.found), "")

    def _gender_field(self) -> str:
        found = self.columns.found
        return next((f for f in ("gender", "female_mark", "male_mark") if f in found), "")

    def _genders(self) -> GenderColumn:
        if "gender" in self.texts:
            column = read_genders(self.texts["gender"], self.texts["full_name"])
            if any(column.genders) or not self.texts.keys() & {"female_mark", "male_mark"}:
                return column
        if self.texts.keys() & {"female_mark", "male_mark"}:
            return read_marks(self.texts.get("female_mark"), self.texts.get("male_mark"))
        if "birth_if_male" in self.texts and "birth_if_female" in self.texts:
            return told_by_births(self.texts["birth_if_male"], self.texts["birth_if_female"])
        return GenderColumn([""] * len(self.columns.numbers))

    def _mend_texts(self) -> None:
        """Whole names from their parts, ordinals without ".0", classes Excel took for dates."""
        if "full_name" not in self.texts:
            blank = [""] * len(self.columns.numbers)
            parts = [blank, *(self.texts[name] for name in _NAME_PARTS if name in self.texts)]
            self.texts["full_name"] = [" ".join(filter(None, p)) for p in zip(*parts, strict=True)]
        if "ordinal" in self.texts:
            self.texts["ordinal"] = [text.removesuffix(".0") for text in self.texts["ordinal"]]
        if "class_name" in self.texts:
            self._mend_classes()

    def _mend_classes(self) -> None:
        cells = self.columns.cells["class_name"]
        dated = {p: cell for p, cell in enumerate(cells) if isinstance(cell, datetime.date)}
        for position, cell in dated.items():
            grades = (10, 9) if "10" in self.columns.labels["class_name"] else (9, 10)
            self.texts["class_name"][position] = _class_of(cell, grades)
        if dated:
            self._report_column(
                "class_name",
                "class_was_date",
                _dated(len(dated), self.texts["class_name"][next(iter(dated))]),
            )

    def _records(self, births: BirthColumn, genders: GenderColumn) -> list[Record]:
        columns = self.columns
        names = list(self.texts)
        rows = zip(*self.texts.values(), strict=True)
        records = [
            Record(
                columns.sheet,
                number,
                dict(zip(names, texts, strict=True)),
                columns.found,
                birth=birth,
                gender=str(gender),
            )
            for number, texts, birth, gender in zip(
                columns.numbers, rows, births.births, genders.genders, strict=True
            )
        ]
        for heading, (cells, encoding) in columns.extra.items():
            for record, cell in zip(records, cells, strict=True):
                if text := text_of(cell, encoding):
                    record.extra[heading] = text
        return records

    def _report_names(self) -> None:
        name_field = "full_name" if "full_name" in self.columns.found else "given_name"
        for record in self.records:
            name = record.values["full_name"]
            if any(map(str.isalpha, name)):
                if not _NOT_IN_NAMES.search(name):
                    continue
                if "?" in name or "\ufffd" in name:
                    message = f"Họ và tên “{name[:60]}” bị mất chữ có dấu; hãy ghi lại cho đúng."
                    self._add(record, name_field, Level.ERROR, "name_damaged", message)
                else:
                    message = f"Họ và tên “{name[:60]}” có ký tự lạ; hãy kiểm tra lại."
                    self._add(record, name_field, Level.WARNING, "name_doubtful", message)
                continue
            message = "Dòng có dữ liệu nhưng thiếu họ và tên; ghi thêm hoặc bỏ dòng."
            if name:
                message = f"Họ và tên “{name}” không phải là tên người; ghi lại hoặc bỏ dòng."
            self._add(record, name_field, Level.ERROR, "name_missing", message)

    def _add(self, record: Record, name: str, level: Level, code: str, message: str) -> None:
        found = self.columns.found.get(name)
        value = self.texts[name][self._position(record)] if name in self.texts else ""
        cell = f"{found.letters}{record.row}" if found else ""
        record.issues.append(
            Issue(level, code, message, record.sheet, record.row, cell, name, value[:200])
        )

    def _position(self, record: Record) -> int:
        if not hasattr(self, "_positions"):
            self._positions = {number: p for p, number in enumerate(self.columns.numbers)}
        return self._positions[record.row]

    def _report(
        self, clauses: dict[int, str], name: str, level: Level, code: str, sentence: str
    ) -> None:
        for position, clause in clauses.items():
            self._add(self.records[position], name, level, code, sentence.format(clause))

    def _report_column(
        self, name: str, code: str, clause: str, level: Level = Level.WARNING
    ) -> None:
        label = self.columns.found[name].header_text or self.columns.labels[name]
        self.issues.append(
            Issue(
                level,
                code,
                f"Trang “{self.columns.sheet}”, cột “{label}” {clause}.",
                self.columns.sheet,
                field=name,
            )
        )

    def _read_codes(self) -> None:
        readers: dict[str, Callable[[object, Record], Reading]] = {
            "moet_code": lambda cell, _: read_moet_code(cell),
            "personal_id": lambda cell, record: read_personal_id(
                cell, birth_year=record.birth and record.birth.year, gender=record.gender
            ),
            "phone": lambda cell, _: read_phone(cell),
            "register_number": lambda cell, _: read_register_number(cell),
        }
        for name, reader in readers.items():
            if name in self.columns.cells:
                self._read_code_column(name, reader)

    def _read_code_column(self, name: str, reader: Callable[[object, Record], Reading]) -> None:
        warnings: dict[int, str] = {}
        filled = 0
        for position, (cell, record) in enumerate(
            zip(self._decoded(name), self.records, strict=True)
        ):
            if cell == "" or cell is None:
                continue
            filled += 1
            reading = reader(cell, record)
            record.values[name] = reading.value
            if reading.warning:
                warnings[position] = reading.warning
        self._report_codes(name, warnings, filled)

    def _report_codes(self, name: str, warnings: dict[int, str], filled: int) -> None:
        common = {
            clause
            for clause, times in Counter(warnings.values()).items()
            if times >= _LEAST_REPEATED and times * 2 > filled
        }
        for clause in common:
            times = sum(warning == clause for warning in warnings.values())
            self._report_column(name, f"{name}_doubtful", f"có {times} ô: {clause}")
        label = self.columns.labels[name]
        for position, clause in warnings.items():
            if clause not in common:
                self._add(
                    self.records[position],
                    name,
                    Level.WARNING,
                    f"{name}_doubtful",
                    f"{label}: {clause}.",
                )

    def _report_long_cells(self) -> None:
        for name, texts in self.texts.items():
            if max(map(len, texts), default=0) <= LONGEST_CELL:
                continue
            for position, text in enumerate(texts):
                if len(text) > LONGEST_CELL:
                    message = (
                        f"Ô {self.columns.labels.get(name, name)} dài {len(text)} ký tự, "
                        "nhiều hơn một ô Excel chứa được; hãy kiểm tra lại."
                    )
                    self._add(self.records[position], name, Level.ERROR, "cell_too_long", message)


def _turned(count: int) -> str:
    return (
        f"có {count} ô bị Excel đổi chỗ ngày và tháng (mọi ngày lớn hơn 12 đều còn là chữ); "
        "đã đọc lại đúng thứ tự ngày/tháng"
    )


def _dated(count: int, example: str) -> str:
    return f"có {count} ô bị Excel đổi thành ngày tháng; đã đọc lại thành lớp, ví dụ “{example}”"


def _class_of(cell: datetime.date, grades: Sequence[int]) -> str:
    """The class behind a date: whichever part is the grade ("9/1" became 9 January)."""
    for grade in grades:
        if cell.month == grade:
            return f"{grade}/{cell.day}"
        if cell.day == grade:
            return f"{grade}/{cell.month}"
    return f"{cell.day}/{cell.month}"


def cells_of(rows: Sequence[Sequence[object]], indexes: Sequence[int], column: int) -> list[object]:
    """The raw cells of one column in the given rows, blank where a row is shorter."""
    picked = (rows[index] for index in indexes)
    return [row[column] if column < len(row) else "" for row in picked]
