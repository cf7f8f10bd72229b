"""TCVN3 and VNI-Windows text: conversion, and telling it from Unicode."""

import string
from collections.abc import Callable

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from domain.legacy import Encoding, decode, detect, encode

VIETNAMESE = (
    "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"
)
FAMILIES = ["Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Võ", "Đặng", "Bùi", "Đỗ", "Trương", "Hồ"]
MIDDLES = ["Thị", "Văn", "Hữu", "Ngọc", "Quốc", "Thanh", "Minh", "Mỹ", "Thuý", "Đình", ""]
GIVENS = ["An", "Ánh", "Bảo", "Châu", "Đạt", "Hoà", "Hiếu", "Khuê", "Lộc", "Trúc", "Tường", "Yến"]
full_names = st.tuples(
    st.sampled_from(FAMILIES), st.sampled_from(MIDDLES), st.sampled_from(GIVENS)
).map(lambda parts: " ".join(filter(None, parts)))
columns = st.lists(full_names, min_size=2, max_size=30, unique=True)
legacy = st.sampled_from([Encoding.TCVN3, Encoding.VNI])


@pytest.mark.parametrize(
    ("written", "encoding", "expected"),
    [
        ("Hä tªn häc sinh", Encoding.TCVN3, "Họ tên học sinh"),
        ("Êp 2, X· T©n Mü, HuyÖn §øc Hoµ", Encoding.TCVN3, "Ấp 2, Xã Tân Mỹ, Huyện Đức Hoà"),
        ("Ph\xad\xeang 4", Encoding.TCVN3, "Phường 4"),
        ("NguyÔn ThÞ Thu Tróc", Encoding.TCVN3, "Nguyễn Thị Thu Trúc"),
        ("Hoï teân hoïc sinh", Encoding.VNI, "Họ tên học sinh"),
        ("Xaõ (phöôøng, TT)", Encoding.VNI, "Xã (phường, TT)"),
        ("NGUYEÃN THÒ AÙNH", Encoding.VNI, "NGUYỄN THỊ ÁNH"),
        ("Aùnh, Ñöùc, Lyù, Kyø, Myõ", Encoding.VNI, "Ánh, Đức, Lý, Kỳ, Mỹ"),
        ("Vónh Chaâu A, Taân Höng", Encoding.VNI, "Vĩnh Châu A, Tân Hưng"),
        ("Nguyen Van An 10A2", Encoding.TCVN3, "Nguyen Van An 10A2"),
        ("Hòa", Encoding.UNICODE, "Hòa"),
    ],
)
def test_decode_text(written: str, encoding: Encoding, expected: str) -> None:
    assert decode(written, encoding) == expected


@pytest.mark.parametrize("encoding", list(Encoding))
def test_decode_leaves_what_was_typed_in_unicode(encoding: Encoding) -> None:
    assert decode("Nguyễn Thò Hoà", encoding) == "Nguyễn Thò Hoà"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("TR¦êNG THCS", "TRƯỜNG THCS"),
        ("TR\xad\xeaNG THPT T¢N TRô 4", "TRƯỜNG THPT TÂN TRỤ 4"),
        ("NGUYÔN NH\xad ý", "NGUYỄN NHƯ Ý"),
        ("L£ Tó", "LÊ TÚ"),
        ("Lª Tó", "Lê Tú"),
        ("Tó", "Tú"),
        ("TH&THCS Thñy §«ng", "TH&THCS Thủy Đông"),
        ("THPT Lª Quý §«n", "THPT Lê Quý Đôn"),
        ("NguyÔn ThÞ ¸nh", "Nguyễn Thị Ánh"),
        ("häc sinh ë nhµ", "học sinh ở nhà"),
    ],
)
def test_decode_restores_tcvn3_capitals(written: str, expected: str) -> None:
    assert decode(written, Encoding.TCVN3) == expected


def test_decode_knows_the_marks_of_either_case() -> None:
    assert decode("Traàn TRAÀN TRAàN traÀn", Encoding.VNI) == "Trần TRẦN TRẦN trần"


@pytest.mark.parametrize("letter", VIETNAMESE)
def test_encode_every_letter_is_old_and_comes_back(letter: str) -> None:
    for encoding in (Encoding.TCVN3, Encoding.VNI):
        stored = encode(letter, encoding)
        assert max(stored) <= "\xff"
        assert decode(stored, encoding) == letter
    assert decode(encode(letter.upper(), Encoding.VNI), Encoding.VNI) == letter.upper()
    assert decode(encode(letter.upper(), Encoding.TCVN3), Encoding.TCVN3).lower() == letter


