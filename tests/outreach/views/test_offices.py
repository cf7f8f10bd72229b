"""The page of one office and what is done to many papers on it."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document

from audit.models import Event
from domain.outcome import Programme
from outreach import verbs
from outreach.models import Referral, ReferralFile, ReferralState
from students.actions import set_open_reviews
from tests.outreach.conftest import Listed
from tests.outreach.issuing import acknowledge, draft, issue, submit
from tests.province import confirm, enrol

Browser = Callable[[str], Client]
HOME = "802"


def at(name: str, code: str = HOME) -> str:
    return reverse(f"outreach:{name}", args=[code])


def keys(papers: Any) -> list[int]:
    return [paper.pk for paper in papers]


def shown(response: Any) -> str:
    return " ".join(response.content.decode().split())


def test_district_lands_on_its_own_page(listed: Listed, signed_in: Browser) -> None:
    response = signed_in("DISTRICT").get("/outreach/")
    assert response["Location"] == f"{at('office_referrals')}?cohort=2020"


def test_department_sees_every_office(listed: Listed, signed_in: Browser) -> None:
    issue(listed.province)
    lines = signed_in("DEPARTMENT").get("/outreach/").context["offices"]
    assert [(line["name"], line["issued"]) for line in lines] == [
        ("Huyện Đức Hòa", "4"),
        ("Huyện Tân Trụ", "0"),
    ]


def test_page_says_what_is_due_and_what_was_left_out(listed: Listed, signed_in: Browser) -> None:
    set_open_reviews(counts={listed.not_known.pk: (1, 0)})
    context = signed_in("DISTRICT").get(at("office_referrals")).context
    assert (context["due"]["first_text"], context["due"]["children_text"]) == ("4", "4")
    assert context["readiness"]["held_back_text"] == "1"
    assert context["readiness"]["never_visited_text"] == "1"
    assert not context["readiness"]["is_ready"]


def test_whole_way_through_the_pages(listed: Listed, signed_in: Browser) -> None:
    client = signed_in("DISTRICT")
    client.post(at("referrals_draft"))
    drafts = Referral.objects.filter(state=ReferralState.DRAFT)
    client.post(at("referrals_submit"), {"papers": keys(drafts)})
    submitted = Referral.objects.filter(state=ReferralState.SUBMITTED)
    assert submitted.count() == 4
    form = {"papers": keys(submitted), "number": "215", "numbering": "row"}
    response = client.post(at("referrals_issue"), form | {"issued_on": "05/10/2020"}, follow=True)
    assert "Đã phát hành 4 danh sách" in shown(response)
    numbers = Referral.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == ["215/PGDĐT", "216/PGDĐT", "217/PGDĐT", "218/PGDĐT"]


def test_one_letter_for_all_has_one_number(listed: Listed, signed_in: Browser) -> None:
    draft(listed.province)
    papers = submit(listed.province)
    form = {"papers": keys(papers), "number": "99/UBND", "numbering": "one"}
    signed_in("DISTRICT").post(at("referrals_issue"), form | {"issued_on": "5.10.2020"})
    assert set(Referral.objects.values_list("number", flat=True)) == {"99/UBND"}


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"number": ""}, "Ghi số văn bản"),
        ({"number": "PGDĐT"}, "bắt đầu bằng chữ số"),
        ({"number": "1/" + "x" * 40}, "dài nhất 40 ký tự"),
        ({"issued_on": "32/10/2020"}, "Ngày phải là ngày có thật"),
        ({"issued_on": "05/10/2999"}, "không được sau hôm nay"),
        ({"deadline": "01/10/2020"}, "phải sau ngày ban hành"),
        ({"numbering": "x"}, "Chọn cách đánh số"),
    ],
)
def test_wrong_number_or_day_issues_nothing(
    wrong: dict[str, str], told: str, listed: Listed, signed_in: Browser
) -> None:
    draft(listed.province)
    papers = submit(listed.province)
    right = {"papers": keys(papers), "number": "1", "numbering": "row", "issued_on": "05/10/2020"}
    response = signed_in("DISTRICT").post(at("referrals_issue"), right | wrong)
    assert told in shown(response)
    assert "<title> Lỗi:" in shown(response)
    assert not Referral.objects.filter(state=ReferralState.ISSUED).exists()


def test_long_run_goes_on_where_it_stopped(
    listed: Listed, signed_in: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without JavaScript: each page does what it has time for and offers the rest."""
    draft(listed.province)
    papers = submit(listed.province)
    moments = iter(range(0, 1000, 6))
    monkeypatch.setattr("outreach.actions.together.time.monotonic", lambda: float(next(moments)))
    form = {"papers": keys(papers), "number": "215", "numbering": "row", "issued_on": "05/10/2020"}
    client = signed_in("DISTRICT")
    response = client.post(at("referrals_issue"), form)
    assert response.context["progress"] == {"done": 1, "whole": 4}
    offered = response.context["form"]
    assert [offered["number"].value(), len(offered.papers)] == ["216/PGDĐT", 3]
    while response.status_code == 200:
        offered = response.context["form"]
        form |= {"papers": keys(offered.papers), "number": offered["number"].value()}
        form["done"] = response.context["progress"]["done"]
        response = client.post(at("referrals_issue"), form)
    numbers = Referral.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == ["215/PGDĐT", "216/PGDĐT", "217/PGDĐT", "218/PGDĐT"]


