"""Rosters by command: versions, links, what they mean for the children, and what is refused."""

import csv
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from audit.models import Event
from districts.models import School
from domain.outcome import Evidence, Outcome, Place, Programme
from imports.models import Batch, BatchKind
from reports.verification import differences
from rosters.actions import relink_cohort
from rosters.models import Link, Roster, RosterRow, RosterVersion
from rosters.verbs import ROSTER_UPLOADED
from students.models import Destination, Graduate, Source
from tests.province import Province, confirm, enrol, reread, state
from tests.sheets import Ran, pupil, roster_book, run, written

AN = {"name": "Lê Thị An", "birth": "05/9/2005", "moet": "8020000001", "gender": "Nữ"}
BE = {"name": "Trần Văn Bé", "birth": "06/10/2005", "moet": "8020000002", "gender": "Nam"}
STRANGER = {"name": "Kiều Thị Lạ", "birth": "01/01/2004", "moet": "7990000003", "gender": "Nữ"}
COUNTS = ("rows", "match", "review", "none", "joined", "left", "unchanged")


@pytest.fixture
def children(province: Province) -> tuple[Graduate, Graduate]:
    an = enrol(province, "Lê Thị An", birth=(2005, 9, 5), moet_code="8020000001", gender="F",
               register_number="0001")  # fmt: skip
    be = enrol(province, "Trần Văn Bé", birth=(2005, 10, 6), moet_code="8020000002", gender="M",
               register_number="0002")  # fmt: skip
    return an, be


def uploaded(
    folder: Path, *rows: dict[str, Any], name: str = "ds.xlsx", options: tuple[Any, ...] = (),
    **letterhead: str
) -> Ran:  # fmt: skip
    path = written(folder, name, roster_book(*rows, **letterhead))
    return run("import_roster", path, "--cohort", "2020", "--json", *options)


def counts(ran: Ran) -> tuple[Any, ...]:
    (file,) = ran.json["files"]
    return tuple(file[name] for name in COUNTS)


def outcomes(*graduates: Graduate) -> list[str]:
    return [reread(graduate).outcome for graduate in graduates]


def everything() -> list[Any]:
    models = (School, Roster, RosterVersion, RosterRow, Link, Destination, Graduate, Batch, Event)
    return [list(model._default_manager.order_by("pk").values()) for model in models]


def test_roster_is_linked(
    tmp_path: Path, province: Province, children: tuple[Graduate, Graduate]
) -> None:
    ran = uploaded(tmp_path, AN, STRANGER)
    assert (ran.code, counts(ran)) == (0, (2, 1, 0, 1, 1, 0, False))
    an = reread(children[0])
    assert (an.outcome, an.evidence) == (Outcome.UPPER_SECONDARY, Evidence.CONFIRMED)
    assert (an.destination_school, an.place) == (province.thpt, Place.IN_DISTRICT)
    assert outcomes(children[1]) == [Outcome.NOT_KNOWN]
    link = Link.objects.get()
    assert (link.status, link.graduate_id) == (Link.Status.MATCH, an.pk)
    assert differences() == []


def test_json_has_the_agreed_shape(tmp_path: Path, children: Any) -> None:
    ran = uploaded(tmp_path, AN, STRANGER)
    assert {"rows", "match", "review", "none", "files", "issues"} == set(ran.json)
    (file,) = ran.json["files"]
    assert set(COUNTS) <= set(file)
    assert file["candidate_pairs"] == 1
    assert (file["institution"], file["programme"]) == ("802P01", "UPPER_SECONDARY")
    assert (file["stage"], file["as_at"]) == ("STUDYING", "2020-09-15")


def test_upload_leaves_batch_version_and_event(
    tmp_path: Path, province: Province, children: Any
) -> None:
    uploaded(tmp_path, AN, STRANGER)
    batch, version = Batch.objects.get(), RosterVersion.objects.get()
    assert (batch.kind, batch.district, version.batch_id) == (
        BatchKind.ROSTER,
        province.home,
        batch.pk,
    )
    event = Event.objects.get()
    assert (event.verb, event.count) == (ROSTER_UPLOADED, 2)
    assert "Trường THPT Sông Đỏ" in event.object_label
    assert Destination.objects.get().batch_id == batch.pk


def test_links_file_has_the_agreed_columns(tmp_path: Path, children: Any) -> None:
    out = tmp_path / "links.csv"
    uploaded(tmp_path, AN, STRANGER, options=("--links", out))
    with out.open(encoding="utf-8", newline="") as lines:
        header, first, second = csv.reader(lines)
    assert header == ["file", "sheet", "row", "status", "register_number", "weight"]
    assert first[:5] == ["ds.xlsx", "DS", "7", "match", "0001"]
    assert float(first[5]) > 0
    assert second == ["ds.xlsx", "DS", "8", "none", "", ""]


