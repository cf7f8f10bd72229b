"""Changing one's own password: it works, and the log tells that it was changed, never to what."""

from typing import Any

import pytest
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse

from accounts import adapter
from accounts.verbs import PASSWORD_CHANGED
from audit.models import Event
from audit.sentences import sentence_of
from tests.province import make_user

ADDRESS = reverse("account_change_password")
OLD, NEW = "mat-khau-cu-2020", "hoa-sung-trang-9"
SENT = {"oldpassword": OLD, "password1": NEW, "password2": NEW}


@pytest.fixture
def person(db: None) -> Any:
    user = make_user("thcs")
    user.set_password(OLD)
    user.save()
    return user


@pytest.fixture
def client_of(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_change_is_told_of(person: Any, client_of: Client) -> None:
    assert client_of.post(ADDRESS, SENT).status_code == 302
    person.refresh_from_db()
    assert person.check_password(NEW)
    event = Event.objects.get(verb=PASSWORD_CHANGED)
    assert sentence_of(event) == "Cán bộ thcs đổi mật khẩu của mình."
    assert NEW not in str(Event.objects.values())


def test_wrong_old_password_changes_nothing(person: Any, client_of: Client) -> None:
    assert client_of.post(ADDRESS, SENT | {"oldpassword": "sai"}).status_code == 200
    person.refresh_from_db()
    assert person.check_password(OLD)
    assert not Event.objects.exists()


def test_password_and_event_are_rolled_back_together(
    person: Any, client_of: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**_: Any) -> None:
        raise DatabaseError

    monkeypatch.setattr(adapter, "record_event", fail)
    with pytest.raises(DatabaseError):
        client_of.post(ADDRESS, SENT)
    person.refresh_from_db()
    assert person.check_password(OLD)
