"""Pages of requests: who asks, who answers, whose move it is, what is told."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from office.tasks import task_groups
from rosters.models import Link, RosterRow
from students.models import Cohort, CorrectionRequest, Graduate
from tests.province import Province, bare_request, bare_version, enrol, reread

Browser = Callable[[str], Client]


@pytest.fixture
def child(province: Province) -> Graduate:
    return enrol(province, "Lê Thị An", class_name="9/1", phone="0912345678")


@pytest.fixture
def row(province: Province, child: Graduate) -> RosterRow:
    """A row of the own institution that is matched with the child."""
    row = bare_version(province, province.thpt, "Lê Thị Ân")
    Link.objects.create(
        row=row, graduate=child, status="match", rank=1, weight=30.0, engine_version="0",
        recorded_at=timezone.now(),
    )  # fmt: skip
    RosterRow.objects.filter(pk=row.pk).update(status="match")
    return row


def typed(**changes: str) -> dict[str, str]:
    return {"part": "full_name", "proposed": "Lê Thị Ân", "grounds": "học bạ"} | changes


def test_institution_asks_from_its_row_and_sees_whose_turn_it_is(
    row: RosterRow, signed_in: Browser
) -> None:
    client = signed_in("RECEIVING_SCHOOL")
    detail = reverse("rosters:row_detail", args=[row.pk])
    assert "Đề nghị sửa" in client.get(detail).content.decode()
    address = reverse("rosters:correction_ask", args=[row.pk])
    assert client.get(address).status_code == 200
    page = client.post(address, typed(), follow=True).content.decode()
    assert "Đã gửi đề nghị sửa “Họ và tên”" in page
    assert "Phòng GD&amp;ĐT huyện Đức Hòa trả lời chậm nhất" in page
    assert "0912345678" not in page
    again = client.post(address, typed(), follow=True).content.decode()
    assert "đang chờ trả lời" in again
    assert CorrectionRequest.objects.count() == 1


def test_row_without_a_match_is_told(province: Province, signed_in: Browser) -> None:
    row = bare_version(province, province.thpt, "Hồ Văn Dần")
    address = reverse("rosters:correction_ask", args=[row.pk])
    page = signed_in("RECEIVING_SCHOOL").get(address, follow=True).content.decode()
    assert "đã khớp với một học sinh" in page


def test_wrong_form_is_told(row: RosterRow, signed_in: Browser) -> None:
    address = reverse("rosters:correction_ask", args=[row.pk])
    page = signed_in("RECEIVING_SCHOOL").post(address, {"part": "note"}).content.decode()
    for sentence in ("Chọn mục cần sửa.", "Ghi giá trị đúng.", "Ghi căn cứ."):
        assert sentence in page


def test_school_asks_for_another_school_only(child: Graduate, signed_in: Browser) -> None:
    client = signed_in("ORIGIN_SCHOOL")
    address = reverse("students:correction_ask", args=[child.pk])
    assert "Chọn mục cần sửa." in client.post(address, typed()).content.decode()
    sent = typed(part="school", proposed="Trường THCS Gò Tre")
    page = client.post(address, sent, follow=True).content.decode()
    assert "Trường THCS: Trường THCS Gò Tre" in page


def test_district_corrects_as_asked(
    province: Province, child: Graduate, signed_in: Browser
) -> None:
    asked = bare_request(child, province.thpt)
    client = signed_in("DISTRICT")
    assert "Đang chờ" in client.get(reverse("students:request_list")).content.decode()
    detail = reverse("students:request_detail", args=[asked.pk])
    assert "Sửa theo đề nghị" in client.get(detail).content.decode()
    address = reverse("students:request_accept", args=[asked.pk])
    form = client.get(address).context["form"]
    assert set(form.fields) == {"class_name", "reason", "version"}
    sent = {"version": form["version"].value(), "class_name": "9A5", "reason": "đã đối chiếu"}
    page = client.post(address, sent, follow=True).content.decode()
    assert "Đã chấp nhận đề nghị" in page
    assert reread(child).class_name == "9A5"
    told = signed_in("RECEIVING_SCHOOL").get(detail).content.decode()
    assert "đã đối chiếu" in told
    assert "Sửa theo đề nghị" not in told
    late = client.post(address, sent, follow=True).content.decode()
    assert "đã được giải quyết trước đó" in late


def test_form_opened_before_another_correction_shows_both(
    province: Province, child: Graduate, signed_in: Browser
) -> None:
    asked = bare_request(child, province.thpt)
    client = signed_in("DISTRICT")
    sent = {"version": "cũ", "class_name": "9A5", "reason": "đã đối chiếu"}
    address = reverse("students:request_accept", args=[asked.pk])
    page = client.post(address, sent).content.decode()
    assert "Hai bản đang khác nhau" in page
    assert reread(child).class_name == "9/1"


def test_district_takes_up_and_refuses(
    province: Province, child: Graduate, signed_in: Browser
) -> None:
    asked = bare_request(child, province.thpt)
    client = signed_in("DISTRICT")
    taken = client.post(reverse("students:request_answer", args=[asked.pk]), follow=True)
    assert "giải quyết chậm nhất" in taken.content.decode()
    address = reverse("students:request_refuse", args=[asked.pk])
    assert "Ghi lý do không sửa." in client.post(address, {"answer": ""}).content.decode()
    page = client.post(address, {"answer": "đúng như học bạ"}, follow=True).content.decode()
    assert "Đã trả lời không sửa" in page
    child_page = client.get(reverse("students:graduate_detail", args=[child.pk]))
    assert "đúng như học bạ" in child_page.content.decode()


def test_who_asks_does_not_answer(province: Province, child: Graduate, signed_in: Browser) -> None:
    asked = bare_request(child, province.thpt)
    for role in ("RECEIVING_SCHOOL", "ORIGIN_SCHOOL"):
        for name in ("request_answer", "request_accept", "request_refuse"):
            address = reverse(f"students:{name}", args=[asked.pk])
            assert signed_in(role).post(address).status_code == 403
    other = bare_request(enrol(province, "Võ Thị Cúc", school=province.thcs_away), province.gdtx)
    address = reverse("students:request_refuse", args=[other.pk])
    assert signed_in("DISTRICT").get(address).status_code == 404


def test_contacts_are_corrected_by_the_district_alone(
    province: Province, child: Graduate, signed_in: Browser
) -> None:
    asked = bare_request(child, province.thpt)
    CorrectionRequest.objects.update(part="phone")
    address = reverse("students:request_accept", args=[asked.pk])
    page = signed_in("DEPARTMENT").get(address)
    assert page.status_code == 302
    assert signed_in("DISTRICT").get(address).status_code == 200


def test_closed_year_has_no_answers(
    province: Province, child: Graduate, signed_in: Browser
) -> None:
    asked = bare_request(child, province.thpt)
    Cohort.objects.update(is_open=False)
    address = reverse("students:request_refuse", args=[asked.pk])
    assert signed_in("DISTRICT").get(address).status_code == 302


def test_both_homes_show_the_day_and_what_is_late(
    province: Province, child: Graduate, officials: dict[str, Any]
) -> None:
    bare_request(child, province.thpt)
    yesterday = timezone.localdate() - timedelta(days=1)
    CorrectionRequest.objects.update(answer_due_on=yesterday)

    def lines(role: str) -> list[dict[str, str]]:
        groups = task_groups(officials[role], province.cohort)[:2]
        tasks = [task for group in groups for task in group["tasks"]]
        return [task for task in tasks if "đề nghị sửa" in task["text"]]

    for role in ("DISTRICT", "RECEIVING_SCHOOL", "ORIGIN_SCHOOL"):
        (line,) = lines(role)
        assert line["number"] == "1"
        assert "1 đề nghị đã quá hạn" in line["note"]
        assert line["url"] == reverse("students:request_list")
    CorrectionRequest.objects.update(
        settled_at=timezone.now(), answered_at=timezone.now(), verdict="REFUSED"
    )
    assert not lines("DISTRICT")
    assert not lines("RECEIVING_SCHOOL")
