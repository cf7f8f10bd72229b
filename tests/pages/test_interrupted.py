"""What was typed when a session ended is offered to be sent again, and nothing else is."""

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from longan_enroll.interrupted import KEPT, MOST_CHARACTERS
from students.models import Destination, Graduate
from tests.province import Province, enrol
from tests.reports.views.shown import text_of

Browser = Callable[[str], Client]
PASSWORD = "dat-mat-khau-dai-2020"
TOLD = "Nội dung đã nhập vẫn còn nguyên."


@pytest.fixture
def child(province: Province) -> Graduate:
    return enrol(province, "Lê Thị An", commune=province.home_commune)


def address_of(child: Graduate) -> str:
    return reverse("students:statement_add", args=[child.pk])


def sign_in(client: Client, user: Any) -> None:
    user.set_password(PASSWORD)
    user.save(update_fields=["password"])
    sent = {"login": user.username, "password": PASSWORD}
    assert client.post(reverse("account_login"), sent).status_code == 302


def fields_in(response: HttpResponse) -> list[tuple[str, str]]:
    assert next(template.name for template in response.templates) == "interrupted.html"
    return response.context["fields"]


def test_typed_data_come_back_after_signing_in(
    child: Graduate, signed_in: Browser, officials: dict[str, Any]
) -> None:
    client, address = signed_in("ANONYMOUS"), address_of(child)
    opened = signed_in("DISTRICT").get(address).context["form"]
    typed = {"programme": "WORKING", "reason": 'Làm ở “xưởng” <b>"Hai"</b>\r\nca đêm'}
    sent = {**{name: opened[name].value() or "" for name in opened.fields}, **typed}
    answer = client.post(address, sent)
    assert (answer.status_code, answer["Location"]) == (
        302,
        f"{reverse('account_login')}?next={address}",
    )
    assert not Destination.objects.exists()
    sign_in(client, officials["DISTRICT"])
    offered = client.get(address)
    assert offered.status_code == 200
    assert TOLD in text_of(offered)
    assert "<b>" not in offered.content.decode()
    kept = dict(fields_in(offered))
    assert kept["reason"] == typed["reason"]
    assert client.post(address, kept).status_code == 302
    assert Destination.objects.get().graduate == child
    assert "form" in client.get(address).context  # offered once, then the page is its own again


def test_query_belongs_to_the_address(
    child: Graduate, signed_in: Browser, officials: dict[str, Any]
) -> None:
    client, address = signed_in("ANONYMOUS"), reverse("students:graduate_export") + "?q=an"
    client.post(address)
    sign_in(client, officials["DISTRICT"])
    offered = client.get(address)
    assert fields_in(offered) == []
    assert 'action="/graduates/export/?q=an"' in offered.content.decode()
    assert client.post(address).status_code == 200


def test_what_is_not_taken_up_at_once_is_thrown_away(
    child: Graduate, signed_in: Browser, officials: dict[str, Any]
) -> None:
    client, address = signed_in("ANONYMOUS"), address_of(child)
    client.post(address, {"programme": "WORKING"})
    sign_in(client, officials["DISTRICT"])
    assert "groups" in client.get("/").context
    assert KEPT not in client.session
    assert "form" in client.get(address).context


def test_somebody_else_gets_no_further_than_their_rights(
    child: Graduate, signed_in: Browser, officials: dict[str, Any]
) -> None:
    client, address = signed_in("ANONYMOUS"), address_of(child)
    client.post(address, {"programme": "WORKING"})
    sign_in(client, officials["COMMUNE"])
    offered = client.get(address)
    assert child.full_name not in text_of(offered)
    assert client.post(address, dict(fields_in(offered))).status_code == 403
    assert not Destination.objects.exists()


@pytest.mark.parametrize(
    "sent",
    [
        {"oldpassword": "cũ", "password1": "mới", "password2": "mới"},
        {"programme": "WORKING", "reason": "x" * MOST_CHARACTERS},
    ],
    ids=["password", "too long"],
)
def test_never_kept(sent: dict[str, str], child: Graduate, signed_in: Browser) -> None:
    client = signed_in("ANONYMOUS")
    assert client.post(address_of(child), sent).status_code == 302
    assert KEPT not in client.session


def test_files_are_not_kept(province: Province, signed_in: Browser) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    client = signed_in("ANONYMOUS")
    sheet = SimpleUploadedFile("chi-tieu.csv", b"a,b")
    assert client.post(reverse("students:target_import"), {"sheet": sheet}).status_code == 302
    assert KEPT not in client.session


def strict(client: Client) -> Client:
    """The same visitor, whose tokens are checked."""
    checked = Client(enforce_csrf_checks=True)
    checked.cookies = client.cookies
    return checked


@pytest.mark.parametrize(
    ("origin", "is_offered"),
    [("http://testserver", True), ("http://elsewhere.example", False), (None, False)],
)
def test_old_token_of_our_own_page_is_no_loss(
    origin: str | None, is_offered: bool, child: Graduate, signed_in: Browser
) -> None:
    client = strict(signed_in("DISTRICT"))
    headers = {"Origin": origin} if origin else {}
    answer = client.post(
        address_of(child), {"programme": "WORKING", "csrfmiddlewaretoken": "x"}, headers=headers
    )
    assert answer.status_code == 403
    assert (TOLD in text_of(answer)) == is_offered
    if is_offered:
        assert fields_in(answer) == [("programme", "WORKING")]
    assert not Destination.objects.exists()


def test_old_token_of_a_stranger_is_refused(child: Graduate, signed_in: Browser) -> None:
    client = strict(signed_in("ANONYMOUS"))
    answer = client.post(address_of(child), {"a": "b"}, headers={"Origin": "http://testserver"})
    assert answer.status_code == 403
    assert TOLD not in text_of(answer)
