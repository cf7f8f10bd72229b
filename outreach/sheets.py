"""Workbooks for communes without an account: given out with signed rows, read back by them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any

from django.core import signing
from django.utils import timezone

from districts.models import Commune
from documents import case_workbook as paper
from documents.case_workbook import CaseRow, CaseWorkbook
from domain.formats import birth, day
from domain.names import display_name, fold, name_key
from domain.outreach.cases import VISIT_LABELS
from domain.outreach.reasons import REASON_LABELS
from domain.outreach.returned_sheet import KnownCase, RowToken, Verdict, WrittenRow, judge
from imports.reading.errors import UnreadableFile
from imports.reading.workbook import Workbook, read_workbook
from outreach.case_forms import PROGRAMMES, VisitForm
from outreach.models import Case
from outreach.pages.cards import in_order, last_text, state_text

_ROW_SALT, _FILE_SALT = "outreach.sheets.row", "outreach.sheets.file"
_PROGRAMME_LABELS = {programme.value: label for programme, label in PROGRAMMES}
_HEADER_SEARCHED = 30
_EXCEL_EPOCH = date(1899, 12, 30)
_MOST_TEXT = 300
NOT_OURS = (
    "Tệp “{name}” không phải tệp vận động do phần mềm cấp (không thấy cột “Kết quả” và "
    "“Mã dòng (không sửa)”); hãy gửi đúng tệp đã tải xuống từ trang này."
)
OTHER_COMMUNES = (
    "Tệp “{name}” có dòng của nhiều xã, phường, thị trấn; hãy gửi riêng tệp của từng địa phương."
)
NO_TOKENS = (
    "Tệp “{name}” không còn mã dòng nào do Phòng cấp nên không biết của địa phương nào; "
    "hãy tải lại tệp và điền lại."
)


@dataclass(frozen=True)
class ReadSheet:
    """A returned file: whose it is, its rows as kept, how many of the given-out ones are gone."""

    commune_id: int
    rows: list[dict[str, Any]]
    missing: int


# ---- giving out ----


def workbook_of(
    commune: Commune, cases: Sequence[Case], *, office_name: str, on: date
) -> CaseWorkbook:
    """The commune's open cases in the order of visits."""
    ordered = in_order(list(cases), on)
    keys = [case.pk for case in ordered]
    return CaseWorkbook(
        office_name=office_name,
        commune_name=commune.name,
        made_on=day(on),
        rows=[_row(case, on) for case in ordered],
        choices={
            paper.OUTCOME: list(VISIT_LABELS.values()),
            paper.REASON: list(REASON_LABELS.values()),
            paper.PROGRAMME: list(_PROGRAMME_LABELS.values()),
        },
        token=signing.dumps([commune.pk, keys], salt=_FILE_SALT, compress=True),
    )


def _row(case: Case, on: date) -> CaseRow:
    graduate = case.graduate
    return CaseRow(
        name=display_name(graduate.full_name),
        birth=birth(graduate.birth) if graduate.birth else "",
        school=", ".join(filter(None, [graduate.school.name, graduate.class_name])),
        hamlet=graduate.hamlet,
        address=graduate.residence,
        guardian=graduate.guardian,
        phone=graduate.phone,
        known=last_text(case) or state_text(case, on),
        token=row_token(case),
    )


def row_token(case: Case) -> str:
    """Case, how much was known of it, whose name stands beside it, and whose list it is."""
    given = [case.pk, case.version, name_mark(case.graduate.full_name), case.commune_id]
    return signing.dumps(given, salt=_ROW_SALT)


def name_mark(name: str) -> str:
    """A short mark of the name, so that a token copied beside another child is noticed."""
    return sha256(name_key(name).encode()).hexdigest()[:10]


# ---- reading back ----


def read_sheet(content: bytes, file_name: str) -> ReadSheet:
    """Read a workbook that came back. Raises UnreadableFile."""
    book = read_workbook(content, file_name)
    rows, communes = _rows(book)
    given = _given_out(book)
    if given is not None:
        communes.add(given[0])
    if not communes:
        raise UnreadableFile(NO_TOKENS.format(name=file_name))
    if len(communes) > 1:
        raise UnreadableFile(OTHER_COMMUNES.format(name=file_name))
    returned = {row["case"] for row in rows}
    missing = len(set(given[1]) - returned) if given else 0
    return ReadSheet(communes.pop(), rows, missing)


def _given_out(book: Workbook) -> tuple[int, list[int]] | None:
    for sheet in book.sheets:
        if sheet.name == paper.TOKEN_SHEET and sheet.rows and sheet.rows[0]:
            try:
                commune, cases = signing.loads(str(sheet.rows[0][0]), salt=_FILE_SALT)
            except (signing.BadSignature, ValueError, TypeError):
                return None
            return commune, cases
    return None


