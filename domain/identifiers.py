"""Codes, numbers and sex as cells hold them: what survives a spreadsheet, and what to warn about.

A spreadsheet drops leading zeros and rounds long numbers, so a code is never refused for its shape:
each reading is a value and, where something was mended or looks odd, a Vietnamese clause that says
so. Cells of legacy fonts must be decoded first (`domain.legacy`).
"""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from domain.names import clean, fold


@dataclass(frozen=True)
class Reading:
    """What a cell says; `warning` is a Vietnamese clause, "" when there is nothing to say."""

    value: str
    warning: str = ""


class Gender(StrEnum):
    """Sex as school records keep it."""

    MALE = "M"
    FEMALE = "F"


class AmbiguousGender(ValueError):
    """A bare "N": Nam or Nữ."""


class UnreadableGender(ValueError):
    """A cell that names no sex."""


_GENDERS = {
    **dict.fromkeys(("nam", "m", "male", "trai", "con trai"), Gender.MALE),
    **dict.fromkeys(("nu", "f", "female", "gai", "con gai"), Gender.FEMALE),
}
_DIGITS_LOST = "bảng tính đã làm mất các chữ số cuối"
_ZERO_LOST = "đã thêm lại số 0 bị mất ở đầu"
_EXPONENT = re.compile(r"([0-9])(?:[.,]([0-9]*))?[eE]\+?([0-9]{1,2})")
# A code whose last six figures are all zero is a rounded number saved again: 8.00E+09.
_ROUNDED = re.compile("[1-9][0-9]*0{6}")
# Two pupils whose code is "không có" must not become one.
_NONE_WRITTEN = frozenset(
    {"khong", "khong co", "khong ro", "chua co", "chua ro", "chua cap", "ko", "ko co", "n a"}
)
_WHOLE_NUMBER = re.compile(r"^([0-9]+)\.0+$")
_FIGURE = re.compile("[0-9]")
_NOT_IN_CODES = re.compile(r"[\s.\-'’`]+")


def plain_text(value: object) -> str:
    """A cell as text: a whole number without ".0", a date as dd/mm/yyyy, nothing as ""."""
    if isinstance(value, str):
        return clean(value)
    if value is None or value != value:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, date):
        return f"{value.day:02d}/{value.month:02d}/{value.year}"
    if isinstance(value, float | Decimal):
        return _number_text(value)
    return clean(str(value))


def _number_text(value: float | Decimal) -> str:
    if value in (float("inf"), float("-inf")):
        return ""
    return str(int(value)) if value == int(value) else str(value)


def _written(value: object) -> str:
    """A cell as text, "" when all it says is that there is nothing to write."""
    text = plain_text(value)
    if _FIGURE.search(text):
        return text
    folded = fold(text)
    return "" if folded in _NONE_WRITTEN or not folded else text


def _code(value: object) -> Reading:
    """A code cell as its characters without separators; "" with a warning when digits are lost."""
    text = _written(value)
    if isinstance(value, str) and _is_figures(text):
        return Reading(text)
    if exponent := _EXPONENT.fullmatch(text):
        first, decimals, power = exponent[1], exponent[2] or "", int(exponent[3])
        if len(decimals) < power:
            return Reading("", f"{_DIGITS_LOST}: “{text}”")
        text = first + decimals[:power]
    code = _NOT_IN_CODES.sub("", re.sub(r"\.0+$", "", text))
    if isinstance(value, int | float) and _ROUNDED.fullmatch(code):
        return Reading("", f"{_DIGITS_LOST}: “{code}”")
    return Reading(code)


def _is_figures(text: str) -> bool:
    return text.isascii() and text.isdecimal()


def read_moet_code(value: object) -> Reading:
    """The ministry's code of a pupil: ten digits, kept as text.

    One lost leading zero is put back with a warning; anything else stays as it is written.
    """
    code = _code(value)
    if not code.value or (len(code.value) == 10 and _is_figures(code.value)):
        return code
    if len(code.value) == 9 and _is_figures(code.value):
        return Reading("0" + code.value, _ZERO_LOST)
    return Reading(code.value, "mã định danh Bộ GD&ĐT phải có 10 chữ số")


def read_personal_id(value: object, *, birth_year: int | None = None, gender: str = "") -> Reading:
    """The personal identification number: 12 digits, or 9 of the old identity card.

    Shape: province (3), century and sex (1), year of birth (2), serial (6); there is no check
    digit (Decree 137/2015/NĐ-CP). What does not agree with birth year or sex is only a warning.
    """
    code = _code(value)
    number = code.value
    if not number or (len(number) == 9 and _is_figures(number)):
        return code
    if not _is_figures(number) or not 8 <= len(number) <= 12:
        return Reading(number, "số định danh cá nhân phải có 12 chữ số")
    if len(number) == 8:
        return Reading("0" + number, _ZERO_LOST)
    warnings = [] if len(number) == 12 else [_ZERO_LOST]
    number = number.zfill(12)
    warnings += _contradictions(number, birth_year, gender)
    return Reading(number, "; ".join(warnings))


