"""The codes of the survey: what a clerk types for where a graduate went, and what it states.

A code is typed without looking: 1 to 7 name a programme, 8 and 9 before it change what is said
(8: vocational training beside continuing education, 9: outside the province), 0 begins the answers
of those who do not study. No code is the beginning of another, so each is complete when typed.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from domain.names import fold
from domain.outcome import Place, Programme, Stage


class Institution(StrEnum):
    """What kind of institution a code goes with, as the catalogue names them."""

    THPT = "THPT"
    THCS_THPT = "THCS_THPT"
    CONTINUING = "CONTINUING"
    VOCATIONAL = "VOCATIONAL"


_HIGH_SCHOOLS = frozenset({Institution.THPT, Institution.THCS_THPT})
# A GDNN-GDTX centre runs both, whatever the catalogue calls it: the programme decides.
_CENTRES = frozenset({Institution.CONTINUING, Institution.VOCATIONAL})


@dataclass(frozen=True)
class Code:
    """One answer of the survey.

    `programmes` are stated one each: two for dual study, of which the second is the training.
    `institutions` are the kinds that offer the first programme; none for those who do not study.
    """

    digits: str
    label: str
    programmes: tuple[Programme, ...]
    institutions: frozenset[Institution] = frozenset()
    is_outside: bool = False

    def __str__(self) -> str:
        return f"{self.digits} {self.label}"

    @property
    def is_study(self) -> bool:
        return bool(self.institutions)

    @property
    def is_dual(self) -> bool:
        return len(self.programmes) == 2

    @property
    def stage(self) -> Stage:
        return Stage.STUDYING if self.is_study else Stage.NONE


def _study(digits: str, label: str, programme: Programme, at: frozenset[Institution]) -> Code:
    return Code(digits, label, (programme,), at)


def _dual(digits: str, label: str, programme: Programme) -> Code:
    return Code(digits, label, (Programme.CONTINUING, programme), _CENTRES)


def _outside(digits: str, label: str, programme: Programme, at: frozenset[Institution]) -> Code:
    return Code(digits, f"Ngoài tỉnh: {label}", (programme,), at, is_outside=True)


CODES: tuple[Code, ...] = (
    _study("1", "Lớp 10 THPT công lập", Programme.UPPER_SECONDARY, _HIGH_SCHOOLS),
    _study("2", "Lớp 10 THPT tư thục", Programme.UPPER_SECONDARY, _HIGH_SCHOOLS),
    _study("3", "Lớp 10 trường THCS&THPT", Programme.UPPER_SECONDARY, _HIGH_SCHOOLS),
    _study("4", "GDTX cấp THPT", Programme.CONTINUING, _CENTRES),
    _study("5", "Sơ cấp", Programme.ELEMENTARY, _CENTRES),
    _study("6", "Trung cấp", Programme.INTERMEDIATE, _CENTRES),
    _study("7", "Cao đẳng 9+", Programme.COLLEGE_NINE_PLUS, _CENTRES),
    _dual("85", "Vừa học GDTX vừa học sơ cấp", Programme.ELEMENTARY),
    _dual("86", "Vừa học GDTX vừa học trung cấp", Programme.INTERMEDIATE),
    _dual("87", "Vừa học GDTX vừa học cao đẳng 9+", Programme.COLLEGE_NINE_PLUS),
    _outside("91", "lớp 10 THPT", Programme.UPPER_SECONDARY, _HIGH_SCHOOLS),
    _outside("94", "GDTX cấp THPT", Programme.CONTINUING, _CENTRES),
    _outside("95", "sơ cấp", Programme.ELEMENTARY, _CENTRES),
    _outside("96", "trung cấp", Programme.INTERMEDIATE, _CENTRES),
    _outside("97", "cao đẳng 9+", Programme.COLLEGE_NINE_PLUS, _CENTRES),
    Code("01", "Đi làm", (Programme.WORKING,)),
    Code("02", "Ở nhà", (Programme.AT_HOME,)),
    Code("03", "Lý do khác", (Programme.OTHER_NOT_STUDYING,)),
    Code("04", "Ra nước ngoài", (Programme.ABROAD,)),
    Code("05", "Đã mất", (Programme.DECEASED,)),
    Code("00", "Chưa liên lạc được", (Programme.UNREACHED,)),
)
BY_DIGITS = {code.digits: code for code in CODES}
_LEADING_DIGITS = re.compile(r"\d+(?![\d/])")
_DIGITS_OF_LABEL = {fold(code.label): code.digits for code in CODES}
_CODE_WITHOUT_STUDY = {code.programmes[0]: code.digits for code in CODES if not code.is_study}
_DUAL_CODE = {code.programmes[1]: code.digits for code in CODES if code.is_dual}
_OUTSIDE_CODE = {code.programmes[0]: code.digits for code in CODES if code.is_outside}
# Three codes are one programme, at schools of three sorts: the first is the usual one.
_LOCAL_CODE = {
    code.programmes[0]: code.digits
    for code in reversed(CODES)
    if code.is_study and not code.is_dual and not code.is_outside
}


def digits_of(text: str) -> str:
    """The digits of the code that a cell names ("1", "01 Đi làm", "đi làm"); else its text."""
    written = text.strip()
    number = _LEADING_DIGITS.match(written)
    if number and number[0] in BY_DIGITS:
        return number[0]
    return _DIGITS_OF_LABEL.get(fold(written), written)


def code_at(kind: str, *, is_private: bool, is_outside: bool) -> str:
    """The code that an institution of the catalogue stands for: the place sets the code.

    A centre is taken for what it mostly teaches; another programme is typed before the place.
    """
    programme = {
        Institution.CONTINUING: Programme.CONTINUING,
        Institution.VOCATIONAL: Programme.INTERMEDIATE,
    }.get(Institution(kind), Programme.UPPER_SECONDARY)
    if is_outside:
        return _OUTSIDE_CODE[programme]
    if programme is not Programme.UPPER_SECONDARY:
        return _LOCAL_CODE[programme]
    if is_private:
        return "2"
    return "3" if kind == Institution.THCS_THPT else "1"


def code_of(
    programmes: Collection[str], *, place: str = "", kind: str = "", is_private: bool = False
) -> str:
    """The code that statements of these programmes are typed with; "" when there is none.

    `place`, `kind` and `is_private` are those of the institution of the first programme.
    """
    training = [_DUAL_CODE[p] for p in programmes if p in _DUAL_CODE]
    if len(programmes) == 2:
        is_dual = Programme.CONTINUING in programmes and training
        return training[0] if is_dual else ""
    programme = next(iter(programmes), "")
    if programme in _CODE_WITHOUT_STUDY:
        return _CODE_WITHOUT_STUDY[programme]
    if place == Place.OUTSIDE:
        return _OUTSIDE_CODE.get(programme, "")
    if programme == Programme.UPPER_SECONDARY and kind in _HIGH_SCHOOLS:
        return code_at(kind, is_private=is_private, is_outside=False)
    return _LOCAL_CODE.get(programme, "")
