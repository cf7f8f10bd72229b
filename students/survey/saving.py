"""Reading a grid that was sent, recording what is right in it, and telling of the rest."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from students.actions import StatementsVersion
from students.models import Graduate
from students.survey.actions import Given, Written, record_answers
from students.survey.answers import Answer, Typed, WrongAnswer, answer_of
from students.survey.catalogue import Catalogue
from students.survey.lists import SurveyList

MOST_LINES = 200
THEIRS = "theirs"
CHANGED = (
    "Trong khi nhập, thông tin của học sinh này đã thay đổi; nội dung đang nhập chưa được ghi. "
    "Chọn giữ bản nào."
)
CHOOSE = "Chọn giữ bản nào: bản đang nhập hay bản đã ghi."
GONE = "Học sinh này không còn trong danh sách; dòng chưa được ghi. Tải lại trang."
NOT_TOUCHED = "untouched"
WRONG, KEPT, GONE_STATE = "wrong", "kept", "gone"


@dataclass
class Line:
    """What became of one line: `state` is a Written, "wrong", "gone" or "untouched"."""

    pk: int
    typed: Typed
    state: str = NOT_TOUCHED
    where: str = ""
    sentence: str = ""
    is_opposed: bool = False

    @property
    def needs_a_look(self) -> bool:
        return bool(self.sentence)

    @property
    def keeps_typed(self) -> bool:
        """Whether the fields go on showing what was typed, not what is stored."""
        return self.needs_a_look or self.state == KEPT

    def keep(self) -> None:
        self.state = KEPT

    def refuse(self, state: str, sentence: str, where: str = "code") -> None:
        self.state, self.sentence, self.where = state, sentence, where


def save(
    sent: Mapping[str, str],
    *,
    survey_list: SurveyList,
    catalogue: Catalogue,
    by: Any,
    stated_on: date,
) -> dict[int, Line]:
    """Record every line that was touched and is right; lines by child, as they were sent."""
    lines = lines_sent(sent)
    graduates = _graduates(survey_list, lines)
    given = []
    for line in lines.values():
        graduate = graduates.get(line.pk)
        answer = _answer(line, sent, graduate, catalogue)
        if graduate and answer is not None:
            version = StatementsVersion.read(sent.get(f"version-{line.pk}", ""))
            given.append(Given(graduate, version, answer))
    label = survey_list.label
    written = record_answers(given=given, by=by, stated_on=stated_on, label=label) if given else {}
    for each in given:
        _tell(lines[each.graduate.pk], written[each.graduate.pk])
    return lines


def lines_sent(sent: Mapping[str, str]) -> dict[int, Line]:
    """The lines of a form, as typed."""
    found = {}
    for name in sent:
        _, is_version, key = name.partition("version-")
        if is_version and key.isascii() and key.isdigit() and len(key) < 19:
            pk = int(key)
            found[pk] = Line(pk, Typed.read(sent, pk), is_opposed=bool(sent.get(f"opposed-{pk}")))
    return dict(list(found.items())[:MOST_LINES])


def _graduates(survey_list: SurveyList, lines: Mapping[int, Line]) -> dict[int, Graduate]:
    found = survey_list.graduates.filter(pk__in=lines).select_related("school")
    return {graduate.pk: graduate for graduate in found}


def _answer(
    line: Line, sent: Mapping[str, str], graduate: Graduate | None, catalogue: Catalogue
) -> Answer | None:
    """What is to be recorded of a line; None for nothing, with the sentence why in the line."""
    choice = sent.get(f"choice-{line.pk}", "")
    if line.typed.fingerprint == sent.get(f"seen-{line.pk}") or choice == THEIRS:
        return None
    if graduate is None:
        line.refuse(GONE_STATE, GONE)
        return None
    if line.is_opposed and not choice:
        line.refuse(Written.CHANGED, CHOOSE)
        return None
    try:
        return answer_of(line.typed, catalogue)
    except WrongAnswer as wrong:
        line.refuse(WRONG, str(wrong), wrong.field)
        return None


def _tell(line: Line, written: Written) -> None:
    line.state = written
    if written is Written.CHANGED:
        line.refuse(Written.CHANGED, CHANGED)
        line.is_opposed = True
