"""Lists taken out of the application: what is in them, and that it is recorded."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from audit.models import Event
from audit.sentences import sentence_of
from reports.verbs import NOT_ENROLLED_EXPORTED
from students.verbs import GRADUATES_EXPORTED
from tests.province import Province, enrol

Browser = Callable[[str], Client]


@pytest.fixture
def children(province: Province) -> Province:
    enrol(province, "Lê Thị An", commune=province.home_commune, class_name="9/1")
    enrol(province, "Trần Văn Bé", commune=province.home_commune, school=province.thcs_second)
    enrol(province, "Võ Thị Cúc", commune=province.home_commune, school=province.thcs_away)
    return province


def texts(content: bytes) -> str:
    book = load_workbook(io.BytesIO(content), read_only=True)
    cells = [c for sheet in book for row in sheet.iter_rows(values_only=True) for c in row]
    book.close()
    return "\n".join(str(cell) for cell in cells if cell is not None)


def test_graduate_export_holds_what_is_seen(children: Province, signed_in: Browser) -> None:
    response = signed_in("DISTRICT").post(reverse("students:graduate_export"))
    shown = texts(response.content)
    assert "Lê Thị An" in shown
    assert "Trần Văn Bé" in shown
    assert "Võ Thị Cúc" not in shown
    assert response["Cache-Control"] == "no-store"


def test_graduate_export_follows_the_filter(children: Province, signed_in: Browser) -> None:
    address = f"{reverse('students:graduate_export')}?school=802C02"
    shown = texts(signed_in("DISTRICT").post(address).content)
    assert "Trần Văn Bé" in shown
    assert "Lê Thị An" not in shown


def test_graduate_export_is_recorded(
    children: Province, signed_in: Browser, officials: dict[str, Any]
) -> None:
    signed_in("DISTRICT").post(f"{reverse('students:graduate_export')}?school=802C02")
    event = Event.objects.get()
    assert (event.verb, event.count) == (GRADUATES_EXPORTED, 1)
    assert event.actor_id == officials["DISTRICT"].pk
    assert "Gò Tre" in event.object_label
    assert event.request_id
    assert sentence_of(event).startswith("Cán bộ phong xuất danh sách 1 học sinh")


def test_commune_export_is_recorded(children: Province, signed_in: Browser) -> None:
    address = reverse("reports:not_enrolled_export", args=[children.home_commune.code])
    response = signed_in("DISTRICT").post(address)
    assert "Lê Thị An" in texts(response.content)
    assert "Võ Thị Cúc" not in texts(response.content)
    event = Event.objects.get()
    assert (event.verb, event.count) == (NOT_ENROLLED_EXPORTED, 2)
    assert "Đức Hòa Thượng" in event.object_label


def test_looking_at_a_list_is_no_export(children: Province, signed_in: Browser) -> None:
    client = signed_in("DISTRICT")
    client.get(reverse("students:graduate_list"))
    client.get(reverse("reports:not_enrolled_list"), {"commune": children.home_commune.code})
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    ("action", "name", "arguments"),
    [
        ("students.actions.record_export", "students:graduate_export", []),
        ("reports.actions.record_not_enrolled_export", "reports:not_enrolled_export", ["27967"]),
    ],
)
def test_export_that_cannot_be_recorded_is_not_given_out(
    action: str,
    name: str,
    arguments: list[str],
    children: Province,
    signed_in: Browser,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(**values: Any) -> None:
        raise RuntimeError("nhật ký")

    monkeypatch.setattr(action, fail)
    with pytest.raises(RuntimeError, match="nhật ký"):
        signed_in("DISTRICT").post(reverse(name, args=arguments))


@pytest.mark.parametrize(
    "query", ["cohort=abc", "district=--", "outcome=khong-co", "commune=x&q=an", "special=%00"]
)
def test_wrong_filter_is_told_and_nothing_exported(
    query: str, children: Province, signed_in: Browser
) -> None:
    client = signed_in("DISTRICT")
    response = client.post(f"{reverse('students:graduate_export')}?{query}", follow=True)
    assert response.redirect_chain == [(f"{reverse('students:graduate_list')}?{query}", 302)]
    assert response.context["form"].errors
    assert response.context["filter_text"] == "Điều kiện lọc chưa đúng"
    assert not Event.objects.filter(verb=GRADUATES_EXPORTED).exists()


def test_wrong_choice_is_told_in_plain_words(children: Province, signed_in: Browser) -> None:
    response = signed_in("DISTRICT").get(
        reverse("students:graduate_list"), {"district": "--", "outcome": "khong-co"}
    )
    told = {text for errors in response.context["form"].errors.values() for text in errors}
    assert told == {"Giá trị này không có trong danh sách để chọn."}
