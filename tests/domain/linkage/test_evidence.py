import pytest

from domain.dates import BirthDate
from domain.linkage.evidence import (
    Agreement,
    DateLevel,
    compare_codes,
    compare_dates,
    compare_genders,
    compare_guardians,
    compare_phones,
)


@pytest.mark.parametrize(
    ("ours", "theirs", "level"),
    [
        (BirthDate(2005, 3, 8), BirthDate(2005, 3, 8), DateLevel.EXACT),
        (BirthDate(2005, 8, 3), BirthDate(2005, 3, 8), DateLevel.SWAPPED),
        (BirthDate(2005, 3, 9), BirthDate(2005, 3, 8), DateLevel.ONE_DIGIT),
        (BirthDate(2006, 3, 8), BirthDate(2005, 3, 8), DateLevel.ONE_DIGIT),
        (BirthDate(2005, 3, 21), BirthDate(2005, 3, 12), DateLevel.ONE_DIGIT),
        (BirthDate(2005), BirthDate(2005, 3, 8), DateLevel.YEAR_ONLY),
        (BirthDate(2005, 3), BirthDate(2005, 3, 8), DateLevel.YEAR_ONLY),
        (BirthDate(2005, 4), BirthDate(2005, 3, 8), DateLevel.DIFFERENT),
        (BirthDate(2004), BirthDate(2005, 3, 8), DateLevel.DIFFERENT),
        (BirthDate(2005, 3, 19), BirthDate(2005, 3, 8), DateLevel.DIFFERENT),
        (None, BirthDate(2005, 3, 8), DateLevel.MISSING),
        (BirthDate(2005, 3, 8), None, DateLevel.MISSING),
    ],
)
def test_compare_dates_level(ours, theirs, level):
    assert compare_dates(ours, theirs)[0] is level


@pytest.mark.parametrize(
    ("ours", "theirs", "agreement"),
    [
        ("8012345678", "8012345678", Agreement.FULL),
        ("8012345678", "8012345687", Agreement.NEAR),
        ("8012345678", "8012345679", Agreement.NEAR),
        ("8012345678", "8098765432", Agreement.AGAINST),
        ("301234567", "080305123456", Agreement.SILENT),
        ("", "8012345678", Agreement.SILENT),
    ],
)
def test_compare_codes_agreement(ours, theirs, agreement):
    assert compare_codes(ours, theirs, against=-6.0)[0] is agreement


@pytest.mark.parametrize(
    ("verdict", "agreement"),
    [
        (compare_genders("F", "F"), Agreement.FULL),
        (compare_genders("F", "M"), Agreement.AGAINST),
        (compare_genders("", "M"), Agreement.SILENT),
        (compare_phones("0912345678", "0912345678"), Agreement.FULL),
        (compare_phones("0912345678", "0912345687"), Agreement.NEAR),
        (compare_phones("0912345678", "0387654321"), Agreement.AGAINST),
        (compare_phones("", "0387654321"), Agreement.SILENT),
        (compare_guardians(("trinh", "quoc", "thai"), ("trinh", "quoc", "thai")), Agreement.FULL),
        (compare_guardians(("trinh", "quoc", "thia"), ("trinh", "quoc", "thai")), Agreement.NEAR),
        (compare_guardians(("le", "thi", "my"), ("trinh", "quoc", "thai")), Agreement.AGAINST),
        (compare_guardians((), ("trinh", "quoc", "thai")), Agreement.SILENT),
    ],
)
def test_compare_other_fields_agreement(verdict, agreement):
    assert verdict[0] is agreement
    assert (verdict[1] > 0) == (agreement in {Agreement.FULL, Agreement.NEAR})
    assert (verdict[1] < 0) == (agreement is Agreement.AGAINST)
