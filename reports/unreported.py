"""The panel of units that have not reported."""

from typing import Any

from domain.formats import count
from reports.links import district_url
from rosters.unreported import Unit, Unreported
from students.models import Cohort

NAMED = 4


def unreported_groups(unreported: Unreported, *, names_districts: bool) -> list[dict[str, Any]]:
    """Lines of the panel; the districts are named, with links, where there are several."""
    kinds = (
        ("Cơ sở tiếp nhận chưa có danh sách đang học", unreported.receiving),
        ("Trường THCS chưa có danh sách tốt nghiệp", unreported.graduating),
    )
    return [
        _group(label, units, unreported.cohort, names_districts) for label, units in kinds if units
    ]


def _group(label: str, units: list[Unit], cohort: Cohort, names_districts: bool) -> dict[str, Any]:
    def url(unit: Unit) -> str:
        return district_url(unit.district_code, cohort)

    more = len(units) - NAMED
    first = ", ".join(unit.name for unit in units[:NAMED])
    return {
        "label": label,
        "count_text": count(len(units)),
        "first_text": f"{first} và {count(more)} đơn vị khác" if more > 0 else first,
        "has_more": more > 0,
        "units": [
            {
                "name": unit.name,
                "district_name": unit.district_name if names_districts else "",
                "district_url": url(unit) if names_districts else "",
            }
            for unit in units
        ],
    }


def unreported_text(number: int) -> str:
    """What a district's line says of its units; nothing when all have reported."""
    return f"{count(number)} đơn vị chưa báo cáo" if number else ""
