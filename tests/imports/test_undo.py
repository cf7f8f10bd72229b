"""A whole import is taken back: the business state before is there again."""

from datetime import date

import pytest

from audit.models import Event
from audit.sentences import sentence_of
from domain.outcome import Outcome
from imports.graduates import undo_import
from imports.graduates.undo import AlreadyUndone, CohortClosed, NotGraduates
from imports.models import Batch
from imports.verbs import IMPORT_UNDONE
from reports.verification import differences
from rosters.models import Link, RosterRow
from students.models import Cohort, Destination, Graduate, GraduateFacts
from tests.dump import business_dump
from tests.imports.undoing import (
    AN,
    BE,
    CUC,
    GIVENS,
    MIDDLES,
    MOVED,
    counts,
    everything,
    named,
    take_back,
    take_in,
    upload,
)
from tests.province import Province, bare_version, enrol, make_user, reread
from tests.sheets import pupil


def test_import_of_new_graduates_is_taken_back(province: Province) -> None:
    enrol(province, "Người Cũ", register_number="0099")
    before = business_dump()
    batch = take_in(province, AN, BE)
    assert business_dump() != before
    assert counts(take_back(batch)) == (2, 0, 0)
    assert business_dump() == before
    assert differences() == []
    gone = Graduate.objects.filter(withdrawn_at__isnull=False)
    assert set(gone.values_list("full_name", flat=True)) == {"Lê Thị An", "Trần Văn Bé"}
    current = GraduateFacts.objects.current().filter(graduate__in=gone)
    facts = set(current.values_list("is_member", "school__code", "batch_id"))
    assert facts == {(False, "802C01", batch.pk)}


def test_import_of_corrections_is_taken_back(province: Province) -> None:
    take_in(province, AN, BE)
    before = business_dump()
    batch = take_in(province, MOVED)
    child = named("Lê Thị Ân")
    assert (child.school, child.commune) == (province.thcs_second, province.home_township)
    assert counts(take_back(batch)) == (0, 1, 0)
    assert business_dump() == before
    assert differences() == []
    told = GraduateFacts.objects.filter(graduate=child).order_by("pk")
    codes = list(told.values_list("school__code", "is_member"))
    assert codes == [("802C01", True), ("802C02", True), ("802C01", True)]
    assert told.last().batch_id == batch.pk


def test_import_of_new_and_changed_is_taken_back(province: Province) -> None:
    take_in(province, AN)
    before = business_dump()
    batch = take_in(province, MOVED, BE, CUC)
    assert counts(take_back(batch)) == (2, 1, 0)
    assert business_dump() == before
    assert differences() == []


def test_correction_of_a_whole_district_is_taken_back(province: Province) -> None:
    names = [f"Lê {middle} {given}" for middle in MIDDLES for given in GIVENS]
    pupils = [pupil(name=name, register=f"{n:04d}") for n, name in enumerate(names, 1)]
    take_in(province, *pupils)
    before = business_dump()
    corrected = [each | {"phone": f"09{n:08d}"} for n, each in enumerate(pupils)]
    batch = take_in(province, *corrected, BE | {"register": "0900"})
    assert counts(take_back(batch)) == (1, len(pupils), 0)
    assert business_dump() == before


def test_rosters_linked_meanwhile_follow(province: Province) -> None:
    take_in(province, AN)
    rows = [
        {"name": "Lê Thị An", "birth": "05/9/2005", "moet": "8020000001"},
        {"name": "Trần Văn Bé", "birth": "06/10/2005", "moet": "8020000002"},
    ]
    upload(province, *rows)
    before = business_dump()
    batch = take_in(province, BE, MOVED)
    child = named("Trần Văn Bé")
    assert child.outcome == Outcome.UPPER_SECONDARY
    take_back(batch)
    assert business_dump() == before
    assert differences() == []
    assert reread(child).outcome == Outcome.NOT_KNOWN
    assert not Link.objects.current().filter(graduate=child).exists()
    assert not Destination.objects.current().filter(graduate=child).exists()
    assert RosterRow.objects.get(full_name="Trần Văn Bé").status == RosterRow.Status.NONE


def test_roster_sent_between_import_and_undo_is_as_if_never_imported(province: Province) -> None:
    row = {"name": "Trần Văn Bé", "birth": "06/10/2005", "moet": "8020000002"}
    batch = take_in(province, BE)
    upload(province, row)
    assert named("Trần Văn Bé").outcome == Outcome.UPPER_SECONDARY
    take_back(batch)
    dumped = business_dump()
    assert dumped["graduates"] == dumped["statements"] == dumped["links"] == []
    assert [row[-1] for row in dumped["rows"]] == ["none"]
    assert differences() == []


