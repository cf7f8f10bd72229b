"""One row: what its institution wrote, how it stands, and that looking is recorded."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import Event
from audit.sentences import sentence_of
from rosters.models import RosterRow
from rosters.verbs import ROW_READ
from students.models import Graduate
from tests.province import Province, enrol
from tests.rosters.views.lists import AN, SCRIPT, STRANGER, address, an_of, row_named, send

Browser = Callable[[str], Client]
PHONE, PERSONAL_ID, NOTE = "0912345678", "080305001234", "Hộ nghèo"


@pytest.fixture
def child(province: Province) -> Graduate:
    return an_of(province, phone="0987654321", guardian="Lê Văn Cha", priority="Con liệt sĩ")


@pytest.fixture
def row(province: Province, child: Graduate) -> RosterRow:
    written = AN | {"phone": PHONE, "personal": PERSONAL_ID, "note": NOTE, "school": "sông đỏ"}
    send(province, written, STRANGER)
    return row_named("LÊ THỊ AN")


def shown(client: Client, row: RosterRow) -> str:
    response = client.get(address("row_detail", row.pk))
    assert response.status_code == 200
    return response.content.decode()


def test_institution_sees_its_own_row_in_full(row: RosterRow, signed_in: Browser) -> None:
    page = shown(signed_in("RECEIVING_SCHOOL"), row)
    for text in ("LÊ THỊ AN", "05/9/2005", PHONE, PERSONAL_ID, NOTE, "sông đỏ", "cùng mã định"):
        assert text in page


def test_institution_sees_nothing_of_the_graduate(
    row: RosterRow, child: Graduate, signed_in: Browser
) -> None:
    page = shown(signed_in("RECEIVING_SCHOOL"), row)
    for text in ("0987654321", "Lê Văn Cha", "Con liệt sĩ", child.school.name):
        assert text not in page
    assert reverse("students:graduate_detail", args=[child.pk]) not in page


def test_office_sees_numbers_masked_and_its_own_graduate(
    row: RosterRow, child: Graduate, signed_in: Browser
) -> None:
    page = shown(signed_in("DISTRICT"), row)
    for text in (PHONE, PERSONAL_ID, NOTE):
        assert text not in page
    assert "••••• 678" in page
    assert reverse("students:graduate_detail", args=[child.pk]) in page


def test_graduate_of_another_district_is_not_opened(province: Province, signed_in: Browser) -> None:
    away = enrol(
        province, "Lê Thị An", school=province.thcs_away, birth=(2005, 9, 5), moet_code=AN["moet"]
    )
    send(province, AN)
    page = shown(signed_in("DISTRICT"), row_named("LÊ THỊ AN"))
    assert "Đã khớp với một học sinh" in page
    assert reverse("students:graduate_detail", args=[away.pk]) not in page


def test_unmatched_row_needs_nothing(row: RosterRow, signed_in: Browser) -> None:
    stranger = row_named("Võ Văn Lạ")
    page = shown(signed_in("RECEIVING_SCHOOL"), stranger)
    assert "đơn vị không cần làm gì thêm" in page
    assert address("row_report", stranger.pk) not in page


def test_reading_is_recorded_of_the_child(
    row: RosterRow, child: Graduate, signed_in: Browser, officials: dict[str, Any]
) -> None:
    shown(signed_in("RECEIVING_SCHOOL"), row)
    event = Event.objects.get(verb=ROW_READ)
    assert event.actor_id == officials["RECEIVING_SCHOOL"].pk
    assert (event.object_type, event.object_id) == ("students.Graduate", str(child.pk))
    assert "LÊ THỊ AN (Trường THPT Sông Đỏ" in sentence_of(event)


def test_reading_that_cannot_be_recorded_shows_nothing(
    row: RosterRow, signed_in: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**values: Any) -> None:
        raise RuntimeError("nhật ký")

    monkeypatch.setattr("rosters.actions.record_row_read", fail)
    with pytest.raises(RuntimeError, match="nhật ký"):
        signed_in("RECEIVING_SCHOOL").get(address("row_detail", row.pk))


def test_row_of_a_replaced_list_is_read_only(
    province: Province, row: RosterRow, signed_in: Browser
) -> None:
    send(province, STRANGER, day=20)
    page = shown(signed_in("RECEIVING_SCHOOL"), row)
    assert "đã được thay bằng danh sách mới hơn" in page
    assert address("row_report", row.pk) not in page


@pytest.mark.parametrize("name", ["row_detail", "row_report", "report_withdraw"])
def test_foreign_or_missing_row_is_not_found(
    name: str, province: Province, row: RosterRow, signed_in: Browser
) -> None:
    send(province, STRANGER, institution=province.gdtx.name)
    gdtx = RosterRow.objects.get(version__roster__institution=province.gdtx)
    send(province, STRANGER, institution=province.vocational_away.name)
    away = RosterRow.objects.get(version__roster__institution=province.vocational_away)
    for role, pk in (("RECEIVING_SCHOOL", gdtx.pk), ("DISTRICT", away.pk), ("DISTRICT", 0)):
        client = signed_in(role)
        call = client.get if name == "row_detail" else client.post
        assert call(address(name, pk)).status_code == 404
    assert signed_in("DEPARTMENT").get(f"/rosters/rows/{'9' * 30}/").status_code == 404


@pytest.mark.parametrize("name", ["row_detail", "row_report", "report_withdraw"])
@pytest.mark.parametrize("role", ["ORIGIN_SCHOOL", "COMMUNE", "UNASSIGNED"])
def test_role_without_the_right_is_refused(
    name: str, role: str, row: RosterRow, signed_in: Browser
) -> None:
    client = signed_in(role)
    call = client.get if name == "row_detail" else client.post
    assert call(address(name, row.pk)).status_code == 403


@pytest.mark.parametrize("name", ["row_detail", "row_report", "report_withdraw"])
def test_anonymous_is_sent_to_sign_in(name: str, row: RosterRow, signed_in: Browser) -> None:
    client = signed_in("ANONYMOUS")
    call = client.get if name == "row_detail" else client.post
    assert call(address(name, row.pk))["Location"].startswith(reverse("account_login"))


def test_hostile_row_is_escaped(row: RosterRow, signed_in: Browser) -> None:
    RosterRow.objects.filter(pk=row.pk).update(
        full_name=SCRIPT, note=SCRIPT, residence="=1+1" + "x" * 290, extra={SCRIPT: SCRIPT}
    )
    page = shown(signed_in("RECEIVING_SCHOOL"), row)
    assert SCRIPT not in page
    assert page.count("&lt;script&gt;") >= 4


def test_row_has_a_constant_number_of_queries(province: Province, signed_in: Browser) -> None:
    an_of(province)
    client = signed_in("RECEIVING_SCHOOL")
    numbers = []
    for size in (2, 4, 8):
        rows = [STRANGER | {"name": f"Võ Văn Số {n}"} for n in range(size)]
        send(province, AN, *rows, day=15 + size)
        row = row_named("LÊ THỊ AN")
        with CaptureQueriesContext(connection) as queries:
            shown(client, row)
        numbers.append(len(queries))
    assert len(set(numbers)) == 1
