import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.linkage.names import NameComparison, NameFrequencies, NameLevel
from domain.linkage.spelling import name_form
from domain.linkage.weights import DEFAULT_WEIGHTS
from tests.domain.linkage.people import LINH, crowd

FORMS = [name_form(person.full_name) for person in (LINH, *crowd())]
NAMES_OF_THE_COHORT = NameComparison(NameFrequencies(FORMS, DEFAULT_WEIGHTS), DEFAULT_WEIGHTS)


def compare(ours, theirs, *, has_marks=True):
    return NAMES_OF_THE_COHORT.compare(name_form(ours), name_form(theirs), has_marks=has_marks)


@pytest.mark.parametrize(
    ("ours", "theirs", "level"),
    [
        ("TRỊNH KHÁNH LINH", "Trịnh Khánh Linh", NameLevel.EXACT),
        ("Lê Thị Thuý", "Lê Thị Thúy", NameLevel.EXACT),
        ("Lê Thị Lí", "Lê Thị Lý", NameLevel.EXACT),
        ("Trinh Khanh Linh", "Trịnh Khánh Linh", NameLevel.UNMARKED),
        ("Trịnh Khanh Linh", "Trịnh Khánh Linh", NameLevel.ACCENTS),
        ("Trịnh Khảnh Linh", "Trịnh Khánh Linh", NameLevel.ACCENTS),
        ("Trần Văn Phương", "Trần Văn Phượng", NameLevel.OTHER_MARKS),
        ("Trịnh KhánhLinh", "Trịnh Khánh Linh", NameLevel.JOINED),
        ("Trịnh Hoàng Phước", "Trịnh Huỳnh Phước", NameLevel.REGIONAL),
        ("Trần Minh Nhựt", "Trần Minh Nhật", NameLevel.REGIONAL),
        ("Trịnh Khnáh Linh", "Trịnh Khánh Linh", NameLevel.MISSPELT),
        ("Trịnh Khánh Linhh", "Trịnh Khánh Linh", NameLevel.MISSPELT),
        ("Trịnh K. Linh", "Trịnh Khánh Linh", NameLevel.INITIAL),
        ("Chịnh Khánh Linh", "Trịnh Khánh Linh", NameLevel.SOUND),
        ("Trịnh Khánh hinh", "Trịnh Khánh Linh", NameLevel.MISSPELT),
        ("Trịnh Linh", "Trịnh Khánh Linh", NameLevel.SHORTENED),
        ("Trịnh Ngọc Khánh Linh", "Trịnh Khánh Linh", NameLevel.LENGTHENED),
        ("Linh Trịnh Khánh", "Trịnh Khánh Linh", NameLevel.REORDERED),
        ("Trần Thị Lam", "Trần Thị Lan", NameLevel.OTHER_SYLLABLE),
        ("Trịnh Khánh Vy", "Trịnh Khánh Linh", NameLevel.OTHER_SYLLABLE),
        ("Trịnh Hoàng Linh", "Trịnh Khánh Linh", NameLevel.OTHER_MIDDLE),
        ("Trần Khánh Linh", "Trịnh Khánh Linh", NameLevel.OTHER_MIDDLE),
        ("Khánh Linh", "Trịnh Khánh Linh", NameLevel.OTHER_MIDDLE),
        ("Khánh Vy", "Trịnh Khánh Linh", NameLevel.DIFFERENT),
        ("Bùi Quốc Dũng", "Trịnh Khánh Linh", NameLevel.DIFFERENT),
        ("", "Trịnh Khánh Linh", NameLevel.DIFFERENT),
    ],
)
def test_compare_names_level(ours, theirs, level):
    assert compare(ours, theirs)[0] is level


def test_compare_names_marks_are_no_evidence_in_a_file_without_them():
    assert compare("Tran Van Phuong", "Trần Văn Phượng", has_marks=False)[0] is NameLevel.EXACT


def test_compare_names_rare_name_says_more():
    assert compare("Trịnh Khánh Linh", LINH.full_name)[1] > compare("Lê Văn An", "Lê Văn An")[1]


@pytest.mark.parametrize(
    "other",
    ["Trinh Khanh Linh", "Trịnh Khanh Linh", "Trịnh KhánhLinh", "Trịnh Khnáh Linh", "Trịnh Linh"],
)
def test_compare_names_every_departure_costs(other):
    assert compare(other, LINH.full_name)[1] < compare(LINH.full_name, LINH.full_name)[1]


def test_compare_names_of_unusual_length_weigh_more():
    """Hardly anybody has a name of two syllables: one who lost the middle is likelier than him."""
    frequencies = NameFrequencies(FORMS, DEFAULT_WEIGHTS)
    assert frequencies.length_bits(3) < 1 < frequencies.length_bits(2) <= 6
    common = NameFrequencies([*FORMS, *[name_form("Lê An")] * len(FORMS)], DEFAULT_WEIGHTS)
    usual = NameComparison(common, DEFAULT_WEIGHTS)
    forms = name_form("Trịnh Linh"), name_form("Trịnh Khánh Linh")
    assert usual.compare(*forms, has_marks=True)[1] < compare("Trịnh Linh", LINH.full_name)[1] - 2.5


SYLLABLES = (
    "Nguyễn",
    "Trần",
    "Lê",
    "Văn",
    "Thị",
    "Ngọc",
    "An",
    "Ân",
    "Phương",
    "Phượng",
    "Lan",
    "Lam",
)
NAMES = st.lists(st.sampled_from(SYLLABLES), max_size=5).map(" ".join)


@given(NAMES, NAMES, st.booleans())
@settings(deadline=None)
def test_compare_names_nothing_weighs_more_than_the_name_itself(one, other, has_marks):
    alike = compare(one, one, has_marks=has_marks)
    assert alike[0] is (NameLevel.EXACT if one else NameLevel.DIFFERENT)
    assert compare(other, one, has_marks=has_marks)[1] <= alike[1]
    assert alike[1] <= 22


@given(NAMES, NAMES)
@settings(max_examples=30, deadline=None)
def test_compare_names_does_not_depend_on_what_was_compared_before(one, other):
    fresh = NameComparison(NameFrequencies(reversed(FORMS), DEFAULT_WEIGHTS), DEFAULT_WEIGHTS)
    forms = name_form(one), name_form(other)
    assert fresh.compare(*forms, has_marks=True) == compare(one, other)
