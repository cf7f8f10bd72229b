"""The lists of those not enrolled: by commune and by THCS, on the screen and as workbooks."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from audit.models import Event
from districts.models import School
from documents.not_enrolled import COLUMNS
from domain.outcome import Programme
from outreach.lists import UnitKind, list_units
from reports.verbs import NOT_ENROLLED_EXPORTED
from students.models import Graduate
from tests.province import Province, confirm, enrol, state
from tests.reports.views.shown import children_at, text_of

Browser = Callable[[str], Client]
LIST = "/not-enrolled/"


@pytest.fixture
def children(province: Province) -> Province:
    """Of home's first THCS three to list (one lives away) and one in class; one of its second."""
    home, away = province.home_commune, province.away_commune
    state(enrol(province, "Lê Thị An", commune=home, hamlet="Ấp 1"), Programme.AT_HOME)
    enrol(province, "Lê Văn Bé", commune=home)
    enrol(province, "Lê Thị Cúc", commune=away)
    confirm(enrol(province, "Lê Văn Dũ", commune=home), Programme.UPPER_SECONDARY, province.thpt)
    enrol(province, "Võ Thị Em", commune=home, school=province.thcs_second)
    enrol(province, "Mai Văn Giàu", commune=away, school=province.thcs_away)
    return province


def export(code: str, by: str = "school") -> str:
    return f"{reverse('reports:not_enrolled_export', args=[code])}?by={by}"


def names(response: Any) -> list[str]:
    return [row.full_name for row in response.context["selected"]["rows"]]


@pytest.mark.parametrize(
    ("role", "codes"),
    [("DEPARTMENT", ["802C01", "802C02", "805C01"]), ("DISTRICT", ["802C01", "802C02"])],
)
def test_schools_with_somebody_to_list(
    role: str, codes: list[str], children: Province, signed_in: Browser
) -> None:
    response = signed_in(role).get(LIST, {"by": "school"})
    units = response.context["units"]
    assert [unit["code"] for unit in units] == codes
    assert [units[0][part]["text"] for part in ("not_studying", "not_known")] == ["1", "2"]
    assert response.context["selected"] is None


def test_list_of_one_school(children: Province, signed_in: Browser) -> None:
    response = signed_in("DISTRICT").get(LIST, {"by": "school", "school": "802C01"})
    assert names(response) == ["Lê Thị An", "Lê Văn Bé", "Lê Thị Cúc"]
    rows = {row.full_name: row.residence for row in response.context["selected"]["rows"]}
    assert rows["Lê Thị An"] == "Ấp 1, Xã Đức Hòa Thượng"
    assert rows["Lê Thị Cúc"] == "Xã Tân Bình, Huyện Tân Trụ"


def test_units_link_to_their_list(children: Province, signed_in: Browser) -> None:
    client = signed_in("DISTRICT")
    for by in UnitKind:
        for unit in client.get(LIST, {"by": by}).context["units"]:
            opened = client.get(LIST + unit["url"]).context
            listed = int(unit["not_studying"]["text"]) + int(unit["not_known"]["text"])
            assert len(opened["selected"]["rows"]) == listed


def test_both_views_list_the_same_children(children: Province, signed_in: Browser) -> None:
    graduates = Graduate.objects.all()
    totals = [sum(unit.listed for unit in list_units(graduates, kind=kind)) for kind in UnitKind]
    assert totals == [5, 5]


def test_district_works_by_commune_unless_asked(children: Province, signed_in: Browser) -> None:
    response = signed_in("DISTRICT").get(LIST)
    assert not response.context["by_school"]
    assert [unit["code"] for unit in response.context["units"]] == ["27967", "28078"]


def test_school_sees_its_own_list_at_once(children: Province, signed_in: Browser) -> None:
    client = signed_in("ORIGIN_SCHOOL")
    response = client.get(LIST)
    assert names(response) == ["Lê Thị An", "Lê Văn Bé", "Lê Thị Cúc"]
    assert "Võ Thị Em" not in text_of(response)
    assert client.get(LIST, {"school": "802C02"}).status_code == 404


def test_filter_by_the_schools_district(children: Province, signed_in: Browser) -> None:
    client = signed_in("DEPARTMENT")
    found = client.get(LIST, {"by": "school", "district": "805"}).context["units"]
    assert [unit["code"] for unit in found] == ["805C01"]


def test_foreign_district_is_no_choice(children: Province, signed_in: Browser) -> None:
    response = signed_in("DISTRICT").get(LIST, {"by": "school", "district": "805"})
    assert "district" in response.context["form"].errors
    assert "Lỗi:" in text_of(response)


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"by": "school", "school": "805C01"}, 404),
        ({"by": "school", "school": "khong-co"}, 404),
        ({"by": "school", "school": "27967"}, 404),
        ({"by": "commune", "commune": "802C01"}, 404),
        ({"by": "class"}, 200),
        ({"cohort": "x", "by": "school"}, 200),
        ({"cohort": "1999999999999999999999"}, 200),
    ],
)
def test_wrong_addresses(
    query: dict[str, str], status: int, children: Province, signed_in: Browser
) -> None:
    assert signed_in("DISTRICT").get(LIST, query).status_code == status


