"""Cases open, move and close; nothing that a commune writes makes a return."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from audit.models import Event
from domain.outcome import Outcome, Programme, Stage
from domain.outreach.cases import BY_HAND, CaseState, Closing, Deadlines, VisitOutcome
from outreach import verbs
from outreach.actions.cases import open_cases, set_deadlines
from outreach.actions.requests import CaseChanged, RequestPending, answer, ask, end_case
from outreach.actions.visits import (
    CaseMoved,
    CaseSettled,
    Said,
    VisitTakenBack,
    add_visit,
    take_back_visit,
)
from outreach.models import (
    AddresseeKind,
    Case,
    CaseNotice,
    CaseRequest,
    CaseStep,
    Change,
    Referral,
    ReferralItem,
    StepKind,
    Visit,
)
from reports.verification import differences
from students.models import Graduate
from tests.outreach.cases import UNIT, case_of, fresh, issue, item_of, make_case, visit
from tests.province import Province, confirm, enrol, reread, state

TRANSFER, REOPEN = CaseRequest.Kind.TRANSFER, CaseRequest.Kind.REOPEN


def later(days: int = 3) -> date:
    return timezone.localdate() + timedelta(days=days)


def in_class(case: Case, province: Province, **values: Any) -> None:
    """The school's own word, of a day after the list."""
    confirm(
        case.graduate, Programme.UPPER_SECONDARY, province.thpt, **({"stated_on": later()} | values)
    )


# ---- opening ----


def test_issued_child_gets_one_case_of_its_commune_and_school(province: Province) -> None:
    case = make_case(province)
    assert (case.commune, case.school) == (province.home_commune, province.thcs)
    assert (case.state, case.listed_on) == (CaseState.LISTED, timezone.localdate())
    assert case.steps.get().kind == StepKind.LISTED
    assert Event.objects.get(verb=verbs.CASES_OPENED).count == 1


def test_child_listed_again_has_no_second_case(province: Province) -> None:
    case = make_case(province)
    visit(case, "REFUSED", reason="FAR")
    assert issue(province, case.graduate) == 0
    assert Case.objects.get().visit_count == 1


def test_two_cases_of_a_child_are_refused_by_the_database(province: Province) -> None:
    case = make_case(province)
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.create(
            graduate=case.graduate, commune=case.commune, opened_at=timezone.now(),
            listed_on=later(), state=CaseState.LISTED,
        )  # fmt: skip


def test_ended_case_listed_again_goes_on_with_its_history(province: Province) -> None:
    case = make_case(province)
    visit(case, "REFUSED", reason="FAR")
    end_case(case=case, by=None, version=fresh(case).version, closing=Closing.REFUSED, note="")
    assert issue(province, case.graduate) == 1
    again = fresh(case)
    assert (again.pk, again.round, again.state) == (case.pk, 2, CaseState.LISTED)
    assert (again.visit_count, again.visits.count()) == (0, 1)
    assert [s.kind for s in again.steps.all()] == ["LISTED", "ENDED", "LISTED"]


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        (AddresseeKind.SCHOOL, Change.LISTED),
        (AddresseeKind.DISTRICT, Change.LISTED),
        (AddresseeKind.DEPARTMENT, Change.LISTED),
        (AddresseeKind.COMMUNE, Change.REMOVED),
    ],
)
def test_copies_and_removals_open_no_case(
    province: Province, kind: AddresseeKind, change: Change
) -> None:
    graduate = enrol(province, "Lê Thị An", commune=province.home_commune)
    item = item_of(province, graduate, province.home_commune)
    item.change, item.referral.addressee.kind = change, kind
    assert open_cases(items=[item], by=None) == 0
    assert not Case.objects.exists()


def test_child_of_unknown_residence_is_its_schools_case(province: Province) -> None:
    graduate = enrol(province, "Lê Thị An")
    item = item_of(province, graduate, province.home_commune)
    item.referral.addressee.kind = AddresseeKind.UNKNOWN
    item.referral.addressee.commune = None
    assert open_cases(items=[item], by=None) == 1
    assert (Case.objects.get().commune, Case.objects.get().school) == (None, province.thcs)


