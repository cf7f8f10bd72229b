"""What holds of the outcome for any set of statements whatever."""

from dataclasses import replace
from datetime import UTC, date, datetime

from hypothesis import assume, given
from hypothesis import strategies as st

from domain.outcome import Evidence, Outcome, Place, Programme, Stage, Statement, derive

DAYS = st.integers(1, 6).map(lambda number: date(2020, 9, number))
SAYS_NOTHING = (Programme.SHORT_COURSE, Programme.UNREACHED)
VOCATIONAL = (Programme.ELEMENTARY, Programme.INTERMEDIATE, Programme.COLLEGE_NINE_PLUS)

# Few days and few institutions, so that statements meet: most rules are about pairs of them.
bodies = st.builds(
    Statement,
    identity=st.just(0),
    programme=st.sampled_from(Programme),
    institution=st.sampled_from(["", "a", "b"]),
    place=st.sampled_from(Place),
    stage=st.one_of(st.just(Stage.STUDYING), st.sampled_from(Stage)),
    evidence=st.sampled_from([Evidence.CONFIRMED, Evidence.REPORTED]),
    stated_on=DAYS,
    recorded_at=st.integers(1, 3).map(lambda number: datetime(2020, 12, number, tzinfo=UTC)),
    ended_on=st.one_of(st.none(), st.none(), DAYS),
    institution_id=st.none(),
)


def numbered(statements: list[Statement]) -> list[Statement]:
    return [replace(statement, identity=i) for i, statement in enumerate(statements)]


children = st.lists(bodies, max_size=6).map(numbered)
heard_of_children = st.lists(bodies, min_size=1, max_size=6).map(numbered)


@given(children, st.randoms(use_true_random=False))
def test_derive_does_not_depend_on_the_order(statements, random):
    shuffled = list(statements)
    random.shuffle(shuffled)
    assert derive(shuffled) == derive(statements)


@given(children)
def test_derive_gives_one_outcome_that_agrees_with_itself(statements):
    result = derive(statements)
    assert isinstance(result.outcome, Outcome)
    is_known = result.outcome not in (Outcome.NOT_KNOWN, Outcome.CONFLICT)
    assert (result.evidence is not Evidence.NONE) == is_known
    if not is_known or result.outcome is Outcome.NOT_STUDYING:
        assert result.place is Place.NONE
    assert set(result.deciding) <= {statement.identity for statement in statements}
    assert result.reason.endswith(".")


@given(children)
def test_derive_is_dual_only_from_a_continuing_and_a_vocational_statement(statements):
    result = derive(statements)
    deciding = [s.programme for i in result.deciding for s in statements if s.identity == i]
    is_pair = (
        len(deciding) == 2 and deciding[0] in VOCATIONAL and deciding[1] == Programme.CONTINUING
    )
    assert result.is_dual == (is_pair and result.outcome is Outcome.VOCATIONAL)


@given(children)
def test_derive_is_in_question_only_when_confirmed(statements):
    result = derive(statements)
    assert not result.in_question or result.evidence is Evidence.CONFIRMED


@given(children)
def test_derive_is_admitted_only_when_not_known(statements):
    result = derive(statements)
    assert not result.is_admitted or result.outcome is Outcome.NOT_KNOWN


@given(children)
def test_derive_conflict_comes_from_confirmed_statements_only(statements):
    result = derive(statements)
    if result.outcome is Outcome.CONFLICT:
        claims = [s for s in statements if s.identity in result.deciding]
        assert len(claims) > 1
        assert all(claim.evidence is Evidence.CONFIRMED for claim in claims)
        assert result.has_vocational_claim == any(c.programme in VOCATIONAL for c in claims)
    else:
        assert not result.has_vocational_claim


@given(children, bodies, st.sampled_from(SAYS_NOTHING))
def test_derive_statement_that_says_nothing_changes_nothing(statements, added, programme):
    silent = replace(added, identity=99, programme=programme)
    assert derive([*statements, silent]) == derive(statements)


@given(children, bodies)
def test_derive_admission_changes_no_outcome(statements, added):
    admission = replace(added, identity=99, stage=Stage.ADMITTED)
    before, after = derive(statements), derive([*statements, admission])
    # An admission may only turn "nothing known" into "admitted", and say so in the reason.
    kept = replace(
        after,
        is_admitted=before.is_admitted,
        deciding=before.deciding,
        reason=before.reason,
    )
    assert kept == before
    assert after.is_admitted or after == before


@given(heard_of_children, st.data())
def test_derive_repeated_statement_changes_nothing(statements, data):
    said = data.draw(st.sampled_from(statements))
    # Two statements of one day and one moment are told apart by their identity alone, so a repeat
    # with a later identity is a later word than a rival of that very moment.
    rivals = [s for s in statements if s is not said]
    assume(all((s.stated_on, s.recorded_at) != (said.stated_on, said.recorded_at) for s in rivals))
    before, after = derive(statements), derive([*statements, replace(said, identity=99)])
    assert replace(after, deciding=before.deciding) == before


@given(children)
def test_derive_a_confirmed_row_is_never_lost_to_reports(statements):
    confirmed = [s for s in statements if s.evidence is Evidence.CONFIRMED]
    alone = derive(confirmed)
    if alone.outcome is Outcome.NOT_KNOWN:
        return
    together = derive(statements)
    if alone.outcome is Outcome.CONTINUING and together.is_dual:
        return
    assert together.outcome is alone.outcome
