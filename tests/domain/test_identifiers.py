"""Codes, phones, register numbers and sex as cells hold them."""

from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.identifiers import (
    AmbiguousGender,
    Gender,
    Reading,
    UnreadableGender,
    plain_text,
    read_gender,
    read_moet_code,
    read_personal_id,
    read_phone,
    read_register_number,
)

ZERO_LOST = "đã thêm lại số 0 bị mất ở đầu"
DISAGREES = "số định danh không khớp"
LOST_CELLS = ["8.00E+09", "8,00E+09", "8.00e9", "8E+9", "8.0028049E+09"]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, ""), (float("nan"), ""), (float("inf"), ""), (7.0, "7"), (7, "7"), (7.5, "7.5"),
        (8002804982.0, "8002804982"), (Decimal("7.00"), "7"), (True, "TRUE"), (False, "FALSE"),
        (date(2005, 9, 5), "05/09/2005"),
        (datetime.fromisoformat("2005-09-05T07:30"), "05/09/2005"),
        (" Ấp\u00a06\n", "Ấp 6"), ("9A1\x00", "9A1"), ("007", "007"),
    ],
)  # fmt: skip
def test_plain_text_cell(value: object, expected: str) -> None:
    assert plain_text(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("8002804982", "8002804982"), (8002804982, "8002804982"), (8002804982.0, "8002804982"),
        ("8002804982.0", "8002804982"), ("'0102804982", "0102804982"),
        ("80 0280 4982", "8002804982"), ("8.002804982E+09", "8002804982"), (None, ""), ("-", ""),
        ("không có", ""), ("Chưa có", ""),
    ],
)  # fmt: skip
def test_read_moet_code_whole(value: object, expected: str) -> None:
    assert read_moet_code(value) == Reading(expected)


@pytest.mark.parametrize("value", ["102804982", 102804982, 102804982.0])
def test_read_moet_code_puts_back_the_zero(value: object) -> None:
    assert read_moet_code(value) == Reading("0102804982", ZERO_LOST)


@pytest.mark.parametrize("value", [*LOST_CELLS, 8000000000.0])
def test_read_moet_code_lost_digits(value: object) -> None:
    reading = read_moet_code(value)
    assert reading.value == ""
    assert "mất các chữ số cuối" in reading.warning


@pytest.mark.parametrize("value", ["80280", "80028049821", "80A2804982", "080205456309"])
def test_read_moet_code_keeps_odd_shapes(value: str) -> None:
    reading = read_moet_code(value)
    assert reading.value == value
    assert "10 chữ số" in reading.warning


@given(st.integers(0, 99).map(lambda n: f"{n:02d}"), st.integers(1, 99999999))
def test_read_moet_code_survives_a_number_cell(province: str, rest: int) -> None:
    code = f"{province}{rest:08d}"
    reading = read_moet_code(float(code))
    if code[0] != "0" and not code.endswith("000000"):
        assert reading == Reading(code)
    elif code[0] == "0":
        assert reading.warning


@pytest.mark.parametrize(
    ("value", "birth_year", "gender", "expected"),
    [
        ("080205456309", 2005, "M", Reading("080205456309")),
        ("080305456309", 2005, Gender.FEMALE, Reading("080305456309")),
        ("080099456309", 1999, "M", Reading("080099456309")),
        ("080205456309", None, "", Reading("080205456309")),
        (80205456309.0, 2005, "M", Reading("080205456309", ZERO_LOST)),
        (1205456309, 2005, "M", Reading("001205456309", ZERO_LOST)),
        ("301234567", 2005, "M", Reading("301234567")),
        (24567890, 2005, "M", Reading("024567890", ZERO_LOST)),
        ("080205456309", 2004, "M", Reading("080205456309", f"{DISAGREES} năm sinh 2004")),
        ("080305456309", 2005, "M", Reading("080305456309", f"{DISAGREES} giới tính")),
        ("", 2005, "M", Reading("")),
    ],
)  # fmt: skip
def test_read_personal_id_cell(
    value: object, birth_year: int | None, gender: str, expected: Reading
) -> None:
    assert read_personal_id(value, birth_year=birth_year, gender=gender) == expected


def test_read_personal_id_warns_of_everything_at_once() -> None:
    reading = read_personal_id(99305456309, birth_year=2004, gender="M")
    assert reading.value == "099305456309"
    assert reading.warning.count(";") == 3


@pytest.mark.parametrize("value", ["0802054563091", "08020545630A", "12345"])
def test_read_personal_id_keeps_odd_shapes(value: str) -> None:
    assert read_personal_id(value) == Reading(value, "số định danh cá nhân phải có 12 chữ số")


@pytest.mark.parametrize("value", ["8.02E+10", "8,02054563E+10", 80200000000.0])
def test_read_personal_id_lost_digits(value: object) -> None:
    assert read_personal_id(value).value == ""
    assert read_personal_id(value).warning


