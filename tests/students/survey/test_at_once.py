"""Two people on one grid: who saves second is told, sees both versions and chooses."""

import threading
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from audit.models import Event
from domain.outcome import Evidence, Programme
from domain.survey import BY_DIGITS
from students.models import Destination, Graduate, Source
from students.survey import actions
from tests.province import Province, enrol, make_officials, make_province, make_user, state
from tests.students.survey.lines import CLASS, class_address, fields_of, line

Browser = Callable[[str], Client]
SCRIPT = {"headers": {"accept": "application/json"}}


@pytest.fixture
def child(province: Province) -> Graduate:
    return enrol(province, "Lê Thị An", class_name=CLASS)


@pytest.fixture
def address(province: Province) -> str:
    return class_address(province.thcs)


def said(child: Graduate) -> set[str]:
    current = Destination.objects.current().filter(graduate=child)
    return set(current.values_list("programme", flat=True))


def told(response: HttpResponse, child: Graduate) -> dict[str, Any]:
    assert response.status_code == 200
    return response.json()["rows"][str(child.pk)]


def test_second_is_shown_both_and_nothing_is_written(
    child: Graduate, address: str, signed_in: Browser
) -> None:
    first, second = signed_in("DISTRICT"), signed_in("DEPARTMENT")
    opened = fields_of(second.get(address))
    first.post(address, fields_of(first.get(address)) | line(child, code="02"))
    response = second.post(address, opened | line(child, code="01", reason="Phụ quán"))
    html = response.content.decode()
    assert "Trong khi nhập, thông tin của học sinh này đã thay đổi" in html
    assert "Ở nhà (Khảo sát của Phòng GD&amp;ĐT; ghi lúc" in html
    assert "Cán bộ phong" in html
    kept = fields_of(response)
    assert (kept[f"code-{child.pk}"], kept[f"reason-{child.pk}"]) == ("01", "Phụ quán")
    assert said(child) == {"AT_HOME"}


@pytest.mark.parametrize(
    ("choice", "expected"), [("mine", "WORKING"), ("theirs", "AT_HOME"), ("", "AT_HOME")]
)
def test_second_chooses(
    choice: str, expected: str, child: Graduate, address: str, signed_in: Browser
) -> None:
    first, second = signed_in("DISTRICT"), signed_in("DEPARTMENT")
    opened = fields_of(second.get(address))
    first.post(address, fields_of(first.get(address)) | line(child, code="02"))
    again = fields_of(second.post(address, opened | line(child, code="01")))
    response = second.post(address, again | line(child, choice=choice), follow=True)
    assert said(child) == {expected}
    assert ("Chọn giữ bản nào: bản đang nhập" in response.content.decode()) == (choice == "")


def test_untouched_line_leaves_a_colleagues_word(
    province: Province, child: Graduate, address: str, signed_in: Browser
) -> None:
    other = enrol(province, "Trần Văn Bé", class_name=CLASS)
    second = signed_in("DEPARTMENT")
    opened = fields_of(second.get(address))
    first = signed_in("DISTRICT")
    first.post(address, fields_of(first.get(address)) | line(child, code="02"))
    response = second.post(address, opened | line(other, code="01"), follow=True)
    assert "Đã ghi kết quả khảo sát của 1 học sinh." in response.content.decode()
    assert (said(child), said(other)) == ({"AT_HOME"}, {"WORKING"})


def test_word_of_another_source_is_told_as_well(
    province: Province, child: Graduate, address: str, signed_in: Browser
) -> None:
    client = signed_in("DISTRICT")
    opened = fields_of(client.get(address))
    state(
        child,
        Programme.UPPER_SECONDARY,
        school=province.thpt,
        source=Source.ROSTER,
        evidence=Evidence.CONFIRMED,
    )
    response = client.post(address, opened | line(child, code="01"), **SCRIPT)
    line_told = told(response, child)
    assert line_told["state"] == "changed"
    assert "Lớp 10 THPT, Trường THPT Sông Đỏ" in line_told["theirs"][0]
    assert said(child) == {"UPPER_SECONDARY"}