@pytest.mark.parametrize(
    ("role", "status"),
    [("RECEIVING_SCHOOL", 403), ("COMMUNE", 403), ("UNASSIGNED", 403), ("ANONYMOUS", 302)],
)
def test_lists_need_the_right(
    role: str, status: int, children: Province, signed_in: Browser
) -> None:
    client = signed_in(role)
    assert client.get(LIST, {"by": "school"}).status_code == status
    assert client.post(export("802C01")).status_code == status
    assert not Event.objects.filter(verb=NOT_ENROLLED_EXPORTED).exists()


@pytest.mark.parametrize("role", ["DEPARTMENT", "DISTRICT", "ORIGIN_SCHOOL"])
def test_export_is_the_official_paper_and_recorded(
    role: str, children: Province, signed_in: Browser, officials: dict[str, Any]
) -> None:
    response = signed_in(role).post(export("802C01"))
    assert response.status_code == 200
    book = load_workbook(io.BytesIO(response.content))
    cells = [str(c) for row in book.active.iter_rows(values_only=True) for c in row if c]
    assert {"Lê Thị An", "Lê Văn Bé", "Lê Thị Cúc", "Trường THCS Sông Đỏ"} <= set(cells)
    assert not {"Lê Văn Dũ", "Võ Thị Em"} & set(cells)
    assert any("- Trường THCS Sông Đỏ;" in cell for cell in cells)
    assert not any("UBND trường" in cell or "UBND Trường" in cell for cell in cells)
    event = Event.objects.newest_first()[0]
    assert (event.verb, event.count, event.actor_id) == (
        NOT_ENROLLED_EXPORTED,
        3,
        officials[role].pk,
    )
    assert "Trường THCS Sông Đỏ" in event.object_label


@pytest.mark.parametrize(("role", "code"), [("DISTRICT", "805C01"), ("ORIGIN_SCHOOL", "802C02")])
def test_foreign_list_is_not_exported(
    role: str, code: str, children: Province, signed_in: Browser
) -> None:
    assert signed_in(role).post(export(code)).status_code == 404
    assert not Event.objects.filter(verb=NOT_ENROLLED_EXPORTED).exists()


def test_export_is_no_get(children: Province, signed_in: Browser) -> None:
    assert signed_in("DISTRICT").get(export("802C01")).status_code == 405


def test_code_with_a_slash_still_opens(children: Province, signed_in: Browser) -> None:
    School.objects.filter(pk=children.thcs.pk).update(code="802/C 01?&")
    client = signed_in("DISTRICT")
    unit = client.get(LIST, {"by": "school"}).context["units"][0]
    opened = client.get(LIST + unit["url"])
    assert len(names(opened)) == 3
    assert client.post(opened.context["export_url"]).status_code == 200


def test_candidate_of_a_review_is_held_back(children: Province, signed_in: Browser) -> None:
    Graduate.objects.filter(full_name="Lê Văn Bé").update(open_reviews=1)
    response = signed_in("ORIGIN_SCHOOL").get(LIST)
    assert names(response) == ["Lê Thị An", "Lê Thị Cúc"]
    assert "Ngoài ra còn 1 học sinh đang chờ kiểm tra đối chiếu" in text_of(response)
    assert [row["full_name"] for row in response.context["selected"]["held_back"]] == ["Lê Văn Bé"]


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "=1+1", "Lê " * 40])
def test_hostile_names_are_shown_as_text(name: str, children: Province, signed_in: Browser) -> None:
    Graduate.objects.filter(full_name="Lê Văn Bé").update(full_name=name[:120], note=name)
    School.objects.filter(pk=children.thcs.pk).update(name=name[:150])
    client = signed_in("ORIGIN_SCHOOL")
    assert "<script>alert" not in client.get(LIST).content.decode()
    book = load_workbook(io.BytesIO(client.post(export("802C01")).content))
    kinds = {c.data_type for row in book.active.iter_rows() for c in row}
    assert "f" not in kinds


def test_lists_cost_the_same_for_more_rows(children: Province, signed_in: Browser) -> None:
    client = signed_in("DISTRICT")
    numbers = []
    for round_of in (1, 2):
        school = School.objects.create(
            code=f"802C{round_of}9", name=f"Trường THCS Số {round_of}", kind="THCS",
            district=children.home, province="Long An",
        )  # fmt: skip
        for place in (school, children.thcs):
            for name in ("Hồ Thị Phượng", "Hồ Văn Quý"):
                enrol(children, f"{name} {round_of}", school=place, commune=children.away_commune)
        counted = []
        for query in ({"by": "school"}, {"by": "school", "school": "802C01"}):
            with CaptureQueriesContext(connection) as queries:
                assert client.get(LIST, query).status_code == 200
            counted.append(len(queries))
        numbers.append(counted)
    assert numbers[0] == numbers[1]


