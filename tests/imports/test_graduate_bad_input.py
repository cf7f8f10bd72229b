"""Bad graduate lists: one clear sentence with file, sheet, row and cell, and nothing written."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError

from audit.models import Event
from imports.models import Batch
from students.models import Cohort, Graduate, GraduateFacts
from tests.province import Province, enrol
from tests.sheets import Ran, book, graduate_book, pupil, run, table, written

GOOD = pupil(name="Trần Văn Bé", gender="Nam", birth="6/10/2005", register="0002")
ENGLISH = re.compile(r"\b(error|invalid|expected|traceback|none|null|exception)\b", re.IGNORECASE)
# what is wrong with the row, the issue's code, the cell it stands in
BAD_ROWS: list[tuple[dict[str, Any], str, str]] = [
    ({"birth": "31/02/2005"}, "date_impossible", "D7"),
    ({"birth": "45/9/2005"}, "date_impossible", "D7"),
    ({"school": "THCS Không Có"}, "school_unknown", "E7"),
    ({"school": "Trường THPT Sông Đỏ"}, "school_unknown", "E7"),
    ({"school": ""}, "school_unknown", "E7"),
    ({"residence": "Xã Không Có, huyện Đức Hòa"}, "commune_unknown", "H7"),
    ({"residence": "Xã Tân Bình, huyện Đức Hoè"}, "commune_unknown", "H7"),
    ({"name": "12345"}, "name_missing", "B7"),
    ({"note": "x" * 501}, "too_long", "H7"),
    ({"name": "Lê " * 60 + "An"}, "too_long", "B7"),
]


@pytest.fixture
def folder(tmp_path: Path, province: Province) -> Path:
    return tmp_path


def imported(folder: Path, *rows: dict[str, Any], options: tuple[str, ...] = ("--json",)) -> Ran:
    path = written(folder, "802_duc-hoa.xlsx", graduate_book(*rows))
    return run("import_graduates", path, "--cohort", "2020", *options)


def nothing_written() -> bool:
    return not any(m._default_manager.exists() for m in (Graduate, GraduateFacts, Batch, Event))


def codes(ran: Ran) -> list[str]:
    return [issue["code"] for issue in ran.json["issues"] if issue["level"] == "error"]


@pytest.mark.parametrize(("change", "code", "cell"), BAD_ROWS, ids=str)
def test_bad_row_refuses_the_file(
    change: dict[str, Any], code: str, cell: str, folder: Path
) -> None:
    ran = imported(folder, pupil(**change), GOOD)
    assert ran.code == 1
    assert nothing_written()
    counts = [ran.json[name] for name in ("rows", "created", "updated", "unchanged", "rejected")]
    assert counts == [2, 0, 0, 0, 1]
    (issue,) = [issue for issue in ran.json["issues"] if issue["level"] == "error"]
    place = (issue["file"], issue["sheet"], issue["row"], issue["cell"], issue["code"])
    assert place == ("802_duc-hoa.xlsx", "DS", 7, cell, code)
    assert issue["message"].endswith(".")
    assert not ENGLISH.search(issue["message"])


@pytest.mark.parametrize(("change", "code", "cell"), BAD_ROWS, ids=str)
def test_valid_rows_are_taken_on_request(
    change: dict[str, Any], code: str, cell: str, folder: Path
) -> None:
    ran = imported(folder, pupil(**change), GOOD, options=("--json", "--valid-rows"))
    assert ran.code == 0
    assert (ran.json["created"], ran.json["rejected"]) == (1, 1)
    assert codes(ran) == [code]
    assert Graduate.objects.get().full_name == "Trần Văn Bé"


def test_refusal_says_what_to_do(folder: Path) -> None:
    ran = imported(folder, pupil(birth="31/02/2005"), GOOD, options=())
    assert ran.code == 1
    assert "ô D7" in ran.out
    assert "802_duc-hoa.xlsx" in ran.out
    assert "--valid-rows" in ran.out
    assert "không nhập 1" in ran.out


def test_valid_rows_again_change_nothing(folder: Path) -> None:
    options = ("--json", "--valid-rows")
    imported(folder, pupil(birth="31/02/2005"), GOOD, options=options)
    batches = Batch.objects.count()
    again = imported(folder, pupil(birth="31/02/2005"), GOOD, options=options)
    assert (again.json["created"], again.json["unchanged"], again.json["rejected"]) == (0, 1, 1)
    assert Batch.objects.count() == batches


def test_dry_run_of_a_bad_file_is_refused_too(folder: Path) -> None:
    ran = imported(folder, pupil(birth="31/02/2005"), options=("--json", "--dry-run"))
    assert ran.code == 1
    assert nothing_written()


REPEATS: list[tuple[dict[str, Any], str]] = [
    ({}, "pupil_twice"),
    ({"name": "Võ Thị Cúc", "birth": "7/7/2005"}, "pupil_twice"),
    ({"register": ""}, "pupil_twice"),
    ({"name": "LÊ  THỊ AN", "register": ""}, "pupil_twice"),
    ({"register": "0003", "moet": "8020000001"}, "pupil_twice"),
    ({"register": "0003", "personal": "080305000001"}, "pupil_twice"),
]


@pytest.mark.parametrize(("change", "code"), REPEATS, ids=str)
def test_same_pupil_twice_is_refused(change: dict[str, Any], code: str, folder: Path) -> None:
    first = pupil(moet="8020000001", personal="080305000001")
    second = pupil(**change)
    ran = imported(folder, first, second, GOOD)
    assert ran.code == 1
    assert codes(ran) == [code]
    assert "dòng 7" in ran.json["issues"][-1]["message"]
    assert nothing_written()


def test_same_pupil_in_two_files_is_refused(folder: Path) -> None:
    paths = [written(folder, f"802_{n}.xlsx", graduate_book(pupil())) for n in (1, 2)]
    ran = run("import_graduates", *paths, "--cohort", "2020", "--json")
    assert (ran.code, codes(ran)) == (1, ["pupil_twice"])
    assert "802_1.xlsx" in ran.json["issues"][0]["message"]
    assert nothing_written()


def test_true_namesakes_with_their_own_codes_are_two_children(folder: Path) -> None:
    ran = imported(folder, pupil(), pupil(register="0003"))
    assert ran.code == 0
    assert [issue["code"] for issue in ran.json["issues"]] == ["namesake"]
    assert Graduate.objects.count() == 2


def test_same_register_number_in_two_districts_is_no_repeat(folder: Path) -> None:
    """Every office numbers its register from 1."""
    away = pupil(name="Võ Thị Cúc", school="THCS Rạch Xanh")
    paths = [
        written(folder, "802.xlsx", graduate_book(pupil())),
        written(folder, "805.xlsx", graduate_book(away, district="huyện Tân Trụ")),
    ]
    assert run("import_graduates", *paths, "--cohort", "2020").code == 0
    assert Graduate.objects.count() == 2


def test_codes_of_two_children_disagree(folder: Path, province: Province) -> None:
    enrol(province, "Lê Thị An", register_number="0001")
    enrol(province, "Võ Thị Cúc", register_number="0009", moet_code="8020000009")
    ran = imported(folder, pupil(moet="8020000009"))
    assert (ran.code, codes(ran)) == (1, ["keys_disagree"])
    assert "Võ Thị Cúc" in ran.json["issues"][0]["message"]
    assert Graduate.objects.get(register_number="0001").moet_code == ""


@pytest.mark.parametrize("key", ["register", "moet", "personal"])
def test_code_of_somebody_quite_different_disagrees(
    key: str, folder: Path, province: Province
) -> None:
    codes_of = {
        "register": {"register_number": "0009"},
        "moet": {"moet_code": "8020000009"},
        "personal": {"personal_id": "080305000009"},
    }
    enrol(province, "Võ Thị Cúc", birth=(2004, 1, 2), **codes_of[key])
    value = next(iter(codes_of[key].values()))
    ran = imported(folder, pupil(**{"register": "", key: value}))
    assert (ran.code, codes(ran)) == (1, ["keys_disagree"])


def test_namesakes_of_the_register_are_never_guessed(folder: Path, province: Province) -> None:
    for _ in range(2):
        enrol(province, "Lê Thị An", birth=(2005, 9, 5), class_name="9/1")
    ran = imported(folder, pupil(register=""))
    assert (ran.code, codes(ran)) == (1, ["identity_ambiguous"])


UNREADABLE: dict[str, bytes] = {
    "rong.xlsx": b"",
    "hong.xlsx": b"PK\x03\x04" + b"x" * 200,
    "anh.xlsx": b"\x89PNG\r\n\x1a\n" + b"\0" * 100,
    "thu.docx": b"PK\x05\x06" + b"\0" * 18,
    "trong.csv": b"\n\n",
    "khong-tieu-de.csv": b"a,b\n1,2\n",
    "hong.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_unreadable_file_is_one_sentence(name: str, folder: Path) -> None:
    path = written(folder, name, UNREADABLE[name])
    ran = run("import_graduates", path, "--cohort", "2020")
    assert ran.code == 1
    assert ran.out == ""
    assert name in ran.error
    assert len(ran.error.strip().splitlines()) == 1
    assert "Traceback" not in ran.error
    assert nothing_written()


def test_refusal_in_json_is_an_object(folder: Path) -> None:
    path = written(folder, "rong.xlsx", b"")
    ran = run("import_graduates", path, "--cohort", "2020", "--json")
    assert ran.code == 1
    assert "rong.xlsx" in ran.json["error"]


def test_missing_header_names_the_columns_wanted(folder: Path) -> None:
    content = book(["UBND HUYỆN ĐỨC HÒA"], ["A", "B"], [["x", "y"]])
    ran = run("import_graduates", written(folder, "802.xlsx", content), "--cohort", "2020")
    assert ran.code == 1
    assert "Họ và tên" in ran.error


def test_header_without_pupils_creates_nobody(folder: Path) -> None:
    headings, _ = table([pupil()])
    content = book(["UBND HUYỆN ĐỨC HÒA"], headings, [])
    run("import_graduates", written(folder, "802.xlsx", content), "--cohort", "2020")
    assert nothing_written()


def test_missing_file_and_folder_are_refused(folder: Path) -> None:
    for path in (folder / "khong-co.xlsx", folder):
        ran = run("import_graduates", path, "--cohort", "2020")
        assert (ran.code, len(ran.error.strip().splitlines())) == (1, 1)


def test_unknown_cohort_is_refused(folder: Path) -> None:
    path = written(folder, "802.xlsx", graduate_book(pupil()))
    ran = run("import_graduates", path, "--cohort", "2027")
    assert ran.code == 1
    assert "2027" in ran.error
    assert "hiện có: 2020" in ran.error
    assert not Cohort.objects.filter(year=2027).exists()


def test_closed_cohort_takes_no_list(folder: Path) -> None:
    Cohort.objects.update(is_open=False)
    ran = imported(folder, pupil())
    assert ran.code == 1
    assert "đã khóa" in ran.json["error"]
    assert nothing_written()


def test_unknown_district_is_refused(folder: Path) -> None:
    ran = imported(folder, pupil(), options=("--district", "999"))
    assert ran.code == 1
    assert "999" in ran.error


def test_unknown_account_is_refused(folder: Path) -> None:
    ran = imported(folder, pupil(), options=("--by", "khong-co"))
    assert ran.code == 1
    assert nothing_written()


@pytest.mark.parametrize(
    "arguments", [[], ["--cohort", "hai nghìn"], ["--cohort", "2020", "--khong-co"]], ids=str
)
def test_wrong_usage_is_exit_two(arguments: list[str], folder: Path) -> None:
    path = written(folder, "802.xlsx", graduate_book(pupil()))
    assert run("import_graduates", path, *arguments).code == 2
    assert run("import_graduates", "--cohort", "2020").code == 2


def test_busy_database_is_a_sentence(
    folder: Path, province: Province, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*values: Any, **named: Any) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr("imports.management.commands.import_graduates.commit", locked)
    ran = imported(folder, pupil(), options=())
    assert ran.code == 1
    assert "đang bận" in ran.error
    assert "Traceback" not in ran.error


def test_doubtful_values_are_taken_with_a_warning(folder: Path) -> None:
    """Shape and consistency of a personal id are warnings, never errors."""
    ran = imported(folder, pupil(personal="080105000001", phone="12345", birth="05/9/1985"))
    assert ran.code == 0
    levels = {issue["level"] for issue in ran.json["issues"]}
    assert levels == {"warning"}
    found = {issue["code"] for issue in ran.json["issues"]}
    assert {"birth_implausible", "phone_doubtful", "personal_id_doubtful"} <= found
