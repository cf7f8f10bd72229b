"""Names: cleaning, keys of comparison, and the order of Vietnamese lists."""

import itertools
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.names import (
    NameParts,
    canonical,
    clean,
    display_name,
    fold,
    has_accents,
    name_key,
    sort_key,
    split_name,
)

SYLLABLES = [
    "Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Võ", "Đặng", "Thị", "Văn", "Ngọc", "Quốc", "Thuý",
    "Hoà", "Mỹ", "Lý", "Quý", "Ân", "Ánh", "Yến", "Đức", "Phước", "Khuê", "Tường", "Vy", "Giang",
]  # fmt: skip
full_names = st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=5).map(" ".join)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("  Nguyễn \u00a0Văn\tAn\r\n", "Nguyễn Văn An"),
        ("Le\u0302\u0301 Na\u0323m", "Lế Nạm"),
        ("Tra\u0301\u0306ng", "Trắng"),
        ("An\x00 \u200bBình\ufeff", "An Bình"),
        ("Phước\u00ad Lộc\u200d", "Phước Lộc"),
        ("Ðỗ Ðình ðạt", "Đỗ Đình đạt"),
        ("An\ud800", "An"),
        ("\u202dAn\u202c\u2028Bình", "An Bình"),
        ("", ""),
    ],
)
def test_clean_text(written: str, expected: str) -> None:
    assert clean(written) == expected


@given(st.text())
def test_clean_is_storable_and_stable(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert "\x00" not in once
    once.encode("utf-8")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Nguyễn  Thị-Hoà", "nguyen thi hoa"),
        ("ĐẶNG ĐÌNH ĐỨC", "dang dinh duc"),
        ("Nguye\u0302\u0303n", "nguyen"),
        ("TH&THCS T. Thạnh", "th thcs t thanh"),
        ("Ấp 6, Phường 5", "ap 6 phuong 5"),
        ("K'Brơi", "k broi"),
        ("An\u00adh Ba\u200bo", "anh bao"),
        ("ÐỖ ðạt", "do dat"),
        ("Straße_Müller", "strasse muller"),
        (" .,- ", ""),
        ("ភ្នំ", "ភ្នំ"),
    ],
)
def test_fold_text(written: str, expected: str) -> None:
    assert fold(written) == expected


def test_fold_every_vietnamese_letter() -> None:
    for base, marks, tone in itertools.product(
        "aeiouyAEIOUY", ("", "\u0302", "\u0306", "\u031b"), ("", *"\u0300\u0309\u0303\u0301\u0323")
    ):
        for form in ("NFC", "NFD"):
            assert fold(unicodedata.normalize(form, base + marks + tone)) == base.lower()


@given(st.text())
def test_fold_is_idempotent_words(text: str) -> None:
    folded = fold(text)
    assert fold(folded) == folded
    assert folded == " ".join(folded.split())


@given(full_names)
def test_fold_ignores_form_case_and_cleaning(name: str) -> None:
    spread = unicodedata.normalize("NFD", name.upper()).replace(" ", " \u00a0 ")
    assert fold(spread) == fold(name) == fold(clean(name))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Lý", "Lí"), ("Mỹ", "MĨ"), ("Quý", "Quí"), ("Sĩ", "Sỹ"), ("Ý", "Í"), ("Kỳ", "Kì"),
        ("Hỷ", "Hỉ"), ("Tỷ", "Tỉ"), ("Vy", "Vi"), ("Quỳnh", "Quình"),
    ],
)  # fmt: skip
def test_name_key_joins_interchangeable_spellings(one: str, other: str) -> None:
    assert name_key(f"Nguyễn {one} An") == name_key(f"Nguyễn {other} An")
    assert canonical(f"Nguyễn {one} An") == canonical(f"Nguyễn {other} An")


@pytest.mark.parametrize(
    ("one", "other"),
    [("Mai", "May"), ("Thúy", "Thúi"), ("Hai", "Hay"), ("Tay", "Tai"), ("Thuỷ", "Thủi")],
)
def test_name_key_keeps_different_sounds(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)
    assert canonical(one) != canonical(other)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Thuý Hòa", "thuy4 hoa1"),
        ("Thúy  HOÀ", "thuy4 hoa1"),
        ("Nguyễn Đức Ân", "nguyên3 đưc4 ân0"),
        ("Lí-Thị", "ly4 thi5"),
        ("Bảo An", "bao2 an0"),
        ("Ấp 6", "âp4 60"),
        ("Müller", "muller0"),
        ("", ""),
    ],
)
def test_canonical_text(written: str, expected: str) -> None:
    assert canonical(written) == expected


