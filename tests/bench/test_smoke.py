"""The benchmark at tiny sizes: every part runs, and its figures are what they claim to be."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random

import pytest
from django.db import transaction
from import_export import exceptions

from bench import importing, issuing, linking, pages, rates, resource
from bench.__main__ import main
from bench.copies import multiply
from bench.invented import graduate_workbooks, invent_pupils, load_province
from bench.register import build_register
from bench.report import Line, markdown, milliseconds, times
from bench.timing import database_seconds, rows_of, statements_of
from districts.models import School
from outreach.models import Referral
from reports.counting import Register
from reports.indicators import By, figures_by
from students.models import Destination, Graduate

pytestmark = pytest.mark.django_db


@contextmanager
def rolled_back() -> Iterator[None]:
    """A register that is gone afterwards, in the test's own database."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def uploads(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.STATIC_ROOT = tmp_path / "static"


def by_name(lines: list[Line]) -> dict[str, Line]:
    assert len({line.name for line in lines}) == len(lines)
    return {line.name: line for line in lines}


def test_import_measured_on_a_sample_says_so(uploads):
    lines = by_name(
        importing.measure(graduates=30, resource_rows=15, workspace=rolled_back, repeats=1)
    )
    target = lines.pop("30 graduates: ModelResource / ours, timed on 15 rows and scaled")
    assert target.target == "≥ 25 ×"
    assert lines["ours / floor (read + bulk_create into a bare table)"].target == "≤ 4 ×"
    assert lines["unchanged files sent again / floor"].target == "≤ 2 ×"
    assert lines["statements at 15 → 30 rows"].is_met
    assert not Graduate.objects.exists()


def test_all_lists_of_a_province_are_issued(uploads):
    lines = issuing.measure(graduates=60, workspace=rolled_back)
    found = re.match(r"(\d+) lists of (\d+) children, (\d+) files", lines[0].name)
    papers, children, files = map(int, found.groups())
    assert children >= papers > 0
    assert files == 3 * papers
    assert lines[0].target == "≤ 30000 ms"
    assert not Referral.objects.exists()


def test_many_graduates_at_once_are_compared_by_the_row(uploads):
    lines = importing.measure(
        graduates=15, resource_rows=15, workspace=rolled_back, repeats=1, large=30
    )
    assert float(by_name(lines)["seconds a row at 30 graduates / as above"].value[:-1]) > 0


@pytest.mark.parametrize("previewed", [False, True])
def test_resource_imports_the_rows_ours_imports_and_knows_them_again(previewed):
    pupils = invent_pupils(15, load_province(Random(1)), Random(2))
    for _ in range(2):
        resource.import_by_resource(pupils, previewed=previewed)
    stored = Graduate.objects.order_by("register_number").values_list("full_name", "commune_id")
    assert list(stored) == [(pupil.full_name, pupil.commune.pk) for pupil in pupils]


def test_resource_with_the_default_key_knows_nobody_again():
    pupils = invent_pupils(15, load_province(Random(1)), Random(2))
    resource.import_by_forgetful_resource(pupils)
    with pytest.raises(exceptions.ImportError, match="register_number"):
        resource.import_by_forgetful_resource(pupils)
    assert Graduate.objects.count() == 15


def test_linking_of_an_invented_province_has_speeds_and_scores(uploads):
    lines = by_name(
        linking.measure(graduates=80, samples=None, workspace=rolled_back, presets=("hard",))
    )
    assert float(lines["hard 11: precision"].value) == 1
    assert 0.5 < float(lines["hard 11: recall"].value) <= 1
    assert lines["hard 11: children hidden"].value == "0 (0 wrong)"
    assert "80 graduates" in lines["hard 11: size"].value


def test_pages_need_the_same_statements_for_more_rows(uploads):
    lines = pages.measure(graduates=300, repeats=1, workspace=rolled_back)
    counted = [line for line in lines if line.target]
    assert len(counted) == 5
    assert all(line.is_met for line in counted)
    costs = [line for line in lines if "processor time" in line.name]
    assert len(costs) == 5


def test_rates_are_measured_without_and_with_a_nation():
    lines = by_name(rates.measure(graduates=60, national=90, repeats=1, workspace=rolled_back))
    assert lines["by district, database time at 60"].target == "≤ 50 ms"
    assert lines["by district at 90 / one COUNT(*) of the cohort"].target == "≤ 3 ×"
    assert lines["counts answered from an index alone"].value in ("yes", "no")


def test_register_copied_by_sql_keeps_the_books_balanced():
    cohort = build_register(90)
    provinces = figures_by(By.PROVINCE, cohort=cohort, register=Register.whole())
    seats = [unit.quota.seats for unit in provinces]
    schools = School.objects.count()
    statements = Destination.objects.count()
    multiply(2)
    assert Graduate.objects.count() == 270
    assert Destination.objects.count() == 3 * statements
    assert School.objects.count() == 3 * schools
    province = figures_by(By.PROVINCE, cohort=cohort, register=Register.whole())[0]
    assert province.figures.graduates == 270
    assert province.figures.balances()
    assert province.quota.seats == 3 * seats[0]


def everybody():
    return Graduate.objects.all()


def test_register_spreads_over_all_outcomes_and_districts():
    cohort = build_register(1500)
    units = figures_by(By.DISTRICT, cohort=cohort, register=Register.whole())
    assert len(units) == 15
    assert {unit.figures.graduates for unit in units} == {100}
    outcomes = set(everybody().values_list("outcome", flat=True))
    assert len(outcomes) == 6


def test_statements_are_timed_with_their_rows():
    build_register(30)
    statements = statements_of(lambda: list(Graduate.objects.all()))
    assert [len(rows_of(statement)) for statement in statements] == [30]
    assert database_seconds(statements, repeats=2) > 0


def test_workbooks_are_one_a_district_of_sixteen_columns():
    pupils = invent_pupils(40, load_province(Random(5)), Random(6))
    assert len(graduate_workbooks(pupils)) == 15
    assert len(importing.HEADINGS) == 16


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        (times("p", "n", 25.04, at_least=25), "25 × (met)"),
        (times("p", "n", 24.94, at_least=25), "24.9 × (**missed**)"),
        (times("p", "n", 3.2, at_most=3), "3.2 × (**missed**)"),
        (times("p", "n", 123.4), "123 ×"),
        (milliseconds("p", "n", 0.0499, at_most=50), "49.9 ms (met)"),
        (milliseconds("p", "n", 1.2), "1200 ms"),
    ],
)
def test_line_tells_whether_its_target_is_met(line, shown):
    assert line.shown == shown


def test_table_has_a_column_a_database_and_gaps_where_one_has_no_figure():
    table = markdown(
        {"SQLite": [Line("a", "x", "1"), Line("a", "y", "2")], "PostgreSQL": [Line("a", "x", "3")]}
    )
    assert table.splitlines()[2:] == ["| a | x | 1 | 3 |  |", "| a | y | 2 |  |  |"]


def test_unknown_part_is_wrong_usage(capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["--only", "import,speed"])
    assert stopped.value.code == 2
    assert "speed" in capsys.readouterr().err
