from datetime import date

import pytest

from documents.wording import held_back_note, in_sentence, long_day_or_blank


@pytest.mark.parametrize(
    ("unit_name", "expected"),
    [
        ("Xã Mỹ Lệ", "xã Mỹ Lệ"),
        ("Thị trấn Hiệp Hòa", "thị trấn Hiệp Hòa"),
        ("Thị xã Kiến Tường", "thị xã Kiến Tường"),
        ("Thành phố Tân An", "thành phố Tân An"),
        ("Huyện Đức Hòa", "huyện Đức Hòa"),
        ("Phường Tân Khánh", "phường Tân Khánh"),
        ("Phường 1", "Phường 1"),
        ("Chưa rõ nơi ở", "Chưa rõ nơi ở"),
        ("–", "–"),
        ("", ""),
    ],
)
def test_in_sentence_lowers_the_kind_of_unit_unless_it_is_numbered(unit_name, expected):
    assert in_sentence(unit_name) == expected


def test_long_day_or_blank_leaves_dots_for_the_hand():
    assert long_day_or_blank(None, 2020) == "ngày … tháng … năm 2020"
    assert long_day_or_blank(date(2021, 1, 5), 2020) == "ngày 05 tháng 01 năm 2021"


def test_held_back_note_counts_in_vietnamese_style():
    assert "1.204 học sinh" in held_back_note(1204)
