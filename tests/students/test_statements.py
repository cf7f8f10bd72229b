"""Recording and taking back statements: effect, event, and both rolled back together."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from audit.models import Event, EventDetail
from domain.outcome import Evidence, Outcome, Place, Programme, Stage
from students import verbs
from students.actions import (
    record_statements,
    refresh_outcomes,
    set_open_reviews,
    statements,
    supersede_statements,
)
from students.actions.outcomes import DERIVED, derived_differences
from students.models import Destination, Graduate, Source
from students.signals import destinations_recorded
from tests.province import Province, confirm, enrol, make_user, reread, state

EFFECTS = [
    (Programme.UPPER_SECONDARY, Outcome.UPPER_SECONDARY),
    (Programme.CONTINUING, Outcome.CONTINUING),
    (Programme.ELEMENTARY, Outcome.VOCATIONAL),
    (Programme.INTERMEDIATE, Outcome.VOCATIONAL),
    (Programme.COLLEGE_NINE_PLUS, Outcome.VOCATIONAL),
    (Programme.SHORT_COURSE, Outcome.NOT_KNOWN),
    (Programme.WORKING, Outcome.NOT_STUDYING),
    (Programme.AT_HOME, Outcome.NOT_STUDYING),
    (Programme.ABROAD, Outcome.NOT_STUDYING),
    (Programme.DECEASED, Outcome.NOT_STUDYING),
    (Programme.OTHER_NOT_STUDYING, Outcome.NOT_STUDYING),
    (Programme.UNREACHED, Outcome.NOT_KNOWN),
]


@pytest.fixture
def child(province: Province) -> Graduate:
    return enrol(province, "Lê Thị An", commune=province.home_commune)


def raising(error: Exception) -> Callable[..., Any]:
    def fail(*args: Any, **kwargs: Any) -> Any:
        raise error

    return fail


def test_every_programme_has_its_effect() -> None:
    assert {programme for programme, _ in EFFECTS} == set(Programme)


@pytest.mark.parametrize(("programme", "outcome"), EFFECTS)
def test_statement_gives_outcome(programme: Programme, outcome: Outcome, child: Graduate) -> None:
    state(child, programme)
    assert reread(child).outcome == outcome
    assert derived_differences() == []


@pytest.mark.parametrize(
    ("institution", "place"),
    [
        ("vocational", Place.IN_DISTRICT),
        ("vocational_away", Place.IN_PROVINCE),
        ("thpt_outside", Place.OUTSIDE),
    ],
)
def test_place_is_seen_from_the_graduating_school(
    institution: str, place: Place, province: Province, child: Graduate
) -> None:
    school = getattr(province, institution)
    confirm(child, Programme.INTERMEDIATE, school)
    found = reread(child)
    assert (found.place, found.destination_school) == (place, school)
    assert found.evidence == Evidence.CONFIRMED


def test_statement_is_stored_as_said(province: Province, child: Graduate) -> None:
    user = make_user("khao-sat")
    destination = state(
        child,
        Programme.INTERMEDIATE,
        by=user,
        source=Source.SURVEY,
        place_text="Trường nghề ở Tây Ninh",
        place=Place.OUTSIDE,
        reason="gặp gia đình",
    )
    destination.refresh_from_db()
    assert destination.recorded_by == user
    assert (destination.source, destination.place) == (Source.SURVEY, Place.OUTSIDE)
    assert destination.superseded_at is None
    assert reread(child).place == Place.OUTSIDE


def test_dual_study_is_counted_once(province: Province, child: Graduate) -> None:
    confirm(child, Programme.CONTINUING, province.gdtx)
    confirm(child, Programme.INTERMEDIATE, province.vocational)
    found = reread(child)
    assert (found.outcome, found.is_dual) == (Outcome.VOCATIONAL, True)
    assert found.destination_school == province.vocational


def test_two_confirmed_schools_are_a_conflict(province: Province, child: Graduate) -> None:
    confirm(child, Programme.UPPER_SECONDARY, province.thpt)
    confirm(child, Programme.INTERMEDIATE, province.vocational)
    found = reread(child)
    assert (found.outcome, found.evidence) == (Outcome.CONFLICT, Evidence.NONE)
    assert found.has_vocational_claim
    assert found.destination_school is None


def test_admission_keeps_the_child_on_the_worklist(province: Province, child: Graduate) -> None:
    state(child, Programme.UPPER_SECONDARY, school=province.thpt, stage=Stage.ADMITTED)
    found = reread(child)
    assert (found.outcome, found.is_admitted) == (Outcome.NOT_KNOWN, True)


def test_recording_leaves_an_event(province: Province, child: Graduate) -> None:
    user = make_user("ghi")
    state(child, Programme.INTERMEDIATE, by=user, school=province.vocational, reason="điện thoại")
    event = Event.objects.get()
    assert (event.verb, event.actor_id, event.count) == (verbs.STATEMENT_RECORDED, user.pk, 1)
    assert (event.object_type, event.object_id) == ("students.Graduate", str(child.pk))
    assert event.reason == "điện thoại"
    assert EventDetail.objects.get().after == {"programme": "INTERMEDIATE", "school": "802N01"}


def test_recording_many_leaves_the_event_to_the_caller(province: Province, child: Graduate) -> None:
    """A roster of 400 is one event, written by whoever took it in."""
    destination = state(child, Programme.WORKING)
    events = Event.objects.count()
    destination.pk, destination._state.adding = None, True
    record_statements([destination])
    assert Event.objects.count() == events


def test_withdrawal_ends_the_statement(child: Graduate) -> None:
    user = make_user("rut")
    destination = state(child, Programme.WORKING)
    supersede_statements(destinations=[destination], by=user, reason="nhầm em")
    destination.refresh_from_db()
    assert destination.superseded_by == user
    assert destination.superseded_at is not None
    assert reread(child).outcome == Outcome.NOT_KNOWN
    event = Event.objects.newest_first()[0]
    assert (event.verb, event.count, event.reason) == (verbs.STATEMENT_WITHDRAWN, 1, "nhầm em")


def test_withdrawal_revives_what_it_had_outweighed(province: Province, child: Graduate) -> None:
    state(child, Programme.WORKING)
    wrong = confirm(child, Programme.UPPER_SECONDARY, province.thpt)
    assert reread(child).outcome == Outcome.UPPER_SECONDARY
    supersede_statements(destinations=[wrong], by=None, reason="ghi nhầm em khác")
    assert reread(child).outcome == Outcome.NOT_STUDYING


def test_withdrawing_twice_keeps_the_first(child: Graduate) -> None:
    first, second = make_user("mot"), make_user("hai")
    destination = state(child, Programme.WORKING)
    supersede_statements(destinations=[destination], by=first, reason="một")
    supersede_statements(destinations=[destination], by=second, reason="hai")
    destination.refresh_from_db()
    assert destination.superseded_by == first


def test_statements_of_others_stay(province: Province, child: Graduate) -> None:
    other = enrol(province, "Trần Văn Bé")
    mine, _ = state(child, Programme.WORKING), state(other, Programme.AT_HOME)
    supersede_statements(destinations=[mine], by=None, reason="nhầm")
    assert reread(other).outcome == Outcome.NOT_STUDYING


@pytest.mark.parametrize("failing", ["record_event", "refresh_outcomes"])
def test_recording_rolls_back_together(
    failing: str, child: Graduate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(statements, failing, raising(RuntimeError("không ghi được")))
    with pytest.raises(RuntimeError, match="không ghi được"):
        state(child, Programme.WORKING)
    assert not Destination.objects.exists()
    assert not Event.objects.exists()
    assert reread(child).outcome == Outcome.NOT_KNOWN


def test_recording_refused_by_the_database_leaves_no_event(child: Graduate) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        state(child, Programme.WORKING, started_on=date(2020, 9, 2), ended_on=date(2020, 9, 1))
    assert not Event.objects.exists()
    assert not Destination.objects.exists()


@pytest.mark.parametrize("failing", ["record_event", "refresh_outcomes"])
def test_withdrawal_rolls_back_together(
    failing: str, child: Graduate, monkeypatch: pytest.MonkeyPatch
) -> None:
    destination = state(child, Programme.WORKING)
    events = Event.objects.count()
    monkeypatch.setattr(statements, failing, raising(DatabaseError("không ghi được")))
    with pytest.raises(DatabaseError, match="không ghi được"):
        supersede_statements(destinations=[destination], by=None, reason="nhầm")
    destination.refresh_from_db()
    assert destination.superseded_at is None
    assert Event.objects.count() == events
    assert reread(child).outcome == Outcome.NOT_STUDYING


def test_failing_receiver_takes_everything_back(child: Graduate) -> None:
    """Higher stairs are told inside the transaction: when they fail, nothing was said."""
    receiver = raising(RuntimeError("vận động"))
    destinations_recorded.connect(receiver, weak=False)
    try:
        with pytest.raises(RuntimeError, match="vận động"):
            state(child, Programme.WORKING)
    finally:
        destinations_recorded.disconnect(receiver)
    assert not Destination.objects.exists()


def test_signal_names_the_graduates_once(province: Province, child: Graduate) -> None:
    told: list[frozenset[int]] = []

    def listen(**message: Any) -> None:
        told.append(message["graduate_ids"])

    destinations_recorded.connect(listen)
    try:
        state(child, Programme.WORKING)
    finally:
        destinations_recorded.disconnect(listen)
    assert told == [frozenset({child.pk})]


def test_tampered_column_is_found_and_mended(child: Graduate) -> None:
    state(child, Programme.WORKING)
    Graduate.objects.filter(pk=child.pk).update(outcome=Outcome.VOCATIONAL, is_dual=True)
    assert {column for _, column, _, _ in derived_differences()} == {"outcome", "is_dual"}
    assert refresh_outcomes([child.pk]) == 1
    assert derived_differences() == []


def test_refreshing_what_is_right_writes_nothing(
    child: Graduate, django_assert_num_queries: Any
) -> None:
    state(child, Programme.WORKING)
    with django_assert_num_queries(4):  # savepoint, statements, graduates, release
        assert refresh_outcomes([child.pk]) == 0


def test_open_reviews_are_kept(child: Graduate) -> None:
    set_open_reviews({child.pk: (3, 1)})
    found = reread(child)
    assert (found.open_reviews, found.open_vocational_reviews) == (3, 1)


def test_derived_columns_are_columns() -> None:
    assert set(DERIVED) <= {field.attname for field in Graduate._meta.concrete_fields}
