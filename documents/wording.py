"""Set phrases of official papers (Decree 30/2020/NĐ-CP) that every paper writes the same way."""

from datetime import date

from domain import formats

NATIONAL_TITLE = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
SIGNER_TITLES = ("KT. TRƯỞNG PHÒNG", "PHÓ TRƯỞNG PHÒNG")
NUMBER_SUFFIX = "PGDĐT"
TO_FILL_IN = "…"
PRIVACY_NOTE = (
    "Danh sách có thông tin cá nhân của trẻ em: chỉ sử dụng cho công việc được giao, "
    "không phổ biến cho người không có trách nhiệm."
)

_UNIT_TYPES = ("Tỉnh ", "Thành phố ", "Thị xã ", "Huyện ", "Thị trấn ", "Phường ", "Xã ")


def in_sentence(unit_name: str) -> str:
    """The name of a unit inside a sentence: "xã Mỹ Lệ", but "Phường 1".

    The decree (annex II) keeps the capital where a number is the unit's name.
    """
    unit_type = next((word for word in _UNIT_TYPES if unit_name.startswith(word)), "")
    if not unit_type or unit_name[len(unit_type) :][:1].isdigit():
        return unit_name
    return unit_name[0].lower() + unit_name[1:]


def long_day_or_blank(day: date | None, year: int) -> str:
    """A day in words, or dots to be filled in by hand on the paper before it is signed."""
    if day is None:
        return f"ngày {TO_FILL_IN} tháng {TO_FILL_IN} năm {year}"
    return formats.long_day(day)


def held_back_note(held_back: int) -> str:
    """Says that some children are not on the list because their match is still undecided."""
    return (
        f"Ngoài ra còn {formats.count(held_back)} học sinh đang chờ kiểm tra đối chiếu, "
        "chưa đưa vào danh sách."
    )
