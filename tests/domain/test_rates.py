"""The figures: exact shares, the interval, verdicts, and wholes that are the sum of their parts."""

from collections import Counter
from dataclasses import fields, replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.outcome import Evidence, Outcome
from domain.rates import Rate, Tally, Verdict, compare, figures

PLAIN = Tally(
    outcome=Outcome.UPPER_SECONDARY,
    evidence=Evidence.CONFIRMED,
    is_dual=False,
    in_question=False,
    has_vocational_claim=False,
    in_review=False,
    in_vocational_review=False,
)
VOCATIONAL = replace(PLAIN, outcome=Outcome.VOCATIONAL)
DUAL = replace(VOCATIONAL, is_dual=True)
REPORTED = replace(VOCATIONAL, evidence=Evidence.REPORTED)
NOT_KNOWN = replace(PLAIN, outcome=Outcome.NOT_KNOWN, evidence=Evidence.NONE)
CONFLICT = replace(PLAIN, outcome=Outcome.CONFLICT, evidence=Evidence.NONE)
IN_VOCATIONAL_REVIEW = {"in_review": True, "in_vocational_review": True}
TWENTY = Decimal(20)

tallies = st.builds(
    Tally,
    outcome=st.sampled_from(Outcome),
    evidence=st.sampled_from(Evidence),
    is_dual=st.booleans(),
    in_question=st.booleans(),
    has_vocational_claim=st.booleans(),
    in_review=st.booleans(),
    in_vocational_review=st.booleans(),
)
units = st.lists(st.tuples(tallies, st.integers(0, 40)), max_size=12)
percents = st.decimals(0, 100, places=2)


def bounds(unit) -> tuple[int, int, int]:
    return unit.lower.numerator, unit.headline.numerator, unit.upper.numerator


# Rate


@pytest.mark.parametrize(
    ("numerator", "denominator", "target", "reached"),
    [
        (1, 5, Fraction(1, 5), True),
        (499, 2500, Fraction(1, 5), False),  # 19.96 %
        (199_999, 1_000_000, Fraction(1, 5), False),  # prints as 20,00 %
        (1, 3, Fraction(1, 3), True),
        (0, 7, Fraction(0), True),
        (0, 0, Fraction(0), False),
    ],
)
def test_rate_reaches_exactly(numerator, denominator, target, reached):
    assert Rate(numerator, denominator).reaches(target) is reached


def test_rate_as_pair():
    assert Rate(3, 7).as_pair == [3, 7]


# Figures


def test_figures_of_nobody():
    unit = figures([])
    assert (unit.graduates, unit.headline) == (0, Rate(0, 0))
    assert unit.balances()


def test_figures_count_each_outcome():
    unit = figures(
        [
            (PLAIN, 1),
            (replace(PLAIN, outcome=Outcome.CONTINUING), 2),
            (VOCATIONAL, 3),
            (DUAL, 4),
            (replace(PLAIN, outcome=Outcome.NOT_STUDYING), 5),
            (NOT_KNOWN, 6),
            (CONFLICT, 7),
            (replace(NOT_KNOWN, in_review=True), 8),
            (REPORTED, 9),
            (replace(VOCATIONAL, in_question=True), 10),
        ]
    )
    assert unit.graduates == 55
    assert (unit.upper_secondary, unit.continuing, unit.not_studying) == (1, 2, 5)
    assert (unit.vocational, unit.dual, unit.confirmed_vocational) == (26, 4, 7)
    assert (unit.not_known, unit.conflict, unit.in_review) == (14, 7, 8)
    assert unit.wider == Rate(28, 55)
    assert (unit.headline_without_dual, unit.headline_with_dual) == (Rate(22, 55), Rate(26, 55))


@pytest.mark.parametrize(
    ("tally", "expected"),
    [
        (VOCATIONAL, (1, 1, 1)),
        (DUAL, (1, 1, 1)),
        (REPORTED, (0, 1, 1)),
        (replace(VOCATIONAL, in_question=True), (0, 1, 1)),
        (NOT_KNOWN, (0, 0, 1)),
        (replace(NOT_KNOWN, **IN_VOCATIONAL_REVIEW), (0, 0, 1)),
        (replace(VOCATIONAL, **IN_VOCATIONAL_REVIEW), (1, 1, 1)),
        (CONFLICT, (0, 0, 0)),
        (replace(CONFLICT, has_vocational_claim=True), (0, 0, 1)),
        (replace(PLAIN, has_vocational_claim=True), (0, 0, 0)),
        (replace(PLAIN, in_review=True), (0, 0, 0)),
        (replace(PLAIN, **IN_VOCATIONAL_REVIEW), (0, 0, 1)),
        (replace(PLAIN, outcome=Outcome.NOT_STUDYING, **IN_VOCATIONAL_REVIEW), (0, 0, 1)),
        (replace(PLAIN, outcome=Outcome.CONTINUING, is_dual=True), (0, 0, 0)),
    ],
)
def test_figures_interval_of_one_child(tally, expected):
    assert bounds(figures([(tally, 1)])) == expected


@pytest.mark.parametrize(
    ("tally", "expected"),
    [
        (DUAL, (0, 0, 0)),
        (replace(DUAL, **IN_VOCATIONAL_REVIEW), (0, 0, 1)),
        (VOCATIONAL, (1, 1, 1)),
    ],
)
def test_figures_without_dual_keep_the_denominator_and_the_counts(tally, expected):
    unit = figures([(tally, 1)], counts_dual=False)
    assert bounds(unit) == expected
    assert unit.headline.denominator == 1
    assert (unit.vocational, unit.confirmed_vocational, unit.wider) == (1, 1, Rate(1, 1))


