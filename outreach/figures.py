"""What outreach achieved, by district and commune, today or as of a day: a fold over what was
recorded, with the rule that cases themselves follow.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from domain.outreach.cases import (
    CLAIMS,
    Attendance,
    CaseFacts,
    Closing,
    Deadlines,
    VisitFact,
    VisitOutcome,
    in_order,
    standing_of,
)
from domain.outreach.measures import Course, Measures, measures
from domain.outreach.reasons import group_of
from outreach.models import CaseQuerySet, CaseStep, StepKind, Visit
from students.bulk import chunks

NO_COMMUNE = "Chưa rõ nơi cư trú"
_BEGINNINGS = (StepKind.LISTED, StepKind.REOPENED, StepKind.LOST)


@dataclass(frozen=True)
class UnitMeasures:
    """One district's or commune's line; `code` is "" for children of unknown residence."""

    code: str
    name: str
    district: str
    district_code: str
    measures: Measures


@dataclass
class _History:
    steps: list[CaseStep]
    visits: list[Visit]


def end_of(day: date) -> datetime:
    """The end of that day in the province."""
    zone = ZoneInfo(settings.TIME_ZONE)
    return datetime.combine(day + timedelta(days=1), time.min, tzinfo=zone)


def by_commune(cases: CaseQuerySet, *, as_of: date | None = None) -> list[UnitMeasures]:
    """The measures of each commune that has, or had by that day, a listed child."""
    courses, names = _courses(cases, end_of(as_of) if as_of else None)
    return [UnitMeasures(*names[key], measures(of)) for key, of in sorted(courses.items())]


def summed(
    cases: CaseQuerySet, *, as_of: date | None = None
) -> tuple[list[UnitMeasures], Measures]:
    """The measures of each district, and of all; medians are of the children, not of communes."""
    courses, names = _courses(cases, end_of(as_of) if as_of else None)
    districts: dict[str, list[Course]] = defaultdict(list)
    labels: dict[str, str] = {}
    for key, of in courses.items():
        _, _, district, code = names[key]
        districts[code] += of
        labels[code] = district
    lines = [
        UnitMeasures(code, labels[code], labels[code], code, measures(of))
        for code, of in sorted(districts.items())
    ]
    return lines, measures(course for of in courses.values() for course in of)


def _courses(
    cases: CaseQuerySet, moment: datetime | None
) -> tuple[dict[tuple, list[Course]], dict[tuple, tuple[str, str, str, str]]]:
    rows = list(
        cases.order_by("pk").values_list(
            "pk",
            "commune__code",
            "commune__name",
            "commune__district__code",
            "commune__district__name",
            "graduate__school__district__code",
            "graduate__school__district__name",
            "item__referral__acknowledged_at",
            named=True,
        )
    )
    histories = _histories([row.pk for row in rows], moment)
    courses: dict[tuple, list[Course]] = defaultdict(list)
    names: dict[tuple, tuple[str, str, str, str]] = {}
    for row in rows:
        course = _course(histories[row.pk], _day(row.item__referral__acknowledged_at, moment))
        if course is None:
            continue
        code = row.commune__district__code or row.graduate__school__district__code
        district = row.commune__district__name or row.graduate__school__district__name
        key = (code, row.commune__code or "")
        courses[key].append(course)
        names[key] = (row.commune__code or "", row.commune__name or NO_COMMUNE, district, code)
    return courses, names


def _histories(keys: Sequence[int], moment: datetime | None) -> dict[int, _History]:
    found = {key: _History([], []) for key in keys}
    for part in chunks(keys):
        steps = CaseStep.objects.filter(case__in=part).order_by("pk")
        visits = Visit.objects.filter(case__in=part).order_by("pk")
        if moment:
            steps, visits = (each.filter(recorded_at__lt=moment) for each in (steps, visits))
        for step in steps:
            found[step.case_id].steps.append(step)
        for visit in visits:
            if visit.taken_back_at is None or (moment and visit.taken_back_at >= moment):
                found[visit.case_id].visits.append(visit)
    return found


def _day(at: datetime | None, moment: datetime | None) -> date | None:
    return None if at is None or (moment and at >= moment) else timezone.localdate(at)


def _course(history: _History, acknowledged_on: date | None) -> Course | None:
    """The round in force then; None where the child was not listed yet."""
    beginnings = [step for step in history.steps if step.kind in _BEGINNINGS]
    if not beginnings:
        return None
    begun = beginnings[-1]
    steps = [step for step in history.steps if step.round == begun.round]
    visits = [visit for visit in history.visits if visit.round == begun.round]
    facts = _facts(begun, steps, visits)
    standing = standing_of(facts, Deadlines())
    ordered = in_order(facts.visits)
    last = ordered[-1] if ordered else None
    is_refusal = last is not None and last.outcome is VisitOutcome.REFUSED
    reasons = {visit.pk: visit.reason for visit in visits}
    return Course(
        listed_on=facts.listed_on,
        acknowledged_on=acknowledged_on,
        first_visit_on=ordered[0].visited_on if ordered else None,
        claimed_on=last.visited_on if last and last.outcome in CLAIMS else None,
        confirmed_on=facts.attendance.confirmed_on if facts.attendance else None,
        closing=standing.closing,
        refusal=group_of(reasons[last.order]) if is_refusal else None,
    )


def _facts(begun: CaseStep, steps: Iterable[CaseStep], visits: Iterable[Visit]) -> CaseFacts:
    attendance, ended = None, Closing.NONE
    for step in steps:
        if step.kind == StepKind.CONFIRMED:
            attendance = _confirmed(step, attendance)
        elif step.kind == StepKind.UNCONFIRMED:
            attendance = None
        elif step.kind == StepKind.ENDED:
            ended = Closing(step.closing)
    return CaseFacts(
        listed_on=timezone.localdate(begun.recorded_at),
        was_known_out=begun.was_known_out,
        visits=[VisitFact(v.visited_on, VisitOutcome(v.outcome), v.pk) for v in visits],
        attendance=attendance,
        ended=ended,
    )


def _confirmed(step: CaseStep, known: Attendance | None) -> Attendance:
    if known is None:
        return Attendance(step.day, timezone.localdate(step.recorded_at))
    return Attendance(min(step.day, known.since), known.confirmed_on)


def differences(cases: CaseQuerySet) -> list[str]:
    """Cases whose derived result is not what their history says; for `manage.py verify`."""
    stored = dict(cases.values_list("pk", "closing"))
    histories = _histories(list(stored), None)
    wrong: list[str] = []
    for key, closing in stored.items():
        course: Any = _course(histories[key], None)
        if course is None or course.closing != closing:
            wrong.append(f"Trường hợp {key}: kết quả {closing or 'chưa có'} khác diễn biến")
    return wrong
