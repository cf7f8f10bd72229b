"""A version of a roster taken back: the state before, or a refusal that says what stands on it."""

from datetime import date
from typing import Any

import pytest

from audit.models import Event
from domain.linkage.decisions import Kind
from domain.outcome import Outcome, Programme, Stage
from imports.graduates import SourceFile
from imports.models import Batch
from imports.undoing import AlreadyUndone, BuiltUpon, CohortClosed
from imports.verbs import IMPORT_UNDONE
from reports.intake import intake_by_school
from reports.verification import differences
from rosters.actions import (
    RosterUndo,
    decide,
    report_leaver,
    undo_roster,
    upload_rosters,
    withdraw_report,
)
from rosters.models import Link, RosterRow, RosterVersion
from rosters.reported import match_of, reporting_version
from rosters.uploads import read_roster_files
from students.models import Cohort, Graduate, Source
from tests.dump import business_dump
from tests.imports.undoing import AN, BE, CUC, take_in
from tests.province import Province, reread, state
from tests.rosters.reviewing import ROW, answer, namesakes, send_open
from tests.rosters.views.lists import send
from tests.sheets import roster_book, run

FIRST = "Long An, ngày 15 tháng 9 năm 2020"
SECOND = "Long An, ngày 30 tháng 10 năm 2020"
THIRD = "Long An, ngày 30 tháng 11 năm 2020"
STRANGER = {"name": "Kiều Thị Lạ", "birth": "01/01/2004"}


def sent(province: Province, *rows: dict[str, Any], **letterhead: str) -> Batch:
    """A version uploaded; its batch."""
    content = roster_book(*(_without_register(row) for row in rows), **letterhead)
    files = read_roster_files(
        [SourceFile("ds.xlsx", content)], cohort=province.cohort, today=date(2021, 1, 1)
    )
    (upload,) = upload_rosters(files, cohort=province.cohort, by=None)
    assert upload.version
    return Batch.objects.get(pk=upload.version.batch_id)


def _without_register(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "register"}


def undone(batch: Batch) -> RosterUndo:
    return undo_roster(batch=batch, by=None)


@pytest.fixture
def children(province: Province) -> list[Graduate]:
    take_in(province, AN, BE, CUC)
    return list(Graduate.objects.order_by("pk"))


def test_first_version_leaves_nothing_behind(province: Province, children: Any) -> None:
    state(children[0], Programme.WORKING)
    before = business_dump()
    batch = sent(province, AN, BE, STRANGER)
    assert business_dump() != before
    result = undone(batch)
    assert (result.withdrawn, result.restored, result.previous) == (2, 0, None)
    assert business_dump() == before
    assert differences() == []
    assert RosterRow.objects.count() == 3


def test_version_before_is_in_force_again(province: Province, children: Any) -> None:
    first = sent(province, AN, BE)
    before = business_dump()
    second = sent(province, BE, CUC, dated=SECOND)
    result = undone(second)
    assert (result.withdrawn, result.restored) == (1, 1)
    assert result.previous and result.previous.batch_id == first.pk
    assert "15/9/2020" in result.sentence
    assert business_dump() == before
    assert differences() == []
    assert RosterVersion.objects.latest().get().batch_id == first.pk


def test_child_dropped_by_the_version_before_stays_dropped(
    province: Province, children: Any
) -> None:
    state(children[0], Programme.WORKING)
    sent(province, AN, BE)
    sent(province, BE, dated=SECOND)
    before = business_dump()
    assert reread(children[0]).outcome == Outcome.NOT_KNOWN
    undone(sent(province, AN, BE, CUC, dated=THIRD))
    assert business_dump() == before
    assert reread(children[0]).outcome == Outcome.NOT_KNOWN


def test_admissions_replaced_by_pupils_come_back_as_admissions(
    province: Province, children: Any
) -> None:
    sent(province, AN, BE, title="DANH SÁCH TRÚNG TUYỂN LỚP 10")
    before = business_dump()
    undone(sent(province, AN, dated=SECOND))
    assert business_dump() == before
    assert differences() == []


def test_three_versions_are_undone_last_first(province: Province, children: Any) -> None:
    dumps, batches = [], []
    for rows, dated in (((AN,), FIRST), ((AN, BE), SECOND), ((CUC,), THIRD)):
        dumps.append(business_dump())
        batches.append(sent(province, *rows, dated=dated))
    for before, batch in zip(reversed(dumps), reversed(batches), strict=True):
        undone(batch)
        assert business_dump() == before
    assert differences() == []


def test_graduates_who_came_meanwhile_are_linked(province: Province) -> None:
    """Links are what the register of today says, not what it said when the file came."""
    take_in(province, AN)
    sent(province, AN, BE)
    second = sent(province, AN, dated=SECOND)
    take_in(province, BE, name="802-2.xlsx")
    undone(second)
    assert {reread(g).outcome for g in Graduate.objects.all()} == {Outcome.UPPER_SECONDARY}
    assert differences() == []


def test_undone_version_may_be_sent_again(province: Province, children: Any) -> None:
    sent(province, AN)
    second = sent(province, AN, BE, dated=SECOND)
    after = business_dump()
    undone(second)
    sent(province, AN, BE, dated=SECOND)
    assert business_dump() == after


