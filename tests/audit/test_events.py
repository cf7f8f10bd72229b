"""Events: who, what, about whom, and how they read."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from audit.actions import COMMAND_LINE, record_event
from audit.middleware import RequestIdMiddleware, current_request_id
from audit.models import Event, EventDetail
from audit.sentences import register, registered_verbs, sentence_of
from students.verbs import GRADUATES_EXPORTED
from tests.province import Province, enrol, make_user


def test_event_keeps_labels_of_actor_and_object(province: Province) -> None:
    user = make_user("ghi")
    graduate = enrol(province, "Lê Thị An")
    event = record_event(by=user, verb=GRADUATES_EXPORTED, about=graduate, count=1, reason="thử")
    assert (event.actor_id, event.actor_label) == (user.pk, "Cán bộ ghi")
    assert (event.object_type, event.object_id) == ("students.Graduate", str(graduate.pk))
    assert event.object_label == "Lê Thị An"
    assert Event.objects.about("students.Graduate", graduate.pk).get() == event


def test_event_of_a_command_names_the_system(db: None) -> None:
    event = record_event(by=None, verb=GRADUATES_EXPORTED)
    assert (event.actor_id, event.actor_label) == (None, COMMAND_LINE)


def test_values_are_kept_apart_from_the_event(db: None) -> None:
    event = record_event(by=None, verb=GRADUATES_EXPORTED, before={"a": 1}, after={"a": 2})
    detail = EventDetail.objects.get(event=event)
    assert (detail.before, detail.after) == ({"a": 1}, {"a": 2})
    detail.delete()
    assert Event.objects.filter(pk=event.pk).exists()


def test_event_without_values_has_no_detail(db: None) -> None:
    record_event(by=None, verb=GRADUATES_EXPORTED)
    assert not EventDetail.objects.exists()


def test_long_texts_are_cut_to_the_column(db: None) -> None:
    event = record_event(by=None, verb=GRADUATES_EXPORTED, label="x" * 900, reason="y" * 900)
    event.refresh_from_db()
    assert (len(event.object_label), len(event.reason)) == (300, 500)


@pytest.mark.parametrize("verb", sorted(registered_verbs()))
def test_every_sentence_can_be_read(verb: str) -> None:
    event = Event(verb=verb, actor_label="Bà Tư", object_label="lớp 9/1", count=3, reason="vì sao")
    sentence = sentence_of(event)
    assert sentence.startswith("Bà Tư")
    assert "{" not in sentence
    assert "None" not in sentence


def test_unknown_verb_still_reads() -> None:
    event = Event(verb="cu.da_bo", actor_label="Bà Tư", object_label="lớp 9/1")
    assert sentence_of(event) == "Bà Tư: cu.da_bo lớp 9/1"


def test_second_sentence_for_a_verb_is_refused() -> None:
    verb = min(registered_verbs())
    with pytest.raises(ValueError, match="two sentences"):
        register(verb, "{actor} làm việc khác.")


def test_events_of_one_click_share_an_id(db: None) -> None:
    def view(request: Any) -> HttpResponse:
        for _ in range(2):
            record_event(by=None, verb=GRADUATES_EXPORTED)
        return HttpResponse()

    middleware = RequestIdMiddleware(view)
    for _ in range(2):
        middleware(RequestFactory().get("/"))
    ids = list(Event.objects.values_list("request_id", flat=True))
    assert (len(ids), len(set(ids))) == (4, 2)
    assert all(ids)
    assert current_request_id.get() == ""


def test_newest_event_comes_first(db: None) -> None:
    first, second = (record_event(by=None, verb=GRADUATES_EXPORTED) for _ in range(2))
    assert list(Event.objects.newest_first()) == [second, first]


def test_log_outlives_the_account(province: Province) -> None:
    user = make_user("nghi-viec")
    event = record_event(by=user, verb=GRADUATES_EXPORTED)
    user.delete()
    event.refresh_from_db()
    assert event.actor_label == "Cán bộ nghi-viec"
