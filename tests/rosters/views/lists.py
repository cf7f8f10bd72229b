"""Lists as institutions send them, for the tests of their pages."""

from datetime import date
from typing import Any

from django.urls import reverse

from imports.graduates import SourceFile
from rosters.actions import upload_rosters
from rosters.models import Roster, RosterRow
from rosters.uploads import read_roster_files
from students.models import Graduate
from tests.province import Province, enrol
from tests.sheets import roster_book

AN = {"name": "LÊ THỊ AN", "birth": "05/9/2005", "moet": "8020000001", "class_name": "10A1"}
STRANGER = {"name": "Võ Văn Lạ", "birth": "01/01/2003", "school": "THCS Nơi Khác"}
SCRIPT = "<script>alert(1)</script>"


def an_of(province: Province, **values: Any) -> Graduate:
    given = {"birth": (2005, 9, 5), "moet_code": "8020000001"}
    return enrol(province, "Lê Thị An", **(given | values))


def send(province: Province, *rows: dict[str, Any], day: int = 15, **letterhead: str) -> Roster:
    """A list of the THPT (or of `institution=`) dated that day of September 2020."""
    dated = f"Long An, ngày {day} tháng 9 năm 2020"
    content = roster_book(*rows, dated=dated, **letterhead)
    files = read_roster_files(
        [SourceFile("danh sách.xlsx", content)], cohort=province.cohort, today=date(2020, 10, 1)
    )
    upload_rosters(files, cohort=province.cohort, by=None)
    return Roster.objects.order_by("-versions__pk")[0]


def row_named(full_name: str) -> RosterRow:
    return RosterRow.objects.in_force().get(full_name=full_name)


def address(name: str, pk: int) -> str:
    return reverse(f"rosters:{name}", args=[pk])
