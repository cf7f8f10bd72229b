"""A figure as of a day stays what it was, whatever is learnt later."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from domain.outcome import Programme
from imports.graduates import SourceFile
from reports.counting import Register
from reports.indicators import By, UnitFigures, figures_by
from reports.intake import intake_by_school
from rosters.actions import relink_cohort, upload_rosters
from rosters.uploads import read_roster_files
from students.actions import GraduateChange, register_graduates, supersede_statements
from students.models import Quota, Target
from tests.province import Province, confirm, enrol, state
from tests.reports.clock import Clock, stopped_clock
from tests.rosters.operations import Operations
from tests.sheets import roster_book, run

FIRST = date(2020, 10, 1)
NEXT = FIRST + timedelta(days=1)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch, province: Province) -> Clock:
    return stopped_clock(monkeypatch, FIRST)


def figures(province: Province, by: By, as_of: date | None = None) -> list[UnitFigures]:
    return figures_by(by, cohort=province.cohort, register=Register.whole(), as_of=as_of)


def whole(province: Province, as_of: date | None = None) -> Any:
    return figures(province, By.PROVINCE, as_of)[0].figures


def everything(province: Province, as_of: date | None = None) -> dict[str, Any]:
    told: dict[str, Any] = {by.value: figures(province, by, as_of) for by in By}
    return told | {"intake": intake_by_school(province.cohort, as_of=as_of)}


def test_day_ends_at_midnight_in_vietnam(province: Province, clock: Clock) -> None:
    an = enrol(province, "Lê Thị An")
    clock.turn_to(FIRST, 23, 59)
    state(an, Programme.INTERMEDIATE)
    be = enrol(province, "Trần Văn Bé")
    clock.turn_to(NEXT, 0, 0)
    state(be, Programme.INTERMEDIATE)
    assert whole(province, FIRST).vocational == 1
    assert whole(province, NEXT).vocational == 2
    assert whole(province, FIRST - timedelta(days=1)).graduates == 0


def test_withdrawn_statement_still_counts_as_of_before(province: Province, clock: Clock) -> None:
    wrong = confirm(enrol(province, "Lê Thị An"), Programme.INTERMEDIATE, province.vocational)
    clock.turn_to(NEXT)
    supersede_statements(destinations=[wrong], by=None, reason="nhầm")
    assert whole(province).vocational == 0
    assert whole(province, FIRST).confirmed_vocational == 1


def test_late_graduate_is_not_in_the_earlier_denominator(province: Province, clock: Clock) -> None:
    enrol(province, "Lê Thị An")
    clock.turn_to(NEXT)
    enrol(province, "Trần Văn Bé")
    assert (whole(province, FIRST).graduates, whole(province).graduates) == (1, 2)


def test_move_does_not_rewrite_the_earlier_units(province: Province, clock: Clock) -> None:
    an = enrol(province, "Lê Thị An", commune=province.home_commune)
    clock.turn_to(NEXT)
    values = {"school_id": province.thcs_away.pk, "commune_id": province.away_commune.pk}
    register_graduates(new=[], changes=[GraduateChange(an, values)], by=None)

    def places(as_of: date | None) -> set[str]:
        every = [u for by in By for u in figures(province, by, as_of)]
        return {unit.code for unit in every if unit.figures.graduates}

    assert places(FIRST) == {"80", "802", "802C01", "27967"}
    assert places(None) == {"80", "805", "805C01", "28078"}


def test_target_and_quota_are_those_of_the_day(province: Province, clock: Clock) -> None:
    enrol(province, "Lê Thị An")
    _promise(province, percent="19.96", seats=40)
    clock.turn_to(NEXT)
    for model in (Target, Quota):
        model.objects.update(superseded_at=timezone.now())
    _promise(province, percent="25", seats=45)

    def told(as_of: date | None) -> tuple[Decimal, int | None]:
        home = next(u for u in figures(province, By.DISTRICT, as_of) if u.code == "802")
        assert home.quota is not None
        registered = next(t for t in home.targets if t.kind == "registered")
        return registered.comparison.percent, home.quota.seats

    assert told(FIRST) == (Decimal("19.96"), 40)
    assert told(None) == (Decimal("25"), 45)


def _promise(province: Province, *, percent: str, seats: int) -> None:
    given = {"cohort": province.cohort, "recorded_at": timezone.now()}
    share = Decimal(percent)
    Target.objects.create(kind="registered", district=province.home, percent=share, **given)
    Quota.objects.create(school=province.thpt, seats=seats, **given)


def test_settled_review_was_open_then(province: Province, clock: Clock) -> None:
    for school in (province.thcs, province.thcs_second):
        enrol(province, "Lê Thị An", birth=(2005, 9, 5), school=school)
    bare = {"name": "Lê Thị An", "birth": "05/9/2005"}
    _upload(province, bare)
    before = everything(province)
    assert whole(province).in_review == 2
    assert whole(province).upper.numerator == 2
    clock.turn_to(NEXT)
    _upload(province, bare | {"school": "THCS Sông Đỏ"})
    assert whole(province).in_review == 0
    assert everything(province, FIRST) == before


def test_row_linked_later_was_nobody_then(province: Province, clock: Clock) -> None:
    """Grade-10 intake counts the child once, before and after the graduate list names it."""
    _promise(province, percent="20", seats=40)
    row = {"name": "Lê Thị An", "birth": "05/9/2005", "moet": "8020000001"}
    _upload(province, row, institution="Trường THPT Sông Đỏ")
    before = everything(province)
    assert before["intake"]["802P01"].enrolled == 1
    clock.turn_to(NEXT)
    enrol(province, "Lê Thị An", birth=(2005, 9, 5), moet_code="8020000001")
    relink_cohort(cohort=province.cohort, by=None)
    assert everything(province)["intake"]["802P01"].enrolled == 1
    assert everything(province, FIRST) == before


def _upload(
    province: Province,
    *rows: dict[str, Any],
    institution: str = "Trường Trung cấp nghề Sông Đỏ",
) -> None:
    source = SourceFile("ds.xlsx", roster_book(*rows, institution=institution))
    files = read_roster_files([source], cohort=province.cohort, today=timezone.localdate())
    upload_rosters(files, cohort=province.cohort, by=None)


def test_rates_command_prints_the_figures_of_the_day(province: Province, clock: Clock) -> None:
    an = enrol(province, "Lê Thị An")
    clock.turn_to(NEXT)
    state(an, Programme.INTERMEDIATE)
    ran = run("rates", "--cohort", 2020, "--as-of", FIRST.isoformat(), "--json")
    assert ran.json["as_of"] == "2020-10-01"
    assert (ran.json["units"][0]["vocational"], ran.json["units"][0]["not_known"]) == (0, 1)
    assert run("rates", "--cohort", 2020, "--json").json["units"][0]["vocational"] == 1


@pytest.mark.slow
@pytest.mark.parametrize("seed", [134, 2020])
def test_every_day_can_be_told_again(seed: int, province: Province, clock: Clock) -> None:
    """What the screen showed at the end of each day is what the figures as of that day are."""
    operations = Operations(province, seed)
    _promise(province, percent="20", seats=40)
    for _ in range(6):
        operations.import_list()
    shown = {}
    for number in range(14):
        day = NEXT + timedelta(days=number)
        clock.turn_to(day)
        for _ in range(14):
            operations.step()
        shown[day] = everything(province)
    assert len({str(told) for told in shown.values()}) > 7
    for day, told in shown.items():
        said = f"seed {seed}, as of {day}, operations: {operations.done}"
        assert everything(province, day) == told, said
