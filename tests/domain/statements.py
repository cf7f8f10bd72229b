"""Statements of invented institutions and families, and the standing they give in any order."""

from datetime import UTC, date, datetime
from itertools import count, permutations

from domain.outcome import Evidence, Outcome, Place, Programme, Stage, Standing, Statement, derive

OUTCOMES = {
    Programme.UPPER_SECONDARY: Outcome.UPPER_SECONDARY,
    Programme.CONTINUING: Outcome.CONTINUING,
    Programme.ELEMENTARY: Outcome.VOCATIONAL,
    Programme.INTERMEDIATE: Outcome.VOCATIONAL,
    Programme.COLLEGE_NINE_PLUS: Outcome.VOCATIONAL,
}
SEPTEMBER, OCTOBER, NOVEMBER = date(2020, 9, 5), date(2020, 10, 5), date(2020, 11, 5)
DECEMBER = date(2020, 12, 5)
_identities = count(1)


def said(programme: Programme, institution: str = "a", **given) -> Statement:
    """A statement as an invented institution or family would make it; reported unless told."""
    studies = programme in OUTCOMES or programme is Programme.SHORT_COURSE
    fields = {
        "identity": next(_identities),
        "place": Place.NONE,
        "stage": Stage.STUDYING if studies else Stage.NONE,
        "evidence": Evidence.REPORTED,
        "stated_on": SEPTEMBER,
        "recorded_at": datetime(2020, 12, 31, tzinfo=UTC),
    }
    return Statement(
        programme=programme, institution=institution if studies else "", **(fields | given)
    )


def confirmed(programme: Programme, institution: str = "a", **given) -> Statement:
    return said(programme, institution, evidence=Evidence.CONFIRMED, **given)


def standing(*statements: Statement) -> Standing:
    """The standing, proved to be the same in every order in which the statements may come."""
    results = {derive(order) for order in permutations(statements)}
    assert len(results) == 1
    return results.pop()
