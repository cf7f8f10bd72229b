"""Lists in the columns of the systems that offices must also feed, and the way back."""

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
from audit.sentences import sentence_of
from documents.export_maps import MAPS, SCHOOL_MANAGEMENT, UNIVERSAL_EDUCATION
from documents.exported_graduate import ExportedGraduate
from domain.outcome import Outcome, Place, Programme
from imports.graduates import SourceFile, commit, prepare
from reports.verbs import NOT_ENROLLED_EXPORTED
from students.actions import withdraw_graduates
from students.models import Destination, Graduate
from students.verbs import GRADUATES_EXPORTED
from tests.dump import business_dump
from tests.imports.undoing import named
from tests.province import Province, confirm, enrol, state

Browser = Callable[[str], Client]
WORDS = {
    "gender": "F",
    "ethnicity": "Kinh",
    "class_name": "9A1",
    "guardian": "Lê Văn Cha",
    "classification": "Khá",
}


@pytest.fixture
def children(province: Province) -> Province:
    """One in class, one working, one of whom nothing is known, one studying elsewhere."""
    texts = WORDS | {"residence": "Ấp 3, xã Đức Hòa Thượng, huyện Đức Hòa", "hamlet": "Ấp 3"}
    here = texts | {"commune": province.home_commune}
    an = enrol(
        province, "Lê Thị An", **here, register_number="00001", moet_code="0820000001",
        personal_id="080305000001", phone="0912345678", priority="Hộ nghèo", note="con thứ hai",
        birth_place="Long An",
    )  # fmt: skip
    be = enrol(province, "Trần Văn Bé", **here, register_number="00002", moet_code="0820000002")
    enrol(province, "Võ Thị Cúc", **here, register_number="00003", moet_code="0820000003")
    dan = enrol(
        province, "Hồ Văn Dần", school=province.thcs_second, register_number="00004",
        moet_code="0820000004", **WORDS, residence="Quận 8, thành phố Hồ Chí Minh",
    )  # fmt: skip
    confirm(an, Programme.UPPER_SECONDARY, province.thpt)
    state(be, Programme.WORKING)
    state(dan, Programme.ELEMENTARY, place_text="Trường Trung cấp Cây Gòn", place=Place.OUTSIDE)
    return province


def exported(client: Client, code: str, query: str = "") -> bytes:
    response = client.post(f"{reverse('students:graduate_export')}{query}", {"map": code})
    assert response.status_code == 200
    assert f"-{code}.xlsx" in response["Content-Disposition"]
    assert response["Cache-Control"] == "no-store"
    return response.content


def rows_of(content: bytes) -> list[list[Any]]:
    sheet = load_workbook(io.BytesIO(content)).active
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def by_heading(content: bytes) -> list[dict[str, Any]]:
    headings, *rows = rows_of(content)
    return [dict(zip(headings, row, strict=True)) for row in rows]


@pytest.mark.parametrize("code", MAPS)
def test_columns_stand_in_the_order_of_the_map(
    code: str, children: Province, signed_in: Browser
) -> None:
    headings, *rows = rows_of(exported(signed_in("DISTRICT"), code))
    assert headings == [column.heading for column in MAPS[code].columns]
    assert [row[0] for row in rows] == [1, 2, 3, 4]


def test_maps_name_what_a_graduate_has() -> None:
    for each in MAPS.values():
        assert len({column.heading for column in each.columns}) == len(each.columns)
        assert len(each.cells(7, ExportedGraduate())) == len(each.columns)


def test_codes_keep_their_zeros_and_studies_are_told(
    children: Province, signed_in: Browser
) -> None:
    told = by_heading(exported(signed_in("DISTRICT"), UNIVERSAL_EDUCATION.code))
    said = {row["Họ và tên"]: (row["Tình trạng học"], row["Đang học tại trường"]) for row in told}
    assert said == {
        "Lê Thị An": ("Học lớp 10 THPT", "Trường THPT Sông Đỏ"),
        "Trần Văn Bé": ("Đi làm", None),
        "Võ Thị Cúc": (None, None),
        "Hồ Văn Dần": ("Học sơ cấp", "Trường Trung cấp Cây Gòn (ngoài tỉnh)"),
    }
    managed = by_heading(exported(signed_in("DISTRICT"), SCHOOL_MANAGEMENT.code))
    an = next(row for row in managed if row["Họ và tên"] == "Lê Thị An")
    assert (an["Mã định danh Bộ GD&ĐT"], an["Số vào sổ cấp bằng"], an["Điện thoại"]) == (
        "0820000001", "00001", "0912345678",
    )  # fmt: skip


@pytest.mark.parametrize("code", MAPS)
def test_what_went_out_comes_back_unchanged(
    code: str, children: Province, signed_in: Browser
) -> None:
    content = exported(signed_in("DISTRICT"), code)
    plan = prepare([SourceFile("xuat.xlsx", content)], cohort=children.cohort,
                   district=children.home)  # fmt: skip
    assert [issue.message for _, issue in plan.issues] == []
    assert (len(plan.rows), plan.new, plan.rejected) == (4, [], [])
    # Written in parts, an address comes back in the words of the catalogue; the year is no field.
    allowed = {"residence", "hamlet", "extra"} if code == UNIVERSAL_EDUCATION.code else set()
    assert set().union(*(row.changes for row in plan.changed)) <= allowed
    assert [row.statement for row in plan.rows] == [None] * 4