def test_same_file_again_changes_nothing_and_says_so(tmp_path: Path, children: Any) -> None:
    uploaded(tmp_path, AN, STRANGER)
    before = everything()
    same = ("import_roster", tmp_path / "ds.xlsx", "--cohort", "2020")
    again = run(*same, "--json")
    assert (again.code, again.json["files"][0]["unchanged"]) == (0, True)
    assert everything() == before
    assert "không thay đổi" in run(*same).out


def test_dry_run_writes_nothing(tmp_path: Path, children: Any) -> None:
    before = everything()
    ran = uploaded(tmp_path, AN, STRANGER, options=("--dry-run",))
    assert (ran.json["match"], ran.json["none"]) == (1, 1)
    assert everything() == before


def test_dropped_row_makes_the_child_not_known(
    tmp_path: Path, province: Province, children: tuple[Graduate, Graduate]
) -> None:
    """The institution no longer names the child: an earlier report does not revive."""
    an, be = children
    state(an, Programme.WORKING)
    uploaded(tmp_path, AN, BE)
    assert outcomes(an, be) == [Outcome.UPPER_SECONDARY] * 2
    ran = uploaded(tmp_path, BE, dated="Long An, ngày 30 tháng 10 năm 2020")
    assert counts(ran) == (1, 1, 0, 0, 0, 1, False)
    assert outcomes(an, be) == [Outcome.NOT_KNOWN, Outcome.UPPER_SECONDARY]
    ended = Destination.objects.current().get(graduate=an, source=Source.ROSTER)
    assert (ended.school, ended.ended_on) == (province.thpt, date(2020, 10, 30))
    assert differences() == []


def test_dropped_child_stays_dropped_when_linked_anew(
    tmp_path: Path, province: Province, children: tuple[Graduate, Graduate]
) -> None:
    state(children[0], Programme.WORKING)
    uploaded(tmp_path, AN, BE)
    uploaded(tmp_path, BE, dated="Long An, ngày 30 tháng 10 năm 2020")
    before = everything()
    assert relink_cohort(cohort=province.cohort, by=None) == 0
    assert everything() == before


def test_dropped_child_stays_dropped_in_later_versions(
    tmp_path: Path, children: tuple[Graduate, Graduate]
) -> None:
    an, be = children
    uploaded(tmp_path, AN, BE)
    uploaded(tmp_path, BE, dated="Long An, ngày 30 tháng 10 năm 2020")
    third = uploaded(tmp_path, BE, STRANGER, dated="Long An, ngày 30 tháng 11 năm 2020")
    assert counts(third)[4:6] == (0, 0)
    assert outcomes(an, be) == [Outcome.NOT_KNOWN, Outcome.UPPER_SECONDARY]
    back = uploaded(tmp_path, AN, BE, dated="Long An, ngày 30 tháng 12 năm 2020")
    assert counts(back)[4:6] == (1, 0)
    assert outcomes(an, be) == [Outcome.UPPER_SECONDARY] * 2
    assert differences() == []


def test_dropping_leaves_what_another_institution_confirms(
    tmp_path: Path, province: Province, children: tuple[Graduate, Graduate]
) -> None:
    an, _ = children
    uploaded(tmp_path, AN, BE)
    confirm(an, Programme.INTERMEDIATE, province.vocational)
    assert outcomes(an) == [Outcome.CONFLICT]
    uploaded(tmp_path, BE, dated="Long An, ngày 30 tháng 10 năm 2020")
    assert outcomes(an) == [Outcome.VOCATIONAL]


def test_new_version_replaces_links_and_keeps_the_old(tmp_path: Path, children: Any) -> None:
    uploaded(tmp_path, AN)
    uploaded(tmp_path, AN, BE)
    first, second = RosterVersion.objects.order_by("pk")
    assert first.replaced_at is not None
    assert second.replaced_at is None
    assert {link.row.version for link in Link.objects.current()} == {second}
    assert first.rows.count() == 1
    assert first.rows.get().links.count() == 1


def test_two_programmes_are_two_rosters(
    tmp_path: Path, province: Province, children: tuple[Graduate, Graduate]
) -> None:
    an, be = children
    centre = {"institution": "Trung tâm GDTX&KTTH Sông Đỏ"}
    uploaded(tmp_path, AN, title="DANH SÁCH HỌC VIÊN LỚP 10 GDTX", **centre)
    uploaded(tmp_path, BE, title="DANH SÁCH HỌC VIÊN HỆ TRUNG CẤP", **centre)
    assert Roster.objects.count() == 2
    assert outcomes(an, be) == [Outcome.CONTINUING, Outcome.VOCATIONAL]


