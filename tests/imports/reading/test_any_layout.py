"""Whatever order the columns stand in and whatever surrounds the list, the same pupils come out."""

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.legacy import Encoding, encode
from imports.reading import ROSTER_COLUMNS, Sheet, Workbook, read_tables
from tests.imports.reading.books import Rows, graduates, names, records

COLUMNS = {
    "ordinal": ["STT", "TT", "Số TT"],
    "full_name": ["Họ và tên", "HỌ VÀ TÊN", "Họ tên học sinh"],
    "gender": ["Giới tính", "Phái", "Nam/Nữ"],
    "birth_date": ["Ngày sinh", "Ngày, tháng, năm sinh", "Sinh ngày"],
    "school": ["Trường", "Trường THCS", "Đơn vị"],
    "class_name": ["Lớp"],
    "moet_code": ["Mã HS", "Mã định danh Bộ GD&ĐT"],
    "phone": ["Điện thoại", "SĐT liên hệ"],
    "note": ["Ghi chú"],
}
NOISE_ABOVE: Rows = [
    [],
    ["UBND HUYỆN CẦN ĐƯỚC", "", "", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
    ["TRƯỜNG THCS LONG HÒA", "", "", "Độc lập - Tự do - Hạnh phúc"],
    ["", "DANH SÁCH HỌC SINH TỐT NGHIỆP NĂM HỌC 2019-2020"],
    ["", "(Kèm theo Quyết định số 12/QĐ-PGDĐT ngày 05 tháng 7 năm 2020)"],
    ["", "Tổng số: 120 học sinh"],
    ["", "THÔNG TIN HỌC SINH"],
    ["Họ và tên hiệu trưởng: Nguyễn Văn Hòa"],
]
NOISE_BELOW: Rows = [
    [],
    ["", "Tổng cộng danh sách có 120 học sinh, trong đó nữ: 60"],
    ["", "", "", "Cần Đước, ngày     tháng 7 năm 2020"],
    ["", "NGƯỜI LẬP BẢNG", "", "HIỆU TRƯỞNG"],
    ["", "(đã ký)", "", "Nguyễn Văn Hòa"],
    ["", "Ấn định danh sách này có một trăm hai mươi học sinh."],
]
_word = st.sampled_from(
    ["Thị", "Văn", "Ngọc", "Đức", "Hoàng", "Quỳnh", "Như", "Ý", "Phước", "Lộc", "Tường", "Vy"]
)
_name = st.builds(
    lambda family, words: " ".join([family, *words]),
    st.sampled_from(["Nguyễn", "Trần", "Lê", "Đỗ", "Tống", "Cổ", "Trương", "Huỳnh"]),
    st.lists(_word, min_size=1, max_size=3),
)


@st.composite
def _pupils(draw: st.DrawFn) -> list[dict[str, object]]:
    found = draw(st.lists(_name, min_size=3, max_size=8))
    days = draw(st.lists(st.dates(), min_size=len(found), max_size=len(found)))
    return [
        {
            "ordinal": float(number),
            "full_name": name,
            "gender": "Nữ" if number % 2 else "Nam",
            "birth_date": f"{day.day}/{day.month}/{2003 + day.year % 4}"
            if day.day < 29
            else "13/2/2005",
            "school": "THCS Long Hòa",
            "class_name": "9/1",
            "moet_code": f"80{number:08d}",
            "phone": "",
            "note": "",
        }
        for number, (name, day) in enumerate(zip(found, days, strict=True), 1)
    ]


@given(
    pupils=_pupils(),
    order=st.permutations(list(COLUMNS)),
    kept=st.sets(st.sampled_from(["ordinal", "school", "phone", "note", "moet_code"])),
    choice=st.integers(0, 5),
    above=st.lists(st.sampled_from(NOISE_ABOVE), max_size=7),
    below=st.lists(st.sampled_from(NOISE_BELOW), max_size=5),
    blank_after=st.integers(0, 7),
    shift=st.integers(0, 2),
    encoding=st.sampled_from(Encoding),
)
@settings(max_examples=150, deadline=None)
def test_read_tables_finds_the_same_pupils_in_any_layout(
    pupils, order, kept, choice, above, below, blank_after, shift, encoding
):
    always = {"full_name", "gender", "birth_date", "class_name"}
    fields = [field for field in order if field in always | kept]
    header = [COLUMNS[field][choice % len(COLUMNS[field])] for field in fields]
    data: Rows = [[pupil[field] for field in fields] for pupil in pupils]
    data.insert(min(blank_after, len(data)), [])
    rows = [*above, header, *data, *below]
    written = [
        [""] * shift + [encode(c, encoding) if isinstance(c, str) else c for c in row]
        for row in rows
    ]
    reading = graduates(written)
    found = records(reading)
    assert [name.lower() for name in names(reading)] == [p["full_name"].lower() for p in pupils]
    assert [record.gender for record in found] == [
        "F" if pupil["gender"] == "Nữ" else "M" for pupil in pupils
    ]
    assert all(record.birth for record in found)
    assert all(record.columns[field].index == fields.index(field) + shift for field in fields
               for record in found)  # fmt: skip
    assert not any(record.issues for record in found)


def test_footer_holds_what_stands_below_the_rows() -> None:
    rows = [
        ["TRƯỜNG THPT ÁNH DƯƠNG"],
        ["STT", "Họ và tên", "Ngày sinh"],
        [1, "Nguyễn Văn An", "05/09/2005"],
        [2, "Trần Thị Bình", "06/09/2005"],
        [],
        ["", "Tổng cộng: 2 học sinh"],
        ["", "", "Long An, ngày 15 tháng 9 năm 2020"],
    ]
    workbook = Workbook("a.xlsx", (Sheet("DS", True, rows),))
    (table,) = read_tables(workbook, ROSTER_COLUMNS).tables
    assert table.letterhead == ("TRƯỜNG THPT ÁNH DƯƠNG",)
    assert table.footer == ("Tổng cộng: 2 học sinh", "Long An, ngày 15 tháng 9 năm 2020")
    assert len(table.records) == 2
