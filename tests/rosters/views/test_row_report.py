"""Reporting that a child on the list is not in class, changing it, and undoing it."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from audit.models import Event
from audit.sentences import sentence_of
from domain.outcome import Evidence, Outcome, Programme, Stage
from reports.verification import differences
from rosters.actions import reports
from rosters.models import Roster, RosterRow
from rosters.verbs import LEAVER_REPORTED, NO_SHOW_REPORTED, TRANSFER_REPORTED
from students.models import Cohort, Destination, Graduate, Source
from tests.province import Province, confirm, make_user, reread, state
from tests.rosters.views.lists import AN, SCRIPT, STRANGER, address, an_of, row_named, send

Browser = Callable[[str], Client]
LEFT = {"stage": "LEFT", "since": "05/10/2020", "reason": "Theo gia đình"}
NOT_COUNTED = "Học sinh không còn được tính là đang học tại đơn vị."


@pytest.fixture
def child(province: Province) -> Graduate:
    return an_of(province)


@pytest.fixture
def row(province: Province, child: Graduate) -> RosterRow:
    send(province, AN, STRANGER)
    return row_named("LÊ THỊ AN")


def opened(client: Client, row: RosterRow) -> str:
    response = client.get(address("row_report", row.pk))
    assert response.status_code == 200
    return response.context["form"]["version"].value()


def sent(client: Client, row: RosterRow, version: str | None = None, **typed: str) -> HttpResponse:
    given = LEFT | {"version": opened(client, row) if version is None else version} | typed
    return client.post(address("row_report", row.pk), given, follow=True)


def told(response: HttpResponse) -> str:
    return " ".join(str(message) for message in response.context["messages"])


def reported() -> list[Destination]:
    return list(Destination.objects.current().exclude(source=Source.ROSTER).order_by("pk"))


@pytest.mark.parametrize(
    ("typed", "verb", "reason", "sentence"),
    [
        ({"stage": "NO_SHOW"}, NO_SHOW_REPORTED, "Theo gia đình", "chưa ra lớp. Theo gia đình"),
        ({"stage": "LEFT", "reason": ""}, LEAVER_REPORTED, "", "đã thôi học."),
        (
            {"stage": "TRANSFERRED", "destination": "THPT Xa; Tây Ninh"},
            TRANSFER_REPORTED,
            "Chuyển đến: THPT Xa, Tây Ninh; Theo gia đình",
            "đã chuyển trường. Chuyển đến: THPT Xa, Tây Ninh; Theo gia đình",
        ),
    ],
)
def test_report_ends_what_the_list_says(
    typed: dict[str, str], verb: str, reason: str, sentence: str,
    row: RosterRow, child: Graduate, signed_in: Browser, officials: dict[str, Any],
) -> None:  # fmt: skip
    assert reread(child).outcome == Outcome.UPPER_SECONDARY
    response = sent(signed_in("RECEIVING_SCHOOL"), row, **typed)
    assert NOT_COUNTED in told(response)
    (statement,) = reported()
    assert (statement.stage, statement.reason) == (typed["stage"], reason)
    assert (statement.source, statement.evidence) == (Source.RECEIVING_SCHOOL, Evidence.CONFIRMED)
    assert statement.school == row.version.roster.institution
    assert statement.programme == Programme.UPPER_SECONDARY
    assert (statement.ended_on, statement.stated_on) == (date(2020, 10, 5), timezone.localdate())
    assert reread(child).outcome == Outcome.NOT_KNOWN
    event = Event.objects.get(verb=verb)
    assert event.actor_id == officials["RECEIVING_SCHOOL"].pk
    assert sentence_of(event) == f"Cán bộ thpt báo học sinh Lê Thị An {sentence}"
    assert differences() == []


def test_report_shows_on_row_and_list(row: RosterRow, signed_in: Browser) -> None:
    client = signed_in("RECEIVING_SCHOOL")
    page = sent(client, row).content.decode()
    assert "Theo gia đình" in page
    assert "Hoàn tác" in page
    roster = address("roster_detail", row.version.roster_id)
    (line,) = client.get(roster, {"state": "reported"}).context["lines"]
    assert line["state"]["label"] == "Đã thôi học"
    assert line["report_text"] == "Từ ngày 5/10/2020"
    assert client.get(roster).context["tiles"][-1]["value"] == "1"


def test_report_before_the_day_of_the_list_counts(
    row: RosterRow, child: Graduate, signed_in: Browser
) -> None:
    """The child was gone when the list of 15 September was drawn up; the school says so later."""
    sent(signed_in("RECEIVING_SCHOOL"), row, since="07/9/2020", stage="NO_SHOW")
    assert reread(child).outcome == Outcome.NOT_KNOWN
    assert differences() == []


def test_report_does_not_end_another_institution(
    province: Province, row: RosterRow, child: Graduate, signed_in: Browser
) -> None:
    confirm(child, Programme.INTERMEDIATE, province.vocational)
    assert reread(child).outcome == Outcome.CONFLICT
    sent(signed_in("RECEIVING_SCHOOL"), row)
    assert reread(child).outcome == Outcome.VOCATIONAL
    assert differences() == []


def test_earlier_reports_do_not_revive(row: RosterRow, child: Graduate, signed_in: Browser) -> None:
    state(child, Programme.WORKING, stated_on=date(2020, 9, 1))
    sent(signed_in("RECEIVING_SCHOOL"), row)
    assert reread(child).outcome == Outcome.NOT_KNOWN


def test_admission_that_lapsed_is_no_plan(
    province: Province, child: Graduate, signed_in: Browser
) -> None:
    send(province, AN, title="DANH SÁCH HỌC SINH TRÚNG TUYỂN")
    assert reread(child).is_admitted
    sent(signed_in("RECEIVING_SCHOOL"), row_named("LÊ THỊ AN"), stage="NO_SHOW")
    assert not reread(child).is_admitted
    assert differences() == []


@pytest.mark.parametrize("day", [15, 20])
def test_list_of_an_earlier_day_leaves_the_report(
    day: int, province: Province, row: RosterRow, child: Graduate, signed_in: Browser
) -> None:
    sent(signed_in("RECEIVING_SCHOOL"), row)
    send(province, AN, {"name": "Trần Văn Bé", "birth": "06/10/2005"}, day=day)
    assert reread(child).outcome == Outcome.NOT_KNOWN
    client = signed_in("RECEIVING_SCHOOL")
    page = client.get(address("row_detail", row_named("LÊ THỊ AN").pk)).content.decode()
    assert "Thông tin đã báo" in page


def test_later_list_brings_the_child_back(
    province: Province, row: RosterRow, child: Graduate, signed_in: Browser
) -> None:
    client = signed_in("RECEIVING_SCHOOL")
    sent(client, row)
    Roster.objects.get().versions.update(as_at=timezone.localdate().replace(year=2099))
    page = client.get(address("row_detail", row.pk)).content.decode()
    assert "Thông tin đã báo" not in page
    assert address("row_report", row.pk) in page


def test_undo_restores_the_list(row: RosterRow, child: Graduate, signed_in: Browser) -> None:
    client = signed_in("RECEIVING_SCHOOL")
    version = sent(client, row).context["version"]
    assert client.get(address("report_withdraw", row.pk)).status_code == 405
    data = {"version": version}
    response = client.post(address("report_withdraw", row.pk), data, follow=True)
    assert "Đã hoàn tác: Lê Thị An" in told(response)
    assert reported() == []
    assert reread(child).outcome == Outcome.UPPER_SECONDARY
    assert differences() == []
    again = client.post(address("report_withdraw", row.pk), data, follow=True)
    assert "Không có thông tin nào để hoàn tác" in told(again)


def test_undo_of_a_report_changed_meanwhile_changes_nothing(
    row: RosterRow, signed_in: Browser
) -> None:
    client = signed_in("RECEIVING_SCHOOL")
    version = sent(client, row).context["version"]
    sent(client, row, stage="NO_SHOW")
    client.post(address("report_withdraw", row.pk), {"version": version})
    assert [statement.stage for statement in reported()] == [Stage.NO_SHOW]


def test_report_is_revised_not_doubled(row: RosterRow, child: Graduate, signed_in: Browser) -> None:
    client = signed_in("RECEIVING_SCHOOL")
    sent(client, row, stage="TRANSFERRED", destination="THPT Xa")
    form = client.get(address("row_report", row.pk)).context["form"]
    assert (form["destination"].value(), form["reason"].value()) == ("THPT Xa", "Theo gia đình")
    sent(client, row, reason="Đi làm")
    (statement,) = reported()
    assert (statement.stage, statement.reason) == (Stage.LEFT, "Đi làm")
    assert differences() == []


def test_second_click_records_once(row: RosterRow, signed_in: Browser) -> None:
    client = signed_in("RECEIVING_SCHOOL")
    version = opened(client, row)
    sent(client, row, version)
    assert "không ghi thêm lần nữa" in told(sent(client, row, version))
    assert len(reported()) == 1
    assert Event.objects.filter(verb=LEAVER_REPORTED).count() == 1


def test_second_person_is_shown_both_and_nothing_is_lost(
    province: Province, row: RosterRow, signed_in: Browser, client: Client
) -> None:
    first = signed_in("RECEIVING_SCHOOL")
    client.force_login(make_user("thpt-2", "RECEIVING_SCHOOL", school=province.thpt))
    version = opened(client, row)
    sent(first, row, reason="Đi làm xa")
    response = sent(client, row, version, stage="NO_SHOW", reason="Không liên lạc được")
    page = response.content.decode()
    for text in ("đã thay đổi", "Hai bản đang khác nhau", "Đi làm xa", "Không liên lạc được"):
        assert text in page
    assert [statement.reason for statement in reported()] == ["Đi làm xa"]
    renewed = response.context["form"]["version"].value()
    sent(client, row, renewed, stage="NO_SHOW", reason="Không liên lạc được")
    assert [statement.reason for statement in reported()] == ["Không liên lạc được"]


@pytest.mark.parametrize("version", ["", "x", "1-2", "0-0-0", SCRIPT, "9" * 60, "\x00"])
def test_tampered_version_records_nothing(version: str, row: RosterRow, signed_in: Browser) -> None:
    response = sent(signed_in("RECEIVING_SCHOOL"), row, version)
    assert response.status_code == 200
    assert response.context["form"].errors
    assert SCRIPT not in response.content.decode()
    assert reported() == []


def test_new_list_meanwhile_keeps_what_was_typed(
    province: Province, row: RosterRow, child: Graduate, signed_in: Browser
) -> None:
    client = signed_in("RECEIVING_SCHOOL")
    version = opened(client, row)
    send(province, AN, day=20)
    response = sent(client, row, version, reason="Đi làm xa")
    successor = row_named("LÊ THỊ AN")
    assert successor.pk != row.pk
    assert response.context["form_url"] == address("row_report", successor.pk)
    assert "đơn vị đã gửi danh sách mới" in response.content.decode()
    assert response.context["form"]["reason"].value() == "Đi làm xa"
    assert reported() == []
    sent(client, successor, response.context["form"]["version"].value(), reason="Đi làm xa")
    assert len(reported()) == 1


def test_new_list_without_the_child_needs_no_report(
    province: Province, row: RosterRow, child: Graduate, signed_in: Browser
) -> None:
    client = signed_in("RECEIVING_SCHOOL")
    version = opened(client, row)
    send(province, STRANGER, day=20)
    response = sent(client, row, version)
    assert "đã được thay bằng danh sách mới hơn" in response.content.decode()
    assert reported() == []


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"stage": ""}, "stage"),
        ({"stage": "STUDYING"}, "stage"),
        ({"since": ""}, "since"),
        ({"since": "30/02/2020"}, "since"),
        ({"since": "31/05/2020"}, "since"),
        ({"since": "01/01/2099"}, "since"),
        ({"stage": "TRANSFERRED"}, "destination"),
        ({"destination": "THPT Xa"}, "destination"),
        ({"stage": "TRANSFERRED", "destination": "x" * 121}, "destination"),
        ({"reason": "x" * 151}, "reason"),
    ],
)
def test_wrong_input_is_told_at_the_field(
    typed: dict[str, str], field: str, row: RosterRow, signed_in: Browser
) -> None:
    response = sent(signed_in("RECEIVING_SCHOOL"), row, **typed)
    assert list(response.context["form"].errors) == [field]
    page = response.content.decode()
    assert "Lỗi:" in page
    assert "Hai bản" not in page
    assert reported() == []


@pytest.mark.parametrize("text", [SCRIPT, "=1+1", "{name} {0} %s", "“;” Chuyển đến: x; y"])
def test_hostile_text_is_shown_as_written(text: str, row: RosterRow, signed_in: Browser) -> None:
    response = sent(signed_in("RECEIVING_SCHOOL"), row, reason=text)
    page = response.content.decode()
    assert SCRIPT not in page
    assert {"label": "Lý do", "value": text} in response.context["report"]


def test_unmatched_row_takes_no_report(row: RosterRow, signed_in: Browser) -> None:
    client, stranger = signed_in("RECEIVING_SCHOOL"), row_named("Võ Văn Lạ")
    response = client.get(address("row_report", stranger.pk), follow=True)
    assert "đã khớp với một học sinh" in told(response)
    assert "đã khớp với một học sinh" in sent(client, stranger, "x").content.decode()
    assert reported() == []


def test_closed_cohort_takes_no_report(
    province: Province, row: RosterRow, signed_in: Browser
) -> None:
    client = signed_in("RECEIVING_SCHOOL")
    version = sent(client, row).context["version"]
    Cohort.objects.update(is_open=False)
    assert "đã khóa" in told(client.get(address("row_report", row.pk), follow=True))
    assert "đã khóa" in sent(client, row, version).content.decode()
    client.post(address("report_withdraw", row.pk), {"version": version})
    assert len(reported()) == 1


@pytest.mark.parametrize("role", ["DISTRICT", "DEPARTMENT"])
def test_office_reports_on_behalf_with_its_evidence(
    role: str, row: RosterRow, child: Graduate, signed_in: Browser
) -> None:
    client = signed_in(role)
    assert list(sent(client, row).context["form"].errors) == ["evidence_note"]
    sent(client, row, evidence_note="Công văn 12/THPT")
    (statement,) = reported()
    assert (statement.source, statement.evidence) == (Source.ON_BEHALF, Evidence.CONFIRMED)
    assert statement.evidence_note == "Công văn 12/THPT"
    assert reread(child).outcome == Outcome.NOT_KNOWN


def test_office_cannot_change_what_the_institution_said(row: RosterRow, signed_in: Browser) -> None:
    version = sent(signed_in("RECEIVING_SCHOOL"), row).context["version"]
    district = signed_in("DISTRICT")
    assert "chỉ đơn vị đó" in told(district.get(address("row_report", row.pk), follow=True))
    late = sent(district, row, version, stage="NO_SHOW", evidence_note="CV 1")
    assert "chỉ đơn vị đó" in late.content.decode()
    data = {"version": version}
    undone = district.post(address("report_withdraw", row.pk), data, follow=True)
    assert "chỉ đơn vị đó" in told(undone)
    assert [statement.stage for statement in reported()] == [Stage.LEFT]


def test_institution_may_undo_what_was_said_for_it(
    row: RosterRow, child: Graduate, signed_in: Browser
) -> None:
    version = sent(signed_in("DISTRICT"), row, evidence_note="CV 1").context["version"]
    client = signed_in("RECEIVING_SCHOOL")
    client.post(address("report_withdraw", row.pk), {"version": version})
    assert reported() == []
    assert reread(child).outcome == Outcome.UPPER_SECONDARY


def failing(*values: Any, **named: Any) -> None:
    raise RuntimeError("không ghi được")


@pytest.mark.parametrize("step", ["record_event", "record_statements"])
def test_report_and_event_roll_back_together(
    step: str, row: RosterRow, child: Graduate, signed_in: Browser,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    client = signed_in("RECEIVING_SCHOOL")
    version = opened(client, row)
    monkeypatch.setattr(reports, step, failing)
    with pytest.raises(RuntimeError, match="không ghi được"):
        sent(client, row, version)
    assert reported() == []
    assert reread(child).outcome == Outcome.UPPER_SECONDARY
    assert not Event.objects.filter(verb=LEAVER_REPORTED).exists()
