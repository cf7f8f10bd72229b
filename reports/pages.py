"""Lines of the not-enrolled pages: labels and formats, no logic left for the template."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from districts.models import District
from documents.not_enrolled import (
    COLUMNS,
    NOBODY,
    PART_KNOWN_OUT,
    PART_NOT_KNOWN,
    NotEnrolledList,
    NotEnrolledRow,
)
from domain.formats import count, long_day
from domain.outcome import Outcome
from outreach.lists import ListUnit, UnitKind, children_of, held_back_of, paper_with
from reports.links import GraduateLinks, Number
from students.models import Cohort, GraduateQuerySet
from students.rows import graduate_addresses, graduate_rows, listed

KIND_LABELS = {
    UnitKind.COMMUNE: "Theo xã, phường, thị trấn",
    UnitKind.SCHOOL: "Theo trường THCS",
}
KIND_NAMES = {UnitKind.COMMUNE: "xã, phường, thị trấn", UnitKind.SCHOOL: "trường THCS"}
# Parts of the chosen list, as addresses within the page.
KNOWN_OUT, NOT_KNOWN, HELD_BACK = "known-out", "not-known", "held-back"


def unit_row(unit: ListUnit, cohort: Cohort) -> dict[str, Any]:
    """The unit's line; each number opens the part of its list that holds the children."""
    url = "?" + urlencode({"cohort": cohort.year, "by": unit.kind, unit.kind.value: unit.code})
    return {
        "code": unit.code,
        "name": unit.name,
        "district_name": unit.district.name,
        "url": url,
        "not_studying": _number(unit.not_studying, f"{url}#{KNOWN_OUT}"),
        "not_known": _number(unit.not_known, f"{url}#{NOT_KNOWN}"),
        "held_back": _number(unit.held_back, f"{url}#{HELD_BACK}"),
    }


def totals(
    units: Sequence[ListUnit], kind: UnitKind, cohort: Cohort, district: District | None
) -> dict[str, Any]:
    """The sums under the lines, each opening the children of all the units shown."""
    place = "district" if kind is UnitKind.SCHOOL else "residence"
    links = GraduateLinks(cohort, {place: district.code} if district else {})
    not_studying = sum(unit.not_studying for unit in units)
    not_known = sum(unit.not_known for unit in units)
    held_back = sum(unit.held_back for unit in units)
    return {
        "units_text": f"{count(len(units))} {KIND_NAMES[kind]}",
        "not_studying": links.number(not_studying, outcome=Outcome.NOT_STUDYING, special="listed"),
        "not_known": links.number(not_known, outcome=Outcome.NOT_KNOWN, special="listed"),
        "held_back": links.number(held_back, outcome="NOT_ENROLLED", special="held_back"),
    }


def nothing_listed(graduates: GraduateQuerySet) -> dict[str, str]:
    """Why there is no list: nobody is out of school, or nobody has been registered yet."""
    if graduates.members().exists():
        return {
            "title": "Không có học sinh nào chưa vào học",
            "text": "Trong phạm vi đang chọn, học sinh nào cũng đã có nơi học.",
        }
    return {
        "title": "Chưa có danh sách tốt nghiệp của năm này",
        "text": "Danh sách hiện ra sau khi danh sách học sinh tốt nghiệp THCS được nhập.",
    }


def _number(number: int, url: str) -> Number:
    return {"text": count(number), "url": url if number else ""}


def kind_links(chosen: UnitKind, cohort: Cohort | None) -> list[dict[str, Any]]:
    """The two views of the lists, with which of them is open."""
    return [
        {"label": label, "url": units_url(kind, cohort), "is_current": kind is chosen}
        for kind, label in KIND_LABELS.items()
    ]


def units_url(kind: UnitKind, cohort: Cohort | None) -> str:
    """All units of that kind, with none of their lists open."""
    year = {"cohort": cohort.year} if cohort else {}
    return "?" + urlencode({**year, "by": kind})


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


def selected_list(
    unit: ListUnit, graduates: GraduateQuerySet, *, cohort: Cohort, on: date
) -> dict[str, Any]:
    """The chosen unit's list as its paper, the two parts kept apart and each numbered from 1, and
    those who are kept off it.
    """
    children = list(children_of(unit, graduates))
    paper = paper_with(unit, children, cohort=cohort, on=on)
    address = graduate_addresses()
    lines = [
        (row, _line(row, address(graduate.pk), paper))
        for row, graduate in zip(paper.rows, children, strict=True)
    ]
    known_out = [line for row, line in lines if row.is_known_out]
    not_known = [line for row, line in lines if not row.is_known_out]
    return {
        "name": f"{unit.name}, {unit.district.name}",
        "paper": paper,
        "rows": paper.rows,
        "headings": [heading for heading, _ in COLUMNS],
        "parts": [
            _part(KNOWN_OUT, PART_KNOWN_OUT, known_out),
            _part(NOT_KNOWN, PART_NOT_KNOWN, not_known),
        ],
        "nobody": NOBODY,
        "count_text": count(len(paper.rows)),
        "place_and_day": f"{unit.district.short_name}, {long_day(on)}",
        "held_back_id": HELD_BACK,
        "held_back_text": count(unit.held_back),
        "held_back": graduate_rows(listed(held_back_of(unit, graduates))),
    }


def _part(anchor: str, title: str, lines: list[dict[str, Any]]) -> dict[str, Any]:
    numbered = [{**line, "number": number} for number, line in enumerate(lines, start=1)]
    return {"id": anchor, "title": f"{title} ({count(len(lines))} em)", "rows": numbered}


def _line(row: NotEnrolledRow, url: str, paper: NotEnrolledList) -> dict[str, Any]:
    return {
        "full_name": row.full_name,
        "url": url,
        "birth_text": row.birth,
        "female_mark": "x" if row.is_female else "",
        "ethnicity": row.ethnicity,
        "school_class": row.school_and_class,
        "guardian": row.guardian,
        "phone": row.phone,
        "residence": paper.address_of(row),
        "reason": row.reason,
        "note": row.note,
    }