def test_list_of_admissions_confirms_nothing(
    tmp_path: Path, children: tuple[Graduate, Graduate]
) -> None:
    title = "DANH SÁCH HỌC SINH TRÚNG TUYỂN LỚP 10 NĂM HỌC 2020-2021"
    ran = uploaded(tmp_path, AN, title=title)
    an = reread(children[0])
    assert ran.json["files"][0]["stage"] == "ADMITTED"
    assert (an.outcome, an.is_admitted, an.evidence) == (Outcome.NOT_KNOWN, True, Evidence.NONE)
    assert an in Graduate.objects.not_enrolled()
    assert Destination.objects.get().evidence == Evidence.REPORTED


def test_class_list_follows_the_admissions(
    tmp_path: Path, children: tuple[Graduate, Graduate]
) -> None:
    title = "DANH SÁCH HỌC SINH TRÚNG TUYỂN LỚP 10"
    uploaded(tmp_path, AN, BE, title=title, dated="Long An, ngày 10 tháng 8 năm 2020")
    uploaded(tmp_path, AN)
    assert outcomes(*children) == [Outcome.UPPER_SECONDARY, Outcome.NOT_KNOWN]
    assert not reread(children[1]).is_admitted
    assert differences() == []


def test_doubtful_row_holds_the_child_back(
    tmp_path: Path, province: Province, children: tuple[Graduate, Graduate]
) -> None:
    """Name and birth date with nothing beside them, at a school far away: a person must look."""
    bare = {"name": "Lê Thị An", "birth": "05/9/2005"}
    ran = uploaded(tmp_path, bare, institution="Trường Trung cấp nghề Rạch Xanh")
    an = reread(children[0])
    assert ran.json["review"] == 1
    assert (an.outcome, an.open_reviews, an.open_vocational_reviews) == (Outcome.NOT_KNOWN, 1, 1)
    assert an not in Graduate.objects.not_enrolled().not_held_back()
    uploaded(tmp_path, STRANGER, institution="Trường Trung cấp nghề Rạch Xanh")
    assert reread(children[0]).open_reviews == 0
    assert differences() == []


def test_rows_of_others_are_kept_unmatched(tmp_path: Path, children: Any) -> None:
    uploaded(tmp_path, STRANGER)
    row = RosterRow.objects.get()
    assert (row.status, row.full_name) == (RosterRow.Status.NONE, "Kiều Thị Lạ")
    assert not Destination.objects.exists()


def test_unknown_institution_enters_unconfirmed(
    tmp_path: Path, province: Province, children: tuple[Graduate, Graduate]
) -> None:
    ran = uploaded(tmp_path, AN, institution="Trường Trung cấp nghề Bến Lạ")
    (file,) = ran.json["files"]
    school = School.objects.get(code=file["institution"])
    assert file["is_new_institution"] is True
    assert not school.is_confirmed
    assert (school.kind, school.district) == ("VOCATIONAL", None)
    assert outcomes(children[0]) == [Outcome.VOCATIONAL]
    assert reread(children[0]).place == Place.NONE
    again = uploaded(tmp_path, AN, BE, institution="Trường Trung cấp nghề Bến Lạ")
    assert again.json["files"][0]["is_new_institution"] is False
    assert School.objects.filter(is_confirmed=False).count() == 1
    said = run("import_roster", tmp_path / "ds.xlsx", "--cohort", "2020").out
    assert "Bến Lạ" in said


def test_named_institution_settles_a_silent_letterhead(
    tmp_path: Path, province: Province, children: tuple[Graduate, Graduate]
) -> None:
    ran = uploaded(tmp_path, AN, institution="", options=("--institution", "802N01"))
    assert ran.json["files"][0]["institution"] == "802N01"
    assert outcomes(children[0]) == [Outcome.VOCATIONAL]


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"institution": ""}, "--institution"),
    ({"name": "802N01_truong.xlsx"}, "Trung cấp nghề Sông Đỏ"),
    ({"title": "DANH SÁCH HỌC SINH LỚP 10 NĂM HỌC 2019-2020"}, "2019-2020"),
    ({"title": "DANH SÁCH HỌC SINH HỌC NGHỀ PHỔ THÔNG"}, "nghề phổ thông"),
    ({"options": ("--institution", "802C01")}, "không tuyển sinh sau THCS"),
    ({"options": ("--institution", "999Z99")}, "999Z99"),
    ({"options": ("--by", "khong-co")}, "khong-co"),
]


