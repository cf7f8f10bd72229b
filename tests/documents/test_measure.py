import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.measure import line_count, text_width

words = st.lists(st.text(alphabet="abcđêÔW1", min_size=1, max_size=12), min_size=1, max_size=12)


def test_text_width_ignores_marks():
    assert text_width("Hoà", 13) == text_width("Hoa", 13)
    assert text_width("Nguyễn Thị Ngượng", 13) == text_width("Nguyen Thi Nguong", 13)


def test_text_width_of_digits_is_half_the_size():
    assert text_width("0912345678", 13) == pytest.approx(65)


def test_bold_text_is_wider():
    assert text_width("Hoa", 13, bold=True) > text_width("Hoa", 13)


@pytest.mark.parametrize(
    ("text", "room", "lines"),
    [
        ("", 50, 1),
        ("0000", 50, 1),
        ("00000 00000", 66, 2),
        ("00000 00000", 70, 1),
        ("0000000000", 33, 2),
        ("00\n00", 50, 2),
        ("00 0000000000", 33, 3),
    ],
)
def test_line_count_breaks_at_spaces_and_only_then_in_words(text, room, lines):
    assert line_count(text, room, 13) == lines


@given(words, st.integers(20, 200))
def test_line_count_never_needs_more_in_wider_room(parts, room):
    text = " ".join(parts)
    assert line_count(text, room + 1, 13) <= line_count(text, room, 13)


@given(words, st.integers(20, 200))
def test_line_count_gives_the_text_room_enough(parts, room):
    text = " ".join(parts)
    letters = text_width(text.replace(" ", ""), 13)
    assert line_count(text, room, 13) * room >= letters - 0.1
