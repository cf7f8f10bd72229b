"""One district's page as data: its headline, its THCS, where its graduates live, who takes in
pupils there, and which of its units have not reported.
"""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import timezone

from districts.models import District, School, SchoolKind, SchoolQuerySet
from domain.formats import day, percent
from domain.outcome import Outcome
from reports.counting import Register
from reports.destinations import Attendance
from reports.indicators import By, CohortFigures, UnitFigures
from reports.intake import Intake, intake_by_school
from reports.links import GraduateLinks
from reports.overview import balance, finding, intake_line, tiles
from reports.units import unit_row
from reports.unreported import unreported_groups
from rosters.unreported import Unreported
from students.models import Cohort

ELSEWHERE = "Cư trú ngoài huyện hoặc chưa rõ nơi cư trú"


def district_context(
    user: Any, district: District, cohort: Cohort, register: Register
) -> dict[str, Any]:
    """Everything the page shows, over the graduates of the district's THCS."""
    in_district = School.objects.visible_to(user).filter(district=district)
    own = register.of_schools(in_district)
    links = GraduateLinks(cohort, {"district": district.code})
    figures = CohortFigures(cohort=cohort, register=own, intake={})
    whole = _only(figures.by(By.DISTRICT), district)
    schools = [
        unit
        for unit in figures.by(By.SCHOOL)
        if unit.district_code == district.code and unit.figures.graduates
    ]
    communes = figures.by(By.COMMUNE)
    attendance = Attendance(own.graduates.filter(cohort=cohort))
    not_enrolled_url = links.not_enrolled(by="school", district=district.code)
    return {
        "cohort": cohort.year,
        "overview_url": f"{reverse('reports:overview')}?cohort={cohort.year}",
        "ledger_url": f"{reverse('reports:district_ledger', args=[district.code])}"
        f"?cohort={cohort.year}",
        "as_of": day(timezone.localdate()),
        "finding": finding(district.name, whole, schools, By.SCHOOL),
        "province": unit_row(whole, links),
        "unit_label": "Theo trường THCS",
        "units": [
            unit_row(unit, links, url=links.url(school=unit.code), school=unit.code)
            for unit in schools
        ],
        "tiles": tiles(whole.figures, links, not_enrolled_url=not_enrolled_url),
        "balance": balance(whole.figures, links),
        "split": attendance.split(links),
        "communes": _residences(communes, district, links),
        "institutions": _institutions(in_district, attendance, cohort, links),
        "unreported": unreported_groups(Unreported(in_district, cohort), names_districts=False),
    }


def _only(units: Iterable[UnitFigures], district: District) -> UnitFigures:
    return next(unit for unit in units if unit.code == district.code)


def _residences(
    units: list[UnitFigures], district: District, links: GraduateLinks
) -> list[dict[str, Any]]:
    """One line per commune of the district, and one for everybody who lives anywhere else, so
    that the lines sum to the district's graduates.
    """
    lived_in = [unit for unit in units if unit.figures.graduates]
    inside = [unit for unit in lived_in if unit.district_code == district.code]
    outside = [unit for unit in lived_in if unit.district_code != district.code]
    lines = [
        _residence(unit.name.removesuffix(f", {district.name}"), [unit], links, commune=unit.code)
        for unit in inside
    ]
    if outside:
        lines.append(_residence(ELSEWHERE, outside, links, special="lives_elsewhere"))
    return lines


def _residence(
    name: str, units: list[UnitFigures], links: GraduateLinks, **bound: str
) -> dict[str, Any]:
    figures = [unit.figures for unit in units]
    graduates = sum(one.graduates for one in figures)
    headline = sum(one.headline.numerator for one in figures)
    not_enrolled = sum(one.not_studying + one.not_known for one in figures)
    vocational = sum(one.vocational for one in figures)
    return {
        "name": name,
        "graduates": links.number(graduates, **bound),
        "vocational": links.number(vocational, outcome=Outcome.VOCATIONAL, **bound),
        "headline_text": percent(headline, graduates),
        "not_enrolled": links.number(not_enrolled, outcome="NOT_ENROLLED", **bound),
    }


def _institutions(
    schools: SchoolQuerySet, attendance: Attendance, cohort: Cohort, links: GraduateLinks
) -> list[dict[str, Any]]:
    """The district's receiving institutions: their grade-10 intake of any cohort against the
    quota, and how many of the district's graduates of this cohort study there.
    """
    intake = intake_by_school(cohort)
    attended = attendance.by_institution
    order = {kind: number for number, kind in enumerate(SHOWN_KINDS)}
    found = sorted(schools.receiving(), key=lambda one: (order[one.kind], one.name, one.pk))
    return [
        {
            **intake_line(intake.get(school.code) or _no_intake(school), attended, links),
            "kind_label": school.get_kind_display(),
            "has_grade_ten": school.kind != SchoolKind.VOCATIONAL or school.code in intake,
        }
        for school in found
    ]


SHOWN_KINDS = (
    SchoolKind.CONTINUING,
    SchoolKind.VOCATIONAL,
    SchoolKind.THPT,
    SchoolKind.THCS_THPT,
)


def _no_intake(school: School) -> Intake:
    return Intake(school.pk, school.code, school.name, school.kind, "", seats=None, enrolled=0)
