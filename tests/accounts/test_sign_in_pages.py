"""What the sign-in pages say when something is wrong: in Vietnamese, with the tries left."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests.reports.views.shown import text_of

PASSWORD = "mat-khau-cua-phong-2020"
ENGLISH = re.compile(r"\b(the|you|must|your|password|this|field|required|try|again|not)\b", re.I)


@pytest.fixture(autouse=True)
def forgotten_attempts() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def told(client: Client, route: str, sent: dict[str, str]) -> list[str]:
    """The sentences of the error summary after sending that."""
    response = client.post(reverse(route), sent)
    assert response.status_code == 200
    summary = re.search(r'class="error-summary".*?</div>', response.content.decode(), re.S)
    assert summary, text_of(response)
    return [
        " ".join(re.sub(r"<[^>]+>", " ", line).split())
        for line in re.findall(r"<li>(.*?)</li>", summary[0], re.S)
    ]


def with_password(user: Any) -> Client:
    """The person's browser, signed in; the password is now PASSWORD."""
    user.set_password(PASSWORD)
    user.save(update_fields=["password"])
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize(
    ("sent", "sentences"),
    [
        ({}, ["Tên đăng nhập: Nhập tên đăng nhập.", "Mật khẩu: Nhập mật khẩu."]),
        (
            {"login": "a" * 151, "password": "x"},
            ["Tên đăng nhập: Tên đăng nhập dài nhất 150 ký tự."],
        ),
    ],
)
def test_sign_in_names_what_is_missing(
    sent: dict[str, str], sentences: list[str], db: None
) -> None:
    assert told(Client(), "account_login", sent) == sentences


def test_wrong_password_tells_the_tries_left(officials: dict[str, Any]) -> None:
    client, sent = Client(), {"login": officials["DISTRICT"].username, "password": "sai"}
    wrong = "Tên đăng nhập hoặc mật khẩu chưa đúng; kiểm tra rồi nhập lại."
    for left in (4, 3, 2, 1):
        assert told(client, "account_login", sent) == [
            f"{wrong} Còn {left} lần thử, sau đó phải chờ 5 phút."
        ]
    assert told(client, "account_login", sent) == [
        f"{wrong} Đã hết số lần thử: chờ 5 phút rồi đăng nhập lại."
    ]
    [closed] = told(client, "account_login", sent)
    assert closed.startswith("Đã nhập sai nhiều lần. Chờ 5 phút")


def test_an_account_that_does_not_exist_is_not_given_away(officials: dict[str, Any]) -> None:
    answers = [
        told(Client(), "account_login", {"login": name, "password": "sai"})
        for name in (officials["DISTRICT"].username, "khong-co-ai")
    ]
    assert answers[0] == answers[1]


def test_right_password_takes_no_try(officials: dict[str, Any]) -> None:
    user = officials["DISTRICT"]
    with_password(user)
    for _ in range(6):
        sent = {"login": user.username, "password": PASSWORD}
        assert Client().post(reverse("account_login"), sent).status_code == 302


@pytest.mark.parametrize("new", ["12345678", "phong", "password", "a"])
def test_no_english_about_new_passwords(new: str, officials: dict[str, Any]) -> None:
    sent = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    sentences = told(with_password(officials["DISTRICT"]), "account_change_password", sent)
    assert sentences
    assert not [text for text in sentences if ENGLISH.search(text)]


def test_too_many_requests_have_a_page_of_ours(db: None) -> None:
    for number in range(40):
        response = Client().post(reverse("account_login"), {"login": f"x{number}", "password": "x"})
        if response.status_code == 429:
            break
    assert response.status_code == 429
    assert "Thử lại sau ít phút" in text_of(response)
