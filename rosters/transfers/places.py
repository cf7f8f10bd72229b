"""Institutions that can be told of a transfer, by the name somebody types."""

from districts.models import School
from domain.names import clean, fold
from domain.schools import school_key
from students.models import Destination

TOLD = "{place} được báo và sẽ xác nhận ở trang Chuyển trường."
NOT_TOLD = "Nơi chuyển đến không có trong danh mục nên chưa được báo."


def addressed(text: str, own: School) -> School | None:
    """The one institution of that label, code or name, other than `own`; None where the catalogue
    has none, or several.
    """
    wanted = clean(text)
    others = School.objects.receiving().exclude(pk=own.pk).select_related("district")
    by_label = [each for each in others if fold(wanted) in (fold(_label(each)), fold(each.code))]
    key = school_key(wanted)
    found = by_label or [
        each for each in others if key in {school_key(name) for name in (each.name, *each.aliases)}
    ]
    return found[0] if len(found) == 1 else None


def receiving_places(own: School) -> list[str]:
    """What is offered while somebody types, those of the same district first."""
    others = School.objects.receiving().exclude(pk=own.pk).select_related("district")
    near_first = sorted(
        others, key=lambda each: (each.district_id != own.district_id, each.name, each.pk)
    )
    return [_label(each) for each in near_first]


def sent_word(report: Destination) -> str:
    """Whether the other side of a reported transfer is told."""
    if not report.reason.startswith("Chuyển đến: "):
        return ""
    other = report.other_school
    return TOLD.format(place=other.name) if other else NOT_TOLD


def _label(school: School) -> str:
    where = school.district.name if school.district else school.province
    return f"{school.name} ({where})" if where else school.name