@pytest.mark.parametrize(("given", "said"), REFUSED, ids=str)
def test_roster_is_refused_with_one_sentence(
    given: dict[str, Any], said: str, tmp_path: Path, children: Any
) -> None:
    before = everything()
    ran = uploaded(tmp_path, AN, **given)
    assert ran.code == 1
    assert said in ran.json["error"]
    assert len(ran.error.strip().splitlines()) == 1
    assert everything() == before


def test_two_institutions_of_one_name_are_asked_about(
    tmp_path: Path, province: Province, children: Any
) -> None:
    School.objects.create(
        code="000P09", name="Trường THPT Sông Đỏ", kind="THPT", province="Đồng Tháp"
    )
    ran = uploaded(tmp_path, AN)
    assert ran.code == 1
    assert "Đồng Tháp" in ran.json["error"]
    assert uploaded(tmp_path, AN, options=("--institution", "000P09")).code == 0


def test_bad_second_file_takes_the_first_back(tmp_path: Path, children: Any) -> None:
    before = everything()
    good = written(tmp_path, "tot.xlsx", roster_book(AN))
    bad = written(tmp_path, "hong.xlsx", b"")
    assert run("import_roster", good, bad, "--cohort", "2020").code == 1
    assert everything() == before


def test_two_files_of_one_list_never_replace_each_other_silently(
    tmp_path: Path, children: tuple[Graduate, Graduate]
) -> None:
    """10A and 10B sent together: the second is no newer version of the first."""
    paths = [
        written(tmp_path, "10a.xlsx", roster_book(AN)),
        written(tmp_path, "10b.xlsx", roster_book(BE)),
    ]
    ran = run("import_roster", *paths, "--cohort", "2020", "--json")
    assert ran.code == 1
    assert "10a.xlsx" in ran.json["error"]
    assert "10b.xlsx" in ran.json["error"]
    assert not RosterVersion.objects.exists()


def test_older_list_does_not_replace_a_newer_one_unasked(
    tmp_path: Path, children: tuple[Graduate, Graduate]
) -> None:
    uploaded(tmp_path, AN, dated="Long An, ngày 30 tháng 10 năm 2020")
    before = everything()
    for options in ((), ("--dry-run",)):
        ran = uploaded(tmp_path, AN, BE, options=options)
        assert ran.code == 1
        assert "15/9/2020" in ran.json["error"]
        assert "30/10/2020" in ran.json["error"]
    assert everything() == before
    ran = uploaded(tmp_path, AN, BE, options=("--accept-older",))
    assert counts(ran) == (2, 2, 0, 0, 1, 0, False)


def test_part_stands_beside_the_other_lists(
    tmp_path: Path, children: tuple[Graduate, Graduate]
) -> None:
    uploaded(tmp_path, AN)
    ran = uploaded(tmp_path, BE, options=("--part", "Lớp 10A2"))
    assert ran.code == 0
    assert set(Roster.objects.values_list("part", flat=True)) == {"", "Lớp 10A2"}
    assert outcomes(*children) == [Outcome.UPPER_SECONDARY] * 2
    assert differences() == []


def test_list_that_loses_more_than_a_third_is_told(tmp_path: Path, children: Any) -> None:
    rows = [{"name": f"Lý Văn {given}", "birth": "01/01/2005"} for given in ("Ba", "Tư", "Năm")]
    uploaded(tmp_path, *rows, AN, BE, STRANGER)
    told = [uploaded(tmp_path, *rows[:number], AN).json["issues"] for number in (3, 1)]
    assert [[issue["code"] for issue in issues] for issues in told] == [[], ["roster_shrunk"]]


def test_unknown_cohort_is_refused(tmp_path: Path, children: Any) -> None:
    path = written(tmp_path, "ds.xlsx", roster_book(AN))
    ran = run("import_roster", path, "--cohort", "2031")
    assert (ran.code, "2031" in ran.error) == (1, True)


def test_roster_without_pupils_is_refused(tmp_path: Path, children: Any) -> None:
    ran = uploaded(tmp_path, pupil(name=""), {"note": "trang sau"})
    assert ran.code == 1
    assert not RosterVersion.objects.exists()


def test_impossible_date_keeps_the_row(tmp_path: Path, children: tuple[Graduate, Graduate]) -> None:
    """A roster row is evidence that a child studies: the date is left out, the row stays."""
    ran = uploaded(tmp_path, AN | {"birth": "31/02/2005"})
    assert ran.code == 0
    assert [issue["code"] for issue in ran.json["issues"]] == ["date_impossible"]
    assert RosterRow.objects.get().birth is None