def test_child_that_came_into_class_before_the_issue_is_found_so_at_once(
    province: Province,
) -> None:
    graduate = enrol(province, "Lê Thị An", commune=province.home_commune)
    item = item_of(province, graduate, province.home_commune)
    confirm(graduate, Programme.UPPER_SECONDARY, province.thpt)
    item = ReferralItem.objects.select_related("graduate", "referral__addressee").get(pk=item.pk)
    open_cases(items=[item], by=None)
    assert Case.objects.get().closing == Closing.FALSE_ALARM


def test_opening_many_takes_the_same_queries(
    province: Province, django_assert_max_num_queries: Any
) -> None:
    graduates = [enrol(province, f"Lê Thị {n}", commune=province.home_commune) for n in "ABCDEFGH"]
    items = [item_of(province, g, province.home_commune) for g in graduates]
    loaded = ReferralItem.objects.select_related(
        "graduate__school", "referral__addressee__commune"
    ).filter(pk__in=[item.pk for item in items])
    with django_assert_max_num_queries(12):
        assert open_cases(items=list(loaded), by=None) == 8


# ---- visits ----


def test_visit_is_recorded_with_its_event(province: Province, officials: dict[str, Any]) -> None:
    case = make_case(province)
    made = visit(case, "COME_AGAIN", by=officials["COMMUNE"], next_on=later())
    now = fresh(case)
    assert (now.state, now.due_on, now.visit_count) == (CaseState.WORKING, later(), 1)
    assert (made.round, made.unit_name) == (1, UNIT)
    event = Event.objects.get(verb=verbs.VISIT_RECORDED)
    assert (event.object_id, event.actor_id) == (str(case.pk), officials["COMMUNE"].pk)


def test_visit_sent_twice_over_a_bad_line_is_one(province: Province) -> None:
    case, key = make_case(province), uuid4()
    said = Said(timezone.localdate(), VisitOutcome.NOT_MET)
    for _ in range(2):
        add_visit(case=case, by=None, unit_name=UNIT, key=key, version=case.version, said=said)
    assert Visit.objects.count() == 1
    assert fresh(case).visit_count == 1


def test_visit_over_a_stale_form_is_refused_unless_it_was_chosen(province: Province) -> None:
    case = make_case(province)
    visit(case, "REFUSED", reason="FAR")
    said = Said(timezone.localdate(), VisitOutcome.NOT_MET)
    values = {"case": case, "by": None, "unit_name": UNIT, "key": uuid4(), "said": said}
    with pytest.raises(CaseMoved):
        add_visit(version=case.version, **values)
    assert Visit.objects.count() == 1
    add_visit(version=None, **values)
    assert Visit.objects.count() == 2


def test_statement_about_a_child_leaves_open_forms_valid(province: Province) -> None:
    case = make_case(province)
    state(case.graduate, Programme.WORKING)
    assert fresh(case).version == case.version


def test_settled_case_takes_no_visit(province: Province) -> None:
    case = make_case(province)
    in_class(case, province)
    with pytest.raises(CaseSettled):
        visit(case)


