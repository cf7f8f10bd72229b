"""The tables that only grow: refused by the database itself, on both engines."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.db.models import Model
from django.utils import timezone

from audit.actions import record_event
from audit.append_only import PROTECTED, install, remove, unprotected
from audit.models import Event
from domain.outcome import Programme
from rosters.models import Link
from students import verbs
from students.models import Destination, GraduateEdit, GraduateFacts
from tests.outreach.bare import bare_file, bare_item, bare_office, bare_referral
from tests.outreach.cases import case_of, visit
from tests.province import (
    Province,
    bare_decision,
    bare_distinction,
    bare_merge,
    bare_sign_off,
    bare_version,
    enrol,
    make_user,
    state,
)

MODELS = {model._meta.db_table: model for model in apps.get_models()}


@pytest.fixture
def rows(province: Province) -> dict[str, Model]:
    """One row of every protected table."""
    graduate = enrol(province, "Lê Thị An")
    link = Link.objects.create(
        row=bare_version(province, province.thpt, "Lê Thị An"),
        graduate=graduate,
        status=Link.Status.MATCH,
        rank=1,
        weight=20.0,
        engine_version="thử",
        recorded_at=timezone.now(),
    )
    referral = bare_referral(province, province.home_commune)
    item, case = bare_item(referral, graduate), case_of(province, graduate, province.home_commune)
    return {
        "audit_event": record_event(by=None, verb=verbs.STATEMENT_RECORDED, about=graduate),
        "students_destination": state(graduate, Programme.WORKING),
        "students_graduatefacts": GraduateFacts.objects.get(graduate=graduate),
        "students_graduateedit": GraduateEdit.objects.create(
            graduate=graduate, after={"note": "a"}, recorded_at=timezone.now()
        ),
        "students_merge": bare_merge(enrol(province, "Trần Văn Bé")),
        "students_distinctpair": bare_distinction(enrol(province, "Võ Thị Cúc")),
        "students_signoff": bare_sign_off(province, province.thcs),
        "rosters_link": link,
        "rosters_linkdecision": bare_decision(link.row, graduate),
        "outreach_referralitem": item,
        "outreach_referralfile": bare_file(referral),
        "outreach_lettertemplate": bare_office(province.home)[1],
        "outreach_visit": visit(case),
        "outreach_casestep": case.steps.get(),
    }


def execute(sql: str, parameters: list[Any]) -> None:
    """Past every model and manager, as an administrator's shell would."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, parameters)


def test_protected_tables_have_a_row(rows: dict[str, Model]) -> None:
    assert set(rows) == set(PROTECTED)
    assert unprotected(connection) == []


@pytest.mark.parametrize("table", PROTECTED)
def test_delete_is_refused(table: str, rows: dict[str, Model]) -> None:
    with pytest.raises(DatabaseError, match="append-only"):
        execute(f'DELETE FROM "{table}" WHERE id = %s', [rows[table].pk])  # noqa: S608
    assert MODELS[table]._default_manager.filter(pk=rows[table].pk).exists()


@pytest.mark.parametrize("table", PROTECTED)
def test_change_of_any_fixed_column_is_refused(table: str, rows: dict[str, Model]) -> None:
    """Column by column, to a value that differs: not one of them was forgotten."""
    model = MODELS[table]
    for field in model._meta.local_fields:
        if field.column in PROTECTED[table]:
            continue
        before = model._default_manager.filter(pk=rows[table].pk).values_list(field.attname).get()
        with pytest.raises(DatabaseError, match="append-only"):
            execute(
                f'UPDATE "{table}" SET "{field.column}" = %s WHERE id = %s',  # noqa: S608
                [_other_value(field), rows[table].pk],
            )
        after = model._default_manager.filter(pk=rows[table].pk).values_list(field.attname).get()
        assert after == before, field.name


def _other_value(field: Any) -> Any:
    kind = field.get_internal_type()
    if kind in ("DateTimeField", "DateField"):
        return "2001-02-03"
    if kind == "BooleanField":
        return False
    if kind == "UUIDField":
        return "0" * 32
    if kind == "BinaryField":
        return b"khac"
    if kind == "JSONField":
        return '["khác"]'
    if kind in ("CharField", "TextField"):
        return "KHÁC"
    return 9_876


@pytest.mark.parametrize(
    "table", ["students_destination", "students_graduatefacts", "rosters_link"]
)
def test_closing_is_allowed_once(table: str, rows: dict[str, Model]) -> None:
    closing = f'UPDATE "{table}" SET superseded_at = %s WHERE id = %s'  # noqa: S608
    moment = timezone.now()
    execute(closing, [moment, rows[table].pk])
    for again in (moment + timedelta(days=1), None):
        with pytest.raises(DatabaseError, match="append-only"):
            execute(closing, [again, rows[table].pk])
    stored = MODELS[table]._default_manager.get(pk=rows[table].pk)
    assert stored.superseded_at == moment


def test_who_closed_is_written_once(rows: dict[str, Model]) -> None:
    user, other = make_user("rut"), make_user("khac")
    destination = Destination.objects.filter(pk=rows["students_destination"].pk)
    destination.update(superseded_at=timezone.now(), superseded_by=user)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        destination.update(superseded_by=other)
    assert destination.get().superseded_by == user


def test_closing_hides_no_other_change(rows: dict[str, Model]) -> None:
    """Whoever closes a statement cannot rewrite it in the same breath."""
    destination = Destination.objects.filter(pk=rows["students_destination"].pk)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        destination.update(superseded_at=timezone.now(), programme=Programme.AT_HOME)
    assert destination.get().superseded_at is None


@pytest.mark.parametrize("write", ["delete", "save"])
def test_models_are_refused_too(write: str, rows: dict[str, Model]) -> None:
    event = Event.objects.get(pk=rows["audit_event"].pk)
    event.reason = "viết lại"
    change: Callable[[], Any] = getattr(event, write)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        change()


@pytest.mark.parametrize("table", PROTECTED)
def test_lost_protection_is_noticed(table: str, rows: dict[str, Model]) -> None:
    remove(connection, table)
    assert unprotected(connection) == [table]
    install(connection, table)
    assert unprotected(connection) == []
    with pytest.raises(DatabaseError, match="append-only"):
        execute(f'DELETE FROM "{table}" WHERE id = %s', [rows[table].pk])  # noqa: S608
