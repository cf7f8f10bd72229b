"""An office's own Word templates: what may stand in them, and the ones that come with us."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from documents import annex, letter
from documents.annex import ANNEX_TEMPLATE
from documents.letter import CHANGES_TEMPLATE, TEMPLATE, Letter
from documents.not_enrolled import NotEnrolledList, NotEnrolledRow
from documents.template_check import template_problem
from outreach.models import TemplateKind

SHIPPED: dict[str, Path] = {
    TemplateKind.LETTER: TEMPLATE,
    TemplateKind.CHANGES: CHANGES_TEMPLATE,
    TemplateKind.ANNEX: ANNEX_TEMPLATE,
}
_OF_LETTER = {"number": "số văn bản", "place_and_day": "nơi, ngày", "recipient": "nơi nhận"}
REQUIRED: dict[str, dict[str, str]] = {
    TemplateKind.LETTER: _OF_LETTER,
    TemplateKind.CHANGES: _OF_LETTER,
    TemplateKind.ANNEX: {"parts": "danh sách học sinh", "reference": "số công văn kèm theo"},
}
MEANINGS: dict[str, str] = {
    "superior_name": "cơ quan chủ quản",
    "office_name": "cơ quan ban hành",
    "issuer": "tên cơ quan trong câu",
    "number": "số, ký hiệu văn bản",
    "place_and_day": "địa danh, ngày tháng năm",
    "recipient": "nơi nhận (Kính gửi)",
    "basis": "căn cứ",
    "commune": "xã, phường, thị trấn",
    "district": "huyện",
    "cohort_year": "năm tốt nghiệp",
    "figures_on": "ngày chốt danh sách",
    "total": "tổng số học sinh; ở phụ lục là dòng tổng cộng",
    "known_out": "số học sinh không tiếp tục học",
    "not_known": "số học sinh chưa có thông tin",
    "held_back": "số học sinh chờ kiểm tra",
    "removed": "số học sinh rút tên",
    "earlier": "công văn đã gửi trước",
    "deadline": "hạn báo kết quả",
    "signer_titles": "quyền hạn, chức vụ người ký (nhiều dòng)",
    "signer_name": "họ tên người ký",
    "copies": "nơi nhận ở cuối văn bản (nhiều dòng)",
    "title": "tên phụ lục",
    "unit_name": "đơn vị của phụ lục",
    "reference": "kèm theo công văn số …",
    "parts": "các phần của danh sách, mỗi phần có title và children",
}


def problem_of(kind: str, content: bytes) -> str:
    """What is wrong with an office's own template of that kind, "" where it can be used."""
    return template_problem(content, sample_fields(kind), REQUIRED[kind])


def meanings_of(kind: str) -> list[tuple[str, str]]:
    """The fields that a template of that kind may ask for, with what they hold."""
    return [(name, MEANINGS[name]) for name in MEANINGS if name in sample_fields(kind)]


def sample_fields(kind: str) -> dict[str, Any]:
    """Every field of that kind of paper, filled with an invented case."""
    if kind == TemplateKind.ANNEX:
        return annex.fields_of(_LIST)
    return letter.fields_of(_LETTER if kind == TemplateKind.LETTER else _CHANGES)


_OFFICE: dict[str, Any] = {
    "cohort_year": 2020,
    "province_name": "Tỉnh Long An",
    "district_name": "Huyện Đức Hòa",
    "district_short": "Đức Hòa",
    "office_name": "PHÒNG GIÁO DỤC VÀ ĐÀO TẠO",
    "superior_name": "UBND HUYỆN ĐỨC HÒA",
    "commune_name": "Xã Mẫu",
}
_DAY = date(2020, 10, 5)
_LETTER = Letter(**_OFFICE, figures_on=_DAY, known_out=2, not_known=3, held_back=1, number="1")
_CHANGES = replace(_LETTER, removed=1, earlier="Công văn số 1")
_LIST = NotEnrolledList(
    **_OFFICE,
    list_date=_DAY,
    status="",
    rows=(
        NotEnrolledRow(
            full_name="Nguyễn Văn Mẫu",
            birth="05/9/2005",
            is_female=False,
            ethnicity="Kinh",
            school_name="THCS Mẫu",
            class_name="9A1",
            guardian="Nguyễn Văn Sáu",
            phone="0912345678",
            residence="Ấp 1",
            hamlet="Ấp 1",
            outcome_label="",
            is_known_out=True,
        ),
    ),
)
