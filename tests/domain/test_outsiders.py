"""Which unmatched rows are of another cohort or province by what they say."""

import pytest

from domain.outsiders import KnownSchools, is_outsider

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