def held_back(province: Province, name: str) -> Graduate:
    graduate = enrol(province, name, commune=province.home_commune)
    Graduate.objects.filter(pk=graduate.pk).update(open_reviews=1)
    return graduate


@pytest.mark.parametrize("by", UnitKind)
@pytest.mark.parametrize("role", ["DEPARTMENT", "DISTRICT", "ORIGIN_SCHOOL"])
def test_every_number_opens_its_part_of_the_list(
    role: str, by: str, children: Province, signed_in: Browser
) -> None:
    held_back(children, "Lê Văn Khôi")
    enrol(children, "Lê Văn Lâm")  # lives nowhere that is known
    client = signed_in(role)
    parts = {"not_studying": "known-out", "not_known": "not-known"}
    for unit in client.get(LIST, {"by": by}).context["units"]:
        for name, anchor in {**parts, "held_back": "held-back"}.items():
            url = unit[name]["url"]
            if not url:
                assert unit[name]["text"] == "0"
                continue
            response = client.get(LIST + url)
            selected = response.context["selected"]
            assert url.endswith(f"#{anchor}")
            assert f'id="{anchor}"' in response.content.decode()
            if anchor == "held-back":
                opened = len(selected["held_back"])
            else:
                opened = {part["id"]: len(part["rows"]) for part in selected["parts"]}[anchor]
            assert str(opened) == unit[name]["text"]


@pytest.mark.parametrize("district", ["", "802", "805"])
@pytest.mark.parametrize("by", UnitKind)
def test_sums_open_all_the_children_shown(
    by: str, district: str, children: Province, signed_in: Browser
) -> None:
    held_back(children, "Lê Văn Khôi")
    enrol(children, "Lê Văn Lâm")
    client = signed_in("DEPARTMENT")
    context = client.get(LIST, {"by": by, "district": district}).context
    for name in ("not_studying", "not_known", "held_back"):
        total = context["totals"][name]
        assert int(total["text"]) == sum(int(unit[name]["text"]) for unit in context["units"])
        assert (children_at(client, total["url"]) if total["url"] else 0) == int(total["text"])


def test_names_lead_to_the_children(children: Province, signed_in: Browser) -> None:
    client = signed_in("DISTRICT")
    response = client.get(LIST, {"by": "commune", "commune": "27967"})
    for part in response.context["selected"]["parts"]:
        for row in part["rows"]:
            opened = client.get(row["url"])
            assert (opened.status_code, opened.context["full_name"]) == (200, row["full_name"])
            assert f'href="{row["url"]}"' in response.content.decode()


def test_part_without_children_says_so(children: Province, signed_in: Browser) -> None:
    response = signed_in("DISTRICT").get(LIST, {"by": "school", "school": "802C02"})
    text = text_of(response)
    assert "I. Học sinh không tiếp tục học (0 em) Không có học sinh" in text
    assert "II. Học sinh chưa có thông tin nơi học (1 em) 1 Võ Thị Em" in text


def test_print_is_the_annex(children: Province, signed_in: Browser) -> None:
    """What the browser prints has the head, the columns and the end of the workbook."""
    text = text_of(signed_in("DISTRICT").get(LIST, {"by": "school", "school": "802C01"}))
    for written in (
        "UBND HUYỆN ĐỨC HÒA PHÒNG GIÁO DỤC VÀ ĐÀO TẠO Dự thảo",
        "Phụ lục DANH SÁCH HỌC SINH ĐÃ TỐT NGHIỆP THCS NĂM 2020 KHÔNG VÀO HỌC LỚP 10",
        "của Phòng GD&ĐT huyện Đức Hòa)",
        "TT Họ và tên Ngày sinh Nữ (x) Dân tộc",
        "Lý do (nếu biết) Kết quả vận động Ghi chú",
        "Tổng cộng: 3 học sinh (nữ: 0), trong đó: không tiếp tục học 1; "
        "chưa có thông tin nơi học 2.",
        "Nơi nhận: - Trường THCS Sông Đỏ;",
        "KT. TRƯỞNG PHÒNG PHÓ TRƯỞNG PHÒNG",
    ):
        assert written in text
    assert len(COLUMNS) == 12  # the template spans as many


def test_lines_are_counted_and_their_filter_told(children: Province, signed_in: Browser) -> None:
    text = text_of(signed_in("DEPARTMENT").get(LIST, {"by": "commune", "district": "805"}))
    assert "1 xã, phường, thị trấn có học sinh chưa vào học Huyện nơi cư trú: Huyện Tân Trụ" in text


def test_rows_are_written_as_in_the_workbook(children: Province, signed_in: Browser) -> None:
    Graduate.objects.filter(full_name="Lê Thị An").update(class_name="9A1")
    asked = {"by": "commune", "commune": "27967"}
    row = signed_in("DISTRICT").get(LIST, asked).context["selected"]["parts"][0]["rows"][0]
    assert (row["school_class"], row["residence"]) == ("Trường THCS Sông Đỏ, lớp 9A1", "Ấp 1")
