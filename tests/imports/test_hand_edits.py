"""A list does not undo what people corrected by hand, and still finds the child they corrected."""

from random import Random
from typing import Any

import pytest

from districts.models import School
from imports.graduates import PlanOutdated, SourceFile, commit, obstacles, prepare
from imports.graduates.plan import Plan
from imports.models import Batch
from reports.verification import differences
from students.actions import KeyTaken, correct_graduate, take_back_edit
from students.actions.edits import version_of
from students.models import Graduate, GraduateEdit
from students.particulars import PARTS
from tests.dump import business_dump
from tests.imports.undoing import AN, BE, CUC, counts, named, take_back, take_in
from tests.province import Province, make_user, reread
from tests.sheets import graduate_book, run, written

KEPT = "hand_edit_kept"


def correct(graduate: Graduate, *, by: Any = None, **values: Any) -> GraduateEdit:
    edit = correct_graduate(
        graduate=graduate,
        by=by,
        version=version_of(reread(graduate)),
        values=values,
        reason="theo giấy khai sinh",
    )
    assert edit is not None
    return edit


def planned(province: Province, *rows: dict[str, str], **options: Any) -> Plan:
    source = SourceFile("802.xlsx", graduate_book(*rows))
    return prepare([source], cohort=province.cohort, **options)


def kept(plan: Plan) -> list[str]:
    return [issue.message for _, issue in plan.issues if issue.code == KEPT]


def test_same_list_again_is_unchanged_and_says_so(province: Province) -> None:
    take_in(province, AN, BE)
    correct(named("Lê Thị An"), by=make_user("phong"), full_name="Lê Thị Ân")
    plan = planned(province, AN, BE)
    assert (len(plan.new), len(plan.changed), len(plan.unchanged)) == (0, 0, 2)
    (conflict,) = plan.conflicts
    assert (conflict.label, conflict.in_file, conflict.by_hand, conflict.is_overruled) == (
        "Họ và tên", "Lê Thị An", "Lê Thị Ân", False,
    )  # fmt: skip
    (message,) = kept(plan)
    assert message.startswith("Họ và tên: trong tệp ghi “Lê Thị An”, đã sửa tay thành “Lê Thị Ân”")
    assert "Cán bộ phong" in message
    before = business_dump()
    assert not commit(plan, by=None).is_written
    assert business_dump() == before


@pytest.mark.parametrize(
    ("values", "part"),
    [
        ({"full_name": "Hồ Văn Dần"}, "full_name"),
        ({"birth_year": 2004, "birth_month": 1, "birth_day": 2}, "birth"),
        ({"gender": "M"}, "gender"),
        ({"class_name": "9/9"}, "class_name"),
        ({"register_number": "0009"}, "register_number"),
        ({"moet_code": "8020000099"}, "moet_code"),
        ({"phone": "0987654321"}, "phone"),
        ({"hamlet": "Ấp 9"}, "residence"),
        ({"commune_id": None}, "residence"),
        ({"residence": "Ấp 9"}, "residence"),
    ],
)
def test_every_part_is_kept_by_itself(
    values: dict[str, Any], part: str, province: Province
) -> None:
    take_in(province, AN, BE)
    correct(named("Lê Thị An"), **values)
    changed = AN | {"note": "học sinh giỏi"}
    plan = planned(province, changed, BE)
    assert [conflict.part for conflict in plan.conflicts] == [part]
    commit(plan, by=None)
    child = reread(Graduate.objects.get(note="học sinh giỏi"))
    assert {name: getattr(child, name) for name in values} == values
    assert Graduate.objects.members().count() == 2
    assert differences() == []


def test_school_moved_by_hand_is_kept(province: Province) -> None:
    take_in(province, AN)
    correct(named("Lê Thị An"), school_id=province.thcs_second.pk)
    plan = planned(province, AN)
    assert [(c.label, c.in_file, c.by_hand) for c in plan.conflicts] == [
        ("Trường THCS", province.thcs.name, province.thcs_second.name)
    ]
    assert len(plan.unchanged) == 1


def test_child_moved_to_another_district_is_no_new_child(province: Province) -> None:
    take_in(province, AN | {"moet": ""})
    correct(named("Lê Thị An"), school_id=province.thcs_away.pk)
    plan = planned(province, AN | {"moet": ""})
    assert not plan.new
    assert {issue.code for _, issue in plan.issues} == {"listed_elsewhere"}


def test_list_is_followed_where_a_person_says_so(province: Province) -> None:
    take_in(province, AN)
    before = business_dump()
    edit = correct(named("Lê Thị An"), full_name="Lê Thị Ân", class_name="9/9")
    edited = business_dump()
    plan = planned(province, AN, overruled={(edit.pk, "full_name")})
    assert [(c.part, c.is_overruled) for c in plan.conflicts] == [
        ("full_name", True),
        ("class_name", False),
    ]
    assert len(kept(plan)) == 1
    result = commit(plan, by=None)
    child = reread(named("Lê Thị An"))
    assert (child.class_name, child.name_key, result.updated) == ("9/9", "le thi an", 1)
    # Nothing stands of the correction of the name: the list is no conflict any more.
    assert [c.part for c in planned(province, AN).conflicts] == ["class_name"]
    assert counts(take_back(Batch.objects.get(pk=result.batches[0]))) == (0, 1, 0)
    assert business_dump() == edited
    take_back_edit(edit=edit, by=None)
    assert business_dump() == before


def test_correction_taken_back_stands_in_no_lists_way(province: Province) -> None:
    take_in(province, AN)
    edit = correct(named("Lê Thị An"), phone="0987654321")
    take_back_edit(edit=edit, by=None)
    plan = planned(province, AN | {"phone": "0911111111"})
    assert (plan.conflicts, len(plan.changed)) == ([], 1)


