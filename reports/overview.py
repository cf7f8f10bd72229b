"""The overview page as data: the finding, the tiles, one row per unit, the balance, the intake."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from districts.authority import scope_of
from districts.context import unit_title
from districts.models import District
from domain.formats import count, day, percent
from domain.outcome import Outcome
from domain.rates import Figures, Rate, Verdict
from reports.indicators import By, TargetVerdict, UnitFigures, figures_by
from reports.intake import Intake, intake_by_school, total
from students.labels import DUAL_LABEL, OUTCOME_LABELS
from students.models import Cohort, GraduateQuerySet

# A bar's full width is this share; rates above it are rare enough to run into the end.
BAR_SHARE = 40
VERDICT_STYLES = {
    Verdict.MET: ("met", "✓"),
    Verdict.NOT_MET: ("not_met", "✗"),
    Verdict.UNDECIDED: ("undecided", "…"),
}
TARGET_LABELS = {"province": "Kế hoạch 134", "registered": "Chỉ tiêu đăng ký"}


def overview_context(user: Any, cohort: Cohort, graduates: GraduateQuerySet) -> dict[str, Any]:
    """Everything the page shows, from a constant number of queries."""
    scope = scope_of(user)
    whole = figures_by(By.PROVINCE, cohort=cohort, graduates=graduates)[0]
    by = By.DISTRICT if scope.is_province else By.SCHOOL
    units = [u for u in figures_by(by, cohort=cohort, graduates=graduates) if _shown(u, by)]
    name = whole.name if scope.is_province else unit_title(user)
    return {
        "cohort": cohort.year,
        "as_of": day(timezone.localdate()),
        "finding": finding(name, whole, units, by),
        "province": {**unit_row(whole, cohort, by=None), "name": name},
        "unit_label": "Theo huyện" if by is By.DISTRICT else "Theo trường THCS",
        "units": [unit_row(unit, cohort, by=by) for unit in units],
        "tiles": tiles(whole.figures, cohort),
        "balance": balance(whole.figures, cohort),
        "intake": _intake(cohort, scope),
    }


def _shown(unit: UnitFigures, by: By) -> bool:
    """All districts, reporting or not; of the schools those with graduates."""
    return by is By.DISTRICT or unit.figures.graduates > 0


def finding(name: str, whole: UnitFigures, units: list[UnitFigures], by: By) -> str:
    """What the figures say, in one sentence."""
    figures = whole.figures
    if not figures.graduates:
        return f"{name} chưa có danh sách học sinh tốt nghiệp THCS của năm này."
    verdict = whole.targets[0].comparison
    judged = {
        Verdict.MET: "đã đạt",
        Verdict.NOT_MET: f"chưa đạt, còn thiếu {count(verdict.students_short)} học sinh so với",
        Verdict.UNDECIDED: "chưa đủ cơ sở kết luận so với",
    }[verdict.verdict]
    sentence = (
        f"{count(figures.headline.numerator)} trong {count(figures.graduates)} học sinh tốt "
        f"nghiệp THCS "
        f"({_share(figures.headline)}) vào cơ sở GDNN: {judged} mục tiêu "
        f"{_target(whole.targets[0])}."
    )
    met = sum(u.targets[0].comparison.verdict is Verdict.MET for u in units if u.figures.graduates)
    if by is By.DISTRICT:
        sentence += f" {met} trong {len(units)} huyện, thị xã, thành phố đã đạt."
    sentence += f" Còn {count(figures.not_known)} học sinh chưa có thông tin."
    return sentence.replace(" %", "\u00a0%")


def unit_row(unit: UnitFigures, cohort: Cohort, *, by: By | None) -> dict[str, Any]:
    figures = unit.figures
    return {
        "code": unit.code,
        "name": unit.name,
        "url": _list_url(cohort, **{by.value: unit.code}) if by else "",
        "graduates_text": count(figures.graduates),
        "headline_text": _share(figures.headline),
        "lower_text": _share(figures.lower),
        "upper_text": _share(figures.upper),
        "vocational_text": count(figures.vocational),
        "not_known_text": count(figures.not_known),
        "bar": _bar(unit),
        "verdicts": [_verdict(target) for target in unit.targets] if figures.graduates else [],
        "is_incomplete": figures.graduates == 0,
    }


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


def _scaled(share: Any | None) -> int | None:
    return None if share is None else min(1000, int(share * 1000 / BAR_SHARE))


def _verdict(target: TargetVerdict) -> dict[str, str]:
    comparison = target.comparison
    css, symbol = VERDICT_STYLES[comparison.verdict]
    texts = {
        Verdict.MET: "Đạt",
        Verdict.NOT_MET: f"Chưa đạt (còn thiếu {count(comparison.students_short)} học sinh)",
        Verdict.UNDECIDED: "Chưa đủ cơ sở kết luận",
    }
    label = f"{TARGET_LABELS[target.kind]}: {_target(target)}"
    return {"label": label, "css": css, "symbol": symbol, "text": texts[comparison.verdict]}


def _target(target: TargetVerdict) -> str:
    return f"{target.comparison.percent.normalize():f} %".replace(".", ",")


def tiles(figures: Figures, cohort: Cohort) -> list[dict[str, str]]:
    not_enrolled = figures.not_studying + figures.not_known
    return [
        {
            "label": "Học sinh tốt nghiệp THCS",
            "value": count(figures.graduates),
            "note": "",
            "url": _list_url(cohort),
        },
        {
            "label": "Vào cơ sở GDNN, đã xác nhận",
            "value": count(figures.confirmed_vocational),
            "note": f"trong {count(figures.vocational)} học sinh vào GDNN",
            "url": _list_url(cohort, outcome=Outcome.VOCATIONAL, evidence="CONFIRMED"),
        },
        {
            "label": "Tỷ lệ vào GDNN và GDTX",
            "value": _share(figures.wider),
            "note": "để tham khảo, không so với mục tiêu",
            "url": "",
        },
        {
            "label": "Chưa vào học",
            "value": count(not_enrolled),
            "note": f"trong đó {count(figures.held_back)} đang chờ kiểm tra đối chiếu",
            "url": f"{reverse('reports:not_enrolled_list')}?cohort={cohort.year}",
        },
    ]


def balance(figures: Figures, cohort: Cohort) -> list[dict[str, str]]:
    """The six outcomes, which sum to the cohort; dual study as a part of the vocational line."""
    numbers = {
        Outcome.UPPER_SECONDARY: figures.upper_secondary,
        Outcome.CONTINUING: figures.continuing,
        Outcome.VOCATIONAL: figures.vocational,
        Outcome.NOT_STUDYING: figures.not_studying,
        Outcome.NOT_KNOWN: figures.not_known,
        Outcome.CONFLICT: figures.conflict,
    }
    lines = []
    for outcome, number in numbers.items():
        lines.append(
            _balance_line(OUTCOME_LABELS[outcome], number, figures, outcome=outcome, cohort=cohort)
        )
        if outcome is Outcome.VOCATIONAL and figures.dual:
            label = f"trong đó: {DUAL_LABEL.lower().replace('gdtx', 'GDTX')}"
            lines.append(_balance_line(label, figures.dual, figures, special="dual", cohort=cohort))
    return lines


def _balance_line(
    label: str, number: int, figures: Figures, *, cohort: Cohort, **conditions: str
) -> dict[str, str]:
    return {
        "code": next(iter(conditions.values())),
        "label": label,
        "count_text": count(number),
        "percent_text": percent(number, figures.graduates),
        "url": _list_url(cohort, **conditions),
    }


def _intake(cohort: Cohort, scope) -> list[dict[str, Any]]:
    """GDTX first and apart: the dispatch asks for it above all. The province shows the schools as
    one sum.
    """
    codes = set(District.objects.filter(pk__in=scope.district_ids).values_list("code", flat=True))
    intake = [
        one
        for one in intake_by_school(cohort).values()
        if one.seats is not None and (scope.is_province or one.district_code in codes)
    ]
    centres = [one for one in intake if one.kind == "CONTINUING"]
    schools = [one for one in intake if one.kind != "CONTINUING"]
    sums = [
        replace(total(part), name=f"{label}: {count(len(part))} đơn vị")
        for label, part in (("GDTX", centres), ("THPT, THCS&THPT", schools))
        if len(part) > 1
    ]
    shown = [*sums, *centres, *([] if scope.is_province else schools)]
    return [_intake_line(one) for one in shown]


def _intake_line(one: Intake) -> dict[str, Any]:
    full = min(1000, one.enrolled * 1000 // one.seats) if one.seats else 0
    return {
        "name": one.name,
        "seats_text": count(one.seats or 0),
        "enrolled_text": count(one.enrolled),
        "percent_text": percent(one.enrolled, one.seats or 0),
        "url": "",
        "bar": {"lower": full, "headline": None, "upper": None, "target": None, "registered": None},
    }


def _share(rate: Rate) -> str:
    return percent(rate.numerator, rate.denominator)


def _list_url(cohort: Cohort, **conditions: str) -> str:
    return f"{reverse('students:graduate_list')}?{urlencode({'cohort': cohort.year, **conditions})}"
