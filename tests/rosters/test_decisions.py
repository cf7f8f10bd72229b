"""Deciding rows under review: effect, event, both rolled back together; and what comes later."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from audit.models import Event
from audit.sentences import sentence_of
from domain.linkage.decisions import Kind
from domain.outcome import Outcome
from imports.graduates import SourceFile
from imports.kinds import built_upon
from reports.verification import differences
from rosters import verbs
from rosters.actions import NotDecidable, RowTaken, decide, decisions, relink_cohort, undo_act
from rosters.actions.upload import link_rosters, upload_rosters
from rosters.decided import chosen_by_people
from rosters.models import Link, LinkDecision, RosterRow
from rosters.uploads import read_roster_files
from students.actions import GraduateChange, register_graduates
from students.models import Destination, Graduate
from tests.dump import business_dump
from tests.province import Province, make_user, reread
from tests.rosters.reviewing import ROW, answer, namesakes, open_row, send_open, twins_of
from tests.rosters.views.lists import send
from tests.sheets import roster_book

Twins = tuple[Graduate, Graduate]


@pytest.fixture
def twins(province: Province) -> Twins:
    return namesakes(province)


@pytest.fixture
def row(province: Province, twins: Twins) -> RosterRow:
    return send_open(province)


def test_namesakes_leave_the_row_to_a_person(row: RosterRow, twins: Twins) -> None:
    assert row.status == RosterRow.Status.REVIEW
    assert [reread(each).open_reviews for each in twins] == [1, 1]
    assert row.machine_proposal is None


def test_accepted_graduate_studies_and_nobody_is_held_back(row: RosterRow, twins: Twins) -> None:
    user = make_user("truong")
    decide(answers=[answer(row, Kind.ACCEPT, twins[1])], by=user)
    assert [reread(each).outcome for each in twins] == [Outcome.NOT_KNOWN, Outcome.UPPER_SECONDARY]
    assert [reread(each).open_reviews for each in twins] == [0, 0]
    link = Link.objects.current().get(row=row)
    assert (link.status, link.graduate_id, link.reason) == (
        "match",
        twins[1].pk,
        "cán bộ đã xác nhận",
    )
    assert Destination.objects.current().get().recorded_by == user
    event = Event.objects.latest("pk")
    assert event.verb == verbs.MATCH_ACCEPTED
    assert event.object_id == str(twins[1].pk)
    assert "Cán bộ truong xác nhận một dòng" in sentence_of(event)
    assert differences() == []


def test_rejected_candidates_leave_the_row_unmatched(row: RosterRow, twins: Twins) -> None:
    decide(answers=[answer(row, Kind.REJECT, *twins)], by=None)
    assert open_row().status == RosterRow.Status.NONE
    assert not Link.objects.current().exists()
    assert [reread(each).open_reviews for each in twins] == [0, 0]
    assert Event.objects.latest("pk").verb == verbs.CANDIDATES_REJECTED
    assert differences() == []


def test_postponed_row_stays_open(row: RosterRow, twins: Twins) -> None:
    decide(answers=[answer(row, Kind.LATER)], by=None)
    later = open_row()
    assert (later.status, later.is_postponed) == (RosterRow.Status.REVIEW, True)
    assert reread(twins[0]).open_reviews == 1
    decide(answers=[answer(later, Kind.ACCEPT, twins[0])], by=None)
    assert not open_row().is_postponed
    assert LinkDecision.objects.current().get().choice == "accept"
    assert differences() == []


@pytest.mark.parametrize("kind", list(Kind))
def test_undo_leaves_the_state_before(kind: Kind, row: RosterRow, twins: Twins) -> None:
    before = business_dump()
    chosen = {Kind.ACCEPT: twins[:1], Kind.REJECT: twins, Kind.LATER: ()}[kind]
    act = decide(answers=[answer(row, kind, *chosen)], by=None)
    assert business_dump() != before
    user = make_user("hoan-tac")
    undo_act(act=act, by=user)
    assert business_dump() == before
    assert open_row().machine_proposal is None
    assert {d.superseded_by for d in LinkDecision.objects.all()} == {user}
    assert Event.objects.latest("pk").verb == verbs.DECISIONS_UNDONE
    with pytest.raises(NotDecidable, match="đã được hoàn tác"):
        undo_act(act=act, by=user)


@pytest.mark.parametrize("step", ["record_event", "lay_decisions", "insert_many"])
def test_decision_rolls_back_together(
    step: str, row: RosterRow, twins: Twins, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, events = business_dump(), Event.objects.count()
    monkeypatch.setattr(decisions, step, _failing)
    with pytest.raises(RuntimeError):
        decide(answers=[answer(row, Kind.ACCEPT, twins[0])], by=None)
    assert (business_dump(), Event.objects.count()) == (before, events)


def _failing(*values: Any, **named: Any) -> None:
    raise RuntimeError("không ghi được")


def test_second_reviewer_is_told_who_decided_what(row: RosterRow, twins: Twins) -> None:
    late = answer(row, Kind.ACCEPT, twins[1])
    decide(answers=[answer(row, Kind.ACCEPT, twins[0])], by=make_user("nhanh-hon"))
    before = business_dump()
    with pytest.raises(
        RowTaken, match=r"Cán bộ nhanh-hon vừa quyết định .* đã khớp với"
    ) as refused:
        decide(answers=[late], by=make_user("cham-hon"))
    assert refused.value.decision.graduate == twins[0]
    assert business_dump() == before


def test_graduate_who_was_not_shown_is_refused(row: RosterRow, province: Province) -> None:
    stranger = twins_of(province, "Ngô Văn Lạ")[0]
    with pytest.raises(RowTaken):
        decide(answers=[answer(row, Kind.ACCEPT, stranger)], by=None)


def test_row_of_a_replaced_list_is_refused(
    row: RosterRow, twins: Twins, province: Province
) -> None:
    stale = answer(row, Kind.ACCEPT, twins[0])
    send(province, ROW | {"class_name": "10A9"}, day=20)
    with pytest.raises(RowTaken, match="danh sách mới"):
        decide(answers=[stale], by=None)


def test_closed_year_is_refused(row: RosterRow, twins: Twins, province: Province) -> None:
    act = decide(answers=[answer(row, Kind.ACCEPT, twins[0])], by=None)
    province.cohort.is_open = False
    province.cohort.save()
    with pytest.raises(NotDecidable, match="đã khóa"):
        undo_act(act=act, by=None)


def test_decision_outlives_a_new_version(row: RosterRow, twins: Twins, province: Province) -> None:
    decide(answers=[answer(row, Kind.ACCEPT, twins[1])], by=None)
    other = {"name": "Võ Văn Lạ", "birth": "01/01/2003"}
    send(province, other, ROW | {"name": "Lê thị an", "class_name": "10A9"}, day=20)
    assert Link.objects.current().get(status="match").graduate == twins[1]
    assert reread(twins[1]).outcome == Outcome.UPPER_SECONDARY
    assert differences() == []


@pytest.mark.parametrize("kind", [Kind.ACCEPT, Kind.REJECT])
def test_changed_graduate_returns_the_row_to_review(
    kind: Kind, row: RosterRow, twins: Twins, province: Province
) -> None:
    chosen = twins[:1] if kind is Kind.ACCEPT else twins
    decide(answers=[answer(row, kind, *chosen)], by=None)
    change = GraduateChange(twins[0], {"school_id": province.thcs_away.pk})
    register_graduates(new=[], changes=[change], by=None)
    relink_cohort(cohort=province.cohort, by=None)
    returned = open_row()
    assert returned.status == RosterRow.Status.REVIEW
    links = Link.objects.current().filter(row=returned)
    assert {link.graduate_id for link in links} >= {twins[0].pk}
    assert "“Trường THCS Sông Đỏ” → “Trường THCS Rạch Xanh”" in links[0].reason
    assert reread(twins[0]).open_reviews == 1
    assert differences() == []
    decide(answers=[answer(returned, Kind.ACCEPT, twins[0])], by=None)
    assert open_row().status == RosterRow.Status.MATCH
    assert relink_cohort(cohort=province.cohort, by=None) == 0


def test_what_was_decided_is_told_before_a_new_list_is_stored(
    row: RosterRow, twins: Twins, province: Province
) -> None:
    decide(answers=[answer(row, Kind.ACCEPT, twins[0])], by=None)
    source = SourceFile("mới.xlsx", roster_book(ROW | {"class_name": "10A9"}))
    files = read_roster_files([source], cohort=province.cohort, today=date(2020, 10, 1))
    (upload,) = link_rosters(files, cohort=province.cohort)
    assert upload.statuses == {"match": 1}
    assert [proposal.status.value for proposal in upload.proposals] == ["review"]
    upload_rosters(files, cohort=province.cohort, by=None)
    assert open_row().status == RosterRow.Status.MATCH


def test_same_file_again_changes_nothing(row: RosterRow, twins: Twins, province: Province) -> None:
    decide(answers=[answer(row, Kind.REJECT, *twins)], by=None)
    before = business_dump()
    send_open(province)
    assert business_dump() == before


def test_many_rows_are_one_act(twins: Twins, province: Province) -> None:
    others = twins_of(province, "Phạm Thị Hoa")
    send(province, ROW, {"name": "Phạm Thị Hoa", "birth": "05/9/2005"})
    rows = RosterRow.objects.in_force().filter(status="review")
    pairs = {"Lê Thị An": twins[0], "Phạm Thị Hoa": others[0]}
    before = business_dump()
    answers = [answer(row, Kind.ACCEPT, pairs[row.full_name]) for row in rows]
    act = decide(answers=answers, by=None)
    assert not rows.all().exists()
    event = Event.objects.latest("pk")
    assert (event.verb, event.count) == (verbs.MATCHES_ACCEPTED, 2)
    undo_act(act=act, by=None)
    assert business_dump() == before


def test_one_changed_row_refuses_the_whole_act(twins: Twins, province: Province) -> None:
    others = twins_of(province, "Phạm Thị Hoa")
    send(province, ROW, {"name": "Phạm Thị Hoa", "birth": "05/9/2005"})
    first, second = RosterRow.objects.in_force().order_by("row_number")
    answers = [answer(first, Kind.ACCEPT, twins[0]), answer(second, Kind.ACCEPT, others[0])]
    decide(answers=[answer(second, Kind.LATER)], by=None)
    decide(answers=[answer(second, Kind.REJECT, *others)], by=None)
    before = business_dump()
    with pytest.raises(RowTaken):
        decide(answers=answers, by=None)
    assert business_dump() == before


def test_undoing_the_import_of_a_chosen_graduate_is_told(row: RosterRow, twins: Twins) -> None:
    decide(answers=[answer(row, Kind.ACCEPT, twins[0])], by=None)
    told = dict(chosen_by_people(graduates=[each.pk for each in twins]))
    assert told == {twins[0].pk: "Đã được cán bộ chọn khi đối chiếu với danh sách đang học."}
    assert chosen_by_people in built_upon


@pytest.mark.parametrize(
    "values",
    [
        {"choice": "later"},
        {"choice": "accept", "graduate": None},
        {"superseded_by": True},
    ],
    ids=str,
)
def test_database_refuses_what_makes_no_sense(
    values: dict[str, Any], row: RosterRow, twins: Twins
) -> None:
    decide(answers=[answer(row, Kind.ACCEPT, twins[0])], by=None)
    made = LinkDecision.objects.get()
    given = {
        field.name: getattr(made, field.name)
        for field in LinkDecision._meta.concrete_fields
        if not field.primary_key
    }
    if values.pop("superseded_by", False):
        values = {"superseded_by": make_user("ai-do")}
    given |= {"row_key": "khac", "act_id": uuid4()} | values
    with pytest.raises(IntegrityError), transaction.atomic():
        LinkDecision.objects.create(**given)


def test_one_row_has_one_graduate(row: RosterRow, twins: Twins) -> None:
    decide(answers=[answer(row, Kind.ACCEPT, twins[0])], by=None)
    made: Callable[..., LinkDecision] = LinkDecision.objects.create
    first = LinkDecision.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        made(
            roster=first.roster,
            row_key=first.row_key,
            row_facts=first.row_facts,
            choice="accept",
            graduate=twins[1],
            act_id=uuid4(),
            recorded_at=first.recorded_at,
        )