def test_script_saves_a_line_and_is_told_its_next_version(
    province: Province, child: Graduate, address: str, signed_in: Browser
) -> None:
    client = signed_in("DISTRICT")
    opened = fields_of(client.get(address))
    first = client.post(address, opened | line(child, place="thpt song do"), **SCRIPT)
    assert first.json()["progress"] == "1/1"
    saved = told(first, child)
    assert (saved["state"], saved["stored"]["place"]) == ("saved", "Trường THPT Sông Đỏ")
    assert saved["stored"]["code"] == "1"
    next_line = line(child, code="02", place="", version=saved["version"], seen=saved["seen"])
    assert told(client.post(address, opened | next_line, **SCRIPT), child)["state"] == "saved"
    assert said(child) == {"AT_HOME"}


def test_script_is_told_of_a_wrong_day(child: Graduate, address: str, signed_in: Browser) -> None:
    client = signed_in("DISTRICT")
    sent = fields_of(client.get(address)) | line(child, code="01") | {"stated_on": "hôm qua"}
    answer = client.post(address, sent, **SCRIPT).json()
    assert answer["day_error"] == "Ngày phải là ngày có thật, ví dụ 28/9/2020."
    assert told(client.post(address, sent, **SCRIPT), child)["state"] == "kept"
    assert said(child) == set()


def test_child_withdrawn_meanwhile_is_told_without_a_name(
    child: Graduate, address: str, signed_in: Browser
) -> None:
    client = signed_in("DISTRICT")
    sent = fields_of(client.get(address)) | line(child, code="01")
    Graduate.objects.filter(pk=child.pk).update(class_name="9B")
    response = client.post(address, sent, **SCRIPT)
    assert told(response, child).keys() == {"state", "sentence"}
    assert "Lê Thị An" not in response.content.decode()


@pytest.mark.parametrize("version", ["", "x", "0-9"])
def test_tampered_version_is_refused(
    version: str, child: Graduate, address: str, signed_in: Browser
) -> None:
    client = signed_in("DISTRICT")
    sent = fields_of(client.get(address)) | line(child, code="01", version=version)
    assert told(client.post(address, sent, **SCRIPT), child)["state"] == "changed"
    assert said(child) == set()


def test_event_and_statement_are_rolled_back_together(
    child: Graduate, province: Province, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**values: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(actions, "record_event", fail)
    official = make_user("phong", "DISTRICT", district=province.home)
    given = actions.Given(
        child,
        actions.StatementsVersion.of(child.pk),
        actions.Answer(BY_DIGITS["01"]),
    )
    with pytest.raises(RuntimeError):
        actions.record_answers(given=[given], by=official, stated_on=date(2020, 9, 28), label="")
    assert not Destination.objects.exists()


def test_two_requests_at_the_same_moment(committed: None) -> None:
    """Both read the grid before either writes: one is recorded, the other told."""
    province = make_province()
    officials = make_officials(province)
    child = enrol(province, "Lê Thị An", class_name=CLASS)
    address = class_address(province.thcs)
    answers = {"DISTRICT": "01", "DEPARTMENT": "02"}
    clients = {role: Client() for role in answers}
    sent = {}
    for role, client in clients.items():
        client.force_login(officials[role])
        sent[role] = fields_of(client.get(address)) | line(child, code=answers[role])
    together = threading.Barrier(2)
    states: dict[str, str] = {}

    def save(role: str) -> None:
        try:
            together.wait(30)
            response = clients[role].post(address, sent[role], **SCRIPT)
            states[role] = told(response, child)["state"]
        finally:
            connection.close()

    threads = [threading.Thread(target=save, args=[role]) for role in answers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(states.values()) == ["changed", "saved"]
    assert Destination.objects.count() == 1
    assert Event.objects.filter(verb="students.statements_surveyed").count() == 1
