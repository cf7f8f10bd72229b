"""What institutions say now of children that have a case."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from domain.outcome import Evidence, Outcome, Stage
from students.models import Destination, Graduate
from students.models.graduate import NOT_ENROLLED

_STUDYING = (Outcome.UPPER_SECONDARY, Outcome.CONTINUING, Outcome.VOCATIONAL)
_ENDINGS = (Stage.NO_SHOW, Stage.LEFT, Stage.TRANSFERRED)


@dataclass(frozen=True)
class Word:
    """The institutions' word on one child: in class `since`, no longer (`has_ended`), or neither.

    `text` names the institution for those who hold the case.
    """

    since: date | None = None
    has_ended: bool = False
    text: str = ""


def words_of(graduates: Iterable[Graduate]) -> dict[int, Word]:
    """By graduate; a child about whom confirmed statements disagree is left out: nobody knows."""
    asked = {g.pk: g for g in graduates if g.outcome != Outcome.CONFLICT}
    said: dict[int, list[Destination]] = {}
    confirmed = Destination.objects.current().filter(
        graduate__in=asked, evidence=Evidence.CONFIRMED
    )
    for statement in confirmed.select_related("school").order_by("pk"):
        said.setdefault(statement.graduate_id, []).append(statement)
    return {key: _word(graduate, said.get(key, [])) for key, graduate in asked.items()}


def _word(graduate: Graduate, statements: list[Destination]) -> Word:
    in_class = [s for s in statements if s.stage == Stage.STUDYING and s.ended_on is None]
    if graduate.outcome in _STUDYING and graduate.evidence == Evidence.CONFIRMED and in_class:
        first = min(in_class, key=_since)
        return Word(_since(first), text=f"Đang học tại {first.where}")
    over = [s for s in statements if s.stage in _ENDINGS or s.ended_on is not None]
    if over and graduate.outcome in NOT_ENROLLED:
        return Word(has_ended=True, text=f"Không còn học tại {over[-1].where}")
    return Word(text="Thông tin đã xác nhận trước đây không còn")


def _since(statement: Destination) -> date:
    return statement.started_on or statement.stated_on
