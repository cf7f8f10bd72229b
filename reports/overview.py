"""The overview page as data: the finding, the tiles, one row per unit, the balance, the intake."""

from collections import Counter
from dataclasses import replace
from typing import Any

from django.utils import timezone

from districts.authority import Scope, scope_of
from districts.context import unit_title
from districts.models import District, School, SchoolKind
from domain.formats import NO_FIGURE, count, day, decimal_text, percent
from domain.outcome import Outcome
from domain.rates import Figures, Verdict
from reports.counting import Register
from reports.destinations import Attendance
from reports.indicators import By, CohortFigures, UnitFigures
from reports.intake import Intake, intake_by_school, total
from reports.links import GraduateLinks, district_url
from reports.tilemap import tile_map
from reports.units import share, unit_row
from reports.unreported import unreported_groups, unreported_text
from rosters.unreported import Unreported
from students.forms import CERTAIN
from students.labels import DUAL_LABEL, OUTCOME_LABELS
from students.models import Cohort


def overview_context(user: Any, cohort: Cohort, register: Register) -> dict[str, Any]:
    """Everything the page shows, from a constant number of queries."""
    scope = scope_of(user)
    links = GraduateLinks(cohort)
    if not scope.is_province:
        register = register.of_schools(School.objects.visible_to(user))
    answered_for = list(District.objects.filter(pk__in=scope.district_ids))
    figures = CohortFigures(cohort=cohort, register=register, intake={})
    whole = _whole(scope, answered_for, figures)
    by = By.DISTRICT if scope.is_province else By.SCHOOL
    units = [unit for unit in figures.by(by) if _shown(unit, by)]
    name = whole.name if scope.is_province else unit_title(user)
    unreported = _unreported(user, cohort, scope)
    attendance = Attendance(register.graduates.filter(cohort=cohort))
    return {
        "cohort": cohort.year,
        "as_of": day(timezone.localdate()),
        "finding": finding(name, whole, units, by),
        "province": {**unit_row(whole, links), "name": name},
        "unit_label": "Theo huyện, thị xã, thành phố" if by is By.DISTRICT else "Theo trường THCS",
        "units": _unit_rows(units, by, links, unreported),
        "district_pages": [_district_page(district, cohort) for district in answered_for],
        "map": _map(user, units, cohort) if scope.is_province else None,
        "tiles": tiles(whole.figures, links, not_enrolled_url=links.not_enrolled()),
        "balance": balance(whole.figures, links),
        "split": attendance.split(links),
        "intake": _intake(_seated(cohort, scope, answered_for), scope, attendance, links),
        "unreported": unreported
        and unreported_groups(unreported, names_districts=scope.is_province),
    }


def _whole(scope: Scope, answered_for: list[District], figures: CohortFigures) -> UnitFigures:
    """All the viewer's graduates together; one district is held to its registered share, too."""
    if len(answered_for) == 1 and not (scope.is_province or scope.origin_school_ids):
        districts = figures.by(By.DISTRICT)
        return next(unit for unit in districts if unit.code == answered_for[0].code)
    return figures.by(By.PROVINCE)[0]


def _shown(unit: UnitFigures, by: By) -> bool:
    """All districts, reporting or not; of the schools those with graduates."""
    return by is By.DISTRICT or unit.figures.graduates > 0


def _unit_rows(
    units: list[UnitFigures], by: By, links: GraduateLinks, unreported: Unreported | None
) -> list[dict[str, Any]]:
    if by is By.SCHOOL:
        return [
            unit_row(unit, links, url=links.url(school=unit.code), school=unit.code)
            for unit in units
        ]
    missing = unreported.by_district() if unreported else {}
    without_rosters = unreported.without_rosters() if unreported else set()
    rows = []
    for unit in units:
        url = district_url(unit.code, links.cohort)
        row = unit_row(unit, links, url=url, district=unit.code)
        row["unreported_text"] = unreported_text(missing.get(unit.code, 0))
        # What its institutions have not told may still raise the rate: nobody compares it yet.
        row["is_incomplete"] = row["is_incomplete"] or unit.code in without_rosters
        rows.append(row)
    return rows


def _unreported(user: Any, cohort: Cohort, scope: Scope) -> Unreported | None:
    """Only those who collect the lists are shown who has not sent one."""
    if not (scope.is_province or scope.district_ids):
        return None
    return Unreported(School.objects.visible_to(user), cohort)


def _district_page(district: District, cohort: Cohort) -> dict[str, str]:
    return {"name": district.name, "url": district_url(district.code, cohort)}


