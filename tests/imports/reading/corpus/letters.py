"""What stands above and below a list, and the old encodings a file may be in."""

import unicodedata

from domain.legacy import Encoding, encode
from domain.names import TONE_MARKS
from tests.imports.reading.corpus.pages import Rows

MOTTO: Rows = [
    ["UBND HUYỆN CẦN ĐƯỚC", "", "", "", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
    ["PHÒNG GIÁO DỤC VÀ ĐÀO TẠO", "", "", "", "Độc lập - Tự do - Hạnh phúc"],
    ["", "", "", "", "Cần Đước, ngày 20 tháng 7 năm 2020"],
    [],
    ["DANH SÁCH HỌC SINH TỐT NGHIỆP THCS NĂM HỌC 2019-2020"],
    ["(Kèm theo Quyết định số 345/QĐ-PGDĐT ngày 20 tháng 7 năm 2020 của Trưởng phòng GDĐT)"],
    [],
]
OF_SCHOOL: Rows = [
    ["PHÒNG GD&ĐT CẦN ĐƯỚC"],
    ["TRƯỜNG THCS LONG HÒA"],
    [],
    ["DANH SÁCH HỌC SINH ĐƯỢC CÔNG NHẬN TỐT NGHIỆP THCS"],
    ["Năm học: 2019 - 2020"],
    [],
]
OF_ROSTER: Rows = [
    ["SỞ GD&ĐT LONG AN", "", "", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
    ["TRƯỜNG THPT CẦN ĐƯỚC", "", "", "Độc lập – Tự do – Hạnh phúc"],
    [],
    ["DANH SÁCH HỌC SINH LỚP 10 NĂM HỌC 2020-2021"],
    ["Tính đến ngày 15/9/2020"],
    [],
]
SIGNATURES: Rows = [
    [],
    ["", "Tổng cộng danh sách có 8 học sinh (trong đó nữ: 4)"],
    ["", "", "", "Cần Đước, ngày 22 tháng 7 năm 2020"],
    ["", "Người lập biểu", "", "HIỆU TRƯỞNG"],
    ["", "(Ký, ghi rõ họ tên)", "", "(Ký tên, đóng dấu)"],
    [],
    ["", "Trần Thị Ngọc Hân", "", "Nguyễn Văn Bảy"],
]
STATISTICS: Rows = [
    ["Tổng số học sinh:", "", 8],
    ["Trong đó:", "Giỏi:", 2, "Khá:", 3, "Trung bình:", 3],
    ["", "Nữ:", 4, "Dân tộc:", 1],
    [],
    ["Ghi chú:"],
    ["- Cột (8): ghi rõ hộ nghèo, hộ cận nghèo."],
    ["- Danh sách lập thành 03 bản, đơn vị lưu 01 bản."],
    ["", "KT. TRƯỞNG PHÒNG"],
    ["", "PHÓ TRƯỞNG PHÒNG"],
    ["", "Lê Thị Mỹ Duyên"],
]


def in_old_font(rows: Rows, encoding: Encoding) -> Rows:
    """The texts of the rows as an old font stores them."""
    return [[encode(c, encoding) if isinstance(c, str) else c for c in row] for row in rows]


def in_1258(text: str) -> bytes:
    """Text in Windows-1258, whose five tones are marks of their own."""
    spelt = []
    for letter in unicodedata.normalize("NFC", text):
        try:
            letter.encode("cp1258")
            spelt.append(letter)
        except UnicodeEncodeError:
            spread = unicodedata.normalize("NFD", letter)
            base = "".join(mark for mark in spread if mark not in TONE_MARKS)
            tone = "".join(mark for mark in spread if mark in TONE_MARKS)
            spelt += [unicodedata.normalize("NFC", base), tone]
    return "".join(spelt).encode("cp1258")