def test_encode_gives_every_letter_its_own_code() -> None:
    for encoding in (Encoding.TCVN3, Encoding.VNI):
        assert len({encode(letter, encoding) for letter in VIETNAMESE}) == len(VIETNAMESE)


@given(
    st.text(VIETNAMESE + VIETNAMESE.upper() + string.digits + string.punctuation + " "),
    legacy,
)
def test_decode_undoes_encode(text: str, encoding: Encoding) -> None:
    decoded = decode(encode(text, encoding), encoding)
    assert decoded.lower() == text.lower()
    if encoding is Encoding.VNI:
        assert decoded == text


@given(columns, st.sampled_from(Encoding), st.sampled_from([str, str.upper, str.lower]))
def test_detect_encoded_columns(
    names: list[str], encoding: Encoding, cased: Callable[[str], str]
) -> None:
    written = [cased(name) for name in names]
    stored = [encode(name, encoding) for name in written]
    assume(any(not name.isascii() for name in stored))
    assert detect(stored) is encoding
    assert [decode(cell, encoding).lower() for cell in stored] == [w.lower() for w in written]


@given(columns, columns, legacy)
def test_detect_needs_a_majority(names: list[str], others: list[str], encoding: Encoding) -> None:
    stored = [encode(name, encoding) for name in names[:2]]
    assert detect([*stored, *names, *names, *others, *others]) is Encoding.UNICODE


@pytest.mark.parametrize(
    "column",
    [
        ["Hä tªn häc sinh"],
        ["N÷", "Nam", "Nam"],
        ["N÷", "x", "x"],
        ["§Æng Thu An"],
        ["Lª An", "Phan Minh"],
        ["Lª V¨n An", "13877/2020", "5/9/2005", "-", ""],
        ["Xa· T©n Mü", "x· §øc Hoµ", "T©n An (cò)"],
    ],
)
def test_detect_tcvn3(column: list[str]) -> None:
    assert detect(column) is Encoding.TCVN3


@pytest.mark.parametrize(
    "column",
    [
        ["Hoï teân hoïc sinh"],
        ["Xaõ (phöôøng, TT)"],
        ["Nöõ", "Nam"],
        ["TH&THCS V. Chaâu A", "THCS H. Ñieàn B"],
        ["Leâ An", "Phan Minh"],
    ],
)
def test_detect_vni(column: list[str]) -> None:
    assert detect(column) is Encoding.VNI


@pytest.mark.parametrize(
    "column",
    [
        [],
        [""],
        ["Nguyễn Thị Hoà", "Trần Văn An"],
        ["NGUYỄN THỊ HOÀ", "Võ Thò"],
        ["Hoà", "Hoài", "Hoàng", "Toàn", "Thoát"],
        ["Hà", "Tú", "Lê", "Võ", "Mã", "Cô", "Bé"],
        ["Hòa Bình", "Hóa", "Thùy"],
        ["Nguye\u0302\u0303n", "Hoa\u0300"],
        ["Nguyen Van An", "Tran Thi Be"],
        ["10A2", "9/1", "8002804982", "2005-09-05", "a@b.vn"],
        ["Müller", "Jürgen", "Zoë", "Chloé", "André", "Peña", "Åse", "Bjørn", "Crème"],
        ["José", "María"],
        ["Hmông", "Krông Nô", "Mnông", "Êđê", "Hrê", "Brâu"],
        ["25 °C", "30 °C", "5÷10", "m²", "½", "«An»", "± 3"],
        ["50 µm", "60 µm", "70 µm"],
        ["µm"],
        ["Nª 1", "Nª 2", "Nª 3"],
        ["§ 1", "§ 2", "© 2020", "® An"],
        ["x", "x", "–", "…"],
        ["Trường THCS “Lê Lợi”", "Nghỉ học – đi làm", "Không rõ…"],
        ["Gò Đen", "Rạch Kiến", "Tầm Vu", "Cầu Voi", "Hậu Nghĩa"],
    ],
)
def test_detect_leaves_unicode_alone(column: list[str]) -> None:
    assert detect(column) is Encoding.UNICODE


@given(st.lists(st.text(max_size=12), max_size=12))
def test_detect_never_converts_plain_or_random_text(texts: list[str]) -> None:
    assert detect([text.encode("ascii", "ignore").decode() for text in texts]) is Encoding.UNICODE
    assert detect(["Nguyễn Thị Hồng Ngọc"] * 20 + texts) is Encoding.UNICODE
