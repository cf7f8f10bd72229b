"""One paper as its office and its recipient see it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import Event
from domain.outcome import Programme
from outreach import verbs
from outreach.models import FileKind, Referral, ReferralState
from tests.outreach.conftest import Listed
from tests.outreach.issuing import by_key, draft, issue, submit
from tests.province import confirm, enrol

Browser = Callable[[str], Client]
HOME = "COMMUNE:27967"


@pytest.fixture
def sent(listed: Listed) -> Referral:
    return by_key(issue(listed.province))[HOME]


def at(name: str, paper: Referral) -> str:
    return reverse(f"outreach:{name}", args=[paper.pk])


def shown(response: Any) -> str:
    return " ".join(response.content.decode().split())


def rows(response: Any) -> dict[str, dict]:
    """The lines of the list by the child's name, whether it opens the child's page or not."""
    found = {}
    for part in response.context["parts"]:
        found |= {row["full_name"]: row for row in part["rows"]}
    return found


def test_recipient_sees_the_frozen_list_with_todays_truth(
    sent: Referral, listed: Listed, signed_in: Browser
) -> None:
    confirm(listed.not_known, Programme.CONTINUING, listed.province.gdtx)
    response = signed_in("COMMUNE").get(at("referral_detail", sent))
    lines = rows(response)
    assert lines["Lê Thị An"]["now"] == ""
    assert lines["Trần Văn Bé"]["now"] == (
        f"Đã nhập học tại {listed.province.gdtx.name}, không cần đến nhà."
    )
    assert lines["Trần Văn Bé"]["guardian"] == "Trần Văn Sáu"


def test_issued_row_stays_as_it_was_written(
    sent: Referral, listed: Listed, signed_in: Browser
) -> None:
    type(listed.at_home).objects.filter(pk=listed.at_home.pk).update(full_name="Lê Thị Khác")
    assert "Lê Thị An" in rows(signed_in("COMMUNE").get(at("referral_detail", sent)))


def test_only_those_who_see_children_open_their_pages(
    sent: Referral, listed: Listed, signed_in: Browser
) -> None:
    page = reverse("students:graduate_detail", args=[listed.at_home.pk])
    assert page in shown(signed_in("DISTRICT").get(at("referral_detail", sent)))
    assert page not in shown(signed_in("COMMUNE").get(at("referral_detail", sent)))


def test_view_is_recorded_and_told_to_the_office(
    sent: Referral, officials: dict[str, Any], signed_in: Browser
) -> None:
    page = at("referral_detail", sent)
    office = signed_in("DISTRICT")
    assert "Chưa mở" in shown(office.get(page))
    signed_in("COMMUNE").get(page)
    event = Event.objects.get(verb=verbs.REFERRAL_READ, actor_id=officials["COMMUNE"].pk)
    assert (event.object_id, event.count) == (str(sent.pk), 2)
    assert "1 lần, lần cuối" in shown(office.get(page))


def test_recipient_acknowledges(sent: Referral, signed_in: Browser) -> None:
    client = signed_in("COMMUNE")
    assert "Xác nhận đã tiếp nhận" in shown(client.get(at("referral_detail", sent)))
    client.post(at("referral_acknowledge", sent))
    sent.refresh_from_db()
    assert sent.state == ReferralState.ACKNOWLEDGED
    again = client.post(at("referral_acknowledge", sent), follow=True)
    assert "đã được người khác chuyển bước" in shown(again)


def test_office_records_a_receipt_it_was_told_of(sent: Referral, signed_in: Browser) -> None:
    note = "Nhận bản giấy ngày 06/10/2020"
    response = signed_in("DISTRICT").post(
        at("referral_acknowledge", sent), {"note": note}, follow=True
    )
    assert note in shown(response)


def test_child_of_another_office_is_nobodys_to_acknowledge(
    listed: Listed, signed_in: Browser
) -> None:
    """An office that only receives may acknowledge, but neither withdraw nor attach a scan."""
    enrol(
        listed.province,
        "Ngô Thị Xoài",
        school=listed.province.thcs_away,
        commune=listed.province.home_commune,
    )
    [received] = issue(listed.province, listed.province.away)
    client = signed_in("DISTRICT")
    assert client.get(at("referral_detail", received)).status_code == 200
    assert client.post(at("referral_withdraw", received), {"reason": "x"}).status_code == 404
    assert client.post(at("scan_attach", received)).status_code == 404
    assert client.post(at("referral_acknowledge", received)).status_code == 302


def test_draft_shows_who_would_be_frozen(listed: Listed, signed_in: Browser) -> None:
    paper = by_key(draft(listed.province))[HOME]
    client = signed_in("DISTRICT")
    assert set(rows(client.get(at("referral_detail", paper)))) == {"Lê Thị An", "Trần Văn Bé"}
    confirm(listed.not_known, Programme.CONTINUING, listed.province.gdtx)
    assert set(rows(client.get(at("referral_detail", paper)))) == {"Lê Thị An"}
    assert not paper.items.exists()


def test_withdrawing_needs_a_reason(listed: Listed, signed_in: Browser) -> None:
    draft(listed.province)
    paper = by_key(submit(listed.province))[HOME]
    client = signed_in("DISTRICT")
    assert "Ghi lý do thu hồi" in shown(client.post(at("referral_withdraw", paper)))
    client.post(at("referral_withdraw", paper), {"reason": "Sai lớp"})
    paper.refresh_from_db()
    assert (paper.state, paper.withdrawn_reason) == (ReferralState.WITHDRAWN, "Sai lớp")


def test_file_is_the_stored_one_and_its_taking_recorded(
    sent: Referral, officials: dict[str, Any], signed_in: Browser
) -> None:
    for stored in sent.files.all():
        response = signed_in("COMMUNE").post(at("file_download", stored))
        assert response.content == bytes(stored.content)
        assert response["Cache-Control"] == "no-store"
    taken = Event.objects.filter(verb=verbs.REFERRAL_EXPORTED)
    assert [event.actor_id for event in taken] == [officials["COMMUNE"].pk] * 3


def test_signed_scan_is_attached_and_given_out(sent: Referral, signed_in: Browser) -> None:
    scan = SimpleUploadedFile("Bản ký.pdf", b"%PDF-1.4 da ky")
    signed_in("DISTRICT").post(at("scan_attach", sent), {"scan": scan})
    stored = sent.files.get(kind=FileKind.SIGNED_SCAN)
    response = signed_in("COMMUNE").post(at("file_download", stored))
    assert (response.content, response["Content-Type"]) == (b"%PDF-1.4 da ky", "application/pdf")


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("ky.exe", b"MZ", "không phải PDF, JPG hay PNG"),
        ("ky.pdf", b"MZ gia PDF", "không phải PDF, JPG hay PNG"),
        ("ky.pdf", b"", "không có nội dung"),
        ("ky.pdf", b"%PDF" + b"0" * 10 * 1024 * 1024, "lớn hơn 10 MB"),
        ("", b"", "Chọn tệp bản ký"),
    ],
    ids=["ending", "content", "empty", "size", "none"],
)
def test_wrong_scan_is_refused(
    name: str, content: bytes, told: str, sent: Referral, signed_in: Browser
) -> None:
    given = {"scan": SimpleUploadedFile(name, content)} if name else {}
    response = signed_in("DISTRICT").post(at("scan_attach", sent), given)
    assert told in shown(response)
    assert not sent.files.filter(kind=FileKind.SIGNED_SCAN).exists()


def test_page_has_a_constant_number_of_queries(listed: Listed, signed_in: Browser) -> None:
    client = signed_in("COMMUNE")
    numbers = []
    for round_of in (1, 2):
        for number in range(5 * round_of):
            commune = listed.province.home_commune
            enrol(listed.province, f"Lê Thị Số {round_of} {number}", commune=commune)
        paper = by_key(issue(listed.province, first=100 * round_of))[HOME]
        with CaptureQueriesContext(connection) as queries:
            client.get(at("referral_detail", paper))
        numbers.append(len(queries))
    assert numbers[0] == numbers[1]
