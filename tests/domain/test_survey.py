"""The codes of the survey, and what they state."""

import pytest

from domain.outcome import Place, Programme
from domain.survey import BY_DIGITS, CODES, code_at, code_of


def test_code_begins_with_a_digit_and_is_complete_when_typed() -> None:
    digits = [code.digits for code in CODES]
    assert all(d.isascii() and d.isdigit() for d in digits)
    assert len(set(digits)) == len(digits)
    assert not [(a, b) for a in digits for b in digits if a != b and b.startswith(a)]


def test_everything_but_short_courses_has_a_code() -> None:
    stated = {programme for code in CODES for programme in code.programmes}
    assert stated == set(Programme) - {Programme.SHORT_COURSE}


def test_eight_and_nine_change_what_the_digit_behind_them_says() -> None:
    for code in CODES:
        behind = BY_DIGITS.get(code.digits[1:])
        if code.is_outside:
            assert (code.digits[0], code.programmes) == ("9", behind.programmes)
        if code.is_dual:
            assert (code.digits[0], code.programmes[1:]) == ("8", behind.programmes)


@pytest.mark.parametrize(
    ("kind", "is_private", "is_outside", "digits"),
    [
        ("THPT", False, False, "1"),
        ("THPT", True, False, "2"),
        ("THCS_THPT", False, False, "3"),
        ("THCS_THPT", True, False, "2"),
        ("CONTINUING", False, False, "4"),
        ("VOCATIONAL", False, False, "6"),
        ("VOCATIONAL", True, False, "6"),
        ("THPT", False, True, "91"),
        ("THPT", True, True, "91"),
        ("CONTINUING", False, True, "94"),
        ("VOCATIONAL", False, True, "96"),
    ],
)
def test_place_sets_the_code(kind: str, is_private: bool, is_outside: bool, digits: str) -> None:
    assert code_at(kind, is_private=is_private, is_outside=is_outside) == digits


@pytest.mark.parametrize(
    ("programmes", "place", "kind", "is_private", "digits"),
    [
        (["UPPER_SECONDARY"], Place.IN_DISTRICT, "THPT", False, "1"),
        (["UPPER_SECONDARY"], Place.IN_PROVINCE, "THPT", True, "2"),
        (["UPPER_SECONDARY"], Place.IN_DISTRICT, "THCS_THPT", False, "3"),
        (["UPPER_SECONDARY"], Place.IN_PROVINCE, "", False, "1"),
        (["UPPER_SECONDARY"], Place.OUTSIDE, "THPT", False, "91"),
        (["CONTINUING"], Place.IN_DISTRICT, "VOCATIONAL", False, "4"),
        (["ELEMENTARY"], Place.OUTSIDE, "", False, "95"),
        (["COLLEGE_NINE_PLUS"], "", "", False, "7"),
        (["CONTINUING", "INTERMEDIATE"], "", "", False, "86"),
        (["ELEMENTARY", "CONTINUING"], "", "", False, "85"),
        (["ELEMENTARY", "INTERMEDIATE"], "", "", False, ""),
        (["DECEASED"], "", "", False, "05"),
        (["UNREACHED"], "", "", False, "00"),
        (["SHORT_COURSE"], "", "", False, ""),
        ([], "", "", False, ""),
    ],
)
def test_statements_read_back_as_their_code(
    programmes: list[str], place: str, kind: str, is_private: bool, digits: str
) -> None:
    assert code_of(programmes, place=place, kind=kind, is_private=is_private) == digits


def test_each_code_reads_back_as_itself() -> None:
    kinds = {"1": "THPT", "2": "THPT", "3": "THCS_THPT"}
    for code in CODES:
        place = Place.OUTSIDE if code.is_outside else Place.IN_DISTRICT
        kind = kinds.get(code.digits, "CONTINUING" if code.is_study else "")
        found = code_of(code.programmes, place=place, kind=kind, is_private=code.digits == "2")
        assert found == code.digits
