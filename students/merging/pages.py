"""What the pages of records that may be one child show."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from domain.formats import birth
from domain.names import display_name
from students.authorship import sees_contacts
from students.merging.pairs import Pair
from students.models import DistinctPair, Graduate, Merge
from students.profile import facts_of
from students.rows import evidence_label, outcome_status
from students.timeline import entry_of, moment_text, statements_of


def pair_lines(pairs: Iterable[Pair]) -> list[dict[str, Any]]:
    """Pairs as lines: both records and what they have in common."""
    return [
        {
            "first": _side(pair.first),
            "second": _side(pair.second),
            "same": ", ".join(pair.same),
            "url": reverse("students:graduate_merge", args=[pair.first.pk, pair.second.pk]),
            "apart_url": reverse("students:pair_tell_apart", args=[pair.first.pk, pair.second.pk]),
        }
        for pair in pairs
    ]


def candidate_lines(kept: Graduate, found: Iterable[Graduate]) -> list[dict[str, Any]]:
    """Records that somebody looked for, each with the way to compare it with the kept one."""
    return [
        _side(other) | {"merge_url": reverse("students:graduate_merge", args=[kept.pk, other.pk])}
        for other in found
    ]


def record(graduate: Graduate, user: Any) -> dict[str, Any]:
    """One of two records side by side: how it stands and what is said of it."""
    current = [s for s in statements_of(graduate) if s.superseded_at is None]
    return _side(graduate) | {
        "outcome": outcome_status(graduate),
        "evidence_label": evidence_label(graduate),
        "entries": [entry_of(statement) for statement in current],
        "facts": facts_of(graduate, user),
        "is_masked": not sees_contacts(user, graduate),
    }


def merge_lines(graduate: Graduate) -> list[dict[str, str]]:
    """Merges into this record that stand, newest first."""
    merges = graduate.merges.in_force().select_related("absorbed__school", "merged_by")
    return [_merge_line(merge) for merge in merges.order_by("-pk")]


def distinct_lines(pairs: Iterable[DistinctPair]) -> list[dict[str, Any]]:
    """Pairs that people told apart, each with the way to look again."""
    return [
        {
            "first": _side(pair.first),
            "second": _side(pair.second),
            "moment_and_who": f"{moment_text(pair.recorded_at)}, {pair.recorded_by}",
            "url": reverse("students:distinction_take_back", args=[pair.pk]),
        }
        for pair in pairs
    ]


def _merge_line(merge: Merge) -> dict[str, str]:
    absorbed = merge.absorbed
    where = ", ".join(filter(None, [absorbed.school.name, absorbed.class_name]))
    return {
        "text": f"{display_name(absorbed.full_name)} ({where})",
        "moment_and_who": f"{moment_text(merge.merged_at)}, {merge.merged_by or 'Hệ thống'}",
        "moment": moment_text(merge.merged_at),
        "reason": merge.reason,
        "url": reverse("students:merge_undo", args=[merge.pk]),
    }


def _side(graduate: Graduate) -> dict[str, Any]:
    return {
        "full_name": display_name(graduate.full_name),
        "birth_text": birth(graduate.birth) if graduate.birth else "",
        "school_name": graduate.school.name,
        "class_name": graduate.class_name,
        "commune_name": graduate.commune.name if graduate.commune else "",
        "url": reverse("students:graduate_detail", args=[graduate.pk]),
    }
