"""`rates`, `not_enrolled`, `verify`: shapes that scripts rely on, exit codes, what is said."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from audit.models import Event
from domain.outcome import Evidence, Programme
from reports.verbs import NOT_ENROLLED_EXPORTED
from students.models import Graduate, Quota, Target
from tests.province import Province, confirm, enrol, make_user, state
from tests.sheets import run

UNIT_KEYS = {
    "code", "name", "graduates", "upper_secondary", "continuing", "vocational", "dual",
    "not_studying", "not_known", "conflict", "in_review", "confirmed_vocational", "rate", "targets",
    "quota",
}  # fmt: skip
OUTCOMES = ("upper_secondary", "continuing", "vocational", "not_studying", "not_known", "conflict")


@pytest.fixture
def children(province: Province) -> Province:
    """Five of home: vocational confirmed and reported, THPT, at home, unknown; one away."""
    an, be, cu, du, _ = (
        enrol(province, name, commune=province.home_commune)
        for name in ("Lê Thị An", "Trần Văn Bé", "Võ Thị Cúc", "Hồ Văn Dũ", "Mai Thị Em")
    )
    enrol(province, "Lý Văn Giàu", school=province.thcs_away)
    confirm(an, Programme.INTERMEDIATE, province.vocational)
    state(be, Programme.ELEMENTARY, evidence=Evidence.REPORTED)
    confirm(cu, Programme.UPPER_SECONDARY, province.thpt)
    state(du, Programme.AT_HOME)
    Target.objects.create(
        cohort=province.cohort, kind="registered", district=province.home, percent=Decimal("50")
    )
    Quota.objects.create(cohort=province.cohort, school=province.thpt, seats=40)
    return province


def units(by: str) -> dict[str, dict[str, Any]]:
    ran = run("rates", "--cohort", 2020, "--by", by, "--json")
    assert ran.code == 0
    assert {"cohort", "as_of", "by", "units"} <= set(ran.json)
    assert (ran.json["cohort"], ran.json["by"]) == (2020, by)
    return {unit["code"]: unit for unit in ran.json["units"]}


@pytest.mark.parametrize("by", ["province", "district", "school", "commune"])
def test_units_have_the_agreed_shape(by: str, children: Province) -> None:
    found = units(by)
    for unit in found.values():
        assert set(unit) == UNIT_KEYS
        assert set(unit["rate"]) == {"lower", "headline", "upper"}
        assert sum(unit[name] for name in OUTCOMES) == unit["graduates"]
        for target in unit["targets"]:
            assert set(target) == {"kind", "percent", "verdict", "students_short"}
            assert target["kind"] in ("province", "registered")
            assert target["verdict"] in ("met", "not_met", "undecided")
    assert sum(unit["graduates"] for unit in found.values()) == 6


def test_figures_of_a_district(children: Province) -> None:
    home = units("district")["802"]
    assert [home[name] for name in OUTCOMES] == [1, 0, 2, 1, 1, 0]
    assert home["rate"] == {"lower": [1, 5], "headline": [2, 5], "upper": [3, 5]}
    assert home["confirmed_vocational"] == 1
    assert home["targets"] == [
        {"kind": "province", "percent": 20.0, "verdict": "met", "students_short": 0},
        {"kind": "registered", "percent": 50.0, "verdict": "undecided", "students_short": 1},
    ]
    assert home["quota"] == {"seats": 40, "enrolled": 1}
    away = units("district")["805"]
    assert away["rate"]["upper"] == [1, 1]
    assert [target["kind"] for target in away["targets"]] == ["province"]
    assert away["quota"] is None


def test_figures_by_residence(children: Province) -> None:
    """Whoever lives nowhere known has a line of his own: the lines sum to the cohort."""
    found = units("commune")
    assert found["27967"]["graduates"] == 5
    assert found["–"]["graduates"] == 1
    assert found["27967"]["quota"] is None


def test_summary_is_vietnamese(children: Province) -> None:
    said = run("rates", "--cohort", 2020, "--by", "district").out
    assert "802 Huyện Đức Hòa: 5 học sinh, vào GDNN 40,00 % (20,00 % đến 60,00 %)" in said
    assert "chỉ tiêu đăng ký 50 %: chưa đủ cơ sở (còn thiếu 1)" in said


@pytest.mark.parametrize("command", ["rates", "not_enrolled"])
def test_unknown_cohort_is_refused(command: str, province: Province, tmp_path: Path) -> None:
    out = ("--out", tmp_path / "ra") if command == "not_enrolled" else ()
    ran = run(command, "--cohort", 2031, *out)
    assert (ran.code, "2031" in ran.error, ran.out) == (1, True, "")
    assert not (tmp_path / "ra").exists()


@pytest.mark.parametrize(
    "arguments",
    [[], ["--cohort", "2020", "--by", "ward"], ["--cohort", "2020", "--as-of", "01/10/2020"]],
    ids=str,
)
def test_wrong_usage_is_exit_two(arguments: list[str], province: Province) -> None:
    ran = run("rates", *arguments)
    assert ran.code == 2
    assert "Traceback" not in ran.error


def test_lists_are_written_per_commune(children: Province, tmp_path: Path) -> None:
    make_user("phong-lap")
    ran = run("not_enrolled", "--cohort", 2020, "--out", tmp_path, "--by", "phong-lap", "--json")
    assert ran.code == 0
    assert (ran.json["not_studying"], ran.json["not_known"], ran.json["held_back"]) == (1, 2, 0)
    by_code = {unit["code"]: unit for unit in ran.json["communes"]}
    assert set(by_code) == {"27967", "–805"}
    book = load_workbook(tmp_path / by_code["27967"]["workbook"])
    cells = {str(c) for row in book.active.iter_rows(values_only=True) for c in row}
    assert {"Hồ Văn Dũ", "Mai Thị Em"} <= cells
    assert not {"Lê Thị An", "Trần Văn Bé", "Võ Thị Cúc"} & cells
    assert (tmp_path / by_code["27967"]["letter"]).stat().st_size > 0
    event = Event.objects.newest_first()[0]
    assert (event.verb, event.count) == (NOT_ENROLLED_EXPORTED, 3)
    assert event.actor_label == "Cán bộ phong-lap"


def test_one_commune_only(children: Province, tmp_path: Path) -> None:
    ran = run("not_enrolled", "--cohort", 2020, "--commune", "27967", "--out", tmp_path, "--json")
    assert [unit["code"] for unit in ran.json["communes"]] == ["27967"]
    assert len(list(tmp_path.rglob("*.xlsx"))) == 1


def test_commune_with_nobody_gets_an_empty_list(children: Province, tmp_path: Path) -> None:
    ran = run("not_enrolled", "--cohort", 2020, "--commune", "27937", "--out", tmp_path, "--json")
    assert (ran.code, ran.json["not_known"]) == (0, 0)


@pytest.mark.parametrize(("option", "value"), [("--commune", "99999"), ("--by", "khong-co")])
def test_refused_list_writes_no_file(
    option: str, value: str, children: Province, tmp_path: Path
) -> None:
    out = tmp_path / "ra"
    events = Event.objects.count()
    ran = run("not_enrolled", "--cohort", 2020, option, value, "--out", out)
    assert (ran.code, value in ran.error) == (1, True)
    assert not list(tmp_path.rglob("*.xlsx"))
    assert Event.objects.count() == events


def test_folder_that_cannot_be_made_is_one_sentence(children: Province, tmp_path: Path) -> None:
    blocked = tmp_path / "tep"
    blocked.write_text("không phải thư mục", encoding="utf-8")
    ran = run("not_enrolled", "--cohort", 2020, "--out", blocked / "ra")
    assert (ran.code, len(ran.error.strip().splitlines())) == (1, 1)


def test_candidate_of_a_review_is_held_back(children: Province, tmp_path: Path) -> None:
    Graduate.objects.filter(full_name="Mai Thị Em").update(open_reviews=1)
    ran = run("not_enrolled", "--cohort", 2020, "--out", tmp_path, "--json")
    assert (ran.json["not_known"], ran.json["held_back"]) == (1, 1)


def test_verify_says_all_is_well(children: Province) -> None:
    ran = run("verify", "--json")
    assert (ran.code, ran.json) == (0, {"graduates": 6, "differences": []})
    assert "khớp" in run("verify").out
