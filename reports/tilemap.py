"""The province as one tile per district, neighbours kept; drawn by the template as SVG."""

from collections.abc import Iterable
from typing import Any

from districts.authority import ScopedQuerySet
from domain.rates import Verdict
from reports.indicators import UnitFigures
from reports.links import district_url
from reports.units import VERDICT_STYLES, share
from students.models import Cohort

TILE_WIDTH, TILE_HEIGHT, GAP = 100, 78, 5
NOTHING_KNOWN = ("none", "", "Chưa có số liệu")
WORDS = {
    Verdict.MET: "Đạt",
    Verdict.NOT_MET: "Chưa đạt",
    Verdict.UNDECIDED: "Chưa đủ cơ sở",
}


def tile_map(
    districts: ScopedQuerySet, units: Iterable[UnitFigures], *, cohort: Cohort
) -> dict[str, Any] | None:
    """Size and tiles of the drawing, in its own units; None when no district has a place on it.

    A tile says in symbol, word and texture how the district stands to the provincial target.
    """
    by_code = {unit.code: unit for unit in units}
    placed = [
        district
        for district in districts.filter(grid_row__isnull=False, grid_column__isnull=False)
        if district.code in by_code
    ]
    if not placed:
        return None
    left = min(district.grid_column for district in placed)
    top = min(district.grid_row for district in placed)
    right = max(district.grid_column for district in placed)
    bottom = max(district.grid_row for district in placed)
    return {
        "width": (right - left + 1) * TILE_WIDTH,
        "height": (bottom - top + 1) * TILE_HEIGHT,
        "tiles": [
            _tile(district, by_code[district.code], left=left, top=top, cohort=cohort)
            for district in sorted(placed, key=lambda one: (one.grid_row, one.grid_column))
        ],
    }


def _tile(
    district: Any, unit: UnitFigures, *, left: int, top: int, cohort: Cohort
) -> dict[str, Any]:
    css, symbol, word = _standing(unit)
    x = (district.grid_column - left) * TILE_WIDTH
    y = (district.grid_row - top) * TILE_HEIGHT
    rate = share(unit.figures.headline)
    return {
        "x": x,
        "y": y,
        "width": TILE_WIDTH - GAP,
        "height": TILE_HEIGHT - GAP,
        "middle": x + (TILE_WIDTH - GAP) // 2,
        "name_y": y + 21,
        "rate_y": y + 43,
        "word_y": y + 63,
        "name": district.short_name,
        "rate_text": rate,
        "css": css,
        "symbol": symbol,
        "word": word,
        "label": f"{district.name}: {rate}, {word.lower()}",
        "url": district_url(district.code, cohort),
    }


def _standing(unit: UnitFigures) -> tuple[str, str, str]:
    if not unit.figures.graduates:
        return NOTHING_KNOWN
    found = unit.targets[0].comparison.verdict
    return (*VERDICT_STYLES[found], WORDS[found])
