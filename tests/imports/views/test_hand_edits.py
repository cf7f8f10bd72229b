"""A list that says otherwise than a correction by hand, on the check and confirm pages."""

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from audit.models import Event
from audit.sentences import sentence_of
from imports.graduates.conflicts import HAND_EDIT_KEPT
from imports.models import Draft, Overruling
from imports.verbs import EDITS_OVERRULED
from students.actions import correct_graduate
from students.actions.edits import version_of
from students.models import Graduate, GraduateEdit
from tests.imports.undoing import AN, BE, named, take_in
from tests.imports.views.test_import_pages import confirmed, drafted, page, register
from tests.province import Province

Browser = Callable[[str], Client]
NEWER = AN | {"note": "học sinh giỏi"}


def correct(graduate: Graduate, **values: Any) -> GraduateEdit:
    version = version_of(Graduate.objects.get(pk=graduate.pk))
    edit = correct_graduate(graduate=graduate, by=None, version=version, values=values, reason="")
    assert edit is not None
    return edit


@pytest.fixture
def edits(province: Province) -> list[GraduateEdit]:
    """Two children of a list, both given another name by hand, one another class."""
    take_in(province, AN, BE)
    return [
        correct(named("Lê Thị An"), full_name="Lê Thị Ân", class_name="9/9"),
        correct(named("Trần Văn Bé"), full_name="Trần Văn Bê"),
    ]


@pytest.fixture
def district(signed_in: Browser) -> Client:
    return signed_in("DISTRICT")


def choose(client: Client, draft: Draft, **ticked: Any) -> HttpResponse:
    return client.post(reverse("imports:draft_overrule", args=[draft.pk]), ticked, follow=True)


def test_both_values_are_shown_and_the_correction_is_kept(
    edits: list[GraduateEdit], district: Client
) -> None:
    draft = drafted(district, NEWER, BE)
    before = register()
    response = page(district, "draft_check", draft)
    shown = [(c["name"], c["label"], c["by_hand"], c["in_file"]) for c in
             response.context["conflicts"]]  # fmt: skip
    assert shown == [
        ("Lê Thị Ân", "Họ và tên", "Lê Thị Ân", "Lê Thị An"),
        ("Lê Thị Ân", "Lớp", "9/9", "9/1"),
        ("Trần Văn Bê", "Họ và tên", "Trần Văn Bê", "Trần Văn Bé"),
    ]
    assert response.context["causes"] == []
    assert "Tệp khác với thông tin đã sửa tay" in response.content.decode()
    last = page(district, "draft_confirm", draft).content.decode()
    assert "Giữ 3 chỗ đã sửa tay, lấy theo tệp 0 chỗ." in last
    assert register() == before
    confirmed(district, draft)
    child = named("Lê Thị Ân")
    assert (child.class_name, child.note) == ("9/9", "học sinh giỏi")


def test_file_is_followed_where_it_is_ticked(
    edits: list[GraduateEdit], district: Client, officials: dict[str, Any]
) -> None:
    draft = drafted(district, NEWER, BE)
    response = choose(district, draft, take=[f"{edits[0].pk}-full_name"])
    assert "Lấy theo tệp 1 chỗ, giữ 2 chỗ đã sửa tay." in response.content.decode()
    ticked = [c["value"] for c in response.context["conflicts"] if c["is_overruled"]]
    assert ticked == [f"{edits[0].pk}-full_name"]
    event = Event.objects.get(verb=EDITS_OVERRULED)
    assert event.actor_id == officials["DISTRICT"].pk
    assert sentence_of(event).endswith("ở 1 chỗ đã sửa tay. Lê Thị Ân: họ và tên")
    changes = page(district, "draft_confirm", draft).context["changes"]
    assert {"label": "Họ và tên", "old": "Lê Thị Ân", "new": "Lê Thị An"} in changes[0]["fields"]
    confirmed(district, draft)
    assert named("Lê Thị An").class_name == "9/9"
    assert named("Trần Văn Bê")


def test_one_tick_decides_all_of_one_kind(edits: list[GraduateEdit], district: Client) -> None:
    draft = drafted(district, NEWER, BE)
    response = page(district, "draft_check", draft)
    assert response.context["conflict_parts"] == [
        {"value": "full_name", "label": "Họ và tên", "number": "2"}
    ]
    choose(district, draft, take_all="full_name")
    confirmed(district, draft)
    assert {named("Lê Thị An").class_name, named("Trần Văn Bé").class_name} == {"9/9", "9/1"}


def test_choice_is_taken_back_and_repeated_without_trace(
    edits: list[GraduateEdit], district: Client
) -> None:
    draft = drafted(district, AN, BE)
    for _ in range(2):
        choose(district, draft, take=[f"{edits[1].pk}-full_name"])
    assert Overruling.objects.count() == Event.objects.filter(verb=EDITS_OVERRULED).count() == 1
    choose(district, draft)
    assert not Overruling.objects.exists()
    assert not page(district, "draft_confirm", draft).context["has_something"]


def test_newer_correction_is_asked_about_anew(edits: list[GraduateEdit], district: Client) -> None:
    draft = drafted(district, AN, BE)
    choose(district, draft, take_all="full_name")
    correct(named("Lê Thị Ân"), full_name="Lê Thị Ẩn")
    conflicts = page(district, "draft_check", draft).context["conflicts"]
    assert [c["is_overruled"] for c in conflicts if c["label"] == "Họ và tên"] == [False, True]


def test_made_up_choice_chooses_nothing(edits: list[GraduateEdit], district: Client) -> None:
    draft = drafted(district, AN, BE)
    choose(district, draft, take=["0-full_name", "x", f"{edits[0].pk}-phone"], take_all="phone")
    assert not Overruling.objects.exists()


def test_file_taken_in_already_takes_no_choice(edits: list[GraduateEdit], district: Client) -> None:
    draft = drafted(district, NEWER, BE)
    confirmed(district, draft)
    choose(district, draft, take_all="full_name")
    assert not Overruling.objects.exists()


def test_kept_cell_is_marked_in_their_workbook(edits: list[GraduateEdit], district: Client) -> None:
    draft = drafted(district, AN, BE)
    response = district.post(reverse("imports:draft_marked", args=[draft.pk]))
    assert response.status_code == 200
    assert b"PK" in b"".join(response.streaming_content)[:4]
    assert HAND_EDIT_KEPT == "hand_edit_kept"  # scripts read the code


def test_names_are_shown_as_text(
    edits: list[GraduateEdit], district: Client, province: Province
) -> None:
    hostile = "<script>alert(1)</script>"
    correct(named("Lê Thị Ân"), phone=hostile)
    draft = drafted(district, AN | {"phone": "0911111111"}, BE)
    content = page(district, "draft_check", draft).content.decode()
    assert hostile not in content
    assert "&lt;script&gt;" in content
