"""Lines of the not-enrolled pages: labels and formats, no logic left for the template."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from documents.not_enrolled import PART_KNOWN_OUT, PART_NOT_KNOWN, NotEnrolledRow
from domain.formats import count, long_day
from reports.not_enrolled import (
    OFFICE_NAME,
    ListUnit,
    UnitKind,
    graduates_of,
    list_row,
    superior_of,
)
from students.models import Cohort, GraduateQuerySet

KIND_LABELS = {
    UnitKind.COMMUNE: "Theo xã, phường, thị trấn",
    UnitKind.SCHOOL: "Theo trường THCS",
}


def unit_row(unit: ListUnit, cohort: Cohort) -> dict[str, str]:
    query = {"cohort": cohort.year, "by": unit.kind, unit.kind.value: unit.code}
    return {
        "code": unit.code,
        "name": unit.name,
        "district_name": unit.district.name,
        "not_studying_text": count(unit.not_studying),
        "not_known_text": count(unit.not_known),
        "held_back_text": count(unit.held_back),
        "url": "?" + urlencode(query),
    }


def kind_links(chosen: UnitKind, cohort: Cohort | None) -> list[dict[str, Any]]:
    """The two views of the lists, with which of them is open."""
    year = {"cohort": cohort.year} if cohort else {}
    return [
        {
            "label": label,
            "url": "?" + urlencode({**year, "by": kind}),
            "is_current": kind is chosen,
        }
        for kind, label in KIND_LABELS.items()
    ]


def year_links(chosen: Cohort) -> list[dict[str, Any]]:
    """The same page of each year, newest first; none while there is only one to choose."""
    years = list(Cohort.objects.order_by("-year").values_list("year", flat=True))
    return [
        {"label": str(year), "url": f"?cohort={year}", "is_current": year == chosen.year}
        for year in years
        if len(years) > 1
    ]


def export_url(unit: ListUnit, cohort: Cohort) -> str:
    address = reverse("reports:not_enrolled_export", args=[unit.code])
    return f"{address}?{urlencode({'cohort': cohort.year, 'by': unit.kind})}"


def selected_list(unit: ListUnit, graduates: GraduateQuerySet, *, on: date) -> dict[str, Any]:
    """The chosen unit's list, its two parts kept apart and each numbered from 1."""
    rows = [list_row(graduate, unit=unit) for graduate in graduates_of(unit, graduates)]
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
        "count_text": count(len(rows)),
        "superior_name": superior_of(unit.district),
        "office_name": OFFICE_NAME,
        "place_and_day": f"{unit.district.short_name}, {long_day(on)}",
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
