"""What is typed in a line of the grid, what it states, and what was stated before."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from hashlib import sha256
from typing import Any, Self

from districts.models import School
from domain.names import clean
from domain.outcome import Place, Programme, Stage
from domain.survey import BY_DIGITS, Code, code_of
from students.models import Destination
from students.survey.catalogue import (
    Catalogue,
    UnclearPlace,
    code_at_school,
    is_outside,
    is_private,
)

LONGEST_PLACE, LONGEST_EVIDENCE, LONGEST_REASON = 200, 200, 300
# A statement that something is over, or not begun, was not said by a code and is not shown as one.
_TYPED_STAGES = (Stage.STUDYING, Stage.NONE)


class WrongAnswer(Exception):
    """A line that cannot be recorded; `field` is where, the message is the sentence."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


@dataclass(frozen=True)
class Typed:
    """The texts of one line, as they stand in its fields."""

    code: str = ""
    place: str = ""
    training: str = ""
    evidence: str = ""
    reason: str = ""

    @classmethod
    def read(cls, sent: Mapping[str, str], pk: int) -> Self:
        """The line of that child, cleaned."""
        return cls(*(clean(sent.get(f"{field.name}-{pk}", "")) for field in fields(cls)))

    @property
    def is_empty(self) -> bool:
        return self == Typed()

    @property
    def fingerprint(self) -> str:
        """Tells a line somebody touched from one that was only sent along."""
        texts = [getattr(self, field.name) for field in fields(self)]
        return sha256("\0".join(texts).encode()).hexdigest()[:12]


@dataclass(frozen=True)
class Answer:
    """What a line states: one statement, two for dual study, none when it was emptied."""

    code: Code | None = None
    school: School | None = None
    place_text: str = ""
    training: School | None = None
    evidence_note: str = ""
    reason: str = ""

    def statements(self) -> list[dict[str, Any]]:
        """The fields of each statement but who says it and when."""
        code = self.code
        if code is None:
            return []
        shared = {
            "stage": code.stage,
            "place_text": self.place_text,
            "place": Place.OUTSIDE if self.place_text else Place.NONE,
            "evidence_note": self.evidence_note,
            "reason": self.reason,
        }
        schools = (self.school, self.training)
        return [
            {"programme": programme, "school": school, **shared}
            for programme, school in zip(code.programmes, schools, strict=False)
        ]

    def says(self, statements: Iterable[Destination]) -> bool:
        """Whether exactly this is stated already."""
        stated = {
            (s.programme, s.school_id, s.stage, s.place_text, s.evidence_note, s.reason)
            for s in statements
        }
        return stated == {
            (
                str(s["programme"]),
                s["school"].pk if s["school"] else None,
                str(s["stage"]),
                s["place_text"],
                s["evidence_note"],
                s["reason"],
            )
            for s in self.statements()
        }


def answer_of(typed: Typed, catalogue: Catalogue) -> Answer:
    """What the line states. Raises WrongAnswer with one sentence."""
    if typed.is_empty:
        return Answer()
    _check_lengths(typed)
    code = _code(typed, catalogue)
    notes = {"evidence_note": typed.evidence, "reason": typed.reason}
    if not code.is_study:
        if typed.place or typed.training:
            sentence = f"“{code.label}” thì để trống nơi học; nếu đi học thì chọn nơi đến khác."
            raise WrongAnswer("place" if typed.place else "training", sentence)
        return Answer(code, **notes)
    if typed.training and not code.is_dual:
        raise WrongAnswer("training", "Nơi học nghề chỉ ghi cho mã 85, 86, 87; bỏ trống ô này.")
    school, place_text = _place(typed.place, code, catalogue)
    training = _training(typed.training, catalogue) if code.is_dual else None
    return Answer(code, school, place_text, training, **notes)


def _code(typed: Typed, catalogue: Catalogue) -> Code:
    """The code that was chosen; where none was, the one that the place stands for."""
    digits = typed.code
    if not digits and typed.place:
        digits = code_at_school(_resolved(typed.place, "place", catalogue))
    if digits not in BY_DIGITS:
        raise WrongAnswer("code", "Chọn nơi đến trong danh sách.")
    return BY_DIGITS[digits]


