"""The table of weights: estimated by command, written, chosen by a setting, stored with links."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from audit.models import Event
from domain.linkage import ENGINE_VERSION
from domain.linkage.weights import DEFAULT_WEIGHTS, read_weights
from longan_enroll.environment import linkage_weights
from rosters.models import Link
from rosters.verbs import COHORT_RELINKED
from students.models import Graduate
from tests.dump import business_dump
from tests.province import Province, enrol
from tests.sheets import roster_book, run, written

AN = {"name": "Lê Thị An", "birth": "05/9/2005", "moet": "8020000001", "gender": "Nữ"}
OWN = replace(DEFAULT_WEIGHTS, version="thử", birth_exact=7.75)


@pytest.fixture
def an(province: Province) -> Graduate:
    return enrol(province, "Lê Thị An", birth=(2005, 9, 5), moet_code="8020000001", gender="F",
                 register_number="0001")  # fmt: skip


@pytest.fixture
def uploaded(an: Graduate, tmp_path: Path) -> Link:
    path = written(tmp_path, "ds.xlsx", roster_book(AN))
    assert run("import_roster", path, "--cohort", "2020").code == 0
    return Link.objects.get()


def estimated(*options: Any):
    return run("estimate_weights", "--cohort", "2020", *options)


@pytest.mark.parametrize("basis", ["em", "decisions"])
def test_estimate_is_written_to_a_file_and_applied_to_nothing(uploaded, tmp_path, basis):
    before, out = business_dump(), tmp_path / "trong-so.json"
    ran = estimated("--from", basis, "--out", out, "--json")
    assert ran.code == 0
    told = ran.json
    assert (told["from"], told["in_force"], told["rows"]) == (basis, "2020.2", 1)
    assert told["pairs"] == pytest.approx(1, abs=0.05)
    assert {each["is_kept"] for each in told["parameters"]} == {True}
    assert read_weights(out.read_text(encoding="utf-8")).version == told["version"] != "2020.2"
    assert business_dump() == before


def test_estimate_is_told_beside_what_is_in_force(uploaded):
    ran = estimated()
    assert "birth_exact" in ran.out
    assert "Chưa áp dụng" in ran.out


def test_file_that_exists_is_not_written_over(uploaded, tmp_path):
    out = tmp_path / "cu.json"
    out.write_text("của ai đó", encoding="utf-8")
    ran = estimated("--out", out)
    assert (ran.code, "Đã có tệp" in ran.error) == (1, True)
    assert out.read_text(encoding="utf-8") == "của ai đó"


def test_folder_that_does_not_exist_is_told(uploaded, tmp_path):
    ran = estimated("--out", tmp_path / "khong-co" / "x.json")
    assert (ran.code, "Không ghi được tệp" in ran.error) == (1, True)


def test_nothing_to_estimate_from_is_told(an):
    assert "Chưa có danh sách đang học nào" in estimated().error


def test_no_match_is_nothing_to_count(uploaded):
    Link.objects.update(superseded_at=uploaded.recorded_at)
    ran = estimated("--from", "decisions")
    assert (ran.code, "Chưa có dòng nào đã khớp" in ran.error) == (1, True)


def test_link_remembers_engine_and_table(uploaded):
    assert uploaded.engine_version == f"{ENGINE_VERSION}/2020.2"


def test_another_table_changes_links_when_they_are_made_anew(uploaded, settings):
    settings.LINKAGE_WEIGHTS = OWN
    ran = run("relink", "--cohort", "2020", "--json")
    assert (ran.code, ran.json["changed_rows"]) == (0, 1)
    link = Link.objects.current().get()
    assert link.engine_version == f"{ENGINE_VERSION}/thử" == ran.json["engine_version"]
    assert dict(map(tuple, link.parts))["birth"] == 7.75
    assert Event.objects.filter(verb=COHORT_RELINKED).count() == 1
    assert run("relink", "--cohort", "2020", "--json").json["changed_rows"] == 0


def test_longest_version_fits_the_column():
    longest = replace(OWN, version="12345678")
    assert read_weights(longest.as_json()) == longest
    column = Link._meta.get_field("engine_version")
    assert len(f"{ENGINE_VERSION}/{longest.version}") <= column.max_length


def test_setting_names_the_file(monkeypatch, tmp_path):
    monkeypatch.setenv("LINKAGE_WEIGHTS", "")
    assert linkage_weights() == DEFAULT_WEIGHTS
    (tmp_path / "w.json").write_text(OWN.as_json(), encoding="utf-8")
    monkeypatch.setenv("LINKAGE_WEIGHTS", str(tmp_path / "w.json"))
    assert linkage_weights() == OWN


BROKEN = {
    "không phải JSON": "dòng 1",
    "[]": "thiếu hoặc thừa mục",
    json.dumps({"version": "x"}): "thiếu hoặc thừa mục",
    replace(OWN, version="quá dài quá dài").as_json(): "từ 1 đến 8 ký tự",
    replace(OWN, name_exact=1.5).as_json(): "name_exact",
    replace(OWN, birth_exact=99).as_json(): "birth_exact",
}


@pytest.mark.parametrize(("text", "told"), BROKEN.items(), ids=range(len(BROKEN)))
def test_broken_file_stops_the_start_with_a_sentence(monkeypatch, tmp_path, text, told):
    (tmp_path / "w.json").write_text(text, encoding="utf-8")
    monkeypatch.setenv("LINKAGE_WEIGHTS", str(tmp_path / "w.json"))
    with pytest.raises(ImproperlyConfigured, match=told):
        linkage_weights()


def test_missing_file_stops_the_start_with_a_sentence(monkeypatch, tmp_path):
    monkeypatch.setenv("LINKAGE_WEIGHTS", str(tmp_path / "khong-co.json"))
    with pytest.raises(ImproperlyConfigured, match="không đọc được tệp"):
        linkage_weights()
