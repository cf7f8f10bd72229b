"""`manage.py undo_import`: what it prints, its exit codes, and that a refusal writes nothing."""

import uuid
from pathlib import Path
from typing import Any

import pytest

from audit.models import Event
from domain.outcome import Programme
from imports.models import Batch
from students.models import Graduate
from tests.dump import business_dump
from tests.imports.undoing import AN, BE, CUC, everything, named
from tests.province import Province, make_user, state
from tests.sheets import Ran, graduate_book, run, written


def imported(folder: Path, *rows: dict[str, str], options: tuple[str, ...] = ("--json",)) -> Ran:
    path = written(folder, "802.xlsx", graduate_book(*rows))
    return run("import_graduates", path, "--cohort", "2020", *options)


def undone(batch: Any, *options: str) -> Ran:
    return run("undo_import", batch, *options)


def test_batch_of_an_import_is_told_and_can_be_undone(province: Province, tmp_path: Path) -> None:
    before = business_dump()
    (batch,) = imported(tmp_path, AN, BE).json["batches"]
    make_user("phong")
    ran = undone(batch, "--json", "--by", "phong", "--reason", "gửi nhầm")
    assert (ran.code, ran.json) == (
        0,
        {"batch": batch, "withdrawn": 2, "restored": 0, "kept": 0, "obstacles": []},
    )
    assert business_dump() == before
    event = Event.objects.order_by("pk").last()
    assert event.actor_label == "Cán bộ phong"
    assert event.reason == "Rút 2, khôi phục 0, giữ lại 0. gửi nhầm"


def test_summaries_are_sentences(province: Province, tmp_path: Path) -> None:
    said = imported(tmp_path, AN, options=()).out
    batch = Batch.objects.get()
    assert f"Mã lần nhập (để hoàn tác bằng undo_import): {batch.pk}" in said
    said = undone(batch.pk).out
    assert "Đã hoàn tác lần nhập “802.xlsx”: rút 1 học sinh, khôi phục 0, giữ lại 0." in said


def test_import_that_writes_nothing_has_no_batch(province: Province, tmp_path: Path) -> None:
    imported(tmp_path, AN)
    assert imported(tmp_path, AN).json["batches"] == []
    assert imported(tmp_path, BE, options=("--json", "--dry-run")).json["batches"] == []


@pytest.mark.parametrize("as_json", [True, False])
def test_obstacles_are_listed_and_nothing_is_written(
    as_json: bool, province: Province, tmp_path: Path
) -> None:
    (batch,) = imported(tmp_path, AN, BE).json["batches"]
    state(named("Lê Thị An"), Programme.WORKING)
    before = everything()
    ran = undone(batch, *(["--json"] if as_json else []))
    assert ran.code == 1
    assert everything() == before
    sentence = "Đã có thông tin nơi học (nguồn: Trường THCS)."
    if as_json:
        assert ran.json["obstacles"] == [
            {
                "graduate": named("Lê Thị An").pk,
                "full_name": "Lê Thị An",
                "where": "Trường THCS Sông Đỏ, lớp 9/1",
                "message": sentence,
            }
        ]
        assert ran.json["error"].startswith("Có 1 học sinh của lần nhập này")
    else:
        assert f"Lê Thị An (Trường THCS Sông Đỏ, lớp 9/1): {sentence}" in ran.out
        assert "Có 1 học sinh của lần nhập này" in ran.out


def test_all_but_those_are_undone(province: Province, tmp_path: Path) -> None:
    (batch,) = imported(tmp_path, AN, BE, CUC).json["batches"]
    state(named("Lê Thị An"), Programme.WORKING)
    ran = undone(batch, "--json", "--but-those")
    assert ran.code == 0
    assert {name: ran.json[name] for name in ("withdrawn", "restored", "kept")} == {
        "withdrawn": 2,
        "restored": 0,
        "kept": 1,
    }
    assert [each["full_name"] for each in ran.json["obstacles"]] == ["Lê Thị An"]
    assert Graduate.objects.members().get() == named("Lê Thị An")


def test_many_obstacles_are_told_shortly(province: Province, tmp_path: Path) -> None:
    pupils = [
        AN | {"name": f"Lê {one} {two}", "register": f"{n}{m}", "moet": ""}
        for n, one in enumerate(("An", "Bé", "Cúc", "Dung", "Hà", "Lan", "Mai"), 10)
        for m, two in enumerate(("Giang", "Khoa", "Nga", "Oanh", "Sang", "Tâm"), 10)
    ]
    (batch,) = imported(tmp_path, *pupils).json["batches"]
    for graduate in Graduate.objects.all():
        state(graduate, Programme.WORKING)
    ran = undone(batch)
    assert ran.code == 1
    assert len(ran.out.strip().splitlines()) == 42
    assert "… và 2 học sinh khác" in ran.out


@pytest.mark.parametrize(
    ("batch", "said"),
    [
        ("abc", "“abc” không phải mã lần nhập."),
        (str(uuid.UUID(int=7)), f"Không có lần nhập mã “{uuid.UUID(int=7)}”."),
    ],
    ids=["no id", "unknown"],
)
def test_unknown_batch_is_refused_in_one_sentence(
    batch: str, said: str, province: Province
) -> None:
    ran = undone(batch)
    assert (ran.code, ran.error.strip(), ran.out) == (1, said, "")
    assert undone(batch, "--json").json == {"error": said}


def test_second_undo_is_refused_in_one_sentence(province: Province, tmp_path: Path) -> None:
    (batch,) = imported(tmp_path, AN).json["batches"]
    undone(batch)
    ran = undone(batch, "--json")
    assert ran.code == 1
    assert ran.json["error"].startswith("Lần nhập “802.xlsx” đã được hoàn tác lúc ")


def test_unknown_account_is_refused(province: Province, tmp_path: Path) -> None:
    (batch,) = imported(tmp_path, AN).json["batches"]
    ran = undone(batch, "--by", "nobody")
    assert ran.code == 1
    assert "Không có tài khoản đang hoạt động" in ran.error
    assert Batch.objects.get().withdrawn_at is None


def test_missing_batch_is_wrong_usage(province: Province) -> None:
    assert run("undo_import").code == 2
