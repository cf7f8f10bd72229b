"""Two records made one and two again: what goes over, what stands in the way, exact undoing."""

from datetime import date
from typing import Any

import pytest
from django.db import transaction

from audit.models import Event
from audit.sentences import sentence_of
from domain.linkage.decisions import Kind
from domain.outcome import Outcome, Programme, Stage
from imports.graduates import SourceFile, commit, prepare, undo_import
from imports.graduates.undo import BuiltUpon
from imports.models import Row
from reports.verification import differences
from rosters.actions import decide
from rosters.models import Link, LinkDecision, RosterRow
from students.actions import KeyTaken, correct_graduate
from students.actions.edits import version_of
from students.merging.actions import (
    MergeRefused,
    PairChanged,
    merge_graduates,
    pair_version,
    take_back_distinction,
    tell_apart,
    undo_merge,
)
from students.models import Cohort, Destination, DistinctPair, Graduate, GraduateFacts, Merge
from students.verbs import GRADUATES_MERGED, MERGE_UNDONE
from tests.dump import business_dump
from tests.imports.undoing import AN, take_in
from tests.province import Province, confirm, enrol, make_user, reread, state
from tests.rosters.reviewing import ROW, answer, open_row, send_open
from tests.rosters.views.lists import send
from tests.sheets import graduate_book
from tests.students.merging.merging import REASON, merge, twice


def test_statements_go_over_and_the_child_counts_once(province: Province) -> None:
    kept, absorbed = twice(province)
    state(kept, Programme.WORKING, stated_on=date(2020, 9, 1))
    said = confirm(absorbed, Programme.INTERMEDIATE, province.vocational, evidence_note="giấy")
    done = merge(kept, absorbed, by=make_user("phong"))
    now = reread(kept)
    assert (now.outcome, now.destination_school) == (Outcome.VOCATIONAL, province.vocational)
    assert list(Graduate.objects.members()) == [kept]
    said.refresh_from_db()
    assert said.superseded_at is not None
    copy = Destination.objects.current().get(graduate=kept, programme=Programme.INTERMEDIATE)
    assert (copy.evidence_note, copy.source, copy.stated_on) == (
        "giấy", said.source, said.stated_on,
    )  # fmt: skip
    assert done.moved["statements"] == [[said.pk, copy.pk]]
    assert differences() == []
    event = Event.objects.get(verb=GRADUATES_MERGED)
    assert sentence_of(event) == (
        "Cán bộ phong gộp hai hồ sơ của học sinh Lê Thị An (Trường THCS Gò Tre, Trường THCS Sông "
        "Đỏ). nhập hai lần"
    )


def test_chosen_particulars_are_a_correction_by_hand(province: Province) -> None:
    kept, absorbed = twice(province)
    done = merge(kept, absorbed, phone=absorbed.phone, register_number="0777",
                 commune_id=absorbed.commune_id)  # fmt: skip
    now = reread(kept)
    assert (now.phone, now.register_number, now.commune_id) == (
        "0912345678", "0777", absorbed.commune_id,
    )  # fmt: skip
    edit = kept.edits.get()
    assert (edit.pk, edit.reason) == (done.moved["edit"], REASON)
    assert GraduateFacts.objects.current().get(graduate=kept).commune_id == absorbed.commune_id
    assert differences() == []


@pytest.mark.parametrize("chosen", [(), ("school_id", "class_name", "register_number", "phone")])
def test_undo_gives_everything_back(chosen: tuple[str, ...], province: Province) -> None:
    kept, absorbed = twice(province)
    enrol(province, "Trần Văn Bé")
    state(kept, Programme.UPPER_SECONDARY, school=province.thpt)
    state(absorbed, Programme.WORKING)
    confirm(absorbed, Programme.UPPER_SECONDARY, province.thpt, stage=Stage.LEFT,
            ended_on=date(2020, 10, 1))  # fmt: skip
    send(province, ROW | {"school": "THCS Gò Tre"})
    before = business_dump()
    done = merge(kept, absorbed, **{name: getattr(absorbed, name) for name in chosen})
    assert business_dump() != before
    assert differences() == []
    back = undo_merge(merge=done, by=make_user("phong"))
    assert back == absorbed
    assert business_dump() == before
    assert differences() == []
    assert undo_merge(merge=done, by=None) == absorbed
    assert Event.objects.filter(verb=MERGE_UNDONE).count() == 1


