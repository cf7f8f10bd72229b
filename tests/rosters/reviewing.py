"""Rows that the engine leaves to people: two graduates of one name born the same day."""

from domain.linkage.decisions import Kind
from rosters.actions import Answer, seen_links
from rosters.models import Link, RosterRow
from students.models import Graduate
from tests.province import Province, enrol
from tests.rosters.views.lists import send

ROW = {"name": "Lê Thị An", "birth": "05/9/2005", "class_name": "10A1"}


def twins_of(province: Province, name: str) -> tuple[Graduate, Graduate]:
    """Two graduates of that name, born on 5 September 2005, of different schools."""
    birth = (2005, 9, 5)
    return (
        enrol(province, name, school=province.thcs, birth=birth),
        enrol(province, name, school=province.thcs_second, birth=birth),
    )


def namesakes(province: Province) -> tuple[Graduate, Graduate]:
    return twins_of(province, "Lê Thị An")


def send_open(province: Province, **letterhead: str) -> RosterRow:
    """Send a list with one row that may be either of the namesakes."""
    send(province, ROW, **letterhead)
    return open_row()


def open_row() -> RosterRow:
    return RosterRow.objects.in_force().order_by("-pk")[0]


def answer(row: RosterRow, kind: Kind, *graduates: Graduate) -> Answer:
    """What a person says who looks at the row now."""
    links = Link.objects.current().filter(row=row)
    return Answer(row, kind, seen_links(links), tuple(each.pk for each in graduates))
