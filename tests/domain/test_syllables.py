"""The shape of Vietnamese syllables."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.names import fold
from domain.syllables import is_syllable

_SYLLABLES = """
    Nguyễn Trần Lê Phạm Huỳnh Hoàng Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đinh Trịnh Trương Lương
    Thị Văn Hữu Đức Quốc Quỳnh Quý Quyên Quyết Quang Quân Quế Khuê Tuệ Tuyết Nguyệt Nghĩa Nghiêm
    Gia Giang Giàu Giấy Gì Gìn Giêng Giết Giữ Ghi Kỳ Khánh Kiệt Cường Yến Yên Ý Ân Ánh Oanh Uyên
    Uyển Út Thuý Thúy Hoà Hòa Khoẻ Khỏe Thuỷ Thủy Huyền Phước Phúc Nhật Nhựt Đặc Tích Mười Năm
    Xuân Luân Ngoan Ngoãn Ngọc Chiều Hiếu Bưởi Rượu Khuya Thuở Khúc Khuỷu huỵch trường học sinh
    phường xã huyện thị trấn ấp khu phố tỉnh ngày tháng lớp tên họ đệm và của
"""
WELL_FORMED = _SYLLABLES.split()


@pytest.mark.parametrize("word", WELL_FORMED)
def test_is_syllable_accepts_vietnamese(word: str) -> None:
    for written in (word, word.upper(), word.lower(), unicodedata.normalize("NFD", word)):
        assert is_syllable(written), written


@given(st.sampled_from(WELL_FORMED))
def test_is_syllable_accepts_words_without_accents(word: str) -> None:
    assert is_syllable(fold(word))


@pytest.mark.parametrize(
    "word",
    # VNI, then TCVN3, read as they stand; then other shapes that are not Vietnamese.
    [
        "Nguyeãn", "Traàn", "Leâ", "Phaïm", "Voõ", "Huyønh", "teân", "Vaên", "Ñöùc", "Thuùy", "Xaõ",
        "NguyÔn", "TrÇn", "Lª", "Ph¹m", "ThÞ", "V¨n", "§øc", "tªn", "häc", "X·", "TR¦êNG", "N÷",
        "Êp", "Müller", "Café", "Hmông", "Krông", "Zoë", "Wang", "Jack", "10A2", "9", "", "m²",
        "THCS", "Tạcp", "Hộcc", "Thòt", "Kà", "Cê", "Nghà", "Ngề", "Quơng", "ńa", "hòà",
        "Nguyễn Văn",
    ],
)  # fmt: skip
def test_is_syllable_refuses_other_shapes(word: str) -> None:
    assert not is_syllable(word)


@pytest.mark.parametrize("stopped", ["hoc", "tich", "hop", "tôt"])
def test_is_syllable_knows_the_tones_of_stopped_rhymes(stopped: str) -> None:
    vowel = next(i for i, letter in enumerate(stopped) if letter in "oiô")
    toned = {
        tone: stopped[: vowel + 1] + tone + stopped[vowel + 1 :]
        for tone in "\u0300\u0309\u0303\u0301\u0323"
    }
    assert [is_syllable(word) for word in toned.values()] == [False, False, False, True, True]
