"""Children who were in the register before reports had a day get it."""

from importlib import import_module
from pathlib import Path

from django.apps import apps

from domain.outcome import Programme
from students.models import Graduate
from tests.province import Province, confirm, enrol, state


def test_day_of_older_reports_is_filled_in(province: Province) -> None:
    reported = enrol(province, "Lê Thị An")
    state(reported, Programme.UPPER_SECONDARY, school=province.thpt)
    state(reported, Programme.WORKING, place_text="")
    confirm(enrol(province, "Trần Văn Bé"), Programme.UPPER_SECONDARY, province.thpt)
    enrol(province, "Võ Thị Cúc")
    derived = dict(Graduate.objects.values_list("full_name", "reported_on"))
    Graduate.objects.update(reported_on=None)
    (file,) = (Path(apps.get_app_config("students").path) / "migrations").glob("*_reported_on.py")
    import_module(f"students.migrations.{file.stem}").fill(apps, None)
    assert dict(Graduate.objects.values_list("full_name", "reported_on")) == derived
    assert sum(day is not None for day in derived.values()) == 1