def _contradictions(number: str, birth_year: int | None, gender: str) -> list[str]:
    """What the parts of a 12-digit number say against the province codes, birth year and sex."""
    found: list[str] = []
    if not 1 <= int(number[:3]) <= 96:
        found.append("ba chữ số đầu của số định danh không phải mã tỉnh")
    century, sex = divmod(int(number[3]), 2)
    if birth_year is not None and birth_year != 1900 + 100 * century + int(number[4:6]):
        found.append(f"số định danh không khớp năm sinh {birth_year}")
    if gender and gender != (Gender.FEMALE if sex else Gender.MALE):
        found.append("số định danh không khớp giới tính")
    return found


# The 11-digit mobile numbers ended in September 2018 (plan 798/QĐ-BTTTT): the digits after 01 and
# the prefix that replaced them.
_PREFIX_OF_2018 = {
    "20": "070", "21": "079", "22": "077", "26": "076", "28": "078",
    "23": "083", "24": "084", "25": "085", "27": "081", "29": "082",
    "62": "032", "63": "033", "64": "034", "65": "035", "66": "036",
    "67": "037", "68": "038", "69": "039", "86": "056", "88": "058", "99": "059",
}  # fmt: skip
# A number of nine digits or more that passed through a column of decimals.
_TRAILING_ZERO = re.compile(r"^(\+?[0-9]{9,12})[.,]0$")
_MOBILE = re.compile("0[35789][0-9]{8}")
_OLD_MOBILE = re.compile("01([0-9]{2})([0-9]{7})")
_WITHOUT_ZERO = re.compile("[35789][0-9]{8}|1(?:2[0-9]|6[2-9]|86|88|99)[0-9]{7}")


def read_phone(value: object) -> Reading:
    """A mobile number as 0 and nine digits: +84, separators and the prefixes before 2018 mended.

    Of several numbers the first is the value, the rest stand in the warning. What is no mobile
    number (a landline among them) stays as written with a warning.
    """
    text = _written(value)
    found = _TRAILING_ZERO.match(text) if text.endswith("0") else None
    # The zero behind the point of "091234567.0" is the number's own.
    if found and (_mobile(found[1].lstrip("+")) or _WITHOUT_ZERO.fullmatch(found[1])):
        text = found[1]
    if not text or _MOBILE.fullmatch(text):
        return Reading(text)
    numbers, rest = _mobiles_in(text)
    if not numbers:
        return Reading(text, "không phải số điện thoại di động 10 chữ số")
    others = [number for number in numbers[1:] if number != numbers[0]] + ([rest] if rest else [])
    return Reading(numbers[0], f"còn ghi thêm: {', '.join(others)}" if others else "")


def _mobile(digits: str) -> str:
    """The mobile number these digits spell out in full, "" if they do not."""
    number = re.sub("^840?", "0", digits) if digits.startswith("84") else digits
    if old := _OLD_MOBILE.fullmatch(number):
        prefix = _PREFIX_OF_2018.get(old[1], "")
        return prefix and prefix + old[2]
    return number if _MOBILE.fullmatch(number) else ""


def _mobiles_in(text: str) -> tuple[list[str], str]:
    """The numbers of a cell whatever parts their digits, and what is written besides them."""
    numbers: list[str] = []
    rest: list[str] = []
    gathered = ""
    for piece in re.split("[;,/|&]", text):
        parts = re.findall(r"[0-9]+|[^\W\d_]+", piece)
        if not gathered and _WITHOUT_ZERO.fullmatch("".join(parts)):
            parts = ["0", *parts]
        for part in parts:
            if not _is_figures(part):
                rest.append(part)
                continue
            gathered += part
            if number := _mobile(gathered):
                numbers.append(number)
                gathered = ""
    return numbers, " ".join([*rest, gathered]).strip()


def read_register_number(value: object) -> Reading:
    """The number in the register of certificates, kept as written: "13877/2020", "007"."""
    if isinstance(value, date):
        return Reading(plain_text(value), "bảng tính đã đổi số vào sổ thành ngày tháng")
    text = _written(value)
    if _EXPONENT.fullmatch(text):
        return Reading("", f"{_DIGITS_LOST}: “{text}”")
    return Reading(_WHOLE_NUMBER.sub(r"\1", text))


def read_gender(value: object) -> Gender | None:
    """The sex a cell names in any spelling of Nam and Nữ; None when it is blank.

    Raises AmbiguousGender for a bare "N", UnreadableGender for other text.
    """
    text = plain_text(value)
    spelled = fold(text)
    # One cell in an old font does not show its column's encoding; these two spellings are plain.
    if text.lower() in ("n÷", "nöõ"):
        return Gender.FEMALE
    if not spelled:
        return None
    if spelled == "n":
        raise AmbiguousGender(f"“{text}” có thể là Nam hoặc Nữ")
    if spelled not in _GENDERS:
        raise UnreadableGender(f"không đọc được giới tính “{text}”")
    return _GENDERS[spelled]
