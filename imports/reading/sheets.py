"""From a workbook to its tables: every visible sheet, every list in it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from documents.own_sheets import is_own_sheet
from domain.legacy import Encoding
from imports.reading.abreast import columns_of_lists, only
from imports.reading.body import Body, read_body, texts_of
from imports.reading.columns import Column
from imports.reading.delimited import MAX_ROWS
from imports.reading.downward import fill_down, fill_merged
from imports.reading.errors import HeaderNotFound, UnreadableFile
from imports.reading.explaining import explain
from imports.reading.findings import Issue, Level
from imports.reading.guidance import UNGUIDED, Guidance, header_key, mend
from imports.reading.header import (
    MOST_SEARCHED,
    NAME_FIELDS,
    Header,
    Surroundings,
    chosen,
    find_header,
    header_at,
    texts_at,
)
from imports.reading.headless import missing_header
from imports.reading.matching import Matcher, matcher_for
from imports.reading.mojibake import mend_sheet
from imports.reading.records import Columns, cells_of, convert
from imports.reading.remarks import (
    columns_guessed,
    columns_missing,
    converted,
    encoding_unsure,
    found_in_body,
    hidden_parts,
    letters_mended,
    rivals,
    sheet_hidden,
    sheet_without_table,
    taken_from_above,
)
from imports.reading.table import ColumnFound, EncodingNote, Reading, Table, column_letters
from imports.reading.texts import before_and_after, column_encodings, few_of, unsure_columns
from imports.reading.titles import class_in_sheet_name, class_in_title
from imports.reading.workbook import Sheet, Workbook

# Totals, place and date, signatures: what stands further below belongs to nobody.
_FOOTER_ROWS = 30


def read_tables(
    workbook: Workbook,
    columns: tuple[Column, ...],
    *,
    bad_date: Level | None = None,
    guidance: Guidance = UNGUIDED,
) -> Reading:
    """Read every list in the visible sheets of a workbook, `guidance` before its own guesses.

    `bad_date` says how grave an impossible birth date is; unless given it is an error where the
    columns require a birth date (graduate lists) and a warning elsewhere (rosters, where the row
    is evidence and is kept without the date). Raises HeaderNotFound when no sheet holds a list,
    UnreadableFile when there is nothing to read at all.
    """
    if bad_date is None:
        needs_birth = any(c.required and c.field == "birth_date" for c in columns)
        bad_date = Level.ERROR if needs_birth else Level.WARNING
    tables: list[Table] = []
    issues: list[Issue] = []
    for found_sheet in visible_sheets(workbook, issues):
        _check_length(found_sheet, workbook.file_name)
        sheet, mended = mend_sheet(found_sheet)
        if mended:
            issues.append(letters_mended(sheet.name, mended))
        reader = _SheetReader(sheet, columns, bad_date, guidance)
        found = reader.tables()
        tables.extend(found)
        issues.extend(reader.issues)
        issues.extend(hidden_parts(sheet, found) if found else [sheet_without_table(sheet.name)])
    if not tables:
        raise _nothing_found(workbook)
    return Reading(tuple(tables), tuple(issues))


def _is_blank(sheet: Sheet) -> bool:
    return not any(
        cell is not None and cell != "" and str(cell).strip() for row in sheet.rows for cell in row
    )


def _is_own(sheet: Sheet) -> bool:
    """Whether it is a sheet the application added: explanations, a list of what to mend."""
    return bool(sheet.rows and sheet.rows[0]) and is_own_sheet(sheet.rows[0][0])


def visible_sheets(workbook: Workbook, issues: list[Issue]) -> Iterable[Sheet]:
    """The sheets that may hold lists; hidden ones are told among the issues."""
    for sheet in workbook.sheets:
        if _is_blank(sheet) or _is_own(sheet):
            continue
        if sheet.is_visible:
            yield sheet
        else:
            issues.append(sheet_hidden(sheet.name))


def _check_length(sheet: Sheet, file_name: str) -> None:
    filled = sum(1 for row in sheet.rows if row and any(cell != "" for cell in row))
    if filled > MAX_ROWS:
        raise UnreadableFile(
            f"Trang “{sheet.name}” của tệp “{file_name}” có {filled} dòng, nhiều hơn {MAX_ROWS} "
            "dòng phần mềm đọc một lần; hãy tách thành nhiều tệp rồi gửi lại."
        )


def _nothing_found(workbook: Workbook) -> UnreadableFile:
    name = workbook.file_name
    filled = [sheet for sheet in workbook.sheets if not (_is_blank(sheet) or _is_own(sheet))]
    if not filled:
        return UnreadableFile(f"Tệp “{name}” không có nội dung; hãy kiểm tra rồi gửi lại.")
    seen = [f"“{sheet.name}”" for sheet in filled if sheet.is_visible]
    if not seen:
        return UnreadableFile(
            f"Mọi trang của tệp “{name}” đều đang ẩn; hãy bỏ ẩn trang chứa danh sách rồi gửi lại."
        )
    listed = ", ".join(seen[:5]) + ("…" if len(seen) > 5 else "")
    return HeaderNotFound(
        f"Tệp “{name}” không có dòng tiêu đề cột ở trang {listed}: cần cột “Họ và tên” và ít nhất "
        "một cột như “Ngày sinh”, “Giới tính”, “Trường”, “Lớp”; hãy ghi tiêu đề rồi gửi lại."
    )


class _SheetReader:
    def __init__(
        self, sheet: Sheet, columns: tuple[Column, ...], bad_date: Level, guidance: Guidance
    ) -> None:
        self.sheet = sheet
        self.rows = sheet.rows
        self.columns = columns
        self.matcher: Matcher = matcher_for(columns)
        self.labels = {column.field: column.label for column in columns}
        self.bad_date = bad_date
        self.guidance = guidance
        self.around = Surroundings(sheet.merges, sheet.hidden_columns)
        self.issues: list[Issue] = []

    def tables(self) -> list[Table]:
        """The lists of the sheet, top to bottom; of lists side by side the left one first."""
        header = self._pointed_at() or find_header(self.rows, self.matcher, around=self.around)
        header = header or self._headless()
        lists = columns_of_lists(header) if header and not self._choice(header) else []
        if not header or len(lists) < 2:
            return self._tables_from(header)
        found: list[Table] = []
        rows = self.rows
        for columns in lists:
            self.rows = only(rows, columns, header.first)
            found.extend(
                self._tables_from(
                    find_header(self.rows, self.matcher, start=header.first, around=self.around)
                )
            )
        self.rows = rows
        return found

    def _tables_from(self, header: Header | None) -> list[Table]:
        found: list[Table] = []
        titles: tuple[str, ...] = ()
        while header:
            header = self._guided(header)
            body = read_body(self.rows, header, self.matcher, self.around)
            # A second list on a sheet often has no letterhead of its own.
            above = found[0].letterhead if found else self._letterhead(header)
            lines = titles or above
            found.append(
                replace(self._table(header, body, lines), footer=self._footer(header, body))
            )
            titles = tuple(body.titles)
            header = body.next_header
        return found

    def _pointed_at(self) -> Header | None:
        """The first row that somebody has said is a header."""
        known = self.guidance.columns
        for index, row in enumerate(self.rows[:MOST_SEARCHED] if known else ()):
            if any(header_key(texts) in known for texts in texts_at(row)):
                return header_at(self.rows, self.matcher, index, self.around)
        return None

    def _headless(self) -> Header | None:
        """The header that is missing, where somebody has said what the columns are."""
        known = self.guidance.columns
        header = missing_header(self.rows, frozenset(self.labels)) if known else None
        return header if header and header_key(header.headings) in known else None

    def _choice(self, header: Header) -> Mapping[int, str] | None:
        known = self.guidance.columns
        return known.get(header_key(header.headings)) if known else None

    def _guided(self, header: Header) -> Header:
        choice = self._choice(header)
        if choice is None:
            return header
        return chosen(header, {name: c for c, name in choice.items() if name in self.labels})

    def _letterhead(self, header: Header) -> tuple[str, ...]:
        return texts_of(self.rows[: header.first], header.encoding)

    def _footer(self, header: Header, body: Body) -> tuple[str, ...]:
        last = max([header.last, *body.rows, *body.unclear])
        end = body.next_header.first if body.next_header else len(self.rows)
        return texts_of(self.rows[last + 1 : min(end, last + 1 + _FOOTER_ROWS)], header.encoding)

    def _table(self, header: Header, body: Body, lines: tuple[str, ...]) -> Table:
        columns, extra_headers = self._columns(header, body)
        class_from = self._add_groups(columns, body, lines)
        if self.guidance.mends:
            mend(columns, self.guidance.mends)
        conversion = convert(columns, self.bad_date)
        self.issues.extend(conversion.issues)
        notes = self._notes(columns)
        self.issues.extend(
            [
                *columns_missing(self.sheet.name, header, self.columns),
                *columns_guessed(self.sheet.name, header, self.labels),
                *found_in_body(self.sheet.name, header, body, self.rows),
                *converted(self.sheet.name, notes),
            ]
        )
        return Table(
            sheet=self.sheet.name,
            header_row=0 if header.is_missing else header.last + 1,
            columns=columns.found,
            records=conversion.records,
            letterhead=lines,
            extra_headers=extra_headers,
            encodings=notes,
            date_order=conversion.date_order,
            is_year_only=conversion.is_year_only,
            headings=header.headings,
            samples=columns.samples,
            is_chosen=header.is_chosen,
            explanation=explain(
                header=header,
                body=body,
                columns=columns,
                conversion=conversion,
                matcher=self.matcher,
                rows=self.rows,
                extra_headers=extra_headers,
                class_from=class_from,
            ),
        )

    def _columns(self, header: Header, body: Body) -> tuple[Columns, dict[int, str]]:
        width = max((len(self.rows[i]) for i in body.rows), default=0)
        others = [c for c in range(width) if c not in header.columns.values()]
        fields = list(header.columns)
        cells = [cells_of(self.rows, body.rows, header.columns[name]) for name in fields]
        extra = {c: cells_of(self.rows, body.rows, c) for c in others}
        extra = {c: column for c, column in extra.items() if any(v != "" for v in column)}
        names = [position for position, name in enumerate(fields) if name in NAME_FIELDS]
        every = [*cells, *extra.values()]
        encodings = column_encodings(every, header.encoding, names)
        places = [*header.columns.values(), *extra]
        for position, before, after in unsure_columns(every, encodings, header.encoding):
            letters = column_letters(places[position])
            self.issues.append(encoding_unsure(self.sheet.name, letters, before, after))
        found = {
            name: ColumnFound(
                header.columns[name], header.headings.get(header.columns[name], ""), encoding
            )
            for name, encoding in zip(fields, encodings, strict=False)
        }
        extra_headers = {c: text for c, text in header.headings.items() if text and c in others}
        named = self._named(extra, header)
        columns = Columns(
            sheet=self.sheet.name,
            numbers=[index + 1 for index in body.rows],
            found=found,
            cells=dict(zip(fields, cells, strict=True)),
            labels=self.labels,
            extra={
                named[c]: (extra[c], encoding)
                for c, encoding in zip(extra, encodings[len(fields) :], strict=True)
            },
            samples=dict(zip(places, map(few_of, every, encodings), strict=True)),
        )
        fill_merged(columns.cells, header.columns, columns.numbers, self.rows, self.sheet.merges)
        self.issues.extend(rivals(columns, extra, header, self.sheet.hidden_columns))
        taken = fill_down(columns.cells)
        self.issues.extend(taken_from_above(self.sheet.name, columns, taken))
        return columns, extra_headers

    def _named(self, extra: Iterable[int], header: Header) -> dict[int, str]:
        """A key for each further column: its heading, with the letters where headings repeat."""
        names: dict[int, str] = {}
        for column in extra:
            heading = header.headings.get(column) or f"Cột {column_letters(column)}"
            if heading in names.values():
                heading = f"{heading} (cột {column_letters(column)})"
            names[column] = heading
        return names

    def _add_groups(self, columns: Columns, body: Body, lines: Sequence[str]) -> str:
        """School and class from title rows, for lists that have no such columns.

        Returns a clause saying where the class comes from.
        """
        schools = [group.school for group in body.groups]
        if "school" not in columns.found and any(schools):
            columns.cells["school"] = list(schools)
        if "class_name" in columns.found:
            return ""
        above = next((name for line in lines if (name := _class_of_title(line))), "")
        general = above or class_in_sheet_name(self.sheet.name)
        classes = [group.class_name or general for group in body.groups]
        if any(classes):
            columns.cells["class_name"] = list(classes)
        if not general:
            return ""
        return f"lấy ở {'tiêu đề danh sách' if above else 'tên trang'} (“{general}”)"

    def _notes(self, columns: Columns) -> tuple[EncodingNote, ...]:
        return tuple(
            EncodingNote(
                found.letters,
                found.header_text,
                found.encoding,
                before_and_after(columns.cells[name], found.encoding),
            )
            for name, found in columns.found.items()
            if found.encoding is not Encoding.UNICODE
        )


def _class_of_title(line: str) -> str:
    return class_in_title(line) if "lớp" in line.lower() or "lop" in line.lower() else ""
