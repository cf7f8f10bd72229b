"""The rules of the outcome, one by one: what counts, what weighs more, what conflicts."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from domain.outcome import Evidence, Outcome, Place, Programme, Stage
from tests.domain.statements import (
    NOVEMBER,
    OCTOBER,
    OUTCOMES,
    SEPTEMBER,
    confirmed,
    said,
    standing,
)

NOT_STUDYING = (
    Programme.WORKING,
    Programme.AT_HOME,
    Programme.ABROAD,
    Programme.DECEASED,
    Programme.OTHER_NOT_STUDYING,
)


def test_derive_without_statements_is_not_known():
    result = standing()
    assert (result.outcome, result.evidence) == (Outcome.NOT_KNOWN, Evidence.NONE)
    assert result.deciding == ()
    assert not result.is_admitted


@pytest.mark.parametrize("evidence", [Evidence.CONFIRMED, Evidence.REPORTED])
@pytest.mark.parametrize(("programme", "outcome"), OUTCOMES.items())
def test_derive_studying_follows_the_programme(programme, outcome, evidence):
    statement = said(programme, evidence=evidence, place=Place.OUTSIDE, institution_id=7)
    result = standing(statement)
    assert (result.outcome, result.evidence, result.place) == (outcome, evidence, Place.OUTSIDE)
    assert result.institution_id == 7
    assert result.deciding == (statement.identity,)
    assert not (result.is_dual or result.in_question or result.is_admitted)


@pytest.mark.parametrize("programme", NOT_STUDYING)
def test_derive_known_not_to_study(programme):
    result = standing(confirmed(programme, place=Place.OUTSIDE, institution_id=7))
    assert (result.outcome, result.evidence) == (Outcome.NOT_STUDYING, Evidence.CONFIRMED)
    assert (result.place, result.institution_id) == (Place.NONE, None)


@pytest.mark.parametrize("programme", [Programme.SHORT_COURSE, Programme.UNREACHED])
def test_derive_programme_that_says_nothing_is_not_known(programme):
    assert standing(confirmed(programme)).outcome is Outcome.NOT_KNOWN


@pytest.mark.parametrize("programme", OUTCOMES)
def test_derive_studying_programme_without_stage_is_not_known(programme):
    assert standing(confirmed(programme, stage=Stage.NONE)).outcome is Outcome.NOT_KNOWN


def test_derive_reads_plain_text_codes_like_members():
    # A database returns the codes as plain text.
    plain = said("INTERMEDIATE", evidence="CONFIRMED", stage="STUDYING", place="OUTSIDE")
    plain_continuing = said("CONTINUING", "b", evidence="CONFIRMED", stage="STUDYING")
    result = standing(plain, plain_continuing)
    assert (result.outcome, result.is_dual) == (Outcome.VOCATIONAL, True)
    assert result.place is Place.OUTSIDE


# The order of weight: evidence, then stated_on, then recorded_at, then identity.


def test_derive_confirmed_beats_a_later_report():
    result = standing(
        confirmed(Programme.UPPER_SECONDARY, stated_on=SEPTEMBER),
        said(Programme.CONTINUING, "b", stated_on=NOVEMBER),
    )
    assert (result.outcome, result.evidence) == (Outcome.UPPER_SECONDARY, Evidence.CONFIRMED)


def test_derive_later_stated_beats_later_recorded():
    result = standing(
        said(Programme.UPPER_SECONDARY, recorded_at=datetime(2020, 12, 2, tzinfo=UTC)),
        said(Programme.AT_HOME, stated_on=OCTOBER, recorded_at=datetime(2020, 12, 1, tzinfo=UTC)),
    )
    assert result.outcome is Outcome.NOT_STUDYING


def test_derive_later_recorded_beats_larger_identity():
    early, late = (datetime(2020, 12, day, tzinfo=UTC) for day in (1, 2))
    result = standing(
        said(Programme.UPPER_SECONDARY, identity=1, recorded_at=late),
        said(Programme.AT_HOME, identity=2, recorded_at=early),
    )
    assert result.outcome is Outcome.UPPER_SECONDARY


def test_derive_identity_settles_what_is_otherwise_equal():
    result = standing(
        said(Programme.UPPER_SECONDARY, identity=9), said(Programme.AT_HOME, identity=10)
    )
    assert result.deciding == (10,)


def test_derive_identities_of_two_kinds_compare():
    result = standing(
        said(Programme.UPPER_SECONDARY, identity=9), said(Programme.AT_HOME, identity="new")
    )
    assert result.deciding == ("new",)


def test_derive_later_report_of_another_institution_gives_its_place():
    result = standing(
        said(Programme.INTERMEDIATE, "a", place=Place.IN_DISTRICT, institution_id=1),
        said(
            Programme.INTERMEDIATE,
            "b",
            place=Place.OUTSIDE,
            institution_id=2,
            stated_on=OCTOBER,
        ),
    )
    assert (result.place, result.institution_id) == (Place.OUTSIDE, 2)


def test_derive_vague_repeat_keeps_the_named_institution():
    result = standing(
        said(Programme.INTERMEDIATE, "a", place=Place.IN_DISTRICT, institution_id=1),
        said(Programme.ELEMENTARY, "", stated_on=OCTOBER),
    )
    assert (result.place, result.institution_id) == (Place.IN_DISTRICT, 1)


# Dual study


@pytest.mark.parametrize("vocational", [Evidence.CONFIRMED, Evidence.REPORTED])
@pytest.mark.parametrize("continuing", [Evidence.CONFIRMED, Evidence.REPORTED])
@pytest.mark.parametrize("continuing_stated_on", [SEPTEMBER, OCTOBER, NOVEMBER])
def test_derive_dual_is_vocational_with_the_vocational_evidence(
    continuing, vocational, continuing_stated_on
):
    trade = said(
        Programme.INTERMEDIATE,
        "b",
        evidence=vocational,
        stated_on=OCTOBER,
        place=Place.IN_PROVINCE,
        institution_id=2,
    )
    school = said(
        Programme.CONTINUING,
        "a",
        evidence=continuing,
        stated_on=continuing_stated_on,
        place=Place.IN_DISTRICT,
        institution_id=1,
    )
    result = standing(trade, school)
    assert (result.outcome, result.is_dual) == (Outcome.VOCATIONAL, True)
    assert (result.evidence, result.place) == (vocational, Place.IN_PROVINCE)
    assert result.institution_id == 2
    assert result.deciding == (trade.identity, school.identity)
    assert not result.in_question


def test_derive_dual_at_one_centre_that_runs_both():
    result = standing(confirmed(Programme.CONTINUING), confirmed(Programme.INTERMEDIATE))
    assert (result.outcome, result.is_dual) == (Outcome.VOCATIONAL, True)


def test_derive_upper_secondary_with_vocational_is_not_dual():
    result = standing(
        said(Programme.UPPER_SECONDARY), said(Programme.INTERMEDIATE, "b", stated_on=OCTOBER)
    )
    assert (result.outcome, result.is_dual) == (Outcome.VOCATIONAL, False)


def test_derive_continuing_left_for_upper_secondary_does_not_return_as_dual():
    result = standing(
        said(Programme.CONTINUING, "a", stated_on=SEPTEMBER),
        said(Programme.UPPER_SECONDARY, "b", stated_on=OCTOBER),
        said(Programme.INTERMEDIATE, "c", stated_on=NOVEMBER),
    )
    assert (result.outcome, result.is_dual) == (Outcome.VOCATIONAL, False)


# Conflict


@pytest.mark.parametrize(
    ("claims", "is_vocational"),
    [
        ([(Programme.UPPER_SECONDARY, "a"), (Programme.UPPER_SECONDARY, "b")], False),
        ([(Programme.UPPER_SECONDARY, "a"), (Programme.CONTINUING, "a")], False),
        ([(Programme.UPPER_SECONDARY, "a"), (Programme.ELEMENTARY, "b")], True),
        ([(Programme.UPPER_SECONDARY, ""), (Programme.ELEMENTARY, "")], True),
        ([(Programme.CONTINUING, "a"), (Programme.CONTINUING, "b")], False),
        ([(Programme.INTERMEDIATE, "a"), (Programme.ELEMENTARY, "b")], True),
        ([(Programme.UPPER_SECONDARY, "a"), (Programme.AT_HOME, "")], False),
        ([(Programme.INTERMEDIATE, "a"), (Programme.WORKING, "")], True),
        (
            [
                (Programme.CONTINUING, "a"),
                (Programme.CONTINUING, "b"),
                (Programme.INTERMEDIATE, "c"),
            ],
            True,
        ),
    ],
)
def test_derive_confirmed_claims_that_cannot_all_be_true_conflict(claims, is_vocational):
    statements = [confirmed(programme, institution) for programme, institution in claims]
    result = standing(*statements)
    assert (result.outcome, result.has_vocational_claim) == (Outcome.CONFLICT, is_vocational)
    assert (result.evidence, result.place) == (Evidence.NONE, Place.NONE)
    assert result.institution_id is None
    assert set(result.deciding) == {statement.identity for statement in statements}


@pytest.mark.parametrize(
    ("claims", "outcome"),
    [
        ([(Programme.INTERMEDIATE, "a"), (Programme.ELEMENTARY, "a")], Outcome.VOCATIONAL),
        ([(Programme.UPPER_SECONDARY, "a"), (Programme.UPPER_SECONDARY, "a")], None),
        ([(Programme.UPPER_SECONDARY, "a"), (Programme.UPPER_SECONDARY, "")], None),
        ([(Programme.WORKING, ""), (Programme.ABROAD, "")], Outcome.NOT_STUDYING),
    ],
)
def test_derive_confirmed_repeats_do_not_conflict(claims, outcome):
    result = standing(*(confirmed(programme, institution) for programme, institution in claims))
    assert result.outcome is (outcome or Outcome.UPPER_SECONDARY)
    assert result.evidence is Evidence.CONFIRMED


def test_derive_two_places_of_work_do_not_conflict():
    working = confirmed(Programme.WORKING)
    elsewhere = replace(working, identity="other", institution="b")
    result = standing(replace(working, institution="a"), elsewhere)
    assert result.outcome is Outcome.NOT_STUDYING


def test_derive_reports_never_conflict():
    result = standing(
        said(Programme.UPPER_SECONDARY), said(Programme.UPPER_SECONDARY, "b", stated_on=OCTOBER)
    )
    assert result.outcome is Outcome.UPPER_SECONDARY


def test_derive_conflict_between_schools_ignores_a_vocational_report():
    result = standing(
        confirmed(Programme.UPPER_SECONDARY, "a"),
        confirmed(Programme.UPPER_SECONDARY, "b"),
        said(Programme.INTERMEDIATE, "c", stated_on=NOVEMBER),
    )
    assert (result.outcome, result.has_vocational_claim) == (Outcome.CONFLICT, False)


# Admission


@pytest.mark.parametrize("evidence", [Evidence.CONFIRMED, Evidence.REPORTED])
def test_derive_only_admitted_is_not_known(evidence):
    statement = said(Programme.INTERMEDIATE, stage=Stage.ADMITTED, evidence=evidence)
    result = standing(statement)
    assert (result.outcome, result.is_admitted) == (Outcome.NOT_KNOWN, True)
    assert result.evidence is Evidence.NONE
    assert result.deciding == (statement.identity,)


def test_derive_admitted_elsewhere_does_not_show_beside_studying():
    result = standing(
        confirmed(Programme.UPPER_SECONDARY, stage=Stage.ADMITTED, stated_on=NOVEMBER),
        said(Programme.INTERMEDIATE, "b"),
    )
    assert (result.outcome, result.is_admitted) == (Outcome.VOCATIONAL, False)
    assert not result.in_question


@pytest.mark.parametrize(
    "no_use",
    [
        {"programme": Programme.SHORT_COURSE},
        {"programme": Programme.INTERMEDIATE, "ended_on": OCTOBER},
    ],
)
def test_derive_admission_that_means_nothing_is_not_shown(no_use):
    result = standing(confirmed(**no_use, stage=Stage.ADMITTED))
    assert (result.outcome, result.is_admitted) == (Outcome.NOT_KNOWN, False)


@pytest.mark.parametrize(("admitted_on", "is_admitted"), [(SEPTEMBER, False), (NOVEMBER, True)])
def test_derive_admission_shows_only_if_later_than_the_end(admitted_on, is_admitted):
    result = standing(
        confirmed(Programme.UPPER_SECONDARY, stage=Stage.NO_SHOW, stated_on=OCTOBER),
        confirmed(Programme.INTERMEDIATE, "b", stage=Stage.ADMITTED, stated_on=admitted_on),
    )
    assert (result.outcome, result.is_admitted) == (Outcome.NOT_KNOWN, is_admitted)
