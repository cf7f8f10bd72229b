"""The reader says what it understood and why, and what it is not sure of."""

import pytest

from domain.legacy import Encoding, encode
from imports.reading import Level, UnreadableFile, read_tables, read_workbook
from imports.reading.columns import GRADUATE_COLUMNS
from tests.imports.reading.books import HEADER, PUPILS, Rows, codes, graduates, records, roster
from tests.imports.reading.corpus.layouts import LAYOUTS
from tests.imports.reading.test_corpus import faults


def _said(rows: Rows, sheet: str = "DS") -> list[str]:
    return graduates(rows, sheet=sheet).tables[0].explanation.sentences()


def test_explanation_tells_header_columns_and_end() -> None:
    rows: Rows = [
        ["TRƯỜNG THCS TÂN AN"], [*HEADER[:5], "Năng khiếu"], *[[*r[:5], "Vẽ"] for r in PUPILS],
        ["", "Tổng cộng: 3 học sinh"],
    ]  # fmt: skip
    said = _said(rows)
    assert said[0] == "Trang “DS”: tiêu đề cột ở dòng 2."
    assert "Cột B “Họ và tên” là Họ và tên: đúng tên cột thường dùng." in said
    assert "Cột F “Năng khiếu”: phần mềm không dùng, giữ kèm theo dòng." in said
    assert "Trường: lấy ở cột E." in said
    assert "Đọc 3 học sinh, từ dòng 3 đến dòng 5." in said
    assert said[-1] == "Danh sách kết thúc: đến dòng 6 “Tổng cộng: 3 học sinh”."


@pytest.mark.parametrize(
    ("heading", "reason"),
    [
        ("Ngày sinh (dd/mm/yyyy) *", "gần với “Ngày sinh”"),
        ("Ngày sihn", "gần với “Ngày sinh”"),
        ("Sinh ngày", "đúng tên cột thường dùng"),
    ],
)
def test_explanation_gives_the_reason_of_a_column(heading: str, reason: str) -> None:
    rows: Rows = [["Họ và tên", heading], ["Lê An", "1/2/2005"]]
    assert f"Cột B “{heading}” là Ngày sinh: {reason}." in _said(rows)


@pytest.mark.parametrize(
    ("rows", "sheet", "said"),
    [
        ([["DANH SÁCH LỚP 9A1"], HEADER[:4]], "DS", "Lớp: lấy ở tiêu đề danh sách (“9A1”)."),
        ([HEADER[:4]], "9A1", "Lớp: lấy ở tên trang (“9A1”)."),
        ([HEADER[:4], ["Lớp 9A1"]], "DS", "Lớp: lấy ở các dòng tên lớp xen giữa danh sách."),
        ([HEADER[:4]], "DS", "Lớp: không thấy ghi ở đâu."),
        ([HEADER], "DS", "Lớp: lấy ở cột F."),
    ],
)
def test_explanation_tells_where_the_class_comes_from(rows: Rows, sheet: str, said: str) -> None:
    assert said in _said([*rows, *PUPILS], sheet)


def test_explanation_tells_encodings_and_rows_passed_over() -> None:
    rows: Rows = [
        HEADER, ["VD", "Nguyễn Văn A", "Nam", "1/1/2005"],
        *[[row[0], encode(str(row[1]), Encoding.VNI), *row[2:]] for row in PUPILS],
        ["", "Học sinh thi lại"],
    ]  # fmt: skip
    said = _said(rows)
    encodings = next(line for line in said if line.startswith("Bảng mã chữ"))
    assert "cột B dùng VNI-Windows (phông VNI-Times)" in encodings
    assert "Dòng 2: “VD Nguyễn Văn A Nam 1/1/2005” dòng ví dụ của mẫu, không nhập." in said
    assert "Dòng 6: “Học sinh thi lại” không rõ là gì, không nhập." in said


def test_two_columns_of_one_heading_that_contradict_each_other_are_told() -> None:
    rows: Rows = [["Họ và tên", "Ngày sinh", "Ngày sinh"], ["Lê An", "1/2/2005", "1/2/2004"]]
    (issue,) = roster(rows).issues
    assert (issue.code, issue.level, issue.field) == (
        "columns_rival", Level.WARNING, "birth_date",
    )  # fmt: skip
    rows[1][2] = rows[1][1]
    assert codes(roster(rows)) == []


def test_a_column_that_reads_both_ways_beside_converted_ones_is_told() -> None:
    pupils = ["Nguyễn Thị Hoa", "Trần Văn Lộc", "Lê Ngọc Ánh", "Đặng Hữu Phước"]
    header = ["Họ và tên", "Nơi sinh", "Chỗ ở", "Ngày sinh"]
    # "Phóc" is a syllable as it stands, and Phúc in TCVN3; the addresses are Unicode.
    rows: Rows = [header, *[[encode(name, Encoding.TCVN3), "Phóc", "Ấp Đình", "1/2/2005"]
                            for name in pupils]]  # fmt: skip
    told = [issue for issue in graduates(rows).issues if issue.code == "encoding_unsure"]
    assert [issue.level for issue in told] == [Level.WARNING]
    assert "“Phóc” có thể là “Phúc”" in told[0].message


@pytest.mark.parametrize(
    ("name", "code", "level"),
    [
        ("Nguy?n Qu?nh", "name_damaged", Level.ERROR),
        ("=cmd|'/C calc'!A0", "name_doubtful", Level.WARNING),
        ("Lê Văn An 2", "name_doubtful", Level.WARNING),
    ],
)
def test_a_name_that_is_no_name_is_told(name: str, code: str, level: Level) -> None:
    (record,) = records(roster([["Họ và tên", "Lớp"], [name, "10A1"]]))
    assert [(issue.code, issue.level, issue.cell) for issue in record.issues] == [
        (code, level, "A2")
    ]


def test_a_csv_whose_letters_are_lost_is_refused() -> None:
    text = "STT,H? và tên,Ngày sinh\n" + "1,Nguy?n Qu?nh Tr?n,1/2/2005\n" * 5
    with pytest.raises(UnreadableFile, match="mất chữ có dấu"):
        read_tables(read_workbook(text.encode(), "ds.csv"), GRADUATE_COLUMNS)


def test_a_sheet_says_how_its_girls_are_written_when_boys_are_blank() -> None:
    rows: Rows = [["Họ và tên", "Giới tính"], *[[f"Lê Thị {n}", "Nữ"] for n in "ABC"],
                  *[[f"Lê Văn {n}", ""] for n in "DEG"]]  # fmt: skip
    reading = roster(rows)
    assert [record.gender for record in records(reading)] == ["F"] * 3 + ["M"] * 3
    assert codes(reading) == ["gender_blanks"]
    rows[-1][0] = "Trần Thị G"
    assert [record.gender for record in records(roster(rows))] == ["F"] * 3 + [""] * 3


def test_the_corpus_would_notice_a_wrong_value() -> None:
    sample = LAYOUTS["bare, every column"]()
    sample.truth[3]["phone"] = "0900000000"
    assert len(faults(sample)) == 1
    sample.truth.pop()
    assert any("8 rows for 7" in fault for fault in faults(sample))
