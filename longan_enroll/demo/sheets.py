"""Workbooks as offices send them, made in memory: lists and rosters in three layouts each."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from random import Random
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from districts.models import District, SchoolKind
from domain.names import fold
from imports.graduates import SourceFile
from longan_enroll.demo.names import mistyped
from longan_enroll.demo.people import Child
from longan_enroll.demo.province import COHORT_YEAR, DemoSchool

MOTTO = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
SCHOOL_YEAR = f"{COHORT_YEAR}-{COHORT_YEAR + 1}"
# Fixed, so that the same province gives the same bytes.
_WRITTEN_AT = datetime(COHORT_YEAR, 9, 28)  # noqa: DTZ001 (a property of the workbook, without zone)
_LAYOUTS = 3

Row = Sequence[Any]


@dataclass(frozen=True)
class RosterRow:
    """One child as an institution wrote it; blank where it knows nothing."""

    full_name: str
    born_on: date | None
    gender: str
    school: str
    residence: str
    guardian: str
    phone: str
    moet_code: str


def slug(text: str) -> str:
    """The name without accents for a file's name: "Đức Hòa" is "duc-hoa"."""
    return fold(text).replace(" ", "-")


def graduate_workbook(
    district: District, children: Sequence[Child], *, layout: int, tag: str
) -> SourceFile:
    """The district's list; `layout` (any whole number) chooses among the three."""
    write = (_one_sheet, _sheet_per_school, _parts_apart)[layout % _LAYOUTS]
    sheets = write(district, children)
    name = f"{district.code}_{slug(district.short_name)}_{tag}.xlsx"
    return SourceFile(name, _workbook(sheets))


def _one_sheet(district: District, children: Sequence[Child]) -> dict[str, list[Row]]:
    header = (
        "STT", "Họ và tên", "Giới tính", "Ngày sinh", "Nơi sinh", "Dân tộc", "Trường", "Lớp",
        "Xếp loại TN", "Số vào sổ cấp bằng", "Mã định danh Bộ GD&ĐT", "Số định danh cá nhân",
        "Chỗ ở hiện nay", "Họ tên cha/mẹ", "Điện thoại", "Diện", "Ghi chú",
    )  # fmt: skip
    rows = [
        (
            number, c.full_name, _gender(c.gender), f"{c.born_on:%d/%m/%Y}", c.birth_place,
            c.ethnicity, c.school.name, c.class_name, c.classification, c.register_number,
            c.moet_code, c.personal_id, c.residence, c.guardian, c.phone, c.priority, "",
        )
        for number, c in enumerate(children, start=1)
    ]  # fmt: skip
    head = _district_head(district)
    return {"DS tốt nghiệp": [*head, header, *rows, *_graduates_end(len(rows))]}


def _sheet_per_school(district: District, children: Sequence[Child]) -> dict[str, list[Row]]:
    header = (
        "STT", "HỌ VÀ TÊN", "Nữ", "Ngày, tháng, năm sinh", "Nơi sinh", "Dân tộc", "Lớp",
        "Xếp loại tốt nghiệp", "Số vào sổ", "Mã học sinh", "Hộ khẩu thường trú", "Người giám hộ",
        "SĐT liên hệ", "Ghi chú",
    )  # fmt: skip
    sheets: dict[str, list[Row]] = {}
    for school in dict.fromkeys(child.school for child in children):
        own = [child for child in children if child.school == school]
        rows = [
            (
                number, c.full_name, "x" if c.is_female else "", c.born_on, c.birth_place,
                c.ethnicity, c.class_name, c.classification, c.register_number, c.moet_code,
                c.residence, c.guardian, c.phone, c.priority,
            )
            for number, c in enumerate(own, start=1)
        ]  # fmt: skip
        head = [
            (f"UBND {district.name.upper()}", "", "", "", "", MOTTO[0]),
            (f"TRƯỜNG {school.name.upper()}", "", "", "", "", MOTTO[1]),
            (),
            ("", f"DANH SÁCH HỌC SINH TỐT NGHIỆP THCS NĂM HỌC {COHORT_YEAR - 1}-{COHORT_YEAR}"),
            (),
        ]
        sheets[school.name[:31]] = [*head, header, *rows, *_graduates_end(len(rows))]
    return sheets