@given(full_names)
def test_canonical_ignores_form_and_case(name: str) -> None:
    assert canonical(unicodedata.normalize("NFD", name).upper()) == canonical(name)


@given(full_names)
def test_canonical_says_as_much_as_the_key(name: str) -> None:
    letters = [syllable[:-1] for syllable in canonical(name).split()]
    assert name_key(" ".join(letters)) == name_key(name)


def test_canonical_tells_accents_apart() -> None:
    forms = ["Lan", "Lân", "Lăn", "Làn", "Lán", "Lản", "Lãn", "Lạn", "Lần"]
    assert len({canonical(form) for form in forms}) == len(forms)


@pytest.mark.parametrize(
    "listed",
    [
        ["An", "Àn", "Ản", "Ãn", "Án", "Ạn", "Anh", "Ánh", "Ăn", "Ân", "Ấn", "Bảo"],
        ["Da", "Dũng", "Đa", "Đăng", "Đông", "Em"],
        ["Em", "Én", "Êm", "Giang"],
        ["Oanh", "Ông", "Ơn", "Phúc"],
        ["Tu", "Tú", "Tuấn", "Tùng", "Tư", "Từ", "Tường"],
        ["Hà", "Hai", "Hải", "Hoa", "Hoà"],
        ["Lê Thị An", "Nguyễn An", "Nguyễn Bảo An", "Nguyễn Thị An", "Phạm Ân", "An Bình"],
        ["Lê Văn An", "Lê Vân An", "Lê An Ân"],
    ],
)
def test_sort_key_orders_lists(listed: list[str]) -> None:
    backwards = listed[::-1]
    assert sorted(backwards, key=sort_key) == listed


def test_sort_key_orders_given_then_family_then_middle() -> None:
    listed = ["Trần An", "Đỗ Bình", "Lê Thị Bình", "Lê Văn Bình", "Trần Anh Bình"]
    backwards = listed[::-1]
    assert sorted(backwards, key=sort_key) == listed


def test_sort_key_ignores_letter_case() -> None:
    assert sort_key("NGUYỄN THỊ ÁNH") == sort_key("Nguyễn Thị Ánh")


@given(st.one_of(full_names, st.text()))
def test_sort_key_is_safe_for_any_collation(name: str) -> None:
    assert re.fullmatch("[a-z0-9]*", sort_key(name))


@given(full_names, full_names)
def test_sort_key_equal_only_for_the_same_words(one: str, other: str) -> None:
    # A two-word name is read family-given, so only its order can hide a difference: none here.
    if sort_key(one) == sort_key(other):
        assert one.split() == other.split()


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Nguyễn Thị  Hoà An", NameParts("Nguyễn", "Thị Hoà", "An")),
        ("Lê An", NameParts("Lê", "", "An")),
        ("An", NameParts("", "", "An")),
        ("  ", NameParts("", "", "")),
    ],
)
def test_split_name_parts(written: str, expected: NameParts) -> None:
    assert split_name(written) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Nguyen Van An", False), ("Nguyễn", True), ("DUC", False), ("ĐUC", True), ("Đ", True),
        ("Tu\u031b", True), ("2020", False), ("", False), ("Ho\u0300a", True),
        ("Mu\u0308ller", False),
    ],
)  # fmt: skip
def test_has_accents_text(written: str, expected: bool) -> None:
    assert has_accents(written) is expected


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("NGUYỄN THỊ ÁNH", "Nguyễn Thị Ánh"),
        ("ĐỖ  ÂN", "Đỗ Ân"),
        ("Nguyễn Văn An", "Nguyễn Văn An"),
        ("nguyễn văn an", "nguyễn văn an"),
        ("K'Brêu", "K'Brêu"),
    ],
)
def test_display_name_only_calms_capitals(written: str, shown: str) -> None:
    assert display_name(written) == shown
