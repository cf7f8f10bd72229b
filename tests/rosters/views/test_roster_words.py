"""Words of a roster that nobody knows: decided once, for all its rows and the lists to come."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from imports.graduates import SourceFile
from imports.models import Correction
from rosters.models import RosterRow
from rosters.uploads import read_roster_files
from tests.imports.undoing import AN, BE
from tests.province import Province
from tests.rosters.views.test_incoming import (
    Browser,
    answered,
    confirmed,
    drafted,
    page,
    row,
    sent,
)
from tests.sheets import roster_book

HERE = row(AN, residence="Ấp 2, xã ĐHT, huyện Đức Hòa")
BARE = row(BE, residence="Ấp 3, xã ĐHT")
THERE = row(AN, name="Võ Thị Cúc", residence="Ấp 2, xã ĐHT, huyện Tân Trụ")


def offered(client: Client, *rows: dict[str, Any]) -> tuple[Any, Any]:
    """The draft of these rows, and the form that asks about their words."""
    draft = drafted(client, *rows)
    return draft, answered(client, draft).context["form"]


def communes() -> dict[str, tuple[str, list[str]]]:
    rows = RosterRow.objects.in_force()
    return {each.full_name: (each.commune_code, each.district_codes) for each in rows}


@pytest.fixture
def school(province: Province, signed_in: Browser) -> Client:
    return signed_in("RECEIVING_SCHOOL")


def test_commune_is_decided_for_all_its_rows_and_remembered(
    province: Province, school: Client
) -> None:
    draft, form = offered(school, HERE, BARE, THERE)
    labels = {field.label: key for key, field in form.fields.items()}
    assert set(labels) == {"“xã ĐHT” là", "“xã ĐHT, Huyện Tân Trụ” là"}
    groups = [group for group, _ in form.fields[labels["“xã ĐHT” là"]].choices]
    assert groups == ["", "Huyện Đức Hòa", "Huyện Tân Trụ"]
    given = {key: "27967" for key, field in form.fields.items() if "Tân Trụ" not in field.label}
    sent(school, "draft_check", draft, **given)
    check = page(school, "draft_check", draft).context
    assert [each["meaning"] for each in check["remembered"]] == ["Xã Đức Hòa Thượng"]
    confirmed(school, draft)
    assert communes() == {
        "Lê Thị An": ("27967", ["802"]),
        "Trần Văn Bé": ("27967", ["802"]),
        "Võ Thị Cúc": ("", ["805"]),
    }
    assert RosterRow.objects.get(full_name="Lê Thị An").residence == HERE["residence"]
    assert Correction.objects.get().sender == province.thpt
    _, again = offered(school, BARE)
    assert not again.fields


def test_place_in_another_district_is_decided_by_itself(school: Client) -> None:
    draft, form = offered(school, THERE)
    (key,) = form.fields
    sent(school, "draft_check", draft, **{key: "28078"})
    confirmed(school, draft)
    assert communes() == {"Võ Thị Cúc": ("28078", ["805"])}
    _, again = offered(school, HERE)
    assert len(again.fields) == 1


@pytest.mark.parametrize(
    "residence",
    ["Ấp 1, xã Tân Bình", "Xã Đức Hòa Thượng, huyện Đức Hòa", "xã Bình Minh, tỉnh Tây Ninh", ""],
)
def test_place_that_is_clear_or_elsewhere_is_not_asked_about(
    residence: str, school: Client
) -> None:
    draft, form = offered(school, row(AN, residence=residence))
    assert not form.fields
    causes = page(school, "draft_check", draft).context["causes"]
    assert not [cause for cause in causes if "Chỗ ở" in cause["message"]]


def test_same_file_is_taken_in_anew_once_a_word_is_decided(school: Client) -> None:
    draft, form = offered(school, HERE)
    confirmed(school, draft)
    again = drafted(school, HERE)
    answered(school, again)
    assert page(school, "draft_confirm", again).context["is_unchanged"]
    sent(school, "draft_check", again, **dict.fromkeys(form.fields, "27967"))
    assert not page(school, "draft_confirm", again).context["is_unchanged"]
    confirmed(school, again)
    assert communes() == {"Lê Thị An": ("27967", ["802"])}


def test_command_understands_what_was_decided_on_the_pages(
    province: Province, school: Client
) -> None:
    draft, form = offered(school, HERE | {"school": "SĐ 1"})
    given = {key: "27967" if "ĐHT" in field.label else province.thcs.code
             for key, field in form.fields.items()}  # fmt: skip
    sent(school, "draft_check", draft, **given)
    content = roster_book(HERE | {"school": "SĐ 1"})
    (file,) = read_roster_files(
        [SourceFile("ds.xlsx", content)], cohort=province.cohort, today=date(2020, 10, 1)
    )
    assert [(each.commune_code, each.school_text) for each in file.rows] == [
        ("27967", province.thcs.name)
    ]
