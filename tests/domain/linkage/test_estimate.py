"""Weights estimated from rosters whose errors are known because they were put there."""

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import pytest

from domain.dates import BirthDate
from domain.linkage import RosterContext, RosterPerson
from domain.linkage.estimate import Estimate, StoredRoster, estimate_by_em, estimate_from_known
from domain.linkage.evidence import date_level
from domain.linkage.weights import DEFAULT_WEIGHTS, read_weights
from tests.domain.linkage.people import SCHOOLS, crowd, crowd_row

CONTEXT = RosterContext()
ROWS = 120
# Of 120 rows: 24 with another birth date altogether, 20 of the other sex, 16 with a slip in the
# family name, 10 with the code of somebody else.
OTHER_DATE, OTHER_SEX, SLIP, OTHER_CODE = 24, 20, 16, 10


def roster(*, is_known: bool = True, backwards: bool = False) -> StoredRoster:
    rows = list(spoilt_rows())
    known = {row: crowd()[row].graduate for row in range(ROWS)} if is_known else {}
    return StoredRoster(CONTEXT, rows[::-1] if backwards else rows, known)


def spoilt_rows() -> Iterator[RosterPerson]:
    for number, person in enumerate(crowd()[:ROWS]):
        row = crowd_row(person, number)
        if number < OTHER_DATE:
            row = replace(row, birth=BirthDate(2003, 7, 29))
        elif number < OTHER_DATE + OTHER_SEX:
            row = replace(row, gender="M" if person.gender == "F" else "F")
        elif number < OTHER_DATE + OTHER_SEX + SLIP:
            family, rest = person.full_name.split(" ", 1)
            row = replace(row, full_name=f"{family}q {rest}")
        elif number < OTHER_DATE + OTHER_SEX + SLIP + OTHER_CODE:
            row = replace(row, moet_code="7999999999")
        yield row


def by_name(estimate: Estimate) -> dict[str, float]:
    return {each.name: each.estimated for each in estimate.parameters}


@cache
def known() -> Estimate:
    return estimate_from_known([roster()], crowd(), SCHOOLS, DEFAULT_WEIGHTS)


def blindly() -> Counter[str]:
    """Levels of birth dates between every row and every graduate."""
    return Counter(
        date_level(row.birth, person.birth).value for row in spoilt_rows() for person in crowd()
    )


def test_shares_are_those_that_were_put_there():
    found = by_name(known())
    syllables = sum(len(person.full_name.split()) for person in crowd()[:ROWS])
    assert found["name_typo"] == pytest.approx(SLIP / syllables, abs=0.0001)
    assert found["name_exact"] == pytest.approx(1 - SLIP / syllables, abs=0.0001)


def test_bits_are_m_over_u_of_blind_pairs():
    found, u = by_name(known()), blindly()
    of_anybody = u["different"] / u.total()
    expected = math.log2(OTHER_DATE / ROWS / of_anybody)
    assert found["birth_different"] == pytest.approx(expected, abs=0.005)
    stated = ROWS - OTHER_DATE
    one_year = sum(
        row.birth.year == person.birth.year for row in spoilt_rows() for person in crowd()
    )
    expected = math.log2(stated / ROWS / (u["exact"] / one_year))
    assert found["birth_exact"] == pytest.approx(expected, abs=0.005)


def test_level_hardly_seen_keeps_its_value():
    parameters = {each.name: each for each in known().parameters}
    assert parameters["code_near"].is_kept
    assert parameters["code_near"].estimated == DEFAULT_WEIGHTS.code_near
    # Ten of the other code are enough; nothing was ever told of guardians.
    assert not parameters["moet_code_against"].is_kept
    assert (parameters["guardian_equal"].seen, parameters["guardian_equal"].is_kept) == (0, True)


def test_em_finds_the_same_without_being_told_who_is_who():
    unknown = [roster(is_known=False)]
    start = replace(DEFAULT_WEIGHTS, name_typo=0.2, birth_different=-3.0, gender_wrong_share=0.2)
    found, told = estimate_by_em(unknown, crowd(), SCHOOLS, start), by_name(known())
    estimated = by_name(found)
    assert found.pairs == pytest.approx(ROWS, abs=4)
    assert estimated["name_typo"] == pytest.approx(told["name_typo"], abs=0.004)
    assert estimated["birth_different"] == pytest.approx(told["birth_different"], abs=0.15)
    assert estimated["birth_exact"] == pytest.approx(told["birth_exact"], abs=0.15)


def test_em_stops_when_it_stands():
    unknown = [roster(is_known=False)]
    found = estimate_by_em(unknown, crowd(), SCHOOLS, DEFAULT_WEIGHTS, rounds=9)
    assert 1 < found.rounds < 9
    again = estimate_by_em(unknown, crowd(), SCHOOLS, found.weights)
    assert again.rounds == 1


def test_estimate_does_not_depend_on_the_order_of_rows():
    backwards = estimate_from_known([roster(backwards=True)], crowd(), SCHOOLS, DEFAULT_WEIGHTS)
    # Which blind pairs are drawn does not change while all of them are.
    assert backwards.weights == known().weights


def test_version_is_made_of_the_content_and_the_table_can_be_read_back():
    weights = known().weights
    assert weights.version == known().weights.version != DEFAULT_WEIGHTS.version
    assert read_weights(weights.as_json()) == weights
    start = replace(DEFAULT_WEIGHTS, namesake_bits=8.0)
    other = estimate_from_known([roster()], crowd(), SCHOOLS, start).weights
    assert other.namesake_bits == 8.0
    assert other.version != weights.version
