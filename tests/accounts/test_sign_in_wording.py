"""What the pages of allauth say when something is wrong: it has no Vietnamese of its own."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.adapter import LOCKED
from accounts.models import User

Browser = Callable[[str], Client]
OLD, NEW = "Minh-hoa-2020", "Cau-tre-qua-kenh-7"
WRONG = (
    "Tên đăng nhập hoặc mật khẩu chưa đúng; kiểm tra rồi nhập lại. "
    "Còn 4 lần thử, sau đó phải chờ 5 phút."
)
ENGLISH = re.compile(r"\b(the|your|you|password|username|must|please|field|again)\b", re.IGNORECASE)


@pytest.fixture(autouse=True)
def _no_earlier_tries() -> None:
    cache.clear()


@pytest.fixture
def official(officials: dict[str, Any]) -> User:
    person = officials["COMMUNE"]
    person.set_password(OLD)
    person.save()
    return person


def summary(response: Any) -> list[str]:
    """The lines of the error summary, as a person reads them."""
    found = re.search(r'class="error-summary".*?<ul>(.*?)</ul>', response.content.decode(), re.S)
    lines = re.findall(r"<li>(.*?)</li>", found[1], re.S) if found else []
    return [re.sub(r"<[^>]+>", "", line).strip() for line in lines]


def sign_in(client: Client, login: str, password: str) -> Any:
    return client.post(reverse("account_login"), {"login": login, "password": password})


@pytest.mark.parametrize(
    ("login", "password", "said"),
    [
        ("", "", ["Tên đăng nhập: Nhập tên đăng nhập.", "Mật khẩu: Nhập mật khẩu."]),
        ("xa", "sai", [WRONG]),
        ("khong-co-ai", "sai", [WRONG]),
    ],
)
def test_refused_sign_in_is_told_in_vietnamese(
    login: str, password: str, said: list[str], official: User, client: Client
) -> None:
    assert summary(sign_in(client, login, password)) == said


def test_locked_account_is_told_to_whoever_knows_the_password(
    official: User, client: Client
) -> None:
    official.is_active = False
    official.save()
    assert summary(sign_in(client, official.username, "sai")) == [WRONG]
    refused = sign_in(client, official.username, OLD)
    assert refused.url == reverse("account_login")
    assert LOCKED in client.get(refused.url).content.decode()
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (
            ("", "", ""),
            [
                "Mật khẩu hiện tại: Nhập mật khẩu hiện tại.",
                "Mật khẩu mới: Nhập mật khẩu mới.",
                "Nhập lại mật khẩu mới: Nhập lại mật khẩu mới.",
            ],
        ),
        (
            ("sai", NEW, NEW),
            ["Mật khẩu hiện tại: Mật khẩu hiện tại chưa đúng; kiểm tra rồi nhập lại."],
        ),
        (
            (OLD, NEW, NEW + "x"),
            [
                "Nhập lại mật khẩu mới: Hai lần nhập mật khẩu mới chưa giống nhau; nhập lại.",
            ],
        ),
        ((OLD, "Ke7-x", "Ke7-x"), ["Mật khẩu mới: Mật khẩu phải có ít nhất 8 ký tự."]),
        (
            (OLD, "password", "password"),
            ["Mật khẩu mới: Mật khẩu này nhiều người dùng nên dễ đoán; đặt mật khẩu khác."],
        ),
        (
            (OLD, "9027315846", "9027315846"),
            ["Mật khẩu mới: Mật khẩu không được chỉ gồm chữ số."],
        ),
        (
            (OLD, "Can bo xa 1", "Can bo xa 1"),
            ["Mật khẩu mới: Mật khẩu quá giống với họ và tên."],
        ),
    ],
)
def test_refused_new_password_is_told_in_vietnamese(
    sent: tuple[str, str, str], said: list[str], official: User, client: Client
) -> None:
    official.full_name = "Can bo xa"
    official.save()
    client.force_login(official)
    names = ("oldpassword", "password1", "password2")
    path = reverse("account_change_password")
    assert summary(client.post(path, dict(zip(names, sent, strict=True)))) == said
    assert User.objects.get(pk=official.pk).check_password(OLD)


def test_new_password_is_taken(official: User, client: Client) -> None:
    client.force_login(official)
    sent = {"oldpassword": OLD, "password1": NEW, "password2": NEW}
    assert client.post(reverse("account_change_password"), sent).status_code == 302
    assert User.objects.get(pk=official.pk).check_password(NEW)


def test_hint_of_a_new_password_is_vietnamese(official: User, client: Client) -> None:
    client.force_login(official)
    page = client.get(reverse("account_change_password")).content.decode()
    hint = re.search(r'class="field__hint"[^>]*>(.*?)</div>', page, re.S)[1]
    words = re.sub(r"<[^>]+>", " ", hint)
    assert "Có ít nhất 8 ký tự." in words
    assert not ENGLISH.search(words)


def test_wrong_password_on_confirming_is_told_in_vietnamese(official: User, client: Client) -> None:
    client.force_login(official)
    path = reverse("account_reauthenticate")
    assert summary(client.post(path, {"password": ""})) == ["Mật khẩu: Nhập mật khẩu."]
    wrong = summary(client.post(path, {"password": "sai"}))
    assert wrong == ["Mật khẩu: Mật khẩu chưa đúng; kiểm tra rồi nhập lại."]


def test_sending_too_often_is_told_on_a_page_of_our_own(official: User, client: Client) -> None:
    client.force_login(official)
    path = reverse("account_change_password")
    answers = [client.post(path, {"oldpassword": "sai"}) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    assert "<h1>Thử lại sau ít phút</h1>" in answers[-1].content.decode()