@given(st.integers(1, 96), st.integers(1980, 2029), st.sampled_from(Gender), st.integers(0, 999999))
def test_read_personal_id_agrees_with_its_parts(
    province: int, year: int, gender: Gender, serial: int
) -> None:
    sex = (year // 100 - 19) * 2 + (gender is Gender.FEMALE)
    number = f"{province:03d}{sex}{year % 100:02d}{serial:06d}"
    assert read_personal_id(number, birth_year=year, gender=gender) == Reading(number)
    assert read_personal_id(number, birth_year=year + 1).warning


@pytest.mark.parametrize(
    "value",
    [
        "0987654321", 987654321, 987654321.0, "987654321", "+84987654321", "84987654321",
        "+84 98 765 43 21", "(+84) 987.654.321", "+84 (0)987654321", "0987.654.321", "0987-654-321",
        "098 765 4321", "84 987 6543 21", "'0987654321",
    ],
)  # fmt: skip
def test_read_phone_one_number(value: object) -> None:
    assert read_phone(value) == Reading("0987654321")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("01652345678", "0352345678"), ("01202345678", "0702345678"), ("01212345678", "0792345678"),
        ("01232345678", "0832345678"), ("01292345678", "0822345678"), ("01862345678", "0562345678"),
        ("01882345678", "0582345678"), ("01992345678", "0592345678"), (1692345678, "0392345678"),
        ("+841652345678", "0352345678"),
    ],
)  # fmt: skip
def test_read_phone_plan_of_2018(old: object, new: str) -> None:
    assert read_phone(old) == Reading(new)


@pytest.mark.parametrize(
    ("value", "others"),
    [
        ("0987654321/0912345678", "0912345678"),
        ("0987-654-321 - 0912 345 678", "0912345678"),
        ("0987654321; 912345678", "0912345678"),
        ("0987654321 0912345678 01652345678", "0912345678, 0352345678"),
        ("0987654321 (mẹ)", "mẹ"),
        ("0987654321, 0272", "0272"),
    ],
)
def test_read_phone_several(value: str, others: str) -> None:
    assert read_phone(value) == Reading("0987654321", f"còn ghi thêm: {others}")


def test_read_phone_same_number_twice() -> None:
    assert read_phone("0987654321 / 0987 654 321") == Reading("0987654321")


@pytest.mark.parametrize(
    "value",
    ["0272 3826 123", "091234567", "098765432109", "01302345678", "0123", "hỏi cô chủ nhiệm"],
)
def test_read_phone_keeps_other_text(value: str) -> None:
    assert read_phone(value) == Reading(value, "không phải số điện thoại di động 10 chữ số")


@pytest.mark.parametrize("value", [None, "", " - ", "không có", "Không"])
def test_read_phone_blank(value: object) -> None:
    assert read_phone(value) == Reading("")


@given(
    st.from_regex("0[35789][0-9]{8}", fullmatch=True),
    st.lists(st.integers(1, 9), max_size=3),
    st.sampled_from([" ", ".", "-", " . "]),
)
def test_read_phone_ignores_how_it_is_parted(number: str, cuts: list[int], mark: str) -> None:
    places = sorted({0, *cuts, len(number)})
    parted = mark.join(number[a:b] for a, b in pairwise(places))
    assert read_phone(parted) == Reading(number)
    assert read_phone(int(number)) == Reading(number)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("13877/2020", "13877/2020"), (" 03128 / 2020 ", "03128 / 2020"), ("007", "007"),
        (13877, "13877"), (13877.0, "13877"), ("13877.0", "13877"), ("A.12.0", "A.12.0"),
        (None, ""), ("-", ""),
    ],
)  # fmt: skip
def test_read_register_number_cell(value: object, expected: str) -> None:
    assert read_register_number(value) == Reading(expected)


def test_read_register_number_spoilt_by_the_spreadsheet() -> None:
    assert "ngày tháng" in read_register_number(date(2020, 3, 1)).warning
    assert read_register_number("1.39E+05").value == ""


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Nam", Gender.MALE), ("NAM ", Gender.MALE), ("nam.", Gender.MALE), ("Trai", Gender.MALE),
        ("M", Gender.MALE), ("Nữ", Gender.FEMALE), ("NỮ", Gender.FEMALE), ("nu", Gender.FEMALE),
        ("Nu\u031b\u0303", Gender.FEMALE), ("gái", Gender.FEMALE), ("F", Gender.FEMALE),
        ("N÷", Gender.FEMALE), ("NÖÕ", Gender.FEMALE), (None, None), ("", None), (" - ", None),
    ],
)  # fmt: skip
def test_read_gender_cell(value: object, expected: Gender | None) -> None:
    assert read_gender(value) is expected


@pytest.mark.parametrize("value", ["N", "n", " N. "])
def test_read_gender_bare_letter_is_ambiguous(value: str) -> None:
    with pytest.raises(AmbiguousGender, match="Nam hoặc Nữ"):
        read_gender(value)


@pytest.mark.parametrize("value", ["x", "Kinh", 1, "Nam Nữ", "2005"])
def test_read_gender_unreadable(value: object) -> None:
    with pytest.raises(UnreadableGender, match=str(value)):
        read_gender(value)


@given(st.one_of(st.text(), st.integers(), st.floats(), st.none(), st.booleans()))
def test_readings_never_fail(value: object) -> None:
    for read in (read_moet_code, read_personal_id, read_phone, read_register_number):
        reading = read(value)
        assert "\x00" not in reading.value
        assert reading.value == reading.value.strip()
