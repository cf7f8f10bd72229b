"""Particulars corrected by hand: what is kept, what follows, and taking a correction back."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.models import Event
from audit.sentences import sentence_of
from districts.models import School
from domain.outcome import Place, Programme
from reports.verification import differences
from rosters.models import Link
from students import actions
from students.actions.edits import version_of
from students.models import Cohort, Graduate, GraduateEdit, GraduateFacts
from students.verbs import EDIT_TAKEN_BACK, GRADUATE_EDITED
from tests.dump import business_dump
from tests.imports.undoing import upload
from tests.province import Province, confirm, enrol, make_user, reread

REASON = "theo giấy khai sinh"


@pytest.fixture
def child(province: Province) -> Graduate:
    return enrol(
        province,
        "Lê Thị An",
        commune=province.home_commune,
        class_name="9/1",
        register_number="0001",
        moet_code="8020000001",
        residence="Ấp 3, xã Đức Hòa Thượng",
    )


def correct(graduate: Graduate, *, by: Any = None, **values: Any) -> GraduateEdit | None:
    return actions.correct_graduate(
        graduate=graduate, by=by, version=version_of(reread(graduate)), values=values, reason=REASON
    )


def test_correction_keeps_who_what_and_why(child: Graduate) -> None:
    by = make_user("phong")
    edit = correct(child, by=by, full_name="Lê Thị Ân", birth_day=6, birth_month=3, birth_year=2005)
    now = reread(child)
    assert (now.full_name, now.name_key, now.birth_day) == ("Lê Thị Ân", "le thi an", 6)
    assert now.sort_key != child.sort_key
    assert edit is not None
    assert (edit.before, edit.after) == (
        {"full_name": "Lê Thị An", "birth_year": 2005, "birth_month": 3, "birth_day": 4},
        {"full_name": "Lê Thị Ân", "birth_year": 2005, "birth_month": 3, "birth_day": 6},
    )
    assert (edit.reason, edit.recorded_by) == (REASON, by)
    event = Event.objects.get(verb=GRADUATE_EDITED)
    assert set(event.fields) == edit.after.keys()
    assert event.detail.before == edit.before
    assert event.detail.after == edit.after
    assert sentence_of(event) == (
        "Cán bộ phong sửa thông tin của học sinh Lê Thị Ân. theo giấy khai sinh"
    )


def test_facts_that_figures_depend_on_keep_their_history(
    child: Graduate, province: Province
) -> None:
    confirm(child, Programme.UPPER_SECONDARY, province.thpt)
    assert reread(child).place == Place.IN_DISTRICT
    correct(child, school_id=province.thcs_away.pk, commune_id=province.away_commune.pk)
    before, after = GraduateFacts.objects.filter(graduate=child).order_by("pk")
    assert (before.school, before.superseded_at is None) == (province.thcs, False)
    assert (after.school, after.commune) == (province.thcs_away, province.away_commune)
    assert (after.superseded_at, after.batch_id) == (None, None)
    assert reread(child).place == Place.IN_PROVINCE
    assert differences() == []
    event = Event.objects.get(verb=GRADUATE_EDITED)
    assert event.detail.after["school_id"] == province.thcs_away.name


def test_links_follow_and_come_back(child: Graduate, province: Province) -> None:
    row = {"name": "Lê Thị An", "birth": "4/3/2005", "school": "THCS Sông Đỏ", "gender": "Nữ"}
    upload(province, row, {**row, "name": "Võ Thị Cúc"}, institution=province.thpt.name)
    assert Link.objects.current().filter(graduate=child, status="match").exists()
    before = business_dump()
    edit = correct(child, full_name="Hồ Văn Dần", birth_year=2004, moet_code="", class_name="9/2")
    assert not Link.objects.current().filter(graduate=child, status="match").exists()
    assert differences() == []
    actions.take_back_edit(edit=edit, by=None)
    assert business_dump() == before
    assert Event.objects.filter(verb=EDIT_TAKEN_BACK).count() == 1


def test_what_rosters_do_not_hold_links_nothing_anew(
    child: Graduate, province: Province, monkeypatch: pytest.MonkeyPatch
) -> None:
    called = []
    monkeypatch.setattr("rosters.actions.following.foresee", lambda told: called.append(told))
    correct(child, class_name="9/2", note="học lực khá")
    assert not called
    correct(child, phone="0912345678")
    assert len(called) == 1


def test_same_values_write_nothing(child: Graduate) -> None:
    values = {"full_name": child.full_name, "class_name": "9/1"}
    told = {"graduate": child, "by": None, "values": values, "reason": REASON}
    assert actions.correct_graduate(version="cũ", **told) is None
    assert not GraduateEdit.objects.exists()
    assert not Event.objects.exists()


def test_stale_version_writes_nothing(child: Graduate) -> None:
    version = version_of(child)
    correct(child, class_name="9/2")
    with pytest.raises(actions.GraduateChanged):
        actions.correct_graduate(
            graduate=child, by=None, version=version, values={"class_name": "9/3"}, reason=REASON
        )
    assert reread(child).class_name == "9/2"


def test_withdrawn_graduate_is_not_corrected(child: Graduate) -> None:
    actions.withdraw_graduates(graduates=[child.pk], by=None)
    with pytest.raises(actions.GraduateChanged):
        correct(child, class_name="9/2")


@pytest.mark.parametrize(
    ("values", "column"),
    [
        ({"register_number": "0002"}, "register_number"),
        ({"moet_code": "8020000002"}, "moet_code"),
        ({"personal_id": "080205000002"}, "personal_id"),
    ],
)
def test_key_of_another_child_is_refused(
    values: dict[str, Any], column: str, child: Graduate, province: Province
) -> None:
    codes = {
        "register_number": "0002",
        "moet_code": "8020000002",
        "personal_id": "080205000002",
    }
    other = enrol(province, "Trần Văn Bé", school=province.thcs_second, **codes)
    with pytest.raises(actions.KeyTaken) as taken:
        correct(child, **values)
    assert (taken.value.column, taken.value.other) == (column, other.pk)
    assert not GraduateEdit.objects.exists()


def test_number_of_another_district_is_free_until_the_child_goes_there(
    child: Graduate, province: Province
) -> None:
    enrol(province, "Trần Văn Bé", school=province.thcs_away, register_number="0002")
    correct(child, register_number="0002")
    with pytest.raises(actions.KeyTaken):
        correct(child, school_id=province.thcs_away.pk)


def test_number_of_a_withdrawn_child_or_another_year_is_free(
    child: Graduate, province: Province
) -> None:
    gone = enrol(province, "Trần Văn Bé", register_number="0002")
    actions.withdraw_graduates(graduates=[gone.pk], by=None)
    earlier = Cohort.objects.create(year=2019)
    enrol(province, "Trần Văn Bé", cohort=earlier, register_number="0002")
    assert correct(child, register_number="0002")


def test_namesake_whom_nothing_tells_apart_is_refused(child: Graduate, province: Province) -> None:
    twin = enrol(province, "LÊ THỊ ÁN", class_name="9 / 2")
    with pytest.raises(actions.KeyTaken) as taken:
        correct(child, class_name="9/2")
    assert (taken.value.column, taken.value.other) == ("full_name", twin.pk)
    Graduate.objects.filter(pk=twin.pk).update(moet_code="8020000009")
    assert correct(child, class_name="9/2")


def test_what_was_corrected_again_is_not_taken_back(child: Graduate) -> None:
    first = correct(child, class_name="9/2", note="a")
    second = correct(child, class_name="9/3")
    with pytest.raises(actions.EditedSince, match="Lớp"):
        actions.take_back_edit(edit=first, by=None)
    actions.take_back_edit(edit=second, by=None)
    actions.take_back_edit(edit=first, by=None)
    assert (reread(child).class_name, reread(child).note) == ("9/1", "")


def test_second_click_takes_back_once(child: Graduate) -> None:
    edit = correct(child, class_name="9/2")
    for _ in range(2):
        actions.take_back_edit(edit=edit, by=None)
    assert Event.objects.filter(verb=EDIT_TAKEN_BACK).count() == 1
    assert reread(child).class_name == "9/1"


def test_number_given_away_is_not_taken_back(child: Graduate, province: Province) -> None:
    edit = correct(child, register_number="0009")
    enrol(province, "Trần Văn Bé", register_number="0001")
    with pytest.raises(actions.KeyTaken):
        actions.take_back_edit(edit=edit, by=None)
    assert reread(child).register_number == "0009"


@pytest.mark.parametrize("action", ["correct", "take_back"])
def test_nothing_is_left_half_done(
    action: str, child: Graduate, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit = correct(child, school_id=School.objects.get(code="802C02").pk)
    before = business_dump()

    def fail(**told: Any) -> None:
        raise RuntimeError("nhật ký")

    monkeypatch.setattr("students.actions.edits.record_event", fail)
    with pytest.raises(RuntimeError, match="nhật ký"):
        if action == "correct":
            correct(child, full_name="Lê Thị Ân")
        else:
            actions.take_back_edit(edit=edit, by=None)
    assert business_dump() == before
    assert GraduateEdit.objects.in_force().count() == 1


def test_correction_takes_the_same_queries_in_a_larger_school(
    child: Graduate, province: Province, django_assert_num_queries: Any
) -> None:
    with CaptureQueriesContext(connection) as few:
        correct(child, note="a")
    for number in range(20):
        enrol(province, f"Trần Văn {number}", birth=(2005, 1, number + 1))
    with django_assert_num_queries(len(few)):
        correct(child, note="b")
