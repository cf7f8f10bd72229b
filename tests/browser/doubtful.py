"""Rows that only a person can decide, for the site that the browser tests look at."""

from dataclasses import replace
from datetime import date
from itertools import product

from districts.models import Assignment, Role, School
from domain.names import name_key, sort_key
from imports.graduates import SourceFile
from rosters.actions import upload_rosters
from rosters.uploads import read_roster_files
from students.cohorts import default_cohort
from students.models import Cohort, Graduate
from tests.province import register
from tests.sheets import roster_book

DISTRICT = "802"
FAMILIES = ("Lương", "Mạc", "Quách", "Tôn", "Viên")
GIVENS = ("Ánh Hồng", "Bảo Toàn", "Cẩm Nhung", "Duy Khoa", "Gia Huệ")
PAIRS = len(FAMILIES) * len(GIVENS)


def make() -> None:
    """Pairs of namesakes born the same day, and a list that names each pair once."""
    cohort = default_cohort()
    assert cohort is not None
    names = [f"{family} {given}" for family, given in product(FAMILIES, GIVENS)]
    schools = School.objects.filter(district__code=DISTRICT).graduating().order_by("code")[:2]
    register(*(_namesake(cohort, school, name) for school in schools for name in names))
    _send(cohort, names)


def _namesake(cohort: Cohort, school: School, name: str) -> Graduate:
    return Graduate(
        cohort=cohort,
        school=school,
        full_name=name,
        name_key=name_key(name),
        sort_key=sort_key(name),
        birth_year=2005,
        birth_month=9,
        birth_day=5,
    )


def _send(cohort: Cohort, names: list[str]) -> None:
    keeper = Assignment.objects.filter(role=Role.RECEIVING_SCHOOL).order_by("pk")[0]
    institution = keeper.school
    rows = [{"name": name, "birth": "05/9/2005", "class_name": "10A1"} for name in names]
    dated = "Long An, ngày 05 tháng 10 năm 2020"
    content = roster_book(*rows, institution=institution.name, dated=dated)
    files = read_roster_files(
        [SourceFile("ds.xlsx", content)],
        cohort=cohort,
        today=date(2020, 10, 10),
        institution=institution,
    )
    for file in files:
        file.recognised = replace(file.recognised, part="Lớp tối")
    upload_rosters(files, cohort=cohort, by=None)
