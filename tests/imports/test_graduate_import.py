"""Graduate lists by command: what they change, and that they change it once."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from audit.models import Event
from imports.graduates import SourceFile, commit, prepare
from imports.models import Batch, BatchKind, Row
from imports.verbs import GRADUATES_IMPORTED
from students.models import Cohort, Graduate, GraduateFacts
from tests.province import Province, enrol, make_user, reread
from tests.sheets import Ran, graduate_book, pupil, run, written

# The package shows the function under the name of its module.
WRITING = sys.modules["imports.graduates.commit"]
TOTALS = ("rows", "created", "updated", "unchanged", "rejected")
SECOND = pupil(name="Trần Văn Bé", gender="Nam", birth="6/10/2005", register="0002")


@pytest.fixture
def folder(tmp_path: Path, province: Province) -> Path:
    return tmp_path


def imported(folder: Path, *rows: dict[str, Any], options: tuple[str, ...] = ()) -> Ran:
    path = written(folder, "802_duc-hoa.xlsx", graduate_book(*rows))
    return run("import_graduates", path, "--cohort", "2020", "--json", *options)


def totals(ran: Ran) -> tuple[int, ...]:
    return tuple(ran.json[name] for name in TOTALS)


def test_list_is_taken_in(folder: Path, province: Province) -> None:
    row = pupil(
        moet="8020000001",
        phone="0912345678",
        guardian="Lê Văn Cha",
        residence="Ấp 3, xã Đức Hòa Thượng, huyện Đức Hòa",
    )
    ran = imported(folder, row, SECOND)
    assert (ran.code, totals(ran)) == (0, (2, 2, 0, 0, 0))
    graduate = Graduate.objects.get(register_number="0001")
    assert graduate.full_name == "Lê Thị An"
    assert (graduate.school, graduate.commune) == (province.thcs, province.home_commune)
    assert (graduate.birth_day, graduate.birth_month, graduate.birth_year) == (5, 9, 2005)
    assert (graduate.gender, graduate.class_name, graduate.hamlet) == ("F", "9/1", "Ấp 3")
    assert (graduate.moet_code, graduate.phone) == ("8020000001", "0912345678")
    assert graduate.guardian == "Lê Văn Cha"


def test_json_has_the_agreed_shape(folder: Path) -> None:
    ran = imported(folder, pupil(birth="31/02/2005"))
    assert set(ran.json) == {*TOTALS, "issues", "batches", "waiting"}
    (issue,) = ran.json["issues"]
    assert {"file", "sheet", "row", "cell", "code", "message"} <= set(issue)
    assert (issue["file"], issue["sheet"], issue["row"]) == ("802_duc-hoa.xlsx", "DS", 7)


def test_only_the_json_object_is_printed(folder: Path) -> None:
    assert json.loads(imported(folder, pupil()).out)


def test_summary_is_a_sentence(folder: Path) -> None:
    path = written(folder, "802.xlsx", graduate_book(pupil()))
    ran = run("import_graduates", path, "--cohort", "2020")
    assert "1 dòng: thêm 1, thay đổi 0, giữ nguyên 0, không nhập 0." in ran.out


def test_import_leaves_batch_rows_and_event(folder: Path, province: Province) -> None:
    make_user("nhap-lieu")
    imported(folder, pupil(), SECOND, options=("--by", "nhap-lieu"))
    batch = Batch.objects.get()
    assert (batch.kind, batch.district) == (BatchKind.GRADUATES, province.home)
    assert batch.counts == {"rows": 2, "created": 2, "updated": 0, "rejected": 0}
    with batch.file.open() as stored:
        assert stored.read(2) == b"PK"
    states = list(Row.objects.order_by("row_number").values_list("row_number", "state"))
    assert states == [(7, "CREATED"), (8, "CREATED")]
    keys = set(Graduate.objects.values_list("pk", flat=True))
    assert set(Row.objects.values_list("graduate_id", flat=True)) == keys
    assert set(Graduate.objects.values_list("batch_id", flat=True)) == {batch.pk}
    event = Event.objects.get()
    assert (event.verb, event.count, event.object_id) == (GRADUATES_IMPORTED, 2, str(batch.pk))
    assert event.actor_label == "Cán bộ nhap-lieu"


def test_same_file_again_changes_nothing_and_says_so(folder: Path) -> None:
    imported(folder, pupil(), SECOND)
    before = _everything()
    again = imported(folder, pupil(), SECOND)
    assert (again.code, totals(again)) == (0, (2, 0, 0, 2, 0))
    assert _everything() == before
    path = folder / "802_duc-hoa.xlsx"
    said = run("import_graduates", path, "--cohort", "2020").out
    assert "Không có gì thay đổi" in said


def _everything() -> list[Any]:
    models = (Graduate, GraduateFacts, Batch, Row, Event)
    return [list(model._default_manager.order_by("pk").values()) for model in models]


def test_same_rows_in_another_file_change_nothing(folder: Path) -> None:
    """Another name, another order of rows: still the same pupils."""
    imported(folder, pupil(), SECOND)
    before = _everything()
    path = written(folder, "gui-lai.xlsx", graduate_book(SECOND, pupil()))
    assert totals(run("import_graduates", path, "--cohort", "2020", "--json")) == (2, 0, 0, 2, 0)
    assert _everything() == before


def test_changed_cell_changes_that_field_only(folder: Path) -> None:
    imported(folder, pupil(phone="0912345678", guardian="Lê Văn Cha"), SECOND)
    ran = imported(folder, pupil(phone="0987654321", guardian="Lê Văn Cha"), SECOND)
    assert totals(ran) == (2, 0, 1, 1, 0)
    graduate = Graduate.objects.get(register_number="0001")
    assert (graduate.phone, graduate.guardian) == ("0987654321", "Lê Văn Cha")


def test_blank_cell_never_erases(folder: Path, province: Province) -> None:
    full = pupil(
        phone="0912345678",
        guardian="Lê Văn Cha",
        moet="8020000001",
        residence="Ấp 3, xã Đức Hòa Thượng",
        note="học hòa nhập",
    )
    imported(folder, full)
    before = list(Graduate.objects.values())
    silent = pupil(gender="", class_name="", note="")
    assert totals(imported(folder, silent)) == (1, 0, 0, 1, 0)
    blank = full | {"phone": "", "guardian": "", "moet": "", "residence": "", "note": ""}
    ran = imported(folder, blank | {"register": "0001"}, SECOND | {"phone": "0900000000"})
    assert totals(ran)[1:4] == (1, 0, 1)
    assert list(Graduate.objects.filter(register_number="0001").values()) == before


def test_year_alone_never_blurs_a_known_day(folder: Path) -> None:
    """A later list that gives only another year must not make up a day in that year."""
    imported(folder, pupil(birth="05/9/2005"))
    imported(folder, pupil(birth="2004"))
    graduate = Graduate.objects.get()
    known = (graduate.birth_year, graduate.birth_month, graduate.birth_day)
    assert known in ((2005, 9, 5), (2004, None, None))


def test_family_that_left_the_province_leaves_its_commune(folder: Path) -> None:
    imported(folder, pupil(residence="Ấp 3, xã Đức Hòa Thượng, huyện Đức Hòa"))
    moved = "Phường 5, quận 8, thành phố Hồ Chí Minh"
    imported(folder, pupil(residence=moved))
    graduate = Graduate.objects.get()
    assert graduate.residence == moved
    assert (graduate.commune, graduate.hamlet) == (None, "")
    assert GraduateFacts.objects.current().get().commune is None


def test_hamlet_alone_keeps_the_commune(folder: Path, province: Province) -> None:
    imported(folder, pupil(residence="Ấp 3, xã Đức Hòa Thượng, huyện Đức Hòa"))
    imported(folder, pupil(residence="Ấp 4"))
    graduate = Graduate.objects.get()
    assert (graduate.commune, graduate.hamlet) == (province.home_commune, "Ấp 4")


def test_move_to_another_school_keeps_history(folder: Path, province: Province) -> None:
    imported(folder, pupil())
    assert totals(imported(folder, pupil(school="THCS Gò Tre"))) == (1, 0, 1, 0, 0)
    assert Graduate.objects.get().school == province.thcs_second
    schools = GraduateFacts.objects.order_by("pk").values_list("school__code", flat=True)
    assert list(schools) == ["802C01", "802C02"]


def test_dry_run_writes_nothing(folder: Path) -> None:
    ran = imported(folder, pupil(), options=("--dry-run",))
    assert (ran.code, totals(ran)) == (0, (1, 1, 0, 0, 0))
    assert _everything() == [[]] * 5


def test_several_files_are_one_import(folder: Path) -> None:
    away = pupil(name="Võ Thị Cúc", school="THCS Rạch Xanh", register="0001")
    paths = [
        written(folder, "802.xlsx", graduate_book(pupil())),
        written(folder, "805.xlsx", graduate_book(away, district="huyện Tân Trụ")),
    ]
    ran = run("import_graduates", *paths, "--cohort", "2020", "--json")
    assert totals(ran) == (2, 2, 0, 0, 0)
    assert Batch.objects.count() == 2


def test_later_bad_file_takes_the_first_back(folder: Path) -> None:
    paths = [
        written(folder, "802.xlsx", graduate_book(pupil())),
        written(folder, "802b.xlsx", graduate_book(SECOND | {"birth": "31/02/2005"})),
    ]
    assert run("import_graduates", *paths, "--cohort", "2020").code == 1
    assert _everything() == [[]] * 5


@pytest.mark.parametrize("key", ["register", "moet", "personal"])
def test_code_alone_identifies_a_pupil(key: str, folder: Path) -> None:
    """One code that both sides know is enough; the class may have been corrected."""
    code = {"register": "0009", "moet": "8020000009", "personal": "080305000009"}[key]
    codes = {"register": "", key: code}
    imported(folder, pupil(**codes))
    assert totals(imported(folder, pupil(**codes, class_name="9/5"))) == (1, 0, 1, 0, 0)
    assert Graduate.objects.get().class_name == "9/5"


def test_pupil_without_codes_is_known_by_school_name_birth_and_class(folder: Path) -> None:
    imported(folder, pupil(register=""))
    again = pupil(register="", name="LÊ THỊ AN", phone="0912345678")
    assert totals(imported(folder, again)) == (1, 0, 1, 0, 0)
    assert Graduate.objects.count() == 1


def test_same_child_in_a_second_district_is_not_counted_twice(
    folder: Path, province: Province
) -> None:
    """The Ministry's code is one child's in the whole country, whichever office lists it."""
    imported(folder, pupil(moet="8020000001"))
    away = pupil(moet="8020000001", school="THCS Rạch Xanh", register="0077")
    path = written(folder, "805.xlsx", graduate_book(away, district="huyện Tân Trụ"))
    ran = run("import_graduates", path, "--cohort", "2020", "--json")
    assert ran.code == 1
    assert [issue["code"] for issue in ran.json["issues"]] == ["listed_elsewhere"]
    assert Graduate.objects.get().school == province.thcs


def test_register_number_shared_by_two_schools_means_the_one_of_the_row(
    folder: Path, province: Province
) -> None:
    here = enrol(province, "Lê Thị An", birth=(2005, 9, 5), register_number="0001")
    enrol(province, "Võ Thị Cúc", register_number="0001", school=province.thcs_second)
    assert totals(imported(folder, pupil(phone="0912345678"))) == (1, 0, 1, 0, 0)
    assert reread(here).phone == "0912345678"


def test_failing_log_takes_the_import_back(
    folder: Path, province: Province, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = prepare([SourceFile("802.xlsx", graduate_book(pupil()))], cohort=province.cohort)

    def fail(**values: Any) -> None:
        raise RuntimeError("nhật ký")

    monkeypatch.setattr(WRITING, "record_event", fail)
    with pytest.raises(RuntimeError, match="nhật ký"):
        commit(plan, by=None)
    assert _everything() == [[]] * 5


@pytest.mark.parametrize("failing", ["register_graduates", "_store_rows", "follow"])
def test_failing_write_leaves_no_event(
    failing: str, folder: Path, province: Province, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = prepare([SourceFile("802.xlsx", graduate_book(pupil()))], cohort=province.cohort)

    def fail(*values: Any, **named: Any) -> None:
        raise RuntimeError("ghi")

    monkeypatch.setattr(WRITING, failing, fail)
    with pytest.raises(RuntimeError, match="ghi"):
        commit(plan, by=None)
    assert _everything() == [[]] * 5


def test_graduates_of_another_cohort_are_other_children(folder: Path, province: Province) -> None:
    earlier = Cohort.objects.create(year=2019)
    old = enrol(province, "Lê Thị An", register_number="0001", cohort=earlier)
    assert totals(imported(folder, pupil())) == (1, 1, 0, 0, 0)
    assert reread(old).cohort == earlier