def _map(user: Any, units: list[UnitFigures], cohort: Cohort) -> dict[str, Any] | None:
    return tile_map(District.objects.visible_to(user), units, cohort=cohort)


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
        f"({share(figures.headline)}) vào cơ sở GDNN: {judged} mục tiêu "
        f"{decimal_text(whole.targets[0].comparison.percent)}."
    )
    met = sum(u.targets[0].comparison.verdict is Verdict.MET for u in units if u.figures.graduates)
    if by is By.DISTRICT and met:
        sentence += f" {met} trong {len(units)} huyện, thị xã, thành phố đã đạt."
    elif by is By.DISTRICT:
        sentence += " Chưa huyện, thị xã, thành phố nào đạt."
    sentence += f" Còn {count(figures.not_known)} học sinh chưa có thông tin."
    return sentence.replace(" %", "\u00a0%")


def tiles(figures: Figures, links: GraduateLinks, *, not_enrolled_url: str) -> list[dict[str, str]]:
    not_enrolled = figures.not_studying + figures.not_known
    certain = {"outcome": Outcome.VOCATIONAL, "evidence": CERTAIN}
    return [
        {
            "label": "Học sinh tốt nghiệp THCS",
            "value": count(figures.graduates),
            "note": "",
            "url": links.url() if figures.graduates else "",
        },
        {
            "label": "Vào cơ sở GDNN, đã xác nhận",
            "value": count(figures.confirmed_vocational),
            "note": f"trong {count(figures.vocational)} học sinh vào GDNN",
            "url": links.url(**certain) if figures.confirmed_vocational else "",
        },
        {
            "label": "Tỷ lệ vào GDNN và GDTX",
            "value": share(figures.wider),
            "note": "để tham khảo, không so với mục tiêu",
            "url": links.url(outcome="WIDER") if figures.wider.numerator else "",
        },
        {
            "label": "Chưa vào học",
            "value": count(not_enrolled),
            "note": f"trong đó {count(figures.held_back)} đang chờ kiểm tra đối chiếu",
            "url": not_enrolled_url if not_enrolled else "",
        },
    ]


def balance(figures: Figures, links: GraduateLinks) -> list[dict[str, Any]]:
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
        label = OUTCOME_LABELS[outcome]
        lines.append(_balance_line(label, number, figures, links, outcome=outcome))
        if outcome is Outcome.VOCATIONAL and figures.dual:
            label = f"trong đó: {DUAL_LABEL.lower().replace('gdtx', 'GDTX')}"
            lines.append(_balance_line(label, figures.dual, figures, links, special="dual"))
    return lines


def _balance_line(
    label: str, number: int, figures: Figures, links: GraduateLinks, **conditions: str
) -> dict[str, Any]:
    return {
        "label": label,
        "is_part": "special" in conditions,
        "number": links.number(number, **conditions),
        "percent_text": percent(number, figures.graduates),
    }


def _seated(cohort: Cohort, scope: Scope, answered_for: list[District]) -> list[Intake]:
    """The institutions with seats that the viewer answers for."""
    codes = {district.code for district in answered_for}
    return [
        one
        for one in intake_by_school(cohort).values()
        if one.seats is not None and (scope.is_province or one.district_code in codes)
    ]


def _intake(
    seated: list[Intake], scope: Scope, attendance: Attendance, links: GraduateLinks
) -> list[dict[str, Any]]:
    """GDTX first and apart: the dispatch asks for it above all. The province shows the schools as
    one sum.
    """
    centres = [one for one in seated if one.kind == SchoolKind.CONTINUING]
    schools = [one for one in seated if one.kind != SchoolKind.CONTINUING]
    sums = [
        replace(total(part), name=f"{label}: {count(len(part))} đơn vị")
        for label, part in (("GDTX", centres), ("THPT, THCS&THPT", schools))
        if len(part) > 1
    ]
    shown = [*sums, *centres, *([] if scope.is_province else schools)]
    return [intake_line(one, attendance.by_institution, links) for one in shown]


def intake_line(one: Intake, attended: Counter[int], links: GraduateLinks) -> dict[str, Any]:
    """Seats and pupils, and how many of them are this cohort's graduates whom the viewer may see:
    those can be opened, the others are on nobody's list of graduates.
    """
    full = min(1000, one.enrolled * 1000 // one.seats) if one.seats else 0
    return {
        "name": one.name,
        "is_sum": one.school_id is None,
        "seats_text": NO_FIGURE if one.seats is None else count(one.seats),
        "enrolled_text": count(one.enrolled),
        "percent_text": percent(one.enrolled, one.seats or 0),
        "graduates": links.number(attended[one.school_id], destination=one.code),
        "bar": {"lower": full, "headline": None, "upper": None, "target": None, "registered": None},
    }
