"""What outreach achieved, counted over the courses of cases; each measure as docs/indicators.md
defines it.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from domain.outreach.cases import Closing
from domain.outreach.reasons import ReasonGroup


@dataclass(frozen=True)
class Course:
    """One listed child up to the day of the figures; None where it has not happened.

    `claimed_on` is set while the last visit was a claim, `refusal` while it was a refusal.
    """

    listed_on: date
    acknowledged_on: date | None = None
    first_visit_on: date | None = None
    claimed_on: date | None = None
    confirmed_on: date | None = None
    closing: Closing = Closing.NONE
    refusal: ReasonGroup | None = None


@dataclass(frozen=True)
class Measures:
    """Counts of children; medians in days, None where there is nothing to take one of."""

    listed: int = 0
    acknowledged: int = 0
    visited: int = 0
    claimed: int = 0
    returned: int = 0
    false_alarms: int = 0
    refused: int = 0
    ended_otherwise: int = 0
    refused_by: dict[ReasonGroup, int] = field(default_factory=dict)
    days_to_visit: Fraction | None = None
    days_to_return: Fraction | None = None

    @property
    def open(self) -> int:
        """Still to be brought back: neither in class nor ended."""
        return self.listed - self.returned - self.false_alarms - self.ended_otherwise


ENDED_OTHERWISE = (Closing.REFUSED, Closing.MOVED, Closing.DECEASED, Closing.MISTAKE)


def measures(courses: Iterable[Course]) -> Measures:
    """The measures of these children. A claim is counted until it is confirmed or taken over by a
    later visit, so claimed and returned never hold the same child.
    """
    all_courses = list(courses)
    confirmed = (Closing.RETURNED, Closing.FALSE_ALARM)
    refusals = [c for c in all_courses if c.refusal is not None and c.closing not in confirmed]
    return Measures(
        listed=len(all_courses),
        acknowledged=sum(c.acknowledged_on is not None for c in all_courses),
        visited=sum(c.first_visit_on is not None for c in all_courses),
        claimed=sum(is_claimed(c) for c in all_courses),
        returned=sum(c.closing is Closing.RETURNED for c in all_courses),
        false_alarms=sum(c.closing is Closing.FALSE_ALARM for c in all_courses),
        refused=len(refusals),
        ended_otherwise=sum(c.closing in ENDED_OTHERWISE for c in all_courses),
        refused_by=dict(Counter(c.refusal for c in refusals if c.refusal)),
        days_to_visit=_median(
            [(c.first_visit_on - c.listed_on).days for c in all_courses if c.first_visit_on]
        ),
        days_to_return=_median(
            [
                (c.confirmed_on - c.listed_on).days
                for c in all_courses
                if c.closing is Closing.RETURNED and c.confirmed_on
            ]
        ),
    )


def is_claimed(course: Course) -> bool:
    return course.claimed_on is not None and not course.closing


def _median(days: Sequence[int]) -> Fraction | None:
    if not days:
        return None
    ordered = sorted(max(0, one) for one in days)
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return Fraction(ordered[middle])
    return Fraction(ordered[middle - 1] + ordered[middle], 2)
