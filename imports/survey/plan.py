"""What recording the rows of a class's workbook would do, against the register as it is now."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from hashlib import sha256
from typing import Any

from domain.formats import count
from domain.names import fold, name_key
from domain.outcome import Programme
from imports.graduates import SourceFile
from imports.reading import Issue, Level
from imports.survey.reading import SheetRow, read_rows
from students.actions import StatementsVersion
from students.authorship import source_of
from students.bulk import chunks
from students.forms_statements import receiving_catalogue
from students.models import Cohort, Destination, Graduate
from students.survey.actions import claims_of
from students.survey.answers import Answer, Typed, WrongAnswer, answer_of
from students.survey.catalogue import Catalogue
from students.survey.grid import said_of
from students.survey.tokens import ForgedToken, RowToken

FORGED = (
    "Mã dòng không đúng: ô “Mã dòng” đã bị sửa. Tải lại phiếu của lớp, hoặc ghi học sinh này ở "
    "trang Khảo sát."
)
FOREIGN = (
    "Không có học sinh này trong danh sách của đơn vị năm {}: phiếu của trường khác, năm khác, "
    "hoặc học sinh đã rút khỏi danh sách."
)
NOBODY = (
    "Không nhận ra học sinh nào: dòng này không có mã dòng, họ tên và ngày sinh không khớp với "
    "một học sinh duy nhất của lớp."
)
OTHER_NAME = (
    "Mã dòng là của học sinh khác với họ tên, ngày sinh đã ghi; tải lại phiếu của lớp, hoặc ghi "
    "học sinh này ở trang Khảo sát."
)
TWICE = "Học sinh này có ở nhiều dòng với nội dung khác nhau ({}); giữ lại một dòng."
EMPTIED = "Ô đã xóa trắng; thông tin đã ghi vẫn giữ. Muốn rút thì mở hồ sơ học sinh."
MEANWHILE = "Sau khi phiếu được tải về, đã có thông tin khác về học sinh này. Chọn giữ bản nào."


class State(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    CHANGED = "changed"
    CONFLICT = "conflict"
    WRONG = "wrong"
    FOREIGN = "foreign"
    FORGED = "forged"
    SAME = "same"
    BLANK = "blank"


RECORDED = (State.NEW, State.CHANGED)
REFUSED = (State.WRONG, State.FOREIGN, State.FORGED)


@dataclass
class PlannedRow:
    """One row and what becomes of it.

    `version` is that of the child's statements as the plan was made, `own` what the same source
    states by now, `theirs` all that is said, in words, where the row is in conflict with it.
    """

    row: SheetRow
    state: State = State.BLANK
    sentence: str = ""
    where: str = ""
    graduate: Graduate | None = None
    token: RowToken | None = None
    version: StatementsVersion | None = None
    answer: Answer = field(default_factory=Answer)
    own: list[Destination] = field(default_factory=list)
    theirs: list[str] = field(default_factory=list)

    def refuse(self, state: State, sentence: str, where: str = "") -> None:
        self.state, self.sentence, self.where = state, sentence, where

    @property
    def issues(self) -> list[Issue]:
        """The same as findings, for the marked copy of the file."""
        if not self.sentence or self.state is State.SAME:
            return []
        level = Level.ERROR if self.state in REFUSED else Level.WARNING
        cell = self.row.cells.get(self.where, "")
        place = {"row": self.row.row, "cell": cell, "field": self.where}
        return [Issue(level, f"survey_{self.state}", self.sentence, self.row.sheet, **place)]


@dataclass(frozen=True)
class SurveyPlan:
    """All rows of one file."""

    rows: Sequence[PlannedRow]

    def of(self, *states: State) -> list[PlannedRow]:
        return [row for row in self.rows if row.state in states]

    def accepted(self, chosen: Collection[int]) -> list[PlannedRow]:
        """Rows to be recorded: the new, the changed, and of those in conflict the chosen."""
        return [
            row
            for row in self.rows
            if row.state in RECORDED
            or (row.state is State.CONFLICT and row.graduate and row.graduate.pk in chosen)
        ]

    @property
    def fingerprint(self) -> str:
        """Differs where the file or what is known of one of its children differs."""
        told = [
            (r.row.sheet, r.row.row, r.state, r.graduate and r.graduate.pk, str(r.version))
            for r in self.rows
        ]
        return sha256(repr(told).encode()).hexdigest()[:16]


def plan_of(source: SourceFile, *, cohort: Cohort, by: Any) -> SurveyPlan:
    """Read the file and compare it. Raises UnreadableFile for a file that is no such workbook."""
    rows = [PlannedRow(row) for row in read_rows(source.content, source.name)]
    _recognise(rows, cohort, by)
    known = [row for row in rows if row.graduate]
    _refuse_repeated(known)
    _understand([row for row in known if row.state not in REFUSED])
    _compare([row for row in known if row.state not in REFUSED], by)
    return SurveyPlan(rows)


def _recognise(rows: Iterable[PlannedRow], cohort: Cohort, by: Any) -> None:
    """Say of whom each row is: by its token, and by name where the token is not the name's."""
    rows = list(rows)
    for row in rows:
        try:
            row.token = RowToken.read(row.row.token) if row.row.token else None
        except ForgedToken:
            row.refuse(State.FORGED, FORGED, "token")
    reachable = Graduate.objects.visible_to(by).members().filter(cohort=cohort)
    keys = {row.token.graduate_id for row in rows if row.token}
    named = _in_bulk(reachable, keys)
    classes = {(graduate.school_id, graduate.class_name) for graduate in named.values()}
    mates = _mates(reachable, classes)
    for row in rows:
        if row.state is not State.FORGED:
            _name(row, named, mates, cohort)