def test_open_reviews_fall_with_their_candidate(province: Province) -> None:
    twins = [
        pupil(name="Võ Thị Cúc", register="0011", class_name="9/1"),
        pupil(name="Võ Thị Cúc", register="0012", class_name="9/2"),
    ]
    take_in(province, twins[0])
    batch = take_in(province, twins[1], AN)
    upload(province, {"name": "Võ Thị Cúc", "birth": "05/9/2005", "school": "THCS Sông Đỏ"})
    assert Graduate.objects.filter(open_reviews=1).count() == 2
    take_back(batch)
    assert not Graduate.objects.held_back().exists()
    assert named("Võ Thị Cúc").outcome == Outcome.UPPER_SECONDARY
    assert differences() == []


def test_child_dropped_from_a_list_stays_dropped(province: Province) -> None:
    """What a correction made a row mean for a while leaves no trace when it is taken back."""
    take_in(province, BE)
    born = {"birth": "06/10/2005", "school": "THCS Sông Đỏ"}
    upload(province, born | {"name": "Trần Văn Bé"})
    upload(province, born | {"name": "Phan Kim Lý"}, dated="Long An, ngày 20 tháng 9 năm 2020")
    before = business_dump()
    assert [row[-2] for row in before["statements"]] == [date(2020, 9, 20)]
    batch = take_in(province, BE | {"name": "Phan Kim Lý"})
    assert named("Phan Kim Lý").outcome == Outcome.UPPER_SECONDARY
    take_back(batch)
    assert business_dump() == before
    assert differences() == []


def test_end_of_a_dropped_row_goes_with_its_child(province: Province) -> None:
    batch = take_in(province, BE)
    upload(province, {"name": "Trần Văn Bé", "birth": "06/10/2005", "moet": "8020000002"})
    upload(province, {"name": "Ai Khác", "birth": "06/10/2004"})
    assert Destination.objects.current().get().ended_on is not None
    take_back(batch)
    assert not Destination.objects.current().exists()
    assert differences() == []
    upload(province, {"name": "Ai Nữa", "birth": "06/10/2003"})
    assert not Destination.objects.current().exists()


def test_figures_of_an_earlier_day_still_count_them(province: Province) -> None:
    batch = take_in(province, AN)
    known = GraduateFacts.objects.get().recorded_at
    take_back(batch)
    assert GraduateFacts.objects.known_at(known).get().is_member
    assert not GraduateFacts.objects.current().get().is_member


def test_same_file_again_makes_the_graduates_anew(province: Province) -> None:
    first = take_in(province, AN, BE)
    imported = business_dump()
    take_back(first)
    nothing = business_dump()
    second = take_in(province, AN, BE)
    assert business_dump() == imported
    assert second.counts["created"] == 2
    assert counts(take_back(second)) == (2, 0, 0)
    assert business_dump() == nothing
    assert Graduate.objects.filter(withdrawn_at__isnull=False).count() == 4
    assert differences() == []


def test_undo_is_told_in_the_log_and_kept_with_the_batch(province: Province) -> None:
    take_in(province, AN)
    batch = take_in(province, AN | {"phone": "0900000000"}, BE)
    by = make_user("phong")
    undo_import(batch=batch, by=by, reason="gửi nhầm tệp")
    event = Event.objects.order_by("pk").last()
    assert (event.verb, event.object_id, event.count) == (IMPORT_UNDONE, str(batch.pk), 2)
    assert sentence_of(event) == (
        "Cán bộ phong hoàn tác lần nhập 802.xlsx: 2 học sinh. "
        "Rút 1, khôi phục 1, giữ lại 0. gửi nhầm tệp"
    )
    batch.refresh_from_db()
    assert batch.withdrawn_at is not None
    assert batch.withdrawn_by == by
    assert batch.counts | {"withdrawn": 1, "restored": 1, "kept": 0} == batch.counts
    assert not batch.rows.in_force().exists()


def test_undo_twice_is_refused(province: Province) -> None:
    batch = take_in(province, AN)
    take_back(batch)
    before = everything()
    with pytest.raises(AlreadyUndone, match="đã được hoàn tác lúc"):
        take_back(batch)
    assert everything() == before


def test_roster_is_not_undone_here(province: Province) -> None:
    row = bare_version(province, province.thpt, "Lê Thị An")
    batch = Batch.objects.get(pk=row.version.batch_id)
    with pytest.raises(NotGraduates, match="không phải lần nhập danh sách tốt nghiệp"):
        take_back(batch)


def test_closed_year_is_not_touched(province: Province) -> None:
    batch = take_in(province, AN)
    Cohort.objects.update(is_open=False)
    with pytest.raises(CohortClosed, match="năm tốt nghiệp 2020 đã khóa"):
        take_back(batch)
