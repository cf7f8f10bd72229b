"""What is said of one record goes over to the other, and back."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from students.actions import record_statements, supersede_statements
from students.models import Destination, Graduate, Merge, Source

_FIELDS = (
    "programme", "school_id", "other_school_id", "place_text", "place", "stage", "source",
    "evidence", "evidence_note", "stated_on", "started_on", "ended_on", "reason",
    "recorded_by_id", "batch_id",
)  # fmt: skip
# What a list in force says follows the link of its row, which goes over by itself.
_BY_LINK = Q(source=Source.ROSTER, ended_on__isnull=True)

Pairs = list[list[int]]


def move_statements(absorbed: Graduate, kept: Graduate, *, by: Any) -> Pairs:
    """Close what is said of the one and say it of the other; (original, copy) keys.

    As of an earlier day the originals count where they were said, so copies are recorded now.
    """
    current = list(absorbed.destinations.current().order_by("recorded_at", "pk"))
    supersede_statements(destinations=current, by=by, reason="", event=False)
    originals = list(Destination.objects.filter(pk__in=[d.pk for d in current]).exclude(_BY_LINK))
    originals.sort(key=lambda each: (each.recorded_at, each.pk))
    return _say_again(originals, kept)


def move_back(pairs: Pairs, absorbed: Graduate, *, by: Any) -> None:
    """Take the copies back and say the originals again."""
    copies = Destination.objects.current().filter(pk__in=[copy for _, copy in pairs])
    supersede_statements(destinations=list(copies), by=by, reason="", event=False)
    found = Destination.objects.in_bulk([original for original, _ in pairs])
    _say_again([found[original] for original, _ in pairs], absorbed)


def said_by_hand(graduate: Graduate) -> list[int]:
    """How much was said of the record and taken back, lists in force apart; both only grow."""
    said = graduate.destinations.exclude(_BY_LINK).aggregate(
        recorded=Count("pk"), superseded=Count("pk", filter=Q(superseded_at__isnull=False))
    )
    return [said["recorded"], said["superseded"]]


def copies_of_undone_merges(graduates: Iterable[int]) -> set[int]:
    """Statements that stood on these graduates only while they were merged with another."""
    undone = Merge.objects.filter(undone_at__isnull=False, kept__in=list(graduates))
    return {
        copy for moved in undone.values_list("moved", flat=True) for _, copy in moved["statements"]
    }


def _say_again(originals: list[Destination], graduate: Graduate) -> Pairs:
    now = timezone.now()
    copies = [
        Destination(
            graduate=graduate,
            recorded_at=now,
            **{name: getattr(original, name) for name in _FIELDS},
        )
        for original in originals
    ]
    record_statements(copies)
    return [[one.pk, other.pk] for one, other in zip(originals, copies, strict=True)]