def _in_bulk(reachable: Any, keys: Iterable[int]) -> dict[int, Graduate]:
    found: dict[int, Graduate] = {}
    for part in chunks(sorted(keys)):
        found |= reachable.select_related("school", "destination_school").in_bulk(part)
    return found


def _mates(reachable: Any, classes: Collection[tuple[int, str]]) -> dict[tuple, list[Graduate]]:
    """The children of the classes in the file, by folded name and date of birth."""
    mates: dict[tuple, list[Graduate]] = defaultdict(list)
    schools = {school for school, _ in classes}
    related = reachable.filter(school__in=schools).select_related("school", "destination_school")
    for graduate in related:
        if (graduate.school_id, graduate.class_name) in classes:
            mates[graduate.name_key, graduate.birth].append(graduate)
    return mates


def _name(
    row: PlannedRow, named: dict[int, Graduate], mates: dict[tuple, list[Graduate]], cohort: Cohort
) -> None:
    """Whom the row is of: what stands in it is believed before the token that it carries along."""
    by_token = named.get(row.token.graduate_id) if row.token else None
    if row.token and by_token is None:
        row.refuse(State.FOREIGN, FOREIGN.format(cohort.year), "token")
        return
    same = mates.get((name_key(row.row.name), row.row.birth), []) if row.row.birth else []
    if by_token and (by_token in same or (not same and _is_like(row.row, by_token))):
        row.graduate = by_token
    elif len(same) == 1:
        # Sorted without its token, or pasted in: what its row showed is another child's.
        row.graduate, row.token = same[0], None
    else:
        row.refuse(State.WRONG, OTHER_NAME if by_token else NOBODY, "name")


def _is_like(row: SheetRow, graduate: Graduate) -> bool:
    """Whether a name or a date that was put right, or left out, still tells the same child."""
    is_named = not row.name or name_key(row.name) == graduate.name_key
    return is_named or row.birth == graduate.birth


def _refuse_repeated(rows: Iterable[PlannedRow]) -> None:
    """One child in several rows that say the same is one row; otherwise nobody knows which holds.

    A row that was left blank says nothing against another.
    """
    by_child: dict[int, list[PlannedRow]] = defaultdict(list)
    for row in rows:
        by_child[row.graduate.pk].append(row)
    for repeated in by_child.values():
        telling = [row for row in repeated if not _is_untouched(row)]
        contents = {row.row.typed for row in telling}
        if len(contents) > 1:
            places = "; ".join(row.row.place for row in telling)
            for row in telling:
                row.refuse(State.WRONG, TWICE.format(places), "name")
        for row in telling[1:] if len(contents) == 1 else []:
            row.row = _blank(row.row)


