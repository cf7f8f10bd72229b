"""The kept sums follow every change, and only then are written."""

import threading
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction

from districts.models import School
from districts.signals import school_moved
from domain.outcome import Outcome, Programme
from domain.rates import Tally
from reports.verification import differences
from students.actions import (
    GraduateChange,
    recount_everything,
    recounting,
    register_graduates,
    set_open_reviews,
    set_other_pupils,
    supersede_statements,
)
from students.actions.sums import touch_origins
from students.models import Graduate, GraduateCount, IntakeCount
from tests.province import Province, confirm, enrol, make_province, state

pytestmark = pytest.mark.django_db


def kept() -> dict[tuple[int, str], int]:
    """How many graduates by (THCS, outcome)."""
    found: dict[tuple[int, str], int] = {}
    for school, code, number in GraduateCount.objects.values_list("school", "tally", "number"):
        outcome = Tally.read(code).outcome
        found[school, outcome] = found.get((school, outcome), 0) + number
    return found


def intake() -> dict[str, tuple[int, int]]:
    rows = IntakeCount.objects.values_list("school__code", "confirmed", "others")
    return {code: (confirmed, others) for code, confirmed, others in rows}


def rows() -> set[tuple]:
    return {*GraduateCount.objects.values_list(), *IntakeCount.objects.values_list()}


def test_registering_counts(province: Province) -> None:
    enrol(province, "Lê Thị An")
    enrol(province, "Trần Văn Bé")
    assert kept() == {(province.thcs.pk, Outcome.NOT_KNOWN): 2}


def test_statement_moves_a_child_between_tallies_and_back(province: Province) -> None:
    child = enrol(province, "Lê Thị An")
    enrol(province, "Trần Văn Bé")
    said = confirm(child, Programme.UPPER_SECONDARY, province.thpt)
    assert kept() == {
        (province.thcs.pk, Outcome.NOT_KNOWN): 1,
        (province.thcs.pk, Outcome.UPPER_SECONDARY): 1,
    }
    assert intake() == {province.thpt.code: (1, 0)}
    supersede_statements(destinations=[said], by=None, reason="nhầm")
    assert kept() == {(province.thcs.pk, Outcome.NOT_KNOWN): 2}
    assert intake() == {province.thpt.code: (0, 0)}


def test_moved_graduate_leaves_one_school_and_joins_the_other(province: Province) -> None:
    child = enrol(province, "Lê Thị An")
    moved = GraduateChange(child, {"school_id": province.thcs_away.pk})
    register_graduates(new=[], changes=[moved], by=None)
    assert kept() == {(province.thcs_away.pk, Outcome.NOT_KNOWN): 1}


def test_school_that_moves_takes_its_count_along(province: Province) -> None:
    enrol(province, "Lê Thị An")
    School.objects.filter(pk=province.thcs.pk).update(district=province.away)
    school_moved.send(sender=School, school_id=province.thcs.pk)
    assert GraduateCount.objects.get().district == province.away


def test_open_reviews_are_counted(province: Province) -> None:
    child = enrol(province, "Lê Thị An")
    set_open_reviews({child.pk: (2, 1)})
    count = GraduateCount.objects.get()
    tally = Tally.read(count.tally)
    assert (tally.in_review, tally.in_vocational_review, count.number) == (True, True, 1)


def test_rosters_and_statements_keep_their_own_part_of_the_intake(province: Province) -> None:
    set_other_pupils({province.thpt.pk: 7}, cohort=province.cohort)
    confirm(enrol(province, "Lê Thị An"), Programme.UPPER_SECONDARY, province.thpt)
    assert intake() == {province.thpt.code: (1, 7)}
    set_other_pupils({province.thpt.pk: 0}, cohort=province.cohort)
    assert intake() == {province.thpt.code: (1, 0)}


def test_nothing_changed_writes_nothing(province: Province) -> None:
    confirm(enrol(province, "Lê Thị An"), Programme.UPPER_SECONDARY, province.thpt)
    before = rows()
    recount_everything()
    assert rows() == before


def test_failure_takes_the_count_back(province: Province) -> None:
    child = enrol(province, "Lê Thị An")
    before = rows()
    with pytest.raises(RuntimeError, match="mất điện"), recounting():
        state(child, Programme.WORKING)
        raise RuntimeError("mất điện")
    assert rows() == before
    state(child, Programme.WORKING)
    assert kept() == {(province.thcs.pk, Outcome.NOT_STUDYING): 1}


def test_many_changes_are_counted_once(province: Province) -> None:
    children = [enrol(province, f"Lê Văn {name}") for name in ("An", "Bảo", "Châu")]
    read: list[str] = []

    def note(execute: Any, sql: str, *rest: Any) -> Any:
        if "students_graduatecount" in sql and sql.startswith("SELECT"):
            read.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note), recounting():
        for child in children:
            state(child, Programme.WORKING)
    assert len(read) == 1
    assert kept() == {(province.thcs.pk, Outcome.NOT_STUDYING): 3}


def test_touching_outside_a_recount_is_a_mistake() -> None:
    with pytest.raises(RuntimeError, match="recounting"):
        touch_origins([1])


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda: GraduateCount.objects.update(number=5), "bảng tổng hợp"),
        (lambda: GraduateCount.objects.all().delete(), "bảng tổng hợp"),
        (lambda: IntakeCount.objects.update(confirmed=9), "học sinh lớp 10 ghi 9"),
        (lambda: IntakeCount.objects.update(others=3), "học sinh lớp 10 ghi 3"),
    ],
)
def test_wrong_sum_is_found_and_mended(spoil: Any, said: str, province: Province) -> None:
    confirm(enrol(province, "Lê Thị An"), Programme.UPPER_SECONDARY, province.thpt)
    assert differences() == []
    spoil()
    assert any(said in found for found in differences())


def test_migration_counts_what_is_already_there(province: Province) -> None:
    for name, programme in (("Lê Thị An", Programme.UPPER_SECONDARY), ("Võ Văn Bé", None)):
        child = enrol(province, name)
        if programme:
            confirm(child, programme, province.thpt)
    set_open_reviews({child.pk: (1, 0)})
    before = {row[1:] for row in rows()}
    GraduateCount.objects.all().delete()
    IntakeCount.objects.all().delete()
    migration = import_module("students.migrations.0003_kept_sums")
    migration.count_graduates(apps, None)
    migration.count_intake(apps, None)
    assert {row[1:] for row in rows()} == before


def test_two_at_once_count_each_other(committed: None) -> None:
    """The second waits for the first, though neither sees the other's child while it writes."""
    province = make_province()
    first, second = enrol(province, "Lê Thị An"), enrol(province, "Trần Văn Bé")
    counted = threading.Event()
    failures: list[BaseException] = []

    def record_second() -> None:
        try:
            counted.wait(10)
            state(second, Programme.WORKING)
        except BaseException as failure:
            failures.append(failure)
        finally:
            connection.close()

    other = threading.Thread(target=record_second)
    other.start()
    with transaction.atomic():
        state(first, Programme.WORKING)
        counted.set()
        other.join(0.5)
        assert other.is_alive()
    other.join(30)
    assert failures == []
    assert kept() == {(province.thcs.pk, Outcome.NOT_STUDYING): 2}
    assert Graduate.objects.filter(outcome=Outcome.NOT_STUDYING).count() == 2
