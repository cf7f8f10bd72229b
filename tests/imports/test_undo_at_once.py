"""Two people at the same moment: real commits, several connections."""

import threading
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.db import connection, transaction

from accounts.models import User
from domain.outcome import Evidence, Programme
from imports.graduates import undo, undo_import
from imports.graduates.undo import AlreadyUndone, BuiltUpon
from imports.models import Batch
from reports.verification import differences
from students.actions import StatementsChanged, StatementsVersion, add_statement
from students.models import Destination, Graduate, Source
from tests.imports.undoing import AN, BE, named, take_back, take_in, upload
from tests.province import Province, make_province, make_user, state

ROW = {"name": "Trần Văn Bé", "birth": "06/10/2005", "moet": "8020000002"}


class Elsewhere:
    """Something done on a connection of its own, at the same time."""

    def __init__(self, does: Callable[[], Any]) -> None:
        self.does = does
        self.outcome: Any = None
        self.thread = threading.Thread(target=self._run)

    def _run(self) -> None:
        try:
            self.outcome = self.does()
        except BaseException as failure:
            self.outcome = failure
        finally:
            connection.close()

    def start(self) -> "Elsewhere":
        self.thread.start()
        return self

    def ended(self) -> Any:
        self.thread.join(30)
        assert not self.thread.is_alive()
        return self.outcome


@pytest.fixture
def place(committed: None) -> Province:
    return make_province()


@pytest.fixture
def pausing(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[threading.Event, threading.Event]]:
    """The first undo stops at its last step until it is told to go on."""
    reached, go_on = threading.Event(), threading.Event()
    real = undo.record_event

    def pause(**values: Any) -> Any:
        if not reached.is_set():
            reached.set()
            assert go_on.wait(30)
        return real(**values)

    monkeypatch.setattr(undo, "record_event", pause)
    yield reached, go_on
    go_on.set()


def test_second_of_two_undos_at_once_is_refused(
    place: Province, pausing: tuple[threading.Event, threading.Event]
) -> None:
    reached, go_on = pausing
    batch = take_in(place, AN, BE)
    first = Elsewhere(lambda: undo_import(batch=batch, by=None)).start()
    assert reached.wait(30)
    second = Elsewhere(lambda: undo_import(batch=batch, by=None)).start()
    second.thread.join(0.5)
    assert second.thread.is_alive(), "the second did not wait for the first"
    go_on.set()
    assert (first.ended().withdrawn, first.ended().kept) == (2, 0)
    assert isinstance(second.ended(), AlreadyUndone)
    assert Batch.objects.get().counts["withdrawn"] == 2
    assert differences() == []


def test_statement_said_during_an_undo_is_refused(
    place: Province, pausing: tuple[threading.Event, threading.Event]
) -> None:
    reached, go_on = pausing
    batch = take_in(place, AN)
    child, by = named("Lê Thị An"), make_user("thcs")
    version = StatementsVersion.of(child.pk)
    first = Elsewhere(lambda: take_back(batch)).start()
    assert reached.wait(30)
    second = Elsewhere(lambda: say(child, by, version)).start()
    second.thread.join(0.5)
    assert second.thread.is_alive(), "the statement did not wait for the undo"
    go_on.set()
    assert first.ended().withdrawn == 1
    assert isinstance(second.ended(), StatementsChanged)
    assert not Destination.objects.exists()


def say(child: Graduate, by: User, version: StatementsVersion) -> Destination:
    return add_statement(
        graduate=child,
        by=by,
        version=version,
        programme=Programme.WORKING,
        source=Source.ORIGIN_SCHOOL,
        evidence=Evidence.REPORTED,
        stated_on=date(2020, 9, 10),
    )


def test_undo_sees_the_statement_it_waited_for(place: Province) -> None:
    batch = take_in(place, AN)
    with transaction.atomic():
        state(named("Lê Thị An"), Programme.WORKING)
        second = Elsewhere(lambda: take_back(batch)).start()
        second.thread.join(0.5)
        assert second.thread.is_alive(), "the undo did not wait for the statement"
    assert isinstance(second.ended(), BuiltUpon)
    assert Graduate.objects.members().count() == 1


def test_list_sent_during_an_undo_is_linked_to_nobody_withdrawn(
    place: Province, pausing: tuple[threading.Event, threading.Event]
) -> None:
    reached, go_on = pausing
    batch = take_in(place, BE)
    first = Elsewhere(lambda: take_back(batch)).start()
    assert reached.wait(30)
    second = Elsewhere(lambda: upload(place, ROW)).start()
    second.thread.join(1)
    assert second.thread.is_alive(), "the list did not wait for the undo"
    go_on.set()
    assert first.ended().withdrawn == 1
    assert second.ended() is None
    assert not Destination.objects.exists()
    assert differences() == []
