"""Opening cases, and keeping each where its visits and the institutions' words put it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from audit.actions import record_event
from districts.models import District
from domain.outcome import Outcome
from domain.outreach.cases import (
    Attendance,
    CaseFacts,
    CaseState,
    Closing,
    Deadlines,
    VisitFact,
    VisitOutcome,
    in_order,
    standing_of,
)
from outreach import verbs
from outreach.attendance import Word, words_of
from outreach.models import (
    AddresseeKind,
    Case,
    CaseDeadlines,
    CaseNotice,
    CaseStep,
    Change,
    ReferralItem,
    StepKind,
    Visit,
)
from students.bulk import chunks
from students.models import Graduate
from students.models.graduate import NOT_ENROLLED

_NO_DAYS = Deadlines()


@transaction.atomic
def open_cases(*, items: Iterable[ReferralItem], by: Any | None) -> int:
    """Open a case for each child that was issued to the unit that goes to its family; returns how
    many were opened or taken up again.

    To a commune, or to the schools of origin where the residence is not known; copies for schools,
    other offices and the department open none. A child that has a case keeps it: one that ended is
    taken up again with its history.
    """
    listed = _to_be_visited(items)
    now, known = timezone.now(), {}
    for keys in chunks(listed):
        found = Case.objects.select_for_update().filter(graduate__in=keys)
        known |= {case.graduate_id: case for case in found.select_related("graduate")}
    new = [key for key in listed if key not in known]
    graduates = {
        graduate.pk: graduate
        for keys in chunks(new)
        for graduate in Graduate.objects.filter(pk__in=keys).select_related("school")
    }
    opened = [_new_case(listed[key], graduates[key], now) for key in new]
    again = [case for case in known.values() if _take_up(case, listed[case.graduate_id], now)]
    touched = [*opened, *again]
    days = _deadlines_of(touched)
    for case in touched:
        _derive(case, (), days)
    Case.objects.bulk_create(opened)
    CaseStep.objects.bulk_create(
        _step(case, StepKind.LISTED, now, by, was_known_out=case.was_known_out) for case in touched
    )
    # Whoever came into class between signature and issue is found so at once.
    found = [case.pk for case in opened if case.graduate.outcome not in NOT_ENROLLED]
    refresh([*found, *(case.pk for case in again)], by=by)
    if touched:
        record_event(by=by, verb=verbs.CASES_OPENED, count=len(touched))
    return len(touched)


def _to_be_visited(items: Iterable[ReferralItem]) -> dict[int, ReferralItem]:
    return {
        item.graduate_id: item
        for item in items
        if item.change != Change.REMOVED
        and item.referral.addressee.kind in (AddresseeKind.COMMUNE, AddresseeKind.UNKNOWN)
    }


def _new_case(item: ReferralItem, graduate: Graduate, now: Any) -> Case:
    commune = item.referral.addressee.commune
    return Case(
        graduate=graduate,
        commune=commune,
        school=graduate.school,
        item=item,
        opened_at=now,
        listed_on=timezone.localdate(now),
        was_known_out=item.outcome == Outcome.NOT_STUDYING,
        state=CaseState.LISTED,
    )


def _take_up(case: Case, item: ReferralItem, now: Any) -> bool:
    """Whether the case goes into a new round: an open one only learns of the newer paper."""
    case.item = item
    if case.is_settled:
        case.commune = item.referral.addressee.commune or case.commune
        begin_round(case, now, was_known_out=item.outcome == Outcome.NOT_STUDYING)
        return True
    case.save(update_fields=["item"])
    return False


def begin_round(case: Case, now: Any, *, was_known_out: bool) -> None:
    """Start again from the door; what happened before stays readable."""
    case.round += 1
    case.listed_on = timezone.localdate(now)
    case.was_known_out = was_known_out
    case.ended, case.in_class_since, case.confirmed_on = Closing.NONE, None, None
    case.state, case.closing = CaseState.LISTED, Closing.NONE
    case.version += 1
    case.save()


def refresh(keys: Iterable[int], *, by: Any | None) -> None:
    """Derive the standing of these cases anew from their visits and from what institutions
    confirm; those who hold one are told when an institution's word changed it.

    A case that stands as before keeps its version: forms that are open stay valid. Of a child who
    left the register nothing new is known; its case waits as it stood.
    """
    for part in chunks(keys):
        cases = list(
            Case.objects.select_for_update(of=("self",))
            .filter(pk__in=part, graduate__withdrawn_at__isnull=True)
            .select_related("graduate__school", "commune")
        )
        visits, days = _visits_of(part), _deadlines_of(cases)
        words = words_of([case.graduate for case in cases])
        for case in cases:
            before = _values(case)
            _heed(case, words.get(case.graduate_id), by=by)
            _derive(case, [v for v in visits.get(case.pk, ()) if v.round == case.round], days)
            if _values(case) != before:
                case.version += 1
                case.save()


def _values(case: Case) -> tuple:
    return tuple(getattr(case, field.attname) for field in Case._meta.concrete_fields)


def _visits_of(keys: Sequence[int]) -> dict[int, list[Visit]]:
    found: dict[int, list[Visit]] = {}
    for visit in Visit.objects.standing().filter(case__in=keys).order_by("pk"):
        found.setdefault(visit.case_id, []).append(visit)
    return found


def _deadlines_of(cases: Iterable[Case]) -> Mapping[int, Deadlines]:
    districts = {district_of(case) for case in cases}
    found = CaseDeadlines.objects.filter(district__in=districts)
    return {days.district_id: days.as_rule() for days in found}


def district_of(case: Case) -> int:
    """The district whose office supervises the case: where the child lives, or went to school."""
    return case.commune.district_id if case.commune else case.graduate.school.district_id


def _heed(case: Case, word: Word | None, *, by: Any | None) -> None:
    """Take in what institutions say now; a new word is a step, and news for the holders."""
    if word is None:
        return
    now, had = timezone.now(), case.in_class_since is not None
    if word.since is not None:
        _confirm(case, word, now, by)
    elif had and word.has_ended:
        begin_round(case, now, was_known_out=True)
        _news(case, StepKind.LOST, now, by, text=word.text, was_known_out=True)
    elif had:
        case.in_class_since, case.confirmed_on = None, None
        _news(case, StepKind.UNCONFIRMED, now, by, text=word.text)


def _confirm(case: Case, word: Word, now: Any, by: Any | None) -> None:
    if case.in_class_since is None:
        case.in_class_since, case.confirmed_on = word.since, timezone.localdate(now)
        _news(case, StepKind.CONFIRMED, now, by, text=word.text, day=word.since)
    elif word.since < case.in_class_since:
        # A later version of a roster says a later day of the same child; only an earlier one tells
        # something new, and nobody has to be told again.
        case.in_class_since = word.since
        _step(case, StepKind.CONFIRMED, now, by, text=word.text, day=word.since).save()


def _derive(case: Case, visits: Sequence[Visit], days: Mapping[int, Deadlines]) -> None:
    standing = standing_of(_facts(case, visits), days.get(district_of(case), _NO_DAYS))
    case.state, case.closing = standing.state, standing.closing
    case.due_on, case.lapses_on = standing.due_on, standing.lapses_on
    case.observed_until = standing.observed_until
    ordered = sorted(visits, key=lambda visit: (visit.visited_on, visit.pk))
    last = ordered[-1] if ordered else None
    case.visit_count = len(ordered)
    case.in_vain = _in_vain(ordered)
    case.last_visit_on = last.visited_on if last else None
    case.last_outcome = last.outcome if last else ""
    case.last_reason = next((v.reason for v in reversed(ordered) if v.reason), "")
    case.claimed_school_id = (
        last.school_id if last and standing.state is CaseState.CLAIMED else None
    )


def _facts(case: Case, visits: Sequence[Visit]) -> CaseFacts:
    attendance = None
    if case.in_class_since is not None and case.confirmed_on is not None:
        attendance = Attendance(case.in_class_since, case.confirmed_on)
    facts = [VisitFact(v.visited_on, VisitOutcome(v.outcome), v.pk, v.next_on) for v in visits]
    return CaseFacts(
        listed_on=case.listed_on,
        was_known_out=case.was_known_out,
        visits=in_order(facts),
        attendance=attendance,
        ended=Closing(case.ended),
    )


def _in_vain(ordered: Sequence[Visit]) -> int:
    number = 0
    for visit in reversed(ordered):
        if visit.outcome != VisitOutcome.NOT_MET:
            break
        number += 1
    return number


def _step(case: Case, kind: StepKind, now: Any, by: Any | None, **values: Any) -> CaseStep:
    return CaseStep(
        case=case, round=case.round, kind=kind, recorded_at=now, recorded_by=by, **values
    )


def _news(case: Case, kind: StepKind, now: Any, by: Any | None, **values: Any) -> None:
    """A step that everyone who holds the case is told of: commune, school, supervising office."""
    step = _step(case, kind, now, by, **values)
    step.save()
    units: list[dict[str, Any]] = [{"district_id": district_of(case)}]
    if case.commune_id:
        units.append({"commune_id": case.commune_id})
    if case.school_id:
        units.append({"school_id": case.school_id})
    CaseNotice.objects.bulk_create(
        CaseNotice(case=case, step=step, told_at=now, **unit) for unit in units
    )


@transaction.atomic
def set_deadlines(*, district: District, by: Any, days: Deadlines) -> CaseDeadlines:
    """Say how many days the office gives; open cases get their new deadlines at once."""
    values = {
        "first_visit": days.first_visit,
        "next_visit": days.next_visit,
        "claim": days.claim,
        "observation": days.observation,
    }
    stored, _ = CaseDeadlines.objects.update_or_create(district=district, defaults=values)
    of_residents = Case.objects.unsettled().filter(commune__district=district)
    of_schools = Case.objects.unsettled().filter(commune=None, graduate__school__district=district)
    refresh([*of_residents.values_list("pk", flat=True), *of_schools.values_list("pk", flat=True)],
            by=by)  # fmt: skip
    record_event(by=by, verb=verbs.DEADLINES_SET, about=district, after=values)
    return stored
