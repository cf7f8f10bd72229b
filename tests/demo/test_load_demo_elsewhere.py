"""What the command does to a database that is empty, half loaded, or somebody's own."""

import io

import pytest
from django.core.management import CommandError, call_command

from districts.models import District, Role, School
from longan_enroll.demo import loading
from rosters.models import RosterVersion
from students.models import Cohort, Graduate
from tests.demo.command import GRADUATES, refusal, run, sizes

pytestmark = pytest.mark.django_db


def test_load_demo_refuses_beside_real_graduates():
    call_command("load_reference", stdout=io.StringIO())
    school = School.objects.create(
        code="802C01", name="THCS Thật", kind="THCS", district=District.objects.get(code="802")
    )
    Graduate.objects.create(
        cohort=Cohort.objects.create(year=2020), school=school, full_name="Lê Văn Thử"
    )
    before = sizes()

    assert "dữ liệu trống" in refusal("--graduates", str(GRADUATES))
    assert sizes() == before


def test_load_demo_refuses_beside_a_real_catalogue():
    School.objects.create(code="800P01", name="THPT Thật", kind="THPT")

    assert "trường hoặc học sinh thật" in refusal()
    assert not Graduate.objects.exists()


def test_load_demo_if_empty_leaves_real_data_alone():
    School.objects.create(code="800P01", name="THPT Thật", kind="THPT")
    before = sizes()

    result = run("--if-empty")

    assert not result["changed"] and result["accounts"] == []
    assert sizes() == before


@pytest.mark.parametrize("arguments", [("--graduates", "0"), ("--seed", "-1")])
def test_load_demo_refuses_impossible_numbers(arguments):
    with pytest.raises(CommandError) as error:
        call_command("load_demo", *arguments)
    assert error.value.returncode == 2


def test_load_demo_run_that_was_killed_is_finished_by_the_next(monkeypatch, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

    def killed(*args, **kwargs):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(loading, "upload_rosters", killed)
        with pytest.raises(KeyboardInterrupt):
            run()
    assert Graduate.objects.count() == GRADUATES
    assert not RosterVersion.objects.exists()

    result = run("--if-empty")

    assert result["graduates"] == 0
    assert result["rosters"] == RosterVersion.objects.count() > 0
    assert len(result["accounts"]) == len(Role)
