"""School names in one comparable form; two schools of one name are never guessed between."""

import pytest

from domain.schools import KnownSchool, SchoolDirectory, school_key

DIRECTORY = SchoolDirectory(
    [
        KnownSchool("794C06", "THCS Thống Nhất", "794"),
        KnownSchool("795C02", "THCS Thống Nhất", "795"),
        KnownSchool("794C09", "THCS&THPT Khánh Hậu", "794", ("Cấp 2-3 Khánh Hậu",)),
        KnownSchool("794X01", "TTGDTX&KTTH Tân An", "794"),
    ]
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("TRUNG TÂM GDTX&KTTH TÂN AN", "TTGDTX&KTTH Tân An"),
        ("Trường Trung học cơ sở Lý Tự Trọng", "THCS Lí Tự Trọng"),
        ("TRƯỜNG THCS&THPT HƯNG ĐIỀN B", "THCS & THPT Hưng Điền B"),
        ("Trường TH và THCS Vĩnh Bình", "Trường Tiểu học và Trung học cơ sở Vĩnh Bình"),
        ("Trung tâm Giáo dục thường xuyên Đức Hoà", "TTGDTX Đức Hòa"),
        ("TRƯỜNG TRUNG CẤP KỸ THUẬT ĐỨC HÒA", "Trung cấp Kĩ thuật Đức Hòa"),
    ],
)
def test_school_key_is_equal_for_two_spellings(one, other) -> None:
    assert school_key(one) == school_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("THCS Vĩnh Bình", "THPT Vĩnh Bình"),
        ("THPT Tân Hưng", "THPT Tân Hưng 3"),
        ("TTGDTX Tân An", "THPT Tân An"),
    ],
)
def test_school_key_keeps_different_schools_apart(one, other) -> None:
    assert school_key(one) != school_key(other)


def test_named_gives_every_school_of_the_name() -> None:
    assert [s.code for s in DIRECTORY.named("Trường THCS Thống Nhất")] == ["794C06", "795C02"]


def test_named_keeps_to_the_district() -> None:
    found = DIRECTORY.named("thcs thong nhat", district_code="795")
    assert [school.code for school in found] == ["795C02"]


@pytest.mark.parametrize("text", ["Cấp 2-3 Khánh Hậu", "THCS&THPT Khánh Hậu, Tân An"])
def test_named_knows_aliases_and_a_place_behind_the_name(text) -> None:
    assert [school.code for school in DIRECTORY.named(text)] == ["794C09"]


@pytest.mark.parametrize("text", ["", "THCS Không Có", "Thống Nhất"])
def test_named_never_guesses(text) -> None:
    assert DIRECTORY.named(text) == []


def test_of_code_ignores_case_and_blanks() -> None:
    assert DIRECTORY.of_code(" 794x01 ").name == "TTGDTX&KTTH Tân An"
    assert DIRECTORY.of_code("000") is None
