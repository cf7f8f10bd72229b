"""Lists that say where the children are: reported statements, taken back with their import."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from domain.outcome import Evidence, Outcome, Place, Programme, Stage
from imports.graduates import SourceFile, commit, obstacles, prepare, undo_import
from imports.graduates.plan import Plan
from imports.graduates.statements import NOT_UNDERSTOOD, PLACE_UNKNOWN
from imports.models import Batch
from reports.verification import differences
from students.actions import StatementsVersion, withdraw_statement
from students.models import Destination, Graduate, Source
from tests.dump import business_dump
from tests.imports.undoing import AN, BE, CUC, counts, named, take_in
from tests.province import Province, confirm, make_user, reread, state
from tests.sheets import HEADINGS, book, run, table, written

STATUS, AT, CLASS = "Tình trạng học", "Đang học tại trường", "Đang học lớp"
MARKS = ("Đang học THPT", "Đang học GDTX", "Học nghề", "Đi làm", "Nghỉ học")


def study_book(*rows: dict[str, Any], dated: str = "") -> bytes:
    """A list of universal education: the usual columns, and where each child is."""
    headings, cells = table(rows)
    more = [name for name in (STATUS, AT, CLASS, *MARKS) if any(name in row for row in rows)]
    cells = [
        each + [row.get(name, "") for name in more] for each, row in zip(cells, rows, strict=True)
    ]
    top = ["UBND HUYỆN ĐỨC HÒA", "PHÒNG GIÁO DỤC VÀ ĐÀO TẠO", dated,
           "DANH SÁCH PHỔ CẬP GIÁO DỤC NĂM 2020"]  # fmt: skip
    return book(top, headings + more, cells)


def planned(province: Province, *rows: dict[str, Any], dated: str = "", **options: Any) -> Plan:
    source = SourceFile("802.xlsx", study_book(*rows, dated=dated))
    return prepare([source], cohort=province.cohort, **options)


def statement_of(name: str) -> Destination:
    return Destination.objects.current().get(graduate=named(name))


def test_bare_heading_over_words_is_a_status_and_told(province: Province) -> None:
    """ "Đang học" alone heads what the child does, beside the place where it studies."""
    headings, cells = table([AN, BE, CUC])
    said = [["Đang học", "THPT Sông Đỏ"], ["Bỏ học", ""], ["Đi làm", ""]]
    content = book(
        ["UBND HUYỆN ĐỨC HÒA", "", "", "DANH SÁCH PHỔ CẬP"], [*headings, "Đang học", "Nơi học"],
        [row + more for row, more in zip(cells, said, strict=True)],
    )  # fmt: skip
    plan = prepare([SourceFile("802.xlsx", content)], cohort=province.cohort)
    assert [row.statement.programme for row in plan.rows] == [
        Programme.UPPER_SECONDARY,
        Programme.OTHER_NOT_STUDYING,
        Programme.WORKING,
    ]
    assert {issue.code for _, issue in plan.issues} == {"column_guessed"}


def test_study_is_recorded_as_reported(province: Province) -> None:
    rows = [
        AN | {STATUS: "Đang học", AT: "THPT Sông Đỏ", CLASS: "10A1"},
        BE | {STATUS: "Học nghề", AT: "TC nghề Sông Đỏ"},
        CUC | {STATUS: "Đi làm"},
    ]
    plan = planned(province, *rows, dated="Đức Hòa, ngày 05 tháng 10 năm 2020")
    assert [row.issues for row in plan.rows] == [[], [], []]
    (batch,) = commit(plan, by=None).batches
    said = statement_of("Lê Thị An")
    assert (said.programme, said.stage, said.school) == (
        Programme.UPPER_SECONDARY, Stage.STUDYING, province.thpt,
    )  # fmt: skip
    assert (said.source, said.evidence, said.stated_on, said.batch_id) == (
        Source.SURVEY, Evidence.REPORTED, date(2020, 10, 5), batch,
    )  # fmt: skip
    an = named("Lê Thị An")
    assert (an.outcome, an.evidence, an.place, an.class_name) == (
        Outcome.UPPER_SECONDARY, Evidence.REPORTED, Place.IN_DISTRICT, "9/1",
    )  # fmt: skip
    assert named("Trần Văn Bé").outcome == Outcome.VOCATIONAL
    assert named("Võ Thị Cúc").outcome == Outcome.NOT_STUDYING
    assert differences() == []


def test_own_list_of_a_school_is_its_word(province: Province) -> None:
    row = AN | {AT: "THPT Sông Đỏ"}
    plan = planned(province, row, sender_id=province.thcs.pk)
    commit(plan, by=None)
    assert statement_of("Lê Thị An").source == Source.ORIGIN_SCHOOL
    assert statement_of("Lê Thị An").stated_on == timezone.localdate()


def test_same_list_again_changes_nothing(province: Province) -> None:
    rows = [AN | {AT: "THPT Sông Đỏ"}, BE | {STATUS: "Ở nhà"}]
    commit(planned(province, *rows), by=None)
    before = business_dump()
    plan = planned(province, *rows)
    assert (len(plan.unchanged), len(plan.changed)) == (2, 0)
    assert not commit(plan, by=None).is_written
    assert business_dump() == before


def test_known_children_get_statements_and_lose_them_by_undo(province: Province) -> None:
    take_in(province, AN, BE)
    before = business_dump()
    rows = [AN | {AT: "THPT Sông Đỏ"}, BE | {STATUS: "Học GDTX", AT: "", "phone": "0911111111"}]
    result = commit(planned(province, *rows), by=None)
    assert (result.created, result.updated, result.unchanged) == (0, 2, 0)
    batch = Batch.objects.get(pk=result.batches[0])
    assert batch.counts["statements"] == 2
    assert obstacles(batch) == []
    assert counts(undo_import(batch=batch, by=None)) == (0, 2, 0)
    assert business_dump() == before
    assert differences() == []
    assert len(planned(province, *rows).changed) == 2


def test_new_children_leave_with_their_statements(province: Province) -> None:
    before = business_dump()
    result = commit(planned(province, AN | {AT: "THPT Sông Đỏ"}), by=None)
    batch = Batch.objects.get(pk=result.batches[0])
    assert obstacles(batch) == []
    assert counts(undo_import(batch=batch, by=None)) == (1, 0, 0)
    assert business_dump() == before


def test_confirmed_evidence_is_never_overridden(province: Province) -> None:
    take_in(province, AN)
    confirm(named("Lê Thị An"), Programme.UPPER_SECONDARY, province.thpt)
    commit(planned(province, AN | {STATUS: "Đi làm"}), by=None)
    child = named("Lê Thị An")
    assert (child.outcome, child.evidence, child.in_question) == (
        Outcome.UPPER_SECONDARY, Evidence.CONFIRMED, True,
    )  # fmt: skip


def test_what_is_confirmed_already_is_not_said_again(province: Province) -> None:
    take_in(province, AN)
    confirm(named("Lê Thị An"), Programme.UPPER_SECONDARY, province.thpt)
    assert not planned(province, AN | {AT: "THPT Sông Đỏ"}).changed


def test_statement_taken_back_by_hand_does_not_come_back(province: Province) -> None:
    row = AN | {AT: "THPT Sông Đỏ"}
    commit(planned(province, row), by=None)
    said = statement_of("Lê Thị An")
    version = StatementsVersion.of(said.graduate_id)
    withdraw_statement(statement=said, by=make_user("a"), version=version, reason="nhầm")
    assert not planned(province, row).changed


def test_later_word_of_a_person_stands_against_the_list(province: Province) -> None:
    row = AN | {AT: "THPT Sông Đỏ"}
    commit(planned(province, row), by=None)
    state(named("Lê Thị An"), Programme.WORKING, stated_on=timezone.localdate())
    before = business_dump()
    commit(planned(province, row), by=None)
    assert business_dump() == before
    assert named("Lê Thị An").outcome == Outcome.NOT_STUDYING


@pytest.mark.parametrize(
    ("cells", "code", "is_recorded"),
    [
        ({AT: "THPT Cây Gòn"}, PLACE_UNKNOWN, True),
        ({STATUS: "Đang học lớp 10"}, PLACE_UNKNOWN, True),
        ({STATUS: "Học nghề"}, PLACE_UNKNOWN, True),
        ({STATUS: "Tạm vắng"}, NOT_UNDERSTOOD, False),
        ({STATUS: "Đang học"}, NOT_UNDERSTOOD, False),
        ({AT: "Trường THCS Gò Tre"}, NOT_UNDERSTOOD, False),
        ({AT: "Cây Gòn"}, NOT_UNDERSTOOD, False),
        ({STATUS: "Đang học", CLASS: "9/1"}, NOT_UNDERSTOOD, False),
    ],
)
def test_what_is_not_clear_is_told(
    cells: dict[str, str], code: str, is_recorded: bool, province: Province
) -> None:
    plan = planned(province, AN | cells)
    assert [issue.code for issue in plan.rows[0].issues] == [code]
    assert plan.rows[0].issues[0].cell.endswith("7")
    commit(plan, by=None)
    assert Destination.objects.exists() == is_recorded


@pytest.mark.parametrize(
    "cells",
    [
        {STATUS: "Đã tốt nghiệp"},
        {STATUS: "Chưa rõ"},
        {STATUS: "", AT: ""},
        {AT: "THPT Gò Dầu (ngoài tỉnh)"},
        {AT: "THPT Cầu Gỗ"},
    ],
)
def test_rows_that_are_right_carry_no_issue(cells: dict[str, str], province: Province) -> None:
    assert [issue for _, issue in planned(province, AN | cells).issues] == []


def test_signs_under_headings_are_read(province: Province) -> None:
    rows = [
        AN | {"Đang học THPT": "x", AT: "THPT Sông Đỏ"},
        BE | {"Đi làm": "✓"},
        CUC | {"Học nghề": "x", "Nghỉ học": ""},
    ]
    plan = planned(province, *rows)
    codes = [[issue.code for issue in row.issues] for row in plan.rows]
    assert codes == [[], [], [PLACE_UNKNOWN]]
    commit(plan, by=None)
    assert [named(row["name"]).outcome for row in rows] == [
        Outcome.UPPER_SECONDARY, Outcome.NOT_STUDYING, Outcome.VOCATIONAL,
    ]  # fmt: skip


def test_two_signs_are_asked_about(province: Province) -> None:
    plan = planned(province, AN | {"Đang học THPT": "x", "Đi làm": "x"}, BE | {"Đi làm": "x"})
    assert [issue.code for issue in plan.rows[0].issues] == [NOT_UNDERSTOOD]
    assert "Học lớp 10 THPT, Đi làm" in plan.rows[0].issues[0].message


def test_place_in_another_province_is_counted_outside(province: Province) -> None:
    rows = [AN | {AT: "THPT Gò Dầu (ngoài tỉnh)"}, BE | {AT: "THPT Cầu Gỗ"}]
    commit(planned(province, *rows), by=None)
    assert {named("Lê Thị An").place, named("Trần Văn Bé").place} == {Place.OUTSIDE}
    assert reread(named("Lê Thị An")).outcome == Outcome.UPPER_SECONDARY


def test_class_ten_of_a_centre_is_continuing_education(province: Province) -> None:
    commit(planned(province, AN | {STATUS: "Đang học lớp 10", AT: province.gdtx.name}), by=None)
    assert named("Lê Thị An").outcome == Outcome.CONTINUING


def test_command_tells_and_records(province: Province, tmp_path: Path) -> None:
    content = study_book(AN | {AT: "THPT Cây Gòn"}, BE | {AT: "THPT Sông Đỏ"})
    path = written(tmp_path, "802.xlsx", content)
    result = run("import_graduates", path, "--cohort", "2020", "--json").json
    assert [issue["code"] for issue in result["issues"]] == [PLACE_UNKNOWN]
    assert Destination.objects.current().count() == 2
    assert Graduate.objects.count() == 2
    assert set(HEADINGS) >= {"name", "birth"}