@pytest.mark.parametrize("chosen", [[], ["x"], [2**31 - 1]])
def test_nothing_chosen_is_told(chosen: list, listed: Listed, signed_in: Browser) -> None:
    draft(listed.province)
    response = signed_in("DISTRICT").post(at("referrals_submit"), {"papers": chosen}, follow=True)
    assert "message--error" in shown(response)
    assert not Referral.objects.filter(state=ReferralState.SUBMITTED).exists()


def test_paper_of_another_office_cannot_be_chosen(listed: Listed, signed_in: Browser) -> None:
    enrol(
        listed.province,
        "Ngô Thị Xoài",
        school=listed.province.thcs_away,
        commune=listed.province.away_commune,
    )
    foreign = draft(listed.province, listed.province.away)
    signed_in("DISTRICT").post(at("referrals_submit"), {"papers": keys(foreign)})
    assert not Referral.objects.filter(state=ReferralState.SUBMITTED).exists()


def test_archive_holds_the_stored_files(listed: Listed, signed_in: Browser) -> None:
    papers = issue(listed.province)
    response = signed_in("DISTRICT").post(at("archive_download"))
    with zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content))) as archive:
        names = archive.namelist()
        [stored] = [paper for paper in papers if paper.addressee.kind == "COMMUNE"]
        letter = stored.files.first()
        name = f"27967_xa-duc-hoa-thuong/{letter.name}"
        assert archive.read(name) == bytes(letter.content)
    assert len(names) == 12
    assert Event.objects.get(verb=verbs.ARCHIVE_EXPORTED).count == 12


def test_papers_to_sign_are_the_frozen_ones_without_a_number(
    listed: Listed, signed_in: Browser
) -> None:
    draft(listed.province)
    papers = submit(listed.province)
    client = signed_in("DISTRICT")
    response = client.post(at("papers_to_sign_download"), {"papers": [papers[0].pk]})
    with zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content))) as archive:
        [name] = [name for name in archive.namelist() if name.endswith("cong-van.docx")]
        letter = Document(io.BytesIO(archive.read(name)))
    assert "Số: …/PGDĐT" in letter.tables[0].rows[3].cells[0].text
    assert Event.objects.get(verb=verbs.ARCHIVE_EXPORTED).count == 3
    assert not ReferralFile.objects.exists()
    response = client.post(at("papers_to_sign_download"))
    with zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content))) as archive:
        assert len(archive.namelist()) == 12


def test_without_papers_to_sign_there_is_nothing_to_take(
    listed: Listed, signed_in: Browser
) -> None:
    response = signed_in("DISTRICT").post(at("papers_to_sign_download"), follow=True)
    assert "Không có danh sách nào đang trình ký" in shown(response)


def test_changes_since_are_counted_beside_what_was_sent(listed: Listed, signed_in: Browser) -> None:
    issue(listed.province)
    confirm(listed.not_known, Programme.CONTINUING, listed.province.gdtx)
    context = signed_in("DISTRICT").get(at("office_referrals")).context
    assert [line["changes_text"] for line in context["sent"] if line["changes_text"]] == [
        "1 thay đổi từ khi gửi"
    ]
    assert context["due"]["changes_text"] == "1"


def test_list_of_another_office_is_shown_as_received(listed: Listed, signed_in: Browser) -> None:
    enrol(
        listed.province,
        "Ngô Thị Xoài",
        school=listed.province.thcs_away,
        commune=listed.province.home_commune,
    )
    issue(listed.province, listed.province.away)
    client = signed_in("DISTRICT")
    context = client.get(at("office_referrals")).context
    assert [line["from_name"] for line in context["received"]] == ["Huyện Tân Trụ"]
    assert "danh sách của Phòng GD&amp;ĐT huyện khác" in shown(client.get("/"))


def test_home_tells_of_papers_that_wait(listed: Listed, signed_in: Browser) -> None:
    draft(listed.province)
    assert "danh sách đề nghị vận động chờ trình ký" in shown(signed_in("DISTRICT").get("/"))


def test_commune_finds_its_list_at_home(listed: Listed, signed_in: Browser) -> None:
    issue(listed.province)
    client = signed_in("COMMUNE")
    for page in ("/", "/outreach/"):
        text = shown(client.get(page))
        assert "215/PGDĐT" in text
        assert "Huyện Đức Hòa" in text
        assert "Xã Tân Bình" not in text


def test_commune_sees_no_draft(listed: Listed, signed_in: Browser) -> None:
    draft(listed.province)
    submit(listed.province)
    assert signed_in("COMMUNE").get("/outreach/").context["received"] == []


def test_page_has_a_constant_number_of_queries(listed: Listed, signed_in: Browser) -> None:
    """However many addressees there are and however many children were sent."""
    client, province = signed_in("DISTRICT"), listed.province
    numbers = []
    for round_of, commune in enumerate((province.home_commune, province.home_township), 1):
        for number in range(4 * round_of):
            enrol(province, f"Lê Thị Số {round_of} {number}", commune=commune)
        acknowledge(issue(province, first=100 * round_of)[0])
        with CaptureQueriesContext(connection) as queries:
            client.get(at("office_referrals"))
        numbers.append(len(queries))
    assert numbers[0] == numbers[1]
