"""Words for where a child is now, as lists of universal education write them."""

import pytest

from domain.outcome import Programme, Stage
from domain.whereabouts import SILENT, Whereabouts, read_whereabouts

P, STUDYING = Programme, Stage.STUDYING


@pytest.mark.parametrize(
    ("status", "place", "programme", "institution"),
    [
        ("Đang học lớp 10 trường THPT Hậu Nghĩa", "", P.UPPER_SECONDARY, "trường THPT Hậu Nghĩa"),
        ("Hiện đang học lớp 10 tại trường THPT Đức Hòa", "", P.UPPER_SECONDARY,
         "trường THPT Đức Hòa"),
        ("Học lớp 10A1 THPT Tân An", "", P.UPPER_SECONDARY, "THPT Tân An"),
        ("Đang học", "THPT Hậu Nghĩa", P.UPPER_SECONDARY, "THPT Hậu Nghĩa"),
        ("", "THPT Hậu Nghĩa", P.UPPER_SECONDARY, "THPT Hậu Nghĩa"),
        ("", "Hậu Nghĩa", None, "Hậu Nghĩa"),
        ("Đang học", "Tại trường Võ Văn Tần", None, "trường Võ Văn Tần"),
        ("Học lớp 10", "", P.UPPER_SECONDARY, ""),
        ("Đang học THPT", "", P.UPPER_SECONDARY, ""),
        ("Học GDTX", "TTGDTX&KTTH Đức Hòa", P.CONTINUING, "TTGDTX&KTTH Đức Hòa"),
        ("Bổ túc THPT", "", P.CONTINUING, ""),
        ("Học nghề", "", P.INTERMEDIATE, ""),
        ("Đang học trung cấp nghề", "Trường Trung cấp nghề Đức Hòa", P.INTERMEDIATE,
         "Trường Trung cấp nghề Đức Hòa"),
        ("Học sơ cấp nghề", "", P.ELEMENTARY, ""),
        ("Sơ cấp", "Trung tâm GDNN Đức Hòa", P.ELEMENTARY, "Trung tâm GDNN Đức Hòa"),
        ("Hệ cao đẳng 9+", "", P.COLLEGE_NINE_PLUS, ""),
        ("Học nghề ngắn hạn", "", P.SHORT_COURSE, ""),
    ],
)  # fmt: skip
def test_study_is_read(
    status: str, place: str, programme: Programme | None, institution: str
) -> None:
    assert read_whereabouts(status, place) == Whereabouts(programme, STUDYING, institution)


@pytest.mark.parametrize(
    ("status", "programme"),
    [
        ("Đi làm", P.WORKING),
        ("Nghỉ học đi làm công nhân", P.WORKING),
        ("Lao động phổ thông", P.WORKING),
        ("Ở nhà", P.AT_HOME),
        ("Nghỉ học, phụ giúp gia đình", P.AT_HOME),
        ("Nghỉ học", P.OTHER_NOT_STUDYING),
        ("Không đi học", P.OTHER_NOT_STUDYING),
        ("Không tiếp tục học", P.OTHER_NOT_STUDYING),
        ("Không học lớp 10", P.OTHER_NOT_STUDYING),
        ("Bỏ học", P.OTHER_NOT_STUDYING),
        ("Đã mất", P.DECEASED),
        ("Định cư nước ngoài", P.ABROAD),
    ],
)
def test_no_study_is_read(status: str, programme: Programme) -> None:
    assert read_whereabouts(status) == Whereabouts(programme)


@pytest.mark.parametrize(
    "text",
    ["", " ", "Tốt nghiệp", "Đã tốt nghiệp THCS", "Đạt", "x", "Chưa rõ", "Chưa có thông tin",
     "Đạt phổ cập", "Chưa liên lạc được", "Nghề phổ thông", "TN THCS"],
)  # fmt: skip
def test_nothing_is_said(text: str) -> None:
    assert read_whereabouts(text) == SILENT
    assert read_whereabouts(text).is_silent


@pytest.mark.parametrize(
    ("status", "place", "problem"),
    [
        ("Đang học", "", "chưa ghi học lớp 10, GDTX hay nghề"),
        ("Đang học lớp 9", "", "lớp của cấp dưới"),
        ("Lưu ban", "", "lớp của cấp dưới"),
        ("Chuyển trường", "", "chưa cho biết nay học ở đâu"),
        ("Tạm vắng", "", "chưa hiểu “Tạm vắng”"),
        ("Nghỉ học", "THPT Hậu Nghĩa", "nhưng nơi học ghi “THPT Hậu Nghĩa”"),
    ],
)
def test_what_is_not_understood_is_said(status: str, place: str, problem: str) -> None:
    read = read_whereabouts(status, place)
    assert problem in read.problem
    assert (read.programme, read.institution) == (None, "")


def test_admission_is_no_study() -> None:
    read = read_whereabouts("Trúng tuyển lớp 10 THPT Hậu Nghĩa, chưa nhập học")
    assert (read.programme, read.stage) == (P.UPPER_SECONDARY, Stage.ADMITTED)


def test_class_tells_the_grade() -> None:
    read = read_whereabouts("Đang học", "Hậu Nghĩa", "10A1")
    assert (read.programme, read.institution) == (P.UPPER_SECONDARY, "Hậu Nghĩa")
    assert read_whereabouts("Đang học", "", "9A1").problem


def test_place_outside_the_province_is_read() -> None:
    read = read_whereabouts("Đang học", "THPT Gò Dầu (ngoài tỉnh)")
    assert (read.institution, read.is_outside) == ("THPT Gò Dầu", True)