def _rows(book: Workbook) -> tuple[list[dict[str, Any]], set[int]]:
    rows: list[dict[str, Any]] = []
    communes: set[int] = set()
    for sheet in book.sheets:
        columns, first = _header(sheet.rows)
        for number, cells in enumerate(sheet.rows[first:], first + 1):
            row = _read_row(number, cells, columns)
            if row is None:
                continue
            commune = row.pop("commune")
            if commune is not None:
                communes.add(commune)
            rows.append(row)
        if columns:
            return rows, communes
    raise UnreadableFile(NOT_OURS.format(name=book.file_name))


def _header(rows: list[list[object]]) -> tuple[dict[str, int], int]:
    """Where each heading stands; columns may have been moved."""
    wanted = {fold(heading): heading for heading, _ in paper.COLUMNS}
    for number, cells in enumerate(rows[:_HEADER_SEARCHED]):
        found = {
            wanted[fold(str(cell))]: column
            for column, cell in enumerate(cells)
            if fold(str(cell)) in wanted
        }
        if paper.OUTCOME in found and paper.TOKEN in found:
            return found, number + 1
    return {}, len(rows)


def _read_row(
    number: int, cells: list[object], columns: Mapping[str, int]
) -> dict[str, Any] | None:
    texts = {
        heading: _text(cells[column]) for heading, column in columns.items() if column < len(cells)
    }
    written = {heading: texts.get(heading, "") for heading in paper.FILLED}
    token_text, name = texts.get(paper.TOKEN, ""), texts.get(paper.NAME, "")
    if not (token_text or name or any(written.values())):
        return None
    token = _token(token_text)
    values, problems = _values(written)
    return {
        "line": number,
        "name": name,
        "mark": name_mark(name),
        "has_token_text": bool(token_text),
        "case": token[0] if token else None,
        "version": str(token[1]) if token else "",
        "token_mark": token[2] if token else "",
        "commune": token[3] if token else None,
        "values": values,
        "problems": problems,
        "is_filled": any(written.values()),
    }


def _token(text: str) -> tuple[int, int, str, int] | None:
    try:
        case, version, mark, commune = signing.loads(text, salt=_ROW_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return case, version, mark, commune


def _text(cell: object) -> str:
    if isinstance(cell, datetime):
        return day(cell.date())
    if isinstance(cell, date):
        return day(cell)
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell if cell is not None else "").replace("\x00", "").strip()[:_MOST_TEXT]


def _values(written: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """The row as the form of a visit takes it, and what of it is not understood."""
    problems: list[str] = []

    def code(heading: str, labels: Mapping[str, str]) -> str:
        text = fold(written[heading])
        found = next((c for c, label in labels.items() if fold(label) == text), "")
        if text and not found:
            problems.append(f"“{written[heading]}” không có trong danh sách của cột “{heading}”.")
        return found

    values = {
        "outcome": code(paper.OUTCOME, VISIT_LABELS),
        "reason": code(paper.REASON, REASON_LABELS),
        "programme": code(paper.PROGRAMME, _PROGRAMME_LABELS),
        "place": written[paper.PLACE][:200],
        "note": written[paper.NOTE],
        "visited_on": _day_text(written[paper.VISITED_ON]),
        "next_on": _day_text(written[paper.NEXT_ON]),
    }
    return values, problems


def _day_text(text: str) -> str:
    """A day typed as text, or as the number Excel keeps of it."""
    if text.isascii() and text.isdigit() and 40_000 <= int(text) < 60_000:
        return day(_EXCEL_EPOCH + timedelta(days=int(text)))
    return text


# ---- judging ----


def forms_of(rows: Iterable[dict[str, Any]], known: Mapping[int, Case]) -> dict[int, VisitForm]:
    """The form of each filled row of a case that is known, by line."""
    return {
        row["line"]: VisitForm(row["values"], case=known[row["case"]])
        for row in rows
        if row["is_filled"] and row["case"] in known
    }


def verdicts(
    rows: Sequence[dict[str, Any]], known: Mapping[int, Case], forms: Mapping[int, VisitForm]
) -> list[Verdict]:
    """What becomes of each row now, in their order."""
    today = timezone.localdate()
    cases = {
        case.pk: KnownCase(str(case.version), state_text(case, today) if case.is_settled else "")
        for case in known.values()
    }
    return judge([_written(row, forms.get(row["line"])) for row in rows], cases)


def _written(row: dict[str, Any], form: VisitForm | None) -> WrittenRow:
    problems = list(row["problems"])
    if form is not None and not problems and not form.is_valid():
        problems = [f"{form[name].label}: {' '.join(found)}" for name, found in form.errors.items()]
    token = None
    if row["case"] is not None:
        token = RowToken(row["case"], row["version"], row["token_mark"])
    return WrittenRow(
        line=row["line"],
        token=token,
        has_token_text=row["has_token_text"],
        name_key=row["mark"],
        is_filled=row["is_filled"],
        problems=problems,
    )
