"""The lists a receiving institution has sent, and how they stand."""

from collections import Counter
from typing import Any

from django.db.models import Count
from django.urls import reverse

from domain.formats import count, day
from rosters.models import Roster, RosterRow
from students.labels import PROGRAMME_LABELS, STAGE_LABELS


def roster_lines(user: Any) -> list[dict[str, str]]:
    """One line per list in force of the viewer's institutions, from two queries."""
    rosters = Roster.objects.visible_to(user).filter(versions__replaced_at__isnull=True)
    found = list(
        rosters.order_by("institution__name", "programme").values(
            "pk",
            "institution__name",
            "programme",
            "versions__pk",
            "versions__stage",
            "versions__as_at",
        )
    )
    statuses: dict[int, Counter] = {row["versions__pk"]: Counter() for row in found}
    counted = (
        RosterRow.objects.visible_to(user)
        .in_force()
        .order_by()
        .values_list("version", "status")
        .annotate(number=Count("pk"))
    )
    for version, status, number in counted:
        statuses[version][status] = number
    return [_line(row, statuses[row["versions__pk"]]) for row in found]


def _line(row: dict[str, Any], statuses: Counter) -> dict[str, str]:
    return {
        "url": reverse("rosters:roster_detail", args=[row["pk"]]),
        "institution": row["institution__name"],
        "programme": PROGRAMME_LABELS[row["programme"]],
        "stage": STAGE_LABELS[row["versions__stage"]],
        "as_at": day(row["versions__as_at"]),
        "rows": count(statuses.total()),
        "matched": count(statuses["match"]),
        "review": count(statuses["review"]),
        "unmatched": count(statuses["none"]),
    }
