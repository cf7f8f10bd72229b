"""Corrections by hand that an uploaded file says otherwise: both values, and which is taken."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from django.http import QueryDict

from domain.formats import count
from imports.graduates import Plan
from imports.graduates.conflicts import Conflict
from students.particulars import label_of

TAKE, TAKE_ALL = "take", "take_all"


def conflict_context(plan: Plan) -> dict[str, Any]:
    """The conflicts line by line, and by what they are about, where that are several each."""
    numbers = Counter(conflict.part for conflict in plan.conflicts)
    return {
        "conflicts": [_line(conflict) for conflict in plan.conflicts],
        "conflict_parts": [
            {"value": part, "label": label_of(part), "number": count(number)}
            for part, number in numbers.items()
            if number > 1
        ],
    }


def chosen_keys(posted: QueryDict, conflicts: Iterable[Conflict]) -> set[tuple[int, str]]:
    """The conflicts that are ticked, one by one or all about one thing."""
    ticked, parts = set(posted.getlist(TAKE)), set(posted.getlist(TAKE_ALL))
    return {
        conflict.key
        for conflict in conflicts
        if _value(conflict) in ticked or conflict.part in parts
    }


def kept_text(conflicts: Sequence[Conflict]) -> str:
    """What becomes of the conflicts, for the last look; "" where there are none."""
    if not conflicts:
        return ""
    followed = sum(conflict.is_overruled for conflict in conflicts)
    kept = len(conflicts) - followed
    return f"Giữ {count(kept)} chỗ đã sửa tay, lấy theo tệp {count(followed)} chỗ."


def _value(conflict: Conflict) -> str:
    return f"{conflict.edit}-{conflict.part}"


def _line(conflict: Conflict) -> dict[str, Any]:
    return {
        "value": _value(conflict),
        "row": conflict.row,
        "name": conflict.full_name,
        "label": conflict.label,
        "in_file": conflict.in_file,
        "by_hand": conflict.by_hand,
        "when_and_who": conflict.when_and_who,
        "is_overruled": conflict.is_overruled,
    }
