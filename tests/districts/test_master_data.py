"""Schools, targets and quotas by command: idempotent, dated, refused whole where a row is wrong."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from audit.models import Event
from districts.models import Commune, District, School
from districts.resources import HEADERS
from districts.verbs import MASTER_DATA_IMPORTED
from domain.outcome import Place, Programme
from reports.verification import differences
from students.models import Cohort, Quota, Target
from students.resources import QUOTA_HEADERS, TARGET_HEADERS
from tests.province import Province, confirm, enrol, reread
from tests.sheets import Ran, book, run, written

SCHOOL = ["802C09", "Trường THCS Bàu Sen", "THCS", "Công lập", "802", "Long An"]
TARGET = ["802", "Huyện Đức Hòa", "2020", "19,96", "12/PGDĐT", "05/10/2020"]
QUOTA = ["802P01", "Trường THPT Sông Đỏ", "2020", "1.204", "34/QĐ-SGDĐT"]
KINDS: dict[str, tuple[tuple[str, ...], list[str]]] = {
    "import_schools": (HEADERS, SCHOOL),
    "import_targets": (TARGET_HEADERS, TARGET),
    "import_quotas": (QUOTA_HEADERS, QUOTA),
}
OTHERS = {
    "import_schools": ["805C09", "Trường THCS Bàu Cò", "THCS", "Công lập", "805", "Long An"],
    "import_targets": ["805", "Huyện Tân Trụ", "2020", "20", "13/PGDĐT", "05/10/2020"],
    "import_quotas": ["802X01", "TTGDTX Sông Đỏ", "2020", "90", "34/QĐ-SGDĐT"],
}
MODELS = {"import_schools": School, "import_targets": Target, "import_quotas": Quota}


def imported(folder: Path, command: str, *rows: list[Any], headings: Any = None) -> Ran:
    content = book(["SỞ GIÁO DỤC VÀ ĐÀO TẠO"], headings or KINDS[command][0], rows)
    return run(command, written(folder, f"{command}.xlsx", content), "--json")


def changed(row: list[str], **values: Any) -> list[Any]:
    """The row with other cells, by position: `c3="x"`."""
    return [values.get(f"c{number}", cell) for number, cell in enumerate(row)]


@pytest.mark.parametrize("command", KINDS)
def test_good_sheet_is_taken_in_once(command: str, tmp_path: Path, province: Province) -> None:
    row = KINDS[command][1]
    first = imported(tmp_path, command, row)
    assert (first.code, first.json) == (
        0,
        {"rows": 1, "created": 1, "updated": 0, "unchanged": 0},
    )
    stored = list(MODELS[command]._default_manager.order_by("pk").values())
    event = Event.objects.get()
    assert (event.verb, event.count) == (MASTER_DATA_IMPORTED, 1)
    again = imported(tmp_path, command, row)
    assert again.json == {"rows": 1, "created": 0, "updated": 0, "unchanged": 1}
    assert list(MODELS[command]._default_manager.order_by("pk").values()) == stored
    assert Event.objects.count() == 1


def test_school_is_stored_as_told(tmp_path: Path, province: Province) -> None:
    imported(tmp_path, "import_schools", changed(SCHOOL, c3="Tư thục", c2="Trường THCS"))
    school = School.objects.get(code="802C09")
    assert (school.kind, school.ownership, school.district) == ("THCS", "PRIVATE", province.home)


def test_school_outside_the_province_has_no_district(tmp_path: Path, province: Province) -> None:
    row = ["000N77", "Trung cấp nghề Bến Lạ", "VOCATIONAL", "Tư thục", "", "Tiền Giang"]
    imported(tmp_path, "import_schools", row)
    assert School.objects.get(code="000N77").is_outside


def test_school_moved_by_a_sheet_takes_its_children_along(
    tmp_path: Path, province: Province
) -> None:
    child = enrol(province, "Lê Thị An")
    confirm(child, Programme.UPPER_SECONDARY, province.thpt)
    assert (reread(child).place, differences()) == (Place.IN_DISTRICT, [])
    thpt = province.thpt
    moved = [thpt.code, thpt.name, "THPT", "Công lập", province.away.code, "Long An"]
    assert imported(tmp_path, "import_schools", moved).json["updated"] == 1
    assert (reread(child).place, differences()) == (Place.IN_PROVINCE, [])


def test_changed_target_keeps_its_history(tmp_path: Path, province: Province) -> None:
    imported(tmp_path, "import_targets", TARGET)
    ran = imported(tmp_path, "import_targets", changed(TARGET, c3="21,5 %"))
    assert ran.json["updated"] == 1
    earlier, current = Target.objects.order_by("pk")
    assert (earlier.percent, current.percent) == (Decimal("19.96"), Decimal("21.5"))
    assert earlier.superseded_at == current.recorded_at
    assert Target.objects.current().get() == current
    assert current.kind == Target.Kind.REGISTERED


def test_target_of_the_province(tmp_path: Path, province: Province) -> None:
    imported(tmp_path, "import_targets", ["80", "Tỉnh Long An", "2020", 20, "134/KH-UBND", ""])
    target = Target.objects.get()
    assert (target.kind, target.district, target.percent) == (Target.Kind.PROVINCE, None, 20)


def test_changed_quota_keeps_its_history(tmp_path: Path, province: Province) -> None:
    imported(tmp_path, "import_quotas", QUOTA)
    imported(tmp_path, "import_quotas", changed(QUOTA, c3="1.250"))
    assert list(Quota.objects.order_by("pk").values_list("seats", flat=True)) == [1204, 1250]
    assert Quota.objects.current().get().seats == 1250


def test_year_opens_its_cohort(tmp_path: Path, province: Province) -> None:
    imported(tmp_path, "import_targets", changed(TARGET, c2="2021"))
    assert Cohort.objects.filter(year=2021).exists()


BAD_ROWS: list[tuple[str, dict[str, Any], str]] = [
    ("import_schools", {"c2": "Mầm non"}, "Mầm non"),
    ("import_schools", {"c3": "Bán công"}, "Bán công"),
    ("import_schools", {"c4": "999"}, "999"),
    ("import_schools", {"c4": ""}, "huyện"),
    ("import_schools", {"c0": ""}, "Mã trường"),
    ("import_schools", {"c1": ""}, "Tên trường"),
    ("import_schools", {"c1": "x" * 151}, "150"),
    ("import_targets", {"c0": "999"}, "999"),
    ("import_targets", {"c2": "20202"}, "20202"),
    ("import_targets", {"c2": "²"}, "²"),
    ("import_targets", {"c3": "hai mươi"}, "hai mươi"),
    ("import_targets", {"c3": "120"}, "100"),
    ("import_targets", {"c3": "-1"}, "-1"),
    ("import_targets", {"c3": ""}, "Chỉ tiêu"),
    ("import_targets", {"c5": "31/02/2020"}, "31/02/2020"),
    ("import_quotas", {"c0": "999Z99"}, "999Z99"),
    ("import_quotas", {"c0": "802C01"}, "802C01"),
    ("import_quotas", {"c3": "nhiều"}, "nhiều"),
    ("import_quotas", {"c3": "-5"}, "-5"),
    ("import_quotas", {"c3": ""}, "Chỉ tiêu"),
]


@pytest.mark.parametrize(("command", "change", "said"), BAD_ROWS, ids=str)
def test_bad_row_refuses_the_sheet(
    command: str, change: dict[str, Any], said: str, tmp_path: Path, province: Province
) -> None:
    good = KINDS[command][1]
    before = list(MODELS[command]._default_manager.order_by("pk").values())
    ran = imported(tmp_path, command, OTHERS[command], changed(good, **change))
    assert ran.code == 1
    sentence = ran.json["error"]
    assert f"{command}.xlsx" in sentence
    assert "dòng 8" in sentence
    assert said in sentence
    assert not sentence.endswith("..")
    assert not any(word in sentence for word in ("Traceback", "class", "Error", "Decimal", "None"))
    assert list(MODELS[command]._default_manager.order_by("pk").values()) == before
    assert not Event.objects.exists()


@pytest.mark.parametrize("command", KINDS)
def test_same_thing_twice_is_refused(command: str, tmp_path: Path, province: Province) -> None:
    row = KINDS[command][1]
    ran = imported(tmp_path, command, row, OTHERS[command], changed(row, c1="Tên khác"))
    assert ran.code == 1
    assert "dòng 9: trùng" in ran.json["error"]
    assert "với dòng 7" in ran.json["error"]
    assert not Event.objects.exists()


@pytest.mark.parametrize("command", KINDS)
def test_missing_column_is_named(command: str, tmp_path: Path, province: Province) -> None:
    headings, row = KINDS[command]
    ran = imported(tmp_path, command, row[:-1], headings=headings[:-1])
    assert ran.code == 1
    assert headings[-1] in ran.json["error"]


@pytest.mark.parametrize("command", KINDS)
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("hong.xlsx", b"PK\x03\x04xxxx"),
        ("rong.xlsx", b""),
        ("khac.csv", b"a,b\n1,2\n"),
        ("latin.csv", "M\xe3 tr\u01b0\u1eddng".encode("utf-16")),
    ],
)
def test_unreadable_sheet_is_one_sentence(
    command: str, name: str, content: bytes, tmp_path: Path, province: Province
) -> None:
    ran = run(command, written(tmp_path, name, content))
    assert ran.code == 1
    assert name in ran.error
    assert len(ran.error.strip().splitlines()) == 1


def test_sheet_in_csv_is_read_too(tmp_path: Path, province: Province) -> None:
    lines = [",".join(HEADERS), ",".join(SCHOOL)]
    path = written(tmp_path, "truong.csv", "\n".join(lines).encode("utf-8-sig"))
    assert run("import_schools", path).code == 0
    assert School.objects.filter(code="802C09").exists()


def test_reference_data_is_complete_and_idempotent(db: None) -> None:
    first = run("load_reference", "--json")
    assert (first.json["districts"], first.json["communes"]) == (15, 188)
    assert first.json["created"] == 203
    stored = [list(m._default_manager.order_by("pk").values()) for m in (District, Commune)]
    assert run("load_reference", "--json").json["created"] == 0
    assert [list(m._default_manager.order_by("pk").values()) for m in (District, Commune)] == stored
    tiles = set(District.objects.values_list("grid_row", "grid_column"))
    assert len(tiles) == 15
