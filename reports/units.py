"""Figures of a unit as the pages show them: a row with its bar, and the verdict on each target."""

from typing import Any

from domain.formats import count, decimal_text, percent
from domain.outcome import Outcome
from domain.rates import Rate, Verdict
from reports.indicators import TargetVerdict, UnitFigures
from reports.links import GraduateLinks

# A bar's full width is this share; rates above it are rare enough to run into the end.
BAR_SHARE = 40
VERDICT_STYLES = {
    Verdict.MET: ("met", "✓"),
    Verdict.NOT_MET: ("not_met", "✗"),
    Verdict.UNDECIDED: ("undecided", "…"),
}
TARGET_LABELS = {"province": "Kế hoạch 134", "registered": "Chỉ tiêu đăng ký"}


def unit_row(unit: UnitFigures, links: GraduateLinks, *, url: str = "", **bound: str) -> dict:
    """The unit's line; `bound` is the condition that its numbers' children share."""
    figures = unit.figures
    headline, lower, upper = map(share, (figures.headline, figures.lower, figures.upper))
    return {
        "code": unit.code,
        "name": unit.name,
        "url": url,
        "graduates": links.number(figures.graduates, **bound),
        "vocational": links.number(figures.vocational, outcome=Outcome.VOCATIONAL, **bound),
        "not_known": links.number(figures.not_known, outcome=Outcome.NOT_KNOWN, **bound),
        "headline_text": headline,
        "lower_text": lower,
        "upper_text": upper,
        "spoken_rate": f"Tỷ lệ {headline}, trong khoảng {lower} đến {upper}",
        "bar": _bar(unit),
        "verdicts": [verdict(target) for target in unit.targets] if figures.graduates else [],
        "has_graduates": figures.graduates > 0,
        "is_incomplete": figures.graduates == 0,
        "unreported_text": "",
    }


def verdict(target: TargetVerdict) -> dict[str, str]:
    """How the unit stands to one target, in symbol, texture and word."""
    comparison = target.comparison
    css, symbol = VERDICT_STYLES[comparison.verdict]
    texts = {
        Verdict.MET: "Đạt",
        Verdict.NOT_MET: f"Chưa đạt (còn thiếu {count(comparison.students_short)} học sinh)",
        Verdict.UNDECIDED: "Chưa đủ cơ sở kết luận",
    }
    return {
        "label": f"{TARGET_LABELS[target.kind]}: {decimal_text(comparison.percent)}",
        "css": css,
        "symbol": symbol,
        "text": texts[comparison.verdict],
    }


def share(rate: Rate) -> str:
    return percent(rate.numerator, rate.denominator)


def _bar(unit: UnitFigures) -> dict[str, int | None]:
    """Positions on a scale of 0 to 1000; whole numbers, for drawing only."""
    percents = {target.kind: target.comparison.percent for target in unit.targets}
    return {
        "lower": _position(unit.figures.lower),
        "headline": _position(unit.figures.headline),
        "upper": _position(unit.figures.upper),
        "target": _scaled(percents.get("province")),
        "registered": _scaled(percents.get("registered")),
    }


def _position(rate: Rate) -> int | None:
    if not rate.denominator:
        return None
    return min(1000, rate.numerator * 100_000 // (rate.denominator * BAR_SHARE))


def _scaled(percents: Any | None) -> int | None:
    return None if percents is None else min(1000, int(percents * 1000 / BAR_SHARE))
