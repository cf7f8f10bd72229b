"""A locked account is told so, and signing out after the session ended asks for nothing."""

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.adapter import LOCKED
from accounts.models import User
from districts.models import Role
from tests.province import Province, make_user

SIGN_IN, SIGN_OUT = reverse("account_login"), reverse("account_logout")
PASSWORD = "hoa-sung-trang-9"


@pytest.fixture
def locked(province: Province) -> User:
    cache.clear()  # nobody has tried yet
    user = make_user("thcs", Role.ORIGIN_SCHOOL, school=province.thcs, active=False)
    user.set_password(PASSWORD)
    user.save()
    return user


def tried(client: Client, password: str) -> HttpResponse:
    return client.post(SIGN_IN, {"login": "thcs", "password": password}, follow=True)


def test_locked_account_is_told_to_its_owner_only(locked: User) -> None:
    client = Client()
    page = tried(client, PASSWORD)
    assert page.redirect_chain == [(SIGN_IN, 302)]
    assert LOCKED in page.content.decode()
    assert client.get("/").status_code == 302
    assert LOCKED not in tried(Client(), "sai").content.decode()


def test_opened_account_signs_in_again(locked: User) -> None:
    locked.is_active = True
    locked.save()
    assert tried(Client(), PASSWORD).redirect_chain == [("/", 302)]


def test_signing_out_after_the_session_ended_is_signed_out(db: None) -> None:
    answer = Client().post(SIGN_OUT)
    assert (answer.status_code, answer["Location"]) == (302, SIGN_IN)