def _blank(row: SheetRow) -> SheetRow:
    return SheetRow(row.sheet, row.row, row.name, row.birth, row.token, Typed(), row.cells)


def _is_untouched(row: PlannedRow) -> bool:
    typed = row.row.typed
    return typed.is_empty or bool(row.token and row.token.fingerprint == typed.fingerprint)


def _understand(rows: Sequence[PlannedRow]) -> None:
    """What each row that was filled in states, in the codes and the catalogue of the grid."""
    filled = [row for row in rows if not _is_untouched(row)]
    for row in rows:
        if row.row.typed.is_empty and row.token and row.token.fingerprint != Typed().fingerprint:
            row.sentence = EMPTIED
    catalogue = Catalogue(receiving_catalogue()) if filled else None
    for row in filled:
        try:
            row.answer = answer_of(row.row.typed, catalogue)
        except WrongAnswer as wrong:
            row.refuse(State.WRONG, str(wrong), wrong.field)


def _compare(rows: Sequence[PlannedRow], by: Any) -> None:
    """New, the same, a change of the own word, or against something said meanwhile."""
    telling = [row for row in rows if row.answer.code and row.graduate]
    keys = [row.graduate.pk for row in telling]
    versions, claims, statements = StatementsVersion.of_many(keys), claims_of(keys), _all_of(keys)
    for row in telling:
        pk = row.graduate.pk
        source, _ = source_of(by, row.graduate, on_behalf=False)
        row.version = versions[pk]
        row.own = [claim for claim in claims[pk] if claim.source == source]
        if row.answer.says(row.own):
            row.state = State.SAME
        elif _is_opposed(row, statements[pk]):
            row.refuse(State.CONFLICT, MEANWHILE)
        else:
            row.state = State.CHANGED if row.own else State.NEW
    opposed = [row for row in telling if row.state is State.CONFLICT]
    said = said_of([row.graduate.pk for row in opposed])
    for row in opposed:
        row.theirs = said[row.graduate.pk]


def _all_of(keys: Sequence[int]) -> dict[int, list[Destination]]:
    """Everything ever said of these children, in the order in which it was recorded."""
    found: dict[int, list[Destination]] = {key: [] for key in keys}
    for part in chunks(keys):
        for statement in Destination.objects.filter(graduate__in=part).order_by("pk"):
            found[statement.graduate_id].append(statement)
    return found


def _is_opposed(row: PlannedRow, statements: Sequence[Destination]) -> bool:
    """Whether something else has been said, or the own word taken back, since the row went out."""
    if row.token is None:
        # Nobody knows what its teacher was shown.
        return bool(row.own)
    later = [s for s in statements[row.token.version.recorded :] if _counts(s)]
    if later:
        return not all(_agrees(row.answer, statement) for statement in later)
    taken_back = sum(s.superseded_at is not None for s in statements)
    return taken_back > row.token.version.superseded


def _counts(statement: Destination) -> bool:
    # That a family could not be reached says nothing against who reached it.
    return statement.superseded_at is None and statement.programme != Programme.UNREACHED


def _agrees(answer: Answer, statement: Destination) -> bool:
    said = (str(statement.programme), statement.school_id, fold(statement.place_text))
    return said in {
        (str(s["programme"]), s["school"].pk if s["school"] else None, fold(s["place_text"]))
        for s in answer.statements()
    }


def count_of(plan: SurveyPlan) -> Counter[State]:
    """How many rows become what."""
    return Counter(row.state for row in plan.rows)


def said_of_plan(plan: SurveyPlan) -> str:
    """How many rows do what, in one sentence."""
    numbers = count_of(plan)
    refused = sum(numbers[state] for state in REFUSED)
    parts = [
        ("ghi mới", numbers[State.NEW]),
        ("thay điều đã ghi", numbers[State.CHANGED]),
        ("cần chọn", numbers[State.CONFLICT]),
        ("chưa nhận được", refused),
        ("không có gì mới", numbers[State.SAME] + numbers[State.BLANK]),
    ]
    told = ", ".join(f"{words} {count(number)}" for words, number in parts if number)
    return f"{count(len(plan.rows))} dòng: {told}."


def day_of(options: dict[str, Any]) -> date:
    """The day that a draft's answers were given on, as its sender said."""
    return date.fromisoformat(options["stated_on"])
