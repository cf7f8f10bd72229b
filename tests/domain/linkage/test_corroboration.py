"""What stands beside name and date: how rare the birth year is, and a code of this province."""

import pytest

from domain.dates import BirthDate
from domain.linkage import RosterContext, Status, propose
from tests.domain.linkage.people import bare_row, crowd, crowd_row, graduate, pool_of

AWAY = RosterContext(institution_district="D3")
# The office knows no code of hers.
UNCODED = graduate(moet_code="", personal_id="")


def status_of(row):
    neighbours = [person for person in crowd() if person.district_code == "D3"][:30]
    others = [crowd_row(person, 100 + number) for number, person in enumerate(neighbours)]
    return propose([row, *others], pool_of(UNCODED), context=AWAY)[0].status


@pytest.mark.parametrize(
    ("code", "status"),
    [("8099999901", Status.MATCH), ("7999999901", Status.REVIEW), ("", Status.REVIEW)],
)
def test_code_of_this_province_beside_name_and_date_is_company(code, status):
    assert status_of(bare_row(moet_code=code)) is status


def test_code_of_this_province_is_no_company_to_half_a_name_or_date():
    code = "8099999901"
    assert status_of(bare_row(moet_code=code, birth=BirthDate(2005, 3, 9))) is Status.REVIEW
    assert status_of(bare_row(moet_code=code, full_name="Trịnh Linh")) is not Status.MATCH


def birth_bits(theirs, ours):
    person = graduate(birth=theirs)
    row = bare_row(person, birth=ours, moet_code=person.moet_code)
    older = [
        graduate(graduate=2 + number, full_name="Bùi Văn Hà", birth=BirthDate(2004, 5, 6))
        for number in range(60)
    ]
    found = propose([row], pool_of(person, *older), context=AWAY)[0].candidates[0]
    return dict(found.parts)["birth"]


@pytest.mark.parametrize(("month", "day"), [(3, 8), (8, 3), (3, 9), (3, 25), (1, 1)])
def test_dates_of_a_rare_year_say_more_at_every_level(month, day):
    common = birth_bits(BirthDate(2005, 3, 8), BirthDate(2005, month, day))
    rare = birth_bits(BirthDate(2004, 3, 8), BirthDate(2004, month, day))
    assert rare > common + 2


def test_year_nobody_was_born_in_is_a_slip():
    own = BirthDate(2005, 3, 8)
    unknown, older = (birth_bits(own, BirthDate(year, 3, 8)) for year in (2009, 2004))
    assert unknown > older + 2
    # A child of an unusual year written with the usual one may well be another child.
    assert birth_bits(BirthDate(2004, 3, 8), own) < older
