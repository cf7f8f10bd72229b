import pytest

from domain.linkage.schools import OriginSchools, SchoolGuess
from domain.schools import KnownSchool
from tests.domain.linkage.people import SCHOOLS

DIRECTORY = OriginSchools(SCHOOLS)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("THCS Bình Đức", {"S1"}),
        ("TRƯỜNG THCS BÌNH ĐỨC", {"S1"}),
        ("Trường trung học cơ sở Bình Đức", {"S1"}),
        ("Bình Đức", {"S1"}),
        ("THCS Binh Duc", {"S1"}),
        ("TH & THCS Tân Đông", {"S2"}),
        ("Tiểu học và THCS Tân Đông", {"S2"}),
        ("THCS và THPT Mĩ Lạc", {"S3"}),
        ("THCS Thị trấn Tầm Vu", {"S4"}),
        ("THCS Nhựt Tảo", {"S4", "S5"}),
    ],
)
def test_guess_full_name_is_exact(text, codes):
    assert DIRECTORY.guess(text) == SchoolGuess(frozenset(codes), frozenset(), True)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("THCS B. Đức", {"S1"}),
        ("THCS BĐ", {"S1"}),
        ("TH&THCS T.Đông", {"S2"}),
        ("THCS H. Thạnh Tây", {"S6"}),
        ("THCS HTT", {"S6"}),
        ("THCS Bìhn Đức", {"S1"}),
        ("THCS Hậu Thạmh Tây", {"S6"}),
        ("THCS Bình Đức, Tân An", {"S1"}),
        ("THCS Nhựt Tảo (Tân Trụ)", {"S4", "S5"}),
        ("THCS Bình Đức Bến Lức", {"S1"}),
        ("THCS Bính Đức", {"S1"}),
        ("THCS BìnhĐ ức", {"S1"}),
        ("THCS H. ThạnhTây", {"S6"}),
        ("THCS H. ThạnheTây", {"S6"}),
    ],
)
def test_guess_loose_spelling_is_approximate(text, codes):
    guess = DIRECTORY.guess(text)
    assert guess.codes == codes
    assert not guess.exact


@pytest.mark.parametrize(
    "text", ["THCS Nhà Bè", "THCS Bình Đức Đông", "THCS Bình Đức 2", "9A1", "B. Thạnh"]
)
def test_guess_other_school_is_stated_and_unknown(text):
    assert DIRECTORY.guess(text) == SchoolGuess(frozenset(), frozenset(), True)


@pytest.mark.parametrize("text", ["", "  ", "THCS", "Trường THCS", "-"])
def test_guess_without_a_name_is_not_stated(text):
    assert DIRECTORY.guess(text) == SchoolGuess()


def test_guess_numbers_are_never_a_slip():
    directory = OriginSchools([KnownSchool("A", "THCS Tân Hưng 3"), KnownSchool("B", "THCS Lộc 4")])
    assert not directory.guess("THCS Tân Hưng 4").codes


def test_guess_prefers_the_kind_that_is_written():
    directory = OriginSchools(
        [KnownSchool("A", "THCS Tân Lập"), KnownSchool("B", "TH&THCS Tân Lập")]
    )
    assert directory.guess("TH&THCS Tân Lập") == SchoolGuess(
        frozenset({"B"}), frozenset({"A"}), True
    )


def test_guess_tells_marks_apart_when_they_are_written():
    directory = OriginSchools(
        [KnownSchool("A", "THCS Tân Thạnh"), KnownSchool("B", "THCS Tân Thành")]
    )
    assert directory.guess("THCS Tân Thành").exact == {"B"}
    assert directory.guess("THCS Tan Thanh").exact == {"A", "B"}


def test_guess_does_not_depend_on_the_order_of_schools():
    backwards = OriginSchools(reversed(SCHOOLS))
    for text in ("THCS Nhựt Tảo", "THCS BĐ", "THCS Bìhn Đức", "THCS Bình Đức Bến Lức"):
        assert backwards.guess(text) == DIRECTORY.guess(text)