def test_figures_refuse_a_negative_count():
    with pytest.raises(ValueError, match="-1"):
        figures([(PLAIN, -1)])


def test_balances_tells_a_missing_child():
    unit = figures([(PLAIN, 3), (NOT_KNOWN, 2)])
    assert unit.balances()
    assert not replace(unit, not_known=1).balances()


@given(units, st.booleans())
def test_figures_are_ordered_and_balance(counts, counts_dual):
    unit = figures(counts, counts_dual=counts_dual)
    assert 0 <= unit.lower.numerator <= unit.headline.numerator <= unit.upper.numerator
    assert unit.upper.numerator <= unit.graduates == sum(count for _, count in counts)
    assert unit.balances()
    expected = unit.headline_with_dual if counts_dual else unit.headline_without_dual
    assert unit.headline == expected


@given(st.lists(units, max_size=4), st.booleans())
def test_figures_of_a_whole_are_the_sum_of_its_parts(parts, counts_dual):
    whole = figures([counted for part in parts for counted in part], counts_dual=counts_dual)
    summed: Counter[str] = Counter()
    for part in parts:
        unit = figures(part, counts_dual=counts_dual)
        for field in fields(unit):
            value = getattr(unit, field.name)
            summed[field.name] += value.numerator if isinstance(value, Rate) else value
    for field in fields(whole):
        value = getattr(whole, field.name)
        if isinstance(value, Rate):
            assert value == Rate(summed[field.name], whole.graduates)
        else:
            assert value == summed[field.name]


# Targets


@pytest.mark.parametrize(
    ("counts", "verdict", "students_short"),
    [
        ([(VOCATIONAL, 20), (PLAIN, 80)], Verdict.MET, 0),
        ([(VOCATIONAL, 30), (PLAIN, 70)], Verdict.MET, 0),
        ([(VOCATIONAL, 499), (PLAIN, 2001)], Verdict.NOT_MET, 1),
        ([(VOCATIONAL, 19), (NOT_KNOWN, 1), (PLAIN, 80)], Verdict.UNDECIDED, 1),
        ([(REPORTED, 20), (PLAIN, 80)], Verdict.UNDECIDED, 0),
        ([(VOCATIONAL, 10), (NOT_KNOWN, 9), (PLAIN, 81)], Verdict.NOT_MET, 10),
        ([(PLAIN, 3)], Verdict.NOT_MET, 1),
        ([], Verdict.UNDECIDED, 0),
    ],
)
def test_compare_with_the_provincial_target(counts, verdict, students_short):
    comparison = compare(figures(counts), TWENTY)
    assert (comparison.verdict, comparison.students_short) == (verdict, students_short)
    assert comparison.percent == TWENTY


def test_compare_reads_the_decimal_exactly():
    unit = figures([(VOCATIONAL, 201), (PLAIN, 799)])
    assert compare(unit, Decimal("20.1")).verdict is Verdict.MET
    assert compare(unit, Decimal("20.1000000000000000001")).verdict is Verdict.NOT_MET


def test_compare_follows_the_rule_of_dual_study():
    counts = [(VOCATIONAL, 15), (DUAL, 5), (PLAIN, 80)]
    assert compare(figures(counts), TWENTY).verdict is Verdict.MET
    without = compare(figures(counts, counts_dual=False), TWENTY)
    assert (without.verdict, without.students_short) == (Verdict.NOT_MET, 5)


@given(units, percents)
def test_compare_students_short_is_exact(counts, percent):
    unit = figures(counts)
    short = compare(unit, percent).students_short
    target = Fraction(percent) / 100

    def reached_with(more: int) -> bool:
        return replace(unit.headline, numerator=unit.headline.numerator + more).reaches(target)

    assert short >= 0
    assert unit.graduates == 0 or reached_with(short)
    assert short == 0 or not reached_with(short - 1)


@given(units, percents, percents)
def test_compare_verdict_never_improves_with_a_higher_target(counts, one, other):
    order = [Verdict.NOT_MET, Verdict.UNDECIDED, Verdict.MET]
    unit = figures(counts)
    low, high = (compare(unit, percent) for percent in sorted([one, other]))
    assert order.index(high.verdict) <= order.index(low.verdict)
    assert high.students_short >= low.students_short


@given(units, percents)
def test_compare_verdict_never_worsens_when_a_child_is_confirmed(counts, percent):
    order = [Verdict.NOT_MET, Verdict.UNDECIDED, Verdict.MET]
    before = figures([*counts, (REPORTED, 1)])
    after = figures([*counts, (VOCATIONAL, 1)])
    verdicts = [order.index(compare(unit, percent).verdict) for unit in (before, after)]
    assert verdicts[0] <= verdicts[1]


@given(units, percents)
def test_compare_verdict_once_decided_survives_whatever_becomes_known(counts, percent):
    """Whatever each unknown child turns out to be, a verdict that was given stays."""
    verdict = compare(figures(counts), percent).verdict
    for found in (VOCATIONAL, PLAIN):
        known = [
            (found if tally.outcome is Outcome.NOT_KNOWN else tally, count)
            for tally, count in counts
        ]
        if verdict is not Verdict.UNDECIDED:
            assert compare(figures(known), percent).verdict is verdict
