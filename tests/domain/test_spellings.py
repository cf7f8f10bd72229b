"""Slips in the names of peoples and grades are told; what is right or unknown is not."""

import pytest

from domain.spellings import meant_grade, meant_people

RIGHT = [
    "Kinh", "KINH", "kinh ", "Hoa", "Khmer", "Khơ-me", "Khơ me", "Chăm", "Cham", "Tay", "Mán",
    "H'Mông", "Hmong", "Ê Đê", "Êđê", "S'Tiêng", "Việt", "Kinh (Việt)", "M'Nông",
]  # fmt: skip
ELSE = ["", "Khác", "Nước ngoài", "Không rõ", "9/1", "x", "Mỹ", "K", "Anh", "01", "Hàn Quốc"]


@pytest.mark.parametrize("text", [*RIGHT, *ELSE])
def test_people_that_is_right_or_unlike_any_is_left_alone(text: str) -> None:
    assert meant_people(text) == ""


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Kinhh", "Kinh"),
        ("Kih", "Kinh"),
        ("Kinnh", "Kinh"),
        ("kihn", "Kinh"),
        ("Khmerr", "Khmer"),
        ("Hoaa", "Hoa"),
        ("Chăn", "Chăm"),
    ],
)
def test_misspelt_people_is_told(text: str, people: str) -> None:
    assert meant_people(text) == people


@pytest.mark.parametrize(
    "text",
    ["Giỏi", "GIỎI", "Khá", "Trung bình", "TB", "tb", "Trung Bình", "Xuất sắc", "Tốt", "Đạt",
     "", "G", "8,5", "Đỗ", "Trung bình - khá", "Khá/Tốt", "Loại 1"],
)  # fmt: skip
def test_grade_that_is_right_or_unlike_any_is_left_alone(text: str) -> None:
    assert meant_grade(text) == ""


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        ("Xuất xắc", "Xuất sắc"),
        ("Gỏi", "Giỏi"),
        ("Giỏii", "Giỏi"),
        ("Trung bìn", "Trung bình"),
        ("Trug bình", "Trung bình"),
        ("Khás", "Khá"),
    ],
)
def test_misspelt_grade_is_told(text: str, grade: str) -> None:
    assert meant_grade(text) == grade
