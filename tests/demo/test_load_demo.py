"""The invented province, once loaded: complete, repeatable, and kept as people left it."""

import io
import json
from collections.abc import Iterator

import pytest
from django.contrib.auth import authenticate, get_user_model
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings

from districts.authority import ROLE_PERMISSIONS, scope_of
from districts.models import District, Role, School, SchoolKind
from domain.outcome import Outcome, Programme
from longan_enroll.demo import loading
from longan_enroll.demo.accounts import PASSWORD
from longan_enroll.demo.people import Fate, build_children
from longan_enroll.demo.province import CODE_PREFIX
from rosters.models import RosterVersion
from students.models import Destination, Graduate, Quota, Source, Target
from tests.demo.command import GRADUATES, refusal, run, sizes

QUICK_HASH = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[dict]:
    """The command's first report; loaded once, each test rolls back to here."""
    uploads = tmp_path_factory.mktemp("uploads")
    with (
        django_db_blocker.unblock(),
        override_settings(MEDIA_ROOT=uploads, PASSWORD_HASHERS=QUICK_HASH),
        transaction.atomic(),
    ):
        report = run()
        with django_db_blocker.block():
            yield report
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _on_the_loaded_province(loaded, db, settings) -> None:
    settings.PASSWORD_HASHERS = QUICK_HASH


def test_load_demo_small_province_is_complete(loaded):
    result = loaded

    assert result["changed"]
    assert Graduate.objects.members().of_cohort(2020).count() == GRADUATES
    assert Graduate.objects.exclude(school__code__startswith=CODE_PREFIX).count() == 0
    assert result["graduates"] == result["total_graduates"] == GRADUATES
    assert set(School.objects.values_list("kind", flat=True)) == set(SchoolKind)
    assert Target.objects.filter(kind=Target.Kind.REGISTERED).count() == District.objects.count()
    assert str(Target.objects.get(kind=Target.Kind.PROVINCE).percent) == "20.00"
    assert Quota.objects.exists()
    assert result["rosters"] == RosterVersion.objects.count() > 0


def test_load_demo_outcomes_follow_what_was_invented():
    province = loading.known_province(2020)
    nowhere = {
        (child.school.code, child.register_number)
        for child in build_children(province, GRADUATES, 2020)
        if child.fate is Fate.NOWHERE
    }
    studying = {Outcome.UPPER_SECONDARY, Outcome.CONTINUING, Outcome.VOCATIONAL}
    found = Graduate.objects.filter(outcome__in=studying).exclude(
        destinations__source=Source.SURVEY
    )
    keys = set(found.values_list("school__code", "register_number"))
    assert nowhere
    assert not keys & nowhere, "a child on no roster was placed in one"
    assert len(keys) > GRADUATES * 0.7


def test_load_demo_second_run_changes_nothing():
    before = sizes()
    stamps = set(Graduate.objects.values_list("pk", "outcome", "batch_id"))

    result = run()

    assert not result["changed"]
    assert sizes() == before
    assert set(Graduate.objects.values_list("pk", "outcome", "batch_id")) == stamps


def test_load_demo_says_that_nothing_changed():
    out = io.StringIO()

    call_command("load_demo", "--graduates", str(GRADUATES), stdout=out)

    assert out.getvalue().startswith("Không có gì thay đổi")
    assert PASSWORD in out.getvalue()


def test_load_demo_keeps_what_people_changed():
    graduate = Graduate.objects.order_by("pk").first()
    Graduate.objects.filter(pk=graduate.pk).update(hamlet="Ấp Mới Sửa")
    School.objects.filter(pk=graduate.school_id).update(name="THCS Tên Mới")

    assert not run()["changed"]

    graduate.refresh_from_db()
    assert graduate.hamlet == "Ấp Mới Sửa"
    assert graduate.school.name == "THCS Tên Mới"


def test_load_demo_every_role_has_an_account_that_signs_in(loaded):
    listed = loaded["accounts"]

    assert {account["role"] for account in listed} == set(Role.labels)
    for account in listed:
        user = authenticate(username=account["username"], password=account["password"])
        assert user is not None and not user.is_superuser and not user.is_staff
        assignment = user.assignments.get()
        assert assignment.place_name == account["unit"]
        assert scope_of(user).permissions == ROLE_PERMISSIONS[assignment.role]


def test_load_demo_changed_password_is_not_printed():
    user = get_user_model().objects.get(username="so-gddt")
    user.set_password("khac-hoan-toan-2021")
    user.save()

    listed = {account["username"]: account["password"] for account in run("--if-empty")["accounts"]}

    assert listed.pop("so-gddt") == "(đã đổi)"
    assert set(listed.values()) == {PASSWORD}


def test_load_demo_figures_and_books_balance():
    out = io.StringIO()
    call_command("rates", "--cohort", "2020", "--by", "district", "--json", stdout=out)
    units = json.loads(out.getvalue())["units"]

    assert sum(unit["graduates"] for unit in units) == GRADUATES
    assert sum(unit["vocational"] for unit in units) > 0
    call_command("verify", stdout=io.StringIO())


def test_load_demo_statements_by_hand_are_reports():
    by_hand = Destination.objects.filter(source=Source.SURVEY)
    programmes = set(by_hand.values_list("programme", flat=True))
    assert {Programme.UPPER_SECONDARY, Programme.DECEASED} <= programmes
    assert set(by_hand.values_list("evidence", flat=True)) == {"REPORTED"}
    assert by_hand.filter(programme=Programme.DECEASED).count() == 1


def test_load_demo_some_institutions_have_not_reported():
    province = loading.known_province(2020)
    assert 2 <= len(province.silent) <= 3
    assert not RosterVersion.objects.filter(roster__institution__code__in=province.silent).exists()


@pytest.mark.parametrize(("graduates", "seed"), [(GRADUATES + 1, 2020), (GRADUATES, 7)])
def test_load_demo_refuses_another_invented_province(graduates, seed):
    before = sizes()

    sentence = refusal("--graduates", str(graduates), "--seed", str(seed))

    assert f"--graduates {GRADUATES} --seed 2020" in sentence
    assert sizes() == before


def test_load_demo_if_empty_shows_the_accounts_whatever_the_parameters(loaded):
    first = loaded["accounts"]

    assert run("--if-empty", "--seed", "6")["accounts"] == first
