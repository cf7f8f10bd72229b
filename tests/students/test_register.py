"""Registering graduates: their facts keep a history, their outcome follows a move."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from domain.outcome import Place, Programme
from students.actions import GraduateChange, graduates, register_graduates
from students.models import Graduate, GraduateFacts
from tests.province import Province, confirm, enrol, make_user, register, reread, unsaved_graduate


def move(graduate: Graduate, **values: Any) -> None:
    register_graduates(new=[], changes=[GraduateChange(graduate, values)], by=None)


def test_new_graduate_has_current_facts(province: Province) -> None:
    user = make_user("nhap")
    graduate = unsaved_graduate(province, "Lê Thị An", commune=province.home_commune)
    register(graduate, by=user)
    facts = GraduateFacts.objects.get(graduate=graduate)
    assert (facts.school, facts.commune) == (province.thcs, province.home_commune)
    assert facts.is_member
    assert facts.recorded_by == user


def test_move_keeps_the_earlier_facts(province: Province) -> None:
    graduate = enrol(province, "Lê Thị An", commune=province.home_commune)
    move(graduate, school_id=province.thcs_away.pk, commune_id=None)
    earlier, current = GraduateFacts.objects.filter(graduate=graduate).order_by("pk")
    assert (earlier.school, earlier.commune) == (province.thcs, province.home_commune)
    assert earlier.superseded_at is not None
    assert (current.school, current.commune) == (province.thcs_away, None)
    assert current.superseded_at is None
    assert reread(graduate).school == province.thcs_away


def test_other_changes_open_no_new_facts(province: Province) -> None:
    graduate = enrol(province, "Lê Thị An")
    move(graduate, phone="0912345678", class_name="9/2")
    assert GraduateFacts.objects.filter(graduate=graduate).count() == 1
    assert reread(graduate).phone == "0912345678"


def test_place_follows_a_move_of_school(province: Province) -> None:
    graduate = enrol(province, "Lê Thị An")
    confirm(graduate, Programme.INTERMEDIATE, province.vocational_away)
    assert reread(graduate).place == Place.IN_PROVINCE
    move(graduate, school_id=province.thcs_away.pk)
    assert reread(graduate).place == Place.IN_DISTRICT


def test_changes_of_many_fields_stay_apart(province: Province) -> None:
    """Rows that change different columns must not overwrite each other's."""
    one, two = enrol(province, "Lê Thị An", phone="1"), enrol(province, "Võ Văn Tư", phone="2")
    changes = [GraduateChange(one, {"class_name": "9/1"}), GraduateChange(two, {"phone": "3"})]
    register_graduates(new=[], changes=changes, by=None)
    assert (reread(one).class_name, reread(one).phone) == ("9/1", "1")
    assert (reread(two).class_name, reread(two).phone) == ("", "3")


def test_failure_at_the_facts_registers_nobody(
    province: Province, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("dữ kiện")

    monkeypatch.setattr(graduates, "_record_facts", fail)
    with pytest.raises(RuntimeError, match="dữ kiện"):
        enrol(province, "Lê Thị An")
    assert not Graduate.objects.exists()


def test_register_number_is_unique_in_its_school(province: Province) -> None:
    enrol(province, "Lê Thị An", register_number="0001")
    with pytest.raises(IntegrityError), transaction.atomic():
        enrol(province, "Võ Văn Tư", register_number="0001")
    enrol(province, "Hồ Thị Năm", register_number="0001", school=province.thcs_second)
    enrol(province, "Lý Văn Sáu", register_number="")
    enrol(province, "Mai Thị Bảy", register_number="")
    assert Graduate.objects.count() == 4


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("duong", {"Đường Thị Ánh"}),
        ("ĐƯỜNG ánh", {"Đường Thị Ánh"}),
        ("thi", {"Đường Thị Ánh", "Lê Thị An"}),
        ("000123", {"Lê Thị An"}),
        ("0912 345", {"Đường Thị Ánh"}),
        ("8020000001", {"Đường Thị Ánh"}),
        ("079", {"Lê Thị An"}),
        ("%", set()),
        ("không có ai", set()),
    ],
)
def test_search_without_accents_or_by_code(text: str, found: set[str], province: Province) -> None:
    enrol(province, "Đường Thị Ánh", phone="0912345678", moet_code="8020000001")
    enrol(province, "Lê Thị An", register_number="000123", personal_id="079305000001")
    assert set(Graduate.objects.matching(text).values_list("full_name", flat=True)) == found


def test_list_order_is_vietnamese_by_given_name(province: Province) -> None:
    names = ["Trần Văn Đạt", "Lê Thị Ánh", "Võ Thị An", "Bùi Văn Dũng", "Hồ Ngọc Ân"]
    for name in names:
        enrol(province, name)
    ordered = Graduate.objects.in_list_order().values_list("full_name", flat=True)
    expected = ["Võ Thị An", "Lê Thị Ánh", "Hồ Ngọc Ân", "Bùi Văn Dũng", "Trần Văn Đạt"]
    assert list(ordered) == expected
