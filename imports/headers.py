"""The headers of an uploaded file, as somebody looks at them to say what its columns are."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from imports.column_choices import COLUMNS, Choice
from imports.drafts import plan_of
from imports.graduates import Plan
from imports.models import ColumnChoice, Draft
from imports.reading import (
    Column,
    Sheet,
    Table,
    UnreadableFile,
    header_key,
    point_at,
    read_workbook,
    visible_sheets,
    without_header,
)
from imports.uploads import source_of

# Where a row is pointed at as the header: that there is none.
NO_HEADER = -1


@dataclass
class SeenHeader:
    """One header and every sheet that has it; `fields` is column → field as understood now."""

    headings: dict[int, str]
    fields: dict[int, str]
    samples: dict[int, tuple[str, ...]]
    reasons: dict[int, str] = field(default_factory=dict)
    places: list[str] = field(default_factory=list)
    is_pointed: bool = False

    @property
    def key(self) -> str:
        return header_key(self.headings)

    @property
    def columns(self) -> list[int]:
        """Every column that is headed or filled, left to right."""
        return sorted({*self.headings, *self.samples, *self.fields})

    def chosen(self, fields: dict[int, str]) -> Choice:
        """Those fields as a choice about this header; what was pointed at is a choice as it is."""
        return Choice(self.headings, fields, {} if self.is_pointed else self.fields)


@dataclass
class SeenFile:
    """What a file's columns are taken for; `problem` says why nothing was found, if nothing was.

    `lacking` are sentences about columns that are needed and were not found.
    """

    headers: list[SeenHeader]
    sheets: list[Sheet]
    problem: str = ""
    lacking: list[str] = field(default_factory=list)
    remembered: Sequence[ColumnChoice] = ()


@dataclass(frozen=True)
class Understood:
    """A file as it is read now: its tables, the choices of columns this took, and sentences about
    columns that are needed and were not found.
    """

    tables: Sequence[Table]
    remembered: Sequence[ColumnChoice] = ()
    lacking: Sequence[str] = ()


def understood_graduates(draft: Draft, *, by: Any) -> Understood:
    """A list of graduates. Raises HeaderNotFound."""
    plan = plan_of(draft, by=by)
    (file,) = plan.files
    return Understood(file.tables, file.column_choices, lacking(plan))


def look_at(
    draft: Draft,
    understand: Callable[[], Understood],
    *,
    pointed: tuple[int, int] | None = None,
) -> SeenFile:
    """Read a draft's file for its headers; `understand` raises UnreadableFile.

    `pointed`: number of a visible sheet and index of a row, both from 0, that somebody says is a
    header, or NO_HEADER for the row; one that is not there is passed over.
    """
    source = source_of(draft)
    sheets = list(visible_sheets(read_workbook(source.content, source.name), []))
    try:
        found = understand()
    except UnreadableFile as error:
        seen = SeenFile([], sheets, problem=str(error))
    else:
        headers = _headers(found.tables)
        seen = SeenFile(headers, sheets, "", list(found.lacking), found.remembered)
    header = _pointed(sheets, *pointed, COLUMNS[draft.kind]) if pointed else None
    if header:
        seen.headers = [header, *(each for each in seen.headers if each.key != header.key)]
        seen.problem = ""
    return seen


def lacking(plan: Plan) -> list[str]:
    """What lists need and no column was found for, one sentence a sheet and column."""
    found = [
        f"Trang “{issue.sheet}” chưa có cột nào được hiểu là “Ngày sinh”."
        for file in plan.files
        for issue in file.issues
        if issue.code == "column_missing" and issue.field == "birth_date"
    ]
    unknown = {
        row.sheet
        for row in plan.rejected
        if any(i.code == "school_unknown" and not i.word for i in row.issues)
    }
    for table in (table for file in plan.files for table in file.tables):
        if table.sheet in unknown and "school" not in table.columns:
            found.append(f"Trang “{table.sheet}” chưa có cột nào được hiểu là “Trường THCS”.")
    return list(dict.fromkeys(found))


def _headers(tables: Iterable[Table]) -> list[SeenHeader]:
    found: dict[str, SeenHeader] = {}
    for table in tables:
        place = _place(table.sheet, table.header_row)
        key = header_key(table.headings)
        if key in found:
            found[key].places.append(place)
            continue
        found[key] = SeenHeader(
            table.headings,
            {each.index: name for name, each in table.columns.items()},
            table.samples,
            {
                table.columns[each.field].index: each.reason
                for each in table.explanation.columns
                if each.field
            },
            [place],
        )
    return list(found.values())


def _pointed(
    sheets: Sequence[Sheet], number: int, index: int, columns: tuple[Column, ...]
) -> SeenHeader | None:
    if number >= len(sheets) or index >= len(sheets[number].rows):
        return None
    sheet = sheets[number]
    is_missing = index == NO_HEADER
    header = without_header(sheet, columns) if is_missing else point_at(sheet, index, columns)
    if header is None or not header.headings:
        return None
    return SeenHeader(
        header.headings,
        {column: name for name, column in header.columns.items()},
        header.samples,
        dict.fromkeys(header.columns.values(), "đoán theo các ô") if is_missing else {},
        places=[_place(sheet.name, index + 1)],
        is_pointed=True,
    )


def _place(sheet: str, row: int) -> str:
    """Where a header stands; row 0: nowhere."""
    return f"Trang “{sheet}”, " + (f"dòng tiêu đề {row}" if row else "không có dòng tiêu đề")
