"""Taking a class's workbook back: its words go, those before it come back."""

import random

import pytest
from django.core.management import call_command
from django.urls import reverse

from audit.models import Event
from domain.outcome import Programme
from imports.models import Batch, Row
from imports.survey import drafts, undo
from imports.survey.undo import undo_survey
from imports.undoing import AlreadyUndone, UndoRefused
from imports.verbs import IMPORT_UNDONE
from reports.verification import differences
from students.actions import StatementsVersion, supersede_statements
from students.models import Cohort, Destination, Graduate
from tests.imports.survey.teacher import (
    Browser,
    confirm_rows,
    make_class,
    said,
    send,
    sheet_for,
)
from tests.province import Province, bare_version, state

SCHOOL = "ORIGIN_SCHOOL"


@pytest.fixture
def children(province: Province) -> list[Graduate]:
    return make_class(province)


def bring(client, province: Province, **codes: str) -> Batch:
    """Record a workbook with these codes, by number of the child."""
    sheet = sheet_for(client, province)
    for row, name in zip(sheet.rows(), "abcd", strict=True):
        if name in codes:
            sheet.write(row[1], code=codes[name], place=None)
    confirm_rows(client, send(client, sheet.content))
    return Batch.objects.order_by("imported_at").last()


def test_undo_takes_back_and_says_again(
    province: Province, children: list[Graduate], signed_in: Browser
) -> None:
    client = signed_in(SCHOOL)
    before = state(children[0], Programme.WORKING, reason="Phụ gia đình")
    batch = bring(client, province, a="02", b="02")
    address = reverse("imports:survey_undo", args=[batch.pk])
    assert "1 học sinh trở lại" in client.get(address).content.decode()
    assert Destination.objects.current().count() == 2
    response = client.post(address, {"reason": "Nhầm lớp"}, follow=True)
    told = "rút thông tin của 1 học sinh, trả lại thông tin trước đó của 1 học sinh"
    assert told in response.content.decode()
    again = Destination.objects.current().get()
    same = ("graduate_id", "programme", "source", "stated_on", "reason", "evidence", "stage")
    assert [getattr(again, name) for name in same] == [getattr(before, name) for name in same]
    assert said(children[1]) == []
    event = Event.objects.get(verb=IMPORT_UNDONE)
    assert event.count == 2
    assert "Nhầm lớp" in event.reason
    assert Row.objects.filter(batch=batch, withdrawn_at__isnull=True).count() == 0
    response = client.get(address)
    assert "đã được hoàn tác" in response.content.decode()


def test_what_was_said_since_stays(
    province: Province, children: list[Graduate], signed_in: Browser
) -> None:
    client = signed_in(SCHOOL)
    batch = bring(client, province, a="02", b="02")
    supersede_statements(
        destinations=Destination.objects.filter(graduate=children[0]), by=None, reason=""
    )
    state(children[0], Programme.ABROAD)
    address = reverse("imports:survey_undo", args=[batch.pk])
    assert "1 học sinh đã có người ghi lại" in client.get(address).content.decode()
    response = client.post(address, {"reason": "Nhầm lớp"}, follow=True)
    assert "Giữ nguyên 1 học sinh" in response.content.decode()
    assert [said(child) for child in children[:2]] == [[("ORIGIN_SCHOOL", "ABROAD", "")], []]
    assert list(Row.objects.in_force().values_list("graduate_id", flat=True)) == [children[0].pk]


def test_later_files_first_then_earlier_ones(
    province: Province, children: list[Graduate], signed_in: Browser
) -> None:
    client = signed_in(SCHOOL)
    first, second = bring(client, province, a="01"), bring(client, province, a="02")
    undo_survey(batch=second, by=None)
    assert said(children[0]) == [("ORIGIN_SCHOOL", "WORKING", "")]
    undo_survey(batch=first, by=None)
    assert said(children[0]) == []


def test_undo_is_refused(province: Province, children: list[Graduate], signed_in: Browser) -> None:
    client = signed_in(SCHOOL)
    batch = bring(client, province, a="01")
    other = Batch.objects.get(pk=bare_version(province, province.thpt, "Lạ").version.batch_id)
    with pytest.raises(UndoRefused):
        undo_survey(batch=other, by=None)
    Cohort.objects.update(is_open=False)
    address = reverse("imports:survey_undo", args=[batch.pk])
    assert "đã khóa" in client.post(address, {"reason": "x"}).content.decode()
    Cohort.objects.update(is_open=True)
    undo_survey(batch=batch, by=None)
    with pytest.raises(AlreadyUndone):
        undo_survey(batch=batch, by=None)


def test_undo_by_command(
    province: Province, children: list[Graduate], signed_in: Browser, capsys
) -> None:
    batch = bring(signed_in(SCHOOL), province, a="01")
    call_command("undo_import", str(batch.pk))
    assert "rút 1 học sinh" in capsys.readouterr().out
    assert said(children[0]) == []


def test_event_and_answers_are_rolled_back_together(
    province: Province,
    children: list[Graduate],
    signed_in: Browser,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(**values: object) -> None:
        raise RuntimeError

    client = signed_in(SCHOOL)
    monkeypatch.setattr(drafts, "record_event", fail)
    with pytest.raises(RuntimeError):
        bring(client, province, a="01")
    assert (Batch.objects.count(), Row.objects.count(), Destination.objects.count()) == (0, 0, 0)
    monkeypatch.undo()
    batch = bring(client, province, a="01")
    monkeypatch.setattr(undo, "record_event", fail)
    with pytest.raises(RuntimeError):
        undo_survey(batch=batch, by=None)
    batch.refresh_from_db()
    assert batch.withdrawn_at is None
    assert said(children[0]) == [("ORIGIN_SCHOOL", "WORKING", "")]


def test_random_files_and_undos_leave_no_difference(
    province: Province, children: list[Graduate], signed_in: Browser
) -> None:
    """Whatever comes and goes, in whatever order, what is kept follows from what is said."""
    chance, client = random.Random(7), signed_in(SCHOOL)
    for _ in range(12):
        codes = {name: chance.choice(("01", "02", "03", "04", "00")) for name in "abcd"}
        bring(client, province, **dict(chance.sample(sorted(codes.items()), 3)))
        standing = list(Batch.objects.in_force())
        if len(standing) > 2:
            undo_survey(batch=chance.choice(standing), by=None)
        assert differences() == []
        own = Destination.objects.current().values_list("graduate", flat=True)
        assert len(own) == len(set(own))
    for batch in Batch.objects.in_force().order_by("-imported_at"):
        undo_survey(batch=batch, by=None)
    assert differences() == []
    assert StatementsVersion.of(children[0].pk).recorded > 0
