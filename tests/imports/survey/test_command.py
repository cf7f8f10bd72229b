"""Workbooks of classes recorded by the command, all of them or none."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from imports.models import Batch
from students.models import Destination, Graduate
from tests.imports.survey.teacher import Browser, make_class, said, sheet_for
from tests.province import Province, enrol
from tests.sheets import graduate_book, pupil


@pytest.fixture
def children(province: Province) -> list[Graduate]:
    return make_class(province)


@pytest.fixture
def files(
    province: Province, children: list[Graduate], signed_in: Browser, tmp_path: Path
) -> list[str]:
    """The workbooks of two classes; one child stands in both."""
    enrol(province, "Mai Thị Dậu", class_name="9B", birth=(2005, 5, 5))
    client = signed_in("ORIGIN_SCHOOL")
    first, second = sheet_for(client, province), sheet_for(client, province, "9B")
    first.write("Lê Thị An", code="02")
    second.write("Mai Thị Dậu", code="01")
    row = first.rows()[0]
    row[first.columns["code"] - 1] = "01"
    second.put_rows([*second.rows(), row])
    paths = [tmp_path / "9a.xlsx", tmp_path / "9b.xlsx"]
    for path, sheet in zip(paths, (first, second), strict=True):
        path.write_bytes(sheet.content)
    return [str(path) for path in paths]


def run(*files: str, **options: Any) -> None:
    call_command("import_survey", *files, **({"cohort": 2020, "by": "thcs"} | options))


def test_files_are_recorded(children: list[Graduate], files: list[str], capsys) -> None:
    run(*files, stated_on="28/9/2020")
    out = capsys.readouterr().out
    assert "9a.xlsx: 4 dòng: ghi mới 1, không có gì mới 3." in out
    # What the first file said is not overwritten by the second.
    assert "9b.xlsx: 2 dòng: ghi mới 1, cần chọn 1." in out
    assert "Ghi thông tin nơi học của 2 học sinh." in out
    assert Batch.objects.count() == 2
    assert said(children[0]) == [("ORIGIN_SCHOOL", "AT_HOME", "")]
    assert {f"{d.stated_on}" for d in Destination.objects.all()} == {"2020-09-28"}


def test_dry_run_and_json(children: list[Graduate], files: list[str], capsys) -> None:
    run(files[0], dry_run=True, json=True)
    (told,) = json.loads(capsys.readouterr().out)["files"]
    assert (told["recorded"], told["batch"]) == (1, None)
    assert told["rows"] == {"new": 1, "blank": 3}
    assert Destination.objects.count() == 0


def test_one_wrong_file_refuses_all(
    children: list[Graduate], files: list[str], tmp_path: Path, capsys
) -> None:
    other = tmp_path / "khac.xlsx"
    other.write_bytes(graduate_book(pupil()))
    with pytest.raises(SystemExit) as refused:
        run(*files, str(other))
    assert refused.value.code == 1
    assert "không phải phiếu theo lớp" in capsys.readouterr().err
    assert Destination.objects.count() == 0


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"by": "khong-co"}, "Không có tài khoản"),
        ({"by": "thpt"}, "không dòng nào là học sinh năm 2020"),
        ({"stated_on": "1/1/2999"}, "không được sau hôm nay"),
        ({"cohort": 1999}, "Chưa có năm tốt nghiệp 1999"),
    ],
)
def test_refusals(
    options: dict[str, Any], sentence: str, children: list[Graduate], files: list[str], capsys
) -> None:
    with pytest.raises(SystemExit):
        run(*files, **options)
    assert sentence in capsys.readouterr().err
    assert Destination.objects.count() == 0


def test_wrong_day_is_wrong_usage(children: list[Graduate], files: list[str]) -> None:
    with pytest.raises(CommandError) as error:
        run(*files, stated_on="hôm qua")
    assert error.value.returncode == 2