@pytest.mark.parametrize("code", MAPS)
def test_what_went_out_fills_an_empty_register_alike(
    code: str, children: Province, signed_in: Browser
) -> None:
    content = exported(signed_in("DISTRICT"), code)
    before = {child.full_name: child for child in Graduate.objects.all()}
    withdraw_graduates(graduates=[child.pk for child in before.values()], by=None)
    plan = prepare([SourceFile("xuat.xlsx", content)], cohort=children.cohort,
                   district=children.home)  # fmt: skip
    commit(plan, by=None)
    shown = [column.source for column in MAPS[code].columns]
    alike = [name for name in ("gender", "ethnicity", "class_name", "guardian", "register_number",
                               "moet_code", "personal_id", "phone", "priority", "note",
                               "classification", "birth_place")
             if name in shown]  # fmt: skip
    for name, child in before.items():
        again = named(name)
        for column in (*alike, "birth", "school_id", "commune_id"):
            assert getattr(again, column) == getattr(child, column), (name, column)
    if code == UNIVERSAL_EDUCATION.code:
        assert {child.full_name: child.outcome for child in Graduate.objects.members()} == {
            "Lê Thị An": Outcome.UPPER_SECONDARY,
            "Trần Văn Bé": Outcome.NOT_STUDYING,
            "Võ Thị Cúc": Outcome.NOT_KNOWN,
            "Hồ Văn Dần": Outcome.VOCATIONAL,
        }
        assert Destination.objects.current().filter(programme=Programme.ELEMENTARY).exists()


@pytest.mark.parametrize("code", MAPS)
def test_department_gets_no_contacts(code: str, children: Province, signed_in: Browser) -> None:
    cells = [cell for row in rows_of(exported(signed_in("DEPARTMENT"), code)) for cell in row]
    for text in ("0912345678", "080305000001", "Hộ nghèo", "con thứ hai"):
        assert text not in cells
    assert "Lê Thị An" in cells


def test_school_gets_its_own_children(children: Province, signed_in: Browser) -> None:
    told = by_heading(exported(signed_in("ORIGIN_SCHOOL"), SCHOOL_MANAGEMENT.code))
    assert {row["Trường THCS"] for row in told} == {children.thcs.name}
    filtered = exported(signed_in("DISTRICT"), SCHOOL_MANAGEMENT.code, "?school=802C02")
    assert [row["Họ và tên"] for row in by_heading(filtered)] == ["Hồ Văn Dần"]


def test_export_is_recorded_with_its_system(children: Province, signed_in: Browser) -> None:
    exported(signed_in("DISTRICT"), SCHOOL_MANAGEMENT.code)
    event = Event.objects.get(verb=GRADUATES_EXPORTED)
    assert event.count == 4
    assert sentence_of(event).endswith("Mẫu: Phần mềm quản lý trường học, CSDL ngành.")


def test_made_up_system_gives_the_plain_list(children: Province, signed_in: Browser) -> None:
    address = reverse("students:graduate_export")
    response = signed_in("DISTRICT").post(address, {"map": "khong-co"})
    assert "hoc-sinh-tot-nghiep-2020.xlsx" in response["Content-Disposition"]
    assert any("DANH SÁCH HỌC SINH" in str(row[0]) for row in rows_of(response.content))


def test_list_of_those_not_enrolled_is_exported_alike(
    children: Province, signed_in: Browser
) -> None:
    unit = children.home_commune
    address = reverse("reports:not_enrolled_export", args=[unit.code])
    response = signed_in("DISTRICT").post(address, {"map": UNIVERSAL_EDUCATION.code})
    assert "-pho-cap.xlsx" in response["Content-Disposition"]
    told = by_heading(response.content)
    assert [row["Họ và tên"] for row in told] == ["Trần Văn Bé", "Võ Thị Cúc"]
    event = Event.objects.get(verb=NOT_ENROLLED_EXPORTED)
    assert (event.count, event.reason) == (2, "Mẫu: Phần mềm phổ cập giáo dục.")


@pytest.mark.parametrize("page", ["students:graduate_list", "reports:not_enrolled_list"])
def test_pages_offer_the_systems(page: str, children: Province, signed_in: Browser) -> None:
    query = f"?commune={children.home_commune.code}"
    content = signed_in("DISTRICT").get(f"{reverse(page)}{query}").content.decode()
    for each in MAPS.values():
        assert f'<option value="{each.code}">{each.label}</option>' in content


def test_formulas_and_names_are_texts(province: Province, signed_in: Browser) -> None:
    enrol(province, "=1+1", note='=HYPERLINK("http://x")', class_name="-1")
    sheet = load_workbook(
        io.BytesIO(exported(signed_in("DISTRICT"), SCHOOL_MANAGEMENT.code))
    ).active
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}


def test_export_reads_many_children_in_the_same_queries(
    children: Province, signed_in: Browser
) -> None:
    client = signed_in("DISTRICT")

    def needed() -> int:
        with CaptureQueriesContext(connection) as queries:
            exported(client, UNIVERSAL_EDUCATION.code)
            return len(queries)

    first = needed()
    for number in range(12):
        child = enrol(children, f"Mai Văn {number}", birth=(2005, 1, number + 1))
        confirm(child, Programme.CONTINUING, children.gdtx)
    assert needed() == first


def test_exporting_changes_nothing(children: Province, signed_in: Browser) -> None:
    before = business_dump()
    exported(signed_in("DISTRICT"), UNIVERSAL_EDUCATION.code)
    assert business_dump() == before
