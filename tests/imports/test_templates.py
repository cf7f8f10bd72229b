"""Templates come back: empty, half filled, filled, and with the example still in."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from documents.import_template import (
    FIRST_ROW,
    HEADER_ROW,
    GraduateTemplate,
    RosterKind,
    RosterTemplate,
    write_graduate_template,
    write_roster_template,
)
from domain.outcome import Programme, Stage
from imports.graduates import Plan, SourceFile, prepare
from imports.reading import ROSTER_COLUMNS, read_tables, read_workbook
from rosters.uploads import RosterFile, read_roster_files
from tests.province import Province

PUPIL = {
    "STT": "1",
    "Họ và tên (*)": "Lê Thị An",
    "Giới tính": "Nữ",
    "Ngày sinh (*)": "05/09/2005",
    "Nơi sinh": "Long An",
    "Dân tộc": "Khơ-me",
    "Trường THCS (*)": "Trường THCS Sông Đỏ",
    "Trường THCS đã học": "Trường THCS Sông Đỏ",
    "Lớp": "9/1",
    "Lớp 10": "10A1",
    "Ngành, nghề đào tạo": "Điện công nghiệp",
    "Xếp loại tốt nghiệp": "Khá",
    "Số vào sổ cấp bằng": "00123/2020",
    "Mã định danh Bộ GD&ĐT": "8012345678",
    "Số định danh cá nhân": "080305012345",
    "Ấp/khu phố": "Ấp 3",
    "Xã/phường/thị trấn": "Xã Đức Hòa Thượng",
    "Huyện/thị xã/thành phố": "Huyện Đức Hòa",
    "Họ tên cha/mẹ/người giám hộ": "Lê Văn Cha",
    "Điện thoại": "0912345678",
    "Diện": "Hộ nghèo",
    "Ghi chú": "Học lực khá",
}
ANOTHER = {
    "STT": "2", "Họ và tên (*)": "Trần Văn Bé", "Ngày sinh (*)": "6/10/2005",
    "Trường THCS (*)": "Trường THCS Gò Tre", "Xã/phường/thị trấn": "Thị trấn Đức Hòa",
}  # fmt: skip
INSTITUTIONS = {
    RosterKind.TENTH_GRADE: ("thpt", Programme.UPPER_SECONDARY),
    RosterKind.CONTINUING: ("gdtx", Programme.CONTINUING),
    RosterKind.INTERMEDIATE: ("vocational", Programme.INTERMEDIATE),
    RosterKind.ELEMENTARY: ("vocational", Programme.ELEMENTARY),
}
CATALOGUE = {
    "schools": ("Trường THCS Sông Đỏ", "Trường THCS Gò Tre"),
    "communes": ("Xã Đức Hòa Thượng", "Thị trấn Đức Hòa"),
    "districts": ("Huyện Đức Hòa", "Huyện Tân Trụ"),
}


def graduates(**options: Any) -> bytes:
    out = BytesIO()
    write_graduate_template(GraduateTemplate(2020, "Huyện Đức Hòa", **(CATALOGUE | options)), out)
    return out.getvalue()


def roster(kind: RosterKind, institution: str) -> bytes:
    out = BytesIO()
    superior = "Sở Giáo dục và Đào tạo Long An"
    write_roster_template(RosterTemplate(2020, kind, superior, institution, **CATALOGUE), out)
    return out.getvalue()


def filled(content: bytes, *pupils: dict[str, str], at: dict[str, str] | None = None) -> bytes:
    """The template with pupils written below the example, and the cells `at` set."""
    book = load_workbook(BytesIO(content))
    sheet = book.worksheets[0]
    headings = {cell.value: cell.column for cell in sheet[HEADER_ROW]}
    for row, values in enumerate(pupils, FIRST_ROW):
        for heading, column in headings.items():
            sheet.cell(row, column).value = values.get(heading)
    for address, text in (at or {}).items():
        sheet[address] = text
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def planned(content: bytes, province: Province) -> Plan:
    return prepare([SourceFile("mau.xlsx", content)], cohort=province.cohort)


def sent(content: bytes, province: Province) -> RosterFile:
    [file] = read_roster_files(
        [SourceFile("mau.xlsx", content)], cohort=province.cohort, today=date(2020, 10, 1)
    )
    return file


def test_filled_list_of_graduates_has_no_issue(province: Province) -> None:
    plan = planned(filled(graduates(), PUPIL, ANOTHER), province)
    assert plan.issues == []
    first, second = plan.new
    assert {name: first.values[name] for name in (
        "full_name", "gender", "birth_day", "birth_month", "birth_year", "birth_place", "ethnicity",
        "school_id", "class_name", "classification", "register_number", "moet_code", "personal_id",
        "hamlet", "commune_id", "guardian", "phone", "priority", "note",
    )} == {
        "full_name": "Lê Thị An", "gender": "F", "birth_day": 5, "birth_month": 9,
        "birth_year": 2005, "birth_place": "Long An", "ethnicity": "Khơ-me",
        "school_id": province.thcs.pk, "class_name": "9/1", "classification": "Khá",
        "register_number": "00123/2020", "moet_code": "8012345678", "personal_id": "080305012345",
        "hamlet": "Ấp 3", "commune_id": province.home_commune.pk, "guardian": "Lê Văn Cha",
        "phone": "0912345678", "priority": "Hộ nghèo", "note": "Học lực khá",
    }  # fmt: skip
    assert not first.values.get("extra")
    assert second.values["commune_id"] == province.home_township.pk
    assert plan.files[0].district == province.home


def test_school_of_its_own_is_told_from_the_letterhead(province: Province) -> None:
    content = graduates(school_name="Trường THCS Gò Tre")
    plan = planned(filled(content, PUPIL), province)
    assert plan.issues == []
    assert plan.new[0].values["school_id"] == province.thcs_second.pk


def test_pupil_written_over_the_example_is_read(province: Province) -> None:
    over = {f"{c}{FIRST_ROW - 1}": "" for c in "ACEFHIJKLMNOPQRS"}
    over |= {"B9": "Võ Thị Tư", "D9": "7/11/2005", "G9": "Trường THCS Sông Đỏ"}
    plan = planned(filled(graduates(), ANOTHER, at=over), province)
    assert [row.values["full_name"] for row in plan.new] == ["Võ Thị Tư", "Trần Văn Bé"]
    assert plan.issues == []


def test_empty_template_holds_no_pupil(province: Province) -> None:
    plan = planned(graduates(), province)
    assert plan.rows == []
    assert [issue.code for _, issue in plan.issues] == ["table_empty"]


def test_example_is_no_pupil_whatever_the_first_choice_is(province: Province) -> None:
    plan = planned(graduates(schools=("Trường THCS Sông Đỏ (cơ sở 2)", "=1+1")), province)
    assert plan.rows == []


@pytest.mark.parametrize("kind", INSTITUTIONS)
def test_filled_roster_has_no_issue(kind: RosterKind, province: Province) -> None:
    name, programme = INSTITUTIONS[kind]
    institution = getattr(province, name)
    file = sent(filled(roster(kind, institution.name), PUPIL, ANOTHER), province)
    assert file.issues == []
    assert [row.full_name for row in file.rows] == ["Lê Thị An", "Trần Văn Bé"]
    row = file.rows[0]
    assert (row.school_text, row.commune_id) == (
        "Trường THCS Sông Đỏ", province.home_commune.pk
    )  # fmt: skip
    assert row.class_name == ("9/1" if name == "vocational" else "10A1")
    assert row.extra == (
        {"Ngành, nghề đào tạo": "Điện công nghiệp"} if name == "vocational" else {}
    )
    found = file.recognised
    assert (found.institution, found.programme, found.stage) == (
        institution, programme, Stage.STUDYING
    )  # fmt: skip
    assert found.as_at == date(2020, 10, 1)


def test_day_filled_in_is_the_day_of_the_roster(province: Province) -> None:
    content = roster(RosterKind.TENTH_GRADE, province.thpt.name)
    dated = filled(content, PUPIL, at={"A5": "Số liệu đến ngày 15 tháng 9 năm 2020"})
    assert sent(dated, province).recognised.as_at == date(2020, 9, 15)


def test_roster_template_with_its_example_only_has_no_pupil() -> None:
    content = roster(RosterKind.TENTH_GRADE, "Trường THPT Sông Đỏ")
    reading = read_tables(read_workbook(content, "mau.xlsx"), ROSTER_COLUMNS)
    assert [len(table.records) for table in reading.tables] == [0]
    assert [issue.code for issue in reading.issues] == ["table_empty"]
