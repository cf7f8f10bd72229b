"""What a stated sex says besides the name."""

import pytest

from domain.linkage.evidence import FieldComparisons
from domain.linkage.sexes import NameSexes
from domain.linkage.spelling import name_form
from domain.linkage.weights import DEFAULT_WEIGHTS

FIELDS = FieldComparisons(DEFAULT_WEIGHTS)
COHORT = [
    *[(name_form("Nguyễn Thị An"), "F")] * 40,
    *[(name_form("Nguyễn Văn An"), "M")] * 40,
    *[(name_form("Nguyễn Thanh An"), "M")] * 10,
    *[(name_form("Nguyễn Thanh An"), "F")] * 10,
    (name_form("Nguyễn Văn An"), ""),
]
SEXES = NameSexes(COHORT)


def bits(name, ours, theirs):
    share = SEXES.share(name_form(name), ours)
    return FIELDS.genders(ours, theirs, share=share)[1]


@pytest.mark.parametrize(
    ("name", "least", "most"),
    [("Lê Thị An", 0.9, 1), ("Lê Văn An", 0, 0.1), ("Lê Thanh An", 0.45, 0.55), ("", 0.5, 0.5)],
)
def test_share_of_girls_follows_the_name(name, least, most):
    assert least <= SEXES.share(name_form(name), "F") <= most


def test_shares_of_both_sexes_are_the_whole():
    form = name_form("Trần Thị An")
    assert SEXES.share(form, "F") + SEXES.share(form, "M") == pytest.approx(1)


def test_family_name_says_nothing():
    assert SEXES.share(name_form("Thị An"), "F") == SEXES.share(name_form("Văn An"), "F")


def test_order_of_the_cohort_decides_nothing():
    form = name_form("Trần Thanh An")
    assert NameSexes(reversed(COHORT)).share(form, "F") == SEXES.share(form, "F")


def test_sex_that_the_name_has_told_says_little_either_way():
    assert bits("Lê Thị An", "F", "F") < 0.2 < 0.9 < bits("Lê Thanh An", "F", "F")
    assert bits("Lê Thanh An", "M", "F") < -5 < bits("Lê Thị An", "M", "F") < 0


def test_cohort_without_sexes_knows_nothing():
    assert NameSexes([]).share(name_form("Lê Thị An"), "M") == 0.5
