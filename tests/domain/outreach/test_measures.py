"""What is counted of outreach, and that no claim is counted as a return."""

from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from domain.outreach.cases import Closing
from domain.outreach.measures import ENDED_OTHERWISE, Course, Measures, measures
from domain.outreach.reasons import ReasonGroup

LISTED = date(2020, 10, 1)


def october(day: int) -> date:
    return date(2020, 10, day)


def test_nothing_listed_has_no_median() -> None:
    assert measures([]) == Measures()


def test_each_measure_counts_its_children() -> None:
    counted = measures(
        [
            Course(LISTED),
            Course(LISTED, acknowledged_on=october(2)),
            Course(LISTED, october(2), october(4), refusal=ReasonGroup.WORK),
            Course(LISTED, october(2), october(6), claimed_on=october(6)),
            Course(
                LISTED, october(2), october(3), confirmed_on=october(11), closing=Closing.RETURNED
            ),
            Course(LISTED, confirmed_on=october(5), closing=Closing.FALSE_ALARM),
            Course(LISTED, None, october(9), closing=Closing.REFUSED, refusal=ReasonGroup.WORK),
            Course(LISTED, closing=Closing.MOVED),
        ]
    )
    assert (counted.listed, counted.acknowledged, counted.visited) == (8, 4, 4)
    assert (counted.claimed, counted.returned, counted.false_alarms) == (1, 1, 1)
    assert (counted.refused, counted.refused_by) == (2, {ReasonGroup.WORK: 2})
    assert (counted.ended_otherwise, counted.open) == (2, 4)
    assert (counted.days_to_visit, counted.days_to_return) == (Fraction(4), Fraction(10))


def test_median_of_an_even_number_is_between_the_two() -> None:
    courses = [Course(LISTED, first_visit_on=october(day)) for day in (2, 3, 6, 30)]
    assert measures(courses).days_to_visit == Fraction(7, 2)


def test_visit_recorded_with_a_day_before_the_list_took_no_time() -> None:
    assert measures([Course(LISTED, first_visit_on=date(2020, 9, 29))]).days_to_visit == 0


def test_refusal_of_a_child_that_came_after_all_is_no_refusal() -> None:
    course = Course(
        LISTED, confirmed_on=october(9), closing=Closing.RETURNED, refusal=ReasonGroup.WORK
    )
    assert (measures([course]).refused, measures([course]).returned) == (0, 1)


courses = st.builds(
    Course,
    st.just(LISTED),
    claimed_on=st.none() | st.dates(october(2), october(30)),
    confirmed_on=st.none() | st.dates(october(2), october(30)),
    closing=st.sampled_from(Closing),
)


@given(st.lists(courses))
def test_every_listed_child_is_open_or_in_class_or_ended(cases: list[Course]) -> None:
    counted = measures(cases)
    assert counted.open == sum(not course.closing for course in cases)
    assert counted.claimed <= counted.open
    assert counted.returned == sum(course.closing is Closing.RETURNED for course in cases)


@given(st.lists(courses), st.sampled_from(ENDED_OTHERWISE))
def test_ending_every_case_by_hand_makes_no_return(cases: list[Course], closing: Closing) -> None:
    open_ones = [Course(c.listed_on, claimed_on=c.claimed_on) for c in cases]
    ended = [Course(c.listed_on, claimed_on=c.claimed_on, closing=closing) for c in cases]
    before, after = measures(open_ones), measures(ended)
    assert (before.returned, before.false_alarms) == (after.returned, after.false_alarms) == (0, 0)