def test_visit_and_its_event_are_undone_together(
    province: Province, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = make_case(province)

    def fail(**_: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr("outreach.actions.visits.record_event", fail)
    with pytest.raises(RuntimeError):
        visit(case, "ELSEWHERE", programme=Programme.UPPER_SECONDARY, school=province.thpt)
    assert not Visit.objects.exists()
    assert (fresh(case).state, reread(case.graduate).outcome) == ("LISTED", Outcome.NOT_KNOWN)


def test_visit_taken_back_stops_counting_with_what_it_stated(province: Province) -> None:
    case = make_case(province)
    made = visit(case, "ELSEWHERE", programme=Programme.UPPER_SECONDARY, school=province.thpt)
    assert reread(case.graduate).outcome == Outcome.UPPER_SECONDARY
    take_back_visit(visit=made, by=None)
    assert (fresh(case).state, fresh(case).visit_count) == (CaseState.LISTED, 0)
    assert reread(case.graduate).outcome == Outcome.NOT_KNOWN
    with pytest.raises(VisitTakenBack):
        take_back_visit(visit=made, by=None)


def test_recorded_visit_is_never_rewritten(province: Province) -> None:
    made = visit(make_case(province))
    with pytest.raises(IntegrityError), transaction.atomic():
        Visit.objects.filter(pk=made.pk).update(outcome="AGREED")


# ---- both sides agree ----


def test_commune_that_claims_and_ends_everything_moves_no_confirmed_figure(
    province: Province,
) -> None:
    cases = [make_case(province, f"Lê Thị {n}") for n in "ABCDEF"]
    for case, outcome in zip(cases, VisitOutcome, strict=True):
        visit(case, outcome, programme=Programme.ELEMENTARY, school=province.vocational)
    for case, closing in zip(cases, [*BY_HAND, *BY_HAND][:6], strict=True):
        version = fresh(case).version
        end_case(case=case, by=None, version=version, closing=closing, note="xong")
    assert not Graduate.objects.filter(evidence="CONFIRMED").exists()
    assert not Case.objects.filter(closing__in=["RETURNED", "FALSE_ALARM"]).exists()
    # Only what a family said of a school is in the figures, as a report.
    assert Graduate.objects.filter(outcome=Outcome.VOCATIONAL, evidence="REPORTED").count() == 1
    assert not differences()


def test_promise_puts_nobody_in_class(province: Province) -> None:
    case = make_case(province)
    visit(case, "AGREED", programme=Programme.CONTINUING, school=province.gdtx)
    assert fresh(case).state == CaseState.CLAIMED
    assert fresh(case).claimed_school == province.gdtx
    assert reread(case.graduate).outcome == Outcome.NOT_KNOWN


def test_schools_word_closes_the_case_and_tells_everyone_who_holds_it(province: Province) -> None:
    case = make_case(province)
    visit(case, "AGREED")
    in_class(case, province)
    now = fresh(case)
    assert (now.state, now.closing) == (CaseState.CLOSED, Closing.RETURNED)
    told = CaseNotice.objects.filter(case=case)
    assert {(n.commune, n.school, n.district) for n in told} == {
        (province.home_commune, None, None),
        (None, province.thcs, None),
        (None, None, province.home),
    }
    assert "THPT Sông Đỏ" in told[0].step.text


def test_report_of_somebody_closes_nothing(province: Province) -> None:
    case = make_case(province)
    state(case.graduate, Programme.UPPER_SECONDARY, school=province.thpt)
    assert fresh(case).state == CaseState.LISTED
    assert not CaseNotice.objects.exists()


def test_child_in_class_before_the_list_was_a_false_alarm(province: Province) -> None:
    case = make_case(province)
    visit(case, "AGREED")
    in_class(case, province, stated_on=date(2020, 9, 7))
    assert fresh(case).closing == Closing.FALSE_ALARM


def test_earlier_day_learnt_later_makes_it_a_false_alarm_and_tells_nobody_again(
    province: Province,
) -> None:
    case = make_case(province)
    visit(case, "AGREED")
    in_class(case, province)
    told = CaseNotice.objects.count()
    in_class(case, province, stated_on=date(2020, 9, 7))
    assert fresh(case).closing == Closing.FALSE_ALARM
    assert CaseNotice.objects.count() == told


def test_leaver_opens_the_case_again_with_its_history(province: Province) -> None:
    case = make_case(province)
    visit(case, "AGREED")
    in_class(case, province)
    in_class(case, province, stage=Stage.LEFT, stated_on=later(9), ended_on=later(9))
    now = fresh(case)
    assert (now.round, now.state, now.was_known_out) == (2, CaseState.LISTED, True)
    assert [step.kind for step in now.steps.all()] == ["LISTED", "CONFIRMED", "LOST"]
    assert CaseNotice.objects.filter(step__kind=StepKind.LOST).count() == 3


def test_confirmation_taken_back_puts_the_case_where_it_was(province: Province) -> None:
    from students.actions import supersede_statements
    from students.models import Destination

    case = make_case(province)
    visit(case, "REFUSED", reason="FAR")
    in_class(case, province)
    statement = Destination.objects.get(evidence="CONFIRMED")
    supersede_statements(destinations=[statement], by=None, reason="tải nhầm tệp")
    now = fresh(case)
    assert (now.round, now.state, now.visit_count) == (1, CaseState.WORKING, 1)
    assert now.steps.last().kind == StepKind.UNCONFIRMED


def test_conflict_of_institutions_leaves_the_case_as_it_is(province: Province) -> None:
    case = make_case(province)
    visit(case, "AGREED")
    in_class(case, province)
    confirm(case.graduate, Programme.UPPER_SECONDARY, province.thpt_outside, stated_on=later())
    assert reread(case.graduate).outcome == Outcome.CONFLICT
    assert fresh(case).closing == Closing.RETURNED


# ---- ending, requests, deadlines ----


def test_institutions_word_comes_through_after_the_commune_gave_up(province: Province) -> None:
    case = make_case(province)
    visit(case, "REFUSED", reason="FAR")
    end_case(case=case, by=None, version=fresh(case).version, closing=Closing.REFUSED, note="")
    in_class(case, province)
    assert fresh(case).closing == Closing.RETURNED


def test_ending_over_a_stale_page_is_refused(province: Province) -> None:
    case = make_case(province)
    visit(case)
    with pytest.raises(CaseChanged):
        end_case(case=case, by=None, version=case.version, closing=Closing.MOVED, note="")
    assert fresh(case).state == CaseState.WORKING


def ask_for(case: Case, kind: str, to: Any = None) -> CaseRequest:
    return ask(
        case=case, by=None, unit_name=UNIT, kind=CaseRequest.Kind(kind), reason="Em về ở với bà",
        to_commune=to,
    )  # fmt: skip


def test_case_changes_hands_only_when_the_other_side_agrees(province: Province) -> None:
    case = make_case(province)
    request = ask_for(case, TRANSFER, province.home_township)
    assert fresh(case).commune == province.home_commune
    answer(request=request, by=None, is_accepted=True, text="")
    assert fresh(case).commune == province.home_township
    assert fresh(case).steps.last().kind == StepKind.ASSIGNED
    with pytest.raises(CaseChanged):
        answer(request=request, by=None, is_accepted=False, text="")


def test_refused_request_leaves_the_case_where_it_is(province: Province) -> None:
    case = make_case(province)
    answer(
        request=ask_for(case, TRANSFER, province.away_commune), by=None, is_accepted=False,
        text="Không có hộ này",
    )  # fmt: skip
    assert fresh(case).commune == province.home_commune
    assert CaseStep.objects.count() == 1


def test_second_request_waits_for_the_first(province: Province) -> None:
    case = make_case(province)
    ask_for(case, TRANSFER, province.home_township)
    with pytest.raises(RequestPending):
        ask_for(case, TRANSFER, province.away_commune)


def test_ended_case_is_opened_again_by_agreement(province: Province) -> None:
    case = make_case(province)
    with pytest.raises(CaseChanged):
        ask_for(case, REOPEN)
    end_case(case=case, by=None, version=case.version, closing=Closing.MOVED, note="")
    answer(request=ask_for(fresh(case), REOPEN), by=None, is_accepted=True, text="")
    now = fresh(case)
    assert (now.round, now.state, now.closing) == (2, CaseState.LISTED, Closing.NONE)


def test_deadlines_reach_open_cases_at_once_and_blank_means_none(province: Province) -> None:
    case = make_case(province)
    assert case.due_on is None
    set_deadlines(district=province.home, by=None, days=Deadlines(first_visit=7, observation=30))
    assert fresh(case).due_on == later(7)
    visit(case, "AGREED")
    in_class(case, province)
    assert fresh(case).state == CaseState.OBSERVED
    assert fresh(case).observed_until == later(30)
    set_deadlines(district=province.home, by=None, days=Deadlines())
    assert fresh(make_case(province, "Trần Văn Bé")).due_on is None


def test_roster_of_many_asks_once_for_their_cases(
    province: Province, django_assert_max_num_queries: Any
) -> None:
    from outreach.actions.news import heed_statements

    cases = [make_case(province, f"Lê Thị {n}") for n in "ABCDEFGH"]
    assert len({case_of(province, case.graduate).pk for case in cases}) == 8
    with django_assert_max_num_queries(6):
        heed_statements(graduate_ids={case.graduate_id for case in cases})
    assert Referral.objects.count() == 1
