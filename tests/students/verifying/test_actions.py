"""What is reported and was asked again: a fresh statement, or nothing where things changed."""

from datetime import date
from typing import Any

import pytest

from audit.models import Event
from audit.sentences import sentence_of
from domain.outcome import Outcome, Programme
from reports.counting import end_of
from reports.verification import differences
from students.actions import StatementsVersion, standing_of
from students.models import Cohort, Destination, Graduate, Source
from students.verbs import STATEMENT_VERIFIED
from students.verifying.actions import verify_again
from tests.province import Province, confirm, enrol, make_officials, reread, state
from tests.reports.clock import stopped_clock

ASKED = date(2021, 1, 5)


@pytest.fixture
def child(province: Province) -> Graduate:
    return enrol(province, "Lê Thị An", commune=province.home_commune)


def again(graduate: Graduate, by: Any, on: date = ASKED) -> list[int]:
    version = StatementsVersion.of(graduate.pk)
    return verify_again(versions={graduate.pk: version}, by=by, stated_on=on).renewed


def test_fresh_statement_replaces_the_own_word_and_leaves_that_of_others(
    province: Province, child: Graduate
) -> None:
    officials = make_officials(province)
    state(child, Programme.UPPER_SECONDARY, school=province.thpt, evidence_note="gọi điện")
    assert again(child, officials["DISTRICT"]) == [child.pk]
    first, survey = Destination.objects.current().order_by("pk")
    assert (first.source, first.stated_on) == (Source.ORIGIN_SCHOOL, date(2020, 9, 10))
    assert (survey.source, survey.stated_on, survey.school) == (
        Source.SURVEY, ASKED, province.thpt,
    )  # fmt: skip
    assert survey.evidence_note == "gọi điện"
    later = date(2021, 3, 1)
    assert again(child, officials["DISTRICT"], later) == [child.pk]
    current = Destination.objects.current().order_by("pk").values_list("source", "stated_on")
    assert list(current) == [
        (Source.ORIGIN_SCHOOL, date(2020, 9, 10)),
        (Source.SURVEY, later),
    ]
    now = reread(child)
    assert (now.outcome, now.reported_on) == (Outcome.UPPER_SECONDARY, later)
    assert differences() == []


def test_dual_study_stays_dual(province: Province, child: Graduate) -> None:
    state(child, Programme.CONTINUING, school=province.gdtx)
    state(child, Programme.INTERMEDIATE, school=province.vocational)
    school = make_officials(province)["ORIGIN_SCHOOL"]
    assert again(child, school) == [child.pk]
    now = reread(child)
    assert (now.is_dual, now.reported_on) == (True, ASKED)
    assert Destination.objects.current().count() == 2


def test_event_names_the_child(province: Province, child: Graduate) -> None:
    state(child, Programme.WORKING)
    again(child, make_officials(province)["DISTRICT"])
    event = Event.objects.get(verb=STATEMENT_VERIFIED)
    assert sentence_of(event) == (
        "Cán bộ phong xác minh lại thông tin nơi học của học sinh Lê Thị An: vẫn đúng."
    )


def test_nothing_is_written_where_things_changed(province: Province, child: Graduate) -> None:
    by = make_officials(province)["DISTRICT"]
    state(child, Programme.WORKING)
    stale = StatementsVersion.of(child.pk)
    state(child, Programme.AT_HOME)
    done = verify_again(versions={child.pk: stale}, by=by, stated_on=ASKED)
    assert (done.renewed, done.changed) == ([], [child.pk])
    assert Destination.objects.count() == 2


@pytest.mark.parametrize("why", ["confirmed", "unknown", "later", "closed", "gone"])
def test_child_that_needs_no_asking_is_left_as_it_is(
    why: str, province: Province, child: Graduate
) -> None:
    by = make_officials(province)["DISTRICT"]
    if why == "confirmed":
        confirm(child, Programme.UPPER_SECONDARY, province.thpt)
    elif why != "unknown":
        state(child, Programme.WORKING, stated_on=ASKED if why == "later" else date(2020, 9, 10))
    if why == "closed":
        Cohort.objects.update(is_open=False)
    if why == "gone":
        Graduate.objects.filter(pk=child.pk).update(withdrawn_at=end_of(ASKED))
    before = Destination.objects.count()
    assert again(child, by) == []
    assert Destination.objects.count() == before


def test_what_had_expired_on_an_earlier_day_follows_from_what_was_known(
    province: Province, child: Graduate, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = stopped_clock(monkeypatch, date(2020, 9, 10))
    state(child, Programme.WORKING)
    clock.turn_to(ASKED)
    again(child, make_officials(province)["DISTRICT"])

    def reported_on(day: date) -> date | None:
        known = Destination.objects.known_at(end_of(day)).filter(graduate=child)
        return standing_of(known, origin_district_id=province.home.pk).reported_on

    assert reported_on(date(2020, 12, 31)) == date(2020, 9, 10)
    assert reported_on(ASKED) == ASKED
    assert Graduate.objects.to_verify_again(date(2021, 4, 6)).get() == child
    assert not Graduate.objects.to_verify_again(date(2021, 4, 5)).exists()
