"""Lines of the not-enrolled pages: labels and formats, no logic left for the template."""

from typing import Any
from urllib.parse import urlencode

from documents.not_enrolled import PART_KNOWN_OUT, PART_NOT_KNOWN, NotEnrolledRow
from domain.formats import count
from reports.not_enrolled import ListUnit, graduates_of, list_row
from students.models import Cohort, GraduateQuerySet


def unit_row(unit: ListUnit, cohort: Cohort) -> dict[str, str]:
    return {
        "code": unit.code,
        "name": unit.name,
        "district_name": unit.district.name,
        "not_studying_text": count(unit.not_studying),
        "not_known_text": count(unit.not_known),
        "held_back_text": count(unit.held_back),
        "url": "?" + urlencode({"cohort": cohort.year, "commune": unit.code}),
    }


def selected_list(unit: ListUnit, graduates: GraduateQuerySet) -> dict[str, Any]:
    """The chosen commune's list, its two parts kept apart and each numbered from 1."""
    rows = [list_row(graduate) for graduate in graduates_of(unit, graduates)]
    known_out = [row for row in rows if row.is_known_out]
    not_known = [row for row in rows if not row.is_known_out]
    parts = [
        {"title": f"{title} ({count(len(part))} em)", "rows": _numbered(part)}
        for title, part in ((PART_KNOWN_OUT, known_out), (PART_NOT_KNOWN, not_known))
        if part
    ]
    return {
        "name": f"{unit.name}, {unit.district.name}",
        "rows": rows,
        "parts": parts,
        "held_back_text": _held_back(unit.held_back),
    }


def _held_back(number: int) -> str:
    if not number:
        return ""
    return f"Ngoài ra còn {count(number)} em đang chờ kiểm tra đối chiếu, chưa đưa vào danh sách."


def _numbered(rows: list[NotEnrolledRow]) -> list[dict[str, Any]]:
    return [
        {
            "number": number,
            "full_name": row.full_name,
            "birth_text": row.birth,
            "female": row.is_female,
            "ethnicity": row.ethnicity,
            "school_class": ", ".join(part for part in (row.school_name, row.class_name) if part),
            "guardian": row.guardian,
            "phone": row.phone,
            "residence": row.residence,
            "reason": row.reason,
            "note": row.note,
        }
        for number, row in enumerate(rows, start=1)
    ]
