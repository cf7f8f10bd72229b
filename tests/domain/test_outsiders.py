"""Which unmatched rows are of another cohort or province by what they say."""

import pytest

from domain.outsiders import KnownSchools, ProvinceCodes, is_outsider

SCHOOLS = KnownSchools(["Trường THCS Sông Đỏ", "TH&THCS Tân Đông", "THCS Tân Trụ"])


@pytest.mark.parametrize(
    ("birth_year", "school_text", "expected"),
    [
        (2005, "", False),
        (None, "", False),
        (2004, "THCS Sông Đỏ", False),
        (2003, "", True),
        (2001, "THCS Sông Đỏ", True),
        (2005, "THCS Sông Đò", False),
        (2005, "trường THCS TÂN ĐÔNG", False),
        (2005, "Sông Đỏ", False),
        (2005, "THCS Nguyễn Văn Tố, Quận 10", True),
        (2005, "THCS Mỹ Tho", True),
    ],
)
def test_outsider(birth_year: int | None, school_text: str, expected: bool) -> None:
    found = is_outsider(
        birth_year=birth_year, school_text=school_text, cohort_year=2020, schools=SCHOOLS
    )
    assert found is expected


def test_without_a_catalogue_every_school_is_foreign_and_a_blank_is_not() -> None:
    nothing = KnownSchools([])
    assert nothing.may_mean("")
    assert not nothing.may_mean("THCS Sông Đỏ")


CODES = ProvinceCodes({"80": 390, "79": 9, "82": 1}, {"080": 150, "079": 50})


@pytest.mark.parametrize(
    ("moet_code", "personal_id", "expected"),
    [
        ("8012345678", "", False),
        # Some of the cohort came from there: no sign of another province.
        ("7912345678", "", False),
        ("8212345678", "", True),
        ("7212345678", "080205123456", True),
        ("8012345678", "072205123456", False),
        ("0801234567", "", False),
        ("", "072205123456", True),
        ("", "079205123456", False),
        ("", "", False),
    ],
)
def test_code_of_another_province(moet_code: str, personal_id: str, expected: bool) -> None:
    assert CODES.are_foreign(moet_code, personal_id) is expected


def test_few_codes_tell_nothing() -> None:
    assert not ProvinceCodes({"80": 99}, {}).are_foreign("7212345678", "072205123456")


def test_child_with_a_foreign_code_is_an_outsider() -> None:
    given = {"birth_year": 2005, "school_text": "", "cohort_year": 2020, "schools": SCHOOLS}
    assert is_outsider(**given, has_foreign_code=True)
    assert not is_outsider(**given)