def _parts_apart(district: District, children: Sequence[Child]) -> dict[str, list[Row]]:
    """Name, birth date and address each in several columns, and numbers under the header."""
    header = (
        "STT", "Số vào sổ cấp bằng", "Họ và tên đệm", "Tên", "Ngày", "Tháng", "Năm sinh",
        "Giới tính", "Dân tộc", "Lớp", "Trường THCS", "Xếp loại TN", "Ấp/khu phố",
        "Xã/phường/thị trấn", "Huyện", "Mã định danh Bộ GD&ĐT", "Số định danh cá nhân",
        "Họ tên cha/mẹ/người giám hộ", "Số điện thoại", "Ghi chú",
    )  # fmt: skip
    rows = []
    for number, c in enumerate(children, start=1):
        first, _, given = c.full_name.rpartition(" ")
        home = (c.hamlet, c.commune.name, c.commune.district.name) if c.commune else _outside(c)
        rows.append(
            (
                number, c.register_number, first, given, c.born_on.day, c.born_on.month,
                c.born_on.year, _gender(c.gender), c.ethnicity, c.class_name, c.school.name,
                c.classification, *home, c.moet_code, c.personal_id, c.guardian, c.phone,
                c.priority,
            )
        )  # fmt: skip
    numbers = tuple(f"({i})" for i in range(1, len(header) + 1))
    head = _district_head(district)
    return {"Danh sách": [*head, header, numbers, *rows, *_graduates_end(len(rows))]}


def _outside(child: Child) -> tuple[str, str, str]:
    commune, district = child.outside.split(", ", 1)
    return "", commune, district


def _district_head(district: District) -> list[Row]:
    return [
        (f"UBND {district.name.upper()}", "", "", "", "", MOTTO[0]),
        ("PHÒNG GIÁO DỤC VÀ ĐÀO TẠO", "", "", "", "", MOTTO[1]),
        (),
        ("", f"DANH SÁCH HỌC SINH TỐT NGHIỆP THCS NĂM HỌC {COHORT_YEAR - 1}-{COHORT_YEAR}"),
        ("", f"(Kèm theo Quyết định của Phòng GD&ĐT {district.short_name}; dữ liệu minh họa)"),
        (),
    ]


def _graduates_end(number: int) -> list[Row]:
    return [(), ("", f"Tổng cộng danh sách có {number} học sinh."), ("", "", "", "NGƯỜI LẬP BẢNG")]


def roster_workbook(
    school: DemoSchool, children: Sequence[Child], *, seed: int, tag: str
) -> SourceFile:
    """What the institution sends: fewer columns, own habits, some rows spelled differently."""
    random = Random(f"{seed}:{school.code}")
    rows = [_roster_row(child, random) for child in children]
    rows += [_outsider(child, random) for child in children if random.random() < 0.03]
    random.shuffle(rows)
    if random.random() < 0.08:
        rows = [_without_accents(row) for row in rows]
    header, cells = (_plain_roster, _parted_roster, _capital_roster)[random.randrange(_LAYOUTS)](
        rows
    )
    lines = [*_roster_head(school), header, *cells, (), ("", f"Tổng số: {len(cells)} học sinh")]
    name = f"{school.code}_{slug(school.name)}_{tag}.xlsx"
    return SourceFile(name, _workbook({"DS": lines}))


def _roster_row(child: Child, random: Random) -> RosterRow:
    drawn = random.random()
    if random.random() < 0.03:
        return _hurried(child, random)
    born_on: date | None = child.born_on
    if drawn < 0.006:
        born_on = None
    elif drawn < 0.018 and child.born_on.day <= 12:
        born_on = date(child.born_on.year, child.born_on.day, child.born_on.month)
    name = mistyped(random, child.full_name) if random.random() < 0.015 else child.full_name
    return RosterRow(
        full_name=name,
        born_on=born_on,
        gender=child.gender,
        school=child.school.name if random.random() < 0.96 else "",
        residence=child.residence if random.random() < 0.92 else "",
        guardian=child.guardian if random.random() < 0.6 else "",
        phone=child.phone if random.random() < 0.5 else "",
        moet_code=child.moet_code if random.random() < 0.5 else "",
    )


def _hurried(child: Child, random: Random) -> RosterRow:
    """Copied by hand from an application: the name or the day misread, and little else noted."""
    is_misheard = random.random() < 0.5
    born_on = child.born_on
    return RosterRow(
        full_name=mistyped(random, child.full_name) if is_misheard else child.full_name,
        born_on=born_on if is_misheard else _misread(born_on),
        gender=child.gender,
        school="",
        residence="",
        guardian="",
        phone="",
        moet_code="",
    )


def _misread(born_on: date) -> date:
    """A day of the month after: what is left to tell the child by is the name."""
    return born_on.replace(day=born_on.day % 28 + 1, month=born_on.month % 12 + 1)


