"""Links follow the register by what a change touches: never otherwise than linking all anew."""

from collections.abc import Callable
from datetime import date
from itertools import product
from typing import Any

import pytest

from districts.models import School
from domain.linkage.decisions import Kind
from imports.graduates import SourceFile, commit, prepare
from reports.verification import differences
from rosters import foresight
from rosters.actions import (
    decide,
    following,
    link_rosters,
    relink_cohort,
    store_rosters,
)
from rosters.models import Link, RosterRow, RosterVersion
from rosters.uploads import read_roster_files
from students.actions import correct_graduate
from students.actions.edits import version_of
from students.models import Destination, Graduate
from tests.dump import business_dump
from tests.imports.undo_operations import UndoOperations
from tests.imports.undoing import AN, BE, CUC, take_back, upload
from tests.imports.undoing import take_in as import_list
from tests.province import Province, register, reread, unsaved_graduate
from tests.rosters.reviewing import answer, twins_of
from tests.sheets import graduate_book, roster_book

SEED = 20200930
OPERATIONS = 120
LATER = {"name": "Lê Thị An", "birth": "05/9/2005"}
CROWD = 240
FAMILIES = ("Nguyễn", "Phạm", "Huỳnh", "Đặng", "Bùi", "Sơn")
MIDDLES = ("Hoàng", "Quốc", "Bảo", "Gia", "Kim", "Đức", "Mỹ", "Thu")
GIVENS = ("Khang", "Phúc", "Quân", "Thảo", "Vy", "Hân", "Phát", "Yến", "Nhi", "Tuấn")


def crowd(province: Province) -> list[Graduate]:
    """Graduates of other names than those of random operations."""
    names = [" ".join(parts) for parts in product(GIVENS, MIDDLES, FAMILIES)][:CROWD]
    schools = (province.thcs, province.thcs_second, province.thcs_away)
    found = [
        unsaved_graduate(
            province,
            " ".join(reversed(name.split())),
            school=schools[number % 3],
            birth=(2005, 1 + number % 12, 1 + number % 28),
            moet_code=f"80207{number:05d}",
            register_number=f"C{number:05d}",
        )
        for number, name in enumerate(names)
    ]
    register(*found)
    return found


def lists_of(province: Province, people: list[Graduate], *, size: int = 12) -> None:
    """Lists of institutions that none of the random operations sends."""
    for start in range(0, len(people), size):
        school = School.objects.create(
            code=f"802P9{start:03d}", name=f"Trường THPT Số {start}", kind="THPT",
            district=province.home, province="Long An",
        )  # fmt: skip
        rows = [
            row_of(each, number % 3) for number, each in enumerate(people[start : start + size])
        ]
        upload(province, *rows, institution=school.name)


def row_of(graduate: Graduate, told: int) -> dict[str, str]:
    birth = graduate.birth
    row = {"name": graduate.full_name, "birth": f"{birth.day}/{birth.month}/{birth.year}"}
    more = ({"moet": graduate.moet_code}, {"school": graduate.school.name}, {})
    return row | more[told]


@pytest.mark.slow
def test_what_follows_is_what_linking_all_anew_would_give(
    province: Province, monkeypatch: pytest.MonkeyPatch
) -> None:
    linked: list[tuple[int, int]] = []
    real = foresight._proposals

    def counted(versions: Any, keys: Any, pool: Any) -> Any:
        linked.append((len(keys), len(versions)))
        return real(versions, keys, pool)

    lists_of(province, crowd(province))
    operations = UndoOperations(province, SEED)
    operations.weighted += [(14, operations.review), (6, operations.undo_review)]
    monkeypatch.setattr(foresight, "_proposals", counted)
    partly = 0
    for number in range(1, OPERATIONS + 1):
        operations.step()
        partly += any(0 < some < of_all for some, of_all in linked)
        before = business_dump()
        said = f"seed {SEED}, operation {number}: {operations.done[-10:]}"
        assert relink_cohort(cohort=province.cohort, by=None) == 0, said
        assert business_dump() == before, said
        linked.clear()
    assert differences() == []
    assert partly > OPERATIONS // 10, "nearly every change touched all lists, or none"


def linked_by_all(province: Province) -> bool:
    """Whether linking all anew changes nothing."""
    before = business_dump()
    changed = relink_cohort(cohort=province.cohort, by=None)
    return (changed, business_dump()) == (0, before) and differences() == []


def correct(graduate: Graduate, **values: Any) -> None:
    version = version_of(reread(graduate))
    correct_graduate(graduate=graduate, by=None, version=version, values=values, reason="")