def test_row_of_a_roster_stays_matched(province: Province) -> None:
    """The engine, which sees another school now, would leave the row to people."""
    kept, absorbed = twice(province)
    enrol(province, "Lê Thị An", birth=(2005, 9, 5), school=province.thcs_away)
    send(province, ROW | {"school": "THCS Gò Tre", "phone": "0912345678"})
    (link,) = Link.objects.current()
    assert (link.graduate, link.status) == (absorbed, Link.Status.MATCH)
    before = business_dump()
    done = merge(kept, absorbed)
    (link,) = Link.objects.current()
    assert (link.graduate, link.status) == (kept, Link.Status.MATCH)
    assert reread(kept).outcome == Outcome.UPPER_SECONDARY
    assert differences() == []
    undo_merge(merge=done, by=None)
    assert business_dump() == before


def test_decisions_of_people_go_over(province: Province) -> None:
    kept, absorbed = twice(province)
    row = send_open(province)
    decide(answers=[answer(row, Kind.ACCEPT, absorbed)], by=None)
    before = business_dump()
    done = merge(kept, absorbed, class_name="9/4", school_id=absorbed.school_id)
    (decision,) = LinkDecision.objects.current()
    assert (decision.graduate, decision.choice) == (kept, Kind.ACCEPT)
    assert RosterRow.objects.get(pk=open_row().pk).status == RosterRow.Status.MATCH
    assert differences() == []
    undo_merge(merge=done, by=None)
    assert business_dump() == before


def test_rejection_of_the_other_record_leaves_the_row_open(province: Province) -> None:
    kept, absorbed = twice(province)
    row = send_open(province)
    decide(answers=[answer(row, Kind.REJECT, absorbed)], by=None)
    assert Link.objects.current().get().graduate == kept
    before = business_dump()
    done = merge(kept, absorbed)
    assert Link.objects.current().get().graduate == kept
    assert differences() == []
    undo_merge(merge=done, by=None)
    assert business_dump() == before


def test_rejection_of_both_records_stands(province: Province) -> None:
    kept, absorbed = twice(province)
    decide(answers=[answer(send_open(province), Kind.REJECT, kept, absorbed)], by=None)
    before = business_dump()
    done = merge(kept, absorbed, school_id=absorbed.school_id, register_number="0777")
    assert not Link.objects.current().exists()
    assert LinkDecision.objects.current().get().graduate == kept
    assert differences() == []
    undo_merge(merge=done, by=None)
    assert business_dump() == before


def test_two_rows_of_one_list_are_two_children(province: Province) -> None:
    kept, absorbed = twice(province)
    rows = [
        ROW | {"school": "THCS Sông Đỏ", "moet": "8020000001"},
        ROW | {"school": "THCS Gò Tre", "class_name": "10A2", "phone": "0912345678"},
    ]
    send(province, *rows)
    assert set(Link.objects.current().values_list("graduate", "status")) == {
        (kept.pk, "match"), (absorbed.pk, "match"),
    }  # fmt: skip
    with pytest.raises(MergeRefused, match="hai dòng"):
        merge(kept, absorbed)
    assert not Merge.objects.exists()


def test_stale_page_is_refused(province: Province) -> None:
    kept, absorbed = twice(province)
    version = pair_version(kept, absorbed)
    state(absorbed, Programme.WORKING)
    given = {"kept": kept, "absorbed": absorbed, "by": None, "values": {}, "reason": REASON}
    with pytest.raises(PairChanged):
        merge_graduates(version=version, **given)
    merge(kept, absorbed)
    with pytest.raises(PairChanged):
        merge_graduates(version=pair_version(kept, absorbed), **given)


def test_key_of_a_third_child_is_refused_and_nothing_is_written(province: Province) -> None:
    kept, absorbed = twice(province)
    enrol(province, "Trần Văn Bé", moet_code="8020000009")
    before = business_dump()
    with transaction.atomic(), pytest.raises(KeyTaken):
        merge(kept, absorbed, moet_code="8020000009")
    assert business_dump() == before


def test_closed_year_is_refused(province: Province) -> None:
    kept, absorbed = twice(province)
    done = merge(kept, absorbed)
    Cohort.objects.update(is_open=False)
    with pytest.raises(MergeRefused, match="đã khóa"):
        undo_merge(merge=done, by=None)
    other = enrol(province, "Trần Văn Bé")
    with pytest.raises(MergeRefused, match="đã khóa"):
        merge(kept, other)