def _outsider(child: Child, random: Random) -> RosterRow:
    """A pupil of an earlier year or of another province, who is nobody of this cohort."""
    first, _, given = child.full_name.rpartition(" ")
    return RosterRow(
        full_name=f"{first} {random.choice(('Hoài', 'Bền', 'Thạnh', 'Kha'))} {given}",
        born_on=date(COHORT_YEAR - 17, random.randint(1, 12), random.randint(1, 28)),
        gender=child.gender,
        school=random.choice(("THCS Đồi Cát (Tây Ninh)", "THCS Mũi Thuyền (Tiền Giang)")),
        residence="",
        guardian="",
        phone="",
        moet_code="",
    )


def _without_accents(row: RosterRow) -> RosterRow:
    def plain(text: str) -> str:
        return " ".join(fold(text).split()).title()

    return RosterRow(
        plain(row.full_name), row.born_on, row.gender, row.school and _plain_school(row.school),
        "", plain(row.guardian), row.phone, row.moet_code,
    )  # fmt: skip


def _plain_school(name: str) -> str:
    kind, _, words = name.partition(" ")
    return f"{kind} {fold(words).title()}"


def _plain_roster(rows: Sequence[RosterRow]) -> tuple[Row, list[Row]]:
    header = (
        "STT", "Họ và tên", "Ngày sinh", "Giới tính", "Trường THCS đã học", "Mã học sinh",
        "Số ĐT liên hệ", "Ghi chú",
    )  # fmt: skip
    return header, [
        (n, r.full_name, _day(r, "%d/%m/%Y"), _gender(r.gender), r.school, r.moet_code, r.phone, "")
        for n, r in enumerate(rows, start=1)
    ]


def _parted_roster(rows: Sequence[RosterRow]) -> tuple[Row, list[Row]]:
    header = ("TT", "Họ và đệm", "Tên", "Nữ", "Sinh ngày", "Nơi ở hiện nay", "HS trường", "Ghi chú")
    cells = []
    for number, row in enumerate(rows, start=1):
        first, _, given = row.full_name.rpartition(" ")
        mark = "x" if row.gender == "F" else ""
        written = (first, given, mark, _day(row, "%d.%m.%Y"), row.residence, row.school, "")
        cells.append((number, *written))
    return header, cells


def _capital_roster(rows: Sequence[RosterRow]) -> tuple[Row, list[Row]]:
    header = (
        "Số TT", "HỌ VÀ TÊN", "Ngày sinh", "Phái", "Hộ khẩu thường trú", "Nơi học lớp 9",
        "Họ tên cha/mẹ", "Ghi chú",
    )  # fmt: skip
    return header, [
        (
            n, r.full_name.upper(), r.born_on or "", _gender(r.gender), r.residence, r.school,
            r.guardian, "",
        )
        for n, r in enumerate(rows, start=1)
    ]  # fmt: skip


def _roster_head(school: DemoSchool) -> list[Row]:
    title = {
        SchoolKind.VOCATIONAL: f"DANH SÁCH HỌC SINH HỆ TRUNG CẤP KHÓA {COHORT_YEAR}-2023",
        SchoolKind.CONTINUING: f"DANH SÁCH HỌC VIÊN LỚP 10 GDTX NĂM HỌC {SCHOOL_YEAR}",
    }.get(school.kind, f"DANH SÁCH HỌC SINH LỚP 10 NĂM HỌC {SCHOOL_YEAR}")
    name = school.name.upper().replace("TTGDTX", "TRUNG TÂM GDTX")
    place = school.district.short_name if school.district else school.province
    return [
        ("SỞ GIÁO DỤC VÀ ĐÀO TẠO", "", "", "", MOTTO[0]),
        (name if name.startswith("TRUNG TÂM") else f"TRƯỜNG {name}", "", "", "", MOTTO[1]),
        ("", "", "", "", f"{place}, ngày 28 tháng 9 năm {COHORT_YEAR}"),
        ("", title),
        ("", "(Dữ liệu minh họa)"),
        (),
    ]


def _gender(code: str) -> str:
    return "Nữ" if code == "F" else "Nam"


def _day(row: RosterRow, form: str) -> str:
    return row.born_on.strftime(form) if row.born_on else ""


def _workbook(sheets: dict[str, list[Row]]) -> bytes:
    stream = io.BytesIO()
    with Workbook(stream, {"in_memory": True, "default_date_format": "dd/mm/yyyy"}) as workbook:
        workbook.set_properties({"created": _WRITTEN_AT})
        for name, rows in sheets.items():
            _fill(workbook.add_worksheet(name), rows)
    return stream.getvalue()


def _fill(sheet: Worksheet, rows: Sequence[Row]) -> None:
    """Codes and phones are text, or a spreadsheet would eat their zeros."""
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            if isinstance(value, date):
                sheet.write_datetime(number, column, value)
            elif isinstance(value, str) and value:
                sheet.write_string(number, column, value)
            elif isinstance(value, int):
                sheet.write_number(number, column, value)