def _check_lengths(typed: Typed) -> None:
    for name, label, longest in (
        ("place", "Tên nơi học", LONGEST_PLACE),
        ("training", "Tên nơi học nghề", LONGEST_PLACE),
        ("evidence", "Minh chứng", LONGEST_EVIDENCE),
        ("reason", "Lý do", LONGEST_REASON),
    ):
        if len(getattr(typed, name)) > longest:
            raise WrongAnswer(name, f"{label} dài nhất {longest} ký tự.")


def _place(text: str, code: Code, catalogue: Catalogue) -> tuple[School | None, str]:
    """(institution, "") or (None, place out of the catalogue), which is outside the province."""
    if not text:
        raise WrongAnswer("place", "Ghi trường, cơ sở nơi học.")
    if code.is_outside:
        # Letters that lead to one institution here may be the name of another elsewhere.
        named = [school for school in catalogue.named(text) if school.is_outside]
        if len(named) != 1:
            return None, text
        school = named[0]
    else:
        school = _resolved(text, "place", catalogue, code.institutions)
    _check_fits(school, code)
    return school, ""


def _check_fits(school: School, code: Code) -> None:
    if is_outside(school) and not code.is_outside:
        sentence = f"{school.name} ở {school.province}; chọn mã ngoài tỉnh (91, 94 đến 97)."
        raise WrongAnswer("code", sentence)
    if school.kind not in code.institutions:
        sentence = f"{school.name} không dạy “{code.label}”; sửa nơi đến hoặc nơi học."
        raise WrongAnswer("place", sentence)


def _training(text: str, catalogue: Catalogue) -> School:
    if not text:
        raise WrongAnswer("training", "Ghi nơi học nghề: mở “Ghi thêm” ở dòng này.")
    kinds = BY_DIGITS["6"].institutions
    school = _resolved(text, "training", catalogue, kinds)
    if school.kind not in kinds:
        raise WrongAnswer("training", f"{school.name} không dạy nghề; sửa nơi học nghề.")
    return school


def _resolved(text: str, field: str, catalogue: Catalogue, kinds: Collection[str] = ()) -> School:
    try:
        return catalogue.resolve(text, kinds)
    except UnclearPlace as unclear:
        raise WrongAnswer(field, _unclear(text, unclear.labels)) from unclear


def _unclear(text: str, labels: Sequence[str]) -> str:
    if labels:
        return f"“{text}” có thể là {', '.join(labels)}; ghi rõ tên hơn."
    return (
        f"Không có “{text}” trong danh mục trường, cơ sở; sửa tên, "
        "hoặc chọn mã ngoài tỉnh (91, 94 đến 97)."
    )


def typed_before(statements: Iterable[Destination], catalogue: Catalogue) -> Typed:
    """The line that says what these statements of one source say; empty where no code does."""
    told = [s for s in statements if s.stage in _TYPED_STAGES]
    told.sort(key=lambda s: (s.stated_on, s.recorded_at, s.pk))
    # A pair of two programmes may be dual study; otherwise the latest word is the one.
    if not code_of([s.programme for s in told]):
        told = told[-1:]
    if not told:
        return Typed()
    told.sort(key=lambda s: s.programme != Programme.CONTINUING)
    first = told[0]
    school = first.school
    where = Place.OUTSIDE if school and is_outside(school) else first.place
    code = code_of(
        [s.programme for s in told],
        place=where,
        kind=school.kind if school else "",
        is_private=bool(school and is_private(school)),
    )
    if not code:
        return Typed()
    return Typed(
        code=code,
        place=_text_of(first, catalogue),
        training=_text_of(told[1], catalogue) if len(told) > 1 else "",
        evidence=first.evidence_note,
        reason=first.reason,
    )


def _text_of(statement: Destination, catalogue: Catalogue) -> str:
    if statement.school_id:
        return catalogue.label_of(statement.school_id) or statement.school.name
    return statement.place_text