def _say(kept: Graduate, province: Province) -> None:
    state(kept, Programme.AT_HOME)


def _edit(kept: Graduate, province: Province) -> None:
    kept = reread(kept)
    correct_graduate(graduate=kept, by=None, version=version_of(kept), values={"note": "x"},
                     reason="")  # fmt: skip


def _merge_again(kept: Graduate, province: Province) -> None:
    merge(kept, enrol(province, "Lê Thị An", birth=(2005, 9, 5), school=province.thcs_away))


def _give_its_number_away(kept: Graduate, province: Province) -> None:
    enrol(province, "Võ Thị Cúc", school=province.thcs_second, register_number="0777")


def _give_way(kept: Graduate, province: Province) -> None:
    merge(enrol(province, "Lê Thị An", school=province.thcs_away), kept)


@pytest.mark.parametrize(
    ("since", "why"),
    [
        (_say, "nơi học"),
        (_edit, "đã được sửa"),
        (_merge_again, "gộp lần nữa"),
        (_give_its_number_away, "Số vào sổ"),
        (_give_way, "gộp lần nữa"),
    ],
)
def test_what_was_built_on_a_merge_stands_in_the_way(
    since: Any, why: str, province: Province
) -> None:
    kept, absorbed = twice(province)
    state(absorbed, Programme.WORKING)
    done = merge(kept, absorbed, phone="0912345678")
    since(kept, province)
    before = business_dump()
    with pytest.raises(MergeRefused, match=why):
        undo_merge(merge=done, by=None)
    assert business_dump() == before


def test_list_sent_again_changes_nothing(province: Province) -> None:
    other = AN | {"school": "THCS Gò Tre", "class_name": "9/4", "register": "0777", "moet": ""}
    take_in(province, AN, other)
    kept, absorbed = Graduate.objects.order_by("pk")
    merge(kept, absorbed, phone="0911111111")
    before = business_dump()
    plan = prepare([SourceFile("802.xlsx", graduate_book(AN, other))], cohort=province.cohort)
    assert (plan.new, plan.changed, plan.rejected) == ([], [], [])
    assert commit(plan, by=None).batches == ()
    assert business_dump() == before
    assert {row.graduate.pk for row in plan.rows} == {kept.pk}


def test_list_sent_again_finds_a_child_that_took_over_the_keys_of_the_other(
    province: Province,
) -> None:
    other = AN | {"school": "THCS Gò Tre", "class_name": "9/4", "register": "0777", "moet": ""}
    take_in(province, AN, other)
    kept, absorbed = Graduate.objects.order_by("pk")
    merge(kept, absorbed, school_id=absorbed.school_id, register_number="0777", class_name="9/4")
    plan = prepare([SourceFile("802.xlsx", graduate_book(other))], cohort=province.cohort)
    assert (plan.new, plan.changed, plan.rejected) == ([], [], [])
    news = other | {"phone": "0987654321"}
    take_in(province, news, name="moi.xlsx")
    assert reread(kept).phone == "0987654321"
    assert differences() == []


def test_import_that_brought_either_record_is_not_undone_before(province: Province) -> None:
    first = take_in(province, AN)
    other = AN | {"school": "THCS Gò Tre", "class_name": "9/4", "register": "0777", "moet": ""}
    second = take_in(province, other, name="go-tre.xlsx")
    kept, absorbed = Graduate.objects.order_by("pk")
    done = merge(kept, absorbed)
    for batch in (first, second):
        with pytest.raises(BuiltUpon) as refused:
            undo_import(batch=batch, by=None)
        assert "hoàn tác việc gộp trước" in refused.value.obstacles[0].sentence
    undo_merge(merge=done, by=None)
    undo_import(batch=second, by=None)
    assert list(Graduate.objects.members()) == [kept]
    assert Row.objects.in_force().count() == 1
    assert differences() == []


def test_two_children_are_told_apart_once(province: Province) -> None:
    one, other = twice(province)
    by = make_user("phong")
    pair = tell_apart(one=other, other=one, by=by)
    assert tell_apart(one=one, other=other, by=by) == pair
    assert (pair.first, pair.second, pair.recorded_by) == (one, other, by)
    assert Event.objects.filter(verb__contains="told_apart").count() == 1
    take_back_distinction(pair=pair, by=by)
    take_back_distinction(pair=pair, by=by)
    assert not DistinctPair.objects.in_force().exists()
    assert tell_apart(one=one, other=other, by=by) != pair