def test_replaced_version_is_refused_and_names_the_newer(province: Province, children: Any) -> None:
    first = sent(province, AN)
    sent(province, AN, BE, dated=SECOND)
    before = business_dump()
    with pytest.raises(BuiltUpon, match="30/10/2020"):
        undone(first)
    assert business_dump() == before


def test_version_is_undone_once(province: Province, children: Any) -> None:
    batch = sent(province, AN)
    undone(batch)
    with pytest.raises(AlreadyUndone):
        undone(batch)


def test_closed_year_is_refused(province: Province, children: Any) -> None:
    batch = sent(province, AN)
    Cohort.objects.update(is_open=False)
    with pytest.raises(CohortClosed):
        undone(batch)


def test_reports_since_stand_in_the_way_until_they_are_undone(
    province: Province, children: Any, officials: dict[str, Any]
) -> None:
    sent(province, AN)
    before = business_dump()
    batch = sent(province, AN, BE, dated=SECOND)
    row = RosterRow.objects.in_force().get(full_name="Trần Văn Bé")
    reported = {"row": row, "by": officials["RECEIVING_SCHOOL"]}
    report_leaver(
        **reported,
        source=Source.RECEIVING_SCHOOL,
        version=reporting_version(row.version.roster, match_of(row)),
        since=date(2020, 11, 5),
    )
    standing = business_dump()
    with pytest.raises(BuiltUpon) as refused:
        undone(batch)
    (obstacle,) = refused.value.obstacles
    assert (obstacle.full_name, obstacle.graduate) == ("Trần Văn Bé", match_of(row).graduate_id)
    assert "đã thôi học" in obstacle.sentence and "5/11/2020" in obstacle.sentence
    assert business_dump() == standing
    withdraw_report(**reported, version=reporting_version(row.version.roster, match_of(row)))
    undone(batch)
    assert business_dump() == before


def test_undo_is_told_in_the_log_and_on_the_batch(
    province: Province, children: Any, officials: dict[str, Any]
) -> None:
    batch = sent(province, AN, BE)
    undo_roster(batch=batch, by=officials["DISTRICT"], reason="nhầm tệp")
    event = Event.objects.get(verb=IMPORT_UNDONE)
    assert (event.actor_id, event.count) == (officials["DISTRICT"].pk, 2)
    assert "nhầm tệp" in event.reason
    batch.refresh_from_db()
    assert (batch.withdrawn_by, batch.counts["withdrawn"]) == (officials["DISTRICT"], 2)


def test_failing_undo_leaves_everything_as_it_was(
    province: Province, children: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from rosters.actions import undo

    sent(province, AN)
    batch = sent(province, BE, dated=SECOND)
    before = business_dump()

    def fail(**_: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(undo, "record_event", fail)
    with pytest.raises(RuntimeError):
        undone(batch)
    assert business_dump() == before
    assert RosterVersion.objects.latest().get().batch_id == batch.pk


def test_command_undoes_a_roster(province: Province, children: Any) -> None:
    sent(province, AN)
    before = business_dump()
    batch = sent(province, AN, BE, dated=SECOND)
    ran = run("undo_import", batch.pk, "--json")
    assert (ran.code, ran.json["batch"]) == (0, str(batch.pk))
    assert (ran.json["withdrawn"], ran.json["restored"], ran.json["kept"]) == (1, 0, 0)
    assert business_dump() == before
    again = run("undo_import", batch.pk)
    assert again.code == 1
    assert "đã được hoàn tác" in again.error


def test_figures_of_a_day_between_count_the_version_of_that_day(
    province: Province, children: Any
) -> None:
    """The undone version was in force then; the one that came back was not."""
    sent(province, AN, STRANGER)
    batch = sent(province, AN, dated=SECOND)
    (version,) = RosterVersion.objects.filter(batch_id=batch.pk)
    first = RosterVersion.objects.exclude(pk=version.pk).get()
    undone(batch)
    in_force = RosterVersion.objects.in_force_at(version.received_at)
    assert list(in_force) == [version]
    assert list(RosterVersion.objects.in_force_at(first.received_at)) == [first]
    assert intake_by_school(province.cohort)[province.thpt.code].enrolled == 2


def test_row_of_an_undone_version_reads_as_replaced(province: Province, children: Any) -> None:
    batch = sent(province, AN)
    undone(batch)
    assert not Link.objects.current().exists()
    assert not RosterRow.objects.in_force().exists()
    assert RosterVersion.objects.get().stage == Stage.STUDYING


def test_decisions_of_people_outlive_an_undo(province: Province) -> None:
    twins = namesakes(province)
    row = send_open(province)
    decide(answers=[answer(row, Kind.ACCEPT, twins[1])], by=None)
    before = business_dump()
    send(province, ROW, STRANGER, day=20)
    undone(Batch.objects.latest("imported_at"))
    assert business_dump() == before
    assert reread(twins[1]).outcome == Outcome.UPPER_SECONDARY
    assert differences() == []


def test_decision_made_on_an_undone_version_is_kept(province: Province) -> None:
    """Who decided need not decide again, whichever version is in force."""
    twins = namesakes(province)
    send_open(province)
    send(province, ROW, STRANGER, day=20)
    row = RosterRow.objects.in_force().get(full_name="Lê Thị An")
    decide(answers=[answer(row, Kind.ACCEPT, twins[0])], by=None)
    undone(Batch.objects.latest("imported_at"))
    assert reread(twins[0]).outcome == Outcome.UPPER_SECONDARY
    assert differences() == []