def test_list_that_says_what_was_corrected_is_no_conflict(province: Province) -> None:
    take_in(province, AN)
    correct(named("Lê Thị An"), full_name="Lê Thị Ân")
    plan = planned(province, AN | {"name": "Lê Thị Ân"})
    assert (plan.conflicts, plan.issues, len(plan.unchanged)) == ([], [], 1)


def test_other_values_of_the_list_come_in(province: Province) -> None:
    take_in(province, AN)
    correct(named("Lê Thị An"), full_name="Lê Thị Ân")
    plan = planned(province, AN | {"phone": "0911111111"})
    assert plan.changed[0].changes == {"phone": "0911111111"}


def test_numbers_exchanged_by_hand_are_known_again(province: Province) -> None:
    """The office gave two children each other's number; the old list still has it wrong."""
    rows = [row | {"moet": ""} for row in (AN, BE)]
    take_in(province, *rows)
    an, be = named("Lê Thị An"), named("Trần Văn Bé")
    correct(an, register_number="0099")
    correct(be, register_number="0001")
    correct(an, register_number="0002")
    plan = planned(province, *rows)
    assert [row.graduate.pk for row in plan.unchanged] == [an.pk, be.pk]
    assert [c.in_file for c in plan.conflicts] == ["0001", "0002"]


def test_command_keeps_the_correction_and_reports_it(province: Province, tmp_path: Any) -> None:
    take_in(province, AN)
    correct(named("Lê Thị An"), full_name="Lê Thị Ân")
    path = written(tmp_path, "802.xlsx", graduate_book(AN | {"phone": "0911111111"}))
    result = run("import_graduates", path, "--cohort", "2020", "--json").json
    assert (result["updated"], result["rejected"]) == (1, 0)
    (issue,) = result["issues"]
    assert (issue["code"], issue["level"], issue["cell"], issue["row"]) == (
        KEPT, "warning", "B7", 7,
    )  # fmt: skip
    assert named("Lê Thị Ân").phone == "0911111111"


def test_correction_between_check_and_commit_is_not_overwritten(province: Province) -> None:
    take_in(province, AN)
    newer = AN | {"phone": "0911111111", "note": "học sinh giỏi"}
    plan = planned(province, newer)
    edit = correct(named("Lê Thị An"), phone="0987654321")
    edited = business_dump()
    with pytest.raises(PlanOutdated):
        commit(plan, by=None)
    assert business_dump() == edited
    plan = planned(province, newer)
    take_back_edit(edit=edit, by=None)
    with pytest.raises(PlanOutdated):
        commit(plan, by=None)
    assert commit(planned(province, newer), by=None).updated == 1


def test_undo_is_refused_naming_the_correction(province: Province) -> None:
    batch = take_in(province, AN, BE)
    correct(named("Lê Thị An"), by=make_user("phong"), full_name="Lê Thị Ân", class_name="9/9")
    (obstacle,) = obstacles(batch)
    assert obstacle.sentence.startswith(
        "Thông tin đã được sửa sau lần nhập này. Sửa tay: Họ và tên, Lớp (ngày "
    )
    assert obstacle.sentence.endswith(", Cán bộ phong).")


def test_undo_of_a_change_names_the_correction(province: Province) -> None:
    take_in(province, AN)
    batch = take_in(province, AN | {"phone": "0911111111"})
    edit = correct(named("Lê Thị An"), phone="0987654321")
    (obstacle,) = obstacles(batch)
    assert obstacle.sentence.startswith(
        "Đã được sửa sau lần nhập này: điện thoại. Sửa tay: Điện thoại (ngày "
    )
    take_back_edit(edit=edit, by=None)
    assert obstacles(batch) == []


@pytest.mark.parametrize("seed", range(6))
def test_any_corrections_leave_the_old_list_unchanged(seed: int, province: Province) -> None:
    """Whatever was corrected of whomever: the list that was wrong brings nobody and nothing."""
    random = Random(seed)
    rows = [AN, BE | {"moet": ""}, CUC | {"register": "", "moet": ""}]
    take_in(province, *rows)
    for _ in range(8):
        child = random.choice(list(Graduate.objects.order_by("pk")))
        values = some_values(random, province)
        try:
            correct_graduate(
                graduate=child, by=None, version=version_of(child), values=values, reason=""
            )
        except KeyTaken:
            continue
    before = business_dump()
    plan = planned(province, *rows)
    assert (len(plan.new), len(plan.changed)) == (0, 0), kept(plan)
    assert not plan.rejected, [issue.message for _, issue in plan.issues]
    commit(plan, by=None)
    assert business_dump() == before


def some_values(random: Random, province: Province) -> dict[str, Any]:
    """New values of one or two parts, as somebody might type them."""
    schools = School.objects.filter(pk__in=[province.thcs.pk, province.thcs_second.pk])
    texts: dict[str, Any] = {
        "full_name": random.choice(("Lê Thị Ân", "Hồ Văn Dần", "Mai Thị Dậu")),
        "class_name": random.choice(("9/7", "9/8")),
        "register_number": random.choice(("0101", "0102", "0103")),
        "moet_code": f"80200001{random.randrange(100):02d}",
        "phone": f"09{random.randrange(10**8):08d}",
        "school_id": random.choice(list(schools)).pk,
        "note": "gặp gia đình",
    }
    chosen = random.sample(sorted(texts), random.randint(1, 2))
    assert set(chosen) <= {name for names in PARTS.values() for name in names}
    return {name: texts[name] for name in chosen}
