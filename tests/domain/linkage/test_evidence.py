import pytest

from domain.dates import BirthDate
from domain.linkage.evidence import Agreement, DateLevel, FieldComparisons, date_level
from domain.linkage.weights import DEFAULT_WEIGHTS

FIELDS = FieldComparisons(DEFAULT_WEIGHTS)


@pytest.mark.parametrize(
    ("ours", "theirs", "level"),
    [
        (BirthDate(2005, 3, 8), BirthDate(2005, 3, 8), DateLevel.EXACT),
        (BirthDate(2005, 8, 3), BirthDate(2005, 3, 8), DateLevel.SWAPPED),
        (BirthDate(2005, 3, 9), BirthDate(2005, 3, 8), DateLevel.ONE_DIGIT),
        (BirthDate(2006, 3, 8), BirthDate(2005, 3, 8), DateLevel.YEAR_SLIP),
        (BirthDate(2005, 3, 21), BirthDate(2005, 3, 12), DateLevel.ONE_DIGIT),
        (BirthDate(2005), BirthDate(2005, 3, 8), DateLevel.YEAR_ONLY),
        (BirthDate(2005, 3), BirthDate(2005, 3, 8), DateLevel.YEAR_ONLY),
        (BirthDate(2005, 4), BirthDate(2005, 3, 8), DateLevel.DIFFERENT),
        (BirthDate(2004), BirthDate(2005, 3, 8), DateLevel.DIFFERENT),
        (BirthDate(2005, 3, 19), BirthDate(2005, 3, 8), DateLevel.OTHER_DAY),
        (BirthDate(2005, 4, 19), BirthDate(2005, 3, 8), DateLevel.DIFFERENT),
        (BirthDate(2005, 1, 1), BirthDate(2005, 3, 8), DateLevel.UNKNOWN),
        (BirthDate(2004, 1, 1), BirthDate(2005, 3, 8), DateLevel.DIFFERENT),
        (BirthDate(1985, 3, 8), BirthDate(2005, 3, 8), DateLevel.DIFFERENT),
        (None, BirthDate(2005, 3, 8), DateLevel.MISSING),
        (BirthDate(2005, 3, 8), None, DateLevel.MISSING),
    ],
)
def test_date_level(ours, theirs, level):
    assert date_level(ours, theirs) is level


@pytest.mark.parametrize(
    ("ours", "theirs", "agreement"),
    [
        ("8012345678", "8012345678", Agreement.FULL),
        ("8012345678", "8012345687", Agreement.NEAR),
        ("8012345678", "8012345679", Agreement.NEAR),
        # The last zero, or a digit, was lost and the length mended in front.
        ("0801234567", "8012345670", Agreement.NEAR),
        ("0801235678", "8012345678", Agreement.NEAR),
        ("8012345678", "8098765432", Agreement.AGAINST),
        ("301234567", "080305123456", Agreement.SILENT),
        ("", "8012345678", Agreement.SILENT),
    ],
)
def test_compare_codes_agreement(ours, theirs, agreement):
    assert FIELDS.codes(ours, theirs, against=-6.0)[0] is agreement


@pytest.mark.parametrize(
    ("verdict", "agreement"),
    [
        (FIELDS.genders("F", "F", share=0.5), Agreement.FULL),
        (FIELDS.genders("F", "M", share=0.5), Agreement.AGAINST),
        (FIELDS.genders("", "M", share=0.5), Agreement.SILENT),
        (FIELDS.phones("0912345678", "0912345678"), Agreement.FULL),
        (FIELDS.phones("0912345678", "0912345687"), Agreement.NEAR),
        (FIELDS.phones("0912345678", "0387654321"), Agreement.AGAINST),
        (FIELDS.phones("", "0387654321"), Agreement.SILENT),
        (FIELDS.guardians(("trinh", "quoc", "thai"), ("trinh", "quoc", "thai")), Agreement.FULL),
        (FIELDS.guardians(("trinh", "quoc", "thia"), ("trinh", "quoc", "thai")), Agreement.NEAR),
        (FIELDS.guardians(("le", "thi", "my"), ("trinh", "quoc", "thai")), Agreement.AGAINST),
        (FIELDS.guardians((), ("trinh", "quoc", "thai")), Agreement.SILENT),
    ],
)
def test_compare_other_fields_agreement(verdict, agreement):
    assert verdict[0] is agreement
    assert (verdict[1] > 0) == (agreement in {Agreement.FULL, Agreement.NEAR})
    assert (verdict[1] < 0) == (agreement is Agreement.AGAINST)
