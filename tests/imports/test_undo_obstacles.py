"""What was built on an import since stands in the way of its undoing, and is told."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from domain.outcome import Programme
from imports import kinds
from imports.graduates import obstacles
from imports.graduates.known import digest_of, known_by_key
from imports.graduates.undo import AlreadyUndone, BuiltUpon
from imports.models import Batch, Row
from reports.verification import differences
from students.actions import (
    GraduateChange,
    StatementsVersion,
    register_graduates,
    withdraw_statement,
)
from students.models import Graduate, Source
from tests.dump import business_dump
from tests.imports.undoing import AN, BE, CUC, MOVED, counts, everything, named, take_back, take_in
from tests.province import Province, make_user, reread, state


def refused(batch: Batch) -> list[tuple[str, str]]:
    """(name, sentence) of what stands in the way; nothing may have been written."""
    before = everything()
    with pytest.raises(BuiltUpon) as caught:
        take_back(batch)
    assert everything() == before
    assert caught.value.obstacles == obstacles(batch)
    return [(each.full_name, each.sentence) for each in caught.value.obstacles]


def test_statement_of_a_person_stands_in_the_way(province: Province) -> None:
    batch = take_in(province, AN, BE, CUC)
    state(named("Lê Thị An"), Programme.WORKING)
    state(named("Lê Thị An"), Programme.INTERMEDIATE, source=Source.SURVEY)
    said = refused(batch)
    sources = "Khảo sát của Phòng GD&ĐT, Trường THCS"
    assert said == [("Lê Thị An", f"Đã có thông tin nơi học (nguồn: {sources}).")]
    assert obstacles(batch)[0].where == "Trường THCS Sông Đỏ, lớp 9/1"


def test_statement_taken_back_stands_in_nobodys_way(province: Province) -> None:
    batch = take_in(province, AN)
    statement = state(named("Lê Thị An"), Programme.WORKING)
    version = StatementsVersion.of(statement.graduate_id)
    withdraw_statement(statement=statement, by=make_user("a"), version=version, reason="nhầm")
    assert counts(take_back(batch)) == (1, 0, 0)
    assert differences() == []


def test_statement_on_a_changed_graduate_stands_in_nobodys_way(province: Province) -> None:
    take_in(province, AN)
    before = business_dump()
    batch = take_in(province, MOVED)
    state(named("Lê Thị Ân"), Programme.WORKING)
    assert counts(take_back(batch)) == (0, 1, 0)
    after = business_dump()
    assert len(after["statements"]) == 1
    assert after["facts"] == before["facts"]
    assert differences() == []


@pytest.mark.parametrize(
    "later",
    [AN | {"phone": "0900000000"}, AN, AN | {"note": "mới"}],
    ids=["changed", "confirmed", "other field"],
)
def test_later_list_stands_in_the_way_until_it_is_undone(
    later: dict[str, str], province: Province
) -> None:
    before = business_dump()
    first = take_in(province, AN, BE)
    second = take_in(province, later, CUC, name="sau.xlsx")
    ((name, sentence),) = refused(first)
    assert name == "Lê Thị An"
    assert sentence.startswith("Cũng có trong lần nhập sau “sau.xlsx” (")
    take_back(second)
    assert counts(take_back(first)) == (2, 0, 0)
    assert business_dump() == before


def test_earlier_list_stands_in_nobodys_way(province: Province) -> None:
    take_in(province, AN, name="truoc.xlsx")
    batch = take_in(province, AN | {"phone": "0900000000"})
    assert obstacles(batch) == []


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"phone": "0977777777"}, "điện thoại"),
        ({"birth_day": 9, "note": "sửa"}, "ngày sinh, ghi chú"),
        ({"commune_id": None}, "xã, phường, thị trấn"),
        ({"extra": {"STT": "9"}}, "cột khác trong tệp"),
    ],
    ids=str,
)
@pytest.mark.parametrize("first", [AN, AN | {"phone": "0900000000"}], ids=["new", "changed"])
def test_value_changed_since_stands_in_the_way(
    first: dict[str, str], values: dict[str, Any], said: str, province: Province
) -> None:
    if first is not AN:
        # Changed in everything that somebody changes below.
        take_in(province, first | {"birth": "7/9/2005", "residence": "", "note": "x"})
    batch = take_in(province, AN | {"note": "y"})
    child = named("Lê Thị An")
    known = reread(child)
    register_graduates(new=[], changes=[GraduateChange(child, values)], by=None)
    if first is not AN and "extra" in values:
        assert obstacles(batch) == []  # this list brought no other column
        return
    of_new = "Thông tin đã được sửa sau lần nhập này."
    told = of_new if first is AN else f"Đã được sửa sau lần nhập này: {said}."
    assert refused(batch) == [("Lê Thị An", told)]
    back = {name: getattr(known, name) for name in values}
    register_graduates(new=[], changes=[GraduateChange(child, back)], by=None)
    assert obstacles(batch) == []


def test_keys_mended_by_newer_rules_are_no_change(province: Province) -> None:
    take_in(province, AN)
    before = business_dump()
    batch = take_in(province, MOVED)
    Row.objects.filter(batch=batch).update(
        before=Row.objects.get(batch=batch).before | {"name_key": "cũ", "sort_key": "cũ"},
        after=Row.objects.get(batch=batch).after | {"name_key": "cũ", "sort_key": "cũ"},
    )
    assert counts(take_back(batch)) == (0, 1, 0)
    assert business_dump() == before


def test_number_given_to_another_child_stands_in_the_way(province: Province) -> None:
    take_in(province, AN)
    batch = take_in(province, AN | {"register": "0009"})
    take_in(province, CUC | {"register": "0001"})
    sentence = "Số vào sổ cũ “0001” nay là của học sinh khác (“Võ Thị Cúc”)."
    assert refused(batch) == [("Lê Thị An", sentence)]


def test_number_that_leaves_with_its_child_is_free(province: Province) -> None:
    """The new graduate of the same list who took the number leaves with the list."""
    take_in(province, AN, BE)
    before = business_dump()
    batch = take_in(province, AN | {"school": "THCS Gò Tre"}, CUC)
    child = named("Võ Thị Cúc").pk
    Graduate.objects.filter(pk=child).update(register_number="0001")
    digest = digest_of(known_by_key([child])[child]._asdict())
    Row.objects.filter(batch=batch, graduate_id=child).update(digest=digest)
    assert counts(take_back(batch)) == (1, 1, 0)
    assert business_dump() == before


def test_row_without_kept_values_stands_in_the_way(province: Province) -> None:
    take_in(province, AN)
    batch = take_in(province, AN | {"phone": "0900000000"}, BE)
    Row.objects.filter(batch=batch).update(before=None, after=None, digest="")
    assert [name for name, _ in refused(batch)] == ["Lê Thị An", "Trần Văn Bé"]
    assert "chưa lưu giá trị cũ" in obstacles(batch)[0].sentence


@pytest.fixture
def asked() -> Iterator[list[Callable[..., Any]]]:
    kept = list(kinds.built_upon)
    yield kinds.built_upon
    kinds.built_upon[:] = kept


def test_higher_stairs_are_asked(asked: list[Callable[..., Any]], province: Province) -> None:
    batch = take_in(province, AN, BE)
    child = named("Trần Văn Bé").pk
    given = []

    def answer(*, graduates: frozenset[int]) -> Iterator[tuple[int, str]]:
        given.append(graduates)
        yield child, "Đã có hồ sơ vận động."

    asked.append(answer)
    assert refused(batch) == [("Trần Văn Bé", "Đã có hồ sơ vận động.")]
    assert given[0] == {child, named("Lê Thị An").pk}


def test_several_reasons_are_told_together(province: Province) -> None:
    batch = take_in(province, AN, BE)
    state(named("Lê Thị An"), Programme.WORKING)
    take_in(province, AN | {"phone": "0900000000"}, name="sau.xlsx")
    ((_, sentence),) = refused(batch)
    assert sentence.count(".") >= 3
    assert "nguồn: Trường THCS" in sentence
    assert "sau.xlsx" in sentence
    assert sentence.endswith("Thông tin đã được sửa sau lần nhập này.")


def test_all_but_those_are_undone(province: Province) -> None:
    take_in(province, AN)
    batch = take_in(province, AN | {"phone": "0900000000"}, BE, CUC)
    state(named("Trần Văn Bé"), Programme.WORKING)
    result = take_back(batch, but_those=True)
    assert counts(result) == (1, 1, 1)
    assert [each.full_name for each in result.obstacles] == ["Trần Văn Bé"]
    members = set(Graduate.objects.members().values_list("full_name", "phone"))
    assert members == {("Lê Thị An", "0912345678"), ("Trần Văn Bé", "")}
    batch.refresh_from_db()
    assert batch.counts | {"withdrawn": 1, "restored": 1, "kept": 1} == batch.counts
    standing = batch.rows.in_force()
    assert list(standing.values_list("graduate_id", flat=True)) == [named("Trần Văn Bé").pk]
    assert differences() == []
    with pytest.raises(AlreadyUndone):
        take_back(batch, but_those=True)


def test_kept_row_stands_in_the_way_of_what_it_stands_on(province: Province) -> None:
    first = take_in(province, AN)
    second = take_in(province, AN | {"phone": "0900000000"}, BE, name="hai.xlsx")
    third = take_in(province, AN | {"phone": "0911111111"}, name="ba.xlsx")
    take_back(second, but_those=True)
    take_back(third)
    ((_, sentence),) = refused(first)
    assert "hai.xlsx" in sentence
    assert "đã được sửa" in sentence


def test_nothing_left_to_undo_is_refused(province: Province) -> None:
    batch = take_in(province, AN)
    state(named("Lê Thị An"), Programme.WORKING)
    before = everything()
    with pytest.raises(BuiltUpon, match="không có gì để hoàn tác") as caught:
        take_back(batch, but_those=True)
    assert len(caught.value.obstacles) == 1
    assert everything() == before