def test_correction_leaves_other_lists_alone(
    province: Province, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = crowd(province)[:48]
    lists_of(province, people)
    looked_at: list[int] = []
    real = foresight.propose

    def noted(persons: Any, *others: Any, **named: Any) -> Any:
        looked_at.append(len(persons))
        return real(persons, *others, **named)

    monkeypatch.setattr(foresight, "propose", noted)
    correct(people[0], birth_day=28, birth_month=12, moet_code="")
    assert len(looked_at) == 1
    monkeypatch.undo()
    assert Link.objects.filter(superseded_at__isnull=False).exists()
    assert linked_by_all(province)


def test_directory_that_changed_links_all_lists_anew(province: Province) -> None:
    """ "Vàm Cỏ" is nobody's school until a school is called so, too."""
    people = crowd(province)[:36]
    lists_of(province, people)
    School.objects.filter(pk=province.thcs.pk).update(aliases=["THCS Vàm Cỏ"])
    before = set(RosterVersion.objects.values_list("linked_with", flat=True))
    correct(people[0], phone="0912345678")
    after = set(RosterVersion.objects.values_list("linked_with", flat=True))
    assert len(before) == len(after) == 1
    assert before != after
    assert linked_by_all(province)


def test_what_was_decided_is_held_against_the_child_as_it_is_now(province: Province) -> None:
    """Though the row would be compared with the child no more, and its list is not touched."""
    crowd(province)
    first, _ = twins_of(province, "Lê Thị An")
    upload(province, {"name": "Lê Thị An", "birth": "05/9/2005"})
    decide(answers=[answer(RosterRow.objects.get(), Kind.ACCEPT, first)], by=None)
    correct(first, full_name="Hồ Quốc Bảo", birth_day=1, birth_month=1, birth_year=2003)
    correct(first, full_name="Hồ Quốc Toản")
    assert "Hồ Quốc Toản" in Link.objects.current().get(graduate=first).reason
    assert linked_by_all(province)


def test_child_who_left_a_list_and_then_the_register_is_told_of_no_more(
    province: Province,
) -> None:
    """The list in force names somebody else only, and is not touched."""
    crowd(province)
    import_list(province, BE, name="be.xlsx")
    batch = import_list(province, AN, name="an.xlsx")
    be = {"name": "Trần Văn Bé", "birth": "06/10/2005", "moet": "8020000002"}
    upload(province, be, LATER | {"moet": "8020000001"})
    upload(province, be)
    an = Graduate.objects.get(full_name="Lê Thị An")
    assert Destination.objects.current().filter(graduate=an, ended_on__isnull=False).exists()
    take_back(batch)
    assert not Destination.objects.current().filter(graduate=an).exists()
    assert linked_by_all(province)


def faster(monkeypatch: pytest.MonkeyPatch, somebody: Callable[[], Any], times: int = 1) -> None:
    """Somebody does that once what will follow has been found out, before it is written."""
    real, left = following.LinksFollow.foresee, [times]

    def foresee(self: Any, change: Any) -> Any:
        found = real(self, change)
        if left[0]:
            left[0] -= 1
            somebody()
        return found

    monkeypatch.setattr(following.LinksFollow, "foresee", foresee)


@pytest.mark.parametrize("what", ["correction", "roster", "undone import"])
def test_whatever_was_faster_is_followed_too(
    what: str, province: Province, monkeypatch: pytest.MonkeyPatch
) -> None:
    earlier = import_list(province, BE, name="truoc.xlsx")
    other = import_list(province, AN, name="an.xlsx")
    an = Graduate.objects.get(full_name="Lê Thị An")
    upload(province, LATER, {"name": "Võ Thị Cúc", "birth": "01/02/2005"})
    plan = prepare([SourceFile("sau.xlsx", graduate_book(CUC))], cohort=province.cohort)
    somebody = {
        "correction": lambda: correct(an, full_name="Lê Thị Ánh", birth_day=6),
        "roster": lambda: upload(province, LATER, institution=province.gdtx.name),
        "undone import": lambda: take_back(other),
    }[what]
    faster(monkeypatch, somebody)
    if what == "correction":
        # By the plan's own rule the reader of the list is asked again.
        take_back(earlier)
    else:
        commit(plan, by=None)
    monkeypatch.undo()
    assert linked_by_all(province)


def test_correction_between_linking_and_storing_is_linked(province: Province) -> None:
    import_list(province, AN)
    an = Graduate.objects.get(full_name="Lê Thị An")
    content = roster_book(LATER | {"school": "THCS Sông Đỏ"})
    files = read_roster_files(
        [SourceFile("ds.xlsx", content)], cohort=province.cohort, today=date(2021, 1, 1)
    )
    uploads = link_rosters(files, cohort=province.cohort)
    assert uploads[0].statuses == {"match": 1}
    correct(an, full_name="Hồ Văn Dần", birth_day=1, birth_month=1, moet_code="")
    store_rosters(uploads, cohort=province.cohort, by=None)
    assert not Link.objects.exists()
    assert linked_by_all(province)


def test_finding_out_gives_up_where_somebody_is_always_faster(
    province: Province, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_list(province, AN)
    upload(province, LATER)
    tried = []
    real = foresight._all_foreseen

    def outrun(cohort: Any, stamp: Any) -> Any:
        tried.append(stamp)
        found = real(cohort, stamp)
        correct(Graduate.objects.get(), phone=f"09{len(tried):08d}")
        return found

    monkeypatch.setattr(foresight, "_all_foreseen", outrun)
    foresight.foresee_all(province.cohort)
    assert len(tried) == foresight._ATTEMPTS
    assert len(set(tried)) == len(tried)
